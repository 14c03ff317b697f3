//! What the ledger keeps in the store.

use super::fault::Fault;
use super::reader::Shelves;
use super::records::ledger::{Extension, LedgerRow, Pending, PendingId, Tile};
use super::writer::queue::Growth;
use super::{SMALL, Store};

impl Store {
    /// Entries that wait to be appended, in random order, at most `limit`.
    pub async fn pending(&self, limit: usize) -> Result<Vec<Pending>, Fault> {
        self.look(move |shelves| shelves.pending(limit)).await
    }

    /// Appends rows at consecutive indexes behind the last and removes the `taken` pending entries,
    /// in one atomic commit; the first row's index. Refuses all if one of `taken` is no longer there.
    pub async fn append(&self, rows: Vec<LedgerRow>, taken: Vec<PendingId>) -> Result<u64, Fault> {
        let bytes: usize = rows.iter().map(|row| row.as_bytes().len()).sum();
        self.commit(Growth::Adds(bytes + SMALL), move |round| {
            round.append(rows, &taken)
        })
        .await
    }

    /// One step of the ledger, in one atomic commit.
    pub async fn extend_ledger(&self, extension: Extension) -> Result<(), Fault> {
        let growth = Growth::Adds(extension.weight() + SMALL);
        self.commit(growth, move |round| round.extend_ledger(extension))
            .await
    }

    /// Number of rows.
    pub async fn ledger_size(&self) -> Result<u64, Fault> {
        self.look(Shelves::ledger_size).await
    }

    /// Rows `from..to`, at most 1,000; fewer at the end.
    pub async fn ledger_rows(&self, from: u64, to: u64) -> Result<Vec<LedgerRow>, Fault> {
        self.look(move |shelves| shelves.ledger_rows(from, to))
            .await
    }

    /// Writes tiles over those of the same names, all or none.
    pub async fn put_tiles(&self, tiles: Vec<Tile>) -> Result<(), Fault> {
        let bytes: usize = tiles.iter().map(|tile| tile.hashes.len()).sum();
        self.commit(Growth::Adds(bytes + SMALL), move |round| {
            round.put_tiles(tiles)
        })
        .await
    }

    /// A tile's hashes.
    pub async fn tile(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let name = name.to_owned();
        self.look(move |shelves| shelves.tile(&name)).await
    }
}
