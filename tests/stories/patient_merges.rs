//! Two charts of one person become one, and two again, with nothing lost either way.

use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::args;
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_core::ids::PatientId;
use curanda_tests::{Clinic, World, stories};
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

async fn call(w: &World, c: &Clinic, command: &str, request: Value) -> Value {
    w.call(Some(&c.admin.token), command, request).await.unwrap()
}

/// Contacts, relatives, favourites and links of a chart at random; `others` are charts that may be linked.
async fn furnish(w: &World, c: &Clinic, rng: &mut StdRng, id: &str, others: &[String]) {
    for n in 0..rng.random_range(0..4) {
        let contact = json!({ "id": null, "patient_id": id, "name": format!("Contact {n}"), "relationship": "friend", "phone": "+353209161111", "active": rng.random_bool(0.7) });
        call(w, c, "patients.save_contact", contact).await;
    }
    for n in 0..rng.random_range(0..3) {
        let linked = rng
            .random_bool(0.6)
            .then(|| others[rng.random_range(0..others.len())].clone())
            .filter(|other| other != id);
        let relative = json!({
            "id": null, "patient_id": id, "relative_patient_id": linked, "relationship": "sister", "name": format!("Relative {n}"),
            "date_of_birth": null, "sex": "female", "phone": "", "history": "", "active": true,
        });
        call(w, c, "patients.save_relative", relative).await;
    }
    for doctor in &c.doctors {
        if rng.random_bool(0.5) {
            call(
                w,
                c,
                "patients.set_favourite",
                json!({ "patient_id": id, "doctor_id": doctor, "favourite": true }),
            )
            .await;
        }
    }
}

/// Everything about a chart but the marks of editing.
async fn state(w: &World, c: &Clinic, id: &str) -> Value {
    let mut record = call(w, c, "patients.open", json!({ "id": id })).await;
    let patient = record["patient"].as_object_mut().unwrap();
    patient.remove("version");
    patient.remove("updated_at");
    record
}

async fn merge(w: &World, c: &Clinic, survivor: &str, merged: &str, take: Value) -> Value {
    let request = json!({ "survivor_id": survivor, "merged_id": merged });
    let preview = call(w, c, "patients.merge_preview", request).await;
    json!({
        "survivor_id": survivor, "merged_id": merged, "take": take, "reason": "same person",
        "survivor_version": preview["survivor"]["version"], "merged_version": preview["merged"]["version"],
    })
}

async fn hits(w: &World, c: &Clinic, text: &str) -> Vec<String> {
    let request = json!({ "text": text, "limit": null, "location_id": null });
    let hits = call(w, c, "patients.search", request).await;
    hits["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| h["chart_number"].as_str().unwrap().to_owned())
        .collect()
}

/// Two charts, the second with a contact, and the requests that will want them at once: they all saw version 1.
struct Pair {
    kept: String,
    gone: String,
}

impl Pair {
    async fn make(w: &World, c: &Clinic, n: usize) -> Self {
        let kept = w.patient(&c.receptionist, &format!("Kept{n}"), "Race").await;
        let gone = w.patient(&c.receptionist, &format!("Gone{n}"), "Race").await;
        let contact = json!({ "id": null, "patient_id": gone, "name": "Contact", "relationship": "friend", "phone": "+353209161111", "active": true });
        call(w, c, "patients.save_contact", contact).await;
        Self { kept, gone }
    }

    fn merge(&self) -> (&'static str, Value) {
        let request = json!({
            "survivor_id": self.kept, "merged_id": self.gone, "take": [], "reason": "same person", "survivor_version": 1, "merged_version": 1,
        });
        ("patients.merge", request)
    }

    /// The other way round.
    fn merge_back(&self) -> (&'static str, Value) {
        let (command, mut request) = self.merge();
        request["survivor_id"] = json!(self.gone);
        request["merged_id"] = json!(self.kept);
        (command, request)
    }

    fn deactivate(id: &str) -> (&'static str, Value) {
        let request = json!({ "id": id, "base_version": 1, "status": "inactive", "deceased_on": null, "reason": "moved away" });
        ("patients.set_status", request)
    }

    /// Both charts are whole: one answers for the other and holds what was its, or each holds its own.
    async fn is_whole(&self, w: &World, c: &Clinic) {
        let (kept, gone) = (state(w, c, &self.kept).await, state(w, c, &self.gone).await);
        let contacts = |record: &Value| record["contacts"].as_array().unwrap().len();
        let merged = |record: &Value| record["patient"]["status"] == "merged";
        let into = |record: &Value| record["patient"]["merged_into"].clone();
        match (merged(&kept), merged(&gone)) {
            (false, false) => assert_eq!((contacts(&kept), contacts(&gone), into(&gone)), (0, 1, json!(null))),
            (false, true) => assert_eq!((contacts(&kept), contacts(&gone), into(&gone)), (1, 0, json!(self.kept))),
            (true, false) => assert_eq!((contacts(&gone), into(&kept)), (1, json!(self.gone))),
            (true, true) => panic!("each was merged into the other"),
        }
        assert_eq!(kept["merged_charts"].as_array().unwrap().len(), usize::from(merged(&gone)));
    }
}

/// Sends all at once, from two workstations in turn; what was done, by its place.
async fn at_once(desks: &[Arc<App>; 2], c: &Clinic, requests: &[(&'static str, Value)]) -> Vec<usize> {
    let token = Some(c.admin.token.as_str());
    let calls = requests
        .iter()
        .enumerate()
        .map(|(n, (command, request))| curanda_tests::call::<Value>(&desks[n % 2], token, command, request.clone()));
    let answers = join_all(calls).await;
    for error in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        let told = match error.code {
            ErrorCode::Stale => error.params["current"].is_object(),
            ErrorCode::NotAllowed => error.params["reason"] == "chart_merged",
            ErrorCode::Invalid => error.fields[0].field == "patient_id",
            _ => false,
        };
        assert!(told, "the loser is told why: {error:?}");
    }
    (0..answers.len()).filter(|n| answers[*n].is_ok()).collect()
}

stories! {
    async fn of_a_merge_and_a_deactivation_at_once_one_wins(w) {
        let c = w.clinic().await;
        let desks = [w.app.clone(), w.second_workstation().await];
        for n in 0..6 {
            let pair = Pair::make(&w, &c, n).await;
            let mut requests = vec![pair.merge(), Pair::deactivate(&pair.gone), Pair::deactivate(&pair.kept)];
            requests.rotate_left(n % 3);
            let done = at_once(&desks, &c, &requests).await;
            let won: Vec<_> = done.iter().map(|n| requests[*n].0).collect();
            assert!(won == ["patients.merge"] || won == ["patients.set_status"; 2], "{won:?}");
            pair.is_whole(&w, &c).await;
        }
        let merges: (i64,) = w.db.clone().one("SELECT COUNT(*) FROM patient_merges m JOIN patients p ON p.id = m.merged_id WHERE p.status <> 'merged'", vec![]).await.unwrap();
        assert_eq!(merges.0, 0, "no merge is on file that did not happen");
    }

    async fn two_charts_are_not_merged_into_each_other(w) {
        let c = w.clinic().await;
        let desks = [w.app.clone(), w.second_workstation().await];
        for n in 0..6 {
            let pair = Pair::make(&w, &c, n).await;
            let done = at_once(&desks, &c, &[pair.merge(), pair.merge_back(), pair.merge()]).await;
            assert_eq!(done.len(), 1, "{done:?}");
            pair.is_whole(&w, &c).await;
        }
    }

    async fn a_booking_made_during_a_merge_is_the_survivors(w) {
        let c = w.clinic().await;
        let desks = [w.app.clone(), w.second_workstation().await];
        for n in 0..6 {
            let pair = Pair::make(&w, &c, n).await;
            let book = json!({
                "patient_id": pair.gone, "doctor_id": c.doctors[0], "location_id": c.location_id, "minutes": 15,
                "starts_at": format!("2026-11-25T09:{:02}:00Z", 5 * n), "overbook_reason": "urgent",
            });
            let mut requests = vec![pair.merge(), ("scheduling.book", book)];
            requests.rotate_left(n % 2);
            let done = at_once(&desks, &c, &requests).await;
            assert!(done.iter().any(|n| requests[*n].0 == "patients.merge"), "a booking does not stop a merge");
            pair.is_whole(&w, &c).await;
            let left: (i64,) = w.db.clone().one("SELECT COUNT(*) FROM appointments WHERE patient_id = ?", args![PatientId(pair.gone.parse().unwrap())]).await.unwrap();
            assert_eq!(left.0, 0, "no appointment is left with a chart that is gone");
        }
    }

    async fn merging_and_undoing_loses_nothing_whatever_the_charts_hold(w) {
        let c = w.clinic().await;
        for seed in 0..6 {
            let mut rng = StdRng::seed_from_u64(seed);
            let mut ids = Vec::new();
            for n in 0..3 {
                ids.push(w.patient(&c.receptionist, &format!("Given{n}"), &format!("Family{n}")).await);
            }
            for id in &ids {
                furnish(&w, &c, &mut rng, id, &ids).await;
            }
            let mut before = Vec::new();
            for id in &ids {
                before.push(state(&w, &c, id).await);
            }
            let request = merge(&w, &c, &ids[0], &ids[1], json!(["last_name"])).await;
            let survivor = call(&w, &c, "patients.merge", request).await;
            assert_eq!(survivor["patient"]["last_name"], "Family1");
            let of = |record: &Value, what: &str| record[what].as_array().unwrap().len();
            for what in ["contacts", "relatives"] {
                assert_eq!(of(&survivor, what), of(&before[0], what) + of(&before[1], what), "{what} of seed {seed}");
            }
            let undo = json!({ "merge_id": survivor["merged_charts"][0]["merge_id"] });
            call(&w, &c, "patients.undo_merge", undo).await;
            for (id, before) in ids.iter().zip(&before) {
                assert_eq!(&state(&w, &c, id).await, before, "seed {seed}");
            }
        }
    }

    async fn a_merged_chart_is_found_by_its_number_and_only_there(w) {
        let c = w.clinic().await;
        let (kept, gone) = (w.patient(&c.receptionist, "Hana", "Kovács").await, w.patient(&c.receptionist, "Hanna", "Kovatch").await);
        let request = merge(&w, &c, &kept, &gone, json!([])).await;
        let survivor = call(&w, &c, "patients.merge", request.clone()).await;
        assert_eq!(hits(&w, &c, "C-000002").await, ["C-000001"]);
        assert!(hits(&w, &c, "kovatch").await.is_empty(), "the merged name is gone");
        let again = w.call::<Value>(Some(&c.admin.token), "patients.merge", request).await.unwrap_err();
        assert_eq!((again.code, &again.params["reason"]), (ErrorCode::NotAllowed, &json!("chart_merged")));
        let edit = json!({ "id": gone, "base_version": 2, "changes": { "city": "Cork" } });
        assert_eq!(w.call::<Value>(Some(&c.admin.token), "patients.save", edit).await.unwrap_err().code, ErrorCode::NotAllowed);

        let undo = json!({ "merge_id": survivor["merged_charts"][0]["merge_id"] });
        call(&w, &c, "patients.undo_merge", undo.clone()).await;
        assert_eq!(hits(&w, &c, "C-000002").await, ["C-000002"]);
        let twice = w.call::<Value>(Some(&c.admin.token), "patients.undo_merge", undo).await.unwrap_err();
        assert_eq!(twice.params["reason"], "merge_undone");
        let rows: Vec<(i64,)> = w.db.clone().all("SELECT COUNT(*) FROM patient_search WHERE kind = 'c'", vec![]).await.unwrap();
        assert_eq!(rows[0].0, 2, "no alias is left behind");
    }

    async fn what_was_edited_after_a_merge_survives_its_undo(w) {
        let c = w.clinic().await;
        let (kept, gone) = (w.patient(&c.receptionist, "Hana", "Kovács").await, w.patient(&c.receptionist, "Hanna", "Kovatch").await);
        let request = merge(&w, &c, &kept, &gone, json!(["first_name"])).await;
        let survivor = call(&w, &c, "patients.merge", request).await;
        let save = json!({ "id": kept, "base_version": survivor["patient"]["version"], "changes": { "first_name": "Johanna" } });
        call(&w, &c, "patients.save", save).await;
        let undo = json!({ "merge_id": survivor["merged_charts"][0]["merge_id"] });
        let record = call(&w, &c, "patients.undo_merge", undo).await;
        assert_eq!(record["patient"]["first_name"], "Johanna");
    }
}
