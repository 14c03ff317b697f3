//! PDF: written anew from what its pages need.
//!
//! ```text
//!   all objects, newest of each number ─▶ from the catalogue on, what is reached ─▶ a new file
//! ```
//!
//! Gone: who made it, with what and when, XMP, earlier versions of the text (a change leaves them
//! in the file), what programs keep of their own, authors of remarks, signatures, pictures' EXIF.
//! Left: what is written and drawn, fonts' names, files and scripts inside. Its table of contents
//! is not trusted: objects are looked for in the whole file.
//!
//! Source: ISO 32000-1, 7.3 (objects), 7.5 (file structure), 14.3 (metadata).

mod object;
mod reading;
mod scrubbing;
mod writing;

use super::outcome::{LeftInCopy, Uncleanable};
use reading::PdfFile;
use writing::written;

pub(super) fn clean(bytes: &[u8]) -> Result<(Vec<u8>, Vec<LeftInCopy>), Uncleanable> {
    let file = PdfFile::read(bytes)?;
    let clean = written(&file);
    let mut left = vec![LeftInCopy::Picture, LeftInCopy::Words];
    if clean.has_embedded {
        left.push(LeftInCopy::Embedded);
    }
    Ok((clean.bytes, left))
}
