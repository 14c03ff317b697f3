//! A small ledger for tests: the real gate and tree, with ways to lie about them.

use crate::calendar::Day;
use crate::ledger::authority::RosterFacts;
use crate::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use crate::ledger::entry::{CaseNumber, Entry, MinisignKey};
use crate::ledger::gate::{Account, Gate};
use crate::ledger::refused::Refused;
use crate::ledger::tiles::{Bundle, Resource};
use crate::ledger::tree::{Tree, TreeHash};
use crate::policy::Policy;
use crate::roster::{Institution, RosterDigest};
use crate::sealed::Item;
use crate::signature::{SigningKey, VerifyingKey};

/// It works on one day that tests move.
pub(super) struct SmallLedger {
    name: LogName,
    key: SigningKey,
    gate: Gate,
    pub lines: Vec<String>,
    pub today: Day,
    pub lie: Lie,
    /// So many heads of cases are old ones.
    pub stale_heads: usize,
}

/// What it shows instead of the truth.
#[derive(Default)]
pub(super) enum Lie {
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
    /// With a roster that holds this officer.
    pub(super) fn new(officer: VerifyingKey) -> Self {
        let mut ledger = Self {
            name: LogName::parse("small.example/log").expect("a name"),
            key: SigningKey::random(),
            gate: Gate::new(&Policy::shipped()),
            lines: Vec::new(),
            today: "2026-11-02".parse().expect("a day"),
            lie: Lie::None,
            stale_heads: 0,
        };
        let key = MinisignKey::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3")
            .expect("the minisign page's own");
        let digest = RosterDigest([7; 32]);
        ledger.gate.learn(RosterFacts {
            institution: institution(),
            version: 1,
            digest,
            key: key.clone(),
            succeeds: None,
            officers: vec![officer],
        });
        ledger.append(Entry::Roster {
            institution: institution(),
            day: ledger.today,
            version: 1,
            digest,
            key,
        });
        ledger
    }

    pub(super) fn public(&self) -> LogKey {
        LogKey::new(self.name.clone(), self.key.public())
    }

    /// The day's batch brings this item.
    pub(super) fn receive(&mut self, item: Item, day: &str) {
        self.receive_for(institution(), item, day);
    }

    pub(super) fn receive_for(&mut self, institution: Institution, item: Item, day: &str) {
        self.append(Entry::Received {
            institution,
            day: day.parse().expect("a day"),
            item,
        });
    }

    /// An officer's entry: the code of its refusal, if it is refused.
    pub(super) fn post(&mut self, line: &[u8]) -> Result<(u64, TreeHash), Refused> {
        let accepted = self.gate.accept(line, self.today)?;
        self.lines.push(accepted.line);
        Ok((accepted.index, accepted.leaf))
    }

    pub(super) fn head(&mut self, case: CaseNumber) -> Option<TreeHash> {
        let head = self.gate.head_of(case)?;
        if self.stale_heads == 0 {
            return Some(head);
        }
        self.stale_heads -= 1;
        let of_case = |line: &&String| line.contains(&case.to_string());
        let first = self.lines.iter().find(of_case)?;
        Some(TreeHash::of_leaf(first.as_bytes()))
    }

    pub(super) fn account(&self, item: &Item) -> (Option<u64>, Option<CaseNumber>) {
        match self.gate.find(item) {
            None => (None, None),
            Some(standing) => match standing.account {
                Account::Case(case) => (Some(standing.index), Some(case)),
                Account::Open | Account::Rejected => (Some(standing.index), None),
            },
        }
    }

    pub(super) fn serve(&self, resource: Resource) -> Option<Vec<u8>> {
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
            Resource::Roster(..) => None,
        }
    }

    fn checkpoint(&self, lines: &[String]) -> Checkpoint {
        let mut tree = Tree::new();
        for line in lines {
            tree.append(TreeHash::of_leaf(line.as_bytes()), &mut Vec::new());
        }
        match self.lie {
            Lie::OtherKey => Checkpoint::sign(tree.head(), &self.name, &SigningKey::random()),
            _ => Checkpoint::sign(tree.head(), &self.name, &self.key),
        }
    }

    fn append(&mut self, entry: Entry) {
        let noted = self.gate.note(entry).expect("a right entry");
        self.lines.push(noted.line);
    }
}

fn institution() -> Institution {
    Institution::parse("paraugs").expect("a short name")
}
