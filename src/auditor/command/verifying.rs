//! `svilpe auditor verify`: the ledger fetched and checked, or a proof that somebody shows.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::arguments::{AuditorFolder, Ledger, cannot, open_mirror, pack, put};
use crate::auditor::config::{AuditorConfig, AuditorOptions};
use crate::auditor::home::{AuditorHome, disk};
use crate::auditor::key::AuditorKey;
use crate::auditor::verify::mirror::Mirror;
use crate::auditor::verify::{AuditReport, TrustAnchors, verify};
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::kept_pack;
use crate::cli::progress::Bar;
use crate::keys::digest::DigestPrefix;
use crate::keys::lower_hex;
use crate::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use crate::net::signed_client::{LedgerClient, NoAnswer, SignedRequest};
use crate::rules::pack::CountryPack;
use crate::text::say_with;
use crate::text::terminal::shown_path;

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    check: CheckOrder,
    #[arg(long, help = "officer-arg-json", conflicts_with_all = ["csv", "page"])]
    json: bool,
    #[arg(long, help = "auditor-arg-csv", conflicts_with = "page")]
    csv: bool,
    #[arg(long, help = "auditor-arg-page")]
    page: bool,
    #[arg(long, value_name = "FILE", help = "auditor-arg-evidence")]
    evidence: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "auditor-arg-check-evidence")]
    check_evidence: Option<PathBuf>,
}

/// What a check of the ledger takes.
#[derive(Args, Debug)]
pub(super) struct CheckOrder {
    #[command(flatten)]
    own: AuditorFolder,
    #[command(flatten)]
    ledger: Ledger,
    #[arg(long, value_name = "DIR", help = "auditor-arg-mirror")]
    mirror: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-pack")]
    pack: Option<PathBuf>,
    #[arg(long, value_name = "ITEM", help = "auditor-arg-expect")]
    expect: Vec<String>,
}

/// All that a check goes by, read once.
pub(super) struct Check {
    pub(super) home: AuditorHome,
    place: AuditorConfig,
    /// With `--pack`; else the one that is kept, or comes after it, holds.
    given: Option<CountryPack>,
    expected: Vec<DigestPrefix>,
    mirror: Mirror,
    key: AuditorKey,
}

impl Verify {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        if let Some(path) = &self.check_evidence {
            let home = self.check.own.home()?;
            let place = AuditorConfig::find(&home, self.check.ledger.wanted())?;
            return check_evidence(path, &place, context);
        }
        let check = self.check.prepare(context)?;
        let report = check.report(context)?;
        let text = match (self.json, self.csv, self.page) {
            (true, ..) => report.to_json() + "\n",
            (_, true, _) => report.to_csv(context.language),
            (.., true) => report.to_page(context.language),
            _ => report.to_text(context.language),
        };
        written(io::stdout().write_all(text.as_bytes()))?;
        for (item, entry, day) in &report.expected_there {
            let (item, entry, day) = (item.to_string(), entry.to_string(), day.to_string());
            let arguments = [("item", item.as_str()), ("entry", &entry), ("day", &day)];
            context.advise("auditor-expected-there", &arguments);
        }
        if let Some(evidence) = &report.evidence {
            let path = keep_evidence(evidence, self.evidence.as_deref(), &check.home)?;
            context.advise("auditor-evidence-kept", &[("path", &shown_path(&path))]);
        }
        let findings: u64 = report.findings.counts().values().sum();
        match findings {
            0 => Ok(()),
            count => Err(Failure::refused("auditor-not-clean").with("count", count)),
        }
    }
}

impl CheckOrder {
    /// Reads what is needed, and asks for the passphrase.
    pub(super) fn prepare(self, context: &CommandContext) -> Result<Check, Failure> {
        let home = self.own.home()?;
        let place = AuditorConfig::find(&home, self.ledger.wanted())?;
        let before = pack(self.pack.as_deref(), &home)?;
        // Told before anything is asked for, where it is known; what can't be reached takes no
        // passphrase.
        place.quorum(before.policy().witnesses_required())?;
        place.way.connection().map(drop)?;
        Ok(Check {
            given: self.pack.is_some().then_some(before),
            expected: expected(&self.expect)?,
            mirror: open_mirror(self.mirror, &home)?,
            key: self.own.unlock(&home, context)?,
            home,
            place,
        })
    }
}

impl Check {
    /// Fetches what is new and checks everything.
    pub(super) fn report(&self, context: &CommandContext) -> Result<AuditReport, Failure> {
        let connection = self.place.way.connection()?;
        let ledger = LedgerClient::new(connection, self.place.instance, Some(&self.key.signing))
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let pack = self.pack(&ledger, context)?;
        let policy = pack.policy();
        // What was gone by once is known from then on.
        let place = self.remember(policy.digest())?;
        let quorum = place.quorum(policy.witnesses_required())?;
        let terms = TrustAnchors {
            policy,
            earlier_policies: &place.policies,
            log: &place.log,
            quorum: &quorum,
            pins: &place.pins,
            expected: &self.expected,
            today: context.today.day_in(policy.zone()),
        };
        let bar = Bar::of_items();
        let fetch = |resource| ledger.fetch(resource);
        let verified = verify(&self.mirror, &fetch, &terms, &mut |done, all| {
            bar.reach(done, all);
        });
        bar.end();
        verified.map_err(|why| cannot(&why, &place))
    }

    /// By which it is judged: the one that was given; else the intake's, if it follows the one that
    /// is kept. By another, the same case may end otherwise: then a finding says so.
    fn pack(
        &self,
        ledger: &LedgerClient<'_>,
        context: &CommandContext,
    ) -> Result<CountryPack, Failure> {
        let failed = |why: NoAnswer| why.failure(&self.place.way.server, "auditor-refused");
        // A server that does not know this key gives nothing; it withholds nothing by that.
        let told = ledger.ask(SignedRequest::get("/v1/instance", SMALL_MAX));
        let (_, told) = told.map_err(failed)?;
        if let Some(given) = &self.given {
            return Ok(given.clone());
        }
        let before = pack(None, &self.home)?;
        let told: Option<ToldPack> = serde_json::from_slice(&told).ok();
        let told = told.and_then(|told| lower_hex::parse(&told.pack));
        let Some(told) = told.filter(|told| *told != before.digest()) else {
            return Ok(before);
        };
        let most = CountryPack::JSON_MAX as u64;
        let json = ledger.ask(SignedRequest::get("/v1/pack", most));
        let (_, json) = json.map_err(failed)?;
        match kept_pack::take(self.home.folder(), told, &json)? {
            Ok(taken) => {
                taken.tell(context);
                self.remember(before.digest())?;
                Ok(taken.pack)
            }
            Err(why) => {
                context.complain(&why.failure());
                Ok(before)
            }
        }
    }

    fn remember(&self, policy: [u8; 32]) -> Result<AuditorConfig, Failure> {
        let gone_by = AuditorOptions {
            policy: Some(policy),
            ..AuditorOptions::default()
        };
        AuditorConfig::find(&self.home, gone_by)
    }
}

/// Of what a server says of itself.
#[derive(Deserialize)]
struct ToldPack {
    pack: String,
}

fn expected(items: &[String]) -> Result<Vec<DigestPrefix>, Failure> {
    let parse = |text: &String| {
        // In capital letters, too, as people copy from paper.
        DigestPrefix::parse(&text.to_ascii_lowercase())
            .ok_or_else(|| Failure::usage("auditor-not-an-item").with("text", text))
    };
    items.iter().map(parse).collect()
}

fn keep_evidence(
    evidence: &Evidence,
    wanted: Option<&Path>,
    home: &AuditorHome,
) -> Result<PathBuf, Failure> {
    let Some(path) = wanted else {
        return home.keep_evidence(evidence);
    };
    put(evidence.to_json().as_bytes(), Some(path))?;
    Ok(path.to_owned())
}

fn check_evidence(
    path: &Path,
    place: &AuditorConfig,
    context: &CommandContext,
) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(|error| disk(path, &error))?;
    let proves = Evidence::parse(&text, &place.log).and_then(|evidence| evidence.proves());
    let log = place.log.name().to_string();
    let sentence = match proves {
        Ok(Misbehaviour::Forked { size }) => say_with(
            context.language,
            "auditor-proves-forked",
            &[("log", &log), ("size", &size.to_string())],
        ),
        Ok(Misbehaviour::Rewritten { older, newer }) => say_with(
            context.language,
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

const SMALL_MAX: u64 = 1024;
