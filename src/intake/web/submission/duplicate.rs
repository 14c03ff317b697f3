//! Duplicates: is this form kept already, since an earlier try?

use super::authorisation::AuthorisedForm;
use super::halt::Halt;
use super::incoming_form::{FormAge, IncomingForm};
use super::outcome::{PageReaders, ReceivedAmount};
use crate::intake::mailroom::code_derivation::DerivationQueue;
use crate::intake::mailroom::receive::{KeptBefore, Receiving};
use crate::intake::mailroom::visit::Unlocked;
use crate::intake::web::csrf_token::ReadersMark;
use crate::report::content_tag::{ContentDigest, ContentTag};
use crate::report::form::{Field, Wrong};
use crate::report::mailbox::Mailbox;
use crate::report::receipt::{Code, Locator, Receipt};
use crate::rules::roster::Roster;

/// A form that is not kept already.
pub(super) struct NewForm<'a> {
    pub(super) receiving: Receiving<'a>,
    pub(super) known: RecognisedForm<'a>,
}

/// What is known of a form before its words are sealed, and after.
pub(super) struct RecognisedForm<'a> {
    pub(super) code: Code,
    pub(super) mailbox: Mailbox,
    pub(super) roster: &'a Roster,
    pub(super) content: ContentTag,
    pub(super) arrived: ReceivedAmount,
    pub(super) known_by: KnownBy,
}

/// What makes a form recognisable when it comes again.
pub(super) enum KnownBy {
    Code(Receipt),
    /// An addition's token and content; and the record that changes with it.
    Token {
        at: Locator,
        opened: Unlocked,
    },
}

impl<'a> IncomingForm<'a> {
    /// Is it kept already, or something else under its code? The code's derivation, which costs
    /// most, comes last.
    pub(super) async fn recognise(
        &self,
        authorised: AuthorisedForm<'a>,
    ) -> Result<NewForm<'a>, Halt> {
        let AuthorisedForm {
            mut receiving,
            code,
            age,
            mailbox,
            opened,
            roster,
        } = authorised;
        let content = receiving.content(self.words());
        let arrived = self.arrived(&receiving);
        let (code, known_by) = if let Some(opened) = opened {
            (
                code,
                self.new_addition(opened, age, (roster, content)).await?,
            )
        } else {
            let about = (roster, content, arrived);
            self.new_report(code, age, about).await?
        };
        let known = RecognisedForm {
            code,
            mailbox,
            roster,
            content,
            arrived,
            known_by,
        };
        Ok(NewForm { receiving, known })
    }

    /// A first report is kept under its code, unless something is kept there already.
    async fn new_report(
        &self,
        code: Code,
        age: FormAge,
        (roster, content, arrived): (&Roster, ContentTag, ReceivedAmount),
    ) -> Result<(Code, KnownBy), Halt> {
        let code_derivation = &self.intake.code_derivation;
        let derived = code_derivation.derive(code, DerivationQueue::Reports).await;
        let Ok((code, receipt)) = derived else {
            return Err(Halt::Mend(Some((Field::Code, Wrong::Busy))));
        };
        let before = self
            .intake
            .kept_before(&receipt, roster.institution(), content);
        match before.await? {
            KeptBefore::Nothing if age == FormAge::TooOld => Err(Halt::Mend(None)),
            KeptBefore::Nothing if !ReadersMark::of(roster).is_in(self.input.token()) => {
                Err(Halt::Mend(Some((Field::LeaveOut, Wrong::PeopleChanged))))
            }
            KeptBefore::Nothing => Ok((code, KnownBy::Code(receipt))),
            KeptBefore::Same(day) => Err(Halt::KeptBefore {
                code,
                arrived: ReceivedAmount { day, ..arrived },
            }),
            KeptBefore::Other => Err(Halt::Other(code)),
            KeptBefore::Elsewhere => Err(Halt::Elsewhere),
            KeptBefore::Replaced => Err(Halt::Replaced),
        }
    }

    /// Other words from the same page are another addition, the same again are one. Of that one the
    /// page says a later day to come back than at first: the trace tells no day.
    async fn new_addition(
        &self,
        opened: Unlocked,
        age: FormAge,
        (roster, content): (&Roster, ContentTag),
    ) -> Result<KnownBy, Halt> {
        let sent = [self.input.token().as_bytes(), content.as_bytes()].concat();
        let at = self.intake.pepper.locate_addition(&sent);
        let is_agreed = ReadersMark::of(roster).is_in(self.input.token());
        if (age == FormAge::TooOld || !is_agreed) && !self.intake.is_traced(at).await? {
            return Err(if is_agreed {
                Halt::Mend(None)
            } else {
                Halt::ReadersChanged(PageReaders::of(roster))
            });
        }
        Ok(KnownBy::Token { at, opened })
    }

    fn words(&self) -> ContentDigest {
        let mut words = ContentDigest::new();
        self.input.add_to(&mut words);
        words
    }

    fn arrived(&self, receiving: &Receiving<'_>) -> ReceivedAmount {
        let (files, bytes) = receiving.files();
        ReceivedAmount {
            characters: self.input.characters(),
            files,
            bytes,
            day: self.intake.today.day(),
        }
    }
}
