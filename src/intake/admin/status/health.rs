//! How a running server is: for its operator, and for a machine that watches it.
//!
//! Keeps P2: nothing of it is about people. There is no number of reports, visits or connections in
//! it, and no hour. Knows days and bytes.

use serde::{Deserialize, Serialize};

use crate::intake::Intake;
use crate::intake::admin::known_days::day_tidied;
use crate::rules::calendar::Day;
use crate::store::Fault;

/// What a server says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Health {
    pub version: String,
    /// The day that it goes by; expected only, while the clock is in doubt.
    pub today: Day,
    pub is_clock_believed: bool,
    /// What the clock says, if it was ahead and is behind `today` now.
    pub clock_behind: Option<Day>,
    /// When what is past its day was last forgotten, and the store written anew.
    pub tidied: Option<Day>,
    /// When the last backup was made of it.
    pub backed_up: Option<Day>,
    /// Bytes of its disk, those of them that are free, and those that files may still take.
    pub disk_bytes: u64,
    pub free_bytes: u64,
    pub bytes_for_files: u64,
    /// Records that do not open.
    pub damaged: usize,
}

/// What somebody should see to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Concern {
    /// Nothing expires, and nothing is appended to the ledger.
    ClockInDoubt,
    /// The clock was ahead, and went back to this day: entries are of the later one until it has
    /// come.
    ClockWentBack(Day),
    /// So many records do not open.
    Damaged(usize),
    /// Files are refused.
    FilesRefused,
    /// So many bytes are left for files.
    LittleRoom(u64),
    /// For so many days nothing was forgotten, nor the store written anew.
    Untidied(i32),
    NeverBackedUp,
    /// So many days ago.
    BackedUpLongAgo(i32),
}

impl Health {
    /// Of a server that runs; `backed_up` is noted beside its store.
    pub(super) async fn of(intake: &Intake, backed_up: Option<Day>) -> Result<Self, Fault> {
        let room = intake.store.disk()?;
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            today: intake.today.day(),
            is_clock_believed: intake.today.judge().is_ok(),
            clock_behind: intake.today.clock_behind(),
            tidied: day_tidied(&intake.store).await?,
            backed_up,
            disk_bytes: room.whole,
            free_bytes: room.free,
            bytes_for_files: intake.room_for_files().unwrap_or_default(),
            damaged: intake.store.damaged().await?,
        })
    }

    /// The most urgent first.
    pub(crate) fn concerns(&self, backup_days_max: i32) -> Vec<Concern> {
        let since = |day: Day| self.today.days_since(day);
        let mut concerns = Vec::new();
        if !self.is_clock_believed {
            concerns.push(Concern::ClockInDoubt);
        }
        concerns.extend(self.clock_behind.map(Concern::ClockWentBack));
        if self.damaged > 0 {
            concerns.push(Concern::Damaged(self.damaged));
        }
        match self.bytes_for_files {
            0 => concerns.push(Concern::FilesRefused),
            left if left < self.disk_bytes / LITTLE_PART => {
                concerns.push(Concern::LittleRoom(left));
            }
            _ => {}
        }
        // A server that was just made has had no night.
        if let Some(days) = self
            .tidied
            .map(since)
            .filter(|days| *days > TIDIED_DAYS_MAX)
        {
            concerns.push(Concern::Untidied(days));
        }
        match self.backed_up.map(since) {
            None => concerns.push(Concern::NeverBackedUp),
            Some(days) if days > backup_days_max => concerns.push(Concern::BackedUpLongAgo(days)),
            Some(_) => {}
        }
        concerns
    }
}

impl Concern {
    /// Something does not work already.
    pub(crate) fn is_urgent(self) -> bool {
        matches!(
            self,
            Self::ClockInDoubt | Self::Damaged(_) | Self::FilesRefused
        )
    }
}

/// Of the disk, the part below which the room for files is called little: one in so many.
pub(crate) const LITTLE_PART: u64 = 8;

/// The chores are done each day; yesterday's may be on their way still.
const TIDIED_DAYS_MAX: i32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn well() -> Health {
        Health {
            version: "1".to_owned(),
            today: day("2026-11-30"),
            is_clock_believed: true,
            clock_behind: None,
            tidied: Some(day("2026-11-29")),
            backed_up: Some(day("2026-11-23")),
            disk_bytes: 80,
            free_bytes: 40,
            bytes_for_files: 10,
            damaged: 0,
        }
    }

    #[test]
    fn each_limit_has_two_sides() {
        assert_eq!(well().concerns(7), []);
        let but = |change: fn(&mut Health)| {
            let mut health = well();
            change(&mut health);
            health.concerns(7)
        };
        assert_eq!(
            but(|health| health.bytes_for_files = 9),
            [Concern::LittleRoom(9)]
        );
        assert_eq!(
            but(|health| health.bytes_for_files = 0),
            [Concern::FilesRefused]
        );
        assert_eq!(
            but(|health| health.tidied = Some(day("2026-11-28"))),
            [Concern::Untidied(2)]
        );
        assert_eq!(but(|health| health.tidied = None), []);
        assert_eq!(
            but(|health| health.backed_up = Some(day("2026-11-22"))),
            [Concern::BackedUpLongAgo(8)]
        );
        assert_eq!(
            but(|health| health.backed_up = None),
            [Concern::NeverBackedUp]
        );
        assert_eq!(
            but(|health| (health.is_clock_believed, health.damaged) = (false, 3)),
            [Concern::ClockInDoubt, Concern::Damaged(3)]
        );
        let back = day("2026-11-27");
        assert_eq!(
            but(|health| health.clock_behind = Some(day("2026-11-27"))),
            [Concern::ClockWentBack(back)]
        );
    }
}
