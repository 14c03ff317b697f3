//! Verifying, statistics, publishing: opens nothing.
//!
//! Independent of the institution: an auditor needs a key in a roster, the ledger's public key,
//! and trusts neither the intake nor the officers.
//!
//! ```text
//!   keygen ─▶ key.age
//!   verify ─▶ mirror ─▶ report of findings, evidence
//!                └────▶ report ─▶ folder of figures
//!   watch  ─▶ the same again and again ─▶ what is new
//!   witness ─▶ cosigned checkpoint
//!   compare ─▶ two checkpoints: one history, or proof of two
//! ```

/// Is this ledger what it should be?
pub mod verify;

mod command;
mod compare;
mod config;
mod cosign;
mod home;
mod key;

pub(crate) use command::AuditorCommand;
