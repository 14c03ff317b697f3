//! Following a ledger: reads what is new of it, and believes nothing that it has not checked.
//!
//! Keeps P7 for everyone who remembers one checkpoint: officers, auditors, witnesses. A ledger that
//! withholds, reorders, swaps or rewrites is caught here, with a proof where there can be one.
//!
//! ```text
//!   checkpoint ─▶ signed by the log? ─▶ continues the one remembered? ─no─▶ evidence
//!        │ yes
//!   new entries ─▶ the remembered tree grows ─▶ the signed root? ─no─▶ which entry is not in it
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
use super::checkpoint::cosignature::Quorum;
use super::checkpoint::{Checkpoint, LogKey};
use super::tree::proof::{Consistency, Inclusion, Tiles};
use super::tree::tiles::{Bundle, HashTile, Resource};
use super::tree::{Head, Tree, TreeHash};
use crate::rules::calendar::Day;

mod followed_tree;
mod misbehaviour;
#[cfg(test)]
mod tests;

pub(crate) use followed_tree::Remembered;
use followed_tree::{TreeSoFar, full_bundles};
pub(crate) use misbehaviour::{Cheat, NotFollowed};

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

/// What a ledger shows as its state.
pub(crate) struct ServedHeads {
    /// The log signed it; no more is said of it.
    pub newest: Checkpoint,
    /// Enough witnesses vouch for it; the newest one continues it.
    pub witnessed: Checkpoint,
}

/// Entries as they were served, framed as they should be and not checked yet.
pub(crate) struct ServedBundle<'a> {
    pub bundle: Bundle,
    pub bytes: &'a [u8],
    pub lines: &'a [&'a [u8]],
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

    /// The newest checkpoint, and the newest that enough witnesses vouch for by what they cosigned
    /// on `since` or later. All heads that the ledger shows are proven to be of one history.
    pub(crate) fn heads(&self, quorum: &Quorum, since: Day) -> Result<ServedHeads, NotFollowed<E>> {
        let newest = self.checkpoint()?;
        let own = [newest.clone()];
        if let Ok(witnessed) = quorum.newest(&own, since) {
            let witnessed = witnessed.clone();
            return Ok(ServedHeads { newest, witnessed });
        }
        let listed = (self.fetch)(Resource::Cosigned).map_err(NotFollowed::Failed)?;
        let listed = String::from_utf8(listed.unwrap_or_default()).unwrap_or_default();
        let mut heads = Checkpoint::all_in(&listed, self.log);
        heads.truncate(HEADS_MAX);
        heads.extend(own);
        heads.sort_by_key(|checkpoint| checkpoint.head().size);
        for pair in heads.windows(2) {
            self.continues(&pair[0], &pair[1])?;
        }
        if heads.last().map(Checkpoint::head) != Some(newest.head()) {
            let seen = heads.last().map_or(0, |largest| largest.head().size);
            let served = newest.head().size;
            return Err(Cheat::Parted(NotContinued::RolledBack { seen, served }).into());
        }
        let witnessed = quorum.newest(&heads, since);
        let witnessed = witnessed.map_err(Cheat::Unwitnessed)?.clone();
        Ok(ServedHeads { newest, witnessed })
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

    /// Proves by hash tiles that entry number `index` of the served tree is the one with this leaf.
    pub(crate) fn includes(
        &self,
        served: &Checkpoint,
        index: u64,
        leaf: TreeHash,
    ) -> Result<(), NotFollowed<E>> {
        self.inclusion(served, index, leaf).map(|_| ())
    }

    /// The same, with the proof for others to check.
    pub(crate) fn inclusion(
        &self,
        served: &Checkpoint,
        index: u64,
        leaf: TreeHash,
    ) -> Result<Inclusion, NotFollowed<E>> {
        let head = served.head();
        if index >= head.size {
            return Err(Cheat::Swapped(index).into());
        }
        let proof = Tiles::new(head, &|tile| self.tile(tile)).prove_inclusion(index);
        self.trouble()?;
        let proof = proof.map_err(|_| self.withheld())?;
        let is_it = proof.check(head, index, leaf);
        is_it.map_err(|_| Cheat::Swapped(index))?;
        Ok(proof)
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

    /// Why tiles prove nothing: one was not given, or they are not the tree's.
    fn withheld(&self) -> Cheat {
        let tiles = self.tiles.borrow();
        let missing = tiles.iter().find(|(_, bytes)| bytes.is_none());
        missing.map_or(Cheat::NotTheTree, |(tile, _)| {
            Cheat::Withheld(Resource::Tile(*tile))
        })
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

/// Cosigned heads that are looked at: each takes a proof.
const HEADS_MAX: usize = 64;
