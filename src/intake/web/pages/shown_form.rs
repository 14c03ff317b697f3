//! What pages with a form share: the report's form, an addition's, and the one below the answers.

use super::ShownCode;
use super::form_questions::{ProblemLine, Question, QuestionBuilder, Section};
use crate::report::form::Field;
use crate::text::{self, Language};

/// A form as the templates show it.
pub(super) struct ShownForm<'a> {
    /// It is sent with it.
    pub code: ShownCode<'a>,
    pub token: &'a str,
    /// What stands open; of a report, the one question that must be answered.
    pub first: Vec<Question<'a>>,
    pub sections: Vec<Section<'a>>,
    /// Policy's limits in words; none: no files now.
    pub files: Option<String>,
    pub files_problem: Option<String>,
}

/// What a page says above a form that came back.
pub(super) struct ProblemSummary {
    /// None on a new form: then nothing of it is shown.
    pub lines: Vec<ProblemLine>,
    /// Text ids.
    pub heading: &'static str,
    pub note: &'static str,
}

/// Policy's limits on files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FileLimits {
    pub count: usize,
    /// MiB of one file.
    pub each_mib: u64,
    /// MiB of all files together.
    pub total_mib: u64,
}

/// What a form asks: what stands open, and what is folded away.
pub(super) struct Questions<'a> {
    pub first: Question<'a>,
    pub sections: Vec<Section<'a>>,
}

impl<'a> ShownForm<'a> {
    /// Sent under this code, 28 digits, and the token that shows whose it is.
    pub(super) fn new(
        asking: &QuestionBuilder<'a>,
        questions: Questions<'a>,
        (code, token): (&'a str, &'a str),
        files: Option<FileLimits>,
    ) -> Self {
        Self {
            code: ShownCode { digits: code },
            token,
            first: vec![questions.first],
            sections: questions.sections,
            files: files.map(|limits| limits.words(asking.language)),
            files_problem: files_problem(asking),
        }
    }
}

impl<'a> Questions<'a> {
    /// An addition's: the message, and who writes it.
    pub(super) fn of_addition(asking: &QuestionBuilder<'a>) -> Self {
        Self {
            first: asking.message(),
            sections: vec![asking.identity()],
        }
    }
}

impl ProblemSummary {
    /// Nothing is wrong.
    pub(super) fn none() -> Self {
        Self {
            lines: Vec::new(),
            heading: "frame-problems",
            note: "problem-nothing-kept",
        }
    }

    /// `nothing_kept` is the text that says so.
    pub(super) fn of(asking: &QuestionBuilder, nothing_kept: &'static str) -> Self {
        Self {
            lines: asking.lines(),
            heading: "frame-problems",
            note: asking.note(nothing_kept),
        }
    }
}

impl FileLimits {
    fn words(self, language: Language) -> String {
        let arguments = [
            ("count", self.count.to_string()),
            ("each", self.each_mib.to_string()),
            ("total", self.total_mib.to_string()),
        ];
        let arguments = arguments
            .each_ref()
            .map(|(name, number)| (*name, number.as_str()));
        text::say_with(language, "form-files-hint", &arguments)
    }
}

/// What is wrong with the files; if some came and the form comes back, that they are gone.
fn files_problem(asking: &QuestionBuilder) -> Option<String> {
    let again = text::say(asking.language, "form-files-again");
    let came = asking.input.is_some_and(|input| input.files() > 0);
    match asking.problem(Field::Files) {
        Some(problem) if came => Some(format!("{problem}. {again}")),
        Some(problem) => Some(problem),
        None => came.then_some(again),
    }
}
