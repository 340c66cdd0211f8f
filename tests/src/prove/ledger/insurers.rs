//! One insurer, everyone's policy with it, and what it pays for several claims at once.

use rand::Rng;
use serde_json::{Value, json};

use super::{Books, Desk, figure};
use crate::{Clinic, World, call};

async fn saved(w: &World, clinic: &Clinic, command: &str, request: Value) -> Value {
    let answer: Result<Value, _> = call(&w.app, Some(&clinic.admin.token), command, request).await;
    answer.expect("it is saved")["id"].clone()
}

/// The id of the insurer.
pub(super) async fn insurer(w: &World, clinic: &Clinic) -> Value {
    let insurer = json!({ "id": null, "version": 0, "name": "Meridian", "payer_id": "", "active": true });
    saved(w, clinic, "insurance.save_insurer", insurer).await
}

/// The id of a patient's policy.
pub(super) async fn policy(w: &World, clinic: &Clinic, patient: &str, insurer: &Value) -> Value {
    let policy = json!({
        "id": null, "version": 0, "patient_id": patient, "insurer_id": insurer, "policy_number": "M-1", "group_number": "", "policy_rank": "primary", "holder": "self",
        "holder_name": "", "holder_relation": "", "valid_from": null, "valid_to": null, "coverage_note": "", "active": true,
    });
    saved(w, clinic, "insurance.save_policy", policy).await
}

impl Desk {
    /// A remittance over some claims of several patients; some of their rest is given up, and now and then the total is wrong.
    pub(super) async fn remit(&mut self, books: &mut [Books]) {
        let mut lines = Vec::new();
        let mut taken = Vec::new();
        for (at, book) in books.iter_mut().enumerate() {
            let claim = book.pending.iter().position(|p| p["method"] == "insurance");
            let Some(claim) = claim.filter(|_| lines.len() < 6 && self.rng.random_bool(0.5)) else {
                continue;
            };
            let payment = book.pending.swap_remove(claim);
            let amount = figure(&payment["amount"]["amount"]);
            let part = self.rng.random_range(0..=amount);
            let approved = self.one(&[0, amount, amount, part]);
            lines.push(json!({
                "payment_id": payment["id"], "version": payment["version"], "approved": approved, "rest": self.one(&["patient", "write_off"]), "reason": "random",
            }));
            taken.push((at, payment, approved));
        }
        let total: i64 = taken.iter().map(|(_, _, approved)| approved).sum();
        let wrong = i64::from(self.rng.random_bool(0.2));
        let request = json!({
            "location_id": self.clinic.location_id, "insurer_id": self.insurer, "reference": curanda_core::ids::fresh().to_string(), "received_on": "2026-11-24",
            "total": { "amount": total + wrong, "currency": "EUR" }, "lines": lines, "drawer": "1",
        });
        let entered = self.call("billing.enter_remittance", request).await.is_some();
        if entered == (wrong != 0 || lines.is_empty()) {
            self.tally.wrong.push(format!(
                "a remittance of {} lines, {wrong} off, was entered: {entered}",
                lines.len()
            ));
        }
        for (at, payment, approved) in taken {
            if !entered {
                books[at].pending.push(payment);
            } else if approved > 0 {
                books[at].came += approved;
                books[at].payments.push(payment);
            }
        }
    }
}
