//! Commands that run unattended: the same again, every so often.
//!
//! What may pass (a server that is down, Tor) is told and tried again; what proves that the ledger
//! cheated ends the command, so that whoever watches over it hears.

use std::fmt;
use std::thread;
use std::time::Duration;

use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;

/// How often: `30m`, `6h`, `1d`. From a second to 31 days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Every(Duration);

/// Text that is no such time.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotAPeriod;

/// What one round came to.
pub(super) enum Round {
    Done,
    /// Worth another try; told, and no more.
    Again(Failure),
}

impl Every {
    pub(super) fn parse(text: &str) -> Result<Self, NotAPeriod> {
        let unit = text.chars().next_back().ok_or(NotAPeriod)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return Err(NotAPeriod),
        };
        let number = text.strip_suffix(unit).ok_or(NotAPeriod)?;
        let number: u64 = number.parse().map_err(|_| NotAPeriod)?;
        let seconds = number.checked_mul(seconds).ok_or(NotAPeriod)?;
        let fits = (1..=31 * 86_400).contains(&seconds);
        fits.then_some(Self(Duration::from_secs(seconds)))
            .ok_or(NotAPeriod)
    }
}

/// One round, or one every so often until one ends with a failure.
pub(super) fn rounds(
    every: Option<Every>,
    context: &CommandContext,
    mut round: impl FnMut() -> Result<Round, Failure>,
) -> Result<(), Failure> {
    let Some(Every(pause)) = every else {
        return match round()? {
            Round::Done => Ok(()),
            Round::Again(failure) => Err(failure),
        };
    };
    loop {
        if let Round::Again(failure) = round()? {
            context.complain(&failure);
        }
        thread::sleep(pause);
    }
}

impl fmt::Display for NotAPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number and s, m, h or d, up to 31 days: 6h")
    }
}

impl std::error::Error for NotAPeriod {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_a_unit_and_limits() {
        let seconds = |text| Every::parse(text).ok().map(|every| every.0.as_secs());
        assert_eq!(seconds("6h"), Some(21_600));
        assert_eq!([seconds("1s"), seconds("31d")], [Some(1), Some(2_678_400)]);
        for wrong in [
            "",
            "6",
            "h",
            "0h",
            "32d",
            "-1h",
            "6 h",
            "1ē",
            "99999999999999999999d",
        ] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
