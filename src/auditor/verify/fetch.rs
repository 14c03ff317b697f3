//! Keeping in the mirror what is new of a ledger.
//!
//! Knows paths and the mirror. Never knows a network: the caller brings a function.
//!
//! New bundles are kept at once: they are named by position and width, and a checkpoint
//! decides whether they count. A bundle that turns out wrong is dropped again.

use std::io;

use crate::keys::digest::Sha256;
use crate::ledger::entry::Entry;
use crate::ledger::follow::{Cheat, LedgerFetch, NotFollowed, ServedBundle};
use crate::ledger::tree::tiles::{Bundle, Resource, RosterPart, WIDTH};
use crate::rules::pack::{CountryPack, UnusablePack};
use crate::rules::roster::RosterDigest;

use super::mirror::Mirror;
use super::rosters;

/// Asks the ledger for what the mirror does not hold already, from a reading that was cut short.
pub(super) fn missing(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    resource: Resource,
) -> io::Result<Option<Vec<u8>>> {
    if let Resource::Entries(bundle) = resource
        && let Some(bytes) = mirror.read(resource)?
        && bundle.split(&bytes).is_ok()
    {
        return Ok(Some(bytes));
    }
    fetch(resource)
}

/// Lays a bundle into the mirror, and keeps the rosters and policies that it names.
pub(super) fn keep_bundle(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    served: &ServedBundle<'_>,
) -> Result<(), NotFollowed<io::Error>> {
    let laid = mirror.lay(Resource::Entries(served.bundle), served.bytes);
    laid.map_err(NotFollowed::Failed)?;
    let mut named = served.lines.iter().filter_map(|line| named_file(line));
    named.try_for_each(|entry| match entry {
        Entry::Roster { digest, .. } => fetch_roster(mirror, fetch, digest),
        Entry::Policy { digest, .. } => fetch_policy(mirror, fetch, digest),
        _ => Ok(()),
    })
}

/// Syncs the bundles with the entries `from..size`, before a checkpoint speaks for them.
pub(super) fn settle_entries(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
    mirror.settle(Bundle::covering(from, size).map(Resource::Entries))
}

/// Drops the bundles that hold entries from `from` on, up to `size`.
pub(super) fn drop_entries(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
    Bundle::covering(from, size).try_for_each(|bundle| mirror.drop(Resource::Entries(bundle)))
}

/// Drops the partial bundle of a tree of `from` entries, once a wider one took its place.
pub(super) fn drop_narrower(mirror: &Mirror, from: u64, size: u64) -> io::Result<()> {
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
) -> Result<(), NotFollowed<io::Error>> {
    for part in RosterPart::ALL {
        let resource = Resource::Roster(digest, part);
        if mirror
            .read(resource)
            .map_err(NotFollowed::Failed)?
            .is_some()
        {
            continue;
        }
        match fetch(resource).map_err(NotFollowed::Failed)? {
            // Whatever answered, it was not this roster: nothing of it is kept, and it is asked for
            // again.
            Some(bytes) if part == RosterPart::Text && !is_of(digest, &bytes) => {
                return Err(Cheat::Withheld(resource).into());
            }
            Some(bytes) if bytes.len() <= resource.length_max() => {
                let kept = mirror.keep(resource, &bytes);
                kept.map_err(NotFollowed::Failed)?;
            }
            // Only a roster under a new key comes with a hand-over.
            None if part == RosterPart::Handover => {}
            _ => return Err(Cheat::Withheld(resource).into()),
        }
    }
    Ok(())
}

fn fetch_policy(
    mirror: &Mirror,
    fetch: LedgerFetch<'_>,
    digest: [u8; 32],
) -> Result<(), NotFollowed<io::Error>> {
    let resource = Resource::Policy(digest);
    let kept = mirror.read(resource).map_err(NotFollowed::Failed)?;
    if kept.is_some_and(|kept| is_pack_of(digest, &kept)) {
        return Ok(());
    }
    match fetch(resource).map_err(NotFollowed::Failed)? {
        Some(bytes) if is_pack_of(digest, &bytes) => {
            mirror.keep(resource, &bytes).map_err(NotFollowed::Failed)
        }
        _ => Err(Cheat::Withheld(resource).into()),
    }
}

/// Fetches rosters again that are here and that no signature of their institution fits: a proxy
/// that broke one answer must not accuse for ever. What is no better than before is left as it was.
pub(super) fn fetch_unsound(mirror: &Mirror, fetch: LedgerFetch<'_>) -> io::Result<()> {
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

/// One that only a newer program can read is kept, too: whoever serves it withholds nothing.
fn is_pack_of(digest: [u8; 32], json: &[u8]) -> bool {
    CountryPack::named(digest, json) != Err(UnusablePack::Other)
}

/// An entry that names a file by its digest.
fn named_file(line: &[u8]) -> Option<Entry> {
    let named = [br#"{"fact":"roster""#, br#"{"fact":"policy""#];
    let is_named = named.iter().any(|start| line.starts_with(*start));
    is_named.then(|| Entry::parse(line).ok()).flatten()
}
