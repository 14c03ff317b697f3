//! The store against a model in memory: random operations, re-openings and unsure stops (attack
//! I21).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use svilpe::keys::digest::ReportDigest;
use svilpe::report::mailbox::{AccessRecord, RepliesLocator, SealedReply, WriterTag};
use svilpe::report::receipt::Locator;
use svilpe::rules::calendar::Day;
use svilpe::rules::roster::Institution;
use svilpe::store::{
    AccessChange, AccessDecoys, AccessMove, ExpiryCutoff, Fault, Header, ItemTerms, KeepOutcome,
    LedgerRow, MailboxRoom, RecordId, Renewed, Store,
};

use crate::world::{cases, open_store};

#[derive(Debug, Clone)]
enum Op {
    Keep {
        code: u8,
        length: usize,
        day: u8,
    },
    Abandon {
        length: usize,
    },
    Renew {
        old: u8,
        new: u8,
    },
    Fetch {
        nth: usize,
        officer: u8,
    },
    Forget {
        nth: usize,
    },
    Reply {
        mailbox: u8,
        length: usize,
        day: u8,
    },
    Note {
        name: u8,
        length: usize,
    },
    Append {
        limit: usize,
    },
    Expire {
        items: u8,
        replies: u8,
    },
    Rebuild,
    /// Goes on beside whatever comes next.
    BeginRebuild,
    Reopen,
    /// Re-open as after a power cut: everything is verified.
    Unsure,
}

fn op() -> impl Strategy<Value = Op> {
    let code = 0..6u8;
    let length = prop_oneof![0..100usize, 4000..4200usize, 60_000..140_000usize];
    let day = 1..9u8;
    prop_oneof![
        6 => (code.clone(), length.clone(), day.clone()).prop_map(|(code, length, day)| Op::Keep { code, length, day }),
        1 => length.clone().prop_map(|length| Op::Abandon { length }),
        3 => (code.clone(), code.clone()).prop_map(|(old, new)| Op::Renew { old, new }),
        2 => (0..8usize, 0..3u8).prop_map(|(nth, officer)| Op::Fetch { nth, officer }),
        2 => (0..8usize).prop_map(|nth| Op::Forget { nth }),
        3 => (code.clone(), 0..60_000usize, day.clone()).prop_map(|(mailbox, length, day)| Op::Reply { mailbox, length, day }),
        1 => (code, 0..5000usize).prop_map(|(name, length)| Op::Note { name, length }),
        2 => (0..5usize).prop_map(|limit| Op::Append { limit }),
        1 => (1..9u8, 1..9u8).prop_map(|(items, replies)| Op::Expire { items, replies }),
        1 => Just(Op::Rebuild),
        2 => Just(Op::BeginRebuild),
        1 => Just(Op::Reopen),
        1 => Just(Op::Unsure),
    ]
}

#[derive(Default)]
struct Model {
    serial: u64,
    /// Serial → content, day, officers.
    items: BTreeMap<u64, (Vec<u8>, Day, BTreeSet<u8>)>,
    access: BTreeMap<u8, Vec<u8>>,
    /// Mailbox → (day, content).
    replies: BTreeMap<u8, Vec<(Day, Vec<u8>)>>,
    notes: BTreeMap<u8, Vec<u8>>,
    pending: BTreeSet<String>,
    rows: Vec<String>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(12)))]
    #[test]
    fn the_store_is_its_model(ops in prop::collection::vec(op(), 1..60)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("store");
        Store::create(&folder).unwrap();
        let mut store = open_store(&folder);
        let mut model = Model::default();
        for op in ops {
            store = runtime.block_on(apply(op, store, &mut model, &folder));
        }
        runtime.block_on(compare(&store, &model));
        drop(store);
        let store = open_store(&folder);
        runtime.block_on(compare(&store, &model));
    }
}

async fn apply(op: Op, store: Store, model: &mut Model, folder: &Path) -> Store {
    match op {
        Op::Keep { code, length, day } => keep(&store, model, code, length, day_of(day)).await,
        Op::Abandon { length } => store.begin().append(&noise(length, 1)).await.unwrap(),
        Op::Renew { old, new } => renew(&store, model, old, new).await,
        Op::Fetch { nth, officer } => {
            if let Some((id, serial)) = pick(&store, nth).await {
                let officers = &mut model.items.get_mut(&serial).unwrap().2;
                officers.insert(officer);
                let everyone = (0..=u8::MAX).map(|one| [one; 8]).collect();
                let count = store.mark_fetched(id, [officer; 8], everyone);
                let count = count.await.unwrap();
                assert_eq!(count, officers.len());
            }
        }
        Op::Forget { nth } => {
            if let Some((id, serial)) = pick(&store, nth).await {
                store.forget(id).await.unwrap();
                model.items.remove(&serial);
                assert!(matches!(store.read(id, 0, 1).await, Err(Fault::NotKept)));
            }
        }
        Op::Reply {
            mailbox,
            length,
            day,
        } => {
            let reply = noise(length, seed(model.serial));
            model.serial += 1;
            let sealed = SealedReply::parse(reply.clone()).unwrap();
            let to = RepliesLocator::from_bytes([mailbox; 16]);
            let posted = store.post_reply(to, sealed, day_of(day), ROOMY);
            posted.await.unwrap();
            let posted = model.replies.entry(mailbox).or_default();
            // The same bytes again are the same reply.
            if posted.iter().all(|(_, other)| *other != reply) {
                posted.push((day_of(day), reply));
            }
        }
        Op::Note { name, length } => {
            let put = store.put_note(&name.to_string(), noise(length, 3)).await;
            if length <= 4096 {
                put.unwrap();
                model.notes.insert(name, noise(length, 3));
            } else {
                assert!(matches!(put, Err(Fault::TooLong)));
            }
        }
        Op::Append { limit } => append(&store, model, limit).await,
        Op::Expire { items, replies } => {
            let (items, replies) = (day_of(items), day_of(replies));
            let before = model.count();
            model.items.retain(|_, (_, day, _)| *day >= items);
            for posted in model.replies.values_mut() {
                posted.retain(|(day, _)| quarter_of(*day) >= quarter_of(replies));
            }
            let past = ExpiryCutoff {
                items,
                replies,
                access: day_of(1),
            };
            let forgotten = store
                .expire(past, ItemTerms::default(), day_of(9))
                .await
                .unwrap();
            assert_eq!(forgotten, before - model.count());
        }
        Op::Rebuild => store.rebuild().await.unwrap(),
        Op::BeginRebuild => {
            let rebuild = tokio::time::timeout(Duration::from_millis(1), store.rebuild());
            // As a rule it has only begun; whoever asked need not wait for it.
            let _ = rebuild.await;
        }
        Op::Reopen | Op::Unsure => {
            drop(store);
            if matches!(op, Op::Unsure) {
                std::fs::write(folder.join("state"), "open elsewhere\n").unwrap();
            }
            return open_store(folder);
        }
    }
    store
}

impl Model {
    fn count(&self) -> usize {
        self.items.len() + self.replies.values().map(Vec::len).sum::<usize>()
    }
}

async fn keep(store: &Store, model: &mut Model, code: u8, length: usize, day: Day) {
    let serial = model.serial;
    model.serial += 1;
    let sealed = noise(length, seed(serial));
    let mut draft = store.begin();
    for part in sealed.chunks(7919) {
        draft.append(part).await.unwrap();
    }
    let header = Header {
        institution: institution(),
        day,
        item: ReportDigest::from_bytes([serial.to_be_bytes(); 4].concat().try_into().unwrap()),
        length: length as u64,
    };
    let line = format!("entry {serial}");
    let record = format!("record {serial}").into_bytes();
    let access = Some((locator(code), AccessRecord::from_bytes(record.clone())));
    let kept = store
        .keep(draft, header, access, line.clone())
        .await
        .unwrap();
    let Entry::Vacant(free) = model.access.entry(code) else {
        assert_eq!(kept, KeepOutcome::Already);
        return;
    };
    assert_eq!(kept, KeepOutcome::New);
    free.insert(record);
    model.items.insert(serial, (sealed, day, BTreeSet::new()));
    model.pending.insert(line);
}

async fn renew(store: &Store, model: &mut Model, old: u8, new: u8) {
    let record = format!("renewed {}", model.serial).into_bytes();
    model.serial += 1;
    let access = |bytes: &[u8]| AccessRecord::from_bytes(bytes.to_vec());
    let closed = b"closed".to_vec();
    // Of a code that nothing is kept under, whoever asks has seen something else.
    let was = model.access.get(&old).cloned().unwrap_or_default();
    let step = AccessMove {
        decoys: AccessDecoys::default(),
        from: AccessChange {
            at: locator(old),
            was: access(&was),
            now: access(&closed),
        },
        to: locator(new),
        now: access(&record),
    };
    let renewed = store.move_access(step, day_of(1)).await.unwrap();
    let free = !model.access.contains_key(&new);
    let expected = if model.access.contains_key(&old) && free {
        model.access.insert(old, closed);
        model.access.insert(new, record);
        Renewed::Now
    } else {
        Renewed::NotAsSeen
    };
    assert_eq!(renewed, expected);
}

async fn append(store: &Store, model: &mut Model, limit: usize) {
    let waiting = store.pending(limit).await.unwrap();
    assert_eq!(waiting.len(), limit.min(model.pending.len()));
    let rows = waiting
        .iter()
        .map(|entry| LedgerRow::parse(entry.line.clone().into_bytes()).unwrap())
        .collect();
    let taken = waiting.iter().map(|entry| entry.id).collect();
    let first = store.append(rows, taken).await.unwrap();
    assert_eq!(first, model.rows.len() as u64);
    for entry in waiting {
        assert!(model.pending.remove(&entry.line));
        model.rows.push(entry.line);
    }
}

async fn pick(store: &Store, nth: usize) -> Option<(RecordId, u64)> {
    let items = store
        .list(&institution(), None, 1000)
        .await
        .unwrap()
        .records;
    items.get(nth).map(|item| (item.id, serial(&item.header)))
}

fn serial(header: &Header) -> u64 {
    u64::from_be_bytes(*header.item.as_bytes().first_chunk().unwrap())
}

async fn compare(store: &Store, model: &Model) {
    let items = store
        .list(&institution(), None, 1000)
        .await
        .unwrap()
        .records;
    assert_eq!(items.len(), model.items.len());
    for item in items {
        let (sealed, day, _) = &model.items[&serial(&item.header)];
        assert_eq!(item.header.day, *day);
        assert_eq!(store.read(item.id, 0, 1 << 20).await.unwrap(), *sealed);
    }
    for code in 0..6 {
        let found = store.find_access(locator(code)).await.unwrap();
        let found = found.map(|record| record.as_bytes().to_vec());
        assert_eq!(found, model.access.get(&code).cloned());
        let mailbox = RepliesLocator::from_bytes([code; 16]);
        let mut found: Vec<_> = store
            .replies(mailbox)
            .await
            .unwrap()
            .replies
            .iter()
            .map(|reply| reply.as_bytes().to_vec())
            .collect();
        let mut posted: Vec<_> = model
            .replies
            .get(&code)
            .into_iter()
            .flatten()
            .map(|(_, reply)| reply.clone())
            .collect();
        found.sort();
        posted.sort();
        assert_eq!(found, posted);
        assert_eq!(
            store.note(&code.to_string()).await.unwrap(),
            model.notes.get(&code).cloned()
        );
    }
    let waiting = store.pending(1000).await.unwrap();
    let waiting: BTreeSet<_> = waiting.into_iter().map(|entry| entry.line).collect();
    assert_eq!(waiting, model.pending);
    let rows = store.ledger_rows(0, 1000).await.unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| String::from_utf8(row.as_bytes().to_vec()).unwrap())
        .collect();
    assert_eq!(rows, model.rows);
}

fn seed(serial: u64) -> u8 {
    serial.to_le_bytes()[0]
}

fn noise(length: usize, seed: u8) -> Vec<u8> {
    (seed..=255).chain(0..seed).cycle().take(length).collect()
}

fn day_of(number: u8) -> Day {
    // Over the end of a year, so that replies pass their quarters, too.
    format!("2026-12-2{number}")
        .parse::<Day>()
        .unwrap()
        .plus_days(i32::from(number))
}

/// As exactly as the store knows a reply's day.
fn quarter_of(day: Day) -> (i16, u8) {
    (day.year(), (day.month() - 1) / 3)
}

fn locator(code: u8) -> Locator {
    Locator::from_bytes([code; 32])
}

fn institution() -> Institution {
    Institution::parse("birojs").unwrap()
}

/// No mailbox here comes near it.
const ROOMY: MailboxRoom = MailboxRoom {
    replies_max: 1000,
    bytes_max: 1 << 31,
    known: None,
    by: WriterTag::from_bytes([7; 8]),
    officers: Vec::new(),
};
