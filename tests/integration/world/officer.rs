//! An officer at their own computer: the command line.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::institution::light_keys::lighten;
use super::institution::made_once::made_once;
use super::{PASSPHRASE, World, ok, secret_file, svilpe, typed};

/// An officer at their own computer.
pub struct Officer {
    pub home: PathBuf,
    pub block: String,
}

impl Officer {
    /// The keys that every test's officer of this number and name has.
    pub fn with_known_keys(home: &Path, number: usize, name: &str, custodian: bool) -> Self {
        secret_file(&home.parent().unwrap().join("passphrase"), PASSPHRASE);
        let keys = made_once(&format!("officer {number} {name} {custodian}"), |folder| {
            let home = folder.join("home");
            let made = Self::keygen(&home, name, custodian);
            lighten(&home.join("key.age"), PASSPHRASE);
            made.block
        });
        keys.put("home", home);
        Self {
            home: home.to_owned(),
            block: keys.said.clone(),
        }
    }

    /// With keys of their own.
    pub fn keygen(home: &Path, name: &str, custodian: bool) -> Self {
        let parent = home.parent().unwrap();
        secret_file(&parent.join("passphrase"), PASSPHRASE);
        let mut command = svilpe(&["officer", "keygen", "--work-factor", "14", "--name", name]);
        if custodian {
            command.arg("--custodian");
        }
        command
            .arg("--home")
            .arg(home)
            .arg("--passphrase-file")
            .arg(parent.join("passphrase"));
        let block = String::from_utf8(ok(&mut command).stdout).unwrap();
        Self {
            home: home.to_owned(),
            block,
        }
    }

    /// All blocks, for a roster.
    pub fn blocks(officers: &[Self]) -> String {
        officers
            .iter()
            .map(|officer| officer.block.clone() + "\n")
            .collect()
    }

    /// `svilpe officer ARGS`, with home and passphrase.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = svilpe(&["officer"]);
        command
            .args(arguments)
            .arg("--home")
            .arg(&self.home)
            .arg("--passphrase-file")
            .arg(self.home.parent().unwrap().join("passphrase"));
        command
    }

    /// Fetches everything; the command must succeed.
    pub fn sync(&self, world: &World) -> String {
        let server = typed(&world.intake.officers);
        let output = ok(&mut self.syncing(world, &["--server", &server]));
        String::from_utf8(output.stderr).unwrap()
    }

    /// `svilpe officer sync` from a server, or through a proxy.
    pub fn syncing(&self, world: &World, from: &[&str]) -> Command {
        let mut command = self.command(&["sync"]);
        command.args(from).args([
            "--instance",
            &world.instance,
            "--institution",
            &world.institution,
        ]);
        command
    }

    /// The cases, as `list --json` tells them.
    pub fn cases(&self) -> Vec<serde_json::Value> {
        let output = ok(&mut self.command(&["list", "--json"]));
        let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        all.as_array().cloned().expect("a list of cases")
    }

    pub fn read(&self, case: &str) -> String {
        String::from_utf8(ok(&mut self.command(&["read", case])).stdout).unwrap()
    }

    pub fn reply(&self, case: &str, text: &str) {
        let mut child = self
            .command(&["reply", case])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
