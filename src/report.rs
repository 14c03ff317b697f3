//! Reports: what a reporter writes.
//!
//! Skeleton: helper B owns this file.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::calendar::Day;
use crate::roster::Institution;

/// The text answers of one report. Zeroized on drop, masked `Debug`, no `Clone`.
/// All optional but `what_happened`; an addition (a follow-up) has only `what_happened`.
/// Field names are `law.md` 2.3. Enums where the law has choices.
pub struct Answers {
    /* helper B: category, what_happened, when, where_, who_involved, how_known,
    still_ongoing, harm, evidence_description, reported_before, reported_before_result,
    fear_of_retaliation, if_not_recognised, forward_consent … as in law.md 2.3 */
}

/// Name and contact of a reporter who chose to give them; sealed apart for custodians.
pub struct Identity {/* name, contact, … */}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Report,
    Addition,
}

/// What a report says of one of its files. The name is as the reporter's computer gave it: inert text.
pub struct FileNote {
    pub number: u16,
    pub name: Zeroizing<String>,
    pub kind: Zeroizing<String>,
    pub length: u64,
    pub sha256: [u8; 32],
}

/// `report.json`, as an officer reads it.
pub struct Report {/* kind, institution, day, language, mailbox (id + recipient), answers, files, recipients, left_out, roster digest+version */}

impl Report {
    pub fn day(&self) -> Day {
        todo!()
    }
    pub fn institution(&self) -> &Institution {
        todo!()
    }
}
