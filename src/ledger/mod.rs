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
//!                              ├─▶ gate ─▶ tree ─▶ checkpoint ─▶ witnesses
//!   officer's record ──signed──┘    │
//!                                   └─ the same rules, run again by each auditor
//! ```
//!
//! Pure: no clock, no disk, no network, no randomness of its own but for case numbers.

/// The closed lists of words.
pub mod terms;

/// What can happen to a case.
pub mod step;

/// One fact, on one line.
pub mod entry;

mod written;

/// Which step may follow which.
pub mod lifecycle;

/// What was due when.
pub mod clocks;

/// Which keys may sign for whom, from when to when.
pub mod authority;

/// What may be appended.
pub mod gate;

/// Why not.
pub mod refused;

/// Received entries, shuffled.
pub mod batch;

/// The Merkle tree as it grows.
pub mod tree;

/// What is served, and under which path.
pub mod tiles;

/// Signed tree heads.
pub mod checkpoint;

/// That an entry is in a tree, and a tree continues another.
pub mod proof;

/// Whether one checkpoint continues another.
pub mod continuity;

/// Cosignatures.
pub mod witness;

/// Proof of misbehaviour that anyone can check.
pub mod evidence;
