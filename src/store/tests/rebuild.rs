//! What a rebuild keeps, what it does away with, and who waits for it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::store::crypto::record_encryption::EncryptedHead;
use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::writer::rebuild_wait::PATIENCE;

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

#[tokio::test(start_paused = true)]
async fn a_commit_waits_a_little_for_a_rebuild_and_is_refused_then() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let under_way = store.0.rebuild_wait.begin();
    let begun = tokio::time::Instant::now();
    let refused = store.put_note("n", vec![1]).await;
    assert!(matches!(refused, Err(Fault::Busy)));
    assert_eq!(begun.elapsed(), PATIENCE);
    let (kept, ()) = tokio::join!(store.put_note("n", vec![2]), async {
        tokio::time::sleep(PATIENCE / 2).await;
        drop(under_way);
    });
    kept.unwrap();
    assert_eq!(store.note("n").await.unwrap(), Some(vec![2]));
}
