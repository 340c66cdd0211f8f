//! What charts and payments said of insurance before policies were kept goes on as policies and claims.

use curanda_core::db::migrate;
use curanda_tests::{World, stories};
use serde_json::{Value, json};

use super::{Desk, wrong};

stories! {
    async fn a_store_from_before_keeps_who_is_insured_where(w) {
        let d = Desk::open(w).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let (known, unknown) = (d.claimed(&policy, 8000).await, d.claimed(&policy, 5000).await);
        d.w.patient(&d.clinic.receptionist, "Declan", "Hayes").await;
        for sql in [
            "DROP TABLE remittance_lines", "DROP TABLE remittances", "DROP TABLE claims", "DROP TABLE insurance_policies", "DROP TABLE insurers",
            "ALTER TABLE patients ADD COLUMN insurance_provider VARCHAR(160) NOT NULL DEFAULT ''",
            "ALTER TABLE patients ADD COLUMN policy_number VARCHAR(80) NOT NULL DEFAULT ''",
            "UPDATE patients SET insurance_provider = 'Meridian Health', policy_number = 'MH-1' WHERE first_name = 'Eileen'",
            "UPDATE patients SET policy_number = 'X-9' WHERE first_name = 'Declan'",
            "UPDATE payments SET insurer = 'Old Mutual', policy_number = 'OM-7' WHERE amount = 5000",
            "DELETE FROM schema_migrations WHERE number = 16",
        ] {
            d.tamper(sql).await;
        }
        assert_eq!(migrate::migrate(&d.w.db, World::start_time()).await.unwrap(), 1);

        let insurers = d.done("insurance.insurers", json!({})).await;
        let names: Vec<&str> = insurers.as_array().unwrap().iter().map(|i| i["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["?", "Meridian Health", "Old Mutual"]);
        let policies = d.done("insurance.policies", json!({ "patient_id": d.patient, "on": null })).await;
        let told: Vec<Value> = policies.as_array().unwrap().iter().map(|p| json!([p["insurer"], p["policy_number"], p["policy_rank"], p["eligibility"]])).collect();
        assert_eq!(told, [json!(["Meridian Health", "MH-1", "primary", "covered"])]);
        let filter = json!({ "location_id": d.clinic.location_id, "state": null, "insurer_id": null, "from": null, "to": null });
        let list = d.done("billing.claims", json!({ "filter": filter, "page": 0 })).await;
        let of = |payment: &Value| list["claims"].as_array().unwrap().iter().find(|c| c["payment_id"] == payment["id"]).unwrap().clone();
        assert_eq!((&of(&known)["policy_id"], &of(&known)["state"]), (&policies[0]["id"], &json!("pending")));
        assert_eq!((&of(&unknown)["policy_id"], &of(&unknown)["insurer"]), (&Value::Null, &json!("Old Mutual")));
        let refused = wrong(d.call("billing.export_claims", json!({ "filter": filter, "format": "fhir" })).await);
        assert_eq!((refused.code.as_str(), &refused.params["claim"]), ("claim_without_policy", &json!("INV-2026-000002")));
        let table = d.done("billing.export_claims", json!({ "filter": filter, "format": "csv" })).await;
        assert_eq!(table["claims"], 2);
        assert_eq!(d.findings().await, []);
    }
}
