//! What a desk does with one patient's money, at random: often enough what is refused.

use rand::Rng;
use serde_json::{Value, json};

use super::{Books, Desk, figure};

impl Desk {
    fn discount(&mut self) -> Value {
        match self.rng.random_range(0..5) {
            0 => json!({ "kind": "percent", "value": self.rng.random_range(1..10_000), "reason": "random" }),
            1 => json!({ "kind": "amount", "value": self.rng.random_range(1..20_000), "reason": "random" }),
            _ => Value::Null,
        }
    }

    pub(super) async fn draft(&mut self, book: &mut Books) {
        let mut lines = Vec::new();
        for _ in 0..self.rng.random_range(1..5) {
            let discount = self.discount();
            lines.push(json!({
                "service_id": null, "description": "Anything", "quantity": self.rng.random_range(1..4), "unit_price": self.rng.random_range(0..30_000),
                "tax_rate": self.one(&[0, 1350, 2300]), "discount": discount,
            }));
        }
        let discount = self.discount();
        let mut request = json!({
            "id": null, "version": 0, "location_id": self.clinic.location_id, "patient_id": book.id, "currency": null, "lines": lines, "discount": discount, "note": "",
        });
        let edits = !book.drafts.is_empty() && self.rng.random_bool(0.3);
        if edits {
            let (id, version) = book.drafts.pop().expect("a draft");
            (request["id"], request["version"]) = (id, version);
        }
        if let Some(draft) = self.call("billing.save_invoice", request).await {
            let draft = self.code(draft).await;
            book.drafts.push((draft["id"].clone(), draft["version"].clone()));
        }
    }

    pub(super) async fn issue(&mut self, book: &mut Books) {
        let Some((id, version)) = book.drafts.pop() else { return };
        let command = if self.rng.random_bool(0.1) {
            "billing.discard"
        } else {
            "billing.issue"
        };
        let Some(invoice) = self.call(command, json!({ "id": id, "version": version })).await else {
            return;
        };
        if invoice["number"].is_string() {
            book.asked += figure(&invoice["total"]);
            book.issued.push((id, invoice["version"].clone()));
        }
    }

    /// For one or two invoices, or for none; often enough too much, or in another currency.
    pub(super) async fn pay(&mut self, book: &mut Books) {
        let method = self.one(&["cash", "cash", "debit_card", "transfer", "wallet", "online", "insurance", "credit"]);
        let mut shares = Vec::new();
        for _ in 0..self.rng.random_range(0..3).min(book.issued.len()) {
            let (id, _) = &book.issued[self.rng.random_range(0..book.issued.len())];
            shares.push(json!({ "invoice_id": id, "amount": self.rng.random_range(1..40_000) }));
        }
        let shared: i64 = shares.iter().map(|s| figure(&s["amount"])).sum();
        let more = if method == "insurance" || method == "credit" || self.rng.random_bool(0.7) {
            0
        } else {
            self.rng.random_range(1..5_000)
        };
        let currency = if self.rng.random_bool(0.03) && shared > 0 { "USD" } else { "EUR" };
        let pending = method == "transfer" && self.rng.random_bool(0.5);
        let request = json!({
            "location_id": self.clinic.location_id, "patient_id": book.id, "amount": { "amount": shared + more, "currency": currency }, "method": method,
            "brand": "Any", "transaction_id": if method == "online" { curanda_core::ids::fresh().to_string() } else { String::new() }, "tendered": null,
            "policy_id": book.policy, "pending": pending, "shares": shares, "drawer": self.one(&["1", "2"]),
        });
        let Some(taken) = self.call("billing.pay", request).await else {
            return;
        };
        let payment = taken["payment"].clone();
        if payment["status"] == "pending" {
            book.pending.push(payment);
            return;
        }
        if method != "credit" {
            book.came += shared + more;
        }
        book.payments.push(payment);
    }

    pub(super) async fn settle(&mut self, book: &mut Books) {
        if book.pending.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..book.pending.len());
        let payment = book.pending.swap_remove(at);
        let (amount, completed) = (figure(&payment["amount"]["amount"]), self.rng.random_bool(0.75));
        let claim = payment["method"] == "insurance";
        let approved = (claim && completed && self.rng.random_bool(0.6)).then(|| self.rng.random_range(1..=amount));
        let request = json!({
            "id": payment["id"], "version": payment["version"], "completed": completed, "approved": approved, "transaction_id": "", "reason": "random", "drawer": "1",
        });
        let Some(settled) = self.call("billing.settle", request).await else {
            self.tally.wrong.push("a pending payment could not be settled".to_owned());
            return;
        };
        if completed {
            book.came += approved.unwrap_or(amount);
            book.payments.push(settled);
        }
    }

    pub(super) async fn refund(&mut self, book: &mut Books) {
        if book.payments.is_empty() {
            return;
        }
        let payment = &book.payments[self.rng.random_range(0..book.payments.len())];
        let amount = self.rng.random_range(1..=figure(&payment["amount"]["amount"]) + 500);
        let destination = if self.rng.random_bool(0.3) { "credit" } else { "method" };
        let request = json!({
            "payment_id": payment["id"], "amount": { "amount": amount, "currency": "EUR" }, "destination": destination, "transaction_id": "", "reason": "random",
            "drawer": self.one(&["1", "2"]),
        });
        let out = destination == "method" && payment["method"] != "credit";
        if self.call("billing.refund", request).await.is_some() && out {
            book.went += amount;
        }
    }

    pub(super) async fn write_off(&mut self, book: &mut Books) {
        if book.issued.is_empty() {
            return;
        }
        let (id, _) = &book.issued[self.rng.random_range(0..book.issued.len())];
        let amount = self.rng.random_range(1..5_000);
        let request = json!({ "id": id, "amount": { "amount": amount, "currency": "EUR" }, "reason": "random" });
        self.call("billing.write_off", request).await;
    }

    pub(super) async fn void(&mut self, book: &mut Books) {
        if book.issued.is_empty() {
            return;
        }
        let at = self.rng.random_range(0..book.issued.len());
        let (id, version) = book.issued[at].clone();
        let Some(gone) = self
            .call("billing.void", json!({ "id": id, "version": version, "reason": "random" }))
            .await
        else {
            return;
        };
        book.issued.swap_remove(at);
        book.asked -= figure(&gone["total"]);
        // What had been given up of it was reversed with it.
        if gone["written_off"] != 0 {
            self.tally.wrong.push("a void invoice has something given up".to_owned());
        }
    }
}
