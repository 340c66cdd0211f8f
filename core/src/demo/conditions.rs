//! What the demo's people have and take. Codes are ICD-10-CM's, names of medicines the formulary's.

/// Something that a person has, with what is taken for it.
#[derive(Debug)]
pub(super) struct Condition {
    pub code: &'static str,
    pub description: &'static str,
    /// From which age to which it is found here.
    pub ages: (u32, u32),
    /// Of a hundred people of that age.
    pub percent: u32,
    /// Name with strength and form, and how it is taken.
    pub medicines: &'static [(&'static str, &'static str)],
    /// What it does to which vital sign.
    pub shifts: &'static [(&'static str, f64)],
}

const fn condition(code: &'static str, description: &'static str, ages: (u32, u32), percent: u32) -> Condition {
    Condition {
        code,
        description,
        ages,
        percent,
        medicines: &[],
        shifts: &[],
    }
}

pub(super) const CONDITIONS: &[Condition] = &[
    Condition {
        medicines: &[("Ramipril 5 mg tablet", "1 tablet once a day")],
        shifts: &[("bp_systolic", 18.0), ("bp_diastolic", 9.0)],
        ..condition("I10", "Hypertension", (40, 99), 38)
    },
    Condition {
        medicines: &[
            ("Warfarin 3 mg tablet", "1 tablet once a day, evening"),
            ("Bisoprolol 2.5 mg tablet", "1 tablet once a day"),
        ],
        shifts: &[("heart_rate", 12.0)],
        ..condition("I48.20", "Atrial fibrillation", (62, 99), 12)
    },
    Condition {
        medicines: &[("Metformin 500 mg tablet", "1 tablet twice a day with food")],
        shifts: &[("weight", 9.0)],
        ..condition("E11.9", "Diabetes, type 2", (35, 99), 14)
    },
    Condition {
        medicines: &[("Atorvastatin 20 mg tablet", "1 tablet once a day, night")],
        ..condition("E78.00", "High cholesterol", (40, 99), 24)
    },
    Condition {
        medicines: &[("Salbutamol 100 mcg inhaler", "2 puffs when needed")],
        shifts: &[("oxygen_saturation", -1.5)],
        ..condition("J45.909", "Asthma", (4, 70), 10)
    },
    Condition {
        medicines: &[("Levothyroxine 75 mcg tablet", "1 tablet once a day before breakfast")],
        ..condition("E03.9", "Hypothyroidism", (30, 99), 7)
    },
    Condition {
        medicines: &[("Omeprazole 20 mg capsule", "1 capsule once a day")],
        ..condition("K21.9", "Reflux", (25, 99), 11)
    },
    Condition {
        medicines: &[("Sertraline 50 mg tablet", "1 tablet once a day")],
        ..condition("F41.1", "Generalised anxiety", (18, 75), 8)
    },
    Condition {
        medicines: &[("Cetirizine 10 mg tablet", "1 tablet once a day, March to July")],
        ..condition("J30.1", "Hay fever", (6, 60), 14)
    },
    condition("M17.10", "Arthritis, knee", (55, 99), 18),
    condition("L20.9", "Eczema", (0, 40), 9),
    condition("M54.50", "Low back pain", (25, 80), 13),
];

/// What one is allergic to: substance, code of the safety lists, whether it is a class, reaction, severity 1–3, of a thousand people.
pub(super) const ALLERGIES: &[(&str, &str, bool, &str, u8, u32)] = &[
    ("Penicillins", "class:penicillin", true, "anaphylaxis", 3, 18),
    ("Penicillins", "class:penicillin", true, "rash", 1, 40),
    ("Sulfonamides", "class:sulfonamide_antibiotic", true, "rash", 1, 25),
    ("Ibuprofen", "ibuprofen", false, "wheezing", 2, 18),
    ("Latex", "", false, "contact rash", 1, 22),
    ("Peanut", "", false, "anaphylaxis", 3, 14),
    ("Wasp venom", "", false, "swelling of the face", 2, 10),
];

/// What runs in families here: whose, code, what, of a hundred people.
pub(super) const FAMILY: &[(&str, &str, &str, u32)] = &[
    ("mother", "", "Breast cancer at 58", 6),
    ("father", "", "Heart attack at 62", 11),
    ("mother", "", "Type 2 diabetes", 9),
    ("brother", "", "Bowel cancer at 51", 4),
    ("father", "", "Stroke at 70", 7),
];
