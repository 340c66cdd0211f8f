//! Prescriptions from the first letter to the stopped medicine.

use curanda_core::args;
use curanda_core::db::Read;
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::ids::CommandId;
use curanda_tests::{Clinic, World, stories};
use serde_json::{Value, json};

/// A medicine of a draft.
fn item(ingredient: &str, form: &str, strength: &str, sig: &str) -> Value {
    json!({
        "ingredient": ingredient, "form": form, "route": null, "strength": strength, "sig": sig, "refills": 2, "replaces": null, "replace_reason": "",
    })
}

fn amoxicillin() -> Value {
    item("amoxicillin", "capsule", "500 mg", "1 tid 7d")
}

fn warfarin() -> Value {
    item("warfarin", "tablet", "3 mg", "1 daily")
}

fn draft(patient: &str, items: &[Value]) -> Value {
    json!({ "patient_id": patient, "items": items, "pregnancy": "no", "language": "en" })
}

fn order(patient: &str, items: &[Value], answers: Value) -> Value {
    let mut order = draft(patient, items);
    let rest = json!({ "appointment_id": null, "note_id": null, "answers": answers, "diagnosis": "", "notes": "", "tags": [] });
    order.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    order
}

/// A clinic with a patient, seen by its doctor.
struct Practice<'a> {
    w: &'a World,
    c: Clinic,
    patient: String,
}

impl<'a> Practice<'a> {
    async fn open(w: &'a World) -> Self {
        let c = w.clinic().await;
        let patient = w.patient(&c.receptionist, "Eileen", "Byrne").await;
        Self { w, c, patient }
    }

    async fn ask(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&self.c.doctor.token), command, request).await
    }

    async fn done(&self, command: &str, request: Value) -> Value {
        self.ask(command, request).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    async fn check(&self, items: &[Value]) -> Value {
        self.done("prescribing.check", draft(&self.patient, items)).await
    }

    async fn issue(&self, items: &[Value]) -> Value {
        self.done("prescribing.issue", order(&self.patient, items, json!([]))).await
    }

    async fn items(&self) -> Vec<Value> {
        let list = self.done("prescribing.list", json!({ "patient_id": self.patient })).await;
        list["items"].as_array().unwrap().clone()
    }

    async fn allergy(&self, substance: &str) {
        let allergy = json!({
            "id": null, "patient_id": self.patient, "version": 0, "kind": "substance", "substance": substance, "code": "",
            "reaction": "rash", "severity": "severe", "status": "active", "onset_on": null, "note": "",
        });
        self.done("chart.save_allergy", allergy).await;
    }

    async fn medications(&self) -> Vec<(String, String)> {
        let patient: curanda_core::ids::PatientId = serde_json::from_value(json!(self.patient)).unwrap();
        self.w
            .db
            .clone()
            .all(
                "SELECT name, status FROM medications WHERE patient_id = ? ORDER BY created_at, id",
                args![patient],
            )
            .await
            .unwrap()
    }
}

fn warnings(answer: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    answer["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| (text(&w["kind"]), text(&w["severity"])))
        .collect()
}

fn reason(error: &ApiError) -> Option<&str> {
    error.params.get("reason").and_then(Value::as_str)
}

stories! {
    async fn a_medicine_is_found_and_its_sentence_stands_in_full(w) {
        let p = Practice::open(&w).await;
        for (typed, first) in [("amox", "amoxicillin"), ("acetaminophen", "paracetamol"), ("C09AA05", "ramipril"), ("clavul", "amoxicillin + clavulanic acid")] {
            let found = p.done("prescribing.search", json!({ "text": typed, "limit": 5 })).await;
            assert_eq!(found[0]["ingredient"], first, "{typed}");
        }
        let answer = p.check(&[amoxicillin()]).await;
        let read = &answer["items"][0];
        assert_eq!((&read["name"], &read["shorthand"]), (&json!("Amoxicillin 500 mg capsule"), &json!("1 cap tid 7d")));
        assert_eq!(read["sentence"], "Take 1 capsule by mouth 3 times a day for 7 days.");
        let vietnamese = json!({ "patient_id": p.patient, "items": [amoxicillin()], "pregnancy": "no", "language": "vi" });
        let answer = p.done("prescribing.check", vietnamese).await;
        assert_eq!(answer["items"][0]["sentence"], "Uống 1 viên nang, ngày 3 lần, trong 7 ngày.");
        let wrong = p.check(&[item("amoxicillin", "capsule", "500 mg", "1 tid banana")]).await;
        let problem = &wrong["items"][0]["problem"];
        assert_eq!((&problem["field"], &problem["code"], &problem["params"]["word"]), (&json!("items.0.sig"), &json!("sig_unknown_word"), &json!("banana")));
    }

    async fn an_issued_prescription_is_a_document_with_rows_and_starts_the_medication(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin(), warfarin()]).await;
        assert_eq!(issued["number"], "RX-2026-000001");
        let items = p.items().await;
        assert_eq!(items.len(), 2);
        assert_eq!((&items[0]["state"], &items[0]["refills_left"], &items[0]["ends_on"]), (&json!("active"), &json!(2), &json!("2026-11-30")));
        assert_eq!(p.medications().await.iter().map(|m| m.1.as_str()).collect::<Vec<_>>(), ["active", "active"]);
        let opened = p.done("prescribing.open", json!({ "id": issued["id"], "version": null })).await;
        let document = &opened["document"];
        assert_eq!((&document["patient"]["name"], &document["doctor"]["license_number"], &document["clinic"]["name"]), (&json!("Eileen Byrne"), &json!("LIC-1"), &json!("Test clinic")));
        let versions: Vec<&Value> = document["lists"].as_array().unwrap().iter().map(|l| &l["head"]["version"]).collect();
        assert_eq!(versions.len(), 6);
        assert!(versions.iter().all(|v| v.is_string()), "the lists used are written down");
        let second = p.issue(&[item("omeprazole", "capsule", "20 mg", "1 qam")]).await;
        assert_eq!(second["number"], "RX-2026-000002");
    }

    async fn a_warning_needs_an_answer_and_the_answer_is_kept(w) {
        let p = Practice::open(&w).await;
        p.allergy("Penicillin V").await;
        let answer = p.check(&[amoxicillin()]).await;
        assert_eq!(warnings(&answer), [("allergy".to_owned(), "contraindicated".to_owned())]);
        assert_eq!(answer["complete"], true);
        let refused = p.ask("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([]))).await.unwrap_err();
        assert_eq!((refused.code, reason(&refused)), (ErrorCode::NotAllowed, Some("warnings_unanswered")));
        assert!(p.items().await.is_empty() && p.medications().await.is_empty());
        let key = &answer["warnings"][0]["key"];
        let blank = p.ask("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([{ "key": key, "reason": "  " }]))).await.unwrap_err();
        assert_eq!((blank.code, blank.fields[0].field.as_str()), (ErrorCode::Invalid, "answers.0.reason"));
        let issued = p.done("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([{ "key": key, "reason": "Tolerated it in 2024" }]))).await;
        let kept: Vec<(String, String, String)> = w.db.clone().all("SELECT reason, severity, list_version FROM prescription_answers", args![]).await.unwrap();
        assert_eq!(kept, [("Tolerated it in 2024".to_owned(), "contraindicated".to_owned(), "1".to_owned())]);
        let opened = p.done("prescribing.open", json!({ "id": issued["id"], "version": 1 })).await;
        assert_eq!(opened["document"]["warnings"][0]["reason"], "Tolerated it in 2024");
    }

    async fn what_is_taken_already_is_checked_against(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin()]).await;
        let clarithromycin = item("clarithromycin", "tablet", "500 mg", "1 bid 5d");
        assert_eq!(warnings(&p.check(std::slice::from_ref(&clarithromycin)).await), [("interaction".to_owned(), "major".to_owned())]);
        assert_eq!(warnings(&p.check(&[warfarin()]).await), [("duplicate".to_owned(), "major".to_owned())]);
        let course = p.issue(&[item("ibuprofen", "gel", "5 %", "1 appl tid 3d")]).await;
        assert!(course["id"].is_string(), "a gel meets nothing in the body");
    }

    async fn an_old_list_says_so_and_nothing_is_called_complete(w) {
        let p = Practice::open(&w).await;
        let states = |answer: &Value| answer["lists"].as_array().unwrap().iter().map(|l| l["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        let answer = p.check(&[warfarin()]).await;
        assert!(states(&answer).iter().all(|s| s == "current") && answer["complete"] == true, "{answer}");
        let set = json!({ "key": "prescribing.list_max_age_days", "value": 30, "version": 0, "workstation_id": null });
        w.call::<Value>(Some(&p.c.admin.token), "settings.set", set).await.unwrap();
        w.clock.set(World::start_time() + chrono::TimeDelta::days(20));
        let doctor = w.sign_in(&p.c.doctor.email, curanda_tests::PASSWORD).await;
        let answer: Value = w.call(Some(&doctor.token), "prescribing.check", draft(&p.patient, &[warfarin()])).await.unwrap();
        assert!(states(&answer).iter().all(|s| s == "old"), "{answer}");
        assert_eq!(answer["complete"], false);
    }

    async fn what_is_not_known_is_never_called_complete(w) {
        let p = Practice::open(&w).await;
        let answer = p.check(&[warfarin()]).await;
        assert_eq!((&answer["allergies"], &answer["complete"]), (&json!("not_recorded"), &json!(false)));
        let herbal = json!({ "ingredient": "Herbal mix", "form": null, "route": null, "strength": "", "sig": "5 ml tid", "refills": 0, "replaces": null, "replace_reason": "" });
        p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        let answer = p.check(std::slice::from_ref(&herbal)).await;
        assert_eq!((&answer["unchecked"][0]["reason"], &answer["complete"]), (&json!("unknown_medicine"), &json!(false)));
        p.issue(&[herbal]).await;
    }

    async fn the_last_one_is_repeated_and_a_substitution_says_why(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin(), item("bisoprolol", "tablet", "2.5 mg", "1 qam")]).await;
        let list = p.done("prescribing.list", json!({ "patient_id": p.patient })).await;
        let repeat = list["repeat"].as_array().unwrap().clone();
        assert_eq!(repeat.len(), 2);
        assert_eq!(warnings(&p.check(&repeat).await), [], "what is renewed is no duplicate of itself");
        p.issue(&repeat).await;
        let items = p.items().await;
        let states: Vec<_> = items.iter().map(|i| (i["state"].as_str().unwrap(), i["stop_kind"].as_str())).collect();
        assert_eq!(states, [("active", None), ("active", None), ("stopped", Some("renewed")), ("stopped", Some("renewed"))]);
        assert_eq!(p.medications().await.iter().filter(|m| m.1 == "active").count(), 2);
        let mut other = item("apixaban", "tablet", "5 mg", "1 bid");
        other["replaces"] = items[0]["id"].clone();
        let unsaid = p.ask("prescribing.issue", order(&p.patient, &[other.clone()], json!([]))).await.unwrap_err();
        assert_eq!((unsaid.code, unsaid.fields[0].code.as_str()), (ErrorCode::Invalid, "required"));
        other["replace_reason"] = json!("INR unstable");
        p.issue(&[other.clone()]).await;
        let again = p.ask("prescribing.issue", order(&p.patient, &[other], json!([]))).await.unwrap_err();
        assert!(matches!(again.code, ErrorCode::Stale | ErrorCode::NotAllowed), "its place is taken: {again:?}");
    }

    async fn stopping_is_a_further_version_and_the_first_stays_as_it_was(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin()]).await;
        let item = p.items().await.remove(0);
        let stop = |version: i64, why: &str| json!({ "id": item["id"], "version": version, "reason": why });
        let unsaid = p.ask("prescribing.stop", stop(1, " ")).await.unwrap_err();
        assert_eq!(unsaid.fields[0].code, "required");
        let stopped = p.done("prescribing.stop", stop(1, "Rash on day two")).await;
        assert_eq!((&stopped["state"], &stopped["stop_reason"]), (&json!("stopped"), &json!("Rash on day two")));
        let stale = p.ask("prescribing.stop", stop(1, "again")).await.unwrap_err();
        assert_eq!(stale.code, ErrorCode::Stale);
        assert_eq!(p.medications().await[0].1, "stopped");
        let read = async |version: i32| p.done("prescribing.open", json!({ "id": issued["id"], "version": version })).await;
        let (first, second) = (read(1).await, read(2).await);
        assert_eq!(first["document"]["items"][0]["stopped_on"], Value::Null);
        assert_eq!((&second["document"]["items"][0]["stop_reason"], second["versions"].as_array().unwrap().len()), (&json!("Rash on day two"), 2));
        let verify = async |code: &Value| p.done("prescribing.verify", json!({ "number": "rx-2026-000001", "code": code })).await;
        assert_eq!(verify(&second["verification_code"]).await, json!({ "genuine": true, "current": true, "issued_on": "2026-11-24" }));
        assert_eq!(verify(&first["verification_code"]).await["current"], false);
        assert_eq!(verify(&json!("AAAAA-AAAAA")).await["genuine"], false);
    }

    async fn what_was_written_wrongly_is_corrected_as_a_new_version(w) {
        let p = Practice::open(&w).await;
        let mut private = order(&p.patient, &[warfarin()], json!([]));
        private["tags"] = json!(["anticoagulation"]);
        private["privacy"] = json!("highly_sensitive");
        let issued = p.done("prescribing.issue", private).await;
        let read = async |version: Value| p.done("prescribing.open", json!({ "id": issued["id"], "version": version })).await;
        let first = read(Value::Null).await;
        assert_eq!(first["document"]["tags"], json!(["anticoagulation"]));
        let correct = |version: i64, reason: &str| json!({
            "id": issued["id"], "version": version, "diagnosis": " Atrial fibrillation ", "notes": "", "tags": ["anticoagulation", " "], "reason": reason,
        });
        assert_eq!(p.ask("prescribing.correct", correct(1, " ")).await.unwrap_err().fields[0].field, "reason");
        p.done("prescribing.correct", correct(1, "The diagnosis was left out")).await;
        assert_eq!(p.ask("prescribing.correct", correct(1, "again")).await.unwrap_err().code, ErrorCode::Stale);
        let second = read(Value::Null).await;
        let document = &second["document"];
        assert_eq!((&document["version"], &document["diagnosis"], &document["tags"]), (&json!(2), &json!("Atrial fibrillation"), &json!(["anticoagulation"])));
        assert_eq!((&document["reason"], &document["items"]), (&json!("The diagnosis was left out"), &first["document"]["items"]));
        assert_eq!(read(json!(1)).await["document"]["diagnosis"], "", "the first version is what it was");
        let verify = json!({ "number": issued["number"], "code": first["verification_code"] });
        assert_eq!(p.done("prescribing.verify", verify).await["current"], false);
        let item = p.items().await.remove(0);
        p.done("prescribing.stop", json!({ "id": item["id"], "version": item["version"], "reason": "Bleeding" })).await;
        assert_eq!(read(Value::Null).await["document"]["diagnosis"], "Atrial fibrillation", "what was corrected stays");
        let locked = w.call::<Value>(Some(&p.c.admin.token), "prescribing.open", json!({ "id": issued["id"], "version": null })).await.unwrap_err();
        assert_eq!(reason(&locked), Some("document_locked"));
    }

    async fn repeats_are_counted_down_and_never_below_none(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin()]).await;
        let mut item = p.items().await.remove(0);
        for left in [1, 0] {
            item = p.done("prescribing.use_refill", json!({ "id": item["id"], "version": item["version"] })).await;
            assert_eq!(item["refills_left"], left);
        }
        let none = p.ask("prescribing.use_refill", json!({ "id": item["id"], "version": item["version"] })).await.unwrap_err();
        assert_eq!(reason(&none), Some("no_refills_left"));
    }

    async fn a_lost_reply_issues_once(w) {
        let p = Practice::open(&w).await;
        let id = CommandId::fresh();
        let request = order(&p.patient, &[warfarin()], json!([]));
        let first: Value = w.call_as(Some(&p.c.doctor.token), "prescribing.issue", request.clone(), id).await.unwrap();
        let again: Value = w.call_as(Some(&p.c.doctor.token), "prescribing.issue", request, id).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(p.items().await.len(), 1);
    }

    async fn only_an_approved_doctor_issues(w) {
        let p = Practice::open(&w).await;
        let request = order(&p.patient, &[warfarin()], json!([]));
        for person in [&p.c.receptionist, &p.c.admin] {
            let denied = w.call::<Value>(Some(&person.token), "prescribing.issue", request.clone()).await.unwrap_err();
            assert_eq!(denied.code, ErrorCode::Denied);
        }
        let locum = w.person(&p.c.admin.token, curanda_core::identity::Role::Doctor, "locum@clinic.example").await;
        let refused = w.call::<Value>(Some(&locum.token), "prescribing.issue", request).await.unwrap_err();
        assert_eq!(reason(&refused), Some("not_a_doctor"));
    }

    async fn what_is_wrong_is_told_field_by_field(w) {
        let p = Practice::open(&w).await;
        let none = p.ask("prescribing.issue", order(&p.patient, &[], json!([]))).await.unwrap_err();
        assert_eq!((none.code, none.fields[0].field.as_str()), (ErrorCode::Invalid, "items"));
        let mut many = item("amoxicillin", "capsule", "501 mg", "often");
        many["refills"] = json!(200);
        let wrong = p.ask("prescribing.issue", order(&p.patient, &[many], json!([]))).await.unwrap_err();
        let named: Vec<_> = wrong.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(named, [("items.0.refills", "out_of_range"), ("items.0.strength", "product_unknown")]);
    }

    async fn it_is_printed_and_the_file_names_nobody(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin(), warfarin()]).await;
        for paper in ["a4", "letter", "a5"] {
            let printed = p.done("prescribing.pdf", json!({ "id": issued["id"], "version": null, "paper": paper, "language": "en" })).await;
            assert_eq!((&printed["file_name"], &printed["pages"]), (&json!("RX-2026-000001.pdf"), &json!(1)));
            assert!(printed["content"].as_str().unwrap().starts_with("JVBERi"), "%PDF in Base64");
        }
        let roll = p.ask("prescribing.pdf", json!({ "id": issued["id"], "version": null, "paper": "roll80", "language": "en" })).await.unwrap_err();
        assert_eq!((roll.fields[0].field.as_str(), roll.fields[0].code.as_str()), ("paper", "unknown_choice"), "it has no foot");
        let denied = w.call::<Value>(Some(&p.c.receptionist.token), "prescribing.pdf", json!({})).await.unwrap_err();
        assert_eq!(denied.code, ErrorCode::Denied);
    }

    async fn a_clinics_own_lists_add_to_the_programs(w) {
        let p = Practice::open(&w).await;
        let import = async |name: &str, format: &str, content: &str| {
            let request = json!({ "format": format, "name": name, "version": "20261102", "date": "2026-11-02", "source": "Clinic", "content": content });
            w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await
        };
        let head = |name: &str, rows: &str| format!("# list: {name}\n# version: 9\n# date: 2026-11-20\n{rows}");
        let pair = head("interactions", "a,b,severity,effect,mechanism,action,source\nomeprazole,bisoprolol,major,bleeding,unknown,choose_other,Clinic\n");
        let imported = import("interactions", "csv", &pair).await.unwrap();
        assert_eq!((&imported["version"], &imported["rows"]), (&json!("9"), &json!(1)));
        let both = [item("omeprazole", "capsule", "20 mg", "1 qam"), item("bisoprolol", "tablet", "2.5 mg", "1 qam")];
        assert_eq!(warnings(&p.check(&both).await), [("interaction".to_owned(), "major".to_owned())]);
        let rrf = "161|ENG||||||1|1||1|RXNORM|IN|161|acetaminophen||N|4096|\n161|ENG||||||1|1||2|RXNORM|SY|161|APAP||N|4096|\n";
        import("synonyms", "rxnorm", rrf).await.unwrap();
        let found = p.done("prescribing.search", json!({ "text": "apap", "limit": 5 })).await;
        assert_eq!(found[0]["ingredient"], "paracetamol");
        let mut wrong = Vec::new();
        for (name, format, version, date, source) in [
            ("synonyms", "rxnorm", "", Value::Null, "NLM"),
            ("interactions", "rxnorm", "20261102", json!("2026-11-02"), "NLM"),
            ("interactions", "csv", "", Value::Null, " "),
        ] {
            let request = json!({ "format": format, "name": name, "version": version, "date": date, "source": source, "content": pair });
            let refused = w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await.err();
            wrong.push(refused.map(|e| e.fields.into_iter().map(|f| f.field).collect::<Vec<_>>().join(", ")).unwrap_or_default());
        }
        assert_eq!(wrong, ["version, date", "name", "source"], "every wrong field of each");
        let broken = import("interactions", "csv", &pair.replace("major", "awful")).await.unwrap_err();
        assert_eq!((broken.fields[0].code.as_str(), &broken.fields[0].params["line"]), ("list_unreadable", &json!(5)));
        let denied = w.call::<Value>(Some(&p.c.doctor.token), "prescribing.import_list", json!({})).await.unwrap_err();
        assert_eq!(denied.code, ErrorCode::Denied);
        assert_eq!(warnings(&p.check(&both).await).len(), 1, "a refused file changes nothing");
    }

    async fn a_list_of_more_than_64_mb_is_refused_before_it_is_read(w) {
        let p = Practice::open(&w).await;
        let import = async |bytes: usize| {
            let request = json!({ "format": "csv", "name": "interactions", "version": "", "date": null, "source": "Clinic", "content": " ".repeat(bytes) });
            let refused = w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await.unwrap_err();
            (refused.fields[0].field.clone(), refused.fields[0].code.clone())
        };
        let most = 64 * 1024 * 1024;
        assert_eq!(import(most + 1).await, ("content".to_owned(), "too_large".to_owned()));
        assert_eq!(import(most).await.1, "list_unreadable", "as large as may be, so it was looked at");
        let (kept,): (i64,) = w.db.clone().one("SELECT COUNT(*) FROM safety_lists", vec![]).await.unwrap();
        assert_eq!(kept, 0);
    }
}
