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
    if error.kind() == io::ErrorKind::FileTooLarge {
        Wrong::TooLarge
    } else {
        Wrong::Unreadable
    }
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
    /// FHIR's name of the first resource's type; empty when the beginning does not tell.
    pub kind: String,
}

/// What is looked at for the type.
const MOST_HEAD: usize = 64 * 1024;

/// Reads the first value of a text and what follows it.
pub(super) fn beginning(mut text: impl BufRead) -> Beginning {
    let mut first = First::default();
    let mut read = 0;
    while let Ok(part) = text.fill_buf() {
        let length = part.len();
        if length == 0 || read > MOST_BYTES {
            break;
        }
        part.iter().for_each(|byte| first.next(*byte));
        text.consume(length);
        read += length;
        if first.lines.is_some() && (!first.kind.is_empty() || read > MOST_HEAD) {
            break;
        }
    }
    Beginning {
        lines: first.lines.unwrap_or(false),
        kind: String::from_utf8_lossy(&first.kind).into_owned(),
    }
}

/// The first value of a text, byte by byte.
#[derive(Default)]
struct First {
    depth: usize,
    in_text: bool,
    escaped: bool,
    /// The last text of the outermost object.
    text: Vec<u8>,
    /// Whether the next one is the type.
    names_type: bool,
    kind: Vec<u8>,
    whole: bool,
    /// Whether the line ended after it.
    ended: bool,
    /// Whether it stands in a line by itself and others follow, once that is clear.
    lines: Option<bool>,
}

impl First {
    fn next(&mut self, byte: u8) {
        match byte {
            _ if self.whole => self.after(byte),
            _ if self.in_text => self.inside(byte),
            b'"' => {
                self.in_text = true;
                self.text.clear();
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.whole = self.depth == 0;
            }
            b'\n' if self.depth > 0 => self.lines = Some(false),
            _ => {}
        }
    }

    /// What follows the value.
    fn after(&mut self, byte: u8) {
        match byte {
            b'\n' => self.ended = true,
            b' ' | b'\t' | b'\r' => {}
            _ => self.lines = self.lines.or(Some(self.ended && byte == b'{')),
        }
    }

    fn inside(&mut self, byte: u8) {
        let ends = byte == b'"' && !self.escaped;
        self.escaped = byte == b'\\' && !self.escaped;
        if !ends {
            if self.text.len() < 64 {
                self.text.push(byte);
            }
            return;
        }
        self.in_text = false;
        if self.depth == 1 && self.kind.is_empty() {
            if self.names_type {
                self.kind = std::mem::take(&mut self.text);
            }
            self.names_type = self.text == b"resourceType";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_types_are_known_by_what_is_there() {
        let of = |text: &str| {
            let Beginning { lines, kind } = beginning(text.as_bytes());
            (lines, kind)
        };
        let first = "\u{FEFF}\n{\"a\":\"}\\\"\",\"contained\":[{\"resourceType\":\"Device\"}],\"resourceType\" : \"Patient\"}\r\n\n";
        assert_eq!(
            of(&format!("{first}{{\"resourceType\":\"Device\"}}\n")),
            (true, "Patient".to_owned())
        );
        assert_eq!(of(first), (false, "Patient".to_owned()));
        assert_eq!(
            of("{\n \"entry\": [{\"resourceType\": \"Patient\"}],\n \"resourceType\": \"Bundle\"\n}"),
            (false, "Bundle".to_owned())
        );
        for document in [
            "{\"a\": 1}\n\n",
            "{\n \"a\": 1}\n{}",
            "[{}]\n",
            "{} x",
            "",
            "{\"a\": \"",
            "7\n{}",
            "[{}]\n[{}]",
        ] {
            assert_eq!(of(document), (false, String::new()), "{document}");
        }
    }
}
