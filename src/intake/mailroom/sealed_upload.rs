//! Sealed uploads: what a reporter's own tool delivers, and what waits for it.
//!
//! Keeps P4, P5 and P6 for those who do without the forms. Knows ciphertext, claims and wrapped
//! records, for as long as one request lasts. Never knows a code, a word, or a key that opens
//! anything.
//!
//! ```text
//!   Delivery ─▶ today's terms? ─▶ age file, pieces: header, officers ─▶ draft ─▶ padded? ─▶ keep
//!   Visit      ─▶ record moves to the fresh claim ─▶ handed out, or one that opens nothing
//!   Settlement ─▶ wrapped again by its owner ─▶ sealed replies
//! ```
//!
//! On a crash or a cut connection: as with the forms. The same claim again keeps nothing new; the
//! same visit and the same settlement again are answered as before. Between the two only the tool
//! that asked for the first can go on: it has both codes.

use bytes::Bytes;

use super::daily_budget::TextShare;
use super::receive::{NotKept, Room};
use super::renewal::MoveOutcome;
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::body_rate::Paced;
use crate::intake::http::circuit::Circuit;
use crate::intake::web::pages::{Accounted, LedgerLine};
use crate::net::http_signature::InstanceId;
use crate::report::content_tag::ContentTag;
use crate::report::mailbox::{
    AccessRecord, CodeMove, FirstReport, MailboxId, MoveTag, WrappedMailbox,
};
use crate::report::receipt::Locator;
use crate::report::sealed::{CiphertextCheck, NotSealed};
use crate::report::upload_protocol::{
    Accounting, Declined, Delivery, DeliveryKind, MailboxContents, ServerTerms, Settlement,
    VisitRequest,
};
use crate::rules::calendar::Day;
use crate::rules::policy::Renewal;
use crate::rules::roster::{Institution, Roster};
use crate::store::{AccessChange, Draft, Fault, Header, KeepOutcome, MailboxChange, Renewed};

/// An age file on its way in.
struct Incoming<'a> {
    intake: &'a Intake,
    arriving: CiphertextCheck,
    draft: Draft,
    room: Option<Room>,
    /// Not taken yet.
    share: Option<TextShare>,
    bytes: usize,
}

impl Intake {
    /// What has to be known before a report to this institution can be sealed.
    pub(in crate::intake) fn terms(&self, roster: &Roster) -> Option<ServerTerms> {
        let instance = InstanceId::from_bytes(self.store.instance().id);
        ServerTerms::of(instance, self.today.day(), &self.policy, roster)
    }

    /// Keeps a sealed report, or an addition: here they are the same. Without a share of the day's
    /// text it needs room for files.
    pub(in crate::intake) async fn take_delivery(
        &self,
        roster: &Roster,
        mut body: Paced,
        share: Option<TextShare>,
    ) -> Result<KeepOutcome, Declined> {
        let (delivery, rest) = read_delivery(&mut body).await?;
        let today = self.today.day();
        if delivery.day != today || delivery.roster != roster.digest() {
            return Err(Declined::OtherTerms);
        }
        // Before the file comes: what can't be added to anything is not read.
        let added_to = self.added_to_by(roster.institution(), &delivery).await?;
        let mut incoming = Incoming {
            intake: self,
            arriving: CiphertextCheck::begin(roster.officers().len()),
            draft: self.store.begin(),
            room: share.is_none().then(Room::default),
            share,
            bytes: 0,
        };
        incoming.take(&rest).await?;
        while let Some(piece) = body.piece().await? {
            incoming.take(&piece).await?;
        }
        let arrived = incoming.arriving.finish()?;
        let (draft, share) = (incoming.draft, incoming.share);
        let header = Header {
            institution: roster.institution().clone(),
            day: today,
            item: arrived.item,
            length: arrived.length,
        };
        let at = self.pepper.locate(&delivery.claim);
        let (record, mailbox) = self.record_for(at, &delivery);
        let access = [(at, record), self.answerable(roster.institution(), mailbox)];
        // Whoever can copy sealed bytes (an officer, their maker) could have them entered twice, or
        // for another institution: an item that the ledger has comes from its own claim or not at
        // all.
        let _held = self.sequencer.hold_batches().await;
        let entered = self.sequencer.find(&header.item).await;
        let entered = entered.map_err(|_| Declined::NotNow)?.is_some();
        let is_traced = self.is_traced(at).await.map_err(|_| Declined::NotNow)?;
        if entered && !is_traced {
            return Err(Declined::NotSealed);
        }
        if let Some(share) = share.filter(|_| !is_traced) {
            self.take_text(share)?;
        }
        let kept = self.keep_sealed(draft, header, access, added_to);
        Ok(kept.await?)
    }

    /// What comes to the place of a delivery's claim: a first report's mailbox; an addition has one
    /// already, and closes the place.
    fn record_for(&self, at: Locator, delivery: &Delivery) -> (AccessRecord, MailboxId) {
        match delivery.kind {
            DeliveryKind::Report => {
                let mailbox = delivery.secret.id();
                let record = AccessRecord::new(&delivery.wrapped, mailbox, &self.pepper);
                (record, mailbox)
            }
            DeliveryKind::Addition { .. } => {
                (AccessRecord::closed(at, &self.pepper), MailboxId::random())
            }
        }
    }

    /// What an addition changes: the record under its code, if it is this mailbox's and settled.
    /// An unsettled one would lose its mark and keep its tag, by which the visit that moved it
    /// hands it out again.
    async fn added_to_by(
        &self,
        institution: &Institution,
        delivery: &Delivery,
    ) -> Result<Option<MailboxChange>, Declined> {
        let DeliveryKind::Addition { code } = &delivery.kind else {
            return Ok(None);
        };
        let (at, mailbox) = (self.pepper.locate(code), delivery.secret.id());
        let found = self.record_of(at, mailbox).await?;
        let settled = found.filter(|was| !was.is_unsettled(at, &self.pepper));
        let was = settled.ok_or(Declined::NoCode)?;
        let tag = was.tag().unwrap_or_else(MoveTag::random);
        let now = AccessRecord::bound(tag, &delivery.wrapped, mailbox, &self.pepper);
        Ok(Some(MailboxChange {
            record: AccessChange { at, was, now },
            answerable: self.answerable(institution, mailbox),
        }))
    }

    /// Moves the record to the fresh claim and hands it out, still wrapped under the code before;
    /// or one that nobody opens: the steps before a write, and the bytes, are the same.
    pub(in crate::intake) async fn visit_sealed(
        &self,
        visit: &VisitRequest,
        circuit: Circuit,
    ) -> Result<WrappedMailbox, Declined> {
        let step = self.step_of(visit)?;
        let nobodys = step.nobodys(&self.pepper);
        let record = if visit.stays() {
            let found = self.record_at(step.to).await;
            found.map_err(|_| Declined::NotNow)?
        } else {
            self.handed_out(circuit, step).await?
        };
        Ok(record
            .and_then(|record| record.wrapped())
            .unwrap_or(nobodys))
    }

    async fn handed_out(
        &self,
        circuit: Circuit,
        step: CodeMove,
    ) -> Result<Option<AccessRecord>, Declined> {
        let tag = step.moved(&self.pepper);
        let renewed = |record: &AccessRecord| Some(record.moved(step, &self.pepper));
        let renewal = self.renew_record(circuit, step, tag, renewed);
        match renewal.await {
            Ok(MoveOutcome::Moved(record)) => Ok(Some(record)),
            Ok(MoveOutcome::Nothing | MoveOutcome::Unsettled | MoveOutcome::FreshTaken) => Ok(None),
            Ok(MoveOutcome::EnoughToday) => Err(Declined::Busy),
            // These refuse before they move anything.
            Err(Fault::Full) => Err(Declined::NotNow),
            Err(_) => Err(Declined::Unsure),
        }
    }

    /// Keeps the record as its owner wrapped it, and hands out what waits. None: nothing is kept
    /// under these claims, or not this mailbox.
    pub(in crate::intake) async fn settle_sealed(
        &self,
        settlement: Settlement,
    ) -> Result<Option<MailboxContents>, Declined> {
        let step = self.step_of(&settlement.visit)?;
        let mailbox = settlement.secret.id();
        let Some(record) = self.settled(step, &settlement, mailbox).await? else {
            return Ok(None);
        };
        // Whose mailbox it is, is in the wrapped part alone: only where it is one does anything
        // happen.
        for roster in self.rosters.iter() {
            self.keep_answerable(roster.institution(), mailbox).await;
        }
        let replies = self.replies_for(&record, mailbox).await;
        let first = FirstReport {
            item: settlement.item,
            day: self.plausible(settlement.received),
            content: ContentTag::NONE,
        };
        // The record is settled already: the fresh code opens the mailbox from now on.
        let replies = replies.map_err(|_| Declined::Unsure)?;
        let line = self.ledger_line(first, replies.replies.len() + replies.damaged);
        let line = line.await;
        let accounting = line.map(Accounting::from);
        Ok(Some(MailboxContents {
            damaged: replies.damaged,
            ..MailboxContents::newest(replies.replies, accounting)
        }))
    }

    /// The record once it is as `settlement` wants it; none if it is another one's.
    async fn settled(
        &self,
        step: CodeMove,
        settlement: &Settlement,
        mailbox: MailboxId,
    ) -> Result<Option<AccessRecord>, Declined> {
        let wrapped = &settlement.wrapped;
        let tag = step.settled(wrapped, &self.pepper);
        let Some(was) = self.record_of(step.to, mailbox).await? else {
            return Ok(None);
        };
        if settlement.visit.stays() {
            // Nothing moved, and nothing changes: whoever has the record has the code.
            return Ok(Some(was).filter(|was| was.wrapped().as_ref() == Some(wrapped)));
        }
        if !was.has(step.moved(&self.pepper)) {
            // The same settlement again, or somebody else's.
            return Ok(Some(was).filter(|was| was.has(tag)));
        }
        let now = AccessRecord::bound(tag, wrapped, mailbox, &self.pepper);
        let change = AccessChange {
            at: step.to,
            was,
            now: now.clone(),
        };
        match self.store.change_access(change, self.today.day()).await {
            Ok(Renewed::Now) => Ok(Some(now)),
            Ok(Renewed::NotAsSeen) => {
                let there = self.record_of(step.to, mailbox).await?;
                Ok(there.filter(|there| there.has(tag)))
            }
            // These refuse before they change anything.
            Err(Fault::Full) => Err(Declined::NotNow),
            Err(_) => Err(Declined::Unsure),
        }
    }

    /// What is kept there, if it is this mailbox's record.
    async fn record_of(
        &self,
        at: Locator,
        mailbox: MailboxId,
    ) -> Result<Option<AccessRecord>, Declined> {
        let found = self.record_at(at).await.map_err(|_| Declined::NotNow)?;
        Ok(found.filter(|record| record.is_of(mailbox, &self.pepper)))
    }

    /// Refuses a move where policy renews no codes, and no move where it does.
    fn step_of(&self, visit: &VisitRequest) -> Result<CodeMove, Declined> {
        let stays = self.policy.renewal() == Renewal::Never;
        if visit.stays() != stays {
            return Err(Declined::NotRead);
        }
        Ok(CodeMove {
            from: self.pepper.locate(&visit.from),
            to: self.pepper.locate(&visit.to),
        })
    }

    /// The day that a reporter's record tells, unless a stranger made it up.
    fn plausible(&self, received: Day) -> Day {
        let today = self.today.day();
        let age = today.days_since(received);
        if (0..=OLDEST_DAYS).contains(&age) {
            received
        } else {
            today
        }
    }
}

impl Incoming<'_> {
    async fn take(&mut self, piece: &[u8]) -> Result<(), Declined> {
        if let Some(room) = &mut self.room {
            room.look(self.intake, piece.len() as u64)?;
        }
        self.arriving.write(piece)?;
        self.bytes += piece.len();
        // From here on something stays on the disk, until the next rebuild, whatever comes of it.
        if self.bytes > Draft::IN_MEMORY
            && let Some(share) = self.share.take()
        {
            self.intake.take_text(share)?;
        }
        let kept = self.draft.append(piece).await;
        kept.map_err(|_| Declined::NotNow)
    }
}

/// Thirty years: no mailbox lives as long.
const OLDEST_DAYS: i32 = 30 * 366;

/// What stands before the age file, and the file's first bytes.
async fn read_delivery(body: &mut Paced) -> Result<(Delivery, Bytes), Declined> {
    let mut head = zeroize::Zeroizing::new(Vec::with_capacity(Delivery::LENGTH));
    while let Some(mut piece) = body.piece().await? {
        let missing = Delivery::LENGTH - head.len();
        let part = piece.split_to(missing.min(piece.len()));
        head.extend_from_slice(&part);
        if head.len() == Delivery::LENGTH {
            let delivery = Delivery::parse(&head).ok_or(Declined::NotRead)?;
            return Ok((delivery, piece));
        }
    }
    Err(Declined::NotRead)
}

impl From<LedgerLine> for Accounting {
    fn from(line: LedgerLine) -> Self {
        Self {
            entry: line.entry,
            accounted: line.accounted == Accounted::Yes,
            status: line.status,
            next: line.next,
            silent: line.silent,
        }
    }
}

impl From<BodyRefused> for Declined {
    fn from(refused: BodyRefused) -> Self {
        match refused {
            BodyRefused::TooLarge => Self::TooLarge,
            BodyRefused::TooSlow => Self::TooSlow,
            BodyRefused::NoRoom => Self::Busy,
            BodyRefused::Unreadable | BodyRefused::TooManyParts | BodyRefused::CutOff => {
                Self::NotRead
            }
        }
    }
}

impl From<NotSealed> for Declined {
    fn from(_: NotSealed) -> Self {
        Self::NotSealed
    }
}

impl From<NotKept> for Declined {
    fn from(not_kept: NotKept) -> Self {
        match not_kept {
            NotKept::Body(refused) => refused.into(),
            NotKept::FilesClosed => Self::NoFiles,
            NotKept::TooManyFiles | NotKept::FileTooLarge | NotKept::FilesTooLarge => {
                Self::TooLarge
            }
            NotKept::Copied => Self::NotSealed,
            NotKept::Sealing(_) | NotKept::Store(_) => Self::NotNow,
            NotKept::Unsure(_) => Self::Unsure,
        }
    }
}
