//! What a rebuild keeps, what it does away with, and who waits for it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::store::crypto::record_encryption::EncryptedHead;
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::sled::Writes;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_keeps_everything_and_a_draft_under_way() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for seed in 0..5 {
        let access = Some((locator(seed), record("wrapped")));
        keep(&store, &noise(30_000, seed), access).await;
    }
    let first = listed(&store).await[0].id;
    store.forget(first).await.unwrap();
    let mut draft = store.begin();
    let sealed = noise(200_000, 77);
    draft.append(&sealed[..150_000]).await.unwrap();
    let before = fs::read(fixture.at().join("live/keyring")).unwrap();
    store.rebuild().await.unwrap();
    assert_ne!(fs::read(fixture.at().join("live/keyring")).unwrap(), before);
    draft.append(&sealed[150_000..]).await.unwrap();
    store
        .keep(draft, header(&sealed), None, "{}".into())
        .await
        .unwrap();
    drop(store);
    fixture.unsure();
    let store = fixture.open();
    let items = listed(&store).await;
    assert_eq!(items.len(), 5);
    for item in &items {
        let sealed = whole(&store, item.id).await;
        assert_eq!(sealed.len() as u64, item.header.length);
    }
    assert!(store.find_access(locator(4)).await.unwrap().is_some());
    assert!(!fixture.at().join("old").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn p6_after_a_rebuild_nothing_joins_access_records_to_headers() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let count = 40u8;
    for seed in 0..count {
        let access = Some((locator(seed.wrapping_mul(67)), record("wrapped")));
        keep(&store, &[seed], access).await;
    }
    store.rebuild().await.unwrap();
    let keyspaces = store.0.keyspaces.clone();
    let open = keyspaces.read();
    let open = open.as_ref().unwrap();
    let slots = |start: Keyspace| -> Vec<(Vec<u8>, u32)> {
        let found = open.engine.scan(&Key::keyspace(start), None);
        found
            .map(|found| {
                let (key, value) = found.unwrap();
                let slot = EncryptedHead::parse(&value).unwrap().slot;
                let slot = u32::from_be_bytes(slot.to_bytes());
                (key.as_bytes().to_vec(), slot)
            })
            .collect()
    };
    let arrived = |id: &[u8]| {
        let id = RecordId(*id.last_chunk().unwrap());
        open.header(id).unwrap().unwrap().item.as_bytes()[0]
    };
    let headers = slots(Keyspace::Headers);
    let access = slots(Keyspace::Access);
    // The i-th of the one keyspace is the i-th of the other no more often than chance has it (mean
    // 1).
    let same = headers
        .iter()
        .zip(&access)
        .filter(|((id, _), (at, _))| at[1] == arrived(id).wrapping_mul(67));
    assert!(same.count() < 8);
    // Neighbouring slots don't belong together.
    let near = headers.iter().filter(|(id, slot)| {
        let theirs = arrived(id).wrapping_mul(67);
        access
            .iter()
            .any(|(at, other)| at[1] == theirs && slot.abs_diff(*other) < 16)
    });
    assert!(near.count() < 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rebuild_no_file_tells_an_hour() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(
        &store,
        &noise(30_000, 1),
        Some((locator(1), record("wrapped"))),
    )
    .await;
    store.rebuild().await.unwrap();
    for path in tree(&fixture.at()) {
        let about = fs::symlink_metadata(&path).unwrap();
        assert_eq!(
            (about.mtime() % 86_400, about.mtime_nsec()),
            (0, 0),
            "{path:?}"
        );
        // Of a folder, this test's own look is the last.
        if about.is_file() {
            assert_eq!(
                (about.atime() % 86_400, about.atime_nsec()),
                (0, 0),
                "{path:?}"
            );
        }
    }
}

/// As many places for codes as make a rebuild take a while.
pub(super) async fn fill(store: &Store, codes: u32) {
    for some in 0..codes / 200 {
        let access = (0..200).map(|code: u32| {
            let mut at = [0xee; 32];
            at[..4].copy_from_slice(&(1 + some * 200 + code).to_be_bytes());
            (Locator::from_bytes(at), record(&"wrapped ".repeat(40)))
        });
        keep(store, b"x", access).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_sent_during_a_rebuild_does_not_wait_for_its_end() {
    let fixture = Fixture::new();
    let store = fixture.open();
    fill(&store, 20_000).await;
    store.rebuild().await.unwrap();
    let rebuilding = tokio::spawn({
        let store = store.clone();
        async move { store.rebuild().await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let access = Some((locator(9), record("wrapped")));
    keep(&store, &noise(30_000, 1), access).await;
    assert_eq!(moved(&store, (9, "wrapped"), 10).await, Renewed::Now);
    assert!(!rebuilding.is_finished(), "it waited for the end");
    rebuilding.await.unwrap().unwrap();
    drop(store);
    fixture.unsure();
    let store = fixture.open();
    assert_eq!(found(&store, 10).await.as_deref(), Some("second"));
    assert_eq!(listed(&store).await.len(), 101);
}

/// The key that a code's record stands under, and in which keyring.
fn key_of(store: &Store, at: Locator) -> [u8; 32] {
    let keyspaces = store.0.keyspaces.read();
    let open = keyspaces.as_ref().unwrap();
    let (_, key) = open.open_head(&Key::access(at)).unwrap().unwrap();
    *key.expose()
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_what_is_forgotten_while_it_is_copied_has_no_key_in_the_copy() {
    let fixture = Fixture::new();
    let store = fixture.open();
    fill(&store, 20_000).await;
    store.rebuild().await.unwrap();
    // The first to be copied.
    keep(&store, b"y", Some((locator(0), record("first")))).await;
    let key = key_of(&store, locator(0));
    let holds_key = |name: &str| {
        let bytes = fs::read(fixture.at().join(name)).unwrap_or_default();
        bytes.as_chunks::<32>().0.contains(&key)
    };
    assert!(holds_key("live/keyring"));
    let rebuilding = tokio::spawn({
        let store = store.clone();
        async move { store.rebuild().await }
    });
    while !holds_key("half/keyring") {
        assert!(!rebuilding.is_finished());
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    assert_eq!(moved(&store, (0, "first"), 1).await, Renewed::Now);
    assert!(!rebuilding.is_finished(), "it was over too early to tell");
    rebuilding.await.unwrap().unwrap();
    for file in tree(&fixture.at()) {
        let bytes = fs::read(&file).unwrap_or_default();
        let there = bytes.windows(32).any(|at| at == key);
        assert!(!there || file.ends_with("ballast"), "{file:?}");
    }
    assert_eq!(found(&store, 0).await.as_deref(), Some("closed"));
    assert_eq!(found(&store, 1).await.as_deref(), Some("second"));
    store.rebuild().await.unwrap();
    assert_eq!(found(&store, 1).await.as_deref(), Some("second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn p10_a_key_that_a_crash_left_below_a_newer_record_is_overwritten_at_the_next_opening() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"y", Some((locator(1), record("first")))).await;
    store.rebuild().await.unwrap();
    let keyring = fixture.at().join("base/keyring");
    let before = fs::read(&keyring).unwrap();
    let key = key_of(&store, locator(1));
    assert_eq!(moved(&store, (1, "first"), 2).await, Renewed::Now);
    drop(store);
    let holds_key = || {
        fs::read(&keyring)
            .unwrap()
            .as_chunks::<32>()
            .0
            .contains(&key)
    };
    assert!(!holds_key());
    // As if the process had died before it came to that.
    fs::write(&keyring, before).unwrap();
    assert!(holds_key());
    fixture.unsure();
    let store = fixture.open();
    assert!(!holds_key());
    assert_eq!(found(&store, 2).await.as_deref(), Some("second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_closed_during_a_rebuild_is_whole_and_rebuilt_the_next_time() {
    let fixture = Fixture::new();
    let store = fixture.open();
    fill(&store, 9_000).await;
    let rebuilding = tokio::spawn({
        let store = store.clone();
        async move { store.rebuild().await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    rebuilding.abort();
    let _ = rebuilding.await;
    drop(store);
    assert!(!fixture.at().join("half").exists());
    let store = fixture.open();
    assert_eq!(listed(&store).await.len(), 45);
    store.rebuild().await.unwrap();
    assert!(!fixture.at().join("frozen").exists());
    assert_eq!(listed(&store).await.len(), 45);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_or_changed_over_the_base_is_so_after_the_next_rebuild() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for seed in 0..6 {
        let access = Some((locator(seed), record("first")));
        keep(&store, &noise(9_000, seed), access).await;
    }
    store.put_note("n", vec![1]).await.unwrap();
    store.rebuild().await.unwrap();
    let ids: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
    store.forget(ids[2]).await.unwrap();
    store.mark_fetched(ids[3], [7; 8], vec![]).await.unwrap();
    store.put_note("n", vec![2]).await.unwrap();
    assert_eq!(moved(&store, (1, "first"), 9).await, Renewed::Now);
    for _ in 0..2 {
        let left: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
        assert_eq!(left, [&ids[..2], &ids[3..]].concat());
        assert!(store.header(ids[2]).await.unwrap().is_none());
        assert!(matches!(
            store.read(ids[2], 0, 9).await,
            Err(Fault::NotKept)
        ));
        assert_eq!(store.note("n").await.unwrap(), Some(vec![2]));
        assert_eq!(found(&store, 1).await.as_deref(), Some("closed"));
        assert_eq!(found(&store, 9).await.as_deref(), Some("second"));
        assert_eq!(store.unfetched(&slug()).await.unwrap().len(), 4);
        assert_eq!(whole(&store, ids[3]).await.len(), 9_000);
        store.rebuild().await.unwrap();
    }
    drop(store);
    fixture.unsure();
    assert_eq!(listed(&fixture.open()).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_whose_first_pieces_were_frozen_as_a_drafts_keeps_them_through_a_cut_rebuild() {
    let fixture = Fixture::new();
    let sealed = noise(300_000, 5);
    {
        let store = fixture.open();
        fill(&store, 9_000).await;
        let mut draft = store.begin();
        draft.append(&sealed[..200_000]).await.unwrap();
        let rebuild = std::time::Duration::from_millis(1);
        let _ = tokio::time::timeout(rebuild, store.rebuild()).await;
        let begun = std::time::Instant::now();
        while !fixture.at().join("half").exists() {
            assert!(begun.elapsed().as_secs() < 60);
            tokio::time::sleep(rebuild).await;
        }
        draft.append(&sealed[200_000..]).await.unwrap();
        let kept = store.keep(draft, header(&sealed), None, "{}".into());
        kept.await.unwrap();
    }
    assert!(fixture.at().join("frozen").exists(), "it was cut short");
    let store = fixture.open();
    for _ in 0..2 {
        store.rebuild().await.unwrap();
        let mut items = listed(&store).await;
        items.retain(|item| item.header.length == 300_000);
        assert!(whole(&store, items[0].id).await == sealed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_the_base_that_changes_before_all_is_frozen_opens_after_the_rebuild() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", Some((locator(1), record("first")))).await;
    store.rebuild().await.unwrap();
    let pause = || tokio::time::sleep(std::time::Duration::from_millis(50));
    // The change is taken behind the wish for a rebuild, in one go: before that can ask back.
    let held = store.hold_writer();
    pause().await;
    let begin = async {
        let rebuild = store.rebuild();
        rebuild.await.unwrap();
    };
    let change = async {
        pause().await;
        moved(&store, (1, "first"), 2).await
    };
    let let_go = async {
        pause().await;
        pause().await;
        drop(held);
    };
    let ((), moved, ()) = tokio::join!(begin, change, let_go);
    assert_eq!(moved, Renewed::Now);
    assert_eq!(found(&store, 1).await.as_deref(), Some("closed"));
    assert_eq!(found(&store, 2).await.as_deref(), Some("second"));
}

/// Else a few codes that move without end would have the whole store written anew, over and over.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_again_is_one_record_of_the_young_layer() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, &[1], Some((locator(1), record("first")))).await;
    let more = |byte: u8, value: Option<Vec<u8>>| {
        let keyspaces = store.0.keyspaces.read();
        let engine = &keyspaces.as_ref().unwrap().engine;
        let at = Key::access(locator(byte));
        engine.stage(&mut Writes::default(), &at, value).unwrap()
    };
    assert_eq!(more(1, Some(vec![1])), 0);
    assert_eq!(more(1, None), -1);
    assert_eq!(more(2, Some(vec![1])), 1);
    assert_eq!(more(2, None), 0);
    // What lies below is overwritten here, or said to be removed.
    store.rebuild().await.unwrap();
    assert_eq!(more(1, Some(vec![1])), 1);
    assert_eq!(more(1, None), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_for_a_backup_is_a_whole_store_of_the_moment_when_it_was_asked_for() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for seed in 0..3 {
        let access = Some((locator(seed), record("wrapped")));
        keep(&store, &noise(30_000, seed), access).await;
    }
    let left = store.copy_for_backup().await.unwrap();
    // What happens meanwhile is no part of it.
    keep(
        &store,
        &noise(30_000, 3),
        Some((locator(3), record("wrapped"))),
    )
    .await;
    let first = listed(&store).await[0].id;
    store.forget(first).await.unwrap();
    store.rebuild().await.unwrap();
    let restored = Fixture {
        root: tempfile::tempdir().unwrap(),
    };
    let resting = AtRest::lock_copy(&fixture.at()).unwrap();
    let files = resting.files().unwrap();
    for file in files.iter().chain(&resting.keyrings()) {
        let to = restored.at().join(file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(resting.root().join(file), to).unwrap();
    }
    drop((resting, left));
    assert!(!fixture.at().join("for-backup").exists());
    assert_eq!(listed(&store).await.len(), 3);
    let copied = restored.open();
    let items = listed(&copied).await;
    assert_eq!(items.len(), 3);
    for item in &items {
        let sealed = whole(&copied, item.id).await;
        assert_eq!(sealed.len() as u64, item.header.length);
    }
    assert!(found(&copied, 2).await.is_some());
    assert!(found(&copied, 3).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_for_a_backup_that_nobody_took_away_goes_at_the_next_opening() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, &noise(3_000, 1), None).await;
    let left = store.copy_for_backup().await.unwrap();
    let copy = fixture.at().join("for-backup");
    let keyring = copy.join("base/keyring");
    // A second name keeps it in sight.
    let seen = fixture.root.path().join("seen");
    fs::hard_link(&keyring, &seen).unwrap();
    let before = fs::read(&seen).unwrap();
    // As if the process had been killed: what stays on the disk is put aside and back.
    let aside = fixture.root.path().join("aside");
    fs::rename(&copy, &aside).unwrap();
    drop((left, store));
    fs::rename(&aside, &copy).unwrap();
    drop(fixture.open());
    assert!(!copy.exists());
    let after = fs::read(&seen).unwrap();
    let mut slots = before.chunks(32).zip(after.chunks(32));
    assert!(slots.all(|(one, other)| one != other));
}
