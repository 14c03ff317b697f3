//! `svilpe intake …`: for the operator.
//!
//! Help texts are ids of Fluent texts; `crate::command` puts the words in.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, Subcommand};

use super::backup::{Places, backup, restore};
use super::check::CheckFolder;
use super::config::IntakeConfig;
use super::confirm_clock::ConfirmClock;
use super::home::{HomeSecrets, IntakeHome};
use super::invitation::InviteOptions;
use super::known_days::{KnownDays, note_day};
use super::open_home::{
    OpenedHome, bad_home, load_pack, load_rosters, no_ledger, runtime, tell_changed, tell_pack,
    told,
};
use super::sandbox::{AllowedAccess, CannotConfine, Confined, confine};
use super::serve::{Doors, ServeEvent, serve};
use super::service_manager::ServiceManager;
use super::status::control_socket::ControlSocket;
use super::status::{LookIn, ReloadRosters, ShowStatus};
use super::torrc::{Onions, TOR_FOLDER};
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::cli::lean_allocator::keep_little;
use crate::intake::http::circuit::Announced;
use crate::intake::http::listen::{ListenAddress, Listener};
use crate::intake::log::{ChangedPack, ChangedRoster, Seal, Sequencer};
use crate::intake::trusted_day::TrustedDay;
use crate::intake::web::statistics_file::StatisticsFile;
use crate::intake::{Contents, Intake};
use crate::rules::calendar::{Day, Today};
use crate::rules::roster::Roster;
use crate::store::{Fault, Store};

/// What an operator can ask for.
#[derive(Subcommand, Debug)]
pub(crate) enum IntakeCommand {
    #[command(about = "intake-about-init")]
    Init(Init),
    #[command(about = "intake-about-serve")]
    Serve(Serve),
    #[command(about = "intake-about-status")]
    Status(ShowStatus),
    #[command(about = "intake-about-look-in")]
    LookIn(LookIn),
    #[command(about = "intake-about-reload")]
    Reload(ReloadRosters),
    #[command(about = "intake-about-check")]
    Check(CheckFolder),
    #[command(about = "intake-about-clock")]
    Clock(ConfirmClock),
    #[command(about = "intake-about-torrc")]
    Torrc(Torrc),
    #[command(about = "intake-about-invite")]
    Invite(InviteOptions),
    #[command(about = "intake-about-backup")]
    Backup(Backup),
    #[command(about = "intake-about-restore")]
    Restore(Restore),
}

#[derive(Args, Debug)]
pub(crate) struct Init {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-keys")]
    keys: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-pack")]
    pack: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8017",
        help = "intake-arg-reporters"
    )]
    reporters: String,
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8018",
        help = "intake-arg-officers"
    )]
    officers: String,
}

#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DAY", help = "intake-arg-today")]
    today: Option<Day>,
    #[arg(long, help = "intake-arg-proxy-protocol")]
    proxy_protocol: bool,
    #[arg(long, help = "intake-arg-require-confinement")]
    require_confinement: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Torrc {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DIR", default_value = TOR_FOLDER, help = "intake-arg-tor")]
    tor: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Backup {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-to")]
    to: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-keyring-to")]
    keyring_to: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Restore {
    #[arg(long, value_name = "DIR", help = "intake-arg-new-home")]
    home: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-from")]
    from: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-keyring-from")]
    keyring_from: PathBuf,
}

/// Everything that serving needs, read and checked.
struct Ready {
    home: IntakeHome,
    settings: IntakeConfig,
    intake: Intake,
    /// Rosters that are new since the last start.
    changed: Vec<ChangedRoster>,
    /// Other rules than at the last start.
    changed_pack: Option<ChangedPack>,
}

impl IntakeCommand {
    /// Does it. Results on stdout, the rest on stderr.
    pub(crate) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        match self {
            Self::Init(init) => init.run(context),
            Self::Serve(serve) => serve.run(context),
            Self::Status(status) => status.run(context),
            Self::LookIn(look_in) => look_in.run(context),
            Self::Reload(reload) => reload.run(context),
            Self::Check(check) => check.run(context),
            Self::Clock(clock) => clock.run(context),
            Self::Torrc(torrc) => torrc.run(),
            Self::Invite(invite) => invite.run(),
            Self::Backup(backup) => backup.run(context),
            Self::Restore(restore) => restore.run(context),
        }
    }
}

impl Init {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let settings = IntakeConfig {
            keys: absolute(&self.keys)?,
            pack: self.pack.as_deref().map(absolute).transpose()?,
            reporters: address(&self.reporters)?,
            officers: address(&self.officers)?,
            operator: None,
            contact: None,
            onion: None,
        };
        // What would keep `serve` from starting is better known now.
        let pack = load_pack(settings.pack.as_deref())?;
        load_rosters(&settings.keys)?;
        let home = IntakeHome::create(&self.home).map_err(bad_home)?;
        Store::create(&home.store()).map_err(told)?;
        let store = Store::open(&home.store()).map_err(told)?;
        let secrets = HomeSecrets::read(&home).map_err(bad_home)?;
        let today = context.today.in_zone(pack.policy().zone()).day();
        runtime()?.block_on(async {
            secrets.bind(&store).await.map_err(told)?;
            note_day(&store, today).await.map_err(told)
        })?;
        home.finish(&settings).map_err(bad_home)?;
        context.advise(
            "intake-init-done",
            &[
                ("path", &self.home.display().to_string()),
                ("day", &today.to_string()),
            ],
        );
        let instance = store.instance().id;
        let seal = Seal::new(&instance, secrets.checkpoint_key);
        print(&hex::encode(instance))?;
        print(&seal.public().to_string())
    }
}

impl Serve {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        keep_little();
        let manager = ServiceManager::find(|name| std::env::var_os(name));
        let confined = self.confine()?;
        let announced = if self.proxy_protocol {
            Announced::ByTor
        } else {
            Announced::Never
        };
        let runtime = runtime()?;
        let served = runtime.block_on(async {
            let Ready {
                home,
                settings,
                intake,
                changed,
                changed_pack,
            } = ready(&self.home, context.today.clone(), self.today).await?;
            if let Some(pack) = &changed_pack {
                tell_pack(pack, "intake-pack-changed", context);
            }
            for roster in &changed {
                tell_changed(roster, "intake-roster-changed", context);
            }
            let doors = Doors {
                reporters: bind(&settings.reporters).await?,
                officers: bind(&settings.officers).await?,
                operator: control_socket(&home).await,
                announced,
                keys: settings.keys,
            };
            confined.close_doors().map_err(not_confined)?;
            let (_open, closing) = tokio::sync::watch::channel(false);
            let tell = |event: &ServeEvent<'_>| eprintln!("{event}");
            serve(Arc::new(intake), doors, &manager, closing, tell).await;
            Ok(())
        });
        runtime.shutdown_timeout(std::time::Duration::from_secs(2));
        served
    }

    /// Before the first thread: the runtime's, the store's.
    fn confine(&self) -> Result<Confined, Failure> {
        let (_, settings) = IntakeHome::open(&self.home).map_err(bad_home)?;
        let confined = confine(&allowed_access(&self.home, &settings)).map_err(not_confined)?;
        for shortfall in confined.shortfalls() {
            eprintln!("not confined as it should be: {shortfall}");
        }
        if self.require_confinement && !confined.shortfalls().is_empty() {
            return Err(Failure::refused("intake-confinement-required"));
        }
        Ok(confined)
    }
}

impl Torrc {
    fn run(self) -> Result<(), Failure> {
        let (_, settings) = IntakeHome::open(&self.home).map_err(bad_home)?;
        let (ListenAddress::Unix(reporters), ListenAddress::Unix(officers)) =
            (settings.reporters, settings.officers)
        else {
            return Err(Failure::refused("intake-torrc-needs-sockets"));
        };
        let onions = Onions::parse(&reporters, &officers, &self.tor)
            .map_err(|not| Failure::refused("intake-torrc-path").with("why", not))?;
        print(onions.torrc().trim_end())
    }
}

impl Backup {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let to = Places {
            backup: self.to,
            keyring: self.keyring_to,
        };
        backup(&self.home, &to, context.today.day())
            .map_err(|cannot| Failure::refused("intake-no-backup").with("why", cannot))?;
        context.advise("intake-backup-done", &[]);
        Ok(())
    }
}

impl Restore {
    fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let from = Places {
            backup: self.from,
            keyring: self.keyring_from,
        };
        restore(&from, &self.home)
            .map_err(|cannot| Failure::refused("intake-no-restore").with("why", cannot))?;
        context.advise("intake-restore-done", &[]);
        Ok(())
    }
}

/// What are allowed: the home, the rules and rosters, and where the sockets are.
fn allowed_access(home: &Path, settings: &IntakeConfig) -> AllowedAccess {
    let mut access = AllowedAccess {
        reads: vec![settings.keys.clone()],
        writes: vec![home.to_owned()],
        ports: Vec::new(),
    };
    access.reads.extend(settings.pack.clone());
    // Tells whether the machine was restarted since the store was last open.
    let boot = Path::new("/proc/sys/kernel/random/boot_id");
    access.reads.extend(boot.exists().then(|| boot.to_owned()));
    for address in [&settings.reporters, &settings.officers] {
        match address {
            ListenAddress::Loopback(address) => access.ports.push(address.port()),
            ListenAddress::Unix(socket) => {
                access.writes.extend(socket.parent().map(Path::to_owned));
            }
        }
    }
    access
}

/// Opens everything and accepts the rosters, or says why not. A day that the operator named is
/// believed; the clock only near what is known.
async fn ready(home: &Path, clock: Today, named: Option<Day>) -> Result<Ready, Failure> {
    // A year is impossible in every zone.
    if named.is_none() && !POSSIBLE_YEARS.contains(&clock.day().year()) {
        return Err(Failure::refused("intake-clock-impossible").with("clock", clock.day()));
    }
    let opened = OpenedHome::open(home).await?;
    let (store, pack) = (opened.store, opened.pack);
    let clock = clock.in_zone(pack.policy().zone());
    let sequencer = Sequencer::read(store.clone(), opened.seal, pack.clone()).await;
    let sequencer = sequencer.map_err(no_ledger)?;
    let today = if let Some(day) = named {
        TrustedDay::trusting(Today::fixed(day))
    } else {
        let known = KnownDays::read(&store, &sequencer)
            .await
            .map_err(no_ledger)?;
        let start = Instant::now();
        TrustedDay::watching(clock, known.latest(), Box::new(move || start.elapsed()))
    };
    let judged = today.judge();
    let changed_pack = match judged {
        Ok(today) => sequencer.changed_pack(today).await.map_err(no_ledger)?,
        Err(_) => None,
    };
    let changed = sequencer.bring_into_force(&opened.rosters, judged).await;
    let changed = changed.map_err(no_ledger)?;
    if let Ok(today) = judged {
        match note_day(&store, today).await {
            // On a full disk reports are turned away one by one, with words; the day is noted when
            // it is tidied.
            Ok(()) | Err(Fault::Full) => {}
            Err(fault) => return Err(told(fault)),
        }
    }
    let auditors = opened.rosters.iter().flat_map(Roster::auditors);
    let auditors = auditors.map(|auditor| *auditor.signing());
    let contents = Contents {
        store,
        pack,
        sequencer,
        statistics_file: StatisticsFile::new(opened.home.statistics(), auditors.collect()),
        pepper: opened.pepper,
        imprint: opened.imprint,
    };
    Ok(Ready {
        home: opened.home,
        settings: opened.settings,
        intake: Intake::new(contents, opened.rosters, today),
        changed,
        changed_pack,
    })
}

async fn bind(address: &ListenAddress) -> Result<Listener, Failure> {
    Listener::bind(address).await.map_err(|error| {
        Failure::refused("intake-cannot-listen")
            .with("address", address)
            .with("why", error)
    })
}

/// A folder whose path is too long for a socket can't be asked, and serves all the same.
async fn control_socket(home: &IntakeHome) -> Option<ControlSocket> {
    let bound = ControlSocket::bind(home).await;
    bound
        .inspect_err(|why| {
            eprintln!("`svilpe intake status` and backups of a running server won't work: {why}");
        })
        .ok()
}

fn address(text: &str) -> Result<ListenAddress, Failure> {
    text.parse()
        .map_err(|_| Failure::usage("intake-not-an-address").with("text", text))
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::usage("intake-bad-home").with("why", error))
}

fn not_confined(error: CannotConfine) -> Failure {
    Failure::refused("intake-not-confined").with("why", error)
}

/// No kernel shows others, and neither the storage engine nor the listeners work by them.
const POSSIBLE_YEARS: Range<i16> = 1970..9999;
