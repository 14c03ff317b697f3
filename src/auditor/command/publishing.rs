//! `svilpe auditor report`: its options, and the entries from the mirror.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use super::arguments::{AuditorFolder, cannot, cannot_publish, open_mirror, pack};
use super::recounting::recount;
use crate::auditor::command::figures::Order;
use crate::auditor::config::{AuditorConfig, AuditorOptions};
use crate::auditor::verify::mirror::Mirror;
use crate::auditor::verify::{TrustAnchors, dated, read_along, rosters};
use crate::cli::command_context::{CommandContext, written};
use crate::cli::failure::Failure;
use crate::cli::progress::Bar;
use crate::ledger::checkpoint::cosignature::Quorum;
use crate::rules::names::Names;
use crate::rules::policy::Policy;
use crate::statistics::counting::case_summaries::CaseSummaries;
use crate::statistics::dcat::Publisher;
use crate::statistics::release::ReleaseView;
use crate::statistics::release::basis::ReleaseBasis;
use crate::text::terminal::shown_path;
use crate::text::{LanguageCode, NotALanguageCode};

#[derive(Args, Debug)]
pub(crate) struct Figures {
    #[command(flatten)]
    own: AuditorFolder,
    #[arg(long, value_name = "DIR", help = "auditor-arg-mirror")]
    mirror: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-pack")]
    pack: Option<PathBuf>,
    #[arg(
        long,
        value_name = "DIR",
        help = "auditor-arg-out",
        required_unless_present = "check"
    )]
    out: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help = "auditor-arg-check", conflicts_with_all = ["out", "internal"])]
    check: Option<PathBuf>,
    #[arg(long, help = "auditor-arg-sign", conflicts_with_all = ["check", "internal"])]
    sign: bool,
    #[arg(long, help = "auditor-arg-internal")]
    internal: bool,
    #[arg(long, value_name = "LANGUAGE=NAME", value_parser = name, help = "auditor-arg-publisher")]
    publisher: Vec<(LanguageCode, String)>,
    #[arg(long, value_name = "ADDRESS", help = "auditor-arg-contact")]
    contact: Option<String>,
}

impl Figures {
    pub(super) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let home = self.own.home()?;
        let place = AuditorConfig::find(&home, AuditorOptions::default())?;
        let pack = pack(self.pack.as_deref(), &home)?;
        let policy = pack.policy();
        let calendar = policy.calendar();
        let mirror = open_mirror(self.mirror, &home)?;
        if let Some(folder) = &self.check {
            let publisher = publisher(policy, self.publisher, self.contact);
            return recount(folder, (&mirror, &place), policy, &publisher, context);
        }
        let out = self.out.unwrap_or_default();
        let key = self.sign.then(|| self.own.unlock(&home, context));
        let key = key.transpose()?;
        let terms = TrustAnchors {
            policy,
            earlier_policies: &place.policies,
            log: &place.log,
            quorum: &Quorum::none(),
            pins: &place.pins,
            expected: &[],
            today: context.today.day_in(policy.zone()),
        };
        let bar = Bar::of_items();
        let mut fold = CaseSummaries::new(policy, calendar);
        let read = read_along(
            &mirror,
            &terms,
            &mut |done, all| bar.reach(done, all),
            &mut |_, entry| fold.take(entry),
        );
        bar.end();
        let report = read.map_err(|why| cannot(&why, &place))?;
        if report.is_newer_than_program() {
            return Err(
                Failure::refused("auditor-report-newer").with("program", env!("CARGO_PKG_VERSION"))
            );
        }
        let nothing = || Failure::refused("auditor-nothing-read");
        let last = fold.last_day().ok_or_else(nothing)?;
        // A quiet ledger reaches as far as its log says that nothing more happened.
        let dated = dated(&mirror, &place.log);
        let dated = dated.map_err(|why| Failure::refused("auditor-mirror").with("why", why))?;
        let through = dated.map_or(last, |dated| dated.max(last));
        let findings: u64 = report.findings.counts().values().sum();
        let head = report.head.ok_or_else(nothing)?;
        let order = Order {
            view: if self.internal {
                ReleaseView::Internal
            } else {
                ReleaseView::Public
            },
            through,
            policy,
            basis: ReleaseBasis::of(head, policy.digest(), findings),
            institutions: institutions(&mirror)?,
            publisher: publisher(policy, self.publisher, self.contact),
            key: key.as_ref().map(|key| &key.signing),
        };
        let up = order.carry_out(&fold.finish(), &out);
        let up = up.map_err(|why| cannot_publish(&why))?;
        context.advise(
            "auditor-report-done",
            &[
                ("files", &up.files.to_string()),
                ("fresh", &up.fresh.len().to_string()),
                ("before", &up.before.len().to_string()),
                ("findings", &findings.to_string()),
            ],
        );
        written(writeln!(io::stdout(), "{}", shown_path(&out)))
    }
}

fn institutions(
    mirror: &Mirror,
) -> Result<Vec<(crate::rules::roster::Institution, Names)>, Failure> {
    let rosters = rosters::newest(mirror)
        .map_err(|error| Failure::refused("auditor-mirror").with("why", error))?;
    let named = rosters
        .iter()
        .map(|roster| (roster.institution().clone(), roster.names().clone()));
    Ok(named.collect())
}

/// `en=State Chancellery`
fn name(written: &str) -> Result<(LanguageCode, String), NotALanguageCode> {
    let (code, name) = written.split_once('=').ok_or(NotALanguageCode)?;
    Ok((LanguageCode::parse(code)?, name.to_owned()))
}

/// Whom the command line names; else the policy's contact point.
fn publisher(
    policy: &Policy,
    names: Vec<(LanguageCode, String)>,
    contact: Option<String>,
) -> Publisher {
    let point = policy.contact_point();
    Publisher {
        name: Names::new(names).unwrap_or_else(|| point.names().clone()),
        country: policy.country().to_owned(),
        contact: contact.unwrap_or_else(|| point.site().to_owned()),
    }
}
