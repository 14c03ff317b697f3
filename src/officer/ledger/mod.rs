//! The ledger from the officer's side: watched, recorded in, disputed.

pub(super) mod accounts;
pub(super) mod auto_record;
pub(super) mod colleagues;
pub(super) mod disputes;
pub(super) mod monitor;
pub(super) mod record;
pub(super) mod recorder;
pub(super) mod rosters;
