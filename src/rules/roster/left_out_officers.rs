//! Left-out officers: those who may not read a report, by its reporter's wish.
//!
//! Kept in the reporter's mailbox, under the reporter's code, so that what is added later passes
//! them by as well. A roster may have changed by then: each is recognised by signing key or by
//! name.

use zeroize::Zeroizing;

use super::parsing::PEOPLE_MAX;
use super::{Officer, Roster};
use crate::keys::digest::Sha256;

/// Who must not open what comes from one reporter. Wiped when dropped, never printed.
pub struct LeftOut(Zeroizing<Vec<Marks>>);

/// Bytes at rest: always room for all officers that a roster may have, so that nothing shows how
/// many are left out.
pub const LEFT_OUT_LENGTH: usize = PEOPLE_MAX * MARKS_LENGTH;

/// The first 8 bytes of a signing key's SHA-256, then of the name's.
type Marks = [u8; MARKS_LENGTH];

impl LeftOut {
    /// Everybody may open it.
    pub fn nobody() -> Self {
        Self(Zeroizing::new(Vec::new()))
    }

    /// The officers at these positions; positions that the roster does not have are passed over.
    pub fn of(roster: &Roster, positions: &[usize]) -> Self {
        let officers = positions
            .iter()
            .filter_map(|&position| roster.officers().get(position));
        Self(Zeroizing::new(officers.map(marks).collect()))
    }

    /// Where they are in this roster, rising. Who is not in it any more is nowhere.
    pub fn positions(&self, roster: &Roster) -> Vec<usize> {
        let officers = roster.officers().iter().map(marks).enumerate();
        officers
            .filter(|(_, officer)| self.0.iter().any(|left_out| alike(left_out, officer)))
            .map(|(position, _)| position)
            .collect()
    }

    /// For a mailbox; the rest is zero.
    pub fn expose(&self) -> Zeroizing<[u8; LEFT_OUT_LENGTH]> {
        let mut bytes = Zeroizing::new([0; LEFT_OUT_LENGTH]);
        for (room, marks) in bytes.chunks_exact_mut(MARKS_LENGTH).zip(self.0.iter()) {
            room.copy_from_slice(marks);
        }
        bytes
    }

    /// From a mailbox.
    pub fn from_bytes(bytes: &[u8; LEFT_OUT_LENGTH]) -> Self {
        let (marks, _) = bytes.as_chunks::<MARKS_LENGTH>();
        let set = marks.iter().filter(|marks| **marks != [0; MARKS_LENGTH]);
        Self(Zeroizing::new(set.copied().collect()))
    }
}

fn marks(officer: &Officer) -> Marks {
    let mut marks = [0; MARKS_LENGTH];
    let (of_key, of_name) = marks.split_at_mut(MARK_LENGTH);
    of_key.copy_from_slice(&officer.fingerprint());
    of_name.copy_from_slice(&Sha256::truncated::<MARK_LENGTH>(officer.name().as_bytes()));
    marks
}

fn alike(one: &Marks, other: &Marks) -> bool {
    one[..MARK_LENGTH] == other[..MARK_LENGTH] || one[MARK_LENGTH..] == other[MARK_LENGTH..]
}

const MARK_LENGTH: usize = 8;
const MARKS_LENGTH: usize = 2 * MARK_LENGTH;
