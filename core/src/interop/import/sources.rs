//! Which files are read, and in which order: those in folders and in archives too.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::archive::{self, Member};
use super::opened;
use crate::interop::fhir::{self, Piece, Refusal, Wrong};
use crate::{Error, Result};

/// A file, or one in an archive, and how it is written.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub path: PathBuf,
    member: Option<Member>,
    /// As the caller named it.
    pub name: String,
    /// One resource a line.
    lines: bool,
    /// FHIR's name of the first resource's type.
    kind: String,
}

/// The files, those in the folders and in theirs, and those in archives, in order of their names; of a bulk export people and what
/// others name before what belongs to them, reports after their results. Beside them the archives that are refused.
///
/// # Errors
/// `not_found` for a path that does not exist.
pub(super) fn sources(paths: &[PathBuf]) -> Result<(Vec<Source>, Vec<Refusal>)> {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            inside(path, &mut found, &mut refused)?;
        } else if path.exists() {
            found.extend(opened(path, &mut refused));
        } else {
            return Err(Error::not_found("file"));
        }
    }
    Ok((found, refused))
}

/// What a folder holds, its own files first. A link to a folder is not followed: it may lead back.
fn inside(folder: &Path, found: &mut Vec<Source>, refused: &mut Vec<Refusal>) -> Result<()> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            folders.push(path);
        } else if path.is_file() && is_meant(&path.to_string_lossy()) {
            files.push(path);
        }
    }
    files.sort();
    folders.sort();
    let mut own: Vec<Source> = files.iter().flat_map(|path| opened(path, refused)).collect();
    own.sort_by_key(Source::place);
    found.extend(own);
    folders.iter().try_for_each(|folder| inside(folder, found, refused))
}

/// Whether a file in a folder or an archive is called like one for the import. What other programs put beside files is not.
fn is_meant(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = Path::new(plain).extension().and_then(|e| e.to_str());
    !name.starts_with('.') && matches!(ending, Some("json" | "ndjson" | "jsonl" | "zip" | "xml"))
}

/// The file, or those in it.
fn opened(path: &Path, refused: &mut Vec<Refusal>) -> Vec<Source> {
    let name = path.display().to_string();
    if !opened::is_archive(path) {
        return vec![Source::of(path, None, name)];
    }
    match members(path) {
        Ok(members) => {
            let shown = |member: &Member| member.name.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
            let all = members.into_iter().map(|m| (format!("{name}!{}", shown(&m)), m));
            let mut all: Vec<Source> = all.map(|(name, member)| Source::of(path, Some(member), name)).collect();
            all.sort_by_key(Source::place);
            all
        }
        Err(wrong) => {
            refused.push(wrong.alone(&name));
            Vec::new()
        }
    }
}

/// What an archive holds for the import, in order of the names.
fn members(path: &Path) -> std::result::Result<Vec<Member>, Wrong> {
    let mut file = File::open(path).map_err(|_| Wrong::Unreadable)?;
    let mut all = archive::members(&mut file)?;
    all.retain(|member| is_meant(&member.name) && !member.name.starts_with("__MACOSX/"));
    all.sort_by(|a, b| a.name.cmp(&b.name));
    if all.is_empty() { Err(Wrong::Archive) } else { Ok(all) }
}

impl Source {
    fn of(path: &Path, member: Option<Member>, name: String) -> Self {
        let begins = opened::text(path, member.as_ref()).map(opened::beginning).unwrap_or_default();
        Self {
            path: path.to_owned(),
            member,
            name,
            lines: begins.lines,
            kind: begins.kind,
        }
    }

    /// People and what others name come first, reports after their results, documents after the reports that bring the same along.
    fn place(&self) -> u8 {
        match self.kind.as_str() {
            "Patient" | "Practitioner" | "PractitionerRole" | "Organization" | "Location" | "RelatedPerson" | "Medication" | "Goal" => 0,
            "DiagnosticReport" => 2,
            "DocumentReference" => 3,
            _ => 1,
        }
    }

    /// Whether both are parts of one export, which has a file for each type or each resource.
    pub fn is_beside(&self, other: &Source) -> bool {
        let folder = |source: &Source| match &source.member {
            Some(member) => source.path.join(&member.name).parent().map(Path::to_owned),
            None => source.path.parent().map(Path::to_owned),
        };
        let is_part = |source: &Source| !matches!(source.kind.as_str(), "" | "Bundle");
        is_part(self) && is_part(other) && folder(self) == folder(other)
    }
}

pub(super) fn each(source: &Source, now: DateTime<Utc>, take: &mut dyn FnMut(Piece) -> bool) -> std::result::Result<(), Refusal> {
    let text = opened::text(&source.path, source.member.as_ref()).map_err(|wrong| wrong.alone(&source.name))?;
    fhir::pieces(&source.name, text, source.lines, now, take)
}
