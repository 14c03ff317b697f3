//! The embedded database, and how records are laid out in it.

pub(super) mod base;
pub(super) mod inventory;
pub(super) mod keyspace;
pub(super) mod layers;
pub(super) mod sled;
pub(super) mod sorted_table;
