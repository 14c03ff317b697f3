//! The store's rules, from inside its own crate: what strangers and crashes leave is made by hand here.

mod opening;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::writer::rebuild_wait::{Anew, PATIENCE};
use super::*;

struct Fixture {
    root: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Store::create(&root.path().join("store")).unwrap();
        Self { root }
    }

    fn at(&self) -> PathBuf {
        self.root.path().join("store")
    }

    fn open(&self) -> Store {
        Store::open(&self.at()).unwrap()
    }

    fn refusal(&self) -> Refusal {
        match Store::open(&self.at()) {
            Err(Fault::Refused(refusal)) => refusal,
            Err(fault) => panic!("another fault: {fault}"),
            Ok(_) => panic!("it was opened"),
        }
    }

    /// As if the machine had stopped.
    fn unsure(&self) {
        fs::write(self.at().join("state"), "open elsewhere\n").unwrap();
    }
}

/// No mailbox here comes near it.
const ROOMY: MailboxRoom = MailboxRoom {
    replies_max: 100,
    bytes_max: 1 << 30,
    known: None,
};

fn slug() -> Institution {
    Institution::parse("birojs").unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn locator(byte: u8) -> Locator {
    Locator::from_bytes([byte; 32])
}

fn record(text: &str) -> AccessRecord {
    AccessRecord::from_bytes(text.as_bytes().to_vec())
}

fn header(sealed: &[u8]) -> Header {
    Header {
        institution: slug(),
        day: day("2026-11-21"),
        item: ReportDigest::from_bytes(random_bytes()),
        length: sealed.len() as u64,
    }
}

/// Forgets what is older than this day, but no access records.
async fn expire(store: &Store, items_and_replies: &str) -> usize {
    let before = Before {
        items: day(items_and_replies),
        replies: day(items_and_replies),
        access: day("2000-01-01"),
    };
    store.expire(before, day("2026-11-21")).await.unwrap()
}

async fn expire_access(store: &Store, before: &str) -> usize {
    let before = Before {
        items: day("2000-01-01"),
        replies: day("2000-01-01"),
        access: day(before),
    };
    store.expire(before, day("2026-11-21")).await.unwrap()
}

fn noise(length: usize, seed: u8) -> Vec<u8> {
    (seed..=255).chain(0..seed).cycle().take(length).collect()
}

async fn keep(
    store: &Store,
    sealed: &[u8],
    access: impl IntoIterator<Item = (Locator, AccessRecord)>,
) -> Kept {
    let mut draft = store.begin();
    for part in sealed.chunks(10_000) {
        draft.append(part).await.unwrap();
    }
    store
        .keep(draft, header(sealed), access, "{}".into())
        .await
        .unwrap()
}

async fn listed(store: &Store) -> Vec<Listed> {
    store.list(&slug(), None, usize::MAX).await.unwrap()
}

async fn whole(store: &Store, id: ItemId) -> Vec<u8> {
    let mut sealed = Vec::new();
    loop {
        let part = store.read(id, sealed.len() as u64, 70_001).await.unwrap();
        if part.is_empty() {
            return sealed;
        }
        sealed.extend_from_slice(&part);
    }
}

fn tree(at: &Path) -> Vec<PathBuf> {
    let mut found = vec![at.to_path_buf()];
    if at.is_dir() {
        for entry in fs::read_dir(at).unwrap() {
            found.extend(tree(&entry.unwrap().path()));
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_read_after_reopening() {
    let fixture = Fixture::new();
    let lengths = [0, 1, 4079, 4080, 4081, 65_279, 65_280, 65_281, 300_000];
    {
        let store = fixture.open();
        for (seed, length) in (0..).zip(lengths) {
            assert_eq!(keep(&store, &noise(length, seed), None).await, Kept::New);
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
        new += usize::from(send.await.unwrap() == Kept::New);
    }
    assert_eq!(new, 1);
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(store.pending(100).await.unwrap().len(), 1);
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
async fn a_dropped_draft_leaves_nothing() {
    let fixture = Fixture::new();
    {
        let store = fixture.open();
        let mut draft = store.begin();
        draft.append(&noise(500_000, 1)).await.unwrap();
        drop(draft);
    }
    let engine = crate::store::engine::sled::Engine::open(&fixture.at().join("live/sled")).unwrap();
    let chunks = Key::shelf(Shelf::Chunks);
    assert_eq!(engine.scan(&chunks, None).count(), 0);
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
async fn p10_a_forgotten_item_stays_forgotten_with_an_old_back_up_and_the_current_keyring() {
    let fixture = Fixture::new();
    let back_up = fixture.root.path().join("back-up");
    let id;
    {
        let store = fixture.open();
        keep(&store, &noise(50_000, 1), None).await;
        keep(&store, &noise(50_000, 2), None).await;
        id = listed(&store).await[0].id;
    }
    copy(&fixture.at(), &back_up);
    let other;
    {
        let store = fixture.open();
        store.forget(id).await.unwrap();
        assert!(matches!(store.read(id, 0, 10).await, Err(Fault::NotKept)));
        assert!(store.header(id).await.unwrap().is_none());
        other = listed(&store).await[0].id;
    }
    // The thief holds all of yesterday but the keyring, of which only the newest copy is kept.
    let (now, then) = (fixture.at().join("live"), back_up.join("live"));
    fs::copy(now.join("keyring"), then.join("keyring")).unwrap();
    let keyring = crate::store::crypto::keyring::Keyring::open(&then.join("keyring")).unwrap();
    let shelves = Shelves {
        engine: crate::store::engine::sled::Engine::open(&then.join("sled")).unwrap(),
        keys: keyring.reader(),
    };
    assert!(matches!(shelves.header(id), Err(Fault::Damaged)));
    assert!(matches!(shelves.read(id, 0, 10), Err(Fault::Damaged)));
    assert_eq!(shelves.read(other, 0, 10).unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_access_record_stays_closed_with_an_old_back_up() {
    let fixture = Fixture::new();
    let back_up = fixture.root.path().join("back-up");
    {
        let store = fixture.open();
        keep(&store, b"x", Some((locator(1), record("first")))).await;
    }
    copy(&fixture.at(), &back_up);
    {
        let store = fixture.open();
        let renewed =
            store.renew_access(locator(1), locator(2), record("second"), day("2026-11-21"));
        assert_eq!(renewed.await.unwrap(), Renewed::Now);
    }
    let keyring =
        crate::store::crypto::keyring::Keyring::open(&fixture.at().join("live/keyring")).unwrap();
    let shelves = Shelves {
        engine: crate::store::engine::sled::Engine::open(&back_up.join("live/sled")).unwrap(),
        keys: keyring.reader(),
    };
    assert!(matches!(shelves.access(locator(1)), Err(Fault::Damaged)));
}

#[tokio::test(flavor = "multi_thread")]
async fn expiry_forgets_what_is_past_its_day_and_nothing_else() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    let mailbox = MailboxId::from_bytes([4; 16]);
    let reply = SealedReply::parse(noise(20_000, 1)).unwrap();
    store
        .post_reply(mailbox, reply.clone(), day("2026-11-20"), ROOMY)
        .await
        .unwrap();
    let another = SealedReply::parse(noise(20_000, 2)).unwrap();
    store
        .post_reply(mailbox, another, day("2026-11-21"), ROOMY)
        .await
        .unwrap();
    assert_eq!(expire(&store, "2026-11-21").await, 1);
    assert_eq!(store.replies(mailbox).await.unwrap().len(), 1);
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(expire(&store, "2026-11-22").await, 2);
    assert!(store.replies(mailbox).await.unwrap().is_empty());
    assert!(listed(&store).await.is_empty());
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

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_takes_no_reply_beyond_its_room_nor_one_past_others() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let mailbox = MailboxId::from_bytes([4; 16]);
    let post = async |seed, length, room| {
        let reply = SealedReply::parse(noise(length, seed)).unwrap();
        let posted = store.post_reply(mailbox, reply, day("2026-11-20"), room);
        posted.await.unwrap()
    };
    let room = |replies_max, bytes_max, known| MailboxRoom {
        replies_max,
        bytes_max,
        known,
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
    assert_eq!(store.replies(mailbox).await.unwrap().len(), 2);
    damage_first(&store, Shelf::Replies);
    assert_eq!(store.replies(mailbox).await.unwrap().len(), 1);
    assert_eq!(
        store.count_replies(mailbox).await.unwrap(),
        2,
        "the damaged one, too"
    );
    let elsewhere = SealedReply::parse(noise(1, 4)).unwrap();
    let other = MailboxId::from_bytes([5; 16]);
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

#[tokio::test(flavor = "multi_thread")]
async fn one_damaged_record_hides_no_other() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let mailbox = MailboxId::from_bytes([4; 16]);
    for byte in [1, 2] {
        keep(&store, &[byte], Some((locator(byte), record("first")))).await;
        let reply = SealedReply::parse(vec![byte; 100]).unwrap();
        store
            .post_reply(mailbox, reply, day("2026-11-20"), ROOMY)
            .await
            .unwrap();
    }
    for kind in [Shelf::Headers, Shelf::Replies, Shelf::Access] {
        damage_first(&store, kind);
    }
    assert_eq!(listed(&store).await.len(), 1);
    assert_eq!(store.replies(mailbox).await.unwrap().len(), 1);
    assert_eq!(expire(&store, "2027-04-01").await, 2);
    // The damaged one, too: the look before noted it.
    assert_eq!(expire_access(&store, "2027-04-01").await, 2);
}

/// Changes (or mends) a bit of the key of the first head on a shelf. A head itself can't be changed unseen:
/// the tally would differ at the next opening.
fn damage_first(store: &Store, kind: Shelf) {
    use std::os::unix::fs::FileExt as _;
    let shelves = store.0.shelves.read();
    let engine = &shelves.as_ref().unwrap().engine;
    let (_, head) = engine
        .scan(&Key::shelf(kind), None)
        .next()
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

fn count(store: &Store, kind: Shelf) -> usize {
    let shelves = store.0.shelves.read();
    let engine = &shelves.as_ref().unwrap().engine;
    engine.scan(&Key::shelf(kind), None).count()
}

/// P10 for what can't say its day: no later than a term after it was noticed, never before a whole one would go.
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
    let mailbox = MailboxId::from_bytes([4; 16]);
    let reply = SealedReply::parse(noise(9_000, 1)).unwrap();
    store
        .post_reply(mailbox, reply, day("2026-11-20"), ROOMY)
        .await
        .unwrap();
    let kinds = [Shelf::Headers, Shelf::Replies, Shelf::Access];
    for kind in kinds {
        damage_first(&store, kind);
    }
    let expire = async |before: &str, today: &str| {
        let before = day(before);
        let before = Before {
            items: before,
            replies: before,
            access: before,
        };
        store.expire(before, day(today)).await.unwrap()
    };
    // It may have been kept on the very day when it was noticed.
    assert_eq!(expire("2027-12-30", "2027-12-31").await, 0);
    assert_eq!(count(&store, Shelf::Notes), 3);
    assert_eq!(expire("2027-12-31", "2028-06-30").await, 0);
    assert_eq!(expire("2028-01-01", "2028-07-01").await, 3);
    for kind in kinds.into_iter().chain([Shelf::Listing, Shelf::Notes]) {
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
    damage_first(&store, Shelf::Headers);
    assert_eq!(expire(&store, "2026-01-01").await, 0);
    assert_eq!(count(&store, Shelf::Notes), 1);
    damage_first(&store, Shelf::Headers);
    assert_eq!(expire(&store, "2026-11-21").await, 0);
    assert_eq!(count(&store, Shelf::Notes), 0);
    assert_eq!(listed(&store).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_head_that_names_anothers_slot_takes_no_key_with_it() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    keep(&store, b"y", None).await;
    let ids: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
    {
        let shelves = store.0.shelves.read();
        let engine = &shelves.as_ref().unwrap().engine;
        let [mine, theirs] =
            [0, 1].map(|item| engine.find(&Key::header(ids[item])).unwrap().unwrap());
        let damaged = [&theirs[..4], &mine[4..]].concat();
        engine.put(&Key::header(ids[0]), damaged).unwrap();
    }
    let before = whole(&store, ids[1]).await;
    store.forget(ids[0]).await.unwrap();
    assert_eq!(whole(&store, ids[1]).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_record_expires_by_the_quarter_it_was_last_written_in() {
    let fixture = Fixture::new();
    let store = fixture.open();
    for byte in [1, 2] {
        keep(&store, b"x", Some((locator(byte), record("first")))).await;
    }
    let visit = day("2027-01-01");
    let renewed = store.renew_access(locator(1), locator(3), record("second"), visit);
    assert_eq!(renewed.await.unwrap(), Renewed::Now);
    let kept = async |byte| store.find_access(locator(byte)).await.unwrap().is_some();

    assert_eq!(expire_access(&store, "2026-12-31").await, 0);
    assert_eq!(expire_access(&store, "2027-01-01").await, 1);
    assert!(!kept(2).await && kept(3).await);
    assert_eq!(expire_access(&store, "2027-03-31").await, 0);
    drop(store);
    fixture.unsure();
    let store = fixture.open();
    assert_eq!(expire_access(&store, "2027-04-01").await, 1);
    assert!(store.find_access(locator(3)).await.unwrap().is_none());
    assert_eq!(listed(&store).await.len(), 2, "reports have their own term");
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
        let shelves = store.0.shelves.read();
        let found = shelves
            .as_ref()
            .unwrap()
            .open_head(&Key::access(locator(byte)));
        found.unwrap().unwrap().0
    });
    assert_eq!(heads[0], heads[1]);
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
    let unknown = store.mark_fetched(ItemId([0; 16]), [1; 8], roster()).await;
    assert!(matches!(unknown, Err(Fault::NotKept)));
}

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
        let tile = Tile::new("tile/0/000", noise(length, 1)).unwrap();
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
        tiles: vec![Tile::new("tile/0/000", vec![1; 32]).unwrap()],
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
    let shelves = store.0.shelves.clone();
    let open = shelves.read();
    let open = open.as_ref().unwrap();
    let slots = |start: Shelf| -> Vec<(Vec<u8>, u32)> {
        let found = open.engine.scan(&Key::shelf(start), None);
        found
            .map(|found| {
                let (key, value) = found.unwrap();
                let slot = crate::store::crypto::record_encryption::CoveredHead::parse(&value)
                    .unwrap()
                    .slot;
                let slot = u32::from_be_bytes(slot.to_bytes());
                (key.as_bytes().to_vec(), slot)
            })
            .collect()
    };
    let arrived = |id: &[u8]| {
        let id = ItemId(*id.last_chunk().unwrap());
        open.header(id).unwrap().unwrap().item.as_bytes()[0]
    };
    let headers = slots(Shelf::Headers);
    let access = slots(Shelf::Access);
    // The i-th of the one shelf is the i-th of the other no more often than chance has it (mean 1).
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
async fn after_a_rebuild_no_file_tells_an_hour() {
    use std::os::unix::fs::MetadataExt as _;
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

#[tokio::test(flavor = "multi_thread")]
async fn values_swapped_between_items_do_not_open() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, &noise(40_000, 1), None).await;
    keep(&store, &noise(40_000, 2), None).await;
    let ids: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
    {
        let shelves = store.0.shelves.clone();
        let open = shelves.read();
        let engine = &open.as_ref().unwrap().engine;
        let [a, b] = [0, 1].map(|item| Key::chunks(ids[item]).piece(0));
        let (of_a, of_b) = (engine.find(&a).unwrap(), engine.find(&b).unwrap());
        engine.put(&a, of_b.unwrap()).unwrap();
        engine.put(&b, of_a.unwrap()).unwrap();
    }
    assert!(matches!(
        store.read(ids[0], 0, 10).await,
        Err(Fault::Damaged)
    ));
    assert!(store.read(ids[0], 5000, 10).await.is_ok());
    store.forget(ids[0]).await.unwrap();
}

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

#[tokio::test(start_paused = true)]
async fn a_commit_waits_a_little_for_a_rebuild_and_is_refused_then() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let under_way = Anew::begin(&store.0);
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

/// Who asks and hangs up: the reading goes on, and nobody waits for it.
#[tokio::test]
async fn reads_that_nobody_waits_for_any_more_keep_their_places() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = Arc::new(Mutex::new(held));
    for _ in 0..READS_AT_ONCE {
        let held = Arc::clone(&held);
        let read = store.look(move |_| {
            let _ = held.lock().unwrap().recv();
            Ok(())
        });
        assert!(!is_ready(&mut std::pin::pin!(read)).await);
    }
    let mut next = std::pin::pin!(store.note("next"));
    for _ in 0..20 {
        assert!(!is_ready(&mut next).await, "one more than there are places");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(release);
    assert_eq!(next.await.unwrap(), None);
}

async fn is_ready(future: &mut std::pin::Pin<&mut impl Future>) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context)))
        .await
        .is_ready()
}
