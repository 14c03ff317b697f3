//! The control socket: what an operator asks of the server that runs.
//!
//! A socket in the server's own folder, so that whoever may read the keyring may ask, and nobody
//! else. One word in, one line back:
//!
//! ```text
//!   status ─▶ how it is, as JSON
//!   backup ─▶ the store leaves a copy ─▶ ready ─▶ whoever asked copies it and hangs up ─▶ it is gone
//! ```
//!
//! Knows an operator's words. Never knows where a backup goes: the server may write nowhere else.

use std::io::{self, BufRead as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as Asking;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::health::Health;
use crate::intake::Intake;
use crate::intake::admin::home::IntakeHome;
use crate::intake::http::listen::{Closing, remove_stale};

/// Waits for an operator.
pub(crate) struct ControlSocket {
    socket: UnixListener,
    home: IntakeHome,
}

/// What an operator may ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ControlWord {
    Status,
    Backup,
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
    pub(crate) async fn serve(self, intake: Arc<Intake>, mut closing: Closing) {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            tokio::select! {
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, _)) => self.begin(stream, &intake, &places),
                    Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                },
                _ = closing.wait_for(|closing| *closing) => break,
            }
        }
        // A socket file that stays is harmless: the next start replaces it.
        let _ = std::fs::remove_file(self.home.control_socket());
    }

    /// Whoever comes while there is no place is hung up on.
    fn begin(&self, stream: UnixStream, intake: &Arc<Intake>, places: &Arc<Semaphore>) {
        let Ok(place) = Arc::clone(places).try_acquire_owned() else {
            return;
        };
        let (intake, home) = (Arc::clone(intake), self.home.clone());
        tokio::spawn(async move {
            // Who hangs up needs no answer.
            let _ = answer(stream, &intake, &home).await;
            drop(place);
        });
    }
}

async fn answer(stream: UnixStream, intake: &Intake, home: &IntakeHome) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read.take(WORD_MAX));
    let mut word = String::new();
    tokio::time::timeout(PATIENCE, read.read_line(&mut word)).await??;
    match ControlWord::parse(word.trim_end()) {
        Some(ControlWord::Status) => {
            let health = Health::of(intake, home.backed_up()).await;
            let line = match health {
                Ok(health) => serde_json::to_string(&health)?,
                Err(fault) => format!("{REFUSED}{fault}"),
            };
            write.write_all(format!("{line}\n").as_bytes()).await
        }
        Some(ControlWord::Backup) => match intake.store.copy_for_backup().await {
            Ok(copy) => {
                let told = write.write_all(format!("{READY}\n").as_bytes()).await;
                if told.is_ok() {
                    // Until whoever copies it hangs up.
                    let mut connection = read.into_inner().into_inner();
                    let _ = connection.read(&mut [0]).await;
                }
                spawn_blocking(move || drop(copy)).await?;
                told
            }
            Err(fault) => {
                write
                    .write_all(format!("{REFUSED}{fault}\n").as_bytes())
                    .await
            }
        },
        None => Ok(()),
    }
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

impl ControlWord {
    fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Backup => "backup",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Status, Self::Backup]
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
