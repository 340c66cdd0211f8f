//! Pure rules of the directory.

use chrono_tz::Tz;

use crate::{Error, Result};

/// Reads an IANA zone.
///
/// # Errors
/// `invalid` when there is no such zone.
pub fn parse_zone(name: &str) -> Result<Tz> {
    name.parse().map_err(|_| Error::field("time_zone", "unknown_time_zone"))
}

/// Whether it is an ISO 3166 code of two capital letters.
#[must_use]
pub fn is_country(code: &str) -> bool {
    code.parse::<phonenumber::country::Id>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_countries_are_known() {
        assert_eq!(parse_zone("Europe/Dublin").unwrap().name(), "Europe/Dublin");
        assert_eq!(parse_zone("Dublin").unwrap_err().fields[0].code, "unknown_time_zone");
        assert!(is_country("VN") && is_country("IE"));
        assert!(!is_country("ZZ") && !is_country("ie") && !is_country(""));
    }
}
