//! What is kept, in the words of whoever keeps it: names of records, their heads, the ledger's
//! rows.
//!
//! The lowest floor of the store: knows nothing of keys, files or the engine. The heads and rows
//! here are plain; how they stand at rest is decided above.

pub(super) mod heads;
pub(super) mod id;
pub(super) mod ledger;
pub(super) mod mailbox_room;
pub(super) mod quarter;

/// The longest value that the engine is given: beyond 4 KiB it takes memory without bound, and
/// near 64 KiB it loses records (design section 6).
pub(super) const VALUE_MAX: usize = 4096;
