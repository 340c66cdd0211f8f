//! Those who wait for an earlier time.

use chrono::{DateTime, TimeDelta, Utc};

use super::Directory;
use super::rows::insert;
use crate::db::Tx;
use crate::demo::people::DemoPerson;
use crate::demo::sessions::today_at;
use crate::demo::waitlist::WAITING;
use crate::ids::WaitlistId;
use crate::{Result, args};

const WAITER: &str = "INSERT INTO waitlist (id, patient_id, doctor_id, specialty_id, location_id, service_id, earliest_on, latest_on, weekdays, from_minute, to_minute, minutes, visit_mode, note, status, created_by, created_at, updated_at, version) VALUES ";
const WAITER_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'in_person', ?, 'waiting', ?, ?, ?, 1)";

/// Writes them, each on the list since some days.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn waitlist(tx: &mut Tx, d: &Directory, people: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let today = today_at(0, now);
    let rows = WAITING.iter().filter_map(|w| {
        let person = people
            .iter()
            .find(|p| p.place == 0 && (p.first_name.as_str(), p.last_name.as_str()) == w.name)?;
        let since = now - TimeDelta::days(w.days) - TimeDelta::minutes(40);
        let doctor = w.doctor.map(|n| d.doctors[n]);
        let specialty = w.doctor.is_none().then(|| d.specialties[0]);
        let latest = w.latest_in_days.map(|days| today + TimeDelta::days(days));
        Some(args![
            WaitlistId::fresh(),
            person.id,
            doctor,
            specialty,
            d.locations[0],
            d.services[w.service],
            today,
            latest,
            w.weekdays,
            w.from,
            w.to,
            w.minutes,
            w.note,
            d.desk,
            since,
            since
        ])
    });
    insert(tx, WAITER, WAITER_ROW, rows.collect()).await
}
