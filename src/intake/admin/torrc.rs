//! The torrc: what tor has to be told for this installation.
//!
//! Keeps its part of P2 (tor's log says nothing of visitors, and hours only) and P9 (tor makes
//! floods dear before they reach us). Knows paths. Never touches tor: it only writes lines, and the
//! operator puts them in place.
//!
//! ```text
//!   reporters ──onion──▶ tor ──/run/svilpe/reporters.sock──▶ intake
//!   officers  ──onion, with a key of their own──▶ tor ──/run/svilpe/officers.sock──▶ intake
//! ```

use std::fmt;
use std::path::{Path, PathBuf};

/// The two onion services of an installation.
#[derive(Debug, Clone)]
pub struct Onions {
    reporters: PathBuf,
    officers: PathBuf,
    tor: PathBuf,
}

/// A path that can't stand in a torrc: not absolute, longer than 107 bytes, or with other
/// characters than letters, digits, `/`, `.`, `-` and `_`, which torrc would want quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotForTorrc(PathBuf);

impl Onions {
    /// Services in front of these sockets, with their keys in folders under `tor` (Debian:
    /// [`TOR_FOLDER`]).
    pub fn parse(reporters: &Path, officers: &Path, tor: &Path) -> Result<Self, NotForTorrc> {
        Ok(Self {
            reporters: plain(reporters)?,
            officers: plain(officers)?,
            tor: plain(tor)?,
        })
    }

    /// The lines, with a reason above each group.
    pub fn torrc(&self) -> String {
        let Self {
            reporters,
            officers,
            tor,
        } = self;
        let (reporters, officers, tor) = (reporters.display(), officers.display(), tor.display());
        format!(
            "\
# svilpe: tor for one intake server. Written by `svilpe intake torrc`.

# This tor only serves. Nothing on this host goes out through it, and it relays for nobody.
SocksPort 0
ORPort 0
ExitRelay 0
ExitPolicy reject *:*

# Logs without addresses; only what the operator must act on; hours, not seconds.
Log warn syslog
SafeLogging 1
LogTimeGranularity 1 hour
AvoidDiskWrites 1

# Against those who watch circuits for a long time. Both are defaults, and not to be lost.
VanguardsLiteEnabled 1
ConnectionPadding 1

# Reporters. Under a flood visitors' Tor Browsers first solve a puzzle, and one circuit holds few
# streams.
HiddenServiceDir {tor}/svilpe-reporters
HiddenServicePort 80 unix:{reporters}
{CIRCUITS}
HiddenServicePoWDefensesEnabled 1

# Officers and auditors. Closed to everyone without a key: put one file for each into
# {tor}/svilpe-officers/authorized_clients/NAME.auth
# and tell tor to reload. An empty folder means open to all who know the address.
HiddenServiceDir {tor}/svilpe-officers
HiddenServicePort 80 unix:{officers}
{CIRCUITS}
"
        )
    }
}

impl fmt::Display for NotForTorrc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: not an absolute path of at most 107 letters, digits and / . - _",
            self.0.display()
        )
    }
}

impl std::error::Error for NotForTorrc {}

fn plain(path: &Path) -> Result<PathBuf, NotForTorrc> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(byte);
    if path.is_absolute() && bytes.len() <= PATH_MAX && bytes.iter().all(is_plain) {
        Ok(path.to_owned())
    } else {
        Err(NotForTorrc(path.to_owned()))
    }
}

/// Where Debian's tor keeps its services.
pub const TOR_FOLDER: &str = "/var/lib/tor";

/// Which circuit a connection came through, for fairness in memory only; bounds on each circuit.
/// Tor Browser opens at most six connections to a site.
const CIRCUITS: &str = "\
HiddenServiceExportCircuitID haproxy
HiddenServiceMaxStreams 24
HiddenServiceMaxStreamsCloseCircuit 1
HiddenServiceEnableIntroDoSDefense 1";

/// A Unix socket's path has 108 bytes, one of them a zero.
const PATH_MAX: usize = 107;

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    use crate::skip::skip;

    fn onions(folder: &Path) -> Onions {
        let reporters = Path::new("/run/svilpe/reporters.sock");
        let officers = Path::new("/run/svilpe/officers.sock");
        Onions::parse(reporters, officers, folder).unwrap()
    }

    #[test]
    fn tor_accepts_every_line() {
        let folder = tempfile::Builder::new().prefix("torrc").tempdir().unwrap();
        let torrc = folder.path().join("torrc");
        std::fs::write(&torrc, onions(folder.path()).torrc()).unwrap();
        std::fs::write(folder.path().join("empty"), "").unwrap();
        let tor = Command::new("tor")
            .args(["--verify-config", "--hush", "-f"])
            .arg(&torrc)
            .arg("--defaults-torrc")
            .arg(folder.path().join("empty"))
            .arg("--DataDirectory")
            .arg(folder.path().join("tor"))
            .output();
        match tor {
            Ok(tor) => {
                let said = String::from_utf8_lossy(&tor.stdout).into_owned();
                assert!(tor.status.success(), "{said}");
                for complaint in ["[warn]", "[err]"] {
                    let own = |line: &&str| line.contains(complaint) && !line.contains("as root");
                    assert_eq!(said.lines().find(own), None);
                }
            }
            Err(_) => skip("tor"),
        }
    }

    #[test]
    fn each_service_has_its_socket_and_neither_is_reachable_otherwise() {
        let torrc = onions(Path::new(TOR_FOLDER)).torrc();
        let ports: Vec<_> = torrc
            .lines()
            .filter(|line| line.starts_with("HiddenServicePort"))
            .collect();
        assert_eq!(
            ports,
            [
                "HiddenServicePort 80 unix:/run/svilpe/reporters.sock",
                "HiddenServicePort 80 unix:/run/svilpe/officers.sock"
            ]
        );
        assert!(torrc.contains("\nSocksPort 0\n") && !torrc.contains("SingleHop"));
    }

    #[test]
    fn a_path_that_would_need_quotes_is_refused() {
        let good = Path::new("/run/a.sock");
        let long = format!("/{}", "a".repeat(107));
        assert!(Onions::parse(good, Path::new(&long[..107]), good).is_ok());
        for bad in [
            "run/a",
            "/a b",
            "/a\nSocksPort 9050",
            "/a#",
            "/a\"",
            "/ā",
            "",
            &long,
        ] {
            assert_eq!(
                Onions::parse(good, Path::new(bad), good).err(),
                Some(NotForTorrc(bad.into())),
                "{bad}"
            );
        }
    }
}
