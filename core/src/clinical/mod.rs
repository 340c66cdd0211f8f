//! The chart: what stands in it now, every version of it, who may read what, and the doctor's day.
//!
//! For other features: [`allergies_of`], [`medications_of`], [`problems_of`], [`histories_of`], [`none_known`],
//! [`observations`] (vitals and labs), [`medications`] (what a prescription starts and stops), [`access`] (locked documents),
//! [`put_document`] (a body before its row) and [`open_chart`].

pub mod access;
mod keep;
pub mod medications;
pub mod model;
pub mod observations;
mod parts;
mod queries;
mod statements;
pub mod vitals;

pub use keep::{open_chart, put as put_document};
pub use queries::{allergies_of, histories_of, medications_of, none_known, problems_of};

use model::NoneKnown;
use statements::StateNoAllergies;

crate::commands! {
    write "chart.state_no_allergies": Needs(ChartWrite) => statements::state, StateNoAllergies => NoneKnown;
}
