//! What a clinical resource is in the chart.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::refusal::Fault;
use super::words::{cut, joined};
use crate::clinical::given::{CarePlanForm, ImmunizationForm, ProcedureForm};
use crate::clinical::model::{AllergyForm, MedicationForm, ProblemForm};
use crate::clinical::past_visits::PastVisitForm;
use crate::records::model::RecordContent;

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
    /// What it refers to by name: a medicine, or what something is done for.
    pub about: Vec<String>,
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
    /// How many of its references say what it was for; the others say who saw the patient, and where.
    #[serde(skip)]
    pub reasons: usize,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reported {
    /// As a record holds it.
    pub content: RecordContent,
    /// It was entered in error.
    pub refuted: bool,
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
        use crate::clinical::model::{ItemStatus, MedicationStatus};
        match self {
            Content::Problem(f) => f.status == ItemStatus::Refuted,
            Content::Allergy(f) => f.status == ItemStatus::Refuted,
            Content::NoAllergies => false,
            Content::Medication(f) => f.status == MedicationStatus::Refuted,
            Content::Immunization(f) => f.status == ImmunizationStatus::Refuted,
            Content::Procedure(f) => f.status == ProcedureStatus::Refuted,
            Content::CarePlan(f) => f.status == CarePlanStatus::Refuted,
            Content::Measured(m) => m.refuted,
            Content::Visit(v) => v.refuted,
            Content::Report(r) => r.refuted,
        }
    }

    /// Puts in the names of what it refers to, in that order, now that they are known; empty ones are not.
    pub(crate) fn name(&mut self, names: &[String]) {
        let all = |names: &[String]| cut(&joined(names.iter().cloned(), ", "), 400);
        let said = || all(names);
        match self {
            Content::Visit(v) => {
                let (reasons, who) = names.split_at(v.reasons.min(names.len()));
                if v.form.reason.is_empty() {
                    v.form.reason = all(reasons);
                }
                v.form.seen_by = all(&[all(who), std::mem::take(&mut v.form.seen_by)]);
            }
            Content::Medication(f) if f.name.is_empty() => f.name = cut(&names.concat(), 200),
            Content::Procedure(f) if f.reason.is_empty() => f.reason = said(),
            Content::CarePlan(f) if f.reason.is_empty() => f.reason = said(),
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
    pub about: Vec<String>,
}

/// A day that must not lie ahead; a day's grace for places where it is tomorrow already.
pub(super) fn is_ahead(day: Option<NaiveDate>, now: DateTime<Utc>) -> bool {
    day.is_some_and(|day| day > now.date_naive() + chrono::TimeDelta::days(1))
}
