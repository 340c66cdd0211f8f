//! Other systems' files: into the chart, again without a change, changed, damaged, and whom they mean.

use std::path::Path;

use curanda_core::check;
use curanda_core::db::Read;
use curanda_core::interop::fhir::Wrong;
use curanda_core::interop::import::{self, ImportOptions, ImportReport};
use curanda_core::{args, db::Arg};
use curanda_tests::{Clinic, World, stories};
use serde_json::{Value, json};
use tempfile::TempDir;

fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

fn status(code: &str) -> Value {
    json!({ "coding": [{ "code": code }] })
}

const SNOMED: &str = "http://snomed.info/sct";
const PATIENT: &str = "urn:uuid:p1";

/// One of each kind that has a place in the chart.
fn resources() -> Vec<Value> {
    let subject = json!({ "reference": PATIENT });
    let measure = |id: &str, code: &str, text: &str, day: &str, value: f64, unit: &str| {
        json!({ "resourceType": "Observation", "id": id, "status": "final", "code": concept("http://loinc.org", code, text), "subject": subject,
            "effectiveDateTime": format!("{day}T10:00:00Z"), "valueQuantity": { "value": value, "unit": unit, "code": unit } })
    };
    vec![
        json!({ "resourceType": "Condition", "id": "c1", "clinicalStatus": status("active"), "code": concept(SNOMED, "195967001", "Asthma"), "subject": subject, "onsetDateTime": "2004-05-01" }),
        json!({ "resourceType": "AllergyIntolerance", "id": "a1", "clinicalStatus": status("active"), "criticality": "high", "code": concept(SNOMED, "91936005", "Allergy to penicillin"), "patient": subject }),
        json!({ "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", "medicationReference": { "reference": "Medication/d1" }, "subject": subject, "authoredOn": "2020-01-02" }),
        json!({ "resourceType": "Medication", "id": "d1", "code": { "text": "Salbutamol 100 mcg inhaler" } }),
        measure("o1", "8310-5", "Body temperature", "2020-01-02", 98.6, "[degF]"),
        measure("o2", "2339-0", "Glucose", "2020-01-02", 91.0, "mg/dL"),
        json!({ "resourceType": "Observation", "id": "o3", "status": "final", "code": concept("http://loinc.org", "72166-2", "Tobacco smoking status"), "subject": subject,
            "effectiveDateTime": "2020-01-02", "valueCodeableConcept": { "text": "Never smoker" } }),
        json!({ "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "category": [status("LAB")], "code": { "text": "Blood sugar" }, "subject": subject,
            "effectiveDateTime": "2020-01-02T10:00:00Z", "result": [{ "reference": "urn:uuid:o2" }, { "reference": "Observation/o3" }], "conclusion": "As it should be." }),
        json!({ "resourceType": "Immunization", "id": "i1", "status": "completed", "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", "140", "Influenza"), "patient": subject, "occurrenceDateTime": "2019-10-01" }),
        json!({ "resourceType": "Procedure", "id": "s1", "status": "completed", "code": concept(SNOMED, "127783003", "Spirometry"), "subject": subject, "performedDateTime": "2019-11-05",
            "reasonReference": [{ "reference": "Condition/c1" }] }),
        json!({ "resourceType": "CarePlan", "id": "k1", "status": "active", "intent": "plan", "title": "Asthma self management", "subject": subject, "period": { "start": "2019-11-05" },
            "addresses": [{ "reference": "urn:uuid:c1" }], "activity": [{ "detail": { "description": "Inhaler technique" } }] }),
    ]
}

fn person(id: &str, family: &str, born: &str) -> Value {
    json!({ "resourceType": "Patient", "id": id, "gender": "female", "birthDate": born, "name": [{ "family": family, "given": ["Aoife"] }] })
}

fn bundle(resources: &[Value]) -> Value {
    let entry: Vec<Value> = resources
        .iter()
        .map(|r| json!({ "fullUrl": format!("urn:uuid:{}", r["id"].as_str().unwrap()), "resource": r }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entry })
}

/// The sample with its person last, as some systems write it.
fn sample() -> Vec<Value> {
    let mut all = resources();
    all.push(person("p1", "Brannigan", "1981-04-05"));
    all
}

/// A clinic and a folder of files for it.
struct Incoming {
    w: World,
    clinic: Clinic,
    folder: TempDir,
}

impl Incoming {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        Self {
            w,
            clinic,
            folder: TempDir::new().unwrap(),
        }
    }

    fn put(&self, name: &str, text: impl ToString) {
        std::fs::write(self.folder.path().join(name), text.to_string()).unwrap();
    }

    async fn import(&self) -> ImportReport {
        self.import_with(ImportOptions::default()).await
    }

    async fn import_with(&self, options: ImportOptions) -> ImportReport {
        let options = ImportOptions {
            paths: vec![Path::to_owned(self.folder.path())],
            ..options
        };
        let report = import::run(&self.w.app, &options, &|_| Ok(())).await.unwrap();
        for (kind, counts) in &report.resources {
            let settled = counts.added + counts.unchanged + counts.updated + counts.skipped.values().sum::<u32>();
            assert_eq!(counts.read, settled, "every {kind} has a fate");
        }
        let findings = check::run(&self.w.app.stores().unwrap(), self.w.app.now()).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        report
    }

    async fn done(&self, command: &str, request: Value) -> Value {
        self.w
            .call(Some(&self.clinic.doctor.token), command, request)
            .await
            .unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// The charts whose family name begins so.
    async fn found(&self, name: &str) -> Vec<String> {
        let found = self.done("patients.search", json!({ "text": name })).await;
        found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn chart(&self, patient: &str) -> Value {
        self.done("chart.read", json!({ "patient_id": patient, "location_id": null })).await
    }

    async fn count(&self, sql: &'static str, values: Vec<Arg>) -> i64 {
        self.w.db.clone().one::<(i64,)>(sql, values).await.unwrap().0
    }
}

fn changed(mut all: Vec<Value>, id: &str, pointer: &str, value: Value) -> Vec<Value> {
    let one = all.iter_mut().find(|r| r["id"] == json!(id)).unwrap();
    *one.pointer_mut(pointer).unwrap() = value;
    all
}

stories! {
    async fn a_bundle_goes_into_the_chart_and_again_changes_nothing(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        let report = i.import().await;
        assert_eq!((report.changes(), report.files), (11, 1), "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["problems"][0]["description"], &chart["problems"][0]["snomed"], &chart["problems"][0]["code"]), (&json!("Asthma"), &json!("195967001"), &json!("")));
        assert_eq!((&chart["allergies"][0]["substance"], &chart["allergies"][0]["severity"]), (&json!("Allergy to penicillin"), &json!("severe")));
        assert_eq!(chart["medications"][0]["name"], "Salbutamol 100 mcg inhaler", "another resource names it");
        assert_eq!((&chart["immunizations"][0]["name"], &chart["immunizations"][0]["given_on"]), (&json!("Influenza"), &json!("2019-10-01")));
        assert_eq!((&chart["procedures"][0]["name"], &chart["procedures"][0]["reason"]), (&json!("Spirometry"), &json!("Asthma")));
        assert_eq!((&chart["care_plans"][0]["reason"], &chart["care_plans"][0]["activities"]), (&json!("Asthma"), &json!("Inhaler technique")));
        assert_eq!((&chart["vitals"][0]["code"], &chart["vitals"][0]["points"][0]["value"]), (&json!("temperature"), &json!(37.0)));
        assert_eq!(chart["findings"][0]["finding"], "Never smoker");
        let labs = i.done("chart.series", json!({ "patient_id": patient, "code": "2339-0", "limit": 10 })).await;
        assert_eq!((&labs[0]["value"], &labs[0]["unit"]), (&json!(91.0), &json!("mg/dL")));
        let records = i.done("records.list", json!({ "patient_id": patient, "kind": null, "limit": null })).await;
        assert_eq!((&records[0]["kind"], &records[0]["title"], &records[0]["test_count"]), (&json!("lab_report"), &json!("Blood sugar"), &json!(2)));
        let record = i.done("records.read", json!({ "id": records[0]["id"], "document_id": null })).await;
        let tests = &record["content"]["tests"];
        assert_eq!((&tests[0]["value"], &tests[0]["unit"], &tests[1]["value"]), (&json!("91"), &json!("mg/dL"), &json!("Never smoker")));
        assert_eq!((&record["content"]["description"], &record["intact"]), (&json!("As it should be."), &json!(true)));
        let timeline = i.done("chart.timeline", json!({ "patient_id": patient, "only": ["history"], "after": null, "limit": null })).await;
        assert!(timeline.to_string().contains("Spirometry") && timeline.to_string().contains("Influenza"));
        let again = i.import().await;
        assert_eq!((again.changes(), again.resources["Observation"].unchanged), (0, 3), "{again:?}");
        assert_eq!(i.chart(&patient).await, chart, "not a thing differs");
    }

    async fn what_changed_there_is_a_further_version_and_what_changed_here_stays(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        let mut problem = i.chart(&patient).await["problems"][0].clone();
        problem["note"] = json!("seen here");
        i.done("chart.save_problem", problem).await;
        let all = changed(sample(), "c1", "/clinicalStatus", status("resolved"));
        let all = changed(all, "i1", "/status", json!("entered-in-error"));
        let all = changed(all, "s1", "/code/text", json!("Spirometry, repeated"));
        let all = changed(all, "o2", "/valueQuantity/value", json!(92.0));
        let all = changed(all, "p1", "/name/0/given/0", json!("Aoibheann"));
        i.put("a.json", bundle(&all));
        let report = i.import().await;
        assert_eq!(report.resources["Condition"].skipped["changed_here"], 1);
        assert_eq!(["Immunization", "Procedure", "Observation", "DiagnosticReport", "Patient"].map(|kind| report.resources[kind].updated), [1; 5], "{report:?}");
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["problems"][0]["status"], &chart["problems"][0]["note"]), (&json!("active"), &json!("seen here")));
        assert_eq!((&chart["immunizations"], &chart["procedures"][0]["version"]), (&json!([]), &json!(2)));
        assert_eq!(chart["patient"]["first_name"], "Aoibheann");
        let versions = i.done("chart.versions", json!({ "patient_id": patient, "document_id": chart["procedures"][0]["document_id"] })).await;
        assert_eq!((&versions[0]["content"]["name"], &versions[1]["content"]["name"]), (&json!("Spirometry, repeated"), &json!("Spirometry")));
        let labs = i.done("chart.series", json!({ "patient_id": patient, "code": "2339-0", "limit": 10 })).await;
        assert_eq!((labs.as_array().unwrap().len(), &labs[0]["value"]), (1, &json!(92.0)), "the corrected figure alone is shown");
        assert_eq!(i.import().await.changes(), 0);
        let known_as = json!({ "id": patient, "base_version": chart["patient"]["version"], "changes": { "first_name": "Eva" } });
        i.done("patients.save", known_as).await;
        i.put("a.json", bundle(&changed(all, "p1", "/name/0/given/0", json!("Eve"))));
        assert_eq!(i.import().await.resources["Patient"].updated, 0);
        assert_eq!(i.chart(&patient).await["patient"]["first_name"], "Eva", "what the desk wrote is not written over");
    }

    async fn whom_a_file_means_is_asked_where_it_is_not_certain(w) {
        let i = Incoming::open(w).await;
        let on_file = i.w.patient(&i.clinic.receptionist, "Aoife", "Brannigan").await;
        let born = i.chart(&on_file).await["patient"]["date_of_birth"].as_str().unwrap().to_owned();
        let mut same = person("p1", "Brannigan", &born);
        same["identifier"] = json!([{ "system": "http://hospital.example/mrn", "value": "MRN-7" }]);
        let mut all = resources();
        all.push(same.clone());
        i.put("a.json", bundle(&all));
        let report = i.import().await;
        assert_eq!((report.changes(), report.people[0].reason, report.people[0].charts.len()), (0, "likely_duplicate", 1), "{report:?}");
        assert_eq!(report.resources["Condition"].skipped["patient_skipped"], 1);
        let report = i.import_with(ImportOptions { registers_duplicates: true, ..ImportOptions::default() }).await;
        assert_eq!((report.changes(), i.found("Brannigan").await.len()), (11, 2));
        // Another system's record of the same person, known by the hospital's number.
        same["id"] = json!("x9");
        i.put("a.json", bundle(&[same, json!({ "resourceType": "Condition", "id": "x10", "code": { "text": "Eczema" }, "subject": { "reference": "Patient/x9" } })]));
        let linked = i.import_with(ImportOptions { source: Some("second".to_owned()), ..ImportOptions::default() }).await;
        assert_eq!((linked.changes(), i.found("Brannigan").await.len()), (2, 2), "{linked:?}");
        // A third system that gives the first one's id to somebody else.
        i.put("a.json", bundle(&[person("p1", "Zeller", "1950-01-01")]));
        let other = i.import().await;
        assert_eq!((other.changes(), other.people[0].reason), (0, "other_person"));
        assert!(i.found("Zeller").await.is_empty());
    }

    async fn a_damaged_file_leaves_nothing_and_the_others_go_in(w) {
        let i = Incoming::open(w).await;
        let mut broken = sample();
        broken.push(json!({ "resourceType": "Condition", "id": "c9", "subject": { "reference": PATIENT }, "onsetDateTime": "soon" }));
        i.put("a.json", bundle(&broken));
        i.put("b.json", &bundle(&sample()).to_string()[..900]);
        i.put("c.json", bundle(&[person("q1", "Quigley", "1970-02-03")]));
        let report = i.import().await;
        let refused: Vec<_> = report.refused.iter().map(|r| (r.wrong, r.entry, r.element.as_str())).collect();
        assert_eq!(refused, [(Wrong::Date, Some(13), "Condition.onset"), (Wrong::Json, Some(4), "")], "{report:?}");
        assert_eq!((report.changes(), i.found("Brannigan").await.len(), i.found("Quigley").await.len()), (1, 0, 1));
        assert_eq!(i.count("SELECT COUNT(*) FROM imported_resources", args![]).await, 1);
    }

    async fn it_is_written_in_the_name_of_an_account_in_use(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        let by = async |email: &str| {
            let options = ImportOptions { paths: vec![i.folder.path().to_owned()], by: Some(email.to_owned()), ..ImportOptions::default() };
            import::run(&i.w.app, &options, &|_| Ok(())).await
        };
        assert_eq!(by("nobody@clinic.example").await.unwrap_err().code, curanda_core::ErrorCode::NotFound);
        let users: Value = i.w.call(Some(&i.clinic.admin.token), "users.list", json!(null)).await.unwrap();
        let desk = users.as_array().unwrap().iter().find(|u| u["email"] == "desk@clinic.example").unwrap();
        let leave = json!({ "id": desk["id"], "version": desk["version"], "status": "inactive", "reason": "left" });
        i.w.call::<Value>(Some(&i.clinic.admin.token), "users.set_status", leave).await.unwrap();
        assert_eq!(by("desk@clinic.example").await.unwrap_err().code, curanda_core::ErrorCode::NotFound, "who left writes nothing");
        assert_eq!(i.count("SELECT COUNT(*) FROM imported_resources", args![]).await, 0);
        assert!(by("Doctor@Clinic.Example").await.unwrap().changes() > 0);
        let author = i.count("SELECT COUNT(*) FROM documents d JOIN users u ON u.id = d.author_id WHERE u.email = 'doctor@clinic.example'", args![]).await;
        assert!(author > 0, "its author is the account");
    }

    async fn a_bulk_export_is_a_file_for_each_type(w) {
        let i = Incoming::open(w).await;
        let lines = |resources: &[Value]| resources.iter().map(|r| format!("{r}\n")).collect::<String>();
        let of = |id: &str, person: &str| json!({ "resourceType": "Condition", "id": id, "code": { "text": "Asthma" }, "subject": { "reference": format!("Patient/{person}") } });
        i.put("Condition.ndjson", lines(&[of("c1", "p1"), of("c2", "p2"), of("c3", "p3")]));
        i.put("Patient.ndjson", lines(&[person("p1", "Brannigan", "1981-04-05"), person("p2", "Quigley", "1970-02-03")]));
        let report = i.import().await;
        assert_eq!((report.resources["Patient"].added, report.resources["Condition"].added), (2, 2), "{report:?}");
        assert_eq!(report.resources["Condition"].skipped["patient_unknown"], 1, "nobody of this name came");
    }

    async fn many_people_in_one_file_go_in_piece_by_piece(w) {
        let i = Incoming::open(w).await;
        let names = ["Brannigan", "Quigley", "Zeller"];
        let people = names.iter().enumerate().map(|(n, name)| person(&format!("p{n}"), name, &format!("19{}1-03-0{}", n + 5, n + 1)));
        let figure = |n: usize| {
            json!({ "resourceType": "Observation", "id": format!("o{n}"), "status": "final", "code": concept("http://loinc.org", "8867-4", "Heart rate"),
                "subject": { "reference": format!("urn:uuid:p{}", n % 3) }, "effectiveDateTime": "2020-01-02T10:00:00Z", "valueQuantity": { "value": 70, "code": "/min" } })
        };
        let all: Vec<Value> = (0..2_500).map(figure).chain(people).collect();
        i.put("a.json", bundle(&all));
        let stop = |told: import::Told| {
            if told.resources > 2_000 { Err(curanda_core::Error::new(curanda_core::ErrorCode::NotAllowed)) } else { Ok(()) }
        };
        let options = ImportOptions { paths: vec![i.folder.path().to_owned()], ..ImportOptions::default() };
        import::run(&i.w.app, &options, &stop).await.unwrap_err();
        let done = i.count("SELECT COUNT(*) FROM observations", args![]).await;
        assert_eq!(done, 2_000, "what was written before it was stopped stands");
        let rest = i.import().await;
        assert_eq!((rest.resources["Observation"].added, rest.resources["Observation"].unchanged), (500, 2_000));
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn a_merged_chart_takes_what_comes_later(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        i.import().await;
        let (imported, survivor) = (i.found("Brannigan").await.remove(0), i.w.patient(&i.clinic.receptionist, "Eileen", "Byrne").await);
        let merge = json!({ "survivor_id": survivor, "merged_id": imported, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "one person" });
        i.w.call::<Value>(Some(&i.clinic.admin.token), "patients.merge", merge).await.unwrap();
        let chart = i.chart(&survivor).await;
        let lists = ["problems", "immunizations", "procedures", "care_plans", "findings"];
        assert!(lists.iter().all(|list| chart[list].as_array().unwrap().len() == 1), "{chart}");
    }

    async fn no_known_allergy_is_stated_and_gives_way_to_one(w) {
        let i = Incoming::open(w).await;
        let none = json!({ "resourceType": "AllergyIntolerance", "id": "n1", "clinicalStatus": status("active"), "code": concept(SNOMED, "716186003", "No known allergy"), "patient": { "reference": PATIENT } });
        i.put("a.json", bundle(&[person("p1", "Brannigan", "1981-04-05"), none]));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        assert!(i.chart(&patient).await["none_known"].is_object());
        i.put("b.json", bundle(&resources()));
        i.import().await;
        let chart = i.chart(&patient).await;
        assert_eq!((chart["allergies"].as_array().unwrap().len(), &chart["none_known"]), (1, &json!(null)));
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn vaccines_procedures_and_plans_are_entered_too(w) {
        let i = Incoming::open(w).await;
        let patient = i.w.patient(&i.clinic.receptionist, "Eileen", "Byrne").await;
        let new = |more: Value| {
            let mut request = json!({ "id": null, "patient_id": patient, "version": 0, "note": "" });
            request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            request
        };
        let vaccine = new(json!({ "name": "Tetanus", "code": "", "status": "given", "given_on": "2026-11-24", "lot": "A1" }));
        let saved = i.done("chart.save_immunization", vaccine.clone()).await;
        i.done("chart.save_procedure", new(json!({ "name": "Suture", "code": "", "status": "done", "performed_on": "2026-11-24", "reason": "Cut" }))).await;
        i.done("chart.save_care_plan", new(json!({ "title": "Wound care", "status": "active", "started_on": "2026-11-24", "ended_on": "2026-12-01", "reason": "", "activities": "Keep dry" }))).await;
        let mut refuted = saved;
        refuted["status"] = json!("refuted");
        i.done("chart.save_immunization", refuted).await;
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["immunizations"], &chart["procedures"][0]["name"], &chart["care_plans"][0]["title"]), (&json!([]), &json!("Suture"), &json!("Wound care")));
        let mut wrong = vaccine;
        (wrong["name"], wrong["given_on"]) = (json!(" "), json!("2026-11-30"));
        let error = i.w.call::<Value>(Some(&i.clinic.doctor.token), "chart.save_immunization", wrong).await.unwrap_err();
        let mut fields: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["given_on", "name"]);
    }
}
