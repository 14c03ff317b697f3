//! `svilpe officer reply`: words to a reporter, sealed to the mailbox and signed.
//!
//! Order: seal, keep a sealed copy here, post, note that it is kept. Whatever breaks in
//! between, saying the same words again goes on with the same sealed reply.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::case::Case;
use super::home::{Home, disk};
use super::keys::OfficerKeys;
use super::line::{Line, NoAnswer};
use super::place::Place;
use super::sent::{Sent, State};
use crate::calendar::Day;
use crate::failure::Failure;
use crate::mailbox::{CannotSealReply, SealedReply};
use crate::sealed::Item;

/// Seals, keeps, posts. Ready when the intake keeps the reply.
pub(super) async fn send(
    home: &Home,
    keys: &OfficerKeys,
    place: &Place,
    line: &mut Line,
    (case, text, today): (&Case, &str, Day),
) -> Result<(), Failure> {
    let sent = match unsure(home, keys, case, text)? {
        Some(sent) => sent,
        None => seal(home, keys, place, (case, text, today))?,
    };
    line.post(case.first().mailbox, &sent.reply)
        .await
        .map_err(|why| match why {
            NoAnswer::Refused => {
                Failure::refused("officer-reply-refused").with("case", case.reference())
            }
            NoAnswer::Talk(why) => Failure::refused("officer-reply-unsure")
                .with("case", case.reference())
                .with("why", why),
        })?;
    sent.kept(home)
}

/// The same words, sealed before and not known to have arrived.
fn unsure(
    home: &Home,
    keys: &OfficerKeys,
    case: &Case,
    text: &str,
) -> Result<Option<Sent>, Failure> {
    let items: Vec<Item> = case.items().iter().map(|summary| summary.item).collect();
    let (sent, _closed) = Sent::all(home, keys, &items)?;
    let same = |sent: &Sent| sent.state == State::Unsure && sent.text.expose() == text;
    Ok(sent.into_iter().find(same))
}

fn seal(
    home: &Home,
    keys: &OfficerKeys,
    place: &Place,
    (case, text, today): (&Case, &str, Day),
) -> Result<Sent, Failure> {
    let first = case.first();
    let reply = SealedReply::seal_as(
        text,
        today,
        &place.institution,
        first.mailbox,
        &first.reply_to,
        &keys.name,
        &keys.signing,
    )
    .map_err(|why| match why {
        CannotSealReply::TooLong => Failure::refused("officer-reply-too-long"),
        CannotSealReply::Sealing(_) => Failure::refused("officer-reply-not-sealed"),
    })?;
    Sent::keep(home, keys, &first.item, (today, text, reply))
}

/// The words: a file's, or what comes on stdin.
pub(super) fn words(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |error: io::Error| match (error.kind(), file) {
        (io::ErrorKind::InvalidData, _) => Failure::refused("officer-reply-not-text"),
        (_, Some(path)) => disk(path, &error),
        (_, None) => Failure::refused("officer-reply-no-words"),
    };
    let text = match file {
        Some(path) => File::open(path).and_then(|file| read_text(file)),
        None => read_text(io::stdin().lock()),
    }
    .map_err(unreadable)?;
    if text.trim().is_empty() {
        return Err(Failure::refused("officer-reply-no-words"));
    }
    Ok(Zeroizing::new(text.trim_end().to_owned()))
}

fn read_text(from: impl Read) -> io::Result<Zeroizing<String>> {
    // Reserved at once, so that growing leaves no copies behind.
    let mut text = Zeroizing::new(String::with_capacity(WORDS_MAX + 1));
    let max = u64::try_from(WORDS_MAX).unwrap_or(u64::MAX);
    from.take(max + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Bytes; a little over what a reply may have, so that sealing finds it too long.
const WORDS_MAX: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &[u8]) -> Result<String, &'static str> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), content).expect("written");
        words(Some(file.path()))
            .map(|words| words.to_string())
            .map_err(|failure| failure.complaint())
    }

    #[test]
    fn words_come_from_a_file_without_their_last_line_break() {
        assert_eq!(
            read("Labdien!\n\nPaldies.\n\n".as_bytes()),
            Ok("Labdien!\n\nPaldies.".to_owned())
        );
    }

    #[test]
    fn no_words_and_no_text_are_refused() {
        assert_eq!(read(b" \n\t\n"), Err("officer-reply-no-words"));
        assert_eq!(read(b"\xff\xfe"), Err("officer-reply-not-text"));
        assert_eq!(
            words(Some(Path::new("/nonexistent")))
                .map(drop)
                .map_err(|f| f.complaint()),
            Err("officer-disk")
        );
    }
}
