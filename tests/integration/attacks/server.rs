//! The real program, started for one test: keys, roster, `init`, `serve`.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use super::disk::Disk;
use super::page::{self, Form};
use crate::world::institution::light_keys::{self, lighten};
use crate::world::institution::made_once::made_once;
use crate::world::signed_pack;
use crate::world::wire::{Answer, Wire};

/// A running intake with one institution, `birojs`. Ends when dropped.
pub struct Server {
    /// Before the folder that it is mounted in: dropped first.
    disk: Option<Disk>,
    folder: tempfile::TempDir,
    home: PathBuf,
    process: Child,
    /// Its number, as `init` prints it.
    instance: String,
}

/// The reporter's side of one report.
pub struct Sent {
    pub code: String,
    pub reply: Answer,
}

/// Where a server's things are.
struct Place {
    folder: tempfile::TempDir,
    home: PathBuf,
    disk: Option<Disk>,
}

impl Place {
    fn new() -> Self {
        let folder = new_folder();
        Self {
            home: folder.path().join("home"),
            folder,
            disk: None,
        }
    }
}

impl Server {
    /// With the shipped policy, on Unix sockets.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// With further arguments for `serve`.
    pub fn start_with(arguments: &[&str]) -> Self {
        Self::start_under(&[], arguments)
    }

    /// As what `wrapper` becomes: a program and its arguments, which then runs what follows.
    pub fn start_under(wrapper: &[&str], arguments: &[&str]) -> Self {
        Self::start_in(Place::new(), wrapper, arguments, &[])
    }

    /// With further arguments for `init`, once `prepare` has been in the folder where its home will
    /// be.
    pub fn start_where(for_init: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let place = Place::new();
        prepare(place.folder.path());
        Self::start_in(place, &[], &[], for_init)
    }

    /// By the shipped pack with these lines of its policy changed.
    pub fn start_by(changes: &[(&str, &str)]) -> Self {
        let place = Place::new();
        let pack = signed_pack(place.folder.path(), "latvia", changes);
        Self::start_in(place, &[], &[], &["--pack", pack.to_str().unwrap()])
    }

    /// With its home on a small disk of its own. None, with a loud line, where that can't be made.
    pub fn start_on_disk(options: &[&str]) -> Option<Self> {
        let mut place = Place::new();
        let disk = Disk::mount(place.folder.path(), DISK_MIB, options)?;
        place.home = disk.at().join("home");
        place.disk = Some(disk);
        Some(Self::start_in(place, &[], &[], &[]))
    }

    fn start_in(place: Place, wrapper: &[&str], arguments: &[&str], for_init: &[&str]) -> Self {
        let Place { folder, home, disk } = place;
        let keys = made_once("birojs", |folder| {
            make_keys(folder);
            String::new()
        });
        keys.put("", folder.path());
        let path = |name: &str| folder.path().join(name);
        let socket = |name: &str| format!("unix:{}", path(name).display());
        let mut init = svilpe(folder.path());
        init.args(["intake", "init", "--home"])
            .arg(&home)
            .arg("--keys")
            .arg(path("keys"))
            .args(["--reporters", &socket("reporters.sock")])
            .args(["--officers", &socket("officers.sock")])
            .args(for_init);
        if disk.is_some() {
            let changes = [
                (
                    "text_reserve_bytes = 1073741824",
                    "text_reserve_bytes = 67108864",
                ),
                (
                    "drop_after_all_fetched = false",
                    "drop_after_all_fetched = true",
                ),
            ];
            let pack = signed_pack(folder.path(), "latvia", &changes);
            init.arg("--pack").arg(pack);
        }
        let told = succeed(&mut init);
        // The second line is the key of the ledger.
        let instance = told.lines().next().unwrap().to_owned();
        sign_roster(folder.path(), Some(&instance));
        let process = serve(folder.path(), &home, wrapper, arguments);
        let server = Self {
            disk,
            folder,
            home,
            process,
            instance,
        };
        server.wait_until_it_listens();
        server
    }

    pub fn reporters(&self) -> Wire {
        Wire::to_socket(&self.path("reporters.sock"))
    }

    pub fn officers(&self) -> Wire {
        Wire::to_socket(&self.path("officers.sock"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The number of its thread with this name.
    pub fn thread(&self, name: &str) -> u32 {
        let threads = fs::read_dir(format!("/proc/{}/task", self.pid())).unwrap();
        let found = threads.flatten().find(|thread| {
            let comm = fs::read_to_string(thread.path().join("comm"));
            comm.is_ok_and(|comm| comm.trim_end() == name)
        });
        let number = found.unwrap().file_name();
        number.to_str().unwrap().parse().unwrap()
    }

    /// The form to the institution, filled in enough to be sent.
    pub fn form(&self) -> Form {
        let html = self.reporters().get(FORM).source();
        let form = page::forms(&html)
            .into_iter()
            .find(|form| form.action == SEND);
        form.expect("the report form").with("what_happened", WORDS)
    }

    /// One report with these words.
    pub fn report(&self, words: &str, files: &[(&str, &[u8])]) -> Sent {
        let form = self.form().with("what_happened", words);
        let code = form.value("code").to_owned();
        let reply = form.send_with(&self.reporters(), files);
        assert_eq!(reply.status, 200, "{}", reply.source());
        assert!(
            page::forms(&reply.source()).is_empty(),
            "received, not the form again"
        );
        Sent { code, reply }
    }

    /// How many reports were ever kept: as many as the officer can fetch and open.
    pub fn kept(&self) -> usize {
        self.cases().len()
    }

    /// The officer fetches everything and answers every case with these words.
    pub fn answer_all(&self, words: &str) {
        let file = self.path("answer");
        fs::write(&file, words).unwrap();
        for case in self.cases() {
            let case = case["case"].as_str().unwrap();
            succeed(self.officer("reply").arg(case).arg("--file").arg(&file));
        }
    }

    /// What the officer knows of each case, after fetching everything.
    pub fn cases(&self) -> Vec<serde_json::Value> {
        self.sync();
        let listed = succeed(self.officer("list").arg("--json"));
        let cases: serde_json::Value = serde_json::from_str(&listed).unwrap();
        let cases = cases.as_array().or_else(|| cases["cases"].as_array());
        cases
            .unwrap_or_else(|| panic!("no cases in {listed}"))
            .clone()
    }

    /// The officer fetches everything and marks it as fetched.
    pub fn sync(&self) {
        succeed(
            self.officer("sync")
                .args([
                    "--server",
                    &format!("unix:{}", self.path("officers.sock").display()),
                ])
                .args(["--instance", &self.instance, "--institution", "birojs"]),
        );
    }

    /// `svilpe officer record` with these arguments, right after a `sync`; what is said.
    pub fn officer_says(&self, arguments: &[&str]) -> String {
        let output = self.officer("record").args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn officer(&self, command: &str) -> Command {
        let mut officer = svilpe(self.folder.path());
        officer
            .args(["officer", command, "--home"])
            .arg(self.path("officer"));
        officer.arg("--passphrase-file").arg(self.path("password"));
        officer
    }

    /// Ends it as `systemctl stop` does; how long that took.
    pub fn stop(&mut self) -> Duration {
        let started = Instant::now();
        let pid = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.process.wait().unwrap();
        started.elapsed()
    }

    pub fn start_again(&mut self) {
        self.process = serve(self.folder.path(), &self.home, &[], &[]);
        self.wait_until_it_listens();
    }

    /// Starts it under `wrapper`, which may keep it from listening: then, how it ended.
    pub fn try_to_start_under(&mut self, wrapper: &[&str]) -> Option<ExitStatus> {
        self.process = serve(self.folder.path(), &self.home, wrapper, &[]);
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.reporters().try_open().is_none() {
            let ended = self.process.try_wait().unwrap();
            if ended.is_some() {
                return ended;
            }
            assert!(Instant::now() < deadline, "neither: {}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }

    /// Ends it as the kernel does.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// How it ended by itself, if it does so within this time.
    pub fn ended_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            let ended = self.process.try_wait().unwrap();
            if ended.is_some() || Instant::now() > deadline {
                return ended;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Writes the store anew and copies it, as the operator does; the server must be stopped.
    pub fn back_up(&self) {
        let to = |name: &str| self.path(&format!("backup/{name}"));
        fs::create_dir_all(self.path("backup")).unwrap();
        let _ = fs::remove_dir_all(to("store"));
        succeed(
            svilpe(self.folder.path())
                .args(["intake", "backup", "--home"])
                .arg(&self.home)
                .arg("--to")
                .arg(to("store"))
                .arg("--keyring-to")
                .arg(to("keyring")),
        );
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn disk(&self) -> &Disk {
        self.disk.as_ref().expect("started on one")
    }

    /// The program with these arguments: what it says, whether it succeeds or not.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut program = svilpe(self.folder.path());
        program.args(arguments).stdin(Stdio::null());
        program.output().unwrap()
    }

    /// All that it said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    pub fn is_alive(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// Resident memory in KiB.
    pub fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    pub fn open_files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count)
    }

    fn wait_until_it_listens(&self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.reporters().try_open().is_none() {
            assert!(
                Instant::now() < deadline,
                "it does not listen: {}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One institution with one officer, made through the front doors that people use.
fn make_keys(folder: &Path) {
    let keys = folder.join("keys");
    let safe = folder.join("safe");
    fs::create_dir(&keys).unwrap();
    fs::create_dir(&safe).unwrap();
    let password = folder.join("password");
    fs::write(&password, format!("{PASSWORD}\n")).unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let block = succeed(
        svilpe(folder)
            .args([
                "officer",
                "keygen",
                "--name",
                "Anna Bērziņa",
                "--custodian",
                "--work-factor",
                "14",
            ])
            .arg("--home")
            .arg(folder.join("officer"))
            .arg("--passphrase-file")
            .arg(folder.join("password")),
    );
    lighten(&folder.join("officer/key.age"), PASSWORD);
    let roster = format!(
        "institution = \"birojs\"\nversion = 1\nkind = \"external\"\n\
         name = {{ lv = \"Birojs\", en = \"Bureau\" }}\n\n{block}"
    );
    fs::write(keys.join("birojs.toml"), roster).unwrap();
    light_keys::institution_key(&keys.join("birojs.pub"), &safe.join("birojs.key"));
    sign_roster(folder, None);
}

/// The institution signs its roster, for the server with this number once there is one.
fn sign_roster(folder: &Path, server: Option<&str>) {
    let roster = folder.join("keys/birojs.toml");
    let _ = fs::remove_file(roster.with_extension("toml.minisig"));
    let password = folder.join("institution-password");
    fs::write(&password, INSTITUTION_PASSWORD).unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let mut sign = svilpe(folder);
    sign.args(["officer", "roster", "sign"])
        .arg(roster)
        .arg(folder.join("safe/birojs.key"))
        .arg("--passphrase-file")
        .arg(password);
    if let Some(number) = server {
        sign.args(["--server", number]);
    }
    succeed(&mut sign);
}

const PASSWORD: &str = "a long password of no worth";
const INSTITUTION_PASSWORD: &str = "x";

fn new_folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("s").tempdir().unwrap()
}

fn serve(folder: &Path, home: &Path, wrapper: &[&str], arguments: &[&str]) -> Child {
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .unwrap();
    let program = svilpe(folder);
    let mut command = match wrapper.split_first() {
        None => program,
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program.get_program());
            dress(&mut command, folder);
            command
        }
    };
    command
        .args(["intake", "serve", "--home"])
        .arg(home)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn svilpe(folder: &Path) -> Command {
    // Another build, for those attacks that depend on how it was built.
    let given = std::env::var_os("SVILPE_UNDER_TEST");
    let mut command = Command::new(given.unwrap_or(env!("CARGO_BIN_EXE_svilpe").into()));
    dress(&mut command, folder);
    command
}

fn dress(command: &mut Command, folder: &Path) {
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LANG", "en_GB.UTF-8")
        .env("HOME", folder)
        .env("RUST_LOG", "trace");
}

fn succeed(command: &mut Command) -> String {
    let mut process = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut said, mut complained) = (String::new(), String::new());
    process
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    process
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut complained)
        .unwrap();
    assert!(
        process.wait().unwrap().success(),
        "{command:?}: {complained}"
    );
    said
}

/// Of a server's own disk.
const DISK_MIB: u64 = 192;

pub const FORM: &str = "/en/to/birojs";
/// Where it is sent to.
pub const SEND: &str = "/en/to/birojs/send";
pub const WORDS: &str = "The canteen is paid for twice, from two budgets.";
