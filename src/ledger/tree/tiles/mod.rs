//! What a ledger serves, and under which path.
//!
//! The paths and bytes of [C2SP tlog-tiles](https://c2sp.org/tlog-tiles), and
//! beside them rosters and country packs by digest. All but `checkpoint` and `cosigned` never
//! change.
//!
//! Knows paths and sizes. Never knows who asks.
//!
//! ```text
//!   checkpoint                         the signed tree head, with the cosignatures that are its
//!   cosigned                           the newest head that each witness cosigned
//!   tile/<L>/<N>[.p/<W>]               256 (or W) hashes of 32 bytes
//!   tile/entries/<N>[.p/<W>]           256 (or W) entries, each behind its length in 2 bytes
//!   roster/<digest>.toml[.minisig]     a roster and the institution's signature
//!   roster/<digest>.pub[.minisig]      the key that made it, and the old key's signature over that
//!   policy/<digest>.json               the country pack of a policy
//! ```

use std::fmt;

use crate::keys::lower_hex;
use crate::rules::pack::CountryPack;
use crate::rules::roster::RosterDigest;

use super::SIZE_MAX;
use crate::ledger::entry::LINE_MAX;

/// One thing that a ledger serves. `Display` is its path, without a leading slash.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Resource {
    /// The newest signed tree head.
    Checkpoint,
    /// The newest head that each witness cosigned, one note after the other.
    Cosigned,
    /// Hashes.
    Tile(HashTile),
    /// Entries.
    Entries(Bundle),
    /// A roster, by the digest that its entry names.
    Roster(RosterDigest, RosterPart),
    /// A policy's country pack, by the digest that its entry names.
    Policy([u8; 32]),
}

/// The files that a roster comes as; the last only after a change of key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RosterPart {
    /// The roster itself.
    Text,
    /// The institution's minisign signature over it.
    Signature,
    /// The institution's minisign public key.
    Key,
    /// The key before signed this one.
    Handover,
}

/// Up to 256 hashes of one level.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct HashTile {
    level: u8,
    index: u64,
    width: u16,
}

/// Up to 256 entries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Bundle {
    index: u64,
    width: u16,
}

/// Bytes that are not the entry bundle they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotABundle;

impl HashTile {
    /// `None` unless the level is below 8 and the width 1 to 256.
    pub fn new(level: u8, index: u64, width: u16) -> Option<Self> {
        let fits = level < LEVELS && index <= INDEX_MAX && (1..=WIDTH).contains(&width);
        fits.then_some(Self {
            level,
            index,
            width,
        })
    }

    /// Every tile of a tree with `size` entries, partial ones included.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        (0..LEVELS)
            .map(move |level| (level, size >> (8 * level)))
            .take_while(|(_, hashes)| *hashes > 0)
            .flat_map(|(level, hashes)| {
                spans(0, hashes).map(move |(index, width)| Self {
                    level,
                    index,
                    width,
                })
            })
    }

    /// 0 for leaves.
    pub fn level(self) -> u8 {
        self.level
    }

    /// Which tile of its level.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// How many bytes.
    pub fn length(self) -> usize {
        usize::from(self.width) * 32
    }
}

impl Bundle {
    /// `None` unless the width is 1 to 256.
    pub fn new(index: u64, width: u16) -> Option<Self> {
        let fits = index <= INDEX_MAX && (1..=WIDTH).contains(&width);
        fits.then_some(Self { index, width })
    }

    /// The bundles that hold the entries from `from` up to `size`.
    pub fn covering(from: u64, size: u64) -> impl Iterator<Item = Self> {
        spans(from, size).map(|(index, width)| Self { index, width })
    }

    /// Which bundle.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many entries, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// The number of its first entry.
    pub fn start(self) -> u64 {
        self.index * u64::from(WIDTH)
    }

    /// The bytes for these entries.
    pub fn encode<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in lines {
            let length = u16::try_from(line.len()).expect("a line is at most 4 KiB");
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(line.as_bytes());
        }
        bytes
    }

    /// The entries in bytes from outside: exactly as many as the bundle is wide, nothing beyond.
    pub fn split(self, bytes: &[u8]) -> Result<Vec<&[u8]>, NotABundle> {
        let mut entries = Vec::with_capacity(self.width.into());
        let mut rest = bytes;
        for _ in 0..self.width {
            let (length, after) = rest.split_first_chunk::<2>().ok_or(NotABundle)?;
            let length = usize::from(u16::from_be_bytes(*length));
            if length > LINE_MAX {
                return Err(NotABundle);
            }
            let (entry, after) = after.split_at_checked(length).ok_or(NotABundle)?;
            entries.push(entry);
            rest = after;
        }
        rest.is_empty().then_some(entries).ok_or(NotABundle)
    }
}

impl RosterPart {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Text, Self::Signature, Self::Key, Self::Handover];

    fn ending(self) -> &'static str {
        match self {
            Self::Text => ".toml",
            Self::Signature => ".toml.minisig",
            Self::Key => ".pub",
            Self::Handover => ".pub.minisig",
        }
    }
}

impl Resource {
    /// The resource at this path (no leading slash); exactly the spelling that `Display` writes.
    pub fn parse(path: &str) -> Option<Self> {
        let resource = match path.split_once('/') {
            None if path == COSIGNED => Self::Cosigned,
            None => Self::Checkpoint,
            Some(("roster", name)) => parse_roster(name)?,
            Some(("policy", name)) => Self::Policy(lower_hex::parse(name.strip_suffix(".json")?)?),
            Some(("tile", rest)) => parse_tile(rest)?,
            Some(_) => return None,
        };
        (resource.to_string() == path).then_some(resource)
    }

    /// May anyone ask for it? Heads, hashes and rules say nothing of a person; entries and rosters
    /// may.
    pub fn is_anyones(self) -> bool {
        match self {
            Self::Checkpoint | Self::Cosigned | Self::Tile(_) | Self::Policy(_) => true,
            Self::Entries(_) | Self::Roster(..) => false,
        }
    }

    /// An upper limit for its bytes, so that nobody need read more.
    pub fn length_max(self) -> usize {
        match self {
            Self::Checkpoint => crate::ledger::checkpoint::NOTE_MAX,
            Self::Cosigned => COSIGNED_MAX,
            Self::Tile(tile) => tile.length(),
            Self::Entries(bundle) => usize::from(bundle.width) * (2 + LINE_MAX),
            Self::Roster(_, RosterPart::Text) => ROSTER_MAX,
            Self::Policy(_) => CountryPack::JSON_MAX,
            Self::Roster(..) => SIGNATURE_MAX,
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checkpoint => f.write_str("checkpoint"),
            Self::Cosigned => f.write_str(COSIGNED),
            Self::Tile(tile) => {
                write!(f, "tile/{}/", tile.level)?;
                write_index(f, tile.index, tile.width)
            }
            Self::Entries(bundle) => {
                f.write_str("tile/entries/")?;
                write_index(f, bundle.index, bundle.width)
            }
            Self::Policy(digest) => write!(f, "policy/{}.json", hex::encode(digest)),
            Self::Roster(digest, part) => {
                write!(
                    f,
                    "roster/{}{}",
                    hex::encode(digest.as_bytes()),
                    part.ending()
                )
            }
        }
    }
}

impl fmt::Display for NotABundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a bundle of this many entries")
    }
}

impl std::error::Error for NotABundle {}

fn parse_roster(name: &str) -> Option<Resource> {
    let (digest, _) = name.split_once('.')?;
    let part = RosterPart::ALL
        .into_iter()
        .find(|part| &name[digest.len()..] == part.ending())?;
    Some(Resource::Roster(
        RosterDigest(lower_hex::parse(digest)?),
        part,
    ))
}

fn parse_tile(rest: &str) -> Option<Resource> {
    let (level, place) = rest.split_once('/')?;
    let (index, width) = match place.split_once(".p/") {
        Some((index, width)) => (index, width.parse().ok().filter(|width| *width < WIDTH)?),
        None => (place, WIDTH),
    };
    let index = parse_index(index)?;
    if level == "entries" {
        return Bundle::new(index, width).map(Resource::Entries);
    }
    HashTile::new(level.parse().ok()?, index, width).map(Resource::Tile)
}

/// Three digits a folder; the caller compares the spelling afterwards.
fn parse_index(text: &str) -> Option<u64> {
    let mut index = 0_u64;
    for part in text.split('/') {
        let digits = part.strip_prefix('x').unwrap_or(part);
        let digits: u16 = digits.parse().ok().filter(|digits| *digits < 1000)?;
        index = index.checked_mul(1000)?.checked_add(digits.into())?;
    }
    Some(index)
}

/// `x001/x234/067`, and `.p/<width>` for a partial one.
fn write_index(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let digits = index.to_string();
    let digits = format!("{digits:0>width$}", width = digits.len().div_ceil(3) * 3);
    let (folders, last) = digits.split_at(digits.len() - 3);
    for folder in folders.as_bytes().chunks(3) {
        write!(f, "x{}/", String::from_utf8_lossy(folder))?;
    }
    f.write_str(last)?;
    if width < WIDTH {
        write!(f, ".p/{width}")?;
    }
    Ok(())
}

/// Runs of 256 from the one that holds `from` up to `end`; the last may be narrower.
fn spans(from: u64, end: u64) -> impl Iterator<Item = (u64, u16)> {
    let wide = u64::from(WIDTH);
    let runs = if from < end {
        from / wide..end.div_ceil(wide)
    } else {
        0..0
    };
    runs.map(move |index| {
        let width = (end - index * wide).min(wide);
        (index, u16::try_from(width).expect("at most 256"))
    })
}

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u16 = 256;
/// Tile levels for up to 2^40 entries, and room.
const LEVELS: u8 = 8;
const INDEX_MAX: u64 = SIZE_MAX / WIDTH as u64;
/// Where witnesses' newest heads are listed.
const COSIGNED: &str = "cosigned";
/// Bytes: more notes of under 1 KiB than a hundred institutions have auditors.
const COSIGNED_MAX: usize = 1024 * 1024;
/// As much as a roster may have.
const ROSTER_MAX: usize = 128 * 1024;
const SIGNATURE_MAX: usize = 4 * 1024;

#[cfg(test)]
mod tests;
