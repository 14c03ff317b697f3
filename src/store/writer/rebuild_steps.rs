//! What a rebuild and the writer say to each other, and where one stands that is under way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc as blocking;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::store::crypto::keyring::Keyring;
use crate::store::engine::keyspace::Key;
use crate::store::engine::layers::{LayerSet, TableLayer};
use crate::store::engine::sled::Engine;
use crate::store::fault::Fault;

/// Who asked for a rebuild; told when it is done.
pub(in crate::store) struct RebuildAsker {
    pub(in crate::store) tell: oneshot::Sender<Result<(), Fault>>,
    pub(in crate::store) purpose: RebuildPurpose,
}

/// What a rebuild is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum RebuildPurpose {
    /// To do away with residue.
    Tidying,
    /// The same, and to leave a copy that can be backed up.
    Backup,
}

/// Where a rebuild stands that is under way.
#[derive(Default)]
pub(in crate::store) struct Rebuild {
    pub(super) under_way: Option<UnderWay>,
    /// To be told once all is copied that was there when they asked.
    pub(super) waiting: Vec<RebuildAsker>,
}

/// The thread, and what it has to be told or to tell.
pub(super) struct UnderWay {
    pub(super) thread: JoinHandle<()>,
    pub(super) is_cancelled: Arc<AtomicBool>,
    /// Heads below the young layer that were forgotten since it was begun.
    pub(super) forgotten: Vec<Key>,
    /// Those who asked before what is being copied was frozen.
    pub(super) told: Vec<RebuildAsker>,
}

/// What a rebuild asks of the writer.
pub(in crate::store) enum RebuildStep {
    /// An empty young layer is there: put it over the one that is to be copied.
    Freeze(YoungLayer, blocking::Sender<Result<Frozen, Fault>>),
    /// Everything is copied: put it in the place of what it was copied from.
    TakeOver(TableLayer, blocking::Sender<Arc<LayerSet>>),
    /// It is over, well or not.
    Over(Result<(), Fault>),
}

/// A fresh young layer, but for its inventory.
pub(in crate::store) struct YoungLayer {
    pub(in crate::store) engine: Engine,
    pub(in crate::store) keyring: Keyring,
}

/// What is to be copied.
pub(in crate::store) struct Frozen {
    /// In a set of its own, as if it were the young layer.
    pub(in crate::store) layers: Arc<LayerSet>,
    /// Heads of drafts that were being written when it was frozen: their pieces are needed, though
    /// no head is there.
    pub(in crate::store) drafts: BTreeSet<Key>,
}

impl RebuildAsker {
    /// Whoever no longer listens has no need of it.
    pub(super) fn tell(self, done: Result<(), Fault>) {
        let _ = self.tell.send(done);
    }
}

impl Rebuild {
    pub(in crate::store) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// The head's key was overwritten below the young layer: it may have been copied before.
    pub(in crate::store) fn note_forgotten(&mut self, head: Key) {
        if let Some(under_way) = &mut self.under_way {
            under_way.forgotten.push(head);
        }
    }
}
