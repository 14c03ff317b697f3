//! Return visits: from a code to answers.
//!
//! Keeps P5 (only the code opens the answers; one code, one visit). Knows a code while one request
//! lasts. Never keeps it, and answers an unknown code after the same steps as a known one.
//!
//! ```text
//!   code ──▶ known? ──▶ fresh code shown ──▶ "I have saved it" ──▶ moved to the fresh code, opened
//! ```
//!
//! On a crash or a cut connection before the move, the old code still works; after it, the fresh one does.

use super::code_derivation::DerivationQueue;
use crate::intake::Intake;
use crate::keys::digest::ReportDigest;
use crate::report::content::ContentTag;
use crate::report::mailbox::{AccessRecord, FirstReport, Mailbox, MailboxId, Reply};
use crate::report::receipt::{Code, Receipt};
use crate::rules::roster::Institution;
use crate::store::{Fault, Renewed};

/// An opened mailbox and what waited in it.
pub struct Visit {
    /// Opened for as long as the request lasts.
    pub mailbox: Mailbox,
    /// The report that it came with.
    pub first: FirstReport,
    /// As they followed each other, those of which nobody knows who wrote them last. What can't be opened is
    /// left out and counted.
    pub replies: Vec<Reply>,
    /// Replies that don't open.
    pub unreadable: usize,
}

/// Why a visit ends early.
#[derive(Debug)]
pub enum NoVisit {
    /// Nothing is kept under this code. An unknown, a used and an expired code are the same here.
    Unknown,
    /// Too many visits wait already.
    Busy,
    /// The store failed; nothing was changed.
    Store(Fault),
    /// The store failed during a move: it may have happened. One of the two codes opens the mailbox.
    Moving(Fault),
}

impl Intake {
    /// Is anything kept under this code?
    pub async fn knows(&self, code: Code) -> Result<Code, NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        let found = self
            .store
            .find_access(self.pepper.locate(receipt.claim()))
            .await;
        match found.map_err(NoVisit::Store)? {
            Some(_) => Ok(code),
            None => Err(NoVisit::Unknown),
        }
    }

    /// Opens what is kept under `old` and moves it under `fresh`, for good. Asking again with the same two
    /// codes (a reload) opens it again.
    pub async fn renew(&self, old: Code, fresh: Code) -> Result<(Code, Visit), NoVisit> {
        self.moved(old, fresh)
            .await
            .map_err(|no_visit| match no_visit {
                // A full disk moves nothing. But its reader has just written down the fresh code, and has
                // to hear that it may still be the old one that opens.
                NoVisit::Store(fault) => NoVisit::Moving(fault),
                other => other,
            })
    }

    async fn moved(&self, old: Code, fresh: Code) -> Result<(Code, Visit), NoVisit> {
        let (_, old) = self.derive(old).await?;
        let (fresh, new) = self.derive(fresh).await?;
        let from = self.pepper.locate(old.claim());
        let to = self.pepper.locate(new.claim());
        let Some(record) = self.store.find_access(from).await.map_err(NoVisit::Store)? else {
            return Ok((fresh, self.look_in(&new).await?));
        };
        let (mailbox, first) = Mailbox::unwrap(&record, old.wrap_key()).ok_or(NoVisit::Unknown)?;
        // Before the move: a request that is dropped during it would not come to it any more.
        self.spent.note(from, self.today.day());
        let record = mailbox.wrap(first, new.wrap_key());
        let moved = self
            .store
            .renew_access(from, to, record, self.today.day())
            .await;
        match moved.map_err(NoVisit::Store)? {
            Renewed::Now => Ok((fresh, self.gather(mailbox, first).await?)),
            Renewed::Before => Ok((fresh, self.look_in(&new).await?)),
            Renewed::Unknown => Err(NoVisit::Unknown),
        }
    }

    /// Opens what is kept under `code` and leaves it there.
    pub async fn open(&self, code: Code) -> Result<(Code, Visit), NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        Ok((code, self.look_in(&receipt).await?))
    }

    /// The mailbox under `code`, for adding something.
    pub async fn mailbox(&self, code: Code) -> Result<(Code, Mailbox), NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        let (mailbox, _) = self.unwrap(&receipt).await?;
        Ok((code, mailbox))
    }

    async fn look_in(&self, receipt: &Receipt) -> Result<Visit, NoVisit> {
        let (mailbox, first) = self.unwrap(receipt).await?;
        self.gather(mailbox, first).await
    }

    async fn unwrap(&self, receipt: &Receipt) -> Result<(Mailbox, FirstReport), NoVisit> {
        let found = self
            .store
            .find_access(self.pepper.locate(receipt.claim()))
            .await;
        let record = found.map_err(NoVisit::Store)?.ok_or(NoVisit::Unknown)?;
        Mailbox::unwrap(&record, receipt.wrap_key()).ok_or(NoVisit::Unknown)
    }

    async fn gather(&self, mailbox: Mailbox, first: FirstReport) -> Result<Visit, NoVisit> {
        let sealed = self
            .store
            .replies(mailbox.id())
            .await
            .map_err(NoVisit::Store)?;
        self.keep_answerable(mailbox.institution(), mailbox.id())
            .await;
        // If the ledger can't be asked, nobody's signature can be checked just now: that is said, and no answer lost.
        let rosters = self.keeper.rosters(mailbox.institution()).await;
        let rosters = rosters.unwrap_or_default();
        let opened = sealed
            .iter()
            .filter_map(|reply| mailbox.open(reply, &rosters).ok());
        let mut replies: Vec<Reply> = opened.collect();
        Reply::put_in_order(&mut replies);
        let unreadable = sealed.len() - replies.len();
        Ok(Visit {
            mailbox,
            first,
            replies,
            unreadable,
        })
    }

    /// Whoever comes back keeps the mailbox open to its institution's officers as long as to themselves. Rewritten
    /// once a quarter at most, so that it does not tell of visits; if it fails, the next visit does it.
    pub(super) async fn keep_answerable(&self, institution: &Institution, mailbox: MailboxId) {
        let today = self.today.day();
        let at = self.pepper.locate_mailbox(institution, mailbox.as_bytes());
        let first = FirstReport {
            item: ReportDigest::from_bytes([0; 32]),
            day: today,
            content: ContentTag::NONE,
        };
        let record = AccessRecord::of_nobody(institution, first);
        let _ = self.store.prolong_access(at, record, today).await;
    }

    /// May officers of this institution answer in the mailbox?
    pub(in crate::intake) async fn is_answerable(
        &self,
        institution: &Institution,
        mailbox: MailboxId,
    ) -> Result<bool, Fault> {
        let at = self.pepper.locate_mailbox(institution, mailbox.as_bytes());
        Ok(self.store.find_access(at).await?.is_some())
    }

    async fn derive(&self, code: Code) -> Result<(Code, Receipt), NoVisit> {
        self.stretchers
            .derive(code, DerivationQueue::Visits)
            .await
            .map_err(|_| NoVisit::Busy)
    }
}
