//! A small ledger for tests: the real validator and tree, with ways to lie about them.

use crate::keys::digest::ReportDigest;
use crate::keys::signature::{SigningKey, VerifyingKey};
use crate::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use crate::ledger::entry::vocabulary::RejectionReason;
use crate::ledger::entry::{CaseNumber, Entry, Fingerprint, MinisignKey, OfficerEvent, Record};
use crate::ledger::fold::ItemAccount;
use crate::ledger::tree::tiles::{Bundle, Resource, RosterPart};
use crate::ledger::tree::{Tree, TreeHash};
use crate::ledger::validator::Validator;
use crate::ledger::validator::authority::RosterFacts;
use crate::ledger::validator::invalid_entry::InvalidEntry;
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::tests::{RECIPIENTS, head, officer as block, secret, signed};
use crate::rules::roster::{Institution, Roster};

/// It works on one day that tests move.
pub(in crate::officer) struct SmallLedger {
    name: LogName,
    key: SigningKey,
    validator: Validator,
    roster: Roster,
    colleague: SigningKey,
    /// The rosters can't be had.
    pub no_rosters: bool,
    pub lines: Vec<String>,
    pub today: Day,
    pub lie: Lie,
    /// So many heads of cases are old ones.
    pub stale_heads: usize,
}

/// What it shows instead of the truth.
#[derive(Default)]
pub(in crate::officer) enum Lie {
    #[default]
    None,
    /// Another history, in hashes and entries alike.
    Other(Vec<String>),
    /// The right hashes, and other entries.
    OtherEntries(Vec<String>),
    /// The right hashes, and no entries.
    NoEntries,
    /// Signed by somebody.
    OtherKey,
}

impl SmallLedger {
    /// With a roster that holds this officer, and a colleague.
    pub(in crate::officer) fn new(officer: VerifyingKey) -> Self {
        let colleague = SigningKey::random();
        let text = head("paraugs", 1)
            + &block("Anna", RECIPIENTS[0], &officer.to_string())
            + &block(COLLEAGUE, RECIPIENTS[1], &colleague.public().to_string());
        let mut ledger = Self {
            roster: signed(&text, &secret()),
            colleague,
            name: LogName::parse("small.example/log").expect("a name"),
            key: SigningKey::random(),
            validator: Validator::new(&Policy::shipped()),
            lines: Vec::new(),
            today: "2026-11-02".parse().expect("a day"),
            lie: Lie::None,
            stale_heads: 0,
            no_rosters: false,
        };
        ledger
            .validator
            .learn(RosterFacts::of(&ledger.roster, None));
        ledger.append(Entry::Roster {
            institution: institution(),
            day: ledger.today,
            version: 1,
            digest: ledger.roster.digest(),
            key: MinisignKey::of(ledger.roster.key()),
        });
        ledger
    }

    /// The colleague rejects an item, as if it were their own tool.
    pub(in crate::officer) fn colleague_rejects(
        &mut self,
        item: ReportDigest,
        reason: RejectionReason,
    ) {
        let line = self.rejection(item, reason).to_line();
        self.post(line.as_bytes()).expect("nobody was first");
    }

    /// A rejection that the intake appends in an officer's name, though they signed something else.
    pub(in crate::officer) fn forge_rejection(&mut self, item: ReportDigest, by: VerifyingKey) {
        let honest = self.rejection(item, RejectionReason::Unreadable).to_line();
        let [colleague, officer] = [self.colleague.public(), by].map(|key| Fingerprint::of(&key));
        let forged = honest.replace(&colleague.to_string(), &officer.to_string());
        let forged = forged.replace(r#""reason":"unreadable""#, r#""reason":"spam""#);
        self.append(Entry::parse(forged.as_bytes()).expect("an entry"));
    }

    fn rejection(&self, item: ReportDigest, reason: RejectionReason) -> Entry {
        let record = Record {
            institution: institution(),
            day: self.today,
            event: OfficerEvent::Rejected { item, reason },
        };
        record.sign(&self.colleague).into()
    }

    pub(in crate::officer) fn public(&self) -> LogKey {
        LogKey::new(self.name.clone(), self.key.public())
    }

    /// The day's batch brings this item.
    pub(in crate::officer) fn receive(&mut self, item: ReportDigest, day: &str) {
        self.receive_for(institution(), item, day);
    }

    pub(in crate::officer) fn receive_for(
        &mut self,
        institution: Institution,
        item: ReportDigest,
        day: &str,
    ) {
        let entry = Entry::Received {
            institution,
            day: day.parse().expect("a day"),
            item,
        };
        // The neighbours' rosters are not in this ledger.
        self.lines.push(entry.to_line());
        self.validator.apply(&entry, entry.leaf());
    }

    /// An officer's entry: the code of its refusal, if it is refused.
    pub(in crate::officer) fn post(
        &mut self,
        line: &[u8],
    ) -> Result<(u64, TreeHash), InvalidEntry> {
        let accepted = self.validator.accept(line, self.today)?;
        self.lines.push(accepted.line);
        Ok((accepted.index, accepted.leaf))
    }

    pub(in crate::officer) fn head(&mut self, case: CaseNumber) -> Option<TreeHash> {
        let head = self.validator.fold().head_of(case)?;
        if self.stale_heads == 0 {
            return Some(head);
        }
        self.stale_heads -= 1;
        let of_case = |line: &&String| line.contains(&case.to_string());
        let first = self.lines.iter().find(of_case)?;
        Some(TreeHash::of_leaf(first.as_bytes()))
    }

    pub(in crate::officer) fn account(
        &self,
        item: &ReportDigest,
    ) -> (Option<u64>, Option<CaseNumber>) {
        match self.validator.fold().find(item) {
            None => (None, None),
            Some(standing) => match standing.account {
                ItemAccount::Case(case) => (Some(standing.index), Some(case)),
                ItemAccount::Open | ItemAccount::Rejected => (Some(standing.index), None),
            },
        }
    }

    pub(in crate::officer) fn serve(&self, resource: Resource) -> Option<Vec<u8>> {
        let tree = match &self.lie {
            Lie::Other(lines) => lines,
            _ => &self.lines,
        };
        let entries = match &self.lie {
            Lie::OtherEntries(lines) => lines.as_slice(),
            Lie::NoEntries => &[],
            _ => tree,
        };
        match resource {
            Resource::Checkpoint => Some(self.checkpoint(tree).to_bytes()),
            Resource::Cosigned | Resource::Policy(_) => None,
            // Under 256 entries there is one tile.
            Resource::Tile(tile) => {
                let leaves = tree.get(..usize::from(tile.width()))?.iter();
                let leaves = leaves.map(|line| *TreeHash::of_leaf(line.as_bytes()).as_bytes());
                Some(leaves.collect::<Vec<_>>().concat())
            }
            Resource::Entries(bundle) => {
                let lines = entries.get(..usize::from(bundle.width()))?;
                Some(Bundle::encode(lines.iter().map(String::as_str)))
            }
            Resource::Roster(digest, part) => {
                let known = digest == self.roster.digest() && !self.no_rosters;
                let text = match part {
                    RosterPart::Text => Some(self.roster.text()),
                    RosterPart::Signature => self.roster.signature(),
                    RosterPart::Key => Some(self.roster.key().as_str()),
                    RosterPart::Handover => None,
                };
                text.filter(|_| known).map(|text| text.as_bytes().to_vec())
            }
        }
    }

    fn checkpoint(&self, lines: &[String]) -> Checkpoint {
        let mut tree = Tree::new();
        for line in lines {
            tree.append(TreeHash::of_leaf(line.as_bytes()), &mut Vec::new());
        }
        let sign = |key| Checkpoint::sign_on(self.today, tree.head(), &self.name, key);
        match self.lie {
            Lie::OtherKey => sign(&SigningKey::random()),
            _ => sign(&self.key),
        }
    }

    fn append(&mut self, entry: Entry) {
        let noted = self.validator.note(entry).expect("a right entry");
        self.lines.push(noted.line);
    }
}

fn institution() -> Institution {
    Institution::parse("paraugs").expect("a short name")
}

pub(in crate::officer) const COLLEAGUE: &str = "Jānis Ozols";
