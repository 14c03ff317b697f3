//! What is kept, once, and what is not.

use crate::store::engine::keyspace::{Key, Keyspace};
use crate::store::engine::sled::Engine;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_read_after_reopening() {
    let fixture = Fixture::new();
    let lengths = [0, 1, 4079, 4080, 4081, 65_279, 65_280, 65_281, 300_000];
    {
        let store = fixture.open();
        for (seed, length) in (0..).zip(lengths) {
            assert_eq!(
                keep(&store, &noise(length, seed), None).await,
                KeepOutcome::New
            );
        }
    }
    let store = fixture.open();
    let mut found = Vec::new();
    for item in listed(&store).await {
        let sealed = whole(&store, item.id).await;
        assert_eq!(sealed.len() as u64, item.header.length);
        assert!((0..9).any(|seed| sealed == noise(sealed.len(), seed)));
        found.push(sealed.len());
    }
    found.sort_unstable();
    assert_eq!(found, lengths);
    assert_eq!(store.pending(100).await.unwrap().len(), lengths.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_sends_with_one_code_keep_exactly_one() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let sends: Vec<_> = (0..8)
        .map(|seed| {
            let store = store.clone();
            tokio::spawn(async move {
                let access = Some((locator(1), record("wrapped")));
                keep(&store, &noise(100_000, seed), access).await
            })
        })
        .collect();
    let mut new = 0;
    for send in sends {
        new += usize::from(send.await.unwrap() == KeepOutcome::New);
    }
    assert_eq!(new, 1);
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(store.pending(100).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_another_length_than_its_header_is_refused() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for wrong in [99_999, 100_001] {
        let mut draft = store.begin();
        draft.append(&noise(100_000, 1)).await.unwrap();
        let mut header = header(b"x");
        header.length = wrong;
        let kept = store.keep(draft, header, None, "{}".into()).await;
        assert!(matches!(kept, Err(Fault::WrongLength)));
    }
    assert!(listed(&store).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_draft_leaves_nothing() {
    let fixture = Fixture::new();
    {
        let store = fixture.open();
        let mut draft = store.begin();
        draft.append(&noise(500_000, 1)).await.unwrap();
        drop(draft);
    }
    let engine = Engine::open(&fixture.at().join("live/sled")).unwrap();
    let chunks = Key::keyspace(Keyspace::Chunks);
    assert_eq!(engine.scan(&chunks, None).count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_moves_the_record_once() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", Some((locator(1), record("first")))).await;
    let renew = |old, new| {
        store.renew_access(
            locator(old),
            locator(new),
            record("second"),
            day("2026-11-21"),
        )
    };
    assert_eq!(renew(1, 2).await.unwrap(), Renewed::Now);
    assert_eq!(renew(1, 2).await.unwrap(), Renewed::Before);
    assert_eq!(renew(7, 8).await.unwrap(), Renewed::Unknown);
    assert_eq!(renew(2, 2).await.unwrap(), Renewed::Unknown);
    assert!(store.find_access(locator(1)).await.unwrap().is_none());
    let found = store.find_access(locator(2)).await.unwrap().unwrap();
    assert_eq!(found.as_bytes(), b"second");
}

#[tokio::test(flavor = "multi_thread")]
async fn fetching_is_counted_by_officer() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    let id = listed(&store).await[0].id;
    let roster = || vec![[1; 8], [2; 8]];
    assert_eq!(store.mark_fetched(id, [1; 8], roster()).await.unwrap(), 1);
    assert_eq!(store.mark_fetched(id, [1; 8], roster()).await.unwrap(), 1);
    assert_eq!(store.mark_fetched(id, [2; 8], roster()).await.unwrap(), 2);
    // Who has left the roster since does not count for who has joined it.
    let joined = vec![[2; 8], [3; 8]];
    assert_eq!(store.mark_fetched(id, [2; 8], joined).await.unwrap(), 1);
    let unknown = store
        .mark_fetched(RecordId([0; 16]), [1; 8], roster())
        .await;
    assert!(matches!(unknown, Err(Fault::NotKept)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_posted_again_is_kept_once() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let mailbox = MailboxId::from_bytes([4; 16]);
    let post = async |seed, on| {
        let reply = SealedReply::parse(noise(9_000, seed)).unwrap();
        store
            .post_reply(mailbox, reply, day(on), ROOMY)
            .await
            .unwrap();
        store.replies(mailbox).await.unwrap().len()
    };
    assert_eq!(post(1, "2026-11-20").await, 1);
    assert_eq!(post(1, "2026-11-21").await, 1);
    assert_eq!(post(2, "2026-11-21").await, 2);
    let (one, two) = tokio::join!(post(3, "2026-11-21"), post(3, "2026-11-21"));
    assert_eq!((one, two), (3, 3));
    drop(store);
    fixture.unsure();
    assert_eq!(fixture.open().replies(mailbox).await.unwrap().len(), 3);
}
