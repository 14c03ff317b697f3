//! Verifying, statistics, publishing: opens nothing.
//!
//! Independent of the institution: an auditor needs a key in a roster, the ledger's public key,
//! and trusts neither the intake nor the officers.
//!
//! ```text
//!   keygen ─▶ key.age
//!   verify ─▶ mirror ─▶ report of findings, evidence
//!                └────▶ report ─▶ folder of figures
//!   witness ─▶ cosigned checkpoint
//! ```

/// Is this ledger what it should be?
pub mod verify;

/// Statistics: counting, withholding, publishing.
pub mod figures;

mod command;
mod home;
mod key;
mod place;
mod witness;

pub use command::Command;
