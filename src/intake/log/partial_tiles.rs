//! Hash tiles as they are kept: full ones, and the growing one at the edge of each level.
//!
//! A growing tile is written over itself and served in every width that it has had: hashes in it
//! never change, so the narrower tile is always its beginning.
//!
//! Knows hashes and positions. Never knows entries.

use std::collections::BTreeMap;

use crate::ledger::tree::Node;
use crate::ledger::tree::tiles::{self, Resource, WIDTH};
use crate::store::{Fault, StoredTile};

/// The last tile of each level, full or not: at most 8 KiB each.
#[derive(Clone, Default)]
pub(super) struct Edges(BTreeMap<u8, Edge>);

#[derive(Clone, Default)]
struct Edge {
    index: u64,
    hashes: Vec<u8>,
}

impl Edges {
    /// Takes in the nodes that the tree grew; gives each tile that changed, as it is now.
    pub(super) fn take(&mut self, nodes: &[Node]) -> Result<Vec<StoredTile>, Fault> {
        let mut changed = BTreeMap::new();
        for node in nodes {
            let edge = self.0.entry(node.level).or_default();
            if node.index.is_multiple_of(WIDTH.into()) {
                edge.index = node.index / u64::from(WIDTH);
                edge.hashes.clear();
            }
            edge.hashes.extend_from_slice(node.hash.as_bytes());
            if edge.hashes.len() == FULL {
                let tile = edge.tile(node.level)?;
                changed.insert((node.level, edge.index), tile);
            }
        }
        let mut tiles: Vec<StoredTile> = changed.into_values().collect();
        for (level, edge) in &self.0 {
            let grew = nodes.iter().any(|node| node.level == *level);
            if grew && edge.hashes.len() < FULL {
                tiles.push(edge.tile(*level)?);
            }
        }
        Ok(tiles)
    }
}

impl Edge {
    fn tile(&self, level: u8) -> Result<StoredTile, Fault> {
        let full = tiles::HashTile::new(level, self.index, WIDTH).ok_or(Fault::TooLong)?;
        StoredTile::new(&name(full), self.hashes.clone())
    }
}

/// A tile's name at rest, whatever its width.
pub(super) fn name(tile: tiles::HashTile) -> String {
    let full = tiles::HashTile::new(tile.level(), tile.index(), WIDTH).unwrap_or(tile);
    Resource::Tile(full).to_string()
}

/// Are all the tile's hashes of a tree with `size` entries?
pub(super) fn is_within(tile: tiles::HashTile, size: u64) -> bool {
    let hashes = size >> (8 * u32::from(tile.level()));
    tile.index() * u64::from(WIDTH) + u64::from(tile.width()) <= hashes
}

const FULL: usize = WIDTH as usize * 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::{Tree, TreeHash};
    use std::collections::HashMap;

    /// However the tree is cut into appends, the tiles kept in the end are the same.
    #[test]
    fn tiles_do_not_depend_on_how_many_were_appended_at_once() {
        let kept = |step: usize| {
            let (mut tree, mut edges) = (Tree::new(), Edges::default());
            let mut kept = HashMap::new();
            let leaves: Vec<_> = (0..66_000_u32)
                .map(|number| TreeHash::of_leaf(&number.to_be_bytes()))
                .collect();
            for some in leaves.chunks(step) {
                let mut nodes = Vec::new();
                for leaf in some {
                    tree.append(*leaf, &mut nodes);
                }
                for tile in edges.take(&nodes).expect("tiles fit") {
                    kept.insert(tile.name().to_owned(), tile.hashes().to_vec());
                }
            }
            kept
        };
        let whole = kept(66_000);
        assert_eq!(whole.len(), 258 + 2 + 1);
        assert_eq!(whole["tile/1/001"].len(), 32);
        assert_eq!(whole["tile/2/000"].len(), 32);
        for step in [1, 7, 256, 300] {
            assert!(kept(step) == whole, "{step}");
        }
    }

    #[test]
    fn only_what_the_tree_has_is_within_it() {
        let tile = |level, index, width| tiles::HashTile::new(level, index, width).expect("fits");
        assert!(is_within(tile(0, 1, 44), 300));
        assert!(!is_within(tile(0, 1, 45), 300));
        assert!(is_within(tile(1, 0, 1), 256));
        assert!(!is_within(tile(1, 0, 1), 255));
        assert!(!is_within(tile(7, 0, 1), 1 << 40));
    }
}
