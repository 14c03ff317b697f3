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
async fn renewing_moves_the_record_once_and_never_back() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", Some((locator(1), record("first")))).await;
    // Another record than was looked at, a place that is taken, and none at all.
    assert_eq!(moved(&store, (1, "other"), 2).await, Renewed::NotAsSeen);
    assert_eq!(moved(&store, (1, "first"), 1).await, Renewed::NotAsSeen);
    assert_eq!(moved(&store, (7, "first"), 8).await, Renewed::NotAsSeen);
    assert_eq!(moved(&store, (1, "first"), 2).await, Renewed::Now);
    assert_eq!(moved(&store, (1, "first"), 3).await, Renewed::NotAsSeen);
    assert_eq!(found(&store, 1).await.as_deref(), Some("closed"));
    assert_eq!(found(&store, 2).await.as_deref(), Some("second"));
    assert_eq!(moved(&store, (2, "second"), 1).await, Renewed::NotAsSeen);
    assert_eq!(found(&store, 3).await, None);
    // The place of a code that was replaced takes no report either.
    let again = keep(&store, b"y", Some((locator(1), record("third")))).await;
    assert_eq!(again, KeepOutcome::Already);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_changes_only_if_it_is_the_one_that_was_seen() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", Some((locator(1), record("first")))).await;
    let today = day("2026-11-21");
    for (was, now, done) in [
        ("other", "second", Renewed::NotAsSeen),
        ("first", "second", Renewed::Now),
        ("first", "third", Renewed::NotAsSeen),
    ] {
        let changed = store.change_access(change(1, was, now), today).await;
        assert_eq!(changed.unwrap(), done);
    }
    assert_eq!(found(&store, 1).await.as_deref(), Some("second"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_addition_is_kept_together_with_its_mailboxs_change_or_not_at_all() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", Some((locator(1), record("first")))).await;
    let add = async |byte, was, now| {
        let mailbox = MailboxChange {
            record: change(1, was, now),
            answerable: (locator(2), record("may be answered")),
        };
        add(&store, byte, mailbox, "2026-11-21").await
    };
    assert_eq!(add(5, "first", "second").await.unwrap(), KeepOutcome::New);
    assert_eq!(found(&store, 1).await.as_deref(), Some("second"));
    assert_eq!(found(&store, 5).await.as_deref(), Some("trace"));
    // The same again, whatever has become of the record.
    assert_eq!(
        add(5, "first", "third").await.unwrap(),
        KeepOutcome::Already
    );
    // Another one that has seen what is no longer there.
    let late = add(6, "first", "third").await;
    assert!(matches!(late, Err(Fault::AccessMoved)));
    assert_eq!(found(&store, 1).await.as_deref(), Some("second"));
    assert_eq!(found(&store, 6).await, None);
    assert_eq!(listed(&store).await.len(), 2);
    assert_eq!(store.pending(100).await.unwrap().len(), 2);
}

/// No crash comes between the two: they are one commit.
#[tokio::test(flavor = "multi_thread")]
async fn an_addition_prolongs_that_it_may_be_answered_in_the_commit_that_keeps_it() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let beside = [(locator(1), record("code")), (locator(2), record("first"))];
    keep(&store, b"x", beside).await;
    let adding = async |byte, (was, now), answerable, on| {
        let mailbox = MailboxChange {
            record: change(1, was, now),
            answerable: (locator(2), record(answerable)),
        };
        let before = fixture.inventory();
        let kept = add(&store, byte, mailbox, on).await;
        let after = fixture.inventory();
        assert_eq!(after.follows(&before), kept.is_ok(), "one commit, or none");
        assert_eq!(after.is_of(&before), kept.is_err(), "one commit, or none");
        kept
    };
    let same_quarter = adding(5, ("code", "second"), "again", "2026-12-31");
    assert_eq!(same_quarter.await.unwrap(), KeepOutcome::New);
    assert_eq!(found(&store, 2).await.as_deref(), Some("first"));
    let refused = adding(6, ("code", "third"), "refused", "2027-02-01").await;
    assert!(matches!(refused, Err(Fault::AccessMoved)));
    assert_eq!(found(&store, 2).await.as_deref(), Some("first"));
    let later = adding(7, ("second", "third"), "later", "2027-02-01");
    assert_eq!(later.await.unwrap(), KeepOutcome::New);
    assert_eq!(found(&store, 2).await.as_deref(), Some("later"));
    // What nobody may answer any more stays so.
    let gone = MailboxChange {
        record: change(1, "third", "fourth"),
        answerable: (locator(3), record("gone")),
    };
    assert!(add(&store, 8, gone, "2027-02-01").await.is_ok());
    assert_eq!(found(&store, 3).await, None);
}

async fn add(
    store: &Store,
    byte: u8,
    mailbox: MailboxChange,
    on: &str,
) -> Result<KeepOutcome, Fault> {
    let mut draft = store.begin();
    draft.append(&[byte]).await.unwrap();
    let header = Header {
        day: day(on),
        ..header(&[byte])
    };
    let access = Some((locator(byte), record("trace")));
    let kept = store.keep_addition(draft, header, access, mailbox, "{}".into());
    kept.await
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
    let mailbox = RepliesLocator::from_bytes([4; 16]);
    let post = async |seed, on| {
        let reply = SealedReply::parse(noise(9_000, seed)).unwrap();
        store
            .post_reply(mailbox, reply, day(on), ROOMY)
            .await
            .unwrap();
        store.replies(mailbox).await.unwrap().replies.len()
    };
    assert_eq!(post(1, "2026-11-20").await, 1);
    assert_eq!(post(1, "2026-11-21").await, 1);
    assert_eq!(post(2, "2026-11-21").await, 2);
    let (one, two) = tokio::join!(post(3, "2026-11-21"), post(3, "2026-11-21"));
    assert_eq!((one, two), (3, 3));
    drop(store);
    fixture.unsure();
    assert_eq!(
        fixture.open().replies(mailbox).await.unwrap().replies.len(),
        3
    );
}
