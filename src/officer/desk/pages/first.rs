//! The first start: keys are made, and it is told with which server they work.

use askama::Template;

use super::action::FormProblem;
use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// What was typed so far.
#[derive(Default)]
pub(in crate::officer::desk) struct NewKeysView {
    pub name: String,
    pub problems: Vec<FormProblem>,
}

/// What the institution gets, once.
pub(in crate::officer::desk) struct RosterBlockView {
    pub block: String,
    /// By which two people compare the keys aloud.
    pub number: String,
    pub path: String,
    /// How good the passphrase is that was just chosen.
    pub strength: Option<String>,
}

/// What lies in the safe for the day on which the computer is gone. No secret is on it.
pub(in crate::officer::desk) struct RecoverySheetView {
    pub name: String,
    pub institution: String,
    pub server: String,
    pub number: String,
    pub path: String,
    pub day: String,
}

/// Which server it is.
#[derive(Default)]
pub(in crate::officer::desk) struct DeskSetupView {
    pub invitation: String,
    /// What a Tor was found at, if one was.
    pub tor: Option<String>,
    pub problems: Vec<FormProblem>,
}

#[derive(Template)]
#[template(path = "new_keys.html")]
struct NewKeysTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a NewKeysView,
}

#[derive(Template)]
#[template(path = "roster_block.html")]
struct RosterBlockTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a RosterBlockView,
}

#[derive(Template)]
#[template(path = "handover/recovery.html")]
struct RecoverySheetTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a RecoverySheetView,
}

#[derive(Template)]
#[template(path = "setup.html")]
struct DeskSetupTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a DeskSetupView,
}

pub(in crate::officer::desk) fn new_keys(frame: &DeskFrame, view: &NewKeysView) -> DeskPage {
    let status = if view.problems.is_empty() { 200 } else { 422 };
    finish(&NewKeysTemplate { frame, view }, status)
}

pub(in crate::officer::desk) fn roster_block(
    frame: &DeskFrame,
    view: &RosterBlockView,
) -> DeskPage {
    finish(&RosterBlockTemplate { frame, view }, 200)
}

pub(in crate::officer::desk) fn recovery_sheet(
    frame: &DeskFrame,
    view: &RecoverySheetView,
) -> DeskPage {
    finish(&RecoverySheetTemplate { frame, view }, 200)
}

pub(in crate::officer::desk) fn setup(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    view: &DeskSetupView,
) -> DeskPage {
    let status = if view.problems.is_empty() { 200 } else { 422 };
    let template = DeskSetupTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, status)
}
