//! Seal the words, and commit: report, mailbox and trace, or nothing.

use super::duplicate::{KnownBy, NewForm, RecognisedForm};
use super::halt::Halt;
use super::incoming_form::IncomingForm;
use super::outcome::ReceivedAmount;
use crate::intake::Intake;
use crate::intake::mailroom::receive::{KeptBefore, Sealed, Trace};
use crate::intake::web::rejection::Rejection;
use crate::report::form::sealable::Sealable;
use crate::report::mailbox::Mailbox;
use crate::report::receipt::Code;
use crate::report::{Heading, Report};
use crate::rules::roster::Roster;
use crate::store::KeepOutcome;

/// A form that is sealed, and not kept yet.
pub(super) struct SealedForm<'a> {
    sealed: Sealed<'a>,
    known: RecognisedForm<'a>,
}

impl<'a> IncomingForm<'a> {
    /// Seals the words.
    pub(super) async fn seal(&self, new: NewForm<'a>) -> Result<SealedForm<'a>, Halt> {
        let NewForm { receiving, known } = new;
        let Sealable {
            answers, identity, ..
        } = self.filled()?;
        let report = Report::new(self.heading(&known.mailbox, known.roster), answers);
        let report = report.signed_by(known.mailbox.signing_key());
        let sealed = receiving.seal(report, identity).await?;
        Ok(SealedForm { sealed, known })
    }

    fn filled(&self) -> Result<Sealable, Halt> {
        let input = self.input.again();
        let filled = input.fill(&self.asking.asked(), self.input.files());
        Ok(filled.map_err(|_| Halt::Mend(None))?.into_sealable()?)
    }

    fn heading(&self, mailbox: &Mailbox, roster: &Roster) -> Heading {
        Heading {
            kind: self.submitted.kind(),
            institution: roster.institution().clone(),
            day: self.intake.today.day(),
            language: self.language.code().clone(),
            mailbox: mailbox.id(),
            reply_to: mailbox.recipient(),
            signing: mailbox.signing(),
            number: mailbox.number(),
            policy: self.intake.policy.digest(),
        }
    }
}

impl SealedForm<'_> {
    /// Keeps report, mailbox and trace in one commit.
    pub(super) async fn commit(self, intake: &Intake) -> Result<(Code, ReceivedAmount), Halt> {
        let RecognisedForm {
            code,
            mailbox,
            roster,
            content,
            arrived,
            known_by,
        } = self.known;
        let mailbox = &mailbox;
        match known_by {
            KnownBy::Token { at, opened } => {
                let trace = Trace::Addition {
                    at,
                    opened,
                    mailbox,
                };
                self.sealed.commit(trace).await?;
            }
            KnownBy::Code(receipt) => {
                let trace = Trace::Report {
                    at: intake.pepper.locate(receipt.claim()),
                    mailbox,
                    key: receipt.wrap_key(),
                    content,
                };
                let kept = self.sealed.commit(trace).await?;
                let institution = roster.institution();
                let before = || intake.kept_before(&receipt, institution, content);
                // Two windows sent at one time. The words are sealed; a retry finds out which is
                // kept.
                if kept == KeepOutcome::Already {
                    return match before().await? {
                        KeptBefore::Same(day) => Ok((code, ReceivedAmount { day, ..arrived })),
                        _ => Err(Rejection::NotNow.into()),
                    };
                }
            }
        }
        Ok((code, arrived))
    }
}
