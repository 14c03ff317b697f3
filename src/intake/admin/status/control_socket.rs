//! The control socket: what an operator asks of the server that runs.
//!
//! A socket in the server's own folder, so that whoever may read the keyring may ask, and nobody
//! else. One word in, one line back:
//!
//! ```text
//!   status ─▶ how it is, as JSON
//!   look-in ─▶ the institutions that should look in, as JSON
//!   reload ─▶ the rosters are read again ─▶ those that are new, as JSON
//!   backup ─▶ the store leaves a copy ─▶ ready ─▶ whoever asked copies it, hangs up ─▶ it goes
//! ```
//!
//! Knows an operator's words. Never knows where a backup goes: the server may write nowhere else.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as Asking;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::health::Health;
use crate::intake::Intake;
use crate::intake::admin::home::IntakeHome;
use crate::intake::admin::served_rosters::ServedRosters;
use crate::intake::http::listen::{Closing, remove_stale};
use crate::intake::log::ChangedRoster;
use crate::rules::roster::Institution;

/// Waits for an operator.
pub(crate) struct ControlSocket {
    socket: UnixListener,
    home: IntakeHome,
}

/// Who knows the answers.
#[derive(Clone)]
pub(crate) struct AskedServer {
    pub intake: Arc<Intake>,
    pub rosters: Arc<ServedRosters>,
}

/// What an operator may ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ControlWord {
    Status,
    LookIn,
    Reload,
    Backup,
}

/// A roster that is new: whose, and what nobody can open since.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RosterChange {
    pub institution: String,
    pub open: usize,
    pub unfetched: usize,
}

/// A server's answer; while this lives, what it made for whoever asked stays.
pub(crate) struct ControlAnswer {
    pub line: String,
    _connection: Asking,
}

impl ControlSocket {
    /// One that a killed process left behind is replaced.
    pub(crate) async fn bind(home: &IntakeHome) -> io::Result<Self> {
        let path = home.control_socket();
        remove_stale(&path).await?;
        let socket = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self {
            socket,
            home: home.clone(),
        })
    }

    /// Answers until told to close.
    pub(crate) async fn serve(self, asked: &AskedServer, mut closing: Closing) {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            tokio::select! {
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, _)) => self.begin(stream, asked, &places),
                    Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                },
                _ = closing.wait_for(|closing| *closing) => break,
            }
        }
        // A socket file that stays is harmless: the next start replaces it.
        let _ = std::fs::remove_file(self.home.control_socket());
    }

    /// Whoever comes while there is no place is hung up on.
    fn begin(&self, stream: UnixStream, asked: &AskedServer, places: &Arc<Semaphore>) {
        let Ok(place) = Arc::clone(places).try_acquire_owned() else {
            return;
        };
        let (asked, home) = (asked.clone(), self.home.clone());
        tokio::spawn(async move {
            // Who hangs up needs no answer.
            let _ = answer(stream, &asked, &home).await;
            drop(place);
        });
    }
}

async fn answer(mut stream: UnixStream, asked: &AskedServer, home: &IntakeHome) -> io::Result<()> {
    let mut word = String::new();
    let mut read = BufReader::new((&mut stream).take(WORD_MAX));
    tokio::time::timeout(PATIENCE, read.read_line(&mut word)).await??;
    match ControlWord::parse(word.trim_end()) {
        Some(ControlWord::Status) => {
            let health = Health::of(&asked.intake, home.backed_up()).await;
            write_line(&mut stream, in_json(health)).await
        }
        Some(ControlWord::LookIn) => {
            let today = asked.intake.today.day();
            let institutions = asked.intake.sequencer.should_look_in(today).await;
            write_line(&mut stream, in_json(institutions.map(|all| slugs(&all)))).await
        }
        Some(ControlWord::Reload) => {
            let changed = asked.rosters.read_again().await;
            let changed = changed.map(|all| all.iter().map(RosterChange::of).collect::<Vec<_>>());
            write_line(&mut stream, in_json(changed)).await
        }
        Some(ControlWord::Backup) => leave_copy(&mut stream, &asked.intake).await,
        None => Ok(()),
    }
}

/// Until whoever copies it hangs up.
async fn leave_copy(stream: &mut UnixStream, intake: &Intake) -> io::Result<()> {
    let copy = match intake.store.copy_for_backup().await {
        Ok(copy) => copy,
        Err(fault) => return write_line(stream, format!("{REFUSED}{fault}")).await,
    };
    let told = write_line(stream, READY.to_owned()).await;
    if told.is_ok() {
        let _ = stream.read(&mut [0]).await;
    }
    spawn_blocking(move || drop(copy)).await?;
    told
}

fn slugs(institutions: &BTreeSet<Institution>) -> Vec<String> {
    institutions.iter().map(ToString::to_string).collect()
}

fn in_json<T: Serialize>(answer: Result<T, impl fmt::Display>) -> String {
    let refused = |why: &dyn fmt::Display| format!("{REFUSED}{why}");
    match answer {
        Ok(answer) => serde_json::to_string(&answer).unwrap_or_else(|why| refused(&why)),
        Err(why) => refused(&why),
    }
}

async fn write_line(stream: &mut UnixStream, line: String) -> io::Result<()> {
    stream.write_all(format!("{line}\n").as_bytes()).await
}

/// Asks the server that has this home open; it may take as long as a rebuild.
pub(crate) fn ask(home: &IntakeHome, word: ControlWord) -> io::Result<ControlAnswer> {
    let mut connection = Asking::connect(home.control_socket())?;
    connection.write_all(format!("{}\n", word.as_str()).as_bytes())?;
    let mut line = String::new();
    let mut answered = std::io::BufReader::new(&connection);
    answered.read_line(&mut line)?;
    let Some(line) = line.strip_suffix('\n') else {
        return Err(io::ErrorKind::UnexpectedEof.into());
    };
    match line.strip_prefix(REFUSED) {
        Some(why) => Err(io::Error::other(why)),
        None => Ok(ControlAnswer {
            line: line.to_owned(),
            _connection: connection,
        }),
    }
}

impl RosterChange {
    fn of(changed: &ChangedRoster) -> Self {
        Self {
            institution: changed.institution.to_string(),
            open: changed.left.open,
            unfetched: changed.left.unfetched,
        }
    }
}

impl ControlWord {
    fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::LookIn => "look-in",
            Self::Reload => "reload",
            Self::Backup => "backup",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Status, Self::LookIn, Self::Reload, Self::Backup]
            .into_iter()
            .find(|known| known.as_str() == word)
    }
}

/// The line that says that the copy is there.
const READY: &str = "ready";
/// What an answer begins with that says why not.
const REFUSED: &str = "refused: ";
/// Bytes of a word, with its line end.
const WORD_MAX: u64 = 16;
/// For the word.
const PATIENCE: Duration = Duration::from_secs(10);
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Operators, and machines that watch.
const AT_ONCE: usize = 8;
