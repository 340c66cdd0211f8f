//! What the chart's rows say of a patient. Rows only: the check works while the document store is away.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::lists::{Form, Site};
use super::model::AllergyKnowledge;
use super::safety::{KnownAllergy, Person, Taking};
use super::sig::Route;
use crate::clinical::model::{ItemStatus, Medication, MedicationStatus};
use crate::clinical::{self, Maternity, observations};
use crate::db::{Arg, Read, Sql};
use crate::ids::{MedicationId, PatientId, PrescriptionItemId};
use crate::patients::{self, model::Patient};
use crate::printing::{Language, Texts};
use crate::{Result, args};

/// A patient with what the rules need.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// The chart's head.
    pub patient: Patient,
    /// For the rules.
    pub person: Person,
    /// What the chart says of allergies.
    pub allergies: AllergyKnowledge,
    /// Pregnancy and breastfeeding, and who said so.
    pub maternity: Maternity,
}

const ROUTES: &str = "SELECT medication_id, route FROM prescription_items WHERE patient_id = ? AND state = 'active'";
const REPLACED: &str = "SELECT medication_id FROM prescription_items WHERE id IN (??)";

/// Reads it; what `replaced` medicines started is left out of what is taken.
pub(super) async fn read(q: &mut impl Read, id: PatientId, replaced: &[PrescriptionItemId], today: NaiveDate) -> Result<Facts> {
    let patient = patients::read(q, id).await?;
    let standing = clinical::allergies_of(q, id)
        .await?
        .into_iter()
        .filter(|a| a.form.status == ItemStatus::Active);
    let (none, standing): (Vec<_>, Vec<_>) = standing.partition(|a| says_none(&a.form.substance));
    let allergies: Vec<KnownAllergy> = standing
        .into_iter()
        .map(|a| KnownAllergy {
            substance: a.form.substance,
            code: a.form.code,
            reaction: a.form.reaction,
        })
        .collect();
    let knowledge = match (
        allergies.is_empty(),
        !none.is_empty() || clinical::none_known(q, id).await?.is_some(),
    ) {
        (false, _) => AllergyKnowledge::Recorded,
        (true, true) => AllergyKnowledge::NoneKnown,
        (true, false) => AllergyKnowledge::NotRecorded,
    };
    let maternity = clinical::maternity_of(q, &patient, today).await?;
    let person = Person {
        age_months: patients::months_between(patient.date_of_birth, today),
        sex: patient.sex,
        pregnancy: maternity.pregnancy,
        breastfeeding: maternity.breastfeeding,
        weight_grams: weight(q, id).await?,
        allergies,
        taking: taking(q, id, replaced, today).await?,
    };
    Ok(Facts {
        patient,
        person,
        allergies: knowledge,
        maternity,
    })
}

async fn taking(q: &mut impl Read, id: PatientId, replaced: &[PrescriptionItemId], today: NaiveDate) -> Result<Vec<Taking>> {
    let values = replaced.iter().map(|id| Arg::from(*id)).collect();
    let left_out: Vec<(MedicationId,)> = q.all(Sql::list(REPLACED, replaced.len()), values).await?;
    let routes: Vec<(MedicationId, String)> = q.all(ROUTES, args![id]).await?;
    let routes: HashMap<MedicationId, Route> = routes
        .into_iter()
        .filter_map(|(id, route)| Some((id, route.parse().ok()?)))
        .collect();
    let taken = |m: &Medication| {
        m.form.status == MedicationStatus::Active && m.form.ended_on.is_none_or(|end| end >= today) && !left_out.contains(&(m.id,))
    };
    let medications = clinical::medications_of(q, id).await?.into_iter().filter(taken);
    Ok(medications
        .map(|m| Taking {
            route: routes.get(&m.id).copied().or_else(|| route_in(&m.form.name)),
            name: m.form.name,
            code: m.form.code,
        })
        .collect())
}

/// What people write for no allergy in the place of one.
const NONE: &[&str] = &[
    "none",
    "nil",
    "nil known",
    "none known",
    "nkda",
    "nka",
    "no allergy",
    "no allergies",
    "no known allergy",
    "no known allergies",
    "no drug allergies",
    "no known drug allergy",
    "no known drug allergies",
    "no known medication allergies",
    "không",
    "không có",
    "không có dị ứng",
    "không dị ứng",
    "không dị ứng thuốc",
    "không có tiền sử dị ứng",
    "chưa ghi nhận dị ứng",
];

/// Whether what stands for an allergy says that there is none.
pub(super) fn says_none(substance: &str) -> bool {
    let said = patients::fold(substance);
    NONE.iter().any(|none| patients::fold(none) == said)
}

/// What RxNorm's names say of the way, where it is not a systemic one.
const WAYS: &[(&str, Route)] = &[
    ("ophthalmic", Route::Eye),
    ("otic", Route::Ear),
    ("topical", Route::Topical),
    ("nasal", Route::Nasal),
    ("inhalation", Route::Inhaled),
    ("intrauterine", Route::Vaginal),
];

/// The way that the name of a form in a written name tells, where it is not a systemic one. A gel for the mouth is swallowed.
pub(super) fn route_in(name: &str) -> Option<Route> {
    let name = format!(" {} ", patients::fold(name));
    let says = |text: &str| name.contains(&format!(" {} ", patients::fold(text)));
    if ["oral", "mouth", "buccal", "miệng"].iter().any(|word| says(word)) {
        return None;
    }
    let named = |form: &Form| {
        Language::ALL
            .iter()
            .any(|language| says(&Texts::of(*language).get(&format!("form_{}", form.as_str()))))
    };
    let forms = Form::ALL.iter().filter(|form| Site::of(form.route()) != Site::Systemic);
    let by_form = forms.into_iter().find(|form| named(form)).map(|form| form.route());
    by_form.or_else(|| WAYS.iter().find(|(word, _)| says(word)).map(|(_, route)| *route))
}

/// The last weight, in grams.
async fn weight(q: &mut impl Read, id: PatientId) -> Result<Option<i64>> {
    let last = observations::series(q, id, "weight", 1).await?;
    #[expect(clippy::cast_possible_truncation, reason = "a person's weight in grams")]
    let grams = last.first().filter(|o| o.unit == "kg").map(|o| (o.value * 1000.0) as i64);
    Ok(grams)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cream_is_known_by_its_name() {
        assert_eq!(route_in("Ketoconazole 2 % cream"), Some(Route::Topical));
        assert_eq!(route_in("Ketoconazole 2 % kem bôi"), Some(Route::Topical));
        assert_eq!(route_in("Timolol 0.5 % eye drops"), Some(Route::Eye));
        assert_eq!(route_in("Hydrocortisone 10 MG/ML Topical Cream"), Some(Route::Topical));
        assert_eq!(route_in("Ciprofloxacin 3 MG/ML Ophthalmic Solution"), Some(Route::Eye));
        assert_eq!(route_in("Simvastatin 40 mg tablet"), None);
        assert_eq!(route_in("Miconazole oral gel"), None, "it is swallowed");
        assert_eq!(route_in("NuvaRing 21 Day Vaginal Ring"), None, "it acts in the whole body");
    }
}
