//! A new PDF file from what the catalogue reaches.

use std::collections::HashMap;

use super::object::{Dictionary, PdfObject};
use super::reading::PdfFile;
use super::scrubbing::scrub;
use crate::officer::confined::clean_copy::jpeg;

pub(super) struct WrittenPdf {
    pub bytes: Vec<u8>,
    pub has_embedded: bool,
}

/// Objects get new numbers, in the order in which they are reached.
pub(super) fn written(file: &PdfFile<'_>) -> WrittenPdf {
    let mut order = NewNumbers::default();
    order.of(file.root);
    let mut pdf = WrittenPdf {
        bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
        has_embedded: false,
    };
    let mut places = Vec::new();
    while let Some(old) = order.reached.get(places.len()).copied() {
        places.push(pdf.bytes.len());
        let number = places.len();
        pdf.bytes.extend(format!("{number} 0 obj\n").bytes());
        match file.object(old) {
            None => pdf.bytes.extend(b"null"),
            Some(object) => pdf.write(file, object.clone(), &mut order),
        }
        pdf.bytes.extend(b"\nendobj\n");
    }
    let table = pdf.bytes.len();
    let size = places.len() + 1;
    let head = format!("xref\n0 {size}\n0000000000 65535 f \n");
    pdf.bytes.extend(head.bytes());
    for place in places {
        pdf.bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!("trailer\n<</Size {size} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    pdf.bytes.extend(end.bytes());
    pdf
}

/// Old numbers in their new order.
#[derive(Default)]
struct NewNumbers {
    reached: Vec<u32>,
    new: HashMap<u32, u32>,
}

impl NewNumbers {
    fn of(&mut self, old: u32) -> u32 {
        if let Some(new) = self.new.get(&old) {
            return *new;
        }
        self.reached.push(old);
        let new = u32::try_from(self.reached.len()).unwrap_or(u32::MAX);
        self.new.insert(old, new);
        new
    }
}

impl WrittenPdf {
    fn write(&mut self, file: &PdfFile<'_>, mut object: PdfObject, order: &mut NewNumbers) {
        // Before numbers are new: a stream's length may stand in an object of its own.
        let content = match &mut object {
            PdfObject::Stream(dictionary, found) => {
                let content = content_of(file, dictionary, found);
                let length = content.len().to_string().into_bytes();
                dictionary.set(b"Length", PdfObject::Plain(length));
                Some(content)
            }
            _ => None,
        };
        self.scrub(&mut object, order);
        object.write(&mut self.bytes);
        if let Some(content) = content {
            self.bytes.extend(b"\nstream\n");
            self.bytes.extend(content);
            self.bytes.extend(b"\nendstream");
        }
    }

    /// Everything in it, down to its numbers of others. No deeper than it was read.
    fn scrub(&mut self, object: &mut PdfObject, order: &mut NewNumbers) {
        match object {
            PdfObject::Reference(number) => *number = order.of(*number),
            PdfObject::Array(values) => {
                for value in values {
                    self.scrub(value, order);
                }
            }
            PdfObject::Stream(dictionary, _) | PdfObject::Dictionary(dictionary) => {
                self.scrub_dictionary(dictionary, order);
            }
            PdfObject::Plain(_) | PdfObject::Name(_) => {}
        }
    }

    fn scrub_dictionary(&mut self, dictionary: &mut Dictionary, order: &mut NewNumbers) {
        self.has_embedded |= scrub(dictionary);
        for value in dictionary.values_mut() {
            self.scrub(value, order);
        }
    }
}

/// A picture's own bytes are cleaned, too.
fn content_of(
    file: &PdfFile<'_>,
    dictionary: &Dictionary,
    found: &std::ops::Range<usize>,
) -> Vec<u8> {
    let content = file.content(dictionary, found);
    let is_jpeg = match dictionary.get(b"Filter") {
        Some(PdfObject::Array(filters)) => {
            matches!(filters.as_slice(), [only] if only.is_name(b"DCTDecode"))
        }
        Some(filter) => filter.is_name(b"DCTDecode"),
        None => false,
    };
    let clean = is_jpeg.then(|| jpeg::clean(content).ok()).flatten();
    clean.unwrap_or_else(|| content.to_vec())
}
