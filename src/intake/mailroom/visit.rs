//! Return visits: from a code to answers.
//!
//! Keeps P5 (only the code opens the answers; one code, one visit). Knows a code while one request
//! lasts. Never keeps it, and answers an unknown code after the same steps as a known one.
//!
//! ```text
//!   code ──▶ known? ──▶ fresh code shown ──▶ "I have saved it" ──▶ moved to the fresh code, opened
//! ```
//!
//! On a crash or a cut connection before the move, the old code still works; after it, the fresh
//! one does.

use super::code_derivation::DerivationQueue;
use super::renewal::MoveOutcome;
use crate::intake::Intake;
use crate::intake::http::circuit::Circuit;
use crate::report::mailbox::{AccessRecord, CodeMove, FirstReport, Mailbox, MailboxId, Reply};
use crate::report::receipt::{Code, Locator, Receipt};
use crate::rules::roster::Institution;
use crate::store::Fault;

/// An opened mailbox and what waited in it.
pub struct Visit {
    /// Opened for as long as the request lasts.
    pub mailbox: Mailbox,
    /// The report that it came with.
    pub first: FirstReport,
    /// As they followed each other, those of which nobody knows who wrote them last. What can't be
    /// opened is left out and counted.
    pub replies: Vec<Reply>,
    /// Replies that don't open, here or with the mailbox's key.
    pub unreadable: usize,
}

/// A record that its code opened, for adding something.
pub struct Unlocked {
    pub at: Locator,
    pub record: AccessRecord,
    pub receipt: Receipt,
    /// The report that the mailbox came with.
    pub first: FirstReport,
}

/// Why a visit ends early.
#[derive(Debug)]
pub enum NoVisit {
    /// Nothing is kept under this code. An unknown, a used and an expired code are the same here.
    Unknown,
    /// A tool has moved it and not settled yet: only that tool can go on.
    Unsettled,
    /// Something else is kept under the fresh code: somebody saw it before it was used. Nothing
    /// was changed, and the old code opens what it opened.
    FreshTaken { old: Code, fresh: Code },
    /// Too many visits wait already, or today's moves are used up.
    Busy,
    /// The store failed; nothing was changed.
    Store(Fault),
    /// The store failed during a move: it may have happened. One of the two codes opens the
    /// mailbox.
    Moving(Fault),
}

impl Intake {
    /// Does this code open anything? Nothing is handed out, and nothing changes.
    pub async fn knows(&self, code: Code) -> Result<Code, NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        self.unlock(receipt).await?;
        Ok(code)
    }

    /// Opens what is kept under `old` and moves it under `fresh`, for good. Asking again with the
    /// same two codes (a reload) opens it again: whoever calls this has checked that a form of ours
    /// named both.
    pub async fn renew(
        &self,
        circuit: Circuit,
        old: Code,
        fresh: Code,
    ) -> Result<(Code, Visit), NoVisit> {
        self.moved(circuit, old, fresh)
            .await
            .map_err(|no_visit| match no_visit {
                // A full disk moves nothing. But its reader has just written down the fresh code,
                // and has to hear that it may still be the old one that opens.
                NoVisit::Store(fault) => NoVisit::Moving(fault),
                other => other,
            })
    }

    async fn moved(
        &self,
        circuit: Circuit,
        old: Code,
        fresh: Code,
    ) -> Result<(Code, Visit), NoVisit> {
        let (old_code, old) = self.derive(old).await?;
        let (fresh, new) = self.derive(fresh).await?;
        let step = CodeMove {
            from: self.pepper.locate(old.claim()),
            to: self.pepper.locate(new.claim()),
        };
        let tag = step.opened(&self.pepper);
        let rewrapped = |record: &AccessRecord| {
            let (mailbox, first) = Mailbox::unwrap(&record.wrapped()?, old.wrap_key())?;
            let wrapped = mailbox.wrap(first, new.wrap_key());
            let renewed = AccessRecord::bound(tag, &wrapped, mailbox.id(), &self.pepper);
            Some(renewed)
        };
        let renewal = self.renew_record(circuit, step, tag, rewrapped).await;
        match renewal.map_err(NoVisit::Store)? {
            MoveOutcome::Moved(record) => Ok((fresh, self.look_in(&record, &new).await?)),
            MoveOutcome::Nothing => Err(NoVisit::Unknown),
            MoveOutcome::Unsettled => Err(NoVisit::Unsettled),
            MoveOutcome::FreshTaken => Err(NoVisit::FreshTaken {
                old: old_code,
                fresh,
            }),
            MoveOutcome::EnoughToday => Err(NoVisit::Busy),
        }
    }

    /// Opens what is kept under `code` and leaves it there, where policy renews no codes.
    pub async fn open(&self, code: Code) -> Result<(Code, Visit), NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        let (unlocked, _) = self.unlock(receipt).await?;
        let visit = self.look_in(&unlocked.record, &unlocked.receipt).await?;
        Ok((code, visit))
    }

    /// The mailbox under `code`, for adding something: whoever calls this has checked that a form
    /// of ours was made for this very code.
    pub async fn mailbox(&self, code: Code) -> Result<(Code, Unlocked, Mailbox), NoVisit> {
        let (code, receipt) = self.derive(code).await?;
        let (unlocked, mailbox) = self.unlock(receipt).await?;
        Ok((code, unlocked, mailbox))
    }

    async fn unlock(&self, receipt: Receipt) -> Result<(Unlocked, Mailbox), NoVisit> {
        let at = self.pepper.locate(receipt.claim());
        let found = self.record_at(at).await.map_err(NoVisit::Store)?;
        let record = found.ok_or(NoVisit::Unknown)?;
        let (mailbox, first) = opened(&record, &receipt)?;
        let unlocked = Unlocked {
            at,
            record,
            receipt,
            first,
        };
        Ok((unlocked, mailbox))
    }

    async fn look_in(&self, record: &AccessRecord, receipt: &Receipt) -> Result<Visit, NoVisit> {
        let (mailbox, first) = opened(record, receipt)?;
        self.keep_answerable(mailbox.institution(), mailbox.id())
            .await;
        let sealed = self.replies_for(record, mailbox.id()).await;
        let sealed = sealed.map_err(NoVisit::Store)?;
        // If the ledger can't be asked, nobody's signature can be checked just now: that is said,
        // and no answer lost.
        let rosters = self.sequencer.rosters(mailbox.institution()).await;
        let rosters = rosters.unwrap_or_default();
        let opened = sealed
            .replies
            .iter()
            .filter_map(|reply| mailbox.open(reply, &rosters).ok());
        let mut replies: Vec<Reply> = opened.collect();
        Reply::put_in_order(&mut replies);
        let unreadable = sealed.damaged + sealed.replies.len() - replies.len();
        Ok(Visit {
            mailbox,
            first,
            replies,
            unreadable,
        })
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
        self.code_derivation
            .derive(code, DerivationQueue::Visits)
            .await
            .map_err(|_| NoVisit::Busy)
    }
}

fn opened(record: &AccessRecord, receipt: &Receipt) -> Result<(Mailbox, FirstReport), NoVisit> {
    let wrapped = record.wrapped().ok_or(NoVisit::Unknown)?;
    Mailbox::unwrap(&wrapped, receipt.wrap_key()).ok_or(NoVisit::Unsettled)
}
