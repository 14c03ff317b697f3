//! The first start: keys are made, and it is told with which server they work.

use askama::Template;
use zeroize::Zeroizing;

use super::action::FormProblem;
use super::{DeskFrame, DeskPage, ShownNotice, finish};
use crate::net::tor::RunningTor;
use crate::officer::config::OfficerConfig;
use crate::officer::keys::OfficerKeys;

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
    pub is_custodian: bool,
    pub onward: &'static str,
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

/// The key to the server's onion, and whether Tor has it.
pub(in crate::officer::desk) struct OnionKeyView {
    /// Empty where no onion is on the way.
    pub address: String,
    /// As Tor Browser asks for it.
    pub key: Zeroizing<String>,
    pub is_running: bool,
    /// The Tor that runs took it just now, or none is on the way.
    pub is_told: bool,
}

impl OnionKeyView {
    /// Tells it to the Tor that runs.
    pub(in crate::officer::desk) fn of(config: &OfficerConfig, keys: &OfficerKeys) -> Self {
        let key = keys.onion_key();
        let Some((tor, onion)) = RunningTor::on(&config.way) else {
            return Self {
                address: String::new(),
                key: key.for_browser(),
                is_running: true,
                is_told: true,
            };
        };
        Self {
            address: format!("http://{onion}/"),
            is_running: tor.answers(),
            is_told: tor.take_key(onion, &key).is_ok(),
            key: key.for_browser(),
        }
    }
}

#[derive(Template)]
#[template(path = "first/new_keys.html")]
struct NewKeysTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a NewKeysView,
}

#[derive(Template)]
#[template(path = "first/roster_block.html")]
struct RosterBlockTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
    view: &'a RosterBlockView,
}

#[derive(Template)]
#[template(path = "first/onion.html")]
struct OnionKeyTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a OnionKeyView,
}

#[derive(Template)]
#[template(path = "handover/recovery.html")]
struct RecoverySheetTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a RecoverySheetView,
}

#[derive(Template)]
#[template(path = "first/setup.html")]
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
    notices: &[ShownNotice],
    view: &RosterBlockView,
) -> DeskPage {
    let template = RosterBlockTemplate {
        frame,
        notices,
        view,
    };
    finish(&template, 200)
}

pub(in crate::officer::desk) fn onion_key(frame: &DeskFrame, view: &OnionKeyView) -> DeskPage {
    finish(&OnionKeyTemplate { frame, view }, 200)
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
