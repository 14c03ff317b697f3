//! Room that the next rebuild takes on the disk, and that files leave free.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::RESERVE;
use crate::store::engine::inventory::Inventory;
use crate::store::engine::keyspace::Keyspace;
use crate::store::records::VALUE_MAX;

/// Bytes that the next rebuild takes, for others than the writer to know. Files leave them free.
#[derive(Clone, Default)]
pub(in crate::store) struct RebuildRoom(Arc<AtomicU64>);

impl RebuildRoom {
    pub(in crate::store) fn set(&self, bytes: u64) {
        self.0.store(bytes, Ordering::Relaxed);
    }

    pub(in crate::store) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Bytes that a rebuild of these records takes: sled makes 1.93 of each byte of sealed reports
/// (measured), and some are left over. An estimate; while it copies, it looks at the room that is
/// left.
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
    (all / 4).saturating_mul(9).saturating_add(RESERVE / 2)
}

/// Bytes of a record that is no piece, on average: a ledger's row has some 300, an access record
/// less.
const SMALL: u64 = 1024;
