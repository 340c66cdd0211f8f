//! Who waits for an earlier time at the front desk's place.

use super::clinic::{CONSULTATION, ECG, SKIN_CHECK};
use super::doctors::{DAHL, MINH_ANH, OKAFOR};

/// A wish. Weekdays are a bit set, Monday = 1; minutes of the day; none as doctor means any general practitioner.
#[derive(Debug)]
pub(super) struct Waiting {
    pub name: (&'static str, &'static str),
    pub doctor: Option<usize>,
    pub service: usize,
    pub days: i64,
    pub latest_in_days: Option<i64>,
    pub weekdays: i16,
    pub from: i16,
    pub to: i16,
    pub minutes: i16,
    pub note: &'static str,
}

const EVERY_DAY: i16 = 0b111_1111;
const TUESDAY_THURSDAY: i16 = 0b000_1010;

pub(super) const WAITING: [Waiting; 4] = [
    Waiting {
        name: ("Orlaith", "Walsh"),
        doctor: Some(OKAFOR),
        service: CONSULTATION,
        days: 6,
        latest_in_days: None,
        weekdays: EVERY_DAY,
        from: 480,
        to: 720,
        minutes: 15,
        note: "Any morning",
    },
    Waiting {
        name: ("Peter", "Nagy"),
        doctor: Some(DAHL),
        service: ECG,
        days: 3,
        latest_in_days: Some(10),
        weekdays: EVERY_DAY,
        from: 0,
        to: 1440,
        minutes: 30,
        note: "Before he travels",
    },
    Waiting {
        name: ("Thu Hà", "Lê"),
        doctor: Some(MINH_ANH),
        service: SKIN_CHECK,
        days: 2,
        latest_in_days: None,
        weekdays: TUESDAY_THURSDAY,
        from: 0,
        to: 1440,
        minutes: 30,
        note: "",
    },
    Waiting {
        name: ("Brian", "Tighe"),
        doctor: None,
        service: CONSULTATION,
        days: 0,
        latest_in_days: None,
        weekdays: EVERY_DAY,
        from: 960,
        to: 1440,
        minutes: 15,
        note: "After work",
    },
];
