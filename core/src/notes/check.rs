//! What may be signed.

use unicode_normalization::UnicodeNormalization;

use super::fields::{LISTS, TEXTS, is_empty, list, list_mut, text, text_mut};
use super::merge::held_passages;
use super::model::NoteBody;
use super::vitals;
use crate::api::Fields;
use crate::{Error, Result};

/// Longest text of one field.
const MOST_TEXT: usize = 50_000;
/// Longest entry of a list, and longest chief complaint.
const MOST_LINE: usize = 400;
/// Most entries of one list.
const MOST_ENTRIES: usize = 50;
/// Farthest follow-up: two years.
const MOST_DAYS: i64 = 730;

/// Brings a body into the form in which it is signed: composed letters, no blanks at the ends, no empty entries, and only
/// those marks of passages that still hold.
#[must_use]
pub(super) fn tidy(body: &NoteBody) -> NoteBody {
    let clean = |text: &str| text.trim().nfc().collect::<String>();
    let mut tidied = body.clone();
    for path in TEXTS {
        if let Some(text) = text_mut(&mut tidied, path) {
            *text = clean(text);
        }
    }
    for path in LISTS {
        if let Some(list) = list_mut(&mut tidied, path) {
            *list = list.iter().map(|e| clean(e)).filter(|e| !e.is_empty()).collect();
        }
    }
    let diagnoses = &mut tidied.assessment.diagnoses;
    for diagnosis in diagnoses.iter_mut() {
        diagnosis.code = clean(&diagnosis.code).to_uppercase();
        diagnosis.text = clean(&diagnosis.text);
    }
    diagnoses.retain(|d| !d.code.is_empty() || !d.text.is_empty());
    tidied.plan.follow_up_required |= tidied.plan.follow_up_days.is_some();
    tidied.passages = held_passages(&tidied);
    tidied
}

/// Whether a tidied body may be signed.
///
/// # Errors
/// `invalid` with every wrong field.
pub(super) fn check(body: &NoteBody) -> Result<()> {
    let mut fields = Fields::default();
    if is_empty(body) {
        return Err(Error::field("text", "note_empty"));
    }
    for path in TEXTS {
        let most = if *path == "subjective.chief_complaint" {
            MOST_LINE
        } else {
            MOST_TEXT
        };
        fields.at_most(path, text(body, path).unwrap_or_default(), most);
    }
    for path in LISTS {
        check_list(path, list(body, path), &mut fields);
    }
    for (n, diagnosis) in body.assessment.diagnoses.iter().enumerate() {
        if !diagnosis.code.is_empty() && !is_icd10(&diagnosis.code) {
            fields.wrong(&format!("assessment.diagnoses.{n}.code"), "icd10_invalid");
        }
        fields.at_most(&format!("assessment.diagnoses.{n}.text"), &diagnosis.text, MOST_LINE);
    }
    if body.assessment.diagnoses.len() > MOST_ENTRIES {
        fields.wrong_with("assessment.diagnoses", "too_many", "max", MOST_ENTRIES);
    }
    if let Some(days) = body.plan.follow_up_days {
        fields.within("plan.follow_up_days", i64::from(days), 1, MOST_DAYS);
    }
    vitals::check(&body.objective.vital_signs, &mut fields);
    fields.check()
}

fn check_list(path: &str, entries: &[String], fields: &mut Fields) {
    if entries.len() > MOST_ENTRIES {
        fields.wrong_with(path, "too_many", "max", MOST_ENTRIES);
    }
    for (n, entry) in entries.iter().enumerate() {
        fields.at_most(&format!("{path}.{n}"), entry, MOST_LINE);
    }
}

/// The form of an ICD-10 or ICD-10-CM code: a letter, a digit, a letter or digit, and up to four more after a point
/// (WHO ICD-10 volume 2, 2.4; ICD-10-CM guidelines 2025, I.A.2). Whether it is in the list is the search's matter: clinics use several.
fn is_icd10(code: &str) -> bool {
    let (head, tail) = code.split_once('.').unwrap_or((code, ""));
    let head: Vec<char> = head.chars().collect();
    let shaped = matches!(head.as_slice(), [a, b, c] if a.is_ascii_uppercase() && b.is_ascii_digit() && c.is_ascii_alphanumeric());
    let pointed = code.contains('.') != tail.is_empty();
    shaped && pointed && tail.len() <= 4 && tail.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::model::{Diagnosis, Passage, PassageSource};

    #[test]
    fn codes_have_their_form() {
        for code in ["J22", "G44.209", "F43.8", "E11.9", "C7A.01", "S72.001A"] {
            assert!(is_icd10(code), "{code}");
        }
        for code in ["", "J", "J2", "22J", "J22.", "J22.12345", "j22", "J22 1"] {
            assert!(!is_icd10(code), "{code}");
        }
    }

    #[test]
    fn an_empty_note_is_not_signed_and_every_wrong_field_is_named() {
        assert_eq!(check(&NoteBody::default()).unwrap_err().fields[0].code, "note_empty");
        let mut body = NoteBody::default();
        body.subjective.chief_complaint = "x".repeat(401);
        body.assessment.diagnoses = vec![Diagnosis {
            code: "nonsense".into(),
            text: "Cough".into(),
        }];
        body.plan.follow_up_days = Some(0);
        body.objective.vital_signs.heart_rate = Some(1000.0);
        let wrong: Vec<_> = check(&body).unwrap_err().fields.into_iter().map(|f| f.code).collect();
        assert_eq!(wrong, ["too_long", "icd10_invalid", "out_of_range", "out_of_range"]);
    }

    #[test]
    fn blanks_and_marks_that_no_longer_hold_are_left_out() {
        let mut body = NoteBody::default();
        body.plan.recommendations = "  Rest. \n".into();
        body.plan.referrals = vec![" ".into(), " Cardiology".into()];
        body.plan.follow_up_days = Some(3);
        body.assessment.diagnoses = vec![Diagnosis::default()];
        let passage = |text: &str| Passage {
            field: "plan.recommendations".into(),
            text: text.into(),
            source: PassageSource::OtherDraft {
                workstation: "DESK-2".into(),
            },
        };
        body.passages = vec![passage("Rest."), passage("Fluids.")];
        let tidied = tidy(&body);
        assert_eq!(
            (tidied.plan.recommendations.as_str(), tidied.plan.referrals.as_slice()),
            ("Rest.", &["Cardiology".to_owned()][..])
        );
        assert!(tidied.plan.follow_up_required && tidied.assessment.diagnoses.is_empty());
        assert_eq!(tidied.passages, [passage("Rest.")]);
        assert!(check(&tidied).is_ok());
    }
}
