//! Choosing and opening the stores, first run, the demo clinic.

crate::commands! {}
