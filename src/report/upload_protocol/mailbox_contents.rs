//! Mailbox contents, as the server hands them out: sealed replies, and where the report
//! stands.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::{Deserialize, Serialize};

use crate::ledger::fold::lifecycle::PublicStatus;
use crate::report::mailbox::SealedReply;
use crate::rules::calendar::Day;

/// What an opened mailbox holds. Nobody but the mailbox's key opens a reply.
#[derive(Debug, PartialEq, Eq)]
pub struct MailboxContents {
    /// Oldest first.
    pub replies: Vec<SealedReply>,
    /// Older ones that did not fit.
    pub older: usize,
    /// Others that do not open on the server, and can't be handed out.
    pub damaged: usize,
    /// None if the ledger could not be asked.
    pub accounting: Option<Accounting>,
}

/// Where the first report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounting {
    /// Its entry's number; none before the first batch.
    pub entry: Option<u64>,
    /// Whether an officer has opened, linked or rejected it.
    pub accounted: bool,
    /// What the reporter is shown.
    pub status: PublicStatus,
    /// When to come back.
    pub next: Day,
    /// The ledger says that the reporter was written to on this day, and nothing is here.
    pub silent: Option<Day>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WaitingJson {
    /// False for a code that opens nothing; the rest is empty then.
    opened: bool,
    replies: Vec<String>,
    older: usize,
    damaged: usize,
    accounting: Option<Accounting>,
}

impl MailboxContents {
    /// The newest of these replies (oldest first) that fit.
    pub fn newest(replies: Vec<SealedReply>, accounting: Option<Accounting>) -> Self {
        let mut room = REPLIES_MAX;
        let fitting = replies.iter().rev().take_while(|reply| {
            let length = reply.as_bytes().len();
            let fits = length <= room;
            room = room.saturating_sub(length);
            fits
        });
        let older = replies.len() - fitting.count();
        Self {
            replies: replies.into_iter().skip(older).collect(),
            older,
            damaged: 0,
            accounting,
        }
    }

    /// JSON with spaces up to the next 128 KiB; the same for `None`, a code that opens nothing.
    pub fn to_json(found: Option<&Self>) -> String {
        let written = found.map_or(
            WaitingJson {
                opened: false,
                replies: Vec::new(),
                older: 0,
                damaged: 0,
                accounting: None,
            },
            |waiting| WaitingJson {
                opened: true,
                replies: waiting
                    .replies
                    .iter()
                    .map(|reply| BASE64_STANDARD.encode(reply.as_bytes()))
                    .collect(),
                older: waiting.older,
                damaged: waiting.damaged,
                accounting: waiting.accounting,
            },
        );
        let mut json = serde_json::to_string(&written).expect("texts and numbers are JSON");
        let padded = json.len().next_multiple_of(STEP);
        json.extend(std::iter::repeat_n(' ', padded - json.len()));
        json
    }

    /// `Ok(None)`: the code opens nothing. An error: not the answer of a server of ours.
    pub fn parse(json: &[u8]) -> Result<Option<Self>, NotMailboxContents> {
        let written: WaitingJson = serde_json::from_slice(json).map_err(|_| NotMailboxContents)?;
        if !written.opened {
            return Ok(None);
        }
        let replies = written.replies.iter().map(|text| {
            let bytes = BASE64_STANDARD
                .decode(text)
                .map_err(|_| NotMailboxContents)?;
            SealedReply::parse(bytes).ok_or(NotMailboxContents)
        });
        Ok(Some(Self {
            replies: replies.collect::<Result<_, _>>()?,
            older: written.older,
            damaged: written.damaged,
            accounting: written.accounting,
        }))
    }
}

/// Bytes that are not what waits in a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotMailboxContents;

impl std::fmt::Display for NotMailboxContents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not what waits in a mailbox")
    }
}

impl std::error::Error for NotMailboxContents {}

/// Sealed bytes handed out at once: some 120 replies of the usual length, for five officers.
const REPLIES_MAX: usize = 1536 * 1024;
const STEP: usize = 128 * 1024;
/// Bytes: the replies in base64, and a little.
pub const MAILBOX_CONTENTS_MAX: u64 = 3 * 1024 * 1024;
