//! Correct: what is not kept goes back to its page, with its words.

use super::halt::Halt;
use super::incoming_form::{AnnouncedLength, FormAge, IncomingForm, SubmittedForm};
use super::outcome::{PageReaders, SubmissionOutcome};
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::Parts;
use crate::intake::web::rejection::Rejection;
use crate::report::form::{Field, Problem, Wrong};
use crate::report::receipt::Code;

impl IncomingForm<'_> {
    /// What comes of a form that goes no further.
    pub(super) async fn halted(
        self,
        halt: Halt,
        parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        let input = self.input;
        match halt {
            Halt::Mend(wrong) => Self { input, ..self }.mend(wrong, None, parts).await,
            Halt::ReadersChanged(readers) => {
                let wrong = (Field::Code, Wrong::ReadersChanged);
                let form = Self { input, ..self };
                form.mend(Some(wrong), Some(readers), parts).await
            }
            Halt::KeptBefore { code, arrived } => Ok(SubmissionOutcome::Kept { code, arrived }),
            Halt::Other(code) => Ok(SubmissionOutcome::Other { input, code }),
            Halt::Replaced => Ok(SubmissionOutcome::Replaced { input }),
            Halt::Elsewhere => Ok(SubmissionOutcome::Mend {
                input,
                problems: vec![Problem {
                    field: Field::Code,
                    wrong: Wrong::CodeTaken,
                }],
                code: Code::random(),
                readers: None,
            }),
            Halt::Refused(rejection) => {
                let form = Self { input, ..self };
                form.refused(rejection, parts).await
            }
        }
    }

    /// What was refused comes back, too, where its words are here.
    async fn refused(
        mut self,
        why: Rejection,
        parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        if let (SubmittedForm::Addition, Rejection::CodeOpensNothing | Rejection::VisitUnsettled) =
            (self.submitted, why)
        {
            if self.announced == AnnouncedLength::WithinLimits {
                self.drop_rest(parts).await?;
            }
            let input = self.input;
            return Ok(SubmissionOutcome::Locked { input, why });
        }
        let wrong = match why {
            Rejection::TooManyFiles => (Field::Files, Wrong::TooManyFiles),
            why => (Field::Code, why.to_send_again().ok_or(why)?),
        };
        self.mend(Some(wrong), None, parts).await
    }

    /// Drops what still comes, and gives the form back with what is to be corrected and a code that
    /// works.
    async fn mend(
        mut self,
        wrong: Option<(Field, Wrong)>,
        readers: Option<PageReaders>,
        parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        let wrong = match self.announced {
            AnnouncedLength::WithinLimits => self.drop_rest(parts).await?.or(wrong),
            AnnouncedLength::TooLong => wrong,
        };
        let (code, age) = self.checked_code()?;
        let (code, old) = match (age, self.submitted) {
            (FormAge::Valid, _) => (code, None),
            (FormAge::TooOld, SubmittedForm::Report(_)) => {
                (Code::random(), Some(Wrong::FormTooOld))
            }
            // The code is the mailbox's own and works; only the page was old, and a new one comes.
            (FormAge::TooOld, SubmittedForm::Addition) => (code, Some(Wrong::MessageTooOld)),
        };
        let asked = self.asking.asked();
        let mut problems = self.input.problems(&asked, self.input.files());
        problems.extend(old.map(|wrong| Problem {
            field: Field::Code,
            wrong,
        }));
        problems.extend(wrong.map(|(field, wrong)| Problem { field, wrong }));
        Ok(SubmissionOutcome::Mend {
            input: self.input,
            problems,
            code,
            readers,
        })
    }

    /// Reads to the end; what is wrong with the files that still come.
    async fn drop_rest(&mut self, mut parts: Parts) -> Result<Option<(Field, Wrong)>, Rejection> {
        let mut found = None;
        for _ in 0..DROPPED_PARTS_MAX {
            let mut part = match parts.next().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                // It has gone past this one, and goes on.
                Err(BodyRefused::TooManyParts) => {
                    found = Some((Field::Files, Wrong::TooManyFiles));
                    continue;
                }
                Err(refused) => return Err(refused.into()),
            };
            match self.first_piece(&mut part).await {
                Ok(_) => while part.piece().await?.is_some() {},
                Err(Halt::Mend(wrong)) => found = wrong,
                Err(Halt::Refused(rejection)) => return Err(rejection),
                Err(_) => return Err(Rejection::BadRequest),
            }
        }
        Ok(found)
    }
}

/// A form that is given back is read on for so many parts; a browser that sends more may see no
/// page.
const DROPPED_PARTS_MAX: usize = 16 * 1024;
