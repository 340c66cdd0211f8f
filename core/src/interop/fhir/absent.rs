//! What says that there is nothing, or that nobody asked: it is no allergy, no problem and no medicine of that name.

use super::concept::CodeableConcept;

/// SNOMED CT: "No known allergy". Those that speak of medicines, foods, latex or the environment alone say too little.
const NO_ALLERGY: &[&str] = &["716186003", "no-known-allergies"];
const NONE_IN_PART: &[&str] = &[
    "409137002",
    "429625007",
    "428607008",
    "428197003",
    "1003774007",
    "no-known-medication-allergies",
    "no-known-environmental-allergies",
    "no-known-food-allergies",
];
/// Of the International Patient Summary's code system "Absent and Unknown Data", and SNOMED CT: no current problem, not asked.
const NOTHING: &[&str] = &[
    "no-allergy-info",
    "no-problem-info",
    "no-known-problems",
    "no-medication-info",
    "no-known-medications",
    "no-immunization-info",
    "no-known-immunizations",
    "no-procedure-info",
    "no-known-procedures",
    "160245001",
    "1631000175102",
];
/// Systems that have no code for it write it out.
const NO_ALLERGY_WORDS: &[&str] = &["no known allergies", "no known allergy", "nka", "keine bekannten allergien"];
const NONE_IN_PART_WORDS: &[&str] = &["no known drug allergies", "no known medication allergies", "nkda"];

/// What an allergy says of there being none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// It names a substance.
    No,
    /// None at all is known.
    All,
    /// None of one kind is known.
    OfOneKind,
    /// Nobody asked.
    NotAsked,
}

/// What an allergy's code says.
pub(super) fn allergy(concept: &CodeableConcept) -> Absent {
    let text = concept.shown().trim().trim_end_matches('.').to_lowercase();
    let says = |codes: &[&str], words: &[&str]| has(concept, codes) || words.contains(&text.as_str());
    match () {
        () if says(NO_ALLERGY, NO_ALLERGY_WORDS) => Absent::All,
        () if says(NONE_IN_PART, NONE_IN_PART_WORDS) => Absent::OfOneKind,
        () if nothing_known(concept) => Absent::NotAsked,
        () => Absent::No,
    }
}

/// Whether a code says that there is nothing, or that nothing is known.
pub(super) fn nothing_known(concept: &CodeableConcept) -> bool {
    has(concept, NOTHING)
}

fn has(concept: &CodeableConcept, codes: &[&str]) -> bool {
    concept.coding.iter().any(|c| codes.contains(&c.code.as_str()))
}
