//! Rewritten history: where two histories of one log part.
//!
//! Called only when a new checkpoint does not continue the one seen before: finds out by the
//! mirror's own entries where the two part, and how.
//!
//! Knows leaf hashes. Never knows what an entry says.

use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::checkpoint::evidence::Evidence;
use crate::ledger::tree::proof::{CannotProve, Tiles};
use crate::ledger::tree::tiles::HashTile;
use crate::ledger::tree::{Head, Tree, TreeHash};

use super::finding::{Finding, Rewriting};

/// The served checkpoint is smaller than the seen one, whose leaves are `old`. If it was never
/// a prefix of the seen tree either, the two convict their log.
pub(super) fn convict_smaller(
    seen: &Checkpoint,
    served: &Checkpoint,
    old: &[TreeHash],
) -> Option<Evidence> {
    let (nodes, head) = grow(old);
    let read = |tile: HashTile| nodes.read(tile);
    let tiles = Tiles::new(head, &read);
    let (prefix, proof) = tiles.prove_prefix(served.head().size).ok()?;
    Evidence::new(served.clone(), seen.clone(), prefix.root, proof).ok()
}

/// Where the served tree, of `size` entries, parts from the seen one, whose leaves are `old`.
pub(super) fn rewritten(
    old: &[TreeHash],
    tiles: &Tiles<'_>,
    size: u64,
) -> Result<Finding, CannotProve> {
    let index = first_difference(old, tiles)?;
    Ok(Finding::Rewritten {
        seen: old.len() as u64,
        index,
        how: how_rewritten(old, tiles, size, index),
    })
}

/// Halves the range: trees agree up to `same`, and differ by `differ`.
fn first_difference(old: &[TreeHash], tiles: &Tiles<'_>) -> Result<u64, CannotProve> {
    let (mut same, mut differ) = (0, old.len());
    while differ - same > 1 {
        let middle = same.midpoint(differ);
        let mut tree = Tree::new();
        let mut unused = Vec::new();
        for leaf in &old[..middle] {
            tree.append(*leaf, &mut unused);
            unused.clear();
        }
        let (prefix, _) = tiles.prove_prefix(middle as u64)?;
        if prefix == tree.head() {
            same = middle;
        } else {
            differ = middle;
        }
    }
    Ok(same as u64)
}

/// By whether each side's entry turns up later on the other side.
fn how_rewritten(old: &[TreeHash], tiles: &Tiles<'_>, size: u64, index: u64) -> Rewriting {
    let end = size.min(index + WINDOW);
    let new: Vec<_> = (index..end).map_while(|at| tiles.leaf(at).ok()).collect();
    let at = usize::try_from(index).expect("below the length of a slice");
    let old = &old[at..old.len().min(at + new.len().max(1) + 1)];
    let later =
        |leaf: Option<&TreeHash>, side: &[TreeHash]| leaf.is_some_and(|leaf| side.contains(leaf));
    match (later(new.first(), old), later(old.first(), &new)) {
        (true, true) => Rewriting::Reordered,
        (true, false) => Rewriting::Dropped,
        (false, true) => Rewriting::Inserted,
        (false, false) => Rewriting::Altered,
    }
}

/// The nodes of a tree over leaves in memory.
struct Nodes(std::collections::HashMap<(u8, u64), TreeHash>);

impl Nodes {
    fn read(&self, tile: HashTile) -> Option<Vec<u8>> {
        let first = tile.index() * 256;
        let mut bytes = Vec::with_capacity(tile.length());
        for index in first..first + u64::from(tile.width()) {
            bytes.extend_from_slice(self.0.get(&(tile.level(), index))?.as_bytes());
        }
        Some(bytes)
    }
}

fn grow(leaves: &[TreeHash]) -> (Nodes, Head) {
    let mut tree = Tree::new();
    let mut nodes = Vec::new();
    for leaf in leaves {
        tree.append(*leaf, &mut nodes);
    }
    let nodes = nodes
        .iter()
        .map(|node| ((node.level, node.index), node.hash))
        .collect();
    (Nodes(nodes), tree.head())
}

/// How far ahead a moved entry is looked for.
const WINDOW: u64 = 512;
