//! One file of many: plain `tar`, written and read by one narrow rule.
//!
//! `tar -tf` lists it and `tar -xf` unpacks it. What is *read* here is less than what tar can say
//! (E08): a plain file under a name that [`in_folder`] knows, each once, in rising order, with the
//! header that is written here and no other. So there is no absolute path, no `..`, no link, device
//! or sparse file, no name twice or in another case, and no header that two programs read in two
//! ways.
//!
//! Format:
//! [ustar](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06), of
//! 512-byte blocks: a header, the content filled up with zeros, and two blocks of zeros at the end.
//!
//! Knows names and bytes. Never knows what is in a file.

use std::fmt;
use std::io::{self, Read, Write};

use super::backup_contents::{MANIFEST, in_folder};
use crate::cli::failure::Failure;

/// Writes one archive, front to back.
pub(super) struct ArchiveWriter<W>(W);

/// Reads one archive, front to back.
pub(super) struct ArchiveReader<R> {
    archive: R,
    last: Option<String>,
    /// Bytes of the file before that were not taken yet, without its filling.
    left: u64,
    filling: u64,
}

/// What a file in the archive is called, and how long it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ArchivedFile {
    pub(super) name: String,
    pub(super) length: u64,
}

/// Why an archive is not ours.
#[derive(Debug)]
pub(super) enum BadArchive {
    /// A header that is not written here: another kind of file, another name, another program.
    NotOurs,
    /// A name that comes again, or not in its order.
    OutOfOrder,
    /// The end is missing, or something follows it.
    CutOrLonger,
    /// Not the bytes that the manifest names, or not there at all.
    Changed(String),
    Disk(io::Error),
}

impl<W: Write> ArchiveWriter<W> {
    pub(super) fn new(archive: W) -> Self {
        Self(archive)
    }

    /// Adds one file; gives the bytes that were read of it, which must be `file.length`.
    pub(super) fn add(&mut self, file: &ArchivedFile, content: &mut impl Read) -> io::Result<u64> {
        self.0.write_all(&header(file))?;
        let read = io::copy(&mut content.take(file.length), &mut self.0)?;
        let filling = usize::try_from(filling(read)).unwrap_or_default();
        self.0.write_all(&[0; BLOCK][..filling])?;
        Ok(read)
    }

    pub(super) fn end(mut self) -> io::Result<W> {
        self.0.write_all(&[0; 2 * BLOCK])?;
        Ok(self.0)
    }
}

impl<R: Read> ArchiveReader<R> {
    pub(super) fn new(archive: R) -> Self {
        Self {
            archive,
            last: None,
            left: 0,
            filling: 0,
        }
    }

    /// The next file's name; its content is read from `self`, whole, before the next is asked for.
    /// None at the end.
    pub(super) fn next(&mut self) -> Result<Option<ArchivedFile>, BadArchive> {
        if self.left > 0 {
            return Err(BadArchive::CutOrLonger);
        }
        self.zeros(self.filling)?;
        let mut block = [0; BLOCK];
        self.block(&mut block)?;
        if block == [0; BLOCK] {
            self.zeros(BLOCK as u64)?;
            return self.ends().map(|()| None);
        }
        let file = parse(&block).ok_or(BadArchive::NotOurs)?;
        if self.last.as_ref().is_some_and(|last| *last >= file.name) {
            return Err(BadArchive::OutOfOrder);
        }
        self.last = Some(file.name.clone());
        (self.left, self.filling) = (file.length, filling(file.length));
        Ok(Some(file))
    }

    fn block(&mut self, block: &mut [u8; BLOCK]) -> Result<(), BadArchive> {
        self.archive
            .read_exact(block)
            .map_err(BadArchive::from_disk)
    }

    fn zeros(&mut self, count: u64) -> Result<(), BadArchive> {
        let mut block = [0; BLOCK];
        let count = usize::try_from(count).unwrap_or(BLOCK).min(BLOCK);
        self.archive
            .read_exact(&mut block[..count])
            .map_err(BadArchive::from_disk)?;
        if block == [0; BLOCK] {
            Ok(())
        } else {
            Err(BadArchive::NotOurs)
        }
    }

    fn ends(&mut self) -> Result<(), BadArchive> {
        match self.archive.read(&mut [0; 1]).map_err(BadArchive::Disk)? {
            0 => Ok(()),
            _ => Err(BadArchive::CutOrLonger),
        }
    }
}

/// The content of the file that [`ArchiveReader::next`] named.
impl<R: Read> Read for ArchiveReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(into.len());
        if most == 0 {
            return Ok(0);
        }
        let length = self.archive.read(&mut into[..most])?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= length as u64;
        Ok(length)
    }
}

/// Zeros after so many bytes, up to the next block.
fn filling(length: u64) -> u64 {
    length.next_multiple_of(BLOCK as u64) - length
}

/// Always the same fields, so that the same folder gives the same archive: mode 0600, no owner, no
/// time.
fn header(file: &ArchivedFile) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    let (before, name) = split(&file.name);
    put(0, name.as_bytes());
    put(100, b"0000600\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{:011o}\0", file.length).as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, b"0");
    put(257, b"ustar\x0000");
    put(345, before.as_bytes());
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// Whatever would not be written like this is not ours.
fn parse(block: &[u8; BLOCK]) -> Option<ArchivedFile> {
    let text = |bytes: &[u8]| {
        let text = bytes.split(|byte| *byte == 0).next()?;
        str::from_utf8(text).map(str::to_owned).ok()
    };
    let (before, name) = (text(&block[345..500])?, text(&block[..NAME_MAX])?);
    let name = match before.as_str() {
        "" => name,
        before => format!("{before}/{name}"),
    };
    let length = str::from_utf8(&block[124..135]).ok()?;
    let file = ArchivedFile {
        length: u64::from_str_radix(length, 8).ok()?,
        name,
    };
    let is_ours = file.name == MANIFEST || in_folder(&file.name).is_some();
    (is_ours && header(&file) == *block).then_some(file)
}

/// A long name in tar's two fields.
fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('/') {
        Some(parts) if name.len() > NAME_MAX => parts,
        _ => ("", name),
    }
}

impl BadArchive {
    pub(super) fn from_disk(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::CutOrLonger,
            io::ErrorKind::InvalidData => Self::NotOurs,
            _ => Self::Disk(error),
        }
    }

    /// What to say of the archive at a path.
    pub(super) fn failure(self) -> Failure {
        match self {
            Self::Disk(error) => Failure::refused("officer-backup-unreadable").with("why", error),
            why => Failure::refused("officer-backup-not-ours").with("why", why),
        }
    }
}

impl fmt::Display for BadArchive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs => f.write_str("it holds what no backup of ours holds"),
            Self::OutOfOrder => f.write_str("a name comes twice, or out of order"),
            Self::CutOrLonger => f.write_str("it is cut off, or something follows its end"),
            Self::Changed(name) => write!(f, "{name} is not as it was written"),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

const BLOCK: usize = 512;

/// Bytes of a name in the header.
const NAME_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, length: u64) -> ArchivedFile {
        ArchivedFile {
            name: name.to_owned(),
            length,
        }
    }

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new());
        for (name, content) in files {
            let mut content = *content;
            let length = content.len() as u64;
            writer
                .add(&file(name, length), &mut content)
                .expect("memory");
        }
        writer.end().expect("memory")
    }

    fn read(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, BadArchive> {
        let mut reader = ArchiveReader::new(archive);
        let mut files = Vec::new();
        while let Some(file) = reader.next()? {
            let mut content = Vec::new();
            reader
                .read_to_end(&mut content)
                .map_err(BadArchive::from_disk)?;
            files.push((file.name, content));
        }
        Ok(files)
    }

    #[test]
    fn what_was_written_is_read() {
        for length in [0, 1, 511, 512, 513, 100_000] {
            let content = vec![7; length];
            let written = archive(&[("entries", &content), ("key.age", b"sealed")]);
            let files = read(&written).expect("ours");
            assert_eq!(files[0], ("entries".to_owned(), content));
            assert_eq!(files[1], ("key.age".to_owned(), b"sealed".to_vec()));
        }
    }

    #[test]
    fn hostile_names_are_refused() {
        let long = "a".repeat(99);
        for name in [
            "",
            "/etc/passwd",
            "../key.age",
            "sealed/../key.age",
            "./key.age",
            "key.age/",
            "KEY.AGE",
            "Key.age",
            "C:\\key.age",
            "con",
            "-rf",
            "lock",
            "sealed/x.age",
            "sealed",
            long.as_str(),
        ] {
            let refused = read(&archive(&[(name, b"x")])).expect_err(name);
            assert!(matches!(refused, BadArchive::NotOurs), "{name}");
        }
    }

    #[test]
    fn what_tar_can_say_and_we_do_not_write_is_refused() {
        let good = archive(&[("key.age", b"sealed")]);
        // Links, devices, folders, pipes, long names, extended headers, sparse files, and the old
        // plain file.
        for kind in *b"12345670xgLKSV\0" {
            let mut changed = good.clone();
            changed[156] = kind;
            fix_sum(&mut changed);
            assert_eq!(read(&changed).is_ok(), kind == b'0', "{kind}");
        }
        for at in [100, 110, 118, 140, 160, 257, 265, 300, 345, 500] {
            let mut changed = good.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "{at}");
            fix_sum(&mut changed);
            assert!(read(&changed).is_err(), "{at}, with a fitting sum");
        }
    }

    #[test]
    fn a_name_twice_or_out_of_order_is_refused() {
        for names in [["key.age", "key.age"], ["key.age", "entries"]] {
            let refused = read(&archive(&[(names[0], b"1"), (names[1], b"2")]));
            assert!(matches!(refused, Err(BadArchive::OutOfOrder)), "{names:?}");
        }
    }

    #[test]
    fn each_cut_and_each_byte_more_is_noticed() {
        let whole = archive(&[("entries", b"1"), ("key.age", &[7; 600])]);
        for length in (0..whole.len()).step_by(64) {
            assert!(read(&whole[..length]).is_err(), "{length}");
        }
        assert!(read(&[whole.as_slice(), &[0]].concat()).is_err());
        let mut filled = whole.clone();
        filled[512 + 5] = 1;
        assert!(read(&filled).is_err(), "the filling is zeros");
    }

    fn fix_sum(archive: &mut [u8]) {
        archive[148..156].copy_from_slice(b"        ");
        let sum: u32 = archive[..BLOCK].iter().map(|byte| u32::from(*byte)).sum();
        archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}
