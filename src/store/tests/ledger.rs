//! What the ledger keeps in the store.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn appending_takes_each_pending_entry_once() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    keep(&store, b"y", None).await;
    let ids: Vec<_> = store
        .pending(10)
        .await
        .unwrap()
        .iter()
        .map(|entry| entry.id)
        .collect();
    let row = |text: &str| LedgerRow::parse(text.as_bytes().to_vec()).unwrap();
    let rows = || vec![row("a"), row("b")];
    let twice = store.append(rows(), vec![ids[0], ids[0]]).await;
    assert!(matches!(twice, Err(Fault::AlreadyTaken)));
    assert_eq!(store.append(rows(), ids.clone()).await.unwrap(), 0);
    let again = store.append(rows(), ids).await;
    assert!(matches!(again, Err(Fault::AlreadyTaken)));
    assert_eq!(store.append(vec![row("c")], vec![]).await.unwrap(), 2);
    assert_eq!(store.ledger_size().await.unwrap(), 3);
    let read = store.ledger_rows(1, 9).await.unwrap();
    assert_eq!(read, [row("b"), row("c")]);
    assert!(store.pending(10).await.unwrap().is_empty());
    for length in [8192, 100] {
        let tile = StoredTile::new("tile/0/000", noise(length, 1)).unwrap();
        store.put_tiles(vec![tile]).await.unwrap();
        let found = store.tile("tile/0/000").await.unwrap();
        assert_eq!(found, Some(noise(length, 1)));
    }
}

/// A step of the ledger is all there or not at all, also after a refusal half way through.
#[tokio::test(flavor = "multi_thread")]
async fn a_step_of_the_ledger_is_whole_or_nothing() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    let id = store.pending(10).await.unwrap()[0].id;
    let step = |from, notes: &[u8]| Extension {
        from,
        rows: vec![LedgerRow::parse(b"a".to_vec()).unwrap()],
        taken: vec![id],
        tiles: vec![StoredTile::new("tile/0/000", vec![1; 32]).unwrap()],
        notes: vec![("head".to_owned(), notes.to_vec())],
    };
    let nothing = async || {
        assert_eq!(store.ledger_size().await.unwrap(), 0);
        assert_eq!(store.pending(10).await.unwrap().len(), 1);
        assert_eq!(store.tile("tile/0/000").await.unwrap(), None);
        assert_eq!(store.note("head").await.unwrap(), None);
    };
    let long = store.extend_ledger(step(0, &[0; 4097])).await;
    assert!(matches!(long, Err(Fault::TooLong)));
    nothing().await;
    let moved = store.extend_ledger(step(1, b"h")).await;
    assert!(matches!(moved, Err(Fault::LedgerMoved)));
    nothing().await;
    store.extend_ledger(step(0, &[0; 4096])).await.unwrap();
    let again = store.extend_ledger(step(1, b"h")).await;
    assert!(matches!(again, Err(Fault::AlreadyTaken)));
    assert_eq!(store.ledger_size().await.unwrap(), 1);
    assert!(store.pending(10).await.unwrap().is_empty());
    assert!(store.tile("tile/0/000").await.unwrap().is_some());
    assert_eq!(store.note("head").await.unwrap(), Some(vec![0; 4096]));
}
