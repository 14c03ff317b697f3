//! Drafts: letters that are not sent yet, and steps that are not recorded yet.
//!
//! ```text
//!   form ─▶ drafts/<item>-<action>.age           ─▶ preview ─▶ sent ─▶ recorded ─▶ gone
//!           drafts/<item>-<action>.<number>.age: the files that go with it
//! ```
//!
//! Sealed to the officer's own public key, so that words which arrive after the desk locked itself
//! are kept, too. A draft stays until all is done: if the line breaks between letter and step, the
//! next try goes on from there.

use std::fs;
use std::io;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::CaseAction;
use super::choices::ActionChoices;
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::ReportDigest;
use crate::keys::random::random_bytes;
use crate::keys::recipient::{OpeningKey, Recipient};
use crate::officer::case::reply::attached_files::{AttachedFile, AttachedFiles};
use crate::officer::home::{OfficerHome, disk};
use crate::report::sealed::{open_short, seal_short};
use crate::rules::policy::Policy;

/// What was written and chosen for one action in one case.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::officer::desk) struct LetterDraft {
    pub letter: String,
    /// What is attached; content lies beside the draft.
    pub files: Vec<DraftFile>,
    pub choices: ActionChoices,
    /// The letter is kept by the intake: only steps are left.
    pub sent: bool,
    /// How many of the steps are recorded.
    pub recorded: usize,
    /// The steps were planned to begin the examination first.
    pub begins_review: bool,
}

/// A file that goes with a letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::officer::desk) struct DraftFile {
    /// Made harmless.
    pub name: String,
    /// Bytes.
    pub length: usize,
    /// Names its sealed content: 16 hex digits.
    pub number: String,
}

/// Where a draft is kept.
#[derive(Clone, Copy)]
pub(in crate::officer::desk) struct DraftPlace<'a> {
    pub home: &'a OfficerHome,
    /// The first item of its case.
    pub item: ReportDigest,
    pub action: CaseAction,
}

impl DraftPlace<'_> {
    fn file(&self) -> String {
        let item = hex::encode(self.item.as_bytes());
        format!("{item}-{}.age", self.action.as_str())
    }

    /// None if there is none, or one that does not open.
    pub(in crate::officer::desk) fn read(&self, key: &OpeningKey) -> Option<LetterDraft> {
        let path = self.home.drafts().path().join(self.file());
        let sealed = read_small(&path, SEALED_MAX).ok()?;
        let json = open_short(&sealed, key).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// On stable storage when this returns.
    pub(in crate::officer::desk) fn keep(
        &self,
        draft: &LetterDraft,
        own: &Recipient,
    ) -> Result<(), Failure> {
        let json = Zeroizing::new(serde_json::to_vec(draft).expect("strings and numbers"));
        if json.len() > JSON_MAX {
            return Err(Failure::refused("officer-reply-too-long"));
        }
        let sealed = seal_short(&json, std::slice::from_ref(own));
        let sealed = sealed.map_err(|_| Failure::refused("officer-reply-not-sealed"))?;
        let kept = self.home.drafts().replace(&self.file(), &sealed);
        kept.map_err(|error| disk(self.home.drafts().path(), &error))
    }

    /// Seals a file beside the draft: on stable storage when this returns.
    pub(in crate::officer::desk) fn attach(
        &self,
        file: &AttachedFile,
        own: &Recipient,
    ) -> Result<DraftFile, Failure> {
        let sealed = seal_short(file.bytes(), std::slice::from_ref(own));
        let sealed = sealed.map_err(|_| Failure::refused("officer-reply-not-sealed"))?;
        let kept = DraftFile {
            name: file.name().to_owned(),
            length: file.bytes().len(),
            number: hex::encode(random_bytes::<8>()),
        };
        let drafts = self.home.drafts();
        let written = drafts.write_new(&self.content(&kept), &sealed);
        written.map_err(|error| disk(drafts.path(), &error))?;
        Ok(kept)
    }

    /// The content of one of its files.
    pub(in crate::officer::desk) fn attached(
        &self,
        file: &DraftFile,
        key: &OpeningKey,
    ) -> Result<AttachedFile, Failure> {
        let gone = || Failure::refused("desk-draft-file-gone").with("name", &file.name);
        let path = self.home.drafts().path().join(self.content(file));
        let sealed = read_small(&path, FILE_SEALED_MAX).map_err(|_| gone())?;
        let mut content = open_short(&sealed, key).map_err(|_| gone())?;
        content.truncate(file.length);
        Ok(AttachedFile::new(&file.name, content))
    }

    /// The content of all its files.
    pub(in crate::officer::desk) fn all_attached(
        &self,
        draft: &LetterDraft,
        key: &OpeningKey,
        policy: &Policy,
    ) -> Result<AttachedFiles, Failure> {
        let files = draft.files.iter().map(|file| self.attached(file, key));
        AttachedFiles::checked(files.collect::<Result<_, _>>()?, policy)
    }

    /// It goes with the letter no more.
    pub(in crate::officer::desk) fn detach(&self, file: &DraftFile) -> Result<(), Failure> {
        self.remove(&self.content(file))
    }

    /// All is done.
    pub(in crate::officer::desk) fn discard(&self) -> Result<(), Failure> {
        let folder = self.home.drafts().path();
        let files = || -> io::Result<Vec<String>> {
            let mut names = Vec::new();
            for entry in fs::read_dir(folder)? {
                names.extend(entry?.file_name().into_string());
            }
            Ok(names)
        };
        let files = files().map_err(|error| disk(folder, &error))?;
        let before = self.before_content();
        for file in files.iter().filter(|file| file.starts_with(&before)) {
            self.remove(file)?;
        }
        self.remove(&self.file())
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        let path = self.home.drafts().path().join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(disk(&path, &error)),
            _ => Ok(()),
        }
    }

    fn content(&self, file: &DraftFile) -> String {
        format!("{}{}.age", self.before_content(), file.number)
    }

    fn before_content(&self) -> String {
        let item = hex::encode(self.item.as_bytes());
        format!("{item}-{}.", self.action.as_str())
    }

    pub(in crate::officer::desk) fn exists(&self) -> bool {
        self.home.drafts().path().join(self.file()).exists()
    }
}

/// Bytes of JSON: a letter of 48 KiB, escaped twofold, and its choices.
const JSON_MAX: usize = 128 * 1024;

/// Bytes of a sealed file: more than any policy lets an answer carry.
const FILE_SEALED_MAX: usize = 17 << 20;

/// With padding, header and tags.
const SEALED_MAX: usize = JSON_MAX + 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_back_by_its_own_officer_and_nobody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let key = OpeningKey::random();
        let place = DraftPlace {
            home: &home,
            item: ReportDigest::from_bytes([7; 32]),
            action: CaseAction::Ask,
        };
        assert!(place.read(&key).is_none() && !place.exists());
        let draft = LetterDraft {
            letter: "Labdien!\nKAS notika?".to_owned(),
            choices: ActionChoices::from_fields([("to", "knab")].into_iter()),
            ..LetterDraft::default()
        };
        place.keep(&draft, &key.recipient()).expect("kept");
        assert!(place.exists());
        assert!(place.read(&key) == Some(draft.clone()));
        assert!(place.read(&OpeningKey::random()).is_none());
        let path = home.drafts().path().join(place.file());
        let sealed = fs::read(path).expect("there");
        assert!(memchr::memmem::find(&sealed, b"KAS notika").is_none());
        let long = LetterDraft {
            letter: "x".repeat(JSON_MAX),
            ..draft
        };
        assert!(place.keep(&long, &key.recipient()).is_err());
        place.discard().expect("gone");
        place.discard().expect("gone already");
        assert!(!place.exists());
    }

    #[test]
    fn files_lie_sealed_beside_their_draft_and_go_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let key = OpeningKey::random();
        let place = |action| DraftPlace {
            home: &home,
            item: ReportDigest::from_bytes([7; 32]),
            action,
        };
        let (ask, tip) = (place(CaseAction::Ask), place(CaseAction::Tip));
        let content = Zeroizing::new(b"KAS notika\n  ".to_vec());
        let file = AttachedFile::new("l\u{12b}gums.txt", content);
        let kept = ask.attach(&file, &key.recipient()).expect("kept");
        let other = tip.attach(&file, &key.recipient()).expect("kept");
        let again = ask.attached(&kept, &key).expect("there");
        assert_eq!((again.name(), again.bytes()), (file.name(), file.bytes()));
        assert!(ask.attached(&kept, &OpeningKey::random()).is_err());
        let path = home.drafts().path().join(ask.content(&kept));
        let sealed = fs::read(&path).expect("there");
        assert!(memchr::memmem::find(&sealed, b"KAS").is_none());
        ask.discard().expect("gone");
        assert!(!path.exists());
        assert!(tip.attached(&other, &key).is_ok(), "another draft's");
        tip.detach(&other).expect("gone");
        assert!(tip.attached(&other, &key).is_err());
    }
}
