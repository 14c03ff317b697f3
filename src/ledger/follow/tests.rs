//! A ledger in memory that does one thing wrong.

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
            Resource::Cosigned | Resource::Roster(..) | Resource::Policy(_) => None,
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
