//! Retention: what is due for deletion, what is held, and deleting it.
//!
//! ```text
//!   ledger's fold + policy ─▶ due: not yet │ due │ proceedings │ expunged by a colleague
//!   notes: sealed ─▶ held? exported where? being deleted?
//!   expunging: noted ─▶ gone at the intake ─▶ gone here ─▶ recorded ─▶ note gone
//! ```
//!
//! Keeps P10 on the officer's side: `expunged` stands in the ledger only for what is gone from the
//! intake and from this computer. What stops in between is gone on with by doing it again.
//!
//! Holes, admitted: a file that is removed leaves its blocks to the disk (ciphertext, all but what
//! was exported); back-ups, and what was downloaded through a browser, are out of our sight; a
//! colleague's computer keeps its own copy until they do the same.

pub(super) mod due;
pub(super) mod expunging;
pub(super) mod notes;
mod traces;
