//! The first start: keys, and the operator's invitation.
//!
//! An invitation is what `officer.toml` holds, as one text that the operator hands over: which
//! server, institution and instance, and the ledger's key.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde::Deserialize;

use crate::cli::failure::Failure;
use crate::keys::passphrase_strength::{PassphraseStrength, evened, strength};
use crate::keys::sealed_key::{Passphrase, WorkFactor};
use crate::net::connection::ServerAddress;
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::home::OfficerHome;
use crate::officer::keys::{OfficerKeys, Role};
use crate::text::{Language, say_with};

/// What was typed for new keys.
pub(super) struct NewKeys<'a> {
    pub name: &'a str,
    pub passphrase: &'a str,
    pub again: &'a str,
    pub is_custodian: bool,
}

/// Keys that are kept now.
pub(super) struct MadeKeys {
    /// For the institution's roster.
    pub block: String,
    /// By which two people compare them aloud.
    pub number: String,
    pub strength: PassphraseStrength,
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

/// A port of this computer at which a Tor seems to listen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FoundTor(u16);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    server: String,
    proxy: Option<String>,
    instance: String,
    institution: String,
    log: Option<String>,
}

impl NewKeys<'_> {
    /// Makes and keeps them.
    pub(super) fn make(&self, home: &OfficerHome) -> Result<MadeKeys, BadNewKeys> {
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
        let role = if self.is_custodian {
            Role::Custodian
        } else {
            Role::Officer
        };
        Ok(MadeKeys {
            block: keys.roster_block(role),
            number: keys.spoken_number(),
            strength,
        })
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

impl FoundTor {
    fn proxy(self) -> String {
        format!("socks5h://127.0.0.1:{}", self.0)
    }

    pub(super) fn in_words(self, language: Language) -> String {
        // As text: a port is not grouped like a number.
        let port = format!("127.0.0.1:{}", self.0);
        say_with(language, "desk-tor-found", &[("port", &port)])
    }
}

/// A system's own Tor, or that of Tor Browser.
pub(super) fn find_tor() -> Option<FoundTor> {
    let answers = |port: &u16| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, *port));
        TcpStream::connect_timeout(&address, TOR_ANSWERS).is_ok()
    };
    TOR_PORTS.into_iter().find(answers).map(FoundTor)
}

/// Reads an invitation, and pins what it says. One that leads to an onion goes through the Tor that
/// runs here, if it names no other.
pub(super) fn keep_invitation(home: &OfficerHome, text: &str) -> Result<OfficerConfig, Failure> {
    let invitation: Invitation =
        toml::from_str(text).map_err(|_| Failure::refused("desk-invitation-bad"))?;
    let server = ServerAddress::parse_typed(&invitation.server)?;
    let is_onion = matches!(server, ServerAddress::Onion { .. });
    let proxy = match invitation.proxy {
        None if is_onion => {
            let found = find_tor().ok_or_else(|| Failure::refused("desk-tor-missing"))?;
            Some(found.proxy())
        }
        proxy => proxy,
    };
    let wanted = OfficerOptions {
        server: Some(invitation.server),
        proxy,
        instance: Some(invitation.instance),
        institution: Some(invitation.institution),
        log: invitation.log,
    };
    let place = OfficerConfig::find(home, wanted)?;
    place.way.connection()?;
    place.keep(home)?;
    Ok(place)
}

/// About a second and 256 MiB for each guess.
const WORK: u8 = 18;

const TOR_PORTS: [u16; 2] = [9050, 9150];
const TOR_ANSWERS: Duration = Duration::from_millis(300);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_pinned_and_nonsense_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let text = "server = \"http://127.0.0.1:8017\"\ninstitution = \"paraugs\"\n\
                    instance = \"00112233445566778899aabbccddeeff\"\n";
        for bad in [
            "",
            "x",
            &format!("{text}other = 1\n"),
            &text.replace("http", "ftp"),
        ] {
            assert!(keep_invitation(&home, bad).is_err(), "{bad}");
        }
        assert!(!home.root().path().join("officer.toml").exists());
        let place = keep_invitation(&home, text).expect("right");
        assert_eq!(place.institution.as_str(), "paraugs");
        let again = OfficerConfig::find(&home, OfficerOptions::default()).expect("kept");
        assert_eq!(again.instance, place.instance);
        let other = text.replace("0011", "1100");
        assert!(
            keep_invitation(&home, &other).is_err(),
            "another installation"
        );
    }

    #[test]
    fn keys_need_a_name_and_a_passphrase_that_nobody_guesses() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let refused = |name, passphrase, again| {
            let wanted = NewKeys {
                name,
                passphrase,
                again,
                is_custodian: false,
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
