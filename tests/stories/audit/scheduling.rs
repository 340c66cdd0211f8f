//! Appointments and the waitlist.

use super::Step;

pub fn steps() -> Vec<Step> {
    Vec::new()
}
