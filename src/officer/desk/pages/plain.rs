//! Pages without a case: unlocking, waiting, and what was refused.

use askama::Template;

use super::{DeskFrame, DeskPage, ShownNotice, finish};
use crate::text::{hint_with, say_with};

/// Where the passphrase is typed.
#[derive(Template)]
#[template(path = "unlock.html")]
struct UnlockTemplate<'a> {
    frame: &'a DeskFrame,
    notices: &'a [ShownNotice],
}

/// Items are being opened, or fetched.
#[derive(Template)]
#[template(path = "waiting.html")]
struct DeskWaitingTemplate<'a> {
    frame: &'a DeskFrame,
    words: &'a str,
    done: u64,
    all: u64,
    counted: String,
}

/// Something is not here, or was refused.
#[derive(Template)]
#[template(path = "told.html")]
struct ToldTemplate<'a> {
    frame: &'a DeskFrame,
    heading: String,
    words: String,
    /// Where it goes on: an address and its words.
    onward: Option<(&'a str, String)>,
    /// The browser goes there by itself.
    at_once: bool,
}

pub(in crate::officer::desk) fn unlock(
    frame: &DeskFrame,
    notices: &[ShownNotice],
    status: u16,
) -> DeskPage {
    finish(&UnlockTemplate { frame, notices }, status)
}

pub(in crate::officer::desk) fn waiting(frame: &DeskFrame, (done, all): (u64, u64)) -> DeskPage {
    let arguments = [("done", done.to_string()), ("all", all.to_string())];
    let arguments = arguments
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    let template = DeskWaitingTemplate {
        frame,
        words: &frame.say("desk-opening"),
        done,
        all,
        counted: say_with(frame.language, "desk-opening-count", &arguments),
    };
    finish(&template, 200)
}

/// The page that the one-time link opens: the next request comes from our own page, so that the
/// browser sends the cookie with it.
pub(in crate::officer::desk) fn entered(frame: &DeskFrame) -> DeskPage {
    let template = ToldTemplate {
        heading: frame.say("desk-entered"),
        words: frame.say("desk-entered-why"),
        onward: Some(("/", frame.say("desk-entered-go"))),
        at_once: true,
        frame,
    };
    finish(&template, 200)
}

/// A text by its id, and its hint.
pub(in crate::officer::desk) fn told(frame: &DeskFrame, id: &str, status: u16) -> DeskPage {
    let template = ToldTemplate {
        heading: frame.say(id),
        words: hint_with(frame.language, id, &[]),
        onward: frame
            .is_unlocked
            .then(|| ("/", frame.say("desk-back-to-today"))),
        at_once: false,
        frame,
    };
    finish(&template, status)
}

/// What could not be done, and what to do about it.
pub(in crate::officer::desk) fn failed(
    frame: &DeskFrame,
    notice: &ShownNotice,
    status: u16,
) -> DeskPage {
    let template = ToldTemplate {
        heading: notice.words.clone(),
        words: notice.hint.clone(),
        onward: Some(("/", frame.say("desk-back-to-today"))),
        at_once: false,
        frame,
    };
    finish(&template, status)
}
