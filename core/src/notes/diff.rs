//! Two versions of a note side by side, word by word.

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use ts_rs::TS;

use super::fields::{FIGURES, LISTS, TEXTS, diagnosis_line, figure, list, text};
use super::model::NoteBody;

/// A field in both versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldDifference {
    /// Its path, e.g. `plan.recommendations`.
    pub field: String,
    /// Whether the versions differ in it.
    pub differs: bool,
    /// Its text in pieces: left and right side are both made from them.
    pub pieces: Vec<Piece>,
}

/// A piece of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Piece {
    /// Where it stands.
    pub side: Side,
    /// The piece.
    pub text: String,
}

crate::text_enum! {
    /// In which of two versions a piece stands.
    pub enum Side {
        /// In both.
        Both = "both",
        /// In the left one alone.
        Left = "left",
        /// In the right one alone.
        Right = "right",
    }
}

/// Every field that one of the versions holds.
#[must_use]
pub fn differences(left: &NoteBody, right: &NoteBody) -> Vec<FieldDifference> {
    let (left, right) = (lines(left), lines(right));
    left.into_iter()
        .zip(right)
        .filter(|((_, one), (_, other))| !one.is_empty() || !other.is_empty())
        .map(|((field, one), (_, other))| field_difference(field, &one, &other))
        .collect()
}

fn field_difference(field: String, one: &str, other: &str) -> FieldDifference {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(one, other).iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Equal => Side::Both,
            ChangeTag::Delete => Side::Left,
            ChangeTag::Insert => Side::Right,
        };
        match pieces.last_mut() {
            Some(last) if last.side == side => last.text.push_str(change.value()),
            _ => pieces.push(Piece {
                side,
                text: change.value().to_owned(),
            }),
        }
    }
    FieldDifference {
        field,
        differs: one != other,
        pieces,
    }
}

/// Every field as text, in the order in which a note is read.
fn lines(body: &NoteBody) -> Vec<(String, String)> {
    let texts = TEXTS
        .iter()
        .map(|path| (path.to_string(), text(body, path).unwrap_or_default().to_owned()));
    let figures = FIGURES.iter().map(|name| {
        let value = figure(&body.objective.vital_signs, name).map(|v| v.to_string());
        (format!("objective.vital_signs.{name}"), value.unwrap_or_default())
    });
    let lists = LISTS.iter().map(|path| (path.to_string(), list(body, path).join("\n")));
    let diagnoses: Vec<String> = body.assessment.diagnoses.iter().map(diagnosis_line).collect();
    let days = body.plan.follow_up_days.map(|days| days.to_string());
    let attachments: Vec<&str> = body.attachments.iter().map(|file| file.name.as_str()).collect();
    let rest = [
        ("assessment.diagnoses", diagnoses.join("\n")),
        ("plan.follow_up_days", days.unwrap_or_default()),
        ("attachments", attachments.join("\n")),
        ("privacy", body.privacy.as_str().to_owned()),
    ];
    texts
        .chain(figures)
        .chain(lists)
        .chain(rest.map(|(field, value)| (field.to_owned(), value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(plan: &str, pulse: f64) -> NoteBody {
        let mut body = NoteBody::default();
        body.plan.recommendations = plan.into();
        body.objective.vital_signs.heart_rate = Some(pulse);
        body
    }

    #[test]
    fn words_that_differ_stand_on_their_side() {
        let found = differences(&body("Rest for 3 days.", 92.0), &body("Rest for 5 days.", 92.0));
        let plan = found.iter().find(|f| f.field == "plan.recommendations").unwrap();
        let pieces: Vec<_> = plan.pieces.iter().map(|p| (p.side, p.text.as_str())).collect();
        assert_eq!(
            pieces,
            [
                (Side::Both, "Rest for "),
                (Side::Left, "3"),
                (Side::Right, "5"),
                (Side::Both, " days.")
            ]
        );
        let pulse = found.iter().find(|f| f.field == "objective.vital_signs.heart_rate").unwrap();
        assert!(plan.differs && !pulse.differs);
    }

    #[test]
    fn each_side_is_whole() {
        let (one, other) = (body("Łódź, rest\nand tea", 92.0), body("Rest and green tea", 88.0));
        let of = |side| {
            let found = differences(&one, &other);
            let plan = found.into_iter().find(|f| f.field == "plan.recommendations").unwrap();
            plan.pieces
                .into_iter()
                .filter(|p| p.side == side || p.side == Side::Both)
                .map(|p| p.text)
                .collect::<String>()
        };
        assert_eq!(of(Side::Left), one.plan.recommendations);
        assert_eq!(of(Side::Right), other.plan.recommendations);
    }
}
