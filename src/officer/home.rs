//! An officer's local folder.
//!
//! ```text
//!   ~/.local/share/svilpe/            0700
//!     key.age                         private keys, under a passphrase
//!     officer.toml                    which server, institution and instance
//!     lock                            held while a command fetches
//!     fetched                         items that the server was told are safe here
//!     listed                          items in the order in which they came, and the day
//!     case-book                       docket numbers and labels, sealed as the index is
//!     entries  checkpoint             the ledger as it was read last; entries.sum: its digest
//!     index                           what was opened once, sealed under the officer's own key
//!     retention                       what is held, what was exported where, what is being deleted
//!     drafts/<item>-<action>.age      letters that are not sent yet, sealed to the officer's key
//!     sealed/<item>.age  <item>.part  ciphertext, named by its SHA-256
//!     sealed/<item>.key               a file key that a colleague handed over, sealed
//!     sent/<item>-<nonce>.age         own replies, sealed to the officer's own key
//!     replies/<item>-<name>.age       all replies of a case, sealed to the officers
//!     reply-register                  which replies came here or went, sealed as the index is
//!     pieces/<item>-<piece>.age       their files, as they were sent
//!     pack.json                       the country pack by which cases are judged here
//!     rosters/<digest>.json           the institution's rosters, as it signed them
//! ```
//!
//! Keeps P1: nothing here is readable without the passphrase. Plaintext is written by `export`
//! alone, and never in here.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

use super::keys::OfficerKeys;
use crate::cli::failure::Failure;
use crate::cli::kept_pack;
use crate::cli::key_file::KeyFile;
use crate::cli::private_files::{PrivateFolder, programs_folder, read_small};
use crate::keys::digest::{ReportDigest, Sha256};
use crate::keys::sealed_key::{Passphrase, open_under};
use crate::rules::calendar::Day;
use crate::rules::pack::CountryPack;

pub(super) use crate::cli::private_files::disk;

/// The folder, open for work.
#[derive(Debug)]
pub struct OfficerHome {
    root: PrivateFolder,
    sealed: PrivateFolder,
    sent: PrivateFolder,
    replies: PrivateFolder,
    rosters: PrivateFolder,
    drafts: PrivateFolder,
    pieces: PrivateFolder,
}

impl OfficerHome {
    /// Opens the folder, making it (and those above it) if need be.
    pub fn make(path: &Path) -> Result<Self, Failure> {
        let root = PrivateFolder::make_home(path)?;
        Ok(Self {
            sealed: root.within("sealed")?,
            sent: root.within("sent")?,
            replies: root.within("replies")?,
            rosters: root.within("rosters")?,
            drafts: root.within("drafts")?,
            pieces: root.within("pieces")?,
            root,
        })
    }

    /// Where the platform keeps a user's programs' own files.
    pub fn usual() -> Option<PathBuf> {
        programs_folder().map(|folder| folder.join("svilpe"))
    }

    /// The country pack by which cases are judged here.
    pub(super) fn pack(&self) -> Result<CountryPack, Failure> {
        kept_pack::in_force(&self.root)
    }

    pub(super) fn root(&self) -> &PrivateFolder {
        &self.root
    }

    pub(super) fn key_file(&self) -> KeyFile<'_> {
        KeyFile::of(&self.root)
    }

    /// Opens the keys.
    pub(super) fn unlock(
        &self,
        sealed: &[u8],
        passphrase: &Passphrase,
    ) -> Result<OfficerKeys, Failure> {
        self.keys_of(&self.open_key_file(sealed, passphrase)?)
    }

    /// Opens the key file; what is in it, for [`Self::keys_of`].
    pub(super) fn open_key_file(
        &self,
        sealed: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        open_under(passphrase, sealed).map_err(|why| self.key_file().locked(&why))
    }

    pub(super) fn keys_of(&self, text: &[u8]) -> Result<OfficerKeys, Failure> {
        let keys = OfficerKeys::of_text(text);
        keys.ok_or_else(|| self.key_file().failure("officer-key-incomplete"))
    }

    /// Items whose whole ciphertext is here.
    pub(super) fn items(&self) -> Result<BTreeSet<ReportDigest>, Failure> {
        let list = || -> io::Result<BTreeSet<ReportDigest>> {
            let mut items = BTreeSet::new();
            for entry in fs::read_dir(self.sealed.path())? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_str().and_then(|name| name.strip_suffix(".age"));
                // What is no plain file is none of ours; the real one is fetched over it.
                let item = name.and_then(ReportDigest::parse);
                items.extend(item.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())));
            }
            Ok(items)
        };
        list().map_err(|error| disk(self.sealed.path(), &error))
    }

    /// Refuses a folder where a file of ours has its place: nothing can be put there, and nothing
    /// but a file of ours has such a name.
    pub(super) fn refuse_folders(&self) -> Result<(), Failure> {
        let all = [
            &self.sealed,
            &self.sent,
            &self.replies,
            &self.pieces,
            &self.drafts,
            &self.rosters,
        ];
        for folder in all {
            let on_disk = |error: io::Error| disk(folder.path(), &error);
            for entry in fs::read_dir(folder.path()).map_err(on_disk)? {
                let entry = entry.map_err(on_disk)?;
                if entry.file_type().map_err(on_disk)?.is_dir() {
                    let path = entry.path();
                    return Err(
                        Failure::refused("officer-folder-in-place").with("path", path.display())
                    );
                }
            }
        }
        Ok(())
    }

    /// An item's ciphertext.
    pub(super) fn sealed(&self, item: &ReportDigest) -> io::Result<File> {
        self.sealed.open(&whole_name(item))
    }

    /// Are an item's bytes here those of its name? What can't be read is not whole.
    pub(super) fn is_whole(&self, item: &ReportDigest) -> bool {
        let digest = self
            .sealed(item)
            .and_then(|mut file| ReportDigest::read(&mut file));
        digest.is_ok_and(|digest| digest == *item)
    }

    /// What was fetched of an item so far, to add to. What is no plain file under that name goes.
    pub(super) fn part(&self, item: &ReportDigest) -> io::Result<File> {
        match self.sealed.append(&part_name(item)) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                self.discard_part(item)?;
                self.sealed.append(&part_name(item))
            }
            part => part,
        }
    }

    pub(super) fn discard_part(&self, item: &ReportDigest) -> io::Result<()> {
        fs::remove_file(self.sealed.path().join(part_name(item)))
    }

    /// A part that is whole and right takes its place: on stable storage when this returns.
    pub(super) fn keep_part(&self, item: &ReportDigest, part: &File) -> io::Result<()> {
        part.sync_all()?;
        self.sealed.rename(&part_name(item), &whole_name(item))
    }

    /// Items that the server has heard are safe here. A lost line costs one more request.
    pub(super) fn told(&self) -> Result<BTreeSet<ReportDigest>, Failure> {
        let path = self.root.path().join(TOLD_FILE);
        match read_small(&path, TOLD_MAX) {
            Ok(text) => {
                let text = String::from_utf8_lossy(&text);
                let lines = text.lines().filter_map(checked);
                Ok(lines.filter_map(ReportDigest::parse).collect())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(disk(&path, &error)),
        }
    }

    pub(super) fn note_told(&self, item: &ReportDigest) -> io::Result<()> {
        let line = with_check(&hex::encode(item.as_bytes()));
        self.root.append(TOLD_FILE)?.write_all(line.as_bytes())
    }

    /// The day on which the server listed each item first, as it said then, in that order. No
    /// heading is asked: whoever sealed it wrote what they liked.
    pub(super) fn listed(&self) -> Result<Vec<(ReportDigest, Day)>, Failure> {
        let path = self.root.path().join(LISTED_FILE);
        let parse = |line: &str| {
            let (item, day) = checked(line)?.split_once(' ')?;
            Some((ReportDigest::parse(item)?, day.parse().ok()?))
        };
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.lines().filter_map(parse).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(disk(&path, &error)),
        }
    }

    pub(super) fn note_listed(&self, items: &[(ReportDigest, Day)]) -> io::Result<()> {
        let line = |(item, day): &(ReportDigest, Day)| {
            with_check(&format!("{} {day}", hex::encode(item.as_bytes())))
        };
        let lines: String = items.iter().map(line).collect();
        self.root.append(LISTED_FILE)?.write_all(lines.as_bytes())
    }

    /// The day on which an item came here, where the server's word for it was not kept.
    pub(super) fn came(&self, item: &ReportDigest) -> io::Result<Day> {
        let written = self.sealed(item)?.metadata()?.modified()?;
        let written = jiff::Timestamp::try_from(written).map_err(io::Error::other)?;
        let pack = self
            .pack()
            .map_err(|_| io::Error::other("no country pack"))?;
        Ok(Day::in_zone(written, pack.policy().zone()))
    }

    /// Marks an item's file as another than it was, for whoever remembers how it looked.
    pub(super) fn note_changed(&self, item: &ReportDigest) -> io::Result<()> {
        let path = self.sealed.path().join(whole_name(item));
        let file = File::options().write(true).open(path)?;
        let changed = file.metadata()?.modified()? + Duration::from_secs(1);
        file.set_modified(changed)
    }

    pub(super) fn sealed_folder(&self) -> &PrivateFolder {
        &self.sealed
    }

    pub(super) fn sent(&self) -> &PrivateFolder {
        &self.sent
    }

    pub(super) fn replies(&self) -> &PrivateFolder {
        &self.replies
    }

    pub(super) fn rosters(&self) -> &PrivateFolder {
        &self.rosters
    }

    pub(super) fn pieces(&self) -> &PrivateFolder {
        &self.pieces
    }

    pub(super) fn drafts(&self) -> &PrivateFolder {
        &self.drafts
    }
}

/// A line, and after a blank how its SHA-256 begins: what the disk changes in it is not believed.
fn with_check(line: &str) -> String {
    format!("{line} {}\n", check_of(line))
}

/// What such a line says; none if it is not as it was written.
fn checked(line: &str) -> Option<&str> {
    let (line, check) = line.rsplit_once(' ')?;
    (check == check_of(line)).then_some(line)
}

fn check_of(line: &str) -> String {
    hex::encode(&Sha256::of(line.as_bytes())[..4])
}

fn whole_name(item: &ReportDigest) -> String {
    format!("{}.age", hex::encode(item.as_bytes()))
}

fn part_name(item: &ReportDigest) -> String {
    format!("{}.part", hex::encode(item.as_bytes()))
}

const TOLD_FILE: &str = "fetched";
const LISTED_FILE: &str = "listed";

/// Bytes: a million items, as many as a server may list.
const TOLD_MAX: usize = 65_000_000;
