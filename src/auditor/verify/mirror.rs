//! The mirror: an auditor's own copy of a ledger.
//!
//! A folder with the ledger's files under the ledger's paths, so that a mirror can be
//! served, compared or verified by any tool. Beside them `sightings`: on which day how
//! many entries were there. It is what makes rolled-back and back-dated history visible.
//!
//! Knows files. Never knows what they mean.
//!
//! The order that matters on a crash: entries are laid and synced, then the checkpoint;
//! each file is written beside its place and renamed. A mirror is never ahead of its entries.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::private_files::{Older, Readers, make_folders, sync_folder, write_durably};
use crate::ledger::tree::tiles::{Resource, RosterPart};
use crate::rules::calendar::Day;
use crate::rules::roster::RosterDigest;

/// A folder that holds a ledger's files.
pub struct Mirror {
    folder: PathBuf,
}

/// On this day the ledger had this many entries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Sighting {
    /// Entries in the tree of that checkpoint.
    pub size: u64,
    /// When this mirror first saw it.
    pub day: Day,
}

/// A roster as it is served: four texts that nobody has checked yet.
pub struct RosterFiles {
    /// SHA-256 of `text`, as its entry names it.
    pub digest: RosterDigest,
    /// TOML, as the institution signed it.
    pub text: String,
    /// In minisign's format, by `key`.
    pub signature: String,
    /// minisign's public key, in base64.
    pub key: String,
    /// The key before signed `key`; none for the first key.
    pub handover: Option<String>,
}

impl Mirror {
    /// Opens a mirror, and makes an empty one if there is none.
    pub fn open(folder: &Path) -> io::Result<Self> {
        make_folders(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The file at a resource's path; `None` if there is none.
    pub fn read(&self, resource: Resource) -> io::Result<Option<Vec<u8>>> {
        read_capped(&self.path(resource), resource.length_max())
    }

    /// Keeps a file at its resource's path; on stable storage when this returns.
    pub fn keep(&self, resource: Resource, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(resource);
        make_room(&path)?;
        keep(&path, bytes)
    }

    /// Lays a file at its resource's path, for [`Self::settle`] to sync with many others.
    pub fn lay(&self, resource: Resource, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(resource);
        make_room(&path)?;
        lay(&path, bytes)
    }

    /// Syncs files that were laid, and their names. Writing all first and syncing all then is many
    /// times faster than one by one: the first sync's journal commit serves the others.
    pub fn settle(&self, resources: impl Iterator<Item = Resource>) -> io::Result<()> {
        let mut folders = BTreeSet::new();
        for resource in resources {
            let path = self.path(resource);
            let file = fs::OpenOptions::new().append(true).open(&path)?;
            file.sync_data()?;
            folders.extend(path.parent().map(Path::to_owned));
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))
    }

    /// Forgets a file: a partial bundle that a wider one replaced.
    pub fn drop(&self, resource: Resource) -> io::Result<()> {
        match fs::remove_file(self.path(resource)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The files of all rosters kept whole, in order of their digests.
    pub fn rosters(&self) -> io::Result<Vec<RosterFiles>> {
        let folder = match fs::read_dir(self.folder.join("roster")) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut digests = Vec::new();
        for file in folder {
            let path = format!("roster/{}", file?.file_name().to_string_lossy());
            if let Some(Resource::Roster(digest, RosterPart::Text)) = Resource::parse(&path) {
                digests.push(digest);
            }
        }
        digests.sort_unstable_by_key(|digest| *digest.as_bytes());
        let files = digests.into_iter().map(|digest| self.roster(digest));
        Ok(files
            .collect::<io::Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    fn roster(&self, digest: RosterDigest) -> io::Result<Option<RosterFiles>> {
        let part = |part| {
            let bytes = self.read(Resource::Roster(digest, part))?;
            Ok::<_, io::Error>(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
        };
        let (text, signature) = (part(RosterPart::Text)?, part(RosterPart::Signature)?);
        let (key, handover) = (part(RosterPart::Key)?, part(RosterPart::Handover)?);
        let whole = text.zip(signature).zip(key);
        Ok(whole.map(|((text, signature), key)| RosterFiles {
            digest,
            text,
            signature,
            key,
            handover,
        }))
    }

    /// When how many entries were seen, oldest first. Lines that are none are left out.
    pub fn sightings(&self) -> io::Result<Vec<Sighting>> {
        let bytes = read_capped(&self.folder.join(SIGHTINGS), SIGHTINGS_MAX)?.unwrap_or_default();
        let mut sightings: Vec<_> = String::from_utf8_lossy(&bytes)
            .lines()
            .filter_map(|line| {
                let (day, size) = line.split_once(' ')?;
                Some(Sighting {
                    size: size.parse().ok()?,
                    day: day.parse().ok()?,
                })
            })
            .collect();
        sightings.sort_unstable();
        Ok(sightings)
    }

    /// Notes that on `day` so many entries were there; once for each size.
    pub fn sight(&self, sighting: Sighting) -> io::Result<()> {
        let mut sightings = self.sightings()?;
        if sightings
            .iter()
            .any(|seen| seen.size == sighting.size && seen.day >= sighting.day)
        {
            return Ok(());
        }
        // The latest day with this size says most: later entries can't be of an earlier day.
        sightings.retain(|seen| seen.size != sighting.size);
        sightings.push(sighting);
        sightings.sort_unstable();
        let line = |seen: &Sighting| format!("{} {}", seen.day, seen.size);
        let lines = sightings.iter().map(line).collect::<Vec<_>>().join("\n");
        keep(&self.folder.join(SIGHTINGS), lines.as_bytes())
    }

    fn path(&self, resource: Resource) -> PathBuf {
        // A resource's path holds digits, hexadecimal, `x`, `.p` and single slashes only.
        self.folder.join(resource.to_string())
    }
}

/// Reads a file of at most `length_max` bytes.
fn read_capped(path: &Path, length_max: usize) -> io::Result<Option<Vec<u8>>> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(length_max as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > length_max {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "longer than it can be",
        ));
    }
    Ok(Some(bytes))
}

/// Beside its place, then renamed: the old file or the new one after a kill, never half of either.
/// After a power cut it may be neither, until it was synced: no durable write, so that many share
/// the wait.
fn lay(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().expect("inside the mirror's folder");
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_durably(path, bytes, Readers::Owner, Older::Goes)
}

fn make_room(path: &Path) -> io::Result<()> {
    make_folders(path.parent().expect("inside the mirror's folder"))
}

const SIGHTINGS: &str = "sightings";
/// One line a day for 500 years.
const SIGHTINGS_MAX: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::tiles::HashTile;

    fn sighting(size: u64, day: &str) -> Sighting {
        Sighting {
            size,
            day: day.parse().expect("a day"),
        }
    }

    #[test]
    fn what_was_kept_is_read_and_what_is_too_long_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let mirror = Mirror::open(folder.path()).expect("opens");
        let tile = Resource::Tile(HashTile::new(0, 0, 2).expect("fits"));
        assert_eq!(mirror.read(tile).expect("reads"), None);
        mirror.keep(tile, &[7; 64]).expect("keeps");
        assert_eq!(mirror.read(tile).expect("reads"), Some(vec![7; 64]));
        mirror.keep(tile, &[7; 65]).expect("keeps");
        assert!(mirror.read(tile).is_err());
        mirror.drop(tile).expect("drops");
        mirror.drop(tile).expect("again");
        assert_eq!(mirror.read(tile).expect("reads"), None);
    }

    #[test]
    fn a_size_is_sighted_on_its_latest_day() {
        let folder = tempfile::tempdir().expect("a folder");
        let mirror = Mirror::open(folder.path()).expect("opens");
        for seen in [
            sighting(5, "2026-11-20"),
            sighting(9, "2026-11-22"),
            sighting(5, "2026-11-21"),
            sighting(5, "2026-11-20"),
        ] {
            mirror.sight(seen).expect("notes");
        }
        let seen = mirror.sightings().expect("reads");
        assert_eq!(seen, [sighting(5, "2026-11-21"), sighting(9, "2026-11-22")]);
    }
}
