//! Files as other systems write them, all invented: whom they mean, what stands in them twice, what is not FHIR.

use super::*;

const SERVER: &str = "https://fhir.hospital.example/r4";

/// A page of a search: addresses of the server, references with the version.
fn searchset(resources: &[Value]) -> Value {
    let address = |r: &Value| format!("{SERVER}/{}/{}", r["resourceType"].as_str().unwrap(), r["id"].as_str().unwrap());
    let entry: Vec<Value> = resources
        .iter()
        .map(|r| json!({ "fullUrl": address(r), "resource": r, "search": { "mode": "match" } }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "total": entry.len(), "link": [{ "relation": "self", "url": SERVER }], "entry": entry })
}

fn problem(id: &str, subject: Value) -> Value {
    json!({ "resourceType": "Condition", "id": id, "code": { "text": format!("Problem {id}") }, "subject": subject })
}

fn to(reference: impl Into<String>) -> Value {
    json!({ "reference": reference.into() })
}

fn with(mut resource: Value, more: Value) -> Value {
    resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    resource
}

/// When a version was written.
fn at(day: &str) -> Value {
    json!({ "lastUpdated": format!("{day}T00:00:00Z") })
}

impl Incoming {
    async fn problems(&self, name: &str) -> Vec<String> {
        let patient = self.found(name).await.remove(0);
        let chart = self.chart(&patient).await;
        let mut all: Vec<String> = chart["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["description"].as_str().unwrap().to_owned())
            .collect();
        all.sort_unstable();
        all
    }
}

stories! {
    async fn references_mean_the_person_and_nobody_else(w) {
        let i = Incoming::open(w).await;
        let number = json!([{ "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456789" }]);
        i.put("a.json", searchset(&[
            with(person("p1", "Brannigan", "1981-04-05"), json!({ "identifier": number })),
            problem("absolute", to(format!("{SERVER}/Patient/p1/_history/3"))),
            problem("relative", to("Patient/p1")),
            problem("number", json!({ "identifier": number[0] })),
            problem("search", to("Patient?identifier=http%3A%2F%2Ffhir.de%2Fsid%2Fgkv%2Fkvid-10%7CA123456789")),
            problem("group", to("Group/p1")),
            problem("foreign", to("https://other.example/r4/Patient/p1")),
            problem("inside", to("#p1")),
            problem("nobody", json!({ "display": "Somebody" })),
        ]));
        // The next page names the person alone.
        i.put("b.json", searchset(&[problem("later", to("Patient/p1"))]));
        let report = i.import().await;
        assert_eq!(report.resources["Condition"].skipped["patient_unknown"], 4, "{report:?}");
        let expected = ["Problem absolute", "Problem later", "Problem number", "Problem relative", "Problem search"];
        assert_eq!(i.problems("Brannigan").await, expected);
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn what_has_no_id_is_known_by_its_address(w) {
        let i = Incoming::open(w).await;
        let entry = |url: &str, resource: Value| json!({ "fullUrl": url, "resource": resource, "request": { "method": "POST", "url": "x" } });
        let mut nameless = problem("x", to("urn:uuid:7d1"));
        nameless.as_object_mut().unwrap().remove("id");
        let mut someone = person("x", "Brannigan", "1981-04-05");
        someone.as_object_mut().unwrap().remove("id");
        i.put("a.json", json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry("urn:uuid:7d1", someone), entry("urn:uuid:7d2", nameless.clone()), { "resource": nameless }] }));
        let report = i.import().await;
        assert_eq!((report.changes(), report.resources["Condition"].skipped["no_id"]), (2, 1), "{report:?}");
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn of_several_versions_the_last_one_counts(w) {
        let i = Incoming::open(w).await;
        let version = |day: &str, text: &str| with(problem("c1", to(PATIENT)), json!({ "meta": at(day), "code": { "text": text } }));
        let gone = json!({ "request": { "method": "DELETE", "url": "Condition/c2" }, "response": { "lastModified": "2024-03-01T00:00:00Z" } });
        let mut history = bundle(&[
            person("p1", "Brannigan", "1981-04-05"), version("2024-02-01", "Asthma, mild"), version("2024-01-01", "Cough"), version("2024-01-15", "Asthma"),
            with(problem("c2", to(PATIENT)), json!({ "meta": at("2024-01-01") })), problem("c3", to(PATIENT)), problem("c3", to(PATIENT)),
        ]);
        history["type"] = json!("history");
        history["entry"].as_array_mut().unwrap().push(gone);
        i.put("a.json", &history);
        let report = i.import().await;
        let skipped = &report.resources["Condition"].skipped;
        assert_eq!((skipped["older_version"], skipped["twice_in_file"], skipped["deleted"]), (3, 1, 1), "{report:?}");
        assert_eq!(i.problems("Brannigan").await, ["Asthma, mild", "Problem c3"]);
        assert_eq!(i.import().await.changes(), 0);
        // Two that differ and do not say which is the later one: nobody can know.
        i.put("a.json", bundle(&[problem("c1", to(PATIENT)), version("2024-02-01", "Asthma")]));
        assert_eq!(i.import().await.refused[0].wrong, Wrong::Duplicate);
    }

    async fn a_number_that_a_family_shares_makes_nobody_somebody_else(w) {
        let i = Incoming::open(w).await;
        let insured = |id: &str, given: &str, born: &str| with(person(id, "Brannigan", born), json!({ "name": [{ "family": "Brannigan", "given": [given] }], "identifier": [{ "system": "http://insurer.example/policy", "value": "77" }] }));
        i.put("a.json", bundle(&[insured("p1", "Aoife", "1981-04-05"), problem("c1", to("urn:uuid:p1"))]));
        i.import().await;
        // Twins of the policy holder's family, and the holder herself as another system knows her.
        i.put("a.json", bundle(&[insured("q1", "Ronan", "1981-04-05"), problem("c2", to("urn:uuid:q1"))]));
        let second = || ImportOptions { source: Some("second".to_owned()), ..ImportOptions::default() };
        let report = i.import_with(second()).await;
        assert_eq!((report.changes(), report.people[0].reason), (0, "other_person"), "{report:?}");
        i.put("a.json", bundle(&[insured("q2", "Aoife", "1981-04-05"), problem("c3", to("urn:uuid:q2"))]));
        assert_eq!(i.import_with(second()).await.changes(), 2);
        assert_eq!(i.problems("Brannigan").await, ["Problem c1", "Problem c3"]);
    }

    async fn a_number_of_two_people_in_a_file_means_neither(w) {
        let i = Incoming::open(w).await;
        let number = json!([{ "system": "http://insurer.example/policy", "value": "77" }]);
        let insured = |id: &str, family: &str, born: &str| with(person(id, family, born), json!({ "identifier": number }));
        i.put("a.json", bundle(&[insured("p1", "Brannigan", "1981-04-05"), insured("q1", "Quigley", "1970-02-03"), problem("c1", json!({ "identifier": number[0] })), problem("c2", to("Patient/p1"))]));
        let report = i.import().await;
        assert_eq!(report.resources["Condition"].skipped["patient_unknown"], 1, "{report:?}");
        assert_eq!(i.problems("Brannigan").await, ["Problem c2"]);
    }

    async fn a_single_resource_a_mark_and_capital_endings_are_read(w) {
        let i = Incoming::open(w).await;
        i.put("a.JSON", format!("\u{FEFF}{}", person("p1", "Brannigan", "1981-04-05")));
        i.put("b.json", problem("c1", to("Patient/p1")));
        i.put("c.jsonl", format!("{}\r\n{}\r\n", problem("c2", to("Patient/p1")), json!({ "resourceType": "Coverage", "id": "v1" })));
        let report = i.import().await;
        assert_eq!((report.files, report.changes(), report.resources["Coverage"].skipped["billing"]), (3, 3, 1), "{report:?}");
        assert_eq!(i.problems("Brannigan").await.len(), 2);
    }

    async fn what_is_not_fhir_is_refused_by_name_and_nothing_of_it_stays(w) {
        let i = Incoming::open(w).await;
        let whole = bundle(&sample()).to_string();
        i.put("a_empty.json", "");
        i.put("b_paper.json", "%PDF-1.7\n1 0 obj");
        i.put("c_cut.json", &whole[..whole.len() - 2]);
        i.put("d_xml.json", "<Bundle xmlns=\"http://hl7.org/fhir\"/>");
        i.put("e_message.json", json!({ "resourceType": "Bundle", "type": "message", "entry": [] }));
        i.put("f_deep.json", format!("{{\"resourceType\": \"Patient\", \"id\": \"p1\", \"x\": {}{}}}", "[".repeat(500), "]".repeat(500)));
        std::fs::write(i.folder.path().join("g_latin1.json"), b"{\"resourceType\": \"Patient\", \"id\": \"J\xFCrgen\"}").unwrap();
        let report = i.import().await;
        let mut refused: Vec<_> = report.refused.iter().map(|r| (r.file.rsplit('/').next().unwrap().chars().next().unwrap(), r.wrong)).collect();
        refused.sort_unstable_by_key(|(name, _)| *name);
        assert_eq!(refused, [('a', Wrong::Json), ('b', Wrong::Json), ('c', Wrong::Json), ('d', Wrong::Xml), ('e', Wrong::NotABundle), ('f', Wrong::TooDeep), ('g', Wrong::Encoding)], "{report:?}");
        assert_eq!((report.changes(), i.count("SELECT COUNT(*) FROM patients", args![]).await), (0, 0));
    }
}
