//! A case's conversation: what came from the reporter, and what officers replied, in the order in
//! which it was said.
//!
//! ```text
//!   intake ─▶ replies/<item>-<name>.new.age ─ shown by `read` ─▶ replies/<item>-<name>.age
//!     └─▶ register: what is not here any more ([`super::reply::register`])
//! ```
//!
//! Replies are sealed to the officers, too: what lies here is what the intake keeps, and opens with
//! the officer's key. Each side has its own order, by number. The two meet by day; on one day, a
//! reply follows the additions that its officer had.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;

use super::Case;
use super::opening::short;
use super::reply::kept_pieces::{PieceHere, look_for_piece, piece_of};
use super::reply::register::{RegisteredReply, ReplyRegister};
use super::sent_replies::{SendState, Sent};
use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::keys::digest::ReportDigest;
use crate::officer::case::handover::handed_keys;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::mailbox::{
    Authorship, CannotOpenReply, Enclosure, Reply, ReplyName, SEALED_REPLY_MAX, SealedReply,
};
use crate::report::sealed::file_key::Opens;
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterHistory};

/// By whose keys replies are opened and looked at.
#[derive(Clone, Copy)]
pub(in crate::officer) struct Readership<'a> {
    pub home: &'a OfficerHome,
    pub keys: &'a OfficerKeys,
    pub institution: &'a Institution,
    pub rosters: &'a RosterHistory,
}

/// What officers have said in a case.
pub(in crate::officer) struct CaseReplies {
    pub opened: Vec<CaseReply>,
    /// Not sealed to this officer's key (they were not in the roster then). Whoever may post could
    /// post such: they stop nothing.
    pub closed: Vec<ReplyName>,
    /// Replies that are not here as they came, or not any more, and notes of this officer's own
    /// that don't open: each a complaint.
    pub damaged: Vec<Failure>,
}

/// A reply in a case, opened.
pub(in crate::officer) struct CaseReply {
    pub name: ReplyName,
    pub reply: Reply,
    pub from: RepliedBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::officer) enum RepliedBy {
    /// By this officer, at this computer.
    Here(SendState),
    /// By a colleague, or by this officer elsewhere.
    Elsewhere(ReplySeen),
}

/// Was it shown here?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::officer) enum ReplySeen {
    New,
    Shown,
}

/// What comes next in the conversation: an item by its place in the case, or a reply by its place
/// among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::officer) enum Contribution {
    Item(usize),
    Reply(usize),
}

/// Which kept reply it is.
struct KeptReply {
    item: ReportDigest,
    name: ReplyName,
    seen: ReplySeen,
}

impl CaseReply {
    /// Are its files somebody's? Of an unchecked reply from elsewhere they are nobody's.
    pub(in crate::officer) fn may_hand_out_files(&self) -> bool {
        let is_own = matches!(self.from, RepliedBy::Here(_));
        is_own || self.reply.authorship() == Authorship::Checked
    }
}

impl Readership<'_> {
    /// All replies of a case, in the officers' order.
    pub(in crate::officer) fn replies(&self, case: &Case) -> Result<CaseReplies, Failure> {
        let items = case.item_names();
        let (sent, mut damaged) = Sent::all(self.home, self.keys, &items)?;
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        let mut take = |sealed: &SealedReply, name, from| match self.open(sealed, case) {
            Ok(reply) => opened.push(CaseReply { name, reply, from }),
            Err(_) => closed.push(name),
        };
        let mut own = BTreeSet::new();
        for sent in &sent {
            let name = sent.reply.name();
            own.insert(name);
            take(&sent.reply, name, RepliedBy::Here(sent.state));
        }
        for kept in kept(self.home)?
            .iter()
            .filter(|kept| items.contains(&kept.item))
        {
            if own.contains(&kept.name) {
                continue;
            }
            let from = RepliedBy::Elsewhere(kept.seen);
            if let Some(sealed) = kept.read(self.home) {
                take(&sealed, kept.name, from);
            } else {
                let why = Failure::refused("officer-reply-damaged-here");
                damaged.push(why.with("item", short(&kept.item)));
            }
        }
        opened.sort_by_key(|one| one.reply.place());
        let register = ReplyRegister::read(self.home, self.keys);
        damaged.extend(register.doubt(self.home));
        own.extend(kept(self.home)?.iter().map(|kept| kept.name));
        let missing = register.of(case).filter(|(name, _)| !own.contains(name));
        damaged.extend(missing.map(|(_, noted)| noted.missing()));
        Ok(CaseReplies {
            opened,
            closed,
            damaged,
        })
    }

    /// The replies of a case as they were sealed, each once.
    pub(in crate::officer) fn sealed(&self, case: &Case) -> Result<Vec<SealedReply>, Failure> {
        let items = case.item_names();
        let (sent, _) = Sent::all(self.home, self.keys, &items)?;
        let mut sealed: Vec<SealedReply> = sent.into_iter().map(|sent| sent.reply).collect();
        let own: BTreeSet<ReplyName> = sealed.iter().map(SealedReply::name).collect();
        let others = kept(self.home)?.into_iter();
        let others = others.filter(|kept| items.contains(&kept.item) && !own.contains(&kept.name));
        sealed.extend(others.filter_map(|kept| kept.read(self.home)));
        Ok(sealed)
    }

    pub(in crate::officer) fn open(
        &self,
        sealed: &SealedReply,
        case: &Case,
    ) -> Result<Reply, CannotOpenReply> {
        let mailbox = case.first().mailbox;
        let open = |key: &dyn Opens| sealed.open(key, self.institution, mailbox, self.rosters);
        open(&self.keys.opening).or_else(|why| {
            let items = case.item_names();
            let handed = handed_keys::of_reply(self.home, self.keys, &items, sealed.name());
            handed.map_or(Err(why), |handed| open(&handed))
        })
    }
}

/// The next number on the officers' side. What nobody is known to have signed doesn't count.
pub(in crate::officer) fn next_number(replies: &[CaseReply]) -> u32 {
    let checked = replies
        .iter()
        .filter(|one| one.reply.authorship() == Authorship::Checked);
    let highest = checked.map(|one| one.reply.number()).max();
    highest.unwrap_or(0).saturating_add(1)
}

/// Both sides, as they followed each other.
pub(in crate::officer) fn interleaved(case: &Case, replies: &[CaseReply]) -> Vec<Contribution> {
    let items: Vec<(Day, u32)> = case
        .items()
        .iter()
        .map(|one| (one.day, one.number))
        .collect();
    let places: Vec<(Day, u32)> = replies
        .iter()
        .map(|one| (one.reply.day(), one.reply.after()))
        .collect();
    merged(&items, &places)
}

/// Items by their days and the reporter's numbers, the report first; replies by day and the number
/// of the addition that they follow.
fn merged(items: &[(Day, u32)], replies: &[(Day, u32)]) -> Vec<Contribution> {
    let (mut turns, mut item) = (Vec::with_capacity(items.len() + replies.len()), 0);
    for (place, (day, after)) in replies.iter().enumerate() {
        let precedes = |(on, number): &(Day, u32)| on < day || on == day && number <= after;
        while items
            .get(item)
            .is_some_and(|next| item == 0 || precedes(next))
        {
            turns.push(Contribution::Item(item));
            item += 1;
        }
        turns.push(Contribution::Reply(place));
    }
    turns.extend((item..items.len()).map(Contribution::Item));
    turns
}

/// Is a reply of the case damaged here, or gone, or a piece of its files? Reads all of them.
pub(in crate::officer) fn has_damage(
    home: &OfficerHome,
    case: &Case,
    register: &ReplyRegister,
) -> Result<bool, Failure> {
    let kept = kept(home)?;
    let mut of_it = kept.iter().filter(|kept| case.holds(&kept.item));
    if of_it.any(|kept| kept.read(home).is_none()) {
        return Ok(true);
    }
    let items = case.item_names();
    let is_here = |name| kept.iter().any(|kept| kept.name == name);
    let has_pieces = |noted: &RegisteredReply| {
        let mut pieces = noted.pieces.iter();
        pieces.all(|piece| matches!(look_for_piece(home, &items, *piece), PieceHere::Whole(_)))
    };
    let mut noted = register.of(case);
    Ok(noted.any(|(name, noted)| !is_here(name) || !has_pieces(noted)))
}

/// The items whose cases have replies that are damaged here or gone, or without a piece of their
/// files: one for each reply. Pieces are looked for, and not read: there may be hundreds of MiB.
pub(in crate::officer) fn damaged(
    home: &OfficerHome,
    register: &ReplyRegister,
) -> Result<Vec<ReportDigest>, Failure> {
    let kept = kept(home)?;
    let mut damaged = BTreeMap::new();
    for kept in kept.iter().filter(|kept| kept.read(home).is_none()) {
        damaged.insert(kept.name, kept.item);
    }
    let here: BTreeSet<ReplyName> = kept.iter().map(|kept| kept.name).collect();
    for (name, noted) in register.iter() {
        let mut pieces = noted.pieces.iter();
        let has_pieces = pieces.all(|piece| piece_of(home, &noted.item, *piece).is_file());
        if !here.contains(&name) || !has_pieces {
            damaged.insert(name, noted.item);
        }
    }
    Ok(damaged.into_values().collect())
}

/// Notes a reply that is here, unless it is known.
pub(in crate::officer) fn note(
    readership: Readership<'_>,
    case: &Case,
    register: &mut ReplyRegister,
    sealed: &SealedReply,
) {
    if !register.knows(sealed.name()) {
        register.note(sealed.name(), registered(readership, case, sealed));
    }
}

fn registered(readership: Readership<'_>, case: &Case, sealed: &SealedReply) -> RegisteredReply {
    let opened = readership.open(sealed, case).ok();
    let checked = opened.as_ref();
    let checked = checked.filter(|reply| reply.authorship() == Authorship::Checked);
    let enclosure = checked.and_then(Reply::enclosure);
    RegisteredReply {
        item: case.first().item,
        day: opened.as_ref().map(Reply::day),
        pieces: enclosure
            .map(Enclosure::pieces)
            .unwrap_or_default()
            .to_vec(),
    }
}

/// Notes what is here of a case as it came: also what a register that got lost knew.
pub(in crate::officer) fn register_all(
    readership: Readership<'_>,
    case: &Case,
    register: &mut ReplyRegister,
) -> Result<(), Failure> {
    for sealed in readership.sealed(case)? {
        note(readership, case, register, &sealed);
    }
    Ok(())
}

/// Keeps a reply that came from the intake, unless it is here as it came. Is it new?
pub(in crate::officer) fn keep(
    home: &OfficerHome,
    case: &Case,
    reply: &SealedReply,
    seen: ReplySeen,
) -> Result<bool, Failure> {
    let kept = KeptReply {
        item: case.first().item,
        name: reply.name(),
        seen,
    };
    let here = kept.here(home);
    if here.as_ref().is_some_and(|here| here.read(home).is_some()) {
        return Ok(false);
    }
    let is_new = here.is_none();
    let name = here.unwrap_or(kept).file_name();
    home.replies()
        .replace(&name, reply.as_bytes())
        .map_err(|error| disk(home.replies().path(), &error))?;
    Ok(is_new)
}

/// These were shown by `read`.
pub(in crate::officer) fn note_shown(
    home: &OfficerHome,
    shown: &[ReplyName],
) -> Result<(), Failure> {
    let fresh = kept(home)?.into_iter().filter(KeptReply::is_new);
    for kept in fresh.filter(|kept| shown.contains(&kept.name)) {
        let now = KeptReply {
            seen: ReplySeen::Shown,
            ..kept
        };
        home.replies()
            .rename(&kept.file_name(), &now.file_name())
            .map_err(|error| disk(home.replies().path(), &error))?;
    }
    Ok(())
}

/// The items whose cases have replies that were not shown here, one for each reply. Needs no key:
/// names tell.
pub(in crate::officer) fn unseen(home: &OfficerHome) -> Result<Vec<ReportDigest>, Failure> {
    let fresh = kept(home)?.into_iter().filter(KeptReply::is_new);
    Ok(fresh.map(|kept| kept.item).collect())
}

fn kept(home: &OfficerHome) -> Result<Vec<KeptReply>, Failure> {
    let list = || -> io::Result<Vec<_>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(home.replies().path())? {
            found.extend(entry?.file_name().to_str().and_then(KeptReply::parse_name));
        }
        Ok(found)
    };
    list().map_err(|error| disk(home.replies().path(), &error))
}

impl KeptReply {
    fn parse_name(file: &str) -> Option<Self> {
        let (name, seen) = match file.strip_suffix(NEW) {
            Some(name) => (name, ReplySeen::New),
            None => (file.strip_suffix(SHOWN)?, ReplySeen::Shown),
        };
        let (item, name) = name.split_once('-')?;
        Some(Self {
            item: ReportDigest::parse(item)?,
            name: ReplyName::parse(name)?,
            seen,
        })
    }

    fn file_name(&self) -> String {
        let ending = match self.seen {
            ReplySeen::New => NEW,
            ReplySeen::Shown => SHOWN,
        };
        let item = hex::encode(self.item.as_bytes());
        format!("{item}-{}{ending}", self.name.to_hex())
    }

    fn is_new(&self) -> bool {
        self.seen == ReplySeen::New
    }

    /// As it is here, seen or not.
    fn here(&self, home: &OfficerHome) -> Option<Self> {
        let either = [ReplySeen::New, ReplySeen::Shown].map(|seen| Self { seen, ..*self });
        let path = |kept: &Self| home.replies().path().join(kept.file_name());
        either.into_iter().find(|kept| path(kept).exists())
    }

    /// None if it can't be read, or is another than its name says.
    fn read(&self, home: &OfficerHome) -> Option<SealedReply> {
        let path = home.replies().path().join(self.file_name());
        let sealed = SealedReply::parse(read_small(&path, SEALED_REPLY_MAX).ok()?)?;
        (sealed.name() == self.name).then_some(sealed)
    }
}

const NEW: &str = ".new.age";
const SHOWN: &str = ".age";

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_month: u8) -> Day {
        format!("2026-11-{of_month:02}").parse().expect("a day")
    }

    #[test]
    fn a_conversation_goes_by_day_and_on_one_day_by_what_its_officer_had() {
        use Contribution::{Item, Reply};
        let items = [(day(2), 0), (day(5), 1), (day(5), 2), (day(9), 3)];
        // Between the two additions of one day, after both, long before the last.
        let replies = [(day(5), 1), (day(5), 2), (day(7), 2)];
        assert_eq!(
            merged(&items, &replies),
            [
                Item(0),
                Item(1),
                Reply(0),
                Item(2),
                Reply(1),
                Reply(2),
                Item(3)
            ]
        );
        // The report is always first, and a number decides against a wrong clock.
        assert_eq!(
            merged(&[(day(8), 0)], &[(day(6), 0), (day(5), 0)]),
            [Item(0), Reply(0), Reply(1)]
        );
        assert_eq!(merged(&items[..1], &[]), [Item(0)]);
    }

    #[test]
    fn only_our_own_names_are_replies() {
        let (item, name) = ("07".repeat(32), "0a".repeat(16));
        let new = KeptReply::parse_name(&format!("{item}-{name}.new.age")).expect("ours");
        assert_eq!(new.seen, ReplySeen::New);
        let shown = KeptReply::parse_name(&format!("{item}-{name}.age")).expect("ours");
        assert_eq!(shown.seen, ReplySeen::Shown);
        for other in [
            format!("{item}.age"),
            format!("{item}-{name}"),
            format!("{name}-{item}.age"),
        ] {
            assert!(KeptReply::parse_name(&other).is_none(), "{other}");
        }
    }
}
