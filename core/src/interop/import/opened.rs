//! Opening a file for what it is, not for what it is called: packed or not, one document or a resource a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::archive::{self, Member};
use crate::interop::fhir::{MOST_BYTES, Wrong};

const GZIP: &[u8] = b"\x1F\x8B";
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

/// Whether a file begins as an archive does.
pub(super) fn is_archive(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && ZIP.contains(&start.as_slice())
}

/// The text of a file, or of a file in an archive.
///
/// # Errors
/// Why it has none.
pub(super) fn text(path: &Path, member: Option<&Member>) -> Result<impl BufRead + use<>, Wrong> {
    let file = File::open(path).map_err(|_| Wrong::Unreadable)?;
    let packed = file.metadata().map_or(0, |metadata| metadata.len());
    let source: Box<dyn Read> = match member {
        Some(member) => archive::open(file, member).map_err(|_| Wrong::Archive)?,
        None => Box::new(file),
    };
    let mut source = BufReader::new(source);
    let is_packed = head(&mut source)?.starts_with(GZIP);
    let source: Box<dyn Read> = if is_packed {
        Box::new(Limited {
            source: MultiGzDecoder::new(source),
            left: archive::most(packed),
        })
    } else {
        Box::new(source)
    };
    let mut text = BufReader::with_capacity(64 * 1024, source);
    match head(&mut text)? {
        start if ZIP.iter().any(|zip| start.starts_with(zip)) || start.starts_with(GZIP) => Err(Wrong::Archive),
        // The marks of UTF-16, and its way to write a brace without one.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, _, ..] | [_, 0, ..] => Err(Wrong::Encoding),
        start if start.trim_ascii_start().starts_with(b"<") => Err(Wrong::Xml),
        _ => Ok(text),
    }
}

fn head(source: &mut impl BufRead) -> Result<&[u8], Wrong> {
    source.fill_buf().map_err(|error| of(&error))
}

/// Why reading failed.
fn of(error: &io::Error) -> Wrong {
    if error.kind() == io::ErrorKind::FileTooLarge { Wrong::TooLarge } else { Wrong::Unreadable }
}

/// Ends the reading of what becomes far larger than it was.
struct Limited<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

/// How a text begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Beginning {
    /// Whether its first line is whole by itself and others follow, as a bulk export is written.
    pub lines: bool,
    /// FHIR's name of the first resource's type, as far as its first letters tell.
    pub kind: String,
}

/// What of a first line is looked at for its type.
const MOST_HEAD: usize = 64 * 1024;

/// Reads the first value of a text and what follows it.
pub(super) fn beginning(mut text: impl BufRead) -> Beginning {
    let mut first = First::default();
    let mut start = Vec::new();
    let mut read = 0;
    while let Ok(part) = text.fill_buf() {
        let length = part.len();
        if length == 0 || read > MOST_BYTES {
            break;
        }
        start.extend(part.iter().take(MOST_HEAD.saturating_sub(start.len())));
        if let Some(lines) = part.iter().find_map(|byte| first.next(*byte)) {
            return Beginning {
                lines,
                kind: if lines { kind(&start) } else { String::new() },
            };
        }
        text.consume(length);
        read += length;
    }
    Beginning::default()
}

/// The first value of a text, byte by byte.
#[derive(Default)]
struct First {
    depth: usize,
    in_text: bool,
    escaped: bool,
    whole: bool,
    ended: bool,
}

impl First {
    /// Whether it stands in a line by itself, once that is clear.
    fn next(&mut self, byte: u8) -> Option<bool> {
        if self.whole {
            return match byte {
                b'\n' => {
                    self.ended = true;
                    None
                }
                b' ' | b'\t' | b'\r' => None,
                _ => Some(self.ended && byte == b'{'),
            };
        }
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            return None;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.whole = self.depth == 0;
            }
            b'\n' if self.depth > 0 => return Some(false),
            _ => {}
        }
        None
    }
}

fn kind(start: &[u8]) -> String {
    let text = String::from_utf8_lossy(start);
    let after = text.split_once("\"resourceType\"").and_then(|(_, after)| after.split_once('"'));
    after.map_or(String::new(), |(_, name)| name.chars().take_while(char::is_ascii_alphabetic).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_known_by_what_they_hold() {
        let of = |text: &str| beginning(text.as_bytes());
        let lines = of("\u{FEFF}\n{\"a\":\"}\\\"\",\"resourceType\" : \"Patient\"}\r\n\n{\"resourceType\":\"Patient\"}\n");
        assert_eq!((lines.lines, lines.kind.as_str()), (true, "Patient"));
        for document in ["{\"a\": 1}", "{\"a\": 1}\n\n", "{\n \"a\": 1}\n{}", "[{}]\n", "{} x", "", "{\"a\": \"", "7\n{}"] {
            assert!(!of(document).lines, "{document}");
        }
    }
}
