//! Starting, daily chores, stopping.
//!
//! Keeps P10 on time (what is past its day is forgotten) and says little: what the operator is
//! told is a closed list of events, with a day and without people.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::circuit::Announced;
use super::keeper::Trouble;
use super::listen::{Bounds, Closing, Listener};
use super::process::most_files;
use super::statistics::NotShown;
use super::{Intake, officers, reporters};
use crate::calendar::Day;
use crate::store::Fault;

/// All that a running intake ever says, one line each, on stderr.
#[derive(Debug)]
pub enum Event<'a> {
    /// Both listeners are open.
    Listening {
        reporters: &'a Listener,
        officers: &'a Listener,
    },
    /// The limit of open files is too low for as many connections as policy allows; so many it will be.
    FewConnections(usize),
    /// What was past its day is forgotten, and the store was written anew.
    Tidied,
    /// A chore failed; it is tried again later.
    Untidy(&'a Fault),
    /// What waited was not appended to the ledger; it is tried again later.
    Unappended(&'a Trouble),
    /// The file for the statistics page is not shown.
    NoStatistics(&'a NotShown),
    /// Told to stop: open requests may end.
    Closing,
}

/// Serves until `SIGTERM`, `SIGINT`, or until `closing` says so.
pub async fn serve(
    intake: Arc<Intake>,
    reporters: Listener,
    officers: Listener,
    announced: Announced,
    mut closing: Closing,
    tell: impl Fn(&Event<'_>) + Send + Sync,
) {
    // Before anyone hears that we listen, and tells us to stop.
    let signalled = signalled();
    append(&intake, intake.today.day(), &tell).await;
    refresh(&intake, &tell);
    tell(&Event::Listening {
        reporters: &reporters,
        officers: &officers,
    });
    let connections_max = connections_within(most_files()).min(intake.policy.connections_max());
    if connections_max < intake.policy.connections_max() {
        tell(&Event::FewConnections(connections_max));
    }
    let (close, closed) = watch::channel(false);
    let bounds = Bounds {
        connections_max,
        connections_per_circuit_max: CONNECTIONS_PER_CIRCUIT,
        announced,
        header_timeout: intake.policy.header_timeout(),
        stall_timeout: intake.policy.body_window(),
    };
    let work = async {
        tokio::join!(
            reporters.serve(reporters::router(&intake), bounds, closed.clone()),
            officers.serve(
                officers::router(Arc::clone(&intake)),
                bounds,
                closed.clone()
            ),
            chores(&intake, closed.clone(), &tell),
        );
    };
    let stop = async {
        tokio::select! {
            _ = closing.wait_for(|closing| *closing) => {}
            () = signalled => {}
        }
        tell(&Event::Closing);
        close.send_replace(true);
    };
    tokio::join!(work, stop);
}

/// Connections of each listener that leave files for the store: without one, a commit ends the process.
fn connections_within(files: usize) -> usize {
    (files.saturating_sub(FILES_OF_OUR_OWN) / 2).max(1)
}

/// Every quarter of an hour: append to the ledger, if a batch is due, and look at the statistics' file. Once a day: forget
/// what is past its time, and write the store anew, so that no order is left in it.
async fn chores(intake: &Intake, mut closing: Closing, tell: &(impl Fn(&Event<'_>) + Send + Sync)) {
    let mut tidied = intake.today.day();
    loop {
        tokio::select! {
            () = tokio::time::sleep(CHORES_EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        intake.verifier.rotate();
        let today = intake.today.day();
        append(intake, today, tell).await;
        refresh(intake, tell);
        if today == tidied {
            continue;
        }
        match tidy(intake, today).await {
            Ok(()) => tell(&Event::Tidied),
            Err(fault) => tell(&Event::Untidy(&fault)),
        }
        tidied = today;
    }
}

/// A batch, if one is due.
async fn append(intake: &Intake, today: Day, tell: &(impl Fn(&Event<'_>) + Send + Sync)) {
    let batch = intake.keeper.batch(today, intake.policy.batch_days());
    if let Err(trouble) = batch.await {
        tell(&Event::Unappended(&trouble));
    }
}

/// The statistics page's file: at most 8 MiB, a few milliseconds.
fn refresh(intake: &Intake, tell: &impl Fn(&Event<'_>)) {
    if let Err(why) = tokio::task::block_in_place(|| intake.board.refresh()) {
        tell(&Event::NoStatistics(&why));
    }
}

async fn tidy(intake: &Intake, today: Day) -> Result<(), Fault> {
    let items_before = today.plus_days(-intake.policy.keep_sealed_days());
    let replies_before = today.plus_days(-intake.policy.keep_reply_days());
    let access_before = today.months_before(intake.policy.keep_access_months());
    intake.store.expire(items_before, replies_before).await?;
    intake.store.expire_access(access_before).await?;
    intake.store.rebuild().await
}

/// Catches both signals from the call on, not from the first wait.
fn signalled() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    );
    async {
        let (Ok(mut terminate), Ok(mut interrupt)) = signals else {
            // Without handlers, the signals end the process at once: nothing kept is lost by that.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listening {
                reporters,
                officers,
            } => {
                write!(
                    f,
                    "reporters: {}\nofficers:  {}",
                    reporters.address(),
                    officers.address()
                )
            }
            Self::FewConnections(connections) => write!(
                f,
                "the limit of open files leaves room for {connections} connections of each kind, fewer than policy \
                 allows: raise it (LimitNOFILE)"
            ),
            Self::Tidied => f.write_str("past its day: forgotten; store: written anew"),
            Self::Untidy(fault) => write!(f, "daily chores failed, will be tried again: {fault}"),
            Self::Unappended(trouble) => {
                write!(
                    f,
                    "the ledger was not appended to, will be tried again: {trouble}"
                )
            }
            Self::NoStatistics(why) => write!(f, "the statistics page stays empty: {why}"),
            Self::Closing => f.write_str("closing"),
        }
    }
}

/// The store's, the sockets', the runtime's: about twenty, and as many again while the store is written anew.
const FILES_OF_OUR_OWN: usize = 64;
/// Tor Browser opens at most six to a site.
const CONNECTIONS_PER_CIRCUIT: usize = 16;
/// Also how often officers' challenges rotate.
const CHORES_EVERY: Duration = Duration::from_secs(15 * 60);
