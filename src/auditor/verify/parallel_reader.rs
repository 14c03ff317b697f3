//! The parallel reader: a ledger read fast, in order, in bounded memory.
//!
//! Workers split bundles, hash, parse and check signatures; one thread folds their
//! results in order while they are at the next round. What bounds the time is Ed25519:
//! some 30 µs for each signature on each core.
//!
//! `verify_strict` one by one, not dalek's batch verification: that one accepts
//! signatures with small-order components that strict verification refuses, so two
//! auditors could disagree about one entry.
//!
//! Knows bundles and keys. Never knows what is allowed when.

use std::collections::HashMap;
use std::num::NonZero;
use std::thread;

use crate::keys::signature::VerifyingKey;
use crate::ledger::entry::{Entry, Fingerprint, NotAnEntry};
use crate::ledger::tree::TreeHash;
use crate::ledger::tree::tiles::Bundle;

/// Public keys by fingerprint.
pub(super) type Keys = HashMap<Fingerprint, VerifyingKey>;

/// One entry, as far as it can be judged alone.
pub(super) struct CheckedEntry {
    pub leaf: TreeHash,
    pub entry: Result<Entry, NotAnEntry>,
    pub signature: SignatureState,
}

/// What is known of an entry's signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SignatureState {
    /// The intake's entries carry none.
    NotNeeded,
    /// By the key it names.
    Yes,
    /// Not by the key it names.
    No,
    /// It names a key that no roster holds.
    UnknownKey,
}

/// A bundle that is missing or damaged; nothing after it was folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Missing(pub Bundle);

/// Folds the entries `0..size` in order. `read` gives a bundle's bytes.
pub(super) fn each_entry(
    size: u64,
    keys: &Keys,
    read: &(dyn Fn(Bundle) -> Option<Vec<u8>> + Sync),
    fold: &mut dyn FnMut(u64, CheckedEntry),
) -> Result<(), Missing> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut bundles = Bundle::covering(0, size);
    let mut next = 0;
    let mut ready: Vec<Result<Vec<CheckedEntry>, Missing>> = Vec::new();
    loop {
        let round: Vec<_> = bundles.by_ref().take(workers * BUNDLES_EACH).collect();
        let last = round.is_empty();
        let share = round.len().div_ceil(workers).max(1);
        let mut failed = Ok(());
        ready = thread::scope(|scope| {
            let check = |part: &[Bundle]| {
                part.iter()
                    .map(|bundle| check_bundle(*bundle, keys, read))
                    .collect()
            };
            let working: Vec<_> = round
                .chunks(share)
                .map(|part| scope.spawn(move || -> Vec<_> { check(part) }))
                .collect();
            for bundle in ready.drain(..) {
                match bundle {
                    Ok(entries) => entries.into_iter().for_each(|entry| {
                        fold(next, entry);
                        next += 1;
                    }),
                    Err(missing) => failed = Err(missing),
                }
                if failed.is_err() {
                    break;
                }
            }
            let join = |worker: thread::ScopedJoinHandle<'_, Vec<_>>| {
                worker
                    .join()
                    .expect("parsing and checking outside bytes does not panic")
            };
            working.into_iter().flat_map(join).collect()
        });
        failed?;
        if last {
            return Ok(());
        }
    }
}

fn check_bundle(
    bundle: Bundle,
    keys: &Keys,
    read: &(dyn Fn(Bundle) -> Option<Vec<u8>> + Sync),
) -> Result<Vec<CheckedEntry>, Missing> {
    let bytes = read(bundle).ok_or(Missing(bundle))?;
    let lines = bundle.split(&bytes).map_err(|_| Missing(bundle))?;
    Ok(lines
        .into_iter()
        .map(|line| check_line(line, keys))
        .collect())
}

fn check_line(line: &[u8], keys: &Keys) -> CheckedEntry {
    let entry = Entry::parse(line);
    let signature = match &entry {
        Ok(Entry::Recorded(recorded)) => match keys.get(&recorded.key()) {
            None => SignatureState::UnknownKey,
            Some(key) if recorded.verify(key).is_ok() => SignatureState::Yes,
            Some(_) => SignatureState::No,
        },
        _ => SignatureState::NotNeeded,
    };
    CheckedEntry {
        leaf: TreeHash::of_leaf(line),
        entry,
        signature,
    }
}

/// Bundles for one worker in one round: 8,192 entries, a few megabytes.
const BUNDLES_EACH: usize = 32;
