//! One record of the journal: a mark, a length, a number, then the text under XChaCha20-Poly1305, which also vouches for the
//! head and for the file it stands in. A record that was cut off or damaged is told from a whole one, and costs itself alone.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use rand::Rng;

use crate::{Error, Result};

/// Begins every file.
pub(super) const MAGIC: [u8; 8] = *b"CURJRNL1";
/// Names a file, so that no record is taken for one of another.
pub(super) type FileId = [u8; 16];
/// Bytes before the first record.
pub(super) const FILE_HEAD: usize = 24;

const MARK: [u8; 4] = *b"CJR1";
const HEAD: usize = 16;
const NONCE: usize = 24;
const TAG: usize = 16;
/// No record is longer; a length beyond it is damage.
const MOST: usize = 8 * 1024 * 1024;

/// Seals and opens the records of one file.
pub(super) struct Sealer {
    cipher: XChaCha20Poly1305,
    file: FileId,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// The text of each whole record, in order.
    pub records: Vec<Vec<u8>>,
    /// Whether something between whole records could not be read. A torn end is no damage.
    pub damaged: bool,
    /// Bytes after the last whole record.
    pub torn: usize,
}

impl Sealer {
    pub fn new(key: &[u8; 32], file: FileId) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(&Key::from(*key)),
            file,
        }
    }

    /// The file's head and this record's: what the seal vouches for beside the text.
    fn vouched(&self, head: &[u8]) -> Vec<u8> {
        [&self.file[..], head].concat()
    }

    /// The bytes of a record. Its nonce is random: 192 bits never repeat.
    pub fn seal(&self, number: u64, text: &[u8]) -> Result<Vec<u8>> {
        let nonce = rand::rng().random::<[u8; NONCE]>();
        let length = NONCE + text.len() + TAG;
        let short = u32::try_from(length).ok().filter(|_| length <= MOST);
        let short = short.ok_or_else(|| Error::fault("a journal record that is too long"))?;
        let mut bytes = [&MARK[..], &short.to_le_bytes(), &number.to_le_bytes()].concat();
        let payload = Payload {
            msg: text,
            aad: &self.vouched(&bytes),
        };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::fault("a journal record could not be sealed"))?;
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    /// The record at the beginning of `bytes`, and its length, when it is whole.
    fn open(&self, bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
        let head = bytes.get(..HEAD).filter(|head| head.starts_with(&MARK))?;
        let length = usize::try_from(u32::from_le_bytes(head[4..8].try_into().ok()?)).ok()?;
        let sealed = bytes.get(HEAD..HEAD + length).filter(|_| (NONCE + TAG..=MOST).contains(&length))?;
        let nonce: [u8; NONCE] = sealed[..NONCE].try_into().ok()?;
        let payload = Payload {
            msg: &sealed[NONCE..],
            aad: &self.vouched(head),
        };
        Some((self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?, HEAD + length))
    }

    /// Every whole record. After one that cannot be read the next mark is looked for.
    pub fn scan(&self, bytes: &[u8]) -> Scan {
        let (mut scan, mut at, mut end) = (Scan::default(), 0, 0);
        while at < bytes.len() {
            if let Some((text, length)) = self.open(&bytes[at..]) {
                scan.damaged |= at > end;
                scan.records.push(text);
                at += length;
                end = at;
            } else {
                let next = bytes[at + 1..].windows(MARK.len()).position(|w| w == MARK);
                at = next.map_or(bytes.len(), |n| at + 1 + n);
            }
        }
        scan.torn = bytes.len() - end;
        scan
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sealer() -> Sealer {
        Sealer::new(&[7; 32], [1; 16])
    }

    fn file(texts: &[Vec<u8>]) -> Vec<u8> {
        let sealed = texts.iter().enumerate().map(|(n, text)| sealer().seal(n as u64, text).unwrap());
        sealed.flatten().collect()
    }

    proptest! {
        #[test]
        fn a_torn_end_costs_the_last_record_and_nothing_else(
            texts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..6), cut in any::<proptest::sample::Index>(),
        ) {
            let whole = file(&texts);
            let cut = cut.index(whole.len());
            let scan = sealer().scan(&whole[..cut]);
            let mut ends = (1..=texts.len()).map(|n| file(&texts[..n]).len());
            let kept = ends.by_ref().filter(|end| *end <= cut).count();
            prop_assert_eq!(&scan.records[..], &texts[..kept]);
            prop_assert!(!scan.damaged);
        }

        #[test]
        fn a_damaged_byte_costs_one_record_and_nothing_else(
            texts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 1..6), at in any::<proptest::sample::Index>(), flip in 1_u8..,
        ) {
            let mut bytes = file(&texts);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            let hit = (0..texts.len()).find(|n| at < file(&texts[..=*n]).len()).unwrap();
            let mut rest = texts.clone();
            rest.remove(hit);
            let scan = sealer().scan(&bytes);
            prop_assert_eq!(scan.records, rest);
            prop_assert_eq!(scan.damaged, hit + 1 < texts.len());
        }

        #[test]
        fn anything_can_be_scanned(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(sealer().scan(&bytes).records.len(), 0);
        }
    }

    #[test]
    fn neither_another_key_nor_another_file_opens_a_record() {
        let bytes = file(&[b"typed".to_vec()]);
        assert_eq!(Sealer::new(&[8; 32], [1; 16]).scan(&bytes).records.len(), 0);
        assert_eq!(Sealer::new(&[7; 32], [2; 16]).scan(&bytes).records.len(), 0);
        assert!(!bytes.windows(5).any(|w| w == b"typed"), "it is not there in the clear");
    }
}
