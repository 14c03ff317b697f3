//! The store's folder: laid out, recovered, backed up.

pub(super) mod backup;
pub(super) mod folder;
pub(super) mod recovery;
