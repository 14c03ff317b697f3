//! What a crash, a thief of files or a careless hand leaves, and what opening makes of it.

use std::fs;
use std::os::unix::fs::FileExt;

use crate::store::crypto::keyring::{Keyring, LIVE_KEYRING};
use crate::store::disk::files;
use crate::store::disk::folder::{Aside, Folder};
use crate::store::engine::inventory::InventoryFile;
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::sled::Engine;
use crate::store::recovery::{discard, finish_live};
use crate::store::writer::rebuild::{complete, complete_base, put_in_place, set_aside};

use super::*;

async fn filled() -> Fixture {
    let fixture = Fixture::new();
    let store = fixture.open();
    for seed in 0..4 {
        keep(&store, &noise(40_000, seed), None).await;
    }
    fixture
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_cut_off_by_a_crash_is_swept_and_its_key_was_never_at_rest() {
    let fixture = Fixture::new();
    let crashed = fixture.root.path().join("crashed");
    {
        let store = fixture.open();
        keep(&store, &noise(50_000, 9), None).await;
        let mut draft = store.begin();
        draft.append(&noise(500_000, 1)).await.unwrap();
        // A commit beside it makes the pieces durable.
        store.put_note("n", vec![1]).await.unwrap();
        copy(&fixture.at(), &crashed);
    }
    let store = Store::open(&crashed).unwrap();
    assert_eq!(listed(&store).await.len(), 1);
    drop(store);
    let engine = Engine::open(&crashed.join("live/sled")).unwrap();
    let chunks = Key::keyspace(Keyspace::Chunks);
    assert_eq!(
        engine.scan(&chunks, None).count(),
        50_000usize.div_ceil(4080)
    );
}

type Step = fn(&Folder) -> Result<(), Fault>;

/// A layer that is to be copied, with one item, under an empty one of which the first `done` steps
/// were made. Below both, a base with another item.
async fn freezing(done: &[Step]) -> Fixture {
    let fixture = Fixture::new();
    {
        let store = fixture.open();
        keep(&store, &noise(30_000, 1), None).await;
        store.rebuild().await.unwrap();
        keep(&store, &noise(50_000, 2), None).await;
    }
    let folder = Folder::new(&fixture.at());
    let fresh = folder.fresh();
    files::create_folder(&fresh).unwrap();
    Keyring::create(&fresh.join("keyring"), 0).unwrap();
    let keyring = Keyring::open(&fresh.join("keyring"), LIVE_KEYRING).unwrap();
    let outer = InventoryFile::open(&folder.live().join("tally")).unwrap();
    let mut inventory = outer.read().unwrap();
    inventory.advance();
    inventory.keyring = keyring.reader().mark().unwrap();
    let engine = Engine::create(&fresh.join("sled")).unwrap();
    finish_live(&fresh, &engine, &inventory).unwrap();
    drop(engine);
    for step in done {
        step(&folder).unwrap();
    }
    fixture.unsure();
    fixture
}

async fn has_both(fixture: &Fixture) {
    let store = fixture.open();
    let items = listed(&store).await;
    assert_eq!(items.len(), 2);
    for item in items {
        let sealed = whole(&store, item.id).await;
        assert_eq!(sealed.len() as u64, item.header.length);
    }
    let folder = Folder::new(&fixture.at());
    let [fresh, next, half] = [folder.fresh(), folder.next(), folder.half()];
    let mut leftovers = vec![fresh, next, half, folder.whole(), folder.old()];
    leftovers.extend(folder.asides().iter().map(Aside::copy));
    for left in leftovers {
        assert!(!left.exists(), "{left:?}");
    }
}

const FREEZING: [Step; 3] = [complete, set_aside, put_in_place];

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_cut_short_while_it_freezes_leaves_one_whole_store() {
    for done in 0..=FREEZING.len() {
        let fixture = freezing(&FREEZING[..done]).await;
        has_both(&fixture).await;
        // What was frozen and not copied stays, and the next rebuild begins with it.
        let frozen = Folder::new(&fixture.at()).frozen();
        assert_eq!(frozen.exists(), done > 1, "after {done} steps");
        has_both(&fixture).await;
        let store = fixture.open();
        keep(&store, b"one more", None).await;
        store.rebuild().await.unwrap();
        assert!(!frozen.exists());
        drop(store);
        assert_eq!(young_records(&fixture), 0, "all of it was copied");
        assert_eq!(listed(&fixture.open()).await.len(), 3);
    }
}

/// Heads and all else in the engine of the young layer.
fn young_records(fixture: &Fixture) -> usize {
    let engine = Engine::open(&fixture.at().join("live/sled")).unwrap();
    let all = Keyspace::ALL.into_iter();
    all.map(|kind| engine.scan(&Key::keyspace(kind), None).count())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_cut_short_while_it_takes_over_leaves_one_whole_store() {
    let removed: [Step; 4] = [
        |folder| Ok(fs::create_dir_all(folder.half()).map(drop)?),
        complete_base,
        |folder| discard(&folder.frozen()),
        |folder| discard(&folder.base()),
    ];
    for done in 1..=removed.len() {
        let fixture = freezing(&FREEZING).await;
        // What its rebuild would make of it.
        let apart = fixture.root.path().join("apart");
        copy(&fixture.at(), &apart);
        let store = Store::open(&apart).unwrap();
        store.rebuild().await.unwrap();
        drop(store);
        let folder = Folder::new(&fixture.at());
        copy(&Folder::new(&apart).base(), &folder.half());
        for step in &removed[..done] {
            step(&folder).unwrap();
        }
        has_both(&fixture).await;
        let is_taken = !folder.frozen().exists();
        assert_eq!(is_taken, done > 1, "after {done} steps");
        has_both(&fixture).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_that_is_gone_changed_or_anothers_is_refused_and_named() {
    let rebuilt = async || {
        let fixture = filled().await;
        fixture.open().rebuild().await.unwrap();
        fixture
    };
    let (own, other) = (rebuilt().await, rebuilt().await);
    assert_eq!(listed(&own.open()).await.len(), 4);
    for file in ["base/records", "base/keyring"] {
        let at = own.at().join(file);
        let whole = fs::read(&at).unwrap();
        let half = FolderRefusal::Half(file);
        fs::remove_file(&at).unwrap();
        assert_eq!(own.refusal(), half);
        fs::write(&at, "").unwrap();
        assert_eq!(own.refusal(), half);
        fs::copy(other.at().join(file), &at).unwrap();
        assert_eq!(own.refusal(), FolderRefusal::Foreign(file));
        fs::write(&at, whole).unwrap();
    }
    fs::rename(own.at().join("base"), own.at().join("gone")).unwrap();
    assert_eq!(own.refusal(), FolderRefusal::Differs);
    fs::rename(own.at().join("gone"), own.at().join("base")).unwrap();
    // Somewhere in a piece, and somewhere in a head, which stands twice.
    let records = own.at().join("base/records");
    let bytes = fs::read(&records).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() - 60;
    for (place, is_mended) in [(60_000, false), (end, true)] {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        fs::write(&records, &changed).unwrap();
        if is_mended {
            assert_eq!(own.open().mended(), ["base/records"]);
        } else {
            assert_eq!(own.refusal(), FolderRefusal::Torn);
        }
    }
    fs::write(&records, bytes).unwrap();
    assert_eq!(listed(&own.open()).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_of_the_base_that_the_disk_changed_is_named_given_up_and_left_behind() {
    let fixture = filled().await;
    fixture.open().rebuild().await.unwrap();
    let records = fixture.at().join("base/records");
    let mut bytes = fs::read(&records).unwrap();
    bytes[60_000] ^= 1;
    fs::write(&records, &bytes).unwrap();
    assert_eq!(fixture.refusal(), FolderRefusal::Torn);
    let (store, damaged) = Store::open_to_check(&fixture.at()).unwrap();
    assert!((1..=2).contains(&damaged.len()), "of one block");
    drop(store);
    let given_up = Store::give_up_damaged(&fixture.at(), day("2026-11-21")).await;
    assert_eq!(given_up.unwrap().0.len(), damaged.len());
    let store = fixture.open();
    assert_eq!(store.damaged().await.unwrap(), damaged.len());
    store.rebuild().await.unwrap();
    drop(store);
    let store = fixture.open();
    assert_eq!(store.damaged().await.unwrap(), damaged.len());
    let mut read = 0;
    for item in listed(&store).await {
        read += usize::from(store.read(item.id, 0, 1 << 20).await.is_ok());
    }
    assert_eq!(read, 4 - damaged.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_written_fresh_folder_is_no_store() {
    let fixture = Fixture::new();
    let folder = Folder::new(&fixture.at());
    fs::create_dir(folder.fresh()).unwrap();
    fs::write(folder.fresh().join("keyring"), "x").unwrap();
    fs::rename(folder.live(), fixture.root.path().join("gone")).unwrap();
    assert_eq!(fixture.refusal(), FolderRefusal::Half("live"));
}

#[test]
fn creating_needs_a_folder_of_its_own() {
    let fixture = Fixture::new();
    let again = Store::create(&fixture.at());
    assert!(matches!(
        again,
        Err(Fault::Refused(FolderRefusal::NotEmpty))
    ));
    let nowhere = Store::open(&fixture.root.path().join("nowhere"));
    assert!(matches!(
        nowhere,
        Err(Fault::Refused(FolderRefusal::NotAStore))
    ));
    let empty = tempfile::tempdir().unwrap();
    let empty = Store::open(empty.path());
    assert!(matches!(
        empty,
        Err(Fault::Refused(FolderRefusal::NotAStore))
    ));
}

#[test]
fn one_process_at_a_time() {
    let fixture = Fixture::new();
    let _store = fixture.open();
    assert_eq!(fixture.refusal(), FolderRefusal::InUse);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_folders_are_refused() {
    let file = |fixture: &Fixture, name: &str| fixture.at().join(name);
    let fixture = filled().await;
    fs::write(file(&fixture, "instance"), "svilpe store, schema 5\n").unwrap();
    assert_eq!(fixture.refusal(), FolderRefusal::UnknownSchema);

    let fixture = filled().await;
    fs::write(file(&fixture, "live/sled/blobs/1234"), "x").unwrap();
    assert_eq!(fixture.refusal(), FolderRefusal::Strangers);

    for missing in ["live/sled/db", "live/keyring", "live/tally"] {
        let fixture = filled().await;
        fs::remove_file(file(&fixture, missing)).unwrap();
        assert_eq!(fixture.refusal(), FolderRefusal::Half(missing));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emptied_engine_is_refused_and_the_original_stays_aside() {
    let fixture = filled().await;
    let sled = fixture.at().join("live/sled");
    for entry in fs::read_dir(&sled).unwrap() {
        let path = entry.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("snap.")
        {
            fs::remove_file(path).unwrap();
        }
    }
    fs::write(sled.join("db"), "").unwrap();
    assert_eq!(fixture.refusal(), FolderRefusal::Emptied);
    assert_eq!(fs::read(fixture.at().join("copy/db")).unwrap(), b"");
    assert_eq!(
        fixture.refusal(),
        FolderRefusal::Emptied,
        "the second time too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_opening_that_was_not_verified_made_is_undone() {
    let fixture = filled().await;
    let sled = fixture.at().join("live/sled");
    // As an engine leaves it that could not read.
    copy(&sled, &fixture.at().join("copy"));
    fs::write(sled.join("db"), "").unwrap();
    fixture.unsure();
    assert_eq!(listed(&fixture.open()).await.len(), 4);
    assert!(!fixture.at().join("copy").exists());
    // Cut short between its two steps.
    fs::rename(&sled, fixture.at().join("copy")).unwrap();
    assert_eq!(listed(&fixture.open()).await.len(), 4);
    // Half a copy is none.
    fs::create_dir(fixture.at().join("copy.partial")).unwrap();
    assert_eq!(listed(&fixture.open()).await.len(), 4);
    assert!(!fixture.at().join("copy.partial").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_engine_is_refused() {
    let fixture = filled().await;
    let older = fixture.root.path().join("older");
    copy(&fixture.at().join("live/sled"), &older);
    {
        let store = fixture.open();
        keep(&store, b"one more", None).await;
    }
    fs::remove_dir_all(fixture.at().join("live/sled")).unwrap();
    copy(&older, &fixture.at().join("live/sled"));
    assert_eq!(fixture.refusal(), FolderRefusal::Shrunken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_was_durable_but_not_acknowledged_is_accepted() {
    let fixture = filled().await;
    let inventory = fixture.at().join("live/tally");
    let before = fs::read(&inventory).unwrap();
    {
        let store = fixture.open();
        keep(&store, b"one more", None).await;
    }
    fs::write(&inventory, before).unwrap();
    fixture.unsure();
    assert_eq!(listed(&fixture.open()).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_piece_is_found_after_an_unsure_stop() {
    let fixture = filled().await;
    let engine = Engine::open(&fixture.at().join("live/sled")).unwrap();
    let start = Key::keyspace(Keyspace::Chunks);
    let (at, _) = engine.scan(&start, None).nth(5).unwrap().unwrap();
    engine.put(&at, vec![0; 4096]).unwrap();
    engine.flush().unwrap();
    drop(engine);
    fixture.unsure();
    assert_eq!(fixture.refusal(), FolderRefusal::Torn);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_piece_is_found_after_a_clean_stop_too_and_given_up_only_when_asked() {
    let fixture = filled().await;
    {
        let store = fixture.open();
        let keyspaces = store.0.keyspaces.read();
        let engine = &keyspaces.as_ref().unwrap().engine;
        let start = Key::keyspace(Keyspace::Chunks);
        let (at, _) = engine.scan(&start, None).nth(5).unwrap().unwrap();
        engine.put_piece(&at, vec![0; 4096]).unwrap();
    }
    assert_eq!(fixture.refusal(), FolderRefusal::Torn);
    let (store, damaged) = Store::open_to_check(&fixture.at()).unwrap();
    let named: Vec<_> = damaged.iter().map(ToString::to_string).collect();
    assert!(
        named.len() == 1 && named[0].starts_with("report\tbirojs\t"),
        "{named:?}"
    );
    drop(store);
    assert_eq!(
        fixture.refusal(),
        FolderRefusal::Torn,
        "looking changes nothing"
    );

    let given_up = Store::give_up_damaged(&fixture.at(), day("2026-11-21")).await;
    assert_eq!(given_up.unwrap().0.len(), 1);
    let store = fixture.open();
    assert_eq!(store.damaged().await.unwrap(), 1);
    for one in listed(&store).await {
        let read = store.read(one.id, 0, 1 << 20).await;
        assert!(matches!(read, Ok(_) | Err(Fault::Damaged)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_of_another_store_is_named() {
    let (own, other) = (filled().await, filled().await);
    for file in ["live/tally", "live/keyring", "live/sled"] {
        let mixed = own.root.path().join("mixed");
        let _ = fs::remove_dir_all(&mixed);
        copy(&own.at(), &mixed);
        let (from, to) = (other.at().join(file), mixed.join(file));
        if from.is_dir() {
            fs::remove_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
        match Store::open(&mixed) {
            Err(Fault::Refused(FolderRefusal::Foreign(named))) => assert_eq!(named, file),
            Err(fault) => panic!("{file}: {fault}"),
            Ok(_) => panic!("{file} was taken"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_its_own_that_is_lost_or_anothers_is_written_again() {
    let (own, other) = (filled().await, filled().await);
    let at = own.at().join("instance");
    let whole = fs::read(&at).unwrap();
    for lost in [
        None,
        Some(Vec::new()),
        Some(fs::read(other.at().join("instance")).unwrap()),
    ] {
        fs::remove_file(&at).unwrap();
        if let Some(lost) = lost {
            fs::write(&at, lost).unwrap();
        }
        let store = own.open();
        assert_eq!(store.mended(), ["instance"]);
        assert_eq!(listed(&store).await.len(), 4);
        drop(store);
        assert_eq!(fs::read(&at).unwrap(), whole);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_and_half_written_snapshots_are_cleared() {
    let fixture = filled().await;
    let sled = fixture.at().join("live/sled");
    fs::write(sled.join("snap.00000000DEADBEEF.generating"), "x").unwrap();
    fs::write(sled.join("snap.7FFFFFFFFFFFFFFF"), noise(100, 1)).unwrap();
    fixture.unsure();
    assert_eq!(listed(&fixture.open()).await.len(), 4);
    assert!(!fixture.at().join("copy").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_torn_outer_inventory_is_no_false_alarm() {
    let fixture = filled().await;
    let inventory = fs::File::options()
        .read(true)
        .write(true)
        .open(fixture.at().join("live/tally"))
        .unwrap();
    // Whichever of the two was written last.
    for place in [0, 4096] {
        let mut whole = [0; 64];
        inventory.read_exact_at(&mut whole, place).unwrap();
        inventory.write_all_at(&[0xff; 64], place).unwrap();
        fixture.unsure();
        assert_eq!(listed(&fixture.open()).await.len(), 4);
        inventory.write_all_at(&whole, place).unwrap();
    }
}
