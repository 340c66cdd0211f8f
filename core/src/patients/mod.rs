//! People the clinic cares for: registration, search, duplicates, edits, merges.
//!
//! [`search`] is the one box, [`candidates`] the duplicates shown while registering, [`merge`] two charts
//! becoming one and two again, [`timeline`] what happened to a person.

mod avatar;
pub mod bulk;
pub mod candidates;
mod chart_number;
mod commands;
mod contacts;
mod events;
mod fold;
pub(crate) mod imported;
pub mod merge;
pub mod model;
mod place;
mod queries;
pub mod requests;
pub mod search;
pub mod timeline;
mod validate;

pub(crate) use commands::lock_open;
pub(crate) use events::edited;
pub(crate) use fold::fold;
pub(crate) use place::{Place, place};
pub use place::{age_years, months_between};
pub use queries::read;
pub(crate) use validate::{email as folded_email, phone as e164};

use candidates::{Candidate, FindCandidates};
use merge::{MergePatients, MergePreview, PreviewMerge, UndoMerge};
use model::{Patient, PatientContact, PatientName, PatientRecord, PatientRelative};
use requests::{Avatar, OpenPatient, RegisterPatient, SaveContact, SavePatient, SaveRelative, SetAvatar, SetFavourite, SetPatientStatus};
use search::{PatientHits, SearchPatients};
use timeline::{ReadTimeline, Timeline};

crate::commands! {
    read "patients.search": Needs(PatientsRead) => search::search, SearchPatients => PatientHits;
    read "patients.candidates": Needs(PatientsRead) => candidates::find, FindCandidates => Vec<Candidate>;
    write "patients.register": Needs(PatientsWrite) => commands::register, RegisterPatient => Patient;
    direct "patients.open": Needs(PatientsRead) => commands::open, OpenPatient => PatientRecord;
    direct "patients.read": Needs(PatientsRead) => commands::read, OpenPatient => PatientRecord;
    read "patients.name": Needs(PatientsRead) => commands::name, OpenPatient => PatientName;
    write "patients.save": Needs(PatientsWrite) => commands::save, SavePatient => Patient;
    write "patients.save_contact": Needs(PatientsWrite) => contacts::save_contact, SaveContact => PatientContact;
    write "patients.save_relative": Needs(PatientsWrite) => contacts::save_relative, SaveRelative => PatientRelative;
    write "patients.set_favourite": Needs(PatientsWrite) => contacts::set_favourite, SetFavourite => ();
    write "patients.set_status": Needs(PatientsWrite) => commands::set_status, SetPatientStatus => Patient;
    direct "patients.set_avatar": Needs(PatientsWrite) => avatar::set, SetAvatar => Patient;
    read "patients.avatar": Needs(PatientsRead) => avatar::read, OpenPatient => Option<Avatar>;
    read "patients.timeline": Needs(PatientsRead) => timeline::read, ReadTimeline => Timeline;
    read "patients.merge_preview": Needs(PatientsMerge) => merge::preview, PreviewMerge => MergePreview;
    write "patients.merge": Needs(PatientsMerge) => merge::merge, MergePatients => PatientRecord;
    write "patients.undo_merge": Needs(PatientsMerge) => merge::undo, UndoMerge => PatientRecord;
}
