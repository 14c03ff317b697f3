//! A sorted table: records in the order of their keys, written once and never changed.
//!
//! What a rebuild makes, and what is read of everything that came before it. Opening it reads one
//! block, however long it is: nothing of it stands in memory, and a power cut can't tear what
//! nobody writes. Keys are random, so their order tells nothing of arrivals (P6).
//!
//! ```text
//! 4 KiB    magic ‖ root ‖ levels ‖ length ‖ inventory ‖ CRC-32     written last
//! blocks   (length ‖ length ‖ key ‖ value)… ‖ CRC-32      8 KiB or a little more
//!          of index blocks the values say where the block that begins with the key stands
//! zeros    up to a whole number of 2 MiB: the length tells nothing finer
//! ```
//!
//! A B-tree, loaded from the bottom up: while it is written, one block of each level is in memory.
//! What the disk changed is [`Fault::Damaged`] to whoever looks there, and never another value: of
//! two tables that say the same, the [base](super::base) asks the other one then.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use super::inventory::Inventory;
use super::keyspace::{Key, Keyspace};
use crate::store::disk::files;
use crate::store::fault::Fault;

/// A table that was finished once. Of one that is gone or has lost its beginning, nothing is found.
pub(in crate::store) struct SortedTable {
    file: Option<File>,
    first: Option<TableHead>,
}

/// What the first block says.
struct TableHead {
    root: BlockPointer,
    /// Index blocks between the root and a record, the root among them.
    levels: u8,
    /// Bytes of the whole file.
    length: u64,
    inventory: Inventory,
}

/// A table that is being written.
pub(in crate::store) struct SortedTableWriter {
    file: File,
    /// One block under way for each level, records first.
    levels: Vec<Vec<u8>>,
    /// Blocks not yet written, and where they go.
    buffer: Vec<u8>,
    at: u64,
}

/// A way through a table, in the order of keys.
pub(in crate::store) struct TableCursor {
    table: Arc<SortedTable>,
    /// From the root down to a block of records; of each, where its next entry begins.
    path: Vec<(Block, usize)>,
    /// With what the keys begin: no block is read that holds only later ones.
    within: Key,
}

/// A block of records that was written, and the key that it begins with.
pub(in crate::store) struct WrittenBlock {
    pub(in crate::store) first: Key,
    pub(in crate::store) at: BlockPointer,
}

/// Where a block stands in its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) struct BlockPointer {
    offset: u64,
    length: u32,
}

/// A block's entries, without its check.
struct Block(Vec<u8>);

/// One entry of a block, and where the next begins.
struct BlockEntry<'a> {
    key: &'a [u8],
    value: &'a [u8],
    next: usize,
}

impl SortedTable {
    /// Only the disk's own refusal is one: what the file says is looked at when somebody asks.
    pub(in crate::store) fn open(at: &Path) -> Result<Self, Fault> {
        let Some(file) = files::open_there(at, File::options().read(true))? else {
            return Ok(Self::gone());
        };
        let mut first = [0; HEADER];
        let first = match file.read_exact_at(&mut first, 0) {
            Ok(()) => TableHead::parse(&first),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            file: Some(file),
            first,
        })
    }

    /// One that is not there.
    pub(in crate::store) fn gone() -> Self {
        Self {
            file: None,
            first: None,
        }
    }

    /// What was written into it; none if it doesn't say so any more.
    pub(in crate::store) fn inventory(&self) -> Option<&Inventory> {
        self.first.as_ref().map(|first| &first.inventory)
    }

    /// Bytes; none if they are not as many as were written.
    pub(in crate::store) fn length(&self) -> Result<Option<u64>, Fault> {
        let (Some(file), Some(first)) = (&self.file, &self.first) else {
            return Ok(None);
        };
        let length = file.metadata()?.len();
        Ok((length == first.length).then_some(length))
    }

    pub(in crate::store) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.find_last(key)?;
        Ok(found.and_then(|(at, value)| (at == *key).then_some(value)))
    }

    /// What stands at the last key that is not behind `key`.
    pub(in crate::store) fn find_last(&self, key: &Key) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        let Some(block) = self.last_block(|at| at <= key.as_bytes())? else {
            return Ok(None);
        };
        block.find_last(key)
    }

    /// The same in one block of which somebody else noted where it is.
    pub(in crate::store) fn find_in(
        &self,
        block: BlockPointer,
        key: &Key,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.block(block)?.find_last(key)?;
        Ok(found.and_then(|(at, value)| (at == *key).then_some(value)))
    }

    /// The last key that starts with `start`.
    pub(in crate::store) fn last(&self, start: &Key) -> Result<Option<Key>, Fault> {
        let start = start.as_bytes();
        let is_before_its_end = |key: &[u8]| key <= start || key.starts_with(start);
        let Some(block) = self.last_block(is_before_its_end)? else {
            return Ok(None);
        };
        let last = block.last_entry(is_before_its_end)?;
        let last = last.filter(|entry| entry.key.starts_with(start));
        Ok(last.map(|entry| Key::from_engine(entry.key)))
    }

    /// The last block of records that begins with a key for which `holds` is true.
    fn last_block(&self, holds: impl Fn(&[u8]) -> bool) -> Result<Option<Block>, Fault> {
        let first = self.first()?;
        let mut block = self.block(first.root)?;
        for _ in 0..first.levels {
            let Some(child) = block.last_entry(&holds)? else {
                return Ok(None);
            };
            block = self.block(BlockPointer::of(child.value)?)?;
        }
        Ok(Some(block))
    }

    /// Everything that starts with `within`, from the first key on that is not before `from`.
    pub(in crate::store) fn cursor(
        self: &Arc<Self>,
        within: &Key,
        from: &Key,
    ) -> Result<TableCursor, Fault> {
        let (first, from) = (self.first()?, from.as_bytes());
        let mut path = Vec::with_capacity(usize::from(first.levels) + 1);
        let mut block = self.block(first.root)?;
        for _ in 0..first.levels {
            let child = match block.last_entry(|first| first <= from)? {
                Some(child) => child,
                None => block.entry(0)?.ok_or(Fault::Damaged)?,
            };
            let (next, child) = (child.next, BlockPointer::of(child.value)?);
            path.push((block, next));
            block = self.block(child)?;
        }
        let before = block.last_entry(|key| key < from)?;
        let next = before.map_or(0, |entry| entry.next);
        path.push((block, next));
        Ok(TableCursor {
            table: Arc::clone(self),
            path,
            within: within.clone(),
        })
    }

    /// Reads every record: is all there, as it was written, pieces apart, which are read only? Ends
    /// when `go_on` refuses.
    pub(in crate::store) fn is_whole(
        self: &Arc<Self>,
        go_on: impl Fn() -> Result<(), Fault>,
    ) -> Result<bool, Fault> {
        match self.met(go_on) {
            Ok(met) => Ok(self.length()?.is_some() && Some(&met) == self.inventory()),
            Err(Fault::Damaged) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    fn met(self: &Arc<Self>, go_on: impl Fn() -> Result<(), Fault>) -> Result<Inventory, Fault> {
        let mut met = self.first()?.inventory.with_pieces_only();
        for found in self.cursor(&Key::first(), &Key::first())? {
            go_on()?;
            let (key, value) = found?;
            match Keyspace::of(&key).ok_or(Fault::Damaged)? {
                kind if kind.is_pieces() => {}
                kind => met.add(kind, &key, &value),
            }
        }
        Ok(met)
    }

    fn first(&self) -> Result<&TableHead, Fault> {
        self.first.as_ref().ok_or(Fault::Damaged)
    }

    fn block(&self, at: BlockPointer) -> Result<Block, Fault> {
        if at.length < CHECK || at.length > BLOCK_MAX {
            return Err(Fault::Damaged);
        }
        let file = self.file.as_ref().ok_or(Fault::Damaged)?;
        let mut bytes = vec![0; at.length as usize];
        match file.read_exact_at(&mut bytes, at.offset) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(Fault::Damaged);
            }
            Err(error) => return Err(error.into()),
        }
        let check: [u8; CHECK as usize] = *bytes.last_chunk().ok_or(Fault::Damaged)?;
        bytes.truncate((at.length - CHECK) as usize);
        if crc32fast::hash(&bytes) != u32::from_be_bytes(check) {
            return Err(Fault::Damaged);
        }
        Ok(Block(bytes))
    }
}

impl TableHead {
    /// None for what is not as it was written.
    fn parse(first: &[u8; HEADER]) -> Option<Self> {
        let (first, check) = first.split_last_chunk()?;
        let rest = first.strip_prefix(MAGIC)?;
        if crc32fast::hash(first) != u32::from_be_bytes(*check) {
            return None;
        }
        let (root, rest) = rest.split_first_chunk()?;
        let (levels, rest) = rest.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        Some(Self {
            root: BlockPointer::from_bytes(*root),
            levels: *levels,
            length: u64::from_be_bytes(*length),
            inventory: Inventory::parse(rest.get(..Inventory::LENGTH)?)?,
        })
    }
}

impl SortedTableWriter {
    /// Begins a table in a file that must not exist.
    pub(in crate::store) fn create(at: &Path) -> Result<Self, Fault> {
        Ok(Self {
            file: files::create_file(at)?,
            levels: vec![Vec::new()],
            buffer: Vec::with_capacity(BUFFER),
            at: HEADER as u64,
        })
    }

    /// Adds a record behind the last. Keys have to come in order. The block before, if this begins
    /// another one.
    pub(in crate::store) fn push(
        &mut self,
        key: &Key,
        value: &[u8],
    ) -> Result<Option<WrittenBlock>, Fault> {
        let is_full = self.levels[0].len() >= BLOCK;
        let ended = is_full.then(|| self.end_block()).transpose()?.flatten();
        self.add(0, key.as_bytes(), value)?;
        Ok(ended)
    }

    /// What is pushed next begins another block.
    pub(in crate::store) fn end_block(&mut self) -> Result<Option<WrittenBlock>, Fault> {
        let is_begun = !self.levels[0].is_empty();
        is_begun.then(|| self.emit(0)).transpose()
    }

    /// What was pushed so far may be read by nobody yet, but is on its way to the disk: whoever
    /// syncs the file system meanwhile does not have to wait for all of it.
    pub(in crate::store) fn sync(&mut self) -> Result<(), Fault> {
        self.write_buffer()?;
        self.file.sync_data()?;
        Ok(())
    }

    /// Makes it whole and durable. Its name is durable once the folder around it is.
    pub(in crate::store) fn finish(mut self, inventory: &Inventory) -> Result<(), Fault> {
        let mut level = 0;
        while level + 1 < self.levels.len() {
            if !self.levels[level].is_empty() {
                self.emit(level)?;
            }
            level += 1;
        }
        let root = std::mem::take(&mut self.levels[level]);
        let root = self.write_block(root)?;
        self.write_buffer()?;
        let length = self.at.next_multiple_of(ROUNDED);
        self.file.set_len(length)?;
        let mut first = MAGIC.to_vec();
        first.extend_from_slice(&root.to_bytes());
        first.push(u8::try_from(level).map_err(|_| Fault::TooLong)?);
        first.extend_from_slice(&length.to_be_bytes());
        first.extend_from_slice(&inventory.to_bytes());
        first.resize(HEADER - CHECK as usize, 0);
        let check = crc32fast::hash(&first);
        first.extend_from_slice(&check.to_be_bytes());
        // Whole before it says so.
        self.file.sync_all()?;
        self.file.write_all_at(&first, 0)?;
        self.file.sync_all()?;
        Ok(())
    }

    fn add(&mut self, level: usize, key: &[u8], value: &[u8]) -> Result<(), Fault> {
        if level == self.levels.len() {
            self.levels.push(Vec::new());
        }
        if self.levels[level].len() >= BLOCK {
            self.emit(level)?;
        }
        let length = |part: &[u8]| u16::try_from(part.len()).map_err(|_| Fault::TooLong);
        let lengths = [length(key)?, length(value)?];
        let block = &mut self.levels[level];
        for length in lengths {
            block.extend_from_slice(&length.to_be_bytes());
        }
        block.extend_from_slice(key);
        block.extend_from_slice(value);
        Ok(())
    }

    /// Writes the block under way of a level, and names it in the level above.
    fn emit(&mut self, level: usize) -> Result<WrittenBlock, Fault> {
        let block = Block(std::mem::take(&mut self.levels[level]));
        let first = Key::from_engine(block.entry(0)?.ok_or(Fault::Damaged)?.key);
        let at = self.write_block(block.0)?;
        self.add(level + 1, first.as_bytes(), &at.to_bytes())?;
        Ok(WrittenBlock { first, at })
    }

    fn write_block(&mut self, mut block: Vec<u8>) -> Result<BlockPointer, Fault> {
        let check = crc32fast::hash(&block);
        block.extend_from_slice(&check.to_be_bytes());
        if self.buffer.len() + block.len() > BUFFER {
            self.write_buffer()?;
        }
        let pointer = BlockPointer {
            offset: self.at + self.buffer.len() as u64,
            length: u32::try_from(block.len()).map_err(|_| Fault::TooLong)?,
        };
        self.buffer.extend_from_slice(&block);
        Ok(pointer)
    }

    fn write_buffer(&mut self) -> Result<(), Fault> {
        self.file.write_all_at(&self.buffer, self.at)?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

impl TableCursor {
    fn step(&mut self) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        let depth = usize::from(self.table.first()?.levels) + 1;
        let mut level = self.path.len();
        while let Some((block, at)) = self.path.last_mut() {
            let Some(entry) = block.entry(*at)? else {
                self.path.pop();
                level -= 1;
                continue;
            };
            let next = entry.next;
            if self.within.ends_before(entry.key) {
                return Ok(None);
            }
            if level == depth {
                let found = (Key::from_engine(entry.key), entry.value.to_vec());
                *at = next;
                return Ok(Some(found));
            }
            let child = BlockPointer::of(entry.value)?;
            // Before it is read: a block that can't be is passed by.
            *at = next;
            let child = self.table.block(child)?;
            self.path.push((child, 0));
            level += 1;
        }
        Ok(None)
    }
}

/// In the order of keys. After an error it goes on behind the block that could not be read.
impl Iterator for TableCursor {
    type Item = Result<(Key, Vec<u8>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}

impl Block {
    /// The entry that begins at `at`; none at the end.
    fn entry(&self, at: usize) -> Result<Option<BlockEntry<'_>>, Fault> {
        let Some(rest) = self.0.get(at..).filter(|rest| !rest.is_empty()) else {
            return Ok(None);
        };
        let (key_length, rest) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
        let (value_length, rest) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
        let key_length = usize::from(u16::from_be_bytes(*key_length));
        let value_length = usize::from(u16::from_be_bytes(*value_length));
        let (key, rest) = rest.split_at_checked(key_length).ok_or(Fault::Damaged)?;
        let value = rest.get(..value_length).ok_or(Fault::Damaged)?;
        Ok(Some(BlockEntry {
            key,
            value,
            next: at + LENGTHS + key_length + value_length,
        }))
    }

    /// The last entry with a key for which `holds` is true; it is true up to some key.
    fn last_entry(&self, holds: impl Fn(&[u8]) -> bool) -> Result<Option<BlockEntry<'_>>, Fault> {
        let (mut last, mut at) = (None, 0);
        while let Some(entry) = self.entry(at)? {
            if !holds(entry.key) {
                break;
            }
            at = entry.next;
            last = Some(entry);
        }
        Ok(last)
    }

    fn find_last(&self, key: &Key) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        let found = self.last_entry(|at| at <= key.as_bytes())?;
        Ok(found.map(|entry| (Key::from_engine(entry.key), entry.value.to_vec())))
    }
}

impl BlockPointer {
    pub(in crate::store) fn of(value: &[u8]) -> Result<Self, Fault> {
        let bytes = value.try_into().map_err(|_| Fault::Damaged)?;
        Ok(Self::from_bytes(bytes))
    }

    fn from_bytes(bytes: [u8; 12]) -> Self {
        let (mut offset, mut length) = ([0; 8], [0; 4]);
        offset.copy_from_slice(&bytes[..8]);
        length.copy_from_slice(&bytes[8..]);
        Self {
            offset: u64::from_be_bytes(offset),
            length: u32::from_be_bytes(length),
        }
    }

    pub(in crate::store) fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..8].copy_from_slice(&self.offset.to_be_bytes());
        bytes[8..].copy_from_slice(&self.length.to_be_bytes());
        bytes
    }
}

const MAGIC: &[u8] = b"svilpe sorted table, schema 2\n";

/// Bytes before the first block.
const HEADER: usize = 4096;

/// Bytes from which on a block is full.
const BLOCK: usize = 8 << 10;

/// No block is longer: a full one, and a record.
const BLOCK_MAX: u32 = 16 << 10;

/// Bytes of a block's check.
const CHECK: u32 = 4;

/// Bytes before an entry's key.
const LENGTHS: usize = 4;

/// Bytes written at once.
const BUFFER: usize = 256 << 10;

/// The file's length is a multiple of it.
const ROUNDED: u64 = 2 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::crypto::keyring::KeyringMark;

    fn table(count: u64, of: impl Fn(u64) -> Vec<u8>) -> (tempfile::TempDir, Arc<SortedTable>) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("records");
        let mut writer = SortedTableWriter::create(&at).unwrap();
        let mut made = Inventory::empty([1; 16], KeyringMark([2; 16]));
        for index in 0..count {
            let (key, value) = (Key::ledger(index * 2), of(index));
            made.add(Keyspace::Ledger, &key, &value);
            writer.push(&key, &value).unwrap();
        }
        writer.finish(&made).unwrap();
        (folder, Arc::new(SortedTable::open(&at).unwrap()))
    }

    #[test]
    fn every_record_is_found_and_none_between() {
        let (_folder, table) = table(50_000, |index| vec![1; 40 + (index % 5) as usize]);
        assert!(table.first().unwrap().levels >= 2, "an index of an index");
        for index in [0, 1, 2, 777, 24_999, 49_998, 49_999] {
            let found = table.find(&Key::ledger(index * 2)).unwrap();
            assert_eq!(found.map(|value| value.len() as u64), Some(40 + index % 5));
            assert_eq!(table.find(&Key::ledger(index * 2 + 1)).unwrap(), None);
        }
        assert_eq!(table.find(&Key::note("a")).unwrap(), None);
        assert_eq!(table.find(&Key::inventory()).unwrap(), None);
        let last = table.last(&Key::keyspace(Keyspace::Ledger)).unwrap();
        assert_eq!(last, Some(Key::ledger(99_998)));
        assert_eq!(table.last(&Key::keyspace(Keyspace::Access)).unwrap(), None);
        assert_eq!(table.last(&Key::keyspace(Keyspace::Tiles)).unwrap(), None);
        assert!(table.is_whole(|| Ok(())).unwrap());
    }

    #[test]
    fn a_cursor_begins_anywhere_and_ends_at_the_end() {
        let (_folder, table) = table(3_000, |_| vec![7; 400]);
        for from in [0, 1, 2, 2_999, 5_998, 5_999, 9_999] {
            let cursor = table.cursor(&Key::first(), &Key::ledger(from)).unwrap();
            let met: Vec<_> = cursor.map(|found| found.unwrap().0).collect();
            let due: Vec<_> = (from.div_ceil(2)..3_000)
                .map(|i| Key::ledger(i * 2))
                .collect();
            assert!(met == due, "from {from}");
        }
        assert_eq!(
            table.cursor(&Key::first(), &Key::first()).unwrap().count(),
            3_000
        );
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        let (_folder, table) = table(0, |_| vec![]);
        assert_eq!(table.find(&Key::ledger(0)).unwrap(), None);
        assert_eq!(table.last(&Key::keyspace(Keyspace::Ledger)).unwrap(), None);
        assert_eq!(
            table.cursor(&Key::first(), &Key::first()).unwrap().count(),
            0
        );
        assert!(table.is_whole(|| Ok(())).unwrap());
    }

    #[test]
    fn a_changed_byte_anywhere_is_damage_and_never_another_value() {
        let (folder, table) = table(2_000, |index| index.to_be_bytes().repeat(20));
        let at = folder.path().join("records");
        let root = table.first().unwrap().root;
        let used = root.offset + u64::from(root.length);
        let file = File::options().read(true).write(true).open(&at).unwrap();
        for place in (0..used).step_by(997) {
            let mut byte = [0];
            file.read_exact_at(&mut byte, place).unwrap();
            file.write_all_at(&[byte[0] ^ 4], place).unwrap();
            let opened = Arc::new(SortedTable::open(&at).unwrap());
            assert!(!opened.is_whole(|| Ok(())).unwrap(), "at {place}");
            for index in [0, 777, 1_999] {
                let found = opened.find(&Key::ledger(index * 2));
                let is_right =
                    |value: Option<Vec<u8>>| value == Some(index.to_be_bytes().repeat(20));
                assert!(found.map_or_else(|why| matches!(why, Fault::Damaged), is_right));
            }
            file.write_all_at(&byte, place).unwrap();
        }
        assert!(table.is_whole(|| Ok(())).unwrap());
    }

    #[test]
    fn a_cursor_reads_no_block_behind_what_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("records");
        let mut writer = SortedTableWriter::create(&at).unwrap();
        let made = Inventory::empty([1; 16], KeyringMark([2; 16]));
        let access = |byte| Key::access(crate::report::receipt::Locator::from_bytes([byte; 32]));
        for byte in 0..20 {
            writer.push(&access(byte), &[byte; 1000]).unwrap();
        }
        writer.end_block().unwrap();
        let behind = writer.push(&Key::ledger(0), &[9; 4000]).unwrap();
        assert!(behind.is_none());
        let behind = writer.end_block().unwrap().unwrap();
        assert_eq!(behind.first, Key::ledger(0));
        writer.finish(&made).unwrap();
        let file = File::options().write(true).open(&at).unwrap();
        file.write_all_at(&[7; 9], behind.at.offset).unwrap();
        let table = Arc::new(SortedTable::open(&at).unwrap());
        let start = Key::keyspace(Keyspace::Access);
        let met: Result<Vec<_>, _> = table.cursor(&start, &start).unwrap().collect();
        assert_eq!(met.unwrap().len(), 20);
        let start = Key::keyspace(Keyspace::Ledger);
        let found = table.cursor(&start, &start).unwrap().next();
        assert!(matches!(found, Some(Err(Fault::Damaged))));
    }

    #[test]
    fn a_table_that_was_not_finished_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("records");
        let mut writer = SortedTableWriter::create(&at).unwrap();
        writer.push(&Key::ledger(1), &[1; 4000]).unwrap();
        writer.sync().unwrap();
        drop(writer);
        let opened = Arc::new(SortedTable::open(&at).unwrap());
        assert!(opened.inventory().is_none() && !opened.is_whole(|| Ok(())).unwrap());
        assert!(matches!(opened.find(&Key::ledger(1)), Err(Fault::Damaged)));
    }
}
