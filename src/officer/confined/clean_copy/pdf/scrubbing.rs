//! What in a PDF's dictionaries tells of people, hours and programs.

use super::object::Dictionary;

/// Takes it out. Is something embedded in the dictionary?
pub(super) fn scrub(dictionary: &mut Dictionary) -> bool {
    let is = |key: &[u8], name: &[u8]| {
        let found = dictionary.get(key);
        found.is_some_and(|found| found.is_name(name))
    };
    let is_remark = dictionary.get(b"Rect").is_some()
        && dictionary.get(b"Subtype").is_some()
        && !is(b"Subtype", b"Widget");
    let is_signature = is(b"Type", b"Sig") || dictionary.get(b"ByteRange").is_some();
    let goes = |key: &[u8]| {
        ANYWHERE.contains(&key)
            || is_remark && OF_REMARKS.contains(&key)
            || is_signature && key != b"Type"
    };
    dictionary.retain(|key| !goes(key));
    EMBEDDED.iter().any(|key| dictionary.get(key).is_some())
}

const ANYWHERE: [&[u8]; 8] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"CreationDate",
    b"ModDate",
    b"Thumb",
    b"CreatorInfo",
    b"SourceInfo",
];
const OF_REMARKS: [&[u8]; 3] = [b"T", b"M", b"NM"];
const EMBEDDED: [&[u8]; 4] = [b"EmbeddedFiles", b"EF", b"JavaScript", b"JS"];
