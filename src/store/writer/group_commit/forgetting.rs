//! Steps that forget: records out, their keys overwritten once that is durable.
//!
//! Keeps P10, of records that do not open any more, too.

use crate::rules::calendar::Day;
use crate::store::crypto::record_encryption::{self, EncryptedHead};
use crate::store::engine::keyspace::{Key, Keyspace, Removal};
use crate::store::engine::layers::LayerValue;
use crate::store::fault::Fault;
use crate::store::records::heads::ReplyHead;
use crate::store::records::id::RecordId;

use super::{Batch, ForgottenKey, open_head, open_header};

impl Batch<'_> {
    /// Forgets those of the records with heads at `keys` that are kept; how many were.
    pub(in crate::store) fn forget(
        &mut self,
        kind: Keyspace,
        keys: &[Key],
    ) -> Result<usize, Fault> {
        let mut count = 0;
        for at in keys {
            let Some(found) = self.find(at)? else {
                continue;
            };
            match kind {
                Keyspace::Headers => self.drop_item(at, &found)?,
                Keyspace::Replies => self.drop_reply(at, &found)?,
                _ => {}
            }
            self.wipe_slot_of(at, &found)?;
            self.remove(kind, at)?;
            self.remove(Keyspace::Notes, &Key::unreadable(at))?;
            count += 1;
        }
        Ok(count)
    }

    /// All of an item but its head.
    fn drop_item(&mut self, at: &Key, found: &LayerValue) -> Result<(), Fault> {
        let id = RecordId(at.name().ok_or(Fault::Damaged)?);
        if let Some(header) = open_header(at, found) {
            let listed = Key::listed(&header.institution, id);
            self.remove(Keyspace::Listing, &listed)?;
            self.drop_pieces(
                Keyspace::Chunks,
                at,
                record_encryption::pieces_of(header.length),
            );
        } else {
            // Its head was damaged: look for what belongs to it.
            for listed in self.keys(&Key::keyspace(Keyspace::Listing))? {
                if listed.name() == Some(id.0) {
                    self.remove(Keyspace::Listing, &listed)?;
                }
            }
            let pieces = self.keys(&at.pieces())?.len() as u64;
            self.drop_pieces(Keyspace::Chunks, at, pieces);
        }
        for mark in self.keys(&Key::fetched(id))? {
            self.remove(Keyspace::Fetched, &mark)?;
        }
        Ok(())
    }

    /// All of a reply but its head.
    fn drop_reply(&mut self, at: &Key, found: &LayerValue) -> Result<(), Fault> {
        let head = open_head(at, found);
        let pieces = match head.and_then(|head| ReplyHead::parse(&head)) {
            Ok(head) => record_encryption::pieces_of(head.length),
            Err(_) => self.keys(&at.pieces())?.len() as u64,
        };
        self.drop_pieces(Keyspace::ReplyParts, at, pieces);
        Ok(())
    }

    /// Notes the day when these heads were first found not to open, and no longer notes those.
    pub(in crate::store) fn note_unreadable(
        &mut self,
        found: &[Key],
        settled: &[Key],
        today: Day,
    ) -> Result<(), Fault> {
        for head in settled {
            self.remove(Keyspace::Notes, &Key::unreadable(head))?;
        }
        for head in found {
            let day = today.to_string().into_bytes();
            self.put(Keyspace::Notes, Key::unreadable(head), day)?;
        }
        Ok(())
    }

    /// The slot of a head that does not open may be another's by damage; then that one keeps it,
    /// and the next rebuild leaves the key that no head names behind.
    pub(super) fn wipe_slot_of(&mut self, at: &Key, found: &LayerValue) -> Result<(), Fault> {
        let Ok(head) = EncryptedHead::parse(&found.value) else {
            return Ok(());
        };
        let forgotten = ForgottenKey {
            head: at.clone(),
            keys: found.keys.clone(),
            slot: head.slot,
        };
        if open_head(at, found).is_ok() || !self.is_named_elsewhere(&forgotten)? {
            self.gathered.wipes.push(forgotten);
        }
        Ok(())
    }

    fn is_named_elsewhere(&self, forgotten: &ForgottenKey) -> Result<bool, Fault> {
        let written = self.gathered.writes.keys();
        for other in written.filter(|at| Keyspace::of(at).is_some_and(Keyspace::names_a_slot)) {
            if self.names_as_well(other, forgotten)? {
                return Ok(true);
            }
        }
        for kind in Keyspace::ALL.into_iter().filter(|kind| kind.names_a_slot()) {
            for found in self.keyspaces.engine.scan(&Key::keyspace(kind), None) {
                let (other, value) = found?;
                // Few have its number; of those it is looked whose keyring it is.
                let slot = EncryptedHead::parse(&value).map(|head| head.slot);
                if slot.is_ok_and(|slot| slot == forgotten.slot)
                    && self.names_as_well(&other, forgotten)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Does another head name this key?
    fn names_as_well(&self, other: &Key, forgotten: &ForgottenKey) -> Result<bool, Fault> {
        if *other == forgotten.head {
            return Ok(false);
        }
        let Some(found) = self.find(other)? else {
            return Ok(false);
        };
        let slot = EncryptedHead::parse(&found.value).map(|head| head.slot);
        let same_slot = slot.is_ok_and(|slot| slot == forgotten.slot);
        Ok(same_slot && found.keys.is_of(&forgotten.keys))
    }

    pub(super) fn drop_pieces(&mut self, kind: Keyspace, head: &Key, pieces: u64) {
        self.gathered.inventory.remove_pieces(kind, pieces);
        self.gathered.removals.push(Removal {
            pieces: head.pieces(),
            next: 0,
            end: u32::try_from(pieces).unwrap_or(u32::MAX),
        });
    }
}
