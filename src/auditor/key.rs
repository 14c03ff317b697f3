//! An auditor's private key, and the file it lives in.
//!
//! Signs requests and cosignatures; opens nothing. One age file under a passphrase, 0600:
//!
//! ```text
//!   # Svilpe auditor key …
//!   # svilpe-auditor: Delna             as the roster names this auditor
//!   # svilpe-signing-key: <base64>
//! ```

use std::fmt;

use zeroize::Zeroizing;

use crate::keys::sealed_key::{CannotUnlock, Passphrase, WorkFactor, open_under, seal_under};
use crate::keys::signature::SigningKey;
use crate::text::terminal::OneLine;

/// The key. Masked `Debug`, no `Clone`, wiped when dropped.
pub(super) struct AuditorKey {
    /// As rosters name the auditor.
    pub name: String,
    pub signing: SigningKey,
}

/// Why a file gives no key.
#[derive(Debug)]
pub(super) enum CannotOpenKey {
    Locked(CannotUnlock),
    /// It opened, and holds something else.
    NotAnAuditorKey,
}

impl AuditorKey {
    /// A fresh key for an auditor of this name: a line of 1 to 80 visible characters.
    pub(super) fn random(name: &str) -> Option<Self> {
        is_name(name).then(|| Self {
            name: name.to_owned(),
            signing: SigningKey::random(),
        })
    }

    /// The key file's bytes.
    pub(super) fn seal(&self, passphrase: &Passphrase, work: WorkFactor) -> Vec<u8> {
        let text = Zeroizing::new(format!(
            "# Svilpe auditor key: signs requests and cosignatures. Never share it.\n\
             {NAME_LINE}{}\n\
             {SIGNING_LINE}{}\n",
            self.name,
            *self.signing.expose(),
        ));
        seal_under(passphrase, work, &text)
    }

    /// Opens a key file.
    pub(super) fn open(sealed: &[u8], passphrase: &Passphrase) -> Result<Self, CannotOpenKey> {
        let text = open_under(passphrase, sealed).map_err(CannotOpenKey::Locked)?;
        let text = std::str::from_utf8(&text).map_err(|_| CannotOpenKey::NotAnAuditorKey)?;
        Self::parse(text).ok_or(CannotOpenKey::NotAnAuditorKey)
    }

    /// Exactly one of each; other comments are for people, anything else is another file.
    fn parse(text: &str) -> Option<Self> {
        let (mut name, mut signing) = (None, None);
        for line in text.lines().map(str::trim) {
            let twice = if let Some(found) = line.strip_prefix(NAME_LINE) {
                name.replace(found.to_owned()).is_some()
            } else if let Some(key) = line.strip_prefix(SIGNING_LINE) {
                signing.replace(SigningKey::parse(key).ok()?).is_some()
            } else {
                !(line.is_empty() || line.starts_with('#'))
            };
            if twice {
                return None;
            }
        }
        Some(Self {
            name: name.filter(|name| is_name(name))?,
            signing: signing?,
        })
    }

    /// What to paste into `keys/<institution>.toml`.
    pub(super) fn roster_block(&self) -> String {
        // JSON's escapes are a part of TOML's, and a name has no DEL.
        let name = serde_json::Value::from(self.name.as_str());
        let signing = self.signing.public();
        format!("[[auditor]]\nname = {name}\nsigning = \"{signing}\"\n")
    }
}

fn is_name(name: &str) -> bool {
    let plain = OneLine(name).to_string() == name;
    plain && (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && name.trim() == name
}

impl fmt::Debug for AuditorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuditorKey(…)")
    }
}

const NAME_LINE: &str = "# svilpe-auditor: ";
const SIGNING_LINE: &str = "# svilpe-signing-key: ";

/// As many as a roster takes.
const NAME_CHARS_MAX: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::typed(text)
    }

    #[test]
    fn a_key_file_opens_with_its_passphrase_only() {
        let key = AuditorKey::random("Delna").expect("a name");
        let work = WorkFactor::parse(WorkFactor::MIN).expect("the least");
        let sealed = key.seal(&passphrase("četri vārdi no kastes"), work);
        let read = AuditorKey::open(&sealed, &passphrase("četri vārdi no kastes"));
        let read = read.expect("its passphrase");
        assert_eq!(
            (read.name.as_str(), read.signing.public()),
            ("Delna", key.signing.public())
        );
        assert!(AuditorKey::open(&sealed, &passphrase("cits vārds")).is_err());
        assert_eq!(format!("{key:?}"), "AuditorKey(…)");
    }

    #[test]
    fn another_file_and_another_line_are_refused() {
        let key = SigningKey::random();
        let signing = key.expose();
        let right = format!("{NAME_LINE}Delna\n{SIGNING_LINE}{}\n", *signing);
        assert!(AuditorKey::parse(&right).is_some());
        for wrong in [
            format!("{right}{right}"),
            format!("{right}AGE-SECRET-KEY-1\n"),
            format!("{NAME_LINE}Delna\n"),
            format!("{SIGNING_LINE}{}\n", *signing),
            right.replace("Delna", "De\u{202e}lna"),
        ] {
            assert!(AuditorKey::parse(&wrong).is_none());
        }
    }

    #[test]
    fn a_name_has_limits() {
        assert!(AuditorKey::random(&"ā".repeat(80)).is_some());
        assert!(AuditorKey::random(&"ā".repeat(81)).is_none());
        assert!(AuditorKey::random("").is_none());
        assert!(AuditorKey::random("a\nb").is_none());
    }
}
