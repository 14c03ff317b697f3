//! `svilpe officer export`: a case as plain files. The only command that writes plaintext.
//!
//! ```text
//!   DIR/<case>/report.txt     the whole conversation, marked IEROBEŽOTA PIEEJAMĪBA (law.md 2.5)
//!   DIR/<case>/report.json    for programs
//!   DIR/<case>/001.bin …      files under numbers, the reporter's and ours: their own names are
//!                             only in the reports and letters
//! ```
//!
//! All of it is written into a folder with a random name, which gets its own name when every
//! file has passed its digest. So a name in a report is never a path (E05), nothing is written
//! over or through a link, and a failed export leaves nothing.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::conversation::{CaseReply, Contribution, Readership, RepliedBy, interleaved};
use super::opening::{closed, open, short};
use super::read::{ReadOptions, print};
use super::reply::kept_pieces::{ENCLOSED_DAMAGED, ENCLOSED_MISSING, read_file};
use super::report_answers::{GivenWords, given};
use super::sent_replies::SendState;
use super::{Case, Summary, is_damage};
use crate::cli::failure::Failure;
use crate::cli::private_files::{PrivateFolder, Unnamed};
use crate::keys::digest::ReportDigest;
use crate::officer::home::disk;
use crate::officer::retention::notes::note_export;
use crate::report::mailbox::Authorship;
use crate::report::sealed::{CannotOpen, FileReader, OpenedReport};
use crate::report::{FileNote, ReportKind};
use crate::text::terminal::OneLine;
use crate::text::{Language, say};

/// What was written, and where.
#[derive(Debug)]
pub(in crate::officer) struct Exported {
    pub folder: PathBuf,
    pub files: usize,
    pub bytes: u64,
    /// What is damaged here or gone, and is named in `report.txt` in its place.
    pub damaged: Vec<Failure>,
}

/// Writes the case below `to`, which is made (0700) if need be.
pub(in crate::officer) fn export(
    readership: Readership<'_>,
    case: &Case,
    reading: &ReadOptions<'_>,
    to: &Path,
) -> Result<Exported, Failure> {
    let folder = to.join(case.reference());
    let on_disk = |error: io::Error| disk(&folder, &error);
    if fs::symlink_metadata(&folder).is_ok() {
        return Err(Failure::refused("officer-export-exists").with("path", folder.display()));
    }
    if !to.exists() {
        PrivateFolder::make_new(to).map_err(|error| disk(to, &error))?;
    }
    // Removed when dropped on any failure below.
    let unfinished = PrivateFolder::unfinished_in(to).map_err(on_disk)?;
    let inside = PrivateFolder::existing(unfinished.path()).map_err(on_disk)?;
    let mut writing = Writing {
        readership,
        case,
        inside: &inside,
        folder: &folder,
        files: 0,
        bytes: 0,
    };
    let damaged = writing.all(reading)?;
    let (files, bytes) = (writing.files, writing.bytes);
    // Before it has its name: a copy in the clear that nobody knows of is never deleted.
    note_export(readership.home, readership.keys, case.first().item, &folder)?;
    fs::rename(unfinished.path(), &folder).map_err(on_disk)?;
    // What had the random name has another now: there is nothing left to remove.
    drop(unfinished);
    Ok(Exported {
        folder,
        files,
        bytes,
        damaged,
    })
}

/// In the place of a message that nobody can read here.
fn damaged_part(summary: &Summary) -> Value {
    let is_report = summary.kind == ReportKind::Report;
    json!({
        "kind": if is_report { "report" } else { "addition" },
        "item": hex::encode(summary.item.as_bytes()),
        "day": summary.day,
        "damaged": true,
        "files": [],
    })
}

struct Writing<'a> {
    readership: Readership<'a>,
    case: &'a Case,
    inside: &'a PrivateFolder,
    folder: &'a Path,
    files: usize,
    bytes: u64,
}

impl Writing<'_> {
    /// The conversation, the files, and what they are called. What is damaged leaves out nothing
    /// else.
    fn all(&mut self, reading: &ReadOptions<'_>) -> Result<Vec<Failure>, Failure> {
        let Readership { home, keys, .. } = self.readership;
        let (mut text, mut damaged) = self.conversation(reading)?;
        let mut parts = Vec::new();
        for summary in self.case.items() {
            match open(home, keys, summary.item) {
                Err(why) if self.case.items().len() == 1 => return Err(why),
                Ok(mut opened) => parts.push(self.part(&mut opened, summary.item)?),
                Err(why) if is_damage(&why) => parts.push(damaged_part(summary)),
                Err(why) => return Err(why),
            }
        }
        let replies = self.readership.replies(self.case)?.opened;
        let mut letters = Vec::new();
        for one in &replies {
            let files = self.reply_files(one, &mut damaged)?;
            letters.push(about_reply(one, &files));
        }
        let names = file_names(parts.iter().chain(&letters));
        let listed = list_files(&mut text, names, reading.language);
        let written = listed.and_then(|()| text.name("report.txt"));
        written.map_err(|error| disk(self.folder, &error))?;
        self.json(&parts, &letters, &replies)?;
        Ok(damaged)
    }

    /// `report.txt` without a name, as far as the list of files.
    fn conversation(&self, reading: &ReadOptions<'_>) -> Result<(Unnamed, Vec<Failure>), Failure> {
        let on_disk = |error: io::Error| disk(self.folder, &error);
        let mut text = self.inside.unnamed().map_err(on_disk)?;
        writeln!(text, "{LABEL}\n").map_err(on_disk)?;
        let shown = print(self.readership, self.case, reading, &mut text)?.map_err(on_disk)?;
        let closed = shown.closed.into_iter();
        let (damaged, other): (Vec<_>, Vec<_>) = closed.partition(is_damage);
        match other.into_iter().next() {
            Some(failure) => Err(failure),
            None => Ok((text, damaged)),
        }
    }

    fn json(
        &self,
        parts: &[Value],
        letters: &[Value],
        replies: &[CaseReply],
    ) -> Result<(), Failure> {
        let turns = interleaved(self.case, replies).into_iter();
        let turns = turns.map(|turn| match turn {
            Contribution::Item(place) => json!({"part": place}),
            Contribution::Reply(place) => json!({"reply": place}),
        });
        let json = json!({
            "label": LABEL,
            "case": self.case.reference(),
            "parts": parts,
            "replies": letters,
            "conversation": turns.collect::<Vec<_>>(),
        });
        let written = self
            .inside
            .write_new("report.json", format!("{json:#}\n").as_bytes());
        written.map_err(|error| disk(self.folder, &error))
    }

    /// Writes one item's files; answers what `report.json` says of the item.
    fn part(
        &mut self,
        opened: &mut OpenedReport<fs::File>,
        item: ReportDigest,
    ) -> Result<Value, Failure> {
        let numbers: Vec<u16> = opened
            .report()
            .files()
            .iter()
            .map(|note| note.number)
            .collect();
        let mut files = Vec::new();
        for number in numbers {
            let file = opened.file(number).map_err(|why| closed(&item, &why))?;
            files.push(self.file(file, &item)?);
        }
        let report = opened.report();
        let mut answers = Map::new();
        for answer in given(report.answers()) {
            let said = match answer.said {
                GivenWords::Words(said)
                | GivenWords::Category(said)
                | GivenWords::Choice(said, _) => said,
            };
            answers.insert(answer.field.to_owned(), said.into());
        }
        Ok(json!({
            "kind": if report.kind() == ReportKind::Report { "report" } else { "addition" },
            "item": hex::encode(item.as_bytes()),
            "day": report.day(),
            "language": report.language(),
            "header_agrees": opened.header_agrees(),
            "sealed_to_us": report.manifest().is_some_and(|manifest| {
                let own = self.readership.keys.opening.recipient().digest();
                manifest.recipients.contains(&own)
            }),
            "answers": answers,
            "files": files,
        }))
    }

    /// Writes the files of a reply. One that is not here as it was sent, and one of nobody knows
    /// whom, is named and not there; the former is a complaint.
    fn reply_files(
        &mut self,
        one: &CaseReply,
        missing: &mut Vec<Failure>,
    ) -> Result<Vec<Value>, Failure> {
        let Some(enclosure) = one.reply.enclosure() else {
            return Ok(Vec::new());
        };
        let items = self.case.item_names();
        let mut files = Vec::new();
        for place in (0..enclosure.files().len()).filter_map(|file| enclosure.place(file)) {
            let read = if one.may_hand_out_files() {
                read_file(self.readership.home, &items, &place).map(Some)
            } else {
                Ok(None)
            };
            let content = match read {
                Err(why) if [ENCLOSED_DAMAGED, ENCLOSED_MISSING].contains(&why.complaint()) => {
                    missing.push(why);
                    None
                }
                read => read?,
            };
            let name = match content {
                Some(content) => Some(self.whole(&content)?),
                None => None,
            };
            files.push(json!({
                "file": name,
                "name": place.name.expose(),
                "length": place.length,
                "sha256": hex::encode(place.sha256),
            }));
        }
        Ok(files)
    }

    /// Writes a file that is in memory under its number, which it answers.
    fn whole(&mut self, content: &[u8]) -> Result<String, Failure> {
        let name = format!("{:03}.bin", self.files + 1);
        let written = self.inside.write_new(&name, content);
        written.map_err(|error| disk(self.folder, &error))?;
        self.files += 1;
        self.bytes += content.len() as u64;
        Ok(name)
    }

    /// Writes one file under its number. It gets no name unless its digest fits.
    fn file(
        &mut self,
        mut file: FileReader<'_, fs::File>,
        item: &ReportDigest,
    ) -> Result<Value, Failure> {
        let on_disk = |error: io::Error| disk(self.folder, &error);
        let name = format!("{:03}.bin", self.files + 1);
        let said = about(file.note(), &name);
        let mut written = self.inside.unnamed().map_err(on_disk)?;
        let mut piece = zeroize::Zeroizing::new(vec![0; PIECE]);
        loop {
            // Reading checks the item; writing meets the disk. Their errors are not the same.
            let length = file.read(&mut piece).map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData => {
                    Failure::refused("officer-item-damaged").with("item", short(item))
                }
                _ => closed(item, &CannotOpen::Disk(error)),
            })?;
            if length == 0 {
                break;
            }
            written.write_all(&piece[..length]).map_err(on_disk)?;
            self.bytes += u64::try_from(length).unwrap_or(u64::MAX);
        }
        written.name(&name).map_err(on_disk)?;
        self.files += 1;
        Ok(said)
    }
}

/// What `report.json` says of a reply.
fn about_reply(one: &CaseReply, files: &[Value]) -> Value {
    let reply = &one.reply;
    json!({
        "number": reply.number(),
        "day": reply.day(),
        "officer": reply.officer(),
        "author_checked": reply.authorship() == Authorship::Checked,
        "kept_by_intake": one.from != RepliedBy::Here(SendState::Unsure),
        "text": reply.text().expose(),
        "files": files,
    })
}

fn about(note: &FileNote, name: &str) -> Value {
    json!({
        "file": name,
        "name": note.name.expose(),
        "claimed_type": note.kind.expose(),
        "length": note.length,
        "sha256": hex::encode(note.sha256),
    })
}

/// What lies beside `report.txt` under a number, and what its sender's computer called it.
fn list_files<'a>(
    text: &mut Unnamed,
    names: impl Iterator<Item = (Option<&'a str>, &'a str)>,
    language: Language,
) -> io::Result<()> {
    writeln!(text, "\n{}", say(language, "officer-export-files"))?;
    for (name, shown) in names {
        let missing = || say(language, "officer-export-not-here");
        let name = name.map_or_else(missing, str::to_owned);
        writeln!(text, "│ {name}  {}", OneLine(shown))?;
    }
    Ok(())
}

/// Name on the disk, if it is there, and the name that its sender's computer gave.
fn file_names<'a>(
    parts: impl Iterator<Item = &'a Value>,
) -> impl Iterator<Item = (Option<&'a str>, &'a str)> {
    let files = parts.filter_map(|part| part["files"].as_array()).flatten();
    files.filter_map(|file| Some((file["file"].as_str(), file["name"].as_str()?)))
}

/// Restricted access, as the law marks it on every copy, in the state language.
const LABEL: &str = super::handover::RESTRICTED;

/// One age chunk.
const PIECE: usize = 64 * 1024;
