//! Cases: everything that came from one reporter about one thing.
//!
//! What has the same mailbox *and* the same reply key belongs together. Someone who learnt a
//! mailbox's id can't slip into its case, nor turn its answers to a key of their own.
//! The first report gives the case its reference; the rest are additions.
//!
//! Nothing of it is written: the fold is made anew, in memory, by each command.

pub(super) mod answers;
pub(super) mod conversation;
pub(super) mod export;
pub(super) mod list;
pub(super) mod opening;
pub(super) mod read;
pub(super) mod recipients;
pub(super) mod reply;
pub(super) mod sent;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::case::opening::{open, short};
use super::home::OfficerHome;
use super::keys::OfficerKeys;
use super::ledger::accounts::Accounts;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::Recipient;
use crate::report::mailbox::MailboxId;
use crate::report::{IdentitySealed, ReportKind};
use crate::rules::calendar::Day;

/// What `list` tells of one item.
#[derive(Debug)]
pub(super) struct Summary {
    pub item: ReportDigest,
    pub kind: ReportKind,
    pub day: Day,
    pub mailbox: MailboxId,
    pub reply_to: Recipient,
    pub identity: IdentitySealed,
    /// Officers whom the reporter left out, by name: no reply is sealed to them either.
    pub left_out: Vec<String>,
    pub category: Option<Zeroizing<String>>,
    /// The first [`BEGINNING`] characters of what happened.
    pub beginning: Zeroizing<String>,
    pub files: usize,
}

/// At least one item; the first gives the reference.
#[derive(Debug)]
pub(super) struct Case(Vec<Summary>);

/// All local items, folded.
#[derive(Debug, Default)]
pub(super) struct Cases {
    pub cases: Vec<Case>,
    /// Items that don't open.
    pub closed: Vec<Closed>,
}

/// An item that does not open here. Another officer's key may open it: a reporter can leave people out.
#[derive(Debug)]
pub(super) struct Closed {
    pub item: ReportDigest,
    pub why: Failure,
}

impl Cases {
    /// Opens every local item; `opened` is called after each, with how many there are.
    pub(super) fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
        opened: impl Fn(usize),
    ) -> Result<Self, Failure> {
        let items = home.items()?;
        let (mut summaries, mut closed) = (Vec::new(), Vec::new());
        for item in &items {
            match Summary::read(home, keys, *item) {
                Ok(summary) => summaries.push(summary),
                Err(why) => closed.push(Closed { item: *item, why }),
            }
            opened(items.len());
        }
        Ok(Self {
            cases: fold(summaries),
            closed,
        })
    }

    /// The item that does not open and that this is the beginning of, if it is one alone.
    pub(super) fn find_closed(&self, reference: &str) -> Option<ReportDigest> {
        let wanted = reference.to_ascii_lowercase();
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
        let wanted = reference.to_ascii_lowercase();
        let in_case = |case: &&Case| {
            let mut items = case
                .0
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

impl Summary {
    fn read(home: &OfficerHome, keys: &OfficerKeys, item: ReportDigest) -> Result<Self, Failure> {
        let opened = open(home, keys, item)?;
        let report = opened.report();
        let answers = report.answers();
        let beginning = answers
            .what_happened
            .expose()
            .chars()
            .take(BEGINNING)
            .collect();
        Ok(Self {
            item,
            kind: report.kind(),
            day: report.day(),
            mailbox: report.mailbox(),
            reply_to: report.reply_to().clone(),
            identity: report
                .manifest()
                .map_or(IdentitySealed::No, |manifest| manifest.identity),
            left_out: report
                .manifest()
                .map_or(Vec::new(), |manifest| manifest.left_out.clone()),
            category: answers
                .category
                .as_ref()
                .map(|slug| Zeroizing::new(slug.expose().to_owned())),
            beginning: Zeroizing::new(beginning),
            files: report.files().len(),
        })
    }
}

impl Case {
    /// The first eight hex digits of its first item's name.
    pub(super) fn reference(&self) -> String {
        short(&self.first().item)
    }

    pub(super) fn first(&self) -> &Summary {
        &self.0[0]
    }

    /// The first report, then the additions in the order of their days.
    pub(super) fn items(&self) -> &[Summary] {
        &self.0
    }

    pub(super) fn item_names(&self) -> Vec<ReportDigest> {
        self.0.iter().map(|summary| summary.item).collect()
    }

    pub(super) fn holds(&self, item: &ReportDigest) -> bool {
        self.0.iter().any(|summary| summary.item == *item)
    }

    /// How many additions `read` did not show here yet.
    pub(super) fn unread_additions(&self, accounts: &Accounts) -> usize {
        let additions = self.0.iter().skip(1);
        additions
            .filter(|one| !accounts.is_shown(&one.item))
            .count()
    }

    pub(super) fn additions(&self) -> usize {
        self.0.len() - 1
    }

    /// Number of the newest addition; 0: none.
    pub(super) fn newest_addition(&self) -> u32 {
        u32::try_from(self.additions()).unwrap_or(u32::MAX)
    }

    /// Did the reporter leave this officer out, of any part of it?
    pub(super) fn leaves_out(&self, officer: &str) -> bool {
        let mut names = self.0.iter().flat_map(|summary| &summary.left_out);
        names.any(|name| name == officer)
    }

    pub(super) fn files(&self) -> usize {
        self.0.iter().map(|summary| summary.files).sum()
    }
}

fn fold(summaries: Vec<Summary>) -> Vec<Case> {
    let mut cases: BTreeMap<([u8; 16], String), Vec<Summary>> = BTreeMap::new();
    for summary in summaries {
        let key = (*summary.mailbox.as_bytes(), summary.reply_to.to_string());
        cases.entry(key).or_default().push(summary);
    }
    let mut cases: Vec<_> = cases
        .into_values()
        .map(|mut items| {
            items.sort_by_key(|summary| {
                (
                    summary.kind == ReportKind::Addition,
                    summary.day,
                    summary.item,
                )
            });
            Case(items)
        })
        .collect();
    // What is due first comes first.
    cases.sort_by_key(|case| (case.first().day, case.first().item));
    cases
}

/// Characters of *what happened* that `list` has use for.
const BEGINNING: usize = 120;

/// Hex digits; fewer would be typed by accident.
const REFERENCE_MIN: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::recipient::OpeningKey;

    fn summary(
        item: u8,
        kind: ReportKind,
        day: &str,
        mailbox: u8,
        reply_to: &Recipient,
    ) -> Summary {
        Summary {
            item: ReportDigest::from_bytes([item; 32]),
            kind,
            day: day.parse().expect("a day"),
            mailbox: MailboxId::from_bytes([mailbox; 16]),
            reply_to: reply_to.clone(),
            identity: IdentitySealed::No,
            left_out: Vec::new(),
            category: None,
            beginning: Zeroizing::new(String::new()),
            files: 1,
        }
    }

    #[test]
    fn additions_follow_their_report_and_the_oldest_case_comes_first() {
        let (key, other) = (
            OpeningKey::random().recipient(),
            OpeningKey::random().recipient(),
        );
        let cases = fold(vec![
            summary(0xa1, ReportKind::Addition, "2026-11-02", 1, &key),
            summary(0xa2, ReportKind::Report, "2026-11-20", 2, &other),
            summary(0xa3, ReportKind::Addition, "2026-11-01", 1, &key),
            summary(0xa4, ReportKind::Report, "2026-11-01", 1, &key),
        ]);
        let items: Vec<Vec<u8>> = cases
            .iter()
            .map(|case| case.items().iter().map(|s| s.item.as_bytes()[0]).collect())
            .collect();
        assert_eq!(items, [vec![0xa4, 0xa3, 0xa1], vec![0xa2]]);
        assert_eq!((cases[0].additions(), cases[0].files()), (2, 3));
        assert_eq!(cases[0].reference(), "a4a4a4a4");
    }

    #[test]
    fn another_reply_key_is_another_case_even_under_the_same_mailbox() {
        let (key, intruder) = (
            OpeningKey::random().recipient(),
            OpeningKey::random().recipient(),
        );
        let cases = fold(vec![
            summary(1, ReportKind::Report, "2026-11-01", 1, &key),
            summary(2, ReportKind::Addition, "2026-11-02", 1, &intruder),
        ]);
        assert_eq!(cases.len(), 2);
    }

    #[test]
    fn a_case_is_found_by_the_beginning_of_any_of_its_items() {
        let key = OpeningKey::random().recipient();
        let mut twin = summary(0xab, ReportKind::Report, "2026-11-03", 2, &key);
        let mut name = [0xab; 32];
        name[3] = 0;
        twin.item = ReportDigest::from_bytes(name);
        let cases = Cases {
            cases: fold(vec![
                summary(0xab, ReportKind::Report, "2026-11-01", 1, &key),
                summary(0xcd, ReportKind::Addition, "2026-11-02", 1, &key),
                twin,
            ]),
            closed: Vec::new(),
        };
        let find = |reference: &str| cases.find(reference).map(Case::reference);
        assert_eq!(find("ABABAB00").expect("one"), "ababab00");
        assert_eq!(find("cdcd").expect("one"), "abababab");
        let complaint = |reference| find(reference).expect_err("none or two").complaint();
        assert_eq!(complaint("abab"), "officer-case-ambiguous");
        assert_eq!(complaint("cdc"), "officer-no-such-case");
        assert_eq!(complaint(""), "officer-no-such-case");
        assert_eq!(complaint("0000"), "officer-no-such-case");
    }
}
