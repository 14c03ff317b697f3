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

use bytes::Bytes;

use super::form_token::{BadFormToken, Purpose};
use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::multipart::{FieldText, MultipartPart, Parts};
use crate::intake::mailroom::code_derivation::DerivationQueue;
use crate::intake::mailroom::daily_budget::TextShare;
use crate::intake::mailroom::receive::{KeptBefore, NotKept, Receiving, Sealed, Trace};
use crate::intake::mailroom::visit::Unlocked;
use crate::report::content_tag::{ContentDigest, ContentTag};
use crate::report::form::form_choices::Asking;
use crate::report::form::sealable::Sealable;
use crate::report::form::{Field, Form, FormInput, Problem, Wrong};
use crate::report::mailbox::Mailbox;
use crate::report::receipt::{Code, Locator, Receipt};
use crate::report::{Heading, Report, ReportKind};
use crate::rules::roster::{LeftOut, Roster};
use crate::store::KeepOutcome;
use crate::text::Language;
use crate::text::character_count::is_blank;

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

/// A form's body, on its way in.
pub struct FormBody {
    pub parts: Parts,
    pub announced: AnnouncedLength,
    /// What it takes of the day once it is kept; none of an upload, whose files take theirs as they
    /// come.
    pub share: Option<TextShare>,
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
    announced: AnnouncedLength,
    input: FormInput,
}

/// A file that has begun to arrive: sealing has to begin, too.
struct FirstFile {
    part: MultipartPart,
    piece: Bytes,
}

/// A form whose sender may send it: everything that must be right before a byte of a file is
/// sealed.
struct AuthorisedForm<'a> {
    receiving: Receiving<'a>,
    code: Code,
    age: FormAge,
    mailbox: Mailbox,
    /// The record that an addition's code opened.
    opened: Option<Unlocked>,
    roster: &'a Roster,
}

/// Is a form within its days? One past them is not kept any more, but may have been.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FormAge {
    Valid,
    TooOld,
}

/// A form that is not kept already.
struct NewForm<'a> {
    receiving: Receiving<'a>,
    code: Code,
    mailbox: Mailbox,
    roster: &'a Roster,
    content: ContentTag,
    arrived: ReceivedAmount,
    known_by: KnownBy,
}

/// What makes a form recognisable when it comes again.
enum KnownBy {
    Code(Receipt),
    /// An addition's token and content; and the record that changes with it.
    Token {
        at: Locator,
        opened: Unlocked,
    },
}

/// A form that is sealed, and not kept yet.
struct SealedForm<'a> {
    sealed: Sealed<'a>,
    code: Code,
    mailbox: Mailbox,
    roster: &'a Roster,
    content: ContentTag,
    arrived: ReceivedAmount,
    known_by: KnownBy,
}

/// Why a form goes no further.
enum Halt {
    /// It can be corrected; what is wrong, beside what the fields themselves show.
    Mend(Option<(Field, Wrong)>),
    /// It is kept since an earlier try.
    KeptBefore {
        code: Code,
        arrived: ReceivedAmount,
    },
    /// Something else is kept under this code.
    Other(Code),
    /// A report to another institution is kept under its code: it needs another one.
    Elsewhere,
    /// Its code was replaced.
    Replaced,
    Refused(Rejection),
}

impl Intake {
    /// Reads one form and keeps what it brings.
    pub async fn take_in(
        &self,
        letter: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        body: FormBody,
    ) -> Result<SubmissionOutcome, Rejection> {
        let FormBody {
            mut parts,
            announced,
            share,
        } = body;
        let mut form = IncomingForm::begin(self, letter, asking, language, announced);
        let kept = async {
            let first_file = form.parse(&mut parts).await?;
            let mut authorised = form.authorise().await?;
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
        letter: SubmittedForm<'_>,
        asking: &Asking,
        language: Language,
        (mut parts, why): (Parts, Rejection),
    ) -> Result<SubmissionOutcome, Rejection> {
        let within = AnnouncedLength::WithinLimits;
        let mut form = IncomingForm::begin(self, letter, asking, language, within);
        let halt = match form.parse(&mut parts).await {
            Ok(_) => why.into(),
            Err(halt) => halt,
        };
        form.halted(halt, parts).await
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
    fn begin(
        intake: &'a Intake,
        letter: SubmittedForm<'a>,
        asking: &'a Asking,
        language: Language,
        announced: AnnouncedLength,
    ) -> Self {
        Self {
            intake,
            letter,
            asking,
            language,
            announced,
            input: FormInput::new(letter.form()),
        }
    }

    /// All fields, up to the first file: they come before files, as in our pages.
    async fn parse(&mut self, parts: &mut Parts) -> Result<Option<FirstFile>, Halt> {
        while let Some(mut part) = parts.next().await? {
            if part.file_name().is_none() {
                self.field(part).await?;
                continue;
            }
            if self.announced == AnnouncedLength::TooLong {
                self.input.see_file();
                return Err(Halt::Mend(Some((Field::Files, Wrong::FilesTooLarge))));
            }
            if let Some(piece) = self.first_piece(&mut part).await? {
                return Ok(Some(FirstFile { part, piece }));
            }
        }
        Ok(None)
    }

    async fn field(&mut self, part: MultipartPart) -> Result<(), Rejection> {
        let name = part.name().to_owned();
        let asked = self.asking.asked();
        let FieldText { text, is_whole } = part.text(self.input.room(&asked)).await?;
        Ok(self.input.take_beginning(&name, text, is_whole, &asked)?)
    }

    /// The beginning of a file; none of a file input that was left empty.
    async fn first_piece(&mut self, part: &mut MultipartPart) -> Result<Option<Bytes>, Halt> {
        if part.file_name().is_none() || part.name() != Field::Files.name() {
            return Err(Rejection::BadRequest.into());
        }
        let piece = part.piece().await?;
        if piece.is_some() {
            self.input.see_file();
            return Ok(piece);
        }
        // A file input that was left empty has no name; a named file without content is a mistake.
        if let Some(name) = part.file_name().filter(|name| !name.is_empty()) {
            self.input.see_file();
            self.name_wrong(name);
            return Err(Halt::Mend(Some((Field::Files, Wrong::FileEmpty))));
        }
        Ok(None)
    }

    /// The page names the first file that is wrong.
    fn name_wrong(&mut self, file: &str) {
        if self.input.wrong_file().is_empty() {
            self.input.see_wrong_file(file);
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
        let authorised = match self.letter {
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

    /// The form's code, if this intake offered it for this kind of form.
    fn checked_code(&self) -> Result<(Code, FormAge), Rejection> {
        let code = Code::parse(self.input.code()).map_err(|_| Rejection::BadRequest)?;
        let (form_tokens, today) = (&self.intake.form_tokens, self.intake.today.day());
        let token = self.input.token();
        let checked = match self.letter {
            SubmittedForm::Report(_) => {
                form_tokens.check(Purpose::Report, code.digits(), token, today)
            }
            SubmittedForm::Addition => form_tokens.check_addition(token, &code, today),
        };
        match checked {
            Ok(()) => Ok((code, FormAge::Valid)),
            Err(BadFormToken::TooOld) => Ok((code, FormAge::TooOld)),
            Err(BadFormToken::Foreign) => Err(Rejection::CrossSite),
        }
    }

    /// Seals the files as they arrive.
    async fn seal_files(
        &mut self,
        receiving: &mut Receiving<'_>,
        first_file: Option<FirstFile>,
        parts: &mut Parts,
    ) -> Result<(), Halt> {
        if let Some(FirstFile { part, piece }) = first_file {
            self.seal_file(receiving, part, piece).await?;
        }
        while let Some(mut part) = parts.next().await? {
            if let Some(piece) = self.first_piece(&mut part).await? {
                self.seal_file(receiving, part, piece).await?;
            }
        }
        Ok(())
    }

    /// One file. Of one that is not taken, the rest is dropped.
    async fn seal_file(
        &mut self,
        receiving: &mut Receiving<'_>,
        mut part: MultipartPart,
        piece: Bytes,
    ) -> Result<(), Halt> {
        let wrong = match receiving.file(&mut part, piece).await {
            Ok(()) => return Ok(()),
            Err(NotKept::FilesClosed) => Wrong::FilesClosed,
            Err(NotKept::TooManyFiles) => Wrong::TooManyFiles,
            Err(NotKept::FileTooLarge) => Wrong::FileTooLarge,
            Err(NotKept::FilesTooLarge) => Wrong::FilesTooLarge,
            Err(not_kept) => return Err(not_kept.into()),
        };
        if wrong == Wrong::FileTooLarge {
            self.name_wrong(part.file_name().unwrap_or_default());
        }
        while part.piece().await?.is_some() {}
        Err(Halt::Mend(Some((Field::Files, wrong))))
    }

    /// Is it kept already, or something else under its code? The code's derivation, which costs
    /// most, comes last.
    async fn recognise(&self, authorised: AuthorisedForm<'a>) -> Result<NewForm<'a>, Halt> {
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
            (code, self.new_addition(opened, age, content).await?)
        } else {
            let about = (roster, content, arrived);
            self.new_report(code, age, about).await?
        };
        Ok(NewForm {
            receiving,
            code,
            mailbox,
            roster,
            content,
            arrived,
            known_by,
        })
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
            KeptBefore::Nothing => Ok((code, KnownBy::Code(receipt))),
            KeptBefore::Same => Err(Halt::KeptBefore { code, arrived }),
            KeptBefore::Other => Err(Halt::Other(code)),
            KeptBefore::Elsewhere => Err(Halt::Elsewhere),
            KeptBefore::Replaced => Err(Halt::Replaced),
        }
    }

    /// Other words from the same page are another addition, the same again are one.
    async fn new_addition(
        &self,
        opened: Unlocked,
        age: FormAge,
        content: ContentTag,
    ) -> Result<KnownBy, Halt> {
        let sent = [self.input.token().as_bytes(), content.as_bytes()].concat();
        let at = self.intake.pepper.locate_slip(&sent);
        if age == FormAge::TooOld && !self.intake.is_traced(at).await? {
            return Err(Halt::Mend(None));
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
        }
    }

    /// Seals the words.
    async fn seal(&self, new: NewForm<'a>) -> Result<SealedForm<'a>, Halt> {
        let NewForm {
            receiving,
            code,
            mailbox,
            roster,
            content,
            arrived,
            known_by,
        } = new;
        let Sealable {
            answers, identity, ..
        } = self.filled()?;
        let report = Report::new(self.heading(&mailbox, roster), answers);
        let report = report.signed_by(mailbox.signing_key());
        Ok(SealedForm {
            sealed: receiving.seal(report, identity).await?,
            code,
            mailbox,
            roster,
            content,
            arrived,
            known_by,
        })
    }

    fn filled(&self) -> Result<Sealable, Halt> {
        let input = self.input.again();
        let filled = input.fill(&self.asking.asked(), self.input.files());
        Ok(filled.map_err(|_| Halt::Mend(None))?.into_sealable()?)
    }

    fn heading(&self, mailbox: &Mailbox, roster: &Roster) -> Heading {
        Heading {
            kind: self.letter.kind(),
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

    /// What comes of a form that goes no further.
    async fn halted(self, halt: Halt, parts: Parts) -> Result<SubmissionOutcome, Rejection> {
        let input = self.input;
        match halt {
            Halt::Mend(wrong) => Self { input, ..self }.mend(wrong, parts).await,
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
            }),
            Halt::Refused(rejection) => {
                let wrong = rejection.to_send_again().ok_or(rejection)?;
                let form = Self { input, ..self };
                form.mend(Some((Field::Code, wrong)), parts).await
            }
        }
    }

    /// Drops what still comes, and gives the form back with what is to be corrected and a code that
    /// works.
    async fn mend(
        mut self,
        wrong: Option<(Field, Wrong)>,
        parts: Parts,
    ) -> Result<SubmissionOutcome, Rejection> {
        let wrong = match self.announced {
            AnnouncedLength::WithinLimits => self.drop_rest(parts).await?.or(wrong),
            AnnouncedLength::TooLong => wrong,
        };
        let (code, age) = self.checked_code()?;
        let (code, old) = match (age, self.letter) {
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
        })
    }

    /// Reads to the end; what is wrong with the files that still come.
    async fn drop_rest(&mut self, mut parts: Parts) -> Result<Option<(Field, Wrong)>, Rejection> {
        let mut found = None;
        while let Some(mut part) = parts.next().await? {
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

impl SealedForm<'_> {
    /// Keeps report, mailbox and trace in one commit.
    async fn commit(self, intake: &Intake) -> Result<(Code, ReceivedAmount), Halt> {
        let (mailbox, content) = (&self.mailbox, self.content);
        match self.known_by {
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
                let institution = self.roster.institution();
                let before = || intake.kept_before(&receipt, institution, content);
                // Two windows sent at one time. The words are sealed; a retry finds out which is
                // kept.
                if kept == KeepOutcome::Already && before().await? != KeptBefore::Same {
                    return Err(Rejection::NotNow.into());
                }
            }
        }
        Ok((self.code, self.arrived))
    }
}

/// Whatever becomes a rejection ends a form.
impl<T: Into<Rejection>> From<T> for Halt {
    fn from(why: T) -> Self {
        Self::Refused(why.into())
    }
}
