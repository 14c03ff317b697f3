//! What is forgotten stays so, and takes nothing else with it.

use std::fs;

use crate::store::crypto::keyring::{Keyring, LIVE_KEYRING};
use crate::store::engine::keyspace::Key;
use crate::store::engine::layers::{LayerSet, Layers};
use crate::store::engine::sled::{Engine, Writes};
use crate::store::reader::Keyspaces;

use super::*;

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
    let keyring = Keyring::open(&then.join("keyring"), LIVE_KEYRING).unwrap();
    let keyspaces = of_a_thief(&then.join("sled"), &keyring);
    assert!(matches!(keyspaces.header(id), Err(Fault::Damaged)));
    assert!(matches!(keyspaces.read(id, 0, 10), Err(Fault::Damaged)));
    assert_eq!(keyspaces.read(other, 0, 10).unwrap().len(), 10);
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
        assert_eq!(moved(&store, (1, "first"), 2).await, Renewed::Now);
    }
    let keyring = Keyring::open(&fixture.at().join("live/keyring"), LIVE_KEYRING).unwrap();
    let keyspaces = of_a_thief(&back_up.join("live/sled"), &keyring);
    assert!(matches!(keyspaces.access(locator(1)), Err(Fault::Damaged)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_head_that_names_anothers_slot_takes_no_key_with_it() {
    let fixture = Fixture::new();
    let store = fixture.open();
    keep(&store, b"x", None).await;
    keep(&store, b"y", None).await;
    let ids: Vec<_> = listed(&store).await.iter().map(|item| item.id).collect();
    {
        let keyspaces = store.0.keyspaces.read();
        let engine = &keyspaces.as_ref().unwrap().engine;
        let [mine, theirs] =
            [0, 1].map(|item| engine.find(&Key::header(ids[item])).unwrap().unwrap());
        let damaged = [&theirs[..4], &mine[4..]].concat();
        let mut writes = Writes::default();
        let staged = engine.stage(&mut writes, &Key::header(ids[0]), Some(damaged));
        staged.unwrap();
        engine.apply(writes).unwrap();
    }
    let before = whole(&store, ids[1]).await;
    store.forget(ids[0]).await.unwrap();
    assert_eq!(whole(&store, ids[1]).await, before);
}

/// An old engine with a newer keyring.
fn of_a_thief(engine: &std::path::Path, keyring: &Keyring) -> Keyspaces {
    let layers = LayerSet::young(Engine::open(engine).unwrap(), keyring.reader());
    Keyspaces {
        engine: Layers::of(layers),
    }
}
