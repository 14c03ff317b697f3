//! Files that a letter's form brings: what was chosen now, what goes away, what was there.

use super::fields::DeskFields;
use crate::cli::failure::Failure;
use crate::keys::recipient::Recipient;
use crate::officer::case::reply::attached_files::AttachedFile;
use crate::officer::desk::actions::draft::{DraftFile, DraftPlace};
use crate::rules::policy::Policy;

/// The files of one form.
pub(super) struct FilesOfForm {
    /// Chosen now.
    fresh: Vec<AttachedFile>,
    /// The numbers of those that go with the letter no more.
    detached: Vec<String>,
    /// What the form showed as attached: believed only where the draft itself can't be opened.
    pub shown: Vec<DraftFile>,
    /// More was chosen than was read.
    is_cut: bool,
}

impl FilesOfForm {
    /// Moves the files out of the fields.
    pub(super) fn of(fields: &mut DeskFields) -> Self {
        let values = |wanted: &str| {
            let found = fields.iter().filter(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.to_owned()).collect::<Vec<_>>()
        };
        let shown = values("attached");
        let detached = values("detach");
        let fresh = fields.take_files().into_iter();
        Self {
            shown: shown.iter().filter_map(|line| parse(line)).collect(),
            detached,
            is_cut: fields.is_cut(),
            fresh: fresh
                .map(|file| AttachedFile::new(&file.name, file.bytes))
                .collect(),
        }
    }

    /// What the draft has from now on, and why what was chosen was not taken, if it was not.
    /// `before` is what it had.
    pub(super) fn attach(
        &self,
        place: DraftPlace<'_>,
        before: Vec<DraftFile>,
        (own, policy): (&Recipient, &Policy),
    ) -> Result<(Vec<DraftFile>, Option<Failure>), Failure> {
        let goes = |file: &DraftFile| self.detached.contains(&file.number);
        let (gone, mut files): (Vec<_>, Vec<_>) = before.into_iter().partition(goes);
        for file in &gone {
            place.detach(file)?;
        }
        if let Some(why) = self.refusal(&files, policy) {
            return Ok((files, Some(why)));
        }
        for file in &self.fresh {
            files.push(place.attach(file, own)?);
        }
        Ok((files, None))
    }

    fn refusal(&self, others: &[DraftFile], policy: &Policy) -> Option<Failure> {
        let bytes_max = policy.reply_files_bytes_max();
        let fresh = self.fresh.iter().map(|file| file.bytes().len());
        let total = fresh
            .chain(others.iter().map(|file| file.length))
            .sum::<usize>();
        if self.is_cut || total as u64 > bytes_max {
            let large = Failure::refused("officer-attach-large");
            return Some(large.with("max", bytes_max >> 20));
        }
        if others.len() + self.fresh.len() > policy.reply_files_max() {
            let many = Failure::refused("officer-attach-many");
            return Some(many.with("max", policy.reply_files_max()));
        }
        let empty = self.fresh.iter().find(|file| file.bytes().is_empty());
        empty.map(|file| Failure::refused("officer-attach-empty").with("name", file.name()))
    }
}

/// `<number> <length> <name>`, as the form has it.
fn parse(line: &str) -> Option<DraftFile> {
    let (number, rest) = line.split_once(' ')?;
    let (length, name) = rest.split_once(' ')?;
    let is_number = number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then_some(DraftFile {
        name: name.to_owned(),
        length: length.parse().ok()?,
        number: number.to_owned(),
    })
}
