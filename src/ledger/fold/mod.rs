//! The ledger's state: what its entries so far add up to, one after the other (a fold).
//!
//! Keeps P7: which item belongs to which case, which rejection stands, how far a case has come and
//! what its deadlines depend on is found out here, once, for everyone. The validator asks it what
//! may follow, an officer's tool what stands, an auditor what was due.
//!
//! ```text
//!   entry ─▶ LedgerFold::take ─▶ items ─▶ case, or rejection that stands
//!                           └──▶ cases ─▶ progress, timeline, the leaf that the next step names
//! ```
//!
//! Takes each entry as it is and refuses none: what may follow what is for `validator` to say.
//! Knows about 100 bytes for an item, 200 for a case and 48 for each step of one. Never knows whose
//! signature counts, a clock or a disk.

/// What was due when.
pub(crate) mod deadlines;

/// For how long what was received is needed.
pub(crate) mod content_retention;

/// Which step may follow which.
pub mod lifecycle;

use std::collections::{HashMap, HashSet};

use crate::keys::digest::ReportDigest;
use crate::rules::calendar::Day;
use crate::rules::policy::Retention;
use crate::rules::roster::{Institution, InstitutionKind};

use super::entry::step::CaseStep;
use super::entry::vocabulary::RejectionReason;
use super::entry::{CaseNumber, Entry, Fingerprint, OfficerEvent, SignedRecord};
use super::tree::TreeHash;
use content_retention::{CaseEnd, ContentNeed, ContentTerm, need_of_rejected, term_of_rejected};
use deadlines::Timeline;
use lifecycle::{CaseProgress, PublicStatus};

/// What became of items and cases.
#[derive(Default)]
pub struct LedgerFold {
    names: InstitutionNumbers,
    items: HashMap<ReportDigest, ItemStanding>,
    rejections: HashMap<ReportDigest, StandingRejection>,
    cases: HashMap<CaseNumber, FoldedCase>,
    /// Institutions whose channel is their own people's.
    internal: HashSet<u32>,
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

/// The first rejection of an item that belongs to no case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StandingRejection {
    /// Its entry's number.
    pub index: u64,
    /// Its entry's day.
    pub day: Day,
    /// As its officer recorded it.
    pub reason: RejectionReason,
    /// Which key is said to have signed it.
    pub key: Fingerprint,
}

/// One case.
struct FoldedCase {
    institution: u32,
    /// Leaf hashes of its entries, in order.
    chain: Vec<TreeHash>,
    /// `None` once a gap hides what happened.
    progress: Option<CaseProgress>,
    /// `None` if its item was never received.
    timeline: Option<Timeline>,
    end: CaseEnd,
    /// The last day of a step that says that the reporter was written to.
    told: Option<Day>,
}

impl LedgerFold {
    /// Notes the entry with this number.
    pub fn take(&mut self, index: u64, entry: &Entry, leaf: TreeHash) {
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
                };
                self.items.entry(*item).or_insert(standing);
            }
            Entry::Recorded(recorded) => {
                self.account(index, recorded);
                self.step(recorded, leaf);
            }
            Entry::Roster { .. } | Entry::Policy { .. } | Entry::Clock { .. } => {}
        }
    }

    /// Notes whose channel an institution has, from its roster.
    pub(super) fn note_channel(&mut self, institution: &Institution, kind: InstitutionKind) {
        let number = self.names.intern(institution);
        match kind {
            InstitutionKind::Internal => _ = self.internal.insert(number),
            InstitutionKind::External => _ = self.internal.remove(&number),
        }
    }

    /// When the ledger last said that the reporters of an item's case were written to.
    pub fn told(&self, item: &ReportDigest) -> Option<Day> {
        match self.find(item)?.account {
            ItemAccount::Case(number) => self.cases.get(&number)?.told,
            ItemAccount::Open | ItemAccount::Rejected => None,
        }
    }

    /// All items, in no order.
    pub fn items(&self) -> impl Iterator<Item = (&ReportDigest, &ItemStanding)> {
        self.items.iter()
    }

    /// What became of an item; `None` if it has no `received` entry (yet).
    pub fn find(&self, item: &ReportDigest) -> Option<&ItemStanding> {
        self.items.get(item)
    }

    /// The rejection of an item, as long as no case takes it.
    pub fn rejection(&self, item: &ReportDigest) -> Option<&StandingRejection> {
        self.rejections.get(item)
    }

    /// What the reporter of an item is told.
    pub fn status(&self, item: &ReportDigest) -> Option<PublicStatus> {
        Some(match self.find(item)?.account {
            ItemAccount::Open => PublicStatus::Received,
            ItemAccount::Rejected => PublicStatus::Done,
            ItemAccount::Case(number) => self.status_of_case(number),
        })
    }

    /// What the reporters of a case are told; of one that a gap hides, no more than that there is
    /// one.
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

    /// Is an item's content needed as of `today`? Of one that is not in the ledger nobody has given
    /// account.
    pub fn content_need(&self, item: &ReportDigest, today: Day, terms: &Retention) -> ContentNeed {
        match self.find(item).map(|standing| standing.account) {
            None | Some(ItemAccount::Open) => ContentNeed::Unaccounted,
            Some(ItemAccount::Rejected) => self.need_of_rejected(item, today, terms),
            Some(ItemAccount::Case(number)) => {
                let folded = self.cases.get(&number);
                folded.map_or(ContentNeed::Needed, |folded| folded.end.need(today, terms))
            }
        }
    }

    /// From when on an item's content is not needed; one that is not in the ledger is.
    pub fn content_term(&self, item: &ReportDigest, terms: &Retention) -> ContentTerm {
        match self.find(item).map(|standing| standing.account) {
            None | Some(ItemAccount::Open) => ContentTerm::Running,
            Some(ItemAccount::Rejected) => match self.rejection(item) {
                Some(rejection) if rejection.reason != RejectionReason::Unreadable => {
                    term_of_rejected(rejection.day, terms)
                }
                _ => ContentTerm::Running,
            },
            Some(ItemAccount::Case(number)) => {
                let folded = self.cases.get(&number);
                folded.map_or(ContentTerm::Running, |folded| folded.end.term(terms))
            }
        }
    }

    /// The items of a case, in no order.
    pub fn items_of(&self, number: CaseNumber) -> impl Iterator<Item = ReportDigest> {
        let of_it = move |(item, standing): (&ReportDigest, &ItemStanding)| {
            (standing.account == ItemAccount::Case(number)).then_some(*item)
        };
        self.items.iter().filter_map(of_it)
    }

    fn need_of_rejected(&self, item: &ReportDigest, today: Day, terms: &Retention) -> ContentNeed {
        match self.rejection(item) {
            Some(rejection) if rejection.reason != RejectionReason::Unreadable => {
                need_of_rejected(rejection.day, today, terms)
            }
            _ => ContentNeed::Unaccounted,
        }
    }

    /// Items of an institution whose case is not closed, or that nobody has accounted for, and
    /// their days; in no order.
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
                let folded = self.cases.get(&number);
                folded.is_none_or(|folded| !folded.end.is_closed())
            }
        });
        open.map(|(item, standing)| (*item, standing.day))
    }

    /// The leaf hashes of a case's entries, in order.
    pub fn chain_of(&self, case: CaseNumber) -> Option<&[TreeHash]> {
        Some(&self.cases.get(&case)?.chain)
    }

    /// The leaf hash that a case's next step names in `after`.
    pub fn head_of(&self, case: CaseNumber) -> Option<TreeHash> {
        self.chain_of(case)?.last().copied()
    }

    /// How far a case has come; `None` if there is none, or a gap hides it.
    pub fn case(&self, number: CaseNumber) -> Option<&CaseProgress> {
        self.cases.get(&number)?.progress.as_ref()
    }

    /// What a case's deadlines depend on; `None` if there is none, or its item was never received.
    pub fn timeline(&self, number: CaseNumber) -> Option<&Timeline> {
        self.cases.get(&number)?.timeline.as_ref()
    }

    /// The cases that no gap hides, with what their deadlines depend on, in no order.
    pub fn timelines(&self) -> impl Iterator<Item = (CaseNumber, &Institution, &Timeline)> {
        let whole = self
            .cases
            .iter()
            .filter(|(_, folded)| folded.progress.is_some());
        whole.filter_map(|(number, folded)| {
            let timeline = folded.timeline.as_ref()?;
            Some((*number, self.names.name(folded.institution), timeline))
        })
    }

    /// Whom the item that a record names belongs to from now on.
    fn account(&mut self, index: u64, recorded: &SignedRecord) {
        let record = recorded.record();
        let Some(item) = record.event.item() else {
            return;
        };
        let standing = self.items.get_mut(&item);
        if let Some(case) = record.event.case() {
            self.rejections.remove(&item);
            if let Some(standing) = standing {
                standing.account = ItemAccount::Case(case);
            }
            return;
        }
        // No rejection takes a case back, not even one that had to be refused.
        let of_case = |standing: &ItemStanding| matches!(standing.account, ItemAccount::Case(_));
        if standing.as_deref().is_some_and(of_case) {
            return;
        }
        if let Some(standing) = standing {
            standing.account = ItemAccount::Rejected;
        }
        if let OfficerEvent::Rejected { reason, .. } = record.event {
            let rejection = StandingRejection {
                index,
                day: record.day,
                reason,
                key: recorded.key(),
            };
            self.rejections.entry(item).or_insert(rejection);
        }
    }

    fn step(&mut self, recorded: &SignedRecord, leaf: TreeHash) {
        let record = recorded.record();
        match &record.event {
            OfficerEvent::Rejected { .. } => {}
            OfficerEvent::Opened {
                case, item, track, ..
            } => {
                let institution = self.names.intern(&record.institution);
                let received = self.find(item).map(|standing| standing.day);
                let channel = if self.internal.contains(&institution) {
                    InstitutionKind::Internal
                } else {
                    InstitutionKind::External
                };
                let timeline = |received| Timeline::open(received, *track).by(channel);
                let folded = FoldedCase {
                    institution,
                    chain: vec![leaf],
                    progress: Some(CaseProgress::open(*track)),
                    timeline: received.map(timeline),
                    end: CaseEnd::default(),
                    told: None,
                };
                self.cases.entry(*case).or_insert(folded);
            }
            OfficerEvent::Step { case, after, step } => {
                if let Some(folded) = self.cases.get_mut(case) {
                    folded.take(record.day, *after, leaf, step);
                }
            }
        }
    }
}

impl FoldedCase {
    fn take(&mut self, day: Day, after: TreeHash, leaf: TreeHash, step: &CaseStep) {
        if let Some(timeline) = &mut self.timeline {
            timeline.take(day, step);
        }
        self.end.take(day, step);
        if tells(step) {
            self.told = Some(day);
        }
        let whole = self.chain.last() == Some(&after);
        self.chain.push(leaf);
        // A step out of order is the validator's to refuse; the case stands as it was.
        self.progress = self
            .progress
            .take()
            .filter(|_| whole)
            .map(|case| case.take(step).unwrap_or_else(|refused| refused.case));
    }
}

/// Does the step say that the reporter was written to?
fn tells(step: &CaseStep) -> bool {
    use CaseStep::{Acknowledged, Feedback, InfoRequested, Notified};
    matches!(step, Acknowledged | Notified | InfoRequested | Feedback)
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
mod tests {
    use super::*;
    use crate::keys::signature::SigningKey;
    use crate::ledger::entry::Record;
    use crate::ledger::entry::vocabulary::Track;
    use crate::rules::policy::Category;

    /// Entries of one institution, folded as they come.
    struct Folding {
        fold: LedgerFold,
        key: SigningKey,
        index: u64,
    }

    impl Folding {
        fn new() -> Self {
            Self {
                fold: LedgerFold::default(),
                key: SigningKey::random(),
                index: 0,
            }
        }

        fn take(&mut self, entry: &Entry) -> TreeHash {
            self.fold.take(self.index, entry, entry.leaf());
            self.index += 1;
            entry.leaf()
        }

        fn receive(&mut self) {
            self.take(&Entry::Received {
                institution: institution(),
                day: day("2026-11-20"),
                item: item(),
            });
        }

        fn record(&mut self, event: OfficerEvent) -> TreeHash {
            let record = Record {
                institution: institution(),
                day: day("2026-11-23"),
                event,
            };
            let entry = record.sign(&self.key).into();
            self.take(&entry)
        }

        fn open(&mut self) -> TreeHash {
            self.record(OfficerEvent::Opened {
                case: case(),
                item: item(),
                category: Category::parse("public-funds").expect("a slug"),
                track: Track::AnonymousTip,
            })
        }

        fn step(&mut self, after: TreeHash, step: CaseStep) -> TreeHash {
            let case = case();
            self.record(OfficerEvent::Step { case, after, step })
        }

        fn reject(&mut self, reason: RejectionReason) {
            let item = item();
            self.record(OfficerEvent::Rejected { item, reason });
        }
    }

    fn institution() -> Institution {
        Institution::parse("knab").expect("a slug")
    }

    fn item() -> ReportDigest {
        ReportDigest::from_bytes([1; 32])
    }

    fn case() -> CaseNumber {
        CaseNumber::from_bytes([1; 8])
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn p7_a_gap_hides_how_far_a_case_has_come_and_no_later_step_shows_it_again() {
        let mut folding = Folding::new();
        folding.receive();
        let opened = folding.open();
        let asked = folding.step(opened, CaseStep::InfoRequested);
        assert_eq!(folding.fold.status(&item()), Some(PublicStatus::Question));
        assert_eq!(folding.fold.timelines().count(), 1);
        let dropped = TreeHash::of_leaf(b"nobody has this entry");
        let after = folding.step(dropped, CaseStep::Acknowledged);
        folding.step(after, CaseStep::InfoRequested);
        assert!(folding.fold.case(case()).is_none());
        assert_eq!(folding.fold.status(&item()), Some(PublicStatus::Assessing));
        assert_eq!(folding.fold.timelines().count(), 0);
        let chain = folding.fold.chain_of(case()).expect("it is there");
        assert_eq!(chain[..2], [opened, asked]);
        assert_eq!(chain.len(), 4);
    }

    #[test]
    fn the_first_rejection_stands_until_a_case_takes_the_item() {
        let mut folding = Folding::new();
        folding.receive();
        folding.reject(RejectionReason::Unreadable);
        folding.reject(RejectionReason::Spam);
        let standing = folding.fold.rejection(&item()).expect("it stands");
        assert_eq!(
            (standing.index, standing.reason),
            (1, RejectionReason::Unreadable)
        );
        assert_eq!(folding.fold.unaccounted().count(), 0);
        folding.open();
        folding.reject(RejectionReason::Spam);
        assert_eq!(folding.fold.rejection(&item()), None);
        let account = folding.fold.find(&item()).map(|standing| standing.account);
        assert_eq!(account, Some(ItemAccount::Case(case())));
    }

    #[test]
    fn a_case_whose_item_was_never_received_has_no_clocks() {
        let mut folding = Folding::new();
        folding.open();
        assert!(folding.fold.case(case()).is_some());
        assert!(folding.fold.timeline(case()).is_none());
        assert_eq!(folding.fold.timelines().count(), 0);
    }
}
