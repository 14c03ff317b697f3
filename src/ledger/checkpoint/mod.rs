//! Checkpoints: signed tree heads.
//!
//! Keeps P7: two checkpoints of one size and different roots convict whoever signed both.
//! A [C2SP checkpoint](https://c2sp.org/tlog-checkpoint) as a
//! [signed note](https://c2sp.org/signed-note); the origin line is the log key's name.
//!
//! Knows notes and log keys. Never knows an hour: a checkpoint carries no time (P2),
//! and extension lines, where one could hide, are refused.
//!
//! ```text
//!   svilpe.example/3f9c…                     origin
//!   1274                                     size
//!   nND/nri/…=                               root
//!
//!   — svilpe.example/3f9c… Kx7w…             the log's signature
//!   — ngo.example/witness 9aQ1…              cosignatures: see `cosignature`
//! ```

/// Whether one checkpoint continues another.
pub(crate) mod continuity;

/// Proof of misbehaviour that anyone can check.
pub mod evidence;

/// Cosignatures.
pub mod cosignature;

/// How old a head is.
pub mod freshness;

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use signed_note::{Note, Signature as Line, VerificationError, Verifier, Verifiers};

use crate::keys::signature::{SigningKey, VerifyingKey};

use super::tree::{Head, SIZE_MAX, TreeHash};

/// A log's name and public key, as auditors are given them:
/// `<name>+<8 hexadecimal digits>+<base64 of 0x01 and the key>` (a *vkey*).
#[derive(Clone, PartialEq, Eq)]
pub struct LogKey {
    name: LogName,
    key: VerifyingKey,
}

/// The origin line: a URL without scheme that names one log for ever.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LogName(String);

/// A tree head that its log signed.
#[derive(Clone)]
pub struct Checkpoint {
    head: Head,
    text: Vec<u8>,
    signature: Line,
    /// Signatures by others, not checked yet.
    others: Vec<Line>,
}

/// Text that is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALogKey;

/// Why bytes are not a checkpoint of this log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCheckpoint {
    /// Not a signed note with exactly origin, size and root.
    Malformed,
    /// Another log's.
    OtherOrigin,
    /// The log's key did not sign it.
    NotSigned,
}

impl LogName {
    /// 1 to 128 printable ASCII characters without space and `+`.
    pub fn parse(text: &str) -> Result<Self, NotALogKey> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'+');
        let fits = (1..=NAME_MAX).contains(&text.len());
        (plain && fits)
            .then(|| Self(text.to_owned()))
            .ok_or(NotALogKey)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl LogKey {
    /// For a log of this name that signs with this key.
    pub fn new(name: LogName, key: VerifyingKey) -> Self {
        Self { name, key }
    }

    /// From a vkey; the digits must fit name and key.
    pub fn parse(vkey: &str) -> Result<Self, NotALogKey> {
        let (name, key) = parse_vkey(vkey, ED25519)?;
        Ok(Self { name, key })
    }

    /// The origin line of its checkpoints.
    pub fn name(&self) -> &LogName {
        &self.name
    }
}

impl Checkpoint {
    /// Signs a head.
    pub fn sign(head: Head, name: &LogName, key: &SigningKey) -> Self {
        let text = format!("{}\n{}\n{}\n", name.0, head.size, head.root.to_base64()).into_bytes();
        let signature = key.sign_framed(&text).to_vec();
        let id = key_id(name, ED25519, &key.public());
        let signature = Line::new(name.0.clone(), id, signature).expect("a log name is a key name");
        Self {
            head,
            text,
            signature,
            others: Vec::new(),
        }
    }

    /// Reads bytes from outside and checks that this log signed them.
    pub fn parse(bytes: &[u8], log: &LogKey) -> Result<Self, BadCheckpoint> {
        if bytes.len() > NOTE_MAX {
            return Err(BadCheckpoint::Malformed);
        }
        let note = Note::from_bytes(bytes).map_err(|_| BadCheckpoint::Malformed)?;
        let body = tlog_tiles::Checkpoint::from_bytes(note.text())
            .map_err(|_| BadCheckpoint::Malformed)?;
        if body.origin() != log.name.0 {
            return Err(BadCheckpoint::OtherOrigin);
        }
        if !body.extension().is_empty() || body.size() > SIZE_MAX {
            return Err(BadCheckpoint::Malformed);
        }
        let (mut signed, others) = note.verify(log).map_err(|_| BadCheckpoint::NotSigned)?;
        Ok(Self {
            head: Head {
                size: body.size(),
                root: TreeHash::from(*body.hash()),
            },
            text: note.text().to_vec(),
            signature: signed.pop().ok_or(BadCheckpoint::NotSigned)?,
            others,
        })
    }

    /// Size and root.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The whole note, as served: with the cosignatures it came with.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.text.clone();
        bytes.push(b'\n');
        for line in std::iter::once(&self.signature).chain(&self.others) {
            bytes.extend(line.to_bytes());
        }
        bytes
    }

    /// The log's checkpoints in a text: what a ledger lists, a file, a letter that quotes one.
    ///
    /// A note begins with the log's name on a line of its own and ends with its last signature.
    pub(crate) fn all_in(text: &str, log: &LogKey) -> Vec<Self> {
        let lines: Vec<&str> = text.lines().map(unquoted).collect();
        let is_origin = |line: &&str| **line == *log.name().as_str();
        let starts = (0..lines.len()).filter(|at| is_origin(&lines[*at]));
        let notes = starts.filter_map(|at| {
            let head = lines.get(at..at + 3)?;
            let signatures = lines[at + 3..].iter();
            let signatures = signatures.skip_while(|line| line.is_empty());
            let signatures = signatures.take_while(|line| line.starts_with(SIGNATURE));
            let note = [head.join("\n"), "\n\n".to_owned()].concat();
            let note = signatures.fold(note, |note, line| note + line + "\n");
            Self::parse(note.as_bytes(), log).ok()
        });
        notes.take(LIST_MAX).collect()
    }

    /// The lines by others alone, as they stand in the note.
    pub(crate) fn cosignatures(&self) -> Vec<u8> {
        let lines = self.others.iter().map(Line::to_bytes);
        lines.collect::<Vec<_>>().concat()
    }

    /// This head with no other line than the log's own and this one.
    pub(super) fn with_only(&self, line: Line) -> Self {
        Self {
            others: vec![line],
            ..self.clone()
        }
    }

    /// What was signed: three lines.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Lines by others.
    pub(super) fn others(&self) -> &[Line] {
        &self.others
    }

    /// Adds a line by another; an older one by the same key goes.
    pub(super) fn add(&mut self, line: Line) {
        self.others
            .retain(|other| (other.name(), other.id()) != (line.name(), line.id()));
        self.others.push(line);
    }
}

/// Ours, because the crate's own accepts signatures that `verify_strict` refuses.
impl Verifier for LogKey {
    fn name(&self) -> &str {
        &self.name.0
    }

    fn key_id(&self) -> u32 {
        key_id(&self.name, ED25519, &self.key)
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let signature = <&[u8; 64]>::try_from(signature);
        signature.is_ok_and(|signature| self.key.verify_framed(text, signature).is_ok())
    }
}

impl Verifiers for LogKey {
    fn verifier(&self, name: &str, id: u32) -> Result<&dyn Verifier, VerificationError> {
        if name == self.name.0 && id == self.key_id() {
            return Ok(self);
        }
        Err(VerificationError::UnknownKey {
            name: name.to_owned(),
            id,
        })
    }
}

impl fmt::Display for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&vkey(&self.name, ED25519, &self.key))
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.to_bytes()))
    }
}

impl fmt::Display for NotALogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a log's or witness's key: expected <name>+<8 digits>+<base64>")
    }
}

impl std::error::Error for NotALogKey {}

impl fmt::Display for BadCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the checkpoint is not a signed note of origin, size and root",
            Self::OtherOrigin => "the checkpoint is another log's",
            Self::NotSigned => "the checkpoint is not signed by the log's key",
        })
    }
}

impl std::error::Error for BadCheckpoint {}

/// A line as it was before somebody quoted or indented it.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t']).trim_end()
}

/// The vkey of a name and key, for signatures of this type.
pub(super) fn vkey(name: &LogName, kind: u8, key: &VerifyingKey) -> String {
    let id = key_id(name, kind, key);
    let typed = [&[kind], key.as_bytes().as_slice()].concat();
    format!("{name}+{id:08x}+{}", BASE64_STANDARD.encode(typed))
}

/// Name and key of a vkey for signatures of this type; refuses any other spelling.
pub(super) fn parse_vkey(text: &str, kind: u8) -> Result<(LogName, VerifyingKey), NotALogKey> {
    let mut parts = text.splitn(3, '+');
    let mut part = || parts.next().ok_or(NotALogKey);
    let (name, _id, typed) = (LogName::parse(part()?)?, part()?, part()?);
    let typed = BASE64_STANDARD.decode(typed).map_err(|_| NotALogKey)?;
    let bytes = typed.strip_prefix(&[kind]).ok_or(NotALogKey)?;
    let bytes = bytes.try_into().map_err(|_| NotALogKey)?;
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| NotALogKey)?;
    (vkey(&name, kind, &key) == text)
        .then_some((name, key))
        .ok_or(NotALogKey)
}

/// First 4 bytes of `SHA-256(name ‖ 0x0A ‖ type ‖ key)`.
pub(super) fn key_id(name: &LogName, kind: u8, key: &VerifyingKey) -> u32 {
    signed_note::key_id(&name.0, &[&[kind], key.as_bytes().as_slice()].concat())
}

/// How a signature's line begins.
const SIGNATURE: &str = "\u{2014} ";
/// Checkpoints that are looked at in one text.
const LIST_MAX: usize = 1000;
/// Signature type of the log's own signatures.
const ED25519: u8 = 0x01;
const NAME_MAX: usize = 128;
/// The longest note that is read: three lines and about 80 signatures.
pub const NOTE_MAX: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> (LogName, SigningKey, LogKey) {
        let name = LogName::parse("svilpe.example/log").expect("a name");
        let key = SigningKey::random();
        let public = LogKey::new(name.clone(), key.public());
        (name, key, public)
    }

    fn head(size: u64) -> Head {
        Head {
            size,
            root: TreeHash::of_leaf(&size.to_be_bytes()),
        }
    }

    #[test]
    fn a_checkpoint_reads_back_and_no_changed_byte_does() {
        let (name, key, public) = log();
        let bytes = Checkpoint::sign(head(1274), &name, &key).to_bytes();
        let read = Checkpoint::parse(&bytes, &public).expect("signed");
        assert_eq!((read.head(), read.to_bytes()), (head(1274), bytes.clone()));
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 1;
            assert!(
                Checkpoint::parse(&changed, &public).is_err(),
                "byte {position}"
            );
        }
        for end in 0..bytes.len() {
            assert!(
                Checkpoint::parse(&bytes[..end], &public).is_err(),
                "cut at {end}"
            );
        }
    }

    #[test]
    fn other_logs_other_keys_and_other_lines_are_refused() {
        let (name, key, public) = log();
        let (_, stranger, _) = log();
        let parse = |checkpoint: &Checkpoint| {
            Checkpoint::parse(&checkpoint.to_bytes(), &public).map(|c| c.head())
        };
        let other = LogName::parse("svilpe.example/other").expect("a name");
        assert_eq!(
            parse(&Checkpoint::sign(head(1), &other, &key)),
            Err(BadCheckpoint::OtherOrigin)
        );
        assert_eq!(
            parse(&Checkpoint::sign(head(1), &name, &stranger)),
            Err(BadCheckpoint::NotSigned)
        );
        assert_eq!(
            parse(&Checkpoint::sign(head(SIZE_MAX), &name, &key)),
            Ok(head(SIZE_MAX))
        );
        assert_eq!(
            parse(&Checkpoint::sign(head(SIZE_MAX + 1), &name, &key)),
            Err(BadCheckpoint::Malformed)
        );
        let mut extended = Checkpoint::sign(head(1), &name, &key);
        extended.text.extend(b"2026-11-21T10:31:07\n");
        let line = Line::new(
            name.0.clone(),
            public.key_id(),
            key.sign_framed(&extended.text).to_vec(),
        );
        extended.signature = line.expect("a name");
        assert_eq!(parse(&extended), Err(BadCheckpoint::Malformed));
        let mut long = Checkpoint::sign(head(1), &name, &key).to_bytes();
        long.extend(std::iter::repeat_n(b'\n', NOTE_MAX));
        assert_eq!(
            Checkpoint::parse(&long, &public).map(|c| c.head()),
            Err(BadCheckpoint::Malformed)
        );
    }

    #[test]
    fn checkpoints_are_found_in_letters_and_lists() {
        let (name, key, public) = log();
        let [one, two] = [1, 2].map(|size| Checkpoint::sign(head(size), &name, &key));
        let text =
            |checkpoint: &Checkpoint| String::from_utf8(checkpoint.to_bytes()).expect("text");
        let letter = format!(
            "Sveiki!\r\n\r\n{}\r\nAr cieņu",
            text(&one).replace('\n', "\r\n")
        );
        let quoted = format!("> {}", text(&two).replace('\n', "\n> "));
        let list = format!("{letter}\n{quoted}\n{}", text(&one));
        let sizes = |text: &str| -> Vec<u64> {
            let found = Checkpoint::all_in(text, &public);
            found.iter().map(|found| found.head().size).collect()
        };
        assert_eq!(sizes(&list), [1, 2, 1]);
        assert!(sizes(&text(&one).replace("\n1\n", "\n2\n")).is_empty());
        assert!(sizes("svilpe.example/log\n1").is_empty());
        assert!(Checkpoint::all_in(&list, &log().2).is_empty());
    }

    #[test]
    fn a_vkey_has_one_spelling() {
        let (_, _, public) = log();
        let vkey = public.to_string();
        assert_eq!(LogKey::parse(&vkey), Ok(public));
        let (name, rest) = vkey.split_once('+').expect("a plus");
        let (id, key) = rest.split_once('+').expect("another");
        for wrong in [
            String::new(),
            format!("{name}x+{id}+{key}"),
            format!("{name}+{}+{key}", id.to_uppercase() + "0"),
            format!("{name}+00000000+{key}"),
            format!("{name}+{id}+{}", &key[4..]),
            format!("na me+{id}+{key}"),
            vkey.clone() + "+",
        ] {
            assert_eq!(LogKey::parse(&wrong), Err(NotALogKey), "{wrong}");
        }
    }

    /// The example of the `signed_note` documentation and Go's `sumdb/note`.
    #[test]
    fn the_published_key_id_comes_out() {
        let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(
            LogKey::parse(vkey).map(|key| key.to_string()),
            Ok(vkey.to_owned())
        );
    }
}
