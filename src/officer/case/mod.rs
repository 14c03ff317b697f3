//! Cases: everything that came from one reporter about one thing.
//!
//! What names the same mailbox *and* is rightly signed by the same key belongs together: only the
//! reporter has that key. Whoever learnt a mailbox's id, or opened its reports (an officer, a
//! former one), can slip nothing into its case, nor turn its answers to a key of their own, nor
//! take its place with an older date.
//!
//! ```text
//!   items here ─▶ signed? ─┬─ yes ─▶ by mailbox and key ─▶ one of each number ─▶ a case
//!                          └─ no, or a number that is taken ─▶ apart, each for itself
//! ```
//!
//! The reporter's own numbers order a case: the first report gives it its reference, the rest are
//! additions. Its day is the ledger's, or until the ledger has it the day on which the server
//! listed it first: never what stands in the sealed heading.
//!
//! The fold is made anew, in memory, by each command; what is known of its items is kept sealed
//! ([`index`]).

pub(super) mod case_book;
pub(super) mod conversation;
pub(super) mod docket;
pub(super) mod export;
pub(super) mod handover;
pub(super) mod index;
pub(super) mod list;
pub(super) mod opening;
pub(super) mod overview;
pub(super) mod read;
pub(super) mod recipient_check;
pub(super) mod reply;
pub(super) mod report_answers;
pub(super) mod sent_replies;
mod summary;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) use summary::Summary;

use index::{CaseIndex, FileState, KnownItem};

use super::case::opening::short;
use super::home::OfficerHome;
use super::home::disk;
use super::keys::OfficerKeys;
use super::ledger::item_states::ItemStates;
use super::ledger::monitor::Lines;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::fold::lifecycle::CaseStage;
use crate::ledger::fold::{ItemAccount, LedgerFold};
use crate::report::ReportKind;
use crate::report::mailbox::MailboxId;
use crate::rules::calendar::Day;

/// At least one item; the first gives the reference.
#[derive(Debug)]
pub(super) struct Case {
    items: Vec<Summary>,
    /// It names the mailbox of this other case, by its reference, and is not its reporter's.
    not_of: Option<String>,
}

/// When items were received, from those who can't have been told by a heading.
struct ReceivedDays {
    fold: LedgerFold,
    /// The server's day, and in which order items were first listed.
    listed: HashMap<ReportDigest, (usize, Day)>,
}

/// All local items, folded.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the cases among the items")]
pub(super) struct Cases {
    pub cases: Vec<Case>,
    /// Items that don't open.
    pub closed: Vec<Closed>,
    /// Items that were safe here, and are gone, with all of their case: nobody said that they may.
    pub gone: Vec<ReportDigest>,
}

/// An item that does not open here. Another officer's key may open it: a reporter can leave people
/// out.
#[derive(Debug)]
pub(super) struct Closed {
    pub item: ReportDigest,
    pub why: Failure,
}

impl Cases {
    /// Opens every local item that was not opened before; `opened` is called after each, with how
    /// many there are.
    pub(super) fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
        opened: impl Fn(usize),
    ) -> Result<Self, Failure> {
        let items = home.items()?;
        let days = ReceivedDays::read(home)?;
        let mut reading = IndexedReading {
            home,
            keys,
            index: CaseIndex::read(home, keys),
            files: Vec::new(),
            is_new: false,
        };
        let (mut summaries, mut closed) = (Vec::new(), Vec::new());
        for item in &items {
            match reading.item(*item, days.of(home, item)?) {
                Ok(summary) => summaries.push(summary),
                Err(why) => closed.push(Closed { item: *item, why }),
            }
            opened(items.len());
        }
        let missing = reading.missing(&days, &summaries);
        summaries.extend(missing);
        if reading.is_new {
            keep_index(home, keys, &reading.files, &summaries)?;
        }
        let known: BTreeSet<_> = summaries.iter().map(|one| one.item).collect();
        let is_gone = |item: &ReportDigest| {
            !items.contains(item) && !known.contains(item) && !days.may_be_gone(item)
        };
        let gone = home.told()?.into_iter().filter(is_gone).collect();
        Ok(Self {
            cases: fold(summaries, &days),
            closed,
            gone,
        })
    }

    /// What is damaged here or gone, and tells nothing of itself: nobody knows which case it
    /// belongs to.
    pub(super) fn damaged_apart(&self) -> impl Iterator<Item = &ReportDigest> {
        let damaged = self.closed.iter().filter(|closed| closed.is_damaged());
        damaged.map(|closed| &closed.item).chain(&self.gone)
    }

    /// The item that does not open and that this is the beginning of, if it is one alone.
    pub(super) fn find_closed(&self, reference: &str) -> Option<ReportDigest> {
        let wanted = as_typed(reference);
        let mut found = self.closed.iter().filter(|closed| {
            let name = hex::encode(closed.item.as_bytes());
            wanted.len() >= REFERENCE_MIN && name.starts_with(&wanted)
        });
        match (found.next(), found.next()) {
            (Some(closed), None) => Some(closed.item),
            _ => None,
        }
    }

    /// The case of which this is the reference: the beginning (four digits at least) of the
    /// name of any of its items.
    pub(super) fn find(&self, reference: &str) -> Result<&Case, Failure> {
        let wanted = as_typed(reference);
        let in_case = |case: &&Case| {
            let mut items = case
                .items
                .iter()
                .map(|summary| hex::encode(summary.item.as_bytes()));
            wanted.len() >= REFERENCE_MIN && items.any(|name| name.starts_with(&wanted))
        };
        let mut found = self.cases.iter().filter(in_case);
        match (found.next(), found.next()) {
            (Some(case), None) => Ok(case),
            (Some(_), Some(_)) => {
                Err(Failure::refused("officer-case-ambiguous").with("case", reference))
            }
            (None, _) => Err(Failure::refused("officer-no-such-case").with("case", reference)),
        }
    }
}

impl Closed {
    /// Or is it only sealed to others, or nothing that this program understands?
    pub(super) fn is_damaged(&self) -> bool {
        is_damage(&self.why)
    }
}

/// Items as they are known, or opened.
struct IndexedReading<'a> {
    home: &'a OfficerHome,
    keys: &'a OfficerKeys,
    index: CaseIndex,
    /// How the file of each item looked when it was opened, or was found to be for others.
    files: Vec<(ReportDigest, FileState)>,
    /// The index has something else.
    is_new: bool,
}

impl IndexedReading<'_> {
    /// What was known of an item stays known if its file is damaged since.
    fn item(&mut self, item: ReportDigest, day: Day) -> Result<Summary, Failure> {
        let file = FileState::of(self.home, &item).ok();
        match self.index.take(&item) {
            Some((then, known)) if file == Some(then) => {
                self.files.push((item, then));
                match known {
                    KnownItem::Opens(summary) => Ok(Summary { day, ..*summary }),
                    KnownItem::NotForThisKey => {
                        Err(Failure::refused(NOT_FOR_THIS_KEY).with("item", short(&item)))
                    }
                }
            }
            known => match (Summary::read(self.home, self.keys, item, day), known) {
                (Err(why), Some((then, KnownItem::Opens(summary)))) if is_damage(&why) => {
                    self.files.push((item, then));
                    Ok(damaged(*summary, day))
                }
                (read, _) => {
                    let is_known = read.as_ref().err().is_none_or(is_for_others);
                    self.is_new |= is_known;
                    self.files
                        .extend(file.filter(|_| is_known).map(|file| (item, file)));
                    read
                }
            },
        }
    }

    /// What is known of items whose files are gone, where something of their case is still here,
    /// and it was not to go: that they were there, and none of their words. Of a case that was
    /// removed as a whole nothing stays.
    fn missing(&mut self, days: &ReceivedDays, here: &[Summary]) -> Vec<Summary> {
        let mut missing = Vec::new();
        for (item, (then, known)) in std::mem::take(&mut self.index).left_over() {
            match (known, days.ledgers_or_listed(&item)) {
                (KnownItem::Opens(summary), Some(day))
                    if !days.may_be_gone(&item)
                        && here.iter().any(|one| one.is_of_one_case_with(&summary)) =>
                {
                    self.is_new |= !summary.words.is_empty();
                    self.files.push((item, then));
                    missing.push(damaged(summary.without_words(), day));
                }
                _ => self.is_new = true,
            }
        }
        missing
    }
}

fn damaged(summary: Summary, day: Day) -> Summary {
    Summary {
        day,
        is_damaged: true,
        ..summary
    }
}

fn is_for_others(why: &Failure) -> bool {
    why.complaint() == NOT_FOR_THIS_KEY
}

/// A reference as people copy it: out of a sentence, with a sign, in capital letters, as a file's
/// name.
fn as_typed(reference: &str) -> String {
    let typed = reference.trim().trim_start_matches('#');
    let typed = typed.strip_suffix(".age").unwrap_or(typed);
    typed
        .trim_end_matches(['.', ',', '…', ':'])
        .to_ascii_lowercase()
}

fn is_damage(why: &Failure) -> bool {
    DAMAGE.contains(&why.complaint())
}

fn keep_index(
    home: &OfficerHome,
    keys: &OfficerKeys,
    files: &[(ReportDigest, FileState)],
    summaries: &[Summary],
) -> Result<(), Failure> {
    let by_item: HashMap<_, _> = summaries.iter().map(|one| (one.item, one)).collect();
    let known = files
        .iter()
        .map(|(item, file)| (*item, *file, by_item.get(item).copied()));
    CaseIndex::keep(home, keys, known)
}

impl ReceivedDays {
    fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let listed = home.listed()?.into_iter().enumerate();
        let mut days = Self {
            fold: Lines::read(home)?.fold(),
            listed: HashMap::new(),
        };
        for (place, (item, day)) in listed {
            days.listed.entry(item).or_insert((place, day));
        }
        Ok(days)
    }

    /// The ledger's day; else the one on which it was listed; else the one on which it came here.
    fn of(&self, home: &OfficerHome, item: &ReportDigest) -> Result<Day, Failure> {
        self.ledgers_or_listed(item).map_or_else(
            || {
                home.came(item)
                    .map_err(|error| disk(home.root().path(), &error))
            },
            Ok,
        )
    }

    fn ledgers_or_listed(&self, item: &ReportDigest) -> Option<Day> {
        let listed = self.listed.get(item).map(|(_, day)| *day);
        self.fold.find(item).map(|standing| standing.day).or(listed)
    }

    /// Was it rejected, or its case expunged? Then it is nothing that was lost.
    fn may_be_gone(&self, item: &ReportDigest) -> bool {
        match self.fold.find(item).map(|standing| standing.account) {
            Some(ItemAccount::Rejected) => true,
            Some(ItemAccount::Case(case)) => {
                let progress = self.fold.case(case);
                progress.is_some_and(|case| case.stage() == CaseStage::Expunged)
            }
            Some(ItemAccount::Open) | None => false,
        }
    }

    /// What was seen here first; what was never listed comes last.
    fn place(&self, item: &ReportDigest) -> usize {
        self.listed
            .get(item)
            .map_or(usize::MAX, |(place, _)| *place)
    }
}

impl Case {
    /// The first eight hex digits of its first item's name.
    pub(super) fn reference(&self) -> String {
        short(&self.first().item)
    }

    pub(super) fn first(&self) -> &Summary {
        &self.items[0]
    }

    /// The first report, then the additions in the reporter's own order.
    pub(super) fn items(&self) -> &[Summary] {
        &self.items
    }

    pub(super) fn item_names(&self) -> Vec<ReportDigest> {
        self.items.iter().map(|summary| summary.item).collect()
    }

    /// Items whose bytes here are not those that came. What the disk changed without a trace is
    /// found by reading all of it.
    pub(super) fn damaged(&self, home: &OfficerHome) -> Vec<ReportDigest> {
        let items = self.items.iter().map(|summary| summary.item);
        items.filter(|item| !home.is_whole(item)).collect()
    }

    pub(super) fn holds(&self, item: &ReportDigest) -> bool {
        self.items.iter().any(|summary| summary.item == *item)
    }

    /// How many additions `read` did not show here yet.
    pub(super) fn unread_additions(&self, states: &ItemStates) -> usize {
        let additions = self.items.iter().skip(1);
        additions.filter(|one| !states.is_shown(&one.item)).count()
    }

    pub(super) fn additions(&self) -> usize {
        self.items.len() - 1
    }

    /// Number of the newest addition; 0: none.
    pub(super) fn newest_addition(&self) -> u32 {
        let numbers = self.items.iter().skip(1).map(|summary| summary.number);
        numbers.max().unwrap_or(0)
    }

    /// Was its report sealed to any of these?
    pub(super) fn is_sealed_to_any(&self, readers: &[RecipientDigest]) -> bool {
        let sealed_to = &self.first().recipients;
        sealed_to.iter().any(|reader| readers.contains(reader))
    }

    /// Did the reporter leave this officer out, of any part of it?
    pub(super) fn leaves_out(&self, officer: &str) -> bool {
        let mut names = self.items.iter().flat_map(|summary| &summary.left_out);
        names.any(|name| name == officer)
    }

    pub(super) fn files(&self) -> usize {
        self.items.iter().map(|summary| summary.files).sum()
    }

    /// The key that the reporter reads next: the newest addition's.
    pub(super) fn reply_to(&self) -> &Recipient {
        let newest = self.items.iter().max_by_key(|summary| summary.number);
        &newest.unwrap_or(self.first()).reply_to
    }

    /// Is its beginning not here, or not to be opened here? Then it is no case of its own.
    pub(super) fn is_later_message(&self) -> bool {
        self.first().kind == ReportKind::Addition
    }

    /// Refuses what only a whole case can be.
    pub(super) fn begins_here(&self) -> Result<(), Failure> {
        if self.is_later_message() {
            Err(Failure::refused("officer-later-message").with("case", self.reference()))
        } else {
            Ok(())
        }
    }

    /// Refuses to judge a later message of what others can open. That nobody can is no judgement:
    /// whoever opens it after all links it to its case.
    pub(super) fn may_be_rejected(&self, reason: RejectionReason) -> Result<(), Failure> {
        let is_others = self.is_later_message() && self.not_of.is_none();
        if is_others && reason != RejectionReason::Unreadable {
            Err(Failure::refused("officer-later-message-judged").with("case", self.reference()))
        } else {
            Ok(())
        }
    }

    /// The reference of the case whose mailbox this names, without being its reporter's.
    pub(super) fn not_of(&self) -> Option<&str> {
        self.not_of.as_deref()
    }
}

fn fold(mut summaries: Vec<Summary>, days: &ReceivedDays) -> Vec<Case> {
    // Of two with one number, the one that was there first is the reporter's: the other is a copy.
    summaries.sort_by_key(|summary| (summary.day, days.place(&summary.item), summary.item));
    // By mailbox and signing key.
    let mut reporters: BTreeMap<_, Vec<Summary>> = BTreeMap::new();
    let mut apart = Vec::new();
    let mut taken = BTreeSet::new();
    for summary in summaries {
        let mailbox = *summary.mailbox.as_bytes();
        let signer = summary.signed_by.map(|key| (mailbox, *key.as_bytes()));
        match signer.filter(|signer| taken.insert((*signer, summary.number))) {
            Some(signer) => reporters.entry(signer).or_default().push(summary),
            None => apart.push(summary),
        }
    }
    let mut cases: Vec<Case> = reporters.into_values().map(Case::of_reporter).collect();
    cases.extend(apart.into_iter().map(Case::alone));
    // What is due first comes first; of one day, what was seen here first.
    cases.sort_by_key(|case| {
        let first = case.first();
        (first.day, days.place(&first.item), first.item)
    });
    mark_intruders(&mut cases);
    cases
}

/// A mailbox is one reporter's: of several cases that name it, the one with the first report that
/// was received first is theirs. The others, and what nobody signed, say whose mailbox they name.
fn mark_intruders(cases: &mut [Case]) {
    let mut owners: HashMap<MailboxId, String> = HashMap::new();
    for case in cases.iter().filter(|case| case.is_signed_report()) {
        owners
            .entry(case.first().mailbox)
            .or_insert(case.reference());
    }
    for case in cases {
        let owner = owners.get(&case.first().mailbox);
        case.not_of = owner.filter(|owner| **owner != case.reference()).cloned();
    }
}

impl Case {
    fn of_reporter(mut items: Vec<Summary>) -> Self {
        items.sort_by_key(|summary| summary.number);
        Self {
            items,
            not_of: None,
        }
    }

    fn alone(summary: Summary) -> Self {
        Self {
            items: vec![summary],
            not_of: None,
        }
    }

    fn is_signed_report(&self) -> bool {
        let first = self.first();
        first.signed_by.is_some() && first.kind == ReportKind::Report
    }
}

/// What is said of a file that is not what came: `sync` fetches it again.
const DAMAGE: [&str; 7] = [
    "officer-item-damaged",
    "officer-item-missing",
    "officer-item-unreadable",
    "officer-reply-damaged-here",
    "officer-reply-missing",
    "officer-reply-register",
    "officer-sent-damaged",
];

/// What is said of an item that is sealed to others.
const NOT_FOR_THIS_KEY: &str = "officer-item-not-for-this-key";

/// Hex digits; fewer would be typed by accident.
const REFERENCE_MIN: usize = 4;

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::keys::recipient::OpeningKey;
    use crate::keys::signature::SigningKey;
    use crate::report::IdentitySealed;

    /// What one reporter sent: `signer` stands for their key, if the signature fits.
    fn summary(item: u8, number: u32, day: &str, mailbox: u8, signer: Option<u8>) -> Summary {
        let key = |seed| SigningKey::from_seed(&[seed; 32]).public();
        Summary {
            item: ReportDigest::from_bytes([item; 32]),
            kind: match number {
                0 => ReportKind::Report,
                _ => ReportKind::Addition,
            },
            day: day.parse().expect("a day"),
            mailbox: MailboxId::from_bytes([mailbox; 16]),
            reply_to: OpeningKey::random().recipient(),
            signed_by: signer.map(key),
            number,
            identity: IdentitySealed::No,
            left_out: Vec::new(),
            recipients: Vec::new(),
            category: None,
            beginning: Zeroizing::new(String::new()),
            words: Zeroizing::new(String::new()),
            files: 1,
            is_damaged: false,
        }
    }

    fn folded(summaries: Vec<Summary>) -> Vec<Case> {
        let days = ReceivedDays {
            fold: LedgerFold::default(),
            listed: HashMap::new(),
        };
        fold(summaries, &days)
    }

    fn items(cases: &[Case]) -> Vec<Vec<u8>> {
        let of = |case: &Case| case.items().iter().map(|s| s.item.as_bytes()[0]).collect();
        cases.iter().map(of).collect()
    }

    #[test]
    fn additions_follow_their_report_by_number_and_the_oldest_case_comes_first() {
        let cases = folded(vec![
            summary(0xa1, 2, "2026-11-01", 1, Some(1)),
            summary(0xa2, 0, "2026-11-20", 2, Some(2)),
            summary(0xa3, 1, "2026-11-02", 1, Some(1)),
            summary(0xa4, 0, "2026-11-01", 1, Some(1)),
        ]);
        assert_eq!(items(&cases), [vec![0xa4, 0xa3, 0xa1], vec![0xa2]]);
        assert_eq!((cases[0].additions(), cases[0].files()), (2, 3));
        assert_eq!(cases[0].reference(), "a4a4a4a4");
        assert!(cases[0].reply_to() == &cases[0].items()[2].reply_to);
        assert!(cases.iter().all(|case| case.not_of().is_none()));
    }

    #[test]
    fn what_is_not_the_reporters_stands_apart_and_says_whose_mailbox_it_names() {
        let cases = folded(vec![
            summary(1, 0, "2026-11-03", 1, Some(1)),
            // Unsigned, signed by somebody else, and a copy of what was said before.
            summary(2, 1, "2026-11-04", 1, None),
            summary(3, 1, "2026-11-05", 1, Some(2)),
            summary(4, 0, "2026-11-06", 1, Some(1)),
        ]);
        assert_eq!(items(&cases), [vec![1], vec![2], vec![3], vec![4]]);
        let not_of: Vec<Option<&str>> = cases.iter().map(Case::not_of).collect();
        let owner = Some("01010101");
        assert_eq!(not_of, [None, owner, owner, owner]);
    }

    #[test]
    fn a_case_is_found_by_the_beginning_of_any_of_its_items() {
        let mut twin = summary(0xab, 0, "2026-11-03", 2, Some(2));
        let mut name = [0xab; 32];
        name[3] = 0;
        twin.item = ReportDigest::from_bytes(name);
        let cases = Cases {
            cases: folded(vec![
                summary(0xab, 0, "2026-11-01", 1, Some(1)),
                summary(0xcd, 1, "2026-11-02", 1, Some(1)),
                twin,
            ]),
            closed: Vec::new(),
            gone: Vec::new(),
        };
        let find = |reference: &str| cases.find(reference).map(Case::reference);
        assert_eq!(find("ABABAB00").expect("one"), "ababab00");
        assert_eq!(find("cdcd").expect("one"), "abababab");
        for copied in [" #CDCD ", "cdcdcdcd.", "CDCDCDCD…", "cdcdcdcd.age"] {
            assert_eq!(find(copied).expect(copied), "abababab");
        }
        let complaint = |reference| find(reference).expect_err("none or two").complaint();
        assert_eq!(complaint("abab"), "officer-case-ambiguous");
        assert_eq!(complaint("cdc"), "officer-no-such-case");
        assert_eq!(complaint(""), "officer-no-such-case");
        assert_eq!(complaint("0000"), "officer-no-such-case");
    }
}
