//! The pieces of replies' files, as they are kept here.
//!
//! ```text
//!   pieces/<item>-<piece>.age    item: the first of its case; piece: the intake's name for it
//! ```
//!
//! A piece is sealed to a key that stands in its reply alone, and is kept as it was sent.

use std::fs;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::ReportDigest;
use crate::officer::home::{OfficerHome, disk};
use crate::report::mailbox::{FilePlace, PieceName, SEALED_PIECE_MAX, SealedPiece};

/// What is here of a piece.
pub(in crate::officer) enum PieceHere {
    /// As it was sent.
    Whole(SealedPiece),
    /// There is a file of its name, and it is not what was sent.
    Damaged,
    Missing,
}

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
    match look_for_piece(home, items, piece) {
        PieceHere::Whole(piece) => Some(piece),
        PieceHere::Damaged | PieceHere::Missing => None,
    }
}

/// Reads a piece of one of these items.
pub(in crate::officer) fn look_for_piece(
    home: &OfficerHome,
    items: &[ReportDigest],
    piece: PieceName,
) -> PieceHere {
    let mut here = PieceHere::Missing;
    for path in items.iter().map(|item| piece_of(home, item, piece)) {
        let sealed = read_small(&path, SEALED_PIECE_MAX).ok();
        let sealed = sealed.and_then(SealedPiece::parse);
        match sealed.filter(|sealed| sealed.name() == piece) {
            Some(whole) => return PieceHere::Whole(whole),
            None if fs::symlink_metadata(&path).is_ok() => here = PieceHere::Damaged,
            None => {}
        }
    }
    here
}

/// Where a piece lies.
pub(in crate::officer) fn piece_of(
    home: &OfficerHome,
    item: &ReportDigest,
    piece: PieceName,
) -> PathBuf {
    home.pieces().path().join(file_name(item, piece))
}

/// Of a reply that was not kept. What stays is noise to everybody: its key went with the reply.
pub(super) fn drop_pieces(home: &OfficerHome, items: &[ReportDigest], pieces: &[PieceName]) {
    for item in items {
        for piece in pieces {
            let _ = fs::remove_file(piece_of(home, item, *piece));
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
        let piece = match look_for_piece(home, items, wanted) {
            PieceHere::Whole(piece) => piece,
            PieceHere::Damaged => return Err(failure(ENCLOSED_DAMAGED)),
            PieceHere::Missing => return Err(failure(ENCLOSED_MISSING)),
        };
        let opened = assembly.take(&piece);
        file.extend_from_slice(&opened.map_err(|_| failure("officer-enclosed-damaged"))?);
    }
    Ok(file)
}

/// A file's bytes in its first piece; else what is said of a piece that is not here as it was sent.
pub(in crate::officer) fn first_bytes(
    home: &OfficerHome,
    items: &[ReportDigest],
    place: &FilePlace,
) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    let mut assembly = place.assembly();
    let wanted = assembly.wanted().ok_or(ENCLOSED_MISSING)?;
    match look_for_piece(home, items, wanted) {
        PieceHere::Whole(piece) => assembly.take(&piece).map_err(|_| ENCLOSED_DAMAGED),
        PieceHere::Damaged => Err(ENCLOSED_DAMAGED),
        PieceHere::Missing => Err(ENCLOSED_MISSING),
    }
}

/// What is said of a reply's file whose pieces are here, and not as they were sent, or not here:
/// `sync` fetches them again.
pub(in crate::officer) const ENCLOSED_DAMAGED: &str = "officer-enclosed-damaged-here";
pub(in crate::officer) const ENCLOSED_MISSING: &str = "officer-enclosed-missing";

fn file_name(item: &ReportDigest, piece: PieceName) -> String {
    format!("{}-{}.age", hex::encode(item.as_bytes()), piece.to_hex())
}
