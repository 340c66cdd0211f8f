//! What the search reads of people it may show.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::TodayVisit;
use super::names::{NameWord, Names, name_words};
use crate::db::{Arg, Read, Sql};
use crate::ids::{AppointmentId, DoctorId, PatientId};
use crate::patients::model::{DoctorName, PatientStatus, Sex};
use crate::patients::place::Place;
use crate::{Result, args};

/// The part of a chart that a hit shows.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Person {
    pub id: PatientId,
    pub chart_number: String,
    pub first_name: String,
    pub middle_name: String,
    pub last_name: String,
    pub preferred_name: String,
    pub date_of_birth: NaiveDate,
    pub sex: Sex,
    pub phone: String,
    pub email: String,
    pub status: PatientStatus,
    pub deceased_on: Option<NaiveDate>,
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl Person {
    /// The words by which this person is found.
    pub fn words(&self) -> Vec<NameWord> {
        name_words(Names {
            first: &self.first_name,
            middle: &self.middle_name,
            last: &self.last_name,
            preferred: &self.preferred_name,
        })
    }
}

const BY_ID: &str = "SELECT id, chart_number, first_name, middle_name, last_name, preferred_name, date_of_birth, sex, phone, email, status, deceased_on, last_seen_at \
 FROM patients WHERE id IN (??)";
const RECENT: &str = "SELECT id, chart_number, first_name, middle_name, last_name, preferred_name, date_of_birth, sex, phone, email, status, deceased_on, last_seen_at \
 FROM patients WHERE status <> 'merged' AND last_seen_at IS NOT NULL ORDER BY last_seen_at DESC LIMIT 100";
const TODAY: &str = "SELECT patient_id, id, starts_at, status FROM appointments WHERE location_id = ? AND local_day = ? AND archived = ? \
 AND status IN ('scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed') ORDER BY starts_at";
const SEEN_BY: &str = "SELECT a.patient_id, a.doctor_id, d.title, d.first_name, d.last_name, COUNT(*), MAX(a.starts_at) FROM appointments a JOIN doctors d ON d.id = a.doctor_id \
 WHERE a.patient_id IN (??) AND a.status IN ('scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed') GROUP BY a.patient_id, a.doctor_id, d.title, d.first_name, d.last_name";

/// These people, in any order.
pub(crate) async fn by_id(q: &mut impl Read, ids: &[PatientId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let args: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    q.all(Sql::list(BY_ID, ids.len()), args).await
}

/// Those who were here last.
pub(super) async fn recent(q: &mut impl Read) -> Result<Vec<Person>> {
    q.all(RECENT, vec![]).await
}

/// Today's appointments at the place; of each person the first that is not over, else the last.
pub(crate) async fn today(q: &mut impl Read, place: &Place) -> Result<HashMap<PatientId, TodayVisit>> {
    let Some(location) = place.location else {
        return Ok(HashMap::new());
    };
    let rows: Vec<(PatientId, AppointmentId, DateTime<Utc>, String)> = q.all(TODAY, args![location, place.today, false]).await?;
    let mut visits: HashMap<PatientId, TodayVisit> = HashMap::new();
    for (patient, appointment_id, starts_at, status) in rows {
        if visits.get(&patient).is_none_or(|earlier| earlier.status == "completed") {
            visits.insert(
                patient,
                TodayVisit {
                    appointment_id,
                    starts_at,
                    status,
                },
            );
        }
    }
    Ok(visits)
}

type SeenBy = (PatientId, DoctorId, String, String, String, i64, DateTime<Utc>);

/// The doctor each of these people saw most often; of two equals the later one.
pub(crate) async fn usual_doctors(q: &mut impl Read, ids: &[PatientId]) -> Result<HashMap<PatientId, DoctorName>> {
    let args: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    let mut rows: Vec<SeenBy> = q.all(Sql::list(SEEN_BY, ids.len()), args).await?;
    rows.sort_by_key(|r| (r.5, r.6));
    let named = rows.into_iter().map(|(patient, id, title, first_name, last_name, ..)| {
        let doctor = DoctorName {
            id,
            title,
            first_name,
            last_name,
        };
        (patient, doctor)
    });
    Ok(named.collect())
}
