//! Starting, daily chores, stopping.
//!
//! Keeps P10 on time (what is past its day is forgotten) and says little: what the operator is
//! told is a closed list of events, with a day and without people.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::known_days::{day_tidied, note_day, note_tidied};
use super::sandbox::most_files;
use super::served_rosters::ServedRosters;
use super::service_manager::ServiceManager;
use super::status::control_socket::{AskedServer, ControlSocket};
use super::status::health::LITTLE_PART;
use crate::intake::Intake;
use crate::intake::http::circuit::Announced;
use crate::intake::http::listen::{Bounds, Closing, Listener};
use crate::intake::log::LedgerTrouble;
use crate::intake::trusted_day::ClockDoubt;
use crate::intake::web::statistics_file::NotShown;
use crate::rules::calendar::Day;
use crate::store::ExpiryCutoff;
use crate::text::file_size::bytes_in_words;

/// All that a running intake ever says, one line each, on stderr.
#[derive(Debug)]
pub(crate) enum ServeEvent<'a> {
    /// Both listeners are open.
    Listening {
        reporters: &'a Listener,
        officers: &'a Listener,
    },
    /// The limit of open files is too low for as many connections as policy allows; so many it will
    /// be.
    FewConnections(usize),
    /// The clock is not believed: nothing expires, nothing is appended.
    ClockInDoubt(ClockDoubt),
    /// The clock is believed again.
    ClockBelieved(Day),
    /// So many records do not open.
    Damaged(usize),
    /// A file of the store was not as it was written; nothing is lost.
    Mended(&'static str),
    /// So many bytes are left for files.
    LittleRoom(u64),
    /// What was past its day is forgotten, and the store was rebuilt.
    Tidied,
    /// A chore failed; it is tried again each quarter of an hour, and told of once a day.
    Untidy(&'a LedgerTrouble),
    /// What waited was not appended to the ledger; it is tried again later.
    Unappended(&'a LedgerTrouble),
    /// The ledger has entries of a later day than the clock shows now: it was ahead, or is behind.
    WentBack { newest: Day, clock: Day },
    /// The file for the statistics page is not shown.
    NoStatistics(&'a NotShown),
    /// Told to stop: open requests may end.
    Closing,
}

/// Where a server waits for people.
pub(crate) struct Doors {
    pub reporters: Listener,
    pub officers: Listener,
    /// Where the folder's path leaves room for a socket.
    pub operator: Option<ControlSocket>,
    pub announced: Announced,
    /// The folder of rosters, to be read again.
    pub keys: PathBuf,
}

/// Serves until `SIGTERM`, `SIGINT`, or until `closing` says so.
pub(crate) async fn serve(
    intake: Arc<Intake>,
    doors: Doors,
    manager: &ServiceManager,
    mut closing: Closing,
    tell: impl Fn(&ServeEvent<'_>) + Send + Sync,
) {
    let Doors {
        reporters,
        officers,
        operator,
        announced,
        keys,
    } = doors;
    let served = Arc::new(ServedRosters::of(&intake, keys));
    // Before anyone hears that we listen, and tells us to stop.
    let signalled = signalled();
    let mut clock = intake.today.judge().map(drop);
    if let Err(doubt) = clock {
        tell(&ServeEvent::ClockInDoubt(doubt));
    }
    append(&intake, &tell).await;
    refresh(&intake, &tell);
    tell(&ServeEvent::Listening {
        reporters: &reporters,
        officers: &officers,
    });
    manager.tell_ready();
    for file in intake.store.mended() {
        tell(&ServeEvent::Mended(file));
    }
    tell_damage(&intake, &tell).await;
    tell_room(&intake, &tell);
    let connections_max = connections_within(most_files()).min(intake.policy.connections_max());
    if connections_max < intake.policy.connections_max() {
        tell(&ServeEvent::FewConnections(connections_max));
    }
    let (close, closed) = watch::channel(false);
    let bounds = Bounds {
        connections_max,
        connections_per_circuit_max: CONNECTIONS_PER_CIRCUIT,
        announced,
        header_timeout: intake.policy.header_timeout(),
        stall_timeout: intake.policy.body_window(),
        unread_bytes_max: UNREAD_BYTES_MAX,
    };
    let for_officers = Bounds {
        unread_bytes_max: UNREAD_BY_OFFICERS_MAX,
        ..bounds
    };
    let work = async {
        tokio::join!(
            reporters.serve(served.for_reporters(), bounds, closed.clone()),
            officers.serve(served.for_officers(), for_officers, closed.clone()),
            answer_operators(operator, (&intake, &served), closed.clone()),
            show_life(&intake, manager, closed.clone()),
            chores(&intake, &mut clock, closed.clone(), &tell),
        );
    };
    let stop = async {
        tokio::select! {
            _ = closing.wait_for(|closing| *closing) => {}
            () = signalled => {}
        }
        tell(&ServeEvent::Closing);
        manager.tell_stopping();
        close.send_replace(true);
    };
    tokio::join!(work, stop);
}

async fn answer_operators(
    socket: Option<ControlSocket>,
    (intake, served): (&Arc<Intake>, &Arc<ServedRosters>),
    closing: Closing,
) {
    if let Some(socket) = socket {
        let asked = AskedServer {
            intake: Arc::clone(intake),
            rosters: Arc::clone(served),
        };
        socket.serve(&asked, closing).await;
    }
}

/// Tells the service manager that all is alive, for as long as it is: a look into the store goes
/// through the runtime, a blocking thread, and the engine.
async fn show_life(intake: &Intake, manager: &ServiceManager, mut closing: Closing) {
    let Some(every) = manager.signs_every() else {
        return;
    };
    loop {
        if day_tidied(&intake.store).await.is_ok() {
            manager.tell_alive();
        }
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}

/// Connections of each listener that leave files for the store: without one, a commit ends the
/// process.
fn connections_within(files: usize) -> usize {
    (files.saturating_sub(FILES_OF_OUR_OWN) / 2).max(1)
}

/// Five minutes after the start, every quarter of an hour, and when a day begins: append to the
/// ledger, if a batch is due, and look at the statistics' file. Once a day: forget what is past its
/// time, and write the store again, so that no order is left in it. Every second: is the clock to
/// be believed?
async fn chores(
    intake: &Intake,
    clock: &mut Result<(), ClockDoubt>,
    mut closing: Closing,
    tell: &(impl Fn(&ServeEvent<'_>) + Send + Sync),
) {
    // An intake that is started often does its chores, too.
    let (mut complained, mut done) = (None, intake.today.day());
    let (mut behind, mut noticed) = (None, false);
    let mut looks = LOOKS_FOR_CHORES - LOOKS_FOR_THE_FIRST;
    loop {
        tokio::select! {
            () = tokio::time::sleep(CLOCK_EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        watch_clock(intake, clock, tell);
        tell_went_back(intake, &mut behind, tell).await;
        if intake.store.has_noticed_damage() && !std::mem::replace(&mut noticed, true) {
            tell_damage(intake, tell).await;
        }
        let today = intake.today.day();
        looks += 1;
        if looks < LOOKS_FOR_CHORES && today == done {
            continue;
        }
        if looks >= LOOKS_FOR_CHORES {
            looks = 0;
            intake.verifier.rotate();
        }
        done = today;
        append(intake, tell).await;
        refresh(intake, tell);
        match intake.tidy().await {
            Ok(true) => {
                tell(&ServeEvent::Tidied);
                tell_damage(intake, tell).await;
                tell_room(intake, tell);
            }
            Err(trouble) if complained != Some(today) => {
                tell(&ServeEvent::Untidy(&trouble));
                complained = Some(today);
            }
            Ok(false) | Err(_) => {}
        }
    }
}

/// Each change is told once.
fn watch_clock(
    intake: &Intake,
    clock: &mut Result<(), ClockDoubt>,
    tell: &impl Fn(&ServeEvent<'_>),
) {
    match (intake.today.judge(), &*clock) {
        (Ok(today), Err(_)) => {
            tell(&ServeEvent::ClockBelieved(today));
            *clock = Ok(());
        }
        (Err(doubt), Ok(())) => {
            tell(&ServeEvent::ClockInDoubt(doubt));
            *clock = Err(doubt);
        }
        (Ok(_), Ok(())) | (Err(_), Err(_)) => {}
    }
}

/// Once for each day that the clock went back to, if the ledger has entries of a later one.
async fn tell_went_back(intake: &Intake, told: &mut Option<Day>, tell: &impl Fn(&ServeEvent<'_>)) {
    let behind = intake.today.clock_behind();
    if behind == *told {
        return;
    }
    *told = behind;
    if let (Some(clock), Ok(Some(newest))) = (behind, intake.sequencer.newest_day().await)
        && newest > clock
    {
        tell(&ServeEvent::WentBack { newest, clock });
    }
}

/// What the look for what is past its day found not to open, or officers have met. A
/// reporter's visit is never told of: the journal has hours (P2), and officers ask for the same
/// mailboxes.
async fn tell_damage(intake: &Intake, tell: &impl Fn(&ServeEvent<'_>)) {
    if let Ok(damaged @ 1..) = intake.store.damaged().await {
        tell(&ServeEvent::Damaged(damaged));
    }
}

/// Before files are refused, so that somebody can see to it.
fn tell_room(intake: &Intake, tell: &impl Fn(&ServeEvent<'_>)) {
    let left = intake.room_for_files().unwrap_or_default();
    let whole = intake.store.disk().map_or(0, |disk| disk.whole);
    if left < whole / LITTLE_PART {
        tell(&ServeEvent::LittleRoom(left));
    }
}

/// A batch, if one is due, and the head signed for the day. Neither while nobody knows the day.
async fn append(intake: &Intake, tell: &(impl Fn(&ServeEvent<'_>) + Send + Sync)) {
    let Ok(today) = intake.today.judge() else {
        return;
    };
    let sequencer = &intake.sequencer;
    let batch = sequencer.batch(today, intake.policy.batch_days()).await;
    // Whatever became of the batch, the head is today's.
    for done in [batch, sequencer.affirm(today).await] {
        if let Err(trouble) = done {
            tell(&ServeEvent::Unappended(&trouble));
        }
    }
}

/// The statistics page's file: at most 8 MiB, a few milliseconds.
fn refresh(intake: &Intake, tell: &impl Fn(&ServeEvent<'_>)) {
    if let Err(why) = tokio::task::block_in_place(|| intake.statistics_file.refresh()) {
        tell(&ServeEvent::NoStatistics(&why));
    }
}

impl Intake {
    /// Once a day, however often the intake is started: forgets what is past its time and writes
    /// the store again. Did it? After a failure the next call tries again. While the clock is in
    /// doubt there is nothing to do by it.
    async fn tidy(&self) -> Result<bool, LedgerTrouble> {
        let Ok(today) = self.today.judge() else {
            return Ok(false);
        };
        if day_tidied(&self.store).await? == Some(today) {
            return Ok(false);
        }
        // First, and whatever becomes of the rest: days of failing chores must not look like a
        // leap.
        note_day(&self.store, today).await?;
        let before = ExpiryCutoff {
            items: today.plus_days(-self.policy.keep_unaccounted_days()),
            replies: today.plus_days(-self.policy.keep_reply_days()),
            access: today.months_before(self.policy.keep_access_months()),
        };
        let terms = self.sequencer.item_terms(today).await?;
        self.store.expire(before, terms, today).await?;
        self.store.rebuild().await?;
        note_tidied(&self.store, today).await?;
        Ok(true)
    }
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

impl fmt::Display for ServeEvent<'_> {
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
            Self::ClockInDoubt(doubt) => write!(
                f,
                "CLOCK IN DOUBT: {doubt}. Reports are received; nothing expires and nothing is appended to the ledger \
                 until the clock is right again, or, if it is right, until this server is stopped and \
                 `svilpe intake clock` confirms it"
            ),
            Self::ClockBelieved(today) => write!(f, "the clock is believed again: it is {today}"),
            Self::Damaged(records) => write!(
                f,
                "DAMAGED: at least {records} records do not open and are not handed out; `svilpe intake check` names them"
            ),
            Self::Mended(file) => write!(
                f,
                "DAMAGED: store/{file} was not as it was written; what it says stands elsewhere, too, nothing is lost, and it is \
                 written anew with the next back-up or tonight; look after the disk"
            ),
            Self::LittleRoom(0) => f.write_str(
                "NO ROOM FOR FILES: they are refused, text is not yet; make the disk larger, or see what was left",
            ),
            Self::LittleRoom(left) => write!(
                f,
                "LITTLE ROOM: {} are left for files before they are refused",
                bytes_in_words(*left)
            ),
            Self::Tidied => f.write_str("past its day: forgotten; store: written anew"),
            Self::Untidy(trouble) => {
                write!(f, "daily chores failed, will be tried again: {trouble}")
            }
            Self::Unappended(trouble) => {
                write!(
                    f,
                    "the ledger was not appended to, will be tried again: {trouble}"
                )
            }
            Self::WentBack { newest, clock } => write!(
                f,
                "CLOCK WENT BACK: the ledger has entries of {newest}, and the clock says {clock}. If it is behind now, set it. If \
                 it was ahead, nothing is to be done: what is received counts as of the later day until that has come, and \
                 before the first entry that an officer signs on {clock} stands one that turns days back, for auditors to see"
            ),
            Self::NoStatistics(why) => write!(f, "the statistics page stays empty: {why}"),
            Self::Closing => f.write_str("closing"),
        }
    }
}

/// The store's, the sockets', the runtime's: about twenty, and as many again while the store is
/// written anew.
const FILES_OF_OUR_OWN: usize = 64;
/// Tor Browser opens at most six to a site.
const CONNECTIONS_PER_CIRCUIT: usize = 16;
/// Bytes of pages that nobody has read yet: 128 of the longest, 2,000 of the usual ones.
const UNREAD_BYTES_MAX: usize = 64 << 20;
/// The same of officers' lists and answers, of some 1 MB at most.
const UNREAD_BY_OFFICERS_MAX: usize = 32 << 20;
const CLOCK_EVERY: Duration = Duration::from_secs(1);
/// A quarter of an hour. Also how often officers' challenges rotate.
const LOOKS_FOR_CHORES: u32 = 900;
/// Five minutes: those who come back after a stop are served first.
const LOOKS_FOR_THE_FIRST: u32 = 300;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Contents;
    use crate::intake::log::{Seal, Sequencer};
    use crate::intake::trusted_day::TrustedDay;
    use crate::intake::web::statistics_file::StatisticsFile;
    use crate::keys::signature::SigningKey;
    use crate::report::receipt::Pepper;
    use crate::rules::calendar::Today;
    use crate::rules::pack::CountryPack;
    use crate::store::Store;

    async fn started(folder: &std::path::Path, key: &SigningKey, today: Day) -> Intake {
        let store = Store::open(&folder.join("store")).unwrap();
        let key = SigningKey::parse(&key.expose()).unwrap();
        let seal = Seal::new(&store.instance().id, key);
        let pack = CountryPack::shipped();
        let opened = Sequencer::open(store.clone(), seal, pack.clone(), &[], today);
        let contents = Contents {
            store,
            pack,
            sequencer: opened.await.unwrap().0,
            statistics_file: StatisticsFile::new(folder.join("statistics.json"), Vec::new()),
            pepper: Pepper::random(),
            imprint: crate::intake::Imprint {
                languages: crate::text::Languages::new(vec![crate::text::Language::latvian()])
                    .unwrap(),
                operator: None,
                contact: None,
                onion: None,
            },
        };
        Intake::new(
            contents,
            Vec::new(),
            TrustedDay::trusting(Today::fixed(today)),
        )
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn it_tidies_up_once_a_day_however_often_it_starts() {
        let folder = tempfile::tempdir().unwrap();
        Store::create(&folder.path().join("store")).unwrap();
        let key = SigningKey::random();
        let (today, tomorrow): (Day, Day) =
            ("2026-11-21".parse().unwrap(), "2026-11-22".parse().unwrap());
        for (day, is_due) in [(today, true), (today, false), (tomorrow, true)] {
            let intake = started(folder.path(), &key, day).await;
            assert_eq!(intake.tidy().await.unwrap(), is_due, "{day}");
            assert!(!intake.tidy().await.unwrap());
        }
    }
}
