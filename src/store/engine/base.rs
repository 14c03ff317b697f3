//! The base: what the last rebuild made, in two tables.
//!
//! Keeps P4 on a disk that changes a byte here and there: whatever is not a piece of a report or of
//! a reply stands twice, so damage at one place costs at most the records whose pieces lie there.
//!
//! ```text
//!   heads     all but pieces; and of each block of pieces, where it stands in `records`
//!   records   all, pieces among them: who finds one table damaged looks into the other
//! ```
//!
//! Both are made by each rebuild, so damage to one of them is mended by the next.

use std::path::Path;
use std::sync::Arc;

use super::inventory::Inventory;
use super::keyspace::{Key, Keyspace};
use super::sorted_table::{
    BlockPointer, SortedTable, SortedTableWriter, TableCursor, WrittenBlock,
};
use crate::store::damaged::LostRecords;
use crate::store::fault::{Fault, FolderRefusal};

/// Both tables of a base.
pub(in crate::store) struct BaseTables {
    heads: Arc<SortedTable>,
    records: Arc<SortedTable>,
    inventory: Inventory,
}

/// Both tables, being written.
pub(in crate::store) struct BaseWriter {
    heads: SortedTableWriter,
    records: SortedTableWriter,
    is_among_pieces: bool,
}

/// Which of a base's two tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) enum BaseTable {
    Heads,
    Records,
}

/// A way through one kind of record, in the order of keys: through one table, and from where that
/// can't be read through the other.
pub(in crate::store) struct BaseCursor {
    base: Arc<BaseTables>,
    within: Key,
    from: Key,
    through: Option<TableCursor>,
    table: BaseTable,
    /// Has the other one the same, and was it not asked yet for what comes next?
    can_change: bool,
    has_other: bool,
    is_over: bool,
}

impl BaseTables {
    /// Opens the tables in this folder that belong to what `is_own` says yes to; none if neither
    /// says to what it belongs.
    pub(in crate::store) fn open(
        folder: &Path,
        is_own: impl Fn(&Inventory) -> bool,
    ) -> Result<Option<Self>, Fault> {
        let open = |table: BaseTable| SortedTable::open(&folder.join(table.name()));
        let (mut heads, records) = (open(BaseTable::Heads)?, open(BaseTable::Records)?);
        let belongs = |table: &SortedTable| table.inventory().map(&is_own);
        match (belongs(&heads), belongs(&records)) {
            // Of another installation or time: as if it were not there.
            (Some(false), Some(true)) => heads = SortedTable::gone(),
            (Some(true), Some(false)) => {
                return Err(FolderRefusal::Foreign(BaseTable::Records.path()).into());
            }
            _ => {}
        }
        let inventory = records.inventory().or(heads.inventory()).cloned();
        Ok(inventory.map(|inventory| Self {
            heads: Arc::new(heads),
            records: Arc::new(records),
            inventory,
        }))
    }

    /// What was written into it.
    pub(in crate::store) fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// Bytes of the longer one; none if either is not as long as it was written.
    pub(in crate::store) fn length(&self) -> Result<Option<u64>, Fault> {
        let (heads, records) = (self.heads.length()?, self.records.length()?);
        Ok(heads.and(records))
    }

    /// Is the table that alone has pieces gone, cut short, or without its beginning?
    pub(in crate::store) fn is_without_records(&self) -> Result<bool, Fault> {
        Ok(self.records.length()?.is_none())
    }

    pub(in crate::store) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        if Keyspace::of(key).is_some_and(Keyspace::is_pieces) {
            return self.find_piece(key);
        }
        match self.heads.find(key) {
            Err(Fault::Damaged) => self.records.find(key),
            found => found,
        }
    }

    fn find_piece(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        match self.heads.find_last(key) {
            Ok(Some((first, block))) if Keyspace::of(&first) == Keyspace::of(key) => {
                self.records.find_in(BlockPointer::of(&block)?, key)
            }
            Ok(_) => Ok(None),
            Err(Fault::Damaged) => self.records.find(key),
            Err(fault) => Err(fault),
        }
    }

    /// The last key that starts with `start`, which no piece's does.
    pub(in crate::store) fn last(&self, start: &Key) -> Result<Option<Key>, Fault> {
        match self.heads.last(start) {
            Err(Fault::Damaged) => self.records.last(start),
            found => found,
        }
    }

    /// Everything that starts with `within`, from the first key on that is not before `from`.
    pub(in crate::store) fn scan(self: &Arc<Self>, within: &Key, from: &Key) -> BaseCursor {
        // Of pieces, the one has no more than where they are.
        let is_pieces = Keyspace::of(within).is_some_and(Keyspace::is_pieces);
        BaseCursor {
            base: Arc::clone(self),
            within: within.clone(),
            from: from.clone(),
            through: None,
            table: if is_pieces {
                BaseTable::Records
            } else {
                BaseTable::Heads
            },
            can_change: !is_pieces,
            has_other: !is_pieces,
            is_over: false,
        }
    }

    /// Reads both to their ends; those that are not as they were written. [`Fault::Damaged`] if
    /// something other than pieces can be read in neither. Ends when `go_on` refuses.
    pub(in crate::store) fn damaged(
        self: &Arc<Self>,
        go_on: impl Fn() -> Result<(), Fault>,
    ) -> Result<Vec<BaseTable>, Fault> {
        let mut damaged = Vec::new();
        for (table, name) in [
            (&self.heads, BaseTable::Heads),
            (&self.records, BaseTable::Records),
        ] {
            if !table.is_whole(&go_on)? || table.inventory() != Some(&self.inventory) {
                damaged.push(name);
            }
        }
        if damaged.contains(&BaseTable::Heads) && self.readable(&go_on)? != self.inventory {
            return Err(Fault::Damaged);
        }
        Ok(damaged)
    }

    /// How many records, pieces apart, can be read in neither.
    pub(in crate::store) fn lost(self: &Arc<Self>) -> Result<LostRecords, Fault> {
        let readable = self.readable(|| Ok(()))?;
        Ok(self.inventory.lost_in(&readable))
    }

    /// What of all but pieces is there, if both are asked.
    fn readable(
        self: &Arc<Self>,
        go_on: impl Fn() -> Result<(), Fault>,
    ) -> Result<Inventory, Fault> {
        let mut met = self.inventory.with_pieces_only();
        for kind in Keyspace::ALL.into_iter().filter(|kind| !kind.is_pieces()) {
            let start = Key::keyspace(kind);
            for found in self.scan(&start, &start) {
                go_on()?;
                match found {
                    Ok((key, value)) => met.add(kind, &key, &value),
                    Err(Fault::Damaged) => {}
                    Err(fault) => return Err(fault),
                }
            }
        }
        Ok(met)
    }

    fn table(&self, table: BaseTable) -> &Arc<SortedTable> {
        match table {
            BaseTable::Heads => &self.heads,
            BaseTable::Records => &self.records,
        }
    }
}

impl BaseTable {
    /// Of its file, in the base's folder.
    pub(in crate::store) fn name(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::Records => "records",
        }
    }

    /// Of its file, in the store's folder.
    pub(in crate::store) fn path(self) -> &'static str {
        match self {
            Self::Heads => "base/heads",
            Self::Records => "base/records",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Heads => Self::Records,
            Self::Records => Self::Heads,
        }
    }
}

impl BaseWriter {
    /// Begins both in a folder that has neither.
    pub(in crate::store) fn create(folder: &Path) -> Result<Self, Fault> {
        let create = |table: BaseTable| SortedTableWriter::create(&folder.join(table.name()));
        Ok(Self {
            heads: create(BaseTable::Heads)?,
            records: create(BaseTable::Records)?,
            is_among_pieces: false,
        })
    }

    /// Adds a record behind the last. Keys have to come in order.
    pub(in crate::store) fn push(&mut self, key: &Key, value: &[u8]) -> Result<(), Fault> {
        let is_piece = Keyspace::of(key).is_some_and(Keyspace::is_pieces);
        if is_piece != self.is_among_pieces {
            self.end_block()?;
            self.is_among_pieces = is_piece;
        }
        let ended = self.records.push(key, value)?;
        self.note(ended)?;
        if !is_piece {
            self.heads.push(key, value)?;
        }
        Ok(())
    }

    /// See [`SortedTableWriter::sync`].
    pub(in crate::store) fn sync(&mut self) -> Result<(), Fault> {
        self.heads.sync()?;
        self.records.sync()
    }

    /// Makes both whole and durable. Their names are durable once the folder around them is.
    pub(in crate::store) fn finish(mut self, inventory: &Inventory) -> Result<(), Fault> {
        self.end_block()?;
        self.heads.finish(inventory)?;
        self.records.finish(inventory)
    }

    /// Blocks hold either pieces or none.
    fn end_block(&mut self) -> Result<(), Fault> {
        let ended = self.records.end_block()?;
        self.note(ended)
    }

    /// Where pieces are.
    fn note(&mut self, ended: Option<WrittenBlock>) -> Result<(), Fault> {
        if let Some(block) = ended
            && self.is_among_pieces
        {
            self.heads.push(&block.first, &block.at.to_bytes())?;
        }
        Ok(())
    }
}

impl BaseCursor {
    fn step(&mut self) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        let mut through = match self.through.take() {
            Some(through) => through,
            None => self
                .base
                .table(self.table)
                .cursor(&self.within, &self.from)?,
        };
        let found = through.next();
        self.through = Some(through);
        let Some(found) = found.transpose()? else {
            return Ok(None);
        };
        self.from = found.0.followed();
        self.has_other = self.can_change;
        Ok(Some(found))
    }
}

/// In the order of keys. After an error it goes on behind what can be read in neither table, if
/// there is anything to go on from.
impl Iterator for BaseCursor {
    type Item = Result<(Key, Vec<u8>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.step() {
            Err(Fault::Damaged) if self.has_other => {
                self.has_other = false;
                self.table = self.table.other();
                self.through = None;
                self.next()
            }
            stepped => {
                self.is_over = self.through.is_none() || matches!(stepped, Ok(None));
                stepped.transpose()
            }
        }
    }
}
