//! What comes faster than rebuilds move it on.

use std::time::Duration;

use super::*;

/// Bytes that the young layer may hold here: some twenty reports.
const LIMIT: u64 = 2 << 20;

/// Keeps reports, one after another, until one waits; how many were kept.
async fn kept_until_one_waits(store: &Store) -> u64 {
    for kept in 0..200 {
        let sealed = noise(33_000, 1);
        let keeping = keep(store, &sealed, None);
        if tokio::time::timeout(Duration::from_secs(2), keeping)
            .await
            .is_err()
        {
            return kept;
        }
    }
    panic!("nothing slows down what is received");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_received_waits_for_a_rebuild_that_is_behind_and_officers_do_not() {
    let fixture = Fixture::new();
    let store = fixture.open();
    store.flood(LIMIT, true);
    let kept = kept_until_one_waits(&store).await;
    // What is frozen, and half as much over it.
    assert!((10..60).contains(&kept), "{kept}");
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { keep(&store, &noise(33_000, 2), None).await }
    });
    let items = listed(&store).await;
    for item in &items {
        store
            .mark_fetched(item.id, [1; 8], vec![[1; 8]])
            .await
            .unwrap();
    }
    store.forget(items[0].id).await.unwrap();
    store.put_note("an officer's", vec![7; 1000]).await.unwrap();
    assert!(!waiting.is_finished());
    store.0.brake.hold_rebuild(false);
    assert_eq!(waiting.await.unwrap(), KeepOutcome::New);
    for _ in 0..60 {
        keep(&store, &noise(33_000, 3), None).await;
    }
    assert_eq!(listed(&store).await.len() as u64, kept + 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_waits_too_and_nothing_of_it_is_lost() {
    let fixture = Fixture::new();
    let store = fixture.open();
    store.flood(LIMIT, true);
    let sealed = noise(5_000_000, 1);
    let uploading = tokio::spawn({
        let (store, sealed) = (store.clone(), sealed.clone());
        async move { keep(&store, &sealed, None).await }
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!uploading.is_finished(), "nothing slows it down");
    store.0.brake.hold_rebuild(false);
    assert_eq!(uploading.await.unwrap(), KeepOutcome::New);
    let id = listed(&store).await[0].id;
    assert!(whole(&store, id).await == sealed);
}
