//! Proofs: that an entry is in a tree, and that a tree continues another.
//!
//! Keeps P7 for those who hold no entries: reporters (an entry's number), officers,
//! witnesses. Proofs are made by whoever has tiles, from tiles that are checked against
//! the head first (RFC 6962 sections 2.1.1 and 2.1.2, by the `tlog_tiles` crate).
//!
//! Knows tiles and heads. Never knows what an entry says.

use std::fmt;

use tlog_tiles::{HashReader as _, TileHashReader, TileReader};

use super::tiles::HashTile;
use super::{Head, TILE_HEIGHT, Tree, TreeHash};

/// That one entry is in a tree: hashes from the leaf's sibling up.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Inclusion(Vec<TreeHash>);

/// That a larger tree begins with a smaller one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Consistency(Vec<TreeHash>);

/// The tree of one head, read from tiles from outside; each read is checked against the head.
pub struct Tiles<'a> {
    head: Head,
    read: &'a dyn Fn(HashTile) -> Option<Vec<u8>>,
}

/// The proof does not show what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotProven;

/// Tiles are missing, or are not those of the head, or the entry lies outside the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotProve;

impl Inclusion {
    /// From hashes from outside; at most as many as a tree is high are looked at.
    pub fn from_hashes(hashes: Vec<TreeHash>) -> Self {
        Self(hashes)
    }

    /// The hashes.
    pub fn hashes(&self) -> &[TreeHash] {
        &self.0
    }

    /// Is `leaf` entry number `index` of the tree with this head?
    pub fn check(&self, head: Head, index: u64, leaf: TreeHash) -> Result<(), NotProven> {
        let proof = bounded(&self.0)?;
        tlog_tiles::check_record(&proof, head.size, head.root.into(), index, leaf.into())
            .map_err(|_| NotProven)
    }
}

impl Consistency {
    /// From hashes from outside.
    pub fn from_hashes(hashes: Vec<TreeHash>) -> Self {
        Self(hashes)
    }

    /// The hashes.
    pub fn hashes(&self) -> &[TreeHash] {
        &self.0
    }

    /// Does the tree `newer` begin with the tree `older`? Every tree begins with the empty one.
    pub fn check(&self, older: Head, newer: Head) -> Result<(), NotProven> {
        if older.size == 0 {
            let empty = older.root == TreeHash::EMPTY && self.0.is_empty();
            return empty.then_some(()).ok_or(NotProven);
        }
        let proof = bounded(&self.0)?;
        tlog_tiles::check_tree(
            &proof,
            newer.size,
            newer.root.into(),
            older.size,
            older.root.into(),
        )
        .map_err(|_| NotProven)
    }
}

impl<'a> Tiles<'a> {
    /// Tiles that should belong to `head`. `read` gives a tile's bytes, from wherever.
    pub fn new(head: Head, read: &'a dyn Fn(HashTile) -> Option<Vec<u8>>) -> Self {
        Self { head, read }
    }

    /// Proves that entry number `index` is in the tree.
    pub fn prove_inclusion(&self, index: u64) -> Result<Inclusion, CannotProve> {
        if index >= self.head.size {
            return Err(CannotProve);
        }
        let proof = tlog_tiles::prove_record(self.head.size, index, &self.reader());
        Ok(Inclusion(from_crate(proof.map_err(|_| CannotProve)?)))
    }

    /// Proves what tree of `size` entries this tree begins with, and gives that tree's root.
    pub fn prove_prefix(&self, size: u64) -> Result<(Head, Consistency), CannotProve> {
        if size == 0 {
            return Ok((
                Head {
                    size,
                    root: TreeHash::EMPTY,
                },
                Consistency::default(),
            ));
        }
        if size > self.head.size {
            return Err(CannotProve);
        }
        let reader = self.reader();
        let root = tlog_tiles::tree_hash(size, &reader).map_err(|_| CannotProve)?;
        let proof = tlog_tiles::prove_tree(self.head.size, size, &reader);
        let proof = Consistency(from_crate(proof.map_err(|_| CannotProve)?));
        Ok((
            Head {
                size,
                root: root.into(),
            },
            proof,
        ))
    }

    /// The tree over its first `size` entries, for more to be appended.
    pub fn prefix(&self, size: u64) -> Result<Tree, CannotProve> {
        if size == 0 {
            return Ok(Tree::new());
        }
        if size > self.head.size {
            return Err(CannotProve);
        }
        let heights = (0..64_u8).rev().filter(|height| size >> height & 1 == 1);
        // What lies before a peak is a sum of bigger powers of two.
        let index = |height: u8| (size >> height) - 1;
        let at: Vec<_> = heights
            .map(|height| tlog_tiles::stored_hash_index(height, index(height)))
            .collect();
        let peaks = self.reader().read_hashes(&at).map_err(|_| CannotProve)?;
        Ok(Tree {
            size,
            peaks: from_crate(peaks),
        })
    }

    /// The leaf hash of entry number `index`.
    pub fn leaf(&self, index: u64) -> Result<TreeHash, CannotProve> {
        if index >= self.head.size {
            return Err(CannotProve);
        }
        let at = [tlog_tiles::stored_hash_index(0, index)];
        let hashes = self.reader().read_hashes(&at).map_err(|_| CannotProve)?;
        hashes.first().map(|hash| (*hash).into()).ok_or(CannotProve)
    }

    fn reader(&self) -> TileHashReader<'_> {
        TileHashReader::new(self.head.size, self.head.root.into(), self)
    }
}

impl TileReader for Tiles<'_> {
    fn height(&self) -> u8 {
        TILE_HEIGHT
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let read = |tile: &tlog_tiles::Tile| {
            let width = u16::try_from(tile.width()).ok()?;
            let tile = HashTile::new(tile.level(), tile.level_index(), width)?;
            (self.read)(tile).filter(|bytes| bytes.len() == tile.length())
        };
        tiles
            .iter()
            .map(|tile| read(tile).ok_or(tlog_tiles::Error::InvalidTile))
            .collect()
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

impl fmt::Display for NotProven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the proof does not show it")
    }
}

impl std::error::Error for NotProven {}

impl fmt::Display for CannotProve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tiles are not those of the checkpoint")
    }
}

impl std::error::Error for CannotProve {}

/// The crate checks proofs by copying what is left at each step: cap first, then hand over.
fn bounded(hashes: &[TreeHash]) -> Result<Vec<tlog_tiles::Hash>, NotProven> {
    if hashes.len() > PROOF_MAX {
        return Err(NotProven);
    }
    Ok(hashes.iter().map(|hash| (*hash).into()).collect())
}

fn from_crate(hashes: Vec<tlog_tiles::Hash>) -> Vec<TreeHash> {
    hashes.into_iter().map(TreeHash::from).collect()
}

/// Twice the height of the tallest tree is more than any proof needs.
const PROOF_MAX: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::tests::PUBLISHED_LEAVES;
    use std::collections::HashMap;

    struct Grown {
        heads: Vec<Head>,
        leaves: Vec<TreeHash>,
        nodes: HashMap<(u8, u64), TreeHash>,
    }

    impl Grown {
        fn new(leaves: impl IntoIterator<Item = Vec<u8>>) -> Self {
            let mut tree = Tree::new();
            let mut grown = Self {
                heads: vec![tree.head()],
                leaves: Vec::new(),
                nodes: HashMap::new(),
            };
            for leaf in leaves {
                let mut nodes = Vec::new();
                tree.append(TreeHash::of_leaf(&leaf), &mut nodes);
                grown.nodes.extend(
                    nodes
                        .iter()
                        .map(|node| ((node.level, node.index), node.hash)),
                );
                grown.leaves.push(TreeHash::of_leaf(&leaf));
                grown.heads.push(tree.head());
            }
            grown
        }

        fn read(&self, tile: HashTile) -> Option<Vec<u8>> {
            let first = tile.index() * 256;
            let hashes = (first..first + u64::from(tile.width())).map(|index| {
                self.nodes
                    .get(&(tile.level(), index))
                    .map(|hash| hash.as_bytes().to_vec())
            });
            Some(hashes.collect::<Option<Vec<_>>>()?.concat())
        }
    }

    /// Paths published with Certificate Transparency's reference tests, over their eight leaves.
    #[test]
    fn the_published_paths_come_out() {
        let grown = Grown::new(PUBLISHED_LEAVES.map(|leaf| hex::decode(leaf).expect("hex")));
        let read = |tile| grown.read(tile);
        let begin = |hashes: &[TreeHash]| {
            hashes
                .iter()
                .map(|hash| hash.to_string()[..8].to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (index, size, path) in [
            (0, 1, ""),
            (0, 8, "96a296d2 5f083f0a 6b47aaf2"),
            (3, 8, "0298d122 fac54203 6b47aaf2"),
            (5, 8, "bc1a0643 ca854ea1 d37ee418"),
            (7, 8, "b08693ec 0ebc5d34 d37ee418"),
            (2, 3, "fac54203"),
            (1, 5, "6e340b9c 5f083f0a bc1a0643"),
        ] {
            let head = grown.heads[size];
            let proof = Tiles::new(head, &read)
                .prove_inclusion(index)
                .expect("in the tree");
            assert_eq!(begin(proof.hashes()), path, "leaf {index} of {size}");
            let leaf = grown.leaves[usize::try_from(index).expect("small")];
            assert_eq!(proof.check(head, index, leaf), Ok(()));
        }
        for (older, newer, path) in [
            (1, 1, ""),
            (1, 8, "96a296d2 5f083f0a 6b47aaf2"),
            (6, 8, "0ebc5d34 ca854ea1 d37ee418"),
            (2, 5, "5f083f0a bc1a0643"),
            (6, 7, "0ebc5d34 b08693ec d37ee418"),
            (3, 7, "0298d122 07506a85 fac54203 837dbb15"),
            (4, 7, "837dbb15"),
        ] {
            let tiles = Tiles::new(grown.heads[newer], &read);
            let (head, proof) = tiles.prove_prefix(older).expect("a prefix");
            assert_eq!(begin(proof.hashes()), path, "{older} to {newer}");
            assert_eq!(head, grown.heads[usize::try_from(older).expect("small")]);
            assert_eq!(proof.check(head, grown.heads[newer]), Ok(()));
        }
    }

    #[test]
    fn a_changed_proof_or_tile_proves_nothing() {
        let grown = Grown::new((0..600_u32).map(|leaf| leaf.to_be_bytes().to_vec()));
        let (older, newer) = (grown.heads[300], grown.heads[600]);
        let read = |tile| grown.read(tile);
        let tiles = Tiles::new(newer, &read);
        let (head, proof) = tiles.prove_prefix(300).expect("a prefix");
        assert_eq!(head, older);
        for position in 0..proof.0.len() {
            let mut changed = proof.clone();
            changed.0[position] = TreeHash::EMPTY;
            assert_eq!(changed.check(older, newer), Err(NotProven));
        }
        assert_eq!(
            Consistency(vec![TreeHash::EMPTY; 1_000]).check(older, newer),
            Err(NotProven)
        );
        assert_eq!(proof.check(newer, older), Err(NotProven));
        assert_eq!(
            Inclusion::default().check(newer, 600, TreeHash::EMPTY),
            Err(NotProven)
        );
        let lying = |tile| {
            grown.read(tile).map(|mut bytes| {
                bytes[0] ^= 1;
                bytes
            })
        };
        let short = |tile| {
            grown.read(tile).map(|mut bytes| {
                bytes.pop();
                bytes
            })
        };
        for read in [
            &lying as &dyn Fn(HashTile) -> Option<Vec<u8>>,
            &short,
            &|_| None,
        ] {
            assert_eq!(
                Tiles::new(newer, read).prove_prefix(300).map(|_| ()),
                Err(CannotProve)
            );
            assert_eq!(Tiles::new(newer, read).prove_inclusion(5), Err(CannotProve));
        }
        assert_eq!(tiles.prove_inclusion(600), Err(CannotProve));
        assert_eq!(tiles.leaf(599), Ok(grown.leaves[599]));
        assert_eq!(tiles.prefix(601), Err(CannotProve));
        for size in [0, 1, 2, 255, 256, 300, 511, 512, 599, 600] {
            let mut tree = tiles.prefix(size).expect("a prefix");
            let at = usize::try_from(size).expect("small");
            assert_eq!(tree.head(), grown.heads[at]);
            for leaf in &grown.leaves[at..] {
                tree.append(*leaf, &mut Vec::new());
            }
            assert_eq!(tree.head(), newer, "it grows on");
        }
    }

    #[test]
    fn every_tree_begins_with_the_empty_one() {
        let empty = Tree::new().head();
        let head = Head {
            size: 5,
            root: TreeHash::of_leaf(b"x"),
        };
        assert_eq!(Consistency::default().check(empty, head), Ok(()));
        assert_eq!(
            Consistency::default().check(Head { size: 0, ..head }, head),
            Err(NotProven)
        );
    }
}
