//! The server that reporters and officers' tools talk to.
//!
//! Skeleton: the lead owns this file.

/// The reporter's form: a closed list of fields, its limits and its problems.
pub mod form;

/// The anonymity self-check: eight answers in, a risk and advice out, nothing kept.
pub mod check;

/// All that a reporter can hear when something does not work.
pub mod rejection;

/// Pages as pure functions.
pub mod pages;
