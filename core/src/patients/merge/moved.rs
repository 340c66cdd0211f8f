//! What a merge moves between two charts, kept so that it can be put back without loss.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MergeMoves, MergeOverlap};
use crate::clinical::merging::{self, ChartRows};
use crate::db::{Arg, Read, Sql, Tx};
use crate::feed::Topic;
use crate::ids::{DoctorId, LocationId, PatientId};
use crate::{Result, args};

/// A favourite that both charts had: the going chart's row is set aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Favourite {
    pub doctor_id: DoctorId,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Rows that changed hands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Moved {
    pub appointments: Vec<Uuid>,
    pub waitlist: Vec<Uuid>,
    pub contacts: Vec<Uuid>,
    pub relatives: Vec<Uuid>,
    pub documents: Vec<Uuid>,
    /// Other people's relatives that pointed at the going chart.
    pub links: Vec<Uuid>,
    /// The going chart's relatives that pointed at the staying one: nobody is their own relative.
    pub unlinked: Vec<Uuid>,
    pub favourites: Vec<Uuid>,
    pub favourites_of_both: Vec<Favourite>,
    /// What stands in the chart; absent in merges made before there were charts.
    #[serde(default)]
    pub chart: ChartRows,
}

impl Moved {
    /// How much it is, for people.
    pub fn count(&self) -> MergeMoves {
        let n = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        MergeMoves {
            appointments: n(self.appointments.len()),
            contacts: n(self.contacts.len()),
            relatives: n(self.relatives.len() + self.links.len()),
            favourites: n(self.favourites.len()),
            waitlist: n(self.waitlist.len()),
            documents: n(self.documents.len()),
        }
    }
}

const APPOINTMENTS: &str = "SELECT id FROM appointments WHERE patient_id = ? ORDER BY id";
const WAITLIST: &str = "SELECT id FROM waitlist WHERE patient_id = ? ORDER BY id";
const CONTACTS: &str = "SELECT id FROM patient_contacts WHERE patient_id = ? ORDER BY id";
const RELATIVES: &str = "SELECT id FROM patient_relatives WHERE patient_id = ? ORDER BY id";
const DOCUMENTS: &str = "SELECT id FROM documents WHERE patient_id = ? ORDER BY id";
const LINKS: &str = "SELECT id FROM patient_relatives WHERE relative_patient_id = ? AND patient_id <> ? ORDER BY id";
const UNLINKED: &str = "SELECT id FROM patient_relatives WHERE relative_patient_id = ? AND patient_id = ? ORDER BY id";
const FAVOURITES: &str = "SELECT doctor_id, created_at, updated_at FROM favorite_doctors WHERE patient_id = ? ORDER BY doctor_id";

/// What would move from one chart to the other.
pub(super) async fn collect(q: &mut impl Read, survivor: PatientId, merged: PatientId) -> Result<Moved> {
    let kept: Vec<Favourite> = q.all(FAVOURITES, args![survivor]).await?;
    let going: Vec<Favourite> = q.all(FAVOURITES, args![merged]).await?;
    let (favourites_of_both, moving): (Vec<_>, Vec<_>) = going.into_iter().partition(|f| kept.iter().any(|k| k.doctor_id == f.doctor_id));
    Ok(Moved {
        appointments: ids(q, APPOINTMENTS, args![merged]).await?,
        waitlist: ids(q, WAITLIST, args![merged]).await?,
        contacts: ids(q, CONTACTS, args![merged]).await?,
        relatives: ids(q, RELATIVES, args![merged]).await?,
        documents: ids(q, DOCUMENTS, args![merged]).await?,
        links: ids(q, LINKS, args![merged, survivor]).await?,
        unlinked: ids(q, UNLINKED, args![survivor, merged]).await?,
        favourites: moving.iter().map(|f| f.doctor_id.0).collect(),
        favourites_of_both,
        chart: merging::rows_of(q, merged).await?,
    })
}

async fn ids(q: &mut impl Read, sql: &'static str, values: Vec<Arg>) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = q.all(sql, values).await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

const OVERLAPS: &str = "SELECT s.appointment_id AS survivor_appointment_id, m.appointment_id AS merged_appointment_id, MIN(a.starts_at) AS starts_at \
 FROM occupancy m JOIN occupancy s ON s.tick = m.tick AND s.resource_id = ? JOIN appointments a ON a.id = m.appointment_id \
 WHERE m.resource_id = ? GROUP BY s.appointment_id, m.appointment_id ORDER BY 3";

/// Appointments of the two that hold the same ticks: the database would refuse them in one chart.
pub(super) async fn overlaps(q: &mut impl Read, survivor: PatientId, merged: PatientId) -> Result<Vec<MergeOverlap>> {
    q.all(OVERLAPS, args![survivor, merged]).await
}

const GIVE_APPOINTMENTS: &str = "UPDATE appointments SET patient_id = ? WHERE patient_id = ? AND id IN (??)";
const GIVE_TICKS: &str = "UPDATE occupancy SET resource_id = ? WHERE resource_id = ? AND appointment_id IN (??)";
const GIVE_WAITLIST: &str = "UPDATE waitlist SET patient_id = ? WHERE patient_id = ? AND id IN (??)";
const GIVE_CONTACTS: &str = "UPDATE patient_contacts SET patient_id = ? WHERE patient_id = ? AND id IN (??)";
const GIVE_RELATIVES: &str = "UPDATE patient_relatives SET patient_id = ? WHERE patient_id = ? AND id IN (??)";
const GIVE_DOCUMENTS: &str = "UPDATE documents SET patient_id = ? WHERE patient_id = ? AND id IN (??)";
const GIVE_LINKS: &str = "UPDATE patient_relatives SET relative_patient_id = ? WHERE relative_patient_id = ? AND id IN (??)";
const GIVE_FAVOURITES: &str = "UPDATE favorite_doctors SET patient_id = ? WHERE patient_id = ? AND doctor_id IN (??)";
const UNLINK: &str = "UPDATE patient_relatives SET relative_patient_id = NULL WHERE id IN (??)";
const RELINK: &str = "UPDATE patient_relatives SET relative_patient_id = ? WHERE relative_patient_id IS NULL AND id IN (??)";
const SET_ASIDE: &str = "DELETE FROM favorite_doctors WHERE patient_id = ? AND doctor_id = ?";
const BRING_BACK: &str = "INSERT INTO favorite_doctors (patient_id, doctor_id, created_at, updated_at) VALUES (?, ?, ?, ?)";

/// Gives the rows to the surviving chart.
pub(super) async fn give(tx: &mut Tx, moved: &Moved, survivor: PatientId, merged: PatientId) -> Result<()> {
    for favourite in &moved.favourites_of_both {
        tx.exec(SET_ASIDE, args![merged, favourite.doctor_id]).await?;
    }
    exec(tx, UNLINK, vec![], &moved.unlinked).await?;
    hand_over(tx, moved, merged, survivor).await
}

/// Gives the rows back to the chart that was merged. What was done to them meanwhile stays done.
pub(super) async fn give_back(tx: &mut Tx, moved: &Moved, survivor: PatientId, merged: PatientId) -> Result<()> {
    hand_over(tx, moved, survivor, merged).await?;
    exec(tx, RELINK, args![survivor], &moved.unlinked).await?;
    for f in &moved.favourites_of_both {
        tx.exec(BRING_BACK, args![merged, f.doctor_id, f.created_at, f.updated_at]).await?;
    }
    Ok(())
}

async fn hand_over(tx: &mut Tx, moved: &Moved, from: PatientId, to: PatientId) -> Result<()> {
    for (sql, rows) in [
        (GIVE_APPOINTMENTS, &moved.appointments),
        (GIVE_TICKS, &moved.appointments),
        (GIVE_WAITLIST, &moved.waitlist),
        (GIVE_CONTACTS, &moved.contacts),
        (GIVE_RELATIVES, &moved.relatives),
        (GIVE_DOCUMENTS, &moved.documents),
        (GIVE_LINKS, &moved.links),
        (GIVE_FAVOURITES, &moved.favourites),
    ] {
        exec(tx, sql, args![to, from], rows).await?;
    }
    merging::give(tx, &moved.chart, from, to).await
}

async fn exec(tx: &mut Tx, sql: &'static str, values: Vec<Arg>, rows: &[Uuid]) -> Result<()> {
    for some in rows.chunks(500) {
        let listed = some.iter().map(|id| Arg::from(*id));
        tx.exec(Sql::list(sql, some.len()), values.iter().cloned().chain(listed).collect())
            .await?;
    }
    Ok(())
}

const DAYS: &str = "SELECT DISTINCT location_id, local_day FROM appointments WHERE patient_id IN (?, ?) AND ends_at > ?";

/// Boards and calendars that show one of the two from now on.
pub(super) async fn tell_screens(tx: &mut Tx, survivor: PatientId, merged: PatientId, now: DateTime<Utc>) -> Result<()> {
    let days: Vec<(LocationId, NaiveDate)> = tx.all(DAYS, args![survivor, merged, now]).await?;
    for (location, day) in days {
        tx.changed(Topic::appointments(location, day));
    }
    tx.changed(Topic::patient(survivor));
    tx.changed(Topic::patient(merged));
    Ok(())
}
