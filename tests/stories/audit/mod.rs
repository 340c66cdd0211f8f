//! Every command that changes something leaves its record: who, in which role, at which workstation, what, whose chart,
//! before and after, why, and how it ended. A command without a step here fails the story.

mod billing;
mod clinical;
mod directory;
mod identity;
mod notes;
mod patients;
mod prescribing;
mod records;
mod scheduling;

use std::collections::{BTreeSet, HashMap};

use curanda_core::api::{Kind, table};
use curanda_core::args;
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_tests::{Clinic, Person, World, stories};
use serde_json::{Value, json};

/// Commands that change no row of the clinic's store: they run before there is one, change this workstation's own file, or
/// make a demo store, whose filling is told by stories of its own.
const NO_STORE_YET: &[&str] = &[
    "setup.choose_store",
    "setup.leave_store",
    "setup.load_demo",
    "setup.migrate",
    "setup.name_workstation",
    "setup.stop_demo",
    "setup.test_connection",
    "setup.unlock_store",
];

/// Commands whose record is told with their feature's own stories, and the journal's, which touch this computer's disk alone.
const TOLD_ELSEWHERE: &[&str] = &[
    "files.finish",
    "files.open",
    "files.put",
    "journal.discard",
    "journal.pending",
    "journal.write",
    "notes.cosign",
    "tasks.set_done",
];

/// What a record says of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Made anew: `after`, and nothing before.
    New,
    /// Changed: `before` and `after`.
    Change,
    /// Done, such as a sign-out: no fields.
    Act,
}

/// One command with what its record must say.
struct Step {
    command: &'static str,
    entity: &'static str,
    of: Of,
    /// Whether it concerns a patient's chart.
    patient: bool,
    /// Whether a doctor does it; the admin as a rule.
    by_doctor: bool,
    request: fn(&Facts) -> Value,
}

impl Step {
    fn new(command: &'static str, entity: &'static str, of: Of, request: fn(&Facts) -> Value) -> Self {
        Self {
            command,
            entity,
            of,
            patient: false,
            by_doctor: false,
            request,
        }
    }

    fn of_patient(self) -> Self {
        Self { patient: true, ..self }
    }

    fn by_doctor(self) -> Self {
        Self { by_doctor: true, ..self }
    }

    /// Who does it, and in which role.
    fn person<'a>(&self, clinic: &'a Clinic) -> (&'a Person, &'static str) {
        if self.by_doctor {
            (&clinic.doctor, "doctor")
        } else {
            (&clinic.admin, "admin")
        }
    }
}

/// The clinic, and the last answer of each command.
struct Facts {
    clinic: Clinic,
    answers: HashMap<&'static str, Value>,
}

impl Facts {
    /// The last answer of a command.
    fn of(&self, command: &str) -> &Value {
        &self.answers[command]
    }
}

async fn records(w: &World) -> Vec<Value> {
    let rows: Vec<(String,)> = w.db.clone().all("SELECT body FROM outbox ORDER BY id", args![]).await.unwrap();
    rows.into_iter().map(|(body,)| serde_json::from_str(&body).unwrap()).collect()
}

/// Takes the step and looks at the record that it left.
async fn take(w: &World, facts: &mut Facts, step: &Step) {
    let known = records(w).await.len();
    let request = (step.request)(facts);
    let token = step.person(&facts.clinic).0.token.clone();
    let answer: Value = w
        .call(Some(&token), step.command, request)
        .await
        .unwrap_or_else(|e| panic!("{}: {e:?}", step.command));
    facts.answers.insert(step.command, answer);
    let left = records(w).await.split_off(known);
    let of_command = |record: &&Value| record["command"] == step.command && record["entity"] == step.entity;
    let record = left
        .iter()
        .find(of_command)
        .unwrap_or_else(|| panic!("{} left {left:?}", step.command));
    check(step, record, &facts.clinic);
}

fn check(step: &Step, record: &Value, clinic: &Clinic) {
    let name = step.command;
    let (person, role) = step.person(clinic);
    assert_eq!(record["actor"]["id"], json!(person.user_id), "{name}: who");
    assert_eq!(record["actor"]["role"], role, "{name}: in which role");
    assert_eq!(record["actor"]["workstation"], "DESK-1", "{name}: where");
    assert!(record["action"].is_string() && record["time"].is_string(), "{name}: what and when");
    assert_eq!(record["outcome"], "done", "{name}: how it ended");
    assert_eq!(record["patient_id"].is_string(), step.patient, "{name}: whose chart");
    let changes = &record["changes"];
    let before = changes["before"]
        .as_object()
        .is_some_and(|fields| fields.values().any(|value| !value.is_null()));
    let held = (before, changes["after"].is_object());
    let wanted = match step.of {
        Of::New => (false, true),
        Of::Change => (true, true),
        Of::Act => held,
    };
    assert_eq!(held, wanted, "{name}: before and after in {changes}");
}

stories! {
    async fn every_change_leaves_its_record(w) {
        let mut facts = Facts { clinic: w.clinic().await, answers: HashMap::new() };
        let steps: Vec<Step> = [directory::steps(), patients::steps(), scheduling::steps(), clinical::steps(), notes::steps(), prescribing::steps(), records::steps(), billing::steps(), identity::steps()].into_iter().flatten().collect();
        let mut told: BTreeSet<&str> = BTreeSet::from(["setup.create_clinic"]);
        for step in &steps {
            take(&w, &mut facts, step).await;
            told.insert(step.command);
        }
        told.extend(NO_STORE_YET);
        told.extend(TOLD_ELSEWHERE);
        let changing: BTreeSet<&str> = table::all().filter(|c| c.kind != Kind::Read).map(|c| c.name).collect();
        assert_eq!(changing.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "commands without a step");
    }

    async fn the_first_run_is_recorded_with_what_it_made(w) {
        w.clinic().await;
        let record = &records(&w).await[0];
        assert_eq!((&record["command"], &record["entity"]), (&json!("setup.create_clinic"), &json!("clinic")));
        assert_eq!(record["changes"]["after"]["location"]["time_zone"], "Europe/Dublin");
        assert!(!record.to_string().contains("argon2"), "no password, not even hashed");
    }

    async fn what_was_refused_and_denied_is_recorded_too(w) {
        let c = w.clinic().await;
        let wrong = json!({ "email": "desk@clinic.example", "password": "wrong" });
        w.call::<Value>(None, "identity.sign_in", wrong).await.unwrap_err();
        let refused = records(&w).await.pop().unwrap();
        assert_eq!((&refused["outcome"], &refused["entity_id"]), (&json!("refused"), &json!(c.receptionist.user_id)));
        assert_eq!(refused["severity"], "warning");
        w.call::<Value>(Some(&c.receptionist.token), "users.list", json!(null)).await.unwrap_err();
        let denied = records(&w).await.pop().unwrap();
        assert_eq!((&denied["outcome"], &denied["actor"]["id"]), (&json!("denied"), &json!(c.receptionist.user_id)));
        assert_eq!(denied["command"], "users.list");
    }

    async fn a_change_without_a_record_is_not_kept(w) {
        use futures::FutureExt;
        let c = w.clinic().await;
        let location: curanda_core::ids::LocationId = serde_json::from_value(json!(c.location_id)).unwrap();
        let unrecorded = w.ctx().transact(|tx, _| async move {
            tx.exec("UPDATE locations SET city = 'Nowhere' WHERE id = ?", args![location]).await?;
            Ok(())
        }.boxed()).await.unwrap_err();
        assert_eq!(unrecorded.code, ErrorCode::Internal);
        let cities: Vec<(String,)> = w.db.clone().all("SELECT city FROM locations", args![]).await.unwrap();
        assert_eq!(cities, [(String::new(),)]);
    }

    async fn no_record_holds_a_password(w) {
        let c = w.clinic().await;
        let reset: Value = w.call(Some(&c.admin.token), "users.reset_password", json!({ "id": c.receptionist.user_id })).await.unwrap();
        let secret = reset["temporary_password"].as_str().unwrap();
        let all = records(&w).await;
        assert!(all.iter().all(|r| !r.to_string().contains(secret) && !r.to_string().contains(curanda_tests::PASSWORD)));
        let replies: Vec<(String,)> = w.db.clone().all("SELECT reply FROM commands_done", args![]).await.unwrap();
        assert!(replies.iter().all(|(reply,)| !reply.contains(secret) && !reply.contains(&c.admin.token)));
    }
}
