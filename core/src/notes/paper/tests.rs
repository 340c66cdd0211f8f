//! A note and a visit summary on each paper and in each language: what stands on them, and what does not.

use chrono::{NaiveDate, TimeZone, Utc};

use super::*;
use crate::clinical::model::{AllergenKind, Allergy, AllergyForm, ItemStatus, Medication, MedicationForm, MedicationStatus, Severity};
use crate::ids::{AllergyId, DocumentId, MedicationId, NoteId, PatientId, UserId};
use crate::notes::model::{Assessment, Diagnosis, NoteBody, Objective, Plan, Subjective, Vitals};
use crate::notes::summary::Summary;
use crate::notes::views::Addendum;
use crate::printing::{Mark, pdf};

const VISIT: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn body() -> NoteBody {
    NoteBody {
        subjective: Subjective {
            chief_complaint: "Persistent headaches for 2 weeks".into(),
            history_of_present_illness: "Dull, throbbing pain in the temples, worse towards evening. Sleeps badly since a change of work."
                .into(),
            review_of_systems: "Denies fever.\nNo change of sight.".into(),
        },
        objective: Objective {
            vital_signs: Vitals {
                bp_systolic: Some(148.0),
                bp_diastolic: Some(86.0),
                heart_rate: Some(72.0),
                temperature: Some(36.8),
                weight: Some(71.4),
                height: Some(164.0),
                ..Vitals::default()
            },
            physical_exam: "Neck supple. Cranial nerves normal.".into(),
        },
        assessment: Assessment {
            diagnoses: vec![
                Diagnosis {
                    code: "G44.209".into(),
                    text: "Tension-type headache".into(),
                },
                Diagnosis {
                    code: "F43.9".into(),
                    text: String::new(),
                },
            ],
            differential: vec!["Brain tumour".into()],
            text: "Red flags absent.".into(),
        },
        plan: Plan {
            recommendations: "Regular sleep, a walk every day.\nKeep a headache diary.".into(),
            referrals: vec!["Physiotherapy".into()],
            follow_up_required: true,
            follow_up_days: Some(28),
        },
        ..NoteBody::default()
    }
}

fn version(number: i32, reason: &str) -> NoteVersion {
    NoteVersion {
        document_id: DocumentId::fresh(),
        version: number,
        reason: reason.to_owned(),
        signed_by: UserId::fresh(),
        signed_by_name: "Aoife Kelly".to_owned(),
        signed_at: Utc.with_ymd_and_hms(2026, 11, 24, 10, 30, 0).unwrap(),
        cosigned_by_name: None,
        cosigned_at: None,
    }
}

fn patient() -> Patient {
    serde_json::from_value(serde_json::json!({
        "id": PatientId::fresh(), "user_id": null, "chart_number": "C-000042", "first_name": "Hồng Đào", "middle_name": "", "last_name": "Nguyễn",
        "preferred_name": "", "date_of_birth": "1980-01-01", "sex": "female", "gender": "", "phone": "", "email": "", "street": "", "city": "", "state": "",
        "postal_code": "", "country": "IE", "languages": [], "blood_type": "unknown", "desk_note": "",
        "consent_treatment": true, "consent_reminders": true, "consent_sharing": false, "status": "active", "merged_into": null, "deceased_on": null,
        "avatar_file_id": null, "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "version": 1
    }))
    .unwrap()
}

fn sheet(language: Language, body: NoteBody) -> Sheet {
    let shown = version(1, "");
    Sheet {
        view: NoteView {
            id: NoteId::fresh(),
            patient_id: PatientId::fresh(),
            appointment_id: None,
            document_id: shown.document_id,
            current: true,
            body,
            bmi: None,
            sha256: "7f3a2b1c".repeat(8),
            intact: true,
            versions: vec![shown],
            addenda: vec![Addendum {
                document_id: DocumentId::fresh(),
                text: "Scan of the neck was normal.".into(),
                signed_by_name: "Tomás Byrne".into(),
                signed_at: Utc.with_ymd_and_hms(2026, 11, 25, 9, 0, 0).unwrap(),
                intact: true,
            }],
        },
        patient: patient(),
        clinic: ClinicSnapshot {
            name: "Test clinic".into(),
            location_id: None,
            location: "Main street".into(),
            address: vec!["12 Main street".into(), "D01 Dublin".into()],
            phone: "+353 1 555 0100".into(),
        },
        place: Place {
            location: None,
            country: "IE".into(),
            zone: chrono_tz::Europe::Dublin,
            today: VISIT,
        },
        signer: Some(Signer {
            name: "Dr Aoife Kelly".into(),
            license_number: "LIC-1".into(),
        }),
        units: Units::Metric,
        coming: vec![ComingVisit {
            starts_at: Utc.with_ymd_and_hms(2026, 12, 22, 9, 15, 0).unwrap(),
            time_zone: "Europe/Dublin".into(),
            doctor_name: "Dr Aoife Kelly".into(),
            location_name: "Main street".into(),
        }],
        texts: Texts::of(language),
    }
}

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

fn said(pages: &[Page]) -> String {
    let texts = pages.iter().flatten().filter_map(|m| match m {
        Mark::Text { text, .. } => Some(text.as_str()),
        Mark::Line { .. } => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

fn keep(name: &str, pages: &[Page], paper: Paper) {
    let about = About {
        title: "Note".to_owned(),
        language: Language::En,
    };
    let file = pdf::write(pages, paper, &about).unwrap();
    assert_eq!(lopdf::Document::load_mem(&file).unwrap().get_pages().len(), pages.len());
    if let Some(folder) = std::env::var_os("CURANDA_KEEP_PDF") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}-{}.pdf", paper.as_str())), &file).unwrap();
    }
}

#[test]
fn a_note_says_everything_that_was_signed() {
    let sheet = sheet(Language::En, body());
    for paper in Paper::ALL {
        let pages = note(&sheet, *paper);
        let text = said(&pages);
        for word in [
            "Test clinic",
            "Nguyễn",
            "C-000042",
            "24 Nov 2026, 10:30",
            "Persistent headaches",
            "No change of sight.",
            "Blood pressure 148/86 mmHg (above the usual range)",
            "G44.209 Tension-type headache",
            "Brain tumour",
            "Red flags absent.",
            "Keep a headache diary.",
            "Physiotherapy",
            "In 28 days, about 22 Dec 2026",
            "Scan of the neck was normal.",
            "Signed electronically by Aoife Kelly, 24 Nov 2026, 10:30",
            "SHA-256",
            "LIC-1",
        ] {
            assert!(text.contains(word), "{word} on {paper:?}: {text}");
        }
        keep("note", &pages, *paper);
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
fn a_long_free_note_breaks_over_pages_with_the_name_on_each() {
    let long = NoteBody {
        kind: NoteKind::Free,
        text: "A line of the note that is as long as lines are.\n".repeat(200),
        ..NoteBody::default()
    };
    let pages = note(&sheet(Language::En, long), Paper::A5);
    assert!(pages.len() > 3);
    assert!(pages.iter().all(|page| said(std::slice::from_ref(page)).contains("Nguyễn")));
    let bottom = Paper::A5.size().1 - Paper::A5.margin();
    let lowest = pages.iter().flatten().filter_map(|m| match m {
        Mark::Text { y, .. } => Some(*y),
        Mark::Line { .. } => None,
    });
    assert!(lowest.fold(0.0, f32::max) <= bottom);
}

#[test]
fn what_was_replaced_or_changed_says_so() {
    let mut sheet = sheet(Language::En, body());
    let (first, later) = (sheet.view.versions[0].clone(), version(2, "The pulse was counted again"));
    sheet.view.document_id = first.document_id;
    sheet.view.versions = vec![later.clone(), first];
    sheet.view.current = false;
    assert!(said(&note(&sheet, Paper::A4)).contains("Not valid"));
    (sheet.view.document_id, sheet.view.current, sheet.view.intact) = (later.document_id, true, false);
    let text = said(&note(&sheet, Paper::A4));
    assert!(text.contains("The pulse was counted again") && text.contains("Version 2") && text.contains("differs from what was signed"));
    assert!(!text.contains("Not valid"));
}
