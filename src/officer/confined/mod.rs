//! What is done with strangers' files in a process that can do nothing else: clean copies and
//! previews.
//!
//! ```text
//!   desk ── file ──▶ `svilpe officer confined TASK` ── copy or picture ──▶ desk
//! ```
//!
//! Knows formats. Never knows a case or a key: what is handed in is one file's bytes.

mod clean_copy;
mod preview;

use clap::{Args, ValueEnum};
use zeroize::Zeroizing;

use crate::cli::command_context::written;
use crate::cli::confined_process::{
    Confinement, HelperTrouble, NO_PROGRAM, TOO_LARGE, ask_helper, ask_program, be_helper,
    become_program,
};
use crate::cli::failure::Failure;
use clean_copy::{CleanCopy, LeftInCopy, Uncleanable};

/// `svilpe officer confined`: no command for people, the desk starts it.
#[derive(Args, Debug)]
pub(crate) struct ConfinedOptions {
    #[arg(help = "officer-arg-task")]
    task: ConfinedTask,
}

/// What the helper is to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ConfinedTask {
    CleanCopy,
    PdfPage,
    Preview,
}

/// A clean copy, and the ids of the texts that say what may be left in it.
pub(super) struct CleanedFile {
    pub bytes: Zeroizing<Vec<u8>>,
    pub left: Vec<&'static str>,
}

impl ConfinedOptions {
    pub(super) fn run(&self) -> Result<(), Failure> {
        written(match self.task {
            ConfinedTask::PdfPage => become_program(PDF_PROGRAM, &PDF_ARGUMENTS),
            ConfinedTask::CleanCopy => be_helper(Confinement::IfPossible, FILE_MAX, |bytes| {
                let copy = CleanCopy::of(bytes).map_err(Uncleanable::word)?;
                let left = copy.left.iter().map(|left| left.mark());
                Ok(left.chain([END_OF_MARKS]).chain(copy.bytes).collect())
            }),
            ConfinedTask::Preview => be_helper(Confinement::Needed, FILE_MAX, preview::png_of),
        })
    }
}

/// Cleans a file in the helper.
pub(super) fn clean_copy(bytes: &[u8]) -> Result<CleanedFile, Failure> {
    let answer = ask_helper(&[OFFICER, VERB, "clean-copy"], bytes, ANSWER_MAX);
    let mut answer = answer.map_err(|why| failure("clean", &why))?;
    let marks = answer.iter().take_while(|byte| **byte != END_OF_MARKS);
    let left: Vec<&'static str> = marks.filter_map(|mark| LeftInCopy::text(*mark)).collect();
    let marks = left.len() + 1;
    answer.drain(..marks);
    Ok(CleanedFile {
        bytes: answer,
        left,
    })
}

/// A small PNG of a picture, or of a document's first page, made anew from its points in the
/// helper.
pub(super) fn preview(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if !bytes.starts_with(PDF) {
        return picture(bytes);
    }
    // The program that draws it reads a stranger's file: what it made of that is a stranger's, too.
    let page = ask_program(&[OFFICER, VERB, "pdf-page"], bytes, ANSWER_MAX);
    picture(&page.map_err(|why| failure("preview", &why))?)
}

fn picture(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let answer = ask_helper(&[OFFICER, VERB, "preview"], bytes, ANSWER_MAX);
    answer.map_err(|why| failure("preview", &why))
}

fn failure(task: &str, why: &HelperTrouble) -> Failure {
    let id = match (task, why) {
        ("preview", HelperTrouble::NotConfined) => "preview-not-confined",
        ("preview", HelperTrouble::Said(word)) if word == NO_PROGRAM => "preview-no-program",
        ("preview", _) => "preview-none",
        (_, HelperTrouble::Said(word)) => match word.as_str() {
            "unknown-kind" => "clean-unknown-kind",
            "protected" => "clean-protected",
            "old-office" => "clean-old-office",
            TOO_LARGE => "clean-too-large",
            _ => "clean-damaged",
        },
        _ => "clean-broke",
    };
    Failure::refused(id)
}

/// Draws a document's pages: of poppler, where it is installed.
const PDF_PROGRAM: &str = "/usr/bin/pdftoppm";
/// The first page, a thousand points at most each way, from standard input to standard output.
const PDF_ARGUMENTS: [&str; 8] = ["-png", "-f", "1", "-l", "1", "-scale-to", "1000", "-"];
const PDF: &[u8] = b"%PDF-";
const OFFICER: &str = "officer";
const VERB: &str = "confined";

/// Bytes of a file that is looked into; longer ones are films and archives.
pub(super) const FILE_MAX: u64 = 128 << 20;
/// Of what comes back.
const ANSWER_MAX: u64 = 256 << 20;
const END_OF_MARKS: u8 = 0;
