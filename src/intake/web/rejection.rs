//! Rejections: all that a reporter can hear when something does not work.
//!
//! Keeps the outside of errors apart from their inside: a closed list of constant
//! words, no echo of what was sent, no ids, no time (A08). Knows which words and
//! which status. Never knows why the operator is in trouble: that is a `Fault`.

use crate::report::form::Wrong;

/// Why nothing came of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Rejection {
    /// No such page; also every probe for `/.git`, `/admin`, another institution.
    NotFound,
    /// The page exists, but not by this method.
    MethodNotAllowed,
    /// A form that no browser of ours sends: unknown or repeated fields, broken multipart.
    BadRequest,
    /// More bytes than policy allows, or a text that no page could show again.
    TooLarge,
    /// More files than policy allows.
    TooManyFiles,
    /// Too much at once; a minute later it works.
    Busy,
    /// The disk reserve is for text: no files now.
    Closed,
    /// What may be left here today is used up, or this circuit's part of it.
    EnoughToday,
    /// The check digits do not fit: a slip of the pen, found before any look-up.
    TypoInCode,
    /// Unknown, used or forgotten: the same for each, in bytes and in time (D04).
    CodeOpensNothing,
    /// The reporter's tool moved the mailbox and was cut off: only that tool has both codes.
    VisitUnsettled,
    /// The form's code is past its days.
    FormTooOld,
    /// An answer's file is asked for with a page that is too old, or is not kept any more.
    FilesGone,
    /// The form was posted from another site, or its token is not ours.
    CrossSite,
    /// Not a form's content type.
    UnsupportedType,
    /// The store did not answer; what was sent may or may not be kept.
    Unavailable,
    /// The store failed before anything was to be kept or moved.
    NotNow,
    /// The store failed while a mailbox moved to its fresh code: that opens it, or else the old one
    /// does.
    VisitUnsure,
    /// Too few bytes for too long.
    TimedOut,
    /// The connection ended before the form did.
    Incomplete,
}

/// What is true about keeping, once the rejection is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhatWasKept {
    /// Nothing was sent, or nobody knows of what is said here: nothing is said of it.
    NotAsked,
    /// Nothing was sent to be kept.
    Nothing,
    /// A report or message was on its way, and is not kept.
    NotSent,
    /// The outcome is unknown; the code tells.
    Unsure,
    /// A visit failed; the mailbox is as it was.
    Unchanged,
    /// A visit failed; the mailbox is under the fresh code or still under the old one.
    EitherCode,
}

impl Rejection {
    /// Every one of them.
    pub const ALL: [Self; 20] = [
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::BadRequest,
        Self::TooLarge,
        Self::TooManyFiles,
        Self::Busy,
        Self::Closed,
        Self::EnoughToday,
        Self::TypoInCode,
        Self::CodeOpensNothing,
        Self::VisitUnsettled,
        Self::FormTooOld,
        Self::FilesGone,
        Self::CrossSite,
        Self::UnsupportedType,
        Self::Unavailable,
        Self::NotNow,
        Self::VisitUnsure,
        Self::TimedOut,
        Self::Incomplete,
    ];

    /// The HTTP status code. Both rejections of a code are 200: an observer who
    /// counts bytes must not tell them from a code that opens something (A09, D04).
    pub fn status(self) -> u16 {
        match self {
            Self::TypoInCode | Self::CodeOpensNothing | Self::VisitUnsettled => 200,
            Self::BadRequest | Self::Incomplete => 400,
            Self::CrossSite => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TimedOut => 408,
            Self::FormTooOld | Self::FilesGone => 410,
            Self::TooLarge | Self::TooManyFiles => 413,
            Self::UnsupportedType => 415,
            Self::Busy
            | Self::Closed
            | Self::EnoughToday
            | Self::Unavailable
            | Self::NotNow
            | Self::VisitUnsure => 503,
        }
    }

    /// What is true about keeping.
    pub fn kept(self) -> WhatWasKept {
        match self {
            // A broken sending may lead here, and its report may well be kept.
            Self::NotFound | Self::MethodNotAllowed | Self::FilesGone => WhatWasKept::NotAsked,
            Self::UnsupportedType | Self::CodeOpensNothing => WhatWasKept::Nothing,
            Self::TypoInCode => WhatWasKept::Unchanged,
            Self::Unavailable => WhatWasKept::Unsure,
            Self::VisitUnsure | Self::VisitUnsettled => WhatWasKept::EitherCode,
            Self::BadRequest
            | Self::TooLarge
            | Self::TooManyFiles
            | Self::Busy
            | Self::Closed
            | Self::EnoughToday
            | Self::NotNow
            | Self::FormTooOld
            | Self::CrossSite
            | Self::TimedOut
            | Self::Incomplete => WhatWasKept::NotSent,
        }
    }

    /// May the reporter's words still be in the browser's form? Then the page says so.
    pub(crate) fn may_go_back(self) -> bool {
        self.kept() == WhatWasKept::NotSent && self != Self::CrossSite
    }

    /// What the form says that comes back: it has to be sent again, as it is. None where the form
    /// itself is wrong, or was not read.
    pub(crate) fn to_send_again(self) -> Option<Wrong> {
        match self {
            Self::Busy => Some(Wrong::Busy),
            Self::EnoughToday => Some(Wrong::EnoughToday),
            Self::NotNow => Some(Wrong::NotNow),
            Self::Unavailable => Some(Wrong::Unsure),
            _ => None,
        }
    }

    /// Text ids: what happened, and what to do next.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("rejection-not-found", "rejection-not-found-next"),
            Self::MethodNotAllowed => ("rejection-method", "rejection-method-next"),
            Self::BadRequest => ("rejection-bad-request", "rejection-bad-request-next"),
            Self::TooLarge => ("rejection-too-large", "rejection-too-large-next"),
            Self::TooManyFiles => ("rejection-too-many-files", "rejection-too-many-files-next"),
            Self::Busy => ("rejection-busy", "rejection-busy-next"),
            Self::Closed => ("rejection-closed", "rejection-closed-next"),
            Self::EnoughToday => ("rejection-enough", "rejection-enough-next"),
            Self::TypoInCode => ("problem-code-typo", "rejection-kept-unchanged"),
            Self::CodeOpensNothing => (
                "problem-code-opens-nothing",
                "problem-code-opens-nothing-why",
            ),
            Self::VisitUnsettled => ("problem-visit-unsettled", "problem-visit-unsettled-why"),
            Self::FormTooOld => ("rejection-form-too-old", "rejection-form-too-old-next"),
            Self::FilesGone => ("rejection-files-gone", "rejection-files-gone-next"),
            Self::CrossSite => ("rejection-cross-site", "rejection-cross-site-next"),
            Self::UnsupportedType => ("rejection-unsupported", "rejection-unsupported-next"),
            Self::Unavailable => ("rejection-unavailable", "rejection-unavailable-next"),
            Self::NotNow => ("rejection-not-now", "rejection-not-now-next"),
            Self::VisitUnsure => ("rejection-visit-unsure", "rejection-visit-unsure-next"),
            Self::TimedOut => ("rejection-timed-out", "rejection-timed-out-next"),
            Self::Incomplete => ("rejection-incomplete", "rejection-incomplete-next"),
        }
    }
}

impl WhatWasKept {
    /// The text that says so.
    pub(crate) fn words(self) -> Option<&'static str> {
        match self {
            Self::NotAsked => None,
            Self::Nothing => Some("rejection-kept-nothing"),
            Self::NotSent => Some("rejection-kept-not-sent"),
            Self::Unsure => Some("rejection-kept-unsure"),
            Self::Unchanged => Some("rejection-kept-unchanged"),
            Self::EitherCode => Some("rejection-kept-either-code"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mailroom::receive::NotKept;
    use crate::intake::mailroom::visit::NoVisit;
    use crate::store::Fault;
    use crate::text::{Language, say};

    #[test]
    fn only_what_may_be_kept_is_said_to_be_unsure() {
        let full = Rejection::from(NotKept::Store(Fault::Full));
        assert_eq!(full.kept(), WhatWasKept::NotSent);
        let unsure = Rejection::from(NotKept::Unsure(Fault::Closed));
        assert_eq!(unsure.kept(), WhatWasKept::Unsure);
        let visit = Rejection::from(NoVisit::Store(Fault::Full));
        assert_eq!(visit.kept(), WhatWasKept::NotSent);
    }

    #[test]
    fn every_rejection_has_its_own_words_in_every_language() {
        for &language in Language::compiled() {
            let mut seen = std::collections::BTreeSet::new();
            for rejection in Rejection::ALL {
                let (what, next) = rejection.words();
                for id in [what, next].into_iter().chain(rejection.kept().words()) {
                    assert_ne!(say(language, id), id, "{rejection:?}");
                }
                assert!(seen.insert(say(language, what)), "{rejection:?} twice");
            }
        }
    }

    #[test]
    fn a_wrong_code_has_the_status_of_a_right_one() {
        assert_eq!(Rejection::CodeOpensNothing.status(), 200);
        assert_eq!(Rejection::TypoInCode.status(), 200);
    }

    #[test]
    fn only_after_a_typo_is_a_code_said_to_work_still() {
        for rejection in Rejection::ALL {
            let works = rejection.kept() == WhatWasKept::Unchanged;
            assert_eq!(works, rejection == Rejection::TypoInCode, "{rejection:?}");
        }
    }
}
