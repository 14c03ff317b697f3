//! A running intake, as its operator sees it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{ok, svilpe};

/// A running `svilpe intake serve`.
pub struct Intake {
    home: PathBuf,
    /// What `serve` was given beside its home.
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    heard_before: Vec<String>,
    child: Child,
    pub reporters: String,
    pub officers: String,
    said: mpsc::Receiver<String>,
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

    /// What its operator hands to an officer of this institution; `tor` holds the onions' folders.
    pub fn invitation(&self, institution: &str, tor: Option<&Path>) -> String {
        let mut invite = svilpe(&["intake", "invite", "--institution", institution]);
        invite.arg("--home").arg(&self.home);
        if let Some(tor) = tor {
            invite.arg("--tor").arg(tor);
        }
        String::from_utf8(ok(&mut invite).stdout).unwrap()
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
        Self::serve_in(home, more, Vec::new())
    }

    /// In another environment: by another clock.
    pub fn serve_in(home: &Path, more: &[&str], environment: Vec<(String, String)>) -> Self {
        let mut child = svilpe(&["intake", "serve"])
            .arg("--home")
            .arg(home)
            .args(more)
            .envs(environment.clone())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let said = Self::listen_to(child.stderr.take().unwrap());
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
            environment,
            heard_before: heard,
            child,
            reporters,
            officers,
            said,
        }
    }

    /// Its lines as they come.
    pub fn listen_to(stream: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
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

    /// The same intake, started once more.
    pub fn again(&self) -> Self {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        Self::serve_in(&self.home, &arguments, self.environment.clone())
    }

    /// What it said before it listened.
    pub fn first_words(&self) -> String {
        self.heard_before.join("\n")
    }

    /// Waits until a line with these words comes; all lines until then.
    pub fn hear(&self, words: &str, within: Duration) -> Vec<String> {
        let deadline = Instant::now() + within;
        let mut heard = Vec::new();
        while !heard
            .last()
            .is_some_and(|line: &String| line.contains(words))
        {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(left) {
                Ok(line) => heard.push(line),
                Err(why) => panic!("it did not say “{words}” ({why}): {heard:?}"),
            }
        }
        heard
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

    /// All that it has said on stderr since it listens, but for what it says of this machine's disk.
    pub fn words(&self) -> String {
        let said = self.said.try_iter();
        let of_it = said.filter(|line| !line.starts_with("LITTLE ROOM"));
        of_it.collect::<Vec<_>>().join("\n")
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
