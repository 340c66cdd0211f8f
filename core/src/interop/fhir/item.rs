//! What a clinical resource is in the chart.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::refusal::Fault;
use super::words::{cut, joined};
use crate::clinical::given::{CarePlanForm, ImmunizationForm, ProcedureForm};
use crate::clinical::model::{AllergyForm, HistoryForm, MedicationForm, ProblemForm};
use crate::clinical::past_visits::PastVisitForm;
use crate::records::model::RecordContent;

/// What a field of a record has room for.
pub(super) const MOST_TEXT: usize = 20_000;
/// Room for who wrote it.
pub(super) const MOST_SIGNED: usize = 1_000;

/// A clinical resource, its references not followed yet.
#[derive(Debug, Clone)]
pub struct Clinical {
    /// FHIR's name of its type.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Whose it is, as it refers to them.
    pub subject: String,
    /// When it was written down where it comes from; none when that is not known.
    pub written_at: Option<DateTime<Utc>>,
    /// What it says.
    pub content: Content,
    /// What it refers to by name.
    pub about: About,
    /// Why attachments of it are left out, one reason each.
    pub left_out: Vec<&'static str>,
}

impl Clinical {
    /// Takes out the files of more bytes; whether nothing to read is left then.
    pub(crate) fn take_larger(&mut self, most: usize) -> bool {
        let Content::Report(report) = &mut self.content else { return false };
        let larger = report.take_larger(most);
        self.left_out.extend(std::iter::repeat_n("file_too_large", larger));
        larger > 0 && report.is_empty()
    }
}

/// References to what has a name of its own; those whose names are known are left out. After a look-up: the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// A medicine, the results of a report, the goals of a plan.
    pub what: Vec<String>,
    /// What something is done for.
    pub why: Vec<String>,
    /// Who did it, and where.
    pub who: Vec<String>,
}

impl About {
    /// The same with each reference changed.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let all = |references: &[String]| references.iter().map(|r| change(r)).collect();
        Self {
            what: all(&self.what),
            why: all(&self.why),
            who: all(&self.who),
        }
    }
}

/// What a clinical resource says, in the chart's own words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "content", rename_all = "snake_case")]
pub enum Content {
    /// A problem.
    Problem(ProblemForm),
    /// An allergy.
    Allergy(AllergyForm),
    /// Somebody's word that no allergy is known.
    NoAllergies,
    /// Something that is or was taken.
    Medication(MedicationForm),
    /// A vaccine.
    Immunization(ImmunizationForm),
    /// A procedure.
    Procedure(ProcedureForm),
    /// A plan of care.
    CarePlan(CarePlanForm),
    /// An illness of a relative, or a device that somebody has.
    History(HistoryForm),
    /// Figures and findings of one moment.
    Measured(Measures),
    /// A visit elsewhere.
    Visit(Visit),
    /// A report; its results are put in from the observations that it refers to.
    Report(Reported),
}

/// A visit that another system tells of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Visit {
    /// As the chart keeps it.
    pub form: PastVisitForm,
    /// It was entered in error.
    pub refuted: bool,
}

/// A report, a letter, a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reported {
    /// As a record holds it; its files are in `files`.
    pub content: RecordContent,
    /// It was entered in error.
    pub refuted: bool,
    /// What it brings along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
    /// SHA-256 of everything that it brought along, also of what became text.
    #[serde(skip)]
    pub brought: Vec<[u8; 32]>,
    /// Who wrote it, as far as the resource itself says.
    #[serde(skip)]
    pub signed: String,
}

impl Reported {
    /// Puts who wrote it under what it says.
    fn sign(&mut self, others: String) {
        let who = joined([std::mem::take(&mut self.signed), others], ", ");
        if !who.is_empty() && !self.refuted {
            let text = cut(&self.content.description, MOST_TEXT - MOST_SIGNED);
            let signature = format!("— {}", cut(&who, MOST_SIGNED - 10));
            self.content.description = joined([text, signature], "\n\n");
        }
    }

    /// Takes out the files of more bytes; gives their number.
    fn take_larger(&mut self, most: usize) -> usize {
        let all = self.files.len();
        self.files.retain(|file| file.content.len() <= most);
        all - self.files.len()
    }

    /// Whether there is nothing in it to read.
    pub(crate) fn is_empty(&self) -> bool {
        let RecordContent { tests, description, .. } = &self.content;
        tests.is_empty() && description.is_empty() && self.files.is_empty()
    }
}

/// A file that a resource brings along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attached {
    /// As the other system calls it.
    pub name: String,
    /// Of the content, hexadecimal.
    pub sha256: String,
    /// The bytes.
    #[serde(skip)]
    pub content: Arc<[u8]>,
}

/// Figures and findings of one moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// When.
    pub taken_at: DateTime<Utc>,
    /// What has a value.
    pub figures: Vec<Figure>,
    /// What is said in words.
    pub findings: Vec<Said>,
    /// It was entered in error.
    pub refuted: bool,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// A code of the vitals, else LOINC's.
    pub code: String,
    /// As people read it; empty for vitals.
    pub name: String,
    /// In `unit`.
    pub value: f64,
    /// UCUM; for vitals the chart's own.
    pub unit: String,
    /// The lowest usual figure, when it came with one.
    pub low: Option<f64>,
    /// The highest.
    pub high: Option<f64>,
}

/// One thing said in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// LOINC as a rule.
    pub code: String,
    /// What was asked or looked at.
    pub name: String,
    /// What was found.
    pub finding: String,
}

impl Content {
    /// Whether it says that something was entered in error.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        use crate::clinical::given::{CarePlanStatus, ImmunizationStatus, ProcedureStatus};
        use crate::clinical::model::{HistoryStatus, ItemStatus, MedicationStatus};
        match self {
            Content::Problem(f) => f.status == ItemStatus::Refuted,
            Content::Allergy(f) => f.status == ItemStatus::Refuted,
            Content::NoAllergies => false,
            Content::Medication(f) => f.status == MedicationStatus::Refuted,
            Content::Immunization(f) => f.status == ImmunizationStatus::Refuted,
            Content::Procedure(f) => f.status == ProcedureStatus::Refuted,
            Content::CarePlan(f) => f.status == CarePlanStatus::Refuted,
            Content::History(f) => f.status == HistoryStatus::Refuted,
            Content::Measured(m) => m.refuted,
            Content::Visit(v) => v.refuted,
            Content::Report(r) => r.refuted,
        }
    }

    /// Puts in the names of what it refers to, now that they are known; empty ones are not.
    pub(crate) fn name(&mut self, names: &About) {
        let all = |names: &[String]| joined(names.iter().cloned(), ", ");
        let (what, why, who) = (all(&names.what), all(&names.why), all(&names.who));
        match self {
            Content::Visit(v) => {
                if v.form.reason.is_empty() {
                    v.form.reason = cut(&why, 400);
                }
                v.form.seen_by = cut(&joined([who, std::mem::take(&mut v.form.seen_by)], ", "), 400);
            }
            Content::Medication(f) => {
                if f.name.is_empty() {
                    f.name = cut(&what, 200);
                }
                f.note = cut(&joined([std::mem::take(&mut f.note), why, who], " · "), 1000);
            }
            Content::Procedure(f) => {
                if f.reason.is_empty() {
                    f.reason = cut(&why, 400);
                }
                f.note = cut(&joined([std::mem::take(&mut f.note), who], " · "), 1000);
            }
            Content::CarePlan(f) => {
                if f.reason.is_empty() {
                    f.reason = cut(&why, 400);
                }
                f.note = cut(&joined([std::mem::take(&mut f.note), what], " · "), 1000);
            }
            Content::Immunization(f) => f.note = cut(&joined([std::mem::take(&mut f.note), who], " · "), 1000),
            Content::Report(r) => r.sign(who),
            _ => {}
        }
    }

    /// Whether it has the name without which nobody can read it.
    pub(crate) fn is_named(&self) -> bool {
        match self {
            Content::Problem(f) => !f.description.is_empty(),
            Content::Allergy(f) => !f.substance.is_empty(),
            Content::Medication(f) => !f.name.is_empty(),
            Content::Immunization(f) => !f.name.is_empty(),
            Content::Procedure(f) => !f.name.is_empty(),
            Content::CarePlan(f) => !f.title.is_empty(),
            Content::History(f) => !f.description.is_empty(),
            Content::Report(r) => !r.content.title.is_empty(),
            Content::NoAllergies | Content::Measured(_) | Content::Visit(_) => true,
        }
    }
}

/// A resource as it was read, or why it is left out.
pub(super) type Taken<T> = Result<Result<T, &'static str>, Fault>;

/// What a reader makes of a resource, before type and id are put to it.
#[derive(Debug)]
pub(super) struct Reading {
    pub subject: String,
    pub written_at: Option<DateTime<Utc>>,
    pub content: Content,
    pub about: About,
    pub left_out: Vec<&'static str>,
}

/// A day that must not lie ahead; a day's grace for places where it is tomorrow already.
pub(super) fn is_ahead(day: Option<NaiveDate>, now: DateTime<Utc>) -> bool {
    day.is_some_and(|day| day > now.date_naive() + chrono::TimeDelta::days(1))
}
