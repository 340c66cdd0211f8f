//! `prove ledger`: a long random sequence of what a front desk and a manager may do with money, and may not; after it, and on the
//! way, the books say what the answers said.
//!
//! Kept beside the store: what was asked for, what came, what went back, by patient. The store is looked at by `curanda check` too.

mod codes;
mod insurers;
mod moves;

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
    let insurer = insurers::insurer(&w, &clinic).await;
    let mut books = Vec::new();
    for n in 0..PATIENTS {
        let id = super::patient(&w, &clinic, n).await;
        let policy = insurers::policy(&w, &clinic, &id, &insurer).await;
        books.push(Books {
            id,
            policy,
            ..Books::default()
        });
    }
    let mut desk = Desk {
        w,
        clinic,
        insurer,
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
