//! `svilpe officer read`: a whole case on the terminal, both sides of it.
//!
//! Strangers' words stand escaped behind a bar ([`crate::text::terminal`]); file names are inert
//! text. Nothing in a report is opened, followed or rendered (E02, E06, E09).

use std::io::{self, Write};

use super::conversation::{
    CaseReplies, CaseReply, Contribution, Readership, RepliedBy, interleaved,
};
use super::opening::{closed, open, short};
use super::recipient_check::{RecipientDoubt, RostersAtHand, doubt_in_words, doubts};
use super::report_answers::{GivenWords, given, in_words};
use super::sent_replies::SendState;
use super::{Case, Summary};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::{Authorship, ReplyName};
use crate::report::{Identity, IdentitySealed, Report, ReportKind};
use crate::rules::policy::Policy;
use crate::rules::roster::Roster;
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::{OneLine, Quoted};
use crate::text::{Language, say, say_with};

/// How a case is to be read.
pub(in crate::officer) struct ReadOptions<'a> {
    pub policy: &'a Policy,
    pub roster: Option<&'a Roster>,
    pub identity: ShowIdentity,
    pub language: Language,
}

/// Identity is shown when asked for, and to custodians only: nobody else's key opens it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum ShowIdentity {
    Yes,
    No,
}

/// What was written, to its end.
#[derive(Default, Debug)]
pub(in crate::officer) struct ShownParts {
    pub items: Vec<ReportDigest>,
    pub replies: Vec<ReplyName>,
    /// What did not open.
    pub closed: Vec<Failure>,
}

/// Writes the whole conversation to `out`. An item or a reply that does not open is returned, not
/// the end.
pub(in crate::officer) fn print(
    readership: Readership<'_>,
    case: &Case,
    reading: &ReadOptions<'_>,
    out: &mut dyn Write,
) -> Result<io::Result<ShownParts>, Failure> {
    let CaseReplies {
        opened: replies,
        closed,
        damaged,
    } = readership.replies(case)?;
    let mut page = CasePrinter {
        out,
        reading,
        keys: readership.keys,
        rosters: match reading.roster {
            Some(roster) => RostersAtHand::Given(roster),
            None => RostersAtHand::Kept(readership.rosters),
        },
    };
    let mut shown = ShownParts::default();
    let written = (|| {
        page.line("officer-read-case", &[("case", &case.reference())])?;
        if let Some(owner) = case.not_of() {
            page.line("officer-not-the-reporters", &[("case", owner)])?;
        } else if case.is_later_message() {
            page.line("officer-later-message", &[("case", &case.reference())])?;
        }
        for turn in interleaved(case, &replies) {
            match turn {
                Contribution::Item(place) => {
                    let summary = &case.items()[place];
                    match page.item(readership.home, summary)? {
                        Ok(()) => shown.items.push(summary.item),
                        Err(failure) => {
                            page.closed(summary, &failure)?;
                            shown.closed.push(failure);
                        }
                    }
                }
                Contribution::Reply(place) => {
                    page.reply(&replies[place])?;
                    shown.replies.push(replies[place].name);
                }
            }
        }
        for failure in &damaged {
            writeln!(page.out)?;
            page.said(failure)?;
        }
        if !closed.is_empty() {
            writeln!(page.out)?;
            let count = closed.len().to_string();
            page.line("officer-read-replies-closed", &[("count", &count)])?;
            shown.replies.extend(&closed);
        }
        // What nobody could see was not shown.
        page.out.flush()
    })();
    shown.closed.splice(0..0, damaged);
    Ok(written.map(|()| shown))
}

struct CasePrinter<'a> {
    out: &'a mut dyn Write,
    reading: &'a ReadOptions<'a>,
    keys: &'a OfficerKeys,
    rosters: RostersAtHand<'a>,
}

impl CasePrinter<'_> {
    fn item(&mut self, home: &OfficerHome, summary: &Summary) -> io::Result<Result<(), Failure>> {
        let item = summary.item;
        let mut opened = match open(home, self.keys, item) {
            Ok(opened) => opened,
            Err(failure) => return Ok(Err(failure)),
        };
        let doubts = doubts(&opened, self.keys, self.rosters);
        self.report(opened.report(), summary)?;
        for doubt in doubts {
            self.doubt(&doubt)?;
        }
        if self.reading.identity == ShowIdentity::Yes {
            match opened.identity(&self.keys.opening) {
                Ok(Some(identity)) => self.identity(&identity)?,
                Ok(None) => self.line("officer-identity-none", &[])?,
                Err(why) => return Ok(Err(closed(&item, &why))),
            }
        }
        Ok(Ok(()))
    }

    fn report(&mut self, report: &Report, summary: &Summary) -> io::Result<()> {
        writeln!(self.out)?;
        self.heading(report.kind(), summary)?;
        for answer in given(report.answers()) {
            let label = say(self.reading.language, answer.label);
            match (
                &answer.said,
                in_words(&answer.said, self.reading.policy, self.reading.language),
            ) {
                (GivenWords::Words(words), _) => write!(self.out, "\n{label}\n{}", Quoted(words))?,
                (_, words) => writeln!(self.out, "\n{label}: {}", words.unwrap_or_default())?,
            }
        }
        self.files(report)?;
        let sealed = report.manifest().map(|manifest| manifest.identity);
        if sealed == Some(IdentitySealed::Yes) && self.reading.identity == ShowIdentity::No {
            writeln!(self.out)?;
            self.line("officer-identity-sealed", &[])?;
        }
        Ok(())
    }

    /// In the place of what it said.
    fn closed(&mut self, summary: &Summary, why: &Failure) -> io::Result<()> {
        writeln!(self.out)?;
        self.heading(summary.kind, summary)?;
        self.said(why)
    }

    fn said(&mut self, why: &Failure) -> io::Result<()> {
        let (words, hint) = why.told_as(why.complaint(), self.reading.language);
        writeln!(self.out, "{words} {hint}")
    }

    fn heading(&mut self, kind: ReportKind, summary: &Summary) -> io::Result<()> {
        let heading = match kind {
            ReportKind::Report => "officer-read-report",
            ReportKind::Addition => "officer-read-addition",
        };
        let (day, item) = (summary.day.to_string(), short(&summary.item));
        self.line(heading, &[("day", &day), ("item", &item)])
    }

    fn files(&mut self, report: &Report) -> io::Result<()> {
        if report.files().is_empty() {
            return Ok(());
        }
        writeln!(self.out)?;
        self.line("officer-read-files", &[])?;
        for note in report.files() {
            writeln!(
                self.out,
                "│ {:03}  {:>13}  {}  ({})",
                note.number,
                bytes_in_words(note.length),
                OneLine(note.name.expose()),
                OneLine(note.kind.expose()),
            )?;
        }
        Ok(())
    }

    fn identity(&mut self, identity: &Identity) -> io::Result<()> {
        for (label, words) in [
            ("officer-identity-name", identity.name()),
            ("officer-identity-contact", identity.contact()),
        ] {
            let label = say(self.reading.language, label);
            write!(self.out, "\n{label}\n{}", Quoted(words.expose()))?;
        }
        Ok(())
    }

    fn reply(&mut self, one: &CaseReply) -> io::Result<()> {
        let heading = match (one.reply.authorship(), one.from) {
            (Authorship::Unchecked, RepliedBy::Elsewhere(_)) => "officer-read-reply-unchecked",
            (Authorship::Checked, RepliedBy::Elsewhere(_)) => "officer-read-reply-colleague",
            (_, RepliedBy::Here(SendState::Kept)) => "officer-read-reply",
            (_, RepliedBy::Here(SendState::Unsure)) => "officer-read-reply-unsure",
        };
        let name = OneLine(one.reply.officer()).to_string();
        let day = one.reply.day().to_string();
        writeln!(self.out)?;
        self.line(heading, &[("day", &day), ("name", &name)])?;
        write!(self.out, "{}", Quoted(one.reply.text().expose()))?;
        self.reply_files(one)
    }

    /// What they are; `export` and the desk hand them out.
    fn reply_files(&mut self, one: &CaseReply) -> io::Result<()> {
        let Some(enclosure) = one.reply.enclosure() else {
            return Ok(());
        };
        writeln!(self.out)?;
        self.line("officer-read-files", &[])?;
        for (number, file) in (1..).zip(enclosure.files()) {
            let name = OneLine(file.name.expose());
            let length = bytes_in_words(file.length);
            writeln!(self.out, "│ {number:03}  {length:>13}  {name}")?;
        }
        if !one.may_hand_out_files() {
            self.line("desk-files-unchecked", &[])?;
        }
        Ok(())
    }

    fn doubt(&mut self, doubt: &RecipientDoubt) -> io::Result<()> {
        writeln!(self.out)?;
        if *doubt != RecipientDoubt::NotCompared {
            write!(
                self.out,
                "{} ",
                say(self.reading.language, "officer-warning")
            )?;
        }
        writeln!(self.out, "{}", doubt_in_words(doubt, self.reading.language))
    }

    fn line(&mut self, id: &str, arguments: &[(&str, &str)]) -> io::Result<()> {
        writeln!(
            self.out,
            "{}",
            say_with(self.reading.language, id, arguments)
        )
    }
}
