//! What an officer chose for the desk (`desk.toml`): its language, and when it locks itself.

use std::io;
use std::time::Duration;

use serde::Deserialize;

use crate::cli::failure::Failure;
use crate::cli::private_files::read_small;
use crate::officer::home::{OfficerHome, disk};
use crate::text::Language;

/// Checked, with what was left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct DeskSettings {
    pub language: Language,
    /// Minutes without use, 1 to [`LOCK_MINUTES_MAX`].
    lock_minutes: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeskSettingsFile {
    language: Option<String>,
    lock_minutes: Option<u8>,
}

impl DeskSettings {
    /// Reads the file; without one, the first language and ten minutes.
    pub(super) fn read(home: &OfficerHome) -> Result<Self, Failure> {
        let path = home.root().path().join(FILE);
        let bytes = match read_small(&path, FILE_MAX) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::usual()),
            Err(error) => return Err(disk(&path, &error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        let unreadable = || Failure::refused("desk-settings-bad").with("path", path.display());
        let written: DeskSettingsFile = toml::from_str(&text).map_err(|_| unreadable())?;
        Self::parse(&written).ok_or_else(unreadable)
    }

    fn parse(written: &DeskSettingsFile) -> Option<Self> {
        let usual = Self::usual();
        let language = match written.language.as_deref() {
            None => usual.language,
            Some(code) => Language::complete_named(code)?,
        };
        let read = Self { language, ..usual };
        match written.lock_minutes {
            Some(minutes) => read.locking_after(minutes),
            None => Some(read),
        }
    }

    fn usual() -> Self {
        Self {
            language: Language::first(),
            lock_minutes: LOCK_MINUTES,
        }
    }

    /// The same with so many minutes; none beyond their bounds.
    pub(super) fn locking_after(self, lock_minutes: u8) -> Option<Self> {
        let fits = (1..=LOCK_MINUTES_MAX).contains(&lock_minutes);
        fits.then_some(Self {
            lock_minutes,
            ..self
        })
    }

    /// The same in another language.
    pub(super) fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    pub(super) fn lock_after(self) -> Duration {
        Duration::from_secs(60 * u64::from(self.lock_minutes))
    }

    pub(super) fn keep(self, home: &OfficerHome) -> Result<(), Failure> {
        let text = format!(
            "# What the desk looks like, and after how many minutes without use it locks.\n\
             language = \"{}\"\nlock_minutes = {}\n",
            self.language.code(),
            self.lock_minutes,
        );
        let kept = home.root().replace(FILE, text.as_bytes());
        kept.map_err(|error| disk(home.root().path(), &error))
    }
}

const FILE: &str = "desk.toml";

/// Bytes; ours has about 150.
const FILE_MAX: usize = 4096;

/// Long enough to read a report, short enough for a coffee.
const LOCK_MINUTES: u8 = 10;
pub(super) const LOCK_MINUTES_MAX: u8 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_back_and_nonsense_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = OfficerHome::make(&folder.path().join("home")).expect("made");
        let usual = DeskSettings::read(&home).expect("none yet");
        assert_eq!(usual.language, Language::latvian());
        assert_eq!(usual.lock_after(), Duration::from_secs(600));
        let chosen = DeskSettings {
            language: Language::english(),
            ..usual.locking_after(5).expect("in bounds")
        };
        chosen.keep(&home).expect("kept");
        assert_eq!(DeskSettings::read(&home).expect("as written"), chosen);
        assert!(usual.locking_after(0).is_none() && usual.locking_after(61).is_none());
        for text in [
            "language = \"ru\"",
            "lock_minutes = 0",
            "other = 1",
            "\u{1}",
        ] {
            std::fs::write(home.root().path().join(FILE), text).expect("written");
            assert!(DeskSettings::read(&home).is_err(), "{text}");
        }
    }
}
