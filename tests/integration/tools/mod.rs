//! The officer's and the auditor's command lines against a running intake.

mod auditing;
mod backup;
mod damaged;
pub mod expunging;
mod former;
mod later_messages;
mod left_out;
pub mod lost_computer;
mod packs;
mod readers;
mod recording;
mod shell;
mod succession;
mod terms;

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::world::institution::light_keys::lighten;
use crate::world::institution::made_once::made_once;
use crate::world::{
    Officer, PASSPHRASE, Reporter, World, is_received, ok, secret_file, svilpe, today,
};

/// An auditor at their own computer.
pub struct Auditor {
    folder: tempfile::TempDir,
    block: String,
}

impl Auditor {
    /// The keys that the auditor of every town has.
    fn with_known_keys() -> Self {
        let keys = made_once("auditor Delna", |folder| {
            let made = Self::keygen();
            std::fs::rename(made.home(), folder.join("home")).unwrap();
            made.block
        });
        let mut auditor = Self::without_keys();
        keys.put("home", &auditor.home());
        auditor.block.clone_from(&keys.said);
        auditor
    }

    fn without_keys() -> Self {
        let folder = tempfile::tempdir().unwrap();
        secret_file(&folder.path().join("passphrase"), PASSPHRASE);
        Self {
            folder,
            block: String::new(),
        }
    }

    /// With keys of their own.
    fn keygen() -> Self {
        let mut auditor = Self::without_keys();
        let made = ok(&mut auditor.command(&["keygen", "--name", "Delna", "--work-factor", "14"]));
        lighten(&auditor.home().join("key.age"), PASSPHRASE);
        auditor.block = String::from_utf8(made.stdout).unwrap();
        auditor
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("auditor")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.keyless(arguments);
        command
            .arg("--passphrase-file")
            .arg(self.folder.path().join("passphrase"));
        command
    }

    fn keyless(&self, arguments: &[&str]) -> Command {
        let mut command = svilpe(&["auditor"]);
        command.args(arguments).arg("--home").arg(self.home());
        command
    }

    pub fn at(&self, world: &World, arguments: &[&str]) -> Output {
        self.command_at(world, arguments).output().unwrap()
    }

    fn command_at(&self, world: &World, arguments: &[&str]) -> Command {
        let server = format!("http://{}", world.intake.officers);
        let place = [
            "--server",
            &server,
            "--instance",
            &world.instance,
            "--log-key",
            &world.log,
        ];
        let mut command = self.command(arguments);
        command.args(place);
        command
    }
}

/// Yesterday a report came; today's batch is in the ledger.
pub struct Town {
    pub world: World,
    pub auditor: Auditor,
    pub code: String,
}

impl Town {
    pub fn new() -> Self {
        Self::with(|world| world.reporter().send("Pazuda sliedes."))
    }

    /// The report is about Jānis, who can't open it.
    fn leaving_out_janis() -> Self {
        Self::with(|world| {
            let reporter = world.reporter();
            let form = reporter.form();
            let body = Reporter::words(&form, "Jānis ņem kukuļus.");
            let body = body.field("leave_out", &reporter.leave_out(1)).end();
            let received = reporter.post(&body).unwrap();
            assert!(is_received(&received, &form.code), "{}", received.text());
            form.code
        })
    }

    pub fn with(send: impl Fn(&World) -> String) -> Self {
        Self::of_days_ago(1, send)
    }

    /// The report came so many days ago.
    pub fn of_days_ago(days: i32, send: impl Fn(&World) -> String) -> Self {
        let auditor = Auditor::with_known_keys();
        let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
        let then = today().plus_days(-days).to_string();
        let mut world = World::with(&people, &auditor.block, &[], Some(&then));
        let code = send(&world);
        let officer = &world.officers[0];
        // One that stands still for longer is refused.
        if days == 1 {
            officer.sync(&world);
        }
        world.go_to(&today().to_string());
        world.officers[0].sync(&world);
        Self {
            world,
            auditor,
            code,
        }
    }

    pub fn anna(&self) -> &Officer {
        &self.world.officers[0]
    }

    pub fn case(&self) -> String {
        self.anna().cases()[0]["case"].as_str().unwrap().to_owned()
    }

    fn record(&self, arguments: &[&str]) -> Output {
        let case = self.case();
        let all: Vec<&str> = ["record", &case].iter().chain(arguments).copied().collect();
        self.anna().run(&all)
    }

    pub fn facts(&self) -> Vec<String> {
        let kept = std::fs::read_to_string(self.anna().home.join("entries")).unwrap();
        let fact = |line: &str| {
            let (_, json) = line.split_once(' ').unwrap();
            let entry: serde_json::Value = serde_json::from_str(json).unwrap();
            entry["fact"].as_str().unwrap().to_owned()
        };
        kept.lines().map(fact).collect()
    }
}

pub fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}
