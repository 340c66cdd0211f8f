//! Places, people and offer of the clinic: locations, rooms, departments, specialties, doctors, services, schedules, exceptions.

crate::commands! {}
