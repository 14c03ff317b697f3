//! Sealed elsewhere: what a reporter's own tool delivers, and what waits for it.
//!
//! Keeps P4, P5 and P6 for those who do without the forms. Knows ciphertext, claims and wrapped records, for
//! as long as one request lasts. Never knows a code, a word, or a key that opens anything.
//!
//! ```text
//!   Delivery ─▶ today's terms? ─▶ age file, piece by piece: header, officers ─▶ draft ─▶ padded? ─▶ kept
//!   Claim    ─▶ record, or one that opens nothing
//!   Opening  ─▶ record moves to the fresh claim ─▶ sealed replies
//! ```
//!
//! On a crash or a cut connection: as with the forms. The same claim again keeps nothing new; the same two
//! claims again open the same mailbox.

use bytes::Bytes;

use super::receive::{NotKept, Room};
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::body_rate::Paced;
use crate::intake::web::pages::{Accounted, LedgerLine};
use crate::keys::digest::ReportDigest;
use crate::net::http_signature::InstanceId;
use crate::report::content::ContentTag;
use crate::report::mailbox::{AccessRecord, FirstReport};
use crate::report::receipt::{Claim, Locator};
use crate::report::sealed::{Arriving, NotSealed};
use crate::report::upload_protocol::{
    Accounting, Declined, Delivery, OpenMailbox, ServerTerms, Waiting,
};
use crate::rules::calendar::Day;
use crate::rules::policy::Renewal;
use crate::rules::roster::Roster;
use crate::store::{Draft, Fault, Header, KeepOutcome, Renewed};

/// An age file on its way in.
struct Incoming<'a> {
    intake: &'a Intake,
    arriving: Arriving,
    draft: Draft,
    room: Option<Room>,
}

impl Intake {
    /// What has to be known before a report to this institution can be sealed.
    pub(in crate::intake) fn terms(&self, roster: &Roster) -> Option<ServerTerms> {
        let instance = InstanceId::from_bytes(self.store.instance().id);
        ServerTerms::of(instance, self.today.day(), &self.policy, roster)
    }

    /// Keeps a sealed report, or an addition: here they are the same. `upload`: it needs room for files.
    pub(in crate::intake) async fn take_delivery(
        &self,
        roster: &Roster,
        mut body: Paced,
        upload: bool,
    ) -> Result<KeepOutcome, Declined> {
        let (delivery, rest) = read_delivery(&mut body).await?;
        let today = self.today.day();
        if delivery.day != today || delivery.roster != roster.digest() {
            return Err(Declined::OtherTerms);
        }
        let mut incoming = Incoming {
            intake: self,
            arriving: Arriving::begin(roster.officers().len()),
            draft: self.store.begin(),
            room: upload.then(Room::default),
        };
        incoming.take(&rest).await?;
        while let Some(piece) = body.piece().await? {
            incoming.take(&piece).await?;
        }
        let arrived = incoming.arriving.finish()?;
        let header = Header {
            institution: roster.institution().clone(),
            day: today,
            item: arrived.item,
            length: arrived.length,
        };
        let at = self.pepper.locate(&delivery.claim);
        // Whoever can copy sealed bytes (an officer, their maker) could have them entered twice, or for
        // another institution: an item that the ledger has comes from its own claim or not at all.
        let _unmoved = self.keeper.unmoved().await;
        let entered = self.keeper.find(&header.item).await;
        let entered = entered.map_err(|_| Declined::NotNow)?.is_some();
        if entered && !self.spent.holds(&at) && !self.is_kept(at).await? {
            return Err(Declined::NotSealed);
        }
        let access = (at, delivery.record);
        let kept = self.keep_sealed(incoming.draft, header, access, delivery.mailbox);
        Ok(kept.await?)
    }

    /// The record under a claim, or one that nobody opens: the steps, and the bytes, are the same.
    pub(in crate::intake) async fn record_under(
        &self,
        claim: &Claim,
    ) -> Result<AccessRecord, Declined> {
        let nobodys = self.record_of_nobody()?;
        let found = self.store.find_access(self.pepper.locate(claim)).await;
        Ok(found.map_err(|_| Declined::NotNow)?.unwrap_or(nobodys))
    }

    /// Moves the record for good, and hands out what waits. None: nothing is kept under these claims.
    pub(in crate::intake) async fn open_sealed(
        &self,
        opening: OpenMailbox,
    ) -> Result<Option<Waiting>, Declined> {
        let stays = self.policy.renewal() == Renewal::Never;
        if opening.stays() != stays {
            return Err(Declined::NotRead);
        }
        let OpenMailbox {
            from,
            to,
            record,
            mailbox,
            item,
            received,
        } = opening;
        let (from, to) = (self.pepper.locate(&from), self.pepper.locate(&to));
        let known = if stays {
            self.is_kept(from).await?
        } else {
            self.moves(from, to, record).await?
        };
        if !known {
            return Ok(None);
        }
        let replies = self.store.replies(mailbox).await;
        // Whose mailbox it is, is in the wrapped record alone: only where it is one does anything happen.
        for roster in &self.rosters {
            self.keep_answerable(roster.institution(), mailbox).await;
        }
        let first = FirstReport {
            item,
            day: self.plausible(received),
            content: ContentTag::NONE,
        };
        let accounting = self.ledger_line(first).await.map(Accounting::from);
        // The record has moved already: the fresh code opens the mailbox from now on.
        let replies = replies.map_err(|_| Declined::Unsure)?;
        Ok(Some(Waiting::newest(replies, accounting)))
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

    async fn is_kept(&self, at: Locator) -> Result<bool, Declined> {
        let found = self.store.find_access(at).await;
        Ok(found.map_err(|_| Declined::NotNow)?.is_some())
    }

    async fn moves(
        &self,
        from: Locator,
        to: Locator,
        record: AccessRecord,
    ) -> Result<bool, Declined> {
        if !self.is_kept(from).await? {
            // The same step again, or nothing at all.
            return self.is_kept(to).await;
        }
        // Before the move: a request that is dropped during it would not come to it any more.
        self.spent.note(from, self.today.day());
        let moved = self
            .store
            .renew_access(from, to, record, self.today.day())
            .await;
        match moved {
            Ok(Renewed::Now | Renewed::Before) => Ok(true),
            Ok(Renewed::Unknown) => Ok(false),
            // These refuse before they move anything.
            Err(Fault::Full | Fault::Busy) => Err(Declined::NotNow),
            Err(_) => Err(Declined::Unsure),
        }
    }

    fn record_of_nobody(&self) -> Result<AccessRecord, Declined> {
        // No institution, no reporter: then there is nothing to find either.
        let roster = self.rosters.first().ok_or(Declined::NotRead)?;
        let first = FirstReport {
            item: ReportDigest::from_bytes([0; 32]),
            day: self.today.day(),
            content: ContentTag::NONE,
        };
        Ok(AccessRecord::of_nobody(roster.institution(), first))
    }
}

impl Incoming<'_> {
    async fn take(&mut self, piece: &[u8]) -> Result<(), Declined> {
        if let Some(room) = &mut self.room {
            room.look(self.intake, piece.len() as u64)?;
        }
        self.arriving.write(piece)?;
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
