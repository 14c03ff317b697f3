//! `svilpe officer reply`: words to a reporter, sealed to the mailbox and signed.
//!
//! Order: seal, keep a sealed copy here, post, note that it is kept. Whatever breaks in
//! between, saying the same words again goes on with the same sealed reply.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::Case;
use super::sent::{SendState, Sent};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::client::{NoAnswer, OfficerClient};
use crate::officer::config::OfficerConfig;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::{CannotSealReply, SealedReply};
use crate::rules::calendar::Day;

/// Seals, keeps, posts. Ready when the intake keeps the reply.
pub(in crate::officer) async fn send(
    home: &OfficerHome,
    keys: &OfficerKeys,
    place: &OfficerConfig,
    line: &mut OfficerClient,
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
    home: &OfficerHome,
    keys: &OfficerKeys,
    case: &Case,
    text: &str,
) -> Result<Option<Sent>, Failure> {
    let items: Vec<ReportDigest> = case.items().iter().map(|summary| summary.item).collect();
    let (sent, _closed) = Sent::all(home, keys, &items)?;
    let same = |sent: &Sent| sent.state == SendState::Unsure && sent.text.expose() == text;
    Ok(sent.into_iter().find(same))
}

fn seal(
    home: &OfficerHome,
    keys: &OfficerKeys,
    place: &OfficerConfig,
    (case, text, today): (&Case, &str, Day),
) -> Result<Sent, Failure> {
    let first = case.first();
    let reply = SealedReply::seal_as(
        text,
        today,
        &place.institution,
        first.mailbox,
        case.reply_to(),
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
pub(in crate::officer) fn words(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |error: io::Error| match (error.kind(), file) {
        (io::ErrorKind::InvalidData, _) => Failure::refused("officer-reply-not-text"),
        (_, Some(path)) => disk(path, &error),
        (_, None) => Failure::refused("officer-reply-no-words"),
    };
    let text = match file {
        Some(path) => File::open(path).and_then(read_text),
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

    use std::sync::Arc;

    use crate::officer::case::sent::answered;
    use crate::officer::case::{Case, Cases};
    use crate::officer::config::OfficerOptions;
    use crate::officer::tests::Desk;
    use crate::officer::tests::fake_intake::{INSTANCE, Intake, Wrong};
    use crate::report::ReportKind;
    use crate::report::mailbox::{Mailbox, SealedReply};

    /// One case at a desk, and an intake to answer it through.
    struct World {
        desk: Desk,
        cases: Cases,
        intake: Arc<Intake>,
        place: OfficerConfig,
    }

    impl World {
        async fn new(wrong: Wrong) -> Self {
            let desk = Desk::new();
            desk.receive(ReportKind::Report, "2026-11-02", "x", &[]);
            let public = desk.keys.signing.public();
            let (intake, at) = Intake::start(public, Vec::new(), wrong).await;
            let wanted = OfficerOptions {
                server: Some(format!("http://{at}")),
                proxy: None,
                instance: Some(hex::encode(INSTANCE)),
                institution: Some("paraugs".to_owned()),
                log: None,
            };
            Self {
                cases: desk.cases(),
                place: OfficerConfig::find(&desk.home, wanted).expect("a place"),
                desk,
                intake,
            }
        }

        fn case(&self) -> &Case {
            &self.cases.cases[0]
        }

        async fn send(&self, text: &str) -> Result<(), &'static str> {
            let (home, keys) = (&self.desk.home, &self.desk.keys);
            let mut line = OfficerClient::new(&self.place, Arc::clone(keys)).expect("loopback");
            let today = "2026-11-05".parse().expect("a day");
            send(
                home,
                keys,
                &self.place,
                &mut line,
                (self.case(), text, today),
            )
            .await
            .map_err(|failure| failure.complaint())
        }

        fn posted(&self) -> Vec<(String, Vec<u8>)> {
            self.intake.posted.lock().expect("no panic").clone()
        }
    }

    #[tokio::test]
    async fn the_reporter_reads_what_the_officer_wrote() {
        let world = World::new(Wrong::default()).await;
        world.send("Paldies!").await.expect("kept");
        let [(mailbox, sealed)] = &world.posted()[..] else {
            panic!("one reply")
        };
        assert_eq!(*mailbox, world.desk.mailbox.id().to_hex());
        let sealed = SealedReply::parse(sealed.clone()).expect("short");
        let public = world.desk.keys.signing.public();
        let key_of = |name: &str| (name == "Anna").then_some(&public);
        let reply = Mailbox::open_signed(&world.desk.mailbox, &sealed, key_of).expect("opens");
        assert_eq!(
            (reply.text().expose(), reply.officer()),
            ("Paldies!", "Anna")
        );
        assert_eq!(answered(&world.desk.home).expect("listed").len(), 1);
    }

    #[tokio::test]
    async fn a_retry_after_a_lost_answer_is_the_same_reply() {
        let wrong = Wrong {
            lose_answers: 1,
            ..Wrong::default()
        };
        let world = World::new(wrong).await;
        assert_eq!(world.send("Paldies!").await, Err("officer-reply-unsure"));
        assert!(answered(&world.desk.home).expect("listed").is_empty());
        assert_eq!(world.send("Paldies!").await, Ok(()));
        assert_eq!(answered(&world.desk.home).expect("listed").len(), 1);
        let posted = world.posted();
        assert_eq!(posted.len(), 2);
        assert_eq!(posted[0], posted[1], "byte for byte");

        assert_eq!(world.send("Paldies!").await, Ok(()), "said again later");
        assert_ne!(world.posted()[2], posted[0], "is another reply");
    }

    #[tokio::test]
    async fn a_mailbox_that_is_gone_is_said() {
        let wrong = Wrong {
            no_mailboxes: true,
            ..Wrong::default()
        };
        let world = World::new(wrong).await;
        assert_eq!(world.send("Paldies!").await, Err("officer-reply-refused"));
        assert!(world.posted().is_empty());
    }

    #[tokio::test]
    async fn a_reply_that_is_too_long_is_not_sent() {
        let world = World::new(Wrong::default()).await;
        let long = "ā".repeat(24 * 1024 + 1);
        assert_eq!(world.send(&long).await, Err("officer-reply-too-long"));
        assert_eq!(world.send(&long[2..]).await, Ok(()));
        assert_eq!(world.posted().len(), 1);
    }
}
