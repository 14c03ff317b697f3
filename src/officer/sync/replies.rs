//! Fetching replies: what colleagues wrote in cases that are here.
//!
//! A mailbox's id is in the opened report alone; so the cases are opened first, and the intake is
//! asked for each mailbox by its id. It never learns which report a mailbox came with.
//!
//! A case that is over is asked for no more: over Tor each question takes a second.

use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::officer::case::conversation::{ReplySeen, keep};
use crate::officer::case::{Case, Cases};
use crate::officer::client::{NoAnswer, OfficerClient};
use crate::officer::config::OfficerConfig;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;

/// How many came that were not here. A mailbox that is gone has none; which case is over is what
/// the ledger said when it was read last.
pub(in crate::officer) async fn fetch_replies(
    home: &OfficerHome,
    config: &OfficerConfig,
    keys: &Arc<OfficerKeys>,
    cases: &Cases,
) -> Result<usize, Failure> {
    let mut client = OfficerClient::new(config, Arc::clone(keys))?;
    let standings = Lines::read(home)?.fold();
    let is_over = |case: &&Case| standings.status(&case.first().item) == Some(PublicStatus::Done);
    let mut new = 0;
    for case in cases.cases.iter().filter(|case| !is_over(case)) {
        let replies = match client.replies(case.first().mailbox).await {
            Ok(waiting) => waiting.replies,
            Err(NoAnswer::Refused) => continue,
            Err(why) => return Err(why.failure(&config.way.server, "officer-refused")),
        };
        for reply in &replies {
            new += usize::from(keep(home, case, reply, ReplySeen::New)?);
        }
    }
    Ok(new)
}
