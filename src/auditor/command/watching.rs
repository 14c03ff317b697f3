//! `svilpe auditor watch`: the same check again and again, and word of what is new.
//!
//! What was found before is remembered in the auditor's folder, so that each finding is told once.
//! Told how? By a program that the operator names (it gets the text on its standard input, and may
//! mail it); without one, by ending with a failure, which a supervisor of services notices.
//!
//! A finding is remembered only once it was told: a program that fails is asked again.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;

use super::unattended::{Every, Round, rounds};
use super::verifying::{Check, CheckOrder};
use crate::auditor::home::AuditorHome;
use crate::auditor::verify::AuditReport;
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::{ExitStatus, Failure};
use crate::keys::digest::Sha256;
use crate::text::say_with;

#[derive(Args, Debug)]
pub(crate) struct WatchOrder {
    #[command(flatten)]
    check: CheckOrder,
    #[arg(long, value_name = "PERIOD", value_parser = Every::parse, help = "auditor-arg-every")]
    every: Option<Every>,
    #[arg(long, value_name = "PROGRAM", help = "auditor-arg-tell")]
    tell: Option<PathBuf>,
}

impl WatchOrder {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let check = self.check.prepare(context)?;
        rounds(self.every, context, || {
            match round(&check, self.tell.as_ref(), context) {
                Err(why)
                    if why.exit() == ExitStatus::Refused
                        && !TO_THE_END.contains(&why.complaint()) =>
                {
                    Ok(Round::Again(why))
                }
                done => done.map(|()| Round::Done),
            }
        })
    }
}

fn round(check: &Check, tell: Option<&PathBuf>, context: &CommandContext) -> Result<(), Failure> {
    let report = check.report(context)?;
    let known = read(&check.home)?;
    let new = new_sentences(&report, &known, context);
    if new.is_empty() {
        return remember(&check.home, &report, &known);
    }
    if let Some(evidence) = &report.evidence {
        check.home.keep_evidence(evidence)?;
    }
    let count = new.len().to_string();
    let title = say_with(context.language, "auditor-watch-new", &[("count", &count)]);
    let text = format!(
        "{title}\n{}\n\n{}",
        new.join("\n"),
        report.to_text(context.language)
    );
    written(io::stdout().write_all(text.as_bytes()))?;
    if let Some(program) = tell {
        hand_to(program, &text)?;
    }
    remember(&check.home, &report, &known)?;
    match tell {
        Some(_) => Ok(()),
        None => Err(Failure::refused("auditor-watch-found").with("count", count)),
    }
}

fn new_sentences(
    report: &AuditReport,
    known: &BTreeSet<String>,
    context: &CommandContext,
) -> Vec<String> {
    let findings = report.findings.kept().iter().chain(report.findings.notes());
    let new = findings.filter(|finding| !known.contains(&mark(&finding.identity())));
    new.map(|finding| finding.sentence(context.language))
        .collect()
}

/// The program gets the text, whole, and says by its exit whether it was told.
fn hand_to(program: &PathBuf, text: &str) -> Result<(), Failure> {
    let cannot = |why: &dyn std::fmt::Display| {
        let failure = Failure::refused("auditor-cannot-tell");
        failure.with("path", program.display()).with("why", why)
    };
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| cannot(&error))?;
    let mut input = child.stdin.take();
    let given = input
        .as_mut()
        .map_or(Ok(()), |input| input.write_all(text.as_bytes()));
    drop(input);
    let ended = child.wait().map_err(|error| cannot(&error))?;
    match given {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot(&error)),
        _ if ended.success() => Ok(()),
        _ => Err(cannot(&ended)),
    }
}

fn read(home: &AuditorHome) -> Result<BTreeSet<String>, Failure> {
    let bytes = home.read(FILE, FILE_MAX)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().map(str::to_owned).collect())
}

/// What is found now. What is found no more is new if it comes again.
fn remember(
    home: &AuditorHome,
    report: &AuditReport,
    known: &BTreeSet<String>,
) -> Result<(), Failure> {
    let findings = report.findings.kept().iter().chain(report.findings.notes());
    let now: BTreeSet<String> = findings.map(|finding| mark(&finding.identity())).collect();
    if now == *known {
        return Ok(());
    }
    let lines: Vec<&str> = now.iter().map(String::as_str).collect();
    home.replace(FILE, lines.join("\n").as_bytes())
}

/// A finding's name in the file: it says nothing of an institution.
fn mark(identity: &str) -> String {
    hex::encode(Sha256::truncated::<16>(identity.as_bytes()))
}

/// Complaints that trying again would not mend, or that were told.
const TO_THE_END: [&str; 2] = ["auditor-watch-found", "auditor-mirror-damaged"];
const FILE: &str = "watched";
/// Bytes: as many findings as a report keeps, and more.
const FILE_MAX: usize = 1 << 20;
