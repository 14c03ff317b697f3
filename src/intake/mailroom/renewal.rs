//! Renewal: from one code to the next, whoever asks: a page or the reporter's own tool.
//!
//! Keeps P5: a record is handed out only together with its move, a replaced code's place is closed
//! for good, and replies are handed out only for the record that is bound to their mailbox. Knows
//! locators and records. Never knows a code.
//!
//! ```text
//!            under `from`        under `to`
//!   before   the record          nothing
//!   after    closed, for good    the record, with the tag of this move
//! ```
//!
//! One commit makes the one of the other. Asked for again with the same two codes, what is under
//! `to` is known by its tag and handed out again. For each place that is closed, a decoy goes: see
//! `decoy_locators`.

use crate::intake::Intake;
use crate::intake::http::circuit::Circuit;
use crate::report::mailbox::{AccessRecord, CodeMove, MailboxId, MoveTag, RepliesLocator};
use crate::report::receipt::Locator;
use crate::rules::roster::Institution;
use crate::store::{AccessChange, AccessMove, Fault, MailboxReplies, Renewed};

/// What came of a move.
pub(super) enum MoveOutcome {
    /// Now, or by the same request before: the record under the fresh code.
    Moved(AccessRecord),
    /// Nothing is kept under the code, or no longer.
    Nothing,
    /// Something is, and this code does not open it: a tool's visit is not settled.
    Unsettled,
    /// Nothing moved: something else is kept under the fresh code, so somebody has seen it before
    /// it was used.
    FreshTaken,
    /// Nothing moved: today's moves are used up, or this circuit's part of them.
    EnoughToday,
}

impl Intake {
    /// Moves what is kept as `step` says, for good; `renewed` makes of the record what is to be
    /// under the fresh code, with `tag`. Each move is taken off the day's: it leaves something on
    /// the disk for as long as codes are kept.
    pub(super) async fn renew_record(
        &self,
        circuit: Circuit,
        step: CodeMove,
        tag: MoveTag,
        renewed: impl FnOnce(&AccessRecord) -> Option<AccessRecord>,
    ) -> Result<MoveOutcome, Fault> {
        let Some(was) = self.record_at(step.from).await? else {
            let before = self.renewed_before(step, tag).await?;
            return Ok(before.map_or(MoveOutcome::Nothing, MoveOutcome::Moved));
        };
        let settled = Some(&was).filter(|was| !was.is_unsettled(step.from, &self.pepper));
        let Some(now) = settled.and_then(renewed) else {
            return Ok(MoveOutcome::Unsettled);
        };
        if self.take_move(circuit).is_err() {
            return Ok(MoveOutcome::EnoughToday);
        }
        let closed = AccessRecord::replaced(step.from, &self.pepper);
        let decoys = self.decoy_locators.for_a_move(&self.pepper);
        let used = decoys.used;
        let fresh: Vec<Locator> = decoys.fresh.iter().map(|(at, _)| *at).collect();
        let moved = AccessMove {
            decoys,
            from: AccessChange {
                at: step.from,
                was,
                now: closed,
            },
            to: step.to,
            now: now.clone(),
        };
        match self.store.move_access(moved, self.today.day()).await? {
            Renewed::Now => {
                self.decoy_locators.keep(fresh);
                Ok(MoveOutcome::Moved(now))
            }
            // The same request twice at once, or a code that was there before.
            Renewed::NotAsSeen => {
                self.decoy_locators.keep(used);
                self.why_not_moved(step, tag).await
            }
        }
    }

    async fn why_not_moved(&self, step: CodeMove, tag: MoveTag) -> Result<MoveOutcome, Fault> {
        if let Some(record) = self.renewed_before(step, tag).await? {
            return Ok(MoveOutcome::Moved(record));
        }
        if self.record_at(step.from).await?.is_none() {
            return Ok(MoveOutcome::Nothing);
        }
        // Also a closed place is somebody's, who used the code and went on.
        let is_taken = self.store.find_access(step.to).await?.is_some();
        Ok(if is_taken {
            MoveOutcome::FreshTaken
        } else {
            MoveOutcome::EnoughToday
        })
    }

    async fn renewed_before(
        &self,
        step: CodeMove,
        tag: MoveTag,
    ) -> Result<Option<AccessRecord>, Fault> {
        let there = self.record_at(step.to).await?;
        Ok(there.filter(|record| record.has(tag)))
    }

    /// What is kept there, unless the place is closed.
    pub(super) async fn record_at(&self, at: Locator) -> Result<Option<AccessRecord>, Fault> {
        let found = self.store.find_access(at).await?;
        Ok(found.filter(|record| !record.is_closed(at, &self.pepper)))
    }

    /// A mailbox's replies, for its own record only.
    pub(super) async fn replies_for(
        &self,
        record: &AccessRecord,
        mailbox: MailboxId,
    ) -> Result<MailboxReplies, Fault> {
        if !record.is_of(mailbox, &self.pepper) {
            return Ok(MailboxReplies::default());
        }
        let at = RepliesLocator::of(mailbox, &self.pepper);
        self.store.replies(at).await
    }

    /// Whoever comes back keeps the mailbox open to its institution's officers as long as to
    /// themselves; so does whoever adds, in the commit that keeps the addition. Rewritten once a
    /// quarter at most, so that it does not tell of visits; if it fails, the next visit does it.
    pub(super) async fn keep_answerable(&self, institution: &Institution, mailbox: MailboxId) {
        let (at, record) = self.answerable(institution, mailbox);
        let today = self.today.day();
        let _ = self.store.prolong_access(at, record, today).await;
    }
}
