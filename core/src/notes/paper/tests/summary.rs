use super::*;
use crate::clinical::model::{AllergenKind, Allergy, AllergyForm, ItemStatus, Medication, MedicationForm, MedicationStatus, Severity};
use crate::ids::{AllergyId, MedicationId};
use crate::notes::summary::Summary;

fn medicine(name: &str, status: MedicationStatus, started: &str, ended: Option<&str>) -> Medication {
    Medication {
        id: MedicationId::fresh(),
        patient_id: PatientId::fresh(),
        document_id: DocumentId::fresh(),
        prescription_id: None,
        version: 1,
        form: MedicationForm {
            name: name.into(),
            code: String::new(),
            dose: format!("Take one {name} by mouth twice a day with food."),
            status,
            started_on: Some(started.parse().unwrap()),
            ended_on: ended.map(|day| day.parse().unwrap()),
            note: String::new(),
        },
    }
}

fn summary(sheet: &Sheet) -> Summary<'_> {
    Summary {
        sheet,
        medicines: vec![
            medicine(
                "ibuprofen 400 mg tablet",
                MedicationStatus::Active,
                "2026-11-24",
                Some("2026-12-01"),
            ),
            medicine("bisoprolol 5 mg tablet", MedicationStatus::Active, "2024-02-01", None),
            medicine(
                "bisoprolol 5 mg tablet",
                MedicationStatus::Stopped,
                "2023-02-01",
                Some("2026-11-24"),
            ),
            medicine("codeine 30 mg tablet", MedicationStatus::Stopped, "2026-11-01", Some("2026-11-24")),
            medicine(
                "amoxicillin 500 mg capsule",
                MedicationStatus::Active,
                "2026-10-01",
                Some("2026-10-08"),
            ),
        ],
        allergies: vec![Allergy {
            id: AllergyId::fresh(),
            patient_id: PatientId::fresh(),
            document_id: DocumentId::fresh(),
            version: 1,
            form: AllergyForm {
                kind: AllergenKind::Class,
                substance: "Penicillins".into(),
                code: String::new(),
                reaction: String::new(),
                severity: Severity::Severe,
                status: ItemStatus::Active,
                onset_on: None,
                note: String::new(),
            },
        }],
        none_known: false,
        today: VISIT,
    }
}

#[test]
fn a_summary_is_for_the_patient() {
    for (language, words) in [
        (
            Language::En,
            [
                "Why you came",
                "Your medicines",
                "Until 1 Dec 2026",
                "Stop taking: codeine",
                "22 Dec 2026, 09:15",
                "Call us on +353",
            ],
        ),
        (
            Language::Vi,
            [
                "Lý do bạn đến khám",
                "Thuốc của bạn",
                "Đến ngày 01/12/2026",
                "Ngừng dùng: codeine",
                "09:15 ngày 22/12/2026",
                "Hãy gọi +353",
            ],
        ),
    ] {
        let sheet = sheet(language, body());
        for paper in Paper::ALL {
            let pages = summary(&sheet).pages(*paper);
            let text = said(&pages);
            for word in words.iter().chain(&[
                "Tension-type headache",
                "F43.9",
                "bisoprolol",
                "Penicillins",
                "Physiotherapy",
                "Keep a headache diary.",
            ]) {
                assert!(text.contains(word), "{word} on {paper:?}: {text}");
            }
            for doctors_own in ["Brain tumour", "Red flags", "SHA-256", "G44.209", "amoxicillin", ": bisoprolol"] {
                assert!(!text.contains(doctors_own), "{doctors_own} on {paper:?}");
            }
            keep(&format!("summary-{}", language.as_str()), &pages, *paper);
        }
    }
}

#[test]
fn many_medicines_go_over_pages_and_every_name_is_whole() {
    for (script, first, last) in names() {
        let mut sheet = sheet(Language::Vi, body());
        (sheet.patient.first_name, sheet.patient.last_name) = (first.clone(), last);
        let mut summary = summary(&sheet);
        let more = (0..24).map(|n| {
            medicine(
                &format!("medicine number {n} with a long name 500 mg"),
                MedicationStatus::Active,
                "2026-11-24",
                None,
            )
        });
        summary.medicines.extend(more);
        for paper in Paper::ALL.iter().filter(|p| !p.is_roll()) {
            let pages = summary.pages(*paper);
            let text = said(&pages);
            assert!(
                pages.len() > 1 && text.contains("number 0 ") && text.contains("number 23 "),
                "{paper:?}"
            );
            let name = first.split_whitespace().next().unwrap();
            assert!(
                pages.iter().all(|page| said(std::slice::from_ref(page)).contains(name)),
                "{name} on each page of {paper:?}"
            );
            keep(&format!("summary-{script}"), &pages, *paper);
        }
    }
}
