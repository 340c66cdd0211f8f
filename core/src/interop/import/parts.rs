//! What a resource says, as rows of a chart.

use chrono::NaiveDate;

use crate::clinical::findings::NewFinding;
use crate::clinical::given::{CarePlan, Immunization, Procedure};
use crate::clinical::imported::ChartPart;
use crate::clinical::model::{Allergy, ChartProblem, HistoryEntry, Medication};
use crate::clinical::observations::{NewObservation, Reference};
use crate::clinical::vitals;
use crate::ids::{
    AllergyId, CarePlanId, DocumentId, HistoryId, ImmunizationId, ImportedId, MedicationId, PatientId, ProblemId, ProcedureId,
};
use crate::interop::fhir::{Content, Measures};
use crate::patients;

/// The first version of a part; none of what is no part.
pub(crate) fn first_version(content: Content, patient_id: PatientId) -> Option<ChartPart> {
    macro_rules! first {
        ($kind:ident, $row:ident, $id:ident, $form:ident $(, $more:ident)*) => {
            ChartPart::$kind($row { id: $id::fresh(), patient_id, document_id: DocumentId::fresh(), version: 1, form: $form $(, $more: None)* })
        };
    }
    Some(match content {
        Content::Problem(form) => first!(Problem, ChartProblem, ProblemId, form),
        Content::Allergy(form) => first!(Allergy, Allergy, AllergyId, form),
        Content::Medication(form) => first!(Medication, Medication, MedicationId, form, prescription_id),
        Content::Immunization(form) => first!(Immunization, Immunization, ImmunizationId, form),
        Content::Procedure(form) => first!(Procedure, Procedure, ProcedureId, form),
        Content::CarePlan(form) => first!(CarePlan, CarePlan, CarePlanId, form),
        Content::History(form) => first!(History, HistoryEntry, HistoryId, form),
        Content::NoAllergies | Content::Measured(_) | Content::Visit(_) | Content::Report(_) => return None,
    })
}

/// The figures of a moment; vitals with what is usual at the age.
pub(crate) fn figures(measures: &Measures, patient_id: PatientId, imported_id: Option<ImportedId>, born: NaiveDate) -> Vec<NewObservation> {
    let taken_at = measures.taken_at;
    let age = patients::age_years(born, taken_at.date_naive());
    let figure = |f: &crate::interop::fhir::Figure| NewObservation {
        patient_id,
        document_id: None,
        imported_id,
        code: f.code.clone(),
        name: f.name.clone(),
        value: f.value,
        unit: f.unit.clone(),
        taken_at,
        reference: match vitals::find(&f.code) {
            Some(kind) => vitals::reference(kind.code, age),
            None => Reference { low: f.low, high: f.high },
        },
    };
    measures.figures.iter().map(figure).collect()
}

/// What was found in words at that moment.
pub(crate) fn findings(measures: &Measures, patient_id: PatientId, imported_id: Option<ImportedId>) -> Vec<NewFinding> {
    let finding = |f: &crate::interop::fhir::Said| NewFinding {
        patient_id,
        imported_id,
        code: f.code.clone(),
        name: f.name.clone(),
        finding: f.finding.clone(),
        taken_at: measures.taken_at,
    };
    measures.findings.iter().map(finding).collect()
}
