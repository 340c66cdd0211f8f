//! Prescription numbers and verification codes.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::db::Tx;
use crate::{Result, counters};

/// The next number of the year, e.g. `RX-2026-000017`; gapless, since the counter's row stays locked until the transaction ends.
///
/// # Errors
/// As the store says.
pub(super) async fn take(tx: &mut Tx, day: NaiveDate, now: DateTime<Utc>) -> Result<String> {
    let number = counters::next(tx, &format!("prescriptions:{}", day.year()), now).await?;
    Ok(format!("RX-{}-{number:06}", day.year()))
}

/// Letters and digits that are not taken for each other (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first 50 bits of what the registry keeps of the document: `7K2M9-QX4TD`.
pub(super) fn code(sha256: &[u8]) -> String {
    let bits = sha256.iter().take(7).fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte)) >> 6;
    let letter = |at: u32| {
        ALPHABET
            .get(((bits >> (45 - 5 * at)) & 31) as usize)
            .map_or('0', |b| char::from(*b))
    };
    let letters: String = (0..10).map(letter).collect();
    format!("{}-{}", &letters[..5], &letters[5..])
}

/// A code as somebody typed it: without case and dashes, and with what looks alike taken for what is meant.
pub(super) fn same_code(typed: &str, code: &str) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.to_uppercase();
        letters
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect()
    };
    plain(typed) == plain(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_the_document_and_are_read_back() {
        let sha = [0xff, 0, 0, 0, 0, 0, 0x3f, 1];
        assert_eq!(code(&sha), "ZW000-00000");
        assert_ne!(code(&[0xff, 0, 0, 0, 0, 0, 0x40]), code(&sha));
        assert!(same_code("zwooo ooooo", "ZW000-00000") && !same_code("ZW000-00001", "ZW000-00000"));
    }
}
