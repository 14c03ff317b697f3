//! A case for a court: one ZIP with what is sealed, what it says, and what proves it.
//!
//! ```text
//!   lieta-<case>/
//!     LASI-MANI.html              what this is, and how to check it with stock tools
//!     lieta.json                  which entries, originals and letters belong here
//!     parbaude.py                 the checks that need more than one command
//!     originali/<sha256>.age      as the intake received them: the name is the ledger's
//!     lasams/lieta.txt  001.bin   what they say, and their files, opened here
//!     lasams/failu-nosaukumi.txt  which file had which name at the reporter's or the officer's
//!     vestules/001.age .signed .sig
//!     zurnals/checkpoint  <number>.entry  <number>.proof
//!     saraksti/<version>.toml .toml.minisig .pub
//!     SHA256SUMS                  of all these
//!     SHA256SUMS.sig              by the key of the officer who made it, last
//! ```
//!
//! Inclusion proofs say of each entry that it is in the ledger, and of none that it is missing
//! here. So the officer signs the list: who takes something out afterwards is found out. Between
//! two entries of a case none can be missing either way: each step names the hash of the one
//! before. That no later step was left out stands on the officer's word, and the page says so.
//!
//! What has to be asked for (checkpoint, proofs) is asked for first; then it is written as a
//! stream, with one piece in memory, since files may be long. Names of ours alone are names in the
//! ZIP: what a stranger called a file is text.
//!
//! Keeps its part of P7: whoever has this needs neither the intake nor this program to check it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use zeroize::Zeroizing;

use super::court_page::{CourtFacts, page};
use super::{RESTRICTED, court_folder};
use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, Unnamed};
use crate::keys::digest::{ReportDigest, Sha256};
use crate::keys::signature::{CourtDomain, SigningKey};
use crate::ledger::entry::{Entry, Fingerprint};
use crate::ledger::fold::LedgerFold;
use crate::officer::case::conversation::Readership;
use crate::officer::case::opening::{closed, open, short};
use crate::officer::case::read::{ReadOptions, print};
use crate::officer::case::reply::kept_pieces::read_file;
use crate::officer::case::{Case, Summary};
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger_sync::LedgerSync;
use crate::officer::retention::notes::note_export;
use crate::report::Words;
use crate::report::mailbox::FilePlace;
use crate::report::sealed::ZipWriter;
use crate::rules::calendar::Day;
use crate::rules::roster::RosterHistory;
use crate::text::terminal::OneLine;

/// Everything that goes into the ZIP, in its order.
pub(in crate::officer) struct CourtFile {
    folder: String,
    parts: Vec<(String, CourtPart)>,
    /// Of items that the ledger does not have yet, how many, and by when it will have all.
    pub waiting: Option<(usize, Day)>,
}

/// What belongs here, as the check reads it: `lieta.json`.
#[derive(Serialize)]
struct CourtList {
    format: &'static str,
    case: String,
    /// Of the officer who made it.
    key: String,
    officer: String,
    /// Entries in the ledger whose head is here.
    size: u64,
    /// Numbers of all those that speak of the case up to there, and of rosters.
    entries: Vec<u64>,
    originals: Vec<String>,
    /// Those that the ledger does not have yet.
    waiting: Vec<String>,
    letters: usize,
}

/// One file of it.
enum CourtPart {
    Bytes(Zeroizing<Vec<u8>>),
    /// An item's ciphertext.
    Sealed(ReportDigest),
    /// A file of an item, opened.
    Opened(ReportDigest, u16),
    /// A file of a letter in the case of these items, put together of its pieces.
    Enclosed(Vec<ReportDigest>, FilePlace),
}

impl CourtFile {
    /// Asks the ledger for what proves the case.
    pub(in crate::officer) fn prepare(
        session: &LedgerSync<'_>,
        readership: Readership<'_>,
        case: &Case,
        reading: &ReadOptions<'_>,
    ) -> Result<Self, Failure> {
        case.begins_here()?;
        session.rosters_now()?;
        let lines = Lines::read(session.home)?;
        let entries = entries_of(case, &lines);
        let (checkpoint, proofs) = session.prove(&entries)?;
        let waiting = not_entered(case, &entries);
        let due = waiting
            .iter()
            .map(|one| reading.policy.entered_by(one.day))
            .max();
        let mut file = Self {
            folder: court_folder(&case.reference()),
            parts: Vec::new(),
            waiting: due.map(|due| (waiting.len(), due)),
        };
        let facts = CourtFacts {
            case: case.reference(),
            institution: readership.rosters.newest(),
            head: checkpoint.head(),
            entries: &entries,
            waiting: file.waiting,
        };
        file.text("LASI-MANI.html", page(&facts));
        file.text("parbaude.py", CHECK.to_owned());
        for item in case.item_names() {
            let name = format!("originali/{}.age", hex::encode(item.as_bytes()));
            file.parts.push((name, CourtPart::Sealed(item)));
        }
        file.readable(readership, case, reading)?;
        let letters = file.letters(readership, case)?;
        let list = CourtList {
            format: "svilpe-court-1",
            case: case.reference(),
            key: Fingerprint::of(&session.keys.signing.public()).to_string(),
            officer: session.keys.name.clone(),
            size: checkpoint.head().size,
            entries: entries.iter().map(|(number, _)| *number).collect(),
            originals: case.item_names().iter().map(in_hex).collect(),
            waiting: waiting.iter().map(|one| in_hex(&one.item)).collect(),
            letters,
        };
        let list = serde_json::to_string_pretty(&list).expect("strings and numbers");
        file.text("lieta.json", list + "\n");
        file.bytes("zurnals/checkpoint", checkpoint.to_bytes());
        for ((number, entry), proof) in entries.iter().zip(&proofs) {
            // As long as all, so that they stand in the ledger's order.
            file.text(&format!("zurnals/{number:08}.entry"), entry.to_line());
            let hashes = proof.hashes().iter();
            let hashes: String = hashes.map(|hash| hash.to_base64() + "\n").collect();
            file.text(&format!("zurnals/{number:08}.proof"), hashes);
        }
        file.rosters(readership.rosters);
        Ok(file)
    }

    /// Writes it into a folder, which is made (0700) if need be: under its name once it is whole.
    pub(in crate::officer) fn save(
        self,
        home: &OfficerHome,
        keys: &OfficerKeys,
        (case, to): (&Case, &Path),
    ) -> Result<PathBuf, Failure> {
        let name = self.name();
        let path = to.join(&name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(Failure::refused("court-exists").with("path", path.display()));
        }
        if !to.exists() {
            PrivateFolder::make_new(to).map_err(|error| disk(to, &error))?;
        }
        let on_disk = |error: io::Error| disk(&path, &error);
        let unnamed = Unnamed::beside(&path).map_err(on_disk)?;
        let whole = self.write(home, keys, unnamed)?;
        // Before it has its name: a copy that nobody knows of is never deleted.
        note_export(home, keys, case.first().item, &path)?;
        whole.name(&name).map_err(on_disk)?;
        Ok(path)
    }

    fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        let part = CourtPart::Bytes(Zeroizing::new(bytes));
        self.parts.push((name.to_owned(), part));
    }

    fn text(&mut self, name: &str, text: String) {
        self.bytes(name, text.into_bytes());
    }

    /// The conversation, and each file under a number.
    fn readable(
        &mut self,
        readership: Readership<'_>,
        case: &Case,
        reading: &ReadOptions<'_>,
    ) -> Result<(), Failure> {
        let mut text = Zeroizing::new(format!("{RESTRICTED}\n\n").into_bytes());
        let shown = print(readership, case, reading, &mut *text)?;
        let in_memory = |error: io::Error| disk(readership.home.root().path(), &error);
        // A damaged note of an own letter: the letter itself is among the replies, as it was sent.
        let mut closed = shown.map_err(in_memory)?.closed.into_iter();
        if let Some(failure) = closed.find(|why| why.complaint() != OWN_NOTE_DAMAGED) {
            return Err(failure);
        }
        self.parts
            .push(("lasams/lieta.txt".to_owned(), CourtPart::Bytes(text)));
        let mut names = String::new();
        let mut number = 0;
        for item in case.item_names() {
            let opened = open(readership.home, readership.keys, item)?;
            for note in opened.report().files() {
                number += 1;
                let note_line = (&note.name, note.length, &note.sha256);
                let name = file_line(&mut names, number, note_line, "zinojums");
                self.parts
                    .push((name, CourtPart::Opened(item, note.number)));
            }
        }
        for one in &readership.replies(case)?.opened {
            let enclosure = one.reply.enclosure().filter(|_| one.may_hand_out_files());
            let files = enclosure.into_iter().flat_map(|enclosure| {
                let places = 0..enclosure.files().len();
                places.filter_map(|file| enclosure.place(file))
            });
            for place in files {
                number += 1;
                let place_line = (&place.name, place.length, &place.sha256);
                let name = file_line(&mut names, number, place_line, "vestule");
                self.parts
                    .push((name, CourtPart::Enclosed(case.item_names(), place)));
            }
        }
        self.text("lasams/failu-nosaukumi.txt", names);
        Ok(())
    }

    /// As they were sealed, and of those that open here what their officers signed. How many.
    fn letters(&mut self, readership: Readership<'_>, case: &Case) -> Result<usize, Failure> {
        let letters = readership.sealed(case)?;
        let count = letters.len();
        for (number, sealed) in (1..).zip(letters) {
            let name = format!("vestules/{number:03}");
            self.bytes(&format!("{name}.age"), sealed.as_bytes().to_vec());
            if let Ok(signed) = sealed.signed(&readership.keys.opening) {
                let part = CourtPart::Bytes(signed.message);
                self.parts.push((format!("{name}.signed"), part));
                self.bytes(&format!("{name}.sig"), signed.signature.to_vec());
            }
        }
        Ok(count)
    }

    /// Those that were in force, with what the institution signed.
    fn rosters(&mut self, rosters: &RosterHistory) {
        for term in rosters.terms() {
            let roster = &term.roster;
            let name = format!("saraksti/{}", roster.version());
            self.text(&format!("{name}.toml"), roster.text().to_owned());
            let signature = roster.signature().unwrap_or_default();
            self.text(&format!("{name}.toml.minisig"), signature.to_owned());
            self.text(&format!("{name}.pub"), roster.key().as_str().to_owned());
            if let Some(handover) = roster.handover() {
                self.text(&format!("{name}.pub.minisig"), handover.to_owned());
            }
        }
    }

    /// What it is called when it is saved.
    pub(in crate::officer) fn name(&self) -> String {
        format!("{}.zip", self.folder.trim_end_matches('/'))
    }

    /// Writes the ZIP as a stream. An original or a file whose digest does not fit ends it with an
    /// error: what came until then is no ZIP.
    pub(in crate::officer) fn write<W: Write>(
        self,
        home: &OfficerHome,
        keys: &OfficerKeys,
        out: W,
    ) -> Result<W, Failure> {
        let mut writing = CourtWriting {
            zip: ZipWriter::new(out),
            sums: String::new(),
            home,
            folder: self.folder,
        };
        for (name, part) in self.parts {
            writing.part(&name, &part, keys)?;
        }
        writing.finish(&keys.signing)
    }
}

struct CourtWriting<'a, W> {
    zip: ZipWriter<W>,
    sums: String,
    home: &'a OfficerHome,
    folder: String,
}

impl<W: Write> CourtWriting<'_, W> {
    fn part(&mut self, name: &str, part: &CourtPart, keys: &OfficerKeys) -> Result<(), Failure> {
        match part {
            CourtPart::Bytes(bytes) => self.copy(name, &bytes[..], |error| self_disk(&error)),
            CourtPart::Sealed(item) => {
                let damaged = |error| match error {
                    CourtCopyError::Read(_) => damaged(item),
                    CourtCopyError::Written(error) => self_disk(&CourtCopyError::Written(error)),
                };
                let sealed = self.home.sealed(item);
                let sealed =
                    sealed.map_err(|_| damaged(CourtCopyError::Read(io::ErrorKind::Other)))?;
                let digest = self.copied(name, sealed).map_err(damaged)?;
                if ReportDigest::from_bytes(digest) == *item {
                    Ok(())
                } else {
                    Err(damaged(CourtCopyError::Read(io::ErrorKind::InvalidData)))
                }
            }
            CourtPart::Enclosed(items, place) => self.enclosed(name, items, place),
            CourtPart::Opened(item, number) => {
                let mut opened = open(self.home, keys, *item)?;
                let file = opened.file(*number).map_err(|why| closed(item, &why))?;
                self.copied(name, file)
                    .map(drop)
                    .map_err(|error| match error {
                        CourtCopyError::Read(_) => damaged(item),
                        error @ CourtCopyError::Written(_) => self_disk(&error),
                    })
            }
        }
    }

    /// In memory, as policy and format bound it to a few MiB.
    fn enclosed(
        &mut self,
        name: &str,
        items: &[ReportDigest],
        place: &FilePlace,
    ) -> Result<(), Failure> {
        let file = read_file(self.home, items, place)?;
        self.copy(name, &file[..], |error| self_disk(&error))
    }

    fn copy(
        &mut self,
        name: &str,
        from: impl io::Read,
        failed: impl Fn(CourtCopyError) -> Failure,
    ) -> Result<(), Failure> {
        self.copied(name, from).map(drop).map_err(failed)
    }

    /// Piece by piece; its digest goes into the sums.
    fn copied(&mut self, name: &str, mut from: impl io::Read) -> Result<[u8; 32], CourtCopyError> {
        let whole = format!("{}{name}", self.folder);
        let written = |error: io::Error| CourtCopyError::Written(error.kind());
        self.zip.begin(&whole).map_err(written)?;
        let mut digest = Sha256::new();
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        loop {
            let length = from.read(&mut piece);
            let length = length.map_err(|error| CourtCopyError::Read(error.kind()))?;
            if length == 0 {
                break;
            }
            digest.update(&piece[..length]);
            self.zip.write(&piece[..length]).map_err(written)?;
        }
        let digest = digest.finish();
        let _ = writeln!(self.sums, "{}  {name}", hex::encode(digest));
        Ok(digest)
    }

    fn finish(mut self, key: &SigningKey) -> Result<W, Failure> {
        let sums = std::mem::take(&mut self.sums);
        self.copy("SHA256SUMS", sums.as_bytes(), |error| self_disk(&error))?;
        let signature = key.sign::<CourtDomain>(sums.as_bytes());
        let signature = &signature.as_bytes()[..];
        self.copy("SHA256SUMS.sig", signature, |error| self_disk(&error))?;
        let done = self.zip.finish_unpadded();
        done.map_err(|error| self_disk(&CourtCopyError::Written(error.kind())))
    }
}

/// Writes a line of the names' file, and answers where the file itself goes.
fn file_line(
    names: &mut String,
    number: u32,
    (own_name, length, sha256): (&Words, u64, &[u8; 32]),
    came_with: &str,
) -> String {
    let name = format!("{number:03}.bin");
    let (own_name, sha256) = (OneLine(own_name.expose()), hex::encode(sha256));
    // Writing to a String does not fail.
    let _ = writeln!(names, "{name}\t{own_name}\t{length}\t{sha256}\t{came_with}");
    format!("lasams/{name}")
}

/// Which side failed.
enum CourtCopyError {
    Read(io::ErrorKind),
    Written(io::ErrorKind),
}

fn self_disk(error: &CourtCopyError) -> Failure {
    let (CourtCopyError::Read(kind) | CourtCopyError::Written(kind)) = error;
    let complaint = match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "court-disk-full",
        io::ErrorKind::FileTooLarge => "court-too-long",
        _ => "court-not-written",
    };
    Failure::refused(complaint).with("why", kind)
}

fn damaged(item: &ReportDigest) -> Failure {
    Failure::refused("officer-item-damaged").with("item", short(item))
}

fn in_hex(item: &ReportDigest) -> String {
    hex::encode(item.as_bytes())
}

/// What came and is in none of these entries: its day's batch is still to come.
fn not_entered<'a>(case: &'a Case, entries: &[(u64, Entry)]) -> Vec<&'a Summary> {
    let entered = |one: &&Summary| {
        let mut entries = entries.iter().map(|(_, entry)| entry);
        entries.any(|entry| matches!(entry, Entry::Received { item, .. } if *item == one.item))
    };
    case.items().iter().filter(|one| !entered(one)).collect()
}

/// The entries that speak of a case, and those of the rosters by which they are signed.
fn entries_of(case: &Case, lines: &Lines) -> Vec<(u64, Entry)> {
    let mut fold = LedgerFold::default();
    let all: Vec<(u64, Entry)> = lines.entries().collect();
    for (number, entry) in &all {
        fold.take(*number, entry, entry.leaf());
    }
    let number = match fold.find(&case.first().item).map(|found| found.account) {
        Some(crate::ledger::fold::ItemAccount::Case(number)) => Some(number),
        _ => None,
    };
    let concerns = |entry: &Entry| match entry {
        Entry::Received { item, .. } => case.holds(item),
        Entry::Recorded(recorded) => {
            let event = &recorded.record().event;
            let item = event.item().is_some_and(|item| case.holds(&item));
            item || number.is_some() && event.case() == number
        }
        Entry::Roster { .. } => true,
        Entry::Policy { .. } | Entry::Clock { .. } => false,
    };
    let mut all = all;
    all.retain(|(_, entry)| concerns(entry));
    all
}

/// What is written beside the case for whoever checks it.
const CHECK: &str = include_str!("parbaude.py");

/// What is said of a note of an own letter that does not open.
const OWN_NOTE_DAMAGED: &str = "officer-sent-damaged";

/// One age chunk.
const PIECE: usize = 64 * 1024;
