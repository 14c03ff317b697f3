//! Verifying, statistics, publishing: opens nothing.

/// Statistics: counting, withholding, publishing.
pub mod figures;
