//! The store's own count of what it holds, kept twice.
//!
//! Keeps P4: after a torn log sled may zero what it cannot order, up to the
//! whole database, and report success. The inventory notices.
//!
//! It stands **inside** the engine, changed by the same atomic commit as
//! the records, and **outside**, in a file of two places written in turn.
//!
//! Commits have random names and no numbers: nothing at rest tells how many there were (P2). Each
//! inventory also names the commit before its own, so that of two inventories it shows which is the
//! newer.
//!
//! # Order, and what a crash leaves
//!
//! For a commit *n*, after *m*, the writer (1) applies the records and inner inventory *n* as one
//! batch, (2) syncs the file system, (3) writes outer inventory *n* over the one before outer *m*,
//! and syncs, (4) acknowledges.
//!
//! * The inner inventory always fits the records: one batch holds both.
//! * Outer *n* is written only once inner *n* is durable. So an inner inventory that is neither the
//!   outer one nor the one after it can only mean that the engine lost something: refused. Never a
//!   false alarm.
//! * *n* is acknowledged only once outer *n* is durable. So if the engine lost
//!   an acknowledged commit, the inner inventory is one from before the outer: always noticed.
//! * A crash between (2) and (3) leaves an inner inventory that names the outer as the one before
//!   it: a commit that is kept but was not yet acknowledged. Accepted.
//! * A crash in (3) may tear the place of outer *n*; the other still says *m*.
//!
//! The digest is the XOR of SHA-256 over each record: cheap to change by one
//! record, whatever the order. It finds accidents; it is no defence against someone who writes to
//! the disk (records are encrypted, reports sealed, the ledger signed).

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::keyspace::{Key, Keyspace};
use crate::keys::digest::Sha256;
use crate::keys::random::random_bytes;
use crate::store::crypto::keyring::KeyringMark;
use crate::store::damaged::LostRecords;
use crate::store::disk::files;
use crate::store::fault::{Fault, FolderRefusal};

/// What the store holds after one commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::store) struct Inventory {
    pub(in crate::store) instance: [u8; 16],
    /// Which keyring opens the records.
    pub(in crate::store) keyring: KeyringMark,
    commit: CommitName,
    before: CommitName,
    place: OuterPlace,
    counts: [u64; Keyspace::ALL.len()],
    digest: [u8; 32],
}

/// Which of the outer file's two places an inventory belongs in; they are used in turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum OuterPlace {
    First,
    Second,
}

/// 128 random bits: no two commits have the same, and none tells of any other.
type CommitName = [u8; 16];

/// The outer inventory's file, `live/tally`.
pub(in crate::store) struct InventoryFile(File);

impl Inventory {
    /// Bytes at rest.
    pub(in crate::store) const LENGTH: usize = 16 + 16 + 16 + 16 + 1 + 8 * Keyspace::ALL.len() + 32;

    pub(in crate::store) fn empty(instance: [u8; 16], keyring: KeyringMark) -> Self {
        Self {
            instance,
            keyring,
            commit: random_bytes(),
            before: random_bytes(),
            place: OuterPlace::First,
            counts: [0; Keyspace::ALL.len()],
            digest: [0; 32],
        }
    }

    /// The same, of which nothing but pieces was counted yet.
    pub(in crate::store) fn with_pieces_only(&self) -> Self {
        let mut only = Self {
            counts: [0; Keyspace::ALL.len()],
            digest: [0; 32],
            ..self.clone()
        };
        only.take_pieces_of(self);
        only
    }

    /// Becomes that of the next commit.
    pub(in crate::store) fn advance(&mut self) {
        self.before = std::mem::replace(&mut self.commit, random_bytes());
        self.place = match self.place {
            OuterPlace::First => OuterPlace::Second,
            OuterPlace::Second => OuterPlace::First,
        };
    }

    /// Of the same commit?
    pub(in crate::store) fn is_of(&self, other: &Self) -> bool {
        self.commit == other.commit
    }

    /// Of the commit after that one?
    pub(in crate::store) fn follows(&self, other: &Self) -> bool {
        self.before == other.commit
    }

    /// Fewer records of some kind?
    pub(in crate::store) fn lacks(&self, other: &Self) -> bool {
        let mut both = self.counts.iter().zip(&other.counts);
        both.any(|(here, there)| here < there)
    }

    /// How many of this one's records a later look does not find.
    pub(in crate::store) fn lost_in(&self, found: &Self) -> LostRecords {
        let lost = |kind| self.count(kind).saturating_sub(found.count(kind));
        LostRecords {
            reports: lost(Keyspace::Headers),
            replies: lost(Keyspace::Replies),
            access: lost(Keyspace::Access),
            entries: lost(Keyspace::Ledger),
        }
    }

    pub(in crate::store) fn count(&self, kind: Keyspace) -> u64 {
        self.counts[place(kind)]
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// Records of all kinds, pieces apart.
    pub(in crate::store) fn records(&self) -> u64 {
        let kinds = Keyspace::ALL.into_iter().filter(|kind| !kind.is_pieces());
        kinds.map(|kind| self.count(kind)).sum()
    }

    /// A record was added.
    pub(in crate::store) fn add(&mut self, kind: Keyspace, key: &Key, value: &[u8]) {
        self.counts[place(kind)] += 1;
        self.mix(kind, key, value);
    }

    /// A record was removed.
    pub(in crate::store) fn remove(&mut self, kind: Keyspace, key: &Key, value: &[u8]) {
        let count = &mut self.counts[place(kind)];
        *count = count.saturating_sub(1);
        self.mix(kind, key, value);
    }

    /// Pieces are counted only: they are many, and each is authenticated by its encryption.
    pub(in crate::store) fn add_pieces(&mut self, kind: Keyspace, pieces: u64) {
        self.counts[place(kind)] += pieces;
    }

    /// Counts as many pieces as another does: where only the rest was counted.
    pub(in crate::store) fn take_pieces_of(&mut self, other: &Self) {
        for kind in Keyspace::ALL.into_iter().filter(|kind| kind.is_pieces()) {
            self.counts[place(kind)] = other.count(kind);
        }
    }

    pub(in crate::store) fn remove_pieces(&mut self, kind: Keyspace, pieces: u64) {
        let count = &mut self.counts[place(kind)];
        *count = count.saturating_sub(pieces);
    }

    /// The same records, whatever the number of commits?
    pub(in crate::store) fn same_records(&self, other: &Self) -> bool {
        (self.instance, self.counts, self.digest) == (other.instance, other.counts, other.digest)
    }

    /// Of a head all but the number of its slot, which a rebuild changes: one that names a wrong
    /// slot does not open.
    fn mix(&mut self, kind: Keyspace, key: &Key, value: &[u8]) {
        let value = match value.split_at_checked(SLOT) {
            Some((_, head)) if kind.names_a_slot() => head,
            _ => value,
        };
        let mut digest = Sha256::new();
        digest.update(&(key.as_bytes().len() as u64).to_be_bytes());
        digest.update(key.as_bytes());
        digest.update(value);
        for (mixed, byte) in self.digest.iter_mut().zip(digest.finish()) {
            *mixed ^= byte;
        }
    }

    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend_from_slice(&self.instance);
        bytes.extend_from_slice(&self.keyring.0);
        bytes.extend_from_slice(&self.commit);
        bytes.extend_from_slice(&self.before);
        bytes.push(match self.place {
            OuterPlace::First => 0,
            OuterPlace::Second => 1,
        });
        for count in self.counts {
            bytes.extend_from_slice(&count.to_be_bytes());
        }
        bytes.extend_from_slice(&self.digest);
        bytes
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        let (instance, rest) = bytes.split_first_chunk()?;
        let (keyring, rest) = rest.split_first_chunk()?;
        let (commit, rest) = rest.split_first_chunk()?;
        let (before, rest) = rest.split_first_chunk()?;
        let (place, rest) = rest.split_first()?;
        let (counted, digest) = rest.split_at(8 * Keyspace::ALL.len());
        let mut counts = [0; Keyspace::ALL.len()];
        for (count, bytes) in counts.iter_mut().zip(counted.chunks_exact(8)) {
            *count = u64::from_be_bytes(bytes.try_into().ok()?);
        }
        Some(Self {
            instance: *instance,
            keyring: KeyringMark(*keyring),
            commit: *commit,
            before: *before,
            place: match place {
                0 => OuterPlace::First,
                1 => OuterPlace::Second,
                _ => return None,
            },
            counts,
            digest: digest.try_into().ok()?,
        })
    }
}

impl InventoryFile {
    /// Makes the file, with `inventory` in both places. Written in place from then on: one sync for
    /// each commit, and the other place is there if it tears; a rename would cost two more. Its
    /// name is durable once the folder around it is, which nobody opens before.
    pub(in crate::store) fn create(at: &Path, inventory: &Inventory) -> Result<Self, Fault> {
        let this = Self(files::create_file(at)?);
        for place in [OuterPlace::First, OuterPlace::Second] {
            this.0.write_all_at(&framed(inventory), place.offset())?;
        }
        this.0.write_all_at(&[0; 512], 2 * PLACE - 512)?;
        this.0.sync_all()?;
        Ok(this)
    }

    pub(in crate::store) fn open(at: &Path) -> Result<Self, Fault> {
        let file = files::open_there(at, File::options().read(true).write(true))?;
        Ok(Self(file.ok_or(FolderRefusal::Half("live/tally"))?))
    }

    /// The newest inventory that was wholly written.
    pub(in crate::store) fn read(&self) -> Result<Inventory, Fault> {
        match (self.at(OuterPlace::First)?, self.at(OuterPlace::Second)?) {
            (Some(first), Some(second)) if first.is_of(&second) || first.follows(&second) => {
                Ok(first)
            }
            (Some(first), Some(second)) if second.follows(&first) => Ok(second),
            (Some(one), None) | (None, Some(one)) => Ok(one),
            (Some(_), Some(_)) | (None, None) => {
                Err(Fault::Refused(FolderRefusal::Half("live/tally")))
            }
        }
    }

    fn at(&self, place: OuterPlace) -> Result<Option<Inventory>, Fault> {
        let mut bytes = [0; LENGTH + 4];
        match self.0.read_exact_at(&mut bytes, place.offset()) {
            Ok(()) => Ok(unframed(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes over the older place, and syncs.
    pub(in crate::store) fn write(&self, inventory: &Inventory) -> Result<(), Fault> {
        self.0
            .write_all_at(&framed(inventory), inventory.place.offset())?;
        self.0.sync_data()?;
        Ok(())
    }
}

impl OuterPlace {
    fn offset(self) -> u64 {
        match self {
            Self::First => 0,
            Self::Second => PLACE,
        }
    }
}

fn framed(inventory: &Inventory) -> Vec<u8> {
    let mut bytes = inventory.to_bytes();
    let check = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&check.to_be_bytes());
    bytes
}

fn unframed(bytes: &[u8; LENGTH + 4]) -> Option<Inventory> {
    let (bytes, check) = bytes.split_last_chunk()?;
    if crc32fast::hash(bytes) != u32::from_be_bytes(*check) {
        return None;
    }
    Inventory::parse(bytes)
}

fn place(kind: Keyspace) -> usize {
    Keyspace::ALL
        .iter()
        .position(|other| *other == kind)
        .expect("ALL lists each kind")
}

const LENGTH: usize = Inventory::LENGTH;

/// Bytes of a slot's number.
const SLOT: usize = 4;

/// Bytes between the two places: apart by a disk's block, so that one torn write spares the other.
const PLACE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_and_removing_in_any_order_is_nothing() {
        let empty = Inventory::empty([1; 16], KeyringMark([2; 16]));
        let mut inventory = empty.clone();
        let (a, b) = (Key::note("a"), Key::note("b"));
        inventory.add(Keyspace::Notes, &a, b"1");
        inventory.add(Keyspace::Notes, &b, b"2");
        assert_ne!(inventory, empty);
        // Computed apart: the XOR of SHA-256 over each key's length, key and value.
        let digest = "bf9b033509b2d138ee99689b4862cab0bd1f164206f35f7d083425a3fae45902";
        assert_eq!(hex::encode(inventory.digest), digest);
        inventory.remove(Keyspace::Notes, &a, b"1");
        inventory.remove(Keyspace::Notes, &b, b"2");
        assert_eq!(inventory, empty);
    }

    #[test]
    fn a_torn_place_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("tally");
        let mut inventory = Inventory::empty([1; 16], KeyringMark([2; 16]));
        let file = InventoryFile::create(&at, &inventory).unwrap();
        let mut older = inventory.clone();
        for _ in 1..=5 {
            older = inventory.clone();
            inventory.advance();
            file.write(&inventory).unwrap();
            assert_eq!(file.read().unwrap(), inventory);
        }
        let [newest, other] = match inventory.place {
            OuterPlace::First => [0, PLACE],
            OuterPlace::Second => [PLACE, 0],
        };
        file.0.write_all_at(&[0xaa; 20], newest + 10).unwrap();
        assert_eq!(file.read().unwrap(), older);
        file.0.write_all_at(&[0xaa; 20], other + 10).unwrap();
        assert!(matches!(
            file.read(),
            Err(Fault::Refused(FolderRefusal::Half("live/tally")))
        ));
    }

    #[test]
    fn two_places_of_which_neither_follows_the_other_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let inventory = Inventory::empty([1; 16], KeyringMark([2; 16]));
        let file = InventoryFile::create(&folder.path().join("tally"), &inventory).unwrap();
        let stranger = Inventory::empty([1; 16], KeyringMark([2; 16]));
        file.0.write_all_at(&framed(&stranger), PLACE).unwrap();
        assert!(matches!(
            file.read(),
            Err(Fault::Refused(FolderRefusal::Half("live/tally")))
        ));
    }

    #[test]
    fn only_the_next_commit_follows() {
        let first = Inventory::empty([1; 16], KeyringMark([2; 16]));
        let mut second = first.clone();
        second.advance();
        let mut third = second.clone();
        third.advance();
        assert!(second.follows(&first) && third.follows(&second));
        for (one, other) in [(&first, &second), (&first, &first), (&third, &first)] {
            assert!(!one.follows(other));
        }
        assert!(first.is_of(&first.clone()) && !first.is_of(&second));
    }

    #[test]
    fn bytes_and_back() {
        let mut inventory = Inventory::empty([3; 16], KeyringMark([2; 16]));
        inventory.advance();
        inventory.add(Keyspace::Notes, &Key::note("a"), b"1");
        inventory.add_pieces(Keyspace::Chunks, 9);
        assert_eq!(Inventory::parse(&inventory.to_bytes()), Some(inventory));
        assert_eq!(Inventory::parse(&[0; LENGTH - 1]), None);
    }
}
