//! The store's folder: names, permissions, lock, marker, ballast.
//!
//! Knows files. Never knows what is in a record.
//!
//! ```text
//! instance     schema and instance id; written last at creation: it says "finished"
//! lock         held while a process has the store open
//! state        closed in order, or open
//! ballast      room to go on and to start in when the disk is full
//! live/        sled/ (engine)   keyring   tally (the inventory): what came lately
//! base/        heads, records (sorted tables)   keyring: what the last rebuild made
//! frozen/      as live: what came before a rebuild began, until it is in the base
//! copy/        live/sled as it was before an unsure opening; gone once verified
//! copy-frozen/ the same of frozen/sled
//! fresh/ next/ half/ whole/ old/          only while rebuilding
//! for-backup/  a whole store in itself, only while it is being copied
//! ```

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, CWD, FallocateFlags, FlockOperation, Timespec, Timestamps};

use crate::cli::private_files::replace_by_one_name;
use crate::keys::digest::Sha256;

use super::files::{self, FILE_MODE, FOLDER_MODE, copy_tree, remove_tree, sync_folder, walk};
use crate::store::fault::{Fault, FolderRefusal};

/// A store's folder.
#[derive(Clone)]
pub(in crate::store) struct Folder(PathBuf);

/// Numbers that belong to one installation: made by `create`, never changed.
#[derive(Clone)]
pub struct Instance {
    /// Drawn at random when the folder was made.
    pub id: [u8; 16],
}

/// Bytes of a disk.
#[derive(Clone, Copy, Debug)]
pub struct DiskRoom {
    /// All that it has.
    pub whole: u64,
    /// What this process may still write.
    pub free: u64,
}

/// How the store was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum Left {
    /// Closed in order, and the engine's file is as long as it was then.
    Clean,
    /// The process died; the machine did not: the files are as the process wrote them.
    ByTheProcess,
    /// The machine stopped, or nobody knows.
    ByTheMachine,
}

/// How much of the ballast is to stay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum BallastLeft {
    /// What the next opening needs.
    ToOpen,
    Nothing,
}

/// One engine's files, and the copy of them that is made before it is opened.
pub(in crate::store) struct Aside {
    root: PathBuf,
    layer: PathBuf,
    name: &'static str,
}

/// Held while the store is open. The operating system lets go of it when the process ends.
pub(in crate::store) struct FolderLock(File);

impl Folder {
    pub(in crate::store) fn new(root: &Path) -> Self {
        Self(root.to_path_buf())
    }

    pub(in crate::store) fn root(&self) -> &Path {
        &self.0
    }

    pub(in crate::store) fn live(&self) -> PathBuf {
        self.0.join("live")
    }

    /// Complete only once renamed to [`Folder::next`].
    pub(in crate::store) fn fresh(&self) -> PathBuf {
        self.0.join("fresh")
    }

    pub(in crate::store) fn next(&self) -> PathBuf {
        self.0.join("next")
    }

    pub(in crate::store) fn frozen(&self) -> PathBuf {
        self.0.join("frozen")
    }

    pub(in crate::store) fn base(&self) -> PathBuf {
        self.0.join("base")
    }

    /// A base that is being written: complete only once renamed to [`Folder::whole`].
    pub(in crate::store) fn half(&self) -> PathBuf {
        self.0.join("half")
    }

    /// A base that takes the place of [`Folder::base`] and [`Folder::frozen`].
    pub(in crate::store) fn whole(&self) -> PathBuf {
        self.0.join("whole")
    }

    /// A store in itself, left by a rebuild to be backed up.
    pub(in crate::store) fn for_backup(&self) -> Self {
        Self(self.0.join("for-backup"))
    }

    pub(in crate::store) fn old(&self) -> PathBuf {
        self.0.join("old")
    }

    /// The copies that are made of engines before they are opened: of `live`, and of `frozen`, if
    /// there is one.
    pub(in crate::store) fn asides(&self) -> Vec<Aside> {
        let mut asides = vec![Aside {
            root: self.0.clone(),
            layer: self.live(),
            name: "copy",
        }];
        if self.frozen().exists() {
            asides.push(self.frozen_aside());
        }
        asides
    }

    pub(in crate::store) fn frozen_aside(&self) -> Aside {
        Aside {
            root: self.0.clone(),
            layer: self.frozen(),
            name: "copy-frozen",
        }
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// One process at a time.
    pub(in crate::store) fn lock(&self) -> Result<FolderLock, Fault> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(FILE_MODE)
            .open(self.0.join("lock"))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(FolderLock(file)),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(FolderRefusal::InUse.into()),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Says that creation is finished; before it, `open` finds no store.
    pub(in crate::store) fn write_instance(&self, instance: &Instance) -> Result<(), Fault> {
        // Twice: a changed digit does not make another version of it.
        let text = format!("{SCHEMA}\n{}\n", hex::encode(instance.id)).repeat(2);
        Ok(replace_by_one_name(
            &self.0.join("instance"),
            text.as_bytes(),
        )?)
    }

    /// None if the file is not there, or says nothing that this program ever wrote: it stands in
    /// the inventories, too.
    pub(in crate::store) fn read_instance(&self) -> Result<Option<Instance>, Fault> {
        let at = self.0.join("instance");
        let Some(file) = files::open_there(&at, File::options().read(true))? else {
            return Ok(None);
        };
        let mut text = Vec::new();
        file.take(INSTANCE_MAX).read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        let instance = lines.chunks(2).find_map(|said| match said {
            [SCHEMA, id] => Instance::parse(id),
            _ => None,
        });
        if instance.is_none() && lines.iter().any(|line| is_other_schema(line)) {
            return Err(FolderRefusal::UnknownSchema.into());
        }
        Ok(instance)
    }

    /// Is there what a finished store has, or had before a rebuild was cut short?
    pub(in crate::store) fn has_layers(&self) -> bool {
        [self.live(), self.next()]
            .iter()
            .any(|layer| layer.exists())
    }

    /// Refuses what is neither a plain file nor a folder, and either in the place of the other: who
    /// opens a pipe waits for ever, and a link leads to what isn't ours. Before anything is opened.
    pub(in crate::store) fn refuse_strange_kinds(&self) -> Result<(), Fault> {
        self.refuse_strange_kinds_in(&self.0)
    }

    fn refuse_strange_kinds_in(&self, at: &Path) -> Result<(), Fault> {
        for entry in fs::read_dir(at)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let is_one_of = |names: &[&str]| names.iter().any(|of| name == *of);
            let kind = entry.file_type()?;
            let is_file = is_one_of(&FILES) || name.to_string_lossy().starts_with("snap.");
            if kind.is_dir() && !is_file {
                self.refuse_strange_kinds_in(&path)?;
            } else if !kind.is_file() || is_one_of(&FOLDERS) {
                let path = path.strip_prefix(&self.0).unwrap_or(&path);
                return Err(FolderRefusal::NotPlain(path.display().to_string()).into());
            }
        }
        Ok(())
    }

    /// How the store was left when it was last open.
    pub(in crate::store) fn left(&self, instance: &Instance) -> Left {
        let state = fs::read_to_string(self.0.join("state")).unwrap_or_default();
        let length = fs::metadata(self.live().join("sled/db")).map_or(0, |db| db.len());
        match state.trim_end() {
            state if state == closed(length) => Left::Clean,
            state if Some(state) == this_boot(instance).as_deref() => Left::ByTheProcess,
            _ => Left::ByTheMachine,
        }
    }

    /// Until [`Folder::mark_closed`], whoever finds this knows that the store was not closed.
    pub(in crate::store) fn mark_open(&self, instance: &Instance) -> Result<(), Fault> {
        let boot = this_boot(instance).unwrap_or_else(|| "open".into());
        Ok(replace_by_one_name(
            &self.0.join("state"),
            format!("{boot}\n").as_bytes(),
        )?)
    }

    pub(in crate::store) fn mark_closed(&self) -> Result<(), Fault> {
        let length = fs::metadata(self.live().join("sled/db"))?.len();
        let text = format!("{}\n", closed(length));
        Ok(replace_by_one_name(&self.0.join("state"), text.as_bytes())?)
    }

    /// Bytes that this process may still write.
    pub(in crate::store) fn room(&self) -> Result<u64, Fault> {
        Ok(self.disk()?.free)
    }

    pub(in crate::store) fn disk(&self) -> Result<DiskRoom, Fault> {
        let disk = rustix::fs::statvfs(&self.0)?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
        Ok(DiskRoom {
            whole: bytes(disk.f_blocks),
            free: bytes(disk.f_bavail),
        })
    }

    /// Bytes in the young layer, of which the engine's file is about twice as long.
    pub(in crate::store) fn young_bytes(&self) -> u64 {
        fs::metadata(self.live().join("sled/db")).map_or(0, |db| db.len()) / 2
    }

    /// Puts the whole ballast back when there is plenty of room again. False while there is not.
    pub(in crate::store) fn take_ballast(&self) -> Result<bool, Fault> {
        if self.ballast_left() == BALLAST {
            return Ok(true);
        }
        if self.room()? < BALLAST * 3 {
            return Ok(false);
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(FILE_MODE)
            .open(self.ballast())?;
        let taken = rustix::fs::fallocate(&file, FallocateFlags::empty(), 0, BALLAST);
        // Not each file system can; then there is none, and a full disk needs a hand.
        if taken.is_err() {
            fs::remove_file(self.ballast())?;
        }
        Ok(true)
    }

    /// Gives up ballast until at most this much of it is left.
    pub(in crate::store) fn give_up_ballast(&self, left: BallastLeft) -> Result<(), Fault> {
        let left = match left {
            BallastLeft::ToOpen => TO_OPEN,
            BallastLeft::Nothing => 0,
        };
        if self.ballast_left() > left {
            let file = OpenOptions::new().write(true).open(self.ballast())?;
            file.set_len(left)?;
        }
        Ok(())
    }

    /// Gives up the ballast if the disk is so full that the engine may not open.
    pub(in crate::store) fn drop_ballast_if_full(&self) -> Result<(), Fault> {
        if self.room()? < TO_OPEN {
            self.give_up_ballast(BallastLeft::Nothing)?;
        }
        Ok(())
    }

    fn ballast_left(&self) -> u64 {
        fs::metadata(self.ballast()).map_or(0, |ballast| ballast.len())
    }

    /// Makes folders 0700 and files 0600, whatever the umask was when the engine made them.
    pub(in crate::store) fn restrict(&self) -> Result<(), Fault> {
        walk(&self.0, &mut |at, is_folder| {
            let mode = if is_folder { FOLDER_MODE } else { FILE_MODE };
            fs::set_permissions(at, Permissions::from_mode(mode))
        })?;
        Ok(())
    }

    /// Cuts times of access and change to whole days (P2). The inode's own change time
    /// can't be set; only a rebuild loosens it from what was kept when.
    pub(in crate::store) fn coarsen_times(&self) -> Result<(), Fault> {
        walk(&self.0, &mut |at, _| {
            let day = fs::symlink_metadata(at)?.mtime() / DAY * DAY;
            let time = Timespec {
                tv_sec: day,
                tv_nsec: 0,
            };
            let times = Timestamps {
                last_access: time,
                last_modification: time,
            };
            rustix::fs::utimensat(CWD, at, &times, AtFlags::SYMLINK_NOFOLLOW)?;
            Ok(())
        })?;
        Ok(())
    }
}

impl Instance {
    fn parse(hex: &str) -> Option<Self> {
        let mut id = [0; 16];
        hex::decode_to_slice(hex, &mut id).ok()?;
        Some(Self { id })
    }
}

impl Aside {
    /// A copy that is still there was made for an opening that never got so far as to verify. It
    /// takes the place of what the engine made of its files since: nothing was acknowledged
    /// meanwhile, and an engine that could not read may have taken that for nothing to read, and
    /// cut its files short.
    pub(in crate::store) fn put_back(&self) -> Result<(), Fault> {
        if self.copy().exists() {
            remove_tree(&self.engine())?;
            fs::rename(self.copy(), self.engine())?;
            sync_folder(&self.layer)?;
            sync_folder(&self.root)?;
        }
        Ok(())
    }

    /// Where the engine's files are.
    pub(in crate::store) fn engine(&self) -> PathBuf {
        self.layer.join("sled")
    }

    /// Reads the engine's files to their ends: what can't be read is noticed while they are as they
    /// were.
    pub(in crate::store) fn read_through(&self) -> Result<(), Fault> {
        walk(&self.engine(), &mut |path, is_folder| {
            if !is_folder {
                io::copy(&mut File::open(path)?, &mut io::sink())?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Copies the engine's files aside. An older copy stays: it is nearer to what was acknowledged,
    /// since it was made before the first opening that did not verify.
    pub(in crate::store) fn take(&self) -> Result<(), Fault> {
        if self.copy().exists() {
            return Ok(());
        }
        let half = self.half();
        remove_tree(&half)?;
        let copied = copy_tree(&self.engine(), &half);
        if let Err(error) = copied {
            remove_tree(&half)?;
            return Err(error.into());
        }
        fs::rename(&half, self.copy())?;
        sync_folder(&self.root)
    }

    /// By its name it is gone at once: half a copy must never be put back, nor one after which more
    /// was kept.
    pub(in crate::store) fn remove(&self) -> Result<(), Fault> {
        let half = self.half();
        remove_tree(&half)?;
        if self.copy().exists() {
            fs::rename(self.copy(), &half)?;
            sync_folder(&self.root)?;
            remove_tree(&half)?;
        }
        Ok(())
    }

    pub(in crate::store) fn copy(&self) -> PathBuf {
        self.root.join(self.name)
    }

    fn half(&self) -> PathBuf {
        self.root.join(format!("{}.partial", self.name))
    }
}

impl FolderLock {
    /// Like [`sync_all`](super::files::sync_all), through a file that is open all the time: it
    /// works when the process may open no more files (strangers' connections count), and hears of
    /// each error since the last call, even if another process heard of it in between.
    pub(in crate::store) fn sync_all(&self) -> Result<(), Fault> {
        rustix::fs::syncfs(&self.0)?;
        Ok(())
    }
}

/// Was this line written by another version of this program?
fn is_other_schema(line: &str) -> bool {
    let number = line.strip_prefix("svilpe store, schema ");
    line != SCHEMA && number.is_some_and(|number| number.parse::<u32>().is_ok())
}

fn closed(length: u64) -> String {
    format!("closed {length}")
}

/// Names this run of the machine, and nothing outside of this store. None where it has no name.
fn this_boot(instance: &Instance) -> Option<String> {
    let boot = fs::read("/proc/sys/kernel/random/boot_id").ok()?;
    let named = [&instance.id[..], &boot].concat();
    let name = Sha256::truncated::<16>(&named);
    Some(format!("open {}", hex::encode(name)))
}

/// Schema 4, as in the first line of `instance`: a base of what was rebuilt, and a young layer over
/// it.
const SCHEMA: &str = "svilpe store, schema 4";

/// Bytes of `instance`, and more.
const INSTANCE_MAX: u64 = 1 << 10;

/// Names that this program gives to files, here and in the folders below, and to folders.
const FILES: [&str; 10] = [
    "instance", "lock", "state", "ballast", "tally", "keyring", "heads", "records", "conf", "db",
];
const FOLDERS: [&str; 5] = ["live", "base", "frozen", "sled", "blobs"];

/// 48 MiB: what opening needs, and 32 MiB that an open store goes on with once others have filled
/// the disk: some 400 reports of text, or thousands of return visits.
const BALLAST: u64 = 48 << 20;

/// 16 MiB: sled writes a snapshot and may extend its log by a segment when it opens.
const TO_OPEN: u64 = 16 << 20;

/// Seconds.
const DAY: i64 = 86_400;

#[cfg(test)]
mod tests;
