//! Comparing two checkpoints of one log: do they belong to one history?
//!
//! Keeps P7 against a log that shows each their own: two who were shown different views need only
//! hold their checkpoints side by side. Knows signed heads and hashes. Never knows entries.
//!
//! ```text
//!   one size ─▶ one root: the same; two: a fork, and the two signatures prove it
//!   two sizes ─▶ hashes of the larger ─▶ it begins with the smaller, or not: with the proof
//!                      └─ not to be had: the one of them that the tree served now doesn't continue
//! ```

use std::io;

use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::checkpoint::continuity::NotContinued;
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::follow::{Cheat, LedgerFollower};

/// What two checkpoints are to each other.
pub(super) enum Comparison {
    /// One size, one root.
    Same,
    /// The larger tree begins with the smaller.
    Extends { smaller: u64, larger: u64 },
    /// They can't both be true, or one of them and the one that is served now can't.
    Fork(Box<Evidence>),
    /// The server does not give the hashes that would tell.
    Unknown,
}

/// Compares; `follower` asks for hashes if it takes any.
pub(super) fn compare(
    one: &Checkpoint,
    other: &Checkpoint,
    follower: &LedgerFollower<'_, io::Error>,
) -> Result<Comparison, io::Error> {
    let (smaller, larger) = in_order(one, other);
    if let Some(comparison) = between(smaller, larger, follower)? {
        return Ok(comparison);
    }
    // The larger one's hashes are not the server's: then what it shows now may contradict either.
    let Ok(now) = follower.checkpoint() else {
        return Ok(Comparison::Unknown);
    };
    for shown in [one, other] {
        let (smaller, larger) = in_order(shown, &now);
        if let Some(fork @ Comparison::Fork(_)) = between(smaller, larger, follower)? {
            return Ok(fork);
        }
    }
    Ok(Comparison::Unknown)
}

fn in_order<'c>(one: &'c Checkpoint, other: &'c Checkpoint) -> (&'c Checkpoint, &'c Checkpoint) {
    if one.head().size <= other.head().size {
        (one, other)
    } else {
        (other, one)
    }
}

/// None if the hashes don't tell.
fn between(
    smaller: &Checkpoint,
    larger: &Checkpoint,
    follower: &LedgerFollower<'_, io::Error>,
) -> Result<Option<Comparison>, io::Error> {
    if smaller.head() == larger.head() {
        return Ok(Some(Comparison::Same));
    }
    let cheat = match follower.continues(smaller, larger) {
        Ok(_) => {
            return Ok(Some(Comparison::Extends {
                smaller: smaller.head().size,
                larger: larger.head().size,
            }));
        }
        Err(why) => why.cheat()?,
    };
    Ok(match cheat {
        Cheat::Parted(NotContinued::Convicted(evidence)) => Some(Comparison::Fork(evidence)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::signature::SigningKey;
    use crate::ledger::checkpoint::{LogKey, LogName};
    use crate::ledger::tree::tiles::{HashTile, Resource};
    use crate::ledger::tree::{Tree, TreeHash};

    struct Story {
        name: LogName,
        key: SigningKey,
    }

    impl Story {
        fn new() -> Self {
            Self {
                name: LogName::parse("svilpe/0").expect("a name"),
                key: SigningKey::random(),
            }
        }

        fn log(&self) -> LogKey {
            LogKey::new(self.name.clone(), self.key.public())
        }

        fn signed(&self, leaves: &[&str]) -> Checkpoint {
            let mut tree = Tree::new();
            for leaf in leaves {
                tree.append(TreeHash::of_leaf(leaf.as_bytes()), &mut Vec::new());
            }
            Checkpoint::sign(tree.head(), &self.name, &self.key)
        }

        /// What comes of it on a server with these leaves.
        fn compared(&self, one: &[&str], other: &[&str], served: &[&str]) -> Comparison {
            let log = self.log();
            let fetch = |resource| {
                Ok(match resource {
                    Resource::Checkpoint => Some(self.signed(served).to_bytes()),
                    Resource::Tile(tile) => hashes(served, tile),
                    _ => None,
                })
            };
            let follower = LedgerFollower::new(&log, &fetch);
            let (one, other) = (self.signed(one), self.signed(other));
            compare(&one, &other, &follower).expect("no network")
        }
    }

    fn hashes(leaves: &[&str], tile: HashTile) -> Option<Vec<u8>> {
        let leaves = leaves.get(..usize::from(tile.width()))?;
        let hash = |leaf: &&str| *TreeHash::of_leaf(leaf.as_bytes()).as_bytes();
        Some(leaves.iter().map(hash).collect::<Vec<_>>().concat())
    }

    #[test]
    fn p7_two_checkpoints_are_the_same_one_history_or_proof_of_two() {
        let story = Story::new();
        let (ab, abc, abx) = (&["a", "b"][..], &["a", "b", "c"][..], &["a", "b", "x"][..]);
        assert!(matches!(story.compared(ab, ab, abc), Comparison::Same));
        for (one, other) in [(ab, abc), (abc, ab)] {
            let extends = story.compared(one, other, abc);
            assert!(matches!(
                extends,
                Comparison::Extends {
                    smaller: 2,
                    larger: 3
                }
            ));
        }
        let Comparison::Fork(evidence) = story.compared(abc, abx, abc) else {
            panic!("a fork of one size");
        };
        let json = evidence.to_json();
        assert!(
            Evidence::parse(&json, &story.log()).is_ok(),
            "anyone can check it"
        );
        // Of two sizes, and the server tells the story of one of the two.
        let xb = &["x", "b"][..];
        assert!(matches!(story.compared(xb, abc, abc), Comparison::Fork(_)));
        let axcd = &["a", "x", "c", "d"][..];
        let abcde = &["a", "b", "c", "d", "e"][..];
        assert!(matches!(
            story.compared(ab, axcd, abcde),
            Comparison::Fork(_)
        ));
        // Nobody has the larger one's hashes.
        assert!(matches!(story.compared(ab, axcd, ab), Comparison::Unknown));
    }
}
