//! What comes of a form: kept, or given back with its words.

use crate::intake::web::csrf_token::ReadersMark;
use crate::intake::web::rejection::Rejection;
use crate::report::form::{FormInput, Problem};
use crate::report::receipt::Code;
use crate::rules::calendar::Day;
use crate::rules::roster::{Officer, Roster};
use crate::text::terminal::OneLine;

/// What came of a form.
pub enum SubmissionOutcome {
    /// The report is on stable storage, now or since an earlier try.
    Kept { code: Code, arrived: ReceivedAmount },
    /// Something else is kept under this code; this is not, and can be added to it.
    Other { input: FormInput, code: Code },
    /// Something was kept under this code, and its owner has a newer one since; this is not kept.
    Replaced { input: FormInput },
    /// An addition whose code opens nothing any more, or not now; `why` says which of the two.
    Locked { input: FormInput, why: Rejection },
    /// Something is to be corrected; nothing was kept.
    Mend {
        input: FormInput,
        problems: Vec<Problem>,
        code: Code,
        /// Of an addition: who would read it, if its page named others.
        readers: Option<PageReaders>,
    },
}

/// Whom a page for additions names: the responsible persons of the institution. Who of them was
/// left out, the page does not say: its reader knows, and a stranger who found the code must not.
pub struct PageReaders {
    pub(crate) mark: ReadersMark,
    pub(crate) names: String,
}

impl PageReaders {
    pub(crate) fn of(roster: &Roster) -> Self {
        let names = roster.officers().iter().map(Officer::name);
        let names: Vec<_> = names.map(|name| OneLine(name).to_string()).collect();
        Self {
            mark: ReadersMark::of(roster),
            names: names.join(", "),
        }
    }
}

/// How much was received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReceivedAmount {
    /// Of all texts, as people count them.
    pub characters: usize,
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
    /// On which it came first.
    pub day: Day,
}
