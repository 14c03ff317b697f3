//! What a disk changes in an installation that is at rest, place by place: each is harmless, or
//! told and given up by the operator's word, and whatever else is there stays.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use crate::store::damaged::DamagedKind;

use super::*;

/// Reports, codes, replies and notes.
type Served = [usize; 4];

/// What the disk did to a file at one place.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Flipped,
    ZeroedPage,
    CutThere,
}

/// A rebuilt store with something of each kind, and some of it over that.
async fn varied() -> Fixture {
    let fixture = Fixture::new();
    let store = fixture.open();
    fill(&store, 0..REPORTS / 2).await;
    store.rebuild().await.unwrap();
    fill(&store, REPORTS / 2..REPORTS).await;
    drop(store);
    fixture
}

async fn fill(store: &Store, seeds: std::ops::Range<u8>) {
    for seed in seeds {
        let access = (locator(seed), record("wrapped"));
        keep(store, &noise(30_000, seed), Some(access)).await;
        let reply = SealedReply::parse(noise(REPLY, seed)).unwrap();
        let posted = store.post_reply(mailbox(seed), reply, day("2026-11-21"), ROOMY);
        posted.await.unwrap();
        let name = format!("note/{seed}");
        store.put_note(&name, noise(100, seed)).await.unwrap();
    }
}

fn mailbox(seed: u8) -> RepliesLocator {
    RepliesLocator::from_bytes([seed; 16])
}

/// How many reports, codes, replies and notes are served; none of them is another than it was.
async fn served(store: &Store) -> Served {
    let mut served = [0; 4];
    for item in listed(store).await {
        if let Ok(sealed) = store.read(item.id, 0, 1 << 20).await {
            assert_eq!(sealed, noise(30_000, sealed[0]));
            served[0] += 1;
        }
    }
    for seed in 0..REPORTS {
        if let Ok(Some(found)) = store.find_access(locator(seed)).await {
            assert_eq!(found, record("wrapped"));
            served[1] += 1;
        }
        for reply in store.replies(mailbox(seed)).await.unwrap().replies {
            assert_eq!(reply.as_bytes(), noise(REPLY, seed));
            served[2] += 1;
        }
        if let Ok(Some(note)) = store.note(&format!("note/{seed}")).await {
            assert_eq!(note, noise(100, seed));
            served[3] += 1;
        }
    }
    served
}

fn harm(file: &Path, place: u64, how: Harm) {
    let open = File::options().read(true).write(true).open(file).unwrap();
    match how {
        Harm::Flipped => {
            let mut byte = [0];
            open.read_exact_at(&mut byte, place).unwrap();
            open.write_all_at(&[byte[0] ^ 1], place).unwrap();
        }
        Harm::ZeroedPage => open.write_all_at(&[0; 4096], place / 4096 * 4096).unwrap(),
        Harm::CutThere => open.set_len(place).unwrap(),
    }
}

/// Opens what is left, if need be by the operator's word; what is served then, and what was given
/// up.
async fn after(at: &Path) -> (Served, Vec<DamagedKind>, Option<LostRecords>) {
    if let Ok(store) = Store::open(at) {
        return (served(&store).await, Vec::new(), None);
    }
    let (shown, named) = Store::open_to_check(at).unwrap();
    let to_lose = shown.lost();
    drop(shown);
    assert!(Store::open(at).is_err(), "looking changes nothing");
    let given_up = Store::give_up_damaged(at, day("2026-11-22")).await;
    let (given_up, lost) = given_up.unwrap();
    let all = |of: &[DamagedRecord]| of.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((all(&named), to_lose), (all(&given_up), lost));
    let store = Store::open(at).unwrap();
    assert_eq!(store.damaged().await.unwrap(), given_up.len());
    let left = served(&store).await;
    // The damage goes no further, and is in the way of nothing.
    keep(&store, &noise(30_000, REPORTS), None).await;
    store.rebuild().await.unwrap();
    drop(store);
    let mut then = served(&Store::open(at).unwrap()).await;
    then[0] -= 1;
    assert_eq!(then, left);
    let kinds = given_up.into_iter().map(|record| record.kind);
    (left, kinds.collect(), lost)
}

/// Where bytes that are not zeros end.
fn used(file: &Path) -> u64 {
    let bytes = fs::read(file).unwrap();
    bytes.iter().rposition(|byte| *byte != 0).unwrap() as u64 + 1
}

/// Damages `file` at `places`, one after the other; returns how often something was given up.
async fn sweep(
    fixture: &Fixture,
    file: &str,
    how: Harm,
    places: impl Iterator<Item = u64>,
) -> usize {
    let all = usize::from(REPORTS);
    let mut given_up_at = 0;
    for place in places {
        let harmed = fixture.root.path().join("harmed");
        let _ = fs::remove_dir_all(&harmed);
        copy(&fixture.at(), &harmed);
        harm(&harmed.join(file), place, how);
        let (left, given_up, lost) = after(&harmed).await;
        let of = |kind| given_up.iter().filter(|of| **of == kind).count();
        let gone = lost.unwrap_or_default();
        let gone =
            [gone.reports, gone.access, gone.replies].map(|lost| usize::try_from(lost).unwrap());
        let due = [
            all - of(DamagedKind::Report) - gone[0],
            all - of(DamagedKind::Access) - gone[1],
            all - of(DamagedKind::Reply) - gone[2],
        ];
        assert_eq!(left[..3], due, "{file} {how:?} at {place}: {given_up:?}");
        assert!(
            left[3] == all || lost.is_some(),
            "{file} {how:?} at {place}"
        );
        if !matches!(how, Harm::CutThere) {
            assert!(
                given_up.len() <= 4,
                "{file} {how:?} at {place}: {given_up:?}"
            );
        }
        given_up_at += usize::from(!given_up.is_empty() || lost.is_some());
    }
    given_up_at
}

fn spread(used: u64, count: u64) -> impl Iterator<Item = u64> {
    (0..count).map(move |step| (used * step / count + step % 7).min(used - 1))
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_to_the_base_costs_the_records_whose_pieces_lie_there_and_no_others() {
    let fixture = varied().await;
    for how in [Harm::Flipped, Harm::ZeroedPage, Harm::CutThere] {
        for (file, is_mended) in [("base/heads", true), ("base/records", false)] {
            let used = used(&fixture.at().join(file));
            let given_up = sweep(&fixture, file, how, spread(used, 10)).await;
            assert_eq!(given_up == 0, is_mended, "{file} {how:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_to_the_young_layer_goes_back_to_an_earlier_moment_or_is_mended() {
    let fixture = varied().await;
    for (file, is_mended) in [
        ("live/sled/conf", true),
        ("live/sled/db", false),
        ("live/tally", true),
        ("instance", true),
        ("state", true),
    ] {
        let used = used(&fixture.at().join(file));
        let given_up = sweep(&fixture, file, Harm::Flipped, spread(used, 5)).await;
        assert_eq!(given_up == 0, is_mended, "{file}");
    }
    for file in ["live/keyring", "base/keyring"] {
        for how in [Harm::ZeroedPage, Harm::CutThere] {
            sweep(
                &fixture,
                file,
                how,
                [0, 131_072, 520_200].into_iter().skip(1),
            )
            .await;
        }
    }
}

/// Heads of records stand in both tables, but for the disk's whim in one place at a time.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "an hour: each place of each structure of a base"]
async fn damage_to_the_base_at_each_place() {
    let fixture = varied().await;
    for how in [Harm::Flipped, Harm::ZeroedPage, Harm::CutThere] {
        for file in ["base/heads", "base/records"] {
            let used = used(&fixture.at().join(file));
            let places = (0..used).step_by(509);
            let count = places.clone().count();
            let given_up = sweep(&fixture, file, how, places).await;
            println!("{file} {how:?}: {count} places, at {given_up} something was given up");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_gone_or_anothers_costs_no_more_than_it_alone_has() {
    let (fixture, other) = (varied().await, varied().await);
    let all = usize::from(REPORTS);
    let harmed = fixture.root.path().join("harmed");
    let fresh = || {
        let _ = fs::remove_dir_all(&harmed);
        copy(&fixture.at(), &harmed);
    };
    for heads in [None, Some(other.at().join("base/heads"))] {
        fresh();
        fs::remove_file(harmed.join("base/heads")).unwrap();
        if let Some(other) = heads {
            fs::copy(other, harmed.join("base/heads")).unwrap();
        }
        let store = Store::open(&harmed).unwrap();
        assert_eq!(store.mended(), ["base/heads"]);
        assert_eq!(served(&store).await, [all; 4]);
        store.rebuild().await.unwrap();
        drop(store);
        let store = Store::open(&harmed).unwrap();
        assert!(store.mended().is_empty(), "the rebuild wrote it anew");
        assert_eq!(served(&store).await, [all; 4]);
    }
    fresh();
    fs::remove_file(harmed.join("base/records")).unwrap();
    let (left, given_up, _) = after(&harmed).await;
    assert_eq!(
        given_up.len(),
        all,
        "half of the reports, and their answers"
    );
    assert_eq!(left, [all / 2, all, all / 2, all]);
}

/// Flips a byte that stands in both tables of a base, `place` in the first of them.
fn flip_in_both(at: &Path, place: usize) {
    let [heads, records] = ["base/heads", "base/records"].map(|file| at.join(file));
    let within = fs::read(&heads).unwrap()[place..place + 24].to_vec();
    let there = memchr::memmem::find(&fs::read(&records).unwrap(), &within).unwrap();
    harm(&heads, place as u64, Harm::Flipped);
    harm(&records, there as u64, Harm::Flipped);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_read_in_neither_table_is_told_as_what_only_a_back_up_has() {
    let fixture = varied().await;
    let at = fixture.at();
    let used = usize::try_from(used(&at.join("base/heads"))).unwrap();
    let [heads, records] = ["base/heads", "base/records"].map(|file| fs::read(at.join(file)));
    let (heads, records) = (heads.unwrap(), records.unwrap());
    let stands_twice =
        |place: &usize| memchr::memmem::find(&records, &heads[*place..*place + 24]).is_some();
    let places = (4096..used - 24).step_by(301).filter(stands_twice);
    let mut counted = 0;
    for place in places {
        let harmed = fixture.root.path().join("harmed");
        let _ = fs::remove_dir_all(&harmed);
        copy(&at, &harmed);
        flip_in_both(&harmed, place);
        let why = Store::open(&harmed).err().expect("refused");
        let Fault::Refused(FolderRefusal::TornTwice(lost)) = why else {
            // The name of a piece, which lies among pieces: that report is named.
            let (_, damaged) = Store::open_to_check(&harmed).unwrap();
            assert!(!damaged.is_empty(), "{place}: {why}");
            continue;
        };
        let why = FolderRefusal::TornTwice(lost).to_string();
        assert!(why.contains("Only a back-up has it"), "{place}: {why}");
        let shown = Store::open_to_check(&harmed).err().expect("refused");
        assert_eq!(shown.to_string(), why);
        let given_up = Store::give_up_damaged(&harmed, day("2026-11-22")).await;
        assert_eq!(given_up.err().expect("refused").to_string(), why);
        // A block of a few KiB: no more than there was.
        let all = u64::from(REPORTS) / 2;
        assert!(
            lost.reports <= all && lost.access <= all,
            "{place}: {lost:?}"
        );
        counted += usize::from(lost != LostRecords::default());
    }
    assert!(counted > 0, "what lies there is counted");
}

/// Kept in all, half of them in the base.
const REPORTS: u8 = 6;

/// Bytes of each reply.
const REPLY: usize = 10_000;
