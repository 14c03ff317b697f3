//! `svilpe auditor report --check`: figures that somebody published, computed again.
//!
//! Each year names the ledger and the rules that it was counted from. The mirror holds that
//! ledger's beginning and the rules' file; what comes out must be what was published, to the byte.
//! Knows entries and files. Never knows who published.

use std::fs;
use std::path::Path;

use super::arguments::{cannot, cannot_publish};
use super::figures::categories;
use crate::auditor::config::AuditorConfig;
use crate::auditor::home::disk;
use crate::auditor::verify::mirror::Mirror;
use crate::auditor::verify::{TrustAnchors, read_along, tree_of};
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::cli::progress::Bar;
use crate::ledger::checkpoint::cosignature::Quorum;
use crate::ledger::tree::tiles::Resource;
use crate::rules::pack::CountryPack;
use crate::rules::policy::Policy;
use crate::statistics::counting::case_summaries::CaseSummaries;
use crate::statistics::dcat::Publisher;
use crate::statistics::publish;
use crate::statistics::release::{Release, YearFigures};
use crate::text::say_with;

/// Computes the release in `folder` again, and says where it differs.
pub(super) fn recount(
    folder: &Path,
    (mirror, place): (&Mirror, &AuditorConfig),
    own: &Policy,
    publisher: &Publisher,
    context: &CommandContext,
) -> Result<(), Failure> {
    let release = publish::read_previous(folder).map_err(|why| cannot_publish(&why))?;
    let nothing = || Failure::refused("auditor-check-nothing").with("path", folder.display());
    let release = release.ok_or_else(nothing)?;
    check_files(&release, publisher, folder)?;
    let years = release.years();
    let rules: Vec<Policy> = years
        .iter()
        .map(|year| rules_of(year, mirror, own))
        .collect::<Result<_, _>>()?;
    let mut folds: Vec<CaseSummaries<'_>> = rules
        .iter()
        .map(|policy| CaseSummaries::new(policy, policy.calendar()))
        .collect();
    let terms = TrustAnchors {
        policy: own,
        earlier_policies: &place.policies,
        log: &place.log,
        quorum: &Quorum::none(),
        pins: &place.pins,
        expected: &[],
        today: context.today.day_in(own.zone()),
    };
    let bar = Bar::of_items();
    let read = read_along(
        mirror,
        &terms,
        &mut |done, all| bar.reach(done, all),
        &mut |index, entry| {
            let counted = years.iter().zip(&mut folds);
            let within = counted.filter(|(year, _)| index < year.basis.head.size);
            within.for_each(|(_, fold)| fold.take(entry));
        },
    );
    bar.end();
    read.map_err(|why| cannot(&why, place))?;
    for (at, ((year, policy), fold)) in years.iter().zip(&rules).zip(folds).enumerate() {
        let again = year.counted_again(&fold.finish(), &categories(policy), &years[..at]);
        if again != *year {
            return Err(Failure::refused("auditor-check-differs").with("year", year.year));
        }
        let (number, size) = (year.year.to_string(), year.basis.head.size.to_string());
        let arguments = [("year", number.as_str()), ("size", size.as_str())];
        print(&say_with(
            context.language,
            "auditor-check-same",
            &arguments,
        ))?;
    }
    Ok(())
}

/// The rules that a year was counted by, if it was counted from the mirror's ledger.
fn rules_of(year: &YearFigures, mirror: &Mirror, own: &Policy) -> Result<Policy, Failure> {
    let basis = &year.basis;
    if tree_of(mirror, basis.head.size) != basis.head {
        return Err(Failure::refused("auditor-check-other-ledger").with("year", year.year));
    }
    if basis.policy == own.digest() {
        return Ok(own.clone());
    }
    let file = mirror.read(Resource::Policy(basis.policy));
    let file = file.map_err(|why| Failure::refused("auditor-mirror").with("why", why))?;
    let pack = file.and_then(|file| CountryPack::parse(&file).ok());
    pack.filter(|pack| pack.digest() == basis.policy)
        .map(|pack| pack.policy().clone())
        .ok_or_else(|| Failure::refused("auditor-check-no-rules").with("year", year.year))
}

/// The tables say what the release says.
fn check_files(release: &Release, publisher: &Publisher, folder: &Path) -> Result<(), Failure> {
    for (name, bytes) in publish::files(release, publisher) {
        let is_table = Path::new(&name).extension().is_some_and(|end| end == "csv");
        if !is_table && name != publish::RELEASE {
            continue;
        }
        let path = folder.join(&name);
        if fs::read(&path).map_err(|error| disk(&path, &error))? != bytes {
            return Err(Failure::refused("auditor-check-file").with("path", path.display()));
        }
    }
    Ok(())
}
