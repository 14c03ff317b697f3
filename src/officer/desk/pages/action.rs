//! One action: its form, and what it will do, before it is confirmed.

use askama::Template;

use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// A form, empty or with what has to be corrected.
pub(in crate::officer::desk) struct ActionFormView {
    pub case: String,
    pub action: &'static str,
    pub name: String,
    pub hint: String,
    /// None if nothing is said to the reporter.
    pub letter: Option<LetterField>,
    /// A list of which one word is chosen.
    pub reasons: Option<SelectField>,
    /// The institution that a case goes to: its name, and its short name.
    pub to: Option<(String, String)>,
    /// The state of each kind of proceedings.
    pub proceedings: Vec<SelectField>,
    pub conclusion: Option<ConclusionFields>,
    pub problems: Vec<FormProblem>,
}

pub(in crate::officer::desk) struct LetterField {
    pub text: String,
    pub is_optional: bool,
    /// In which language the template is, by its code.
    pub language: &'static str,
    /// What goes with it.
    pub files: Vec<AttachedView>,
    /// How many and how large they may be; none where none may be.
    pub limits: Option<String>,
    /// The other one, to begin anew in it.
    pub other: (&'static str, String),
}

/// A file that goes with a letter.
pub(in crate::officer::desk) struct AttachedView {
    pub number: String,
    pub name: String,
    /// Bytes.
    pub length: usize,
    /// In words.
    pub size: String,
}

pub(in crate::officer::desk) struct SelectField {
    pub name: String,
    pub label: String,
    /// Value, words, chosen.
    pub options: Vec<(String, String, bool)>,
    pub has_problem: bool,
}

pub(in crate::officer::desk) struct ConclusionFields {
    /// Name, words, chosen.
    pub effects: Vec<(String, String, bool)>,
    pub damage: String,
    pub recovered: String,
}

pub(in crate::officer::desk) struct FormProblem {
    /// The field that it is about.
    pub anchor: &'static str,
    pub words: String,
}

/// What a confirmation will do.
pub(in crate::officer::desk) struct PreviewView {
    pub case: String,
    pub action: &'static str,
    pub name: String,
    pub letter: Option<String>,
    pub files: Vec<AttachedView>,
    /// What the ledger will say.
    pub entries: Vec<String>,
    /// The letter was kept before; only the ledger is left.
    pub is_sent: bool,
    /// It was refused because something is unread: it may be sent all the same.
    pub may_be_sent_anyway: bool,
}

#[derive(Template)]
#[template(path = "action.html")]
struct ActionTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a ActionFormView,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a PreviewView,
}

impl ActionFormView {
    fn has_problem(&self, anchor: &str) -> bool {
        self.problems.iter().any(|problem| problem.anchor == anchor)
    }
}

pub(in crate::officer::desk) fn form(frame: &DeskFrame, view: &ActionFormView) -> DeskPage {
    let status = if view.problems.is_empty() { 200 } else { 422 };
    finish(&ActionTemplate { frame, view }, status)
}

pub(in crate::officer::desk) fn preview(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &PreviewView,
) -> DeskPage {
    let template = PreviewTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, 200)
}
