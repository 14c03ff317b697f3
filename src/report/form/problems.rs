//! What a reporter has to correct before a form becomes a report.

use super::{Asked, Field, Form, FormInput};
use crate::text::character_count::is_blank;

/// Something for the reporter to correct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where the page says it.
    pub field: Field,
    /// What the page says there.
    pub wrong: Wrong,
}

/// What to correct.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// The one answer that a report can't be without.
    WhatMissing,
    /// An addition of no words and no files.
    MessageMissing,
    /// All texts together are over policy's `text_max`.
    TextTooLong,
    /// This text is so long that only its beginning was taken.
    TextCut,
    /// The server's: the form's own code is past its days, and another one is offered.
    FormTooOld,
    /// The server's: an addition's page is past its days; its code works.
    MessageTooOld,
    /// The server's: the form's code opens a report to another institution.
    CodeTaken,
    /// The server's: something was sent with the form's code before, and another one is offered.
    CodeUsed,
    /// Every officer was left out.
    NobodyLeft,
    /// The roster is another one since the form was shown.
    PeopleChanged,
    /// The server's: an addition would be read by others than its page named.
    ReadersChanged,
    /// A name was given, and not that its meaning is understood.
    IdentityNotConfirmed,
    /// It was confirmed, and no name given.
    IdentityEmpty,
    /// The server's: nobody who may read it is trusted with names.
    NoCustodian,
    /// Over what a sealed identity holds.
    IdentityTooLong,
    /// The server's, with `Field::Files`, when the words can still be shown again.
    TooManyFiles,
    /// A file of no bytes.
    FileEmpty,
    /// Over policy's `file_bytes_max`.
    FileTooLarge,
    /// All files together are over policy's `total_bytes_max`.
    FilesTooLarge,
    /// What is left of the disk is for text.
    FilesClosed,
    /// Too much at once: to be sent again in a moment.
    Busy,
    /// The server's: what may be left in a day is used up, or this circuit's part of it.
    EnoughToday,
    /// The server's: the store failed before anything was kept.
    NotNow,
    /// The server's: the store failed while keeping. Sent again, it is kept once.
    Unsure,
}

/// A form with problems: the page shows both.
#[derive(Debug)]
pub struct InvalidForm {
    /// What was filled in, to be shown again.
    pub input: FormInput,
    /// At least one.
    pub problems: Vec<Problem>,
}

impl FormInput {
    /// What the reporter has to correct, in the order of the page. `files` that have
    /// begun to arrive stand for words in an addition.
    pub fn problems(&self, asked: &Asked, files: usize) -> Vec<Problem> {
        let nothing = is_blank(self.text(Field::WhatHappened));
        let named = !is_blank(self.text(Field::IdentityName));
        let reachable = !is_blank(self.text(Field::IdentityContact));
        let confirmed = self.chose(Field::IdentityUnderstood, "yes");
        let unknown = self.left_out(asked).is_none();
        let nobody = self
            .left_out(asked)
            .is_some_and(|out| !asked.officers.is_empty() && out.len() == asked.officers.len());
        let who = [Field::IdentityName, Field::IdentityContact];
        let who_bytes: usize = who.iter().map(|field| self.text(*field).len()).sum();
        let silent = nothing && files == 0 && !named;
        let cut = self.cut.iter().map(|field| Problem {
            field: *field,
            wrong: Wrong::TextCut,
        });
        let others = [
            (
                Field::WhatHappened,
                Wrong::WhatMissing,
                self.form == Form::Report && nothing,
            ),
            (
                Field::WhatHappened,
                Wrong::MessageMissing,
                self.form == Form::Addition && silent,
            ),
            (
                Field::WhatHappened,
                Wrong::TextTooLong,
                self.cut.is_empty() && self.characters() > asked.text_max,
            ),
            (Field::LeaveOut, Wrong::PeopleChanged, unknown),
            (Field::LeaveOut, Wrong::NobodyLeft, nobody),
            (
                Field::IdentityName,
                Wrong::IdentityEmpty,
                !named && (reachable || confirmed),
            ),
            (
                Field::IdentityContact,
                Wrong::IdentityTooLong,
                who_bytes > IDENTITY_MAX,
            ),
            (
                Field::IdentityUnderstood,
                Wrong::IdentityNotConfirmed,
                named && !confirmed,
            ),
        ]
        .into_iter()
        .filter_map(|(field, wrong, holds)| holds.then_some(Problem { field, wrong }));
        cut.chain(others).collect()
    }
}

impl Wrong {
    /// Is it about one file, which the page can name?
    pub(crate) fn is_of_one_file(self) -> bool {
        matches!(self, Self::FileEmpty | Self::FileTooLarge)
    }

    /// Is the form right, and only has to be sent again?
    pub(crate) fn is_over_later(self) -> bool {
        matches!(
            self,
            Self::Busy | Self::EnoughToday | Self::NotNow | Self::Unsure
        )
    }

    /// The text that says so.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::WhatMissing => "problem-what-missing",
            Self::MessageMissing => "problem-message-missing",
            Self::TextTooLong => "problem-text-too-long",
            Self::TextCut => "problem-text-cut",
            Self::FormTooOld => "problem-form-too-old",
            Self::MessageTooOld => "problem-message-too-old",
            Self::CodeTaken => "problem-code-taken",
            Self::CodeUsed => "problem-code-used",
            Self::NobodyLeft => "problem-nobody-left",
            Self::PeopleChanged => "problem-people-changed",
            Self::ReadersChanged => "problem-readers-changed",
            Self::IdentityNotConfirmed => "problem-identity-not-confirmed",
            Self::IdentityEmpty => "problem-identity-empty",
            Self::NoCustodian => "problem-no-custodian",
            Self::IdentityTooLong => "problem-identity-too-long",
            Self::TooManyFiles => "problem-too-many-files",
            Self::FileEmpty => "problem-file-empty",
            Self::FileTooLarge => "problem-file-too-large",
            Self::FilesTooLarge => "problem-files-too-large",
            Self::FilesClosed => "problem-files-closed",
            Self::Busy => "problem-busy",
            Self::EnoughToday => "problem-enough-today",
            Self::NotNow => "problem-not-now",
            Self::Unsure => "problem-unsure",
        }
    }
}

/// Bytes of name and contact together: all identities are sealed at one size.
pub(super) const IDENTITY_MAX: usize = 1900;
