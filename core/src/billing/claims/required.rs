//! What FHIR R4 requires of a claim and of what it refers to, looked for in a finished bundle. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

/// Required elements by resource (<https://hl7.org/fhir/R4/claim.html>, `coverage.html`; of `Organization` invariant org-1), and what the
/// clinic asks of each claim beside them.
const REQUIRED: &[(&str, &[&str])] = &[
    (
        "Claim",
        &[
            "/status",
            "/type/coding/0/code",
            "/use",
            "/patient/reference",
            "/created",
            "/insurer/reference",
            "/provider/reference",
            "/priority/coding/0/code",
            "/insurance/0/sequence",
            "/insurance/0/focal",
            "/insurance/0/coverage/reference",
            "/item/0",
            "/total/value",
            "/total/currency",
        ],
    ),
    (
        "Coverage",
        &["/status", "/beneficiary/reference", "/payor/0/reference", "/subscriberId"],
    ),
    ("Patient", &["/name/0/family", "/gender", "/birthDate"]),
    ("Organization", &["/name"]),
    ("Practitioner", &["/name/0/family"]),
];
const OF_ITEM: &[&str] = &[
    "/sequence",
    "/productOrService/text",
    "/unitPrice/value",
    "/unitPrice/currency",
    "/net/value",
    "/net/currency",
];
const OF_DIAGNOSIS: &[&str] = &["/sequence", "/diagnosisCodeableConcept/coding/0/code"];

/// What is missing or leads nowhere, e.g. `Claim/insurance/0/coverage/reference`; empty when the bundle is whole.
pub(super) fn missing(bundle: &Value) -> Vec<String> {
    let entries = bundle["entry"].as_array().map(Vec::as_slice).unwrap_or_default();
    let urls: BTreeSet<&str> = entries.iter().filter_map(|e| e["fullUrl"].as_str()).collect();
    let mut missing = Vec::new();
    if bundle["type"] != "collection" || urls.len() != entries.len() {
        missing.push("Bundle".to_owned());
    }
    for resource in entries.iter().map(|e| &e["resource"]) {
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        match REQUIRED.iter().find(|(name, _)| *name == kind) {
            Some((_, required)) => absent(resource, kind, required, &mut missing),
            None => missing.push(format!("resourceType {kind}")),
        }
        for (list, required) in [("item", OF_ITEM), ("diagnosis", OF_DIAGNOSIS)] {
            for (n, part) in resource[list].as_array().into_iter().flatten().enumerate() {
                absent(part, &format!("{kind}/{list}/{n}"), required, &mut missing);
            }
        }
        lost(resource, kind, &urls, &mut missing);
    }
    missing
}

fn absent(value: &Value, at: &str, required: &[&str], missing: &mut Vec<String>) {
    let lacks = required.iter().filter(|pointer| value.pointer(pointer).is_none_or(Value::is_null));
    missing.extend(lacks.map(|pointer| format!("{at}{pointer}")));
}

/// References to what is not in the bundle.
fn lost(value: &Value, at: &str, urls: &BTreeSet<&str>, missing: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(to) = fields.get("reference").and_then(Value::as_str).filter(|to| !urls.contains(to)) {
                missing.push(format!("{at} leads to {to}"));
            }
            fields
                .iter()
                .for_each(|(name, value)| lost(value, &format!("{at}/{name}"), urls, missing));
        }
        Value::Array(items) => items.iter().for_each(|value| lost(value, at, urls, missing)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::as_fhir::bundle;
    use super::super::as_fhir::tests::sheet;
    use super::*;

    #[test]
    fn a_bundle_of_claims_is_whole_and_says_so() {
        let one = sheet();
        let mut other = sheet();
        (other.patient, other.policy, other.insurer, other.provider) =
            (one.patient.clone(), one.policy.clone(), one.insurer.clone(), one.provider.clone());
        let bundle = bundle(&[one, other], chrono::DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(missing(&bundle), Vec::<String>::new());
        let kinds: Vec<&str> = bundle["entry"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["resource"]["resourceType"].as_str().unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "Claim",
                "Patient",
                "Coverage",
                "Organization",
                "Organization",
                "Practitioner",
                "Claim",
                "Practitioner"
            ]
        );
    }

    #[test]
    fn whatever_is_taken_out_is_missed() {
        let whole = bundle(&[sheet()], chrono::DateTime::UNIX_EPOCH).unwrap();
        for (entry, (kind, required)) in [
            (0, REQUIRED[0]),
            (1, REQUIRED[2]),
            (2, REQUIRED[1]),
            (3, REQUIRED[3]),
            (5, REQUIRED[4]),
        ] {
            for pointer in required {
                let mut broken = whole.clone();
                *broken.pointer_mut(&format!("/entry/{entry}/resource{pointer}")).unwrap() = Value::Null;
                assert!(
                    missing(&broken).iter().any(|m| m.starts_with(&format!("{kind}{pointer}"))),
                    "{kind}{pointer}: {:?}",
                    missing(&broken)
                );
            }
        }
        for (list, required) in [("item", OF_ITEM), ("diagnosis", OF_DIAGNOSIS)] {
            for pointer in required {
                let mut broken = whole.clone();
                *broken.pointer_mut(&format!("/entry/0/resource/{list}/0{pointer}")).unwrap() = Value::Null;
                assert_eq!(missing(&broken), [format!("Claim/{list}/0{pointer}")]);
            }
        }
        let told = |change: &dyn Fn(&mut Value)| {
            let mut broken = whole.clone();
            change(&mut broken);
            missing(&broken)
        };
        assert_eq!(told(&|b| b["type"] = json!("batch")), ["Bundle"]);
        assert_eq!(
            told(&|b| b["entry"][4]["fullUrl"] = b["entry"][3]["fullUrl"].clone())[0],
            "Bundle",
            "one address for two"
        );
        assert!(told(&|b| b["entry"][4]["resource"]["resourceType"] = json!("Location")).contains(&"resourceType Location".to_owned()));
        let mut lost = whole.clone();
        lost["entry"][2]["fullUrl"] = json!("urn:uuid:elsewhere");
        assert!(
            missing(&lost)[0].starts_with("Claim/insurance/coverage leads to urn:uuid:"),
            "{:?}",
            missing(&lost)
        );
    }
}
