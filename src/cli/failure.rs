//! Failures: how a command says that it could not do what was asked.
//!
//! One complaint, one hint, one exit code. The words are in the Fluent files, the hint as an
//! attribute of its complaint:
//!
//! ```text
//!   officer-wrong-passphrase = The passphrase does not open { $path }.
//!       .hint = …
//! ```
//!
//! Values in them (a path, a reference) are shown escaped: they may come from strangers.

use std::fmt;

use crate::text::terminal::OneLine;
use crate::text::{Language, hint_with, say, say_with};

/// Why a command ends without success.
#[derive(Debug)]
pub struct Failure {
    complaint: &'static str,
    arguments: Vec<(&'static str, String)>,
    exit: ExitStatus,
}

/// The process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// 1: understood, and not done.
    Refused,
    /// 2: not understood.
    Usage,
    /// 2, as monitoring plug-ins end: something does not work.
    Urgent,
}

/// Makes a panic say where it was, and not what was said: a message of the standard library may
/// quote the text that it broke on, and that text may be a report (P2). Never the builder's
/// folders, either.
pub fn mask_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(
            || "a place unknown".to_owned(),
            |at| {
                let parts: Vec<&str> = at.file().rsplit('/').take(3).collect();
                let parts: Vec<&str> = parts.into_iter().rev().collect();
                format!("{}:{}", parts.join("/"), at.line())
            },
        );
        eprintln!("error: a fault in the program, in {place}");
    }));
}

impl Failure {
    /// Not done; `complaint` is the id of a text that has a hint.
    pub fn refused(complaint: &'static str) -> Self {
        Self {
            complaint,
            arguments: Vec::new(),
            exit: ExitStatus::Refused,
        }
    }

    /// Not understood: the command line itself is wrong.
    pub fn usage(complaint: &'static str) -> Self {
        Self {
            exit: ExitStatus::Usage,
            ..Self::refused(complaint)
        }
    }

    /// What was asked about does not work.
    pub fn urgent(complaint: &'static str) -> Self {
        Self {
            exit: ExitStatus::Urgent,
            ..Self::refused(complaint)
        }
    }

    /// A value that complaint or hint mention as `{ $name }`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let shown = OneLine(&value.to_string()).to_string();
        self.arguments.push((name, shown));
        self
    }

    /// The id of the complaint's text.
    pub fn complaint(&self) -> &'static str {
        self.complaint
    }

    /// What the process ends with.
    pub fn exit(&self) -> ExitStatus {
        self.exit
    }

    /// Complaint and hint for a page, in the words of this text: its own, or another's that takes
    /// the same values.
    pub fn told_as(&self, id: &str, language: Language) -> (String, String) {
        let arguments: Vec<_> = self
            .arguments
            .iter()
            .map(|(n, v)| (*n, v.as_str()))
            .collect();
        (
            say_with(language, id, &arguments),
            hint_with(language, id, &arguments),
        )
    }

    /// An `error:` line alone, when the command goes on.
    pub fn line(&self, language: Language) -> String {
        let arguments: Vec<_> = self
            .arguments
            .iter()
            .map(|(n, v)| (*n, v.as_str()))
            .collect();
        let complaint = say_with(language, self.complaint, &arguments);
        format!("{} {complaint}\n", say(language, "command-error"))
    }

    /// An `error:` and a `hint:` line, for stderr.
    pub fn lines(&self, language: Language) -> String {
        let arguments: Vec<_> = self
            .arguments
            .iter()
            .map(|(n, v)| (*n, v.as_str()))
            .collect();
        let hint = hint_with(language, self.complaint, &arguments);
        format!(
            "{}{} {hint}\n",
            self.line(language),
            say(language, "command-hint")
        )
    }
}
