//! Places, people and offer of the clinic: locations, rooms, departments, specialties, doctors, services, schedules, exceptions.
//!
//! A file per kind of row holds its requests, its SQL and its handlers (`doctors` and `locations` have their types in
//! files of their own); `rules` is pure, `saving` is what every save shares. Scheduling reads [`availability`].

mod availability;
mod commands;
mod departments;
mod doctors;
mod doctors_model;
mod doctors_queries;
mod exceptions;
mod first;
mod letterhead;
mod locations;
mod locations_model;
mod overview;
mod rooms;
mod rules;
mod saving;
mod schedules;
mod schedules_model;
mod services;
mod specialties;
mod texts;

pub use availability::{Availability, availability};
pub use commands::COMMANDS;
pub use departments::Department;
pub use doctors_model::{Approval, Doctor, DoctorForm, Qualification, SaveDoctor, Workplace};
pub use first::{FirstLocation, LocationBrief, insert_first_location, locations_in_use};
pub use letterhead::letterhead;
pub use locations_model::{Hours, Location, LocationForm, LocationKind, LocationStatus, Room, RoomKind, SaveLocation};
pub use overview::{Overview, OverviewDoctor, OverviewLocation};
pub use rules::{is_country, parse_zone};
pub use schedules_model::{ExceptionKind, OpeningHours, Schedule, ScheduleException, VisitMode};
pub use services::{LocationPrice, Service, ServiceCategory, ServiceForm};
pub use specialties::Specialty;
pub use texts::Texts;
