//! A made-up year whose numbers are Latvia's published ones for 2022.
//!
//! Published (`law.md` 2.8): 396 received, 111 recognised; VID 61, KNAB 55, the State
//! Police 36 of the received; six areas of the recognised; 14 administrative and 2
//! disciplinary proceedings; 13 harms prevented, 5 improvements, 17 recommendations.
//! Not published, and made up here: who recognised what, the areas of the other 44
//! recognised (all `other`), the other 41 institutions' shares, reasons, and all days.
//! Everyone is on time.

use std::collections::{BTreeMap, BTreeSet};

use svilpe::keys::digest::ReportDigest;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion};
use svilpe::ledger::entry::vocabulary::{
    Effect, NonRecognition, Outcome, Proceeding, ProceedingState, Track,
};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::ledger::tree::TreeHash;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::Category;

use super::log::{Bureau, Published};

/// Entries in the order of a ledger, and who made them.
pub struct Year {
    pub bureaus: Vec<Bureau>,
    pub rosters: Vec<Published>,
    pub entries: Vec<Entry>,
}

/// What becomes of one report.
pub struct Plan {
    /// Which bureau.
    pub bureau: usize,
    /// Days after the year's first day.
    pub received: i32,
    /// None: it waits.
    pub fate: Option<Fate>,
}

pub enum Fate {
    Recognised {
        category: &'static str,
        conclusion: Conclusion,
    },
    NotRecognised(NonRecognition),
}

/// The year 2022.
pub fn latvia_2022() -> Year {
    let mut slugs = vec![
        "vid".to_owned(),
        "knab".to_owned(),
        "valsts-policija".to_owned(),
    ];
    slugs.extend((1..=41).map(|number| format!("iestade-{number:02}")));
    let shares = (0..RECEIVED).map(|place| match place {
        0..61 => 0,
        61..116 => 1,
        116..152 => 2,
        _ => 3 + place % 41,
    });
    let shares: Vec<_> = shares.collect();
    let mut recognised = 0;
    let plans = (0..RECEIVED).map(|place| {
        let fate = if place * RECOGNISED % RECEIVED < RECOGNISED {
            recognised += 1;
            recognition(recognised - 1)
        } else {
            Fate::NotRecognised(NonRecognition::ALL[place % NonRecognition::ALL.len()])
        };
        // Until 20 December, so that each decision falls in the year as well.
        let received = i32::try_from(place * 354 / RECEIVED).expect("a day of the year");
        // A stride without a common factor mixes the institutions over the year.
        Plan {
            bureau: shares[place * 175 % RECEIVED],
            received,
            fate: Some(fate),
        }
    });
    let plans: Vec<_> = plans.collect();
    tell("2022-01-01".parse().expect("a day"), &slugs, &plans)
}

/// Turns plans into entries: each what the ledger would hold, in its order.
pub fn tell(first: Day, slugs: &[String], plans: &[Plan]) -> Year {
    let bureaus: Vec<_> = slugs.iter().map(|slug| Bureau::new(slug)).collect();
    let rosters: Vec<_> = bureaus
        .iter()
        .map(|bureau| bureau.publish(1, &[&bureau.officer]))
        .collect();
    let mut entries: Vec<_> = rosters.iter().map(|roster| roster.entry(first)).collect();
    let mut events: Vec<_> = plans
        .iter()
        .enumerate()
        .flat_map(|(number, plan)| {
            moments(plan)
                .into_iter()
                .map(move |(day, moment)| (day, number, moment))
        })
        .collect();
    // What was received the day before is appended before anything of the day.
    events.sort_by_key(|(day, _, moment)| (*day, !matches!(moment, Moment::Received)));
    let mut heads: Vec<Option<TreeHash>> = plans.iter().map(|_| None).collect();
    for (day, number, moment) in events {
        let plan = &plans[number];
        let bureau = &bureaus[plan.bureau];
        let today = first.plus_days(day);
        let case = CaseNumber::from_bytes(
            (number as u64)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .to_be_bytes(),
        );
        let entry = match moment {
            Moment::Received => bureau.received(today.plus_days(-1), item(number)),
            Moment::Opened(category) => bureau.record(
                today,
                OfficerEvent::Opened {
                    case,
                    item: item(number),
                    category: Category::parse(category).expect("a slug"),
                    track: Track::WhistleblowerReport,
                },
            ),
            Moment::Step(step) => {
                bureau.step(today, case, heads[number].expect("opened before"), step)
            }
        };
        heads[number] = Some(entry.leaf());
        entries.push(entry);
    }
    Year {
        bureaus,
        rosters,
        entries,
    }
}

enum Moment {
    Received,
    Opened(&'static str),
    Step(CaseStep),
}

/// What happens to a report, with the days.
fn moments(plan: &Plan) -> Vec<(i32, Moment)> {
    let mut moments = vec![(plan.received + 1, Moment::Received)];
    let mut at = |days, moment| moments.push((plan.received + days, moment));
    let Some(fate) = &plan.fate else {
        return moments;
    };
    match fate {
        Fate::NotRecognised(reason) => {
            at(2, Moment::Opened("other"));
            at(3, Moment::Step(CaseStep::Acknowledged));
            at(
                6,
                Moment::Step(CaseStep::Assessed(Assessment::NotRecognised(*reason))),
            );
            at(7, Moment::Step(CaseStep::Notified));
            at(7, Moment::Step(CaseStep::Closed));
        }
        Fate::Recognised {
            category,
            conclusion,
        } => {
            at(1, Moment::Opened(category));
            at(2, Moment::Step(CaseStep::Acknowledged));
            at(5, Moment::Step(CaseStep::Assessed(Assessment::Recognised)));
            at(6, Moment::Step(CaseStep::Notified));
            at(9, Moment::Step(CaseStep::UnderReview));
            at(50, Moment::Step(CaseStep::Feedback));
            at(70, Moment::Step(CaseStep::UnderReview));
            at(80, Moment::Step(CaseStep::Concluded(conclusion.clone())));
            at(81, Moment::Step(CaseStep::Closed));
        }
    }
    moments
}

/// The `number`-th recognised report of 2022.
fn recognition(number: usize) -> Fate {
    let category = match number {
        0..28 => "official-misconduct",
        28..41 => "tax-evasion",
        41..51 => "public-funds",
        51..57 => "environment",
        57..62 => "financial-market-eu-interests",
        62..67 => "work-safety",
        _ => "other",
    };
    let proceeding = match number {
        0..14 => Some((
            Proceeding::AdministrativeOffence,
            ProceedingState::ClosedSanction,
        )),
        14..16 => Some((Proceeding::Disciplinary, ProceedingState::ClosedSanction)),
        _ => None,
    };
    let effect = match number {
        20..33 => Some(Effect::HarmPrevented),
        33..38 => Some(Effect::Improvement),
        38..55 => Some(Effect::Recommendation),
        _ => None,
    };
    let confirmed = proceeding.is_some() || effect.is_some();
    let conclusion = Conclusion {
        outcome: if confirmed {
            Outcome::Confirmed
        } else {
            Outcome::NotConfirmed
        },
        proceedings: proceeding.into_iter().collect::<BTreeMap<_, _>>(),
        effects: effect.into_iter().collect::<BTreeSet<_>>(),
        damage_eur: None,
        recovered_eur: None,
    };
    Fate::Recognised {
        category,
        conclusion,
    }
}

fn item(number: usize) -> ReportDigest {
    ReportDigest::of(format!("sealed report {number}").as_bytes())
}

pub const RECEIVED: usize = 396;
pub const RECOGNISED: usize = 111;
