//! `svilpe officer reply`: words to a reporter, sealed to the mailbox and signed.
//!
//! First, what colleagues have written meanwhile is fetched: a reply that was prepared beside
//! another, or before an addition was read, is sent only if its officer says so. Two that arrive at
//! the same moment are told apart by the intake, which keeps the second only if its officer knows
//! of the first.
//!
//! Order then: seal, keep a sealed copy here, post, note that it is kept. Whatever breaks in
//! between, saying the same words again goes on with the same sealed reply.

pub(in crate::officer) mod attached_files;
pub(in crate::officer) mod kept_pieces;
pub(in crate::officer) mod register;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use self::attached_files::AttachedFiles;
use self::kept_pieces::{drop_pieces, keep_piece, read_piece};
use self::register::ReplyRegister;
use super::Case;
use super::conversation::{self, Readership, ReplySeen, next_number};
use super::sent_replies::{SendState, Sent};
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::keys::recipient::Recipient;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::intake_client::{ListedReport, NoAnswer, OfficerClient, Posting};
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::item_states::ItemStates;
use crate::report::mailbox::{
    CannotSealReply, Enclosure, NewReply, PieceName, ReplyName, SealedReply,
};
use crate::rules::calendar::Day;
use crate::rules::roster::{Officer, Roster};

/// What an officer answers, and what the answer comes after.
#[derive(Clone, Copy)]
pub(in crate::officer) struct Answering<'a> {
    pub case: &'a Case,
    pub text: &'a str,
    pub files: &'a AttachedFiles,
    pub today: Day,
    /// To send it whatever else came.
    pub anyway: Anyway,
}

/// Is a reply to be sent although there is something that its officer has not read?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer) enum Anyway {
    Yes,
    No,
}

/// Looks what colleagues have written, seals, keeps, posts. Ready when the intake keeps the reply.
pub(in crate::officer) async fn send(
    readership: Readership<'_>,
    client: &mut OfficerClient,
    answering: Answering<'_>,
) -> Result<(), Failure> {
    let Answering { case, anyway, .. } = answering;
    case.begins_here()?;
    let (home, keys) = (readership.home, readership.keys);
    let mut register = ReplyRegister::read(home, keys);
    let fetched = client.replies(case.first().mailbox).await;
    let there = fetched.map_err(|why| failure(why, case, "officer-reply-not-asked"))?;
    let own: BTreeSet<ReplyName> = own_names(home, keys, case)?;
    for reply in &there.replies {
        let seen = if own.contains(&reply.name()) {
            ReplySeen::Shown
        } else {
            ReplySeen::New
        };
        conversation::keep(home, case, reply, seen)?;
    }
    note_all(readership, case, &mut register, &there.replies)?;
    let again = unsure(readership, &answering)?;
    if again.is_none() {
        of_the_servers_day(&answering, there.days)?;
    }
    if again.is_none() && anyway == Anyway::No {
        nothing_damaged(readership, case)?;
        nothing_unread(home, case)?;
        nothing_unfetched(home, client, case).await?;
    }
    let sent = match again {
        Some(sent) => sent,
        None => seal(readership, answering)?,
    };
    let known = (anyway == Anyway::No).then_some(there.count);
    let pieces = pieces_of(readership, case, &sent)?;
    let attached = post_pieces(readership, client, case, &pieces).await?;
    if attached != Posting::Kept {
        return Err(not_kept(
            (&sent, &pieces),
            home,
            "officer-attach-no-room",
            case,
        ));
    }
    let posted = client.post(case.first().mailbox, &sent.reply, known).await;
    match posted.map_err(|why| failure(why, case, "officer-reply-unsure"))? {
        Posting::Kept => {}
        Posting::OthersCame => {
            let why = "officer-reply-others-came";
            return Err(not_kept((&sent, &pieces), home, why, case));
        }
        Posting::NoRoom => {
            let why = "officer-reply-no-room";
            return Err(not_kept((&sent, &pieces), home, why, case));
        }
    }
    conversation::keep(home, case, &sent.reply, ReplySeen::Shown)?;
    note_all(
        readership,
        case,
        &mut register,
        std::slice::from_ref(&sent.reply),
    )?;
    sent.kept(home)
}

/// Making a register anew that does not open is for `sync`, which says so.
fn note_all(
    readership: Readership<'_>,
    case: &Case,
    register: &mut ReplyRegister,
    replies: &[SealedReply],
) -> Result<(), Failure> {
    if register.doubt(readership.home).is_some() {
        return Ok(());
    }
    for reply in replies {
        conversation::note(readership, case, register, reply);
    }
    register.keep(readership.home, readership.keys)
}

/// Which pieces a sealed reply names.
fn pieces_of(
    readership: Readership<'_>,
    case: &Case,
    sent: &Sent,
) -> Result<Vec<PieceName>, Failure> {
    let opened = readership.open(&sent.reply, case);
    let opened = opened.map_err(|_| Failure::refused("officer-reply-not-sealed"))?;
    let pieces = opened.enclosure().map(Enclosure::pieces);
    Ok(pieces.unwrap_or_default().to_vec())
}

/// The files' pieces go before the reply that names them. The same piece again is kept once.
async fn post_pieces(
    readership: Readership<'_>,
    client: &mut OfficerClient,
    case: &Case,
    pieces: &[PieceName],
) -> Result<Posting, Failure> {
    let items = case.item_names();
    for name in pieces {
        let piece = read_piece(readership.home, &items, *name);
        let piece = piece.ok_or_else(|| Failure::refused("officer-attach-gone"))?;
        let posted = client.post_piece(case.first().mailbox, &piece).await;
        let posted = posted.map_err(|why| failure(why, case, "officer-reply-unsure"))?;
        if posted != Posting::Kept {
            return Ok(posted);
        }
    }
    Ok(Posting::Kept)
}

fn failure(why: NoAnswer, case: &Case, unsure: &'static str) -> Failure {
    match why {
        NoAnswer::Refused => {
            Failure::refused("officer-reply-refused").with("case", case.reference())
        }
        NoAnswer::UnknownKey => Failure::refused("officer-refused-key"),
        NoAnswer::Talk(why) => Failure::refused(unsure)
            .with("case", case.reference())
            .with("why", why),
    }
}

/// The intake has said that it does not keep it: nothing is unsure, and the same words are sealed
/// again, with another number.
fn not_kept(
    (sent, pieces): (&Sent, &[PieceName]),
    home: &OfficerHome,
    complaint: &'static str,
    case: &Case,
) -> Failure {
    drop_pieces(home, &case.item_names(), pieces);
    match sent.discard(home) {
        Ok(()) => Failure::refused(complaint).with("case", case.reference()),
        Err(failure) => failure,
    }
}

/// A letter says on which day it was written, and its reporter holds that against the roster of
/// that day: of a wrong day it is nobody's. What the server itself doesn't know can't be compared.
fn of_the_servers_day(answering: &Answering<'_>, days: Option<[Day; 2]>) -> Result<(), Failure> {
    match days {
        Some([first, last]) if !(first..=last).contains(&answering.today) => {
            Err(Failure::refused("officer-reply-day")
                .with("today", answering.today)
                .with("day", last))
        }
        _ => Ok(()),
    }
}

/// Is there something in the case that nobody can read here?
fn nothing_damaged(readership: Readership<'_>, case: &Case) -> Result<(), Failure> {
    let replies = readership.replies(case)?.damaged.into_iter();
    // A note of an own letter is no message: the letter itself is among the replies.
    let replies = replies.filter(|why| why.complaint() != "officer-sent-damaged");
    let count = case.damaged(readership.home).len() + replies.count();
    if count == 0 {
        return Ok(());
    }
    Err(Failure::refused("officer-reply-damaged")
        .with("case", case.reference())
        .with("count", count))
}

/// Is there something in the case that this officer has not read?
fn nothing_unread(home: &OfficerHome, case: &Case) -> Result<(), Failure> {
    let states = ItemStates::read(home)?;
    let unseen = conversation::unseen(home)?;
    let additions = case.unread_additions(&states);
    let replies = unseen.iter().filter(|item| case.holds(item)).count();
    if additions + replies == 0 {
        return Ok(());
    }
    Err(Failure::refused("officer-reply-unread")
        .with("case", case.reference())
        .with("additions", additions)
        .with("replies", replies))
}

/// Does something wait at the intake that is not here? It may be an addition to this very case.
async fn nothing_unfetched(
    home: &OfficerHome,
    client: &mut OfficerClient,
    case: &Case,
) -> Result<(), Failure> {
    let (here, mut waiting, mut last) = (home.items()?, 0, None);
    loop {
        let page = client.page(last).await;
        let page = page.map_err(|why| failure(why, case, "officer-reply-not-asked"))?;
        let is_missing = |one: &&ListedReport| !here.contains(&one.item);
        waiting += page.items.iter().filter(is_missing).count();
        // Ids rise, so that nobody is kept here for ever.
        let next = page.items.last().map(|one| one.id);
        let next = next.filter(|id| Some(*id) > last);
        match next.filter(|_| page.more) {
            Some(next) => last = Some(next),
            None => break,
        }
    }
    if waiting == 0 {
        return Ok(());
    }
    Err(Failure::refused("officer-reply-unfetched")
        .with("case", case.reference())
        .with("count", waiting))
}

fn own_names(
    home: &OfficerHome,
    keys: &OfficerKeys,
    case: &Case,
) -> Result<BTreeSet<ReplyName>, Failure> {
    let (sent, _closed) = Sent::all(home, keys, &case.item_names())?;
    Ok(sent.iter().map(|sent| sent.reply.name()).collect())
}

/// The same words with the same files, sealed before and not known to have arrived.
fn unsure(readership: Readership<'_>, answering: &Answering<'_>) -> Result<Option<Sent>, Failure> {
    let items = answering.case.item_names();
    let (sent, _closed) = Sent::all(readership.home, readership.keys, &items)?;
    let files = answering.files.digest();
    let same = |sent: &Sent| {
        let is_unsure = sent.state == SendState::Unsure;
        is_unsure && sent.text.expose() == answering.text && sent.files == files
    };
    Ok(sent.into_iter().find(same))
}

fn seal(readership: Readership<'_>, answering: Answering<'_>) -> Result<Sent, Failure> {
    let Readership { home, keys, .. } = readership;
    let Answering {
        case,
        text,
        files,
        today,
        ..
    } = answering;
    let first = case.first();
    let enclosed = files.seal()?;
    let (enclosure, pieces) = enclosed.unzip();
    let before = readership.replies(case)?.opened;
    let reply = NewReply {
        text,
        day: today,
        number: next_number(&before),
        after: case.newest_addition(),
        officer: &keys.name,
        institution: readership.institution,
        mailbox: first.mailbox,
        enclosure: enclosure.as_ref(),
    };
    let colleagues = colleagues(readership.rosters.newest(), keys, case);
    let sealed = SealedReply::seal(&reply, &keys.signing, case.reply_to(), &colleagues);
    let sealed = sealed.map_err(|why| match why {
        CannotSealReply::TooLong => Failure::refused("officer-reply-too-long"),
        CannotSealReply::Sealing(_) => Failure::refused("officer-reply-not-sealed"),
    })?;
    for piece in pieces.iter().flatten() {
        keep_piece(home, &first.item, piece)?;
    }
    let said = (text, files.digest());
    Sent::keep(home, keys, &first.item, (today, said, sealed))
}

/// One key for each officer in force, in the roster's order; decoys for those whom the reporter
/// left out. This officer's own key is always among them, as it opens the reply on the way back.
fn colleagues(roster: Option<&Roster>, keys: &OfficerKeys, case: &Case) -> Vec<Recipient> {
    let own = keys.opening.recipient();
    let officers = roster.map(Roster::officers).unwrap_or_default();
    let key = |officer: &Officer| {
        let is_own = *officer.recipient() == own;
        if case.leaves_out(officer.name()) && !is_own {
            Recipient::decoy()
        } else {
            officer.recipient().clone()
        }
    };
    let mut all: Vec<Recipient> = officers.iter().map(key).collect();
    if !all.contains(&own) {
        all.push(own);
    }
    all
}

/// The words: a file's, or what comes on stdin.
pub(in crate::officer) fn words(
    file: Option<&Path>,
    context: &CommandContext,
) -> Result<Zeroizing<String>, Failure> {
    context.invite_words(file);
    written_in(file)
}

fn written_in(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
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
    // Windows' Notepad begins a file with a mark that nobody sees.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
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
        written_in(Some(file.path()))
            .map(|words| words.to_string())
            .map_err(|failure| failure.complaint())
    }

    #[test]
    fn a_mark_at_the_beginning_is_no_word() {
        assert_eq!(
            read("\u{feff}Paldies!\r\n".as_bytes()).expect("words"),
            "Paldies!"
        );
        assert_eq!(read("\u{feff}".as_bytes()), Err("officer-reply-no-words"));
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
            written_in(Some(Path::new("/nonexistent")))
                .map(drop)
                .map_err(|f| f.complaint()),
            Err("officer-disk")
        );
    }

    use std::sync::Arc;

    use crate::officer::case::sent_replies::answered;
    use crate::officer::case::{Case, Cases};
    use crate::officer::config::{OfficerConfig, OfficerOptions};
    use crate::officer::ledger::item_states::ItemStates;
    use crate::officer::tests::Desk;
    use crate::officer::tests::fake_intake::{INSTANCE, Intake, Wrong};
    use crate::report::ReportKind;
    use crate::report::mailbox::SealedReply;
    use crate::rules::roster::RosterHistory;

    /// One case at a desk, and an intake to answer it through.
    struct World {
        desk: Desk,
        cases: Cases,
        intake: Arc<Intake>,
        config: OfficerConfig,
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
                config: OfficerConfig::find(&desk.home, wanted).expect("a configuration"),
                desk,
                intake,
            }
        }

        fn case(&self) -> &Case {
            &self.cases.cases[0]
        }

        async fn send(&self, text: &str) -> Result<(), &'static str> {
            let (home, keys) = (&self.desk.home, &self.desk.keys);
            let mut client = OfficerClient::new(&self.config, Arc::clone(keys)).expect("loopback");
            let rosters = RosterHistory::default();
            let readership = Readership {
                home,
                keys,
                institution: &self.config.institution,
                rosters: &rosters,
            };
            let files = AttachedFiles::default();
            let answering = Answering {
                case: self.case(),
                text,
                files: &files,
                today: "2026-11-05".parse().expect("a day"),
                anyway: Anyway::No,
            };
            send(readership, &mut client, answering)
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
        let reply = world
            .desk
            .mailbox
            .open(&sealed, &RosterHistory::default())
            .expect("opens");
        assert_eq!(
            (reply.text().expose(), reply.officer()),
            ("Paldies!", "Anna")
        );
        assert_eq!(answered_there(&world.desk).len(), 1);
    }

    fn answered_there(desk: &Desk) -> Vec<crate::keys::digest::ReportDigest> {
        let states = ItemStates::read(&desk.home).expect("readable");
        answered(&desk.home, &desk.keys, &states).expect("listed")
    }

    #[tokio::test]
    async fn a_retry_after_a_lost_answer_is_the_same_reply() {
        let wrong = Wrong {
            lose_answers: 1,
            ..Wrong::default()
        };
        let world = World::new(wrong).await;
        assert_eq!(world.send("Paldies!").await, Err("officer-reply-unsure"));
        assert!(answered_there(&world.desk).is_empty());
        assert_eq!(world.send("Paldies!").await, Ok(()));
        assert_eq!(answered_there(&world.desk).len(), 1);
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
