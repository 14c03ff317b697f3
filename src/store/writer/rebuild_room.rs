//! Room that the next rebuild takes on the disk, and that files leave free.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::RESERVE;
use crate::store::engine::inventory::Inventory;
use crate::store::engine::keyspace::Keyspace;
use crate::store::records::VALUE_MAX;

/// Bytes that the next rebuild takes, for others than the writer to know. Files leave them free.
#[derive(Clone, Default)]
pub(in crate::store) struct RebuildRoom {
    bytes: Arc<AtomicU64>,
    #[cfg(test)]
    is_full: Arc<std::sync::atomic::AtomicBool>,
}

impl RebuildRoom {
    pub(in crate::store) fn set(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(in crate::store) fn get(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// For tests of what a full disk refuses.
#[cfg(test)]
impl RebuildRoom {
    pub(in crate::store) fn pretend_full(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::Relaxed);
    }

    pub(in crate::store) fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Relaxed)
    }
}

/// Bytes that a rebuild of these records takes: a table holds little beside them (an index, and the
/// keyring), and a fresh engine takes a few segments. An estimate; while it copies, it looks at the
/// room that is left.
pub(in crate::store) fn room_to_rebuild(inventory: &Inventory) -> u64 {
    let bytes = |kind: Keyspace| {
        let each = if kind.is_pieces() {
            VALUE_MAX as u64
        } else {
            SMALL
        };
        inventory.count(kind).saturating_mul(each)
    };
    let all = Keyspace::ALL
        .into_iter()
        .map(bytes)
        .fold(0, u64::saturating_add);
    (all / 16)
        .saturating_mul(17)
        .saturating_add(RESERVE * 3 / 4)
}

/// Bytes of a record that is no piece, on average: a ledger's row has some 300, an access record
/// less.
const SMALL: u64 = 1024;
