use tempfile::TempDir;

use super::*;
use crate::ids::PatientId;
use crate::notes::model::NoteBody;
use crate::notes::requests::DraftSubject;

const KEY: [u8; 32] = [7; 32];

fn page(id: NoteId, text: &str) -> JournalPage {
    JournalPage {
        id,
        subject: DraftSubject {
            patient_id: PatientId(id.0),
            appointment_id: None,
            amends: None,
        },
        base_revision: 0,
        synced: false,
        body: NoteBody {
            text: text.to_owned(),
            ..NoteBody::default()
        },
    }
}

fn texts(journal: &Journal, user: UserId) -> Vec<String> {
    journal.pending(user).into_iter().map(|p| p.page.body.text).collect()
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_500_000 + second, 0).unwrap()
}

#[test]
fn what_was_written_is_there_after_a_restart_and_only_for_its_author() {
    let folder = TempDir::new().unwrap();
    let (own, other, one, two) = (UserId::fresh(), UserId::fresh(), NoteId::fresh(), NoteId::fresh());
    let journal = Journal::open(folder.path(), KEY).unwrap();
    journal.write(own, page(one, "Cou"), at(1)).unwrap();
    journal.write(own, page(one, "Cough"), at(2)).unwrap();
    journal.write(own, page(two, "Fever"), at(3)).unwrap();
    journal.write(other, page(one, "Another's"), at(4)).unwrap();
    drop(journal);
    let journal = Journal::open(folder.path(), KEY).unwrap();
    assert_eq!(texts(&journal, own), ["Fever", "Cough"]);
    assert_eq!(texts(&journal, other), ["Another's"]);
    journal.discard(own, two).unwrap();
    journal.discard(own, two).unwrap();
    drop(journal);
    assert_eq!(texts(&Journal::open(folder.path(), KEY).unwrap(), own), ["Cough"]);
}

#[test]
fn one_process_at_a_time_has_it_open() {
    let folder = TempDir::new().unwrap();
    let first = Journal::open(folder.path(), KEY).unwrap();
    assert_eq!(Journal::open(folder.path(), KEY).unwrap_err().code, ErrorCode::StoreLocked);
    drop(first);
    assert!(Journal::open(folder.path(), KEY).is_ok());
}

#[test]
fn a_torn_end_is_dropped_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let (user, id) = (UserId::fresh(), NoteId::fresh());
    let journal = Journal::open(folder.path(), KEY).unwrap();
    journal.write(user, page(id, "Cough"), at(1)).unwrap();
    journal.write(user, page(id, "Cough for 9 days"), at(2)).unwrap();
    drop(journal);
    let file = folder.path().join("journal.bin");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() - 3]).unwrap();
    let journal = Journal::open(folder.path(), KEY).unwrap();
    assert_eq!(texts(&journal, user), ["Cough"]);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(
        !names.iter().any(|n| n.to_string_lossy().ends_with(".aside")),
        "a torn end is no damage"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside() {
    for change in [0_usize, 1] {
        let folder = TempDir::new().unwrap();
        let (user, id) = (UserId::fresh(), NoteId::fresh());
        Journal::open(folder.path(), KEY)
            .unwrap()
            .write(user, page(id, "Cough"), at(1))
            .unwrap();
        let file = folder.path().join("journal.bin");
        let before = fs::read(&file).unwrap();
        let key = if change == 0 { [8; 32] } else { KEY };
        if change == 1 {
            fs::write(&file, b"something else").unwrap();
        }
        let journal = Journal::open(folder.path(), key).unwrap();
        assert!(texts(&journal, user).is_empty());
        journal.write(user, page(id, "Anew"), at(2)).unwrap();
        let aside = fs::read_dir(folder.path())
            .unwrap()
            .map(|f| f.unwrap().path())
            .find(|p| p.extension().is_some_and(|e| e == "aside"))
            .unwrap();
        let kept = fs::read(aside).unwrap();
        assert_eq!(kept, if change == 0 { before } else { b"something else".to_vec() });
    }
}

#[test]
fn a_long_day_does_not_fill_the_disk() {
    let folder = TempDir::new().unwrap();
    let (user, id) = (UserId::fresh(), NoteId::fresh());
    let journal = Journal::open(folder.path(), KEY).unwrap();
    let text = "x".repeat(200_000);
    for n in 0..60 {
        journal.write(user, page(id, &format!("{text}{n}")), at(n)).unwrap();
    }
    let size = fs::metadata(folder.path().join("journal.bin")).unwrap().len();
    assert!(size < LEAST_BYTES + 400_000, "{size}");
    drop(journal);
    assert!(texts(&Journal::open(folder.path(), KEY).unwrap(), user)[0].ends_with("59"));
}
