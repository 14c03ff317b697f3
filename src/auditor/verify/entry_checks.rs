//! Entry checks: all entries in order, each judged.
//!
//! The validator's rules, the deadlines and the days; the order of the ledger is the order of
//! judgement. What one cause breaks is said once: an entry that is there although the
//! validator refuses it still counts for what follows, unless it is forged.
//!
//! Knows entries. Never knows files: see `mirror`.

use std::collections::{BTreeMap, HashSet};
use std::io;

use crate::ledger::checkpoint::freshness::CLOCKS_APART_DAYS;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::{
    Entry, Fingerprint, MinisignKey, NotAnEntry, OfficerEvent, Record, SignedRecord,
};
use crate::ledger::fold::deadlines::EndTold;
use crate::ledger::tree::TreeHash;
use crate::ledger::tree::tiles::{Bundle, Resource};
use crate::ledger::validator::Validator;
use crate::ledger::validator::authority::{BadRosterEntry, NotAuthorised, RosterFacts};
use crate::ledger::validator::invalid_entry::InvalidEntry;
use crate::rules::calendar::Day;
use crate::rules::policy::DeadlineKind;
use crate::rules::roster::{Institution, RosterDigest};

use super::audit_report::InstitutionStanding;
use super::finding::{Disproved, Finding, Findings, OtherPolicy};
use super::mirror::{Mirror, Sighting};
use super::newer_program::NotReadHere;
use super::parallel_reader::{CheckedEntry, Keys, Missing, SignatureState, each_entry};
use super::policies::{NamedPolicy, PoliciesInForce, is_newer};
use super::rosters::Pin;
use super::trust_anchors::TrustAnchors;

/// Everything known while reading.
pub(super) struct LedgerReading<'a> {
    terms: &'a TrustAnchors<'a>,
    findings: &'a mut Findings,
    validator: Validator,
    keys: Keys,
    sightings: Vec<Sighting>,
    /// How many sightings lie behind the entry being read.
    passed: usize,
    /// Entries of days that have not come, unless the intake says later that its clock was wrong.
    ahead: Vec<(u64, Day)>,
    policies: PoliciesInForce<'a>,
    /// Something happened before the ledger named a policy.
    lawless: bool,
    /// Rightly signed, and not to be read here.
    newer_rosters: HashSet<RosterDigest>,
    /// Leaves of entries of a kind that is not known here.
    newer_entries: HashSet<TreeHash>,
}

impl<'a> LedgerReading<'a> {
    pub(super) fn new(
        terms: &'a TrustAnchors<'a>,
        (rosters, newer_rosters): (Vec<RosterFacts>, HashSet<RosterDigest>),
        policies: PoliciesInForce<'a>,
        sightings: Vec<Sighting>,
        findings: &'a mut Findings,
    ) -> Self {
        let mut validator = Validator::new(terms.policy);
        let mut keys = Keys::new();
        for facts in rosters {
            keys.extend(
                facts
                    .officers
                    .iter()
                    .map(|key| (Fingerprint::of(key), *key)),
            );
            validator.learn(facts);
        }
        for Pin { institution, key } in terms.pins {
            validator.pin(institution.clone(), MinisignKey::of(key));
        }
        Self {
            terms,
            findings,
            validator,
            keys,
            sightings,
            passed: 0,
            ahead: Vec::new(),
            policies,
            lawless: false,
            newer_rosters,
            newer_entries: HashSet::new(),
        }
    }

    /// Reads `size` entries from the mirror; `each` hears those that count.
    pub(super) fn run(
        &mut self,
        mirror: &Mirror,
        size: u64,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(u64, &Entry),
    ) -> Result<(), Missing> {
        let keys = std::mem::take(&mut self.keys);
        let read = |bundle: Bundle| mirror.read(Resource::Entries(bundle)).ok().flatten();
        each_entry(size, &keys, &read, &mut |index, checked| {
            if let Some(entry) = self.judge(index, checked) {
                each(index, &entry);
            }
            if (index + 1) % PROGRESS_EACH == 0 {
                progress(index + 1, size);
            }
        })?;
        progress(size, size);
        Ok(())
    }

    /// What is due by the end: unaccounted items, deadlines, items that should be there. How each
    /// institution stands that is late, or with whom something waits.
    pub(super) fn finish(mut self, mirror: &Mirror) -> io::Result<Vec<InstitutionStanding>> {
        for (index, day) in std::mem::take(&mut self.ahead) {
            self.findings.add(Finding::AheadOfTime { index, day });
        }
        self.judge_expected();
        self.compare_policies(mirror)?;
        let mut standing = BTreeMap::new();
        self.judge_deadlines(&mut standing);
        self.judge_unaccounted(&mut standing);
        let mut standing: Vec<_> = standing.into_values().collect();
        standing.sort_by_key(InstitutionStanding::in_order);
        Ok(standing)
    }

    /// The entry, if it counts.
    fn judge(&mut self, index: u64, checked: CheckedEntry) -> Option<Entry> {
        let entry = match checked.entry {
            Ok(entry) => entry,
            Err(NotAnEntry::UnknownFact) => {
                self.newer_entries.insert(checked.leaf);
                let what = NotReadHere::Entry;
                return self.pass_over(Some(Finding::NewerProgram { index, what }));
            }
            Err(why) => {
                let why = InvalidEntry::NotAnEntry(why);
                return self.pass_over(Some(Finding::refused(index, None, why)));
            }
        };
        let unsigned = match checked.signature {
            SignatureState::No => Some(InvalidEntry::NotSigned),
            SignatureState::UnknownKey => {
                Some(InvalidEntry::NotAuthorised(NotAuthorised::UnknownKey))
            }
            SignatureState::Yes | SignatureState::NotNeeded => None,
        };
        if let Some(why) = unsigned {
            return self.pass_over(Some(Finding::refused(index, Some(&entry), why)));
        }
        if let Err(why) = self.validator.check(&entry, checked.leaf) {
            let counts = counts_anyway(&why);
            let finding = self.refused(index, &entry, why);
            if !counts {
                return self.pass_over(finding);
            }
            if let Some(finding) = finding {
                self.findings.add(finding);
            }
        }
        self.judge_day(index, &entry);
        if let Entry::Recorded(recorded) = &entry {
            self.disprove(index, recorded);
            self.judge_forwarding(index, recorded.record());
        }
        self.judge_policy(index, &entry);
        self.validator.apply(&entry, checked.leaf);
        Some(entry)
    }

    /// Which rules hold from here on; without any, nobody knows what was due.
    fn judge_policy(&mut self, index: u64, entry: &Entry) {
        if let Entry::Policy { digest, day } = *entry {
            self.policies.adopt(NamedPolicy { index, day, digest });
            self.validator.follow(self.policies.now());
        } else if self.policies.is_empty() && !self.lawless {
            self.lawless = true;
            self.findings.add(Finding::NoPolicy { index });
        }
    }

    /// What is said of an entry that had to be refused: nothing, if the reason is that this program
    /// is too old to read what comes before.
    fn refused(&self, index: u64, entry: &Entry, why: InvalidEntry) -> Option<Finding> {
        let newer = |what| Some(Finding::NewerProgram { index, what });
        match (entry, &why) {
            (
                Entry::Roster { digest, .. },
                InvalidEntry::BadRoster(BadRosterEntry::FileUnknown),
            ) if self.newer_rosters.contains(digest) => newer(NotReadHere::Roster),
            (Entry::Recorded(recorded), InvalidEntry::Gap) if self.is_after_newer(recorded) => None,
            _ => Some(Finding::refused(index, Some(entry), why)),
        }
    }

    /// No entry is missing before it: that one is there, and of a kind that is not known here.
    fn is_after_newer(&self, recorded: &SignedRecord) -> bool {
        match &recorded.record().event {
            OfficerEvent::Step { after, .. } => self.newer_entries.contains(after),
            _ => false,
        }
    }

    /// What is there and means nothing.
    fn pass_over(&mut self, finding: Option<Finding>) -> Option<Entry> {
        if let Some(finding) = finding {
            self.findings.add(finding);
        }
        self.validator.pass_over();
        None
    }

    /// Days that can't be: after today, before what was seen, later than the batch.
    fn judge_day(&mut self, index: u64, entry: &Entry) {
        let day = entry.day();
        if day > self.terms.today {
            self.ahead.push((index, day));
        }
        if let Entry::Clock { day, before } = *entry {
            // It explains what is dated ahead before it, and is a question to the intake itself.
            self.ahead
                .retain(|(at, ahead)| *at == index || *ahead > before);
            self.findings
                .add(Finding::TurnedBack { index, day, before });
        }
        let batch_days = match entry {
            Entry::Received { .. } => self.policies.now().batch_days(),
            _ => 0,
        };
        if let Entry::Received { institution, .. } = entry
            && let Some(newest) = self.validator.newest()
            && newest.days_since(day) > batch_days
        {
            let institution = institution.clone();
            self.findings.add(Finding::Late {
                index,
                institution,
                day,
                newest,
            });
        }
        if let Some(seen) = self.seen_before(index)
            && seen.days_since(day) > batch_days + CLOCKS_APART_DAYS
        {
            self.findings.add(Finding::BackDated { index, day, seen });
        }
    }

    /// The latest day on which the ledger was seen without this entry.
    fn seen_before(&mut self, index: u64) -> Option<Day> {
        while self
            .sightings
            .get(self.passed)
            .is_some_and(|seen| seen.size <= index)
        {
            self.passed += 1;
        }
        self.sightings[..self.passed]
            .iter()
            .map(|seen| seen.day)
            .max()
    }

    /// Says that an item is taken into a case in spite of a rejection.
    fn disprove(&mut self, by: u64, recorded: &SignedRecord) {
        let Record {
            institution, event, ..
        } = recorded.record();
        let taken = event.case().and_then(|_| event.item());
        let rejected = taken.and_then(|item| self.validator.fold().rejection(&item));
        if let Some(rejected) = rejected {
            self.findings.add(Finding::Disproved(Disproved {
                index: rejected.index,
                institution: institution.clone(),
                day: rejected.day,
                reason: rejected.reason,
                key: rejected.key,
                by,
            }));
        }
    }

    /// Whether the institution that a case went to exists, this ledger can't say if it has no
    /// roster here: whoever can open the case can.
    fn judge_forwarding(&mut self, index: u64, record: &Record) {
        if let OfficerEvent::Step {
            case,
            step: CaseStep::Forwarded { to },
            ..
        } = &record.event
            && self.validator.channel(to).is_none()
        {
            self.findings.add(Finding::ForwardedOutside {
                index,
                institution: record.institution.clone(),
                case: *case,
                to: to.clone(),
            });
        }
    }

    fn judge_expected(&mut self) {
        for wanted in self.terms.expected {
            let mut items = self.validator.fold().items();
            if !items.any(|(item, _)| wanted.is_of(item)) {
                let item = wanted.clone();
                self.findings.add(Finding::Hidden { item });
            }
        }
    }

    /// Terms and days off are the policy's: judged by another, the same case may end otherwise.
    fn compare_policies(&mut self, mirror: &Mirror) -> io::Result<()> {
        let items = self.validator.fold().items();
        let received: Vec<Day> = items.map(|(_, standing)| standing.day).collect();
        for finding in self.policies.rewritten(mirror, &received)? {
            self.findings.add(finding);
        }
        let used = self.terms.policy.digest();
        let unknown = self.policies.unknown().map(|policy| (policy, false));
        let other = self.policies.other().map(|policy| (policy, true));
        for (NamedPolicy { index, digest, .. }, is_newest) in unknown.chain(other) {
            let named = digest;
            self.findings.add(if is_newer(mirror, digest)? {
                let what = NotReadHere::Policy;
                Finding::NewerProgram { index, what }
            } else if is_newest {
                Finding::OtherPolicy(OtherPolicy { index, named, used })
            } else {
                Finding::UnknownPolicy { index, named }
            });
        }
        Ok(())
    }

    /// Missed deadlines, in order of their days. A case with a gap has its own finding.
    fn judge_deadlines(&mut self, standing: &mut Standing) {
        let today = self.terms.today;
        let (mut missed, mut untold) = (Vec::new(), Vec::new());
        for (number, institution, timeline) in self.validator.fold().timelines() {
            let policy = self.policies.on(timeline.received());
            let dues = timeline.dues(policy, policy.calendar());
            let feedback = dues.iter().find(|due| due.kind == DeadlineKind::Feedback);
            if let Some(feedback) = feedback.filter(|feedback| !feedback.is_missed(today)) {
                let told = match timeline.end_told() {
                    EndTold::NotEnded => Some(feedback.deadline.legal()),
                    EndTold::Untold => None,
                    EndTold::On(day) => Some(day),
                };
                if feedback.deadline.missed_on(told.unwrap_or(today)) {
                    untold.push((feedback.deadline, number, told, institution.clone()));
                }
            }
            let dues = dues.into_iter().filter(|due| due.is_missed(today));
            missed.extend(dues.map(|due| (due.deadline, number, due, institution)));
        }
        missed.sort_unstable_by_key(|(deadline, number, due, _)| (*deadline, *number, due.id));
        for (deadline, case, due, institution) in missed {
            let stands = of(standing, institution);
            match (due.done, due.service) {
                (Some(_), _) => stands.late += 1,
                (None, true) => stands.overdue_service += 1,
                (None, false) => stands.note_overdue(deadline.legal()),
            }
            self.findings.add(Finding::Missed {
                clock: due.id,
                case,
                institution: institution.clone(),
                due: deadline.legal(),
                done: due.done,
                service: due.service,
                provisional: deadline.is_provisional(),
            });
        }
        untold.sort_unstable_by_key(|(deadline, number, ..)| (*deadline, *number));
        for (deadline, case, told, institution) in untold {
            self.findings.add(Finding::Untold {
                case,
                institution,
                due: deadline.legal(),
                told,
            });
        }
    }

    /// Items that nobody accounted for by the end of A1, in order; and all that wait.
    fn judge_unaccounted(&mut self, standing: &mut Standing) {
        let today = self.terms.today;
        let mut open: Vec<_> = self.validator.fold().unaccounted().collect();
        open.sort_unstable_by_key(|(_, standing, _)| standing.index);
        for (_, item, institution) in open {
            let age_days = today.days_since(item.day);
            let stands = of(standing, institution);
            stands.unopened += 1;
            stands.oldest_days = stands.oldest_days.max(age_days);
            let policy = self.policies.on(item.day);
            let due = policy.acknowledge_deadline(item.day, policy.calendar());
            if due.missed_on(today) {
                stands.note_overdue(due.legal());
                self.findings.add(Finding::Unaccounted {
                    index: item.index,
                    institution: institution.clone(),
                    day: item.day,
                    age_days,
                });
            }
        }
    }
}

/// How institutions stand, by name.
type Standing = BTreeMap<Institution, InstitutionStanding>;

fn of<'s>(standing: &'s mut Standing, institution: &Institution) -> &'s mut InstitutionStanding {
    let new = || InstitutionStanding::new(institution.clone());
    standing.entry(institution.clone()).or_insert_with(new)
}

/// The leaf hashes of the first `size` entries in the mirror; fewer if bundles are missing.
pub(super) fn leaves(mirror: &Mirror, size: u64) -> impl Iterator<Item = TreeHash> {
    Bundle::covering(0, size).flat_map(|bundle| {
        let bytes = mirror.read(Resource::Entries(bundle)).ok().flatten();
        let bytes = bytes.unwrap_or_default();
        let lines = bundle.split(&bytes).unwrap_or_default();
        lines.into_iter().map(TreeHash::of_leaf).collect::<Vec<_>>()
    })
}

/// Is the entry its signer's all the same? Then what follows builds on it.
fn counts_anyway(why: &InvalidEntry) -> bool {
    matches!(
        why,
        InvalidEntry::BackDated { .. }
            | InvalidEntry::Stale
            | InvalidEntry::Gap
            | InvalidEntry::OutOfStep { .. }
            | InvalidEntry::UnknownCategory
            | InvalidEntry::NeverReceived
            | InvalidEntry::AccountedTwice
            | InvalidEntry::ForwardedToItself
            | InvalidEntry::NotExtendable
            | InvalidEntry::ReceivedForNobody
    )
}
const PROGRESS_EACH: u64 = 16_384;
