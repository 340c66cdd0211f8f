//! What may be stored of a person, and in which form.

use chrono::NaiveDate;
use phonenumber::metadata::DATABASE;
use unicode_normalization::UnicodeNormalization;

use super::model::Patient;
use super::requests::PatientChanges;
use crate::api::Fields;
use crate::{Error, Result};

/// Nobody has lived longer.
const OLDEST_YEARS: u32 = 130;

/// Composed letters, no blanks at the ends or doubled inside.
pub(crate) fn tidy(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|w| w.nfc().collect()).collect();
    words.join(" ")
}

/// A phone number in E.164, read with `country` (ISO 3166-1 alpha-2) as default; empty stays empty.
///
/// Its length must be possible in its country. Whether the range is in use is not asked: ranges open faster than programs are updated.
///
/// # Errors
/// `phone_invalid` on `phone`.
pub(crate) fn phone(text: &str, country: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let wrong = || Error::field("phone", "phone_invalid");
    // "+353 (0)20": the zero in brackets is for those who call from within the country.
    let text = if text.starts_with('+') {
        text.replacen("(0)", "", 1)
    } else {
        text.to_owned()
    };
    let number = phonenumber::parse(country.parse().ok(), &text).map_err(|_| wrong())?;
    let digits = u16::try_from(number.national().to_string().len()).unwrap_or(u16::MAX);
    let kinds = number.metadata(&DATABASE).map(phonenumber::Metadata::descriptors);
    let possible = kinds.is_some_and(|kinds| {
        [kinds.fixed_line(), kinds.mobile(), kinds.voip(), kinds.personal_number()]
            .into_iter()
            .flatten()
            .any(|kind| kind.possible_length().contains(&digits))
    });
    if !possible && !number.is_valid() {
        return Err(wrong());
    }
    Ok(number.format().mode(phonenumber::Mode::E164).to_string())
}

/// An e-mail address, folded; empty stays empty.
///
/// # Errors
/// `email_invalid` on `email`.
pub(crate) fn email(text: &str) -> Result<String> {
    let folded = text.trim().to_lowercase();
    if folded.is_empty() || email_address::EmailAddress::is_valid(&folded) {
        Ok(folded)
    } else {
        Err(Error::field("email", "email_invalid"))
    }
}

/// An ISO date that a living person can be born on.
///
/// # Errors
/// `required`, `date_invalid`, `date_in_future`, `date_too_old` on `date_of_birth`.
pub(crate) fn date_of_birth(text: &str, today: NaiveDate) -> Result<NaiveDate> {
    let field = "date_of_birth";
    let born = past_date(text, today, field)?;
    match today.years_since(born) {
        Some(years) if years <= OLDEST_YEARS => Ok(born),
        _ => Err(Error::field(field, "date_too_old")),
    }
}

/// An ISO date that is not to come.
///
/// # Errors
/// `required`, `date_invalid`, `date_in_future` on `field`.
pub(crate) fn past_date(text: &str, today: NaiveDate, field: &str) -> Result<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field(field, "required"));
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Error::field(field, "date_invalid"))?;
    if date > today {
        return Err(Error::field(field, "date_in_future"));
    }
    Ok(date)
}

/// The text fields with the width of their column; `true` = must not be blank.
macro_rules! texts {
    ($on:ident, $do:ident) => {
        $do!($on.first_name, 100, true);
        $do!($on.last_name, 100, true);
        $do!($on.middle_name, 100, false);
        $do!($on.preferred_name, 100, false);
        $do!($on.gender, 60, false);
        $do!($on.street, 200, false);
        $do!($on.city, 120, false);
        $do!($on.state, 120, false);
        $do!($on.postal_code, 20, false);
        $do!($on.desk_note, 1000, false);
    };
}

/// Brings the changes into the stored form, in place, and notes what is wrong.
pub(crate) fn normalise(changes: &mut PatientChanges, country: &str, today: NaiveDate, fields: &mut Fields) {
    macro_rules! text {
        ($on:ident . $field:ident, $max:literal, $required:literal) => {
            if let Some(text) = &mut $on.$field {
                *text = if stringify!($field) == "desk_note" {
                    text.trim().to_owned()
                } else {
                    tidy(text)
                };
                if $required {
                    fields.required(stringify!($field), text, $max);
                } else {
                    fields.at_most(stringify!($field), text, $max);
                }
            }
        };
    }
    texts!(changes, text);
    if let Some(code) = &mut changes.country {
        *code = code.trim().to_uppercase();
        if !code.is_empty() && !crate::directory::is_country(code) {
            fields.wrong("country", "country_invalid");
        }
    }
    if let Some(languages) = &mut changes.languages {
        *languages = languages.iter().map(|l| tidy(l)).filter(|l| !l.is_empty()).collect();
        if languages.len() > 20 || languages.iter().any(|l| l.chars().count() > 60) {
            fields.wrong("languages", "too_long");
        }
    }
    let here = changes.country.as_deref().filter(|c| !c.is_empty()).unwrap_or(country).to_owned();
    normalise_formats(changes, &here, today, fields);
}

/// Fields with a format of their own.
fn normalise_formats(changes: &mut PatientChanges, country: &str, today: NaiveDate, fields: &mut Fields) {
    if let Some(text) = &mut changes.phone
        && let Some(number) = fields.take("phone", phone(text, country))
    {
        *text = number;
    }
    if let Some(text) = &mut changes.email {
        fields.at_most("email", text, 254);
        if let Some(folded) = fields.take("email", email(text)) {
            *text = folded;
        }
    }
    if let Some(text) = &changes.date_of_birth {
        fields.take("date_of_birth", date_of_birth(text, today));
    }
}

/// Puts normalised changes on a chart.
pub(crate) fn apply(patient: &mut Patient, changes: &PatientChanges) {
    macro_rules! set {
        ($($field:ident),*) => {$(
            if let Some(value) = &changes.$field {
                patient.$field = value.clone();
            }
        )*};
    }
    macro_rules! text {
        ($on:ident . $field:ident, $max:literal, $required:literal) => {
            set!($field)
        };
    }
    texts!(changes, text);
    set!(
        phone,
        email,
        country,
        languages,
        blood_type,
        sex,
        consent_treatment,
        consent_reminders,
        consent_sharing
    );
    if changes.home_location_id.is_some() {
        patient.home_location_id = changes.home_location_id;
    }
    if let Some(born) = changes.date_of_birth.as_deref().and_then(|d| d.trim().parse().ok()) {
        patient.date_of_birth = born;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn phones_are_read_with_the_country_of_the_place() {
        assert_eq!(phone("020 916 3304", "IE").unwrap(), "+353209163304");
        assert_eq!(phone("+353 (0)20 916 3304", "US").unwrap(), "+353209163304");
        assert_eq!(phone("(202) 555-0123", "US").unwrap(), "+12025550123");
        assert_eq!(phone("091 234 56 78", "VN").unwrap(), "+84912345678");
        assert_eq!(phone("", "US").unwrap(), "");
        for text in ["123", "hello", "+999 12345"] {
            assert!(phone(text, "IE").is_err(), "{text}");
        }
        assert!(phone("020 916 3304", "").is_err(), "no country to read it with");
    }

    #[test]
    fn emails_are_folded() {
        assert_eq!(email(" Hana.K@Example.COM ").unwrap(), "hana.k@example.com");
        assert!(email("hana.k@").is_err() && email("a b@example.com").is_err());
    }

    #[test]
    fn a_date_of_birth_is_in_a_lifetime() {
        let code = |text: &str| date_of_birth(text, today()).unwrap_err().fields[0].code.clone();
        assert_eq!(code("2026-11-25"), "date_in_future");
        assert_eq!(code("1890-01-01"), "date_too_old");
        assert_eq!(code("1982-02-30"), "date_invalid");
        assert_eq!(code(""), "required");
        assert!(date_of_birth("2026-11-24", today()).is_ok(), "born today");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut changes = PatientChanges {
            first_name: Some("  ".into()),
            last_name: Some("x".repeat(101)),
            phone: Some("12".into()),
            email: Some("nowhere".into()),
            country: Some("Ireland".into()),
            date_of_birth: Some("soon".into()),
            ..PatientChanges::default()
        };
        let mut fields = Fields::default();
        normalise(&mut changes, "IE", today(), &mut fields);
        let error = fields.check().unwrap_err();
        let mut named: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, ["country", "date_of_birth", "email", "first_name", "last_name", "phone"]);
    }

    #[test]
    fn names_are_composed_and_tidied() {
        assert_eq!(tidy("  Hana \t Kova\u{301}cs "), "Hana Kovács");
    }
}
