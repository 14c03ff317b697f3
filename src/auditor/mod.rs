//! Verifying, statistics, publishing: opens nothing.

/// Is this ledger what it should be?
pub mod verify;

/// Statistics: counting, withholding, publishing.
pub mod figures;
