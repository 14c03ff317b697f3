//! Where an officer works: which server, institution and instance (`officer.toml`).
//!
//! Written once, by the first `setup` or `sync`. From then on the instance is pinned: a server
//! that is another installation is refused, whatever its address.

use std::io;

use serde::Deserialize;

use super::home::{OfficerHome, disk};
use super::keys::toml_string;
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::ledger::checkpoint::LogKey;
use crate::net::connection::{Proxy, ServerAddress, Way};
use crate::net::http_signature::InstanceId;
use crate::net::tor::RunningTor;
use crate::rules::roster::Institution;

/// A checked `officer.toml`.
#[derive(Clone, Debug)]
pub struct OfficerConfig {
    /// To the server's listener for officers.
    pub way: Way,
    /// The server's number, which requests are signed for.
    pub instance: InstanceId,
    /// Whose officer this is.
    pub institution: Institution,
    /// The ledger's key. Without it nothing that the ledger says is checked.
    pub log: Option<LogKey>,
}

/// What the command line said; what it left out comes from the file.
#[derive(Debug, Default)]
pub struct OfficerOptions {
    /// URL of the server.
    pub server: Option<String>,
    /// URL of a SOCKS proxy.
    pub proxy: Option<String>,
    /// 32 lower-case hexadecimal digits.
    pub instance: Option<String>,
    /// Short name of the institution.
    pub institution: Option<String>,
    /// The ledger's key, as a vkey of a signed note.
    pub log: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerConfigFile {
    server: String,
    proxy: Option<String>,
    instance: String,
    institution: String,
    log: Option<String>,
}

impl OfficerConfig {
    /// Reads `officer.toml`, with what the command line says instead.
    ///
    /// Address and proxy may change (a new onion); instance and institution may not.
    pub fn find(home: &OfficerHome, wanted: OfficerOptions) -> Result<Self, Failure> {
        let Some(pinned) = Self::read(home)? else {
            return Self::first(wanted);
        };
        let pinned = pinned.through_running_tor();
        let config = Self {
            way: Way {
                server: match wanted.server {
                    Some(text) => ServerAddress::parse_typed(&text)?,
                    None => pinned.way.server,
                },
                proxy: match wanted.proxy {
                    Some(text) => Some(Proxy::parse_typed(&text)?),
                    None => pinned.way.proxy,
                },
            },
            ..pinned
        };
        if wanted
            .instance
            .is_some_and(|text| text != config.instance.to_string())
        {
            return Err(Failure::refused("officer-other-instance").with("pinned", config.instance));
        }
        if wanted
            .institution
            .is_some_and(|text| text != config.institution.as_str())
        {
            return Err(
                Failure::refused("officer-other-institution").with("pinned", &config.institution)
            );
        }
        if let Some(text) = wanted.log {
            return config.pinned(parse_log(&text)?);
        }
        Ok(config)
    }

    /// Of a system's Tor and Tor Browser's, the one that runs today.
    fn through_running_tor(mut self) -> Self {
        let pinned = RunningTor::on(&self.way).map(|(tor, _)| tor);
        if pinned.is_some_and(|tor| tor.is_usual() && !tor.answers())
            && let Some(other) = RunningTor::find()
        {
            self.way.proxy = Some(other.proxy());
        }
        self
    }

    /// Reads an operator's invitation, and pins what it says. One that leads to an onion goes
    /// through the Tor that runs here, if it names no other.
    pub(super) fn keep_invitation(home: &OfficerHome, text: &str) -> Result<Self, Failure> {
        let told: OfficerConfigFile =
            toml::from_str(text).map_err(|_| Failure::refused("desk-invitation-bad"))?;
        let server = ServerAddress::parse_typed(&told.server)?;
        let proxy = match (told.proxy, server) {
            (None, ServerAddress::Onion { .. }) => {
                let tor = RunningTor::find();
                let tor = tor.ok_or_else(|| Failure::refused("desk-tor-missing"))?;
                Some(tor.proxy().to_string())
            }
            (proxy, _) => proxy,
        };
        let wanted = OfficerOptions {
            server: Some(told.server),
            proxy,
            instance: Some(told.instance),
            institution: Some(told.institution),
            log: told.log,
        };
        let config = Self::find(home, wanted)?;
        config.way.connection()?;
        config.keep(home)?;
        Ok(config)
    }

    /// With the ledger's key, if it is not another one than before.
    pub fn pinned(self, log: LogKey) -> Result<Self, Failure> {
        match self.log {
            Some(pinned) if pinned != log => {
                Err(Failure::refused("officer-other-log").with("pinned", pinned))
            }
            _ => Ok(Self {
                log: Some(log),
                ..self
            }),
        }
    }

    /// With the ledger's key as a server tells it, kept; and that key, if there was none. It is
    /// taken from the server once, never another one after that.
    pub(super) fn keeping_log(
        self,
        home: &OfficerHome,
        told: Option<LogKey>,
    ) -> Result<(Self, Option<LogKey>), Failure> {
        let Some(log) = told else {
            return Ok((self, None));
        };
        let first = self.log.is_none().then(|| log.clone());
        let config = self.pinned(log)?;
        config.keep(home)?;
        Ok((config, first))
    }

    /// Nothing is pinned yet: all must be said.
    fn first(wanted: OfficerOptions) -> Result<Self, Failure> {
        let (Some(server), Some(instance), Some(institution)) =
            (wanted.server, wanted.instance, wanted.institution)
        else {
            return Err(Failure::usage("officer-no-place"));
        };
        Self::parse(&OfficerConfigFile {
            server,
            proxy: wanted.proxy,
            instance,
            institution,
            log: wanted.log,
        })
    }

    fn read(home: &OfficerHome) -> Result<Option<Self>, Failure> {
        let path = home.root().path().join(FILE);
        let text = match read_small(&path, FILE_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(disk(&path, &error)),
        };
        let unreadable = |why: &str| {
            Failure::refused("officer-place-unreadable")
                .with("path", path.display())
                .with("why", why)
        };
        let text = std::str::from_utf8(&text).map_err(|_| unreadable("UTF-8"))?;
        let written = toml::from_str(text).map_err(|error| unreadable(error.message()))?;
        Self::parse(&written).map(Some)
    }

    fn parse(written: &OfficerConfigFile) -> Result<Self, Failure> {
        Ok(Self {
            way: Way::parse_typed(&written.server, written.proxy.as_deref())?,
            instance: InstanceId::parse(&written.instance).ok_or_else(|| {
                Failure::usage("officer-not-an-instance").with("text", &written.instance)
            })?,
            institution: Institution::parse(&written.institution).map_err(|_| {
                Failure::usage("officer-not-an-institution").with("text", &written.institution)
            })?,
            log: written.log.as_deref().map(parse_log).transpose()?,
        })
    }

    /// Pins this place in `officer.toml`.
    pub fn keep(&self, home: &OfficerHome) -> Result<(), Failure> {
        let proxy = self
            .way
            .proxy
            .as_ref()
            .map(|proxy| format!("proxy = \"{proxy}\"\n"));
        let log = self.log.as_ref();
        let log = log.map(|log| format!("log = {}\n", toml_string(&log.to_string())));
        let text = format!(
            "# Which server these keys work with. The instance is pinned: another is refused.\n\
             server = {}\n\
             {}\
             instance = \"{}\"\n\
             institution = \"{}\"\n\
             {}",
            toml_string(&self.way.server.to_string()),
            proxy.unwrap_or_default(),
            self.instance,
            self.institution,
            log.unwrap_or_default(),
        );
        let path = home.root().path().join(FILE);
        if read_small(&path, FILE_MAX).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        home.root()
            .replace(FILE, text.as_bytes())
            .map_err(|error| disk(&path, &error))
    }
}

fn parse_log(text: &str) -> Result<LogKey, Failure> {
    LogKey::parse(text).map_err(|_| Failure::usage("auditor-not-a-log-key").with("text", text))
}

const FILE: &str = "officer.toml";

/// Bytes; ours has about 300, and an invitation is no longer.
pub(super) const FILE_MAX: usize = 8192;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_pinned_and_nonsense_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let text = "# Words around it.\nserver = \"http://127.0.0.1:8017\"\n\
                    institution = \"paraugs\"\n\
                    instance = \"00112233445566778899aabbccddeeff\"\n";
        for bad in [
            "",
            "x",
            &format!("{text}other = 1\n"),
            &text.replace("http", "ftp"),
        ] {
            assert!(OfficerConfig::keep_invitation(&home, bad).is_err(), "{bad}");
        }
        assert!(!home.root().path().join(FILE).exists());
        let place = OfficerConfig::keep_invitation(&home, text).expect("right");
        assert_eq!(place.institution.as_str(), "paraugs");
        let again = OfficerConfig::find(&home, OfficerOptions::default()).expect("kept");
        assert_eq!(again.instance, place.instance);
        let other = text.replace("0011", "1100");
        assert!(
            OfficerConfig::keep_invitation(&home, &other).is_err(),
            "another installation"
        );
    }
}
