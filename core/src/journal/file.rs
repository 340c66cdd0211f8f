//! The journal's file: records are only ever appended, each is on the disk before its write is answered. When old ones
//! outweigh what is kept, a new file is written and takes the place of the old one.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rand::Rng;

use super::model::{JournalPage, PendingPage, Record};
use super::record::{FILE_HEAD, FileId, MAGIC, Scan, Sealer};
use crate::db::Problem;
use crate::error::Cause;
use crate::ids::{NoteId, UserId};
use crate::{Error, ErrorCode, Result};

/// A file is written anew when it is longer than this and than [`TIMES`] what it must hold.
const LEAST_BYTES: u64 = 4 * 1024 * 1024;
const TIMES: u64 = 8;

type Kept = BTreeMap<(UserId, NoteId), PendingPage>;

/// The drafts on this computer's disk. One process at a time has it open.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    #[expect(dead_code, reason = "held as long as the journal is open")]
    lock: File,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    key: [u8; 32],
    sealer: Sealer,
    file: File,
    /// Bytes up to the last whole record.
    end: u64,
    /// Bytes that a new file would have.
    least: u64,
    next: u64,
    kept: Kept,
    #[cfg(feature = "plant")]
    planted: u64,
}

impl Journal {
    /// Opens the journal of a folder, or makes it. What cannot be read is set aside, never removed.
    ///
    /// # Errors
    /// `store_locked` when another process has it open; `internal` when the disk refuses.
    pub fn open(folder: &Path, key: [u8; 32]) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("journal.lock"))?;
        lock.try_lock()
            .map_err(|_| Error::new(ErrorCode::StoreLocked).with("problem", serde_json::json!(Problem::File)))?;
        let kept = read(folder, &key)?;
        let inner = Inner::write_anew(folder, key, kept)?;
        Ok(Self {
            folder: folder.to_owned(),
            lock,
            inner: Mutex::new(inner),
        })
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a draft on the disk, in the place of what was there of it. Blocks until it is there.
    ///
    /// # Errors
    /// `internal` when the disk refuses; what was there stays.
    pub fn write(&self, user: UserId, page: JournalPage, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let mut inner = self.lock();
        let place = (user, page.id);
        if let Some(before) = inner.kept.get(&place)
            && before.page == page
        {
            return Ok(before.saved_at);
        }
        let record = Record::Page {
            user_id: user,
            saved_at: now,
            page: Box::new(page.clone()),
        };
        inner.append(&record)?;
        inner.kept.insert(place, PendingPage { page, saved_at: now });
        inner.tidy(&self.folder)?;
        Ok(now)
    }

    /// A person's drafts, the last written first.
    #[must_use]
    pub fn pending(&self, user: UserId) -> Vec<PendingPage> {
        let inner = self.lock();
        let own = inner.kept.iter().filter(|((of, _), _)| *of == user);
        let mut pages: Vec<_> = own.map(|(_, page)| page.clone()).collect();
        pages.sort_by_key(|page| std::cmp::Reverse(page.saved_at));
        pages
    }

    /// Forgets a draft that was signed or thrown away; one that is not there is no error.
    ///
    /// # Errors
    /// `internal` when the disk refuses; then it is still there.
    pub fn discard(&self, user: UserId, id: NoteId) -> Result<()> {
        let mut inner = self.lock();
        if !inner.kept.contains_key(&(user, id)) {
            return Ok(());
        }
        inner.append(&Record::Gone { user_id: user, id })?;
        inner.kept.remove(&(user, id));
        inner.tidy(&self.folder)
    }
}

impl Inner {
    /// Writes what is kept to a new file, which takes the place of the old one whole or not at all.
    fn write_anew(folder: &Path, key: [u8; 32], kept: Kept) -> Result<Self> {
        let id = rand::rng().random::<FileId>();
        let sealer = Sealer::new(&key, id);
        let mut bytes = [&MAGIC[..], &id[..]].concat();
        for (number, ((user_id, _), page)) in kept.iter().enumerate() {
            let record = Record::Page {
                user_id: *user_id,
                saved_at: page.saved_at,
                page: Box::new(page.page.clone()),
            };
            bytes.extend(sealer.seal(number as u64, &serde_json::to_vec(&record)?)?);
        }
        let (new, file) = (folder.join("journal.new"), folder.join("journal.bin"));
        let mut writer = File::create(&new)?;
        writer.write_all(&bytes)?;
        writer.sync_all()?;
        fs::rename(&new, file)?;
        sync_folder(folder)?;
        let end = bytes.len() as u64;
        Ok(Self {
            key,
            sealer,
            file: writer,
            end,
            least: end,
            next: kept.len() as u64,
            kept,
            #[cfg(feature = "plant")]
            planted: 0,
        })
    }

    fn append(&mut self, record: &Record) -> Result<()> {
        // The fault that `prove journal --plant` must notice: most writes are answered without being on the disk.
        #[cfg(feature = "plant")]
        {
            self.planted += 1;
            if !self.planted.is_multiple_of(12) {
                return Ok(());
            }
        }
        let bytes = self.sealer.seal(self.next, &serde_json::to_vec(record)?)?;
        if let Err(error) = self.file.write_all(&bytes).and_then(|()| self.file.sync_data()) {
            // What was half written would hide nothing, but the next record must follow a whole one.
            let _ = self.file.set_len(self.end);
            let _ = std::io::Seek::seek(&mut self.file, std::io::SeekFrom::Start(self.end));
            return Err(Error::new(ErrorCode::Internal).because(Cause::Io(error)));
        }
        self.end += bytes.len() as u64;
        self.next += 1;
        Ok(())
    }

    fn tidy(&mut self, folder: &Path) -> Result<()> {
        if self.end > LEAST_BYTES && self.end > TIMES * self.least {
            *self = Self::write_anew(folder, self.key, self.kept.clone())?;
        }
        Ok(())
    }
}

/// What a folder's journal holds. A file that cannot be read, or not whole, is kept beside the new one.
fn read(folder: &Path, key: &[u8; 32]) -> Result<Kept> {
    let file = folder.join("journal.bin");
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Kept::new()),
        Err(e) => return Err(e.into()),
    };
    let (records, unread) = records(&bytes, key);
    if unread {
        tracing::warn!("a journal could not be read whole and was set aside");
        fs::copy(&file, folder.join(format!("journal.{}.aside", crate::ids::fresh())))?;
    }
    Ok(kept(records))
}

/// The records of a file, and whether some of it must be set aside: a foreign or damaged part, or all under another key.
fn records(bytes: &[u8], key: &[u8; 32]) -> (Vec<Record>, bool) {
    let id = bytes.get(MAGIC.len()..FILE_HEAD).and_then(|id| FileId::try_from(id).ok());
    let Some(id) = id.filter(|_| bytes.starts_with(&MAGIC)) else {
        return (Vec::new(), !bytes.is_empty());
    };
    let Scan { records, damaged, torn } = Sealer::new(key, id).scan(&bytes[FILE_HEAD..]);
    let (count, nothing_opens) = (records.len(), records.is_empty() && torn > 0);
    let read: Vec<Record> = records.iter().filter_map(|text| serde_json::from_slice(text).ok()).collect();
    let strange = read.len() < count;
    (read, damaged || nothing_opens || strange)
}

fn kept(records: Vec<Record>) -> Kept {
    let mut kept = Kept::new();
    for record in records {
        match record {
            Record::Page { user_id, saved_at, page } => {
                kept.insert((user_id, page.id), PendingPage { page: *page, saved_at });
            }
            Record::Gone { user_id, id } => {
                kept.remove(&(user_id, id));
            }
        }
    }
    kept
}

/// A rename is on the disk when its folder is.
fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
