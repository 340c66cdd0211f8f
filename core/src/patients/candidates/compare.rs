//! Compares what was typed with a person on file, field by field.

use chrono::{Datelike, NaiveDate};

use super::{CandidateField, ComparedField, Likelihood, Verdict};
use crate::patients::fold::fold;
use crate::patients::search::Mark;
use crate::patients::search::people::Person;
use crate::patients::search::terms::sound;

/// What was typed, read as far as it can be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: Option<NaiveDate>,
    pub sex: String,
    /// E.164 when it can be read, else as typed.
    pub phone: String,
    pub email: String,
}

/// Every field, in the order of the form; the e-mail only when one was typed.
pub(crate) fn compare(typed: &Typed, person: &Person) -> Vec<ComparedField> {
    let born = typed.date_of_birth.map(|d| d.to_string()).unwrap_or_default();
    let on_file = person.date_of_birth.to_string();
    let mut fields = vec![
        name(CandidateField::FirstName, &typed.first_name, &person.first_name),
        name(CandidateField::LastName, &typed.last_name, &person.last_name),
        field(CandidateField::DateOfBirth, &born, &on_file, |_, _| {
            typed.date_of_birth.is_some_and(|t| near_dates(t, person.date_of_birth))
        }),
        field(CandidateField::Sex, &typed.sex, person.sex.as_str(), |_, _| false),
        field(CandidateField::Phone, &typed.phone, &person.phone, near_phones),
    ];
    if !typed.email.is_empty() {
        fields.push(field(CandidateField::Email, &typed.email, &person.email, |a, b| {
            strsim::osa_distance(a, b) <= 1
        }));
    }
    fields
}

fn field(field: CandidateField, typed: &str, on_file: &str, near: impl Fn(&str, &str) -> bool) -> ComparedField {
    let verdict = match () {
        () if typed.is_empty() => Verdict::NotTyped,
        () if on_file.is_empty() || on_file == "unknown" => Verdict::NotOnFile,
        () if typed == on_file => Verdict::Same,
        () if near(typed, on_file) => Verdict::Similar,
        () => Verdict::Differs,
    };
    let (typed_marks, on_file_marks) = match verdict {
        Verdict::Similar | Verdict::Differs => differing(typed, on_file),
        _ => (Vec::new(), Vec::new()),
    };
    ComparedField {
        field,
        verdict,
        typed: typed.to_owned(),
        on_file: on_file.to_owned(),
        typed_marks,
        on_file_marks,
    }
}

fn name(which: CandidateField, typed: &str, on_file: &str) -> ComparedField {
    let mut compared = field(which, typed, on_file, |a, b| near_names(&fold(a), &fold(b)));
    if compared.verdict == Verdict::Differs && typed.to_lowercase() == on_file.to_lowercase() {
        compared = ComparedField {
            verdict: Verdict::Same,
            typed_marks: Vec::new(),
            on_file_marks: Vec::new(),
            ..compared
        };
    } else if compared.verdict == Verdict::Similar && typed.to_lowercase() == on_file.to_lowercase() {
        compared.verdict = Verdict::Same;
        compared.typed_marks.clear();
        compared.on_file_marks.clear();
    }
    compared
}

/// Accents aside, one or two letters apart by length, one of several words, or alike in sound.
fn near_names(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let longest = a.chars().count().max(b.chars().count());
    let edits = if longest >= 6 { 2 } else { usize::from(longest >= 3) };
    let shares = |x: &str, y: &str| x.split(' ').any(|w| w.len() >= 3 && y.split(' ').any(|v| v == w));
    strsim::osa_distance(a, b) <= edits
        || shares(a, b)
        || (sound(a).is_some() && sound(a) == sound(b) && strsim::jaro_winkler(a, b) >= 0.75)
}

/// One figure off, or day and month swapped.
fn near_dates(a: NaiveDate, b: NaiveDate) -> bool {
    let swapped = NaiveDate::from_ymd_opt(a.year(), a.day(), a.month()) == Some(b);
    swapped || strsim::osa_distance(&a.to_string(), &b.to_string()) == 1
}

/// The same last seven digits, or one digit off.
fn near_phones(a: &str, b: &str) -> bool {
    let tail = |text: &str| -> String { text.chars().rev().filter(char::is_ascii_digit).take(7).collect() };
    (tail(a).len() == 7 && tail(a) == tail(b)) || strsim::osa_distance(a, b) == 1
}

/// Points of a verdict: how telling the field is when it agrees, and when it does not.
fn points(compared: &ComparedField) -> (f64, f64) {
    let (same, similar, differs) = match compared.field {
        CandidateField::FirstName => (22.0, 16.0, -14.0),
        CandidateField::LastName => (24.0, 17.0, -12.0),
        CandidateField::DateOfBirth => (30.0, 14.0, -22.0),
        CandidateField::Sex => (4.0, 0.0, -8.0),
        CandidateField::Phone => (20.0, 10.0, -4.0),
        CandidateField::Email => (18.0, 8.0, -2.0),
    };
    match compared.verdict {
        Verdict::Same => (same, same),
        Verdict::Similar => (similar, same),
        Verdict::Differs => (differs, same),
        Verdict::NotOnFile => (0.0, same * 0.3),
        Verdict::NotTyped => (0.0, 0.0),
    }
}

/// 0 to 100: the share of what the typed fields could say for it. Little typed says little: a name alone stays below `likely`.
pub(crate) fn score(fields: &[ComparedField]) -> u8 {
    let (got, possible) = fields.iter().map(points).fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    if possible <= 0.0 {
        return 0;
    }
    let evidence = (possible / 80.0_f64).min(1.0);
    let score = (100.0 * got / possible * evidence).clamp(0.0, 100.0);
    // Between 0 and 100 by the line above.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let score = score.round() as u8;
    score
}

/// The score in a word; none below what is worth showing.
pub(crate) fn likelihood(score: u8) -> Option<Likelihood> {
    match score {
        80.. => Some(Likelihood::VeryLikely),
        60.. => Some(Likelihood::Likely),
        40.. => Some(Likelihood::Possible),
        _ => None,
    }
}

/// The letters of each text that are not in their longest common subsequence.
fn differing(a: &str, b: &str) -> (Vec<Mark>, Vec<Mark>) {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut length = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            length[i][j] = if a[i] == b[j] {
                length[i + 1][j + 1] + 1
            } else {
                length[i + 1][j].max(length[i][j + 1])
            };
        }
    }
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            (in_a[i], in_b[j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if length[i + 1][j] >= length[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (marks(&a, &in_a), marks(&b, &in_b))
}

fn marks(text: &[char], common: &[bool]) -> Vec<Mark> {
    let mut out: Vec<Mark> = Vec::new();
    let mut at = 0;
    for (c, common) in text.iter().zip(common) {
        let end = at + if c.len_utf16() == 2 { 2 } else { 1 };
        match out.last_mut() {
            _ if *common => {}
            Some(mark) if mark.end == at => mark.end = end,
            _ => out.push(Mark { start: at, end }),
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PatientId;
    use crate::patients::model::{PatientStatus, Sex};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn hana() -> Person {
        Person {
            id: PatientId::fresh(),
            chart_number: "C-004417".into(),
            first_name: "Hana".into(),
            middle_name: String::new(),
            last_name: "Kovács".into(),
            preferred_name: String::new(),
            date_of_birth: day(1982, 3, 9),
            sex: Sex::Female,
            phone: "+353209163304".into(),
            email: String::new(),
            status: PatientStatus::Active,
            deceased_on: None,
            last_seen_at: None,
        }
    }

    fn typed(first: &str, last: &str, born: Option<NaiveDate>, phone: &str) -> Typed {
        Typed {
            first_name: first.into(),
            last_name: last.into(),
            date_of_birth: born,
            sex: if born.is_some() { "female".into() } else { String::new() },
            phone: phone.into(),
            email: String::new(),
        }
    }

    #[test]
    fn each_line_says_why() {
        let fields = compare(&typed("Hanna", "Kovacs", Some(day(1982, 9, 3)), "+353209163304"), &hana());
        let verdicts: Vec<_> = fields.iter().map(|f| f.verdict).collect();
        use Verdict::{Same, Similar};
        assert_eq!(verdicts, [Similar, Similar, Similar, Same, Same]);
        assert_eq!(fields[0].typed_marks.len(), 1, "one n too many");
        assert_eq!(fields[1].typed_marks, [Mark { start: 3, end: 4 }]);
        assert_eq!(fields[1].on_file_marks, [Mark { start: 3, end: 4 }]);
    }

    #[test]
    fn the_score_grows_with_what_agrees() {
        let of = |t: &Typed| score(&compare(t, &hana()));
        let born = Some(day(1982, 3, 9));
        let all = of(&typed("Hanna", "Kovacs", born, "+353209163304"));
        let moved = of(&typed("Hana", "Kovacs", born, "+353861234567"));
        let name_only = of(&typed("Hana", "Kovács", None, ""));
        let namesake = of(&typed("Hana", "Kovács", Some(day(1960, 1, 20)), "+353861234567"));
        let stranger = of(&typed("Peter", "Okafor", Some(day(1990, 5, 5)), "+353861234567"));
        assert_eq!(likelihood(all), Some(Likelihood::VeryLikely), "{all}");
        assert_eq!(likelihood(moved), Some(Likelihood::Likely), "{moved}");
        assert!(all > namesake && (40..60).contains(&name_only), "{name_only}");
        assert!(likelihood(namesake).is_none() || namesake < 60, "{namesake}");
        assert_eq!(likelihood(stranger), None, "{stranger}");
    }

    #[test]
    fn twins_and_families_at_one_phone_are_not_the_same_person() {
        let twin = score(&compare(&typed("Marta", "Kovács", Some(day(1982, 3, 9)), "+353209163304"), &hana()));
        assert!(twin < 80, "{twin}");
        let mother = score(&compare(&typed("Judit", "Kovács", Some(day(1955, 7, 1)), "+353209163304"), &hana()));
        assert!(mother < 40, "{mother}");
    }

    #[test]
    fn case_is_no_difference_and_nothing_typed_says_nothing() {
        let fields = compare(&typed("HANA", "", None, ""), &hana());
        assert_eq!((fields[0].verdict, fields[1].verdict), (Verdict::Same, Verdict::NotTyped));
        assert_eq!(score(&compare(&Typed::default(), &hana())), 0);
    }
}
