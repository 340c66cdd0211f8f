//! Puts a finished list where this person's programs keep what they download. Web views differ in what a download does: some do nothing.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager};

/// What can be saved: tables and FHIR bundles.
const KINDS: [&str; 2] = ["csv", "json"];

/// Writes the list beside those that are there, never over one. Its path.
///
/// # Errors
/// A word for the log; the window says only that it could not be saved.
#[tauri::command]
pub async fn save_file(app: AppHandle, name: String, content: String) -> Result<PathBuf, String> {
    let (stem, kind) = plain(&name).ok_or("not a list")?;
    let folder = app
        .path()
        .download_dir()
        .or_else(|_| app.path().home_dir())
        .map_err(|_| "no folder")?;
    keep(&folder, stem, kind, content.as_bytes()).map_err(|_| "not written".to_owned())
}

/// A name without a folder, split from its kind.
fn plain(name: &str) -> Option<(&str, &str)> {
    let (stem, kind) = name.rsplit_once('.')?;
    let simple = !stem.is_empty() && stem.len() <= 60 && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (simple && KINDS.contains(&kind)).then_some((stem, kind))
}

fn keep(folder: &Path, stem: &str, kind: &str, content: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let (path, mut file) = free(folder, stem, kind)?;
    if let Err(error) = file.write_all(content).and_then(|()| file.sync_all()) {
        let _half_a_list_is_worse_than_none = fs::remove_file(&path);
        return Err(error);
    }
    Ok(path)
}

/// The first of `claims.csv`, `claims (2).csv`, … that no file has yet.
fn free(folder: &Path, stem: &str, kind: &str) -> io::Result<(PathBuf, File)> {
    let mut name = format!("{stem}.{kind}");
    let mut next = 2;
    loop {
        let path = folder.join(&name);
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => name = format!("{stem} ({next}).{kind}"),
            made => return Ok((path, made?)),
        }
        next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_with_a_plain_name_is_taken() {
        assert_eq!(plain("claims-2026-11-26.csv"), Some(("claims-2026-11-26", "csv")));
        assert_eq!(plain("claims.json"), Some(("claims", "json")));
        for name in [
            "../claims.csv",
            "claims.sh",
            ".csv",
            "csv",
            "a/b.csv",
            "Eileen Byrne.csv",
            "claims.csv.exe",
        ] {
            assert_eq!(plain(name), None, "{name}");
        }
    }

    #[test]
    fn what_was_saved_before_stays() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("Downloads");
        let first = keep(&folder, "claims", "csv", b"one").unwrap();
        let second = keep(&folder, "claims", "csv", b"two").unwrap();
        assert_eq!(
            (first.file_name().unwrap(), second.file_name().unwrap()),
            ("claims.csv".as_ref(), "claims (2).csv".as_ref())
        );
        assert_eq!(
            (fs::read(first).unwrap(), fs::read(second).unwrap()),
            (b"one".to_vec(), b"two".to_vec())
        );
    }
}
