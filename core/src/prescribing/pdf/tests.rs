//! A prescription on each paper and in each language: what stands on it, and that the file is one.

use chrono::{NaiveDate, TimeZone, Utc};

use super::*;
use crate::ids::{DoctorId, PatientId, PrescriptionId, PrescriptionItemId};
use crate::patients::model::Sex;
use crate::prescribing::lists::{Form, Lists};
use crate::prescribing::model::{DoctorSnapshot, PatientSnapshot};
use crate::prescribing::sig::{self, Assumed, Route};
use crate::printing::Language;
use crate::printing::{ClinicSnapshot, Mark, pdf};

fn item(at: usize, texts: &Texts) -> DocumentItem {
    let sig = sig::parse("1 cap tid pc 7d", Assumed::default()).unwrap();
    DocumentItem {
        id: PrescriptionItemId::fresh(),
        ingredient: "amoxicillin".to_owned(),
        atc: "J01CA04".to_owned(),
        form: Some(Form::Capsule),
        route: Some(Route::Oral),
        strength: "500 mg".to_owned(),
        name: format!("Medicine {at} 500 mg"),
        sentence: sig::sentence(&sig, Some(Route::Oral), texts),
        sig,
        quantity: "21".to_owned(),
        refills: 2,
        replaces: None,
        replace_reason: String::new(),
        stopped_on: None,
        stop_reason: String::new(),
    }
}

fn sheet(language: Language, medicines: usize) -> Sheet {
    let texts = Texts::of(language);
    let document = PrescriptionDocument {
        kind: "prescriptions".to_owned(),
        version: 1,
        prescription_id: PrescriptionId::fresh(),
        patient_id: PatientId::fresh(),
        issued_at: Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap(),
        issued_on: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        language,
        patient: PatientSnapshot {
            name: "Nguyễn Thị Hồng Đào-Papadopoulou Ελένη Щукина".to_owned(),
            chart_number: "C-000042".to_owned(),
            date_of_birth: NaiveDate::from_ymd_opt(1980, 1, 1).unwrap(),
            sex: Sex::Female,
            address: vec!["1 Weir Court".to_owned(), "D02 Dublin".to_owned()],
            allergies: vec!["Penicillin".to_owned()],
            allergy_knowledge: AllergyKnowledge::Recorded,
            pregnancy: crate::clinical::Said::Unknown,
            breastfeeding: crate::clinical::Said::Unknown,
        },
        doctor: DoctorSnapshot {
            id: DoctorId::fresh(),
            name: "Dr Test Doctor".to_owned(),
            license_number: "LIC-1".to_owned(),
            specialty: "General practice".to_owned(),
            email: String::new(),
        },
        clinic: ClinicSnapshot {
            name: "Test clinic".to_owned(),
            location_id: None,
            location: "Main street".to_owned(),
            address: vec!["12 Main street".to_owned(), "D01 Dublin".to_owned()],
            phone: "+353 1 555 0100".to_owned(),
        },
        appointment_id: None,
        note_id: None,
        diagnosis: "Acute sinusitis".to_owned(),
        notes: "Come back if it is not better after three days.".to_owned(),
        tags: Vec::new(),
        reason: String::new(),
        items: (1..=medicines).map(|at| item(at, texts)).collect(),
        warnings: Vec::new(),
        unchecked: Vec::new(),
        lists: Lists::built_in().states(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(), 365),
    };
    Sheet {
        number: "RX-2026-000017".to_owned(),
        code: "7K2M9-QX4TD".to_owned(),
        last: true,
        document,
        texts,
    }
}

fn said(page: &Page) -> String {
    let texts = page.iter().filter_map(|m| match m {
        Mark::Text { text, .. } => Some(text.as_str()),
        Mark::Line { .. } => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn keep(name: &str, file: &[u8], paper: Paper) {
    if let Some(folder) = std::env::var_os("CURANDA_KEEP_PDF") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}-{}.pdf", paper.as_str())), file).unwrap();
    }
}

#[test]
fn long_names_of_the_patient_and_of_medicines_stand_whole() {
    for language in [Language::En, Language::Vi] {
        let mut sheet = sheet(language, 3);
        sheet.document.patient.name = format!("{} von Hohenfels-Zwetschgenthal", "Maximiliana Theodora ".repeat(6).trim());
        sheet.document.doctor.name = "Πρωθιερεύς Святослав Nguyễn-Papadopoulos Hohenfels-Zwetschgenthal".to_owned();
        sheet.document.items[1].name =
            "sulfamethoxazole / trimethoprim / phenazopyridine 800 mg / 160 mg / 200 mg modified-release film-coated tablet".to_owned();
        sheet.document.items[2].sentence =
            "Take one tablet by mouth in the morning and two in the evening with food, and stop when the pain is gone. ".repeat(5);
        for paper in Paper::ALL.iter().filter(|p| !p.is_roll()) {
            let pages = sheet.pages(*paper);
            let text = pages.iter().map(said).collect::<Vec<_>>().join(" ").replace('\n', " ");
            for word in ["Zwetschgenthal", "Святослав", "phenazopyridine", "film-coated"] {
                assert!(text.contains(word), "{word} on {paper:?}: {text}");
            }
            let about = About {
                title: "Prescription".to_owned(),
                language,
            };
            keep(
                &format!("prescription-long-{}", language.as_str()),
                &pdf::write(&pages, *paper, &about).unwrap(),
                *paper,
            );
        }
    }
}

#[test]
fn everything_that_belongs_on_it_stands_on_it() {
    for (language, words) in [
        (
            Language::En,
            [
                "Prescription",
                "Take 1 capsule",
                "Born 1 Jan 1980 (46 years)",
                "Allergies: Penicillin",
                "Licence LIC-1",
                "Page 1 of 1",
            ],
        ),
        (
            Language::Vi,
            [
                "Đơn thuốc",
                "Uống 1 viên nang",
                "Ngày sinh 01/01/1980 (46 tuổi)",
                "Dị ứng: Penicillin",
                "Số giấy phép LIC-1",
                "Trang 1/1",
            ],
        ),
    ] {
        for paper in Paper::ALL.iter().filter(|p| !p.is_roll()) {
            let pages = sheet(language, 2).pages(*paper);
            let text = said(&pages[0]);
            for word in words.iter().chain(&[
                "Test clinic",
                "12 Main street",
                "RX-2026-000017",
                "7K2M9-QX4TD",
                "C-000042",
                "Ελένη",
                "2. ",
            ]) {
                assert!(text.contains(word.trim_end()), "{word} on {paper:?}: {text}");
            }
        }
    }
}

#[test]
fn a_long_one_goes_on_with_name_and_number_on_every_page() {
    let pages = sheet(Language::En, 20).pages(Paper::A5);
    assert!(pages.len() > 1);
    for page in &pages {
        let text = said(page);
        assert!(
            text.contains("Nguyễn Thị Hồng") && text.contains("RX-2026-000017") && text.contains(&format!("of {}", pages.len())),
            "{text}"
        );
    }
    assert_eq!(pages.iter().map(|p| said(p).matches("Medicine ").count()).sum::<usize>(), 20);
}

#[test]
fn the_signature_stands_on_a_page_with_a_medicine() {
    for language in [Language::En, Language::Vi] {
        for (medicines, paper) in (1..=20).flat_map(|n| [Paper::A4, Paper::Letter, Paper::A5].map(|paper| (n, paper))) {
            let pages = sheet(language, medicines).pages(paper);
            let last = said(pages.last().unwrap());
            assert!(
                last.contains("Medicine ") && last.contains("LIC-1"),
                "{medicines} on {paper:?}: {last}"
            );
        }
    }
}

#[test]
fn an_earlier_version_says_that_it_is_not_valid() {
    let old = Sheet {
        last: false,
        ..sheet(Language::En, 1)
    };
    assert!(said(&old.pages(Paper::A4)[0]).contains("Not valid"));
    assert!(!said(&sheet(Language::En, 1).pages(Paper::A4)[0]).contains("Not valid"));
}

#[test]
fn the_file_is_a_pdf_of_its_pages_with_its_fonts() {
    let sheet = sheet(Language::Vi, 12);
    for paper in Paper::ALL.iter().filter(|p| !p.is_roll()) {
        let pages = sheet.pages(*paper);
        let about = About {
            title: "Prescription RX-2026-000017".to_owned(),
            language: Language::Vi,
        };
        let file = pdf::write(&pages, *paper, &about).unwrap();
        keep("prescription", &file, *paper);
        let read = lopdf::Document::load_mem(&file).unwrap();
        assert_eq!(read.get_pages().len(), pages.len());
        let (width, height) = paper.size();
        for page in read.get_pages().values() {
            let media = read.get_dictionary(*page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
            let sides: Vec<f32> = media.iter().map(|side| side.as_float().unwrap()).collect();
            assert!((sides[2] - width).abs() < 0.1 && (sides[3] - height).abs() < 0.1, "{sides:?}");
        }
        let first = read.get_pages()[&1];
        assert_eq!(read.get_page_fonts(first).unwrap().len(), 2, "both faces are embedded");
        assert!(file.len() < 120_000, "subsets only: {}", file.len());
        assert!(!String::from_utf8_lossy(&file).contains("Hồng"), "no name in the file's own words");
    }
}
