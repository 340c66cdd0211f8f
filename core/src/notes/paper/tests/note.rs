use super::*;

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

#[test]
fn every_name_stands_whole_on_every_paper() {
    for (script, first, last) in names() {
        for language in [Language::En, Language::Vi] {
            let mut sheet = sheet(language, body());
            (sheet.patient.first_name, sheet.patient.last_name) = (first.clone(), last.clone());
            for paper in Paper::ALL.iter().filter(|p| !p.is_roll()) {
                let pages = note(&sheet, *paper);
                let text = said(&pages);
                for word in first.split_whitespace().chain(last.split('-')) {
                    assert!(text.contains(word), "{word} on {paper:?}: {text}");
                }
                keep(&format!("note-{script}-{}", language.as_str()), &pages, *paper);
            }
        }
    }
}

#[test]
fn an_amended_note_is_kept_to_be_looked_at() {
    let mut sheet = sheet(Language::En, body());
    let (first, later) = (
        sheet.view.versions[0].clone(),
        version(2, "The pulse was counted again, and the left side was meant"),
    );
    sheet.view.document_id = later.document_id;
    sheet.view.versions = vec![later, first.clone()];
    let pages = note(&sheet, Paper::A4);
    assert!(said(&pages).contains("the left side was meant"));
    keep("note-amended", &pages, Paper::A4);
    (sheet.view.document_id, sheet.view.current) = (first.document_id, false);
    keep("note-replaced", &note(&sheet, Paper::A4), Paper::A4);
}
