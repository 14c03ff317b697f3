//! Authorise: may this form be sent, by whom, and is there nothing to correct?

use super::halt::Halt;
use super::incoming_form::{FirstFile, FormAge, IncomingForm, SubmittedForm};
use crate::intake::mailroom::receive::Receiving;
use crate::intake::mailroom::visit::Unlocked;
use crate::intake::web::rejection::Rejection;
use crate::report::form::{Field, Wrong};
use crate::report::mailbox::Mailbox;
use crate::report::receipt::Code;
use crate::rules::roster::{LeftOut, Roster};
use crate::text::character_count::is_blank;

/// A form whose sender may send it: everything that must be right before a byte of a file is
/// sealed.
pub(super) struct AuthorisedForm<'a> {
    pub(super) receiving: Receiving<'a>,
    pub(super) code: Code,
    pub(super) age: FormAge,
    pub(super) mailbox: Mailbox,
    /// The record that an addition's code opened.
    pub(super) opened: Option<Unlocked>,
    pub(super) roster: &'a Roster,
}

impl<'a> IncomingForm<'a> {
    /// As [`Self::authorise`]; of a file that has begun the rest is dropped, if this comes back to
    /// be corrected.
    pub(super) async fn authorise_with(
        &self,
        first_file: Option<FirstFile>,
    ) -> Result<(AuthorisedForm<'a>, Option<FirstFile>), Halt> {
        match self.authorise().await {
            Ok(authorised) => Ok((authorised, first_file)),
            Err(halt) => {
                if halt.brings_words_back() {
                    FirstFile::drop_rest(first_file).await?;
                }
                Err(halt)
            }
        }
    }

    /// May this be sent, and is there nothing to correct? Cheapest first.
    async fn authorise(&self) -> Result<AuthorisedForm<'a>, Halt> {
        let (code, age) = self.checked_code()?;
        let asked = self.asking.asked();
        if !self.input.problems(&asked, self.input.files()).is_empty() {
            return Err(Halt::Mend(None));
        }
        let left_out = self.input.left_out(&asked).unwrap_or_default();
        let authorised = match self.submitted {
            SubmittedForm::Report(roster) => self.first_report(code, age, roster, &left_out)?,
            SubmittedForm::Addition => self.addition(code, age).await?,
        };
        let is_named = !is_blank(self.input.text(Field::IdentityName));
        if is_named && !authorised.receiving.has_custodian() {
            return Err(Halt::Mend(Some((Field::IdentityName, Wrong::NoCustodian))));
        }
        Ok(authorised)
    }

    /// With a mailbox of its own.
    fn first_report(
        &self,
        code: Code,
        age: FormAge,
        roster: &'a Roster,
        left_out: &[usize],
    ) -> Result<AuthorisedForm<'a>, Rejection> {
        let mailbox = Mailbox::random(roster.institution().clone());
        Ok(AuthorisedForm {
            receiving: Receiving::begin(self.intake, roster, left_out)?,
            code,
            age,
            mailbox: mailbox.leaving_out(LeftOut::of(roster, left_out)),
            opened: None,
            roster,
        })
    }

    /// With the mailbox that the code opens, and a fresh key for the answers to it.
    async fn addition(&self, code: Code, age: FormAge) -> Result<AuthorisedForm<'a>, Rejection> {
        let (code, opened, mailbox) = self.intake.mailbox(code).await?;
        let roster = self.intake.roster(mailbox.institution().as_str());
        let roster = roster.ok_or(Rejection::NotNow)?;
        let left_out = mailbox.left_out().positions(roster);
        Ok(AuthorisedForm {
            receiving: Receiving::begin(self.intake, roster, &left_out)?,
            code,
            age,
            mailbox: mailbox.for_addition(),
            opened: Some(opened),
            roster,
        })
    }
}
