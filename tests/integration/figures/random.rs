//! Random years: small and large, even and skewed, with every kind of fact.

use std::collections::{BTreeMap, BTreeSet};

use svilpe::ledger::entry::step::{Assessment, Conclusion, Euros};
use svilpe::ledger::entry::vocabulary::{
    Effect, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::DeadlineKind;
use svilpe::statistics::counting::summary::{
    Basis, CaseSummary, ConcludedExamination, CountedAs, CountedDecision, Obligation, TableCode,
    TimelinessRow,
};

use super::made_up::{categories, code, day};

/// A small generator of its own (`SplitMix64`), so that a seed names a ledger.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 to `below` − 1.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let below = u64::try_from(below).expect("small");
        usize::try_from((z ^ (z >> 31)) % below).expect("small")
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    /// Small numbers most often: real figures are skewed.
    fn skewed(&mut self, below: usize) -> usize {
        let once = self.roll(below);
        let twice = self.roll(once + 1);
        self.roll(twice + 1)
    }
}

/// Names of institutions, whether or not a report reached them.
pub fn institutions() -> Vec<TableCode> {
    ["vid", "knab", "vp", "idb", "vdi", "vvd", "pvd", "ptac"]
        .map(code)
        .to_vec()
}

/// One ledger: up to 400 reports of 2022, with some tails in 2023.
pub fn ledger(seed: u64) -> Vec<CaseSummary> {
    ledger_from(seed, day("2022-01-01"))
}

/// The same with a second year like it, in which the first one's tails end.
pub fn two_years(seed: u64) -> Vec<CaseSummary> {
    let mut cases = ledger(seed);
    cases.extend(ledger_from(!seed, day("2023-01-01")));
    cases
}

fn ledger_from(seed: u64, first: Day) -> Vec<CaseSummary> {
    let mut dice = Dice::new(seed);
    let reports = if dice.chance(50) {
        dice.roll(400)
    } else {
        dice.skewed(400)
    };
    let spread = 1 + dice.roll(8);
    let areas = 1 + dice.roll(23);
    let quality = dice.roll(101);
    let categories = slugs();
    (0..reports)
        .map(|_| case(&mut dice, first, &categories[..areas], (spread, quality)))
        .collect()
}

/// A year of one institution with so many reports, in a few areas.
pub fn year_of_one(seed: u64, reports: usize) -> Vec<CaseSummary> {
    let mut dice = Dice::new(seed);
    let (areas, quality) = (1 + dice.roll(12), 50 + dice.roll(51));
    let categories = slugs();
    (0..reports)
        .map(|_| {
            case(
                &mut dice,
                day("2022-01-01"),
                &categories[..areas],
                (1, quality),
            )
        })
        .collect()
}

fn slugs() -> Vec<TableCode> {
    categories().into_iter().map(|row| row.code).collect()
}

fn case(
    dice: &mut Dice,
    first: Day,
    categories: &[TableCode],
    (spread, quality): (usize, usize),
) -> CaseSummary {
    let received = first.plus_days(i32::try_from(dice.roll(365)).expect("small"));
    let later = |dice: &mut Dice, days: usize| {
        received.plus_days(i32::try_from(dice.roll(days)).expect("small"))
    };
    let institution = institutions()[dice.skewed(spread)].clone();
    let mut case = CaseSummary::received(institution, received);
    case.deadlines = deadlines(dice, received, quality);
    match dice.roll(20) {
        0 => return case,
        1 => {
            case.rejected = Some(later(dice, 40));
            return case;
        }
        _ => {}
    }
    case.standing = CountedAs::Opened {
        on: later(dice, 10),
        category: categories[dice.skewed(categories.len())].clone(),
        track: dice.pick(&[Track::AnonymousTip, Track::WhistleblowerReport]),
    };
    case.days.acknowledged = dice.chance(quality).then(|| later(dice, 10));
    case.days.linked = dice.chance(30).then(|| later(dice, 60));
    case.days.forwarded = dice.chance(5).then(|| later(dice, 60));
    if dice.chance(90) {
        let assessment = match dice.roll(6) {
            0 | 1 => Assessment::Recognised,
            2 => Assessment::TipAccepted,
            3 => Assessment::AsSubmission,
            _ => {
                let reasons = NonRecognition::ALL;
                Assessment::NotRecognised(reasons[dice.skewed(reasons.len())])
            }
        };
        case.decisions.push(CountedDecision {
            on: later(dice, 12),
            assessment,
        });
    }
    let concluded = dice.chance(40);
    case.days.examined = (concluded || dice.chance(20)).then(|| later(dice, 30));
    if concluded {
        case.conclusions.push(ConcludedExamination {
            on: later(dice, 200),
            conclusion: conclusion(dice),
        });
        let concluded = case.conclusions.last().expect("pushed");
        let running = concluded
            .conclusion
            .proceedings
            .iter()
            .filter(|(_, state)| {
                matches!(state, ProceedingState::Opened | ProceedingState::Pending)
            });
        for (kind, _) in running
            .map(|(kind, state)| (*kind, *state))
            .collect::<Vec<_>>()
        {
            if dice.chance(60) {
                let on = later(dice, 500).max(received.plus_days(200));
                case.ended
                    .push((on, kind, dice.pick(&ProceedingState::ENDS)));
            }
        }
        let closed = received.plus_days(200);
        case.days.closed = Some(closed);
        case.ends.push((closed, true));
        if dice.chance(10) {
            case.ends.push((later(dice, 300).max(closed), false));
        }
    }
    case
}

fn conclusion(dice: &mut Dice) -> Conclusion {
    let mut proceedings = BTreeMap::new();
    if dice.chance(30) {
        let kind = Proceeding::ALL[dice.skewed(Proceeding::ALL.len())];
        proceedings.insert(kind, dice.pick(ProceedingState::ALL));
    }
    let effects: BTreeSet<Effect> = dice
        .chance(40)
        .then(|| Effect::ALL[dice.skewed(Effect::ALL.len())])
        .into_iter()
        .collect();
    let mut euros = || {
        dice.chance(20)
            .then(|| Euros::new(1 + dice.skewed(100_000) as u64))
            .flatten()
    };
    let (damage_eur, recovered_eur) = (euros(), euros());
    Conclusion {
        outcome: Outcome::ALL[dice.skewed(Outcome::ALL.len())],
        proceedings,
        effects,
        damage_eur,
        recovered_eur,
    }
}

fn deadlines(dice: &mut Dice, received: Day, quality: usize) -> Vec<Obligation> {
    let clocks = [
        (DeadlineKind::Acknowledge, 7),
        (DeadlineKind::Decide, 7),
        (DeadlineKind::Feedback, 97),
    ];
    let due = |(clock, days)| {
        let basis = dice.pick(&[Basis::Law, Basis::Service]);
        let kept = dice.chance(quality);
        Obligation {
            row: TimelinessRow(clock, basis),
            due: received.plus_days(days),
            kept,
        }
    };
    clocks.into_iter().map(due).collect()
}
