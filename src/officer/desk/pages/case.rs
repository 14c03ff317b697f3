//! A case on one page: what is sensible next, what was said, what is due, what the ledger has.

use askama::Template;

use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// What the page shows; all of it in words.
pub(in crate::officer::desk) struct DeskCaseView {
    pub case: String,
    pub title: String,
    pub category: String,
    pub state: String,
    pub received: String,
    /// The officer's own number for it, and labels, as they are typed.
    pub docket: String,
    pub labels: String,
    /// What is wrong with it as a whole: each a sentence.
    pub warnings: Vec<String>,
    pub next: Option<OfferedAction>,
    /// Why there is no next step.
    pub waits: String,
    pub others: Vec<OfferedAction>,
    pub refused: Vec<RefusedAction>,
    pub drafts: Vec<OfferedAction>,
    pub said: Vec<SaidView>,
    pub clocks: Vec<ClockView>,
    pub entries: Vec<EntryView>,
    pub readers: Vec<String>,
    pub left_out: Vec<String>,
    pub has_identity: bool,
}

pub(in crate::officer::desk) struct OfferedAction {
    pub slug: &'static str,
    pub name: String,
    pub hint: String,
}

pub(in crate::officer::desk) struct RefusedAction {
    pub name: String,
    pub why: String,
}

/// One contribution to the conversation.
pub(in crate::officer::desk) struct SaidView {
    pub heading: String,
    pub is_ours: bool,
    pub is_unread: bool,
    /// A letter's words.
    pub words: Option<String>,
    pub answers: Vec<AnswerView>,
    pub files: Vec<FileView>,
    /// What an officer ought to know of it, or why it does not open.
    pub warnings: Vec<String>,
}

pub(in crate::officer::desk) struct AnswerView {
    pub label: String,
    pub words: String,
}

pub(in crate::officer::desk) struct FileView {
    pub href: String,
    pub name: String,
    pub size: String,
    /// By its first bytes.
    pub kind: String,
    pub sha256: String,
    pub may_be_opened: bool,
    pub may_be_cleaned: bool,
    pub may_be_previewed: bool,
}

pub(in crate::officer::desk) struct ClockView {
    pub words: String,
    pub day: String,
    pub left: String,
    pub is_late: bool,
}

pub(in crate::officer::desk) struct EntryView {
    pub number: String,
    pub day: String,
    pub words: String,
    pub who: String,
}

/// Who the reporter is, as they said it.
pub(in crate::officer::desk) struct IdentityView {
    pub case: String,
    pub parts: Vec<AnswerView>,
}

#[derive(Template)]
#[template(path = "case.html")]
struct DeskCaseTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a DeskCaseView,
}

#[derive(Template)]
#[template(path = "identity.html")]
struct IdentityTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a IdentityView,
}

pub(in crate::officer::desk) fn case(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &DeskCaseView,
) -> DeskPage {
    let template = DeskCaseTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, 200)
}

pub(in crate::officer::desk) fn identity(frame: &DeskFrame, view: &IdentityView) -> DeskPage {
    finish(&IdentityTemplate { frame, view }, 200)
}
