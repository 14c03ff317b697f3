//! `svilpe intake …`: for the operator.
//!
//! Help texts are ids of Fluent texts; `crate::command` puts the words in. What the operator
//! is told of faults is plain English: it ends up in search engines and in letters to developers.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::home::{BadHome, Home, Settings};
use super::keeper::{Keeper, Seal, Trouble};
use super::listen::{Address, Listener};
use super::serve::serve;
use super::statistics::Board;
use super::{Contents, Intake};
use crate::calendar::{Calendar, Day, Today};
use crate::command::Ambient;
use crate::failure::Failure;
use crate::policy::Policy;
use crate::roster::{Loaded, Roster};
use crate::store::Store;

/// What an operator can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "intake-about-init")]
    Init(Init),
    #[command(about = "intake-about-serve")]
    Serve(Serve),
    #[command(about = "intake-about-check")]
    Check(Check),
}

#[derive(Args, Debug)]
pub struct Init {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DIR", help = "intake-arg-keys")]
    keys: PathBuf,
    #[arg(long, value_name = "FILE", help = "intake-arg-policy")]
    policy: Option<PathBuf>,
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
pub struct Serve {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
    #[arg(long, value_name = "DAY", help = "intake-arg-today")]
    today: Option<Day>,
}

#[derive(Args, Debug)]
pub struct Check {
    #[arg(long, value_name = "DIR", help = "intake-arg-home")]
    home: PathBuf,
}

/// Everything that serving needs, read and checked.
struct Ready {
    settings: Settings,
    intake: Intake,
    /// Short names of institutions whose roster is new since the last start.
    changed: Vec<String>,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Init(init) => init.run(ambient),
            Self::Serve(serve) => serve.run(ambient),
            Self::Check(check) => check.run(ambient),
        }
    }
}

impl Init {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let settings = Settings {
            keys: absolute(&self.keys)?,
            policy: self.policy.as_deref().map(absolute).transpose()?,
            reporters: address(&self.reporters)?,
            officers: address(&self.officers)?,
        };
        // What would keep `serve` from starting is better known now.
        load_policy(settings.policy.as_deref())?;
        load_rosters(&settings.keys)?;
        let home = Home::create(&self.home, &settings).map_err(bad_home)?;
        Store::create(&home.store()).map_err(told)?;
        let store = Store::open(&home.store()).map_err(told)?;
        ambient.advise(
            "intake-init-done",
            &[("path", &self.home.display().to_string())],
        );
        let instance = store.instance().id;
        let seal = seal(&home, &store)?;
        say_out(&hex::encode(instance))?;
        say_out(&seal.public().to_string())
    }
}

impl Serve {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let today = self
            .today
            .map_or_else(|| ambient.today.clone(), Today::fixed);
        let runtime = runtime()?;
        let served = runtime.block_on(async {
            let Ready {
                settings,
                intake,
                changed,
            } = ready(&self.home, today).await?;
            for institution in changed {
                ambient.advise("intake-roster-changed", &[("institution", &institution)]);
            }
            let reporters = bind(&settings.reporters).await?;
            let officers = bind(&settings.officers).await?;
            let (_open, closing) = tokio::sync::watch::channel(false);
            serve(Arc::new(intake), reporters, officers, closing, |event| {
                eprintln!("{event}");
            })
            .await;
            Ok(())
        });
        runtime.shutdown_timeout(std::time::Duration::from_secs(2));
        served
    }
}

impl Check {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let (home, settings) = Home::open(&self.home).map_err(bad_home)?;
        let policy = load_policy(settings.policy.as_deref())?;
        let rosters = load_rosters(&settings.keys)?;
        home.pepper().map_err(bad_home)?;
        let store = Store::open(&home.store()).map_err(told)?;
        for roster in &rosters {
            say_out(&format!(
                "{}\t{}\t{}",
                roster.institution(),
                roster.version(),
                roster.officers().len()
            ))?;
        }
        let seal = seal(&home, &store)?;
        runtime()?
            .block_on(Keeper::check(&store, &seal, &policy))
            .map_err(no_ledger)?;
        say_out(&seal.public().to_string())?;
        let instance = hex::encode(store.instance().id);
        ambient.advise("intake-check-done", &[("instance", &instance)]);
        Ok(())
    }
}

/// Opens everything and accepts the rosters, or says why not.
async fn ready(home: &Path, today: Today) -> Result<Ready, Failure> {
    let (home, settings) = Home::open(home).map_err(bad_home)?;
    let policy = load_policy(settings.policy.as_deref())?;
    let rosters = load_rosters(&settings.keys)?;
    let pepper = home.pepper().map_err(bad_home)?;
    let store = Store::open(&home.store()).map_err(told)?;
    let seal = seal(&home, &store)?;
    let (keeper, changed) =
        Keeper::open(store.clone(), seal, policy.clone(), &rosters, today.day())
            .await
            .map_err(no_ledger)?;
    let contents = Contents {
        store,
        keeper,
        board: Board::new(home.statistics()),
        pepper,
    };
    let intake = Intake::new(contents, policy, rosters, Calendar::shipped(), today);
    Ok(Ready {
        settings,
        intake,
        changed,
    })
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::refused("command-no-runtime").with("why", error))
}

/// What signs this intake's ledger.
fn seal(home: &Home, store: &Store) -> Result<Seal, Failure> {
    let key = home.checkpoint_key().map_err(bad_home)?;
    Ok(Seal::new(&store.instance().id, key))
}

fn load_policy(path: Option<&Path>) -> Result<Policy, Failure> {
    match path {
        None => Ok(Policy::shipped()),
        Some(path) => Policy::load(path).map_err(|error| {
            Failure::refused("intake-bad-policy")
                .with("path", path.display())
                .with("why", error)
        }),
    }
}

fn load_rosters(folder: &Path) -> Result<Vec<Roster>, Failure> {
    match Roster::load(folder) {
        Ok(Loaded { rosters, .. }) => Ok(rosters),
        Err(error) => Err(Failure::refused("intake-bad-rosters").with("why", error)),
    }
}

async fn bind(address: &Address) -> Result<Listener, Failure> {
    Listener::bind(address).await.map_err(|error| {
        Failure::refused("intake-cannot-listen")
            .with("address", address)
            .with("why", error)
    })
}

fn address(text: &str) -> Result<Address, Failure> {
    text.parse()
        .map_err(|_| Failure::usage("intake-not-an-address").with("text", text))
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::usage("intake-bad-home").with("why", error))
}

fn bad_home(error: BadHome) -> Failure {
    match &error {
        BadHome::NotEmpty(_) => Failure::refused("intake-not-empty").with("why", error),
        BadHome::NotThere(_) => Failure::refused("intake-not-there").with("why", error),
        _ => Failure::refused("intake-bad-home").with("why", error),
    }
}

fn no_ledger(trouble: Trouble) -> Failure {
    match &trouble {
        Trouble::Pinned(_) | Trouble::RosterRefused(..) => {
            Failure::refused("intake-roster-refused").with("why", trouble)
        }
        _ => Failure::refused("intake-ledger").with("why", trouble),
    }
}

fn told(fault: crate::store::Fault) -> Failure {
    Failure::refused("intake-store").with("why", fault)
}

fn say_out(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}")
        .map_err(|error| Failure::refused("command-output").with("why", error))
}
