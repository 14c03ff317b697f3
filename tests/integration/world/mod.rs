//! The actors: whole processes, spoken to through their front doors.
//!
//! [`World`] is one institution with its intake; [`Reporter`] has nothing but a socket and forms;
//! [`Officer`] is the command line; [`Thief`] has the disk.

pub mod browser;
pub mod flood;
pub mod institution;
mod intake;
pub mod log;
mod officer;
pub mod reporter;
pub mod signer;
pub mod skip;
pub mod small_disk;
mod thief;
pub mod tool;
pub mod visitor;
pub mod wire;
pub mod year;

pub use institution::packs::signed_pack;
pub use institution::{Institution, roster_text};
pub use intake::Intake;
pub use officer::Officer;
pub use reporter::{Reporter, grouped, is_opened, is_received};
pub use thief::{Thief, contains, disguises};

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use svilpe::rules::calendar::Day;
use svilpe::store::{Fault, FolderRefusal, Store};

/// The program under test.
pub const SVILPE: &str = env!("CARGO_BIN_EXE_svilpe");

/// Good enough for keys that live as long as a test.
pub const PASSPHRASE: &str = "pareizais zirgs baterija skava";

/// A folder with an institution's keys, its officers, and an intake that serves it.
pub struct World {
    pub folder: tempfile::TempDir,
    pub institution: String,
    pub instance: String,
    /// The ledger's key, as auditors are given it.
    pub log: String,
    pub officers: Vec<Officer>,
    pub intake: Intake,
}

impl World {
    /// One institution `paraugs` with two officers, the first of them a custodian.
    pub fn start() -> Self {
        Self::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)])
    }

    pub fn with_officers(people: &[(&str, bool)]) -> Self {
        Self::with(people, "", &[], None)
    }

    /// `blocks` go to the roster of `paraugs` as they are; `others` are further institutions by
    /// their short names and blocks. On a day of drills, if one is given.
    pub fn with(
        people: &[(&str, bool)],
        blocks: &str,
        others: &[(&str, &str)],
        today: Option<&str>,
    ) -> Self {
        let loopback = |_: &Path| ["127.0.0.1:0", "127.0.0.1:0"].map(str::to_owned);
        let arguments = today.map_or(Vec::new(), |day| vec!["--today", day]);
        Self::build(people, blocks, others, loopback, &arguments)
    }

    /// On Unix sockets, each connection to which begins with tor's line.
    pub fn behind_tor() -> Self {
        Self::on_sockets_with(&["--proxy-protocol"])
    }

    /// On Unix sockets: their addresses stay the same over a restart.
    pub fn on_sockets() -> Self {
        Self::on_sockets_with(&[])
    }

    fn on_sockets_with(arguments: &[&str]) -> Self {
        let sockets =
            |folder: &Path| ["r", "o"].map(|name| format!("unix:{}", folder.join(name).display()));
        let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
        Self::build(&people, "", &[], sockets, arguments)
    }

    /// `listening` tells where reporters and officers are waited for, given the world's folder.
    fn build(
        people: &[(&str, bool)],
        blocks: &str,
        others: &[(&str, &str)],
        listening: impl Fn(&Path) -> [String; 2],
        arguments: &[&str],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let officers: Vec<Officer> = people
            .iter()
            .enumerate()
            .map(|(n, (name, custodian))| {
                let home = folder.path().join(format!("officer-{n}"));
                Officer::with_known_keys(&home, n, name, *custodian)
            })
            .collect();
        let keys = folder.path().join("keys");
        std::fs::create_dir(&keys).unwrap();
        let own = Officer::blocks(&officers) + blocks;
        for (slug, blocks) in [("paraugs", own.as_str())].iter().chain(others) {
            Institution::make(slug, &folder.path().join(slug), &keys, blocks);
        }
        let home = folder.path().join("intake");
        let (instance, log) = Intake::init_at(&home, &keys, &listening(folder.path()));
        for slug in ["paraugs"]
            .iter()
            .chain(others.iter().map(|(slug, _)| slug))
        {
            Institution::name_server(slug, &folder.path().join(slug), &keys, &log);
        }
        let intake = Intake::serve_with(&home, arguments);
        Self {
            folder,
            institution: "paraugs".into(),
            instance,
            log,
            officers,
            intake,
        }
    }

    /// For a flood.
    pub fn target(&self) -> flood::Target {
        flood::Target {
            address: self.intake.reporters.clone(),
            institution: self.institution.clone(),
            key: self.folder.path().join("keys").join("paraugs.pub"),
        }
    }

    /// Who comes through tor, on a circuit of this number.
    pub fn visitor(&self, circuit: u32) -> visitor::Visitor {
        visitor::Visitor::new(self.intake.reporters.clone(), circuit)
    }

    pub fn reporter(&self) -> Reporter {
        Reporter {
            address: self.intake.reporters.clone(),
            institution: self.institution.clone(),
        }
    }

    /// Kills the intake without a word and starts it again on the same folder.
    pub fn kill_and_restart(&mut self) {
        self.intake.kill();
        self.intake = self.intake.again();
    }

    /// Ends the intake as a supervisor would and starts it again.
    pub fn restart(&mut self) {
        self.intake.stop();
        self.intake = self.intake.again();
    }

    /// Starts the intake again under the shipped pack with one line of its policy changed.
    pub fn change_policy(&mut self, line: &str, other: &str) {
        let pack = signed_pack(self.folder.path(), "latvia", &[(line, other)]);
        self.change_pack(&pack);
    }

    /// Starts the intake again under this pack.
    pub fn change_pack(&mut self, pack: &Path) {
        let named = format!("pack = \"{}\"\n", pack.display());
        let settings = self.intake.home().join("intake.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let other = |line: &&str| !line.starts_with("pack = ");
        let lines: Vec<&str> = text.lines().filter(other).collect();
        std::fs::write(&settings, lines.join("\n") + "\n" + &named).unwrap();
        self.restart();
    }

    /// The institution signs another roster; nobody has read it yet.
    pub fn sign_roster(&self, version: u32, blocks: &str) {
        let (folder, keys) = (
            self.folder.path().join("paraugs"),
            self.folder.path().join("keys"),
        );
        Institution::sign("paraugs", &folder, &keys, version, blocks);
    }

    /// Ends the intake and starts it again on another day.
    pub fn go_to(&mut self, day: &str) {
        self.intake.stop();
        self.intake = Intake::serve_on(self.intake.home(), Some(day));
    }

    pub fn signer<'a>(
        &'a self,
        key: &'a svilpe::keys::signature::SigningKey,
    ) -> signer::Signer<'a> {
        signer::Signer {
            address: &self.intake.officers,
            instance: &self.instance,
            key,
        }
    }
}

pub fn svilpe(arguments: &[&str]) -> Command {
    let mut command = Command::new(SVILPE);
    command
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

/// Looks again and again until it is so; false when it is not within this time.
pub fn wait_until(within: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + within;
    while !is_so() {
        if Instant::now() > deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

/// With how many cases a property is tried: so many in the ordinary run, or what `CASES` says.
pub fn cases(ordinary: u32) -> u32 {
    std::env::var("CASES").map_or(ordinary, |cases| cases.parse().unwrap())
}

/// Opens a store that this process had open a moment ago.
///
/// A program that another test starts just then holds a copy of the store's lock, until it is that
/// program and no longer a copy of this process.
pub fn open_store(folder: &Path) -> Store {
    let mut opened = None;
    wait_until(Duration::from_secs(20), || {
        opened = Some(Store::open(folder));
        !matches!(opened, Some(Err(Fault::Refused(FolderRefusal::InUse))))
    });
    opened.unwrap().unwrap()
}

/// The real day.
#[expect(
    clippy::disallowed_methods,
    reason = "the officer's tool takes the real day, and so does this test"
)]
pub fn today() -> Day {
    Day::in_zone(
        jiff::Timestamp::now(),
        svilpe::rules::policy::Policy::shipped().zone(),
    )
}

/// A listener's address as a tool takes it.
pub fn typed(address: &str) -> String {
    if address.starts_with("unix:") {
        address.to_owned()
    } else {
        format!("http://{address}")
    }
}

pub fn ok(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// For its owner's eyes only.
pub fn secret_file(path: &Path, content: &str) -> PathBuf {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .unwrap();
    file.write_all(content.as_bytes()).unwrap();
    path.to_owned()
}
