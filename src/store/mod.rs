//! Things at rest: the contract.
//!
//! Skeleton: helper A owns `store/`. The signatures below are what others call; `Store` itself
//! lives in `store/sled.rs`. Every write is on stable storage when its future is ready.
//! Nothing here is called on an async thread in a blocking way: reads go through
//! `spawn_blocking`, writes through the one writer thread.

use std::fmt;
use std::path::Path;

use crate::calendar::Day;
use crate::mailbox::{AccessRecord, MailboxId, SealedReply};
use crate::receipt::Locator;
use crate::roster::Institution;
use crate::sealed::Item;

/// A handle; cheap to clone; the last one dropped closes the store.
#[derive(Clone)]
pub struct Store {/* … */}

/// A sealed report being written: its chunks are invisible, and unreadable for ever
/// (their key is only in memory), until [`Store::keep`]. Dropping it discards them.
pub struct Draft {/* … */}

/// A kept item's random name at rest: 16 bytes, in hex on the officers' listener.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub(crate) [u8; 16]);

/// What is known of a sealed report without opening it.
#[derive(Clone)]
pub struct Header {
    pub institution: Institution,
    pub day: Day,
    pub item: Item,
    pub length: u64,
}

pub struct Listed {
    pub id: ItemId,
    pub header: Header,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    New,
    /** this locator already has an access record: the same submission again */
    Already,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renewed {
    Now,
    /** old is gone and new exists: the same step again */
    Before,
    Unknown,
}

/// What the operator is told.
#[derive(Debug)]
pub enum Fault {/* Disk(io::Error), Full, Closed, Refused(why) … */}

/// Numbers that belong to one installation: made by `create`, never changed.
#[derive(Clone)]
pub struct Instance {
    pub id: [u8; 16],
}

impl Store {
    /// Makes an empty store in a folder that must not exist or be empty (0700, files 0600).
    pub fn create(_folder: &Path) -> Result<(), Fault> {
        todo!()
    }
    /// Opens with all care of design section 6.
    pub fn open(_folder: &Path) -> Result<Self, Fault> {
        todo!()
    }
    pub fn instance(&self) -> &Instance {
        todo!()
    }
    pub fn begin(&self) -> Draft {
        todo!()
    }
    /// Makes a draft visible. With `access`: only if nothing is kept under that locator (then `Already`,
    /// and the draft is discarded). One atomic commit with the header, the access record and the
    /// ledger's pending entry (one JSON line, opaque here).
    pub async fn keep(
        &self,
        _draft: Draft,
        _header: Header,
        _access: Option<(Locator, AccessRecord)>,
        _pending: String,
    ) -> Result<Kept, Fault> {
        todo!()
    }
    pub async fn find_access(&self, _at: Locator) -> Result<Option<AccessRecord>, Fault> {
        todo!()
    }
    /// Moves an access record in one atomic commit; the old one is forgotten.
    pub async fn renew_access(
        &self,
        _old: Locator,
        _new: Locator,
        _record: AccessRecord,
    ) -> Result<Renewed, Fault> {
        todo!()
    }
    /// Kept items of one institution, by id, at most `limit`, after `after`.
    pub async fn list(
        &self,
        _institution: &Institution,
        _after: Option<ItemId>,
        _limit: usize,
    ) -> Result<Vec<Listed>, Fault> {
        todo!()
    }
    pub async fn header(&self, _id: ItemId) -> Result<Option<Header>, Fault> {
        todo!()
    }
    /// Sealed bytes from `offset`, at most `max`; empty at the end.
    pub async fn read(&self, _id: ItemId, _offset: u64, _max: usize) -> Result<Vec<u8>, Fault> {
        todo!()
    }
    /// This officer (a key's fingerprint) has it safely; how many have now.
    pub async fn mark_fetched(&self, _id: ItemId, _officer: [u8; 8]) -> Result<usize, Fault> {
        todo!()
    }
    /// Forgets the ciphertext (overwrites its key, then removes it).
    pub async fn forget(&self, _id: ItemId) -> Result<(), Fault> {
        todo!()
    }
    pub async fn post_reply(
        &self,
        _mailbox: MailboxId,
        _reply: SealedReply,
        _day: Day,
    ) -> Result<(), Fault> {
        todo!()
    }
    pub async fn replies(&self, _mailbox: MailboxId) -> Result<Vec<SealedReply>, Fault> {
        todo!()
    }
    /// Small named facts of the intake itself (roster pins, ledger key …), ≤ 4 KiB each.
    pub async fn note(&self, _name: &str) -> Result<Option<Vec<u8>>, Fault> {
        todo!()
    }
    pub async fn put_note(&self, _name: &str, _value: Vec<u8>) -> Result<(), Fault> {
        todo!()
    }
    /// Forgets what is past its day: items kept before `items_before`, replies before `replies_before`.
    pub async fn expire(&self, _items_before: Day, _replies_before: Day) -> Result<usize, Fault> {
        todo!()
    }
    /// Copies live records in random-key order into a fresh folder and swaps it in.
    pub async fn rebuild(&self) -> Result<(), Fault> {
        todo!()
    }
}

impl Draft {
    /// Adds ciphertext; waits while the writer is busy (back-pressure).
    pub async fn append(&mut self, _sealed: &[u8]) -> Result<(), Fault> {
        todo!()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!()
    }
}
impl std::error::Error for Fault {}
