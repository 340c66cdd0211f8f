//! Notes that cannot be lost: SOAP and free notes, drafts that follow their author, signing, versions, addenda, templates.
//!
//! [`model`] is what a note holds, [`merge`] makes one of two drafts, [`vitals`] knows what can be and what is usual, [`canonical`] is
//! what a signature hashes. What is typed is kept on this computer first: [`crate::journal`].

pub mod canonical;
mod check;
pub mod diff;
mod draft_rows;
mod drafts;
pub mod fields;
mod growth;
mod measures;
pub mod merge;
pub mod model;
mod paper;
pub mod placeholders;
mod queries;
mod read;
pub mod requests;
mod sign;
mod summary;
pub mod templates;
pub mod views;
pub mod vitals;

pub(crate) use drafts::save as save_draft;
pub(crate) use read::diagnoses;
pub use read::heads;
pub(crate) use sign::sign;

use crate::printing::PrintedPages;
use diff::FieldDifference;
use growth::{FigureGrowth, ReadNoteGrowth};
use model::NoteBody;
use requests::{
    AddAddendum, CompareVersions, CopyForward, CosignNote, DiscardDraft, ListNotes, ListTemplates, PrintNote, PrintVisitSummary, ReadNote,
    SaveDraft, SaveTemplate, SignNote, StartNote,
};
use templates::Template;
use views::{DraftSaved, NoteSigned, NoteStart, NoteView, PatientNotes};

crate::commands! {
    read "notes.list": Needs(ChartRead) => read::list, ListNotes => PatientNotes;
    read "notes.start": Needs(ChartWrite) => read::start, StartNote => NoteStart;
    read "notes.growth": Needs(ChartRead) => growth::read, ReadNoteGrowth => Vec<FigureGrowth>;
    direct "notes.read": Needs(ChartRead) => read::read, ReadNote => NoteView;
    direct "notes.compare": Needs(ChartRead) => read::compare, CompareVersions => Vec<FieldDifference>;
    direct "notes.pdf": Needs(ChartRead) => paper::print, PrintNote => PrintedPages;
    direct "notes.visit_summary": Needs(ChartRead) => summary::print, PrintVisitSummary => PrintedPages;
    direct "notes.copy_forward": Needs(ChartWrite) => read::copy_forward, CopyForward => NoteBody;
    write "notes.save_draft": Needs(ChartWrite) => drafts::save, SaveDraft => DraftSaved;
    write "notes.discard_draft": Needs(ChartWrite) => drafts::discard, DiscardDraft => ();
    direct "notes.sign": Needs(ChartWrite) => sign::sign, SignNote => NoteSigned;
    direct "notes.add_addendum": Needs(ChartWrite) => sign::add_addendum, AddAddendum => NoteSigned;
    write "notes.cosign": Needs(ChartWrite) => sign::cosign, CosignNote => ();
    read "notes.templates": Needs(ChartRead) => templates::list, ListTemplates => Vec<Template>;
    write "notes.save_template": Needs(ChartRead) => templates::save, SaveTemplate => Template;
}
