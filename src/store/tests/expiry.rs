//! What is past its day, and what can't say its day.

use std::fs;
use std::os::unix::fs::FileExt as _;

use crate::store::engine::keyspace::{Key, Keyspace};

use super::rebuild::fill;
use super::*;
use crate::store::PostedReply;
use crate::store::expiry::{ExpiryScan, LOOKED_AT_ONCE};

#[tokio::test(flavor = "multi_thread")]
async fn expiry_forgets_what_is_past_its_day_and_nothing_else() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    let mailbox = RepliesLocator::from_bytes([4; 16]);
    let reply = SealedReply::parse(noise(20_000, 1)).unwrap();
    store
        .post_reply(mailbox, reply.clone(), day("2026-09-30"), ROOMY)
        .await
        .unwrap();
    let another = SealedReply::parse(noise(20_000, 2)).unwrap();
    store
        .post_reply(mailbox, another, day("2026-10-01"), ROOMY)
        .await
        .unwrap();
    assert_eq!(expire(&store, "2026-11-21").await, 1);
    assert_eq!(store.replies(mailbox).await.unwrap().replies.len(), 1);
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(
        expire(&store, "2026-11-22").await,
        1,
        "the report, and not the reply of its quarter"
    );
    assert_eq!(store.replies(mailbox).await.unwrap().replies.len(), 1);
    assert_eq!(expire(&store, "2027-01-01").await, 1);
    assert!(store.replies(mailbox).await.unwrap().replies.is_empty());
    assert!(listed(&store).await.is_empty());
}

/// Three years of days say nothing against what the ledger says of a case.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_needed_stays_however_old_and_what_is_over_goes_however_young() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for sealed in [&b"needed"[..], b"over", b"unaccounted"] {
        keep(&store, sealed, None).await;
    }
    let of = |listed: &[ListedRecord], length| {
        let mut items = listed.iter().map(|one| &one.header);
        let found = items.find(|header| header.length == length);
        found.map(|header| header.item)
    };
    let kept = listed(&store).await;
    let (needed, over) = (of(&kept, 6).unwrap(), of(&kept, 4).unwrap());
    let expire = async |before: &str| {
        let terms = ItemTerms::said_by(move |item| match item {
            item if *item == needed => ItemTerm::Needed,
            item if *item == over => ItemTerm::Over,
            _ => ItemTerm::Unaccounted,
        });
        let before = ExpiryCutoff {
            items: day(before),
            replies: day(before),
            access: day(before),
        };
        store
            .expire(before, terms, day("2026-11-21"))
            .await
            .unwrap()
    };
    assert_eq!(expire("2026-11-21").await, 1);
    assert_eq!(of(&listed(&store).await, 4), None);
    assert_eq!(expire("2029-11-22").await, 1);
    assert_eq!(of(&listed(&store).await, 11), None);
    assert_eq!(of(&listed(&store).await, 6), Some(needed));
}

/// Page by page it is counted once, whichever of the rows it lies between.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_is_counted_on_one_page_only() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for byte in 0..6 {
        keep(&store, &[byte], None).await;
    }
    damage(&store, Keyspace::Headers, 3);
    for limit in 1..7 {
        let (mut after, mut counts) = (None, (0, 0));
        loop {
            let page = store.list(&slug(), after, limit).await.unwrap();
            counts = (counts.0 + page.records.len(), counts.1 + page.damaged);
            after = page.records.last().map(|last| last.id);
            if !page.more {
                break;
            }
        }
        assert_eq!(counts, (5, 1), "by {limit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_damaged_record_hides_no_other() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let mailbox = RepliesLocator::from_bytes([4; 16]);
    for byte in [1, 2] {
        keep(&store, &[byte], Some((locator(byte), record("first")))).await;
        let reply = SealedReply::parse(vec![byte; 100]).unwrap();
        store
            .post_reply(mailbox, reply, day("2026-11-20"), ROOMY)
            .await
            .unwrap();
    }
    for kind in [Keyspace::Headers, Keyspace::Replies, Keyspace::Access] {
        damage_first(&store, kind);
    }
    assert_eq!(listed(&store).await.len(), 1);
    let page = store.list(&slug(), None, 10).await.unwrap();
    assert_eq!((page.damaged, page.more), (1, false), "nor itself");
    assert_eq!(store.replies(mailbox).await.unwrap().replies.len(), 1);
    assert_eq!(expire(&store, "2027-04-01").await, 2);
    // The damaged one, too: the look before noted it.
    assert_eq!(expire_access(&store, "2027-04-01").await, 2);
}

/// P10 for what can't say its day: no later than a term after it was noticed, never before a whole
/// one would go.
#[tokio::test(flavor = "multi_thread")]
async fn p10_a_damaged_record_expires_a_term_after_it_was_noticed() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(
        &store,
        &noise(9_000, 1),
        Some((locator(1), record("first"))),
    )
    .await;
    let mailbox = RepliesLocator::from_bytes([4; 16]);
    let reply = SealedReply::parse(noise(9_000, 1)).unwrap();
    store
        .post_reply(mailbox, reply, day("2026-11-20"), ROOMY)
        .await
        .unwrap();
    let kinds = [Keyspace::Headers, Keyspace::Replies, Keyspace::Access];
    for kind in kinds {
        damage_first(&store, kind);
    }
    let expire = async |before: &str, today: &str| {
        let before = day(before);
        let before = ExpiryCutoff {
            items: before,
            replies: before,
            access: before,
        };
        store
            .expire(before, ItemTerms::default(), day(today))
            .await
            .unwrap()
    };
    // It may have been kept on the very day when it was noticed.
    assert_eq!(expire("2027-12-30", "2027-12-31").await, 0);
    assert_eq!(count(&store, Keyspace::Notes), 3);
    assert_eq!(expire("2027-12-31", "2028-06-30").await, 0);
    assert_eq!(expire("2028-01-01", "2028-07-01").await, 3);
    for kind in kinds
        .into_iter()
        .chain([Keyspace::Listing, Keyspace::Notes])
    {
        assert_eq!(count(&store, kind), 0, "{kind:?}");
    }
    drop(store);
    fixture.unsure();
    fixture.open();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_opens_again_is_judged_by_its_own_day() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    damage_first(&store, Keyspace::Headers);
    assert_eq!(expire(&store, "2026-01-01").await, 0);
    assert_eq!(count(&store, Keyspace::Notes), 1);
    damage_first(&store, Keyspace::Headers);
    assert_eq!(expire(&store, "2026-11-21").await, 0);
    assert_eq!(count(&store, Keyspace::Notes), 0);
    assert_eq!(listed(&store).await.len(), 1);
}

/// Somebody may forget it between the look and the note.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_a_record_that_is_no_longer_there_goes_too() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    damage_first(&store, Keyspace::Headers);
    assert_eq!(store.damaged().await.unwrap(), 0);
    let gone = ExpiryScan {
        unreadable: vec![Key::header(RecordId([9; 16]))],
        ..ExpiryScan::default()
    };
    store
        .note_unreadable(gone, day("2026-11-21"))
        .await
        .unwrap();
    assert_eq!(expire(&store, "2026-01-01").await, 0);
    assert_eq!(store.damaged().await.unwrap(), 1, "the other one's");
    damage_first(&store, Keyspace::Headers);
    assert_eq!(expire(&store, "2026-01-01").await, 0);
    assert_eq!(store.damaged().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_record_expires_by_the_quarter_it_was_last_written_in() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for byte in [1, 2] {
        keep(&store, b"x", Some((locator(byte), record("first")))).await;
    }
    let visit = day("2027-01-01");
    let changed = store.change_access(change(1, "first", "second"), visit);
    assert_eq!(changed.await.unwrap(), Renewed::Now);
    let kept = async |byte| store.find_access(locator(byte)).await.unwrap().is_some();

    assert_eq!(expire_access(&store, "2026-12-31").await, 0);
    assert_eq!(expire_access(&store, "2027-01-01").await, 1);
    assert!(!kept(2).await && kept(1).await);
    assert_eq!(expire_access(&store, "2027-03-31").await, 0);
    drop(store);
    fixture.unsure();
    let store = fixture.open();
    assert_eq!(expire_access(&store, "2027-04-01").await, 1);
    assert!(store.find_access(locator(1)).await.unwrap().is_none());
    assert_eq!(listed(&store).await.len(), 2, "reports have their own term");
}

/// More than are looked at in one go, and one in the middle that can't say its day.
#[tokio::test(flavor = "multi_thread")]
async fn p10_expiry_comes_to_the_end_of_what_is_past_its_day_however_many_there_are() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let count_codes = || count(&store, Keyspace::Access);
    fill(&store, 9_000).await;
    assert!(count_codes() > 2 * LOOKED_AT_ONCE);
    damage(&store, Keyspace::Access, 6_000);
    assert_eq!(expire_access(&store, "2026-10-01").await, 0);
    assert_eq!(count_codes(), 9_000);
    assert_eq!(count(&store, Keyspace::Notes), 1);
    assert_eq!(expire_access(&store, "2027-01-01").await, 9_000);
    assert_eq!((count_codes(), count(&store, Keyspace::Notes)), (0, 0));
}

/// Who sends a report meanwhile is not kept waiting by what says that others are gone.
#[tokio::test(flavor = "multi_thread")]
async fn expiry_waits_for_a_rebuild_that_is_behind_and_what_is_received_does_not() {
    let fixture = Fixture::new();
    let store = fixture.open();
    fill(&store, 9_000).await;
    store.rebuild().await.unwrap();
    // A quarter of it, while a rebuild has yet to begin copying: some 250 removals.
    store.flood(8 << 20, true);
    let expiring = tokio::spawn({
        let store = store.clone();
        async move { expire_access(&store, "2027-01-01").await }
    });
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert!(!expiring.is_finished());
    let left = count(&store, Keyspace::Access);
    assert!((7_000..9_000).contains(&left), "{left}");
    let sealed = noise(33_000, 1);
    let keeping = keep(&store, &sealed, None);
    let kept = tokio::time::timeout(std::time::Duration::from_secs(5), keeping).await;
    assert_eq!(kept.unwrap(), KeepOutcome::New);
    store.flood(1 << 30, false);
    assert_eq!(expiring.await.unwrap(), 9_000);
}

/// Forgets what is older than this day, but no access records.
async fn expire(store: &Store, items_and_replies: &str) -> usize {
    let before = ExpiryCutoff {
        items: day(items_and_replies),
        replies: day(items_and_replies),
        access: day("2000-01-01"),
    };
    store
        .expire(before, ItemTerms::default(), day("2026-11-21"))
        .await
        .unwrap()
}

async fn expire_access(store: &Store, before: &str) -> usize {
    let before = ExpiryCutoff {
        items: day("2000-01-01"),
        replies: day("2000-01-01"),
        access: day(before),
    };
    store
        .expire(before, ItemTerms::default(), day("2026-11-21"))
        .await
        .unwrap()
}

/// Changes (or mends) a bit of the key of the first head in a keyspace. A head itself can't be
/// changed unseen: the inventory would differ at the next opening.
fn damage_first(store: &Store, kind: Keyspace) {
    damage(store, kind, 0);
}

/// In the order of their names.
fn damage(store: &Store, kind: Keyspace, place: usize) {
    let keyspaces = store.0.keyspaces.read();
    let engine = &keyspaces.as_ref().unwrap().engine;
    let (_, head) = engine
        .scan(&Key::keyspace(kind), None)
        .nth(place)
        .unwrap()
        .unwrap();
    let slot = u32::from_be_bytes(*head.first_chunk().unwrap());
    let keyring = store.0.folder.live().join("keyring");
    let keyring = fs::File::options()
        .read(true)
        .write(true)
        .open(keyring)
        .unwrap();
    let mut byte = [0];
    keyring
        .read_exact_at(&mut byte, u64::from(slot) * 32)
        .unwrap();
    keyring
        .write_all_at(&[byte[0] ^ 1], u64::from(slot) * 32)
        .unwrap();
}

/// An officer who could time the opening of another institution's header would learn that it is
/// there. One that does not open shows that nobody tries.
#[tokio::test(flavor = "multi_thread")]
async fn another_institutions_item_is_not_looked_at_as_none_at_all_is_not() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, &noise(5000, 1), None).await;
    let id = listed(&store).await[0].id;
    damage_first(&store, Keyspace::Headers);
    let own = store.header_of(&slug(), id).await;
    assert!(matches!(own, Err(Fault::Damaged)));
    let other = Institution::parse("cits").unwrap();
    for id in [id, RecordId::random()] {
        let asked = store.header_of(&other, id).await;
        assert!(matches!(asked, Ok(None)));
    }
}

fn count(store: &Store, kind: Keyspace) -> usize {
    let keyspaces = store.0.keyspaces.read();
    let engine = &keyspaces.as_ref().unwrap().engine;
    engine.scan(&Key::keyspace(kind), None).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_takes_no_reply_beyond_its_room_nor_one_past_others() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let mailbox = RepliesLocator::from_bytes([4; 16]);
    let post = async |seed, length, room| {
        let reply = SealedReply::parse(noise(length, seed)).unwrap();
        let posted = store.post_reply(mailbox, reply, day("2026-11-20"), room);
        posted.await.unwrap()
    };
    let room = |replies_max, bytes_max, known| MailboxRoom {
        replies_max,
        bytes_max,
        known,
        by: WRITER,
        officers: vec![WRITER],
    };
    assert_eq!(
        post(1, 9_000, room(2, 18_000, Some(0))).await,
        PostedReply::Kept
    );
    // Whoever knows of none has not seen the first; the first itself is kept already.
    assert_eq!(
        post(2, 9_000, room(2, 18_000, Some(0))).await,
        PostedReply::OthersCame
    );
    assert_eq!(
        post(1, 9_000, room(2, 18_000, Some(0))).await,
        PostedReply::Kept
    );
    assert_eq!(
        post(2, 9_001, room(2, 18_000, Some(1))).await,
        PostedReply::NoRoom
    );
    assert_eq!(
        post(2, 9_000, room(2, 18_000, Some(1))).await,
        PostedReply::Kept
    );
    assert_eq!(post(3, 1, room(2, 18_000, None)).await, PostedReply::NoRoom);
    assert_eq!(store.replies(mailbox).await.unwrap().replies.len(), 2);
    damage_first(&store, Keyspace::Replies);
    assert_eq!(store.replies(mailbox).await.unwrap().replies.len(), 1);
    assert_eq!(
        store.count_replies(mailbox).await.unwrap(),
        2,
        "the damaged one, too"
    );
    let elsewhere = SealedReply::parse(noise(1, 4)).unwrap();
    let other = RepliesLocator::from_bytes([5; 16]);
    let posted = store.post_reply(other, elsewhere, day("2026-11-20"), room(1, 1, Some(0)));
    assert_eq!(posted.await.unwrap(), PostedReply::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_a_mailbox_to_its_officers_is_prolonged_once_a_quarter() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let beside = [
        (locator(1), record("first")),
        (locator(2), record("second")),
    ];
    keep(&store, b"x", beside).await;
    let found = async |byte| store.find_access(locator(byte)).await.unwrap();
    for (on, says) in [("2026-11-21", "second"), ("2027-02-01", "third")] {
        let prolonged = store.prolong_access(locator(2), record("third"), day(on));
        prolonged.await.unwrap();
        assert_eq!(found(2).await, Some(record(says)), "{on}");
    }
    let unknown = store.prolong_access(locator(3), record("third"), day("2027-02-01"));
    unknown.await.unwrap();
    assert_eq!(found(3).await, None);
    // The one beside it ends with its quarter.
    assert_eq!(expire_access(&store, "2027-02-01").await, 1);
    assert_eq!(
        (found(1).await, found(2).await),
        (None, Some(record("third")))
    );
}
