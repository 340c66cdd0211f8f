//! Whom a file means, and in whose name it is written.

use super::*;

stories! {
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
}
