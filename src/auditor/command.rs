//! `svilpe auditor …`: what each command does, in its order.
//!
//! Help texts are ids of Fluent texts here; [`crate::command`] puts the words in.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::figures::command::Order;
use super::figures::dcat::Publisher;
use super::figures::fold::Fold;
use super::figures::publish::CannotPublish;
use super::figures::release::{Name, View};
use super::home::{Home, disk};
use super::key::AuditorKey;
use super::place::{Place, Wanted};
use super::verify::mirror::Mirror;
use super::verify::{CannotVerify, Report, Terms, read_along, rosters, verify};
use super::witness::{Outcome, witness};
use crate::calendar::Calendar;
use crate::command::{Ambient, written};
use crate::conversation::{NoAnswer, Question, ServedLedger};
use crate::failure::Failure;
use crate::ledger::continuity::Parted;
use crate::ledger::evidence::{Evidence, Misbehaviour};
use crate::ledger::witness::Quorum;
use crate::passphrase::{self, Hardness};
use crate::policy::Policy;
use crate::progress::Bar;
use crate::sealed::Item;
use crate::terminal::OneLine;
use crate::texts::{Language, say_with};

/// What an auditor can ask for.
#[derive(Subcommand, Debug)]
pub enum Command {
    #[command(about = "auditor-about-keygen")]
    Keygen(Keygen),
    #[command(about = "auditor-about-verify")]
    Verify(Box<Verify>),
    #[command(about = "auditor-about-witness")]
    Witness(CosignOrder),
    #[command(about = "auditor-about-report")]
    Report(Figures),
}

/// Whose folder and key.
#[derive(Args, Debug)]
pub struct Own {
    #[arg(long, value_name = "DIR", help = "auditor-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "officer-arg-passphrase-file")]
    passphrase_file: Option<PathBuf>,
}

/// Which ledger, and whose word is taken.
#[derive(Args, Debug)]
pub struct Ledger {
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-server")]
    server: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "officer-arg-proxy")]
    proxy: Option<String>,
    #[arg(long, value_name = "HEX", help = "officer-arg-instance")]
    instance: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-log-key")]
    log_key: Option<String>,
    #[arg(long, value_name = "KEY", help = "auditor-arg-witness")]
    witness: Vec<String>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-trust")]
    trust: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Keygen {
    #[command(flatten)]
    own: Own,
    #[arg(long, value_name = "NAME", help = "auditor-arg-name")]
    name: String,
    #[command(flatten)]
    hardness: Hardness,
}

#[derive(Args, Debug)]
pub struct Verify {
    #[command(flatten)]
    own: Own,
    #[command(flatten)]
    ledger: Ledger,
    #[arg(long, value_name = "DIR", help = "auditor-arg-mirror")]
    mirror: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-policy")]
    policy: Option<PathBuf>,
    #[arg(long, value_name = "ITEM", help = "auditor-arg-expect")]
    expect: Vec<String>,
    #[arg(long, help = "officer-arg-json")]
    json: bool,
    #[arg(long, value_name = "FILE", help = "auditor-arg-evidence")]
    evidence: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-check-evidence")]
    check_evidence: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct CosignOrder {
    #[command(flatten)]
    own: Own,
    #[command(flatten)]
    ledger: Ledger,
    #[arg(long, value_name = "NAME", help = "auditor-arg-witness-name")]
    name: Option<String>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-cosigned-out")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Figures {
    #[arg(long, value_name = "DIR", help = "auditor-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-mirror")]
    mirror: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-policy")]
    policy: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-out")]
    out: PathBuf,
    #[arg(long, help = "auditor-arg-internal")]
    internal: bool,
    #[arg(long, value_name = "NAME", help = "auditor-arg-publisher-lv")]
    publisher_lv: Option<String>,
    #[arg(long, value_name = "NAME", help = "auditor-arg-publisher-en")]
    publisher_en: Option<String>,
    #[arg(long, value_name = "ADDRESS", help = "auditor-arg-contact")]
    contact: Option<String>,
}

impl Command {
    /// Does it. Results on stdout, the rest on stderr.
    pub fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        match self {
            Self::Keygen(keygen) => keygen.run(ambient),
            Self::Verify(verify) => verify.run(ambient),
            Self::Witness(witness) => witness.run(ambient),
            Self::Report(figures) => figures.run(ambient),
        }
    }
}

impl Own {
    fn home(&self) -> Result<Home, Failure> {
        open_home(self.home.as_deref())
    }

    fn unlock(&self, home: &Home, ambient: &Ambient) -> Result<AuditorKey, Failure> {
        let sealed = home.key_file().sealed("auditor-no-key")?;
        let passphrase = passphrase::ask(self.passphrase_file.as_deref(), ambient.language)?;
        home.unlock(&sealed, &passphrase)
    }
}

impl Ledger {
    fn wanted(self) -> Wanted {
        Wanted {
            server: self.server,
            proxy: self.proxy,
            instance: self.instance,
            log: self.log_key,
            witnesses: self.witness,
            trusted: self.trust,
        }
    }
}

impl Keygen {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let work = self.hardness.work()?;
        let key =
            AuditorKey::random(&self.name).ok_or_else(|| Failure::usage("officer-not-a-name"))?;
        let home = self.own.home()?;
        home.key_file().must_be_new()?;
        let passphrase = passphrase::choose(self.own.passphrase_file.as_deref(), ambient.language)?;
        home.key_file().keep(&key.seal(&passphrase, work))?;
        ambient.advise(
            "auditor-keygen-done",
            &[("path", &shown(&home.key_file().path()))],
        );
        written(io::stdout().write_all(key.roster_block().as_bytes()))
    }
}

impl Verify {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let home = self.own.home()?;
        let place = Place::find(&home, self.ledger.wanted())?;
        if let Some(path) = &self.check_evidence {
            return check_evidence(path, &place, ambient);
        }
        let policy = policy(self.policy.as_deref())?;
        let quorum = place.quorum(policy.witnesses_required())?;
        let expected = expected(&self.expect)?;
        let mirror = open_mirror(self.mirror, &home)?;
        let key = self.own.unlock(&home, ambient)?;
        let ledger = ServedLedger::new(place.connection()?, place.instance, Some(&key.signing))
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        // A server that does not know this key gives nothing; it withholds nothing by that.
        ledger
            .ask(Question::get("/v1/instance", SMALL_MAX))
            .map_err(|why| why.failure(&place.server, "auditor-refused"))?;
        let terms = Terms {
            policy: &policy,
            calendar: &Calendar::shipped(),
            log: &place.log,
            quorum: &quorum,
            pins: &place.pins,
            expected: &expected,
            today: ambient.today.day(),
        };
        let bar = Bar::of_items();
        let fetch = |resource| ledger.fetch(resource);
        let verified = verify(&mirror, &fetch, &terms, &mut |done, all| {
            bar.reach(done, all);
        });
        bar.end();
        let report = verified.map_err(|why| cannot(&why, &place))?;
        tell(&report, self.json, ambient.language)?;
        if let Some(evidence) = &report.evidence {
            let path = keep_evidence(evidence, self.evidence.as_deref(), &home)?;
            ambient.advise("auditor-evidence-kept", &[("path", &shown(&path))]);
        }
        let findings: u64 = report.findings.counts().values().sum();
        match findings {
            0 => Ok(()),
            count => Err(Failure::refused("auditor-not-clean").with("count", count)),
        }
    }
}

impl CosignOrder {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let home = self.own.home()?;
        let place = Place::find(&home, self.ledger.wanted())?;
        let key = self.own.unlock(&home, ambient)?;
        let ledger = ServedLedger::new(place.connection()?, place.instance, None)
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let outcome = witness(
            &home,
            &place.log,
            (self.name.as_deref(), &key.signing),
            &|resource| ledger.fetch(resource),
            ambient.today.day(),
        )?;
        match outcome {
            Outcome::Cosigned(checkpoint, key) => {
                let size = checkpoint.head().size.to_string();
                let key = key.to_string();
                ambient.advise("auditor-cosigned", &[("size", &size), ("key", &key)]);
                put(&checkpoint.to_bytes(), self.out.as_deref())
            }
            Outcome::Parted(Parted::Convicted(evidence)) => {
                let path = shown(&home.keep_evidence(&evidence)?);
                Err(Failure::refused("auditor-convicted").with("path", path))
            }
            Outcome::Parted(Parted::RolledBack { seen, served }) => {
                Err(Failure::refused("auditor-rolled-back")
                    .with("seen", seen)
                    .with("served", served))
            }
            Outcome::Parted(Parted::Unproven) => Err(Failure::refused("auditor-unproven")),
        }
    }
}

impl Figures {
    fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let home = open_home(self.home.as_deref())?;
        let place = Place::find(&home, Wanted::default())?;
        let policy = policy(self.policy.as_deref())?;
        let calendar = Calendar::shipped();
        let mirror = open_mirror(self.mirror, &home)?;
        let terms = Terms {
            policy: &policy,
            calendar: &calendar,
            log: &place.log,
            quorum: &Quorum::none(),
            pins: &place.pins,
            expected: &[],
            today: ambient.today.day(),
        };
        let bar = Bar::of_items();
        let mut fold = Fold::new(&policy, &calendar);
        let read = read_along(
            &mirror,
            &terms,
            &mut |done, all| bar.reach(done, all),
            &mut |entry| fold.take(entry),
        );
        bar.end();
        let report = read.map_err(|why| cannot(&why, &place))?;
        let through = fold
            .last_day()
            .ok_or_else(|| Failure::refused("auditor-nothing-read"))?;
        let order = Order {
            view: if self.internal {
                View::Internal
            } else {
                View::Public
            },
            through,
            policy: &policy,
            institutions: institutions(&mirror)?,
            publisher: publisher(&policy, self.publisher_lv, self.publisher_en, self.contact),
        };
        let up = order.carry_out(&fold.finish(), &self.out);
        let up = up.map_err(|why| cannot_publish(&why))?;
        let findings: u64 = report.findings.counts().values().sum();
        ambient.advise(
            "auditor-report-done",
            &[
                ("files", &up.files.to_string()),
                ("fresh", &up.fresh.len().to_string()),
                ("before", &up.before.len().to_string()),
                ("findings", &findings.to_string()),
            ],
        );
        written(writeln!(io::stdout(), "{}", shown(&self.out)))
    }
}

fn open_home(home: Option<&Path>) -> Result<Home, Failure> {
    let path = home.map(Path::to_owned).or_else(Home::usual);
    Home::make(&path.ok_or_else(|| Failure::usage("officer-no-home"))?)
}

fn open_mirror(wanted: Option<PathBuf>, home: &Home) -> Result<Mirror, Failure> {
    let path = wanted.unwrap_or_else(|| home.mirror_path());
    Mirror::open(&path).map_err(|error| disk(&path, &error))
}

fn policy(path: Option<&Path>) -> Result<Policy, Failure> {
    let Some(path) = path else {
        return Ok(Policy::shipped());
    };
    Policy::load(path).map_err(|why| {
        Failure::refused("auditor-bad-policy")
            .with("path", path.display())
            .with("why", why)
    })
}

fn expected(items: &[String]) -> Result<Vec<Item>, Failure> {
    let parse = |text: &String| {
        Item::parse(text).ok_or_else(|| Failure::usage("auditor-not-an-item").with("text", text))
    };
    items.iter().map(parse).collect()
}

fn tell(report: &Report, json: bool, language: Language) -> Result<(), Failure> {
    let text = if json {
        report.to_json() + "\n"
    } else {
        report.to_text(language)
    };
    written(io::stdout().write_all(text.as_bytes()))
}

fn keep_evidence(
    evidence: &Evidence,
    wanted: Option<&Path>,
    home: &Home,
) -> Result<PathBuf, Failure> {
    let Some(path) = wanted else {
        return home.keep_evidence(evidence);
    };
    put(evidence.to_json().as_bytes(), Some(path))?;
    Ok(path.to_owned())
}

fn check_evidence(path: &Path, place: &Place, ambient: &Ambient) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(|error| disk(path, &error))?;
    let proves = Evidence::parse(&text, &place.log).and_then(|evidence| evidence.proves());
    let log = place.log.name().to_string();
    let sentence = match proves {
        Ok(Misbehaviour::Forked { size }) => say_with(
            ambient.language,
            "auditor-proves-forked",
            &[("log", &log), ("size", &size.to_string())],
        ),
        Ok(Misbehaviour::Rewritten { older, newer }) => say_with(
            ambient.language,
            "auditor-proves-rewritten",
            &[
                ("log", &log),
                ("older", &older.to_string()),
                ("newer", &newer.to_string()),
            ],
        ),
        Err(_) => {
            let nothing = Failure::refused("auditor-proves-nothing");
            return Err(nothing.with("path", path.display()).with("log", log));
        }
    };
    written(writeln!(io::stdout(), "{sentence}"))
}

/// Writes a file that may be there, or to stdout.
fn put(bytes: &[u8], path: Option<&Path>) -> Result<(), Failure> {
    match path {
        Some(path) => fs::write(path, bytes).map_err(|error| disk(path, &error)),
        None => written(io::stdout().write_all(bytes)),
    }
}

fn institutions(mirror: &Mirror) -> Result<Vec<(crate::roster::Institution, Name)>, Failure> {
    let rosters = rosters::newest(mirror)
        .map_err(|error| Failure::refused("auditor-mirror").with("why", error))?;
    let named = rosters.iter().map(|roster| {
        let name = Name {
            latvian: roster.name(Language::Latvian).to_owned(),
            english: roster.name(Language::English).to_owned(),
        };
        (roster.institution().clone(), name)
    });
    Ok(named.collect())
}

/// Whom the command line names; else the policy's contact point.
fn publisher(
    policy: &Policy,
    latvian: Option<String>,
    english: Option<String>,
    contact: Option<String>,
) -> Publisher {
    let point = policy.contact_point();
    let named = |language| point.name(language).to_owned();
    Publisher {
        latvian: latvian.unwrap_or_else(|| named(Language::Latvian)),
        english: english.unwrap_or_else(|| named(Language::English)),
        contact: contact.unwrap_or_else(|| point.site().to_owned()),
    }
}

fn cannot(why: &CannotVerify, place: &Place) -> Failure {
    match why {
        CannotVerify::MirrorDamaged => Failure::refused("auditor-mirror-damaged"),
        CannotVerify::Io(error) => match no_answer(error) {
            Some(why) => why.failure(&place.server, "auditor-refused"),
            None => Failure::refused("auditor-mirror").with("why", error),
        },
    }
}

/// What [`ServedLedger::fetch`] put into the error.
fn no_answer(error: &io::Error) -> Option<&NoAnswer> {
    error.get_ref()?.downcast_ref()
}

fn cannot_publish(why: &CannotPublish) -> Failure {
    let (complaint, path) = match why {
        CannotPublish::NotOurs(path) => ("auditor-out-not-ours", path),
        CannotPublish::OtherView(path) => ("auditor-out-other-view", path),
        CannotPublish::Interrupted(path) => ("auditor-out-interrupted", path),
        CannotPublish::Unreadable(path, _) => ("auditor-out-unreadable", path),
        CannotPublish::Disk(path, error) => return disk(path, error),
    };
    Failure::refused(complaint).with("path", path.display())
}

fn shown(path: &Path) -> String {
    OneLine(&path.display().to_string()).to_string()
}

const SMALL_MAX: u64 = 1024;
