//! `svilpe auditor verify`: the ledger fetched and checked, or a proof that somebody shows.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{AuditorFolder, Ledger, cannot, open_mirror, policy, put};
use crate::auditor::config::{AuditorConfig, AuditorOptions};
use crate::auditor::home::{AuditorHome, disk};
use crate::auditor::key::AuditorKey;
use crate::auditor::verify::mirror::Mirror;
use crate::auditor::verify::{AuditReport, TrustAnchors, verify};
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::progress::Bar;
use crate::keys::digest::DigestPrefix;
use crate::ledger::checkpoint::cosignature::Quorum;
use crate::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use crate::net::signed_client::{LedgerClient, SignedRequest};
use crate::rules::policy::Policy;
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
    #[arg(long, value_name = "FILE", help = "auditor-arg-policy")]
    policy: Option<PathBuf>,
    #[arg(long, value_name = "ITEM", help = "auditor-arg-expect")]
    expect: Vec<String>,
}

/// All that a check goes by, read once.
pub(super) struct Check {
    pub(super) home: AuditorHome,
    place: AuditorConfig,
    policy: Policy,
    quorum: Quorum,
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
        let policy = policy(self.policy.as_deref())?;
        let place = AuditorConfig::find(&home, self.ledger.wanted())?;
        // What can't be reached takes no passphrase.
        place.way.connection().map(drop)?;
        Ok(Check {
            quorum: place.quorum(policy.witnesses_required())?,
            expected: expected(&self.expect)?,
            mirror: open_mirror(self.mirror, &home)?,
            key: self.own.unlock(&home, context)?,
            home,
            place,
            policy,
        })
    }
}

impl Check {
    /// Fetches what is new and checks everything.
    pub(super) fn report(&self, context: &CommandContext) -> Result<AuditReport, Failure> {
        let connection = self.place.way.connection()?;
        let ledger = LedgerClient::new(connection, self.place.instance, Some(&self.key.signing))
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        // A server that does not know this key gives nothing; it withholds nothing by that.
        ledger
            .ask(SignedRequest::get("/v1/instance", SMALL_MAX))
            .map_err(|why| why.failure(&self.place.way.server, "auditor-refused"))?;
        let terms = TrustAnchors {
            policy: &self.policy,
            earlier_policies: &self.place.policies,
            log: &self.place.log,
            quorum: &self.quorum,
            pins: &self.place.pins,
            expected: &self.expected,
            today: context.today.day(),
        };
        let bar = Bar::of_items();
        let fetch = |resource| ledger.fetch(resource);
        let verified = verify(&self.mirror, &fetch, &terms, &mut |done, all| {
            bar.reach(done, all);
        });
        bar.end();
        let report = verified.map_err(|why| cannot(&why, &self.place))?;
        // What was gone by once is known from then on.
        let gone_by = AuditorOptions {
            policy: Some(self.policy.digest()),
            ..AuditorOptions::default()
        };
        AuditorConfig::find(&self.home, gone_by).map(|_| report)
    }
}

fn expected(items: &[String]) -> Result<Vec<DigestPrefix>, Failure> {
    let parse = |text: &String| {
        DigestPrefix::parse(text)
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
