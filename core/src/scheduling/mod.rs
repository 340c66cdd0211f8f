//! Openings, bookings, the board, the calendar, series and the waitlist.
//!
//! `slots` and `zone` say what may be booked (pure), `states` which moves are allowed (pure), `ticks` lets the database
//! refuse an overlap. Every booking goes through [`booking`], every step of a visit through [`visit`].

pub mod answers;
mod board;
mod booking;
mod cache;
mod calendar;
pub mod model;
mod openings;
mod practice;
mod queries;
mod queue;
mod refusal;
pub mod requests;
pub mod slots;
mod states;
mod ticks;
mod undo;
pub mod views;
mod visit;
pub mod zone;

pub(crate) use cache::SlotCache;
pub use states::{AppointmentAction, AppointmentStatus, SeriesScope};

use answers::{Change, Opening};
use model::AppointmentDetail;
use requests::{AppointmentRef, BookAppointment, CancelAppointment, ChangeStatus, FindOpenings, ShowBoard, ShowCalendar};
use views::{Board, Calendar};

crate::commands! {
    read "scheduling.board": Needs(ScheduleRead) => board::board, ShowBoard => Board;
    read "scheduling.appointment": Needs(ScheduleRead) => board::appointment, AppointmentRef => AppointmentDetail;
    read "scheduling.calendar": Needs(ScheduleRead) => calendar::calendar, ShowCalendar => Calendar;
    read "scheduling.openings": Needs(ScheduleRead) => openings::find_openings, FindOpenings => Vec<Opening>;
    direct "scheduling.book": Needs(ScheduleWrite) => booking::book, BookAppointment => Change;
    write "scheduling.confirm": Needs(ScheduleWrite) => visit::confirm, ChangeStatus => Change;
    write "scheduling.check_in": Needs(ScheduleWrite) => visit::check_in, ChangeStatus => Change;
    write "scheduling.start": Needs(ScheduleWrite) => visit::start, ChangeStatus => Change;
    write "scheduling.complete": Needs(ScheduleWrite) => visit::complete, ChangeStatus => Change;
    write "scheduling.no_show": Needs(ScheduleWrite) => visit::no_show, ChangeStatus => Change;
    write "scheduling.cancel": Needs(ScheduleWrite) => visit::cancel, CancelAppointment => Change;
    write "scheduling.archive": Needs(ScheduleWrite) => visit::archive, ChangeStatus => Change;
}
