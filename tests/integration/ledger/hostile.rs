//! J04: bytes from outside never panic a parser of the ledger, and never pass for what they are
//! not.

use proptest::prelude::*;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::evidence::Evidence;
use svilpe::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use svilpe::ledger::entry::Entry;
use svilpe::ledger::tree::proof::{Consistency, Inclusion, Tiles};
use svilpe::ledger::tree::tiles::{Bundle, Resource};
use svilpe::ledger::tree::{Head, TreeHash};

fn log() -> LogKey {
    let name = LogName::parse("svilpe.example/log").expect("a name");
    LogKey::new(name, SigningKey::random().public())
}

/// Text that is nearly an entry, so that parsing gets further than its first byte.
fn almost_an_entry() -> impl Strategy<Value = String> {
    let member = (
        prop::sample::select(vec![
            "fact",
            "institution",
            "day",
            "item",
            "case",
            "after",
            "key",
            "signature",
            "damage_eur",
            "effects",
            "x",
        ]),
        prop_oneof![
            Just("\"received\"".to_owned()),
            Just("\"concluded\"".to_owned()),
            Just("\"2026-01-05\"".to_owned()),
            Just(format!("\"{}\"", "0".repeat(64))),
            Just("18446744073709551616".to_owned()),
            Just("[[[]]]".to_owned()),
            Just("null".to_owned()),
            "\"\\PC{0,8}\"",
        ],
    );
    prop::collection::vec(member, 0..12).prop_map(|members| {
        let members: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    })
}

proptest! {
    #[test]
    fn entries(text in almost_an_entry(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Entry::parse(&bytes).is_err());
        if let Ok(entry) = Entry::parse(text.as_bytes()) {
            prop_assert_eq!(entry.to_line(), text);
        }
    }

    #[test]
    fn checkpoints_and_evidence(text in "\\PC{0,40}(\n\\PC{0,40}){0,6}", size in any::<u64>()) {
        let log = log();
        prop_assert!(Checkpoint::parse(text.as_bytes(), &log).is_err());
        let unsigned = format!("svilpe.example/log\n{size}\n{}\n\n{text}\n", TreeHash::EMPTY.to_base64());
        prop_assert!(Checkpoint::parse(unsigned.as_bytes(), &log).is_err());
        prop_assert!(Evidence::parse(&text, &log).is_err());
    }

    #[test]
    fn paths_and_bundles(path in "(tile|roster|checkpoint|entries|[0-9x./p]){0,8}", bytes in prop::collection::vec(any::<u8>(), 0..600), width in 1..=256_u16) {
        if let Some(resource) = Resource::parse(&path) {
            prop_assert_eq!(resource.to_string(), path);
        }
        if let Ok(entries) = Bundle::new(0, width).expect("fits").split(&bytes) {
            prop_assert_eq!(entries.len(), usize::from(width));
        }
    }

    #[test]
    fn proofs(size in 0..1_u64 << 40, other in 0..1_u64 << 40, hashes in prop::collection::vec(any::<[u8; 32]>(), 0..140)) {
        let hashes: Vec<_> = hashes.into_iter().map(TreeHash::from_bytes).collect();
        let head = Head { size, root: TreeHash::of_leaf(b"root") };
        let older = Head { size: other, root: TreeHash::of_leaf(b"older") };
        prop_assert!(Inclusion::from_hashes(hashes.clone()).check(head, other, TreeHash::EMPTY).is_err());
        prop_assert!(Consistency::from_hashes(hashes).check(older, head).is_err());
        let zeros = |tile: svilpe::ledger::tree::tiles::HashTile| Some(vec![0; tile.length()]);
        let tiles = Tiles::new(head, &zeros);
        prop_assert!(tiles.prove_inclusion(other).is_err());
        prop_assert!(other == 0 || tiles.prove_prefix(other).is_err());
    }
}
