//! What failed, in the desk's words: some complaints of the commands name commands.

use crate::cli::failure::Failure;
use crate::text::Language;

/// Complaint and hint.
pub(super) fn told(failure: &Failure, language: Language) -> (String, String) {
    let own = OWN_WORDS.iter();
    let mut own = own.filter(|(complaint, _)| *complaint == failure.complaint());
    let id = own
        .next()
        .map_or(failure.complaint(), |(_, own_words)| own_words);
    failure.told_as(id, language)
}

/// Complaints that a page says otherwise than a command.
const OWN_WORDS: [(&str, &str); 16] = [
    ("officer-wrong-passphrase", "desk-wrong-passphrase"),
    ("officer-no-place", "desk-no-place"),
    ("officer-later-message", "desk-later-message"),
    ("officer-later-message-judged", "desk-later-message-judged"),
    ("officer-item-damaged", "desk-item-damaged"),
    ("officer-item-missing", "desk-item-damaged"),
    ("officer-item-unreadable", "desk-item-damaged"),
    ("officer-reply-damaged-here", "desk-reply-damaged-here"),
    ("officer-reply-missing", "desk-reply-missing"),
    ("officer-reply-register", "desk-reply-register"),
    ("officer-reply-damaged", "desk-reply-damaged"),
    ("officer-reply-unread", "desk-reply-unread"),
    ("officer-reply-unfetched", "desk-reply-unfetched"),
    ("officer-reply-others-came", "desk-reply-others-came"),
    ("officer-record-out-of-step", "desk-record-out-of-step"),
    ("officer-record-not-received", "desk-record-not-received"),
];
