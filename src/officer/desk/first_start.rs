//! The first start: keys, and how good their passphrase is.

use crate::cli::failure::Failure;
use crate::keys::passphrase_strength::{PassphraseStrength, evened, strength};
use crate::keys::sealed_key::{Passphrase, WorkFactor};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;

/// What was typed for new keys.
pub(super) struct NewKeys<'a> {
    pub name: &'a str,
    pub passphrase: &'a str,
    pub again: &'a str,
}

impl PassphraseStrength {
    /// The id of the words that say it, and what to do.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Weak => "desk-problem-weak",
            Self::Fair => "desk-strength-fair",
            Self::Strong => "desk-strength-strong",
        }
    }
}

/// Why no keys were made.
pub(super) enum BadNewKeys {
    Name,
    Short,
    Weak,
    Differs,
    Failed(Failure),
}

impl NewKeys<'_> {
    /// Makes and keeps them. Answers how good their passphrase is.
    pub(super) fn make(&self, home: &OfficerHome) -> Result<PassphraseStrength, BadNewKeys> {
        let keys = OfficerKeys::random(self.name).ok_or(BadNewKeys::Name)?;
        let passphrase = evened(self.passphrase);
        if !Passphrase::is_long_enough(&passphrase) {
            return Err(BadNewKeys::Short);
        }
        let strength = strength(&passphrase);
        if strength == PassphraseStrength::Weak {
            return Err(BadNewKeys::Weak);
        }
        if *evened(self.again) != *passphrase {
            return Err(BadNewKeys::Differs);
        }
        home.key_file().must_be_new().map_err(BadNewKeys::Failed)?;
        let work = WorkFactor::parse(WORK).expect("within the bounds");
        let sealed = keys.seal(&Passphrase::typed(&passphrase), work);
        home.key_file().keep(&sealed).map_err(BadNewKeys::Failed)?;
        Ok(strength)
    }
}

impl BadNewKeys {
    /// The field, and the id of what is wrong with it.
    pub(super) fn problem(&self) -> (&'static str, &'static str) {
        match self {
            Self::Short => ("passphrase", "desk-problem-short"),
            Self::Weak => ("passphrase", "desk-problem-weak"),
            Self::Differs => ("again", "desk-problem-differs"),
            Self::Name | Self::Failed(_) => ("name", "desk-problem-name"),
        }
    }
}

/// About a second and 256 MiB for each guess.
const WORK: u8 = 18;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_need_a_name_and_a_passphrase_that_nobody_guesses() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let refused = |name, passphrase, again| {
            let wanted = NewKeys {
                name,
                passphrase,
                again,
            };
            wanted.make(&home).err().map(|bad| bad.problem().1)
        };
        let good = "četri vārdi kopā šeit";
        assert_eq!(refused("", good, good), Some("desk-problem-name"));
        assert_eq!(
            refused("Anna", "short", "short"),
            Some("desk-problem-short")
        );
        let weak = "password123456";
        assert_eq!(refused("Anna", weak, weak), Some("desk-problem-weak"));
        assert_eq!(refused("Anna", good, weak), Some("desk-problem-differs"));
        assert!(!home.key_file().path().exists());
    }
}
