//! The store's folder: laid out, locked, backed up.

pub(super) mod backup;
pub(super) mod files;
pub(super) mod folder;
