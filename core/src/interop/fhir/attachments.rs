//! Attachments: what a resource brings along inside itself becomes text or a file. What it only points at is never fetched.

use std::sync::Arc;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;

use super::item::{Attached, MOST_SIGNED, MOST_TEXT};
use super::readable::readable;
use super::refusal::Fault;
use super::words::{cut, whole, words};
use crate::documents::sha256;
use crate::files::kinds;

/// Some systems leave out the signs that fill the last four.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Most files of one resource, as of a record; see `files`.
const MOST_FILES: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Attachment {
    pub content_type: String,
    pub data: String,
    pub url: String,
    pub title: String,
    pub creation: String,
}

/// What attachments hold.
#[derive(Debug, Default)]
pub(super) struct Brought {
    /// What can be read as text.
    pub text: String,
    /// Everything else that a chart takes.
    pub files: Vec<Attached>,
    /// SHA-256 of each content.
    pub hashes: Vec<[u8; 32]>,
    /// Why others are left out.
    pub left_out: Vec<&'static str>,
}

/// What an attachment's content is.
enum Content {
    Text(String),
    File(Vec<u8>),
}

/// Reads attachments; those without a title are called as `title` says.
pub(super) fn read<'a>(attachments: impl IntoIterator<Item = &'a Attachment>, title: &str) -> Result<Brought, Fault> {
    let mut brought = Brought::default();
    for attachment in attachments {
        let bytes = match bytes(attachment) {
            Ok(bytes) => bytes,
            Err(reason) => {
                brought.left_out.push(reason);
                continue;
            }
        };
        let hash = sha256(&bytes);
        // The same in two formats may be the same in one.
        if brought.hashes.contains(&hash) {
            continue;
        }
        match content(bytes, &attachment.content_type) {
            Ok(_) if brought.files.len() == MOST_FILES => brought.left_out.push("too_many"),
            Ok(Content::Text(text)) => brought.say(&whole(&text), attachment, title)?,
            Ok(Content::File(bytes)) => brought.file(bytes, hash, attachment, title)?,
            Err(reason) => {
                brought.left_out.push(reason);
                continue;
            }
        }
        brought.hashes.push(hash);
    }
    Ok(brought)
}

impl Brought {
    /// A text that the record has room for; a longer one is a file.
    fn say(&mut self, text: &str, attachment: &Attachment, title: &str) -> Result<(), Fault> {
        let together = if self.text.is_empty() {
            text.to_owned()
        } else {
            format!("{}\n\n{text}", self.text)
        };
        if together.chars().count() > MOST_TEXT - MOST_SIGNED {
            return self.file(text.as_bytes().to_vec(), sha256(text.as_bytes()), attachment, title);
        }
        self.text = together;
        Ok(())
    }

    fn file(&mut self, content: Vec<u8>, hash: [u8; 32], attachment: &Attachment, title: &str) -> Result<(), Fault> {
        let own = words(&attachment.title, 200, "Attachment.title")?;
        let is_name = own.rsplit(['/', '\\']).next().is_some_and(|last| !last.trim().is_empty());
        // What stands before a stroke in a name is a folder; in a title it is a word.
        let called = if is_name { own } else { title.replace(['/', '\\'], "-") };
        self.files.push(Attached {
            name: cut(&called, 200),
            sha256: hex::encode(hash),
            content: Arc::from(content),
        });
        Ok(())
    }
}

/// Its bytes, or why there are none.
fn bytes(attachment: &Attachment) -> Result<Vec<u8>, &'static str> {
    if attachment.data.is_empty() {
        return Err(if attachment.url.is_empty() { "no_value" } else { "not_fetched" });
    }
    let broken = attachment.data.contains(|c: char| c.is_ascii_whitespace());
    let decoded = if broken {
        BASE64.decode(attachment.data.split_ascii_whitespace().collect::<String>())
    } else {
        BASE64.decode(&attachment.data)
    };
    decoded.ok().filter(|bytes| !bytes.is_empty()).ok_or("file_unreadable")
}

/// What it is, by itself: what it is called says nothing. Markup is kept as what people read of it, as a page or a style in it may run.
fn content(bytes: Vec<u8>, called: &str) -> Result<Content, &'static str> {
    let markup = [b"<".as_slice(), b"\xEF\xBB\xBF<"]
        .iter()
        .any(|start| bytes.trim_ascii_start().starts_with(start));
    if markup {
        let text = readable(&decoded(&bytes));
        return if text.is_empty() {
            Err("no_value")
        } else {
            Ok(Content::Text(text))
        };
    }
    match kinds::of(&bytes) {
        Ok(kind) if kind.media_type == "text/plain" => Ok(Content::Text(decoded(&bytes))),
        Ok(_) => Ok(Content::File(bytes)),
        Err(_) if called.starts_with("text/plain") && is_latin(&bytes) => Ok(Content::Text(decoded(&bytes))),
        Err(error) => Err(match error.fields.first().map(|field| field.code.as_str()) {
            Some("file_executable") => "file_executable",
            Some("file_archive") => "file_archive",
            _ => "file_kind_unknown",
        }),
    }
}

/// As UTF-8, else as Latin-1, each byte of which is a letter.
fn decoded(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned);
    text.trim_start_matches('\u{FEFF}').to_owned()
}

fn is_latin(bytes: &[u8]) -> bool {
    let text = |b: &u8| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0xA0..=0xFF);
    bytes.iter().all(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Brought {
        let data = BASE64.encode(bytes);
        let attachment = Attachment {
            data,
            content_type: "text/plain".to_owned(),
            ..Attachment::default()
        };
        read([&attachment], "Letter").unwrap()
    }

    #[test]
    fn the_content_decides_what_becomes_of_it() {
        assert_eq!(of(b"Line 1\r\n\r\nLine 2\n").text, "Line 1\n\nLine 2");
        assert_eq!(of(b"M\xFCller").text, "Müller");
        assert_eq!(of("x".repeat(20_001).as_bytes()).files[0].name, "Letter");
        assert_eq!(of(b"%PDF-1.7\n").files.len(), 1);
        let folder = Attachment {
            title: "scans/".to_owned(),
            data: BASE64.encode(b"%PDF-1.7\n"),
            ..Attachment::default()
        };
        assert_eq!(read([&folder], "History/physical").unwrap().files[0].name, "History-physical");
        assert_eq!(of(b"MZ\x90\x00\x03\x00\x00\x00").left_out, ["file_executable"]);
        assert_eq!(of(b"PK\x03\x04rest").left_out, ["file_archive"]);
        assert_eq!(of(b"<script>alert(1)</script>").left_out, ["no_value"]);
        assert_eq!(of(b"").left_out, ["no_value"]);
    }

    #[test]
    fn base64_may_be_broken_into_lines_and_lack_its_end_but_not_more() {
        let of = |data: &str| {
            let attachment = Attachment {
                data: data.to_owned(),
                ..Attachment::default()
            };
            read([&attachment], "Letter").unwrap()
        };
        assert_eq!(
            (of("SGVs\r\nbG8=").text, of("SGVsbG8").text),
            ("Hello".to_owned(), "Hello".to_owned())
        );
        assert_eq!(of("****").left_out, ["file_unreadable"]);
    }
}
