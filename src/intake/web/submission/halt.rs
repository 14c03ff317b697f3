//! Why a form goes no further.

use super::outcome::{PageReaders, ReceivedAmount};
use crate::intake::web::rejection::Rejection;
use crate::report::form::{Field, Wrong};
use crate::report::receipt::Code;

/// Why a form goes no further.
pub(super) enum Halt {
    /// It can be corrected; what is wrong, beside what the fields themselves show.
    Mend(Option<(Field, Wrong)>),
    /// An addition whose page named others than would read it: these.
    ReadersChanged(PageReaders),
    /// It is kept since an earlier try.
    KeptBefore {
        code: Code,
        arrived: ReceivedAmount,
    },
    /// Something else is kept under this code.
    Other(Code),
    /// A report to another institution is kept under its code: it needs another one.
    Elsewhere,
    /// Its code was replaced.
    Replaced,
    Refused(Rejection),
}

impl Halt {
    /// Is the rest of the form worth reading?
    pub(super) fn brings_words_back(&self) -> bool {
        match self {
            Self::Refused(why) => {
                let is_locked = [Rejection::CodeOpensNothing, Rejection::VisitUnsettled];
                is_locked.contains(why) || why.to_send_again().is_some()
            }
            _ => true,
        }
    }
}

/// Whatever becomes a rejection ends a form.
impl<T: Into<Rejection>> From<T> for Halt {
    fn from(why: T) -> Self {
        Self::Refused(why.into())
    }
}
