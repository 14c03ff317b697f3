//! The head of each kind of record: what is known of it without its pieces.

use crate::keys::digest::ReportDigest;
use crate::report::mailbox::{AccessRecord, SealedReply, WriterTag};
use crate::rules::calendar::Day;
use crate::rules::roster::Institution;

use super::id::RecordId;
use super::quarter::Quarter;
use crate::store::fault::Fault;

/// What is known of a sealed report without opening it.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Whose officers may fetch it.
    pub institution: Institution,
    /// When it was received.
    pub day: Day,
    /// SHA-256 of the sealed bytes.
    pub item: ReportDigest,
    /// Sealed bytes.
    pub length: u64,
}

/// One item of an institution's list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedRecord {
    /// By which it is fetched.
    pub id: RecordId,
    /// All that the server knows of it.
    pub header: Header,
}

/// A part of an institution's list.
#[derive(Default)]
pub struct ListedPage {
    /// In the order of their ids.
    pub records: Vec<ListedRecord>,
    /// How many there are beside them, up to the last of them, that do not open: a list is never
    /// silently shorter. On the last page, all that are left.
    pub damaged: usize,
    /// Do others follow?
    pub more: bool,
}

/// A mailbox's replies, in no order: their days are inside.
#[derive(Default)]
pub struct MailboxReplies {
    /// At most 2 MiB of them, whatever lies there.
    pub replies: Vec<SealedReply>,
    /// How many lie beside them that do not open: a list is never silently shorter.
    pub damaged: usize,
}

/// What is known of an access record without its code: in which quarter it was written.
pub(in crate::store) struct AccessHead {
    pub(in crate::store) quarter: Quarter,
    pub(in crate::store) record: AccessRecord,
}

/// What a reply's head says. Its day is inside the ciphertext: beside it, it would point at the
/// case that was answered on that day, as the ledger has it.
pub(in crate::store) struct ReplyHead {
    pub(in crate::store) quarter: Quarter,
    pub(in crate::store) length: u64,
    /// Which others in the mailbox the same officer wrote.
    pub(in crate::store) by: WriterTag,
}

impl Header {
    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        let day = self.day.to_string();
        let mut bytes = Vec::with_capacity(8 + 32 + DAY + 32);
        bytes.extend_from_slice(&self.length.to_be_bytes());
        bytes.extend_from_slice(self.item.as_bytes());
        bytes.extend_from_slice(day.as_bytes());
        bytes.extend_from_slice(self.institution.as_str().as_bytes());
        bytes
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (length, rest) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
        let (item, rest) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
        let (day, institution) = rest.split_first_chunk::<DAY>().ok_or(Fault::Damaged)?;
        let institution = str::from_utf8(institution).map_err(|_| Fault::Damaged)?;
        Ok(Self {
            institution: Institution::parse(institution).map_err(|_| Fault::Damaged)?,
            day: parse_day(day)?,
            item: ReportDigest::from_bytes(*item),
            length: u64::from_be_bytes(*length),
        })
    }
}

impl AccessHead {
    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        [&self.quarter.to_bytes()[..], self.record.as_bytes()].concat()
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (quarter, record) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
        Ok(Self {
            quarter: Quarter::from_bytes(*quarter),
            record: AccessRecord::from_bytes(record.to_vec()),
        })
    }
}

impl ReplyHead {
    pub(in crate::store) fn to_bytes(&self) -> Vec<u8> {
        let quarter = self.quarter.to_bytes();
        [&self.length.to_be_bytes()[..], &quarter, self.by.as_bytes()].concat()
    }

    pub(in crate::store) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        let (length, rest) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
        let (quarter, by) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
        Ok(Self {
            quarter: Quarter::from_bytes(*quarter),
            length: u64::from_be_bytes(*length),
            by: WriterTag::from_bytes(by.try_into().map_err(|_| Fault::Damaged)?),
        })
    }
}

fn parse_day(bytes: &[u8]) -> Result<Day, Fault> {
    let text = str::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
    text.parse().map_err(|_| Fault::Damaged)
}

/// Bytes of a day as text: `2026-11-21`.
const DAY: usize = 10;
