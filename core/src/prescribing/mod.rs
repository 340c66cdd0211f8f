//! Prescriptions: the formulary, the sig, the safety check, and what is issued, renewed and stopped.
//!
//! [`lists`] is the data, [`sig`] how a medicine is taken, [`safety`] the rules. All three are pure. A prescription is a document
//! of immutable versions; its rows tell what is taken now.

pub mod amount;
mod change;
mod check;
mod document;
mod facts;
mod import;
mod issue;
pub mod lists;
pub mod model;
mod number;
mod pdf;
mod queries;
mod read;
mod reading;
pub mod requests;
mod rows;
pub mod safety;
pub mod sig;
mod written;

use crate::printing::pdf::PrintedPages;
use import::{ImportList, ImportedList};
use lists::{ListState, Medicine};
use model::{IssuedPrescription, OpenedPrescription, PatientPrescriptions, PrescribedItem, SafetyAnswer, Verification};
use requests::{
    CheckPrescription, IssuePrescription, ListPrescriptions, OpenPrescription, PrintPrescription, SearchMedicines, StopItem, UseRefill,
    VerifyPrescription,
};

crate::commands! {
    read "prescribing.search": Needs(ChartRead) => check::search, SearchMedicines => Vec<Medicine>;
    read "prescribing.check": Needs(ChartRead) => check::check, CheckPrescription => SafetyAnswer;
    direct "prescribing.issue": Needs(Prescribe) => issue::issue, IssuePrescription => IssuedPrescription;
    read "prescribing.list": Needs(ChartRead) => read::list, ListPrescriptions => PatientPrescriptions;
    direct "prescribing.open": Needs(ChartRead) => read::open, OpenPrescription => OpenedPrescription;
    direct "prescribing.stop": Needs(Prescribe) => change::stop, StopItem => PrescribedItem;
    write "prescribing.use_refill": Needs(Prescribe) => change::use_refill, UseRefill => PrescribedItem;
    direct "prescribing.pdf": Needs(ChartRead) => pdf::print, PrintPrescription => PrintedPages;
    read "prescribing.lists": Needs(ChartRead) => import::lists, () => Vec<ListState>;
    write "prescribing.import_list": Needs(SettingsWrite) => import::import, ImportList => ImportedList;
    read "prescribing.verify": Needs(ChartRead) => read::verify, VerifyPrescription => Verification;
}
