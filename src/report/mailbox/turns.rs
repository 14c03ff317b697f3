//! Turns: a mailbox's replies between its owner's messages, as they followed each other.
//!
//! Each reply says after which addition it was written. The messages' words are with officers
//! only: of them there are numbers here, in the same words on a page and in a terminal. Never knows
//! what was said.

use super::{Authorship, Reply};
use crate::text::{Language, say, say_with};

/// What follows next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationTurn {
    /// The owner's messages from the one to the other: 0 is the report, then additions.
    Messages {
        /// Number of the first of them.
        first: u32,
        /// That of the last.
        last: u32,
    },
    /// A reply, by its place.
    Reply(usize),
}

impl ConversationTurn {
    /// Both sides in order. `replies` are as [`Reply::put_in_order`] leaves them; `newest` is the
    /// number of the last addition. At most one turn more for each reply, whatever the numbers are.
    pub fn in_order(replies: &[Reply], newest: u32) -> Vec<Self> {
        let checked = replies.iter().map(|reply| {
            let is_known = reply.authorship() == Authorship::Checked;
            is_known.then(|| reply.after().min(newest))
        });
        merged(checked, newest)
    }
}

/// `after`: what each reply follows; of one that nobody is known to have signed, nothing.
fn merged(after: impl Iterator<Item = Option<u32>>, newest: u32) -> Vec<ConversationTurn> {
    let (mut turns, mut next) = (Vec::new(), Some(0));
    let mut up_to = |last: u32, turns: &mut Vec<ConversationTurn>| {
        if let Some(first) = next.filter(|first| *first <= last) {
            turns.push(ConversationTurn::Messages { first, last });
            next = last.checked_add(1);
        }
    };
    for (place, after) in after.enumerate() {
        // Replies of unknown hand come last.
        up_to(after.unwrap_or(newest), &mut turns);
        turns.push(ConversationTurn::Reply(place));
    }
    up_to(newest, &mut turns);
    turns
}

/// Which of the owner's own messages follow next: 0 is the report.
pub(crate) fn own_messages(language: Language, first: u32, last: u32) -> String {
    match (first, last) {
        (0, 0) => say(language, "answers-own-report"),
        (0, last) => {
            let last = last.to_string();
            say_with(language, "answers-own-report-and", &[("last", &last)])
        }
        (one, other) if one == other => {
            let number = one.to_string();
            say_with(language, "answers-own", &[("number", &number)])
        }
        (first, last) => {
            let (first, last) = (first.to_string(), last.to_string());
            let from_to = [("first", first.as_str()), ("last", &last)];
            say_with(language, "answers-own-several", &from_to)
        }
    }
}

/// Which message a reply follows.
pub(crate) fn answer_to(language: Language, after: u32) -> String {
    match after {
        0 => say(language, "answers-to-report"),
        number => {
            let number = number.to_string();
            say_with(language, "answers-to", &[("number", &number)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(first: u32, last: u32) -> ConversationTurn {
        ConversationTurn::Messages { first, last }
    }

    #[test]
    fn messages_stand_before_the_replies_that_follow_them() {
        let after = [Some(0), Some(2), Some(2), None];
        let turns = merged(after.into_iter(), 4);
        let expected = [
            messages(0, 0),
            ConversationTurn::Reply(0),
            messages(1, 2),
            ConversationTurn::Reply(1),
            ConversationTurn::Reply(2),
            messages(3, 4),
            ConversationTurn::Reply(3),
        ];
        assert_eq!(turns, expected);
    }

    #[test]
    fn numbers_of_any_size_make_few_turns() {
        assert_eq!(merged([].into_iter(), 0), [messages(0, 0)]);
        assert_eq!(merged([].into_iter(), u32::MAX), [messages(0, u32::MAX)]);
        let all = merged([Some(u32::MAX), Some(3)].into_iter(), u32::MAX);
        let expected = [
            messages(0, u32::MAX),
            ConversationTurn::Reply(0),
            ConversationTurn::Reply(1),
        ];
        assert_eq!(all, expected);
    }
}
