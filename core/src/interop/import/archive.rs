//! Zip archives of files (PKWARE APPNOTE 6.3): what is in them, and reading one of it. Nothing is unpacked onto the disk, so that the
//! paths in an archive lead nowhere, and nothing is read further than the archive says it is long.
//!
//! Ours, not the `zip` crate's: that lends a file only as long as its archive is borrowed, and an import keeps one open across batches.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::interop::fhir::Wrong;

/// How much larger than its file an archive may be: texts of this kind shrink to a twentieth, a bomb to a thousandth.
pub(super) const MOST_TIMES: u64 = 300;
/// What it may be in any case.
pub(super) const ALWAYS: u64 = 64 * 1024 * 1024;
const MOST_MEMBERS: usize = 100_000;
/// Bytes of the list of contents.
const MOST_LIST: u64 = 64 * 1024 * 1024;

const LIST_END: &[u8] = b"PK\x05\x06";
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// As the archive calls it, folders included.
    pub name: String,
    at: u64,
    packed: u64,
    size: u64,
    crc: u32,
    deflated: bool,
}

/// How many bytes may come out of so many.
pub(super) fn most(packed: u64) -> u64 {
    packed.saturating_mul(MOST_TIMES).max(ALWAYS)
}

/// The files in an archive.
///
/// # Errors
/// `Archive` for one that is encrypted, damaged or of a kind that is not known; `TooLarge` for one that would become far larger.
pub(super) fn members(file: &mut File) -> Result<Vec<Member>, Wrong> {
    let length = file.metadata().map_err(|_| Wrong::Unreadable)?.len();
    let list = list(file, length).map_err(|_| Wrong::Archive)?;
    let mut rest = list.as_slice();
    let mut all = Vec::new();
    while let Some((member, after)) = listed(rest)? {
        if all.len() == MOST_MEMBERS {
            return Err(Wrong::TooLarge);
        }
        all.push(member);
        rest = after;
    }
    let size = all.iter().fold(0_u64, |sum, member| sum.saturating_add(member.size));
    if size > most(length) { Err(Wrong::TooLarge) } else { Ok(all) }
}

/// The list of contents, which stands at the end.
fn list(file: &mut File, length: u64) -> io::Result<Vec<u8>> {
    // The end has 22 bytes and a remark of 65,535 at most.
    let tail = length.min(22 + 65_535);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut end = Vec::new();
    file.take(tail).read_to_end(&mut end)?;
    let found = end
        .windows(4)
        .rposition(|bytes| bytes == LIST_END)
        .ok_or(io::ErrorKind::InvalidData)?;
    let (size, at) = (u64::from(int(&end, found + 12)?), u64::from(int(&end, found + 16)?));
    if size > MOST_LIST || at.saturating_add(size) > length {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut list = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(size).read_to_end(&mut list)?;
    Ok(list)
}

/// The first in the rest of a list, and what follows it.
fn listed(rest: &[u8]) -> Result<Option<(Member, &[u8])>, Wrong> {
    if rest.is_empty() {
        return Ok(None);
    }
    one(rest).map(Some).ok_or(Wrong::Archive)
}

fn one(rest: &[u8]) -> Option<(Member, &[u8])> {
    let (flags, method) = (short(rest, 8).ok()?, short(rest, 10).ok()?);
    let [name, extra, remark] = [28, 30, 32].map(|at| short(rest, at).map(usize::from).ok());
    let name_ends = 46 + name?;
    let (packed, size) = (int(rest, 20).ok()?, int(rest, 24).ok()?);
    let known = rest.starts_with(LISTED) && flags & 1 == 0 && matches!(method, 0 | 8);
    // Where these have no room, a newer form stands elsewhere, which is for archives of more than four gigabytes.
    let fits = packed != u32::MAX && size != u32::MAX;
    let member = Member {
        name: String::from_utf8_lossy(rest.get(46..name_ends)?).into_owned(),
        at: u64::from(int(rest, 42).ok()?),
        packed: u64::from(packed),
        size: u64::from(size),
        crc: int(rest, 16).ok()?,
        deflated: method == 8,
    };
    let after = rest.get(name_ends + extra? + remark?..)?;
    (known && fits).then_some((member, after))
}

/// Reads one of the files. What comes out is as long as the archive says, and the same as went in, or reading it fails.
///
/// # Errors
/// When it is not where the archive says.
pub(super) fn open(mut file: File, member: &Member) -> io::Result<Box<dyn Read>> {
    let mut head = [0; 30];
    file.seek(SeekFrom::Start(member.at))?;
    file.read_exact(&mut head)?;
    if !head.starts_with(LOCAL) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let skipped = i64::from(short(&head, 26)?) + i64::from(short(&head, 28)?);
    file.seek(SeekFrom::Current(skipped))?;
    let packed = file.take(member.packed);
    let checked = Checked {
        left: member.size,
        crc: Crc::new(),
        expected: member.crc,
        source: (),
    };
    Ok(if member.deflated {
        Box::new(checked.of(DeflateDecoder::new(packed)))
    } else {
        Box::new(checked.of(packed))
    })
}

/// Compares what comes out with what went in.
struct Checked<R> {
    source: R,
    left: u64,
    crc: Crc,
    expected: u32,
}

impl Checked<()> {
    fn of<R>(self, source: R) -> Checked<R> {
        Checked {
            source,
            left: self.left,
            crc: self.crc,
            expected: self.expected,
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::InvalidData)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && (self.left > 0 || self.crc.sum() != self.expected) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(read)
    }
}

fn short(bytes: &[u8], at: usize) -> io::Result<u16> {
    let two = bytes.get(at..at + 2).and_then(|b| b.try_into().ok());
    two.map(u16::from_le_bytes).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn int(bytes: &[u8], at: usize) -> io::Result<u32> {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    four.map(u32::from_le_bytes).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
