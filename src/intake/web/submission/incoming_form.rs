//! Parse: a form's fields, read before its files, and the code that it came with.

use bytes::Bytes;

use super::halt::Halt;
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::{FieldText, MultipartPart, Parts};
use crate::intake::mailroom::daily_budget::TextShare;
use crate::intake::web::csrf_token::BadCsrfToken;
use crate::intake::web::rejection::Rejection;
use crate::report::ReportKind;
use crate::report::form::form_choices::Asking;
use crate::report::form::{Field, Form, FormInput, Wrong};
use crate::report::receipt::Code;
use crate::rules::roster::Roster;
use crate::text::Language;

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
pub(super) struct IncomingForm<'a> {
    pub(super) intake: &'a Intake,
    pub(super) submitted: SubmittedForm<'a>,
    pub(super) asking: &'a Asking,
    pub(super) language: Language,
    pub(super) announced: AnnouncedLength,
    pub(super) input: FormInput,
}

/// A file that has begun to arrive: sealing has to begin, too.
pub(super) struct FirstFile {
    pub(super) part: MultipartPart,
    pub(super) piece: Bytes,
}

/// Is a form within its days? One past them is not kept any more, but may have been.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FormAge {
    Valid,
    TooOld,
}

impl FirstFile {
    /// Reads what is left of it: no other part begins before.
    pub(super) async fn drop_rest(file: Option<Self>) -> Result<(), BodyRefused> {
        if let Some(Self { mut part, .. }) = file {
            while part.piece().await?.is_some() {}
        }
        Ok(())
    }
}

impl SubmittedForm<'_> {
    fn form(self) -> Form {
        match self {
            Self::Report(_) => Form::Report,
            Self::Addition => Form::Addition,
        }
    }

    pub(super) fn kind(self) -> ReportKind {
        match self {
            Self::Report(_) => ReportKind::Report,
            Self::Addition => ReportKind::Addition,
        }
    }
}

impl<'a> IncomingForm<'a> {
    pub(super) fn begin(
        intake: &'a Intake,
        submitted: SubmittedForm<'a>,
        asking: &'a Asking,
        language: Language,
        announced: AnnouncedLength,
    ) -> Self {
        Self {
            intake,
            submitted,
            asking,
            language,
            announced,
            input: FormInput::new(submitted.form()),
        }
    }

    /// All fields, up to the first file: they come before files, as in our pages.
    pub(super) async fn parse(&mut self, parts: &mut Parts) -> Result<Option<FirstFile>, Halt> {
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
    pub(super) async fn first_piece(
        &mut self,
        part: &mut MultipartPart,
    ) -> Result<Option<Bytes>, Halt> {
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
    pub(super) fn name_wrong(&mut self, file: &str) {
        if self.input.wrong_file().is_empty() {
            self.input.see_wrong_file(file);
        }
    }

    /// The form's code, if this intake offered it for this kind of form.
    pub(super) fn checked_code(&self) -> Result<(Code, FormAge), Rejection> {
        let code = Code::parse(self.input.code()).map_err(|_| Rejection::BadRequest)?;
        let (csrf_tokens, today) = (&self.intake.csrf_tokens, self.intake.today.day());
        let token = self.input.token();
        let checked = match self.submitted {
            SubmittedForm::Report(_) => csrf_tokens.check_report(token, &code, today),
            SubmittedForm::Addition => csrf_tokens.check_addition(token, &code, today),
        };
        match checked {
            Ok(()) => Ok((code, FormAge::Valid)),
            Err(BadCsrfToken::TooOld) => Ok((code, FormAge::TooOld)),
            Err(BadCsrfToken::Foreign) => Err(Rejection::CrossSite),
        }
    }
}
