//! The clinic's own lists.

use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, item, order, reason, warnings};

stories! {
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
        let rrf = "161|ENG||||||1|1||1|RXNORM|IN|161|acetaminophen||N|4096|\n161|ENG||||||1|1||2|RXNORM|SY|161|N-acetyl-p-aminophenol||N|4096|\n";
        import("synonyms", "rxnorm", rrf).await.unwrap();
        let again = import("synonyms", "rxnorm", rrf).await.unwrap_err();
        assert_eq!((again.fields[0].code.as_str(), &again.fields[0].params["count"]), ("list_nothing_new", &json!(2)));
        let found = p.done("prescribing.search", json!({ "text": "aminophenol", "limit": 5 })).await;
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

    async fn a_clinics_columns_in_another_order_leave_the_programs_rows_in_force(w) {
        let p = Practice::open(&w).await;
        let content = "# list: interactions\n# version: 9\n# date: 2026-11-20\nnote,b,a,severity,effect,mechanism,action,source\nours,bisoprolol,omeprazole,major,bleeding,unknown,choose_other,Clinic\n";
        let request = json!({ "format": "csv", "name": "interactions", "version": "", "date": null, "source": "Clinic", "content": content });
        w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await.unwrap();
        for pair in [("omeprazole", "capsule", "20 mg", "1 qam"), ("sildenafil", "tablet", "50 mg", "1 prn max 1/day")] {
            let other = if pair.0 == "omeprazole" { item("bisoprolol", "tablet", "2.5 mg", "1 qam") } else { item("isosorbide mononitrate", "tablet", "20 mg", "1 bid") };
            let answer = p.check(&[item(pair.0, pair.1, pair.2, pair.3), other]).await;
            assert_eq!(warnings(&answer)[0].0, "interaction", "{}", pair.0);
            assert!(answer["lists"].as_array().unwrap().iter().all(|l| l["status"] == "current"));
        }
    }

    async fn what_left_the_formulary_is_renewed_as_written_and_told(w) {
        let p = Practice::open(&w).await;
        p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        let formulary = async |row: &str| {
            let content = format!("# list: formulary\n# version: 9\n# date: 2026-11-20\ningredient,atc,classes,products,max_daily,max_per_kg,source\n{row}\n");
            let request = json!({ "format": "csv", "name": "formulary", "version": "", "date": null, "source": "Clinic", "content": content });
            w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await.unwrap();
        };
        formulary("clinicol,V03AX99,other,tablet 1 mg,2 mg,,Clinic").await;
        p.issue(&[item("clinicol", "tablet", "1 mg", "1 bid")]).await;
        formulary("otherol,V03AX99,other,tablet 1 mg,2 mg,,Clinic").await;
        let repeat = p.done("prescribing.list", json!({ "patient_id": p.patient })).await["repeat"].as_array().unwrap().clone();
        let answer = p.check(&repeat).await;
        assert_eq!((&answer["items"][0]["problem"], &answer["unchecked"][0]["reason"], &answer["complete"]), (&Value::Null, &json!("unknown_medicine"), &json!(false)));
        p.issue(&repeat).await;
    }

    async fn a_list_that_came_since_is_minded_by_a_renewal(w) {
        let p = Practice::open(&w).await;
        p.issue(&[item("omeprazole", "capsule", "20 mg", "1 qam"), item("bisoprolol", "tablet", "2.5 mg", "1 qam")]).await;
        let content = "# list: interactions\n# version: 9\n# date: 2026-11-20\na,b,severity,effect,mechanism,action,source\nomeprazole,bisoprolol,major,bleeding,unknown,choose_other,Clinic\n";
        let request = json!({ "format": "csv", "name": "interactions", "version": "", "date": null, "source": "Clinic", "content": content });
        w.call::<Value>(Some(&p.c.admin.token), "prescribing.import_list", request).await.unwrap();
        let repeat = p.done("prescribing.list", json!({ "patient_id": p.patient })).await["repeat"].as_array().unwrap().clone();
        let refused = p.ask("prescribing.issue", order(&p.patient, &repeat, json!([]))).await.unwrap_err();
        assert_eq!(reason(&refused), Some("warnings_unanswered"));
        let one = p.items().await.remove(0);
        let refill = p.ask("prescribing.use_refill", json!({ "id": one["id"], "version": one["version"] })).await.unwrap_err();
        assert_eq!(reason(&refill), Some("warnings_new"));
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
        assert_eq!(import(most).await.1, "list_empty", "as large as may be, so it was looked at");
        let (kept,): (i64,) = w.db.clone().one("SELECT COUNT(*) FROM safety_lists", vec![]).await.unwrap();
        assert_eq!(kept, 0);
    }
}
