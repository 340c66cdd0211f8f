//! What a file is, by its content: its name says nothing. What can run, what hides other files and what is not known is refused.

use crate::{Error, Result};

/// A kind of file that a chart takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileKind {
    /// E.g. `image/png`.
    pub media_type: &'static str,
    /// What a copy for the system's own viewer ends with.
    pub extension: &'static str,
}

const fn kind(media_type: &'static str, extension: &'static str) -> FileKind {
    FileKind { media_type, extension }
}

/// Plain text has no signature: it is what decodes as UTF-8 and holds no control characters.
const TEXT: FileKind = kind("text/plain", "txt");

/// Every kind that is taken, by IANA's name where there is one.
pub const KINDS: &[FileKind] = &[
    kind("application/pdf", "pdf"),
    kind("image/png", "png"),
    kind("image/jpeg", "jpg"),
    kind("image/webp", "webp"),
    kind("image/gif", "gif"),
    kind("image/bmp", "bmp"),
    kind("image/tiff", "tiff"),
    kind("image/heif", "heic"),
    kind("image/jp2", "jp2"),
    kind("application/dicom", "dcm"),
    kind("application/msword", "doc"),
    kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    kind("application/vnd.ms-excel", "xls"),
    kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    kind("application/vnd.ms-powerpoint", "ppt"),
    kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    kind("application/vnd.oasis.opendocument.text", "odt"),
    kind("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    kind("application/vnd.oasis.opendocument.presentation", "odp"),
    kind("application/rtf", "rtf"),
    kind("audio/mpeg", "mp3"),
    kind("audio/m4a", "m4a"),
    kind("audio/ogg", "ogg"),
    kind("audio/x-wav", "wav"),
    kind("audio/x-flac", "flac"),
    kind("video/mp4", "mp4"),
    kind("video/quicktime", "mov"),
    kind("video/webm", "webm"),
    TEXT,
];

/// The kind of this media type.
#[must_use]
pub fn find(media_type: &str) -> Option<&'static FileKind> {
    KINDS.iter().find(|kind| kind.media_type == media_type)
}

/// What a file is, by its first piece.
///
/// # Errors
/// `invalid` on `content`: `file_executable`, `file_web_page`, `file_archive`, `file_kind_unknown`.
pub fn of(content: &[u8]) -> Result<FileKind> {
    let refused = |code| Err(Error::field("content", code));
    let Some(found) = infer::get(content) else {
        return if is_text(content) { Ok(TEXT) } else { refused("file_kind_unknown") };
    };
    match (found.matcher_type(), found.mime_type()) {
        (infer::MatcherType::App, _)
        | (_, "text/x-shellscript" | "application/x-shockwave-flash" | "application/x-google-chrome-extension") => {
            refused("file_executable")
        }
        (_, "text/html" | "text/xml") => refused("file_web_page"),
        (_, known) if find(known).is_some() => find(known).copied().ok_or_else(|| Error::fault("a kind that is found")),
        (infer::MatcherType::Archive, _) => refused("file_archive"),
        _ => refused("file_kind_unknown"),
    }
}

/// Whether it decodes as UTF-8, but for a letter cut off at the end, without control characters other than blanks.
fn is_text(content: &[u8]) -> bool {
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&content[..error.valid_up_to()]).unwrap_or_default(),
        Err(_) => return false,
    };
    !text.starts_with("#!") && !text.is_empty() && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(content: &[u8]) -> String {
        of(content).unwrap_err().fields[0].code.clone()
    }

    #[test]
    fn the_content_decides() {
        assert_eq!(of(b"%PDF-1.7\n").unwrap().media_type, "application/pdf");
        assert_eq!(of(b"\x89PNG\r\n\x1a\n rest").unwrap().extension, "png");
        assert_eq!(of("Kết quả\txét nghiệm\r\n".as_bytes()).unwrap(), TEXT);
        assert_eq!(of(&"Łódź".as_bytes()[..6]).unwrap(), TEXT, "a piece may end within a letter");
        let mut dicom = vec![0; 128];
        dicom.extend(b"DICM");
        assert_eq!(of(&dicom).unwrap().media_type, "application/dicom");
    }

    #[test]
    fn what_runs_hides_or_is_not_known_is_refused() {
        assert_eq!(code(b"MZ\x90\x00\x03\x00\x00\x00"), "file_executable");
        assert_eq!(
            code(b"\x7fELF\x02\x01\x01\x00 rest of the head, long enough to be one, and so on and so on"),
            "file_executable"
        );
        assert_eq!(code(b"#!/bin/sh\nrm -rf ."), "file_executable");
        assert_eq!(code(b"<!DOCTYPE html><script>"), "file_web_page");
        assert_eq!(code(b"<?xml version=\"1.0\"?><svg onload='x'/>"), "file_web_page");
        assert_eq!(code(b"PK\x03\x04rest"), "file_archive");
        assert_eq!(code(&[1, 2, 3, 0, 200]), "file_kind_unknown");
        assert_eq!(code(b""), "file_kind_unknown");
    }

    #[test]
    fn every_kind_is_named_once() {
        let mut names: Vec<_> = KINDS.iter().flat_map(|k| [k.media_type, k.extension]).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
