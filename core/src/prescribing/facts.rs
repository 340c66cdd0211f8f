//! What the chart's rows say of a patient. Rows only: the check works while the document store is away.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::lists::{Form, Site};
use super::model::AllergyKnowledge;
use super::safety::{KnownAllergy, Person, Pregnancy, Taking};
use super::sig::Route;
use crate::clinical::model::{ItemStatus, Medication, MedicationStatus};
use crate::clinical::{self, observations};
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
}

const ROUTES: &str = "SELECT medication_id, route FROM prescription_items WHERE patient_id = ? AND state = 'active'";
const REPLACED: &str = "SELECT medication_id FROM prescription_items WHERE id IN (??)";

/// Reads it; what `replaced` medicines started is left out of what is taken.
pub(super) async fn read(
    q: &mut impl Read,
    id: PatientId,
    said: Pregnancy,
    replaced: &[PrescriptionItemId],
    today: NaiveDate,
) -> Result<Facts> {
    let patient = patients::read(q, id).await?;
    let allergies: Vec<KnownAllergy> = clinical::allergies_of(q, id)
        .await?
        .into_iter()
        .filter(|a| a.form.status == ItemStatus::Active)
        .map(|a| KnownAllergy {
            substance: a.form.substance,
            code: a.form.code,
            reaction: a.form.reaction,
        })
        .collect();
    let knowledge = match (allergies.is_empty(), clinical::none_known(q, id).await?.is_some()) {
        (false, _) => AllergyKnowledge::Recorded,
        (true, true) => AllergyKnowledge::NoneKnown,
        (true, false) => AllergyKnowledge::NotRecorded,
    };
    let person = Person {
        age_months: patients::months_between(patient.date_of_birth, today),
        sex: patient.sex,
        pregnancy: pregnancy(q, id, said).await?,
        weight_grams: weight(q, id).await?,
        allergies,
        taking: taking(q, id, replaced, today).await?,
    };
    Ok(Facts {
        patient,
        person,
        allergies: knowledge,
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

/// The way that the name of a form in a written name tells, where it is not a systemic one.
fn route_in(name: &str) -> Option<Route> {
    let name = format!(" {} ", name.to_lowercase());
    let named = |form: &Form| {
        let word = |language: &Language| Texts::of(*language).get(&format!("form_{}", form.as_str()));
        Language::ALL.iter().any(|language| name.contains(&format!(" {} ", word(language))))
    };
    Form::ALL
        .iter()
        .find(|form| Site::of(form.route()) != Site::Systemic && named(form))
        .map(|form| form.route())
}

/// As the doctor says; else from an active problem: ICD-10-CM chapter XV (`O…`), Z33, Z34 and Z3A.
async fn pregnancy(q: &mut impl Read, id: PatientId, said: Pregnancy) -> Result<Pregnancy> {
    if said != Pregnancy::Unknown {
        return Ok(said);
    }
    let problems = clinical::problems_of(q, id).await?;
    let pregnant = problems
        .iter()
        .any(|p| p.form.status == ItemStatus::Active && ["O", "Z33", "Z34", "Z3A"].iter().any(|c| p.form.code.starts_with(c)));
    Ok(if pregnant { Pregnancy::Yes } else { Pregnancy::Unknown })
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
        assert_eq!(route_in("Simvastatin 40 mg tablet"), None);
    }
}
