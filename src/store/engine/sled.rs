//! The engine: sled 0.34.7, and the only file that names it.
//!
//! Knows bytes and their order. Never knows what a record means, never
//! acknowledges anything: that is the [writer](crate::store::writer)'s part.
//!
//! Habits that keep it safe (each was measured, design section 6):
//! no `flush_async` (it stalls for ever, issue 1308), no `generate_id`, no
//! subscribers, no compression, no flusher thread (it swallows fsync errors),
//! values of at most 4 KiB (no files in `blobs/`, bounded memory), segments of
//! 2 MiB. `flush` only calls `sync_file_range`, which makes neither the file's
//! length nor the disk's cache durable (issues 1351, 1452): the writer syncs the
//! file system after it. An error is sticky until the engine is opened again,
//! so the process stops at the first.

use std::fs;
use std::io::{self, Read as _};
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use rustix::fs::FlockOperation;

use super::keyspace::Key;
use crate::cli::private_files::replace_by_one_name;
use crate::store::disk::files;
use crate::store::fault::{Fault, FolderRefusal};
use crate::store::records::VALUE_MAX;

/// An open engine. Cheap to clone; the last one dropped closes it. None only while being dropped.
#[derive(Clone)]
pub(in crate::store) struct Engine(Option<::sled::Db>);

/// Writes that become visible and durable together or not at all.
#[derive(Default)]
pub(in crate::store) struct Writes(::sled::Batch);

impl Engine {
    /// Makes an empty one in a folder that must not exist.
    pub(in crate::store) fn create(at: &Path) -> Result<Self, Fault> {
        fs::create_dir(at)?;
        open(at)
    }

    /// Opens one that exists; never makes one. `at` is looked at before sled is:
    /// sled would make what is missing, and call it opened.
    pub(in crate::store) fn open(at: &Path) -> Result<Self, Fault> {
        check_files(at)?;
        open(at)
    }

    pub(in crate::store) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.db().get(key.as_bytes()).map_err(Fault::from)?;
        Ok(found.map(|value| value.to_vec()))
    }

    pub(in crate::store) fn holds(&self, key: &Key) -> Result<bool, Fault> {
        Ok(self.db().contains_key(key.as_bytes())?)
    }

    /// The pieces that start with `pieces`, from `first` until one is missing.
    ///
    /// One look-up each, and not a scan: sled notes each look-up of a page before it lets go of
    /// another, so a scan, with one look-up for sixteen values, leaves hundreds of megabytes
    /// resident.
    pub(in crate::store) fn pieces(
        &self,
        pieces: &Key,
        first: u32,
    ) -> impl Iterator<Item = Result<(Key, Vec<u8>), Fault>> {
        let pieces = pieces.clone();
        (first..).map_while(move |index| {
            let at = pieces.piece(index);
            let found = self.find(&at).transpose()?;
            Some(found.map(|value| (at, value)))
        })
    }

    /// Everything whose key starts with `start`, in the order of keys, from the first key behind
    /// `after`.
    pub(in crate::store) fn scan(
        &self,
        start: &Key,
        after: Option<&Key>,
    ) -> impl Iterator<Item = Result<(Key, Vec<u8>), Fault>> + use<> {
        let prefix = start.as_bytes().to_vec();
        let from = match after {
            Some(key) => Bound::Excluded(key.as_bytes().to_vec()),
            None => Bound::Included(prefix.clone()),
        };
        self.db()
            .range::<Vec<u8>, _>((from, Bound::Unbounded))
            .take_while(move |found| {
                found
                    .as_ref()
                    .map_or(true, |(key, _)| key.starts_with(&prefix))
            })
            .map(|found| {
                let (key, value) = found?;
                Ok((Key::from_engine(&key), value.to_vec()))
            })
    }

    /// The last key that starts with `start`.
    pub(in crate::store) fn last(&self, start: &Key) -> Result<Option<Key>, Fault> {
        match self.db().scan_prefix(start.as_bytes()).keys().next_back() {
            Some(key) => Ok(Some(Key::from_engine(&key?))),
            None => Ok(None),
        }
    }

    /// Applies all writes as one: after a crash either all are there or none.
    pub(in crate::store) fn apply(&self, writes: Writes) -> Result<(), Fault> {
        Ok(self.db().apply_batch(writes.0)?)
    }

    /// Writes one record by itself, outside of any batch: for drafts, which nothing refers to yet.
    pub(in crate::store) fn put(&self, key: &Key, value: Vec<u8>) -> Result<(), Fault> {
        assert!(value.len() <= VALUE_MAX);
        self.db().insert(key.as_bytes(), value)?;
        Ok(())
    }

    pub(in crate::store) fn remove(&self, key: &Key) -> Result<(), Fault> {
        self.db().remove(key.as_bytes())?;
        Ok(())
    }

    /// Hands everything to the operating system. Not yet durable: sync the file system after it.
    pub(in crate::store) fn flush(&self) -> Result<(), Fault> {
        self.db().flush()?;
        Ok(())
    }

    fn db(&self) -> &::sled::Db {
        let db = self.0.as_ref();
        db.expect("it is taken only while it is dropped")
    }
}

/// On a disk that is gone sled panics while it is dropped. Whoever needs to know what became of the
/// writes has flushed them before; and of two engines that are given up together, the second panic
/// would end the process before it could say why.
impl Drop for Engine {
    fn drop(&mut self) {
        let db = self.0.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
    }
}

impl Writes {
    pub(in crate::store) fn put(&mut self, key: &Key, value: Vec<u8>) {
        assert!(value.len() <= VALUE_MAX + 1, "and what layers add");
        self.0.insert(key.as_bytes(), value);
    }

    pub(in crate::store) fn remove(&mut self, key: &Key) {
        self.0.remove(key.as_bytes());
    }
}

impl From<::sled::Error> for Fault {
    fn from(error: ::sled::Error) -> Self {
        match error {
            ::sled::Error::Io(error) => error.into(),
            other => Self::Engine(other.to_string()),
        }
    }
}

/// Waits until an engine of this process that was just closed works in this folder no more.
pub(in crate::store) fn wait_until_closed(at: &Path) -> Result<(), Fault> {
    let Ok(db) = fs::File::open(at.join("db")) else {
        return Ok(());
    };
    for _ in 0..LOCK_TRIES {
        match rustix::fs::flock(&db, FlockOperation::NonBlockingLockExclusive) {
            Err(rustix::io::Errno::WOULDBLOCK) => std::thread::sleep(LOCK_PAUSE),
            locked => return Ok(locked?),
        }
    }
    Err(Fault::Engine("it is still in use".into()))
}

/// Moves what makes `open` fail out of its way: half-written snapshots are removed, and, with
/// `all`, the snapshots too (the log holds everything that they do).
pub(in crate::store) fn clear_snapshots(at: &Path, which: Snapshots) -> io::Result<()> {
    for entry in fs::read_dir(at)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let half = name.ends_with(".generating");
        let snapshot = name.starts_with("snap.") && which == Snapshots::All;
        if half || snapshot {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Which snapshots to clear.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Snapshots {
    HalfWritten,
    All,
}

/// Are there files in `blobs/`? sled writes them for large values, never syncs them, and their
/// names tell the order of arrival. This program writes none.
pub(in crate::store) fn has_strangers(at: &Path) -> io::Result<bool> {
    match fs::read_dir(at.join("blobs")) {
        Ok(mut files) => Ok(files.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Is the log that sled would make anew there?
pub(in crate::store) fn check_files(at: &Path) -> Result<(), Fault> {
    if !at.join("db").is_file() {
        return Err(FolderRefusal::Half("live/sled/db").into());
    }
    Ok(())
}

/// Writes `conf` again if it is not what sled makes of our settings, which is always the same: of a
/// short or empty one sled would think that the database is new. Was there need?
pub(in crate::store) fn mend_conf(at: &Path) -> Result<bool, Fault> {
    let conf = at.join("conf");
    let read = files::open_there(&conf, fs::File::options().read(true))?;
    let mut bytes = Vec::new();
    if let Some(file) = read {
        file.take(CONF.len() as u64 + 1).read_to_end(&mut bytes)?;
    }
    if bytes == CONF {
        return Ok(false);
    }
    replace_by_one_name(&conf, CONF)?;
    Ok(true)
}

/// sled asserts much; a damaged folder must refuse, not panic. So must a clock before 1970, from
/// which sled can't make the name of a temporary file that it never writes.
fn open(at: &Path) -> Result<Engine, Fault> {
    if UNIX_EPOCH.elapsed().is_err() {
        return Err(FolderRefusal::NoClock.into());
    }
    let config = ::sled::Config::new()
        .path(at)
        .segment_size(SEGMENT)
        .cache_capacity(CACHE)
        .flush_every_ms(None)
        .use_compression(false)
        .mode(::sled::Mode::HighThroughput);
    for _ in 0..LOCK_TRIES {
        match catch_unwind(AssertUnwindSafe(|| config.open())) {
            // Our own folder's lock is held: this one is still a thread of an engine just closed.
            Ok(Err(::sled::Error::Io(error))) if is_locked(&error) => {
                std::thread::sleep(LOCK_PAUSE);
            }
            Ok(opened) => return Ok(Engine(Some(opened?))),
            Err(_) => return Err(Fault::Engine("it panicked".into())),
        }
    }
    Err(Fault::Engine("it is still in use".into()))
}

/// sled wraps the lock's refusal in an error of its own that only its words tell apart.
fn is_locked(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

/// Together ten seconds: sled's own threads let go of a closed database in milliseconds.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// What sled writes of these settings into `conf`; its own check value ends it.
const CONF: &[u8] = b"segment_size: 2097152\nuse_compression: false\nversion: 0.34\n'\x9c=\xb8";

/// Bytes of a log segment. Fixed at creation: a value near its size would become a blob file.
const SEGMENT: usize = 1 << 21;

/// Bytes that sled is asked to keep its page cache under; it takes this for a hint.
const CACHE: u64 = 8 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sled_writes_of_our_settings_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("sled");
        drop(Engine::create(&at).unwrap());
        wait_until_closed(&at).unwrap();
        assert_eq!(fs::read(at.join("conf")).unwrap(), CONF);
        assert!(!mend_conf(&at).unwrap());
        fs::remove_file(at.join("conf")).unwrap();
        assert!(mend_conf(&at).unwrap());
        assert!(Engine::open(&at).is_ok());
    }

    #[test]
    fn an_engine_that_closes_in_a_moment_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let first = Engine::create(&folder.path().join("sled")).unwrap();
        let closing = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            drop(first);
        });
        assert!(Engine::open(&folder.path().join("sled")).is_ok());
        closing.join().unwrap();
    }
}
