//! Findings: everything that an auditor may report.
//!
//! Keeps P7: each way to cheat has a name. A closed list; what is said about each are
//! numbers, days, institutions and words of closed lists, never content.
//!
//! Knows entries' numbers. Never knows a report.

use std::collections::BTreeMap;

use super::newer_program::NotReadHere;
use crate::keys::digest::DigestPrefix;
use crate::ledger::checkpoint::BadCheckpoint;
use crate::ledger::checkpoint::evidence::{Evidence, Misbehaviour};
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::entry::{CaseNumber, Entry, Fingerprint};
use crate::ledger::tree::tiles::Resource;
use crate::ledger::validator::invalid_entry::InvalidEntry;
use crate::rules::calendar::Day;
use crate::rules::policy::DeadlineId;
use crate::rules::roster::Institution;
use crate::text::{Language, say_with};

/// One thing that is wrong, or worth a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An entry that the intake had to refuse, and appended.
    Refused {
        /// The entry's number, from 0.
        index: u64,
        /// Whose entry it is; none if that can't be read.
        institution: Option<Institution>,
        /// The case that it speaks of, if of one.
        case: Option<CaseNumber>,
        /// Why it had to be refused.
        why: InvalidEntry,
    },
    /// The ledger holds what this program can't read: made for a newer one, as far as can be seen.
    NewerProgram {
        /// The entry's number, from 0.
        index: u64,
        /// What can't be read.
        what: NotReadHere,
    },
    /// A received entry came later than its batch.
    Late {
        /// The entry's number, from 0.
        index: u64,
        /// Whose entry or item it is.
        institution: Institution,
        /// The day that the entry names.
        day: Day,
        /// The newest day before it.
        newest: Day,
    },
    /// An entry speaks of a day on which the ledger was seen without it.
    BackDated {
        /// The entry's number, from 0.
        index: u64,
        /// The day that the entry names.
        day: Day,
        /// When the ledger was last seen without it.
        seen: Day,
    },
    /// An entry speaks of a day that has not come.
    AheadOfTime {
        /// The entry's number, from 0.
        index: u64,
        /// The day that the entry names.
        day: Day,
    },
    /// The intake says that its clock was ahead: a note.
    TurnedBack {
        /// The entry's number, from 0.
        index: u64,
        /// From which days count again.
        day: Day,
        /// Up to which it was ahead.
        before: Day,
    },
    /// Nobody has accounted for an item, and the day by which someone had to is over.
    Unaccounted {
        /// The entry's number, from 0.
        index: u64,
        /// Which received it.
        institution: Institution,
        /// When it was received.
        day: Day,
        /// Days since it was received.
        age_days: i32,
    },
    /// A deadline was missed: done late, or not at all so far.
    Missed {
        /// Which deadline.
        clock: DeadlineId,
        /// Whose it was.
        case: CaseNumber,
        /// Whose case it is.
        institution: Institution,
        /// The last day.
        due: Day,
        /// When it was done after all.
        done: Option<Day>,
        /// Not the law's: a standard of service for anonymous tips.
        service: bool,
        /// The day depends on a year whose days off are not published.
        provisional: bool,
    },
    /// The feedback ended with the case's end, and by its last day no entry said that the reporter
    /// was told of that.
    Untold {
        /// Whose feedback it was.
        case: CaseNumber,
        /// Whose case it is.
        institution: Institution,
        /// The last day.
        due: Day,
        /// When the reporter was told after all.
        told: Option<Day>,
    },
    /// A case went to an institution that has no roster in this ledger: a note.
    ForwardedOutside {
        /// The entry's number, from 0.
        index: u64,
        /// Whose case it was.
        institution: Institution,
        /// Which one.
        case: CaseNumber,
        /// Where it is said to be.
        to: Institution,
    },
    /// An officer rejected an item, and another entry took it into a case all the same. The
    /// ledger's rules allow both: a note, not a fault.
    Disproved(Disproved),
    /// The newest policy that the ledger names is not the auditor's.
    OtherPolicy(OtherPolicy),
    /// An earlier policy that the ledger names is none that the auditor knows.
    UnknownPolicy {
        /// The number of the entry that names it.
        index: u64,
        /// SHA-256 of it.
        named: [u8; 32],
    },
    /// A policy says other rules of days that were over when it came than the one before it: of
    /// days on which reports lay here.
    RulesRewritten {
        /// The number of the entry that names it.
        index: u64,
        /// The first such day.
        since: Day,
        /// It says itself that it corrects them: a note.
        declared: bool,
    },
    /// Something happened before the ledger named any policy.
    NoPolicy {
        /// The number of the first such entry.
        index: u64,
    },
    /// An item that someone holds a receipt for is not in the ledger.
    Hidden {
        /// SHA-256 of the sealed report, or how it begins.
        item: DigestPrefix,
    },
    /// The checkpoint is smaller than one seen before.
    RolledBack {
        /// Entries under the checkpoint seen before.
        seen: u64,
        /// Entries under the checkpoint that is served.
        served: u64,
    },
    /// Two signed heads of one size.
    Forked {
        /// Entries under each.
        size: u64,
    },
    /// Two heads that the ledger shows, and a larger one does not begin with the smaller.
    TwoHistories {
        /// Entries under the smaller.
        older: u64,
        /// Entries under the larger.
        newer: u64,
    },
    /// The signed tree does not begin with the signed tree seen before.
    Rewritten {
        /// Entries under the checkpoint seen before.
        seen: u64,
        /// The first entry that differs, from 0.
        index: u64,
        /// What happened at that place.
        how: Rewriting,
    },
    /// The ledger does not serve what its checkpoint commits to.
    Withheld {
        /// Which resource.
        what: Resource,
    },
    /// A served entry is not the one that the tree holds at its place.
    EntryDiffers {
        /// The entry's number, from 0.
        index: u64,
    },
    /// Hash tiles or entries that are not those of the checkpoint.
    TreeDiffers {
        /// Entries under the checkpoint.
        size: u64,
    },
    /// The checkpoint is none, or not this log's.
    BadCheckpoint {
        /// What is wrong with it.
        why: BadCheckpoint,
    },
    /// The newest checkpoint is older than policy allows.
    Frozen {
        /// The day that the log signed it for.
        day: Day,
        /// Days since then.
        age_days: i32,
    },
    /// The log did not sign for which day the checkpoint is.
    Undated,
    /// The log signed the checkpoint for a day that has not come.
    DatedAhead {
        /// That day.
        day: Day,
    },
    /// Too few witnesses cosigned.
    TooFewWitnesses {
        /// How many did.
        have: usize,
        /// How many had to.
        needed: usize,
    },
}

/// Another policy in the ledger than the auditor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPolicy {
    /// The number of the entry that names it.
    pub index: u64,
    /// SHA-256 of the policy that the ledger names.
    pub named: [u8; 32],
    /// SHA-256 of the auditor's.
    pub used: [u8; 32],
}

/// A rejection that another entry disproved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disproved {
    /// The rejection's number.
    pub index: u64,
    /// Whose officer rejected it.
    pub institution: Institution,
    /// Of the rejection.
    pub day: Day,
    /// Of the rejection.
    pub reason: RejectionReason,
    /// Who signed the rejection.
    pub key: Fingerprint,
    /// The number of the entry that opened or linked the item.
    pub by: u64,
}

/// How history was rewritten, at the first place where it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewriting {
    /// Another entry stands there.
    Altered,
    /// The entry is gone, and those after it moved up.
    Dropped,
    /// A new entry stands there, and those after it moved down.
    Inserted,
    /// The entry stands somewhere else.
    Reordered,
}

/// Findings as they come: all are counted, the first are kept. Faults and notes apart, so that
/// no flood of the one hides the other.
#[derive(Debug, Default)]
pub struct Findings {
    faults: Counted,
    notes: Counted,
}

/// Takes down a particular: its name, and what is said.
type Note<'a> = &'a mut dyn FnMut(&'static str, &dyn ToString);

#[derive(Debug, Default)]
struct Counted {
    kept: Vec<Finding>,
    counts: BTreeMap<&'static str, u64>,
}

impl Finding {
    /// Short name: in JSON, and after `finding-` the id of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { why, .. } => why.code(),
            Self::NewerProgram { .. } => "newer-program",
            Self::Late { .. } => "late",
            Self::BackDated { .. } => "back-dated-since-seen",
            Self::AheadOfTime { .. } => "ahead-of-time",
            Self::TurnedBack { .. } => "clock-turned-back",
            Self::Unaccounted { .. } => "unaccounted",
            Self::Missed { done: Some(_), .. } => "deadline-late",
            Self::Missed { done: None, .. } => "deadline-missed",
            Self::Untold { .. } => "feedback-untold",
            Self::ForwardedOutside { .. } => "forwarded-outside",
            Self::Disproved(_) => "rejection-disproved",
            Self::OtherPolicy(_) => "other-policy",
            Self::UnknownPolicy { .. } => "policy-unknown",
            Self::RulesRewritten {
                declared: false, ..
            } => "rules-rewritten",
            Self::RulesRewritten { declared: true, .. } => "rules-corrected",
            Self::NoPolicy { .. } => "no-policy",
            Self::Hidden { .. } => "hidden",
            Self::RolledBack { .. } => "rolled-back",
            Self::Forked { .. } => "forked",
            Self::TwoHistories { .. } => "two-histories",
            Self::Rewritten { how, .. } => how.code(),
            Self::Withheld { .. } => "withheld",
            Self::EntryDiffers { .. } => "entry-differs",
            Self::TreeDiffers { .. } => "tree-differs",
            Self::BadCheckpoint { .. } => "bad-checkpoint",
            Self::Frozen { .. } => "frozen",
            Self::Undated => "undated",
            Self::DatedAhead { .. } => "dated-ahead",
            Self::TooFewWitnesses { .. } => "too-few-witnesses",
        }
    }

    /// An entry that had to be refused; none if it can't be read.
    pub(super) fn refused(index: u64, entry: Option<&Entry>, why: InvalidEntry) -> Self {
        let case = match entry {
            Some(Entry::Recorded(recorded)) => recorded.record().event.case(),
            _ => None,
        };
        Self::Refused {
            index,
            institution: entry.and_then(Entry::institution).cloned(),
            case,
            why,
        }
    }

    /// Whom it is about; none if it is the ledger itself.
    pub(super) fn institution(&self) -> Option<&Institution> {
        match self {
            Self::Refused { institution, .. } => institution.as_ref(),
            Self::Late { institution, .. }
            | Self::Unaccounted { institution, .. }
            | Self::Missed { institution, .. }
            | Self::Untold { institution, .. }
            | Self::ForwardedOutside { institution, .. }
            | Self::Disproved(Disproved { institution, .. }) => Some(institution),
            _ => None,
        }
    }

    /// The case that it is about, if it is about one.
    pub(super) fn case(&self) -> Option<CaseNumber> {
        match self {
            Self::Refused { case, .. } => *case,
            Self::Missed { case, .. }
            | Self::Untold { case, .. }
            | Self::ForwardedOutside { case, .. } => Some(*case),
            _ => None,
        }
    }

    /// Since when it is so, if it speaks of a day.
    pub(super) fn since(&self) -> Option<Day> {
        match self {
            Self::Missed { due, .. } | Self::Untold { due, .. } => Some(*due),
            Self::Late { day, .. }
            | Self::BackDated { day, .. }
            | Self::AheadOfTime { day, .. }
            | Self::TurnedBack { day, .. }
            | Self::RulesRewritten { since: day, .. }
            | Self::Unaccounted { day, .. }
            | Self::Frozen { day, .. }
            | Self::DatedAhead { day }
            | Self::Disproved(Disproved { day, .. }) => Some(*day),
            _ => None,
        }
    }

    /// The same whenever it is found again: by this a finding is known to be new.
    pub(crate) fn identity(&self) -> String {
        let said = self.particulars().into_iter();
        let lasting = said.filter(|(name, _)| !matches!(*name, "age" | "why"));
        let words = lasting.map(|(name, value)| format!("{name}={value}"));
        [self.code().to_owned()]
            .into_iter()
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What this proof says.
    pub(super) fn of_two_heads(evidence: &Evidence) -> Self {
        match evidence.proves() {
            Ok(Misbehaviour::Forked { size }) => Self::Forked { size },
            Ok(Misbehaviour::Rewritten { older, newer }) => Self::TwoHistories { older, newer },
            Err(_) => Self::Withheld {
                what: Resource::Cosigned,
            },
        }
    }

    /// Is the ledger not what it should be? A note says no such thing.
    pub fn is_fault(&self) -> bool {
        !matches!(
            self,
            Self::Disproved(_)
                | Self::TurnedBack { .. }
                | Self::ForwardedOutside { .. }
                | Self::RulesRewritten { declared: true, .. }
        )
    }

    /// All that is said about it, by name.
    pub fn particulars(&self) -> Vec<(&'static str, String)> {
        let mut said = Vec::new();
        let mut note = |name, value: &dyn ToString| said.push((name, value.to_string()));
        match self {
            Self::Refused { .. }
            | Self::NewerProgram { .. }
            | Self::Late { .. }
            | Self::BackDated { .. }
            | Self::AheadOfTime { .. }
            | Self::TurnedBack { .. }
            | Self::UnknownPolicy { .. }
            | Self::RulesRewritten { .. }
            | Self::NoPolicy { .. }
            | Self::EntryDiffers { .. }
            | Self::Rewritten { .. }
            | Self::ForwardedOutside { .. } => self.of_an_entry(&mut note),
            Self::Unaccounted { .. } | Self::Missed { .. } | Self::Untold { .. } => {
                self.of_a_duty(&mut note);
            }
            Self::Disproved(disproved) => disproved.particulars(&mut note),
            Self::OtherPolicy(other) => other.particulars(&mut note),
            Self::Hidden { item } => note("item", item),
            Self::Withheld { what } => note("what", what),
            Self::RolledBack { .. }
            | Self::Forked { .. }
            | Self::TwoHistories { .. }
            | Self::TreeDiffers { .. }
            | Self::BadCheckpoint { .. }
            | Self::TooFewWitnesses { .. } => self.of_a_head(&mut note),
            Self::Frozen { .. } | Self::Undated | Self::DatedAhead { .. } => {
                self.of_a_heads_day(&mut note);
            }
        }
        said
    }

    /// What stands at one place of the ledger, or stood there.
    fn of_an_entry(&self, note: Note<'_>) {
        match self {
            Self::Refused {
                index,
                institution,
                why,
                ..
            } => refused(*index, institution.as_ref(), why, note),
            Self::Late {
                index,
                institution,
                day,
                newest,
            } => {
                note("index", index);
                note("institution", institution);
                note("day", day);
                note("newest", newest);
            }
            Self::NewerProgram { index, what } => {
                note("index", index);
                note("what", &what.as_str());
                note("program", &env!("CARGO_PKG_VERSION"));
            }
            Self::BackDated { index, day, seen } => {
                note("index", index);
                note("day", day);
                note("seen", seen);
            }
            Self::AheadOfTime { index, day } => {
                note("index", index);
                note("day", day);
            }
            Self::TurnedBack { index, day, before } => {
                note("index", index);
                note("day", day);
                note("before", before);
            }
            Self::UnknownPolicy { index, named } => {
                note("index", index);
                note("named", &hex::encode(named));
            }
            Self::RulesRewritten { index, since, .. } => {
                note("index", index);
                note("day", since);
            }
            Self::NoPolicy { index } | Self::EntryDiffers { index } => note("index", index),
            Self::Rewritten { seen, index, .. } => {
                note("seen", seen);
                note("index", index);
            }
            Self::ForwardedOutside {
                index,
                institution,
                case,
                to,
            } => {
                note("index", index);
                note("institution", institution);
                note("case", case);
                note("to", to);
            }
            _ => {}
        }
    }

    /// What an institution had to do by a day.
    fn of_a_duty(&self, note: Note<'_>) {
        match self {
            Self::Unaccounted {
                index,
                institution,
                day,
                age_days,
            } => {
                note("index", index);
                note("institution", institution);
                note("day", day);
                note("age", age_days);
            }
            Self::Missed {
                clock,
                case,
                institution,
                due,
                done,
                service,
                provisional,
            } => {
                note("clock", clock);
                note("case", case);
                note("institution", institution);
                note("due", due);
                if let Some(done) = done {
                    note("done", done);
                }
                note("binding", &if *service { "service" } else { "law" });
                note("calendar", &published(*provisional));
            }
            Self::Untold {
                case,
                institution,
                due,
                told,
            } => {
                note("case", case);
                note("institution", institution);
                note("due", due);
                note(
                    "told",
                    &told.map_or("–".to_owned(), |told| told.to_string()),
                );
            }
            _ => {}
        }
    }

    /// What the log signed for its whole tree.
    fn of_a_head(&self, note: Note<'_>) {
        match self {
            Self::RolledBack { seen, served } => {
                note("seen", seen);
                note("served", served);
            }
            Self::Forked { size } | Self::TreeDiffers { size } => note("size", size),
            Self::TwoHistories { older, newer } => {
                note("older", older);
                note("newer", newer);
            }
            Self::BadCheckpoint { why } => note("why", why),
            Self::TooFewWitnesses { have, needed } => {
                note("have", have);
                note("needed", needed);
            }
            _ => {}
        }
    }

    fn of_a_heads_day(&self, note: Note<'_>) {
        match self {
            Self::Frozen { day, age_days } => {
                note("day", day);
                note("age", age_days);
            }
            Self::DatedAhead { day } => note("day", day),
            _ => {}
        }
    }

    /// One sentence.
    pub fn sentence(&self, language: Language) -> String {
        let particulars = self.particulars();
        let arguments: Vec<_> = particulars
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        say_with(language, &format!("finding-{}", self.code()), &arguments)
    }
}

fn refused(index: u64, whose: Option<&Institution>, why: &InvalidEntry, note: Note<'_>) {
    note("index", &index);
    note("institution", &whose.map_or("–", Institution::as_str));
    if let InvalidEntry::OutOfStep { step, stage } = why {
        note("step", step);
        note("stage", stage);
    }
    note("why", why);
}

/// Whether all days off are known that a date depends on.
fn published(provisional: bool) -> &'static str {
    if provisional {
        "provisional"
    } else {
        "published"
    }
}

impl OtherPolicy {
    fn particulars(&self, note: Note<'_>) {
        note("index", &self.index);
        note("named", &hex::encode(self.named));
        note("used", &hex::encode(self.used));
    }
}

impl Disproved {
    fn particulars(&self, note: Note<'_>) {
        note("index", &self.index);
        note("institution", &self.institution);
        note("day", &self.day);
        note("reason", &self.reason);
        note("key", &self.key);
        note("by", &self.by);
    }
}

impl Rewriting {
    fn code(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Dropped => "dropped",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
        }
    }
}

impl Findings {
    /// Adds one.
    pub fn add(&mut self, finding: Finding) {
        if finding.is_fault() {
            self.faults.add(finding);
        } else {
            self.notes.add(finding);
        }
    }

    /// Nothing is wrong; there may be notes.
    pub fn is_clean(&self) -> bool {
        self.faults.counts.is_empty()
    }

    /// The first ten thousand faults, in order of finding.
    pub fn kept(&self) -> &[Finding] {
        &self.faults.kept
    }

    /// How many faults of each code there are, kept or not.
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.faults.counts
    }

    /// What is worth a question though nothing is wrong: the first ten thousand.
    pub fn notes(&self) -> &[Finding] {
        &self.notes.kept
    }

    /// Faults and notes that were found and are not kept.
    pub fn left_out(&self) -> u64 {
        self.faults.left_out() + self.notes.left_out()
    }
}

impl Counted {
    fn add(&mut self, finding: Finding) {
        *self.counts.entry(finding.code()).or_default() += 1;
        if self.kept.len() < KEPT_MAX {
            self.kept.push(finding);
        }
    }

    fn left_out(&self) -> u64 {
        self.counts.values().sum::<u64>() - self.kept.len() as u64
    }
}

/// A ledger full of nonsense must not fill the auditor's memory.
const KEPT_MAX: usize = 10_000;
