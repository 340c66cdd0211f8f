//! `prove promotions`: 64 desks in processes of their own redeem the same two codes at once. Exactly as many invoices use each as it allows,
//! all others are refused for that reason alone; what is voided can be redeemed again, and no more than that.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::check::{self, Check};
use curanda_core::error::{ApiError, ErrorCode};
use futures::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::processes::{self, program, say, workstation};
use super::{Options, Outcome};
use crate::{Clinic, World, call};

const PROCESSES: usize = 16;
/// Invoices that each process issues at the same moment, each over a connection of its own.
const TOGETHER: usize = 4;
/// How many invoices may use the first code; and how many of one patient the second.
const LIMIT: i64 = 10;
const PER_PATIENT: i64 = 3;
/// Invoices that are voided in the end, so that as many others may use the code.
const VOIDED: usize = 4;

/// A draft that has its code, and its version.
type Draft = (String, i64);

/// Where a process works.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Task {
    database: String,
    store: String,
    token: String,
}

/// A process that is connected, and issues what it is told in one line at once.
struct Worker {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    /// Started, and ready.
    fn start(task: &Task) -> Self {
        let mut child = program("promotions-process", task)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a process of the race starts");
        let mut worker = Self {
            input: child.stdin.take().expect("its input"),
            output: BufReader::new(child.stdout.take().expect("its output")).lines(),
            child,
        };
        worker.line();
        worker
    }

    /// Nothing more to do.
    fn end(mut self) {
        drop(self.input);
        self.output.for_each(drop);
        self.child.wait().expect("the process ends");
    }

    fn line(&mut self) -> String {
        self.output.next().expect("a line").expect("its output is open")
    }
}

/// What one process did.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Tally {
    redeemed: u64,
    refused: u64,
    errors: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.redeemed += other.redeemed;
        self.refused += other.refused;
        self.errors.extend(other.errors);
    }
}

/// The clinic of the proof.
struct Desk {
    w: World,
    clinic: Clinic,
    workers: Vec<Worker>,
}

/// Races for the clinic's limit, for one patient's, and for what a void gave back.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let clinic = w.clinic().await;
    let task = Task {
        database: w.place(),
        store: options.store.name().to_owned(),
        token: clinic.receptionist.token.clone(),
    };
    // One after the other: sixteen programs that connect at once are not what is raced here.
    let workers = (0..PROCESSES).map(|_| Worker::start(&task)).collect();
    let mut desk = Desk { w, clinic, workers };
    let mut sum = Tally::default();
    let mut wrong = Vec::new();
    let rounds = options.n.unwrap_or(3);
    for round in 0..rounds {
        let (limited, own) = (format!("LIMITED-{round}"), format!("OWN-{round}"));
        desk.promotion(&limited, json!({ "usage_limit": LIMIT })).await;
        desk.promotion(&own, json!({ "patient_limit": PER_PATIENT })).await;
        let patients = desk.patients(round).await;
        let first = desk.race(&limited, &patients, &mut sum).await;
        let alone = desk.race(&own, &patients[..1], &mut sum).await;
        desk.void(&limited).await;
        let again = desk.race(&limited, &patients, &mut sum).await;
        for (what, got, allowed) in [
            ("the limit", first, LIMIT),
            ("one patient's limit", alone, PER_PATIENT),
            ("after the voids", again, LIMIT),
        ] {
            if got != allowed {
                wrong.push(format!("{what}: {got} uses, not {allowed}"));
            }
        }
    }
    desk.workers.drain(..).for_each(Worker::end);
    desk.judge(options, rounds, &sum, &wrong).await
}

impl Desk {
    async fn done(&self, command: &str, request: Value) -> Value {
        let answer: Result<Value, ApiError> = call(&self.w.app, Some(&self.clinic.admin.token), command, request).await;
        answer.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    async fn promotion(&self, code: &str, limits: Value) {
        let mut form = json!({
            "id": null, "version": 0, "location_id": self.clinic.location_id, "code": code, "name": code, "description": "", "kind": "percent", "value": 1000, "currency": "EUR",
            "minimum_purchase": null, "maximum_discount": 500, "starts_on": "2026-11-24", "ends_on": "2026-11-24", "usage_limit": null, "patient_limit": null,
            "services": [], "locations": [],
        });
        form.as_object_mut()
            .expect("a form")
            .extend(limits.as_object().expect("limits").clone());
        self.done("billing.save_promotion", form).await;
    }

    /// One for each desk.
    async fn patients(&self, round: u64) -> Vec<String> {
        let first = usize::try_from(round).expect("a small number") * PROCESSES * TOGETHER;
        let mut patients = Vec::new();
        for n in first..first + PROCESSES * TOGETHER {
            patients.push(super::patient(&self.w, &self.clinic, n).await);
        }
        patients
    }

    /// A draft that has the code.
    async fn draft(&self, code: &str, patient: &str) -> Draft {
        let line =
            json!({ "service_id": null, "description": "Anything", "quantity": 1, "unit_price": 6000, "tax_rate": 2300, "discount": null });
        let draft = json!({
            "id": null, "version": 0, "location_id": self.clinic.location_id, "patient_id": patient, "currency": null, "lines": [line], "discount": null, "note": "",
        });
        let draft = self.done("billing.save_invoice", draft).await;
        let apply = json!({ "id": draft["id"], "version": draft["version"], "code": code });
        let coded: Result<Value, ApiError> = call(&self.w.app, Some(&self.clinic.admin.token), "billing.apply_promotion", apply).await;
        // Refused only when too many use it already: without its code the draft is one issued too many.
        let coded = coded.unwrap_or(draft);
        let id = coded["id"].as_str().expect("an id").to_owned();
        (id, coded["version"].as_i64().expect("a version"))
    }

    /// Every desk issues an invoice with the code at once; how many use it then.
    async fn race(&mut self, code: &str, patients: &[String], sum: &mut Tally) -> i64 {
        let mut drafts = Vec::new();
        for n in 0..PROCESSES * TOGETHER {
            drafts.push(self.draft(code, &patients[n % patients.len()]).await);
        }
        for (worker, drafts) in self.workers.iter_mut().zip(drafts.chunks(TOGETHER)) {
            writeln!(worker.input, "{}", json!(drafts)).expect("the process listens");
        }
        for worker in &mut self.workers {
            sum.add(serde_json::from_str(&worker.line()).expect("a tally"));
        }
        self.listed(code).await["used"].as_i64().expect("a count")
    }

    /// The promotion as it stands.
    async fn listed(&self, code: &str) -> Value {
        let all = self
            .done("billing.promotions", json!({ "location_id": self.clinic.location_id }))
            .await;
        let all = all.as_array().expect("promotions");
        all.iter().find(|p| p["code"] == code).expect("the promotion").clone()
    }

    /// Voids some of the invoices that use it.
    async fn void(&self, code: &str) {
        let id = self.listed(code).await["id"].clone();
        let shown = self
            .done("billing.promotion", json!({ "id": id, "location_id": self.clinic.location_id }))
            .await;
        let uses = shown["redemptions"].as_array().expect("its uses").iter();
        for one in uses.take(VOIDED) {
            let invoice = self.done("billing.invoice", json!({ "id": one["invoice_id"] })).await;
            let void = json!({ "id": invoice["id"], "version": invoice["version"], "reason": "Twice" });
            self.done("billing.void", void).await;
        }
    }

    async fn judge(&self, options: &Options, rounds: u64, sum: &Tally, wrong: &[String]) -> Outcome {
        let findings = check::run(&self.w.app.stores().expect("a store"), self.w.app.now())
            .await
            .expect("the store answers");
        let money = [
            Check::Promotions,
            Check::Unbalanced,
            Check::Posted,
            Check::Balances,
            Check::Counters,
        ];
        let found = findings.iter().filter(|f| money.contains(&f.check)).count();
        let mut line = format!(
            "promotions on {}: {rounds} rounds of {PROCESSES} processes × {TOGETHER}, {} redeemed, {} refused, {} errors, {} limits not kept exactly, {found} findings",
            options.store.name(),
            sum.redeemed,
            sum.refused,
            sum.errors.len(),
            wrong.len()
        );
        if let Some(first) = wrong.first().or(sum.errors.first()) {
            line = format!("{line} (first: {first})");
        }
        let allowed = rounds * ((LIMIT + PER_PATIENT).unsigned_abs() + VOIDED as u64);
        Outcome {
            holds: wrong.is_empty() && sum.errors.is_empty() && found == 0 && sum.redeemed == allowed && sum.refused > 0,
            figures: json!({
                "store": options.store.name(), "rounds": rounds, "at_once": PROCESSES * TOGETHER, "redeemed": sum.redeemed, "refused": sum.refused,
                "errors": sum.errors.len(), "wrong": wrong.len(), "findings": found,
            }),
            line,
        }
    }
}

/// A process of the race: issues the drafts of each line at once, and answers with its tally.
pub async fn process() -> Outcome {
    let task: Task = processes::task();
    let app = workstation("DESK-P", &task.store, &task.database).await;
    let mut lines = 0_u64;
    say("ready");
    for line in std::io::stdin().lines() {
        let drafts: Vec<Draft> = serde_json::from_str(&line.expect("a line")).expect("drafts");
        let mut sum = Tally::default();
        for tally in join_all(drafts.iter().map(|draft| issue(&app, &task.token, draft))).await {
            sum.add(tally);
        }
        lines += 1;
        say(&json!(sum).to_string());
    }
    Outcome {
        holds: true,
        line: format!("{lines} lines"),
        figures: json!({ "lines": lines }),
    }
}

/// Issues until it is done or refused; asks again where others were quicker, as the answer says.
async fn issue(app: &Arc<App>, token: &str, (id, version): &Draft) -> Tally {
    let mut tally = Tally::default();
    loop {
        let request = json!({ "id": id, "version": version });
        let issued: Result<Value, ApiError> = call(app, Some(token), "billing.issue", request).await;
        match issued {
            Ok(_) => tally.redeemed += 1,
            Err(error) if error.code == ErrorCode::Busy => continue,
            Err(error) if is_limit(&error) => tally.refused += 1,
            Err(error) => tally.errors.push(format!("{:?} {:?}", error.code, error.fields)),
        }
        return tally;
    }
}

fn is_limit(error: &ApiError) -> bool {
    let limit = |code: &str| matches!(code, "promotion_used_up" | "promotion_patient_limit");
    error.code == ErrorCode::Invalid && error.fields.iter().all(|f| f.field == "promotion" && limit(&f.code))
}
