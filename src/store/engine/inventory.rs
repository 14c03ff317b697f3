//! The store's own count of what it holds, kept twice.
//!
//! Keeps P4: after a torn log sled may zero what it cannot order, up to the
//! whole database, and report success. The inventory notices.
//!
//! It stands **inside** the engine, changed by the same atomic commit as
//! the records, and **outside**, in a file of two places written in turn.
//!
//! # Order, and what a crash leaves
//!
//! For commit *n* the writer (1) applies the records and inner inventory *n* as one batch,
//! (2) syncs the file system, (3) writes outer inventory *n* over outer inventory *n−2* and syncs,
//! (4) acknowledges.
//!
//! * The inner inventory always fits the records: one batch holds both.
//! * Outer *n* is written only once inner *n* is durable. So inner < outer can only mean that the
//!   engine lost something: refused. Never a false alarm.
//! * *n* is acknowledged only once outer *n* is durable. So if the engine lost
//!   an acknowledged commit, inner < outer: always noticed.
//! * A crash between (2) and (3) leaves inner = outer + 1: a commit that is kept but was not yet
//!   acknowledged. Accepted.
//! * A crash in (3) may tear the place of outer *n*; the other still says *n−1*.
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
use crate::store::disk::files;
use crate::store::fault::{Fault, FolderRefusal};

/// What the store holds after one commit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::store) struct Inventory {
    pub(in crate::store) instance: [u8; 16],
    /// Number of commits since creation or the last rebuild.
    pub(in crate::store) generation: u64,
    counts: [u64; Keyspace::ALL.len()],
    digest: [u8; 32],
}

/// The outer inventory's file, `live/tally`.
pub(in crate::store) struct InventoryFile(File);

impl Inventory {
    pub(in crate::store) fn empty(instance: [u8; 16]) -> Self {
        Self {
            instance,
            generation: 0,
            counts: [0; Keyspace::ALL.len()],
            digest: [0; 32],
        }
    }

    pub(in crate::store) fn count(&self, kind: Keyspace) -> u64 {
        self.counts[place(kind)]
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    /// A record was added.
    pub(in crate::store) fn add(&mut self, kind: Keyspace, key: &Key, value: &[u8]) {
        self.counts[place(kind)] += 1;
        self.mix(key, value);
    }

    /// A record was removed.
    pub(in crate::store) fn remove(&mut self, kind: Keyspace, key: &Key, value: &[u8]) {
        let count = &mut self.counts[place(kind)];
        *count = count.saturating_sub(1);
        self.mix(key, value);
    }

    /// Pieces are counted only: they are many, and each is authenticated by its encryption.
    pub(in crate::store) fn add_pieces(&mut self, kind: Keyspace, pieces: u64) {
        self.counts[place(kind)] += pieces;
    }

    pub(in crate::store) fn remove_pieces(&mut self, kind: Keyspace, pieces: u64) {
        let count = &mut self.counts[place(kind)];
        *count = count.saturating_sub(pieces);
    }

    /// The same records, whatever the number of commits?
    pub(in crate::store) fn same_records(&self, other: &Self) -> bool {
        (self.instance, self.counts, self.digest) == (other.instance, other.counts, other.digest)
    }

    fn mix(&mut self, key: &Key, value: &[u8]) {
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
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        for count in self.counts {
            bytes.extend_from_slice(&count.to_be_bytes());
        }
        bytes.extend_from_slice(&self.digest);
        bytes
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
        let (instance, rest) = bytes.split_first_chunk()?;
        let (generation, rest) = rest.split_first_chunk()?;
        let (counted, digest) = rest.split_at(8 * Keyspace::ALL.len());
        let mut counts = [0; Keyspace::ALL.len()];
        for (count, bytes) in counts.iter_mut().zip(counted.chunks_exact(8)) {
            *count = u64::from_be_bytes(bytes.try_into().ok()?);
        }
        Some(Self {
            instance: *instance,
            generation: u64::from_be_bytes(*generation),
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
        for place in 0..2 {
            this.0.write_all_at(&framed(inventory), place * PLACE)?;
        }
        this.0.write_all_at(&[0; 512], 2 * PLACE - 512)?;
        this.0.sync_all()?;
        Ok(this)
    }

    pub(in crate::store) fn open(at: &Path) -> Result<Self, Fault> {
        match File::options().read(true).write(true).open(at) {
            Ok(file) => Ok(Self(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(FolderRefusal::Half("live/tally").into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The newest inventory that was wholly written.
    pub(in crate::store) fn read(&self) -> Result<Inventory, Fault> {
        let mut newest: Option<Inventory> = None;
        for place in 0..2 {
            let mut bytes = [0; LENGTH + 4];
            match self.0.read_exact_at(&mut bytes, place * PLACE) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => continue,
                Err(error) => return Err(error.into()),
            }
            let found = unframed(&bytes);
            if found.as_ref().map(|inventory| inventory.generation)
                > newest.as_ref().map(|inventory| inventory.generation)
            {
                newest = found;
            }
        }
        newest.ok_or(Fault::Refused(FolderRefusal::Half("live/tally")))
    }

    /// Writes over the older place, and syncs.
    pub(in crate::store) fn write(&self, inventory: &Inventory) -> Result<(), Fault> {
        self.0
            .write_all_at(&framed(inventory), (inventory.generation % 2) * PLACE)?;
        self.0.sync_data()?;
        Ok(())
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

const LENGTH: usize = 16 + 8 + 8 * Keyspace::ALL.len() + 32;

/// Bytes between the two places: apart by a disk's block, so that one torn write spares the other.
const PLACE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_and_removing_in_any_order_is_nothing() {
        let empty = Inventory::empty([1; 16]);
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
        let mut inventory = Inventory::empty([1; 16]);
        let file = InventoryFile::create(&at, &inventory).unwrap();
        for generation in 1..=5 {
            inventory.generation = generation;
            file.write(&inventory).unwrap();
            assert_eq!(file.read().unwrap(), inventory);
        }
        file.0.write_all_at(&[0xaa; 20], PLACE + 10).unwrap();
        assert_eq!(file.read().unwrap().generation, 4);
        file.0.write_all_at(&[0xaa; 20], 10).unwrap();
        assert!(matches!(
            file.read(),
            Err(Fault::Refused(FolderRefusal::Half("live/tally")))
        ));
    }

    #[test]
    fn bytes_and_back() {
        let mut inventory = Inventory::empty([3; 16]);
        inventory.generation = 7;
        inventory.add(Keyspace::Notes, &Key::note("a"), b"1");
        inventory.add_pieces(Keyspace::Chunks, 9);
        assert_eq!(Inventory::parse(&inventory.to_bytes()), Some(inventory));
        assert_eq!(Inventory::parse(&[0; LENGTH - 1]), None);
    }
}
