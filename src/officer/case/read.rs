//! `svilpe officer read`: a whole case on the terminal.
//!
//! Strangers' words stand escaped behind a bar ([`crate::text::terminal`]); file names are inert
//! text. Nothing in a report is opened, followed or rendered (E02, E06, E09).

use std::io::{self, Write};

use super::Case;
use super::answers::{GivenWords, given, in_words};
use super::opening::{closed, open, short};
use super::recipients::{RecipientDoubt, RostersAtHand, doubts};
use super::sent::{SendState, Sent};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::report::{Identity, IdentitySealed, Report, ReportKind};
use crate::rules::policy::Policy;
use crate::text::terminal::{OneLine, Quoted};
use crate::text::{Language, say, say_with};

/// How a case is to be read.
pub(in crate::officer) struct ReadOptions<'a> {
    pub policy: &'a Policy,
    pub rosters: RostersAtHand,
    pub identity: ShowIdentity,
    pub language: Language,
}

/// Identity is shown when asked for, and to custodians only: nobody else's key opens it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum ShowIdentity {
    Yes,
    No,
}

/// Writes the case to `out`. An item that does not open is returned, not the end.
pub(in crate::officer) fn print(
    home: &OfficerHome,
    keys: &OfficerKeys,
    case: &Case,
    reading: &ReadOptions<'_>,
    out: &mut dyn Write,
) -> Result<io::Result<Vec<Failure>>, Failure> {
    let items: Vec<ReportDigest> = case.items().iter().map(|summary| summary.item).collect();
    let (sent, mut failures) = Sent::all(home, keys, &items)?;
    let mut page = CasePrinter { out, reading, keys };
    let written = (|| {
        page.line("officer-read-case", &[("case", &case.reference())])?;
        for item in &items {
            if let Err(failure) = page.item(home, *item)? {
                failures.push(failure);
            }
        }
        sent.iter().try_for_each(|sent| page.sent(sent))
    })();
    Ok(written.map(|()| failures))
}

struct CasePrinter<'a> {
    out: &'a mut dyn Write,
    reading: &'a ReadOptions<'a>,
    keys: &'a OfficerKeys,
}

impl CasePrinter<'_> {
    fn item(&mut self, home: &OfficerHome, item: ReportDigest) -> io::Result<Result<(), Failure>> {
        let mut opened = match open(home, self.keys, item) {
            Ok(opened) => opened,
            Err(failure) => return Ok(Err(failure)),
        };
        let doubts = doubts(&opened, self.keys, &self.reading.rosters);
        self.report(opened.report(), &item)?;
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

    fn report(&mut self, report: &Report, item: &ReportDigest) -> io::Result<()> {
        let heading = match report.kind() {
            ReportKind::Report => "officer-read-report",
            ReportKind::Addition => "officer-read-addition",
        };
        writeln!(self.out)?;
        self.line(
            heading,
            &[("day", &report.day().to_string()), ("item", &short(item))],
        )?;
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

    fn sent(&mut self, sent: &Sent) -> io::Result<()> {
        let heading = match sent.state {
            SendState::Kept => "officer-read-reply",
            SendState::Unsure => "officer-read-reply-unsure",
        };
        writeln!(self.out)?;
        self.line(heading, &[("day", &sent.day.to_string())])?;
        write!(self.out, "{}", Quoted(sent.text.expose()))
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
        match doubt {
            RecipientDoubt::Header => self.line("officer-doubt-header", &[]),
            RecipientDoubt::NotNamed => self.line("officer-doubt-not-named", &[]),
            RecipientDoubt::OtherRoster { sealed_by, given } => self.line(
                "officer-doubt-other-roster",
                &[
                    ("sealed", &sealed_by.to_string()),
                    ("given", &given.to_string()),
                ],
            ),
            RecipientDoubt::UnknownRoster { sealed_by } => self.line(
                "officer-doubt-unknown-roster",
                &[("sealed", &sealed_by.to_string())],
            ),
            RecipientDoubt::NotCompared => self.line("officer-doubt-not-compared", &[]),
            RecipientDoubt::Stranger(key) => self.line("officer-doubt-stranger", &[("key", key)]),
            RecipientDoubt::Missing(name) => {
                let name = OneLine(name).to_string();
                self.line("officer-doubt-missing", &[("name", &name)])
            }
        }
    }

    fn line(&mut self, id: &str, arguments: &[(&str, &str)]) -> io::Result<()> {
        writeln!(
            self.out,
            "{}",
            say_with(self.reading.language, id, arguments)
        )
    }
}

/// `1234567` as `1 234 567 B`.
fn bytes_in_words(length: u64) -> String {
    let digits = length.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped + " B"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (length, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1 000 B"),
            (1_234_567, "1 234 567 B"),
        ] {
            assert_eq!(bytes_in_words(length), words);
        }
    }
}
