//! The chart: what stands in it now, every version of it, who may read what, and the doctor's day.
//!
//! For other features: [`allergies_of`], [`medications_of`], [`problems_of`], [`histories_of`], [`none_known`], [`maternity_of`],
//! [`immunizations_of`], [`procedures_of`], [`care_plans_of`], [`findings_of`],
//! [`observations`] (vitals and labs), [`growth`] (percentiles of children), [`medications`] (what a prescription starts and stops), [`access`] (locked documents),
//! [`icd10`], [`put_document`] (a body before its row) and [`open_chart`].

pub mod access;
mod break_glass;
pub(crate) mod bulk;
mod chart;
mod day;
pub(crate) mod findings;
pub mod given;
mod given_parts;
mod given_saving;
pub mod growth;
pub mod icd10;
pub(crate) mod imported;
mod keep;
mod maternity;
pub mod medications;
pub(crate) mod merging;
pub mod model;
pub mod observations;
mod parts;
pub mod past_visits;
mod queries;
pub mod rules;
mod saving;
mod statements;
mod timeline;
mod versions;
pub mod vitals;

pub use findings::findings_of;
pub use given_parts::{care_plans_of, immunizations_of, procedures_of};
pub use keep::{open_chart, put as put_document};
pub use maternity::{Maternity, Said, maternity_of, may_be_pregnant};
pub use queries::{allergies_of, histories_of, medications_of, none_known, problems_of};

use break_glass::{BreakGlass, LockOpening, ReviewOpening};
use chart::{Chart, OpenChart, ReadMeasured, ReadSeries};
use day::{GoOn, MyDay, ReadMyDay, WentOn};
use given::{CarePlan, Immunization, Procedure};
use given_saving::{SaveCarePlan, SaveImmunization, SaveProcedure};
use growth::{Growth, ReadGrowth};
use icd10::{Icd10Code, Icd10Search, SetIcd10Favourite};
use maternity::StateMaternity;
use model::{Allergy, ChartProblem, HistoryEntry, Medication, NoneKnown};
use observations::{Measured, Observation};
use saving::{SaveAllergy, SaveHistory, SaveMedication, SaveProblem};
use statements::StateNoAllergies;
use timeline::{ChartTimeline, ReadChartTimeline};
use versions::{ReadVersions, Version};

crate::commands! {
    read "chart.my_day": Needs(ChartRead) => day::read, ReadMyDay => MyDay;
    write "chart.next": Needs(ChartWrite) => day::go_on, GoOn => WentOn;
    direct "chart.open": Needs(ChartRead) => chart::open, OpenChart => Chart;
    direct "chart.read": Needs(ChartRead) => chart::read, OpenChart => Chart;
    read "chart.series": Needs(ChartRead) => chart::read_series, ReadSeries => Vec<Observation>;
    read "chart.measured": Needs(ChartRead) => chart::read_measured, ReadMeasured => Vec<Measured>;
    read "chart.growth": Needs(ChartRead) => growth::read, ReadGrowth => Growth;
    read "chart.timeline": Needs(ChartRead) => timeline::read, ReadChartTimeline => ChartTimeline;
    read "chart.versions": Needs(ChartRead) => versions::read, ReadVersions => Vec<Version>;
    direct "chart.save_allergy": Needs(ChartWrite) => saving::allergy, SaveAllergy => Allergy;
    write "chart.state_no_allergies": Needs(ChartWrite) => statements::state, StateNoAllergies => NoneKnown;
    write "chart.state_maternity": Needs(ChartWrite) => maternity::state, StateMaternity => Maternity;
    direct "chart.save_problem": Needs(ChartWrite) => saving::problem, SaveProblem => ChartProblem;
    direct "chart.save_medication": Needs(ChartWrite) => saving::medication, SaveMedication => Medication;
    direct "chart.save_history": Needs(ChartWrite) => saving::history, SaveHistory => HistoryEntry;
    direct "chart.save_immunization": Needs(ChartWrite) => given_saving::immunization, SaveImmunization => Immunization;
    direct "chart.save_procedure": Needs(ChartWrite) => given_saving::procedure, SaveProcedure => Procedure;
    direct "chart.save_care_plan": Needs(ChartWrite) => given_saving::care_plan, SaveCarePlan => CarePlan;
    read "chart.icd10_search": Needs(ChartRead) => icd10::find_codes, Icd10Search => Vec<Icd10Code>;
    write "chart.set_icd10_favourite": Needs(ChartRead) => icd10::set_favourite, SetIcd10Favourite => Icd10Code;
    write "chart.break_glass": Needs(ChartRead) => break_glass::open, BreakGlass => LockOpening;
    read "chart.lock_openings": Needs(ChartReview) => break_glass::list, () => Vec<LockOpening>;
    write "chart.review_opening": Needs(ChartReview) => break_glass::review, ReviewOpening => LockOpening;
}
