//! Booked appointments that lie outside their doctor's hours after a change of schedules. They are listed for people to
//! decide about; nothing is called off by itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{hours, queries};
use crate::db::{Read, Sql};
use crate::directory::parse_zone;
use crate::ids::{AppointmentId, DoctorId, LocationId};
use crate::{Result, args};

/// A booked appointment outside its doctor's hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct OutsideAppointment {
    /// Which.
    pub id: AppointmentId,
    /// Who comes.
    pub patient_name: String,
    /// Doctor's family name.
    pub doctor_last_name: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// Zone of the location, in which the start is read.
    pub time_zone: String,
}

const AHEAD: &str = "SELECT a.id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, d.last_name AS doctor_last_name, a.starts_at, l.time_zone \
 FROM appointments a JOIN patients p ON p.id = a.patient_id JOIN doctors d ON d.id = a.doctor_id JOIN locations l ON l.id = a.location_id \
 WHERE a.status IN ('scheduled', 'confirmed') AND a.archived = ? AND a.overbook_reason IS NULL AND a.kind <> 'emergency' AND a.starts_at > ?";
const OF_DOCTOR: &str = " AND a.doctor_id = ? ORDER BY a.starts_at, a.id LIMIT 500";
const OF_LOCATION: &str = " AND a.location_id = ? ORDER BY a.starts_at, a.id LIMIT 500";

/// The next 500 booked appointments of a doctor, or of a location, that lie outside the doctor's hours; those that were
/// booked there on purpose (overbooked with a reason, emergencies) are left out.
///
/// # Errors
/// As the store says.
pub async fn outside(
    q: &mut impl Read,
    doctor: Option<DoctorId>,
    location: Option<LocationId>,
    now: DateTime<Utc>,
) -> Result<Vec<OutsideAppointment>> {
    let ahead: Vec<OutsideAppointment> = match (doctor, location) {
        (Some(doctor), _) => q.all(Sql::parts(&[AHEAD, OF_DOCTOR]), args![false, now, doctor]).await?,
        (None, Some(location)) => q.all(Sql::parts(&[AHEAD, OF_LOCATION]), args![false, now, location]).await?,
        (None, None) => Vec::new(),
    };
    let mut outside = Vec::new();
    for row in ahead {
        let appointment = queries::find(q, row.id).await?;
        if !hours::is_open(q, &appointment, parse_zone(&row.time_zone)?).await? {
            outside.push(row);
        }
    }
    Ok(outside)
}
