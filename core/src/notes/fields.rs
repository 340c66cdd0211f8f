//! A note's fields by path, so that merging, comparing and copying are told once for all of them.

use super::model::{Diagnosis, NoteBody, Vitals};

/// The text fields in the order they are read.
pub const TEXTS: &[&str] = &[
    "subjective.chief_complaint",
    "subjective.history_of_present_illness",
    "subjective.review_of_systems",
    "objective.physical_exam",
    "assessment.text",
    "plan.recommendations",
    "text",
];

/// The measured figures in the order they are read.
pub const FIGURES: &[&str] = &[
    "bp_systolic",
    "bp_diastolic",
    "heart_rate",
    "temperature",
    "respiratory_rate",
    "oxygen_saturation",
    "weight",
    "height",
    "head_circumference",
];

/// The lists of short texts.
pub(super) const LISTS: &[&str] = &["assessment.differential", "plan.referrals", "tags"];

/// A text field; none for a path that is none.
#[must_use]
pub fn text<'a>(body: &'a NoteBody, path: &str) -> Option<&'a str> {
    Some(match path {
        "subjective.chief_complaint" => &body.subjective.chief_complaint,
        "subjective.history_of_present_illness" => &body.subjective.history_of_present_illness,
        "subjective.review_of_systems" => &body.subjective.review_of_systems,
        "objective.physical_exam" => &body.objective.physical_exam,
        "assessment.text" => &body.assessment.text,
        "plan.recommendations" => &body.plan.recommendations,
        "text" => &body.text,
        _ => return None,
    })
}

/// A text field, to change it.
pub fn text_mut<'a>(body: &'a mut NoteBody, path: &str) -> Option<&'a mut String> {
    Some(match path {
        "subjective.chief_complaint" => &mut body.subjective.chief_complaint,
        "subjective.history_of_present_illness" => &mut body.subjective.history_of_present_illness,
        "subjective.review_of_systems" => &mut body.subjective.review_of_systems,
        "objective.physical_exam" => &mut body.objective.physical_exam,
        "assessment.text" => &mut body.assessment.text,
        "plan.recommendations" => &mut body.plan.recommendations,
        "text" => &mut body.text,
        _ => return None,
    })
}

/// A list of short texts, to change it.
pub(super) fn list_mut<'a>(body: &'a mut NoteBody, path: &str) -> Option<&'a mut Vec<String>> {
    Some(match path {
        "assessment.differential" => &mut body.assessment.differential,
        "plan.referrals" => &mut body.plan.referrals,
        "tags" => &mut body.tags,
        _ => return None,
    })
}

/// A list of short texts.
pub(super) fn list<'a>(body: &'a NoteBody, path: &str) -> &'a [String] {
    match path {
        "assessment.differential" => &body.assessment.differential,
        "plan.referrals" => &body.plan.referrals,
        "tags" => &body.tags,
        _ => &[],
    }
}

/// A measured figure.
#[must_use]
pub fn figure(vitals: &Vitals, name: &str) -> Option<f64> {
    match name {
        "bp_systolic" => vitals.bp_systolic,
        "bp_diastolic" => vitals.bp_diastolic,
        "heart_rate" => vitals.heart_rate,
        "temperature" => vitals.temperature,
        "respiratory_rate" => vitals.respiratory_rate,
        "oxygen_saturation" => vitals.oxygen_saturation,
        "weight" => vitals.weight,
        "height" => vitals.height,
        "head_circumference" => vitals.head_circumference,
        _ => None,
    }
}

/// A measured figure, to change it.
pub(super) fn figure_mut<'a>(vitals: &'a mut Vitals, name: &str) -> Option<&'a mut Option<f64>> {
    Some(match name {
        "bp_systolic" => &mut vitals.bp_systolic,
        "bp_diastolic" => &mut vitals.bp_diastolic,
        "heart_rate" => &mut vitals.heart_rate,
        "temperature" => &mut vitals.temperature,
        "respiratory_rate" => &mut vitals.respiratory_rate,
        "oxygen_saturation" => &mut vitals.oxygen_saturation,
        "weight" => &mut vitals.weight,
        "height" => &mut vitals.height,
        "head_circumference" => &mut vitals.head_circumference,
        _ => return None,
    })
}

/// A diagnosis as one line, the code first.
pub(super) fn diagnosis_line(diagnosis: &Diagnosis) -> String {
    [diagnosis.code.as_str(), diagnosis.text.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether nothing was written or measured.
#[must_use]
pub fn is_empty(body: &NoteBody) -> bool {
    let texts = TEXTS.iter().all(|path| text(body, path).is_none_or(|t| t.trim().is_empty()));
    let lists = LISTS.iter().filter(|path| **path != "tags").all(|path| list(body, path).is_empty());
    let figures = FIGURES.iter().all(|name| figure(&body.objective.vital_signs, name).is_none());
    texts && lists && figures && body.attachments.is_empty() && body.assessment.diagnoses.is_empty() && !body.plan.follow_up_required
}

/// The line that lists show: the chief complaint, else the first words.
#[must_use]
pub fn summary(body: &NoteBody) -> String {
    let first_diagnosis = body.assessment.diagnoses.first().map(diagnosis_line).unwrap_or_default();
    let texts = TEXTS.iter().filter_map(|path| text(body, path));
    let line = std::iter::once(body.subjective.chief_complaint.as_str())
        .chain(std::iter::once(first_diagnosis.as_str()))
        .chain(texts)
        .map(first_line)
        .find(|line| !line.is_empty());
    line.unwrap_or_default()
}

/// The first line that says something, as far as lists have room.
#[must_use]
pub fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or_default().chars().take(160).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_leads_to_a_field_of_its_own() {
        let mut body = NoteBody::default();
        for path in TEXTS {
            text_mut(&mut body, path).unwrap().push_str(path);
        }
        for path in LISTS {
            list_mut(&mut body, path).unwrap().push((*path).to_owned());
        }
        for (n, name) in FIGURES.iter().enumerate() {
            *figure_mut(&mut body.objective.vital_signs, name).unwrap() = Some(n as f64);
        }
        assert!(TEXTS.iter().all(|path| text(&body, path) == Some(path)));
        assert!(LISTS.iter().all(|path| list(&body, path) == [(*path).to_owned()]));
        assert!(
            FIGURES
                .iter()
                .enumerate()
                .all(|(n, name)| figure(&body.objective.vital_signs, name) == Some(n as f64))
        );
        assert!(text(&body, "nothing").is_none());
    }

    #[test]
    fn a_list_shows_the_complaint_or_the_first_words() {
        let mut body = NoteBody::default();
        assert!(is_empty(&body) && summary(&body).is_empty());
        body.plan.recommendations = "\n  Rest.\nDrink.".into();
        assert_eq!(summary(&body), "Rest.");
        body.subjective.chief_complaint = "Cough".into();
        assert_eq!(summary(&body), "Cough");
        assert!(!is_empty(&body));
    }
}
