//! Codes in the sequence: few uses, so that most are refused, used up, and free again after a void.

use rand::Rng;
use serde_json::{Value, json};

use super::Desk;

/// Code, value, and what bounds it.
const CODES: [(&str, &str, i64); 3] = [("TEN", "percent", 1000), ("FIVE", "amount", 500), ("ALL", "percent", 10_000)];

impl Desk {
    pub(super) async fn promotions(&mut self) {
        for (code, kind, value) in CODES {
            let most = (kind == "percent").then_some(2_000);
            let form = json!({
                "id": null, "version": 0, "location_id": self.clinic.location_id, "code": code, "name": code, "description": "", "kind": kind, "value": value, "currency": "EUR",
                "minimum_purchase": 1_000, "maximum_discount": most, "starts_on": "2026-11-01", "ends_on": null, "usage_limit": 20, "patient_limit": 2,
                "services": [], "locations": [],
            });
            if self.call("billing.save_promotion", form).await.is_none() {
                self.tally.wrong.push("a promotion could not be saved".to_owned());
            }
        }
    }

    /// The draft as it stands after somebody tried a code on it, took it off, or did neither.
    pub(super) async fn code(&mut self, draft: Value) -> Value {
        if !self.rng.random_bool(0.3) {
            return draft;
        }
        let (code, ..) = self.one(&CODES);
        let apply = json!({ "id": draft["id"], "version": draft["version"], "code": code });
        let Some(coded) = self.call("billing.apply_promotion", apply).await else {
            return draft;
        };
        if coded["total"].as_i64() >= draft["total"].as_i64() && draft["promotion"].is_null() {
            self.tally.wrong.push(format!("{code} lets nothing off"));
        }
        let remove = json!({ "id": coded["id"], "version": coded["version"] });
        let removed = if self.rng.random_bool(0.2) {
            self.call("billing.remove_promotion", remove).await
        } else {
            None
        };
        removed.unwrap_or(coded)
    }
}
