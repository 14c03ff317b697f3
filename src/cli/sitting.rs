//! One sitting of a person at the keyboard: the folder and the key file that were named once, for
//! all commands of that sitting.
//!
//! ```text
//!   begun ─ passphrase ─▶ opened ─ left alone, sleep, end ─▶ forgotten ─▶ asked again
//! ```
//!
//! Keeps P1 as the desk does: the opened keys are in memory alone, and are wiped.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::sleep_watch::{SleepWatch, TICK};

/// What the commands of one sitting have in common.
pub struct Sitting {
    folder: PathBuf,
    opened: Mutex<Option<OpenedKeyFile>>,
}

/// A key file's text.
struct OpenedKeyFile {
    /// The file as it lay there: another one is opened by itself.
    sealed: Vec<u8>,
    text: Zeroizing<Vec<u8>>,
    last_use: Instant,
}

impl Sitting {
    /// Begins one. What it opens is forgotten after so long without a command, and when the
    /// computer slept.
    pub(crate) fn begin(folder: PathBuf, forget_after: Duration) -> Arc<Self> {
        let sitting = Arc::new(Self {
            folder,
            opened: Mutex::new(None),
        });
        let watched = Arc::downgrade(&sitting);
        std::thread::spawn(move || {
            let mut sleep = SleepWatch::begin();
            while let Some(sitting) = watched.upgrade() {
                if sleep.slept() {
                    sitting.forget();
                }
                sitting.forget_if_idle(Instant::now(), forget_after);
                drop(sitting);
                std::thread::sleep(TICK);
            }
        });
        sitting
    }

    /// Whose folder it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What this key file holds, if it was opened in this sitting and is not forgotten.
    pub(crate) fn text_of(&self, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut opened = self.opened();
        let opened = opened.as_mut().filter(|opened| opened.sealed == sealed)?;
        opened.last_use = Instant::now();
        Some(opened.text.clone())
    }

    pub(crate) fn keep(&self, sealed: Vec<u8>, text: Zeroizing<Vec<u8>>) {
        *self.opened() = Some(OpenedKeyFile {
            sealed,
            text,
            last_use: Instant::now(),
        });
    }

    fn forget(&self) {
        *self.opened() = None;
    }

    fn forget_if_idle(&self, now: Instant, after: Duration) {
        let mut opened = self.opened();
        let idle = |opened: &OpenedKeyFile| now.saturating_duration_since(opened.last_use);
        if opened.as_ref().is_some_and(|opened| idle(opened) >= after) {
            *opened = None;
        }
    }

    fn opened(&self) -> MutexGuard<'_, Option<OpenedKeyFile>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_opened_is_of_that_file_alone_and_is_forgotten_when_nobody_uses_it() {
        let hour = Duration::from_secs(3600);
        let sitting = Sitting::begin("/home".into(), hour);
        assert_eq!(sitting.folder(), Path::new("/home"));
        assert!(sitting.text_of(b"sealed").is_none());
        sitting.keep(b"sealed".to_vec(), Zeroizing::new(b"keys".to_vec()));
        assert_eq!(**sitting.text_of(b"sealed").expect("opened"), *b"keys");
        assert!(sitting.text_of(b"another").is_none());
        sitting.forget_if_idle(Instant::now(), hour);
        assert!(sitting.text_of(b"sealed").is_some());
        sitting.forget_if_idle(Instant::now() + hour, hour);
        assert!(sitting.text_of(b"sealed").is_none());
    }
}
