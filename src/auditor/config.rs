//! Which ledger an auditor checks, and whose word they take for what (`auditor.toml`).
//!
//! Written by the first command that was told. From then on the ledger's key and instance are
//! pinned; witnesses and institutions' keys are added to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::home::{AuditorHome, disk};
use super::verify::rosters::Pin;
use crate::cli::failure::Failure;
use crate::keys::lower_hex;
use crate::ledger::checkpoint::LogKey;
use crate::ledger::checkpoint::cosignature::{Quorum, WitnessKey};
use crate::net::connection::Way;
use crate::net::http_signature::InstanceId;
use crate::rules::roster::{Institution, InstitutionKey};

/// A checked `auditor.toml`.
pub(super) struct AuditorConfig {
    pub way: Way,
    pub instance: InstanceId,
    pub log: LogKey,
    pub witnesses: Vec<WitnessKey>,
    pub pins: Vec<Pin>,
    /// SHA-256 of the rules that were gone by before.
    pub policies: Vec<[u8; 32]>,
}

/// What the command line said; what it left out comes from the file.
#[derive(Default)]
pub(super) struct AuditorOptions {
    pub server: Option<String>,
    pub proxy: Option<String>,
    pub instance: Option<String>,
    pub log: Option<String>,
    pub witnesses: Vec<String>,
    /// `<institution>.pub` files.
    pub trusted: Vec<PathBuf>,
    /// SHA-256 of the rules that are gone by now.
    pub policy: Option<[u8; 32]>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuditorConfigFile {
    server: String,
    proxy: Option<String>,
    instance: String,
    log: String,
    #[serde(default)]
    witnesses: Vec<String>,
    /// Digests of rules, in hexadecimal, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policies: Vec<String>,
    /// Short names, and key lines of `.pub` files.
    #[serde(default)]
    institutions: BTreeMap<String, String>,
}

impl AuditorConfig {
    /// Reads `auditor.toml`, with what the command line says beside or instead, and keeps it.
    ///
    /// Address and proxy may change; instance and log key may not.
    pub(super) fn find(home: &AuditorHome, wanted: AuditorOptions) -> Result<Self, Failure> {
        let mut written = match read(home)? {
            Some(written) => written,
            None => first(&wanted)?,
        };
        if wanted.instance.is_some_and(|text| text != written.instance) {
            let other = Failure::refused("officer-other-instance");
            return Err(other.with("pinned", &written.instance));
        }
        if wanted.log.is_some_and(|text| text != written.log) {
            return Err(Failure::refused("auditor-other-log").with("pinned", &written.log));
        }
        if let Some(server) = wanted.server {
            written.server = server;
        }
        if wanted.proxy.is_some() {
            written.proxy = wanted.proxy;
        }
        for witness in wanted.witnesses {
            if !written.witnesses.contains(&witness) {
                written.witnesses.push(witness);
            }
        }
        let policy = wanted.policy.map(hex::encode);
        let new = policy.filter(|policy| !written.policies.contains(policy));
        written.policies.extend(new);
        for path in &wanted.trusted {
            let (institution, key) = trusted(path)?;
            let known = written
                .institutions
                .insert(institution.clone(), key.clone());
            if known.is_some_and(|known| known != key) {
                let other = Failure::refused("auditor-other-institution-key");
                return Err(other.with("institution", institution));
            }
        }
        let place = Self::parse(&written)?;
        let text = toml::to_string(&written).expect("strings and lists of strings are TOML");
        if home.read(FILE, FILE_MAX)?.as_deref() != Some(text.as_bytes()) {
            home.replace(FILE, text.as_bytes())?;
        }
        Ok(place)
    }

    fn parse(written: &AuditorConfigFile) -> Result<Self, Failure> {
        let witness = |text: &String| {
            WitnessKey::parse(text)
                .map_err(|_| Failure::usage("auditor-not-a-log-key").with("text", text))
        };
        let witnesses = written.witnesses.iter().map(witness);
        let pins = written.institutions.iter().map(|(institution, line)| {
            let unusable =
                || Failure::refused("auditor-not-an-institution-key").with("text", institution);
            Ok(Pin {
                institution: Institution::parse(institution).map_err(|_| unusable())?,
                key: InstitutionKey::parse(&format!("untrusted comment: pinned\n{line}\n"))
                    .map_err(|_| unusable())?,
            })
        });
        let policies = written.policies.iter().map(|digest| {
            let unusable = || Failure::refused("auditor-not-a-digest").with("text", digest);
            lower_hex::parse(digest).ok_or_else(unusable)
        });
        Ok(Self {
            way: Way::parse_typed(&written.server, written.proxy.as_deref())?,
            instance: InstanceId::parse(&written.instance).ok_or_else(|| {
                Failure::usage("officer-not-an-instance").with("text", &written.instance)
            })?,
            log: LogKey::parse(&written.log)
                .map_err(|_| Failure::usage("auditor-not-a-log-key").with("text", &written.log))?,
            witnesses: witnesses.collect::<Result<_, _>>()?,
            pins: pins.collect::<Result<_, _>>()?,
            policies: policies.collect::<Result<_, _>>()?,
        })
    }

    /// As many cosignatures as the policy wants.
    pub(super) fn quorum(&self, needed: usize) -> Result<Quorum, Failure> {
        Quorum::new(self.witnesses.clone(), needed).ok_or_else(|| {
            Failure::refused("auditor-too-few-known")
                .with("known", self.witnesses.len())
                .with("needed", needed)
        })
    }
}

/// Nothing is pinned yet: all must be said.
fn first(wanted: &AuditorOptions) -> Result<AuditorConfigFile, Failure> {
    let (Some(server), Some(instance), Some(log)) = (&wanted.server, &wanted.instance, &wanted.log)
    else {
        return Err(Failure::usage("auditor-no-place"));
    };
    Ok(AuditorConfigFile {
        server: server.clone(),
        proxy: wanted.proxy.clone(),
        instance: instance.clone(),
        log: log.clone(),
        witnesses: Vec::new(),
        policies: Vec::new(),
        institutions: BTreeMap::new(),
    })
}

fn read(home: &AuditorHome) -> Result<Option<AuditorConfigFile>, Failure> {
    let Some(bytes) = home.read(FILE, FILE_MAX)? else {
        return Ok(None);
    };
    let unreadable = |why: &str| {
        Failure::refused("auditor-place-unreadable")
            .with("path", home.path().join(FILE).display())
            .with("why", why)
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("UTF-8"))?;
    toml::from_str(text)
        .map(Some)
        .map_err(|error: toml::de::Error| unreadable(error.message()))
}

/// Short name and key line of `<institution>.pub`.
fn trusted(path: &Path) -> Result<(String, String), Failure> {
    let text = fs::read_to_string(path).map_err(|error| disk(path, &error))?;
    let name = path.file_stem().and_then(|stem| stem.to_str());
    let name = name.filter(|name| Institution::parse(name).is_ok());
    let key = InstitutionKey::parse(&text);
    match (name, key) {
        (Some(name), Ok(key)) => Ok((name.to_owned(), key.to_base64())),
        _ => Err(Failure::refused("auditor-not-an-institution-key").with("text", path.display())),
    }
}

const FILE: &str = "auditor.toml";

/// Bytes; an institution takes 100, and a country has some hundreds.
const FILE_MAX: usize = 64 * 1024;
