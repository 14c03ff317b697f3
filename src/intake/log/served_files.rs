//! Roster files and policies' packs by digest, kept with their entries.
//!
//! Whoever checks the ledger needs each roster and each policy that was ever in force, long after
//! the operator's folders have others. A file is kept in pieces as large as the store takes.
//!
//! Knows the four files of a roster and the one of a pack. Never knows which is in force.

use crate::ledger::tree::tiles::{Resource, RosterPart};
use crate::rules::pack::CountryPack;
use crate::rules::roster::{InstitutionKey, Roster, RosterDigest};
use crate::store::{Store, StoredTile};

use super::LedgerTrouble;

/// A roster's files, as they are kept.
pub(super) fn pieces_of_roster(roster: &Roster) -> Vec<StoredTile> {
    let parts = RosterPart::ALL.into_iter();
    let texts = parts.filter_map(|part| Some((part, text(roster, part)?)));
    texts
        .flat_map(|(part, text)| pieces(Resource::Roster(roster.digest(), part), text.as_bytes()))
        .collect()
}

/// A policy's pack, as it is kept.
pub(super) fn pieces_of_policy(pack: &CountryPack) -> Vec<StoredTile> {
    pieces(Resource::Policy(pack.digest()), &pack.to_json()).collect()
}

fn pieces(resource: Resource, file: &[u8]) -> impl Iterator<Item = StoredTile> {
    let chunks = file.chunks(PIECE).enumerate();
    chunks.map(move |(number, bytes)| {
        StoredTile::new(&name(resource, number), bytes.to_vec())
            .expect("a piece is 8 KiB, and its name under 100 bytes")
    })
}

/// One file; `None` if the roster came without it, or never came.
pub(super) async fn read(
    store: &Store,
    resource: Resource,
) -> Result<Option<Vec<u8>>, LedgerTrouble> {
    let mut file = Vec::new();
    for number in 0.. {
        match store.tile(&name(resource, number)).await? {
            Some(piece) => {
                file.extend_from_slice(&piece);
                if piece.len() < PIECE {
                    break;
                }
            }
            None => break,
        }
    }
    Ok((!file.is_empty()).then_some(file))
}

/// A roster that the ledger names, checked as when it was read first.
pub(super) async fn roster(store: &Store, digest: RosterDigest) -> Result<Roster, LedgerTrouble> {
    let lost = || LedgerTrouble::RosterLost(digest);
    let mut texts = Vec::new();
    for part in RosterPart::ALL {
        let file = read(store, Resource::Roster(digest, part)).await?;
        texts.push(
            file.map(String::from_utf8)
                .transpose()
                .map_err(|_| lost())?,
        );
    }
    let [Some(text), Some(signature), Some(key), handover] = &texts[..] else {
        return Err(lost());
    };
    let key = InstitutionKey::parse(key).map_err(|_| lost())?;
    let roster = Roster::parse(text, signature, &key).map_err(|_| lost())?;
    if roster.digest() != digest {
        return Err(lost());
    }
    Ok(roster.with_handover(handover.clone()))
}

fn text(roster: &Roster, part: RosterPart) -> Option<&str> {
    match part {
        RosterPart::Text => Some(roster.text()),
        RosterPart::Signature => roster.signature(),
        RosterPart::Key => Some(roster.key().as_str()),
        RosterPart::Handover => roster.handover(),
    }
}

fn name(resource: Resource, number: usize) -> String {
    format!("{resource}#{number}")
}

/// The most that the store takes as one tile.
const PIECE: usize = 8 * 1024;
