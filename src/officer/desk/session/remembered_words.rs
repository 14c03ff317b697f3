//! What was looked for, or chosen, in one unlocked session.
//!
//! A browser writes each address into its history, on disk: what was looked for must not stand
//! there. So the words stay in this program's memory, the address has a random number, and *Back*
//! and *Reload* find them again until the desk is locked.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use crate::keys::random::random_bytes;

/// Words by the number in their address. Wiped when dropped.
#[derive(Default)]
pub(in crate::officer::desk) struct RememberedWords(VecDeque<KeptWords>);

struct KeptWords {
    number: String,
    words: Zeroizing<String>,
}

impl RememberedWords {
    /// The number under which these words are found again: the same one for the same words. Beyond
    /// [`REMEMBERED_MAX`], the oldest are forgotten.
    pub(in crate::officer::desk) fn remember(&mut self, words: &str) -> String {
        let mut kept = self.0.iter();
        if let Some(known) = kept.find(|kept| *kept.words == words) {
            return known.number.clone();
        }
        if self.0.len() == REMEMBERED_MAX {
            self.0.pop_front();
        }
        let number = hex::encode(random_bytes::<16>());
        self.0.push_back(KeptWords {
            number: number.clone(),
            words: Zeroizing::new(words.to_owned()),
        });
        number
    }

    /// None if it is forgotten, or was never there.
    pub(in crate::officer::desk) fn find(&self, number: &str) -> Option<Zeroizing<String>> {
        let mut kept = self.0.iter();
        let found = kept.find(|kept| kept.number == number);
        found.map(|kept| kept.words.clone())
    }
}

/// More than anybody goes back to.
const REMEMBERED_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_number_until_they_are_the_oldest_of_too_many() {
        let mut remembered = RememberedWords::default();
        let first = remembered.remember("sliedes");
        assert_eq!(first, remembered.remember("sliedes"));
        assert_eq!(
            remembered.find(&first).as_deref().map(String::as_str),
            Some("sliedes")
        );
        assert_eq!(remembered.find("sliedes"), None);
        for number in 1..REMEMBERED_MAX {
            remembered.remember(&number.to_string());
        }
        assert!(remembered.find(&first).is_some());
        remembered.remember("one more");
        assert!(remembered.find(&first).is_none());
    }
}
