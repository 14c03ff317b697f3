//! The pieces of replies' files, as they are kept here.
//!
//! ```text
//!   pieces/<item>-<piece>.age    item: the first of its case; piece: the intake's name for it
//! ```
//!
//! A piece is sealed to a key that stands in its reply alone, and is kept as it was sent.

use std::fs;

use zeroize::Zeroizing;

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::ReportDigest;
use crate::officer::home::{OfficerHome, disk};
use crate::report::mailbox::{FilePlace, PieceName, SEALED_PIECE_MAX, SealedPiece};

/// Keeps a piece of a case, unless it is here as it was sent: on stable storage when this returns.
pub(in crate::officer) fn keep_piece(
    home: &OfficerHome,
    item: &ReportDigest,
    piece: &SealedPiece,
) -> Result<(), Failure> {
    if has_piece(home, &[*item], piece.name()) {
        return Ok(());
    }
    let kept = home
        .pieces()
        .replace(&file_name(item, piece.name()), piece.as_bytes());
    kept.map_err(|error| disk(home.pieces().path(), &error))
}

/// Is it here as it was sent, among those of these items?
pub(in crate::officer) fn has_piece(
    home: &OfficerHome,
    items: &[ReportDigest],
    piece: PieceName,
) -> bool {
    read_piece(home, items, piece).is_some()
}

/// A piece of one of these items; none if it is not here, or not as it was sent.
pub(in crate::officer) fn read_piece(
    home: &OfficerHome,
    items: &[ReportDigest],
    piece: PieceName,
) -> Option<SealedPiece> {
    let mut items = items.iter();
    items.find_map(|item| {
        let path = home.pieces().path().join(file_name(item, piece));
        let sealed = read_small(&path, SEALED_PIECE_MAX).ok()?;
        SealedPiece::parse(sealed).filter(|sealed| sealed.name() == piece)
    })
}

/// Of a reply that was not kept. What stays is noise to everybody: its key went with the reply.
pub(super) fn drop_pieces(home: &OfficerHome, items: &[ReportDigest], pieces: &[PieceName]) {
    for item in items {
        for piece in pieces {
            let path = home.pieces().path().join(file_name(item, *piece));
            let _ = fs::remove_file(path);
        }
    }
}

/// A reply's file, whole, from the pieces that are here.
pub(in crate::officer) fn read_file(
    home: &OfficerHome,
    items: &[ReportDigest],
    place: &FilePlace,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let failure = |id| Failure::refused(id).with("name", place.name.expose());
    // Policy and format bound it to a few MiB.
    let length = usize::try_from(place.length).unwrap_or_default();
    let mut file = Zeroizing::new(Vec::with_capacity(length));
    let mut assembly = place.assembly();
    while let Some(wanted) = assembly.wanted() {
        let piece = read_piece(home, items, wanted);
        let piece = piece.ok_or_else(|| failure("officer-enclosed-missing"))?;
        let opened = assembly.take(&piece);
        file.extend_from_slice(&opened.map_err(|_| failure("officer-enclosed-damaged"))?);
    }
    Ok(file)
}

/// A file's bytes in its first piece; none if it is not here, or not the file's.
pub(in crate::officer) fn first_bytes(
    home: &OfficerHome,
    items: &[ReportDigest],
    place: &FilePlace,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut assembly = place.assembly();
    let piece = read_piece(home, items, assembly.wanted()?)?;
    assembly.take(&piece).ok()
}

fn file_name(item: &ReportDigest, piece: PieceName) -> String {
    format!("{}-{}.age", hex::encode(item.as_bytes()), piece.to_hex())
}
