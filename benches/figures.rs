//! How long a report takes, and what it tells: `cargo bench --bench figures`.
//!
//! One line for each size of an institution's year (60 of each; `-- attack` for these alone): how
//! much of it is told, and what a solver learns of the rest that has every file and knows what
//! everyone knows. It is that of the tests. Then one line for each size of a ledger.
//!
//! Reports of three years among 44 institutions; from entries to files in memory. The
//! signatures are not checked here (`verify` does that) and all entries share one.

#![expect(
    dead_code,
    unreachable_pub,
    reason = "the attack is the tests', which need more of it"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use svilpe::ledger::entry::vocabulary::{Effect, NonRecognition, Outcome, Track};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent, Record};
use svilpe::ledger::tree::{Tree, TreeHash};
use svilpe::rules::calendar::{Calendar, Day};
use svilpe::rules::names::Names;
use svilpe::rules::policy::{Category, Policy};
use svilpe::rules::roster::Institution;
use svilpe::statistics::counting::case_summaries::CaseSummaries;
use svilpe::statistics::counting::summary::{CaseSummary, CategoryRow, TableCode};
use svilpe::statistics::dcat::Publisher;
use svilpe::statistics::publish;
use svilpe::statistics::release::basis::ReleaseBasis;
use svilpe::statistics::release::{NamesForCodes, Recipe, Release};
use svilpe::statistics::withholding::Threshold;
use svilpe::text::Language;

use solver::{SIZES, measured};

/// What tests and this bench have in common.
#[path = "../tests/integration/figures/made_up.rs"]
mod made_up;

#[path = "../tests/integration/figures/random.rs"]
mod random;

#[path = "../tests/integration/figures/solver.rs"]
mod solver;

fn main() {
    for reports in SIZES {
        attack(reports);
    }
    if std::env::args().any(|argument| argument == "attack") {
        return;
    }
    for reports in [1_000, 100_000, 1_000_000] {
        measure(reports);
    }
}

fn attack(reports: usize) {
    let start = Instant::now();
    let measured = measured(reports, YEARS);
    let percent = |count: u64| count * 100 / measured.cells;
    println!(
        "figures: {} years of {reports} reports: of {} cells {} % exact, {} % between ends; {} known closer \
         than the threshold, the best known within {:?}; {:.1} s",
        measured.years,
        measured.cells,
        percent(measured.exact),
        percent(measured.bands),
        measured.broken,
        measured.narrowest,
        start.elapsed().as_secs_f64()
    );
}

/// Of each size: 300 in all.
const YEARS: u64 = 60;

fn measure(reports: u32) {
    let (policy, calendar) = (Policy::shipped(), Calendar::shipped());
    let story = Story::new(&policy);
    let mut fold = CaseSummaries::new(&policy, &calendar);
    let mut entries = 0;
    let mut folding = Duration::ZERO;
    for number in 0..reports {
        let told = story.tell(number, reports);
        entries += told.len();
        let start = Instant::now();
        for entry in &told {
            fold.take(entry);
        }
        folding += start.elapsed();
    }
    let start = Instant::now();
    let through = fold.last_day().expect("entries");
    let cases = fold.finish();
    let folding = folding + start.elapsed();
    let start = Instant::now();
    let files = publish_all(&cases, &policy, through);
    println!(
        "figures: {reports} reports, {entries} entries: fold {:.2} s, count, withhold and write {:.2} s, {} files, {} MB resident",
        folding.as_secs_f64(),
        start.elapsed().as_secs_f64(),
        files,
        resident_mb()
    );
}

fn publish_all(cases: &[CaseSummary], policy: &Policy, through: Day) -> usize {
    let rules = policy.categories();
    let code = |text: &str| TableCode::parse(text).expect("a slug");
    let categories: Vec<CategoryRow> = rules
        .iter()
        .map(|rule| CategoryRow {
            code: code(rule.category().as_str()),
            area: rule.eu_areas().map(|areas| code(&areas.slug())),
        })
        .collect();
    let recipe = Recipe {
        threshold: Threshold::new(5).expect("the default"),
        basis: ReleaseBasis::of(Tree::new().head(), policy.digest(), 0),
        categories: &categories,
        names: NamesForCodes::default(),
        through,
        previous: None,
    };
    let publisher = Publisher {
        name: Names::new([(Language::latvian().code().clone(), "Iestāde".to_owned())])
            .expect("one"),
        country: "LVA".to_owned(),
        contact: "mailto:statistika@example.lv".to_owned(),
    };
    publish::files(&Release::public(cases, recipe), &publisher).len()
}

/// Makes up entries: six for most reports.
struct Story {
    key: SigningKey,
    institutions: Vec<Institution>,
    categories: Vec<Category>,
    first: Day,
}

impl Story {
    fn new(policy: &Policy) -> Self {
        let names = (0..44).map(|number| format!("iestade-{number:02}"));
        let institutions = names.map(|name| Institution::parse(&name).expect("a slug"));
        let rules = policy.categories();
        Self {
            key: SigningKey::random(),
            institutions: institutions.collect(),
            categories: rules.iter().map(|rule| rule.category().clone()).collect(),
            first: "2022-01-01".parse().expect("a day"),
        }
    }

    fn tell(&self, number: u32, of: u32) -> Vec<Entry> {
        let day = |after: u64| {
            let days = u64::from(number) * 1_200 / u64::from(of) + after;
            self.first.plus_days(i32::try_from(days).expect("few"))
        };
        // The smaller of two scrambled places: some institutions and areas are small.
        let scrambled = |by: u32| number.wrapping_mul(by) >> 16;
        let place = scrambled(2_654_435_769).min(scrambled(2_246_822_519)) as usize;
        let pick = |size: usize| (place * size) >> 16;
        let institution = &self.institutions[pick(44)];
        let item = ReportDigest::of(&number.to_be_bytes());
        let case = CaseNumber::from_bytes(u64::from(number).to_be_bytes());
        let category = self.categories[pick(self.categories.len())].clone();
        let record = |after, event| {
            let record = Record {
                institution: institution.clone(),
                day: day(after),
                event,
            };
            Entry::from(record.sign(&self.key))
        };
        let after = TreeHash::of_leaf(b"");
        let step = |days, step| record(days, OfficerEvent::Step { case, after, step });
        let mut told = vec![Entry::Received {
            institution: institution.clone(),
            day: day(0),
            item,
        }];
        if number.is_multiple_of(50) {
            return told;
        }
        let track = Track::ALL[number as usize % 2];
        told.push(record(
            2,
            OfficerEvent::Opened {
                case,
                item,
                category,
                track,
            },
        ));
        told.push(step(3, CaseStep::Acknowledged));
        if number % 4 == 1 {
            told.push(step(6, CaseStep::Assessed(Assessment::Recognised)));
            told.push(step(7, CaseStep::Notified));
            told.push(step(40, CaseStep::Concluded(conclusion(number))));
        } else {
            let reason = NonRecognition::ALL[number as usize % NonRecognition::ALL.len()];
            told.push(step(
                6,
                CaseStep::Assessed(Assessment::NotRecognised(reason)),
            ));
            told.push(step(8, CaseStep::Notified));
            told.push(step(9, CaseStep::Closed));
        }
        told
    }
}

fn conclusion(number: u32) -> Conclusion {
    Conclusion {
        outcome: Outcome::ALL[number as usize % Outcome::ALL.len()],
        proceedings: BTreeMap::new(),
        effects: BTreeSet::from([Effect::ALL[number as usize % Effect::ALL.len()]]),
        damage_eur: None,
        recovered_eur: None,
    }
}

/// Resident memory of this process; 0 where the system doesn't tell.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}
