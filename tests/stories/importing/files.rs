//! Files as they come: damaged, in pieces, one for each type.

use super::*;

stories! {
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

    async fn a_bulk_export_names_things_from_one_file_to_the_next(w) {
        let i = Incoming::open(w).await;
        let lines = |resources: &[Value]| resources.iter().map(|r| format!("{r}\n")).collect::<String>();
        let inner = i.folder.path().join("export/2026");
        std::fs::create_dir_all(&inner).unwrap();
        let put = |name: &str, resource: Value| std::fs::write(inner.join(name), lines(&[resource])).unwrap();
        put("patient.ndjson", person("p1", "Brannigan", "1981-04-05"));
        put("Medication.ndjson", json!({ "resourceType": "Medication", "id": "d1", "code": { "text": "Salbutamol" } }));
        put("MedicationRequest.ndjson", json!({ "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", "medicationReference": { "reference": "Medication/d1" }, "subject": { "reference": "Patient/p1" } }));
        put("Encounter.ndjson", json!({ "resourceType": "Encounter", "id": "e1", "status": "finished", "subject": { "reference": "Patient/p1" }, "period": { "start": "2020-01-02" }, "participant": [{ "individual": { "reference": "Practitioner/w1" } }] }));
        put("Practitioner.ndjson", json!({ "resourceType": "Practitioner", "id": "w1", "name": [{ "text": "Dr Arzt" }] }));
        // Another system's file beside them: its references mean its own.
        i.put("z.json", bundle(&[person("q1", "Quigley", "1970-02-03"), json!({ "resourceType": "MedicationRequest", "id": "m2", "status": "active", "intent": "order", "medicationReference": { "reference": "Medication/d1" }, "subject": { "reference": "Patient/q1" } })]));
        let report = i.import().await;
        assert_eq!((report.files, report.resources["MedicationRequest"].added, report.resources["MedicationRequest"].skipped["no_name"]), (6, 1, 1), "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let timeline = i.done("chart.timeline", json!({ "patient_id": patient, "only": ["visits"], "after": null, "limit": null })).await;
        assert_eq!((&i.chart(&patient).await["medications"][0]["name"], &timeline["entries"][0]["seen_by"]), (&json!("Salbutamol"), &json!("Dr Arzt")));
        assert_eq!(i.import().await.changes(), 0);
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
}
