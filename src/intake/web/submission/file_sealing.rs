//! Seal files: each while it arrives.

use bytes::Bytes;

use super::halt::Halt;
use super::incoming_form::{FirstFile, IncomingForm};
use crate::intake::http::multipart::{MultipartPart, Parts};
use crate::intake::mailroom::receive::{NotKept, Receiving};
use crate::report::form::{Field, Wrong};

impl IncomingForm<'_> {
    /// Seals the files as they arrive.
    pub(super) async fn seal_files(
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
}
