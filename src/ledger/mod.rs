//! The ledger: things anyone may check.
//!
//! Keeps P7 (no report disappears): an append-only Merkle tree over entries,
//! served as static files, its heads signed and cosigned. The format is specified in
//! `docs/LEDGER.md`, well enough to write a second auditor.
//!
//! Knows entries, hashes and public keys. Never knows a report, a person or an hour.
//!
//! ```text
//!   pending ─shuffled─▶ batch ─┐
//!                              ├─▶ validator ─▶ tree ─▶ checkpoint ─▶ witnesses
//!   officer's record ──signed──┘    │
//!                                   └─ the same rules, run again by each auditor
//! ```
//!
//! Pure: no clock, no disk, no network, no randomness of its own but for case numbers.

/// One fact, on one line.
pub mod entry;

/// What the entries amount to.
pub mod fold;

/// What may be appended.
pub mod validator;

/// The Merkle tree as it grows.
pub mod tree;

/// Signed tree heads.
pub mod checkpoint;

/// What a ledger shows, checked against what it showed before.
pub(crate) mod follow;
