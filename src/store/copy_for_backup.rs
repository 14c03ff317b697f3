//! A copy of the store to back up, while the store serves.
//!
//! Keeps P10: the keys in it are overwritten once it is let go, and if the process ends before,
//! when the store is opened next. Knows where it lies. Never knows where it is copied to.

use std::sync::Arc;

use tokio::sync::OwnedMutexGuard;

use super::open_store::OpenStore;
use super::recovery::discard_copy;

/// A whole store, closed in order: [`AtRest::lock_copy`](super::AtRest::lock_copy) says what of it
/// to copy. Dropping it takes it away again, which blocks for as long as it takes to overwrite its
/// keys.
pub struct CopyForBackup {
    store: Arc<OpenStore>,
    /// One copy at a time.
    _alone: OwnedMutexGuard<()>,
}

impl CopyForBackup {
    /// What a rebuild has just left.
    pub(super) fn left_in(store: Arc<OpenStore>, alone: OwnedMutexGuard<()>) -> Self {
        Self {
            store,
            _alone: alone,
        }
    }
}

impl Drop for CopyForBackup {
    fn drop(&mut self) {
        if let Err(fault) = discard_copy(&self.store.folder) {
            eprintln!("the copy for the backup is not removed, the next start does it: {fault}");
        }
    }
}
