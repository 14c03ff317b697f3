//! The inbox: one multipart form from its first field to its outcome.
//!
//! Keeps P4 and P9 together: what can be refused without files is refused before them; what costs
//! something comes after what is cheap; nothing remains of a form that is not kept. Knows the words and
//! files of one form while its request lasts. Never knows HTTP.
//!
//! ```text
//!   fields ─▶ proof, code ─▶ problems? ──no──▶ sealing begins ─▶ files ─▶ stretch ─▶ keep
//!                                └──yes──▶ files are read and dropped ─▶ the form again
//! ```
//!
//! A form with problems is read to its end, because a browser that is still sending shows no page.

use super::form_token::{BadProof, Purpose};
use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::{MultipartPart, Parts};
use crate::intake::http::request_head::NotAdmitted;
use crate::intake::http::request_limit::Full;
use crate::intake::mailroom::code_derivation::DerivationQueue;
use crate::intake::mailroom::daily_budget::UsedUp;
use crate::intake::mailroom::receive::{NotKept, Receiving, Trace};
use crate::intake::mailroom::visit::NoVisit;
use crate::report::form::answers::Sealable;
use crate::report::form::asking::Asking;
use crate::report::form::{BadForm, Field, Filled, Form, FormInput, Problem, Wrong};
use crate::report::mailbox::Mailbox;
use crate::report::receipt::Code;
use crate::report::{Heading, Report, ReportKind, TooLong};
use crate::rules::roster::{LeftOut, Roster};
use crate::text::Language;

/// What came of a form.
pub enum SubmissionOutcome {
    /// The report is on stable storage, now or since an earlier try.
    Kept(Code),
    /// Something is to be corrected; nothing was kept.
    Mend {
        input: FormInput,
        problems: Vec<Problem>,
        code: Code,
    },
}

/// What is sent.
#[derive(Clone, Copy)]
pub enum SubmittedForm<'a> {
    /// A first report to this institution.
    Report(&'a Roster),
    /// Something added to an earlier report; its mailbox says to whom.
    Addition,
}

/// A form being read.
struct Inbox<'a> {
    intake: &'a Intake,
    letter: SubmittedForm<'a>,
    asking: &'a Asking,
    language: Language,
    input: FormInput,
    files: usize,
    stage: SubmissionStage<'a>,
}

enum SubmissionStage<'a> {
    /// Only fields so far.
    Fields,
    /// Sealing has begun: files may come.
    Sealing(Box<OpenedForm<'a>>),
    /// Something is wrong: what still comes is dropped.
    Dropping(Option<(Field, Wrong)>),
}

/// Everything that must be right before a byte of a file is sealed.
struct OpenedForm<'a> {
    receiving: Receiving<'a>,
    code: Code,
    mailbox: Mailbox,
    roster: &'a Roster,
}

impl Intake {
    /// Reads one form and keeps what it brings.
    pub async fn take_in(
        &self,
        letter: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        mut parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        let input = FormInput::new(letter.form());
        let mut inbox = Inbox {
            intake: self,
            letter,
            asking,
            language,
            input,
            files: 0,
            stage: SubmissionStage::Fields,
        };
        while let Some(part) = parts.next().await? {
            if part.file_name().is_some() {
                inbox.file(part).await?;
            } else {
                inbox.field(part).await?;
            }
        }
        inbox.close().await
    }
}

impl SubmittedForm<'_> {
    fn form(self) -> Form {
        match self {
            Self::Report(_) => Form::Report,
            Self::Addition => Form::Addition,
        }
    }
}

impl Inbox<'_> {
    /// Fields come before files, as in our pages.
    async fn field(&mut self, part: MultipartPart) -> Result<(), Rejection> {
        if self.files > 0 || !matches!(self.stage, SubmissionStage::Fields) {
            return Err(Rejection::BadRequest);
        }
        let name = part.name().to_owned();
        let asked = self.asking.asked();
        let value = part.text(self.input.room(&asked)).await?;
        Ok(self.input.take(&name, value, &asked)?)
    }

    async fn file(&mut self, mut part: MultipartPart) -> Result<(), Rejection> {
        if part.name() != Field::Files.name() {
            return Err(Rejection::BadRequest);
        }
        let Some(first) = part.piece().await? else {
            // A file input that was left empty has no name; a named file without content is a mistake.
            if part.file_name().is_some_and(|name| !name.is_empty()) {
                self.drop_rest(Some((Field::Files, Wrong::FileEmpty)));
            }
            return Ok(());
        };
        self.files += 1;
        if matches!(self.stage, SubmissionStage::Fields) {
            self.begin().await?;
        }
        let SubmissionStage::Sealing(opened) = &mut self.stage else {
            while part.piece().await?.is_some() {}
            return Ok(());
        };
        match opened.receiving.file(&mut part, first).await {
            Ok(()) => Ok(()),
            Err(NotKept::FilesClosed) => self.read_past(part, Wrong::FilesClosed).await,
            Err(NotKept::TooManyFiles) => self.read_past(part, Wrong::TooManyFiles).await,
            Err(NotKept::FileTooLarge) => self.read_past(part, Wrong::FileTooLarge).await,
            Err(NotKept::FilesTooLarge) => self.read_past(part, Wrong::FilesTooLarge).await,
            Err(not_kept) => Err(not_kept.into()),
        }
    }

    /// Checks, cheapest first, and begins to seal if nothing is to be corrected.
    async fn begin(&mut self) -> Result<(), Rejection> {
        let code = self.checked_code()?;
        let asked = self.asking.asked();
        if !self.input.problems(&asked, self.files).is_empty() {
            self.drop_rest(None);
            return Ok(());
        }
        let mut left_out = self.input.left_out(&asked).unwrap_or_default();
        let (code, mailbox, roster) = match self.letter {
            SubmittedForm::Report(roster) => {
                let mailbox = Mailbox::random(roster.institution().clone());
                let mailbox = mailbox.leaving_out(LeftOut::of(roster, &left_out));
                (code, mailbox, roster)
            }
            SubmittedForm::Addition => {
                let (code, mailbox) = self.intake.mailbox(code).await?;
                let roster = self.intake.roster(mailbox.institution().as_str());
                let roster = roster.ok_or(Rejection::NotNow)?;
                left_out = mailbox.left_out().positions(roster);
                (code, mailbox, roster)
            }
        };
        let receiving = Receiving::begin(self.intake, roster, &left_out)?;
        if !self.input.text(Field::IdentityName).trim().is_empty() && !receiving.has_custodian() {
            self.drop_rest(Some((Field::IdentityName, Wrong::NoCustodian)));
            return Ok(());
        }
        self.stage = SubmissionStage::Sealing(Box::new(OpenedForm {
            receiving,
            code,
            mailbox,
            roster,
        }));
        Ok(())
    }

    /// The form's code, if this intake offered it for this kind of form.
    fn checked_code(&self) -> Result<Code, Rejection> {
        let code = Code::parse(self.input.code()).map_err(|_| Rejection::BadRequest)?;
        let (prover, today) = (&self.intake.prover, self.intake.today.day());
        let checked = match self.letter {
            SubmittedForm::Report(_) => {
                prover.check(Purpose::Report, code.digits(), self.input.proof(), today)
            }
            SubmittedForm::Addition => prover.check_slip(self.input.proof(), today),
        };
        match checked {
            Ok(()) => Ok(code),
            Err(BadProof::TooOld) => Err(Rejection::FormTooOld),
            Err(BadProof::Foreign) => Err(Rejection::CrossSite),
        }
    }

    fn drop_rest(&mut self, wrong: Option<(Field, Wrong)>) {
        self.stage = SubmissionStage::Dropping(wrong);
    }

    async fn read_past(&mut self, mut part: MultipartPart, wrong: Wrong) -> Result<(), Rejection> {
        self.drop_rest(Some((Field::Files, wrong)));
        while part.piece().await?.is_some() {}
        Ok(())
    }

    /// All has arrived.
    async fn close(mut self) -> Result<SubmissionOutcome, Rejection> {
        if matches!(self.stage, SubmissionStage::Fields) {
            self.begin().await?;
        }
        let asked = self.asking.asked();
        let opened = match self.stage {
            SubmissionStage::Sealing(opened) => opened,
            SubmissionStage::Dropping(wrong) => {
                let code = self.checked_code()?;
                let mut problems = self.input.problems(&asked, self.files);
                problems.extend(wrong.map(|(field, wrong)| Problem { field, wrong }));
                return Ok(SubmissionOutcome::Mend {
                    input: self.input,
                    problems,
                    code,
                });
            }
            SubmissionStage::Fields => return Err(Rejection::BadRequest),
        };
        let proof = self.input.proof().to_owned();
        match self.input.fill(&asked, self.files) {
            Ok(filled) => {
                opened
                    .keep(self.intake, self.letter, self.language, filled, &proof)
                    .await
            }
            Err(refused) => Ok(SubmissionOutcome::Mend {
                input: refused.input,
                problems: refused.problems,
                code: opened.code,
            }),
        }
    }
}

impl OpenedForm<'_> {
    async fn keep(
        self,
        intake: &Intake,
        letter: SubmittedForm<'_>,
        language: Language,
        filled: Filled,
        proof: &str,
    ) -> Result<SubmissionOutcome, Rejection> {
        let receipt;
        let (code, trace) = match letter {
            SubmittedForm::Report(_) => {
                let derived = intake
                    .stretchers
                    .derive(self.code, DerivationQueue::Reports)
                    .await;
                let code;
                (code, receipt) = derived.map_err(|_| Rejection::Busy)?;
                let trace = Trace {
                    at: intake.pepper.locate(receipt.claim()),
                    opens: Some((&self.mailbox, receipt.wrap_key())),
                };
                (code, trace)
            }
            SubmittedForm::Addition => {
                let trace = Trace {
                    at: intake.pepper.locate_slip(proof.as_bytes()),
                    opens: None,
                };
                (self.code, trace)
            }
        };
        let heading = Heading {
            kind: match letter {
                SubmittedForm::Report(_) => ReportKind::Report,
                SubmittedForm::Addition => ReportKind::Addition,
            },
            institution: self.roster.institution().clone(),
            day: intake.today.day(),
            language,
            mailbox: self.mailbox.id(),
            reply_to: self.mailbox.recipient(),
            policy: intake.policy.digest(),
        };
        let Sealable {
            answers, identity, ..
        } = filled.into_sealable()?;
        self.receiving
            .keep(Report::new(heading, answers), identity, trace)
            .await?;
        Ok(SubmissionOutcome::Kept(code))
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
            NoVisit::Busy => Self::Busy,
            NoVisit::Store(_) => Self::NotNow,
            NoVisit::Moving(_) => Self::VisitUnsure,
        }
    }
}
