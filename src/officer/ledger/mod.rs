//! The ledger from the officer's side: checked, written to, contested.

pub(super) mod automatic_entries;
pub(super) mod contested_rejections;
pub(super) mod entry_posting;
pub(super) mod entry_signers;
pub(super) mod item_states;
pub(super) mod monitor;
pub(super) mod overdue;
pub(super) mod record_options;
pub(super) mod rosters;
