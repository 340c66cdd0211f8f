//! What insurers are asked for: listed, sent, handed over.

use curanda_core::args;
use curanda_core::audit::Entry;
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_core::ids::{CommandId, NoteId, PaymentId};
use curanda_tests::stories;
use futures::FutureExt;
use serde_json::{Value, json};

use super::{Desk, line, with, wrong};

impl Desk {
    /// Which claims, all of them as a rule.
    fn filter(&self, fields: Value) -> Value {
        with(
            json!({ "location_id": self.clinic.location_id, "state": null, "insurer_id": null, "from": null, "to": null }),
            fields,
        )
    }

    async fn claims(&self, fields: Value) -> Value {
        self.done("billing.claims", json!({ "filter": self.filter(fields), "page": 0 }))
            .await
    }

    /// An invoice of that price of which the insurer of the policy is asked for all.
    pub async fn claimed(&self, policy: &Value, amount: i64) -> Value {
        let invoice = self.owed(amount).await;
        self.done("billing.pay", self.claim(&invoice, amount, policy)).await["payment"].clone()
    }

    /// The claim so many times more.
    async fn copies(&self, claim: &Value, times: usize) {
        let id: PaymentId = serde_json::from_value(claim["id"].clone()).unwrap();
        let ctx = self.w.ctx();
        let copied = ctx.transact(|tx, _| {
            async move {
                for _ in 0..times {
                    let copy = PaymentId::fresh();
                    tx.exec(COPY_PAYMENT, args![copy, id]).await?;
                    tx.exec(COPY_CLAIM, args![copy, id]).await?;
                }
                tx.record(Entry::new("test", "test", None));
                Ok(())
            }
            .boxed()
        });
        copied.await.unwrap();
    }

    async fn export(&self, fields: Value, format: &str) -> Value {
        self.done("billing.export_claims", json!({ "filter": self.filter(fields), "format": format }))
            .await
    }
}

const COPY_PAYMENT: &str = "INSERT INTO payments (id, location_id, patient_id, currency, amount, method, brand, status, insurer, policy_number, fail_reason, drawer, \
 receipt_prints, taken_by, created_at, updated_at, version) SELECT ?, location_id, patient_id, currency, amount, method, brand, status, insurer, policy_number, fail_reason, \
 drawer, receipt_prints, taken_by, created_at, updated_at, version FROM payments WHERE id = ?";
const COPY_CLAIM: &str = "INSERT INTO claims (payment_id, insurer_id, policy_id, reference, created_at, updated_at) \
 SELECT ?, insurer_id, policy_id, reference, created_at, updated_at FROM claims WHERE payment_id = ?";

fn sent(claim: &Value, on: &str) -> Value {
    json!({ "payment_ids": [claim["id"]], "submitted_on": on, "reference": " B-7 " })
}

fn states(claims: &Value) -> Vec<&str> {
    claims["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["state"].as_str().unwrap())
        .collect()
}

stories! {
    async fn claims_are_told_by_what_became_of_them_and_add_up(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let policy = d.insured(&one).await;
        let second = d.done("insurance.save_policy", d.policy_form(&two, "secondary")).await;
        let mut made = Vec::new();
        for amount in [1000, 2000, 3000, 4000] {
            made.push(d.claimed(&policy, amount).await);
        }
        made.push(d.claimed(&second, 5000).await);
        d.done("billing.submit_claims", sent(&made[1], "2026-11-24")).await;
        let settle = |claim: &Value, approved: i64| json!({
            "id": claim["id"], "version": 1, "completed": approved > 0, "approved": (approved > 0).then_some(approved), "transaction_id": "", "reason": "Not covered", "drawer": "1",
        });
        d.done("billing.settle", settle(&made[2], 2500)).await;
        d.done("billing.settle", settle(&made[3], 0)).await;
        d.done("billing.settle", settle(&made[4], 5000)).await;
        let all = d.claims(json!({})).await;
        assert_eq!(states(&all), ["paid", "denied", "partly_paid", "submitted", "pending"], "newest first");
        assert_eq!((&all["total"], &all["claims"][1]["reason"], &all["claims"][3]["reference"]), (&json!(5), &json!("Not covered"), &json!("B-7")));
        let sum = |state: &str| all["sums"].as_array().unwrap().iter().find(|s| s["state"] == state).unwrap().clone();
        assert_eq!(sum("partly_paid"), json!({ "state": "partly_paid", "currency": "EUR", "claims": 1, "amount": 3000, "approved": 2500 }));
        assert_eq!((&sum("denied")["approved"], &sum("paid")["amount"]), (&json!(0), &json!(5000)));
        assert_eq!(states(&d.claims(json!({ "state": "submitted" })).await), ["submitted"]);
        assert_eq!(states(&d.claims(json!({ "insurer_id": two["id"] })).await), ["paid"]);
        assert_eq!(d.claims(json!({ "from": "2026-11-24", "to": "2026-11-24" })).await["total"], 5);
        assert_eq!((&d.claims(json!({ "to": "2026-11-23" })).await["total"], &d.claims(json!({ "from": "2026-11-25" })).await["total"]), (&json!(0), &json!(0)));
        assert_eq!(wrong(d.call("billing.claims", json!({ "filter": d.filter(json!({ "from": "2026-11-25", "to": "2026-11-24" })), "page": 0 })).await).field, "to");
        let beyond = d.done("billing.claims", json!({ "filter": d.filter(json!({})), "page": 1 })).await;
        assert_eq!((beyond["claims"].as_array().unwrap().len(), &beyond["total"]), (0, &json!(5)));
        assert_eq!(d.findings().await, []);
    }

    async fn what_was_sent_has_a_day_that_can_be(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let claim = d.claimed(&policy, 1000).await;
        assert_eq!(wrong(d.call("billing.submit_claims", sent(&claim, "2026-11-25")).await).code, "date_in_future");
        let early = wrong(d.call("billing.submit_claims", sent(&claim, "2026-11-23")).await);
        assert_eq!((early.code.as_str(), &early.params["claim"]), ("before_claim", &json!("INV-2026-000001")));
        assert_eq!(wrong(d.call("billing.submit_claims", json!({ "payment_ids": [], "submitted_on": "2026-11-24", "reference": "" })).await).field, "payment_ids");
        let cash = d.done("billing.pay", d.cash(&d.owed(100).await, 100)).await["payment"].clone();
        assert_eq!(d.call("billing.submit_claims", sent(&cash, "2026-11-24")).await.unwrap_err().code, ErrorCode::NotFound, "no claim");
        d.done("billing.submit_claims", sent(&claim, "2026-11-24")).await;
        let settle = json!({ "id": claim["id"], "version": 1, "completed": true, "approved": null, "transaction_id": "", "reason": "", "drawer": "1" });
        d.done("billing.settle", settle).await;
        let settled = wrong(d.call("billing.submit_claims", sent(&claim, "2026-11-24")).await);
        assert_eq!((settled.field.as_str(), settled.code.as_str(), &settled.params["claim"]), ("payment_ids", "claim_settled", &json!("INV-2026-000001")));
    }

    async fn what_was_done_is_named_by_the_code_that_held_when_it_was_issued(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let mut service = d.done("directory.services", json!(null)).await[0].clone();
        let call_it = |code: &str| with(service.clone(), json!({ "code": code }));
        service = d.by_admin("directory.save_service", call_it("C-01")).await.unwrap();
        let system = json!({ "key": "billing.code_system", "value": "urn:oid:2.16.840.1.113883.6.12", "version": 0, "workstation_id": null });
        let system = d.by_admin("settings.set", system).await.unwrap();
        let of_service = with(line("Consultation", 1, 6000), json!({ "service_id": service["id"] }));
        let draft = d.draft(json!([of_service, of_service, line("Dressing", 1, 500)])).await;
        assert_eq!(draft["lines"][0]["code"], "C-01");
        let call_it = |code: &str| with(service.clone(), json!({ "code": code }));
        service = d.by_admin("directory.save_service", call_it("C-02")).await.unwrap();
        assert_eq!(d.invoice(&draft["id"]).await["lines"][0]["code"], "C-02", "a draft follows");
        let invoice = d.issue(&draft).await;
        d.done("billing.pay", d.claim(&invoice, 12_500, &policy)).await;
        let call_it = |code: &str| with(service.clone(), json!({ "code": code }));
        d.by_admin("directory.save_service", call_it("C-03")).await.unwrap();
        d.by_admin("settings.set", with(system, json!({ "value": "", "workstation_id": null }))).await.unwrap();
        let kept = d.invoice(&draft["id"]).await;
        assert_eq!((&kept["lines"][0]["code"], &kept["lines"][2]["code"], &kept["code_system"]), (&json!("C-02"), &json!(""), &json!("urn:oid:2.16.840.1.113883.6.12")));
        let table = d.export(json!({}), "csv").await;
        assert!(table["content"].as_str().unwrap().ends_with(",C-02\r\n"), "{table}");
        let bundle: Value = serde_json::from_str(d.export(json!({}), "fhir").await["content"].as_str().unwrap()).unwrap();
        let items = &bundle["entry"][0]["resource"]["item"];
        assert_eq!(items[0]["productOrService"]["coding"], json!([{ "system": "urn:oid:2.16.840.1.113883.6.12", "code": "C-02", "display": "Consultation" }]));
        assert_eq!(items[2]["productOrService"], json!({ "text": "Dressing" }));
    }

    async fn a_file_holds_the_claims_and_each_disclosure_is_recorded(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("=Meridian").await).await;
        let claim = d.claimed(&policy, 123_456).await;
        d.claimed(&policy, 100).await;
        let table = d.export(json!({}), "csv").await;
        assert_eq!((&table["file_name"], &table["media_type"], &table["claims"]), (&json!("claims-2026-11-24.csv"), &json!("text/csv"), &json!(2)));
        let rows: Vec<&str> = table["content"].as_str().unwrap().lines().collect();
        assert!(rows[1].starts_with("INV-2026-000001,2026-11-24,Eileen Byrne,C-000001,'=Meridian,MH-1,pending,,,EUR,1234.56,,0.00,"), "{}", rows[1]);
        let bundle = d.export(json!({}), "fhir").await;
        assert_eq!((&bundle["file_name"], &bundle["media_type"]), (&json!("claims-2026-11-24.json"), &json!("application/fhir+json")));
        let bundle: Value = serde_json::from_str(bundle["content"].as_str().unwrap()).unwrap();
        let kinds: Vec<&str> = bundle["entry"].as_array().unwrap().iter().map(|e| e["resource"]["resourceType"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["Claim", "Patient", "Coverage", "Organization", "Organization", "Claim"]);
        assert_eq!(bundle["entry"][0]["resource"]["total"], json!({ "value": 1234.56, "currency": "EUR" }));
        let records: Vec<(String,)> = d.w.db.clone().all("SELECT body FROM outbox ORDER BY id", args![]).await.unwrap();
        let records: Vec<Value> = records.into_iter().map(|(body,)| serde_json::from_str(&body).unwrap()).filter(|r: &Value| r["command"] == "billing.export_claims").collect();
        assert_eq!(records.len(), 4, "one for each claim and file");
        assert_eq!((&records[0]["entity_id"], &records[0]["patient_id"]), (&claim["id"], &json!(d.patient)));
        assert_eq!(records[0]["changes"]["after"]["disclosed_to"], "=Meridian");
        let replies: Vec<(String,)> = d.w.db.clone().all("SELECT reply FROM commands_done", args![]).await.unwrap();
        assert!(replies.iter().all(|(reply,)| !reply.contains("resourceType") && !reply.contains("claims-2026")), "the file is kept nowhere");
    }

    async fn a_file_that_is_asked_for_again_is_handed_over_again(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        d.claimed(&policy, 1000).await;
        let (id, desk) = (CommandId::fresh(), Some(d.clinic.receptionist.token.as_str()));
        let request = json!({ "filter": d.filter(json!({})), "format": "csv" });
        for _ in 0..2 {
            let file: Value = d.w.call_as(desk, "billing.export_claims", request.clone(), id).await.unwrap();
            assert_eq!(file["claims"], 1);
        }
        let records: Vec<(String,)> = d.w.db.clone().all("SELECT body FROM outbox ORDER BY id", args![]).await.unwrap();
        assert_eq!(records.iter().filter(|(body,)| body.contains("disclosed_to")).count(), 2, "each of the two is a disclosure");
    }

    async fn nothing_and_too_much_are_no_file(w) {
        let d = Desk::open(w).await;
        let file = || d.call("billing.export_claims", json!({ "filter": d.filter(json!({})), "format": "csv" }));
        assert_eq!(wrong(file().await).code, "no_claims");
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let claim = d.claimed(&policy, 1000).await;
        d.copies(&claim, 499).await;
        assert_eq!(file().await.unwrap()["claims"], 500);
        d.copies(&claim, 1).await;
        let many = wrong(file().await);
        assert_eq!((many.field.as_str(), many.code.as_str(), &many.params["max"]), ("filter", "too_many_claims", &json!(500)));
        let days = d.filter(json!({ "from": "2026-11-25", "to": "2026-11-24" }));
        assert_eq!(wrong(d.call("billing.export_claims", json!({ "filter": days, "format": "csv" })).await).field, "to");
    }

    async fn what_was_sent_has_a_reference_that_fits_and_not_too_many_claims(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let claim = d.claimed(&policy, 1000).await;
        let long = with(sent(&claim, "2026-11-24"), json!({ "reference": "x".repeat(81) }));
        assert_eq!(wrong(d.call("billing.submit_claims", long).await).field, "reference");
        let many: Vec<String> = (0..201).map(|_| PaymentId::fresh().to_string()).collect();
        let many = json!({ "payment_ids": many, "submitted_on": "2026-11-24", "reference": "" });
        assert_eq!(wrong(d.call("billing.submit_claims", many).await).field, "payment_ids");
        let twice = with(sent(&claim, "2026-11-24"), json!({ "payment_ids": [claim["id"], claim["id"]] }));
        assert_eq!(d.done("billing.submit_claims", twice).await.as_array().unwrap().len(), 1);
    }

    async fn money_that_is_no_claim_is_under_no_policy(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let cash = with(d.cash(&d.owed(1000).await, 1000), json!({ "policy_id": policy["id"] }));
        let paid = d.done("billing.pay", cash).await["payment"].clone();
        assert_eq!((&paid["insurer"], &d.claims(json!({})).await["total"]), (&json!(""), &json!(0)));
    }

    async fn what_was_found_at_the_visit_is_handed_over_by_those_who_may_read_it(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let book = json!({
            "patient_id": d.patient, "doctor_id": d.clinic.doctors[0], "location_id": d.clinic.location_id, "starts_at": "2026-11-24T10:15:00Z", "minutes": 15,
            "service_id": d.clinic.services[0],
        });
        let visit = d.done("scheduling.book", book).await["card"]["id"].clone();
        let invoice = d.done("billing.invoice_visit", json!({ "appointment_id": visit, "language": "en" })).await;
        let invoice = d.issue(&invoice).await;
        d.done("billing.pay", d.claim(&invoice, 6000, &policy)).await;
        for (privacy, code) in [("standard", "J20.9"), ("sensitive", "F32.1")] {
            let body = json!({ "assessment": { "diagnoses": [{ "code": code, "text": "Found" }] }, "privacy": privacy });
            let note = json!({
                "id": NoteId::fresh(), "subject": { "patient_id": d.patient, "appointment_id": visit, "amends": null }, "base_revision": 0, "body": body,
                "amended_version": null, "reason": "",
            });
            d.call_by(&d.clinic.doctor, "notes.sign", note).await.unwrap();
        }
        let request = json!({ "filter": d.filter(json!({})), "format": "fhir" });
        let of = async |person| {
            let file = d.call_by(person, "billing.export_claims", request.clone()).await.unwrap();
            let bundle: Value = serde_json::from_str(file["content"].as_str().unwrap()).unwrap();
            bundle["entry"][0]["resource"].clone()
        };
        let read = of(&d.clinic.admin).await;
        let codes: Vec<&Value> = read["diagnosis"].as_array().unwrap().iter().map(|d| &d["diagnosisCodeableConcept"]["coding"][0]["code"]).collect();
        assert_eq!((codes, &read["item"][0]["diagnosisSequence"]), (vec![&json!("J20.9")], &json!([1])), "not what is locked");
        assert_eq!((&read["careTeam"][0]["sequence"], &read["billablePeriod"]["start"]), (&json!(1), &json!("2026-11-24")));
        assert_eq!(of(&d.clinic.receptionist).await["diagnosis"], Value::Null, "the front desk reads no charts");
    }
}
