//! The actors: whole processes, spoken to through their front doors.
//!
//! [`World`] is one institution with its intake; [`Reporter`] has nothing but a socket and forms;
//! [`Officer`] is the command line; [`Thief`] has the disk.

pub mod browser;
pub mod log;
pub mod signer;
pub mod small_disk;
pub mod tool;
pub mod wire;
pub mod year;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use wire::{Answer, Multipart};

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

/// A running `svilpe intake serve`.
pub struct Intake {
    home: PathBuf,
    /// What `serve` was given beside its home.
    arguments: Vec<String>,
    child: Child,
    pub reporters: String,
    pub officers: String,
    said: mpsc::Receiver<String>,
}

/// An officer at their own computer.
pub struct Officer {
    pub home: PathBuf,
    pub block: String,
}

/// A person with a browser and, later, a code.
pub struct Reporter {
    pub address: String,
    pub institution: String,
}

/// What a reporter sees before sending.
pub struct Form {
    pub code: String,
    pub proof: String,
}

impl World {
    /// One institution `paraugs` with two officers, the first of them a custodian.
    pub fn start() -> Self {
        Self::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)])
    }

    pub fn with_officers(people: &[(&str, bool)]) -> Self {
        Self::with(people, "", &[], None)
    }

    /// `blocks` go to the roster of `paraugs` as they are; `others` are further institutions by their
    /// short names and blocks. On a day of drills, if one is given.
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
                Officer::keygen(
                    &folder.path().join(format!("officer-{n}")),
                    name,
                    *custodian,
                )
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

    /// Ends the intake and starts it again on another day.
    pub fn go_to(&mut self, day: &str) {
        self.intake.stop();
        self.intake = Intake::serve_on(&self.intake.home.clone(), Some(day));
    }

    pub fn signer<'a>(&'a self, key: &'a svilpe::signature::SigningKey) -> signer::Signer<'a> {
        signer::Signer {
            address: &self.intake.officers,
            instance: &self.instance,
            key,
        }
    }
}

/// Who signs rosters, offline.
pub struct Institution;

impl Institution {
    /// Makes the institution's key beside `folder` and a signed roster in `keys`.
    pub fn make(slug: &str, folder: &Path, keys: &Path, blocks: &str) {
        std::fs::create_dir_all(folder).unwrap();
        let secret = folder.join("institution.key");
        let public = keys.join(format!("{slug}.pub"));
        let password = secret_file(&folder.join("password"), PASSPHRASE);
        ok(svilpe(&["officer", "roster", "keygen"])
            .arg(&public)
            .arg(&secret)
            .arg("--passphrase-file")
            .arg(&password));
        Self::sign(slug, folder, keys, 1, blocks);
    }

    /// Writes and signs a roster, over the one before.
    pub fn sign(slug: &str, folder: &Path, keys: &Path, version: u32, blocks: &str) {
        let roster = keys.join(format!("{slug}.toml"));
        std::fs::write(&roster, roster_text(slug, version, blocks)).unwrap();
        let _ = std::fs::remove_file(keys.join(format!("{slug}.toml.minisig")));
        ok(svilpe(&["officer", "roster", "sign"])
            .arg(&roster)
            .arg(folder.join("institution.key"))
            .arg("--passphrase-file")
            .arg(folder.join("password")));
    }
}

pub fn roster_text(slug: &str, version: u32, blocks: &str) -> String {
    format!(
        "institution = \"{slug}\"\nversion = {version}\nkind = \"external\"\n\n\
         [name]\nlv = \"Paraugu iestāde\"\nen = \"Sample Institution\"\n\n{blocks}"
    )
}

impl Intake {
    /// Gives the instance's number and the ledger's key.
    pub fn init_at(
        home: &Path,
        keys: &Path,
        [reporters, officers]: &[String; 2],
    ) -> (String, String) {
        let output = ok(svilpe(&["intake", "init"])
            .args(["--reporters", reporters, "--officers", officers])
            .arg("--home")
            .arg(home)
            .arg("--keys")
            .arg(keys));
        let said = String::from_utf8(output.stdout).unwrap();
        let mut lines = said.lines().map(str::to_owned);
        (lines.next().unwrap(), lines.next().unwrap())
    }

    pub fn serve(home: &Path) -> Self {
        Self::serve_with(home, &[])
    }

    pub fn serve_on(home: &Path, today: Option<&str>) -> Self {
        match today {
            Some(day) => Self::serve_with(home, &["--today", day]),
            None => Self::serve(home),
        }
    }

    pub fn serve_with(home: &Path, more: &[&str]) -> Self {
        let mut child = svilpe(&["intake", "serve"])
            .arg("--home")
            .arg(home)
            .args(more)
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let said = listen_to(child.stderr.take().unwrap());
        let mut addresses = [String::new(), String::new()];
        let mut heard = Vec::new();
        while addresses.iter().any(String::is_empty) {
            let Ok(line) = said.recv_timeout(Duration::from_secs(60)) else {
                panic!("the intake did not start: {heard:?}");
            };
            for (place, label) in ["reporters:", "officers:"].iter().enumerate() {
                if let Some(address) = line.strip_prefix(label) {
                    address
                        .trim()
                        .trim_start_matches("http://")
                        .clone_into(&mut addresses[place]);
                }
            }
            heard.push(line);
        }
        let [reporters, officers] = addresses;
        Self {
            home: home.to_owned(),
            arguments: more.iter().map(|&argument| argument.to_owned()).collect(),
            child,
            reporters,
            officers,
            said,
        }
    }

    /// The same intake, started once more.
    fn again(&self) -> Self {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        Self::serve_with(&self.home, &arguments)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn store(&self) -> PathBuf {
        self.home.join("store")
    }

    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, then waits for the end.
    pub fn stop(&mut self) {
        let id = i32::try_from(self.child.id()).unwrap();
        rustix::process::kill_process(
            rustix::process::Pid::from_raw(id).unwrap(),
            rustix::process::Signal::TERM,
        )
        .unwrap();
        assert!(
            self.child.wait().unwrap().success(),
            "the intake did not end cleanly"
        );
    }

    /// All that it has said on stderr since it listens.
    pub fn words(&self) -> String {
        self.said.try_iter().collect::<Vec<_>>().join("\n")
    }

    /// All writable memory of the process; none where the system does not let us look.
    pub fn memory(&self) -> Option<Vec<u8>> {
        use std::os::unix::fs::FileExt as _;
        let maps = std::fs::read_to_string(format!("/proc/{}/maps", self.id())).ok()?;
        let memory = std::fs::File::open(format!("/proc/{}/mem", self.id())).ok()?;
        let mut all = Vec::new();
        for line in maps.lines().filter(|line| line.contains(" rw")) {
            let (from, to) = line.split(' ').next()?.split_once('-')?;
            let from = u64::from_str_radix(from, 16).ok()?;
            let to = u64::from_str_radix(to, 16).ok()?;
            let mut bytes = vec![0; usize::try_from(to - from).ok()?];
            // Guard pages and the like can't be read; nothing is kept there.
            if memory.read_exact_at(&mut bytes, from).is_ok() {
                all.extend_from_slice(&bytes);
            }
        }
        Some(all)
    }

    /// Resident memory in KiB, by `field` of `/proc/PID/status`: `VmRSS` or `VmHWM`.
    pub fn memory_kib(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Officer {
    pub fn keygen(home: &Path, name: &str, custodian: bool) -> Self {
        let parent = home.parent().unwrap();
        secret_file(&parent.join("passphrase"), PASSPHRASE);
        let mut command = svilpe(&["officer", "keygen", "--work-factor", "10", "--name", name]);
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

impl Reporter {
    pub fn path(&self) -> String {
        format!("/to/{}", self.institution)
    }

    pub fn form(&self) -> Form {
        let page = wire::get(&self.address, &self.path());
        assert_eq!(page.status, 200, "{}", page.text());
        Form {
            code: page.hidden("code").unwrap(),
            proof: page.hidden("proof").unwrap(),
        }
    }

    /// The beginning of a report as the browser sends it: hidden fields, then the words.
    pub fn words(form: &Form, text: &str) -> Multipart {
        Multipart::new()
            .field("code", &form.code)
            .field("proof", &form.proof)
            .field("what_happened", text)
    }

    pub fn post(&self, body: &[u8]) -> std::io::Result<Answer> {
        wire::post_body(&self.address, &self.path(), &Multipart::kind(), body)
    }

    /// Sends a report without files; the page must say "received". Gives the code.
    pub fn send(&self, text: &str) -> String {
        self.send_with(text, &[])
    }

    pub fn send_with(&self, text: &str, files: &[(&str, &[u8])]) -> String {
        let form = self.form();
        let mut body = Self::words(&form, text);
        for (name, content) in files {
            body = body.file("files", name, "application/octet-stream", content);
        }
        let page = self.post(&body.end()).unwrap();
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(is_received(&page, &form.code), "{}", page.text());
        form.code
    }

    /// Enters a code. The page with the fresh code, or the refusal.
    pub fn enter(&self, code: &str) -> Answer {
        wire::post(&self.address, "/return", &[("code", code)])
    }

    /// Enters a code, saves the fresh one and opens. Gives the page with the answers and the fresh code.
    pub fn come_back(&self, code: &str) -> (Answer, String) {
        let page = self.enter(code);
        assert_eq!(page.status, 200, "{}", page.text());
        let fresh = page.hidden("fresh").expect("a fresh code");
        let opened = self.open(code, &page);
        assert_eq!(opened.status, 200, "{}", opened.text());
        (opened, fresh)
    }

    /// The button "I have saved it".
    pub fn open(&self, old: &str, page: &Answer) -> Answer {
        let fresh = page.hidden("fresh").unwrap();
        let proof = page.hidden("proof").unwrap();
        wire::post(
            &self.address,
            "/open",
            &[("old", old), ("fresh", &fresh), ("proof", &proof)],
        )
    }
}

/// Is this the page that confirms a report, with its code?
pub fn is_received(page: &Answer, code: &str) -> bool {
    page.status == 200
        && page.words().contains(&grouped(code))
        && page.words().contains("Ziņojums ir saņemts")
}

/// A code as pages show it.
pub fn grouped(code: &str) -> String {
    let digits: Vec<char> = code.chars().filter(char::is_ascii_digit).collect();
    digits
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn svilpe(arguments: &[&str]) -> Command {
    let mut command = Command::new(SVILPE);
    command
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null());
    command
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

fn secret_file(path: &Path, content: &str) -> PathBuf {
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

fn listen_to(stream: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    receive
}

/// Has a copy of the disk.
pub struct Thief;

impl Thief {
    /// Every file below `folder`, whole.
    pub fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                found.extend(Self::bytes(&path));
            } else if path.is_file() {
                let mut content = Vec::new();
                std::fs::File::open(&path)
                    .unwrap()
                    .read_to_end(&mut content)
                    .unwrap();
                found.push((path, content));
            }
        }
        found
    }

    /// Where `needle` stands: as it is, in hex, base64 or UTF-16.
    pub fn finds(folder: &Path, needle: &str) -> Option<String> {
        let mut spellings = vec![
            needle.as_bytes().to_vec(),
            hex(needle.as_bytes()).into_bytes(),
            hex(needle.as_bytes()).to_uppercase().into_bytes(),
            needle.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            needle.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ];
        spellings.extend(base64_inner(needle.as_bytes()));
        for (path, content) in Self::bytes(folder) {
            let name = path.to_string_lossy().into_owned();
            for spelling in &spellings {
                if contains(&content, spelling) || contains(name.as_bytes(), spelling) {
                    return Some(format!("{needle:?} in {name}"));
                }
            }
        }
        None
    }
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && memchr::memmem::find(haystack, needle).is_some()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The middles of the three base64 spellings that a text has inside a longer one.
fn base64_inner(bytes: &[u8]) -> Vec<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|shift| {
            bytes[shift.min(bytes.len())..]
                .chunks_exact(3)
                .flat_map(|three| {
                    let word =
                        u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
                    [18, 12, 6, 0].map(|right| LETTERS[(word >> right & 63) as usize])
                })
                .collect()
        })
        .collect()
}
