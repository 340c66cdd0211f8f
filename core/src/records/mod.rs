//! Medical records: lab reports, imaging and what else comes from outside a visit, in immutable versions.
//!
//! [`model`] is what a record holds, [`labs`] reads results and ranges as they are written, `saving` keeps a version with its files,
//! its figures for the plots and its follow-up ([`crate::tasks`]). Loads and the FHIR import go through [`bulk`].

pub mod bulk;
mod check;
pub mod labs;
pub mod model;
mod queries;
mod read;
mod saving;
mod sharing;

use model::{ListRecords, ReadRecord, RecordHead, RecordSaved, RecordView, SaveRecord, ShareRecord};

crate::commands! {
    read "records.list": Needs(ChartRead) => read::list, ListRecords => Vec<RecordHead>;
    direct "records.read": Needs(ChartRead) => read::read, ReadRecord => RecordView;
    direct "records.save": Needs(ChartWrite) => saving::save, SaveRecord => RecordSaved;
    write "records.share": Needs(ChartWrite) => sharing::share, ShareRecord => RecordHead;
}
