//! The followed ledger's tree: as it is remembered, and as it grows by what is read.

use crate::ledger::checkpoint::Checkpoint;
use crate::ledger::tree::tiles::WIDTH;
use crate::ledger::tree::{Head, Tree, TreeHash};

/// What a reader knows of the ledger from before.
pub(crate) struct Remembered {
    pub(super) checkpoint: Checkpoint,
    /// Over the full bundles below it. The last one is read again when it has widened.
    pub(super) tree: Tree,
}

impl Remembered {
    /// From the leaves of all entries that the checkpoint speaks for; `None` if it is not theirs.
    pub(crate) fn over(
        checkpoint: Checkpoint,
        leaves: impl IntoIterator<Item = TreeHash>,
    ) -> Option<Self> {
        let full = full_bundles(checkpoint.head().size);
        let (mut tree, mut unused) = (Tree::new(), Vec::new());
        let mut below = Tree::new();
        for leaf in leaves {
            tree.append(leaf, &mut unused);
            unused.clear();
            if tree.size() == full {
                below = tree.clone();
            }
        }
        (tree.head() == checkpoint.head()).then_some(Self {
            checkpoint,
            tree: below,
        })
    }

    pub(crate) fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}

/// The tree while entries are read.
pub(super) struct TreeSoFar {
    pub(super) tree: Tree,
    /// So many entries were known before.
    pub(super) from: u64,
    /// The head over those.
    pub(super) then: Option<Head>,
    /// The heads at the start and after each bundle.
    pub(super) heads: Vec<Head>,
}

impl TreeSoFar {
    pub(super) fn new(tree: Tree, from: u64) -> Self {
        let head = tree.head();
        Self {
            then: (head.size == from).then_some(head),
            heads: vec![head],
            tree,
            from,
        }
    }

    pub(super) fn take(&mut self, lines: &[&[u8]]) {
        let mut unused = Vec::new();
        for line in lines {
            self.tree.append(TreeHash::of_leaf(line), &mut unused);
            if self.tree.size() == self.from {
                self.then = Some(self.tree.head());
            }
        }
        self.heads.push(self.tree.head());
    }
}

/// How many of `size` entries fill bundles.
pub(super) fn full_bundles(size: u64) -> u64 {
    size - size % u64::from(WIDTH)
}
