//! The log: a file in the program's log folder, kept small, without patient data.
//!
//! Only the core's and the shell's own lines are written; a library's line could quote what it was given.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// A full file becomes `curanda.1.log`, up to `curanda.4.log`.
const FULL: u64 = 2 * 1024 * 1024;
const KEPT: u32 = 4;

/// Starts the log in `folder`. A panic is logged by its place alone: its text may quote values.
///
/// # Errors
/// When the file cannot be written.
pub fn start(folder: &Path) -> io::Result<()> {
    let log = Mutex::new(Rotating::open(folder)?);
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(EnvFilter::new("off,curanda_core=info,curanda_app=info"))
        .with_writer(log)
        .init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panic");
    }));
    Ok(())
}

/// A file that makes room for itself.
struct Rotating {
    folder: PathBuf,
    file: File,
    size: u64,
}

impl Rotating {
    fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = OpenOptions::new().create(true).append(true).open(name(folder, 0))?;
        let size = file.metadata()?.len();
        Ok(Self {
            folder: folder.to_owned(),
            file,
            size,
        })
    }

    fn rotate(&mut self) -> io::Result<()> {
        for n in (0..KEPT).rev() {
            let from = name(&self.folder, n);
            if from.exists() {
                fs::rename(from, name(&self.folder, n + 1))?;
            }
        }
        *self = Self::open(&self.folder)?;
        Ok(())
    }
}

impl Write for Rotating {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.size >= FULL {
            self.rotate()?;
        }
        let written = self.file.write(line)?;
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn name(folder: &Path, n: u32) -> PathBuf {
    folder.join(if n == 0 {
        "curanda.log".to_owned()
    } else {
        format!("curanda.{n}.log")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_file_makes_room_and_only_so_many_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Rotating::open(folder.path()).unwrap();
        let line = vec![b'x'; FULL as usize];
        for _ in 0..KEPT + 3 {
            log.write_all(&line).unwrap();
        }
        let files = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, KEPT as usize + 1);
        assert!(fs::metadata(name(folder.path(), 0)).unwrap().len() <= FULL);
    }
}
