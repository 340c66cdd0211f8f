//! The clinic's and the workstations' settings.

crate::commands! {}
