//! A word with a running tor over its control port.
//!
//! ```text
//!   PROTOCOLINFO 1         ─▶ 250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="…"
//!   AUTHCHALLENGE          ─▶ it knows the cookie; so do we     (or AUTHENTICATE alone)
//!   GETINFO net/listeners/socks ─▶ is it the one at our SOCKS port?
//!   ONION_CLIENT_AUTH_ADD  ─▶ 250, 251, 252
//! ```
//!
//! Source: [Tor's control-spec](https://spec.torproject.org/control-spec/). Of cookies only
//! SAFECOOKIE is spoken: with COOKIE, whoever poses as a tor could name any file of 32 bytes and be
//! told what is in it.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::cli::private_files::read_small;
use crate::keys::hmac::tag_under_words;
use crate::keys::onion_key::OnionKey;
use crate::keys::random::random_bytes;

/// Why a running tor was not told the key. Reads as a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyNotTaken {
    /// No control port beside this SOCKS port lets this user in.
    NoControl,
    /// It was told, and refused.
    Refused,
}

/// Tells the tor whose SOCKS port this is.
pub(super) fn give_key(socks: SocketAddr, onion: &str, key: &OnionKey) -> Result<(), KeyNotTaken> {
    let given = |mut control: ControlPort| control.give_key(socks, onion, key);
    let mut tried = ControlPort::open_all(socks).into_iter().map(given);
    let found = tried.find_map(Result::ok);
    match found {
        None => Err(KeyNotTaken::NoControl),
        Some(ControlReply { code, .. }) if code.starts_with("25") => Ok(()),
        Some(_) => Err(KeyNotTaken::Refused),
    }
}

trait ControlStream: Read + Write {}
impl<T: Read + Write> ControlStream for T {}

struct ControlPort(Box<dyn ControlStream>);

/// What tor answered: the code of its last line, and what stands in all of them.
struct ControlReply {
    code: String,
    lines: Vec<String>,
}

impl ControlPort {
    /// By habit one above the SOCKS port; Debian's is a socket.
    fn open_all(socks: SocketAddr) -> Vec<Self> {
        let mut found = Vec::new();
        let above = socks.port().checked_add(1);
        let tcp = above.map(|port| over_tcp(SocketAddr::new(socks.ip(), port)));
        found.extend(tcp.and_then(Result::ok));
        #[cfg(unix)]
        found.extend(over_unix().ok());
        found
    }

    fn give_key(
        &mut self,
        socks: SocketAddr,
        onion: &str,
        key: &OnionKey,
    ) -> io::Result<ControlReply> {
        self.authenticate()?;
        let listeners = self.ask("GETINFO net/listeners/socks")?;
        let ours = format!("\"{socks}\"");
        if !listeners.lines.iter().any(|line| line.contains(&ours)) {
            return Err(refused());
        }
        let address = onion.strip_suffix(".onion").unwrap_or(onion);
        let address = address.rsplit('.').next().unwrap_or_default();
        let private = key.for_controller();
        let command = Zeroizing::new(format!(
            "ONION_CLIENT_AUTH_ADD {address} x25519:{}",
            &**private
        ));
        self.ask(&command)
    }

    fn authenticate(&mut self) -> io::Result<()> {
        let told = self.ask("PROTOCOLINFO 1")?;
        let how = told
            .lines
            .iter()
            .find_map(|line| ControlAccess::parse(line));
        let answered = match how.ok_or_else(refused)? {
            ControlAccess::Open => self.ask("AUTHENTICATE")?,
            ControlAccess::Cookie(path) => {
                let cookie = Zeroizing::new(read_small(&path, COOKIE_LENGTH)?);
                self.answer_challenge(&cookie)?
            }
        };
        if answered.code == "250" {
            Ok(())
        } else {
            Err(refused())
        }
    }

    fn answer_challenge(&mut self, cookie: &[u8]) -> io::Result<ControlReply> {
        if cookie.len() != COOKIE_LENGTH {
            return Err(refused());
        }
        let own = random_bytes::<32>();
        let challenge = format!("AUTHCHALLENGE SAFECOOKIE {}", hex::encode(own));
        let reply = self.ask(&challenge)?;
        let line = reply.lines.first().ok_or_else(refused)?;
        let word = |name: &str| {
            let found = line.split(' ').find_map(|word| word.strip_prefix(name));
            found.and_then(|digits| hex::decode(digits).ok())
        };
        let theirs = word("SERVERNONCE=").ok_or_else(refused)?;
        let proof = word("SERVERHASH=").ok_or_else(refused)?;
        let parts = [cookie, &own, &theirs];
        if proof != tag_under_words(BY_SERVER, &parts) {
            return Err(refused());
        }
        let answer = hex::encode(tag_under_words(BY_CONTROLLER, &parts));
        self.ask(&format!("AUTHENTICATE {answer}"))
    }

    fn ask(&mut self, command: &str) -> io::Result<ControlReply> {
        self.0.write_all(command.as_bytes())?;
        self.0.write_all(b"\r\n")?;
        let mut lines = Vec::new();
        loop {
            let line = self.line()?;
            let (code, rest) = line.split_at_checked(3).ok_or_else(refused)?;
            lines.push(rest.get(1..).unwrap_or_default().to_owned());
            match rest.as_bytes().first() {
                Some(b'-') if lines.len() < LINES_MAX => {}
                Some(b' ') => {
                    let code = code.to_owned();
                    return Ok(ControlReply { code, lines });
                }
                _ => return Err(refused()),
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        let mut byte = [0];
        while line.last() != Some(&b'\n') {
            if line.len() == LINE_MAX {
                return Err(refused());
            }
            self.0.read_exact(&mut byte)?;
            line.push(byte[0]);
        }
        let line = String::from_utf8(line).map_err(|_| refused())?;
        Ok(line.trim_end().to_owned())
    }
}

/// How a control port lets somebody in.
#[derive(Debug, PartialEq, Eq)]
enum ControlAccess {
    Open,
    Cookie(PathBuf),
}

impl ControlAccess {
    /// `AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="/run/tor/control.authcookie"`
    fn parse(line: &str) -> Option<Self> {
        let rest = line.strip_prefix("AUTH METHODS=")?;
        let methods = rest.split(' ').next().unwrap_or_default();
        let has = |wanted: &str| methods.split(',').any(|method| method == wanted);
        if has("NULL") {
            return Some(Self::Open);
        }
        let (_, path) = rest.split_once(" COOKIEFILE=\"")?;
        has("SAFECOOKIE").then(|| Self::Cookie(unquoted(path).into()))
    }
}

/// A quoted string up to its end, its backslashes taken away.
fn unquoted(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => plain.extend(characters.next()),
            other => plain.push(other),
        }
    }
    plain
}

fn over_tcp(at: SocketAddr) -> io::Result<ControlPort> {
    let line = TcpStream::connect_timeout(&at, PATIENCE)?;
    line.set_read_timeout(Some(PATIENCE))?;
    line.set_write_timeout(Some(PATIENCE))?;
    Ok(ControlPort(Box::new(line)))
}

#[cfg(unix)]
fn over_unix() -> io::Result<ControlPort> {
    let line = std::os::unix::net::UnixStream::connect("/run/tor/control")?;
    line.set_read_timeout(Some(PATIENCE))?;
    line.set_write_timeout(Some(PATIENCE))?;
    Ok(ControlPort(Box::new(line)))
}

fn refused() -> io::Error {
    io::ErrorKind::PermissionDenied.into()
}

impl fmt::Display for KeyNotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoControl => "no control port of this tor lets us in",
            Self::Refused => "this tor refuses the key",
        })
    }
}

impl std::error::Error for KeyNotTaken {}

const BY_SERVER: &str = "Tor safe cookie authentication server-to-controller hash";
const BY_CONTROLLER: &str = "Tor safe cookie authentication controller-to-server hash";
const COOKIE_LENGTH: usize = 32;

/// For an answer from this computer.
pub(super) const PATIENCE: Duration = Duration::from_millis(300);
/// Bytes; tor's longest here names its cookie's file.
const LINE_MAX: usize = 4096;
const LINES_MAX: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use std::process::{Child, Command, Stdio};
    use std::time::Instant;

    use crate::skip::skip;

    /// A real tor that joins no network.
    struct AloneTor {
        process: Child,
        socks: SocketAddr,
        _folder: tempfile::TempDir,
    }

    impl AloneTor {
        fn start(access: &str) -> Option<Self> {
            let folder = tempfile::tempdir().expect("a folder");
            let socks = two_free_ports();
            let (data, empty) = (folder.path().join("data"), folder.path().join("empty"));
            std::fs::write(&empty, "").expect("written");
            let process = Command::new("tor")
                .arg("-f")
                .arg(&empty)
                .arg("--defaults-torrc")
                .arg(&empty)
                .arg("--DataDirectory")
                .arg(data)
                // Its one authority is nobody: it never leaves this computer.
                .args(["--DirAuthority", NOBODY, "--TestingTorNetwork", "1"])
                .args(["--OutboundBindAddress", "127.0.0.1"])
                .args(["--SocksPort", &socks.to_string()])
                .args(["--ControlPort", &format!("127.0.0.1:{}", socks.port() + 1)])
                .args(["--CookieAuthentication", access])
                .args([
                    "--__OwningControllerProcess",
                    &std::process::id().to_string(),
                ])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            let Ok(process) = process else {
                skip("tor");
                return None;
            };
            let tor = Self {
                process,
                socks,
                _folder: folder,
            };
            let until = Instant::now() + Duration::from_secs(30);
            while ControlPort::open_all(socks).is_empty() {
                assert!(Instant::now() < until, "tor does not listen");
                std::thread::sleep(Duration::from_millis(50));
            }
            Some(tor)
        }
    }

    impl Drop for AloneTor {
        fn drop(&mut self) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }

    /// The second above the first.
    fn two_free_ports() -> SocketAddr {
        loop {
            let first = TcpListener::bind("127.0.0.1:0").expect("a port");
            let at = first.local_addr().expect("bound");
            let Some(above) = at.port().checked_add(1) else {
                continue;
            };
            if TcpListener::bind(("127.0.0.1", above)).is_ok() {
                return at;
            }
        }
    }

    fn key() -> OnionKey {
        OnionKey::from_secret(&Zeroizing::new(random_bytes()))
    }

    const NOBODY: &str = "nobody orport=1 v3ident=0123456789ABCDEF0123456789ABCDEF01234567 \
                          127.0.0.1:1 0123456789ABCDEF0123456789ABCDEF01234567";

    /// Tor looks whether an address is one.
    const ONION: &str = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";

    #[test]
    fn a_real_tor_takes_a_key_by_its_cookie_and_where_it_asks_for_nothing() {
        for access in ["1", "0"] {
            let Some(tor) = AloneTor::start(access) else {
                return;
            };
            assert_eq!(give_key(tor.socks, ONION, &key()), Ok(()), "{access}");
            assert_eq!(give_key(tor.socks, ONION, &key()), Ok(()), "another one");
            assert_eq!(
                give_key(tor.socks, "nonsense.onion", &key()),
                Err(KeyNotTaken::Refused)
            );
        }
    }

    #[test]
    fn a_tor_that_serves_another_socks_port_is_told_nothing() {
        let Some(tor) = AloneTor::start("1") else {
            return;
        };
        let at = SocketAddr::new(tor.socks.ip(), tor.socks.port() + 1);
        let mut control = over_tcp(at).expect("it listens");
        let other = SocketAddr::new(tor.socks.ip(), 1);
        assert!(control.give_key(other, ONION, &key()).is_err());
        assert_eq!(
            give_key(SocketAddr::new(tor.socks.ip(), 1), ONION, &key()),
            Err(KeyNotTaken::NoControl)
        );
    }

    #[test]
    fn who_poses_as_a_tor_learns_no_file_and_no_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let secret = folder.path().join("secret");
        std::fs::write(&secret, [7; COOKIE_LENGTH]).expect("written");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("bound");
        let path = secret.display().to_string();
        let poser = std::thread::spawn(move || {
            let (mut line, _) = listener.accept().expect("a visitor");
            let auth = format!("250-AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE=\"{path}\"");
            let info = format!("250-PROTOCOLINFO 1\r\n{auth}\r\n250 OK\r\n");
            let mut heard = Vec::new();
            let mut piece = [0; 512];
            for answer in [
                info,
                format!(
                    "250 AUTHCHALLENGE SERVERHASH={0} SERVERNONCE={0}\r\n",
                    "00".repeat(32)
                ),
            ] {
                let length = line.read(&mut piece).unwrap_or(0);
                heard.extend_from_slice(&piece[..length]);
                let _ = line.write_all(answer.as_bytes());
            }
            let _ = line.read_to_end(&mut heard);
            String::from_utf8_lossy(&heard).into_owned()
        });
        let mut control = over_tcp(at).expect("it listens");
        assert!(control.give_key(at, ONION, &key()).is_err());
        drop(control);
        let heard = poser.join().expect("ended");
        assert!(heard.contains("AUTHCHALLENGE"), "{heard}");
        assert!(
            !heard.contains("AUTHENTICATE ") && !heard.contains("x25519"),
            "{heard}"
        );
        assert!(!heard.contains(&hex::encode([7; COOKIE_LENGTH])), "{heard}");
    }

    #[test]
    fn a_cookies_path_is_read_as_tor_quotes_it() {
        let windows = r#"AUTH METHODS=COOKIE,SAFECOOKIE COOKIEFILE="C:\\Tor \"x\"\\cookie""#;
        let path = PathBuf::from(r#"C:\Tor "x"\cookie"#);
        assert_eq!(
            ControlAccess::parse(windows),
            Some(ControlAccess::Cookie(path))
        );
        assert_eq!(
            ControlAccess::parse("AUTH METHODS=NULL"),
            Some(ControlAccess::Open)
        );
        for other in [
            "AUTH METHODS=HASHEDPASSWORD",
            "AUTH METHODS=COOKIE COOKIEFILE=\"/x\"",
            "VERSION Tor=\"0.4.9\"",
        ] {
            assert_eq!(ControlAccess::parse(other), None, "{other}");
        }
    }
}
