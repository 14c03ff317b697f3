//! The rosters that are served, and may be read again while the server runs.
//!
//! Keeps P7 as a start does: signed by the institution, pinned, entered in the ledger before
//! anything is sealed by them. All of the folder comes into force or nothing of it; a request that
//! is under way ends by the rosters that it began with.
//!
//! ```text
//!   keys/ ─▶ signed? pinned? ─▶ entries in the ledger ─▶ routes by these rosters ─▶ next request
//! ```

use std::fmt;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use tokio::sync::{Mutex, watch};
use tokio::task::spawn_blocking;

use crate::intake::Intake;
use crate::intake::api::officers;
use crate::intake::http::listen::Routes;
use crate::intake::log::roster_pin::judge;
use crate::intake::log::{ChangedRoster, LedgerTrouble};
use crate::intake::web::routes;
use crate::rules::roster::{BadFolder, Loaded, Roster};

/// What people reach, by the rosters that are in force.
pub(crate) struct ServedRosters {
    /// As at the start; all but the rosters is the same ever after.
    intake: Arc<Intake>,
    /// Where the rosters lie.
    keys: PathBuf,
    /// Which folder that was at the start: the sandbox lets the server read this one alone.
    keys_at_start: Option<(u64, u64)>,
    reporters: watch::Sender<Router>,
    officers: watch::Sender<Router>,
    /// One reading at a time.
    reading: Mutex<()>,
}

/// Why the rosters of before stay in force.
#[derive(Debug)]
pub(crate) enum RostersStay {
    /// The folder is refused.
    Folder(BadFolder),
    /// It is another folder than at the start, and can't be read.
    Replaced(PathBuf),
    /// One of them is not accepted, or nothing can be entered in the ledger now.
    Ledger(LedgerTrouble),
    /// The server is ending.
    Ending,
}

impl ServedRosters {
    /// Those that the intake began with.
    pub(in crate::intake::admin) fn of(intake: &Arc<Intake>, keys: PathBuf) -> Self {
        Self {
            intake: Arc::clone(intake),
            keys_at_start: which(&keys),
            keys,
            reporters: watch::Sender::new(routes::router(intake)),
            officers: watch::Sender::new(officers::router(Arc::clone(intake))),
            reading: Mutex::new(()),
        }
    }

    /// The reporters' pages.
    pub(in crate::intake::admin) fn for_reporters(&self) -> Routes {
        self.reporters.subscribe()
    }

    /// What officers' tools ask for.
    pub(in crate::intake::admin) fn for_officers(&self) -> Routes {
        self.officers.subscribe()
    }

    /// Reads the folder again; those that are new.
    pub(in crate::intake::admin) async fn read_again(
        &self,
    ) -> Result<Vec<ChangedRoster>, RostersStay> {
        let _alone = self.reading.lock().await;
        let keys = self.keys.clone();
        let loaded = spawn_blocking(move || Roster::load(&keys)).await;
        let loaded = loaded.map_err(|_| RostersStay::Ending)?;
        let Loaded { rosters, .. } = loaded.map_err(|bad| self.refused(bad))?;
        self.check(&rosters).await.map_err(RostersStay::Ledger)?;
        let today = self.intake.today.judge();
        let sequencer = &self.intake.sequencer;
        let changed = sequencer.bring_into_force(&rosters, today).await;
        let changed = changed.map_err(RostersStay::Ledger)?;
        let intake = Arc::new(self.intake.with_rosters(rosters));
        drop(self.reporters.send_replace(routes::router(&intake)));
        drop(self.officers.send_replace(officers::router(intake)));
        Ok(changed)
    }

    fn refused(&self, bad: BadFolder) -> RostersStay {
        if which(&self.keys) == self.keys_at_start {
            RostersStay::Folder(bad)
        } else {
            RostersStay::Replaced(self.keys.clone())
        }
    }

    /// Each, before one of them is entered in the ledger.
    async fn check(&self, rosters: &[Roster]) -> Result<(), LedgerTrouble> {
        let (store, sequencer) = (&self.intake.store, &self.intake.sequencer);
        for roster in rosters {
            let judged = judge(store, &sequencer.public(), roster).await;
            judged.map_err(LedgerTrouble::Pinned)?;
        }
        sequencer.changes(rosters).await.map(drop)
    }
}

/// A folder's place on its disk, which is another one if another folder has its name.
fn which(folder: &Path) -> Option<(u64, u64)> {
    let about = std::fs::metadata(folder).ok()?;
    Some((about.dev(), about.ino()))
}

impl fmt::Display for RostersStay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(bad) => bad.fmt(f),
            Self::Replaced(folder) => write!(
                f,
                "`{}` is not the folder that the server began with, and its sandbox lets it read that one \
                 alone: put the files into the folder itself instead of another one in its place, or \
                 restart the server",
                folder.display()
            ),
            Self::Ledger(trouble) => trouble.fmt(f),
            Self::Ending => f.write_str("the server is ending"),
        }
    }
}

impl std::error::Error for RostersStay {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder(bad) => Some(bad),
            Self::Ledger(trouble) => Some(trouble),
            Self::Replaced(_) | Self::Ending => None,
        }
    }
}
