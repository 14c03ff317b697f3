//! A full disk (attacks I05, I06): a clear fault, no acknowledgement, nothing lost, and the store
//! opens again while the disk is still full.

use std::fs;
use std::time::Duration;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::rules::roster::Institution;
use svilpe::store::{Fault, Header, KeepOutcome, Store};

use crate::world::open_store;
use crate::world::small_disk::SmallDisk;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_loses_nothing() {
    let root = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::under(root.path(), 200 << 20) else {
        return;
    };
    let folder = disk.path().join("store");
    Store::create(&folder).unwrap();
    let store = open_store(&folder);
    let mut kept = 0;
    let fault = loop {
        match keep(&store, 3 << 20).await {
            Ok(KeepOutcome::New) => kept += 1,
            Ok(KeepOutcome::Already) => panic!("no code was given"),
            Err(fault) => break fault,
        }
    };
    assert!(matches!(fault, Fault::Full), "{fault}");
    assert!(kept > 10, "{kept}");
    assert!(matches!(keep(&store, 100).await, Err(Fault::Full)));
    check(&store, kept).await;

    // Others fill the rest; forgetting still works as long as anything at all is left.
    disk.fill(6 << 20);
    let id = store.list(&institution(), None, 1).await.unwrap().records[0].id;
    store.forget(id).await.unwrap();
    kept -= 1;
    // A disk that fills at gigabytes a second may end the process while it writes; here it waits
    // its turn.
    tokio::time::sleep(Duration::from_millis(500)).await;
    // The rest of the ballast may still be given for one more note.
    for _ in 0..2 {
        let _ = store.put_note("n", vec![0; 10]).await;
        disk.fill(0);
    }
    let full = store.put_note("n", vec![0; 10]).await;
    assert!(matches!(full, Err(Fault::Full)));
    check(&store, kept).await;

    // As if the process had been killed, and started while the disk is still full.
    let image_of_dead = fs::read(folder.join("state")).unwrap();
    drop(store);
    fs::write(folder.join("state"), image_of_dead).unwrap();
    let store = open_store(&folder);
    check(&store, kept).await;
    let full = keep(&store, 100).await;
    assert!(matches!(full, Err(Fault::Full)));

    disk.empty();
    while store.room().unwrap() < 20 << 20 {
        let id = store.list(&institution(), None, 1).await.unwrap().records[0].id;
        store.forget(id).await.unwrap();
        kept -= 1;
        // Refused as long as a second copy does not fit.
        let _ = store.rebuild().await;
    }
    assert_eq!(keep(&store, 100).await.unwrap(), KeepOutcome::New);
    check(&store, kept + 1).await;
    drop(store);
}

/// Whoever fills the disk with files can't keep it full: what was forgotten gives its room back,
/// though the engine's file is longer than what is left.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_forgotten_gives_its_room_back() {
    let root = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::under(root.path(), 300 << 20) else {
        return;
    };
    let folder = disk.path().join("store");
    Store::create(&folder).unwrap();
    let store = open_store(&folder);
    let empty = store.room().unwrap();
    let mut kept = 0;
    while keep(&store, 3 << 20).await.is_ok() {
        kept += 1;
    }
    assert!(matches!(store.rebuild().await, Err(Fault::Full)));
    check(&store, kept).await;
    for item in store
        .list(&institution(), None, 1000)
        .await
        .unwrap()
        .records
    {
        store.forget(item.id).await.unwrap();
    }
    let engine = fs::metadata(folder.join("live/sled/db")).unwrap().len();
    assert!(
        engine > store.room().unwrap(),
        "a copy as long would not fit"
    );
    store.rebuild().await.unwrap();
    assert!(store.room().unwrap() + (8 << 20) > empty);
}

/// Files stop while a rebuild of what is there still fits.
#[tokio::test(flavor = "multi_thread")]
async fn files_leave_the_room_that_a_rebuild_takes() {
    let root = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::under(root.path(), 300 << 20) else {
        return;
    };
    let folder = disk.path().join("store");
    Store::create(&folder).unwrap();
    let store = open_store(&folder);
    let mut kept = 0;
    while store.room_for_files().unwrap() > 16 << 20 {
        keep(&store, 3 << 20).await.unwrap();
        kept += 1;
    }
    assert!(kept > 5, "{kept}");
    store.rebuild().await.unwrap();
    check(&store, kept).await;
}

async fn keep(store: &Store, length: usize) -> Result<KeepOutcome, Fault> {
    let sealed = vec![5; length];
    let mut draft = store.begin();
    draft.append(&sealed).await?;
    let header = Header {
        institution: institution(),
        day: "2026-11-21".parse().unwrap(),
        item: ReportDigest::from_bytes(random_bytes()),
        length: length as u64,
    };
    store.keep(draft, header, None, "{}".into()).await
}

async fn check(store: &Store, kept: usize) {
    let items = store
        .list(&institution(), None, 1000)
        .await
        .unwrap()
        .records;
    assert_eq!(items.len(), kept);
    for item in items {
        let mut length = 0;
        while length < item.header.length {
            let part = store.read(item.id, length, 1 << 20).await.unwrap();
            assert!(!part.is_empty() && part.iter().all(|byte| *byte == 5));
            length += part.len() as u64;
        }
    }
}

fn institution() -> Institution {
    Institution::parse("birojs").unwrap()
}
