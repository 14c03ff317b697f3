//! All objects of a PDF file, wherever they stand in it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::object::{Dictionary, PdfLexer, PdfObject};
use crate::officer::confined::clean_copy::outcome::Uncleanable;

/// The newest object of each number, and which of them is the catalogue.
pub(super) struct PdfFile<'a> {
    bytes: &'a [u8],
    objects: BTreeMap<u32, PdfObject>,
    pub root: u32,
}

impl<'a> PdfFile<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Uncleanable> {
        let mut file = Self {
            bytes,
            objects: BTreeMap::new(),
            root: 0,
        };
        let mut lexer = PdfLexer { bytes, at: 0 };
        while lexer.at < bytes.len() {
            if let Some((number, object)) = numbered(&mut lexer) {
                file.take(number, object)?;
            } else if lexer.takes(b"trailer") {
                if let Some(PdfObject::Dictionary(trailer)) = lexer.object(DEPTH_MAX) {
                    file.take_trailer(&trailer)?;
                }
            } else {
                lexer.at = next_word(bytes, lexer.at);
            }
        }
        match file.object(file.root) {
            Some(PdfObject::Dictionary(_)) => Ok(file),
            _ => Err(Uncleanable::Damaged),
        }
    }

    pub(super) fn object(&self, number: u32) -> Option<&PdfObject> {
        self.objects.get(&number)
    }

    /// A stream's bytes: as long as it says, if it ends there; else up to the word that ends it.
    pub(super) fn content(&self, dictionary: &Dictionary, found: &Range<usize>) -> &'a [u8] {
        let length = match dictionary.get(b"Length") {
            Some(PdfObject::Reference(number)) => self.object(*number).and_then(PdfObject::number),
            Some(length) => length.number(),
            None => None,
        };
        let said = length.and_then(|length| {
            let end = found.start.checked_add(length)?;
            let mut lexer = PdfLexer {
                bytes: self.bytes,
                at: end,
            };
            lexer.takes(END_OF_STREAM).then_some(found.start..end)
        });
        &self.bytes[said.unwrap_or_else(|| found.clone())]
    }

    fn take(&mut self, number: u32, object: PdfObject) -> Result<(), Uncleanable> {
        if self.objects.len() > OBJECTS_MAX {
            return Err(Uncleanable::TooLarge);
        }
        let PdfObject::Stream(dictionary, found) = &object else {
            self.objects.insert(number, object);
            return Ok(());
        };
        let is_kind = |kind: &[u8]| {
            let found = dictionary.get(b"Type");
            found.is_some_and(|found| found.is_name(kind))
        };
        if is_kind(b"XRef") {
            return self.take_trailer(dictionary);
        }
        if is_kind(b"ObjStm") {
            let content = self.content(dictionary, found);
            let unfolded = unfolded(dictionary, content)?;
            return self.take_packed(dictionary, &unfolded);
        }
        self.objects.insert(number, object);
        Ok(())
    }

    fn take_trailer(&mut self, trailer: &Dictionary) -> Result<(), Uncleanable> {
        if trailer.get(b"Encrypt").is_some() {
            return Err(Uncleanable::Protected);
        }
        if let Some(PdfObject::Reference(root)) = trailer.get(b"Root") {
            self.root = *root;
        }
        Ok(())
    }

    /// Objects in a stream: pairs of numbers and places, then the objects (7.5.7).
    fn take_packed(&mut self, dictionary: &Dictionary, bytes: &[u8]) -> Result<(), Uncleanable> {
        let first = dictionary.number(b"First").ok_or(Uncleanable::Damaged)?;
        let count = dictionary.number(b"N").ok_or(Uncleanable::Damaged)?;
        let mut heads = PdfLexer { bytes, at: 0 };
        for _ in 0..count.min(OBJECTS_MAX) {
            let (Some(number), Some(place)) = (heads.unsigned(), heads.unsigned()) else {
                return Err(Uncleanable::Damaged);
            };
            let at = usize::try_from(place)
                .ok()
                .and_then(|place| first.checked_add(place));
            let mut lexer = PdfLexer {
                bytes,
                at: at.ok_or(Uncleanable::Damaged)?,
            };
            if let Some(object) = lexer.object(DEPTH_MAX) {
                self.take(number, object)?;
            }
        }
        Ok(())
    }
}

/// `12 0 obj … endobj`, with its stream if it has one.
fn numbered(lexer: &mut PdfLexer<'_>) -> Option<(u32, PdfObject)> {
    let begun = lexer.at;
    let head = lexer.unsigned().zip(lexer.unsigned());
    let is_object = head.is_some() && lexer.takes(b"obj");
    let object = is_object.then(|| lexer.object(DEPTH_MAX)).flatten();
    let (Some((number, _)), Some(object)) = (head, object) else {
        lexer.at = begun;
        return None;
    };
    let PdfObject::Dictionary(dictionary) = object else {
        return Some((number, object));
    };
    if !lexer.takes(b"stream") {
        return Some((number, PdfObject::Dictionary(dictionary)));
    }
    // Its bytes begin behind one line end.
    let start = match lexer.bytes.get(lexer.at..) {
        Some([b'\r', b'\n', ..]) => lexer.at + 2,
        Some([b'\n' | b'\r', ..]) => lexer.at + 1,
        _ => lexer.at,
    };
    let said = dictionary.number(b"Length").map_or(0, |length| length);
    let from = start
        .checked_add(said)
        .filter(|from| *from <= lexer.bytes.len())
        .unwrap_or(start);
    let end = find(lexer.bytes, from, END_OF_STREAM)
        .or_else(|| find(lexer.bytes, start, END_OF_STREAM))
        .unwrap_or(lexer.bytes.len());
    lexer.at = end;
    let trimmed = match lexer.bytes.get(start..end)? {
        [.., b'\r', b'\n'] => end - 2,
        [.., b'\n' | b'\r'] => end - 1,
        _ => end,
    };
    Some((number, PdfObject::Stream(dictionary, start..trimmed)))
}

fn unfolded(dictionary: &Dictionary, content: &[u8]) -> Result<Vec<u8>, Uncleanable> {
    let is_plain = dictionary.get(b"DecodeParms").is_none();
    match dictionary.get(b"Filter") {
        None => Ok(content.to_vec()),
        Some(filter) if is_plain && is_deflate(filter) => {
            miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(content, PACKED_MAX)
                .map_err(|_| Uncleanable::Damaged)
        }
        Some(_) => Err(Uncleanable::Damaged),
    }
}

fn is_deflate(filter: &PdfObject) -> bool {
    match filter {
        PdfObject::Array(filters) => matches!(filters.as_slice(), [only] if is_deflate(only)),
        filter => filter.is_name(b"FlateDecode"),
    }
}

/// Behind the word or sign at this place.
fn next_word(bytes: &[u8], at: usize) -> usize {
    let is_space = |byte: &u8| b"\0\t\n\x0c\r ".contains(byte);
    let rest = &bytes[at..];
    let word = rest.iter().take_while(|byte| !is_space(byte)).count();
    let space = rest[word..].iter().take_while(|byte| is_space(byte));
    at + (word + space.count()).max(1)
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = rest.windows(wanted.len()).position(|some| some == wanted);
    found.map(|place| from + place)
}

const END_OF_STREAM: &[u8] = b"endstream";

/// Arrays in dictionaries in arrays …
const DEPTH_MAX: usize = 64;
const OBJECTS_MAX: usize = 1_000_000;
/// Bytes of objects in one stream.
const PACKED_MAX: usize = 64 << 20;
