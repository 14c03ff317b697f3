//! Skeleton.

/// The institution's private key, offline.
pub mod institution_key;

/// Signing and checking rosters.
pub mod roster_commands;
