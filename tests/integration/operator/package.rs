//! The Debian package, in a clean root: installed, started, removed.
//!
//! Wants root, `debootstrap`, Debian's archive, and the package:
//!
//! ```text
//!   packaging/deb && cargo test --test integration package -- --ignored
//! ```
//!
//! `SVILPE_CLEAN_ROOT=DIR` takes a fresh `debootstrap --variant=minbase bookworm DIR` instead of
//! making one.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::wire::{self, Answer, Wire};
use crate::world::{Institution, Officer, ok};

#[test]
#[ignore = "wants root and a Debian archive; see above"]
fn a_bare_debian_host_becomes_an_intake_and_is_one_no_more() {
    let made = tempfile::tempdir().unwrap();
    let root = Root::clean(made.path());
    let package = package();
    fs::copy(package, root.path("tmp/svilpe.deb")).unwrap();
    ok(root.run("apt-get").args([
        "install",
        "-y",
        "--no-install-recommends",
        "/tmp/svilpe.deb",
    ]));
    for there in [
        "usr/bin/svilpe",
        "usr/lib/systemd/system/svilpe-intake.service",
        "usr/share/svilpe/torrc",
        "usr/share/man/man1/svilpe-intake-serve.1.gz",
        "usr/share/man/lv/man1/svilpe-intake-serve.1.gz",
        "usr/share/bash-completion/completions/svilpe",
        "usr/share/doc/svilpe/copyright",
        "usr/share/svilpe/policy/latvia/policy.toml",
        "usr/share/svilpe/policy/latvia/texts/lv.ftl",
        "usr/share/svilpe/policy/estonia/languages/et/pages/form.ftl",
        "usr/share/svilpe/text/en/pages/form.ftl",
        "usr/share/doc/svilpe/countries.md",
    ] {
        assert!(root.path(there).exists(), "{there}");
    }

    publish_a_roster(&root);
    ok(root
        .as_intake()
        .args(["intake", "init", "--home", HOME])
        .args([
            "--keys",
            "/etc/svilpe/keys",
            "--reporters",
            "unix:/run/svilpe/reporters.sock",
            "--officers",
            "unix:/run/svilpe/officers.sock",
        ]));
    ok(root.as_intake().args(["intake", "check", "--home", HOME]));
    tor_takes_the_lines(&root);
    let serving = Serving::start(&root);
    only_tor_may_knock(&root);
    assert!(get(&root.path("run/svilpe/reporters.sock"), "/").status == 200);
    drop(serving);
    backs_up_and_restores(&root);

    ok(root.run("apt-get").args(["remove", "-y", "svilpe"]));
    assert!(!root.path("usr/bin/svilpe").exists());
    ok(root.run("apt-get").args(["purge", "-y", "svilpe"]));
    assert!(!root.path("etc/svilpe/keys/README.md").exists());
    assert!(
        root.path("var/lib/svilpe/pepper").exists(),
        "reports outlive the package"
    );
}

fn publish_a_roster(root: &Root) {
    let folder = tempfile::tempdir().unwrap();
    let officers = [Officer::keygen(
        &folder.path().join("officer"),
        "Anna Bērziņa",
        true,
    )];
    let keys = folder.path().join("keys");
    fs::create_dir(&keys).unwrap();
    Institution::make(
        "paraugs",
        &folder.path().join("safe"),
        &keys,
        &Officer::blocks(&officers),
    );
    for file in fs::read_dir(&keys).unwrap().flatten() {
        let to = root.path("etc/svilpe/keys").join(file.file_name());
        fs::copy(file.path(), &to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o644)).unwrap();
    }
}

/// The package's lines are those that the program prints, and tor knows them all.
fn tor_takes_the_lines(root: &Root) {
    let printed = ok(root.as_intake().args(["intake", "torrc", "--home", HOME])).stdout;
    assert_eq!(
        printed,
        fs::read(root.path("usr/share/svilpe/torrc")).unwrap()
    );
    let mut torrc = fs::File::options()
        .append(true)
        .open(root.path("etc/tor/torrc"))
        .unwrap();
    torrc.write_all(&printed).unwrap();
    ok(root
        .run("tor")
        .args(["--verify-config", "--hush", "-f", "/etc/tor/torrc"]));
}

fn only_tor_may_knock(root: &Root) {
    let groups = fs::read_to_string(root.path("etc/group")).unwrap();
    let of_tor = groups
        .lines()
        .find_map(|line| line.strip_prefix("debian-tor:x:"));
    let of_tor = of_tor.unwrap().split(':').next().unwrap().to_owned();
    for socket in ["reporters.sock", "officers.sock"] {
        let socket = fs::metadata(root.path("run/svilpe").join(socket)).unwrap();
        assert_eq!(socket.mode() & 0o7777, 0o660);
        assert_eq!(socket.gid().to_string(), of_tor);
    }
    let folder = fs::metadata(root.path("run/svilpe")).unwrap();
    assert_eq!(folder.mode() & 0o7777, 0o2750);
}

fn backs_up_and_restores(root: &Root) {
    for folder in ["mnt/backups", "mnt/keyring", "mnt/restored"] {
        ok(root
            .run("install")
            .args(["-d", "-o", "svilpe", "-g", "svilpe", "-m", "0700"])
            .arg(Path::new("/").join(folder)));
    }
    let places = ["/mnt/backups/monday", "/mnt/keyring"];
    ok(root
        .as_intake()
        .args(["intake", "backup", "--home", HOME])
        .args(["--to", places[0], "--keyring-to", places[1]]));
    ok(root
        .as_intake()
        .args(["intake", "restore", "--home", "/mnt/restored"])
        .args(["--from", places[0], "--keyring-from", places[1]]));
    ok(root
        .as_intake()
        .args(["intake", "check", "--home", "/mnt/restored"]));
}

/// A clean Debian below a folder; its /proc goes when this is dropped.
struct Root(PathBuf);

impl Root {
    fn clean(made: &Path) -> Self {
        let root = if let Some(given) = std::env::var_os("SVILPE_CLEAN_ROOT") {
            Self(given.into())
        } else {
            ok(Command::new("debootstrap")
                .args(["--variant=minbase", "bookworm"])
                .arg(made));
            Self(made.to_owned())
        };
        // Installing tor must start none that talks to the public network.
        let policy = root.path("usr/sbin/policy-rc.d");
        fs::write(&policy, "#!/bin/sh\nexit 101\n").unwrap();
        fs::set_permissions(&policy, fs::Permissions::from_mode(0o755)).unwrap();
        ok(Command::new("mount")
            .args(["-t", "proc", "proc"])
            .arg(root.path("proc")));
        root
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    fn run(&self, program: &str) -> Command {
        let mut command = Command::new("chroot");
        command.arg(&self.0).arg(program);
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// `svilpe …` as the intake's user.
    fn as_intake(&self) -> Command {
        let mut command = self.run("setpriv");
        command.args([
            "--reuid=svilpe",
            "--regid=svilpe",
            "--clear-groups",
            "svilpe",
        ]);
        command
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path("proc")).status();
    }
}

/// What the unit starts. Ends when dropped, in order.
struct Serving(Child);

impl Serving {
    fn start(root: &Root) -> Self {
        let mut command = root.as_intake();
        command.args(["intake", "serve", "--home", HOME, "--proxy-protocol"]);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let socket = root.path("run/svilpe/reporters.sock");
        let until = Instant::now() + Duration::from_secs(20);
        while Wire::to_socket(&socket).try_open().is_none() {
            assert!(Instant::now() < until, "it does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self(child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let id = rustix::process::Pid::from_child(&self.0);
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let _ = self.0.wait();
    }
}

fn get(socket: &Path, path: &str) -> Answer {
    let mut request = wire::proxy_line(44).into_bytes();
    request.extend(wire::request("GET", path, &[], b""));
    Wire::to_socket(socket).say(request)
}

fn package() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/debian");
    let found = fs::read_dir(folder).expect("make it with packaging/deb");
    let mut packages = found.flatten().map(|entry| entry.path());
    let package = packages.find(|path| path.extension().is_some_and(|end| end == "deb"));
    package.expect("make it with packaging/deb")
}

const HOME: &str = "/var/lib/svilpe";
