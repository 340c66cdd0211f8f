//! Patients: registering, finding, duplicates, edits that cross, status, what the record keeps.

use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_tests::{Clinic, World, stories};
use serde_json::{Value, json};

fn hana() -> Value {
    json!({
        "first_name": "Hana", "last_name": "Kovács", "date_of_birth": "1982-03-09", "sex": "female", "phone": "020 916 3304",
        "location_id": null, "more": { "email": "Hana.K@Example.com", "middle_name": "Mária" },
    })
}

async fn register(w: &World, c: &Clinic, request: Value) -> Value {
    w.call(Some(&c.receptionist.token), "patients.register", with_place(c, request))
        .await
        .unwrap()
}

fn with_place(c: &Clinic, mut request: Value) -> Value {
    request["location_id"] = json!(c.location_id);
    request
}

async fn found(w: &World, c: &Clinic, text: &str) -> Vec<String> {
    let request = json!({ "text": text, "limit": null, "location_id": c.location_id });
    let hits: Value = w.call(Some(&c.receptionist.token), "patients.search", request).await.unwrap();
    let hits = hits["hits"].as_array().unwrap();
    hits.iter().map(|h| h["last_name"].as_str().unwrap().to_owned()).collect()
}

async fn refused(w: &World, c: &Clinic, command: &str, request: Value) -> curanda_core::error::ApiError {
    w.call::<Value>(Some(&c.receptionist.token), command, request).await.unwrap_err()
}

stories! {
    async fn five_fields_make_a_chart_and_wrong_ones_are_all_named(w) {
        let c = w.clinic().await;
        let error = refused(&w, &c, "patients.register", with_place(&c, json!({
            "first_name": " ", "last_name": "", "date_of_birth": "2030-01-01", "sex": null, "phone": "12", "location_id": null,
            "more": { "email": "nowhere" },
        }))).await;
        let mut wrong: Vec<_> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        wrong.sort_unstable();
        assert_eq!(wrong, [("date_of_birth", "date_in_future"), ("email", "email_invalid"), ("first_name", "required"), ("last_name", "required"), ("phone", "phone_invalid"), ("sex", "required")]);

        let first = register(&w, &c, hana()).await;
        assert_eq!((&first["chart_number"], &first["phone"], &first["email"]), (&json!("C-000001"), &json!("+353209163304"), &json!("hana.k@example.com")));
        let second = register(&w, &c, hana()).await;
        assert_eq!(second["chart_number"], "C-000002", "the refused one took no number");
    }

    async fn one_box_finds_a_person_however_it_is_typed(w) {
        let c = w.clinic().await;
        register(&w, &c, hana()).await;
        for (first, last) in [("María", "de la Cruz"), ("Seán", "O’Brien"), ("Minh Khải", "Nguyễn"), ("Ana", "García-Márquez"), ("Jürgen", "Müller")] {
            register(&w, &c, json!({ "first_name": first, "last_name": last, "date_of_birth": "1970-05-01", "sex": "other", "phone": "+353861234567", "location_id": null })).await;
        }
        for text in [
            "kov", "kovács", "hana kovacs", "kovacs, hana", "ko h", "h kovacs", "kovasc hana", "hanna kovacs", "KOVACS HANA MARIA",
            "3304", "9163304", "+353 20 916 3304", "020 916 3304", "1982-03-09", "9.3.82", "09/03/1982", "9 mar 1982", "C-000001", "hana.k@", "kovacs 9.3.1982", "covacs",
        ] {
            assert_eq!(found(&w, &c, text).await.first().map(String::as_str), Some("Kovács"), "{text}");
        }
        for (text, last) in [
            ("cruz", "de la Cruz"), ("de la cr", "de la Cruz"), ("maria delacruz", "de la Cruz"), ("o brien", "O’Brien"), ("obrien sean", "O’Brien"),
            ("nguyen khai", "Nguyễn"), ("minhkhai", "Nguyễn"), ("marquez ana", "García-Márquez"), ("garcia marquez", "García-Márquez"), ("mueller", "Müller"), ("muller j", "Müller"),
        ] {
            assert_eq!(found(&w, &c, text).await.first().map(String::as_str), Some(last), "{text}");
        }
        assert!(found(&w, &c, "peter").await.is_empty() && found(&w, &c, " ").await.is_empty());
    }

    async fn a_changed_name_is_found_and_the_old_one_no_longer(w) {
        let c = w.clinic().await;
        let patient = register(&w, &c, hana()).await;
        let save = json!({ "id": patient["id"], "base_version": 1, "changes": { "last_name": "Lindström", "phone": "+353209160000" } });
        let saved: Value = w.call(Some(&c.receptionist.token), "patients.save", save).await.unwrap();
        assert_eq!(saved["version"], 2);
        assert_eq!(found(&w, &c, "lindstrom").await, ["Lindström"]);
        assert_eq!(found(&w, &c, "0000").await, ["Lindström"]);
        assert!(found(&w, &c, "kovacs").await.is_empty() && found(&w, &c, "3304").await.is_empty());
    }

    async fn a_duplicate_is_explained_field_by_field(w) {
        let c = w.clinic().await;
        register(&w, &c, hana()).await;
        let ask = json!({ "first_name": "Hanna", "last_name": "Kovacs", "date_of_birth": "1982-03-09", "sex": "female", "phone": "+353 20 916 3304", "email": "", "location_id": c.location_id });
        let candidates: Value = w.call(Some(&c.receptionist.token), "patients.candidates", ask).await.unwrap();
        assert_eq!(candidates[0]["likelihood"], "very_likely");
        let verdicts: Vec<_> = candidates[0]["fields"].as_array().unwrap().iter().map(|f| f["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, ["similar", "similar", "same", "same", "same"]);
        let other = json!({ "first_name": "Peter", "last_name": "Okafor", "date_of_birth": "1990-01-01", "sex": "male", "phone": "", "email": "", "location_id": c.location_id });
        let none: Value = w.call(Some(&c.receptionist.token), "patients.candidates", other).await.unwrap();
        assert_eq!(none, json!([]), "nobody is asked about without a real candidate");
    }

    async fn a_stale_save_shows_both_versions_and_merges(w) {
        let c = w.clinic().await;
        let patient = register(&w, &c, hana()).await;
        let save = |version: i32, changes: Value| json!({ "id": patient["id"], "base_version": version, "changes": changes });
        let _: Value = w.call(Some(&c.doctor.token), "patients.save", save(1, json!({ "city": "Cork", "gender": "woman" }))).await.unwrap();
        let error = refused(&w, &c, "patients.save", save(1, json!({ "city": "Galway", "street": "1 Weir Court" }))).await;
        assert_eq!(error.code, ErrorCode::Stale);
        let current = &error.params["current"];
        assert_eq!(current["stored"]["gender"], "woman");
        assert_eq!(current["differing"][0], json!({ "field": "city", "yours": "Galway", "stored": "Cork" }));
        let merged: Value = w.call(Some(&c.receptionist.token), "patients.save", save(2, json!({ "street": "1 Weir Court" }))).await.unwrap();
        assert_eq!((&merged["city"], &merged["street"], &merged["version"]), (&json!("Cork"), &json!("1 Weir Court"), &json!(3)));
    }

    async fn opening_is_recorded_and_the_timeline_tells_what_was_done(w) {
        let c = w.clinic().await;
        let patient = register(&w, &c, hana()).await;
        let id = &patient["id"];
        let contact = json!({ "id": null, "patient_id": id, "name": "Bence Kovács", "relationship": "son", "phone": "020 916 1111", "active": true });
        let contact: Value = w.call(Some(&c.receptionist.token), "patients.save_contact", contact).await.unwrap();
        assert_eq!(contact["phone"], "+353209161111");
        let favourite = json!({ "patient_id": id, "doctor_id": c.doctors[0], "favourite": true });
        let _: Value = w.call(Some(&c.receptionist.token), "patients.set_favourite", favourite).await.unwrap();
        let status = json!({ "id": id, "base_version": 1, "status": "deceased", "deceased_on": "2026-11-20", "reason": "told by the family" });
        let _: Value = w.call(Some(&c.receptionist.token), "patients.set_status", status).await.unwrap();

        let record: Value = w.call(Some(&c.doctor.token), "patients.open", json!({ "id": id })).await.unwrap();
        assert_eq!((&record["age_years"], &record["contacts"][0]["name"]), (&json!(44), &json!("Bence Kovács")));
        assert_eq!(record["favourites"].as_array().unwrap().len(), 1);
        let opened: Vec<(String,)> = w.db.clone().all("SELECT body FROM outbox WHERE kind = 'audit'", vec![]).await.unwrap();
        let of_doctor = opened.iter().filter(|(body,)| body.contains("\"patients.open\"") && body.contains(&c.doctor.user_id)).count();
        assert_eq!(of_doctor, 1, "one opening, one record");

        let named: Value = w.call(Some(&c.receptionist.token), "patients.name", json!({ "id": id })).await.unwrap();
        let mut keys: Vec<_> = named.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["chart_number", "first_name", "id", "last_name"], "a name, and nothing else of the record");
        let nobody = refused(&w, &c, "patients.name", json!({ "id": c.doctors[0] })).await;
        assert_eq!((nobody.code, &nobody.params["entity"]), (ErrorCode::NotFound, &json!("patient")));
        let kiosk = w.person(&c.admin.token, curanda_core::identity::Role::Patient, "kiosk@clinic.example").await;
        let denied = w.call::<Value>(Some(&kiosk.token), "patients.name", json!({ "id": id })).await.unwrap_err();
        assert_eq!((denied.code, &denied.params["permission"]), (ErrorCode::Denied, &json!("patients.read")));

        let timeline: Value = w.call(Some(&c.doctor.token), "patients.timeline", json!({ "patient_id": id, "before": null, "limit": null, "only": null })).await.unwrap();
        let mut actions: Vec<_> = timeline["entries"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["contact", "favourite", "registered", "status"]);
    }
}
