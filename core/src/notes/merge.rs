//! Two drafts of one note become one in which everything of both is visible. Nothing is ever dropped: a person
//! decides what goes, not the program.

use super::fields::{FIGURES, LISTS, TEXTS, figure, figure_mut, list, list_mut, text, text_mut};
use super::model::{NoteBody, NoteKind, Passage, PassageSource};

/// Between two texts of one field.
const GAP: &str = "\n\n";

/// Merges what was written at another workstation (`theirs`) with what was written here (`ours`).
///
/// Of every text one contains the other, or both stand below each other, ours last; `theirs` is then marked as a
/// passage. Of two different figures ours stands and theirs is a passage. Lists are united, the stricter privacy holds.
/// Every text of `ours` is found again whole in its field, so that what was typed meanwhile can be put in its place.
#[must_use]
pub fn merge(theirs: &NoteBody, ours: &NoteBody, workstation: &str) -> NoteBody {
    let mut merged = ours.clone();
    let mut passages = Vec::new();
    let other = || PassageSource::OtherDraft {
        workstation: workstation.to_owned(),
    };
    let mut both = |field: String, text: String| {
        passages.push(Passage {
            field,
            text,
            source: other(),
        });
    };
    merge_texts(theirs, &mut merged, &mut both);
    merge_figures(theirs, &mut merged, &mut both);
    merge_lists(theirs, &mut merged);
    merge_plan(theirs, &mut merged, &mut both);
    merged.privacy = theirs.privacy.max(ours.privacy);
    if theirs.kind == NoteKind::Soap {
        merged.kind = NoteKind::Soap;
    }
    for passage in theirs.passages.iter().chain(&passages) {
        if !merged.passages.contains(passage) {
            merged.passages.push(passage.clone());
        }
    }
    merged
}

fn merge_texts(theirs: &NoteBody, merged: &mut NoteBody, both: &mut impl FnMut(String, String)) {
    for path in TEXTS {
        let (Some(theirs), Some(ours)) = (text(theirs, path), text_mut(merged, path)) else {
            continue;
        };
        if ours.contains(theirs) {
            continue;
        }
        if theirs.contains(ours.as_str()) {
            theirs.clone_into(ours);
        } else {
            both((*path).to_owned(), theirs.to_owned());
            *ours = format!("{theirs}{GAP}{ours}");
        }
    }
}

fn merge_figures(theirs: &NoteBody, merged: &mut NoteBody, both: &mut impl FnMut(String, String)) {
    for name in FIGURES {
        let Some(value) = figure(&theirs.objective.vital_signs, name) else {
            continue;
        };
        let Some(ours) = figure_mut(&mut merged.objective.vital_signs, name) else {
            continue;
        };
        match ours {
            None => *ours = Some(value),
            Some(own) if (*own - value).abs() > f64::EPSILON => both(format!("objective.vital_signs.{name}"), value.to_string()),
            Some(_) => {}
        }
    }
}

fn merge_lists(theirs: &NoteBody, merged: &mut NoteBody) {
    for path in LISTS {
        let Some(ours) = list_mut(merged, path) else { continue };
        for entry in list(theirs, path) {
            if !ours.contains(entry) {
                ours.push(entry.clone());
            }
        }
    }
    for file in &theirs.attachments {
        if !merged.attachments.contains(file) {
            merged.attachments.push(file.clone());
        }
    }
    for diagnosis in &theirs.assessment.diagnoses {
        if !merged.assessment.diagnoses.contains(diagnosis) {
            merged.assessment.diagnoses.push(diagnosis.clone());
        }
    }
}

fn merge_plan(theirs: &NoteBody, merged: &mut NoteBody, both: &mut impl FnMut(String, String)) {
    merged.plan.follow_up_required |= theirs.plan.follow_up_required;
    let Some(days) = theirs.plan.follow_up_days else { return };
    match merged.plan.follow_up_days {
        None => merged.plan.follow_up_days = Some(days),
        Some(own) if own != days => both("plan.follow_up_days".to_owned(), days.to_string()),
        Some(_) => {}
    }
}

/// Passages whose field still holds them; those beside a figure stay until a person removes them.
pub(super) fn held_passages(body: &NoteBody) -> Vec<Passage> {
    let held = |passage: &&Passage| text(body, &passage.field).is_none_or(|text| text.contains(&passage.text));
    body.passages.iter().filter(held).cloned().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::documents::registry::Privacy;

    prop_compose! {
        /// Short texts over few letters, so that one often contains the other.
        fn any_body()(
            texts in proptest::collection::vec("[ab \n]{0,5}", TEXTS.len()),
            figures in proptest::collection::vec(proptest::option::of(0_u8..3), FIGURES.len()),
            lists in proptest::collection::vec(proptest::collection::vec("[ab]{1,2}", 0..3), LISTS.len()),
            days in proptest::option::of(1_u16..4),
            sensitive in any::<bool>(),
            free in any::<bool>(),
        ) -> NoteBody {
            let mut body = NoteBody::default();
            for (path, value) in TEXTS.iter().zip(texts) {
                *text_mut(&mut body, path).unwrap() = value;
            }
            for (name, value) in FIGURES.iter().zip(figures) {
                *figure_mut(&mut body.objective.vital_signs, name).unwrap() = value.map(f64::from);
            }
            for (path, value) in LISTS.iter().zip(lists) {
                *list_mut(&mut body, path).unwrap() = value;
            }
            body.plan.follow_up_days = days;
            body.privacy = if sensitive { Privacy::Sensitive } else { Privacy::Standard };
            body.kind = if free { NoteKind::Free } else { NoteKind::Soap };
            body
        }
    }

    /// Everything of one draft is visible in the merged one.
    fn holds(merged: &NoteBody, one: &NoteBody) -> bool {
        let texts = TEXTS
            .iter()
            .all(|path| text(merged, path).unwrap().contains(text(one, path).unwrap()));
        let lists = LISTS
            .iter()
            .all(|path| list(one, path).iter().all(|e| list(merged, path).contains(e)));
        let shown = |field: &str, value: &str| merged.passages.iter().any(|p| p.field == field && p.text == value);
        let figures = FIGURES.iter().all(|name| {
            let (kept, own) = (
                figure(&merged.objective.vital_signs, name),
                figure(&one.objective.vital_signs, name),
            );
            own.is_none() || kept == own || shown(&format!("objective.vital_signs.{name}"), &own.unwrap().to_string())
        });
        let days = one.plan.follow_up_days;
        let days = days.is_none() || merged.plan.follow_up_days == days || shown("plan.follow_up_days", &days.unwrap().to_string());
        texts && lists && figures && days && merged.privacy >= one.privacy
    }

    proptest! {
        #[test]
        fn nothing_of_either_is_dropped(theirs in any_body(), ours in any_body()) {
            let merged = merge(&theirs, &ours, "DESK-2");
            prop_assert!(holds(&merged, &theirs) && holds(&merged, &ours));
        }

        #[test]
        fn merging_again_changes_nothing(theirs in any_body(), ours in any_body()) {
            let once = merge(&theirs, &ours, "DESK-2");
            prop_assert_eq!(&merge(&once, &once, "DESK-2"), &once);
            let again = merge(&once, &ours, "DESK-2");
            for path in TEXTS {
                prop_assert_eq!(text(&again, path), text(&once, path), "a lost reply doubles nothing");
            }
        }

        #[test]
        fn one_that_only_went_on_stays_as_it_is(body in any_body(), more in "[ab]{1,4}") {
            let mut longer = body.clone();
            longer.text.push_str(&more);
            prop_assert_eq!(merge(&body, &longer, "DESK-2").text, longer.text);
        }
    }

    #[test]
    fn two_texts_stand_below_each_other_and_the_other_is_marked() {
        let body = |text: &str, pulse| {
            let mut body = NoteBody::default();
            text.clone_into(&mut body.plan.recommendations);
            body.objective.vital_signs.heart_rate = Some(pulse);
            body
        };
        let merged = merge(&body("Rest.", 92.0), &body("Fluids.", 88.0), "DESK-2");
        assert_eq!(merged.plan.recommendations, "Rest.\n\nFluids.");
        let marked: Vec<_> = merged.passages.iter().map(|p| (p.field.as_str(), p.text.as_str())).collect();
        assert_eq!(
            marked,
            [("plan.recommendations", "Rest."), ("objective.vital_signs.heart_rate", "92")]
        );
        let mut edited = merged.clone();
        edited.plan.recommendations = "Fluids.".into();
        assert_eq!(held_passages(&edited).len(), 1, "what is no longer there is not marked");
    }
}
