//! Submission: a form's way into the store, step by step, in
//! [`take_in`](crate::intake::Intake::take_in).
//!
//! Keeps P4 and P9 together: what can be refused without files is refused before them; what costs
//! something comes after what is cheap; nothing remains of a form that is not kept. Knows the words
//! and files of one form while its request lasts. Never knows HTTP.
//!
//! ```text
//!   parse ─▶ authorise ─▶ seal files ─▶ recognise ─▶ seal words ─▶ commit
//!   fields   token, code   as they      stretched code,             report, mailbox
//!            problems?     arrive       kept before?                and trace: one commit
//!     └───────────┴──────────┴─── something to correct: the rest is dropped ─▶ the form again
//! ```
//!
//! A form with problems is read to its end, because a browser that is still sending shows no page.
//! Only what announces more than anybody will wait for is answered after its fields.
//!
//! Whatever is not kept goes back to its page with its words: a person must never have to write
//! twice, nor believe that what was thrown away was received.

mod authorisation;
mod correction;
mod duplicate;
mod file_sealing;
mod halt;
mod incoming_form;
mod keeping;
mod outcome;

use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::multipart::Parts;
use crate::report::form::form_choices::Asking;
use crate::text::Language;
use halt::Halt;
use incoming_form::{FirstFile, IncomingForm};

pub(crate) use incoming_form::{AnnouncedLength, FormBody, SubmittedForm};
pub(crate) use outcome::{PageReaders, ReceivedAmount, SubmissionOutcome};

impl Intake {
    /// Reads one form and keeps what it brings.
    pub async fn take_in(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        body: FormBody,
    ) -> Result<SubmissionOutcome, Rejection> {
        let FormBody {
            mut parts,
            announced,
            share,
        } = body;
        let mut form = IncomingForm::begin(self, submitted, asking, language, announced);
        let kept = async {
            let first_file = form.parse(&mut parts).await?;
            let (mut authorised, first_file) = form.authorise_with(first_file).await?;
            let receiving = &mut authorised.receiving;
            form.seal_files(receiving, first_file, &mut parts).await?;
            let new = form.recognise(authorised).await?;
            if let Some(share) = share {
                self.take_text(share)?;
            }
            let sealed = form.seal(new).await?;
            sealed.commit(self).await
        };
        match Box::pin(kept).await {
            Ok((code, arrived)) => Ok(SubmissionOutcome::Kept { code, arrived }),
            Err(halt) => form.halted(halt, parts).await,
        }
    }

    /// Reads one form that there is no place for, and gives its words back.
    pub async fn give_back(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        (mut parts, why): (Parts, Rejection),
    ) -> Result<SubmissionOutcome, Rejection> {
        let within = AnnouncedLength::WithinLimits;
        let mut form = IncomingForm::begin(self, submitted, asking, language, within);
        let halt = match form.parse(&mut parts).await {
            Ok(first_file) => FirstFile::drop_rest(first_file)
                .await
                .map_or_else(Halt::from, |()| why.into()),
            Err(halt) => halt,
        };
        form.halted(halt, parts).await
    }
}
