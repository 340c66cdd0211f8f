//! Openings, bookings, the board, the calendar, series and the waitlist.

crate::commands! {}
