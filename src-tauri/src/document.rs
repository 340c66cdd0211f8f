//! Opens a finished PDF in the system's viewer, where it is printed. The web view has no viewer of its own on every system.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tauri::{AppHandle, Manager};

/// The largest file that is taken.
const MOST_BYTES: usize = 20 * 1024 * 1024;

/// Writes the file into a folder of this user's alone, in place of the last one, and opens it.
///
/// # Errors
/// A word for the log; the window says only that it could not be opened.
#[tauri::command]
pub fn open_document(app: AppHandle, name: String, content: String) -> Result<(), String> {
    let bytes = checked(&name, &content).ok_or("not a document")?;
    let folder = folder(&app).map_err(|_| "no folder")?;
    let file = write(&folder, &name, &bytes).map_err(|_| "not written")?;
    open::that_detached(file).map_err(|_| "not opened".to_owned())
}

/// Removes what was printed last: it does not outlast the program's next start.
///
/// # Errors
/// When the operating system has no cache folder, or keeps the file.
pub fn forget(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    Ok(remove(&folder(app)?)?)
}

/// Where copies for the system's programs lie.
///
/// # Errors
/// When the operating system has no cache folder.
pub fn folder(app: &AppHandle) -> tauri::Result<PathBuf> {
    Ok(app.path().app_cache_dir()?.join("print"))
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A PDF under a plain name: no folder, no other kind of file.
fn checked(name: &str, content: &str) -> Option<Vec<u8>> {
    let stem = name.strip_suffix(".pdf")?;
    let plain = !stem.is_empty() && stem.len() <= 40 && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let bytes = STANDARD.decode(content).ok().filter(|bytes| bytes.len() <= MOST_BYTES)?;
    (plain && bytes.starts_with(b"%PDF-")).then_some(bytes)
}

/// Makes the folder anew: what was opened before does not stay on the disk.
///
/// # Errors
/// When the operating system refuses.
pub fn make(folder: &Path) -> std::io::Result<()> {
    remove(folder)?;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    make(folder)?;
    let path = folder.join(name);
    fs::File::create(&path)?.write_all(bytes)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pdf_with_a_plain_name_is_taken() {
        let pdf = STANDARD.encode(b"%PDF-1.7 rest");
        assert!(checked("RX-2026-000017.pdf", &pdf).is_some());
        for name in ["../RX.pdf", "RX.exe", ".pdf", "a/b.pdf", "Eileen Byrne.pdf", "x.pdf.sh"] {
            assert!(checked(name, &pdf).is_none(), "{name}");
        }
        assert!(checked("RX.pdf", &STANDARD.encode(b"MZ")).is_none() && checked("RX.pdf", "%PDF").is_none());
    }

    #[test]
    fn the_last_file_takes_the_place_of_the_one_before() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("print");
        write(&folder, "RX-1.pdf", b"one").unwrap();
        let second = write(&folder, "RX-2.pdf", b"two").unwrap();
        assert_eq!(fs::read(&second).unwrap(), b"two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        remove(&folder).unwrap();
        assert!(!folder.exists());
        remove(&folder).unwrap();
    }
}
