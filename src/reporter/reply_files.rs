//! Where the files of replies are written: under their own names made safe, over nothing.
//!
//! ```text
//!   answer ─▶ piece by piece from the server ─▶ digest fits ─▶ DIR/name, or DIR/name-2 …
//! ```

use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::intake_client::ReporterClient;
use crate::cli::failure::Failure;
use crate::cli::private_files::PrivateFolder;
use crate::report::mailbox::{FilePlace, Mailbox};
use crate::text::file_name::safe_file_name;

/// A folder of the reporter's own.
pub(super) struct ReplyFolder(PrivateFolder);

impl ReplyFolder {
    /// Made if need be; one that others can look into is refused.
    pub(super) fn make(path: &Path) -> Result<Self, Failure> {
        let folder = PrivateFolder::make(path);
        folder.map(Self).map_err(|why| not_written(path, &why))
    }

    /// Fetches one file and writes it. Answers where it is.
    pub(super) fn fetch(
        &self,
        talk: &mut ReporterClient,
        mailbox: &Mailbox,
        place: &FilePlace,
    ) -> Result<PathBuf, Failure> {
        let length = usize::try_from(place.length).unwrap_or_default();
        let mut file = Zeroizing::new(Vec::with_capacity(length));
        let mut assembly = place.assembly();
        while let Some(wanted) = assembly.wanted() {
            let piece = talk.piece(mailbox, wanted)?;
            let opened = assembly.take(&piece);
            let damaged = |_| Failure::refused("reporter-file-damaged");
            file.extend_from_slice(&opened.map_err(damaged)?);
        }
        self.write(&safe_file_name(place.name.expose()), &file)
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<PathBuf, Failure> {
        for number in 1..=SAME_NAMES_MAX {
            let name = numbered(name, number);
            match self.0.write_new(&name, content) {
                Ok(()) => return Ok(self.0.path().join(name)),
                Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
                Err(why) => return Err(not_written(self.0.path(), &why)),
            }
        }
        Err(not_written(
            self.0.path(),
            &io::ErrorKind::AlreadyExists.into(),
        ))
    }
}

/// `name.pdf`, `name-2.pdf`, …
fn numbered(name: &str, number: usize) -> String {
    if number == 1 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}-{number}.{ending}"),
        _ => format!("{name}-{number}"),
    }
}

fn not_written(path: &Path, why: &io::Error) -> Failure {
    Failure::refused("reporter-files-folder")
        .with("path", path.display())
        .with("why", why)
}

/// More answers with one file name than anybody gets.
const SAME_NAMES_MAX: usize = 99;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over() {
        let above = tempfile::tempdir().expect("a folder");
        let folder = ReplyFolder::make(&above.path().join("files")).expect("made");
        let names: Vec<String> = (0..3)
            .map(|number| {
                let path = folder
                    .write("l\u{12b}gums.pdf", &[number])
                    .expect("written");
                assert_eq!(std::fs::read(&path).expect("there"), [number]);
                path.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(
            names,
            [
                "l\u{12b}gums.pdf",
                "l\u{12b}gums-2.pdf",
                "l\u{12b}gums-3.pdf"
            ]
        );
        assert_eq!(numbered("fails", 2), "fails-2");
    }
}
