//! Enclosures: the files that an answer carries.
//!
//! Keeps P1 and P3: a file's name, size and key stand in the answer alone, which is sealed; what
//! lies beside it in the mailbox are pieces of one length, as many as one of few numbers.
//!
//! ```text
//!   file ‖ file ‖ … ‖ zeros ─▶ pieces of 128 KiB ─▶ each an age file to one fresh key
//!                                                       │
//!   answer, signed and sealed: names, lengths, SHA-256, that key, the pieces' names
//! ```
//!
//! The key opens these pieces and nothing else, so that a page can hold it for a while without
//! holding the mailbox's. `age -d -i key piece.age` opens one; put together in the answer's order
//! they are the files, one after the other.

use std::collections::VecDeque;
use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::sealed_piece::{PIECE, PieceName, SealedPiece, pieces_for};
use crate::keys::digest::Sha256;
use crate::keys::lower_hex;
use crate::keys::recipient::OpeningKey;
use crate::report::Words;
use crate::report::file_note::FILE_NAME_MAX;
use crate::report::sealed::CannotSeal;

/// The files of one answer, and how to open their pieces.
///
/// ```compile_fail
/// use svilpe::report::mailbox::Enclosure;
/// fn copied(enclosure: &Enclosure) -> Enclosure { enclosure.clone() }
/// ```
pub struct Enclosure {
    files: Vec<EnclosedFile>,
    key: OpeningKey,
    pieces: Vec<PieceName>,
}

/// What an answer says of one of its files.
#[derive(Debug)]
pub struct EnclosedFile {
    /// At most [`FILE_NAME_MAX`] bytes: inert text, never a path.
    pub name: Words,
    /// Bytes.
    pub length: u64,
    /// Of its bytes.
    pub sha256: [u8; 32],
}

/// A file to be enclosed.
pub struct FileToEnclose<'a> {
    /// As the reporter is to see it.
    pub name: &'a str,
    /// Its content, at least one byte.
    pub bytes: &'a [u8],
}

/// Why files can't be enclosed.
#[derive(Debug)]
pub enum CannotEnclose {
    /// More than [`ENCLOSED_FILES_MAX`].
    TooManyFiles,
    /// More than [`ENCLOSED_BYTES_MAX`] in all.
    TooLarge,
    /// A file without content, or with a name that is too long.
    NotAFile,
    /// age's own failure.
    Sealing(CannotSeal),
}

/// Why a file can't be put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPiece {
    /// Not the piece that the answer names, or not to be opened with its key.
    Foreign,
    /// What came out is not the file that the answer names.
    Damaged,
}

/// Where one file lies among the pieces, and with what they open: all that is needed to read it.
/// Wiped when dropped.
pub struct FilePlace {
    /// Opens the pieces.
    pub key: OpeningKey,
    /// As the answer has it.
    pub name: Words,
    /// Bytes of the file.
    pub length: u64,
    /// Of its bytes.
    pub sha256: [u8; 32],
    /// Bytes of the first piece that are another file's.
    pub skip: usize,
    /// Those that hold it, in their order.
    pub pieces: Vec<PieceName>,
}

/// A file that is put together piece by piece.
pub struct FileAssembly {
    key: OpeningKey,
    missing: VecDeque<PieceName>,
    skip: usize,
    left: u64,
    digest: Sha256,
    sha256: [u8; 32],
}

impl Enclosure {
    /// Seals files to a fresh key: what the answer will say of them, and their pieces.
    pub fn seal(files: &[FileToEnclose<'_>]) -> Result<(Self, Vec<SealedPiece>), CannotEnclose> {
        let notes = notes_of(files)?;
        let total: usize = files.iter().map(|file| file.bytes.len()).sum();
        let count = pieces_for(total as u64);
        let key = OpeningKey::random();
        let to = [key.recipient()];
        let mut plain = Zeroizing::new(Vec::with_capacity(count * PIECE));
        for file in files {
            plain.extend_from_slice(file.bytes);
        }
        plain.resize(count * PIECE, 0);
        let sealed = plain
            .chunks(PIECE)
            .map(|piece| SealedPiece::seal(piece, &to));
        let pieces: Vec<_> = sealed
            .collect::<Result<_, _>>()
            .map_err(CannotEnclose::Sealing)?;
        let enclosure = Self {
            files: notes,
            key,
            pieces: pieces.iter().map(SealedPiece::name).collect(),
        };
        Ok((enclosure, pieces))
    }

    /// In the order in which they were enclosed; at least one.
    pub fn files(&self) -> &[EnclosedFile] {
        &self.files
    }

    /// All pieces, in order.
    pub fn pieces(&self) -> &[PieceName] {
        &self.pieces
    }

    /// Where a file lies, by its place among [`Enclosure::files`].
    pub fn place(&self, file: usize) -> Option<FilePlace> {
        let note = self.files.get(file)?;
        let before: u64 = self.files[..file].iter().map(|file| file.length).sum();
        let size = PIECE as u64;
        let (first, end) = (before / size, (before + note.length).div_ceil(size));
        let place = |piece: u64| usize::try_from(piece).expect("pieces are few");
        Some(FilePlace {
            key: OpeningKey::from_bytes(self.key.expose_bytes()),
            name: Words::from(note.name.expose().to_owned()),
            length: note.length,
            sha256: note.sha256,
            skip: usize::try_from(before % size).expect("less than a piece"),
            pieces: self.pieces.get(place(first)..place(end))?.to_vec(),
        })
    }

    /// What is signed of it: how many files, each one's name behind its length, its length and
    /// digest, the key, the pieces' names.
    pub(super) fn said(&self) -> Zeroizing<Vec<u8>> {
        let length_of = |length: usize| u32::try_from(length).expect("few").to_be_bytes();
        let names: usize = self.files.iter().map(|file| file.name.length()).sum();
        let whole = 4 + names + self.files.len() * 44 + 32 + self.pieces.len() * 16;
        let mut said = Zeroizing::new(Vec::with_capacity(whole));
        said.extend_from_slice(&length_of(self.files.len()));
        for file in &self.files {
            said.extend_from_slice(&length_of(file.name.length()));
            said.extend_from_slice(file.name.expose().as_bytes());
            said.extend_from_slice(&file.length.to_be_bytes());
            said.extend_from_slice(&file.sha256);
        }
        said.extend_from_slice(self.key.expose_bytes());
        for piece in &self.pieces {
            said.extend_from_slice(piece.as_bytes());
        }
        said
    }

    pub(super) fn written(&self) -> WrittenEnclosure<'_> {
        let files = self.files.iter();
        WrittenEnclosure {
            files: files.map(EnclosedFile::written).collect(),
            key: Words::from(hex::encode(self.key.expose_bytes())),
            pieces: self.pieces.iter().map(|piece| piece.to_hex()).collect(),
        }
    }
}

impl ReadEnclosure {
    /// None if no tool of ours would have written it.
    pub(super) fn checked(self) -> Option<Enclosure> {
        let files = self.files.into_iter().map(ReadFile::checked);
        let files: Vec<EnclosedFile> = files.collect::<Option<_>>()?;
        let pieces = self.pieces.iter().map(|hex| PieceName::parse(hex));
        let pieces: Vec<PieceName> = pieces.collect::<Option<_>>()?;
        let lengths = files.iter().map(|file| file.length);
        let total = lengths.fold(0u64, u64::saturating_add);
        let fits = (1..=ENCLOSED_FILES_MAX).contains(&files.len())
            && total <= ENCLOSED_BYTES_MAX
            && pieces.len() == pieces_for(total);
        let key = lower_hex::parse::<32>(self.key.expose()).map(Zeroizing::new)?;
        fits.then(|| Enclosure {
            files,
            key: OpeningKey::from_bytes(&key),
            pieces,
        })
    }
}

impl EnclosedFile {
    fn written(&self) -> WrittenFile<'_> {
        WrittenFile {
            name: self.name.expose(),
            length: self.length,
            sha256: hex::encode(self.sha256),
        }
    }
}

impl ReadFile {
    fn checked(self) -> Option<EnclosedFile> {
        let fits = self.length > 0 && self.name.length() <= FILE_NAME_MAX;
        fits.then_some(EnclosedFile {
            name: self.name,
            length: self.length,
            sha256: lower_hex::parse(&self.sha256)?,
        })
    }
}

impl FilePlace {
    /// Begins to put it together; nothing is there yet.
    pub fn assembly(&self) -> FileAssembly {
        FileAssembly {
            key: OpeningKey::from_bytes(self.key.expose_bytes()),
            missing: self.pieces.iter().copied().collect(),
            skip: self.skip,
            left: self.length,
            digest: Sha256::new(),
            sha256: self.sha256,
        }
    }
}

impl FileAssembly {
    /// The piece that is wanted now; none when the file is whole.
    pub fn wanted(&self) -> Option<PieceName> {
        self.missing.front().copied()
    }

    /// The file's bytes in that piece. Of the last one nothing comes unless the whole is the file
    /// that the answer names.
    pub fn take(&mut self, sealed: &SealedPiece) -> Result<Zeroizing<Vec<u8>>, BadPiece> {
        let wanted = self.missing.pop_front().ok_or(BadPiece::Foreign)?;
        if sealed.name() != wanted {
            return Err(BadPiece::Foreign);
        }
        let mut piece = sealed.open(&self.key).map_err(|_| BadPiece::Foreign)?;
        if piece.len() != PIECE || self.skip > piece.len() {
            return Err(BadPiece::Damaged);
        }
        piece.drain(..std::mem::take(&mut self.skip));
        piece.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= piece.len() as u64;
        self.digest.update(&piece);
        let is_last = self.missing.is_empty();
        let is_whole = || self.left == 0 && self.digest.clone().finish() == self.sha256;
        if is_last && !is_whole() {
            return Err(BadPiece::Damaged);
        }
        Ok(piece)
    }
}

fn notes_of(files: &[FileToEnclose<'_>]) -> Result<Vec<EnclosedFile>, CannotEnclose> {
    let total = files
        .iter()
        .map(|file| file.bytes.len() as u64)
        .sum::<u64>();
    let is_file = |file: &FileToEnclose<'_>| {
        !file.bytes.is_empty() && (1..=FILE_NAME_MAX).contains(&file.name.len())
    };
    if files.len() > ENCLOSED_FILES_MAX {
        return Err(CannotEnclose::TooManyFiles);
    }
    if total > ENCLOSED_BYTES_MAX {
        return Err(CannotEnclose::TooLarge);
    }
    if files.is_empty() || !files.iter().all(is_file) {
        return Err(CannotEnclose::NotAFile);
    }
    let notes = files.iter().map(|file| EnclosedFile {
        name: Words::from(file.name.to_owned()),
        length: file.bytes.len() as u64,
        sha256: Sha256::of(file.bytes),
    });
    Ok(notes.collect())
}

#[derive(Serialize)]
pub(super) struct WrittenEnclosure<'a> {
    files: Vec<WrittenFile<'a>>,
    #[serde(with = "crate::report::words")]
    key: Words,
    pieces: Vec<String>,
}

#[derive(Serialize)]
struct WrittenFile<'a> {
    name: &'a str,
    length: u64,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadEnclosure {
    files: Vec<ReadFile>,
    #[serde(with = "crate::report::words")]
    key: Words,
    pieces: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadFile {
    #[serde(with = "crate::report::words")]
    name: Words,
    length: u64,
    sha256: String,
}

impl fmt::Debug for Enclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enclosure({} pieces)", self.pieces.len())
    }
}

impl fmt::Display for CannotEnclose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyFiles => write!(f, "an answer carries at most {ENCLOSED_FILES_MAX} files"),
            Self::TooLarge => write!(
                f,
                "an answer's files have at most {ENCLOSED_BYTES_MAX} bytes"
            ),
            Self::NotAFile => f.write_str("a file without content, or without a usable name"),
            Self::Sealing(_) => f.write_str("the files can't be sealed"),
        }
    }
}

impl std::error::Error for CannotEnclose {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sealing(error) => Some(error),
            Self::TooManyFiles | Self::TooLarge | Self::NotAFile => None,
        }
    }
}

impl fmt::Display for BadPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => "not the piece that the answer names",
            Self::Damaged => "not the file that the answer names",
        })
    }
}

impl std::error::Error for BadPiece {}

/// Files of one answer, whatever a policy says.
pub const ENCLOSED_FILES_MAX: usize = 16;

/// Bytes of one answer's files together, whatever a policy says: 16 MiB.
pub const ENCLOSED_BYTES_MAX: u64 = 16 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::random::random_bytes;
    use crate::report::mailbox::SEALED_PIECE_MAX;

    fn noise(length: usize) -> Vec<u8> {
        let seed: [u8; 32] = random_bytes();
        seed.iter().cycle().take(length).copied().collect()
    }

    fn assembled(place: &FilePlace, pieces: &[SealedPiece]) -> Result<Vec<u8>, BadPiece> {
        let (mut assembly, mut file) = (place.assembly(), Vec::new());
        while let Some(wanted) = assembly.wanted() {
            let piece = pieces.iter().find(|piece| piece.name() == wanted);
            file.extend_from_slice(&assembly.take(piece.expect("there"))?);
        }
        Ok(file)
    }

    #[test]
    fn each_file_comes_out_as_it_went_in_wherever_it_lies() {
        let files = [
            noise(1),
            noise(PIECE),
            noise(PIECE - 1),
            noise(3 * PIECE + 7),
        ];
        let enclosed: Vec<_> = files
            .iter()
            .map(|bytes| FileToEnclose {
                name: "ā.pdf",
                bytes,
            })
            .collect();
        let (enclosure, pieces) = Enclosure::seal(&enclosed).expect("sealed");
        assert_eq!(pieces.len(), 8);
        for (place, file) in files.iter().enumerate() {
            let place = enclosure.place(place).expect("there");
            assert!(assembled(&place, &pieces).as_ref() == Ok(file));
        }
        assert!(enclosure.place(4).is_none());
        // One length, but for age's grease.
        for piece in &pieces {
            let length = piece.as_bytes().len();
            assert!((PIECE..=SEALED_PIECE_MAX).contains(&length), "{length}");
        }
    }

    #[test]
    fn a_piece_of_another_or_a_changed_digest_gives_no_file() {
        let bytes = noise(100);
        let file = [FileToEnclose {
            name: "a",
            bytes: &bytes,
        }];
        let (one, pieces) = Enclosure::seal(&file).expect("sealed");
        let (_, others) = Enclosure::seal(&file).expect("sealed");
        let place = one.place(0).expect("there");
        assert_eq!(
            place.assembly().take(&others[0]).err(),
            Some(BadPiece::Foreign)
        );
        let mut changed = one.place(0).expect("there");
        changed.sha256[0] ^= 1;
        assert_eq!(assembled(&changed, &pieces), Err(BadPiece::Damaged));
        let mut longer = one.place(0).expect("there");
        longer.length += PIECE as u64;
        assert_eq!(assembled(&longer, &pieces), Err(BadPiece::Damaged));
        let mut beyond = one.place(0).expect("there");
        beyond.skip = PIECE + 1;
        assert_eq!(assembled(&beyond, &pieces), Err(BadPiece::Damaged));
        assert!(assembled(&place, &pieces) == Ok(bytes));
    }

    #[test]
    fn too_many_too_large_and_empty_files_are_refused() {
        let byte = [1];
        let one = || FileToEnclose {
            name: "a",
            bytes: &byte,
        };
        let many: Vec<_> = (0..=ENCLOSED_FILES_MAX).map(|_| one()).collect();
        let why = |files: &[FileToEnclose<'_>]| Enclosure::seal(files).map(drop).err();
        assert!(matches!(why(&many), Some(CannotEnclose::TooManyFiles)));
        assert!(why(&many[1..]).is_none());
        let most = usize::try_from(ENCLOSED_BYTES_MAX).expect("fits");
        let large = vec![0; most];
        let whole = FileToEnclose {
            name: "a",
            bytes: &large,
        };
        assert!(matches!(
            why(&[whole, one()]),
            Some(CannotEnclose::TooLarge)
        ));
        let empty = FileToEnclose {
            name: "a",
            bytes: &[],
        };
        assert!(matches!(why(&[empty]), Some(CannotEnclose::NotAFile)));
        let long = "a".repeat(FILE_NAME_MAX + 1);
        let long = FileToEnclose {
            name: &long,
            bytes: &byte,
        };
        assert!(matches!(why(&[long]), Some(CannotEnclose::NotAFile)));
        assert!(matches!(why(&[]), Some(CannotEnclose::NotAFile)));
    }

    #[test]
    fn what_no_tool_of_ours_would_write_is_not_read() {
        let bytes = noise(100);
        let file = [FileToEnclose {
            name: "ā.pdf",
            bytes: &bytes,
        }];
        let (enclosure, _) = Enclosure::seal(&file).expect("sealed");
        let json = serde_json::to_string(&enclosure.written()).expect("JSON");
        let read = |json: &str| {
            serde_json::from_str(json)
                .ok()
                .and_then(ReadEnclosure::checked)
        };
        assert_eq!(
            read(&json).map(|read| read.said().to_vec()),
            Some(enclosure.said().to_vec())
        );
        let piece = format!("\"{}\"", enclosure.pieces[0].to_hex());
        for (before, after) in [
            ("\"length\":100", "\"length\":0"),
            ("\"length\":100", "\"length\":131073"),
            ("\"length\":100", "\"length\":18446744073709551615"),
            ("\"key\":\"", "\"key\":\"0"),
            ("\"sha256\":\"", "\"sha256\":\"0"),
            (&piece, "\"\""),
            (&piece, ""),
            (&piece, &format!("{piece},{piece}")),
            ("\"files\":[{", "\"files\":[],\"x\":[{"),
        ] {
            let changed = json.replacen(before, after, 1);
            assert_ne!(changed, json, "{before}");
            assert!(read(&changed).is_none(), "{before} -> {after}");
        }
    }
}
