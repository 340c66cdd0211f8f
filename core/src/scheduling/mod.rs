//! Openings, bookings, the board, the calendar, series and the waitlist.
//!
//! `slots` and `zone` say what may be booked (pure), `states` which moves are allowed (pure), `ticks` lets the database
//! refuse an overlap. Every booking goes through [`booking`], every step of a visit through [`visit`].

pub mod answers;
mod board;
mod booking;
mod cache;
mod calendar;
mod details;
mod hours;
pub mod model;
mod moves;
mod openings;
mod outside;
mod practice;
mod queries;
mod queue;
mod recurrence;
mod refusal;
pub mod requests;
mod search;
mod series;
mod series_edit;
pub mod slots;
mod states;
mod ticks;
mod undo;
pub mod views;
mod visit;
pub mod waitlist;
pub mod zone;

pub(crate) use cache::SlotCache;
pub use outside::{OutsideAppointment, outside};
pub use queries::cards_of_doctor;
pub use states::{AppointmentAction, AppointmentStatus, SeriesScope};
pub(crate) use ticks::ticks_between;
pub(crate) use visit::{complete, start};

use answers::{Change, Opening, SlotCheck};
use model::AppointmentDetail;
use recurrence::{BookSeries, CancelSeries, EditSeries, Occurrence, SeriesChange, SeriesMove};
use requests::{
    AppointmentRef, BookAppointment, CancelAppointment, ChangeStatus, CheckSlot, FindOpenings, MoveAppointment, ResizeAppointment,
    SetDetails, ShowBoard, ShowCalendar, UndoChange, UndoSeries,
};
use views::{Board, Calendar};
use waitlist::model::{AddToWaitlist, ListWaitlist, OfferTime, UpdateWaitlist, Waiter, WaitlistEntry, WaitlistRef};

crate::commands! {
    read "scheduling.board": Needs(ScheduleRead) => board::board, ShowBoard => Board;
    read "scheduling.appointment": Needs(ScheduleRead) => board::appointment, AppointmentRef => AppointmentDetail;
    read "scheduling.calendar": Needs(ScheduleRead) => calendar::calendar, ShowCalendar => Calendar;
    read "scheduling.openings": Needs(ScheduleRead) => openings::find_openings, FindOpenings => Vec<Opening>;
    read "scheduling.check_slot": Needs(ScheduleRead) => moves::check_slot, CheckSlot => SlotCheck;
    direct "scheduling.book": Needs(ScheduleWrite) => booking::book, BookAppointment => Change;
    direct "scheduling.move": Needs(ScheduleWrite) => moves::move_appointment, MoveAppointment => Change;
    direct "scheduling.resize": Needs(ScheduleWrite) => moves::resize, ResizeAppointment => Change;
    write "scheduling.set_details": Needs(ScheduleWrite) => details::set_details, SetDetails => Change;
    write "scheduling.confirm": Needs(ScheduleWrite) => visit::confirm, ChangeStatus => Change;
    write "scheduling.check_in": Needs(ScheduleWrite) => visit::check_in, ChangeStatus => Change;
    write "scheduling.start": Needs(ScheduleWrite) => visit::start, ChangeStatus => Change;
    write "scheduling.complete": Needs(ScheduleWrite) => visit::complete, ChangeStatus => Change;
    write "scheduling.no_show": Needs(ScheduleWrite) => visit::no_show, ChangeStatus => Change;
    write "scheduling.cancel": Needs(ScheduleWrite) => visit::cancel, CancelAppointment => Change;
    write "scheduling.archive": Needs(ScheduleWrite) => visit::archive, ChangeStatus => Change;
    write "scheduling.undo": Needs(ScheduleWrite) => undo::undo, UndoChange => Change;
    read "scheduling.preview_series": Needs(ScheduleRead) => series::preview, BookSeries => Vec<Occurrence>;
    write "scheduling.book_series": Needs(ScheduleWrite) => series::book, BookSeries => SeriesChange;
    read "scheduling.preview_edit_series": Needs(ScheduleRead) => series_edit::preview, EditSeries => Vec<SeriesMove>;
    write "scheduling.edit_series": Needs(ScheduleWrite) => series_edit::edit, EditSeries => SeriesChange;
    write "scheduling.cancel_series": Needs(ScheduleWrite) => series::cancel, CancelSeries => SeriesChange;
    write "scheduling.undo_series": Needs(ScheduleWrite) => undo::undo_series, UndoSeries => SeriesChange;
    read "waitlist.list": Needs(ScheduleRead) => waitlist::list, ListWaitlist => Vec<Waiter>;
    write "waitlist.add": Needs(ScheduleWrite) => waitlist::add, AddToWaitlist => WaitlistEntry;
    write "waitlist.update": Needs(ScheduleWrite) => waitlist::update, UpdateWaitlist => WaitlistEntry;
    write "waitlist.withdraw": Needs(ScheduleWrite) => waitlist::withdraw, WaitlistRef => WaitlistEntry;
    write "waitlist.offer": Needs(ScheduleWrite) => waitlist::offer, OfferTime => WaitlistEntry;
    direct "waitlist.accept": Needs(ScheduleWrite) => waitlist::accept, WaitlistRef => Change;
}
