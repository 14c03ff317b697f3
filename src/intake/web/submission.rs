//! The form's way into the store, one step after the other: see [`Intake::take_in`].
//!
//! Keeps P4 and P9 together: what can be refused without files is refused before them; what costs
//! something comes after what is cheap; nothing remains of a form that is not kept. Knows the words and
//! files of one form while its request lasts. Never knows HTTP.
//!
//! ```text
//!   parse ─▶ authorise ─▶ seal ─▶ commit
//!   fields   token, code   files,   stretched code, mailbox,
//!            problems?     words    report: one commit
//!     └───────────┴──────────┴─── something to correct: the rest is dropped ─▶ the form again
//! ```
//!
//! A form with problems is read to its end, because a browser that is still sending shows no page.

use bytes::Bytes;

use super::form_token::{BadProof, Purpose};
use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::{MultipartPart, Parts};
use crate::intake::http::request_head::NotAdmitted;
use crate::intake::http::request_limit::Full;
use crate::intake::mailroom::code_derivation::DerivationQueue;
use crate::intake::mailroom::receive::{NotKept, Receiving, Sealed, Trace};
use crate::intake::mailroom::visit::{NoVisit, Unlocked};
use crate::report::form::answers::Sealable;
use crate::report::form::asking::Asking;
use crate::report::form::{BadForm, Field, Form, FormInput, Problem, Wrong};
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
struct IncomingForm<'a> {
    intake: &'a Intake,
    letter: SubmittedForm<'a>,
    asking: &'a Asking,
    language: Language,
    input: FormInput,
    /// Files with content so far.
    files: usize,
}

/// A file that has begun to arrive: sealing has to begin, too.
struct FirstFile {
    part: MultipartPart,
    piece: Bytes,
}

/// A form whose sender may send it: everything that must be right before a byte of a file is sealed.
struct AuthorisedForm<'a> {
    receiving: Receiving<'a>,
    code: Code,
    mailbox: Mailbox,
    /// The record that an addition's code opened.
    opened: Option<Unlocked>,
    roster: &'a Roster,
}

/// A form that is sealed, and not kept yet.
struct SealedForm<'a> {
    sealed: Sealed<'a>,
    code: Code,
    mailbox: Mailbox,
    opened: Option<Unlocked>,
    /// What makes an addition recognisable when it comes again.
    token: String,
}

/// Why a form is not kept.
enum Halt {
    /// It can be corrected; what is wrong, beside what the fields themselves show.
    Mend(Option<(Field, Wrong)>),
    Refused(Rejection),
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
        let mut form = IncomingForm {
            intake: self,
            letter,
            asking,
            language,
            input: FormInput::new(letter.form()),
            files: 0,
        };
        let kept = async {
            let first_file = form.parse(&mut parts).await?;
            let authorised = form.authorise().await?;
            let sealed = form.seal(authorised, first_file, &mut parts).await?;
            sealed.commit(self).await
        };
        match Box::pin(kept).await {
            Ok(code) => Ok(SubmissionOutcome::Kept(code)),
            Err(Halt::Mend(wrong)) => form.mend(wrong, parts).await,
            Err(Halt::Refused(rejection)) => Err(rejection),
        }
    }
}

impl SubmittedForm<'_> {
    fn form(self) -> Form {
        match self {
            Self::Report(_) => Form::Report,
            Self::Addition => Form::Addition,
        }
    }

    fn kind(self) -> ReportKind {
        match self {
            Self::Report(_) => ReportKind::Report,
            Self::Addition => ReportKind::Addition,
        }
    }
}

impl<'a> IncomingForm<'a> {
    /// All fields, up to the first file: they come before files, as in our pages.
    async fn parse(&mut self, parts: &mut Parts) -> Result<Option<FirstFile>, Halt> {
        while let Some(mut part) = parts.next().await? {
            if part.file_name().is_none() {
                self.field(part).await?;
                continue;
            }
            if let Some(piece) = first_piece(&mut part).await? {
                self.files = 1;
                return Ok(Some(FirstFile { part, piece }));
            }
        }
        Ok(None)
    }

    async fn field(&mut self, part: MultipartPart) -> Result<(), Rejection> {
        let name = part.name().to_owned();
        let asked = self.asking.asked();
        let value = part.text(self.input.room(&asked)).await?;
        Ok(self.input.take(&name, value, &asked)?)
    }

    /// May this be sent, and is there nothing to correct? Cheapest first.
    async fn authorise(&self) -> Result<AuthorisedForm<'a>, Halt> {
        let code = self.checked_code()?;
        let asked = self.asking.asked();
        if !self.input.problems(&asked, self.files).is_empty() {
            return Err(Halt::Mend(None));
        }
        let left_out = self.input.left_out(&asked).unwrap_or_default();
        let authorised = match self.letter {
            SubmittedForm::Report(roster) => self.first_report(code, roster, &left_out)?,
            SubmittedForm::Addition => self.addition(code).await?,
        };
        let named = !self.input.text(Field::IdentityName).trim().is_empty();
        if named && !authorised.receiving.has_custodian() {
            return Err(Halt::Mend(Some((Field::IdentityName, Wrong::NoCustodian))));
        }
        Ok(authorised)
    }

    /// With a mailbox of its own.
    fn first_report(
        &self,
        code: Code,
        roster: &'a Roster,
        left_out: &[usize],
    ) -> Result<AuthorisedForm<'a>, Rejection> {
        let mailbox = Mailbox::random(roster.institution().clone());
        Ok(AuthorisedForm {
            receiving: Receiving::begin(self.intake, roster, left_out)?,
            code,
            mailbox: mailbox.leaving_out(LeftOut::of(roster, left_out)),
            opened: None,
            roster,
        })
    }

    /// With the mailbox that the code opens, and a fresh key for the answers to it.
    async fn addition(&self, code: Code) -> Result<AuthorisedForm<'a>, Rejection> {
        let (code, opened, mailbox) = self.intake.mailbox(code).await?;
        let roster = self.intake.roster(mailbox.institution().as_str());
        let roster = roster.ok_or(Rejection::NotNow)?;
        let left_out = mailbox.left_out().positions(roster);
        Ok(AuthorisedForm {
            receiving: Receiving::begin(self.intake, roster, &left_out)?,
            code,
            mailbox: mailbox.for_addition(),
            opened: Some(opened),
            roster,
        })
    }

    /// The form's code, if this intake offered it for this kind of form.
    fn checked_code(&self) -> Result<Code, Rejection> {
        let code = Code::parse(self.input.code()).map_err(|_| Rejection::BadRequest)?;
        let (prover, today) = (&self.intake.prover, self.intake.today.day());
        let proof = self.input.proof();
        match self.letter {
            SubmittedForm::Report(_) => {
                prover.check(Purpose::Report, code.digits(), proof, today)?;
            }
            SubmittedForm::Addition => prover.check_addition(proof, &code, today)?,
        }
        Ok(code)
    }

    /// Seals the files as they arrive, then the words.
    async fn seal(
        &mut self,
        authorised: AuthorisedForm<'a>,
        first_file: Option<FirstFile>,
        parts: &mut Parts,
    ) -> Result<SealedForm<'a>, Halt> {
        let AuthorisedForm {
            mut receiving,
            code,
            mailbox,
            opened,
            roster,
        } = authorised;
        if let Some(FirstFile { mut part, piece }) = first_file {
            seal_file(&mut receiving, &mut part, piece).await?;
        }
        while let Some(mut part) = parts.next().await? {
            if let Some(piece) = first_piece(&mut part).await? {
                self.files += 1;
                seal_file(&mut receiving, &mut part, piece).await?;
            }
        }
        let token = self.input.proof().to_owned();
        let Sealable {
            answers, identity, ..
        } = self.filled()?;
        let report = Report::new(self.heading(&mailbox, roster), answers);
        let report = report.signed_by(mailbox.signing_key());
        let sealed = receiving.seal(report, identity).await?;
        Ok(SealedForm {
            sealed,
            code,
            mailbox,
            opened,
            token,
        })
    }

    fn filled(&mut self) -> Result<Sealable, Halt> {
        let input = std::mem::replace(&mut self.input, FormInput::new(self.letter.form()));
        match input.fill(&self.asking.asked(), self.files) {
            Ok(filled) => Ok(filled.into_sealable()?),
            Err(refused) => {
                self.input = refused.input;
                Err(Halt::Mend(None))
            }
        }
    }

    fn heading(&self, mailbox: &Mailbox, roster: &Roster) -> Heading {
        Heading {
            kind: self.letter.kind(),
            institution: roster.institution().clone(),
            day: self.intake.today.day(),
            language: self.language,
            mailbox: mailbox.id(),
            reply_to: mailbox.recipient(),
            signing: mailbox.signing(),
            number: mailbox.number(),
            policy: self.intake.policy.digest(),
        }
    }

    /// Drops what still comes, and gives the form back with what is to be corrected.
    async fn mend(
        mut self,
        wrong: Option<(Field, Wrong)>,
        mut parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        while let Some(mut part) = parts.next().await? {
            if part.file_name().is_none() || part.name() != Field::Files.name() {
                return Err(Rejection::BadRequest);
            }
            let mut is_empty = true;
            while part.piece().await?.is_some() {
                is_empty = false;
            }
            self.files += usize::from(!is_empty);
        }
        let code = self.checked_code()?;
        let mut problems = self.input.problems(&self.asking.asked(), self.files);
        problems.extend(wrong.map(|(field, wrong)| Problem { field, wrong }));
        Ok(SubmissionOutcome::Mend {
            input: self.input,
            problems,
            code,
        })
    }
}

/// The beginning of a file; none of a file input that was left empty.
async fn first_piece(part: &mut MultipartPart) -> Result<Option<Bytes>, Halt> {
    if part.file_name().is_none() || part.name() != Field::Files.name() {
        return Err(Rejection::BadRequest.into());
    }
    let piece = part.piece().await?;
    // A file input that was left empty has no name; a named file without content is a mistake.
    let named = part.file_name().is_some_and(|name| !name.is_empty());
    if piece.is_none() && named {
        return Err(Halt::Mend(Some((Field::Files, Wrong::FileEmpty))));
    }
    Ok(piece)
}

/// One file. Of one that is not taken, the rest is dropped.
async fn seal_file(
    receiving: &mut Receiving<'_>,
    part: &mut MultipartPart,
    piece: Bytes,
) -> Result<(), Halt> {
    let wrong = match receiving.file(part, piece).await {
        Ok(()) => return Ok(()),
        Err(NotKept::FilesClosed) => Wrong::FilesClosed,
        Err(NotKept::TooManyFiles) => Wrong::TooManyFiles,
        Err(NotKept::FileTooLarge) => Wrong::FileTooLarge,
        Err(NotKept::FilesTooLarge) => Wrong::FilesTooLarge,
        Err(not_kept) => return Err(not_kept.into()),
    };
    while part.piece().await?.is_some() {}
    Err(Halt::Mend(Some((Field::Files, wrong))))
}

impl SealedForm<'_> {
    /// Keeps report, mailbox and trace in one commit; the code's derivation, which costs most, comes last.
    async fn commit(self, intake: &Intake) -> Result<Code, Halt> {
        let mailbox = &self.mailbox;
        let Some(opened) = self.opened else {
            let derived = intake
                .stretchers
                .derive(self.code, DerivationQueue::Reports)
                .await;
            let (code, receipt) = derived.map_err(|_| Rejection::Busy)?;
            let trace = Trace::Report {
                at: intake.pepper.locate(receipt.claim()),
                mailbox,
                key: receipt.wrap_key(),
            };
            self.sealed.commit(trace).await?;
            return Ok(code);
        };
        let trace = Trace::Addition {
            at: intake.pepper.locate_slip(self.token.as_bytes()),
            opened,
            mailbox,
        };
        self.sealed.commit(trace).await?;
        Ok(self.code)
    }
}

/// Whatever becomes a rejection ends a form.
impl<T: Into<Rejection>> From<T> for Halt {
    fn from(why: T) -> Self {
        Self::Refused(why.into())
    }
}

impl From<BadProof> for Rejection {
    fn from(bad: BadProof) -> Self {
        match bad {
            BadProof::TooOld => Self::FormTooOld,
            BadProof::Foreign => Self::CrossSite,
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
            NoVisit::Unsettled => Self::VisitUnsettled,
            NoVisit::Busy => Self::Busy,
            NoVisit::Store(_) => Self::NotNow,
            NoVisit::Moving(_) => Self::VisitUnsure,
        }
    }
}
