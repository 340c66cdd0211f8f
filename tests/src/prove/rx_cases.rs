//! The thirty cases of `prove rx-safety`.

/// One case: who it is, what is prescribed, and what must be said.
pub(super) struct Case {
    pub name: &'static str,
    pub born: &'static str,
    pub sex: &'static str,
    pub pregnancy: &'static str,
    pub allergy: &'static str,
    pub takes: &'static [&'static str],
    /// `ingredient|form|strength|sig`.
    pub given: &'static [&'static str],
    /// Kind and severity of the worst warning; none = nothing may be said.
    pub must: Option<(&'static str, &'static str)>,
}

pub(super) const ADULT: Case = Case {
    name: "",
    born: "1970-05-01",
    sex: "male",
    pregnancy: "no",
    allergy: "",
    takes: &[],
    given: &[],
    must: None,
};

const AMOXICILLIN: &[&str] = &["amoxicillin|capsule|500 mg|1 tid 7d"];
const CLARITHROMYCIN: &[&str] = &["clarithromycin|tablet|500 mg|1 bid 5d"];

/// Sources stand in the lists' rows; each case names the fact it rests on.
pub(super) const CASES: &[Case] = &[
    Case {
        name: "penicillin allergy, amoxicillin",
        allergy: "Penicillin",
        given: AMOXICILLIN,
        must: Some(("allergy", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "sulfa allergy, co-trimoxazole",
        allergy: "sulfa",
        given: &["sulfamethoxazole + trimethoprim|tablet|800 mg + 160 mg|1 bid 3d"],
        must: Some(("allergy", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "amoxicillin allergy, cefalexin (like side chain)",
        allergy: "amoxicillin",
        given: &["cefalexin|capsule|500 mg|1 tid 7d"],
        must: Some(("allergy", "major")),
        ..ADULT
    },
    Case {
        name: "aspirin allergy, ibuprofen",
        allergy: "Aspirin",
        given: &["ibuprofen|tablet|400 mg|1 tid pc"],
        must: Some(("allergy", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "simvastatin taken, clarithromycin",
        takes: &["Simvastatin 40 mg tablet"],
        given: CLARITHROMYCIN,
        must: Some(("interaction", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "warfarin taken, clarithromycin",
        takes: &["Warfarin 3 mg tablet"],
        given: CLARITHROMYCIN,
        must: Some(("interaction", "major")),
        ..ADULT
    },
    Case {
        name: "sildenafil with a nitrate, both new",
        given: &["sildenafil|tablet|50 mg|1 prn", "isosorbide mononitrate|tablet|20 mg|1 bid"],
        must: Some(("interaction", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "methotrexate taken, trimethoprim",
        takes: &["Methotrexate 2.5 mg tablet"],
        given: &["trimethoprim|tablet|200 mg|1 bid 7d"],
        must: Some(("interaction", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "naproxen taken, ibuprofen",
        takes: &["Naproxen 500 mg tablet"],
        given: &["ibuprofen|tablet|400 mg|1 tid pc"],
        must: Some(("duplicate", "major")),
        ..ADULT
    },
    Case {
        name: "paracetamol taken, co-codamol",
        takes: &["Paracetamol 500 mg tablet"],
        given: &["paracetamol + codeine|tablet|500 mg + 8 mg|1 qid prn"],
        must: Some(("duplicate", "major")),
        ..ADULT
    },
    Case {
        name: "codeine for a child of nine",
        born: "2017-03-01",
        given: &["codeine|tablet|15 mg|1 qid prn"],
        must: Some(("age", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "diazepam at 80",
        born: "1946-03-01",
        given: &["diazepam|tablet|5 mg|1 qhs"],
        must: Some(("age", "moderate")),
        ..ADULT
    },
    Case {
        name: "ramipril in pregnancy",
        born: "1994-01-01",
        sex: "female",
        pregnancy: "yes",
        given: &["ramipril|capsule|5 mg|1 daily"],
        must: Some(("pregnancy", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "methotrexate daily",
        given: &["methotrexate|tablet|2.5 mg|4 daily"],
        must: Some(("weekly", "contraindicated")),
        ..ADULT
    },
    Case {
        name: "paracetamol 6 g a day",
        given: &["paracetamol|tablet|500 mg|2 q4h"],
        must: Some(("dose", "major")),
        ..ADULT
    },
    Case {
        name: "amoxicillin, no allergy",
        given: AMOXICILLIN,
        ..ADULT
    },
    Case {
        name: "penicillin allergy, azithromycin",
        allergy: "Penicillin",
        given: &["azithromycin|tablet|500 mg|1 daily 3d"],
        ..ADULT
    },
    Case {
        name: "sulfa allergy, furosemide (no cross-reaction)",
        allergy: "sulfa",
        given: &["furosemide|tablet|40 mg|1 qam"],
        ..ADULT
    },
    Case {
        name: "ibuprofen allergy, paracetamol",
        allergy: "ibuprofen",
        given: &["paracetamol|tablet|500 mg|2 qid prn"],
        ..ADULT
    },
    Case {
        name: "simvastatin taken, azithromycin",
        takes: &["Simvastatin 40 mg tablet"],
        given: &["azithromycin|tablet|500 mg|1 daily 3d"],
        ..ADULT
    },
    Case {
        name: "pravastatin taken, clarithromycin",
        takes: &["Pravastatin 40 mg tablet"],
        given: CLARITHROMYCIN,
        ..ADULT
    },
    Case {
        name: "simvastatin taken, ketoconazole cream",
        takes: &["Simvastatin 40 mg tablet"],
        given: &["ketoconazole|cream|2 %|1 appl bid 14d"],
        ..ADULT
    },
    Case {
        name: "warfarin taken, paracetamol",
        takes: &["Warfarin 3 mg tablet"],
        given: &["paracetamol|tablet|500 mg|2 qid prn"],
        ..ADULT
    },
    Case {
        name: "warfarin taken, ibuprofen gel",
        takes: &["Warfarin 3 mg tablet"],
        given: &["ibuprofen|gel|5 %|1 appl tid"],
        ..ADULT
    },
    Case {
        name: "clopidogrel taken, pantoprazole",
        takes: &["Clopidogrel 75 mg tablet"],
        given: &["pantoprazole|tablet|40 mg|1 qam"],
        ..ADULT
    },
    Case {
        name: "amlodipine taken, ramipril",
        takes: &["Amlodipine 5 mg tablet"],
        given: &["ramipril|capsule|5 mg|1 daily"],
        ..ADULT
    },
    Case {
        name: "methotrexate weekly",
        given: &["methotrexate|tablet|2.5 mg|4 weekly"],
        ..ADULT
    },
    Case {
        name: "paracetamol 4 g a day",
        given: &["paracetamol|tablet|500 mg|2 qid"],
        ..ADULT
    },
    Case {
        name: "diazepam at 40",
        born: "1986-03-01",
        given: &["diazepam|tablet|5 mg|1 qhs 3d"],
        ..ADULT
    },
    Case {
        name: "ramipril for a woman who is not pregnant",
        born: "1994-01-01",
        sex: "female",
        given: &["ramipril|capsule|5 mg|1 daily"],
        ..ADULT
    },
];
