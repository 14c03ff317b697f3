//! The gate: what may be appended.
//!
//! Keeps P7. The intake asks the gate before it appends; each auditor runs the same gate
//! over what was appended. What the one refuses is what the others report.
//!
//! Knows the whole ledger in compact form: about 100 bytes for an item and as much for
//! each step of a case. Never knows a file, a clock or a disk.
//!
//! The intake's order, which a crash can't break: `Validator::judge`, which changes nothing; then
//! entry, nodes and checkpoint in one commit; once that is durable `Validator::apply`, and the answer.
//! A commit that was refused and moved nothing leaves the gate as it is; after one of which nobody
//! knows whether it happened, the gate is made again from what is on disk.

mod case_state;

/// Which keys may sign for whom, from when to when.
pub mod authority;

/// What was due when.
pub mod clocks;

/// For how long what was received is needed.
pub mod content_need;

/// Which step may follow which.
pub mod lifecycle;

/// Why not.
pub mod refused;

use std::collections::{HashMap, HashSet};

use crate::keys::digest::ReportDigest;
use crate::keys::signature::VerifyingKey;
use crate::rules::calendar::Day;
use crate::rules::policy::{Category, Policy, Retention};
use crate::rules::roster::Institution;

use super::entry::step::CaseStep;
use super::entry::terms::RejectionReason;
use super::entry::{
    CaseNumber, Entry, Fingerprint, MinisignKey, OfficerEvent, Record, SignedRecord,
};
use super::tree::TreeHash;
use super::validator::authority::{Authority, NotAuthorised, RosterFacts};
use super::validator::content_need::{CaseEnd, ContentNeed, need_of_rejected};
use super::validator::lifecycle::{CaseProgress, PublicStatus};
use super::validator::refused::InvalidEntry;

use case_state::Docket;

/// The ledger's state after all entries so far.
pub struct Validator {
    size: u64,
    newest: Option<Day>,
    categories: HashSet<Category>,
    authority: Authority,
    names: InstitutionNumbers,
    items: HashMap<ReportDigest, ItemStanding>,
    cases: HashMap<CaseNumber, Docket>,
}

/// What became of an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ItemStanding {
    /// The number of its `received` entry.
    pub index: u64,
    /// The day it was received.
    pub day: Day,
    /// Who answers for it.
    pub account: ItemAccount,
    institution: u32,
    /// The day of the last rejection as no report.
    rejected: Option<Day>,
}

/// How an item was accounted for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemAccount {
    /// Not yet.
    Open,
    /// It is a case, or belongs to one.
    Case(CaseNumber),
    /// Someone said that it is no report. Whoever can open it disproves that.
    Rejected,
}

/// An entry that may be appended next.
#[derive(Debug)]
pub struct Accepted {
    pub entry: Entry,
    /// Canonical, without a line feed.
    pub line: String,
    pub leaf: TreeHash,
    /// Its number.
    pub index: u64,
}

impl Validator {
    /// Before the first entry, under this policy's categories.
    pub fn new(policy: &Policy) -> Self {
        let categories = policy
            .categories()
            .into_iter()
            .map(|rule| rule.category().clone());
        Self {
            size: 0,
            newest: None,
            categories: categories.collect(),
            authority: Authority::default(),
            names: InstitutionNumbers::default(),
            items: HashMap::new(),
            cases: HashMap::new(),
        }
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
    /// is as the next entry; nothing is noted.
    pub fn judge(&self, line: &[u8], today: Day) -> Result<Accepted, InvalidEntry> {
        let entry = Entry::parse(line).map_err(InvalidEntry::NotAnEntry)?;
        let Entry::Recorded(recorded) = &entry else {
            return Err(InvalidEntry::NotForOfficers);
        };
        self.authority
            .check(&recorded.record.institution, recorded.key)
            .map_err(InvalidEntry::NotAuthorised)?;
        self.check_signature(recorded)?;
        if entry.day() != today {
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
        let accepted = self.judge(line, today)?;
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
            Entry::Received { item, .. } if self.items.contains_key(item) => {
                Err(InvalidEntry::ReceivedTwice)
            }
            // A late batch is the auditor's to report; refusing it would lose reports.
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
        let index = self.size;
        self.size += 1;
        match entry {
            Entry::Received {
                institution,
                day,
                item,
            } => {
                let institution = self.names.intern(institution);
                let standing = ItemStanding {
                    index,
                    day: *day,
                    account: ItemAccount::Open,
                    institution,
                    rejected: None,
                };
                self.items.entry(*item).or_insert(standing);
            }
            Entry::Roster { digest, .. } => self.authority.adopt(*digest),
            Entry::Policy { .. } => {}
            Entry::Recorded(recorded) => self.apply_record(&recorded.record, leaf),
        }
        self.newest = self.newest.max(Some(entry.day()));
    }

    /// Counts an entry that is in the tree and means nothing: forged, or not an entry.
    pub fn pass_over(&mut self) {
        self.size += 1;
    }

    /// How many entries so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The latest day of any entry so far.
    pub fn newest(&self) -> Option<Day> {
        self.newest
    }

    /// What became of an item; `None` if it has no `received` entry (yet).
    pub fn find(&self, item: &ReportDigest) -> Option<&ItemStanding> {
        self.items.get(item)
    }

    /// What the reporter of an item is told.
    pub fn status(&self, item: &ReportDigest) -> Option<PublicStatus> {
        Some(match self.find(item)?.account {
            ItemAccount::Open => PublicStatus::Received,
            ItemAccount::Rejected => PublicStatus::Done,
            ItemAccount::Case(number) => self.status_of_case(number),
        })
    }

    /// What the reporters of a case are told; of one that a gap hides, no more than that there is one.
    pub fn status_of_case(&self, number: CaseNumber) -> PublicStatus {
        self.case(number)
            .map_or(PublicStatus::Assessing, CaseProgress::status)
    }

    /// Whom an item was sent to; `None` if it has no `received` entry (yet).
    pub fn institution_of_item(&self, item: &ReportDigest) -> Option<&Institution> {
        Some(self.names.name(self.find(item)?.institution))
    }

    /// Whose case it is.
    pub fn institution_of_case(&self, number: CaseNumber) -> Option<&Institution> {
        Some(self.names.name(self.cases.get(&number)?.institution))
    }

    /// Items that nobody has accounted for, in no order.
    pub fn unaccounted(
        &self,
    ) -> impl Iterator<Item = (&ReportDigest, &ItemStanding, &Institution)> {
        let open = self
            .items
            .iter()
            .filter(|(_, standing)| standing.account == ItemAccount::Open);
        open.map(|(item, standing)| (item, standing, self.names.name(standing.institution)))
    }

    /// Each item, and whether its content is needed as of `today`; in no order.
    pub fn content_needs(
        &self,
        today: Day,
        terms: &Retention,
    ) -> impl Iterator<Item = (&ReportDigest, ContentNeed)> {
        self.items.iter().map(move |(item, standing)| {
            let need = match (standing.account, standing.rejected) {
                (ItemAccount::Open, _) | (ItemAccount::Rejected, None) => ContentNeed::Unaccounted,
                (ItemAccount::Rejected, Some(day)) => need_of_rejected(day, today, terms),
                (ItemAccount::Case(number), _) => {
                    let docket = self.cases.get(&number);
                    docket.map_or(ContentNeed::Needed, |docket| docket.end.need(today, terms))
                }
            };
            (item, need)
        })
    }

    /// Items of an institution whose case is not closed, or that nobody has accounted for, and their days; in no
    /// order.
    pub fn unfinished(
        &self,
        institution: &Institution,
    ) -> impl Iterator<Item = (ReportDigest, Day)> {
        let number = self.names.number(institution);
        let of_it = self
            .items
            .iter()
            .filter(move |(_, standing)| Some(standing.institution) == number);
        let open = of_it.filter(|(_, standing)| match standing.account {
            ItemAccount::Open => true,
            ItemAccount::Rejected => false,
            ItemAccount::Case(number) => {
                let docket = self.cases.get(&number);
                docket.is_none_or(|docket| !docket.end.is_closed())
            }
        });
        open.map(|(item, standing)| (*item, standing.day))
    }

    /// The leaf hash that a case's next step names in `after`.
    pub fn head_of(&self, case: CaseNumber) -> Option<TreeHash> {
        self.cases.get(&case)?.chain.last().copied()
    }

    /// How far a case has come; `None` if there is none, or a gap hides it.
    pub fn case(&self, number: CaseNumber) -> Option<&CaseProgress> {
        self.cases.get(&number)?.case.as_ref()
    }

    fn check_day(&self, day: Day) -> Result<(), InvalidEntry> {
        match self.newest {
            Some(newest) if day < newest => Err(InvalidEntry::BackDated { newest }),
            _ => Ok(()),
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
                match self.cases.get(case) {
                    Some(docket) if docket.chain.contains(&leaf) => {
                        return Err(InvalidEntry::Replayed);
                    }
                    Some(_) => return Err(InvalidEntry::CaseExists),
                    None => self.check_may_take(institution, item)?,
                }
                let known = self.categories.contains(category);
                known.then_some(()).ok_or(InvalidEntry::UnknownCategory)
            }
            OfficerEvent::Step { case, after, step } => {
                let docket = self.cases.get(case).ok_or(InvalidEntry::NoSuchCase)?;
                let of = self.names.name(docket.institution);
                if of != institution {
                    return Err(InvalidEntry::CaseOf(of.clone()));
                }
                docket.check_place(*after, leaf)?;
                match step {
                    CaseStep::Linked { item } => self.check_may_take(institution, item)?,
                    CaseStep::Forwarded { to } if to == institution => {
                        return Err(InvalidEntry::ForwardedToItself);
                    }
                    _ => {}
                }
                docket.check_step(step)
            }
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
        let standing = self.items.get(item).ok_or(InvalidEntry::NeverReceived)?;
        let of = self.names.name(standing.institution);
        if of != institution {
            return Err(InvalidEntry::ItemOf(of.clone()));
        }
        Ok(standing.account)
    }

    fn apply_record(&mut self, record: &Record, leaf: TreeHash) {
        if let Some(standing) = record
            .event
            .item()
            .and_then(|item| self.items.get_mut(&item))
        {
            standing.account = match (record.event.case(), standing.account) {
                (Some(case), _) => ItemAccount::Case(case),
                // No rejection takes a case back, not even one that had to be refused.
                (None, case @ ItemAccount::Case(_)) => case,
                (None, ItemAccount::Open | ItemAccount::Rejected) => ItemAccount::Rejected,
            };
        }
        match &record.event {
            OfficerEvent::Rejected { item, reason } => {
                let as_no_report = *reason != RejectionReason::Unreadable;
                if let Some(standing) = self.items.get_mut(item).filter(|_| as_no_report) {
                    standing.rejected = Some(record.day);
                }
            }
            OfficerEvent::Opened { case, track, .. } => {
                let institution = self.names.intern(&record.institution);
                let docket = Docket {
                    institution,
                    chain: vec![leaf],
                    case: Some(CaseProgress::open(*track)),
                    end: CaseEnd::default(),
                };
                self.cases.entry(*case).or_insert(docket);
            }
            OfficerEvent::Step { case, after, step } => {
                if let Some(docket) = self.cases.get_mut(case) {
                    docket.apply(*after, leaf, step, record.day);
                }
            }
        }
    }
}

/// Institutions by number, so that an item costs four bytes for its.
#[derive(Default)]
struct InstitutionNumbers {
    list: Vec<Institution>,
    numbers: HashMap<Institution, u32>,
}

impl InstitutionNumbers {
    fn intern(&mut self, institution: &Institution) -> u32 {
        if let Some(number) = self.numbers.get(institution) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).expect("a ledger is shorter than 2^32 rosters");
        self.list.push(institution.clone());
        self.numbers.insert(institution.clone(), number);
        number
    }

    fn number(&self, institution: &Institution) -> Option<u32> {
        self.numbers.get(institution).copied()
    }

    fn name(&self, number: u32) -> &Institution {
        &self.list[usize::try_from(number).expect("a number that `intern` gave")]
    }
}

#[cfg(test)]
mod tests;
