//! File notes: what a report says of one of its files.

use super::answers::Words;

/// What a report says of one of its files.
#[derive(Debug)]
pub struct FileNote {
    /// From 1; the file is `files/001` in the sealed ZIP.
    pub number: u16,
    /// As the reporter's computer gave it, at most [`FILE_NAME_MAX`] bytes: inert text,
    /// never a path.
    pub name: Words,
    /// The media type that the sender claimed, at most [`FILE_KIND_MAX`] bytes: never believed.
    pub kind: Words,
    /// Bytes.
    pub length: u64,
    /// Of its bytes.
    pub sha256: [u8; 32],
}

impl FileNote {
    /// Cuts over-long names in their middle and kinds at their end, at a character: a reporter is
    /// not refused for a long file name, and nobody has to carry 4 KiB of it.
    pub(crate) fn new(number: u16, name: &str, kind: &str, length: u64, sha256: [u8; 32]) -> Self {
        Self {
            number,
            name: Words::from(cut_name(name)),
            kind: Words::from(cut(kind, FILE_KIND_MAX).to_owned()),
            length,
            sha256,
        }
    }
}

/// A name of at most [`FILE_NAME_MAX`] bytes that keeps its ending: what a file is shows there.
fn cut_name(name: &str) -> String {
    if name.len() <= FILE_NAME_MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= ENDING_MAX {
        ending
    } else {
        ""
    };
    let stem = cut(name, FILE_NAME_MAX - ending.len() - CUT_HERE.len());
    format!("{stem}{CUT_HERE}{ending}")
}

fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Bytes of a file name that are kept: what file systems allow.
pub const FILE_NAME_MAX: usize = 255;

/// Bytes of a name's ending, its dot among them; what is longer is no ending.
const ENDING_MAX: usize = 32;
/// Stands where a name was cut.
const CUT_HERE: &str = "…";

/// Bytes of a media type that are kept (RFC 6838 section 4.2: 127 for each half; one is plenty).
pub const FILE_KIND_MAX: usize = 127;

/// Files in one report: they are named `files/001` to `files/999`.
pub const FILES_MAX: usize = 999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_ending() {
        let of = |name: &str| {
            FileNote::new(1, name, "", 0, [0; 32])
                .name
                .expose()
                .to_owned()
        };
        let fits = format!("{}.pdf", "a".repeat(251));
        assert_eq!(of(&fits), fits);
        let long = of(&format!("a{fits}"));
        assert_eq!(long, format!("a{}….pdf", "a".repeat(247)));
        assert_eq!(long.len(), FILE_NAME_MAX);
        let wide = of(&format!("{}.pdf", "ž".repeat(127)));
        assert_eq!(wide, format!("{}….pdf", "ž".repeat(124)));
        // No ending, or none that is one.
        assert_eq!(of(&"ž".repeat(200)), format!("{}…", "ž".repeat(126)));
        let dotted = of(&format!("a.{}", "b".repeat(300)));
        assert_eq!(dotted.len(), FILE_NAME_MAX);
        assert!(dotted.ends_with("b…"));
    }
}
