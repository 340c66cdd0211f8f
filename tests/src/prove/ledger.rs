//! `prove ledger`: a long random sequence of what a front desk and a manager may do with money, and may not; after it, and on the
//! way, the books say what the answers said.
//!
//! Kept beside the store: what was asked for, what came, what went back, by patient. The store is looked at by `curanda check` too.

mod codes;

use curanda_core::check::{self, Check};
use curanda_core::error::ErrorCode;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::{Options, Outcome};
use crate::{Clinic, World, call};

const SEED: u64 = 20_261_126;
const PATIENTS: usize = 40;
/// Operations between two remittances.
const REMIT: u64 = 40;
/// Operations between two looks at one patient's account.
const LOOK: u64 = 25;

/// What one patient's money should come to.
#[derive(Debug, Default)]
struct Books {
    id: String,
    policy: Value,
    /// Invoices that may be paid, by id, with their version.
    issued: Vec<(Value, Value)>,
    drafts: Vec<(Value, Value)>,
    /// Completed and pending payments.
    payments: Vec<Value>,
    pending: Vec<Value>,
    asked: i64,
    came: i64,
    went: i64,
}

#[derive(Debug, Default)]
struct Tally {
    done: u64,
    refused: u64,
    wrong: Vec<String>,
}

struct Desk {
    w: World,
    clinic: Clinic,
    insurer: Value,
    rng: StdRng,
    tally: Tally,
}

/// Runs the sequence.
pub async fn run(options: &Options) -> Outcome {
    let operations = options.n.unwrap_or(10_000);
    let w = World::start(options.store).await;
    let clinic = w.clinic().await;
    let place = json!({
        "location_id": clinic.location_id, "version": 0, "tax_name": "VAT", "tax_number": "", "tax_rate": 2300, "prices_include_tax": false, "payment_days": 14,
    });
    let saved: Result<Value, _> = call(&w.app, Some(&clinic.admin.token), "billing.save_place", place).await;
    saved.expect("the place is saved");
    let insurer = json!({ "id": null, "version": 0, "name": "Meridian", "payer_id": "", "active": true });
    let insurer: Value = call(&w.app, Some(&clinic.admin.token), "insurance.save_insurer", insurer)
        .await
        .expect("an insurer");
    let mut books = Vec::new();
    for n in 0..PATIENTS {
        let id = super::patient(&w, &clinic, n).await;
        let policy = json!({
            "id": null, "version": 0, "patient_id": id, "insurer_id": insurer["id"], "policy_number": "M-1", "group_number": "", "policy_rank": "primary", "holder": "self",
            "holder_name": "", "holder_relation": "", "valid_from": null, "valid_to": null, "coverage_note": "", "active": true,
        });
        let policy: Value = call(&w.app, Some(&clinic.admin.token), "insurance.save_policy", policy)
            .await
            .expect("a policy");
        books.push(Books {
            id,
            policy: policy["id"].clone(),
            ..Books::default()
        });
    }
    let mut desk = Desk {
        w,
        clinic,
        insurer: insurer["id"].clone(),
        rng: StdRng::seed_from_u64(SEED),
        tally: Tally::default(),
    };
    desk.promotions().await;
    for operation in 0..operations {
        let at = desk.rng.random_range(0..PATIENTS);
        if operation % REMIT == REMIT - 1 {
            desk.remit(&mut books).await;
        } else {
            desk.step(&mut books[at]).await;
        }
        if operation % LOOK == 0 {
            desk.look(&books[at]).await;
        }
    }
    for book in &books {
        desk.look(book).await;
    }
    desk.judge(options, operations).await
}

impl Desk {
    async fn call(&mut self, command: &str, request: Value) -> Option<Value> {
        let answer: Result<Value, _> = call(&self.w.app, Some(&self.clinic.admin.token), command, request).await;
        match answer {
            Ok(value) => {
                self.tally.done += 1;
                Some(value)
            }
            Err(error) if matches!(error.code, ErrorCode::Invalid | ErrorCode::NotAllowed | ErrorCode::Stale) => {
                self.tally.refused += 1;
                None
            }
            Err(error) => {
                self.tally.wrong.push(format!("{command}: {:?} {:?}", error.code, error.params));
                None
            }
        }
    }

    async fn step(&mut self, book: &mut Books) {
        match self.rng.random_range(0..100) {
            0..20 => self.draft(book).await,
            20..35 => self.issue(book).await,
            35..65 => self.pay(book).await,
            65..75 => self.settle(book).await,
            75..88 => self.refund(book).await,
            88..94 => self.write_off(book).await,
            _ => self.void(book).await,
        }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.random_range(0..of.len())]
    }

    fn discount(&mut self) -> Value {
        match self.rng.random_range(0..5) {
            0 => json!({ "kind": "percent", "value": self.rng.random_range(1..10_000), "reason": "random" }),
            1 => json!({ "kind": "amount", "value": self.rng.random_range(1..20_000), "reason": "random" }),
            _ => Value::Null,
        }
    }

    async fn draft(&mut self, book: &mut Books) {
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

    async fn issue(&mut self, book: &mut Books) {
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
    async fn pay(&mut self, book: &mut Books) {
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

    async fn settle(&mut self, book: &mut Books) {
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

    /// A remittance over some claims of several patients; some of their rest is given up, and now and then the total is wrong.
    async fn remit(&mut self, books: &mut [Books]) {
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

    async fn refund(&mut self, book: &mut Books) {
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

    async fn write_off(&mut self, book: &mut Books) {
        if book.issued.is_empty() {
            return;
        }
        let (id, _) = &book.issued[self.rng.random_range(0..book.issued.len())];
        let amount = self.rng.random_range(1..5_000);
        let request = json!({ "id": id, "amount": { "amount": amount, "currency": "EUR" }, "reason": "random" });
        self.call("billing.write_off", request).await;
    }

    async fn void(&mut self, book: &mut Books) {
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

    /// What is owed and claimed less what lies as credit is what was asked for less what came and stayed.
    async fn look(&mut self, book: &Books) {
        let account: Value = call(
            &self.w.app,
            Some(&self.clinic.admin.token),
            "billing.account",
            json!({ "patient_id": book.id }),
        )
        .await
        .expect("the account");
        let (mut owed, mut given_up) = (0, 0);
        for invoice in account["invoices"].as_array().expect("invoices") {
            let (of, claimed) = (figure(&invoice["owed"]), figure(&invoice["claimed"]));
            owed += of + claimed;
            given_up += figure(&invoice["written_off"]);
            if of < 0 || claimed < 0 || of + claimed > figure(&invoice["total"]) {
                self.tally.wrong.push(format!("{} owes {of}, {claimed} claimed", invoice["number"]));
            }
        }
        let credit = account["credit"]
            .as_array()
            .and_then(|c| c.first())
            .map_or(0, |c| figure(&c["amount"]));
        let expected = book.asked - book.came + book.went - given_up;
        if owed - credit != expected {
            self.tally.wrong.push(format!(
                "owed {owed} less credit {credit} is not {expected} (operation {})",
                self.tally.done
            ));
        }
    }

    async fn judge(self, options: &Options, operations: u64) -> Outcome {
        let findings = check::run(&self.w.app.stores().expect("a store"), self.w.app.now())
            .await
            .expect("the store answers");
        let money = [
            Check::Unbalanced,
            Check::Posted,
            Check::Balances,
            Check::Counters,
            Check::Promotions,
        ];
        let found: Vec<String> = findings
            .iter()
            .filter(|f| money.contains(&f.check))
            .map(|f| format!("{} {} {}", f.check.as_str(), f.place, f.count))
            .collect();
        let Tally { done, refused, wrong } = self.tally;
        let mut line = format!(
            "ledger on {}: {operations} operations, {done} done, {refused} refused, {} answers against the books, {} findings",
            options.store.name(),
            wrong.len(),
            found.len()
        );
        if let Some(first) = wrong.first().or(found.first()) {
            line = format!("{line} (first: {first})");
        }
        Outcome {
            holds: wrong.is_empty() && found.is_empty() && done > 0 && refused > 0,
            figures: json!({
                "store": options.store.name(), "operations": operations, "done": done, "refused": refused, "wrong": wrong.len(), "findings": found,
            }),
            line,
        }
    }
}

fn figure(value: &Value) -> i64 {
    value.as_i64().unwrap_or(0)
}
