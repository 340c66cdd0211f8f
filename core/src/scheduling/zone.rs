//! Wall time and instants of a location (pure): right on the days when the clocks change, which have 23 or 25 hours.
//!
//! A wall time that a clock change skips has no instant; one that it repeats has two.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A stretch of instants, in Unix seconds: from `start`, up to but without `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First second.
    pub start: i64,
    /// Second after the last.
    pub end: i64,
}

impl Span {
    /// The stretch between two instants.
    #[must_use]
    pub fn new(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Self {
        Self {
            start: starts_at.timestamp(),
            end: ends_at.timestamp(),
        }
    }

    /// Whether some instant lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn clip(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

/// A part of a local day in which the clock runs evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Its instants.
    pub span: Span,
    /// What the wall says at its first instant, in minutes since midnight.
    pub start_minute: i32,
}

const DAY: i64 = 86_400;

/// The parts of a local day in order: one as a rule, two when the clocks change, none for a day that the zone left out.
#[must_use]
pub fn segments(zone: Tz, day: NaiveDate) -> Vec<Segment> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    // Offsets reach from -12 to +14 hours: every instant of the day, and the change that may fall in it, lies between.
    let (first, last) = (midnight - 15 * 3600, midnight + DAY + 13 * 3600);
    let (before, after) = (offset(zone, first), offset(zone, last));
    let change = if before == after {
        last
    } else {
        change_between(zone, first, last, before)
    };
    let parts = [(before, first, change), (after, change, last)];
    parts
        .into_iter()
        .filter_map(|(offset, from, to)| segment(midnight, offset, Span { start: from, end: to }))
        .collect()
}

fn segment(midnight: i64, offset: i64, within: Span) -> Option<Segment> {
    let day = Span {
        start: midnight - offset,
        end: midnight + DAY - offset,
    };
    let span = day.clip(within)?;
    let start_minute = i32::try_from((span.start - day.start) / 60).ok()?;
    Some(Segment { span, start_minute })
}

/// The first second after `from` with another offset than `before`.
fn change_between(zone: Tz, from: i64, to: i64, before: i64) -> i64 {
    let (mut low, mut high) = (from, to);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(zone, middle) == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

fn offset(zone: Tz, at: i64) -> i64 {
    let utc = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    zone.offset_from_utc_datetime(&utc).fix().local_minus_utc().into()
}

/// The instants at which the wall shows a minute in `from..to` of that day.
#[must_use]
pub fn instants_between(segments: &[Segment], from: i32, to: i32) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for segment in segments {
        let at = |minute: i32| segment.span.start + i64::from(minute - segment.start_minute) * 60;
        let Some(span) = segment.span.clip(Span {
            start: at(from),
            end: at(to),
        }) else {
            continue;
        };
        match spans.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => spans.push(span),
        }
    }
    spans
}

/// The instants at which the wall shows this minute: one as a rule, none or two when the clocks change.
pub fn instants_at(segments: &[Segment], minute: i32) -> impl Iterator<Item = i64> + '_ {
    segments.iter().filter_map(move |segment| {
        let at = segment.span.start + i64::from(minute - segment.start_minute) * 60;
        (segment.span.start <= at && at < segment.span.end).then_some(at)
    })
}

/// What the wall shows.
#[must_use]
pub fn wall(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// The local day of an instant.
#[must_use]
pub fn local_day(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    wall(zone, at).date()
}

/// What the wall shows, in minutes since midnight of `day`; past 1440 on a later day.
#[must_use]
pub fn local_minute(zone: Tz, day: NaiveDate, at: DateTime<Utc>) -> i32 {
    let minutes = (wall(zone, at) - day.and_time(NaiveTime::MIN)).num_minutes();
    i32::try_from(minutes).unwrap_or(i32::MAX)
}

/// An instant from Unix seconds.
#[must_use]
pub fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The day some days later; the calendar's last day when there is none.
#[must_use]
pub fn plus_days(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Asia, Australia, Europe, Pacific};
    use proptest::prelude::*;

    use super::*;

    const ZONES: &[Tz] = &[
        Europe::Dublin,
        America::New_York,
        Asia::Ho_Chi_Minh,
        Australia::Lord_Howe,
        Pacific::Apia,
        Africa::Casablanca,
        America::Havana,
        Asia::Kathmandu,
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn hours(zone: Tz, on: &str) -> i64 {
        segments(zone, day(on)).iter().map(|s| s.span.end - s.span.start).sum::<i64>() / 3600
    }

    #[test]
    fn the_days_of_the_change_have_23_and_25_hours() {
        assert_eq!(hours(Europe::Dublin, "2026-03-28"), 24);
        assert_eq!(hours(Europe::Dublin, "2026-03-29"), 23);
        assert_eq!(hours(Europe::Dublin, "2026-10-25"), 25);
        assert_eq!(hours(America::New_York, "2026-03-08"), 23);
        assert_eq!(hours(Pacific::Apia, "2011-12-30"), 0);
    }

    #[test]
    fn a_skipped_minute_has_no_instant_and_a_repeated_one_two() {
        let spring = segments(Europe::Dublin, day("2026-03-29"));
        assert_eq!(instants_at(&spring, 90).count(), 0);
        assert_eq!(instants_at(&spring, 120).count(), 1);
        let autumn = segments(Europe::Dublin, day("2026-10-25"));
        assert_eq!(instants_at(&autumn, 90).count(), 2);
        assert_eq!(instants_at(&autumn, 120).count(), 1);
    }

    #[test]
    fn a_change_at_midnight_moves_the_start_of_the_day() {
        let havana = segments(America::Havana, day("2026-03-08"));
        assert_eq!(havana.first().map(|s| s.start_minute), Some(60));
    }

    proptest! {
        /// An instant lies in `from..to` of a day exactly when its wall says so.
        #[test]
        fn instants_follow_the_wall(zone in 0..ZONES.len(), offset in 0i64..3650, from in 0i32..1440, length in 1i32..720, probe in -60i64..2000) {
            let zone = ZONES[zone];
            let on = plus_days(day("2020-01-01"), offset);
            let to = (from + length).min(1440);
            let parts = segments(zone, on);
            let spans = instants_between(&parts, from, to);
            let at = on.and_time(NaiveTime::MIN).and_utc().timestamp() - 14 * 3600 + probe * 60;
            let shown = wall(zone, instant(at));
            let expected = shown.date() == on && (from..to).contains(&local_minute(zone, on, instant(at)));
            prop_assert_eq!(spans.iter().any(|s| (s.start..s.end).contains(&at)), expected);
        }

        /// Days follow each other without a hole or an overlap.
        #[test]
        fn days_join(zone in 0..ZONES.len(), offset in 0i64..3650) {
            let zone = ZONES[zone];
            let on = plus_days(day("2020-01-01"), offset);
            let (one, two) = (segments(zone, on), segments(zone, plus_days(on, 1)));
            prop_assert_eq!(one.last().unwrap().span.end, two.first().unwrap().span.start);
        }
    }
}
