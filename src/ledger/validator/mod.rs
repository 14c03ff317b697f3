//! The validator: which entries may be appended.
//!
//! Keeps P7. The intake asks the validator before it appends; each auditor runs the same validator
//! over what was appended. What the one refuses is what the others report.
//!
//! Knows the whole ledger in compact form, as `fold` keeps it. Never knows a file, a clock or a
//! disk.
//!
//! The intake's order, which a crash can't break: `Validator::judge`, which changes nothing; then
//! entry, nodes and checkpoint in one commit; once that is durable `Validator::apply`, and the
//! answer. A commit that was refused and moved nothing leaves the validator as it is; after one of
//! which nobody knows whether it happened, the validator is made again from what is on disk.

/// Which keys may sign for whom, from when to when.
pub mod authority;

/// Why not.
pub mod invalid_entry;

use std::collections::HashSet;
use std::ops::RangeInclusive;

use crate::keys::digest::ReportDigest;
use crate::keys::signature::VerifyingKey;
use crate::rules::calendar::Day;
use crate::rules::policy::{Category, Policy};
use crate::rules::roster::{Institution, InstitutionKind};

use super::entry::step::CaseStep;
use super::entry::{
    CaseNumber, Entry, Fingerprint, MinisignKey, OfficerEvent, Record, SignedRecord,
};
use super::fold::lifecycle::{CaseProgress, CaseStage};
use super::fold::{ItemAccount, LedgerFold};
use super::tree::TreeHash;
use super::validator::authority::{Authority, NotAuthorised, RosterFacts};
use super::validator::invalid_entry::InvalidEntry;

/// The ledger's state after all entries so far.
pub struct Validator {
    size: u64,
    newest: Option<Day>,
    categories: HashSet<Category>,
    authority: Authority,
    fold: LedgerFold,
}

/// An entry that may be appended next.
#[derive(Debug)]
pub struct Accepted {
    /// Parsed, and rightly signed if an officer's.
    pub entry: Entry,
    /// Canonical, without a line feed.
    pub line: String,
    /// Its hash in the tree.
    pub leaf: TreeHash,
    /// Its number.
    pub index: u64,
}

impl Validator {
    /// Before the first entry, under this policy's categories.
    pub fn new(policy: &Policy) -> Self {
        Self {
            size: 0,
            newest: None,
            categories: categories(policy),
            authority: Authority::default(),
            fold: LedgerFold::default(),
        }
    }

    /// From here on, this policy's categories are those that a report may be of.
    pub(crate) fn follow(&mut self, policy: &Policy) {
        self.categories = categories(policy);
    }

    /// Makes a roster file known, so that its entry can bring it into force.
    pub fn learn(&mut self, facts: RosterFacts) {
        self.authority.learn(facts);
    }

    /// The key that an institution's first roster must be signed by.
    pub fn pin(&mut self, institution: Institution, key: MinisignKey) {
        self.authority.pin(institution, key);
    }

    /// An officer's line, from outside: parses, checks key, signature, day and all rules. What it
    /// is as the next entry; nothing is noted. `today`: one day, unless a clock was ahead.
    pub fn judge(
        &self,
        line: &[u8],
        today: &RangeInclusive<Day>,
    ) -> Result<Accepted, InvalidEntry> {
        let entry = Entry::parse(line).map_err(InvalidEntry::NotAnEntry)?;
        let Entry::Recorded(recorded) = &entry else {
            return Err(InvalidEntry::NotForOfficers);
        };
        self.authority
            .check(&recorded.record.institution, recorded.key)
            .map_err(InvalidEntry::NotAuthorised)?;
        self.check_signature(recorded)?;
        if !today.contains(&entry.day()) {
            return Err(InvalidEntry::NotToday);
        }
        self.judge_own(entry)
    }

    /// An entry of the intake's own, or one that was appended before: checks all but signature
    /// and today's date. What it is as the next entry; nothing is noted.
    pub fn judge_own(&self, entry: Entry) -> Result<Accepted, InvalidEntry> {
        let line = entry.to_line();
        let leaf = TreeHash::of_leaf(line.as_bytes());
        self.check(&entry, leaf)?;
        Ok(Accepted {
            entry,
            line,
            leaf,
            index: self.size,
        })
    }

    /// [`Validator::judge`], and notes it.
    pub fn accept(&mut self, line: &[u8], today: Day) -> Result<Accepted, InvalidEntry> {
        let accepted = self.judge(line, &(today..=today))?;
        self.apply(&accepted.entry, accepted.leaf);
        Ok(accepted)
    }

    /// [`Validator::judge_own`], and notes it.
    pub fn note(&mut self, entry: Entry) -> Result<Accepted, InvalidEntry> {
        let accepted = self.judge_own(entry)?;
        self.apply(&accepted.entry, accepted.leaf);
        Ok(accepted)
    }

    /// Did the named key sign? Says nothing of whether it may.
    pub fn check_signature(&self, recorded: &SignedRecord) -> Result<(), InvalidEntry> {
        let unknown = InvalidEntry::NotAuthorised(NotAuthorised::UnknownKey);
        let key = self.key(recorded.key).ok_or(unknown)?;
        recorded.verify(key).map_err(|_| InvalidEntry::NotSigned)
    }

    /// The key with this fingerprint in any known roster.
    pub fn key(&self, fingerprint: Fingerprint) -> Option<&VerifyingKey> {
        self.authority.key(fingerprint)
    }

    /// All rules but the signature itself and today's date.
    pub fn check(&self, entry: &Entry, leaf: TreeHash) -> Result<(), InvalidEntry> {
        match entry {
            Entry::Received { item, .. } if self.fold.find(item).is_some() => {
                Err(InvalidEntry::ReceivedTwice)
            }
            // A late batch is the auditor's to report; refusing it would lose reports. Nobody could
            // have sealed one to an institution without a roster.
            Entry::Received { institution, .. } if self.channel(institution).is_none() => {
                Err(InvalidEntry::ReceivedForNobody)
            }
            Entry::Received { .. } => Ok(()),
            Entry::Roster {
                institution,
                version,
                digest,
                key,
                ..
            } => self
                .authority
                .check_roster(institution, *version, *digest, key)
                .map_err(InvalidEntry::BadRoster)
                .and_then(|()| self.check_day(entry.day())),
            Entry::Policy { day, .. } => self.check_day(*day),
            Entry::Clock { day, before } => self.check_clock(*day, *before),
            Entry::Recorded(recorded) => {
                let Record {
                    institution,
                    day,
                    event,
                } = &recorded.record;
                self.authority
                    .check(institution, recorded.key)
                    .map_err(InvalidEntry::NotAuthorised)?;
                self.check_event(institution, event, leaf)?;
                self.check_day(*day)
            }
        }
    }

    /// Notes an entry as appended. After [`Self::check`] passed this is exact; an auditor also
    /// calls it for entries that break a rule and are there all the same.
    pub fn apply(&mut self, entry: &Entry, leaf: TreeHash) {
        if let Entry::Roster {
            digest,
            institution,
            ..
        } = entry
        {
            self.authority.adopt(*digest);
            if let Some(kind) = self.channel(institution) {
                self.fold.note_channel(institution, kind);
            }
        }
        self.fold.take(self.size, entry, leaf);
        self.size += 1;
        self.newest = match entry {
            Entry::Clock { day, .. } => Some(*day),
            _ => self.newest.max(Some(entry.day())),
        };
    }

    /// Counts an entry that is in the tree and means nothing: forged, or not an entry.
    pub fn pass_over(&mut self) {
        self.size += 1;
    }

    /// How many entries so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The latest day of any entry so far, or since the clock was last turned back.
    pub fn newest(&self) -> Option<Day> {
        self.newest
    }

    /// Whose channel this institution has; `None` without a roster in force.
    pub(crate) fn channel(&self, institution: &Institution) -> Option<InstitutionKind> {
        self.authority.channel(institution)
    }

    /// What the entries so far amount to.
    pub fn fold(&self) -> &LedgerFold {
        &self.fold
    }

    fn check_day(&self, day: Day) -> Result<(), InvalidEntry> {
        match self.newest {
            Some(newest) if day < newest => Err(InvalidEntry::BackDated { newest }),
            _ => Ok(()),
        }
    }

    /// Days run backwards only from the newest one there, and only by an entry that says so.
    fn check_clock(&self, day: Day, before: Day) -> Result<(), InvalidEntry> {
        match self.newest {
            Some(newest) if before == newest && day < newest => Ok(()),
            _ => Err(InvalidEntry::ClockNotAhead),
        }
    }

    fn check_event(
        &self,
        institution: &Institution,
        event: &OfficerEvent,
        leaf: TreeHash,
    ) -> Result<(), InvalidEntry> {
        match event {
            OfficerEvent::Rejected { item, .. } => self.check_may_reject(institution, item),
            OfficerEvent::Opened {
                case,
                item,
                category,
                ..
            } => {
                match self.fold.chain_of(*case) {
                    Some(chain) if chain.contains(&leaf) => return Err(InvalidEntry::Replayed),
                    Some(_) => return Err(InvalidEntry::CaseExists),
                    None => self.check_may_take(institution, item)?,
                }
                let known = self.categories.contains(category);
                known.then_some(()).ok_or(InvalidEntry::UnknownCategory)
            }
            OfficerEvent::Step { case, after, step } => {
                match self.fold.institution_of_case(*case) {
                    None => return Err(InvalidEntry::NoSuchCase),
                    Some(of) if of != institution => return Err(InvalidEntry::CaseOf(of.clone())),
                    Some(_) => self.check_place(*case, *after, leaf)?,
                }
                match step {
                    CaseStep::Linked { item } => self.check_may_take(institution, item)?,
                    CaseStep::Forwarded { to } if to == institution => {
                        return Err(InvalidEntry::ForwardedToItself);
                    }
                    CaseStep::Extended { .. } if !self.may_extend(institution, *case) => {
                        return Err(InvalidEntry::NotExtendable);
                    }
                    _ => {}
                }
                self.check_step(*case, step)
            }
        }
    }

    /// By an institution's own channel feedback takes three months and no more; an ordinary
    /// submission may take longer anywhere. Whether a case is one, a gap hides.
    fn may_extend(&self, institution: &Institution, case: CaseNumber) -> bool {
        let stage = self.fold.case(case).map(CaseProgress::stage);
        self.channel(institution) != Some(InstitutionKind::Internal)
            || stage.is_none_or(|stage| stage == CaseStage::AsSubmission)
    }

    /// Does it follow the case's last entry?
    fn check_place(
        &self,
        case: CaseNumber,
        after: TreeHash,
        leaf: TreeHash,
    ) -> Result<(), InvalidEntry> {
        let chain = self.fold.chain_of(case).unwrap_or_default();
        if chain.last() == Some(&after) {
            return Ok(());
        }
        if chain.contains(&leaf) {
            return Err(InvalidEntry::Replayed);
        }
        Err(if chain.contains(&after) {
            InvalidEntry::Stale
        } else {
            InvalidEntry::Gap
        })
    }

    /// May the case, as far as it is known, take this step now?
    fn check_step(&self, case: CaseNumber, step: &CaseStep) -> Result<(), InvalidEntry> {
        match self.fold.case(case) {
            Some(case) if !case.allows(step) => Err(InvalidEntry::OutOfStep {
                step: step.fact(),
                stage: case.stage(),
            }),
            _ => Ok(()),
        }
    }

    /// Nobody may have accounted for it, in whatever way.
    fn check_may_reject(
        &self,
        institution: &Institution,
        item: &ReportDigest,
    ) -> Result<(), InvalidEntry> {
        match self.account_of(institution, item)? {
            ItemAccount::Open => Ok(()),
            ItemAccount::Rejected | ItemAccount::Case(_) => Err(InvalidEntry::AccountedTwice),
        }
    }

    /// A rejected item may still become a case, or part of one: else an officer whom the reporter
    /// left out could close for good what they can't even open.
    fn check_may_take(
        &self,
        institution: &Institution,
        item: &ReportDigest,
    ) -> Result<(), InvalidEntry> {
        match self.account_of(institution, item)? {
            ItemAccount::Open | ItemAccount::Rejected => Ok(()),
            ItemAccount::Case(_) => Err(InvalidEntry::AccountedTwice),
        }
    }

    fn account_of(
        &self,
        institution: &Institution,
        item: &ReportDigest,
    ) -> Result<ItemAccount, InvalidEntry> {
        let standing = self.fold.find(item).ok_or(InvalidEntry::NeverReceived)?;
        match self.fold.institution_of_item(item) {
            Some(of) if of != institution => Err(InvalidEntry::ItemOf(of.clone())),
            _ => Ok(standing.account),
        }
    }
}

fn categories(policy: &Policy) -> HashSet<Category> {
    let rules = policy.categories().into_iter();
    rules.map(|rule| rule.category().clone()).collect()
}

#[cfg(test)]
mod tests;
