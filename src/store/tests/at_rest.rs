//! What a thief of the disk finds.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::store::engine::keyspace::{Key, Keyspace};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_holds_no_word_of_what_was_appended() {
    let fixture = Fixture::new();
    {
        let store = fixture.open();
        let words = b"the mayor sells permits ".repeat(5000);
        keep(&store, &words, Some((locator(1), record("wrapped words")))).await;
    }
    for path in tree(&fixture.at()).iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path).unwrap();
        for word in [&b"the mayor sells"[..], b"wrapped words"] {
            assert!(!bytes.windows(word.len()).any(|at| at == word), "{path:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_may_look_and_no_blobs_are_written() {
    let fixture = Fixture::new();
    {
        let store = fixture.open();
        keep(&store, &noise(3_000_000, 1), None).await;
        store.rebuild().await.unwrap();
        keep(&store, &noise(300_000, 1), None).await;
    }
    for path in tree(&fixture.at()) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{path:?}");
    }
    let blobs = fixture.at().join("live/sled/blobs");
    assert_eq!(fs::read_dir(blobs).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn access_records_of_one_quarter_differ_in_nothing_but_noise() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for (byte, kept_on) in [(1, "2026-10-01"), (2, "2026-12-31")] {
        let mut draft = store.begin();
        draft.append(b"x").await.unwrap();
        let header = Header {
            day: day(kept_on),
            ..header(b"x")
        };
        let access = Some((locator(byte), record("same")));
        store
            .keep(draft, header, access, "{}".into())
            .await
            .unwrap();
    }
    let heads = [1, 2].map(|byte| {
        let keyspaces = store.0.keyspaces.read();
        let found = keyspaces
            .as_ref()
            .unwrap()
            .open_head(&Key::access(locator(byte)));
        found.unwrap().unwrap().0
    });
    assert_eq!(heads[0], heads[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_swapped_between_items_do_not_open() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, &noise(40_000, 1), None).await;
    keep(&store, &noise(40_000, 2), None).await;
    let ids: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
    {
        let keyspaces = store.0.keyspaces.clone();
        let open = keyspaces.read();
        let engine = &open.as_ref().unwrap().engine;
        let [a, b] = [0, 1].map(|item| Key::chunks(ids[item]).piece(0));
        let (of_a, of_b) = (engine.find(&a).unwrap(), engine.find(&b).unwrap());
        engine.put_piece(&a, of_b.unwrap()).unwrap();
        engine.put_piece(&b, of_a.unwrap()).unwrap();
    }
    assert!(matches!(
        store.read(ids[0], 0, 10).await,
        Err(Fault::Damaged)
    ));
    assert!(store.read(ids[0], 5000, 10).await.is_ok());
    store.forget(ids[0]).await.unwrap();
}

/// A number that counts would lie near its neighbours, wherever in a name it stands.
#[tokio::test(flavor = "multi_thread")]
async fn no_part_of_a_name_counts() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for byte in 0..12 {
        keep(&store, &noise(9_000, byte), None).await;
    }
    let open = store.0.keyspaces.clone();
    let open = open.read();
    let engine = &open.as_ref().unwrap().engine;
    for kind in [Keyspace::Headers, Keyspace::Listing, Keyspace::Pending] {
        let keys = engine.scan(&Key::keyspace(kind), None);
        let names: Vec<[u8; 16]> = keys.map(|found| found.unwrap().0.name().unwrap()).collect();
        assert_eq!(names.len(), 12);
        for at in 0..=12 {
            for read in [u32::from_be_bytes, u32::from_le_bytes] {
                let parts = names
                    .iter()
                    .map(|name| read(*name[at..].first_chunk().unwrap()));
                let (least, most) = (parts.clone().min().unwrap(), parts.max().unwrap());
                assert!(most - least > 1 << 16, "{at}: {names:x?}");
            }
        }
    }
}
