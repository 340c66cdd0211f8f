//! Passwords: what a good one is, and argon2id.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use rand::Rng;
use rand::seq::IndexedRandom;

use crate::error::Cause;
use crate::{Error, ErrorCode, Result};

/// Fewest characters of a password.
pub const MIN_LENGTH: usize = 12;
/// Most characters of a password: a longer one only costs time.
pub const MAX_LENGTH: usize = 128;

/// What one argon2id hash costs. The default is the floor the product promises; less is for tests and demo stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 4,
        }
    }
}

impl PasswordCost {
    /// The least argon2 can do: no protection at all, so for synthetic people only.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };

    fn argon2(self) -> Result<Argon2<'static>> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None).map_err(|_| Error::fault("argon2 parameters"))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// A hash that no password has, at this cost: what an unknown account is verified against.
    fn nobody(self) -> String {
        let Self { memory_kib, passes, lanes } = self;
        format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}$Y3VyYW5kYS1ub2JvZHk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    }
}

/// Hashes off the async threads.
///
/// # Errors
/// `internal` when the library refuses.
pub async fn hash(password: &str, cost: PasswordCost) -> Result<String> {
    let password = password.to_owned();
    off_thread(move || {
        let hash = cost
            .argon2()?
            .hash_password(password.as_bytes())
            .map_err(|_| Error::fault("argon2 refused to hash"))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is the hash's. Without a hash it takes as long and says no.
///
/// # Errors
/// `internal` when the thread was lost.
pub async fn verify(password: &str, hash: Option<String>, cost: PasswordCost) -> Result<bool> {
    let password = password.to_owned();
    off_thread(move || {
        let hash = hash.unwrap_or_else(|| cost.nobody());
        let parsed = PasswordHash::new(&hash).map_err(|_| Error::fault("a stored password hash is not one"))?;
        Ok(cost.argon2()?.verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::new(ErrorCode::Internal).because(Cause::Fault("a password thread was lost")))?
}

/// What the longest lists of stolen passwords hold in 12 characters and more.
const COMMON: &[&str] = &[
    "000000000000",
    "111111111111",
    "1234567890123",
    "123456789012",
    "123123123123",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "administrator",
    "changeme1234",
    "iloveyou1234",
    "letmein12345",
    "password1234",
    "password12345",
    "passwordpassword",
    "qwerty123456",
    "qwertyuiop12",
    "qwertyuiopasdfghjkl",
    "welcome12345",
];

/// Why a password is not good enough, as the code of a field error.
#[must_use]
pub fn weakness(password: &str, email: &str) -> Option<&'static str> {
    let folded = password.to_lowercase();
    let letters = password.chars().count();
    if letters < MIN_LENGTH {
        Some("password_too_short")
    } else if letters > MAX_LENGTH {
        Some("password_too_long")
    } else if folded == email.to_lowercase() {
        Some("password_is_email")
    } else if COMMON.contains(&folded.as_str()) || few_letters(&folded) {
        Some("password_too_common")
    } else {
        None
    }
}

/// Three letters or fewer, repeated.
fn few_letters(password: &str) -> bool {
    password.chars().collect::<std::collections::HashSet<_>>().len() <= 3
}

/// A password to be read out once and changed at the first sign-in: four groups of letters that are not mistaken for another.
#[must_use]
pub fn temporary() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut group = || -> String { (0..4).filter_map(|_| LETTERS.choose(&mut random).map(|b| char::from(*b))).collect() };
    [group(), group(), group(), group()].join("-")
}

/// A fresh session token: 256 random bits.
#[must_use]
pub fn token() -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(rand::rng().random::<[u8; 32]>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_named() {
        let email = "a.long.name@clinic.example";
        assert_eq!(weakness("short", email), Some("password_too_short"));
        assert_eq!(weakness("A.Long.Name@clinic.example", email), Some("password_is_email"));
        assert_eq!(weakness("PassWord1234", email), Some("password_too_common"));
        assert_eq!(weakness("abababababab", email), Some("password_too_common"));
        assert_eq!(weakness(&"x7".repeat(80), email), Some("password_too_long"));
        assert_eq!(weakness("correct horse battery", email), None);
    }

    #[test]
    fn the_default_cost_is_the_promised_floor() {
        let cost = PasswordCost::default();
        assert_eq!((cost.memory_kib, cost.passes, cost.lanes), (65_536, 3, 4));
        assert!(PasswordHash::new(&cost.nobody()).is_ok());
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_nobody_knows_none() {
        let cost = PasswordCost::LEAST;
        let stored = hash("correct horse battery", cost).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(verify("correct horse battery", Some(stored.clone()), cost).await.unwrap());
        assert!(!verify("correct horse batterz", Some(stored), cost).await.unwrap());
        assert!(!verify("", None, cost).await.unwrap());
    }

    #[test]
    fn temporary_passwords_are_good_and_differ() {
        let (one, two) = (temporary(), temporary());
        assert_eq!(weakness(&one, "a@clinic.example"), None);
        assert_ne!(one, two);
    }
}
