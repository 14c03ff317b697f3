//! Rejection causes: which rejection a reporter hears for what was refused inside.

use super::csrf_token::BadCsrfToken;
use super::rejection::Rejection;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::request_head::NotAdmitted;
use crate::intake::http::request_limit::Full;
use crate::intake::mailroom::daily_budget::UsedUp;
use crate::intake::mailroom::receive::NotKept;
use crate::intake::mailroom::visit::NoVisit;
use crate::report::TooLong;
use crate::report::form::BadForm;

impl From<BadCsrfToken> for Rejection {
    fn from(bad: BadCsrfToken) -> Self {
        match bad {
            BadCsrfToken::TooOld => Self::FormTooOld,
            BadCsrfToken::Foreign => Self::CrossSite,
        }
    }
}

impl From<BodyRefused> for Rejection {
    fn from(refused: BodyRefused) -> Self {
        match refused {
            BodyRefused::Unreadable => Self::BadRequest,
            BodyRefused::TooLarge => Self::TooLarge,
            BodyRefused::TooManyParts => Self::TooManyFiles,
            BodyRefused::TooSlow => Self::TimedOut,
            BodyRefused::CutOff => Self::Incomplete,
            BodyRefused::NoRoom => Self::Busy,
        }
    }
}

impl From<NotKept> for Rejection {
    fn from(not_kept: NotKept) -> Self {
        match not_kept {
            NotKept::Body(refused) => refused.into(),
            NotKept::FilesClosed => Self::Closed,
            NotKept::TooManyFiles => Self::TooManyFiles,
            NotKept::FileTooLarge | NotKept::FilesTooLarge => Self::TooLarge,
            NotKept::Sealing(_) | NotKept::Copied | NotKept::Store(_) => Self::NotNow,
            NotKept::Unsure(_) => Self::Unavailable,
        }
    }
}

impl From<BadForm> for Rejection {
    fn from(bad: BadForm) -> Self {
        match bad {
            BadForm::TooLong => Self::TooLarge,
            BadForm::UnknownField | BadForm::Repeated | BadForm::NotAChoice | BadForm::NotAText => {
                Self::BadRequest
            }
        }
    }
}

impl From<TooLong> for Rejection {
    fn from(_: TooLong) -> Self {
        Self::TooLarge
    }
}

impl From<Full> for Rejection {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

impl From<UsedUp> for Rejection {
    fn from(_: UsedUp) -> Self {
        Self::EnoughToday
    }
}

impl From<NotAdmitted> for Rejection {
    fn from(not_admitted: NotAdmitted) -> Self {
        match not_admitted {
            NotAdmitted::CrossSite => Self::CrossSite,
            NotAdmitted::WrongType => Self::UnsupportedType,
            NotAdmitted::TooLarge => Self::TooLarge,
        }
    }
}

impl From<NoVisit> for Rejection {
    fn from(no_visit: NoVisit) -> Self {
        match no_visit {
            NoVisit::Unknown => Self::CodeOpensNothing,
            NoVisit::Unsettled => Self::VisitUnsettled,
            NoVisit::Busy => Self::Busy,
            // In place of the last the page for opening shows another code.
            NoVisit::Store(_) | NoVisit::FreshTaken { .. } => Self::NotNow,
            NoVisit::Moving(_) => Self::VisitUnsure,
        }
    }
}
