//! Opening: a sealed report is decrypted with an officer's key, and checked.
//!
//! The order that matters: the ledger's digest, the header's shape, the payload's end,
//! the ZIP's layout, `report.json`, and that both agree. Only then is anything handed
//! out; and of a file, its last bytes only when its digest fits. Callers write to a
//! temporary file and rename it after the end.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use age::Decryptor;
use zeroize::Zeroizing;

use super::header::{HEADER_MAX, HeaderScan, HeaderShape};
use super::payload_length::plain_length;
use super::refusals::CannotOpen;
use super::short_text::open_short;
use super::zip_reader::{Layout, NotAContainer, Plain};
use super::zip_writer::ZipEntry;
use crate::keys::digest::{ReportDigest, Sha256};
use crate::keys::recipient::OpeningKey;
use crate::report::sealed::file_key::{HandedKey, KeyFinder, Opens};
use crate::report::{FileNote, Identity, IdentitySealed, NotAReport, REPORT_JSON_MAX, Report};

/// A sealed report, opened in memory: two age chunks and `report.json`, however large its files.
pub struct OpenedReport<R> {
    item: ReportDigest,
    shape: HeaderShape,
    plain: Plain<BufReader<R>>,
    layout: Layout,
    report: Report,
}

/// One file of an opened report. Fails at its end, before its last bytes, if the digest
/// in `report.json` is not that of the bytes.
pub struct FileReader<'a, R> {
    plain: &'a mut Plain<BufReader<R>>,
    note: &'a FileNote,
    at: u64,
    end: u64,
    digest: Option<Sha256>,
}

impl<R: Read + Seek> OpenedReport<R> {
    /// Opens `sealed`, from its beginning, if its bytes are the ledger's `item`.
    pub fn open(mut sealed: R, key: &dyn Opens, item: ReportDigest) -> Result<Self, CannotOpen> {
        sealed.rewind().map_err(CannotOpen::Disk)?;
        if ReportDigest::read(&mut sealed).map_err(CannotOpen::Disk)? != item {
            return Err(CannotOpen::NotTheItem);
        }
        let (shape, mut plain) = open_plain(sealed, key)?;
        let layout = Layout::read(&mut plain)?;
        let report = Report::parse(&read_whole(&mut plain, &layout.report, REPORT_JSON_MAX)?)?;
        check_agreement(&layout, &report)?;
        Ok(Self {
            item,
            shape,
            plain,
            layout,
            report,
        })
    }

    /// How the ledger names it.
    pub fn item(&self) -> ReportDigest {
        self.item
    }

    /// What the reporter said; its files are read one by one.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Does the header hold one hybrid stanza for each officer that `report.json` names as
    /// sealed to or left out? If not, whoever sealed it added or dropped a recipient.
    pub fn header_agrees(&self) -> bool {
        let named = self.report.manifest().map_or(0, |manifest| {
            manifest.recipients.len() + manifest.left_out.len()
        });
        named == self.shape.hybrid && self.shape.others <= 1
    }

    /// The reporter's identity, if given; `key` must be a custodian's.
    pub fn identity(&mut self, key: &OpeningKey) -> Result<Option<Identity>, CannotOpen> {
        let Some(entry) = &self.layout.identity else {
            return Ok(None);
        };
        let sealed = read_whole(&mut self.plain, entry, IDENTITY_SEALED_MAX)?;
        let json = open_short(&sealed, key)?;
        Ok(Some(Identity::read(&json)?))
    }

    /// File `number`, from 1.
    pub fn file(&mut self, number: u16) -> Result<FileReader<'_, R>, CannotOpen> {
        let position = usize::from(number).checked_sub(1);
        let entry = position.and_then(|at| self.layout.files.get(at));
        let note = position.and_then(|at| self.report.files().get(at));
        let (Some(entry), Some(note)) = (entry, note) else {
            return Err(CannotOpen::NoSuchFile);
        };
        Ok(FileReader {
            plain: &mut self.plain,
            note,
            at: entry.start(),
            end: entry.start() + u64::from(entry.length),
            digest: Some(Sha256::new()),
        })
    }
}

impl<R> FileReader<'_, R> {
    /// What the report says of this file.
    pub fn note(&self) -> &FileNote {
        self.note
    }
}

impl<R: Read + Seek> Read for FileReader<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let Some(digest) = &mut self.digest else {
            return Ok(0);
        };
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let length = left.min(bytes.len());
        if length == 0 && left > 0 {
            return Ok(0);
        }
        self.plain.read_at(self.at, &mut bytes[..length])?;
        digest.update(&bytes[..length]);
        self.at += length as u64;
        if length == left {
            self.check_digest()
                .inspect_err(|_| bytes[..length].fill(0))?;
        }
        Ok(length)
    }
}

impl<R> FileReader<'_, R> {
    fn check_digest(&mut self) -> io::Result<()> {
        // Kept when it doesn't fit, so that reading on fails again.
        let found = self.digest.clone().map(Sha256::finish);
        if found != Some(self.note.sha256) {
            let why = "the file is not the one that its report names";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        self.digest = None;
        Ok(())
    }
}

/// The key of this very file, by whoever opens it.
pub(crate) fn file_key_of<R: Read + Seek>(
    sealed: R,
    key: &OpeningKey,
) -> Result<HandedKey, CannotOpen> {
    let finder = KeyFinder::new(key);
    open_plain(sealed, &finder)?;
    finder.found().ok_or(CannotOpen::NotForThisKey)
}

/// Plaintext whose length is authenticated, under a header of known shape.
pub(super) fn open_plain<R: Read + Seek>(
    sealed: R,
    key: &dyn age::Identity,
) -> Result<(HeaderShape, Plain<BufReader<R>>), CannotOpen> {
    let mut sealed = BufReader::new(sealed);
    let shape = scan(&mut sealed)?;
    let whole = sealed.seek(SeekFrom::End(0)).map_err(CannotOpen::Disk)?;
    let length = plain_length(whole, shape.length).ok_or(CannotOpen::Damaged)?;
    sealed.rewind().map_err(CannotOpen::Disk)?;
    let stream = Decryptor::new_buffered(sealed)?.decrypt(std::iter::once(key))?;
    let plain = Plain::new(stream, length).map_err(CannotOpen::payload)?;
    Ok((shape, plain))
}

/// Looks at the header; reads a little beyond it.
fn scan<R: Read + Seek>(sealed: &mut BufReader<R>) -> Result<HeaderShape, CannotOpen> {
    sealed.rewind().map_err(CannotOpen::Disk)?;
    let mut scan = HeaderScan::new();
    loop {
        let bytes = sealed.fill_buf().map_err(CannotOpen::Disk)?;
        if bytes.is_empty() {
            return Err(scan.unfinished().into());
        }
        let length = bytes.len();
        if let Some((shape, _)) = scan.push(bytes)? {
            return Ok(shape);
        }
        sealed.consume(length);
    }
}

/// A whole entry, in memory that is wiped.
fn read_whole<R: Read + Seek>(
    plain: &mut Plain<R>,
    entry: &ZipEntry,
    bytes_max: usize,
) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let length = usize::try_from(entry.length).unwrap_or(usize::MAX);
    if length > bytes_max {
        return Err(NotAReport::TooLong.into());
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    plain
        .read_at(entry.start(), &mut bytes)
        .map_err(CannotOpen::payload)?;
    if crc32fast::hash(&bytes) != entry.crc {
        return Err(NotAContainer::Contradiction.into());
    }
    Ok(bytes)
}

fn check_agreement(layout: &Layout, report: &Report) -> Result<(), CannotOpen> {
    let files = report.files();
    let same_lengths = || {
        let pairs = layout.files.iter().zip(files);
        pairs
            .into_iter()
            .all(|(entry, note)| u64::from(entry.length) == note.length)
    };
    let says_identity = report
        .manifest()
        .is_some_and(|m| m.identity == IdentitySealed::Yes);
    let agrees = layout.files.len() == files.len()
        && same_lengths()
        && layout.identity.is_some() == says_identity;
    if agrees {
        Ok(())
    } else {
        Err(CannotOpen::Disagrees)
    }
}

impl<R> fmt::Debug for OpenedReport<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({})", self.item)
    }
}

/// 4 KiB of plaintext, a nonce and a tag under the longest header.
const IDENTITY_SEALED_MAX: usize = HEADER_MAX + 4096 + 32;
