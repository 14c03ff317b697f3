//! An officer's private keys, and the file they live in.
//!
//! One age file under a passphrase (scrypt: nothing in it for a quantum computer), 0600, holds
//! both: the hybrid age identity that opens reports and the Ed25519 key that signs replies,
//! entries and requests. Stock age from 1.3 on takes it as it is:
//!
//! ```text
//!   # Svilpe officer key …
//!   # public key: age1pq1…
//!   # svilpe-officer: Anna Bērziņa       as the roster names this officer
//!   # svilpe-signing-key: <base64>      a comment to age, a key to us
//!   AGE-SECRET-KEY-PQ-1…                age -d -i key.age sealed.age
//! ```
//!
//! Keeps P1 on the officer's computer. The only place where private keys are read.

use std::fmt;

use zeroize::Zeroizing;

use crate::keys::aead::SealingKey;
use crate::keys::hkdf::derive_key;
use crate::keys::label::Label;
use crate::keys::onion_key::OnionKey;
use crate::keys::recipient::OpeningKey;
use crate::keys::sealed_key::{CannotUnlock, Passphrase, WorkFactor, open_under, seal_under};
use crate::keys::signature::SigningKey;
use crate::net::http_signature::KeyId;
use crate::rules::roster::spoken_number;
use crate::text::terminal::OneLine;

/// Both private keys. Masked `Debug`, no `Clone`, wiped when dropped.
pub struct OfficerKeys {
    /// As the roster names the officer; replies are signed under it.
    pub name: String,
    /// Reports and replies are sealed to it.
    pub opening: OpeningKey,
    /// Requests, replies and entries are signed by it.
    pub signing: SigningKey,
}

/// Why a key file gives no keys.
#[derive(Debug)]
pub enum CannotOpenKeys {
    /// The passphrase, or the file.
    Locked(CannotUnlock),
    /// It opened, and holds something else.
    NotOfficerKeys,
}

impl OfficerKeys {
    /// Fresh keys for an officer who is called this in the roster: a line of 1 to 80 visible
    /// characters.
    pub fn random(name: &str) -> Option<Self> {
        is_name(name).then(|| Self {
            name: name.to_owned(),
            opening: OpeningKey::random(),
            signing: SigningKey::random(),
        })
    }

    /// The key file's bytes.
    pub fn seal(&self, passphrase: &Passphrase, work: WorkFactor) -> Vec<u8> {
        let text = Zeroizing::new(format!(
            "# Svilpe officer key: opens reports and signs as the officer. Never share it.\n\
             # public key: {}\n\
             {NAME_LINE}{}\n\
             {SIGNING_LINE}{}\n\
             {}\n",
            self.opening.recipient(),
            self.name,
            *self.signing.expose(),
            *self.opening.expose(),
        ));
        seal_under(passphrase, work, &text)
    }

    /// Opens a key file.
    pub fn open(sealed: &[u8], passphrase: &Passphrase) -> Result<Self, CannotOpenKeys> {
        let text = open_under(passphrase, sealed).map_err(CannotOpenKeys::Locked)?;
        Self::of_text(&text).ok_or(CannotOpenKeys::NotOfficerKeys)
    }

    /// The keys in an opened key file.
    pub(super) fn of_text(text: &[u8]) -> Option<Self> {
        std::str::from_utf8(text).ok().and_then(Self::parse)
    }

    /// Exactly one of each; other comments are for people.
    fn parse(text: &str) -> Option<Self> {
        let (mut name, mut opening, mut signing) = (None, None, None);
        for line in text.lines().map(str::trim) {
            let twice = if let Some(found) = line.strip_prefix(NAME_LINE) {
                name.replace(found.to_owned()).is_some()
            } else if let Some(key) = line.strip_prefix(SIGNING_LINE) {
                signing.replace(SigningKey::parse(key).ok()?).is_some()
            } else if line.is_empty() || line.starts_with('#') {
                false
            } else {
                opening.replace(OpeningKey::parse(line).ok()?).is_some()
            };
            if twice {
                return None;
            }
        }
        Some(Self {
            name: name.filter(|name| is_name(name))?,
            opening: opening?,
            signing: signing?,
        })
    }

    /// What the local index of opened items is sealed under.
    pub(super) fn index_key(&self) -> SealingKey {
        SealingKey::from_secret(derive_key(self.opening.expose_bytes(), CASE_INDEX))
    }

    /// The key to the server's closed onion. Derived, so that a copy of the key file brings it back
    /// and it lies nowhere; who learns it learns nothing of the others.
    pub fn onion_key(&self) -> OnionKey {
        OnionKey::from_secret(&derive_key(self.opening.expose_bytes(), TO_ONION))
    }

    /// How the ledger and the intake name this officer's key.
    pub fn id(&self) -> KeyId {
        KeyId::of(&self.signing.public())
    }

    /// Both public keys in a form that two people compare aloud.
    pub fn spoken_number(&self) -> String {
        spoken_number(&self.opening.recipient(), &self.signing.public())
    }

    /// What to paste into `keys/<institution>.toml`.
    pub fn roster_block(&self, role: Role) -> String {
        format!(
            "[[officer]]\nname = {}\nrecipient = \"{}\"\nsigning = \"{}\"\ncustodian = {}\n",
            toml_string(&self.name),
            self.opening.recipient(),
            self.signing.public(),
            role == Role::Custodian,
        )
    }
}

/// What the roster will say of the officer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Opens reports; identities too, if a custodian.
    Officer,
    /// May also open identity details.
    Custodian,
}

fn is_name(name: &str) -> bool {
    let chars = name.chars().count();
    let plain = OneLine(name).to_string() == name;
    plain && (1..=NAME_CHARS_MAX).contains(&chars) && name.trim() == name
}

/// A TOML basic string. JSON's escapes are a part of TOML's, but for DEL.
pub(super) fn toml_string(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\x7f', "\\u007f")
}

impl fmt::Debug for OfficerKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfficerKeys(…)")
    }
}

const CASE_INDEX: Label = Label::new("svilpe/v1/case-index");
const TO_ONION: Label = Label::new("svilpe/v1/onion-client");
const NAME_LINE: &str = "# svilpe-officer: ";
const SIGNING_LINE: &str = "# svilpe-signing-key: ";

/// As many as a roster takes.
const NAME_CHARS_MAX: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::roster::tests as roster;

    fn passphrase() -> Passphrase {
        Passphrase::parse("correct horse battery").expect("long enough")
    }

    fn light() -> WorkFactor {
        WorkFactor::parse(WorkFactor::MIN).expect("in bounds")
    }

    #[test]
    fn a_key_file_gives_back_the_same_keys() {
        let keys = OfficerKeys::random("Anna Bērziņa").expect("a name");
        let again =
            OfficerKeys::open(&keys.seal(&passphrase(), light()), &passphrase()).expect("opens");
        assert_eq!(again.id(), keys.id());
        assert_eq!(again.opening.recipient(), keys.opening.recipient());
        let onion = keys.onion_key().for_service();
        assert_eq!(again.onion_key().for_service(), onion);
        let other = OfficerKeys::random("Anna Bērziņa").expect("a name");
        assert_ne!(other.onion_key().for_service(), onion);
    }

    #[test]
    fn a_key_file_without_both_keys_once_is_refused() {
        let keys = OfficerKeys::random("Anna Bērziņa").expect("a name");
        let opening = keys.opening.expose();
        let name = format!("{NAME_LINE}Anna");
        let key = format!("{SIGNING_LINE}{}", *keys.signing.expose());
        let signing = format!("{name}\n{key}");
        assert!(OfficerKeys::parse(&format!("{signing}\r\n\r\n# x\r\n{}\r\n", *opening)).is_some());
        for text in [
            String::new(),
            opening.to_string(),
            signing.clone(),
            format!("{signing}\n{key}\n{}", *opening),
            format!("{signing}\n{name}\n{}", *opening),
            format!("{key}\n{}", *opening),
            format!("{signing}\n{0}\n{0}", *opening),
            format!("{name}\n{SIGNING_LINE}AAAA\n{}", *opening),
            format!("{signing}\nAGE-SECRET-KEY-PQ-1"),
            // Of X25519 alone: from C2SP's test vectors.
            format!(
                "{signing}\nAGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
            ),
            format!("{signing}\n{}\nage1other", *opening),
        ] {
            assert!(OfficerKeys::parse(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_roster_takes_the_block_as_it_is() {
        let secret = roster::secret();
        for name in [
            "Anna Bērziņa",
            "A \"B\" \\",
            "🙂",
            &"ā".repeat(NAME_CHARS_MAX),
        ] {
            let keys = OfficerKeys::random(name).expect("a name");
            let text = roster::head("paraugs", 1) + &keys.roster_block(Role::Custodian);
            let roster = roster::signed(&text, &secret);
            let [officer] = roster.officers() else {
                panic!("one officer")
            };
            assert_eq!(officer.name(), name);
            assert_eq!(*officer.recipient(), keys.opening.recipient());
            assert_eq!(*officer.signing(), keys.signing.public());
            assert_eq!(officer.spoken_number(), keys.spoken_number());
            assert!(officer.custodian());
        }
    }

    #[test]
    fn a_name_is_one_visible_line() {
        let fits = "ā".repeat(NAME_CHARS_MAX);
        assert!(OfficerKeys::random(&fits).is_some());
        for name in [
            "",
            " A",
            "A\nAGE-SECRET-KEY-1",
            "A\x1b",
            "A\u{202e}",
            &format!("{fits}ā"),
        ] {
            assert!(OfficerKeys::random(name).is_none(), "{name:?}");
        }
    }

    #[test]
    fn nothing_of_the_keys_is_in_debug_output() {
        assert_eq!(
            format!("{:?}", OfficerKeys::random("Anna").expect("a name")),
            "OfficerKeys(…)"
        );
    }
}
