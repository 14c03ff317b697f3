//! Another reader reads what is written; lengths are right on both sides of 4 GiB.

use std::io::{Cursor, Read, Seek, SeekFrom};

use super::*;
use crate::report::sealed::padded_length;

/// Remembers what is not zeros from the long run of them, and where it was.
#[derive(Clone, Default)]
struct Sparse {
    pieces: Vec<(u64, Vec<u8>)>,
    length: u64,
    at: u64,
}

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() < 1024 || bytes[..1024] != ZEROS[..1024] {
            self.pieces.push((self.length, bytes.to_vec()));
        }
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Sparse {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length - self.at).unwrap();
        let length = left.min(bytes.len());
        bytes[..length].fill(0);
        for (at, piece) in &self.pieces {
            for (place, byte) in (*at..).zip(piece) {
                let place = place.checked_sub(self.at).map(usize::try_from);
                if let Some(Ok(place)) = place.filter(|p| matches!(p, Ok(p) if *p < length)) {
                    bytes[place] = *byte;
                }
            }
        }
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => self.length.checked_add_signed(back).unwrap(),
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

fn put_zeros(zip: &mut ZipWriter<Sparse>, mut length: u64) {
    let zeros = vec![0; 1 << 20];
    while length > 0 {
        let step = length.min(1 << 20);
        zip.write(&zeros[..usize::try_from(step).unwrap()]).unwrap();
        length -= step;
    }
}

#[test]
fn a_small_zip_is_read_by_another_reader() {
    let mut zip = ZipWriter::new(Vec::new());
    zip.begin("files/001").unwrap();
    zip.write(b"one").unwrap();
    zip.write(b" two").unwrap();
    zip.begin("report.json").unwrap();
    let bytes = zip.finish(|length| length.next_multiple_of(1000)).unwrap();
    assert_eq!(bytes.len(), 1000);
    let mut read = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(read.len(), 3);
    let mut content = String::new();
    let mut file = read.by_name("files/001").unwrap();
    assert_eq!(file.unix_mode(), Some(0o100_600));
    file.read_to_string(&mut content).unwrap();
    assert_eq!(content, "one two");
}

#[test]
fn beyond_4_gib_zip64_takes_over() {
    let mut zip = ZipWriter::new(Sparse::default());
    for name in ["files/001", "files/002"] {
        zip.begin(name).unwrap();
        put_zeros(&mut zip, 2200 << 20);
    }
    zip.begin("report.json").unwrap();
    zip.write(b"far").unwrap();
    let sparse = zip
        .finish(|length| length.next_multiple_of(1 << 20))
        .unwrap();
    assert_eq!(sparse.length % (1 << 20), 0);
    let mut read = ::zip::ZipArchive::new(sparse).unwrap();
    assert_eq!(read.by_name("files/002").unwrap().size(), 2200 << 20);
    let mut content = String::new();
    let mut report = read.by_name("report.json").unwrap();
    report.read_to_string(&mut content).unwrap();
    assert_eq!(content, "far");
}

#[test]
fn padding_is_exact_where_zip64_begins() {
    let limit = u64::from(u32::MAX);
    let with_least = |least: u64, padded: &dyn Fn(u64) -> u64| {
        let zip = ZipWriter {
            outlet: io::sink(),
            position: least - 37 - 16 - 53 - 22,
            entries: Vec::new(),
            begun: None,
        };
        let zeros = zip.room(padded);
        let padding = ZipEntry {
            name: PADDING.to_owned(),
            offset: zip.position,
            length: u32::try_from(zeros).unwrap(),
            crc: 0,
        };
        let start = padding.end();
        start + directory(&[padding], start).len() as u64
    };
    let exactly = |length: u64| length;
    assert_eq!(with_least(limit - 76, &exactly), limit - 76);
    assert_eq!(with_least(limit - 75, &exactly), limit + 1);
    assert_eq!(with_least(limit, &exactly), limit + 76);
    let megabytes = |length: u64| length.next_multiple_of(1 << 20);
    assert_eq!(with_least(limit - 90, &megabytes), limit + 1);
    assert_eq!(with_least(limit - 10, &megabytes), limit + 1 + (1 << 20));
    let padme = crate::report::sealed::padded_length;
    assert_eq!(with_least(limit - 1000, &padme), limit + 1);
    assert_eq!(with_least(limit - 10, &padme), padme(limit + 2));
}

#[test]
fn an_entry_of_4_gib_is_refused() {
    let mut zip = ZipWriter::new(Sparse::default());
    zip.begin("files/001").unwrap();
    put_zeros(&mut zip, u64::from(u32::MAX));
    let refused = zip.write(b"x").unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::FileTooLarge);
    assert!(zip.begin("files/002").is_ok());
}

#[test]
fn bytes_without_an_entry_are_refused() {
    assert!(ZipWriter::new(Vec::new()).write(b"x").is_err());
}

/// 4.4.2 and 4.4.3: made on Unix by 2.0 or 4.5, and which of the two it takes to read it.
#[test]
fn versions_tell_unix_and_what_is_needed() {
    let header = |offset| {
        let mut header = Vec::new();
        let entry = ZipEntry {
            name: PADDING.to_owned(),
            offset,
            length: 0,
            crc: 0,
        };
        put_central_header(&mut header, &entry);
        header
    };
    assert_eq!(header(0)[4..8], [20, 3, 20, 0]);
    assert_eq!(header(u64::from(u32::MAX))[4..8], [20, 3, 45, 0]);
    // Lengths follow, nothing is compressed, midnight of the first day that ZIP knows.
    assert_eq!(local_header("a")[4..14], [20, 0, 8, 0, 0, 0, 0, 0, 33, 0]);
    let mut end = Vec::new();
    put_zip64_end(&mut end, 1, 2, 3);
    assert_eq!(end[12..16], [45, 3, 45, 0]);
}

#[test]
fn a_long_zip_has_a_padded_length_too() {
    let mut zip = ZipWriter::new(Sparse::default());
    zip.begin("files/001").unwrap();
    put_zeros(&mut zip, 60 << 20);
    let whole = zip.finish(padded_length).unwrap().length;
    assert_eq!(padded_length(whole), whole);
}
