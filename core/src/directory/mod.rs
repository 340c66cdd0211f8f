//! Places, people and offer of the clinic: locations, rooms, departments, specialties, doctors, services, schedules, exceptions.

mod availability;
mod first;
mod rules;
mod schedules_model;

pub use availability::{Availability, availability};
pub use first::{FirstLocation, LocationBrief, insert_first_location, locations_in_use};
pub use rules::{is_country, parse_zone};
pub use schedules_model::{ExceptionKind, OpeningHours, Schedule, ScheduleException, VisitMode};

crate::commands! {}
