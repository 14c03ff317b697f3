//! Evidence: proof of misbehaviour that anyone can check.
//!
//! Keeps P7. A log that signed two heads, of which the larger tree does not begin with the
//! smaller, has rewritten history, and its own two signatures say so. Nobody need trust
//! whoever shows it, and nobody without the log's key can make it up.
//!
//! ```text
//!   older head, signed ── size m, root a
//!   newer head, signed ── size n, root b ── proof: its first m entries have root c ≠ a
//! ```
//!
//! Written as JSON with the two notes as they were served; checked by
//! `svilpe auditor verify --check-evidence FILE`, or with `docs/LEDGER.md` and a SHA-256.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Checkpoint, LogKey};
use crate::ledger::tree::proof::Consistency;
use crate::ledger::tree::{Head, TreeHash};

/// Two signed heads of one log that can't both be true.
#[derive(Debug)]
pub struct Evidence {
    older: Checkpoint,
    newer: Checkpoint,
    prefix: TreeHash,
    proof: Consistency,
}

/// What evidence proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Two heads of one size.
    Forked {
        /// Entries under each.
        size: u64,
    },
    /// The newer signed tree does not begin with the older one.
    Rewritten {
        /// Entries under the older head.
        older: u64,
        /// Entries under the newer head.
        newer: u64,
    },
}

/// The two heads don't contradict each other, or the file is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoEvidence;

impl Evidence {
    /// From two heads; `prefix` is the root over the newer tree's first entries, as many as the
    /// older has, and `proof` shows that. For two heads of one size both are beside the point.
    pub fn new(
        older: Checkpoint,
        newer: Checkpoint,
        prefix: TreeHash,
        proof: Consistency,
    ) -> Result<Self, NoEvidence> {
        let evidence = Self {
            older,
            newer,
            prefix,
            proof,
        };
        evidence.proves().map(|_| evidence)
    }

    /// Reads a file and checks everything: both signatures, and that the heads contradict each
    /// other.
    pub fn parse(text: &str, log: &LogKey) -> Result<Self, NoEvidence> {
        if text.len() > FILE_MAX {
            return Err(NoEvidence);
        }
        let written: EvidenceJson = serde_json::from_str(text).map_err(|_| NoEvidence)?;
        let checkpoint =
            |note: &str| Checkpoint::parse(note.as_bytes(), log).map_err(|_| NoEvidence);
        let hash = |text: &String| TreeHash::parse_base64(text).ok_or(NoEvidence);
        let proof = written.proof.iter().map(hash).collect::<Result<_, _>>()?;
        Self::new(
            checkpoint(&written.older)?,
            checkpoint(&written.newer)?,
            hash(&written.prefix)?,
            Consistency::from_hashes(proof),
        )
    }

    /// The file.
    pub fn to_json(&self) -> String {
        let note = |checkpoint: &Checkpoint| {
            String::from_utf8(checkpoint.to_bytes()).expect("notes are UTF-8")
        };
        let written = EvidenceJson {
            older: note(&self.older),
            newer: note(&self.newer),
            prefix: self.prefix.to_base64(),
            proof: self
                .proof
                .hashes()
                .iter()
                .map(|hash| hash.to_base64())
                .collect(),
        };
        serde_json::to_string_pretty(&written).expect("strings only") + "\n"
    }

    /// What it proves. Both signatures were checked when the checkpoints were read.
    pub fn proves(&self) -> Result<Misbehaviour, NoEvidence> {
        let (older, newer) = (self.older.head(), self.newer.head());
        if older.size == newer.size {
            let differ = older.root != newer.root;
            return differ
                .then_some(Misbehaviour::Forked { size: older.size })
                .ok_or(NoEvidence);
        }
        let prefix = Head {
            size: older.size,
            root: self.prefix,
        };
        self.proof.check(prefix, newer).map_err(|_| NoEvidence)?;
        let rewritten = Misbehaviour::Rewritten {
            older: older.size,
            newer: newer.size,
        };
        (older.size > 0 && self.prefix != older.root)
            .then_some(rewritten)
            .ok_or(NoEvidence)
    }
}

impl fmt::Display for NoEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this proves nothing against this log")
    }
}

impl std::error::Error for NoEvidence {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceJson {
    older: String,
    newer: String,
    prefix: String,
    proof: Vec<String>,
}

const FILE_MAX: usize = 128 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::signature::SigningKey;
    use crate::ledger::checkpoint::LogName;
    use crate::ledger::tree::Tree;

    fn head(leaves: &[&str]) -> Head {
        let mut tree = Tree::new();
        for leaf in leaves {
            tree.append(TreeHash::of_leaf(leaf.as_bytes()), &mut Vec::new());
        }
        tree.head()
    }

    #[test]
    fn p7_two_heads_that_contradict_each_other_convict() {
        let name = LogName::parse("svilpe.example/log").expect("a name");
        let key = SigningKey::random();
        let log = LogKey::new(name.clone(), key.public());
        let sign = |head| Checkpoint::sign(head, &name, &key);
        let nothing = Consistency::default;

        let fork = Evidence::new(
            sign(head(&["a"])),
            sign(head(&["b"])),
            TreeHash::EMPTY,
            nothing(),
        );
        let text = fork.expect("two heads of one size").to_json();
        let read = Evidence::parse(&text, &log).expect("as written");
        assert_eq!(read.proves(), Ok(Misbehaviour::Forked { size: 1 }));

        // The newer tree is (b, c): its first entry has root b, and c proves it.
        let proof = Consistency::from_hashes(vec![TreeHash::of_leaf(b"c")]);
        let rewritten = Evidence::new(
            sign(head(&["a"])),
            sign(head(&["b", "c"])),
            head(&["b"]).root,
            proof.clone(),
        );
        let text = rewritten.expect("rewritten").to_json();
        let read = Evidence::parse(&text, &log).expect("as written");
        assert_eq!(
            read.proves(),
            Ok(Misbehaviour::Rewritten { older: 1, newer: 2 })
        );

        let stranger = LogKey::new(name.clone(), SigningKey::random().public());
        assert!(
            Evidence::parse(&text, &stranger).is_err(),
            "another log's key"
        );
        assert!(
            Evidence::parse(&text.replacen("\\n1\\n", "\\n2\\n", 1), &log).is_err(),
            "altered note"
        );
        let honest = Evidence::new(
            sign(head(&["b"])),
            sign(head(&["b", "c"])),
            head(&["b"]).root,
            proof,
        );
        assert!(honest.is_err(), "an honest log can't be convicted");
        let same = Evidence::new(
            sign(head(&["a"])),
            sign(head(&["a"])),
            TreeHash::EMPTY,
            nothing(),
        );
        assert!(same.is_err());
        let made_up = Evidence::new(
            sign(head(&["b"])),
            sign(head(&["b", "c"])),
            head(&["x"]).root,
            nothing(),
        );
        assert!(made_up.is_err(), "the claimed prefix needs a proof");
    }
}
