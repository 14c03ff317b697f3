//! A return visit: from a code to a mailbox, to its replies, opened on this computer.
//!
//! One code, one visit, as on the pages: the fresh code is with its owner before the mailbox moves.
//! It moves in two steps: the server hands the record out as it moves it, still wrapped under the
//! code that was used; then it gets it wrapped under the fresh one. Until that is confirmed both
//! codes are needed, and kept.

use std::io::{self, Write as _};

use super::code_source::CodeSource;
use super::entry_proof::{EntryProof, ProofTerms};
use super::intake_client::ReporterClient;
use super::reply_files::ReplyFolder;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::report::mailbox::turns::{answer_to, own_messages};
use crate::report::mailbox::{
    Authorship, ConversationTurn, Enclosure, FilePlace, FirstReport, Mailbox, Reply,
};
use crate::report::receipt::{Code, Receipt};
use crate::report::upload_protocol::{
    Accounting, Agreed, MailboxContents, Settlement, VisitRequest,
};
use crate::rules::calendar::date_words::{day, day_on};
use crate::rules::policy::Renewal;
use crate::rules::roster::RosterHistory;
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::{OneLine, Quoted, shown_path};
use crate::text::{Language, say, say_with};

/// A mailbox that a code opened, settled under the code that opens it now.
pub(super) struct OpenedMailbox {
    pub mailbox: Mailbox,
    pub first: FirstReport,
    /// What opens it from now on.
    pub receipt: Receipt,
    pub code: Code,
    waiting: MailboxContents,
}

/// A mailbox that has moved, and is not settled.
struct MovedMailbox {
    mailbox: Mailbox,
    first: FirstReport,
    from: Receipt,
    to: Receipt,
}

impl OpenedMailbox {
    /// What opens, as the replies followed each other.
    fn replies(&self, rosters: &RosterHistory) -> Vec<Reply> {
        let opened = self
            .waiting
            .replies
            .iter()
            .filter_map(|reply| self.mailbox.open(reply, rosters).ok());
        let mut replies: Vec<Reply> = opened.collect();
        Reply::put_in_order(&mut replies);
        replies
    }
}

/// Writes the files of all answers whose officer is known; without a folder, says how to get them.
/// One that can't be had is a complaint, and the others come.
fn fetch_files(
    talk: &mut ReporterClient,
    opened: &OpenedMailbox,
    replies: &[Reply],
    folder: Option<&ReplyFolder>,
    context: &CommandContext,
) -> Result<(), Failure> {
    let known = replies
        .iter()
        .filter(|reply| reply.authorship() == Authorship::Checked);
    let enclosures = known.filter_map(Reply::enclosure);
    let places = enclosures.flat_map(|enclosure| {
        let files = 0..enclosure.files().len();
        files.filter_map(|file| enclosure.place(file))
    });
    let places: Vec<FilePlace> = places.collect();
    let Some(folder) = folder else {
        if !places.is_empty() {
            context.advise("reporter-files-how", &[]);
        }
        return Ok(());
    };
    let mut failed = None;
    for place in &places {
        match folder.fetch(talk, &opened.mailbox, place) {
            Ok(path) => {
                let path = shown_path(&path);
                context.advise("reporter-file-written", &[("path", &path)]);
            }
            Err(why) => {
                let name = OneLine(place.name.expose()).to_string();
                failed = Some(why.with("name", name));
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Takes as long as policy says; this is not a server.
pub(super) fn derive(code: &Code, agreed: &Agreed) -> Receipt {
    let cost = agreed.derivation_cost();
    let salt = agreed.instance.as_bytes();
    Receipt::derive(code, salt, cost, &mut cost.scratch())
}

/// One visit: the code is used up, the mailbox is open, and what waited in it is here.
pub(super) fn open(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    codes: &CodeSource,
    context: &CommandContext,
) -> Result<OpenedMailbox, Failure> {
    let (moved, code) = match agreed.policy.renewal() {
        Renewal::EachVisit => renewed(talk, agreed, codes, context)?,
        Renewal::Never => kept(talk, agreed, codes, context)?,
    };
    let opened = settle(talk, moved, code)?;
    if agreed.policy.renewal() == Renewal::EachVisit {
        codes.renewed(&opened.code, context);
    }
    if opened.mailbox.institution() != agreed.roster.institution() {
        codes.remind(&opened.code, context);
        let other = Failure::refused("reporter-other-institution");
        return Err(other.with("institution", opened.mailbox.institution()));
    }
    Ok(opened)
}

/// Moves the mailbox to a fresh code: first as a visit that was cut off began it, then again.
fn renewed(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    codes: &CodeSource,
    context: &CommandContext,
) -> Result<(MovedMailbox, Code), Failure> {
    let mut known = codes.known(context)?;
    for newer in 1..known.len() {
        if let Some(moved) = visit(talk, agreed, &known[newer], &known[newer - 1])? {
            return Ok((moved, known.swap_remove(newer - 1)));
        }
    }
    let fresh = codes.fresh(&known, context)?;
    for old in &known {
        if let Some(moved) = visit(talk, agreed, old, &fresh)? {
            return Ok((moved, fresh));
        }
    }
    if let Some(before) = codes.before(context)?
        && let Some(moved) = visit(talk, agreed, &before, &known[0])?
    {
        return Ok((moved, known.swap_remove(0)));
    }
    codes.put_back(&known)?;
    Err(Failure::refused("reporter-code-opens-nothing"))
}

/// Where policy renews no codes, nothing moves.
fn kept(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    codes: &CodeSource,
    context: &CommandContext,
) -> Result<(MovedMailbox, Code), Failure> {
    for code in codes.known(context)? {
        if let Some(moved) = visit(talk, agreed, &code, &code)? {
            return Ok((moved, code));
        }
    }
    Err(Failure::refused("reporter-code-opens-nothing"))
}

/// The first step; none if `old` opens nothing.
fn visit(
    talk: &mut ReporterClient,
    agreed: &Agreed,
    old: &Code,
    fresh: &Code,
) -> Result<Option<MovedMailbox>, Failure> {
    let (from, to) = (derive(old, agreed), derive(fresh, agreed));
    let wrapped = talk.visit(&VisitRequest {
        from: from.claim().again(),
        to: to.claim().again(),
    })?;
    let opened = Mailbox::unwrap(&wrapped, from.wrap_key());
    Ok(opened.map(|(mailbox, first)| MovedMailbox {
        mailbox,
        first,
        from,
        to,
    }))
}

/// The second step.
fn settle(
    talk: &mut ReporterClient,
    moved: MovedMailbox,
    code: Code,
) -> Result<OpenedMailbox, Failure> {
    let MovedMailbox {
        mailbox,
        first,
        from,
        to,
    } = moved;
    let settlement = Settlement {
        visit: VisitRequest {
            from: from.claim().again(),
            to: to.claim().again(),
        },
        wrapped: mailbox.wrap(first, to.wrap_key()),
        secret: mailbox.secret().again(),
        item: first.item,
        received: first.day,
    };
    let waiting = talk.settle(&settlement)?;
    Ok(OpenedMailbox {
        mailbox,
        first,
        receipt: to,
        code,
        waiting: waiting.ok_or_else(|| Failure::refused("reporter-either-code"))?,
    })
}

/// Shows what waits, and where the report is in the ledger. What doesn't fit there comes last, when
/// all else was shown: it is what should stay on the screen.
pub(super) fn show(
    talk: &mut ReporterClient,
    terms: &ProofTerms<'_>,
    (codes, folder): (&CodeSource, Option<&ReplyFolder>),
    opened: &OpenedMailbox,
    context: &CommandContext,
) -> Result<(), Failure> {
    // The server knows already whether anything waits.
    let rosters = match opened.waiting.replies[..] {
        [] => RosterHistory::default(),
        _ => talk.past_rosters(terms.agreed),
    };
    let proof = terms.check(talk, opened.first, opened.waiting.accounting);
    let replies = opened.replies(&rosters);
    written(print(opened, &replies, &proof, context))?;
    // The code is good whatever becomes of the files.
    codes.remind(&opened.code, context);
    fetch_files(talk, opened, &replies, folder, context)?;
    match proof {
        EntryProof::Doubted(why) => Err(why.with("item", opened.first.item)),
        EntryProof::Proven { .. }
        | EntryProof::Unwitnessed { .. }
        | EntryProof::Waits
        | EntryProof::Unchecked => Ok(()),
    }
}

impl OpenedMailbox {
    /// Is there anything whose order is to be told: answers, and more than one message?
    fn has_order(&self, replies: &[Reply]) -> bool {
        !replies.is_empty() && self.mailbox.number() > 0
    }
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

/// What is known of the report's entry; beside it, what the server says and nobody here can check,
/// unless it was found to lie.
fn ledger_lines(
    told: Option<Accounting>,
    proof: &EntryProof,
    language: Language,
) -> Vec<(&'static str, String)> {
    let entry = match *proof {
        EntryProof::Proven { entry, size } => say_with(
            language,
            "reporter-entry-proven",
            &[("entry", &entry.to_string()), ("size", &size.to_string())],
        ),
        EntryProof::Unwitnessed { entry } => say_with(
            language,
            "reporter-entry-unwitnessed",
            &[("entry", &entry.to_string())],
        ),
        EntryProof::Waits => say(language, "answers-entry-waits"),
        EntryProof::Unchecked => say(language, "reporter-entry-unchecked"),
        EntryProof::Doubted(_) => say(language, "reporter-entry-doubted"),
    };
    let mut lines = vec![("answers-entry-term", entry)];
    let Some(told) = told else {
        return lines;
    };
    if !matches!(proof, EntryProof::Doubted(_)) {
        let accounted = if told.accounted {
            "answers-accounted-yes"
        } else {
            "answers-accounted-no"
        };
        for (term, words) in [
            ("answers-state-term", told.status.words()),
            ("answers-accounted-term", accounted),
        ] {
            let words = say(language, words);
            let words = say_with(language, "reporter-servers-word", &[("words", &words)]);
            lines.push((term, words));
        }
    }
    if let Some(silent) = told.silent {
        let silent = day_on(language, silent);
        let silent = say_with(language, "answers-silent", &[("day", &silent)]);
        lines.push(("answers-written-heading", silent));
    }
    let next = day_on(language, told.next);
    lines.push((
        "answers-next-term",
        say_with(language, "answers-next", &[("day", &next)]),
    ));
    lines
}

/// An answer, which message it follows if there is an order, and its files.
fn print_reply(
    out: &mut impl io::Write,
    reply: &Reply,
    has_order: bool,
    language: Language,
) -> io::Result<()> {
    writeln!(out, "\n{}", answer_heading(reply, language))?;
    let is_checked = reply.authorship() == Authorship::Checked;
    if has_order && is_checked {
        writeln!(out, "{}", answer_to(language, reply.after()))?;
    }
    write!(out, "{}", Quoted(reply.text().expose()))?;
    let files = reply.enclosure().map(Enclosure::files);
    for file in files.unwrap_or_default() {
        let (name, size) = (OneLine(file.name.expose()), bytes_in_words(file.length));
        writeln!(out, "│ {} {name} ({size})", say(language, "reporter-file"))?;
    }
    if files.is_some() && !is_checked {
        writeln!(out, "{}", say(language, "answers-files-withheld"))?;
    }
    Ok(())
}

fn print(
    found: &OpenedMailbox,
    replies: &[Reply],
    proof: &EntryProof,
    context: &CommandContext,
) -> io::Result<()> {
    let (language, waiting) = (context.language, &found.waiting);
    let mut out = io::stdout().lock();
    let received = day(language, found.first.day);
    let mut lines = vec![("answers-day-term", received)];
    lines.extend(ledger_lines(waiting.accounting, proof, language));
    lines.push(("reporter-digest-term", found.first.item.to_string()));
    for (id, words) in lines {
        writeln!(out, "{}: {words}", say(language, id))?;
    }
    writeln!(out, "{}", say(language, "reporter-digest-why"))?;
    for turn in ConversationTurn::in_order(replies, found.mailbox.number()) {
        match turn {
            ConversationTurn::Messages { first, last } if found.has_order(replies) => {
                writeln!(out, "\n{}", own_messages(language, first, last))?;
            }
            ConversationTurn::Messages { .. } => {}
            ConversationTurn::Reply(place) => {
                print_reply(
                    &mut out,
                    &replies[place],
                    found.has_order(replies),
                    language,
                )?;
            }
        }
    }
    if waiting.replies.is_empty() && waiting.damaged == 0 {
        writeln!(out, "\n{}", say(language, "answers-none"))?;
    }
    let unreadable = waiting.damaged + waiting.replies.len() - replies.len();
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
