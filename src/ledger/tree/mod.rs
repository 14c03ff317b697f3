//! The Merkle tree of RFC 6962, as it grows.
//!
//! Keeps P7. Knows hashes and positions. Never knows what an entry says.
//!
//! ```text
//!   entry line ─▶ leaf hash ─▶ Tree::append ─▶ nodes to keep (one in 256 beyond the leaves)
//!                                          └─▶ root, for the next checkpoint
//! ```
//!
//! A `Tree` is only its peaks: one hash for each 1 bit of its size, at most
//! 40. Appending costs two hashes on average, and does not grow with the tree.
//! All nodes that tiles are made of come out of `Tree::append` once and never
//! change, so they can be kept write-once.

/// Received entries, shuffled.
pub(crate) mod shuffled_batch;

/// That an entry is in a tree, and a tree continues another.
pub mod proof;

/// What is served, and under which path.
pub mod tiles;

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::keys::lower_hex;

/// A hash of RFC 6962 section 2.1: of a leaf, of a subtree, or of the whole tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash([u8; 32]);

/// A tree's size and root: what a checkpoint says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
}

/// A hash at a tile level: of 256^`level` leaves, the `index`-th from the left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// Tile level: 0 for leaves.
    pub level: u8,
    /// Position within the level.
    pub index: u64,
    /// What to keep.
    pub hash: TreeHash,
}

/// A growing tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    size: u64,
    /// Roots of the complete subtrees that the size is the sum of, biggest first.
    peaks: Vec<TreeHash>,
}

impl TreeHash {
    /// The root of a tree without entries: SHA-256 of nothing.
    pub const EMPTY: Self = Self(tlog_tiles::EMPTY_HASH.0);

    /// `SHA-256(0x00 ‖ entry)`.
    pub fn of_leaf(entry: &[u8]) -> Self {
        Self(tlog_tiles::record_hash(entry).0)
    }

    /// `SHA-256(0x01 ‖ left ‖ right)`.
    pub fn of_pair(left: Self, right: Self) -> Self {
        Self(tlog_tiles::node_hash(left.into(), right.into()).0)
    }

    /// From 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From 64 lower-case hexadecimal digits.
    pub fn parse(hex: &str) -> Option<Self> {
        lower_hex::parse(hex).map(Self)
    }

    /// From base64, as checkpoints write it.
    pub fn parse_base64(text: &str) -> Option<Self> {
        Some(Self(BASE64_STANDARD.decode(text).ok()?.try_into().ok()?))
    }

    /// In base64, as checkpoints write it.
    pub fn to_base64(self) -> String {
        BASE64_STANDARD.encode(self.0)
    }
}

impl Tree {
    /// No entries.
    pub fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// The tree of `size` entries, from the nodes kept as it grew: `read(level, index)`.
    /// `None` if a node is missing.
    pub fn resume(size: u64, mut read: impl FnMut(u8, u64) -> Option<TreeHash>) -> Option<Self> {
        let mut peaks = Vec::new();
        let mut start = 0;
        for height in (0..64_u8).rev() {
            if size >> height & 1 == 0 {
                continue;
            }
            let level = height / TILE_HEIGHT;
            let first = start >> (level * TILE_HEIGHT);
            let width = 1 << (height % TILE_HEIGHT);
            let nodes = (first..first + width).map(|index| read(level, index));
            peaks.push(fold(nodes.collect::<Option<Vec<_>>>()?));
            start += 1 << height;
        }
        Some(Self { size, peaks })
    }

    /// Adds one leaf; the nodes that this completes go to `grown`.
    pub fn append(&mut self, leaf: TreeHash, grown: &mut Vec<Node>) {
        let mut hash = leaf;
        let mut height = 0;
        grown.push(Node {
            level: 0,
            index: self.size,
            hash,
        });
        while self.size >> height & 1 == 1 {
            let left = self
                .peaks
                .pop()
                .expect("one peak for each 1 bit of the size");
            hash = TreeHash::of_pair(left, hash);
            height += 1;
            if height % TILE_HEIGHT == 0 {
                let index = self.size >> height;
                grown.push(Node {
                    level: height / TILE_HEIGHT,
                    index,
                    hash,
                });
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// How many entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Size and root as of now.
    pub fn head(&self) -> Head {
        let mut peaks = self.peaks.iter().rev().copied();
        let last = peaks.next().unwrap_or(TreeHash::EMPTY);
        let root = peaks.fold(last, |right, left| TreeHash::of_pair(left, right));
        Head {
            size: self.size,
            root,
        }
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

impl From<TreeHash> for tlog_tiles::Hash {
    fn from(hash: TreeHash) -> Self {
        Self(hash.0)
    }
}

impl From<tlog_tiles::Hash> for TreeHash {
    fn from(hash: tlog_tiles::Hash) -> Self {
        Self(hash.0)
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The root over a power of two of hashes.
fn fold(mut hashes: Vec<TreeHash>) -> TreeHash {
    while hashes.len() > 1 {
        hashes = hashes
            .chunks_exact(2)
            .map(|pair| TreeHash::of_pair(pair[0], pair[1]))
            .collect();
    }
    hashes[0]
}

/// Levels of the binary tree in one tile: 2^8 hashes wide.
pub(crate) const TILE_HEIGHT: u8 = 8;

/// No ledger of people's reports is longer than 2^40 entries; keeps all arithmetic far from its
/// edge.
pub const SIZE_MAX: u64 = 1 << 40;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Roots after 1 to 8 leaves, as published with Certificate Transparency's reference
    /// implementation (`merkle_tree_test.cc`, `transparency-dev/merkle` `testonly`).
    #[test]
    fn the_published_roots_come_out() {
        let mut tree = Tree::new();
        assert_eq!(tree.head().root.to_string(), PUBLISHED_EMPTY);
        for (leaf, root) in published_leaves().iter().zip(PUBLISHED_ROOTS) {
            tree.append(TreeHash::of_leaf(leaf), &mut Vec::new());
            assert_eq!(tree.head().root.to_string(), root);
        }
    }

    #[test]
    fn a_tree_resumes_from_its_kept_nodes_at_every_size() {
        let mut tree = Tree::new();
        let mut kept = HashMap::new();
        for number in 0..70_000_u32 {
            let mut grown = Vec::new();
            tree.append(TreeHash::of_leaf(&number.to_be_bytes()), &mut grown);
            kept.extend(
                grown
                    .iter()
                    .map(|node| ((node.level, node.index), node.hash)),
            );
            if number < 600 || number % 4_099 == 0 || number > 69_990 {
                let again = Tree::resume(tree.size(), |level, index| {
                    kept.get(&(level, index)).copied()
                });
                assert_eq!(again.as_ref(), Some(&tree));
            }
        }
        kept.remove(&(0, 69_999));
        assert_eq!(
            Tree::resume(70_000, |level, index| kept.get(&(level, index)).copied()),
            None
        );
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = TreeHash::of_leaf(b"x");
        assert_eq!(TreeHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(TreeHash::parse(&hash.to_string().to_uppercase()), None);
        assert_eq!(TreeHash::parse(&hash.to_string()[1..]), None);
        assert_eq!(TreeHash::parse_base64(&hash.to_base64()), Some(hash));
    }

    fn published_leaves() -> Vec<Vec<u8>> {
        PUBLISHED_LEAVES
            .iter()
            .map(|leaf| hex::decode(leaf).expect("hex"))
            .collect()
    }

    pub(in crate::ledger) const PUBLISHED_LEAVES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    const PUBLISHED_EMPTY: &str =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const PUBLISHED_ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
}
