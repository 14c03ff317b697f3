//! The ZIP inside a sealed report, read strictly.
//!
//! A reporter is a stranger, and so is their ZIP. A general ZIP reader searches the
//! whole of it for a directory, makes an allocation for each of a million entries,
//! and accepts overlaps, gaps and local headers that contradict the directory. This
//! one accepts only the bytes that [`zip`] itself would have written for
//! the same entries: names in their order, each entry right after the one before,
//! everything compared byte by byte. So what an officer sees here is what `unzip`
//! would show, too.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};

use age::stream::StreamReader;

use super::zip_writer::{
    self, CENTRAL_HEADER_LENGTH, DESCRIPTOR_LENGTH, END_LENGTH, PADDING, ZIP64_END_LENGTH, ZipEntry,
};
use crate::report::FILES_MAX;

/// Why opened plaintext is not the inside of a sealed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAContainer {
    /// No directory at the very end.
    NoEnd,
    /// More than a report with all its files has.
    TooManyEntries,
    /// An entry with another name, or another order, than a sealed report has.
    StrangeEntry,
    /// The directory is not the one that sealing would have written.
    StrangeDirectory,
    /// An entry's own header or descriptor contradicts the directory.
    Contradiction,
}

/// Plaintext that can be read at any place, and is known to end where it ends.
pub(super) struct Plain<R> {
    stream: StreamReader<R>,
    length: u64,
}

/// Where everything is.
pub(super) struct Layout {
    pub(super) files: Vec<ZipEntry>,
    pub(super) identity: Option<ZipEntry>,
    pub(super) report: ZipEntry,
}

impl<R: Read + Seek> Plain<R> {
    /// Authenticates the last chunk, and with it the length: a truncated or extended file is
    /// noticed here.
    pub(super) fn new(mut stream: StreamReader<R>, length: u64) -> io::Result<Self> {
        if stream.seek(SeekFrom::End(0))? != length {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { stream, length })
    }

    /// Bytes.
    #[cfg(test)]
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Fills `bytes` from `offset`. Never asks age to seek beyond the end, which it does not
    /// survive.
    pub(super) fn read_at(&mut self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(bytes.len() as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.stream.seek(SeekFrom::Start(offset))?;
        self.stream.read_exact(bytes)
    }
}

impl Layout {
    /// Reads the directory, demands that it is ours, and that every entry agrees with it.
    pub(super) fn read<R: Read + Seek>(plain: &mut Plain<R>) -> Result<Self, UnreadableContainer> {
        let entries = read_directory(plain)?;
        for entry in &entries {
            check_frame(plain, entry)?;
        }
        Ok(Self::of(entries)?)
    }

    /// `files/001` …, perhaps `identity.age`, `report.json`, `padding`.
    fn of(entries: Vec<ZipEntry>) -> Result<Self, NotAContainer> {
        let mut entries = entries.into_iter().peekable();
        let mut files = Vec::new();
        for number in 1.. {
            match entries.next_if(|entry| entry.name == file_entry(number)) {
                Some(entry) => files.push(entry),
                None => break,
            }
        }
        let identity = entries.next_if(|entry| entry.name == IDENTITY);
        let report = entries.next_if(|entry| entry.name == REPORT);
        let padding = entries.next_if(|entry| entry.name == PADDING);
        match (report, padding, entries.next()) {
            (Some(report), Some(_), None) => Ok(Self {
                files,
                identity,
                report,
            }),
            _ => Err(NotAContainer::StrangeEntry),
        }
    }
}

/// Entries as the directory lists them, once it equals what they would have been written as.
fn read_directory<R: Read + Seek>(
    plain: &mut Plain<R>,
) -> Result<Vec<ZipEntry>, UnreadableContainer> {
    let whole = plain.length;
    let end_at = whole
        .checked_sub(END_LENGTH as u64)
        .ok_or(NotAContainer::NoEnd)?;
    let mut end = [0; END_LENGTH];
    plain.read_at(end_at, &mut end)?;
    if end[..4] != *b"PK\x05\x06" {
        return Err(NotAContainer::NoEnd.into());
    }
    let count = usize::from(u16_at(&end, 10));
    if count > ENTRIES_MAX {
        return Err(NotAContainer::TooManyEntries.into());
    }
    // Bounded by ENTRIES_MAX, whatever the end says.
    let length = u64::from(u32_at(&end, 12));
    if length > (count * CENTRAL_HEADER_MAX) as u64 {
        return Err(NotAContainer::StrangeDirectory.into());
    }
    let ends = END_LENGTH as u64
        + if zip_writer::is_long(whole) {
            ZIP64_END_LENGTH
        } else {
            0
        };
    let start = whole
        .checked_sub(length + ends)
        .ok_or(NotAContainer::StrangeDirectory)?;
    let mut found = vec![0; usize::try_from(length + ends).expect("bounded just above")];
    plain.read_at(start, &mut found)?;
    let entries = listed(&found, count).ok_or(NotAContainer::StrangeDirectory)?;
    let last_end = entries.last().map_or(0, ZipEntry::end);
    if last_end != start || zip_writer::directory(&entries, start) != found {
        return Err(NotAContainer::StrangeDirectory.into());
    }
    Ok(entries)
}

/// What a directory lists; offsets are where they must be if nothing lies between entries.
fn listed(directory: &[u8], count: usize) -> Option<Vec<ZipEntry>> {
    let mut rest = directory;
    let mut offset = 0;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let (header, after) = rest.split_at_checked(CENTRAL_HEADER_LENGTH)?;
        let name_length = usize::from(u16_at(header, 28));
        let extra_length = usize::from(u16_at(header, 30));
        if name_length > NAME_MAX {
            return None;
        }
        let (name, after) = after.split_at_checked(name_length)?;
        rest = after.get(extra_length..)?;
        let entry = ZipEntry {
            name: std::str::from_utf8(name).ok()?.to_owned(),
            offset,
            length: u32_at(header, 24),
            crc: u32_at(header, 16),
        };
        offset = entry.end();
        entries.push(entry);
    }
    Some(entries)
}

/// An entry's own header and descriptor are the ones that sealing would have written.
fn check_frame<R: Read + Seek>(
    plain: &mut Plain<R>,
    entry: &ZipEntry,
) -> Result<(), UnreadableContainer> {
    let header = zip_writer::local_header(&entry.name);
    let mut found = vec![0; header.len()];
    plain.read_at(entry.offset, &mut found)?;
    let mut found_after = [0; DESCRIPTOR_LENGTH];
    plain.read_at(entry.end() - DESCRIPTOR_LENGTH as u64, &mut found_after)?;
    if found != header || found_after[..] != zip_writer::descriptor(entry) {
        return Err(NotAContainer::Contradiction.into());
    }
    Ok(())
}

/// The name of a file's entry.
pub(super) fn file_entry(number: u16) -> String {
    format!("files/{number:03}")
}

/// Either the plaintext can't be had, or it is not ours.
pub(super) enum UnreadableContainer {
    Io(io::Error),
    Strange(NotAContainer),
}

impl From<io::Error> for UnreadableContainer {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<NotAContainer> for UnreadableContainer {
    fn from(why: NotAContainer) -> Self {
        Self::Strange(why)
    }
}

impl fmt::Display for NotAContainer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoEnd => "what is inside is not a ZIP that sealing wrote",
            Self::TooManyEntries => "the ZIP inside has more entries than any report",
            Self::StrangeEntry => "the ZIP inside has an entry that no report has",
            Self::StrangeDirectory => "the ZIP inside has a directory that sealing did not write",
            Self::Contradiction => "the ZIP inside contradicts itself",
        })
    }
}

impl std::error::Error for NotAContainer {}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The entry of the reporter's identity.
pub(super) const IDENTITY: &str = "identity.age";

/// The entry of the answers.
pub(super) const REPORT: &str = "report.json";

/// The files, `identity.age`, `report.json` and `padding`.
const ENTRIES_MAX: usize = FILES_MAX + 3;

/// The longest name is `identity.age`.
const NAME_MAX: usize = IDENTITY.len();

/// With a name and a ZIP64 offset.
const CENTRAL_HEADER_MAX: usize = CENTRAL_HEADER_LENGTH + NAME_MAX + 12;
