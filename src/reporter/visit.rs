//! Coming back: from a code to a mailbox, to its replies, opened on this computer.
//!
//! One code, one visit, as on the pages: the fresh code is with its owner before the mailbox moves, and until
//! then the old one works.

use std::io::{self, Write as _};

use super::client::ReporterClient;
use super::codes::Codes;
use crate::cli::ambient::{Ambient, written};
use crate::cli::failure::Failure;
use crate::report::mailbox::{Authorship, FirstReport, Mailbox, Reply};
use crate::report::receipt::{Code, Receipt};
use crate::report::upload_protocol::{Agreed, OpenMailbox, Waiting};
use crate::rules::calendar::words::day;
use crate::rules::policy::Renewal;
use crate::rules::roster::RosterHistory;
use crate::text::terminal::{OneLine, Quoted};
use crate::text::{Language, say, say_with};

/// A mailbox that a code opened.
pub(super) struct OpenedMailbox {
    pub mailbox: Mailbox,
    pub first: FirstReport,
    code: Code,
    receipt: Receipt,
}

/// Takes as long as policy says; this is not a server.
pub(super) fn derive(code: &Code, agreed: &Agreed) -> Receipt {
    let hardness = agreed.stretching();
    let salt = agreed.instance.as_bytes();
    Receipt::derive(code, salt, hardness, &mut hardness.scratch())
}

/// Tries the codes, newest first. Nothing changes on the server.
pub(super) fn find(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    codes: &Codes,
    ambient: &Ambient,
) -> Result<OpenedMailbox, Failure> {
    for code in codes.known(ambient)? {
        let receipt = derive(&code, agreed);
        let record = talk.find(receipt.claim())?;
        let Some((mailbox, first)) = Mailbox::unwrap(&record, receipt.wrap_key()) else {
            continue;
        };
        if mailbox.institution() != agreed.roster.institution() {
            return Err(Failure::refused("reporter-other-institution")
                .with("institution", mailbox.institution()));
        }
        return Ok(OpenedMailbox {
            mailbox,
            first,
            code,
            receipt,
        });
    }
    Err(Failure::refused("reporter-code-opens-nothing"))
}

/// Is this very report what is kept under the receipt?
pub(super) fn is_kept(
    talk: &mut ReporterClient,
    receipt: &Receipt,
    report: FirstReport,
) -> Result<bool, Failure> {
    let record = talk.find(receipt.claim())?;
    let kept = Mailbox::unwrap(&record, receipt.wrap_key());
    Ok(kept.is_some_and(|(_, first)| first == report))
}

/// Moves the mailbox to a fresh code, and shows what waits.
pub(super) fn open(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    codes: &Codes,
    found: &OpenedMailbox,
    ambient: &Ambient,
) -> Result<(), Failure> {
    let fresh = match agreed.policy.renewal() {
        Renewal::EachVisit => Some(codes.fresh(&found.code, ambient)?),
        Renewal::Never => None,
    };
    let new = fresh.as_ref().map(|fresh| derive(fresh, agreed));
    let to = new.as_ref().unwrap_or(&found.receipt);
    let opening = OpenMailbox {
        from: found.receipt.claim().again(),
        to: to.claim().again(),
        record: found.mailbox.wrap(found.first, to.wrap_key()),
        mailbox: found.mailbox.id(),
        item: found.first.item,
        received: found.first.day,
    };
    let waiting = talk.open(&opening)?;
    let waiting = waiting.ok_or_else(|| Failure::refused("reporter-code-opens-nothing"))?;
    // The server knows already whether anything waits.
    let rosters = match waiting.replies[..] {
        [] => RosterHistory::default(),
        _ => talk.past_rosters(agreed),
    };
    written(print(&waiting, found, &rosters, ambient))?;
    if let Some(fresh) = &fresh {
        codes.renewed(fresh, ambient);
    }
    codes.remind(fresh.as_ref().unwrap_or(&found.code), ambient);
    Ok(())
}

/// Who wrote it and when; or that nobody knows.
fn answer_heading(reply: &Reply, language: Language) -> String {
    let on = day(language, reply.day());
    match reply.authorship() {
        Authorship::Checked => {
            let officer = OneLine(reply.officer()).to_string();
            let arguments = [("officer", officer.as_str()), ("day", &on)];
            say_with(language, "answers-from", &arguments)
        }
        Authorship::Unchecked => say_with(language, "answers-from-unchecked", &[("day", &on)]),
    }
}

fn print(
    waiting: &Waiting,
    found: &OpenedMailbox,
    rosters: &RosterHistory,
    ambient: &Ambient,
) -> io::Result<()> {
    let language = ambient.language;
    let mut out = io::stdout().lock();
    let term = |id: &str, words: &str| format!("{}: {words}", say(language, id));
    writeln!(
        out,
        "{}",
        term("answers-day-term", &day(language, found.first.day))
    )?;
    if let Some(standing) = waiting.accounting {
        let entry = standing.entry.map_or_else(
            || say(language, "answers-entry-waits"),
            |entry| say_with(language, "answers-entry", &[("entry", &entry.to_string())]),
        );
        let accounted = if standing.accounted {
            "answers-accounted-yes"
        } else {
            "answers-accounted-no"
        };
        let next = crate::rules::calendar::words::day_on(language, standing.next);
        for (id, words) in [
            ("answers-state-term", say(language, standing.status.words())),
            ("answers-entry-term", entry),
            ("answers-accounted-term", say(language, accounted)),
            (
                "answers-next-term",
                say_with(language, "answers-next", &[("day", &next)]),
            ),
        ] {
            writeln!(out, "{}", term(id, &words))?;
        }
    }
    let opened = waiting
        .replies
        .iter()
        .filter_map(|reply| found.mailbox.open(reply, rosters).ok());
    let mut replies: Vec<Reply> = opened.collect();
    Reply::put_in_order(&mut replies);
    for reply in &replies {
        let from = answer_heading(reply, language);
        write!(out, "\n{from}\n{}", Quoted(reply.text().expose()))?;
    }
    if waiting.replies.is_empty() {
        writeln!(out, "\n{}", say(language, "answers-none"))?;
    }
    let unreadable = waiting.replies.len() - replies.len();
    for (count, id) in [
        (waiting.older, "reporter-older"),
        (unreadable, "reporter-unreadable"),
    ] {
        if count > 0 {
            let words = say_with(language, id, &[("count", &count.to_string())]);
            writeln!(out, "\n{words}")?;
        }
    }
    Ok(())
}
