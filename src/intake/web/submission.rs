//! The inbox: one multipart form from its first field to its outcome.
//!
//! Keeps P4 and P9 together: what can be refused without files is refused before them; what costs
//! something comes after what is cheap; nothing remains of a form that is not kept. Knows the words and
//! files of one form while its request lasts. Never knows HTTP.
//!
//! ```text
//!   fields ─▶ proof, code ─▶ problems? ──no──▶ sealing begins ─▶ files ─▶ stretch ─▶ known? ──no──▶ keep
//!                                │                                                  └──yes──▶ the same?
//!                                └──yes──▶ files are read and dropped ─▶ the form again
//! ```
//!
//! A form with problems is read to its end, because a browser that is still sending shows no page.
//! Only what announces more than anybody will wait for is answered after its fields.
//!
//! Whatever is not kept goes back to its page with its words: a person must never have to write
//! twice, nor believe that what was thrown away was received.

use super::form_token::{BadProof, Purpose};
use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::{MultipartPart, Parts};
use crate::intake::http::request_head::NotAdmitted;
use crate::intake::http::request_limit::Full;
use crate::intake::mailroom::code_derivation::DerivationQueue;
use crate::intake::mailroom::daily_budget::UsedUp;
use crate::intake::mailroom::receive::{KeptBefore, NotKept, Receiving, Trace};
use crate::intake::mailroom::visit::NoVisit;
use crate::report::content::ContentDigest;
use crate::report::form::answers::Sealable;
use crate::report::form::asking::Asking;
use crate::report::form::{BadForm, Field, Form, FormInput, Problem, Wrong};
use crate::report::mailbox::Mailbox;
use crate::report::receipt::Code;
use crate::report::{Heading, Report, ReportKind, TooLong};
use crate::rules::roster::{LeftOut, Roster};
use crate::store::KeepOutcome;
use crate::text::Language;
use crate::text::characters::is_blank;

/// What came of a form.
pub enum SubmissionOutcome {
    /// The report is on stable storage, now or since an earlier try.
    Kept { code: Code, arrived: ReceivedAmount },
    /// Something else is kept under this code; this is not, and can be added to it.
    Other { input: FormInput, code: Code },
    /// Something was kept under this code, and its owner has a newer one since; this is not kept.
    Replaced { input: FormInput },
    /// Something is to be corrected; nothing was kept.
    Mend {
        input: FormInput,
        problems: Vec<Problem>,
        code: Code,
    },
}

/// How much was received.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReceivedAmount {
    /// Of all texts, as people count them.
    pub characters: usize,
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

/// How long a body its sender has announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnnouncedLength {
    WithinLimits,
    /// Longer than anything that is kept: only its words are of use.
    TooLong,
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
    age: FormAge,
    mailbox: Mailbox,
    roster: &'a Roster,
}

/// Is a form within its days? One past them is not kept any more, but may have been.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FormAge {
    Valid,
    TooOld,
}

impl Intake {
    /// Reads one form and keeps what it brings.
    pub async fn take_in(
        &self,
        letter: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        (mut parts, announced): (Parts, AnnouncedLength),
    ) -> Result<SubmissionOutcome, Rejection> {
        let input = FormInput::new(letter.form());
        let mut inbox = Inbox {
            intake: self,
            letter,
            asking,
            language,
            input,
            stage: SubmissionStage::Fields,
        };
        while let Some(part) = parts.next().await? {
            if part.file_name().is_none() {
                inbox.field(part).await?;
            } else if announced == AnnouncedLength::TooLong {
                inbox.drop_rest(Some((Field::Files, Wrong::FilesTooLarge)));
                inbox.input.see_file();
                break;
            } else {
                inbox.file(part).await?;
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
        if self.input.files() > 0 || !matches!(self.stage, SubmissionStage::Fields) {
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
            if let Some(name) = part.file_name().filter(|name| !name.is_empty()) {
                self.input.see_file();
                self.drop_naming(name, Wrong::FileEmpty);
            }
            return Ok(());
        };
        self.input.see_file();
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
        let (code, age) = self.checked_code()?;
        let asked = self.asking.asked();
        if !self.input.problems(&asked, self.input.files()).is_empty() {
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
        if !is_blank(self.input.text(Field::IdentityName)) && !receiving.has_custodian() {
            self.drop_rest(Some((Field::IdentityName, Wrong::NoCustodian)));
            return Ok(());
        }
        self.stage = SubmissionStage::Sealing(Box::new(OpenedForm {
            receiving,
            code,
            age,
            mailbox,
            roster,
        }));
        Ok(())
    }

    /// The form's code, if this intake offered it for this kind of form.
    fn checked_code(&self) -> Result<(Code, FormAge), Rejection> {
        let code = Code::parse(self.input.code()).map_err(|_| Rejection::BadRequest)?;
        let (prover, today) = (&self.intake.prover, self.intake.today.day());
        let checked = match self.letter {
            SubmittedForm::Report(_) => {
                prover.check(Purpose::Report, code.digits(), self.input.proof(), today)
            }
            SubmittedForm::Addition => prover.check_slip(self.input.proof(), today),
        };
        match checked {
            Ok(()) => Ok((code, FormAge::Valid)),
            Err(BadProof::TooOld) => Ok((code, FormAge::TooOld)),
            Err(BadProof::Foreign) => Err(Rejection::CrossSite),
        }
    }

    fn drop_rest(&mut self, wrong: Option<(Field, Wrong)>) {
        self.stage = SubmissionStage::Dropping(wrong);
    }

    /// The page names the file.
    fn drop_naming(&mut self, file: &str, wrong: Wrong) {
        if self.input.wrong_file().is_empty() {
            self.input.see_wrong_file(file);
        }
        self.drop_rest(Some((Field::Files, wrong)));
    }

    async fn read_past(&mut self, mut part: MultipartPart, wrong: Wrong) -> Result<(), Rejection> {
        match part.file_name() {
            Some(name) if wrong == Wrong::FileTooLarge => self.drop_naming(name, wrong),
            _ => self.drop_rest(Some((Field::Files, wrong))),
        }
        while part.piece().await?.is_some() {}
        Ok(())
    }

    /// All has arrived.
    async fn close(mut self) -> Result<SubmissionOutcome, Rejection> {
        if matches!(self.stage, SubmissionStage::Fields) {
            self.begin().await?;
        }
        match std::mem::replace(&mut self.stage, SubmissionStage::Fields) {
            SubmissionStage::Sealing(opened) => match self.letter {
                SubmittedForm::Report(_) => Box::pin(self.close_report(*opened)).await,
                SubmittedForm::Addition => Box::pin(self.close_addition(*opened)).await,
            },
            SubmissionStage::Dropping(wrong) => self.give_back(wrong),
            SubmissionStage::Fields => Err(Rejection::BadRequest),
        }
    }

    /// The form again, with what has to be corrected and a code that works.
    fn give_back(self, wrong: Option<(Field, Wrong)>) -> Result<SubmissionOutcome, Rejection> {
        let (code, age) = self.checked_code()?;
        let (code, old) = match (age, self.letter) {
            (FormAge::Valid, _) => (code, None),
            (FormAge::TooOld, SubmittedForm::Report(_)) => {
                (Code::random(), Some(Wrong::FormTooOld))
            }
            // The code is the mailbox's own and works; only the page was old, and a new one comes.
            (FormAge::TooOld, SubmittedForm::Addition) => (code, Some(Wrong::MessageTooOld)),
        };
        let mut problems = self
            .input
            .problems(&self.asking.asked(), self.input.files());
        problems.extend(old.map(|wrong| Problem {
            field: Field::Code,
            wrong,
        }));
        problems.extend(wrong.map(|(field, wrong)| Problem { field, wrong }));
        Ok(SubmissionOutcome::Mend {
            input: self.input,
            problems,
            code,
        })
    }

    /// A first report: kept under its code, unless something is kept there already.
    async fn close_report(self, opened: OpenedForm<'_>) -> Result<SubmissionOutcome, Rejection> {
        let OpenedForm {
            mut receiving,
            code,
            age,
            mailbox,
            roster,
        } = opened;
        let (intake, content) = (self.intake, receiving.content(self.words()));
        let arrived = self.arrived(&receiving);
        let derived = intake.stretchers.derive(code, DerivationQueue::Reports);
        let Ok((code, receipt)) = derived.await else {
            return self.give_back(Some((Field::Code, Wrong::Busy)));
        };
        let before = || intake.kept_before(&receipt, roster.institution(), content);
        match before().await? {
            KeptBefore::Nothing if age == FormAge::TooOld => return self.give_back(None),
            KeptBefore::Nothing => {
                let trace = Trace {
                    at: intake.pepper.locate(receipt.claim()),
                    opens: Some((&mailbox, receipt.wrap_key())),
                    content,
                };
                let kept = self.keep(receiving, roster, &mailbox, trace).await?;
                // Two windows sent at one time. The words are sealed; a retry finds out which is kept.
                if kept == KeepOutcome::Already && before().await? != KeptBefore::Same {
                    return Err(Rejection::NotNow);
                }
            }
            KeptBefore::Same => {}
            KeptBefore::Other => {
                let input = self.input;
                return Ok(SubmissionOutcome::Other { input, code });
            }
            KeptBefore::Replaced => {
                let input = self.input;
                return Ok(SubmissionOutcome::Replaced { input });
            }
            KeptBefore::Elsewhere => return Ok(self.with_a_new_code(Wrong::CodeTaken)),
        }
        Ok(SubmissionOutcome::Kept { code, arrived })
    }

    /// An addition: other words from the same page are another one, the same again are one.
    async fn close_addition(self, opened: OpenedForm<'_>) -> Result<SubmissionOutcome, Rejection> {
        let OpenedForm {
            mut receiving,
            code,
            age,
            mailbox,
            roster,
        } = opened;
        let content = receiving.content(self.words());
        let sent = [self.input.proof().as_bytes(), content.as_bytes()].concat();
        let trace = Trace {
            at: self.intake.pepper.locate_slip(&sent),
            opens: None,
            content,
        };
        if age == FormAge::TooOld && !self.intake.is_traced(trace.at).await? {
            return self.give_back(None);
        }
        let arrived = self.arrived(&receiving);
        self.keep(receiving, roster, &mailbox, trace).await?;
        Ok(SubmissionOutcome::Kept { code, arrived })
    }

    /// Seals the words and keeps what is sealed.
    async fn keep(
        self,
        receiving: Receiving<'_>,
        roster: &Roster,
        mailbox: &Mailbox,
        trace: Trace<'_>,
    ) -> Result<KeepOutcome, Rejection> {
        let heading = Heading {
            kind: match self.letter {
                SubmittedForm::Report(_) => ReportKind::Report,
                SubmittedForm::Addition => ReportKind::Addition,
            },
            institution: roster.institution().clone(),
            day: self.intake.today.day(),
            language: self.language,
            mailbox: mailbox.id(),
            reply_to: mailbox.recipient(),
            policy: self.intake.policy.digest(),
        };
        let files = self.input.files();
        let filled = self.input.fill(&self.asking.asked(), files);
        // Checked before sealing began, and no field has come since.
        let filled = filled.map_err(|_| Rejection::BadRequest)?;
        let Sealable {
            answers, identity, ..
        } = filled.into_sealable()?;
        let report = Report::new(heading, answers);
        Ok(Box::pin(receiving.keep(report, identity, trace)).await?)
    }

    fn with_a_new_code(self, wrong: Wrong) -> SubmissionOutcome {
        let field = Field::Code;
        SubmissionOutcome::Mend {
            input: self.input,
            problems: vec![Problem { field, wrong }],
            code: Code::random(),
        }
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
            NoVisit::Busy => Self::Busy,
            NoVisit::Store(_) => Self::NotNow,
            NoVisit::Moving(_) => Self::VisitUnsure,
        }
    }
}
