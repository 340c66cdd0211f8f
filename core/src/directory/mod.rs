//! Places, people and offer of the clinic: locations, rooms, departments, specialties, doctors, services, schedules, exceptions.

mod first;
mod rules;

pub use first::{FirstLocation, LocationBrief, insert_first_location, locations_in_use};
pub use rules::{is_country, parse_zone};

crate::commands! {}
