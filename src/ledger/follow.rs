//! Following a ledger: reads what is new of it, and believes none of what it is told.
//!
//! Keeps P7 for everyone who remembers one checkpoint: officers, auditors, witnesses. A ledger that
//! withholds, reorders, swaps or rewrites is caught here, with a proof where there can be one.
//!
//! ```text
//!   checkpoint ─▶ signed by the log? ─▶ continues the one remembered? ─no─▶ evidence
//!        │ yes
//!   new entries ─▶ the remembered tree grows ─▶ the signed root? ─no─▶ which entry is not the tree's
//! ```
//!
//! Entries are checked by growing the tree over them, which needs no hash tiles of a ledger that
//! is honest: tiles are asked for to prove continuity to those who keep no entries, and to find
//! out what is wrong. So entries pass through before their checkpoint speaks for them: until
//! `LedgerFollower::entries` has returned well, they are a claim.
//!
//! Holds one bundle, some tiles and 40 bytes for each bundle read. Knows how to ask for resources,
//! by a function that its caller brings. Never knows a network, a disk or what an entry means.

use std::cell::RefCell;
use std::collections::HashMap;

use super::checkpoint::continuity::{NotContinued, continues};
use super::checkpoint::{BadCheckpoint, Checkpoint, LogKey};
use super::tree::proof::{Consistency, Tiles};
use super::tree::tiles::{Bundle, HashTile, Resource, WIDTH};
use super::tree::{Head, Tree, TreeHash};

/// Asks a ledger for a resource: its bytes, `None` if it does not serve it, an error if the
/// ledger can't be reached. At most [`Resource::length_max`] bytes should be read.
pub(crate) type LedgerFetch<'a, E = std::io::Error> =
    &'a dyn Fn(Resource) -> Result<Option<Vec<u8>>, E>;

/// Takes a bundle, or says why the reading ends there.
pub(crate) type TakeBundle<'a, E> =
    &'a mut dyn FnMut(&ServedBundle<'_>) -> Result<(), NotFollowed<E>>;

/// A ledger being followed, from one checkpoint to the next.
pub(crate) struct LedgerFollower<'a, E> {
    log: &'a LogKey,
    fetch: LedgerFetch<'a, E>,
    /// Each is asked for once.
    tiles: RefCell<HashMap<HashTile, Option<Vec<u8>>>>,
    trouble: RefCell<Option<E>>,
}

/// What a reader knows of the ledger from before.
pub(crate) struct Remembered {
    checkpoint: Checkpoint,
    /// Over the full bundles below it. The last one is read again when it has widened.
    tree: Tree,
}

/// Entries as they were served, framed as they should be and not checked yet.
pub(crate) struct ServedBundle<'a> {
    pub bundle: Bundle,
    pub bytes: &'a [u8],
    pub lines: &'a [&'a [u8]],
}

/// Why there is nothing new to believe.
#[derive(Debug)]
pub(crate) enum NotFollowed<E> {
    /// The way to the ledger, or the caller's own disk; nobody is to blame.
    Failed(E),
    Cheated(Cheat),
}

/// What the ledger did.
#[derive(Debug)]
pub(crate) enum Cheat {
    /// It does not give what it signed.
    Withheld(Resource),
    /// Not a checkpoint, or not signed by the log's key.
    BadCheckpoint(BadCheckpoint),
    /// It signed two histories, or does not continue the one remembered.
    Parted(NotContinued),
    /// The entry that it gives is not the one in the tree.
    Swapped(u64),
    /// The entries don't add up to the tree, and its tiles tell no better.
    NotTheTree,
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

impl<'a, E> LedgerFollower<'a, E> {
    /// Nothing is asked for yet.
    pub(crate) fn new(log: &'a LogKey, fetch: LedgerFetch<'a, E>) -> Self {
        Self {
            log,
            fetch,
            tiles: RefCell::default(),
            trouble: RefCell::default(),
        }
    }

    /// The checkpoint that is served now. Its log signed it; no more is said of it.
    pub(crate) fn checkpoint(&self) -> Result<Checkpoint, NotFollowed<E>> {
        let served = self.get(Resource::Checkpoint)?;
        Checkpoint::parse(&served, self.log).map_err(|why| Cheat::BadCheckpoint(why).into())
    }

    /// Proves by hash tiles that `served` continues `seen`.
    pub(crate) fn continues(
        &self,
        seen: &Checkpoint,
        served: &Checkpoint,
    ) -> Result<Consistency, NotFollowed<E>> {
        let compared = continues(seen, served, &|tile| self.tile(tile));
        self.trouble()?;
        compared.map_err(|parted| Cheat::Parted(parted).into())
    }

    /// For who kept one checkpoint and no entries: [`Self::entries_after`], with continuity proven
    /// and the tree below taken by hash tiles.
    pub(crate) fn entries(
        &self,
        seen: Option<&Checkpoint>,
        served: &Checkpoint,
        each: TakeBundle<'_, E>,
    ) -> Result<(), NotFollowed<E>> {
        let Some(seen) = seen else {
            return self.entries_after(None, served, each);
        };
        self.continues(seen, served)?;
        if seen.head() == served.head() {
            return Ok(());
        }
        let full = full_bundles(seen.head().size);
        let tree = Tiles::new(served.head(), &|tile| self.tile(tile)).prefix(full);
        self.trouble()?;
        let remembered = Remembered {
            tree: tree.map_err(|_| Cheat::Parted(NotContinued::Unproven))?,
            checkpoint: seen.clone(),
        };
        self.entries_after(Some(&remembered), served, each)
    }

    /// Reads the entries that `served` adds to what is remembered, and checks that they are those
    /// of its tree, and that it continues what is remembered. `each` gets them in order, bundle by
    /// bundle; the first may begin with entries that are known already. They count once this has
    /// returned well.
    pub(crate) fn entries_after(
        &self,
        remembered: Option<&Remembered>,
        served: &Checkpoint,
        each: TakeBundle<'_, E>,
    ) -> Result<(), NotFollowed<E>> {
        let Some(remembered) = remembered else {
            let growth = TreeSoFar::new(Tree::new(), 0);
            return self.grow(growth, None, served, each);
        };
        let seen = remembered.checkpoint();
        if served.head().size <= seen.head().size {
            return self.continues(seen, served).map(|_| ());
        }
        let growth = TreeSoFar::new(remembered.tree.clone(), seen.head().size);
        self.grow(growth, Some(seen), served, each)
    }

    /// A tile's bytes as they are served; `None` if they can't be had.
    pub(crate) fn tile(&self, tile: HashTile) -> Option<Vec<u8>> {
        if let Some(bytes) = self.tiles.borrow().get(&tile) {
            return bytes.clone();
        }
        let bytes = (self.fetch)(Resource::Tile(tile)).unwrap_or_else(|error| {
            self.trouble.borrow_mut().get_or_insert(error);
            None
        });
        self.tiles.borrow_mut().insert(tile, bytes.clone());
        bytes
    }

    fn grow(
        &self,
        mut growth: TreeSoFar,
        seen: Option<&Checkpoint>,
        served: &Checkpoint,
        each: TakeBundle<'_, E>,
    ) -> Result<(), NotFollowed<E>> {
        for bundle in Bundle::covering(growth.from, served.head().size) {
            let resource = Resource::Entries(bundle);
            let bytes = self.get(resource)?;
            let lines = bundle.split(&bytes);
            let lines = &lines.map_err(|_| Cheat::Withheld(resource))?;
            each(&ServedBundle {
                bundle,
                bytes: &bytes,
                lines,
            })?;
            growth.take(lines);
        }
        let continued = seen.is_none_or(|seen| growth.then == Some(seen.head()));
        if continued && growth.tree.head() == served.head() {
            return Ok(());
        }
        Err(self.blame(seen, served, &growth.heads).into())
    }

    /// The entries don't add up: was history rewritten, or are the wrong entries served? That they
    /// don't is known already, so a way to the ledger that breaks here excuses nothing.
    fn blame(&self, seen: Option<&Checkpoint>, served: &Checkpoint, heads: &[Head]) -> Cheat {
        let tile = |tile| self.tile(tile);
        if let Some(Err(parted)) = seen.map(|seen| continues(seen, served, &tile)) {
            return Cheat::Parted(parted);
        }
        let tiles = Tiles::new(served.head(), &tile);
        self.first_swapped(&tiles, heads)
            .map_or(Cheat::NotTheTree, Cheat::Swapped)
    }

    /// Halves the range: entries and tree agree up to the head `same`, and differ by `differ`.
    fn first_swapped(&self, tiles: &Tiles<'_>, heads: &[Head]) -> Option<u64> {
        let (mut same, mut differ) = (0, heads.len() - 1);
        while differ - same > 1 {
            let middle = same.midpoint(differ);
            let (prefix, _) = tiles.prove_prefix(heads[middle].size).ok()?;
            if prefix == heads[middle] {
                same = middle;
            } else {
                differ = middle;
            }
        }
        let bundle = Bundle::covering(heads[same].size, heads[differ].size).next()?;
        let bytes = (self.fetch)(Resource::Entries(bundle)).ok()??;
        let lines = bundle.split(&bytes).ok()?;
        for (index, line) in (bundle.start()..).zip(lines) {
            if tiles.leaf(index).ok()? != TreeHash::of_leaf(line) {
                return Some(index);
            }
        }
        None
    }

    fn get(&self, what: Resource) -> Result<Vec<u8>, NotFollowed<E>> {
        let bytes = (self.fetch)(what).map_err(NotFollowed::Failed)?;
        bytes.ok_or_else(|| Cheat::Withheld(what).into())
    }

    /// A way that broke while tiles were read is not the ledger's doing.
    fn trouble(&self) -> Result<(), NotFollowed<E>> {
        let trouble = self.trouble.borrow_mut().take();
        trouble.map_or(Ok(()), |error| Err(NotFollowed::Failed(error)))
    }
}

/// The tree while entries are read.
struct TreeSoFar {
    tree: Tree,
    /// So many entries were known before.
    from: u64,
    /// The head over those.
    then: Option<Head>,
    /// The heads at the start and after each bundle.
    heads: Vec<Head>,
}

impl TreeSoFar {
    fn new(tree: Tree, from: u64) -> Self {
        let head = tree.head();
        Self {
            then: (head.size == from).then_some(head),
            heads: vec![head],
            tree,
            from,
        }
    }

    fn take(&mut self, lines: &[&[u8]]) {
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

impl<E> NotFollowed<E> {
    /// What the ledger did, or the error that it has nothing to do with.
    pub(crate) fn cheat(self) -> Result<Cheat, E> {
        match self {
            Self::Failed(error) => Err(error),
            Self::Cheated(cheat) => Ok(cheat),
        }
    }
}

impl<E> From<Cheat> for NotFollowed<E> {
    fn from(cheat: Cheat) -> Self {
        Self::Cheated(cheat)
    }
}

/// How many of `size` entries fill bundles.
fn full_bundles(size: u64) -> u64 {
    size - size % u64::from(WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::signature::SigningKey;
    use crate::ledger::checkpoint::LogName;

    /// A ledger of numbered lines, and what it does wrong.
    struct Served {
        key: SigningKey,
        lines: Vec<String>,
        /// In place of the line with this number.
        swapped: Option<usize>,
        asked: RefCell<Vec<Resource>>,
    }

    impl Served {
        fn new(count: usize) -> Self {
            Self {
                key: SigningKey::random(),
                lines: (0..count).map(|number| format!("line {number}")).collect(),
                swapped: None,
                asked: RefCell::default(),
            }
        }

        fn name() -> LogName {
            LogName::parse("svilpe.example/log").expect("a name")
        }

        fn log(&self) -> LogKey {
            LogKey::new(Self::name(), self.key.public())
        }

        fn leaves(&self, end: usize) -> impl Iterator<Item = TreeHash> {
            let lines = self.lines[..end].iter();
            lines.map(|line| TreeHash::of_leaf(line.as_bytes()))
        }

        fn checkpoint(&self, size: usize) -> Checkpoint {
            let mut tree = Tree::new();
            for leaf in self.leaves(size) {
                tree.append(leaf, &mut Vec::new());
            }
            Checkpoint::sign(tree.head(), &Self::name(), &self.key)
        }

        fn give(&self, what: Resource) -> Option<Vec<u8>> {
            self.asked.borrow_mut().push(what);
            match what {
                Resource::Checkpoint => Some(self.checkpoint(self.lines.len()).to_bytes()),
                Resource::Entries(bundle) => {
                    let mut lines = self.lines.clone();
                    if let Some(swapped) = self.swapped {
                        "another".clone_into(&mut lines[swapped]);
                    }
                    let start = usize::try_from(bundle.start()).ok()?;
                    let lines = lines.get(start..start + usize::from(bundle.width()))?;
                    Some(Bundle::encode(lines.iter().map(String::as_str)))
                }
                Resource::Tile(tile) => {
                    let mut nodes = Vec::new();
                    let mut tree = Tree::new();
                    self.leaves(self.lines.len())
                        .for_each(|leaf| tree.append(leaf, &mut nodes));
                    let within = tile.index() * 256..tile.index() * 256 + u64::from(tile.width());
                    let hashes: Vec<_> = nodes
                        .iter()
                        .filter(|node| node.level == tile.level() && within.contains(&node.index))
                        .map(|node| *node.hash.as_bytes())
                        .collect();
                    Some(hashes.concat())
                }
                Resource::Roster(..) => None,
            }
        }

        fn tiles_asked(&self) -> usize {
            let tile = |what: &&Resource| matches!(what, Resource::Tile(_));
            self.asked.borrow().iter().filter(tile).count()
        }
    }

    /// By tiles, as an officer does, or after own entries, as an auditor does; the lines so told.
    fn follow(ledger: &Served, seen: Option<usize>, own: bool) -> Result<Vec<String>, Cheat> {
        let (log, mut told) = (ledger.log(), Vec::new());
        let fetch = |what| Ok::<_, ()>(ledger.give(what));
        let follower = LedgerFollower::new(&log, &fetch);
        let mut each = |served: &ServedBundle<'_>| {
            for line in served.lines {
                told.push(String::from_utf8_lossy(line).into_owned());
            }
            Ok(())
        };
        let served = follower.checkpoint().expect("signed");
        let read = if own {
            let remembered = seen.map(|size| {
                let leaves = ledger.leaves(size);
                Remembered::over(ledger.checkpoint(size), leaves).expect("its own")
            });
            follower.entries_after(remembered.as_ref(), &served, &mut each)
        } else {
            let seen = seen.map(|size| ledger.checkpoint(size));
            follower.entries(seen.as_ref(), &served, &mut each)
        };
        read.map(|()| told)
            .map_err(|why| why.cheat().expect("reachable"))
    }

    #[test]
    fn new_entries_are_told_in_order_from_the_last_full_bundle_on() {
        for (seen, begin) in [
            (None, 0),
            (Some(1), 0),
            (Some(255), 0),
            (Some(256), 256),
            (Some(300), 256),
            (Some(600), 512),
            (Some(1_023), 768),
        ] {
            for own in [false, true] {
                let ledger = Served::new(1_024);
                let told = follow(&ledger, seen, own).expect("honest");
                assert_eq!(told, ledger.lines[begin..], "after {seen:?}");
                if own || seen.is_none() {
                    assert_eq!(ledger.tiles_asked(), 0, "an honest ledger needs none");
                }
            }
        }
    }

    #[test]
    fn nothing_new_is_asked_for_once() {
        for own in [false, true] {
            let ledger = Served::new(300);
            assert!(follow(&ledger, Some(300), own).expect("honest").is_empty());
            assert_eq!(*ledger.asked.borrow(), [Resource::Checkpoint]);
        }
    }

    #[test]
    fn p7_the_one_entry_that_is_not_the_trees_is_named_wherever_it_is() {
        for swapped in [0, 255, 256, 700, 1_023] {
            for (seen, own) in [(None, false), (Some(1), false), (Some(1), true)] {
                let ledger = Served {
                    swapped: Some(swapped),
                    ..Served::new(1_024)
                };
                let cheat = follow(&ledger, seen, own).expect_err("swapped");
                let named = matches!(cheat, Cheat::Swapped(index) if index == swapped as u64);
                assert!(named, "{swapped} after {seen:?}: {cheat:?}");
            }
        }
    }

    #[test]
    fn p7_history_that_was_rewritten_convicts_whether_it_is_read_again_or_not() {
        for at in [3, 598] {
            let honest = Served::new(600);
            let seen = honest.checkpoint(600);
            let remembered = Remembered::over(seen.clone(), honest.leaves(600)).expect("its own");
            let log = honest.log();
            let mut rewritten = honest;
            rewritten.lines.swap(at, at + 1);
            rewritten.lines.push("one more".to_owned());
            let fetch = |what| Ok::<_, ()>(rewritten.give(what));
            let follower = LedgerFollower::new(&log, &fetch);
            let served = follower.checkpoint().expect("signed");
            let mut each = |_: &ServedBundle<'_>| Ok(());
            for read in [
                follower.entries(Some(&seen), &served, &mut each),
                follower.entries_after(Some(&remembered), &served, &mut each),
            ] {
                let cheat = read.expect_err("rewritten").cheat().expect("reachable");
                let convicted = matches!(cheat, Cheat::Parted(NotContinued::Convicted(_)));
                assert!(convicted, "{cheat:?}");
            }
        }
    }

    #[test]
    fn a_way_that_breaks_is_nobodys_cheat() {
        let ledger = Served::new(600);
        let (log, seen) = (ledger.log(), ledger.checkpoint(300));
        for broken in [
            |what: &Resource| matches!(what, Resource::Checkpoint),
            |what: &Resource| matches!(what, Resource::Tile(_)),
            |what: &Resource| matches!(what, Resource::Entries(_)),
        ] {
            let fetch = |what| {
                if broken(&what) {
                    return Err("no way");
                }
                Ok(ledger.give(what))
            };
            let follower = LedgerFollower::new(&log, &fetch);
            let read = follower
                .checkpoint()
                .and_then(|served| follower.entries(Some(&seen), &served, &mut |_| Ok(())));
            assert!(matches!(read, Err(NotFollowed::Failed("no way"))));
        }
    }

    #[test]
    fn a_memory_that_is_not_the_checkpoints_is_none() {
        let ledger = Served::new(300);
        let over = |size, leaves| Remembered::over(ledger.checkpoint(size), ledger.leaves(leaves));
        assert!(over(300, 300).is_some());
        assert!(over(300, 299).is_none());
        assert!(over(299, 300).is_none());
    }
}
