//! The institution's roster and its key, offline.

pub(super) mod command_line;

/// Signing and checking rosters.
pub mod commands;

/// The institution's private key, offline.
pub mod institution_secret_key;
