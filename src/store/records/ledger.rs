//! What the store keeps for the ledger: rows, tiles, and entries that wait.
//!
//! Opaque here: the store knows indexes and lengths, the ledger knows entries.

use super::VALUE_MAX;
use crate::store::fault::Fault;

/// One row of the ledger: an entry as the ledger writes it, at most 4 KiB.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerRow(Vec<u8>);

/// The name of a pending entry: the first half of its item's digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PendingId(pub(in crate::store) [u8; 16]);

/// An entry that waits to be appended: one line of JSON, opaque here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pending {
    /// Where it waits.
    pub id: PendingId,
    /// The entry as it will stand in the ledger.
    pub line: String,
}

/// A tile of the Merkle tree (or a piece of a roster): name of at most 128 bytes without a zero
/// byte, at most 8 KiB.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredTile {
    pub(in crate::store) name: String,
    pub(in crate::store) hashes: Vec<u8>,
}

impl LedgerRow {
    /// Refuses a row that is longer than 4 KiB.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Fault> {
        match bytes.len() {
            0..=VALUE_MAX => Ok(Self(bytes)),
            _ => Err(Fault::TooLong),
        }
    }

    /// One line of the ledger, without its end.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl StoredTile {
    /// Refuses a name or hashes that are too long.
    pub fn new(name: &str, hashes: Vec<u8>) -> Result<Self, Fault> {
        let fits = name_fits(name) && hashes.len() <= VALUE_MAX * usize::from(TILE_PIECES);
        if !fits {
            return Err(Fault::TooLong);
        }
        Ok(Self {
            name: name.into(),
            hashes,
        })
    }
}

impl StoredTile {
    /// Its path, as [`Resource`](crate::ledger::tree::tiles::Resource) spells it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// 32 bytes each, at most 256.
    pub fn hashes(&self) -> &[u8] {
        &self.hashes
    }
}

/// What one step of the ledger writes, all of it or nothing: an entry is never without the tiles
/// and the checkpoint that speak for it, nor a waiting entry appended and still waiting.
#[derive(Default)]
pub struct Extension {
    /// How many rows there have to be before. Refuses if there are more or fewer.
    pub from: u64,
    /// Appended behind the last.
    pub rows: Vec<LedgerRow>,
    /// Removed from what waits. Refuses if one is no longer there.
    pub taken: Vec<PendingId>,
    /// Written over those of the same names.
    pub tiles: Vec<StoredTile>,
    /// Notes by name, written over those before; at most 4 KiB each.
    pub notes: Vec<(String, Vec<u8>)>,
}

impl Extension {
    /// Bytes that it adds at most.
    pub(in crate::store) fn weight(&self) -> usize {
        let rows = self.rows.iter().map(|row| row.0.len());
        let tiles = self.tiles.iter().map(|tile| tile.hashes.len());
        let notes = self.notes.iter().map(|(_, note)| note.len());
        rows.chain(tiles).chain(notes).sum()
    }

    /// Do all notes fit? Rows and tiles were checked when they were made.
    pub(in crate::store) fn check(&self) -> Result<(), Fault> {
        let fits = |(name, note): &(String, Vec<u8>)| name_fits(name) && note.len() <= VALUE_MAX;
        self.notes
            .iter()
            .all(fits)
            .then_some(())
            .ok_or(Fault::TooLong)
    }
}

/// Can this be the name of a note or tile?
pub(in crate::store) fn name_fits(name: &str) -> bool {
    name.len() <= 128 && !name.as_bytes().contains(&0)
}

/// A full tile has 256 hashes of 32 bytes: two values.
pub(in crate::store) const TILE_PIECES: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_tiles_have_limits() {
        assert!(LedgerRow::parse(vec![0; VALUE_MAX]).is_ok());
        assert!(LedgerRow::parse(vec![0; VALUE_MAX + 1]).is_err());
        assert!(StoredTile::new("tile/0/000", vec![0; 8192]).is_ok());
        assert!(StoredTile::new("tile/0/000", vec![0; 8193]).is_err());
        assert!(StoredTile::new("a\0b", vec![]).is_err());
        assert!(StoredTile::new(&"x".repeat(129), vec![]).is_err());
    }
}
