//! What comes of cleaning a file.

/// Why there is no clean copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::officer::confined) enum Uncleanable {
    /// Neither JPEG, PNG, WebP, PDF nor a file of Office programs.
    UnknownKind,
    /// It is not what it says, or ends too early.
    Damaged,
    /// It opens with a password only.
    Protected,
    /// `.doc`, `.xls`, `.ppt`, or a newer one with a password.
    OldOffice,
    /// It unfolds to more than [`UNFOLDED_MAX`].
    TooLarge,
}

/// What may still tell something in a clean copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::officer::confined) enum LeftInCopy {
    /// What is to be seen: faces, places, reflections, a sensor's noise.
    Picture,
    /// What is written, comments and tracked changes among it.
    Words,
    /// Something is embedded that is not looked into: another file, a macro, a drawing.
    Embedded,
}

/// A copy, and what may be left in it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::officer::confined) struct CleanCopy {
    pub bytes: Vec<u8>,
    pub left: Vec<LeftInCopy>,
}

impl LeftInCopy {
    /// By which the helper tells it; never zero.
    pub(in crate::officer::confined) fn mark(self) -> u8 {
        match self {
            Self::Picture => b'p',
            Self::Words => b'w',
            Self::Embedded => b'e',
        }
    }

    /// The id of the text that says it.
    pub(in crate::officer::confined) fn text(mark: u8) -> Option<&'static str> {
        match mark {
            b'p' => Some("clean-left-picture"),
            b'w' => Some("clean-left-words"),
            b'e' => Some("clean-left-embedded"),
            _ => None,
        }
    }
}

impl Uncleanable {
    /// By which the helper tells it.
    pub(in crate::officer::confined) fn word(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown-kind",
            Self::Damaged => "damaged",
            Self::Protected => "protected",
            Self::OldOffice => "old-office",
            Self::TooLarge => "too-large",
        }
    }
}

/// Bytes at a place.
pub(super) fn number_at<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<[u8; LENGTH]> {
    bytes.get(at..)?.first_chunk::<LENGTH>().copied()
}

/// Bytes, over all parts of a file.
pub(super) const UNFOLDED_MAX: u64 = 256 << 20;
