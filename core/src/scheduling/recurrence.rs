//! Which days a recurring series falls on (pure), and what is asked of and answered about series.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answers::Conflict;
use super::model::{AppointmentCard, AppointmentKind, CancelParty};
use super::requests::BookAppointment;
use super::slots::weekday;
use super::states::SeriesScope;
use super::zone::plus_days;
use crate::api::Fields;
use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, EventId, RoomId, SeriesId, ServiceId};
use crate::{Error, Result};

/// The most appointments of one series: two years of weeks.
pub const MOST: usize = 104;

/// A recurring booking. Each occurrence has the same wall time, also across a clock change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct BookSeries {
    /// The first appointment.
    pub booking: BookAppointment,
    /// Every how many weeks, 1 to 52.
    pub every_weeks: i32,
    /// On which weekdays (1 = Monday … 7 = Sunday); the first appointment's own when empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<i32>>")]
    pub weekdays: Vec<i32>,
    /// Until this local day, included.
    pub until: Option<NaiveDate>,
    /// This many occurrences; this, `until`, or both.
    pub count: Option<i32>,
    /// Local days to leave out, as chosen from the preview.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<NaiveDate>>")]
    pub skip: Vec<NaiveDate>,
}

/// One appointment of a series that is to be, and what is in its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Occurrence {
    /// The local day.
    pub local_day: NaiveDate,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Who or what is in the way.
    pub conflict: Option<Conflict>,
    /// The time lies outside the doctor's hours.
    pub outside_hours: bool,
}

impl Occurrence {
    /// Whether it can be booked.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.conflict.is_none() && !self.outside_hours
    }
}

/// A change to one, this and the following, or all appointments of a series that lie ahead. What is missing stays.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct EditSeries {
    /// An appointment of the series.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// Which appointments.
    pub scope: SeriesScope,
    /// New start of this one; the others move by as many days and to the same wall time.
    pub starts_at: Option<DateTime<Utc>>,
    /// New doctor.
    pub doctor_id: Option<DoctorId>,
    /// New room.
    pub room_id: Option<RoomId>,
    /// New length.
    pub minutes: Option<i32>,
    /// New service; null = none in particular.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "super::requests::given")]
    #[ts(as = "Option<ServiceId>")]
    pub service_id: Option<Option<ServiceId>>,
    /// In person or online: the time is asked for anew, in the doctor's own room or in none.
    pub mode: Option<VisitMode>,
    /// New kind of the visits.
    pub kind: Option<AppointmentKind>,
    /// New reason of the visits.
    pub reason: Option<String>,
    /// Symptoms named.
    pub symptoms: Option<Vec<String>>,
    /// What the visits are meant to settle.
    pub purpose: Option<String>,
    /// New notes of the desk.
    pub notes: Option<String>,
    /// Local days (as they are now) that keep their time, doctor and mode; what is noted changes on them too.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<NaiveDate>>")]
    pub skip: Vec<NaiveDate>,
}

/// Calling off one, this and the following, or all appointments of a series that lie ahead.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CancelSeries {
    /// An appointment of the series.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// Which appointments.
    pub scope: SeriesScope,
    /// Who calls them off.
    pub party: CancelParty,
    /// Why.
    pub reason: String,
}

/// The appointments of a series that were made or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SeriesChange {
    /// The series.
    pub series_id: SeriesId,
    /// The appointments as they are now, by start.
    pub appointments: Vec<AppointmentCard>,
    /// Names the changes for `scheduling.undo_series`; none for an appointment that stayed as it was.
    pub event_ids: Vec<EventId>,
    /// Until when they can be taken back; none when they cannot.
    pub undo_until: Option<DateTime<Utc>>,
}

/// An appointment of a series that would have another time or mode, and what it would meet there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SeriesMove {
    /// The local day as it is now; named to leave it out.
    pub local_day: NaiveDate,
    /// The start as it is now.
    pub starts_at: DateTime<Utc>,
    /// What it would be.
    pub to: Occurrence,
}

impl BookSeries {
    /// The local days of the series, the first being `first`.
    ///
    /// # Errors
    /// `invalid` for a rule that never ends, never starts, or gives more than [`MOST`].
    pub fn days(&self, first: NaiveDate) -> Result<Vec<NaiveDate>> {
        let mut fields = Fields::default();
        fields.within("every_weeks", self.every_weeks.into(), 1, 52);
        if self.weekdays.iter().any(|d| !(1..=7).contains(d)) {
            fields.wrong("weekdays", "out_of_range");
        }
        if self.until.is_none() && self.count.is_none() {
            fields.wrong("until", "required");
        }
        if self.until.is_some_and(|until| until < first) {
            fields.wrong("until", "before_start");
        }
        if let Some(count) = self.count {
            fields.within("count", count.into(), 1, i64::try_from(MOST).unwrap_or(i64::MAX));
        }
        fields.check()?;
        let days = self.walk(first);
        if days.len() > MOST {
            return Err(Error::field("until", "too_many"));
        }
        Ok(days)
    }

    fn walk(&self, first: NaiveDate) -> Vec<NaiveDate> {
        let monday = plus_days(first, -i64::from(first.weekday().num_days_from_monday()));
        let most = self.count.and_then(|n| usize::try_from(n).ok()).unwrap_or(MOST + 1);
        let mut weekdays = self.weekdays.clone();
        weekdays.push(weekday(first));
        weekdays.sort_unstable();
        weekdays.dedup();
        (0..)
            .map(|n| plus_days(monday, n * 7 * i64::from(self.every_weeks)))
            .take_while(|week| self.until.is_none_or(|until| *week <= until))
            .flat_map(|week| weekdays.iter().map(move |d| plus_days(week, i64::from(*d) - 1)))
            .filter(|day| *day >= first)
            .take_while(|day| self.until.is_none_or(|until| *day <= until))
            .take(most)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{LocationId, PatientId};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn series(every_weeks: i32, weekdays: &[i32], until: Option<&str>, count: Option<i32>) -> BookSeries {
        let booking = serde_json::json!({
            "patient_id": PatientId::fresh(), "doctor_id": DoctorId::fresh(), "location_id": LocationId::fresh(), "starts_at": "2026-11-24T10:00:00Z",
        });
        BookSeries {
            booking: serde_json::from_value(booking).unwrap(),
            every_weeks,
            weekdays: weekdays.to_vec(),
            until: until.map(day),
            count,
            skip: Vec::new(),
        }
    }

    #[test]
    fn every_other_week_until_a_day() {
        let days = series(2, &[], Some("2026-12-31"), None).days(day("2026-11-24")).unwrap();
        assert_eq!(days, [day("2026-11-24"), day("2026-12-08"), day("2026-12-22")]);
    }

    #[test]
    fn several_weekdays_never_before_the_first() {
        let days = series(1, &[1, 4], None, Some(4)).days(day("2026-11-24")).unwrap();
        assert_eq!(days, [day("2026-11-24"), day("2026-11-26"), day("2026-11-30"), day("2026-12-01")]);
    }

    #[test]
    fn a_rule_must_end() {
        let field = |s: BookSeries| s.days(day("2026-11-24")).unwrap_err().fields[0].field.clone();
        assert_eq!(field(series(1, &[], None, None)), "until");
        assert_eq!(field(series(1, &[], Some("2026-11-23"), None)), "until");
        assert_eq!(field(series(1, &[], Some("2036-11-24"), None)), "until");
        assert_eq!(field(series(0, &[], None, Some(3))), "every_weeks");
        assert_eq!(field(series(1, &[8], None, Some(3))), "weekdays");
        assert_eq!(field(series(1, &[], None, Some(105))), "count");
    }
}
