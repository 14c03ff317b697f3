//! A reporter's files at the desk: what they seem to be, and handing them out inert.
//!
//! A file leaves as bytes to be saved, under a name of safe characters; nothing of it is opened,
//! rendered or unpacked here (E05, E06, E09, E11, E12). It is read piece by piece, and its last
//! piece only comes when its digest fits: a broken one is a download that fails.

use std::io::{self, Read};

use axum::body::Bytes;
use axum::http::header;
use axum::response::Response;
use tokio::sync::mpsc;

use super::opened::OpenedDesk;
use super::routes::response::saved_pieces;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::case::opening::{closed, open};
use crate::text::file_name::{content_disposition, safe_file_name};

/// What a file seems to be by its first bytes: the id of a text.
pub(super) fn kind_of(bytes: &[u8]) -> &'static str {
    let beginning = &bytes[..bytes.len().min(BEGINNING)];
    let known: [(&[u8], &'static str); 12] = [
        (b"%PDF-", "desk-kind-pdf"),
        (b"\x89PNG\r\n\x1a\n", "desk-kind-png"),
        (b"\xff\xd8\xff", "desk-kind-jpeg"),
        (b"GIF8", "desk-kind-gif"),
        (b"PK\x03\x04", "desk-kind-zip"),
        (b"\xd0\xcf\x11\xe0", "desk-kind-ole"),
        (b"age-encryption.org/v1", "desk-kind-age"),
        (b"-----BEGIN AGE", "desk-kind-age"),
        (b"MZ", "desk-kind-program"),
        (b"\x7fELF", "desk-kind-program"),
        (b"OggS", "desk-kind-sound"),
        (b"ID3", "desk-kind-sound"),
    ];
    let found = known.iter().find(|(mark, _)| beginning.starts_with(mark));
    match found {
        Some((_, kind)) => kind,
        None if beginning.get(4..8) == Some(b"ftyp") => "desk-kind-video",
        None if beginning.get(8..12) == Some(b"WEBP") => "desk-kind-webp",
        None if is_text(beginning) => "desk-kind-text",
        None => "desk-kind-other",
    }
}

/// Kinds of which a clean copy can be made, if the file is what it seems to be.
pub(super) fn may_be_cleaned(kind: &str) -> bool {
    may_be_previewed(kind) || matches!(kind, "desk-kind-zip" | "desk-kind-ole")
}

/// A file that is sealed once more, and may open with an officer's key.
pub(super) fn may_be_opened(kind: &str) -> bool {
    kind == "desk-kind-age"
}

/// Pictures, and documents of which one is drawn, that a preview is made of.
pub(super) fn may_be_previewed(kind: &str) -> bool {
    matches!(
        kind,
        "desk-kind-jpeg" | "desk-kind-png" | "desk-kind-webp" | "desk-kind-pdf"
    )
}

/// Whole characters but for the last, which may be cut, and none that no text has.
fn is_text(beginning: &[u8]) -> bool {
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or("\0")
        }
        Err(_) => return false,
    };
    !text.is_empty()
        && text
            .chars()
            .all(|c| !c.is_control() || "\t\r\n".contains(c))
}

/// The first bytes of a file; fewer if it has no more.
pub(super) fn beginning(mut file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; BEGINNING];
    let mut length = 0;
    while length < bytes.len() {
        match file.read(&mut bytes[length..])? {
            0 => break,
            more => length += more,
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// A file of an item as an answer that is saved and never shown.
pub(super) fn download(
    desk: &OpenedDesk,
    item: ReportDigest,
    number: u16,
) -> Result<Response, Failure> {
    let (home, keys) = (desk.home.clone(), desk.keys.clone());
    let mut opened = open(&home, &keys, item)?;
    let (name, length) = {
        let file = opened.file(number).map_err(|why| closed(&item, &why))?;
        (
            safe_file_name(file.note().name.expose()),
            file.note().length,
        )
    };
    let (pieces, coming) = mpsc::channel::<io::Result<Bytes>>(2);
    std::thread::spawn(move || {
        let Ok(mut file) = opened.file(number) else {
            return;
        };
        let mut piece = zeroize::Zeroizing::new(vec![0; PIECE]);
        loop {
            let read = file.read(&mut piece);
            let is_last = !matches!(read, Ok(length) if length > 0);
            let next = read.map(|length| Bytes::copy_from_slice(&piece[..length]));
            // Nobody takes it any more, or it is the end.
            if next.as_ref().is_ok_and(Bytes::is_empty)
                || pieces.blocking_send(next).is_err()
                || is_last
            {
                return;
            }
        }
    });
    let mut response = saved_pieces(coming, &content_disposition(&name));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, length.into());
    Ok(response)
}

/// Bytes that tell what a file is.
const BEGINNING: usize = 64;

/// One age chunk.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e11_what_a_file_is_is_told_by_its_bytes_and_not_its_name() {
        for (bytes, kind) in [
            (&b"%PDF-1.7"[..], "desk-kind-pdf"),
            (b"\x89PNG\r\n\x1a\n....", "desk-kind-png"),
            (b"PK\x03\x04", "desk-kind-zip"),
            (b"<script>alert(1)</script>", "desk-kind-text"),
            (b"RIFF\0\0\0\0WEBP", "desk-kind-webp"),
            (b"\0\0\0\x18ftypmp42", "desk-kind-video"),
            (
                "Sveiki, ā".as_bytes().split_last().expect("some").1,
                "desk-kind-text",
            ),
            (b"\x01\x02", "desk-kind-other"),
            (b"", "desk-kind-other"),
        ] {
            assert_eq!(kind_of(bytes), kind, "{bytes:?}");
        }
    }
}
