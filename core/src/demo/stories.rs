//! What the demo's doctors wrote at a visit, by a word of its reason.

/// A visit as it is noted down.
#[derive(Debug)]
pub(super) struct Story {
    /// Found in the visit's reason, in lower case.
    pub word: &'static str,
    pub history: &'static str,
    pub exam: &'static str,
    /// ICD-10-CM and words.
    pub diagnosis: (&'static str, &'static str),
    pub plan: &'static str,
    /// In how many days the patient shall come again.
    pub follow_up: Option<u16>,
    /// Ingredient, form, strength and shorthand of what is prescribed.
    pub medicine: Option<[&'static str; 4]>,
}

const fn story(
    word: &'static str,
    history: &'static str,
    exam: &'static str,
    diagnosis: (&'static str, &'static str),
    plan: &'static str,
) -> Story {
    Story {
        word,
        history,
        exam,
        diagnosis,
        plan,
        follow_up: None,
        medicine: None,
    }
}

const STORIES: &[Story] = &[
    Story {
        follow_up: Some(28),
        medicine: Some(["paracetamol", "tablet", "500 mg", "2 tab qid prn pain 5d"]),
        ..story(
            "headache",
            "Dull pressure on both sides, worse towards evening. No nausea, no change of sight.",
            "Neck supple. Cranial nerves normal. Tender muscles of neck and shoulders.",
            ("G44.209", "Tension-type headache"),
            "Regular sleep, a walk every day. Keep a headache diary.",
        )
    },
    Story {
        medicine: Some(["paracetamol", "tablet", "500 mg", "2 tab qid prn pain 5d"]),
        ..story(
            "throat",
            "Sore throat for four days, swallowing hurts. No cough.",
            "Throat red, no coating. No swollen glands. Ears normal.",
            ("J02.9", "Sore throat, viral"),
            "Rest and plenty to drink. Come back if no better in a week, or with a high fever.",
        )
    },
    Story {
        follow_up: Some(14),
        medicine: Some(["ibuprofen", "tablet", "400 mg", "1 tab tid pc 5d"]),
        ..story(
            "back",
            "Low back pain after gardening. Does not go down the leg. No numbness.",
            "Tender beside the spine. Straight leg raising free on both sides. Strength and feeling normal.",
            ("M54.50", "Low back pain"),
            "Keep moving, no bed rest. Warmth helps. Exercises were shown.",
        )
    },
    Story {
        follow_up: Some(21),
        ..story(
            "tired",
            "Tired for three months, sleeps six hours. Weight stable, mood fair.",
            "Looks well. Thyroid not enlarged. Heart and chest normal.",
            ("R53.83", "Fatigue"),
            "Bloods taken: count, iron, thyroid, sugar. Results at the next visit.",
        )
    },
    Story {
        follow_up: Some(10),
        medicine: Some(["amoxicillin", "capsule", "500 mg", "1 cap tid 7d"]),
        ..story(
            "cough",
            "Cough for three weeks, now with yellow sputum. Fever at the weekend.",
            "Crackles at the right base. Speaks in full sentences.",
            ("J22", "Lower respiratory infection"),
            "Rest and fluids. Come back at once if short of breath.",
        )
    },
    Story {
        follow_up: Some(90),
        ..story(
            "blood pressure",
            "Measures at home, mornings 130 to 140. Takes the tablets. No dizziness.",
            "Heart sounds normal, no swelling of the legs.",
            ("I10", "Hypertension"),
            "Go on as before. Less salt. Bring the home readings next time.",
        )
    },
    story(
        "ear ache",
        "Ear ache since last night, cold for five days.",
        "Right ear drum red, not bulging. Throat red. Chest clear.",
        ("H66.91", "Middle ear infection, right"),
        "Pain relief for two to three days. Come back if there is still pain or fever after that.",
    ),
    Story {
        follow_up: Some(28),
        ..story(
            "rash",
            "Itching rash on both arms for two weeks, new washing powder.",
            "Red scaly patches in the elbow folds. No infection.",
            ("L20.9", "Eczema"),
            "Emollient twice a day. Go back to the old washing powder.",
        )
    },
    Story {
        follow_up: Some(180),
        ..story(
            "review",
            "Sugar at home 6 to 8. No hypos. Walks daily.",
            "Feet: pulses and feeling normal. No sores.",
            ("E11.9", "Diabetes, type 2"),
            "Go on as before. Eyes once a year. Bloods before the next review.",
        )
    },
];

const OTHER: Story = story(
    "",
    "As planned. No new complaints.",
    "Looks well. Findings as before.",
    ("Z09", "Follow-up examination"),
    "Go on as before. Come back if anything changes.",
);

/// The story of a visit with this reason.
pub(super) fn of(reason: &str) -> &'static Story {
    let reason = reason.to_lowercase();
    STORIES.iter().find(|story| reason.contains(story.word)).unwrap_or(&OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prescribing::lists::Lists;

    #[test]
    fn a_reason_finds_its_story() {
        assert_eq!(of("Cough that stays").diagnosis.0, "J22");
        assert_eq!(of("Half-yearly review").diagnosis.0, "E11.9");
        assert_eq!(of("Stitches out").diagnosis.0, "Z09");
    }

    #[test]
    fn what_is_prescribed_stands_in_the_formulary() {
        let lists = Lists::built_in();
        for [ingredient, _, strength, _] in STORIES.iter().filter_map(|s| s.medicine) {
            let medicine = lists.medicine(ingredient).unwrap();
            assert!(medicine.products.iter().any(|p| p.strength == strength), "{ingredient} {strength}");
        }
    }
}
