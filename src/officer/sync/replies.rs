//! Fetching replies: what colleagues wrote in cases that are here.
//!
//! A mailbox's id is in the opened report alone; so the cases are opened first, and the intake is
//! asked for each mailbox by its id. It never learns which report a mailbox came with.
//!
//! A case that is over is asked for once more, and then again only if a reply of it, or a piece of
//! one, is damaged here or gone: over Tor each question takes a second. A letter that is written
//! after that comes when its case is answered from here.

use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::officer::case::conversation::{
    Readership, ReplySeen, has_damage, keep, note, register_all,
};
use crate::officer::case::reply::kept_pieces::{has_piece, keep_piece};
use crate::officer::case::reply::register::ReplyRegister;
use crate::officer::case::{Case, Cases};
use crate::officer::config::OfficerConfig;
use crate::officer::home::OfficerHome;
use crate::officer::intake_client::{NoAnswer, OfficerClient};
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::rosters;
use crate::report::mailbox::{Authorship, Enclosure, SealedReply};

/// What a run came to.
pub(in crate::officer) struct FetchedReplies {
    /// The register did not open, and was made anew of what is here and there.
    pub doubt: Option<Failure>,
}

/// Fetches what is not here as it came. A mailbox that is gone has none; which case is over is
/// what the ledger said when it was read last.
pub(in crate::officer) async fn fetch_replies(
    home: &OfficerHome,
    config: &OfficerConfig,
    keys: &Arc<OfficerKeys>,
    cases: &Cases,
) -> Result<FetchedReplies, Failure> {
    let mut client = OfficerClient::new(config, Arc::clone(keys))?;
    let lines = Lines::read(home)?;
    let (standings, rosters) = (lines.fold(), rosters::history(home, &lines));
    let readership = Readership {
        home,
        keys,
        institution: &config.institution,
        rosters: &rosters,
    };
    let is_over = |case: &Case| standings.status(&case.first().item) == Some(PublicStatus::Done);
    let mut register = ReplyRegister::read(home, keys);
    let doubt = register.doubt(home);
    for case in &cases.cases {
        let is_over = is_over(case);
        let is_done = is_over && register.was_asked_after_its_end(case);
        if is_done && !has_damage(home, case, &register)? {
            continue;
        }
        let replies = match client.replies(case.first().mailbox).await {
            Ok(waiting) => waiting.replies,
            Err(NoAnswer::Refused) => Vec::new(),
            Err(why) => return Err(why.failure(&config.way.server, "officer-refused")),
        };
        for reply in &replies {
            keep(home, case, reply, ReplySeen::New)?;
            note(readership, case, &mut register, reply);
        }
        register_all(readership, case, &mut register)?;
        for reply in &replies {
            let fetched = fetch_files(readership, &mut client, case, reply).await;
            fetched.map_err(|why| why.failure(&config.way.server, "officer-refused"))??;
        }
        register.note_asked(case, is_over);
        // Nothing of a doubtful one is written over before all cases were asked.
        if doubt.is_none() {
            register.keep(home, keys)?;
        }
    }
    register.keep(home, keys)?;
    Ok(FetchedReplies { doubt })
}

/// The pieces of a reply's files that are not here. What the intake does not have is said when the
/// file is asked for; a file of nobody knows whom is not fetched at all.
async fn fetch_files(
    readership: Readership<'_>,
    client: &mut OfficerClient,
    case: &Case,
    reply: &SealedReply,
) -> Result<Result<(), Failure>, NoAnswer> {
    let opened = readership.open(reply, case).ok();
    let checked = opened.filter(|reply| reply.authorship() == Authorship::Checked);
    let enclosure = checked.as_ref().and_then(|reply| reply.enclosure());
    let (home, items) = (readership.home, case.item_names());
    for name in enclosure.map(Enclosure::pieces).unwrap_or_default() {
        if has_piece(home, &items, *name) {
            continue;
        }
        let piece = match client.piece(case.first().mailbox, *name).await {
            Ok(piece) => piece,
            Err(NoAnswer::Refused) => continue,
            Err(why) => return Err(why),
        };
        if let Err(failure) = keep_piece(home, &case.first().item, &piece) {
            return Ok(Err(failure));
        }
    }
    Ok(Ok(()))
}
