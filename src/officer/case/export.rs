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

use super::Case;
use super::conversation::{CaseReply, Contribution, Readership, RepliedBy, interleaved};
use super::opening::{closed, open, short};
use super::read::{ReadOptions, print};
use super::reply::kept_pieces::read_file;
use super::report_answers::{GivenWords, given};
use super::sent_replies::SendState;
use crate::cli::failure::Failure;
use crate::cli::private_files::PrivateFolder;
use crate::keys::digest::ReportDigest;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::officer::retention::notes::note_export;
use crate::report::mailbox::Authorship;
use crate::report::sealed::{CannotOpen, FileReader, OpenedReport};
use crate::report::{FileNote, ReportKind};
use crate::text::say;

/// What was written, and where.
#[derive(Debug)]
pub(in crate::officer) struct Exported {
    pub folder: PathBuf,
    pub files: usize,
    pub bytes: u64,
}

/// Writes the case below `to`, which is made (0700) if need be.
pub(in crate::officer) fn export(
    readership: Readership<'_>,
    case: &Case,
    reading: &ReadOptions<'_>,
    to: &Path,
) -> Result<Exported, Failure> {
    let (home, keys) = (readership.home, readership.keys);
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

    let mut text = inside.unnamed().map_err(on_disk)?;
    writeln!(text, "{LABEL}\n").map_err(on_disk)?;
    let shown = print(readership, case, reading, &mut text)?.map_err(on_disk)?;
    if let Some(failure) = shown.closed.into_iter().next() {
        return Err(failure);
    }
    let mut writing = Writing {
        keys,
        inside: &inside,
        folder: &folder,
        files: 0,
        bytes: 0,
    };
    let mut parts = Vec::new();
    for summary in case.items() {
        let mut opened = open(home, keys, summary.item)?;
        parts.push(writing.part(&mut opened, summary.item)?);
    }
    let replies = readership.replies(case)?.opened;
    let mut letters = Vec::new();
    for one in &replies {
        let files = writing.reply_files(readership.home, case, one)?;
        letters.push(about_reply(one, &files));
    }
    writeln!(text, "\n{}", say(reading.language, "officer-export-files")).map_err(on_disk)?;
    for (name, shown) in file_names(parts.iter().chain(&letters)) {
        let shown = crate::text::terminal::OneLine(shown);
        let missing = || say(reading.language, "officer-export-not-here");
        let name = name.map_or_else(missing, str::to_owned);
        writeln!(text, "│ {name}  {shown}").map_err(on_disk)?;
    }
    text.name("report.txt").map_err(on_disk)?;
    let order: Vec<Value> = interleaved(case, &replies)
        .into_iter()
        .map(|turn| match turn {
            Contribution::Item(place) => json!({"part": place}),
            Contribution::Reply(place) => json!({"reply": place}),
        })
        .collect();
    let json = json!({
        "label": LABEL,
        "case": case.reference(),
        "parts": parts,
        "replies": letters,
        "conversation": order,
    });
    inside
        .write_new("report.json", format!("{json:#}\n").as_bytes())
        .map_err(on_disk)?;

    let (files, bytes) = (writing.files, writing.bytes);
    // Before it has its name: a copy in the clear that nobody knows of is never deleted.
    note_export(home, keys, case.first().item, &folder)?;
    fs::rename(unfinished.path(), &folder).map_err(on_disk)?;
    // What had the random name has another now: there is nothing left to remove.
    drop(unfinished);
    Ok(Exported {
        folder,
        files,
        bytes,
    })
}

struct Writing<'a> {
    keys: &'a OfficerKeys,
    inside: &'a PrivateFolder,
    folder: &'a Path,
    files: usize,
    bytes: u64,
}

impl Writing<'_> {
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
                let own = self.keys.opening.recipient().digest();
                manifest.recipients.contains(&own)
            }),
            "answers": answers,
            "files": files,
        }))
    }

    /// Writes the files of a reply. One that was not fetched, and one of nobody knows whom, is
    /// named and not there.
    fn reply_files(
        &mut self,
        home: &OfficerHome,
        case: &Case,
        one: &CaseReply,
    ) -> Result<Vec<Value>, Failure> {
        let Some(enclosure) = one.reply.enclosure() else {
            return Ok(Vec::new());
        };
        let items = case.item_names();
        let mut files = Vec::new();
        for place in (0..enclosure.files().len()).filter_map(|file| enclosure.place(file)) {
            let read = if one.may_hand_out_files() {
                read_file(home, &items, &place).map(Some)
            } else {
                Ok(None)
            };
            let content = match read {
                Err(why) if why.complaint() == "officer-enclosed-missing" => None,
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
