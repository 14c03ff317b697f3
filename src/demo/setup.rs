//! The demo's setup: throwaway keys, a signed roster, and a running intake.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::cli::failure::Failure;
use crate::keys::random::random_bytes;
use crate::text::{Language, say};

/// Everything that the demo made. Dropping it ends the intake and removes the folder.
pub(super) struct DemoSetup {
    intake: Child,
    /// Pages for reporters: `http://127.0.0.1:…`
    pub reporters: String,
    /// The officers' listener: `http://127.0.0.1:…`
    pub officers: String,
    pub institution_name: String,
    folder: tempfile::TempDir,
    program: PathBuf,
}

/// Which ports the demo's intake takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ports {
    /// 8017 and 8018 if nobody has them: easy to remember.
    Usual,
    /// Whatever the system gives: nobody has to type them.
    Any,
}

impl DemoSetup {
    /// Makes keys, signs the roster, starts the intake.
    pub(super) fn set(language: Language, ports: Ports) -> Result<Self, Failure> {
        let folder = tempfile::Builder::new()
            .prefix("svilpe-demo-")
            .tempdir()
            .map_err(failed)?;
        let program = std::env::current_exe().map_err(failed)?;
        let tools = Tools {
            program: &program,
            folder: folder.path(),
        };
        tools.write("passphrase", &hex::encode(random_bytes::<16>()), 0o600)?;
        let blocks = [
            tools.keygen("officer", "Anna Bērziņa", Some("--custodian"))?,
            tools.keygen("second-officer", "Jānis Ozols", None)?,
        ];
        let auditor = tools.auditor_keygen()?;
        tools.roster(&[&blocks[..], &[auditor]].concat().join("\n"))?;
        let (instance, log) = tools.init(ports)?;
        tools.sign(&["--server", &log])?;
        let (intake, reporters, officers) = tools.serve()?;
        let stage = Self {
            intake,
            reporters,
            officers,
            institution_name: say(language, "demo-institution"),
            folder,
            program: program.clone(),
        };
        stage.officer(&[
            "setup",
            "--server",
            &stage.officers,
            "--instance",
            &instance,
            "--institution",
            SLUG,
        ])?;
        stage.audit(&instance, &log)?;
        stage.write_scripts()?;
        Ok(stage)
    }

    /// `svilpe officer …` as the first officer.
    pub(super) fn officer(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.officer_with(arguments, &[])
    }

    /// The same, with something to read on stdin.
    pub(super) fn officer_with(&self, arguments: &[&str], input: &[u8]) -> Result<Output, Failure> {
        let tools = Tools {
            program: &self.program,
            folder: self.folder.path(),
        };
        let mut command = tools.svilpe(&["officer"]);
        command
            .args(arguments)
            .arg("--home")
            .arg(self.folder.path().join("officer"));
        if arguments.first() != Some(&"setup") {
            command
                .arg("--passphrase-file")
                .arg(self.folder.path().join("passphrase"));
        }
        Tools::run(command, input)
    }

    /// The first check, which pins the ledger in the auditor's folder.
    fn audit(&self, instance: &str, log: &str) -> Result<(), Failure> {
        let tools = Tools {
            program: &self.program,
            folder: self.folder.path(),
        };
        let mut verify = tools.svilpe(&["auditor", "verify", "--server", &self.officers]);
        verify.args(["--instance", instance, "--log-key", log]);
        Tools::run(tools.as_auditor(verify), b"").map(drop)
    }

    /// A shell script that is the auditor, and a witness.
    pub(super) fn auditor_script(&self) -> PathBuf {
        self.folder.path().join("be-the-auditor")
    }

    /// A shell script that is the officer, so that nobody has to type paths.
    pub(super) fn officer_script(&self) -> PathBuf {
        self.folder.path().join("be-the-officer")
    }

    /// The same for a reporter who seals at home.
    pub(super) fn reporter_script(&self) -> PathBuf {
        self.folder.path().join("be-the-reporter")
    }

    fn write_scripts(&self) -> Result<(), Failure> {
        let tools = Tools {
            program: &self.program,
            folder: self.folder.path(),
        };
        let reporter = format!(
            "#!/bin/sh\n\
             # The demo's reporter: {script} form, send --message FILE, add --message FILE, return\n\
             what=$1; [ $# -gt 0 ] && shift\n\
             exec '{program}' reporter \"$what\" --server '{server}' --institution {SLUG} \
             --key '{folder}/keys/{SLUG}.pub' \"$@\"\n",
            script = self.reporter_script().display(),
            program = self.program.display(),
            server = self.reporters,
            folder = self.folder.path().display(),
        );
        tools.write("be-the-reporter", &reporter, 0o700)?;
        let officer = format!(
            "#!/bin/sh\n\
             # The demo's officer: {script} sync, list, read CASE, reply CASE, export CASE --to DIR\n\
             what=$1; [ $# -gt 0 ] && shift\n\
             exec '{program}' officer \"$what\" --home '{folder}/officer' \
             --passphrase-file '{folder}/passphrase' \"$@\"\n",
            script = self.officer_script().display(),
            program = self.program.display(),
            folder = self.folder.path().display(),
        );
        tools.write("be-the-officer", &officer, 0o700)?;
        let auditor = format!(
            "#!/bin/sh\n\
             # The demo's auditor: {script} verify, watch --every 1m, witness, compare ONE OTHER,\n\
             # report --out DIR\n\
             what=$1; [ $# -gt 0 ] && shift\n\
             case $what in\n\
             verify|watch) set -- --passphrase-file '{folder}/passphrase' \"$@\" ;;\n\
             witness) set -- --passphrase-file '{folder}/passphrase' --name demo.example/w \"$@\" ;;\n\
             esac\n\
             exec '{program}' auditor \"$what\" --home '{folder}/auditor' \"$@\"\n",
            script = self.auditor_script().display(),
            program = self.program.display(),
            folder = self.folder.path().display(),
        );
        tools.write("be-the-auditor", &auditor, 0o700)
    }
}

impl Drop for DemoSetup {
    fn drop(&mut self) {
        // Politely, so that the store is closed in order; the folder goes right after it.
        if let Some(id) = i32::try_from(self.intake.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let _ = self.intake.wait();
    }
}

/// The program, called as a person would call it.
struct Tools<'a> {
    program: &'a Path,
    folder: &'a Path,
}

impl Tools<'_> {
    fn svilpe(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments);
        command
    }

    /// Runs to the end; a refusal shows what the program said.
    fn run(mut command: Command, input: &[u8]) -> Result<Output, Failure> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        if let Some(mut stdin) = child.stdin.take() {
            // Who doesn't read its input closes it: no mistake of ours.
            let _ = stdin.write_all(input);
        }
        let output = child.wait_with_output().map_err(failed)?;
        if output.status.success() {
            Ok(output)
        } else {
            Err(Failure::refused("demo-failed")
                .with("why", String::from_utf8_lossy(&output.stderr).trim()))
        }
    }

    fn write(&self, name: &str, content: &str, mode: u32) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(path)
            .map_err(failed)?;
        file.write_all(content.as_bytes()).map_err(failed)
    }

    /// Light stretching: this passphrase lives as long as the demo.
    fn keygen(&self, home: &str, name: &str, custodian: Option<&str>) -> Result<String, Failure> {
        let mut command =
            self.svilpe(&["officer", "keygen", "--work-factor", "14", "--name", name]);
        command
            .args(custodian)
            .arg("--home")
            .arg(self.folder.join(home));
        command
            .arg("--passphrase-file")
            .arg(self.folder.join("passphrase"));
        let output = Self::run(command, b"")?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn auditor_keygen(&self) -> Result<String, Failure> {
        let keygen = [
            "auditor",
            "keygen",
            "--work-factor",
            "14",
            "--name",
            "Delna",
        ];
        let output = Self::run(self.as_auditor(self.svilpe(&keygen)), b"")?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn as_auditor(&self, mut command: Command) -> Command {
        command.arg("--home").arg(self.folder.join("auditor"));
        command
            .arg("--passphrase-file")
            .arg(self.folder.join("passphrase"));
        command
    }

    fn roster(&self, blocks: &str) -> Result<(), Failure> {
        let (keys, offline) = (self.folder.join("keys"), self.folder.join("offline"));
        fs::create_dir(&keys).map_err(failed)?;
        fs::create_dir(&offline).map_err(failed)?;
        let text = format!(
            "institution = \"{SLUG}\"\nversion = 1\nkind = \"external\"\n\n[name]\n{}\n\
             [description]\n{}\n{blocks}",
            in_each_language("demo-institution"),
            in_each_language("demo-institution-about"),
        );
        let roster = keys.join(format!("{SLUG}.toml"));
        fs::write(&roster, text).map_err(failed)?;
        let secret = offline.join("institution.key");
        let mut keygen = self.svilpe(&["officer", "roster", "keygen"]);
        keygen.arg(keys.join(format!("{SLUG}.pub"))).arg(&secret);
        keygen
            .arg("--passphrase-file")
            .arg(self.folder.join("passphrase"));
        Self::run(keygen, b"")?;
        self.sign(&[])
    }

    fn sign(&self, more: &[&str]) -> Result<(), Failure> {
        let mut sign = self.svilpe(&["officer", "roster", "sign"]);
        sign.arg(self.folder.join("keys").join(format!("{SLUG}.toml")))
            .arg(self.folder.join("offline").join("institution.key"))
            .args(more)
            .arg("--passphrase-file")
            .arg(self.folder.join("passphrase"));
        Self::run(sign, b"")?;
        Ok(())
    }

    /// Gives the instance's number.
    /// The server's number, and its ledger's key.
    fn init(&self, ports: Ports) -> Result<(String, String), Failure> {
        let mut command = self.svilpe(&["intake", "init"]);
        command.args([
            "--reporters",
            &ports.choose(8017),
            "--officers",
            &ports.choose(8018),
        ]);
        command
            .arg("--home")
            .arg(self.folder.join("intake"))
            .arg("--keys")
            .arg(self.folder.join("keys"));
        let output = Self::run(command, b"")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines = said.lines().map(|line| line.trim().to_owned());
        let mut line = || lines.next().unwrap_or_default();
        Ok((line(), line()))
    }

    fn serve(&self) -> Result<(Child, String, String), Failure> {
        let mut command = self.svilpe(&["intake", "serve"]);
        command.arg("--home").arg(self.folder.join("intake"));
        // Its own group: Ctrl-C reaches the demo, and the demo ends it.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let stderr = child
            .stderr
            .take()
            .ok_or_else(|| failed(io::ErrorKind::BrokenPipe.into()))?;
        let mut lines = BufReader::new(stderr).lines();
        match (
            address(&mut lines, "reporters:"),
            address(&mut lines, "officers:"),
        ) {
            (Ok(reporters), Ok(officers)) => {
                // Whatever it says later goes where the demo's own words go.
                std::thread::spawn(move || lines.map_while(Result::ok).for_each(|_| ()));
                Ok((child, reporters, officers))
            }
            (Err(failure), _) | (_, Err(failure)) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(failure)
            }
        }
    }
}

/// The rest of the next line that begins with `label`; what came before it, if none does.
fn address(
    lines: &mut impl Iterator<Item = io::Result<String>>,
    label: &str,
) -> Result<String, Failure> {
    let mut heard = String::new();
    for line in lines.map_while(Result::ok) {
        if let Some(address) = line.strip_prefix(label) {
            return Ok(address.trim().to_owned());
        }
        heard.push_str(&line);
        heard.push(' ');
    }
    Err(Failure::refused("demo-failed").with("why", heard.trim()))
}

impl Ports {
    fn choose(self, usual: u16) -> String {
        let is_free = || TcpListener::bind(("127.0.0.1", usual)).is_ok();
        let port = if self == Self::Usual && is_free() {
            usual
        } else {
            0
        };
        format!("127.0.0.1:{port}")
    }
}

/// A name in each language that has words for it, as a roster writes it.
fn in_each_language(id: &str) -> String {
    Language::complete()
        .map(|language| format!("{} = \"{}\"\n", language.code(), say(language, id)))
        .collect::<Vec<_>>()
        .concat()
}

fn failed(error: io::Error) -> Failure {
    Failure::refused("demo-failed").with("why", error)
}

const SLUG: &str = "paraugs";
