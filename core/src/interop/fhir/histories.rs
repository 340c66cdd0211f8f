//! `FamilyMemberHistory` and `Device` → entries of the history.

use serde::Deserialize;

use super::concept::CodeableConcept;
use super::elements::{Annotation, Quantity};
use super::item::{About, Content, Reading, Taken};
use super::problems::first;
use super::refusal::{Fault, Wrong};
use super::resource::Reference;
use super::words::{cut, joined, notes, words};
use crate::clinical::model::{HistoryForm, HistoryKind, HistoryStatus};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct FamilyMemberHistory {
    status: String,
    patient: Reference,
    relationship: CodeableConcept,
    name: String,
    condition: Vec<Illness>,
    deceased_boolean: bool,
    deceased_age: Quantity,
    note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Illness {
    code: CodeableConcept,
    onset_age: Quantity,
    onset_string: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Device {
    /// R5 has a list, and says less.
    status: CodeableConcept,
    /// R5 calls it `name`.
    #[serde(alias = "name")]
    device_name: Vec<DeviceName>,
    #[serde(rename = "type")]
    kind: CodeableConcept,
    manufacturer: String,
    model_number: String,
    serial_number: String,
    lot_number: String,
    udi_carrier: Udi,
    patient: Reference,
    note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DeviceName {
    /// R5 calls it `value`.
    #[serde(alias = "value")]
    name: String,
}

/// A list in R4, one in STU3, which calls it `udi`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Udi {
    All(Vec<Carrier>),
    One(Carrier),
}

impl Default for Udi {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Carrier {
    #[serde(rename = "carrierHRF")]
    carrier: String,
}

/// Reads what a relative had: everything of one relative stands in one entry.
pub(super) fn relative(resource: &FamilyMemberHistory) -> Taken<Reading> {
    let status = match resource.status.as_str() {
        "completed" | "partial" => HistoryStatus::Active,
        "entered-in-error" => HistoryStatus::Refuted,
        "health-unknown" => return Ok(Err("nothing_known")),
        _ => return Err(Wrong::Shape.at("FamilyMemberHistory.status")),
    };
    const ELEMENT: &str = "FamilyMemberHistory.condition";
    let illnesses = resource.condition.iter().map(|illness| {
        let age = first(&[&illness.onset_string, &illness.onset_age.shown()]).to_owned();
        let age = if age.is_empty() { age } else { format!("({age})") };
        words(&joined([illness.code.shown().to_owned(), age], " "), 400, ELEMENT)
    });
    let died = resource.deceased_boolean || resource.deceased_age.value.is_some();
    let died = if died {
        joined(["†".to_owned(), resource.deceased_age.shown()], " ")
    } else {
        String::new()
    };
    let form = HistoryForm {
        kind: HistoryKind::Family,
        relationship: words(
            first(&[resource.relationship.shown(), &resource.name, "?"]),
            60,
            "FamilyMemberHistory.relationship",
        )?,
        code: String::new(),
        description: cut(&joined(illnesses.collect::<Result<Vec<_>, Fault>>()?, ", "), 400),
        status,
        onset_on: None,
        note: cut(&joined([died, notes(&resource.note, "FamilyMemberHistory.note")?], " · "), 1000),
    };
    Ok(Ok(reading(&resource.patient, form)))
}

/// Reads a device that somebody has in or on the body; one of nobody is a machine of the other clinic.
pub(super) fn device(resource: &Device) -> Taken<Reading> {
    let status = match resource.status.code() {
        "entered-in-error" => HistoryStatus::Refuted,
        _ => HistoryStatus::Active,
    };
    let gone = if resource.status.code() == "inactive" { "inactive" } else { "" };
    let own = resource.device_name.first().map_or("", |name| name.name.as_str());
    let carrier = match &resource.udi_carrier {
        Udi::All(all) => all.first().map_or("", |c| c.carrier.as_str()),
        Udi::One(one) => one.carrier.as_str(),
    };
    let numbers = [
        ("", resource.manufacturer.as_str()),
        ("", &resource.model_number),
        ("SN ", &resource.serial_number),
        ("LOT ", &resource.lot_number),
        ("UDI ", carrier),
    ];
    let numbers = numbers
        .iter()
        .filter(|(_, number)| !number.is_empty())
        .map(|(what, number)| format!("{what}{number}"));
    let told = words(
        &joined([gone.to_owned()].into_iter().chain(numbers), " · "),
        600,
        "Device.identifier",
    )?;
    let form = HistoryForm {
        kind: HistoryKind::Past,
        relationship: String::new(),
        code: String::new(),
        description: words(first(&[own, resource.kind.shown()]), 400, "Device.deviceName")?,
        status,
        onset_on: None,
        note: cut(&joined([told, notes(&resource.note, "Device.note")?], " · "), 1000),
    };
    Ok(Ok(reading(&resource.patient, form)))
}

fn reading(patient: &Reference, form: HistoryForm) -> Reading {
    Reading {
        subject: patient.to("Patient"),
        written_at: None,
        content: Content::History(form),
        about: About::default(),
        left_out: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(content: Content) -> HistoryForm {
        match content {
            Content::History(form) => form,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn everything_of_one_relative_stands_in_one_entry() {
        let resource = json!({ "status": "completed", "patient": { "reference": "Patient/p1" }, "relationship": { "text": "mother" },
            "condition": [{ "code": { "text": "Breast cancer" }, "onsetAge": { "value": 51, "unit": "a" } }, { "code": { "text": "Gout" } }], "deceasedAge": { "value": 60, "unit": "a" } });
        let form = form(relative(&serde_json::from_value(resource).unwrap()).unwrap().unwrap().content);
        assert_eq!(
            (form.relationship.as_str(), form.description.as_str(), form.note.as_str()),
            ("mother", "Breast cancer (51 a), Gout", "† 60 a")
        );
    }

    #[test]
    fn a_device_has_its_numbers() {
        for udi in [json!([{ "carrierHRF": "(01)9" }]), json!({ "carrierHRF": "(01)9" })] {
            let resource = json!({ "status": "active", "type": { "text": "Pacemaker" }, "serialNumber": "S1", "udiCarrier": udi, "patient": { "reference": "Patient/p1" } });
            let form = form(device(&serde_json::from_value(resource).unwrap()).unwrap().unwrap().content);
            assert_eq!((form.description.as_str(), form.note.as_str()), ("Pacemaker", "SN S1 · UDI (01)9"));
        }
    }
}
