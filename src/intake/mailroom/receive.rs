//! Receiving a report: from a multipart body to a kept, sealed report.
//!
//! Keeps P1 (no plaintext touches a disk) and P4 (a receipt means kept). Knows one report for as
//! long as its request lasts. Never knows who sends it, and keeps nothing of a report that it
//! refuses.
//!
//! ```text
//!   sealing ─▶ draft ─▶ sealed ─▶ committed ─▶ "received"
//!      ▲ files, piece by piece; then words
//! ```
//!
//! On a crash or a cut connection: before `commit`, a draft is noise, for its key was only in
//! memory. After `commit`, the report is there, and sending it again with the same code keeps
//! nothing new. Whether that is the same report again is decided by its content: see
//! [`crate::report::content_tag`].

use bytes::Bytes;
use zeroize::Zeroizing;

use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::multipart::MultipartPart;
use crate::intake::mailroom::visit::Unlocked;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::ledger::entry::Entry;
use crate::report::content_tag::{ContentDigest, ContentTag};
use crate::report::mailbox::{AccessRecord, FirstReport, Mailbox, MailboxId, MoveTag};
use crate::report::receipt::{Locator, Receipt, WrapKey};
use crate::report::sealed::{CannotSeal, Sealing};
use crate::report::{Identity, Report};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, Roster};
use crate::store::{AccessChange, Draft, Fault, Header, KeepOutcome, MailboxChange};

/// A report on its way in: its files are sealed as they arrive.
pub(crate) struct Receiving<'a> {
    intake: &'a Intake,
    roster: &'a Roster,
    sealing: Sealing,
    draft: Draft,
    files: usize,
    bytes: u64,
    room: Room,
}

/// A report that is sealed, and not kept yet.
pub(crate) struct Sealed<'a> {
    intake: &'a Intake,
    draft: Draft,
    header: Header,
}

/// How much of an upload may come before the disk is looked at again.
#[derive(Default)]
pub(in crate::intake) struct Room {
    unlooked: u64,
}

/// Why a report was not kept. Of each but [`NotKept::Unsure`], nothing remains.
#[derive(Debug)]
pub enum NotKept {
    /// The body was refused.
    Body(BodyRefused),
    /// The room that is left is for text.
    FilesClosed,
    /// More files than policy allows.
    TooManyFiles,
    /// One file is longer than policy allows.
    FileTooLarge,
    /// All files together are.
    FilesTooLarge,
    /// Sealing failed.
    Sealing(CannotSeal),
    /// The same sealed bytes are kept under another claim.
    Copied,
    /// The store failed before the report was to be kept.
    Store(Fault),
    /// The store failed while keeping: it may be there. The same code settles it.
    Unsure(Fault),
}

/// What is kept beside a sealed report, so that it is known when it comes again and its mailbox
/// opens.
pub(crate) enum Trace<'a> {
    /// The mailbox, under the code's locator and wrapped under its key.
    Report {
        at: Locator,
        mailbox: &'a Mailbox,
        key: &'a WrapKey,
        content: ContentTag,
    },
    /// Nothing that opens, under that of the addition's token and content; and the mailbox with its
    /// fresh key takes the place of the record that the code opened.
    Addition {
        at: Locator,
        opened: Unlocked,
        mailbox: &'a Mailbox,
    },
}

/// The record by which a report is known again, and that its mailbox may be answered.
pub(in crate::intake) type KeptBeside = [(Locator, AccessRecord); 2];

/// What is kept under a report's code already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeptBefore {
    Nothing,
    /// The same words and files: this is the same report again, and came on this day.
    Same(Day),
    /// Other words or files.
    Other,
    /// A report to another institution.
    Elsewhere,
    /// Something was, until its owner came back and got a newer code.
    Replaced,
}

impl<'a> Receiving<'a> {
    /// Begins a report to `roster`'s officers but those at the places in `left_out`.
    pub(crate) fn begin(
        intake: &'a Intake,
        roster: &'a Roster,
        left_out: &[usize],
    ) -> Result<Self, NotKept> {
        let sealing = Sealing::begin(roster, left_out).map_err(NotKept::Sealing)?;
        Ok(Self {
            intake,
            roster,
            sealing,
            draft: intake.store.begin(),
            files: 0,
            bytes: 0,
            room: Room::default(),
        })
    }

    /// May somebody who is not left out open identity details?
    pub(crate) fn has_custodian(&self) -> bool {
        self.sealing.has_custodian()
    }

    /// Seals one file, as it arrives.
    pub(crate) async fn file(
        &mut self,
        part: &mut MultipartPart,
        first: Bytes,
    ) -> Result<(), NotKept> {
        self.files += 1;
        if self.files > self.intake.policy.files_max() {
            return Err(NotKept::TooManyFiles);
        }
        let name = Zeroizing::new(part.file_name().unwrap_or_default().to_owned());
        let kind = Zeroizing::new(part.kind().to_owned());
        self.sealing.file(&name, &kind).map_err(NotKept::Sealing)?;
        let mut left = self.intake.policy.file_bytes_max();
        let mut piece = Some(first);
        while let Some(bytes) = piece {
            let length = bytes.len() as u64;
            left = left.checked_sub(length).ok_or(NotKept::FileTooLarge)?;
            self.bytes += length;
            self.room.look(self.intake, length)?;
            if self.bytes > self.intake.policy.total_bytes_max() {
                return Err(NotKept::FilesTooLarge);
            }
            self.sealing.write(&bytes).map_err(NotKept::Sealing)?;
            self.put_away().await?;
            piece = part.piece().await.map_err(NotKept::Body)?;
        }
        Ok(())
    }

    /// Names what has arrived: `words`, and each file's name, kind and bytes.
    pub(crate) fn content(&mut self, mut words: ContentDigest) -> ContentTag {
        for file in self.sealing.files() {
            words.add(file.name.expose().as_bytes());
            words.add(file.kind.expose().as_bytes());
            words.add(&file.sha256);
        }
        self.intake.content_tag(words)
    }

    /// Files that have arrived, and their bytes together.
    pub(crate) fn files(&self) -> (usize, u64) {
        (self.files, self.bytes)
    }

    /// Seals the words and ends the sealed report. Nothing is kept yet.
    pub(crate) async fn seal(
        mut self,
        report: Report,
        identity: Option<Identity>,
    ) -> Result<Sealed<'a>, NotKept> {
        let (day, institution) = (report.day(), self.roster.institution().clone());
        let finished = self
            .sealing
            .finish(report, identity)
            .map_err(NotKept::Sealing)?;
        self.draft
            .append(&finished.rest)
            .await
            .map_err(NotKept::Store)?;
        Ok(Sealed {
            intake: self.intake,
            draft: self.draft,
            header: Header {
                institution,
                day,
                item: finished.item,
                length: finished.length,
            },
        })
    }

    async fn put_away(&mut self) -> Result<(), NotKept> {
        let sealed = self.sealing.take();
        if sealed.is_empty() {
            Ok(())
        } else {
            self.draft.append(&sealed).await.map_err(NotKept::Store)
        }
    }
}

impl Sealed<'_> {
    /// Keeps it. Ready only when it is on stable storage.
    pub(crate) async fn commit(self, trace: Trace<'_>) -> Result<KeepOutcome, NotKept> {
        let (access, added_to) = trace.records(&self.header, self.intake);
        self.intake
            .keep_sealed(self.draft, self.header, access, added_to)
            .await
    }
}

impl Trace<'_> {
    /// The records beside the report, and the mailbox that changes with it. They name the
    /// sealed report's digest, which exists only now.
    fn records(self, header: &Header, intake: &Intake) -> (KeptBeside, Option<MailboxChange>) {
        let pepper = &intake.pepper;
        let institution = &header.institution;
        match self {
            Self::Report {
                at,
                mailbox,
                key,
                content,
            } => {
                let first = FirstReport {
                    item: header.item,
                    day: header.day,
                    content,
                };
                let wrapped = mailbox.wrap(first, key);
                let record = AccessRecord::new(&wrapped, mailbox.id(), pepper);
                let answerable = intake.answerable(institution, mailbox.id());
                ([(at, record), answerable], None)
            }
            Self::Addition {
                at,
                opened,
                mailbox,
            } => {
                let wrapped = mailbox.wrap(opened.first, opened.receipt.wrap_key());
                // A reload of the answers' page still finds it.
                let tag = opened.record.tag().unwrap_or_else(MoveTag::random);
                let record = AccessChange {
                    at: opened.at,
                    now: AccessRecord::bound(tag, &wrapped, mailbox.id(), pepper),
                    was: opened.record,
                };
                let added_to = MailboxChange {
                    record,
                    answerable: intake.answerable(institution, mailbox.id()),
                };
                // As many bytes: at rest, an addition looks like a first report (P6).
                let trace = AccessRecord::closed(at, pepper);
                let as_many = intake.answerable(institution, MailboxId::random());
                ([(at, trace), as_many], Some(added_to))
            }
        }
    }
}

impl Intake {
    /// What this intake calls a content.
    fn content_tag(&self, content: ContentDigest) -> ContentTag {
        content.tag(&MacKey::from_secret(self.pepper.subkey(CONTENT)))
    }

    /// What is kept under this code already, seen from what is sent now. The place of a code that
    /// was replaced is closed.
    pub async fn kept_before(
        &self,
        receipt: &Receipt,
        institution: &Institution,
        content: ContentTag,
    ) -> Result<KeptBefore, NotKept> {
        let at = self.pepper.locate(receipt.claim());
        let found = self.store.find_access(at).await.map_err(NotKept::Unsure)?;
        let Some(record) = found else {
            return Ok(KeptBefore::Nothing);
        };
        if record.is_closed(at, &self.pepper) {
            return Ok(KeptBefore::Replaced);
        }
        let wrapped = record.wrapped();
        let opened = wrapped.and_then(|wrapped| Mailbox::unwrap(&wrapped, receipt.wrap_key()));
        Ok(match opened {
            Some((mailbox, _)) if mailbox.institution() != institution => KeptBefore::Elsewhere,
            Some((_, first)) if first.content == content => KeptBefore::Same(first.day),
            _ => KeptBefore::Other,
        })
    }

    /// Is the trace of this one sending there already?
    pub async fn is_traced(&self, at: Locator) -> Result<bool, NotKept> {
        let found = self.store.find_access(at).await;
        Ok(found.map_err(NotKept::Unsure)?.is_some())
    }

    /// That this institution's officers may answer in the mailbox: a record that looks like any
    /// other, and opens nothing.
    pub(in crate::intake) fn answerable(
        &self,
        institution: &Institution,
        mailbox: MailboxId,
    ) -> (Locator, AccessRecord) {
        let at = self.pepper.locate_mailbox(institution, mailbox.as_bytes());
        (at, AccessRecord::closed(at, &self.pepper))
    }

    /// Keeps what is sealed, and what stands beside it. Ready only when it is on stable storage.
    pub(in crate::intake) async fn keep_sealed(
        &self,
        draft: Draft,
        header: Header,
        access: KeptBeside,
        added_to: Option<MailboxChange>,
    ) -> Result<KeepOutcome, NotKept> {
        let [(at, _), _] = access;
        let entry = Entry::Received {
            institution: header.institution.clone(),
            day: header.day,
            item: header.item,
        };
        let pending = entry.to_line();
        let store = &self.store;
        let kept = match added_to {
            None => store.keep(draft, header, access, pending).await,
            Some(mailbox) => {
                let kept = store.keep_addition(draft, header, access, mailbox, pending);
                kept.await
            }
        };
        match kept {
            Ok(kept) => Ok(kept),
            Err(Fault::Copied) => Err(NotKept::Copied),
            // Refused before anything was written. An earlier try may have been kept all the same.
            Err(
                fault @ (Fault::Full
                | Fault::Busy
                | Fault::TooLong
                | Fault::WrongLength
                | Fault::AccessMoved),
            ) => match store.find_access(at).await {
                Ok(Some(_)) => Ok(KeepOutcome::Already),
                Ok(None) => Err(NotKept::Store(fault)),
                Err(fault) => Err(NotKept::Unsure(fault)),
            },
            Err(fault) => Err(NotKept::Unsure(fault)),
        }
    }
}

impl Room {
    /// One look at the disk for each MiB: many uploads together fill it, too.
    pub(in crate::intake) fn look(&mut self, intake: &Intake, length: u64) -> Result<(), NotKept> {
        if let Some(left) = self.unlooked.checked_sub(length) {
            self.unlooked = left;
            return Ok(());
        }
        self.unlooked = LOOK_EVERY;
        // Also of an upload that is cut off: what it wrote stays on the disk until the next
        // rebuild.
        intake
            .take_file_bytes(length.max(LOOK_EVERY))
            .map_err(|_| NotKept::FilesClosed)
    }
}

const CONTENT: Label = Label::new("svilpe/v1/content");
/// Bytes of a file between two looks at the room that is left.
const LOOK_EVERY: u64 = 1 << 20;
