//! A note and a visit summary on each paper and in each language: what stands on them, and what does not.

mod note;
mod summary;

use chrono::{NaiveDate, TimeZone, Utc};

use super::*;
use crate::ids::{DocumentId, NoteId, PatientId, UserId};
use crate::notes::model::{Assessment, Diagnosis, NoteBody, Objective, Plan, Subjective, Vitals};
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

/// Names that stand in other letters, and one as long as there is room for.
fn names() -> [(&'static str, String, String); 4] {
    let named = |script, first: &str, last: &str| (script, first.to_owned(), last.to_owned());
    [
        named("vietnamese", "Thị Ngọc Huyền", "Trần Nguyễn Phương"),
        named("cyrillic", "Святослав Щёкин-Њёжић", "Ґалаґан-Їжакевич"),
        named("greek", "Ἀναξαγόρας Ψηφιδωτός", "Παπαδόπουλος-Ξανθίδης"),
        named(
            "long",
            &"Maximiliana Theodora ".repeat(4),
            &"von Hohenfels-Zwetschgenthal-".repeat(3),
        ),
    ]
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
            growth: Vec::new(),
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
