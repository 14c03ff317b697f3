//! A case for others: what may leave, and the page to be printed with names masked.

use askama::Template;

use super::case::DeskCaseView;
use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// What was masked of one name.
pub(in crate::officer::desk) struct MaskCount {
    pub name: String,
    pub count: usize,
    /// As they stood in the text, and how often each.
    pub forms: String,
}

/// A page to be printed.
pub(in crate::officer::desk) struct MaskedCaseView<'a> {
    /// With names masked.
    pub case: &'a DeskCaseView,
    /// As they were typed.
    pub names: &'a str,
    pub counts: &'a [MaskCount],
    /// What was typed and is too short to be looked for.
    pub unused: String,
    pub printed: String,
}

#[derive(Template)]
#[template(path = "handover/choose.html")]
struct HandoverTemplate<'a> {
    frame: &'a DeskFrame,
    case: &'a str,
    names: &'a str,
    /// The ledger does not have all of it yet.
    waiting: Option<String>,
}

#[derive(Template)]
#[template(path = "handover/masked.html")]
struct MaskedCaseTemplate<'a> {
    frame: &'a DeskFrame,
    case: &'a str,
    view: &'a DeskCaseView,
    names: &'a str,
    counts: &'a [MaskCount],
    unused: &'a str,
    printed: &'a str,
}

pub(in crate::officer::desk) fn choose(
    frame: &DeskFrame,
    case: &str,
    waiting: Option<String>,
) -> DeskPage {
    let template = HandoverTemplate {
        frame,
        case,
        names: "",
        waiting,
    };
    finish(&template, 200)
}

pub(in crate::officer::desk) fn masked(frame: &DeskFrame, view: &MaskedCaseView<'_>) -> DeskPage {
    let template = MaskedCaseTemplate {
        frame,
        case: &view.case.case,
        view: view.case,
        names: view.names,
        counts: view.counts,
        unused: &view.unused,
        printed: &view.printed,
    };
    finish(&template, 200)
}

/// Colleagues to whom cases can be handed.
pub(in crate::officer::desk) struct SuccessionView {
    pub colleagues: Vec<SuccessorView>,
}

pub(in crate::officer::desk) struct SuccessorView {
    pub name: String,
    /// By which two people compare the keys aloud.
    pub number: String,
    /// The digest of the key that is sealed to.
    pub key: String,
}

#[derive(Template)]
#[template(path = "handover/succession.html")]
struct SuccessionTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a SuccessionView,
}

pub(in crate::officer::desk) fn succession(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &SuccessionView,
) -> DeskPage {
    let template = SuccessionTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, 200)
}
