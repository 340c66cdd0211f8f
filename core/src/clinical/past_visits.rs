//! Visits that other systems tell of. They are no appointments: they hold nobody's time here, and a corrected one is retired.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::db::{Arg, Read, Tx};
use crate::ids::{ImportedId, PastVisitId, PatientId, UserId};
use crate::{Result, args};

crate::text_enum! {
    /// What kind of visit it was; FHIR R4 `Encounter.class`, HL7 v3 ActEncounterCode.
    pub enum PastVisitKind {
        /// In a practice or a clinic.
        Visit = "visit",
        /// It followed another.
        FollowUp = "follow_up",
        /// It could not wait.
        Emergency = "emergency",
        /// A stay on a ward.
        Inpatient = "inpatient",
        /// At the patient's home.
        Home = "home",
        /// By phone or video.
        Remote = "remote",
    }
}

/// What is known of a visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PastVisitForm {
    /// Start; noon in UTC when only the day is known.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: Option<DateTime<Utc>>,
    /// Only the day is known.
    pub day_only: bool,
    /// What kind it was.
    pub kind: PastVisitKind,
    /// It was called off.
    pub cancelled: bool,
    /// What the other system calls it.
    pub name: String,
    /// What it was for.
    pub reason: String,
    /// Who saw the patient, and where.
    pub seen_by: String,
}

/// A visit in the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PastVisit {
    /// Its row.
    pub id: PastVisitId,
    /// What is known of it.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: PastVisitForm,
}

/// A visit to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewPastVisit {
    /// Whose.
    pub patient_id: PatientId,
    /// The resource of another system that tells of it.
    pub imported_id: Option<ImportedId>,
    /// What is known of it.
    pub form: PastVisitForm,
}

const INSERT: &str = "INSERT INTO past_visits (id, patient_id, imported_id, starts_at, ends_at, day_only, kind, cancelled, name, reason, seen_by, retired, recorded_by, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const RETIRE: &str = "UPDATE past_visits SET retired = ?, updated_at = ? WHERE imported_id = ? AND retired = ?";
const PAGE: &str = "SELECT id, starts_at, ends_at, day_only, kind, cancelled, name, reason, seen_by FROM past_visits \
 WHERE patient_id = ? AND starts_at <= ? AND (starts_at < ? OR id < ?) AND retired = ? ORDER BY starts_at DESC, id DESC LIMIT ?";
const LAST: &str =
    "SELECT starts_at FROM past_visits WHERE patient_id = ? AND retired = ? AND cancelled = ? ORDER BY starts_at DESC, id DESC LIMIT 1";
const COUNT: &str = "SELECT COUNT(*) FROM past_visits WHERE patient_id = ? AND retired = ? AND cancelled = ?";

/// A page of them, newest first; `start` are the patient, twice the instant and the id that the page stands after.
pub(super) async fn page(q: &mut impl Read, start: Vec<Arg>, limit: u32) -> Result<Vec<PastVisit>> {
    q.all(PAGE, [start, args![false, limit]].concat()).await
}

/// When the last one was that took place.
pub(super) async fn last(q: &mut impl Read, patient: PatientId) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = q.optional(LAST, args![patient, false, false]).await?;
    Ok(row.map(|r| r.0))
}

/// How many took place.
pub(super) async fn count(q: &mut impl Read, patient: PatientId) -> Result<i64> {
    Ok(q.one::<(i64,)>(COUNT, args![patient, false, false]).await?.0)
}

/// Records them. The caller records the act and tells the screens.
///
/// # Errors
/// As the store says.
pub(crate) async fn record_all(tx: &mut Tx, visits: &[NewPastVisit], by: UserId, now: DateTime<Utc>) -> Result<()> {
    for visit in visits {
        let form = &visit.form;
        let values = args![
            PastVisitId::fresh(),
            visit.patient_id,
            visit.imported_id,
            form.starts_at,
            form.ends_at,
            form.day_only,
            form.kind,
            form.cancelled,
            &form.name,
            &form.reason,
            &form.seen_by,
            false,
            by,
            now,
            now
        ];
        tx.exec(INSERT, values).await?;
    }
    Ok(())
}

/// What a resource of another system told before is no longer so.
///
/// # Errors
/// As the store says.
pub(crate) async fn retire_imported(tx: &mut Tx, imported: ImportedId, now: DateTime<Utc>) -> Result<()> {
    tx.exec(RETIRE, args![true, now, imported, false]).await?;
    Ok(())
}
