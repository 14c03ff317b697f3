//! Fetching what is new from a ledger.
//!
//! Knows paths and the mirror. Never knows a network: the caller brings a function.
//!
//! New bundles are kept at once: they are named by position and width, and a checkpoint
//! decides whether they count. A bundle that turns out wrong is dropped again.

use std::io;

use crate::keys::digest::Sha256;
use crate::ledger::entry::Entry;
use crate::ledger::tree::tiles::{Bundle, Resource, RosterPart, WIDTH};
use crate::rules::roster::RosterDigest;

use super::mirror::Mirror;
use super::rosters;

/// Asks a ledger for a resource: its bytes, `None` if it does not serve it, an error if the
/// ledger can't be reached. At most [`Resource::length_max`] bytes should be read.
pub type LedgerFetch<'a> = &'a dyn Fn(Resource) -> io::Result<Option<Vec<u8>>>;

/// Something that the checkpoint commits to and the ledger does not serve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotServed(pub Resource);

/// Fetches the bundles with the entries `from..size` into the mirror, and the rosters they name.
pub fn fetch_entries(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    from: u64,
    size: u64,
) -> io::Result<Result<(), NotServed>> {
    for bundle in Bundle::covering(from, size) {
        let resource = Resource::Entries(bundle);
        let bytes = match mirror.read(resource)? {
            Some(bytes) => bytes,
            None => match fetch(resource)? {
                Some(bytes) if bundle.split(&bytes).is_ok() => bytes,
                _ => return Ok(Err(NotServed(resource))),
            },
        };
        mirror.lay(resource, &bytes)?;
        for digest in rosters_named(bundle, &bytes) {
            if let Err(withheld) = fetch_roster(mirror, fetch, digest)? {
                return Ok(Err(withheld));
            }
        }
    }
    Ok(Ok(()))
}

/// Syncs the bundles with the entries `from..size`, before a checkpoint speaks for them.
pub fn settle_entries(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
    mirror.settle(Bundle::covering(from, size).map(Resource::Entries))
}

/// Drops the bundles that hold entries from `from` on, up to `size`.
pub fn drop_entries(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
    Bundle::covering(from, size).try_for_each(|bundle| mirror.drop(Resource::Entries(bundle)))
}

/// Drops the partial bundle of a tree of `from` entries, once a wider one took its place.
pub fn drop_narrower(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
    match Bundle::covering(from.saturating_sub(1), from).next() {
        Some(partial) if partial.width() < WIDTH && from < size => {
            mirror.drop(Resource::Entries(partial))
        }
        _ => Ok(()),
    }
}

fn fetch_roster(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    digest: RosterDigest,
) -> io::Result<Result<(), NotServed>> {
    for part in RosterPart::ALL {
        let resource = Resource::Roster(digest, part);
        if mirror.read(resource)?.is_some() {
            continue;
        }
        match fetch(resource)? {
            // Whatever answered, it was not this roster: nothing of it is kept, and it is asked for again.
            Some(bytes) if part == RosterPart::Text && !is_of(digest, &bytes) => {
                return Ok(Err(NotServed(resource)));
            }
            Some(bytes) if bytes.len() <= resource.length_max() => mirror.keep(resource, &bytes)?,
            // Only a roster under a new key comes with a hand-over.
            None if part == RosterPart::Handover => {}
            _ => return Ok(Err(NotServed(resource))),
        }
    }
    Ok(Ok(()))
}

/// Fetches rosters again that are here and that no signature of their institution fits: a proxy
/// that broke one answer must not accuse for ever. What is no better than before is left as it was.
pub fn fetch_unsound(mirror: &Mirror, fetch: LedgerFetch<'_>) -> io::Result<()> {
    for digest in rosters::unsound(mirror)? {
        for part in RosterPart::ALL {
            let resource = Resource::Roster(digest, part);
            match fetch(resource)? {
                Some(bytes) if part == RosterPart::Text && !is_of(digest, &bytes) => {}
                Some(bytes) if bytes.len() <= resource.length_max() => {
                    mirror.keep(resource, &bytes)?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn is_of(digest: RosterDigest, text: &[u8]) -> bool {
    Sha256::of(text) == *digest.as_bytes()
}

fn rosters_named(bundle: Bundle, bytes: &[u8]) -> Vec<RosterDigest> {
    let lines = bundle.split(bytes).unwrap_or_default();
    let rosters = lines
        .into_iter()
        .filter(|line| line.starts_with(br#"{"fact":"roster""#));
    rosters
        .filter_map(|line| match Entry::parse(line) {
            Ok(Entry::Roster { digest, .. }) => Some(digest),
            _ => None,
        })
        .collect()
}
