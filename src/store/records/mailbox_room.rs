//! What one mailbox may hold, and how much of it one officer may take.
//!
//! Keeps P9 against a rogue officer: half of a mailbox is for whoever comes first, and of the other
//! half each officer of the roster has an equal part that nobody else can fill.

use crate::report::mailbox::WriterTag;

/// What one mailbox may hold, and what its officer has seen of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxRoom {
    /// How many sealed replies one mailbox holds.
    pub replies_max: usize,
    /// Sealed bytes of all of them together.
    pub bytes_max: u64,
    /// How many the officer knows of; none: whatever is there.
    pub known: Option<usize>,
    /// Who writes.
    pub by: WriterTag,
    /// Who may write today, whoever writes now among them.
    pub officers: Vec<WriterTag>,
}

/// Something that lies in a mailbox.
#[derive(Clone, Copy)]
pub(in crate::store) struct HeldReply {
    /// None of what does not open any more.
    pub(in crate::store) by: Option<WriterTag>,
    /// Sealed bytes.
    pub(in crate::store) length: u64,
}

impl MailboxRoom {
    /// Is there room for so many bytes more, by [`MailboxRoom::by`]?
    pub(in crate::store) fn takes(&self, held: &[HeldReply], length: u64) -> bool {
        let new = HeldReply {
            by: Some(self.by),
            length,
        };
        let held: Vec<_> = held.iter().copied().chain([new]).collect();
        self.takes_in(&held, self.replies_max as u64, |_| 1)
            && self.takes_in(&held, self.bytes_max, |reply| reply.length)
    }

    /// Within the writer's own part, or within what is everybody's?
    fn takes_in(&self, held: &[HeldReply], max: u64, size: impl Fn(&HeldReply) -> u64) -> bool {
        let officers = self.officers.len() as u64;
        let part = max / 2 / officers.max(1);
        let of = |writer: WriterTag| -> u64 {
            let theirs = held.iter().filter(|reply| reply.by == Some(writer));
            theirs.map(&size).sum()
        };
        let is_current = |reply: &HeldReply| reply.by.is_some_and(|by| self.officers.contains(&by));
        let others = held.iter().filter(|reply| !is_current(reply)).map(&size);
        let beyond = self.officers.iter().map(|by| of(*by).saturating_sub(part));
        let common = others.chain(beyond).sum::<u64>();
        (self.officers.contains(&self.by) && of(self.by) <= part) || common <= max - part * officers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(number: u8) -> WriterTag {
        WriterTag::from_bytes([number; 8])
    }

    fn room(by: u8, officers: u8) -> MailboxRoom {
        MailboxRoom {
            replies_max: 64,
            bytes_max: 64_000,
            known: None,
            by: officer(by),
            officers: (0..officers).map(officer).collect(),
        }
    }

    /// How many of this length one after the other go in, by officer `by`.
    fn filled(held: &mut Vec<HeldReply>, room: &MailboxRoom, length: u64) -> usize {
        let before = held.len();
        while room.takes(held, length) {
            let by = Some(room.by);
            held.push(HeldReply { by, length });
        }
        held.len() - before
    }

    #[test]
    fn one_officer_alone_has_all_of_it() {
        assert_eq!(filled(&mut Vec::new(), &room(0, 1), 1_000), 64);
        assert_eq!(filled(&mut Vec::new(), &room(0, 1), 1_001), 63);
        assert_eq!(filled(&mut Vec::new(), &room(0, 1), 1), 64);
    }

    #[test]
    fn whoever_fills_it_leaves_each_colleague_their_part() {
        for (length, greedy, part) in [(1, 44, 10), (1_000, 42, 10), (4_000, 10, 2)] {
            let mut held = Vec::new();
            assert_eq!(filled(&mut held, &room(0, 3), length), greedy, "{length}");
            for colleague in 1..3 {
                let took = filled(&mut held, &room(colleague, 3), length);
                assert!(took >= part, "{took} of {length} bytes");
            }
            assert!(held.len() <= 64);
        }
    }

    #[test]
    fn who_left_and_what_does_not_open_take_from_what_is_everybodys() {
        let mut held = Vec::new();
        // Of a roster of two, of whom the second is replaced.
        filled(&mut held, &room(1, 2), 1);
        held.push(HeldReply {
            by: None,
            length: 500,
        });
        assert_eq!(held.len(), 32 + 16 + 1);
        let mut after = room(0, 2);
        after.officers[1] = officer(9);
        assert_eq!(filled(&mut held.clone(), &after, 1), 16);
        after.by = officer(9);
        assert_eq!(filled(&mut held, &after, 1), 16);
    }

    #[test]
    fn a_stranger_to_the_roster_has_no_part() {
        assert_eq!(filled(&mut Vec::new(), &room(9, 2), 1), 32);
    }
}
