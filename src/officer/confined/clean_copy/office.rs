//! Files of Office programs: a ZIP of XML (OOXML: `.docx`, `.xlsx`, `.pptx`; ODF: `.odt`, `.ods`,
//! `.odp`).
//!
//! ```text
//!   docProps/*, meta.xml, settings.xml     empty ones instead
//!   thumbnails, printers' settings         without content
//!   pictures                               cleaned as pictures are
//!   all other XML                          names, initials, hours taken out of attributes
//! ```
//!
//! The ZIP is written anew: its own hours, remarks and what stands between its parts go, too.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::outcome::{CleanCopy, LeftInCopy, UNFOLDED_MAX, Uncleanable};
use super::xml::scrubbed;
use super::{jpeg, png, webp};

pub(super) fn clean(bytes: &[u8]) -> Result<CleanCopy, Uncleanable> {
    let damaged = |_| Uncleanable::Damaged;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(Uncleanable::TooLarge);
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if !has("[Content_Types].xml") && !has("META-INF/manifest.xml") {
        return Err(Uncleanable::UnknownKind);
    }
    let mut clean = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let (mut left, mut room) = (vec![LeftInCopy::Words], UNFOLDED_MAX);
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(damaged)?;
        if part.encrypted() {
            return Err(Uncleanable::Protected);
        }
        if part.is_dir() {
            continue;
        }
        let name = part.name().map_err(damaged)?.into_owned();
        let method = part.compression();
        let mut content = Vec::new();
        let read = part.by_ref().take(room + 1).read_to_end(&mut content);
        read.map_err(|_| Uncleanable::Damaged)?;
        room = room
            .checked_sub(content.len() as u64)
            .ok_or(Uncleanable::TooLarge)?;
        if is_protected(&name, &content) {
            return Err(Uncleanable::Protected);
        }
        let content = cleaned(&name, content, &mut left);
        let method = match method {
            CompressionMethod::Stored => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default());
        clean.start_file(name, options).map_err(damaged)?;
        clean
            .write_all(&content)
            .map_err(|_| Uncleanable::Damaged)?;
    }
    let clean = clean.finish().map_err(damaged)?;
    left.sort_unstable();
    left.dedup();
    Ok(CleanCopy {
        bytes: clean.into_inner(),
        left,
    })
}

/// ODF says in its manifest how its parts are encrypted.
fn is_protected(name: &str, content: &[u8]) -> bool {
    let marks = b"encryption-data";
    name == "META-INF/manifest.xml" && content.windows(marks.len()).any(|some| some == marks)
}

fn cleaned(name: &str, content: Vec<u8>, left: &mut Vec<LeftInCopy>) -> Vec<u8> {
    if let Some(empty) = empty_part(name) {
        return empty.as_bytes().to_vec();
    }
    let lower = name.to_ascii_lowercase();
    if WITHOUT_CONTENT.iter().any(|mark| lower.contains(mark)) {
        return Vec::new();
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&[".xml", ".rels", ".vml"]) {
        // UTF-16 is XML, too, and not looked into.
        if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
            left.push(LeftInCopy::Embedded);
        }
        return scrubbed(&content);
    }
    let picture = match content.as_slice() {
        [0xff, 0xd8, ..] => jpeg::clean(&content),
        [0x89, b'P', ..] => png::clean(&content),
        [b'R', b'I', b'F', b'F', ..] => webp::clean(&content),
        _ => Err(Uncleanable::UnknownKind),
    };
    if let Ok(clean) = picture {
        left.push(LeftInCopy::Picture);
        return clean;
    }
    if lower != "mimetype" {
        left.push(LeftInCopy::Embedded);
    }
    content
}

/// What says nothing but who made it, when and with what, with nothing in it.
fn empty_part(name: &str) -> Option<&'static str> {
    Some(match name {
        "docProps/core.xml" => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>"
        }
        "docProps/app.xml" => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>"
        }
        "docProps/custom.xml" => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>"
        }
        "meta.xml" => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\"><office:meta/></office:document-meta>"
        }
        "settings.xml" => {
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <office:document-settings xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\"><office:settings/></office:document-settings>"
        }
        _ => return None,
    })
}

/// Parts in a document; the longest books have some thousands.
const PARTS_MAX: usize = 10_000;

/// What is seen of a document without opening it, and which printer it goes to. The parts stay,
/// since others name them.
const WITHOUT_CONTENT: [&str; 3] = ["thumbnail", "printersettings", "docprops/thumb"];
