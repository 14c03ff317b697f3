//! Country packs: all that is one country's, in one folder, signed by who is responsible for it.
//!
//! ```text
//!   policy.toml           terms, calendar, categories, zone, retention; names each file below
//!   letters.toml          letters to reporters, and words for what officers choose from
//!   texts/lv.ftl          what the pages say of the law, in each of their languages
//!   languages/et/…        a language of the pages that the program does not come with
//!   policy.toml.minisig   the signature; policy.pub: the key; policy.pub.minisig: a hand-over
//! ```
//!
//! `policy.toml` names the SHA-256 of every other file: its own digest stands for the pack, in the
//! ledger and under the signature. Whoever judges a case takes the pack from the intake, so that
//! two versions of the program judge it alike; `CountryPack::follows` says which one they take.
//!
//! Any doubt refuses the whole pack. Knows files and keys. Never knows a case.

mod succession;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use succession::PackRefusal;

use super::letters::LetterPack;
use super::policy::{BadPolicy, PackPath, Policy};
use super::roster::{InstitutionKey, NotAnInstitutionKey, NotSignedBy};
use super::toml_file::{Complaint, UnreadableFile, read_text};
use crate::keys::digest::Sha256;
use crate::text::language_folder::{self, BadLanguage};
use crate::text::{Language, Languages};

/// One country's rules, letters and texts: checked, and signed unless it came with the program.
#[derive(Clone)]
pub struct CountryPack {
    policy: Policy,
    letters: LetterPack,
    /// Beside `policy.toml`, as it names them.
    files: BTreeMap<PackPath, String>,
    signature: Option<PackSignature>,
}

/// Who is responsible, and that they are.
#[derive(Clone)]
struct PackSignature {
    text: String,
    key: InstitutionKey,
    handover: Option<String>,
}

/// Why a pack is refused. Each says what to do.
#[derive(Debug)]
pub enum BadPack {
    /// The folder, or one of its files, can't be read.
    Unreadable(PathBuf, UnreadableFile),
    /// There is no folder of this name.
    NoFolder,
    /// A file that every pack has is not there.
    Missing(PathBuf),
    /// `policy.toml` names a file that is not there.
    NotThere(PackPath),
    /// A file is not what `policy.toml` says: it was changed, or never signed.
    Changed(PackPath),
    /// A file that `policy.toml` does not name.
    Surplus(String),
    /// A file whose name none in a pack has.
    Misnamed(String),
    /// A file that nothing reads: of a language that the pages are not in, or of no page.
    Unread(PackPath),
    /// Not JSON of the one shape in which packs travel, or longer than any is.
    NotAPack,
    /// `policy.pub` is no key.
    NotAKey(NotAnInstitutionKey),
    /// The signature is not the key's over this `policy.toml`.
    NotSigned(NotSignedBy),
    /// A mistake in `policy.toml`.
    Policy(BadPolicy),
    /// A mistake in `letters.toml`.
    Letters(Complaint),
    /// A language of the pages is not whole.
    Language(BadLanguage),
}

/// Why a digest's pack is of no use here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnusablePack {
    /// It holds the rules that the digest names, in a form that this program does not know: it is
    /// made for a newer one.
    Newer,
    /// It is not what the digest names, or not whole, or not rightly signed.
    Other,
}

/// A pack on its way, and as officers and auditors keep it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TravellingPack {
    policy: String,
    files: BTreeMap<String, String>,
    signature: Option<TravellingSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TravellingSignature {
    text: String,
    key: String,
    handover: Option<String>,
}

impl CountryPack {
    /// The pack that came with this program. It is not signed: it is part of what was installed.
    pub fn shipped() -> Self {
        static READ: LazyLock<CountryPack> = LazyLock::new(shipped);
        READ.clone()
    }

    /// The signed pack in `folder`.
    pub fn load(folder: &Path) -> Result<Self, BadPack> {
        if !folder.is_dir() {
            return Err(BadPack::NoFolder);
        }
        let signature = TravellingSignature {
            text: required(&folder.join(SIGNATURE), SIGNATURE_MAX)?,
            key: required(&folder.join("policy.pub"), SIGNATURE_MAX)?,
            handover: optional(&folder.join("policy.pub.minisig"), SIGNATURE_MAX)?,
        };
        let pack = TravellingPack {
            policy: required(&folder.join("policy.toml"), POLICY_MAX)?,
            files: files(folder)?,
            signature: Some(signature),
        };
        pack.checked()
    }

    /// The pack in `folder`, which is about to be signed with this `policy.toml`. Trust nothing
    /// that it says.
    pub(crate) fn load_unsigned(folder: &Path, policy: &str) -> Result<Self, BadPack> {
        let pack = TravellingPack {
            policy: policy.to_owned(),
            files: files(folder)?,
            signature: None,
        };
        pack.checked()
    }

    /// A pack as [`Self::to_json`] wrote it, from a stranger: at most [`Self::JSON_MAX`] bytes.
    /// Whether its key is the right one says [`Self::follows`].
    pub fn parse(json: &[u8]) -> Result<Self, BadPack> {
        if json.len() > Self::JSON_MAX {
            return Err(BadPack::NotAPack);
        }
        let pack: TravellingPack = serde_json::from_slice(json).map_err(|_| BadPack::NotAPack)?;
        pack.checked()
    }

    /// The pack that this digest names, from a stranger.
    pub fn named(digest: [u8; 32], json: &[u8]) -> Result<Self, UnusablePack> {
        match Self::parse(json) {
            Ok(pack) if pack.digest() == digest => Ok(pack),
            Err(why) if why.may_be_newer() && holds(digest, json) => Err(UnusablePack::Newer),
            _ => Err(UnusablePack::Other),
        }
    }

    /// All of it, to travel.
    pub fn to_json(&self) -> Vec<u8> {
        let files = self.files.iter();
        let files = files.map(|(path, text)| (path.as_str().to_owned(), text.clone()));
        let signature = self
            .signature
            .as_ref()
            .map(|signature| TravellingSignature {
                text: signature.text.clone(),
                key: signature.key.as_str().to_owned(),
                handover: signature.handover.clone(),
            });
        let pack = TravellingPack {
            policy: self.policy.text().to_owned(),
            files: files.collect(),
            signature,
        };
        serde_json::to_vec(&pack).expect("texts are JSON")
    }

    /// SHA-256 of `policy.toml`, which names the digests of the other files: what the ledger says,
    /// and what is signed.
    pub fn digest(&self) -> [u8; 32] {
        self.policy.digest()
    }

    /// Its files beside `policy.toml`: path and text.
    pub fn files(&self) -> impl Iterator<Item = (&PackPath, &str)> {
        self.files.iter().map(|(path, text)| (path, text.as_str()))
    }

    /// The rules.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The letters.
    pub(crate) fn letters(&self) -> &LetterPack {
        &self.letters
    }

    /// Whose word it is; `None`: it came with a program.
    pub fn signed_by(&self) -> Option<&InstitutionKey> {
        self.signature.as_ref().map(|signature| &signature.key)
    }

    /// Did this key sign the pack's own key over?
    pub(crate) fn is_handed_over_by(&self, before: &InstitutionKey) -> bool {
        self.signature.as_ref().is_some_and(|signed| {
            let over = signed.key.as_str().as_bytes();
            let handover = signed.handover.as_ref();
            handover.is_some_and(|handover| before.verify(over, handover).is_ok())
        })
    }

    /// Is it, to the byte, the one that came with this program?
    pub fn is_shipped(&self) -> bool {
        self.digest() == Policy::shipped().digest()
    }

    /// The languages of its pages, each with what it says of the country.
    pub fn languages(&self) -> Result<Languages, BadPack> {
        self.languages_by(&|_| ())
    }

    /// Are its languages whole, and is there nothing beside them that nobody reads? Only whoever
    /// writes it is asked: a newer program may read more.
    pub(crate) fn is_read_whole(&self) -> Result<(), BadPack> {
        let read = RefCell::new(BTreeSet::from([LETTERS.to_owned()]));
        self.languages_by(&|path| {
            read.borrow_mut().insert(path.to_owned());
        })?;
        let read = read.borrow();
        match self.files.keys().find(|path| !read.contains(path.as_str())) {
            None => Ok(()),
            Some(unread) => Err(BadPack::Unread(unread.clone())),
        }
    }

    fn languages_by(&self, asked: &dyn Fn(&str)) -> Result<Languages, BadPack> {
        let find = |path: &str| {
            asked(path);
            let path = PackPath::parse(path)?;
            self.files.get(&path).map(String::as_str)
        };
        let codes = self.policy.languages().iter();
        let languages = codes.map(|code| language_folder::language(code, &find));
        let languages = languages.collect::<Result<_, _>>();
        let languages = languages.map_err(BadPack::Language)?;
        Ok(Languages::new(languages).expect("a policy has at least one language"))
    }

    /// In which of the pages' languages its letters are written, the first of the pages first.
    pub(crate) fn letter_languages(&self) -> Result<Vec<Language>, BadPack> {
        let languages = self.languages()?;
        let spoken = languages
            .iter()
            .filter(|language| self.letters.speaks(language.code()));
        Ok(spoken.collect())
    }

    /// Bytes of the largest pack in JSON: sixteen languages of Cyrillic, escaped.
    pub const JSON_MAX: usize = 6 << 20;
}

impl BadPack {
    /// A form that is not known here; else something is wrong with it.
    pub(crate) fn may_be_newer(&self) -> bool {
        matches!(
            self,
            Self::NotAPack | Self::Policy(_) | Self::Letters(_) | Self::Language(_)
        )
    }
}

/// Does it hold the rules with this digest, whatever else is in it?
fn holds(digest: [u8; 32], json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct AnyPack {
        policy: String,
    }
    json.len() <= CountryPack::JSON_MAX
        && serde_json::from_slice(json)
            .is_ok_and(|pack: AnyPack| Sha256::of(pack.policy.as_bytes()) == digest)
}

impl TravellingPack {
    /// Signature, rules, files, letters: in this order, so that nothing unsigned is read far.
    fn checked(self) -> Result<CountryPack, BadPack> {
        let signature = self
            .signature
            .map(|signature| signature.checked(&self.policy));
        let signature = signature.transpose()?;
        let policy = Policy::parse(&self.policy).map_err(BadPack::Policy)?;
        let mut files = BTreeMap::new();
        for (path, text) in self.files {
            let known = PackPath::parse(&path);
            let known = known.filter(|known| policy.files().has(known));
            let known = known.ok_or(BadPack::Surplus(path))?;
            if !policy.files().fits(&known, &text) {
                return Err(BadPack::Changed(known));
            }
            files.insert(known, text);
        }
        if let Some((path, _)) = policy
            .files()
            .iter()
            .find(|(path, _)| !files.contains_key(*path))
        {
            return Err(BadPack::NotThere(path.clone()));
        }
        let letters = files.iter().find(|(path, _)| path.as_str() == LETTERS);
        let (_, letters) = letters.ok_or_else(|| BadPack::Missing(LETTERS.into()))?;
        let letters = LetterPack::parse(letters, policy.languages());
        Ok(CountryPack {
            letters: letters.map_err(BadPack::Letters)?,
            policy,
            files,
            signature,
        })
    }
}

impl TravellingSignature {
    fn checked(self, policy: &str) -> Result<PackSignature, BadPack> {
        let key = InstitutionKey::parse(&self.key).map_err(BadPack::NotAKey)?;
        key.verify(policy.as_bytes(), &self.text)
            .map_err(BadPack::NotSigned)?;
        Ok(PackSignature {
            text: self.text,
            key,
            handover: self.handover,
        })
    }
}

fn shipped() -> CountryPack {
    let files = SHIPPED.iter();
    let files = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let pack = TravellingPack {
        policy: Policy::shipped().text().to_owned(),
        files: files.collect(),
        signature: None,
    };
    pack.checked().expect("a test reads the shipped pack")
}

/// A folder's files beside the policy and its signature.
fn files(folder: &Path) -> Result<BTreeMap<String, String>, BadPack> {
    let mut files = BTreeMap::new();
    for path in paths(folder)? {
        let text = required(&folder.join(&path), FILE_MAX)?;
        files.insert(path, text);
    }
    Ok(files)
}

/// What lies in a pack's folder beside the policy and its signature. Hidden files are nobody's.
pub(crate) fn paths(folder: &Path) -> Result<BTreeSet<String>, BadPack> {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let at = folder.join(&below);
        let failed = |error| BadPack::Unreadable(at.clone(), UnreadableFile::Disk(error));
        for entry in fs::read_dir(&at).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = below.join(entry.file_name());
            let text = name.to_string_lossy().into_owned();
            if OF_THE_SIGNATURE.contains(&text.as_str()) || is_hidden(&entry) {
                continue;
            }
            if found.len() + folders.len() > ENTRIES_MAX {
                return Err(BadPack::Surplus(text));
            }
            // A link leads who knows where; read as a file it is refused if it is none.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(name);
            } else {
                found.insert(text);
            }
        }
    }
    Ok(found)
}

fn is_hidden(entry: &fs::DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn required(path: &Path, length_max: u64) -> Result<String, BadPack> {
    optional(path, length_max)?.ok_or_else(|| BadPack::Missing(path.to_owned()))
}

fn optional(path: &Path, length_max: u64) -> Result<Option<String>, BadPack> {
    match read_text(path, length_max) {
        Ok(text) => Ok(Some(text)),
        Err(UnreadableFile::Disk(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(None)
        }
        Err(why) => Err(BadPack::Unreadable(path.to_owned(), why)),
    }
}

/// By its digest, and by who stands for it.
impl PartialEq for CountryPack {
    fn eq(&self, other: &Self) -> bool {
        self.digest() == other.digest() && self.signed_by() == other.signed_by()
    }
}

impl Eq for CountryPack {}

impl fmt::Debug for CountryPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (country, version) = (self.policy.country(), self.policy.version());
        write!(f, "CountryPack({country}, version {version})")
    }
}

impl fmt::Display for BadPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "{} {why}", path.display()),
            Self::NoFolder => f.write_str("there is no such folder"),
            Self::Missing(path) if path.ends_with(SIGNATURE) => {
                write!(f, "{} is missing: nobody signed the pack", path.display())
            }
            Self::Missing(path) => write!(f, "{} is missing; every pack has it", path.display()),
            Self::NotThere(path) => write!(f, "policy.toml names {path}, which is not there"),
            Self::Changed(path) => write!(
                f,
                "{path} is not what policy.toml says: it was changed after signing; sign the pack again"
            ),
            Self::Surplus(path) => write!(
                f,
                "{path:?} is in the pack, and policy.toml does not name it; take it out, or sign the pack again"
            ),
            Self::Misnamed(path) => write!(
                f,
                "{path:?} can't be in a pack: names are of a-z, 0-9 and -, with .toml or .ftl at the end; take it out"
            ),
            Self::Unread(path) => write!(
                f,
                "nothing reads {path}: add its language to languages in policy.toml, correct its name, or take it out"
            ),
            Self::NotAPack => f.write_str("not a country pack"),
            Self::NotAKey(why) => write!(f, "policy.pub: {why}"),
            Self::NotSigned(why) => write!(f, "policy.toml: {why}"),
            Self::Policy(why) => why.fmt(f),
            Self::Letters(why) => write!(f, "{LETTERS}, {why}"),
            Self::Language(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for BadPack {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, why) => Some(why),
            Self::NotAKey(why) => Some(why),
            Self::NotSigned(why) => Some(why),
            Self::Policy(why) => Some(why),
            Self::Letters(why) => Some(why),
            Self::Language(why) => Some(why),
            _ => None,
        }
    }
}

const LETTERS: &str = "letters.toml";
const SIGNATURE: &str = "policy.toml.minisig";
const OF_THE_SIGNATURE: [&str; 4] = ["policy.toml", SIGNATURE, "policy.pub", "policy.pub.minisig"];
/// Bytes; ours has 40,000.
const POLICY_MAX: u64 = 256 * 1024;
/// Bytes: four times the longest of ours, in a script of two bytes a letter.
const FILE_MAX: u64 = 128 * 1024;
const SIGNATURE_MAX: u64 = 4096;
/// Files and folders.
const ENTRIES_MAX: usize = 512;

/// The shipped pack's files beside `policy.toml`.
const SHIPPED: &[(&str, &str)] = &[
    (LETTERS, include_str!("../../../policy/latvia/letters.toml")),
    (
        "texts/en.ftl",
        include_str!("../../../policy/latvia/texts/en.ftl"),
    ),
    (
        "texts/lv-x-easy.ftl",
        include_str!("../../../policy/latvia/texts/lv-x-easy.ftl"),
    ),
    (
        "texts/lv.ftl",
        include_str!("../../../policy/latvia/texts/lv.ftl"),
    ),
    (
        "texts/ru.ftl",
        include_str!("../../../policy/latvia/texts/ru.ftl"),
    ),
    (
        "texts/uk.ftl",
        include_str!("../../../policy/latvia/texts/uk.ftl"),
    ),
];

#[cfg(test)]
mod tests;
