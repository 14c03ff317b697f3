//! The layers of the store: what came lately over what the last rebuild made.
//!
//! ```text
//!   young    an engine: every write goes here
//!   frozen   an engine that takes no more writes, while a rebuild copies it
//!   base     two sorted tables: what the last rebuild made
//! ```
//!
//! A record is looked for from the top down, and the first layer that knows of it decides. So a
//! rebuild stops nobody: what is written meanwhile lies in the young layer, over what is being
//! copied. And what the engine takes for each record (memory, time to open, time to recover) is
//! taken for what came since the last rebuild, not for all that is kept.
//!
//! In an engine each value ends with a byte that says whether it is there or was removed. Pieces
//! have none: they are as good as removed once their head is, and a rebuild leaves them behind.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::sync::{Arc, PoisonError, RwLock};

use super::base::BaseTables;
use super::keyspace::{Key, Keyspace};
use super::sled::{Engine, Writes};
use crate::store::crypto::keyring::KeyReader;
use crate::store::crypto::record_encryption::{EncryptedHead, RecordKey};
use crate::store::fault::Fault;

/// The layers, of which a rebuild replaces some while others read.
pub(in crate::store) struct Layers(RwLock<Arc<LayerSet>>);

/// The layers at one moment. What a rebuild replaces stays until the last of them is let go.
pub(in crate::store) struct LayerSet {
    pub(in crate::store) young: EngineLayer,
    pub(in crate::store) frozen: Option<EngineLayer>,
    pub(in crate::store) base: Option<TableLayer>,
}

/// Records in an engine, and the keys that open them.
#[derive(Clone)]
pub(in crate::store) struct EngineLayer {
    pub(in crate::store) engine: Engine,
    pub(in crate::store) keys: KeyReader,
}

/// Records in a base, and the keys that open them.
#[derive(Clone)]
pub(in crate::store) struct TableLayer {
    pub(in crate::store) table: Arc<BaseTables>,
    pub(in crate::store) keys: KeyReader,
}

/// A value, and the keys of the layer that it stands in.
pub(in crate::store) struct LayerValue {
    pub(in crate::store) value: Vec<u8>,
    pub(in crate::store) keys: KeyReader,
}

/// What an engine's layer knows of a key.
enum InLayer {
    There(LayerValue),
    /// Whatever older layers have.
    Removed,
    /// Older layers decide.
    Unknown,
}

/// All layers in the order of keys.
pub(in crate::store) struct LayerScan {
    /// Newest first; removed records and all.
    sources: Vec<Peekable<LayerSource>>,
    start: Key,
    _layers: Arc<LayerSet>,
}

type LayerSource = Box<dyn Iterator<Item = Result<(Key, Vec<u8>), Fault>> + Send>;

impl Layers {
    pub(in crate::store) fn of(layers: LayerSet) -> Self {
        Self(RwLock::new(Arc::new(layers)))
    }

    pub(in crate::store) fn now(&self) -> Arc<LayerSet> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other layers in the place of these; whoever reads these goes on.
    pub(in crate::store) fn replace(&self, layers: LayerSet) -> Arc<LayerSet> {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut now, Arc::new(layers))
    }

    pub(in crate::store) fn find(&self, key: &Key) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.now().find(key)?.map(|found| found.value))
    }

    pub(in crate::store) fn holds(&self, key: &Key) -> Result<bool, Fault> {
        Ok(self.now().find(key)?.is_some())
    }

    /// A head as it stands, and the key in the slot that it names.
    pub(in crate::store) fn head(&self, at: &Key) -> Result<Option<(Vec<u8>, RecordKey)>, Fault> {
        // Held until the key is read: after it, a rebuild may overwrite the keyring.
        let layers = self.now();
        let Some(found) = layers.find(at)? else {
            return Ok(None);
        };
        let slot = EncryptedHead::parse(&found.value)?.slot;
        let key = found.keys.key(slot)?;
        Ok(Some((found.value, key)))
    }

    /// Everything whose key starts with `start`, in the order of keys, from the first key behind
    /// `after`.
    pub(in crate::store) fn scan(&self, start: &Key, after: Option<&Key>) -> LayerScan {
        self.now().scan(start, after)
    }

    /// The last key that starts with `start`.
    pub(in crate::store) fn last(&self, start: &Key) -> Result<Option<Key>, Fault> {
        let layers = self.now();
        let mut last = match &layers.base {
            Some(base) => base.table.last(start)?,
            None => None,
        };
        for layer in layers.engines() {
            last = last.max(layer.engine.last(start)?);
        }
        match last {
            Some(at) if layers.find(&at)?.is_none() => {
                // It was removed: whatever is left before it.
                let left = layers.scan(start, None).last().transpose()?;
                Ok(left.map(|(key, _)| key))
            }
            last => Ok(last),
        }
    }

    /// Adds to a batch what makes `at` hold `value`, or nothing; how many records more the young
    /// layer holds then: one, none, or one less.
    pub(in crate::store) fn stage(
        &self,
        writes: &mut Writes,
        at: &Key,
        value: Option<Vec<u8>>,
    ) -> Result<isize, Fault> {
        let layers = self.now();
        let was_there = isize::from(layers.young.engine.holds(at)?);
        let is_there = match value {
            Some(value) => {
                writes.put(at, present(at, value));
                1
            }
            None if layers.find_below_young(at)?.is_some() => {
                writes.put(at, vec![REMOVED]);
                1
            }
            None => {
                writes.remove(at);
                0
            }
        };
        Ok(is_there - was_there)
    }

    /// Applies all writes as one: after a crash either all are there or none.
    pub(in crate::store) fn apply(&self, writes: Writes) -> Result<(), Fault> {
        self.now().young.engine.apply(writes)
    }

    /// Writes one piece by itself, outside of any batch: for drafts, which nothing refers to yet.
    pub(in crate::store) fn put_piece(&self, at: &Key, piece: Vec<u8>) -> Result<(), Fault> {
        self.now().young.engine.put(at, piece)
    }

    /// Hands everything to the operating system. Not yet durable: sync the file system after it.
    pub(in crate::store) fn flush(&self) -> Result<(), Fault> {
        self.now().young.engine.flush()
    }
}

impl LayerSet {
    /// What is there before anything was rebuilt: one layer.
    #[cfg(test)]
    pub(in crate::store) fn young(engine: Engine, keys: KeyReader) -> Self {
        Self {
            young: EngineLayer { engine, keys },
            frozen: None,
            base: None,
        }
    }

    /// What stands at `key`.
    pub(in crate::store) fn find(&self, key: &Key) -> Result<Option<LayerValue>, Fault> {
        match self.young.find(key)? {
            InLayer::There(found) => Ok(Some(found)),
            InLayer::Removed => Ok(None),
            InLayer::Unknown => self.find_below_young(key),
        }
    }

    /// What stands at `key` below the young layer.
    pub(in crate::store) fn find_below_young(
        &self,
        key: &Key,
    ) -> Result<Option<LayerValue>, Fault> {
        let frozen = match &self.frozen {
            Some(frozen) => frozen.find(key)?,
            None => InLayer::Unknown,
        };
        match frozen {
            InLayer::There(found) => Ok(Some(found)),
            InLayer::Removed => Ok(None),
            InLayer::Unknown => self.find_in_base(key),
        }
    }

    pub(in crate::store) fn find_in_base(&self, key: &Key) -> Result<Option<LayerValue>, Fault> {
        let Some(base) = &self.base else {
            return Ok(None);
        };
        Ok(base.table.find(key)?.map(|value| LayerValue {
            value,
            keys: base.keys.clone(),
        }))
    }

    pub(in crate::store) fn scan(self: &Arc<Self>, start: &Key, after: Option<&Key>) -> LayerScan {
        let mut sources: Vec<LayerSource> = Vec::with_capacity(3);
        for layer in self.engines() {
            sources.push(Box::new(layer.engine.scan(start, after)));
        }
        if let Some(base) = &self.base {
            sources.push(base.scan(start, after));
        }
        LayerScan {
            sources: sources.into_iter().map(Iterator::peekable).collect(),
            start: start.clone(),
            _layers: Arc::clone(self),
        }
    }

    /// Newest first.
    pub(in crate::store) fn engines(&self) -> impl Iterator<Item = &EngineLayer> {
        std::iter::once(&self.young).chain(&self.frozen)
    }
}

impl LayerValue {
    /// Of a head that stands at `at`: what it says.
    pub(in crate::store) fn open_head(&self, at: &Key) -> Result<Vec<u8>, Fault> {
        let head = EncryptedHead::parse(&self.value)?;
        self.keys.key(head.slot)?.decrypt_head(at, &head)
    }
}

impl EngineLayer {
    fn find(&self, key: &Key) -> Result<InLayer, Fault> {
        let Some(value) = self.engine.find(key)? else {
            return Ok(InLayer::Unknown);
        };
        Ok(match unless_removed(key, value)? {
            Some(value) => InLayer::There(LayerValue {
                value,
                keys: self.keys.clone(),
            }),
            None => InLayer::Removed,
        })
    }
}

impl TableLayer {
    /// As in an engine.
    fn scan(&self, start: &Key, after: Option<&Key>) -> LayerSource {
        let from = after.map_or_else(|| start.clone(), Key::followed);
        let found = self.table.scan(start, &from).map(|found| {
            found.map(|(key, value)| {
                let value = present(&key, value);
                (key, value)
            })
        });
        Box::new(found)
    }
}

impl LayerScan {
    /// The next key, with what the newest layer that has it says.
    fn step(&mut self) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        let mut first: Option<(usize, Key)> = None;
        for (index, source) in self.sources.iter_mut().enumerate() {
            match source.peek() {
                None => {}
                Some(Err(_)) => {
                    // What can't be read hides nothing: it is told, and the rest goes on.
                    source.next().transpose()?;
                }
                Some(Ok((key, _))) => {
                    let is_first = match &first {
                        Some((_, before)) => key.cmp(before) == Ordering::Less,
                        None => true,
                    };
                    if is_first {
                        first = Some((index, key.clone()));
                    }
                }
            }
        }
        let Some((index, key)) = first else {
            return Ok(None);
        };
        let found = self.sources[index].next().transpose()?;
        for older in &mut self.sources[index + 1..] {
            older.next_if(|found| found.as_ref().is_ok_and(|(other, _)| *other == key));
        }
        Ok(found)
    }

    fn next_present(&mut self) -> Result<Option<(Key, Vec<u8>)>, Fault> {
        while let Some((key, value)) = self.step()? {
            assert!(key.starts_with(&self.start));
            if let Some(value) = unless_removed(&key, value)? {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }
}

impl Iterator for LayerScan {
    type Item = Result<(Key, Vec<u8>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_present().transpose()
    }
}

/// A value as an engine has it.
fn present(at: &Key, mut value: Vec<u8>) -> Vec<u8> {
    if !is_piece(at) {
        value.push(PRESENT);
    }
    value
}

/// Of a value as an engine has it: what stands there; none if it was removed.
pub(in crate::store) fn unless_removed(
    at: &Key,
    mut value: Vec<u8>,
) -> Result<Option<Vec<u8>>, Fault> {
    if is_piece(at) {
        return Ok(Some(value));
    }
    match value.pop() {
        Some(PRESENT) => Ok(Some(value)),
        Some(REMOVED) if value.is_empty() => Ok(None),
        _ => Err(Fault::Damaged),
    }
}

fn is_piece(at: &Key) -> bool {
    Keyspace::of(at).is_some_and(Keyspace::is_pieces)
}

/// The last byte of a value that is there.
const PRESENT: u8 = 1;

/// The only byte of a tombstone: the key was removed here, while an older layer still has it.
const REMOVED: u8 = 0;
