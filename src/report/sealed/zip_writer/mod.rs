//! ZIP, the little of it that is needed, written as a stream.
//!
//! One method (stored), lengths after the bytes (data descriptors), ZIP64 records only
//! when the whole is over 4 GiB, no times, no comments: the same entries always give
//! the same bytes, so the length of the end is known before it is written (padding) and
//! a reader can demand exactly these bytes (`zip_reader.rs`).
//!
//! Sections are those of
//! [APPNOTE.TXT 6.3.10](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT).
//!
//! ```text
//!   [local header  bytes  descriptor] …  [directory]  [ZIP64 end, locator]  [end]
//!       4.3.7       4.3.8    4.3.9         4.3.12        4.3.14   4.3.15     4.3.16
//! ```

use std::io::{self, Write};

/// One entry, as the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZipEntry {
    pub(super) name: String,
    /// Where its local header starts.
    pub(super) offset: u64,
    /// Bytes of content.
    pub(super) length: u32,
    pub(super) crc: u32,
}

/// Writes entries one after another into `outlet`.
pub(crate) struct ZipWriter<W> {
    outlet: W,
    position: u64,
    entries: Vec<ZipEntry>,
    begun: Option<Begun>,
}

struct Begun {
    name: String,
    offset: u64,
    crc: crc32fast::Hasher,
}

impl<W: Write> ZipWriter<W> {
    pub(crate) fn new(outlet: W) -> Self {
        Self {
            outlet,
            position: 0,
            entries: Vec::new(),
            begun: None,
        }
    }

    /// Starts an entry; the one before ends.
    pub(crate) fn begin(&mut self, name: &str) -> io::Result<()> {
        self.end()?;
        self.begun = Some(Begun {
            name: name.to_owned(),
            offset: self.position,
            crc: crc32fast::Hasher::new(),
        });
        self.put(&local_header(name))
    }

    /// Content of the entry begun last. An entry holds at most 4 GiB − 1 bytes: for more, its
    /// local header would have had to be written as ZIP64 (4.3.9.2), which common unpackers read
    /// badly.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(begun) = &mut self.begun else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let content = self.position - content_start(begun.offset, &begun.name);
        if content + bytes.len() as u64 > u64::from(u32::MAX) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        begun.crc.update(bytes);
        self.put(bytes)
    }

    /// Writes a last entry of zeros so that the whole has the length that `padded` makes of
    /// the least possible one; then the directory. `padded` must never shrink or fall.
    pub(super) fn finish(mut self, padded: impl Fn(u64) -> u64) -> io::Result<W> {
        self.end()?;
        let mut zeros = self.room(&padded);
        self.begin(PADDING)?;
        while zeros > 0 {
            let step = zeros.min(ZEROS.len() as u64);
            self.write(&ZEROS[..usize::try_from(step).expect("at most ZEROS.len()")])?;
            zeros -= step;
        }
        self.end()?;
        let end = directory(&self.entries, self.position);
        self.put(&end)?;
        Ok(self.outlet)
    }

    /// Writes the directory: for a ZIP whose length may be seen. Names must be ASCII.
    pub(crate) fn finish_unpadded(mut self) -> io::Result<W> {
        self.end()?;
        let end = directory(&self.entries, self.position);
        self.put(&end)?;
        Ok(self.outlet)
    }

    /// How many zeros the padding needs.
    fn room(&self, padded: impl Fn(u64) -> u64) -> u64 {
        let padding = ZipEntry {
            name: PADDING.to_owned(),
            offset: self.position,
            length: 0,
            crc: 0,
        };
        let start = padding.end();
        let mut entries = self.entries.clone();
        entries.push(padding);
        let least = start + directory(&entries, start).len() as u64;
        // ZIP64's end is there exactly when the whole with it is over 4 GiB, which padding may
        // decide.
        let least = if !is_long(least) && is_long(padded(least) + ZIP64_END_LENGTH) {
            least + ZIP64_END_LENGTH
        } else {
            least
        };
        padded(least) - least
    }

    fn end(&mut self) -> io::Result<()> {
        let Some(begun) = self.begun.take() else {
            return Ok(());
        };
        let length = self.position - content_start(begun.offset, &begun.name);
        let entry = ZipEntry {
            name: begun.name,
            offset: begun.offset,
            length: u32::try_from(length).expect("write refuses more"),
            crc: begun.crc.finalize(),
        };
        let descriptor = descriptor(&entry);
        self.entries.push(entry);
        self.put(&descriptor)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.outlet.write_all(bytes)?;
        self.position += bytes.len() as u64;
        Ok(())
    }
}

/// 4.3.7: lengths and CRC are zero here and follow in the descriptor (4.4.4, bit 3).
pub(super) fn local_header(name: &str) -> Vec<u8> {
    let mut header = Vec::with_capacity(LOCAL_HEADER_LENGTH + name.len());
    put_u32(&mut header, 0x0403_4b50);
    put_u16(&mut header, VERSION);
    put_common(&mut header, 0, 0);
    put_u16(&mut header, name_length(name));
    put_u16(&mut header, 0);
    header.extend_from_slice(name.as_bytes());
    header
}

/// 4.3.9, with its customary signature (4.3.9.3).
pub(super) fn descriptor(entry: &ZipEntry) -> Vec<u8> {
    let mut descriptor = Vec::with_capacity(DESCRIPTOR_LENGTH);
    put_u32(&mut descriptor, 0x0807_4b50);
    put_u32(&mut descriptor, entry.crc);
    put_u32(&mut descriptor, entry.length);
    put_u32(&mut descriptor, entry.length);
    descriptor
}

/// All that follows the last entry, if it starts at `start`.
pub(super) fn directory(entries: &[ZipEntry], start: u64) -> Vec<u8> {
    let mut directory = Vec::new();
    for entry in entries {
        put_central_header(&mut directory, entry);
    }
    let length = directory.len() as u64;
    let long = is_long(start + length + ZIP64_END_LENGTH + END_LENGTH as u64);
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    if long {
        put_zip64_end(&mut directory, u64::from(count), length, start);
    }
    // 4.3.16; a number that ZIP64 holds is all ones here (4.4.1.4).
    put_u32(&mut directory, 0x0605_4b50);
    put_u32(&mut directory, 0);
    put_u16(&mut directory, count);
    put_u16(&mut directory, count);
    put_u32(&mut directory, short(length));
    put_u32(&mut directory, if long { u32::MAX } else { short(start) });
    put_u16(&mut directory, 0);
    directory
}

/// Where the content of an entry at `offset` starts.
fn content_start(offset: u64, name: &str) -> u64 {
    offset + (LOCAL_HEADER_LENGTH + name.len()) as u64
}

impl ZipEntry {
    /// Where its content starts.
    pub(super) fn start(&self) -> u64 {
        content_start(self.offset, &self.name)
    }

    /// Where the next entry starts.
    pub(super) fn end(&self) -> u64 {
        self.start() + u64::from(self.length) + DESCRIPTOR_LENGTH as u64
    }
}

/// 4.3.12.
fn put_central_header(directory: &mut Vec<u8>, entry: &ZipEntry) {
    let far = entry.offset >= u64::from(u32::MAX);
    put_u32(directory, 0x0201_4b50);
    put_u16(directory, MADE_BY_UNIX | VERSION);
    put_u16(directory, if far { VERSION_ZIP64 } else { VERSION });
    put_common(directory, entry.crc, entry.length);
    put_u16(directory, name_length(&entry.name));
    put_u16(directory, if far { 12 } else { 0 });
    put_u16(directory, 0);
    put_u16(directory, 0);
    put_u16(directory, 0);
    put_u32(directory, PRIVATE_FILE);
    put_u32(directory, short(entry.offset));
    directory.extend_from_slice(entry.name.as_bytes());
    if far {
        // 4.5.3: only the field that is all ones above.
        put_u16(directory, 0x0001);
        put_u16(directory, 8);
        put_u64(directory, entry.offset);
    }
}

/// What local and central headers share: flags to lengths.
fn put_common(header: &mut Vec<u8>, crc: u32, length: u32) {
    put_u16(header, LENGTHS_FOLLOW);
    put_u16(header, STORED);
    put_u16(header, 0);
    put_u16(header, NEW_YEAR_1980);
    put_u32(header, crc);
    put_u32(header, length);
    put_u32(header, length);
}

/// 4.3.14 and 4.3.15.
fn put_zip64_end(directory: &mut Vec<u8>, count: u64, length: u64, start: u64) {
    put_u32(directory, 0x0606_4b50);
    put_u64(directory, 44);
    put_u16(directory, MADE_BY_UNIX | VERSION_ZIP64);
    put_u16(directory, VERSION_ZIP64);
    put_u32(directory, 0);
    put_u32(directory, 0);
    put_u64(directory, count);
    put_u64(directory, count);
    put_u64(directory, length);
    put_u64(directory, start);
    put_u32(directory, 0x0706_4b50);
    put_u32(directory, 0);
    put_u64(directory, start + length);
    put_u32(directory, 1);
}

/// Does a ZIP of this length have ZIP64's end? None is ever just short of this without it.
pub(super) fn is_long(whole: u64) -> bool {
    whole > u64::from(u32::MAX)
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn name_length(name: &str) -> u16 {
    u16::try_from(name.len()).expect("entries are named by this program")
}

fn put_u16(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put_u32(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put_u64(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

/// The last entry's name.
pub(super) const PADDING: &str = "padding";

const LOCAL_HEADER_LENGTH: usize = 30;
pub(super) const CENTRAL_HEADER_LENGTH: usize = 46;
pub(super) const DESCRIPTOR_LENGTH: usize = 16;
pub(super) const END_LENGTH: usize = 22;
pub(super) const ZIP64_END_LENGTH: u64 = 56 + 20;

/// 4.4.3.2: 2.0 for data descriptors as everyone reads them, 4.5 for ZIP64.
const VERSION: u16 = 20;
const VERSION_ZIP64: u16 = 45;

/// 4.4.2: so that the mode below counts, and unpacked files are private.
const MADE_BY_UNIX: u16 = 3 << 8;
const PRIVATE_FILE: u32 = 0o100_600 << 16;

/// 4.4.4, bit 3.
const LENGTHS_FOLLOW: u16 = 1 << 3;

/// 4.4.5.
const STORED: u16 = 0;

/// The first day that ZIP knows: a zero is no date at all to some unpackers.
const NEW_YEAR_1980: u16 = (1 << 5) | 1;

static ZEROS: [u8; 16 * 1024] = [0; 16 * 1024];

#[cfg(test)]
mod tests;
