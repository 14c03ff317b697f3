//! The intake's folder: what is set once, and where everything lies.
//!
//! ```text
//!   intake.toml     the configuration; see `config`
//!   pepper          32 secret bytes, 0600: without it the database's locators say nothing
//!   checkpoint.key  signs the ledger's heads, 0600: whoever has it can show another ledger
//!   statistics.json  optional: the last published release, for the statistics page
//!   backed-up       the day of the last backup
//!   control.sock    while it serves: what an operator asks of it
//!   store/          reports and replies, sealed; see `store`
//! ```
//!
//! Creating and opening are different commands: a mistyped path must not
//! become a fresh, empty intake that silently serves.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::config::IntakeConfig;
use crate::cli::private_files::{Older, Readers, open_own, read_own, write_durably};
use crate::keys::digest::Sha256;
use crate::keys::signature::SigningKey;
use crate::report::receipt::Pepper;
use crate::rules::calendar::Day;
use crate::store::{Fault, Store};

/// An intake's folder.
#[derive(Debug, Clone)]
pub(crate) struct IntakeHome {
    folder: PathBuf,
}

/// The home's secrets, which belong to one store.
pub(crate) struct HomeSecrets {
    pub pepper: Pepper,
    pub checkpoint_key: SigningKey,
}

/// Why a folder can't be an intake's home.
#[derive(Debug)]
pub(crate) enum BadHome {
    /// `init` found something there already.
    NotEmpty(PathBuf),
    /// There is no intake here.
    NotThere(PathBuf),
    /// All but the settings, which are written last, or a part of that: either they were lost, or
    /// the folder was never finished.
    Unfinished(PathBuf),
    /// The settings can't be read; the text says where and why.
    Settings(PathBuf, String),
    /// The pepper is not there or not 32 bytes. Without the right one, no code opens anything.
    Pepper(PathBuf),
    /// The key that signs checkpoints is not there or not one. A new one would be another ledger.
    CheckpointKey(PathBuf),
    /// Not the pepper that the store was made with. No code would open anything.
    OtherPepper(PathBuf),
    /// Not the key that the store was made with. It would sign another ledger.
    OtherKey(PathBuf),
    /// Neither belongs to the store: that is another installation's.
    OtherStore(PathBuf),
    /// The store failed.
    Store(Fault),
    /// The file system refused.
    Disk(PathBuf, io::Error),
}

impl IntakeHome {
    /// Begins a home in a folder that is not there yet or empty, with fresh secrets. The store is
    /// made beside them by [`crate::store::Store::create`], in [`IntakeHome::store`], and
    /// [`IntakeHome::finish`] comes last: what was cut short is no intake.
    pub(crate) fn create(folder: &Path) -> Result<Self, BadHome> {
        let disk = |error| BadHome::Disk(folder.to_owned(), error);
        fs::DirBuilder::new()
            .mode(0o700)
            .recursive(true)
            .create(folder)
            .map_err(disk)?;
        if fs::read_dir(folder).map_err(disk)?.next().is_some() {
            return Err(BadHome::NotEmpty(folder.to_owned()));
        }
        let home = Self {
            folder: folder.to_owned(),
        };
        home.write("pepper", Pepper::random().expose())?;
        home.write("checkpoint.key", SigningKey::random().expose().as_bytes())?;
        Ok(home)
    }

    /// Writes the settings: from now on it can be opened.
    pub(crate) fn finish(&self, settings: &IntakeConfig) -> Result<(), BadHome> {
        self.write(SETTINGS, settings.to_text().as_bytes())
    }

    /// Opens a home that [`IntakeHome::create`] made.
    pub(crate) fn open(folder: &Path) -> Result<(Self, IntakeConfig), BadHome> {
        let path = folder.join(SETTINGS);
        let text = match read_own(&path, SETTINGS_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BadHome::without_settings(folder));
            }
            Err(error) => return Err(BadHome::Disk(path, error)),
        };
        let Ok(text) = String::from_utf8(text) else {
            return Err(BadHome::Settings(path, NOT_TEXT.to_owned()));
        };
        let settings =
            IntakeConfig::parse(&text, folder).map_err(|why| BadHome::Settings(path, why))?;
        Ok((
            Self {
                folder: folder.to_owned(),
            },
            settings,
        ))
    }

    /// Has it parts of an intake, and not the settings, which are written last?
    pub(crate) fn is_unfinished(folder: &Path) -> bool {
        let is_there = |name: &str| folder.join(name).exists();
        !is_there(SETTINGS)
            && ["pepper", "checkpoint.key", "store"]
                .into_iter()
                .any(is_there)
    }

    /// Where the store lies.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.join("store")
    }

    /// Where the last published release may lie.
    pub(crate) fn statistics(&self) -> PathBuf {
        self.folder.join("statistics.json")
    }

    /// Where a server that runs can be asked.
    pub(crate) fn control_socket(&self) -> PathBuf {
        self.folder.join("control.sock")
    }

    /// The day of the last backup; none that is not noted.
    pub(crate) fn backed_up(&self) -> Option<Day> {
        let text = read_own(&self.folder.join(BACKED_UP), SETTINGS_MAX).ok()?;
        String::from_utf8(text).ok()?.trim_end().parse().ok()
    }

    /// Notes that a backup was made and read again.
    pub(crate) fn note_backup(&self, today: Day) -> Result<(), BadHome> {
        let path = self.folder.join(BACKED_UP);
        let line = format!("{today}\n");
        let written = write_durably(&path, line.as_bytes(), Readers::Owner, Older::Goes);
        written.map_err(|error| BadHome::Disk(path, error))
    }

    /// Reads the pepper.
    pub(crate) fn pepper(&self) -> Result<Pepper, BadHome> {
        let path = self.folder.join("pepper");
        let mut bytes = Zeroizing::new([0; 33]);
        let mut file =
            open_own(fs::File::options().read(true), &path).map_err(|error| {
                match error.kind() {
                    io::ErrorKind::NotFound => BadHome::Pepper(path.clone()),
                    _ => BadHome::Disk(path.clone(), error),
                }
            })?;
        let mut length = 0;
        while length < bytes.len() {
            match file.read(&mut bytes[length..]) {
                Ok(0) => break,
                Ok(more) => length += more,
                Err(error) => return Err(BadHome::Disk(path, error)),
            }
        }
        let pepper: Zeroizing<[u8; 32]> = Zeroizing::new(
            bytes[..length]
                .try_into()
                .map_err(|_| BadHome::Pepper(path))?,
        );
        Ok(Pepper::from_bytes(*pepper))
    }

    /// Reads the key that signs the ledger's heads.
    pub(crate) fn checkpoint_key(&self) -> Result<SigningKey, BadHome> {
        let path = self.folder.join("checkpoint.key");
        // Longer than any key, so that growing leaves no copy behind.
        let mut text = Zeroizing::new(String::with_capacity(KEY_TEXT_MAX));
        open_own(fs::File::options().read(true), &path)
            .and_then(|file| file.take(KEY_TEXT_MAX as u64).read_to_string(&mut text))
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::InvalidData => {
                    BadHome::CheckpointKey(path.clone())
                }
                _ => BadHome::Disk(path.clone(), error),
            })?;
        SigningKey::parse(&text).map_err(|_| BadHome::CheckpointKey(path))
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<(), BadHome> {
        let path = self.folder.join(name);
        let written = write_durably(&path, content, Readers::Owner, Older::Stays);
        written.map_err(|error| BadHome::Disk(path, error))
    }
}

impl BadHome {
    /// Nothing at all is there, or the rest of an intake.
    fn without_settings(folder: &Path) -> Self {
        if IntakeHome::is_unfinished(folder) {
            Self::Unfinished(folder.to_owned())
        } else {
            Self::NotThere(folder.to_owned())
        }
    }
}

impl HomeSecrets {
    /// Reads both.
    pub(crate) fn read(home: &IntakeHome) -> Result<Self, BadHome> {
        Ok(Self {
            pepper: home.pepper()?,
            checkpoint_key: home.checkpoint_key()?,
        })
    }

    /// Notes in a fresh store which secrets belong to it.
    pub(crate) async fn bind(&self, store: &Store) -> Result<(), Fault> {
        store.put_note(PEPPER_NOTE, self.pepper_check()).await?;
        store.put_note(KEY_NOTE, self.key_check()).await
    }

    /// Are they the store's own?
    pub(crate) async fn check(&self, home: &IntakeHome, store: &Store) -> Result<(), BadHome> {
        let pepper = store.note(PEPPER_NOTE).await.map_err(BadHome::Store)?;
        let key = store.note(KEY_NOTE).await.map_err(BadHome::Store)?;
        let fits = (
            pepper == Some(self.pepper_check()),
            key == Some(self.key_check()),
        );
        match fits {
            (true, true) => Ok(()),
            (false, true) => Err(BadHome::OtherPepper(home.folder.join("pepper"))),
            (true, false) => Err(BadHome::OtherKey(home.folder.join("checkpoint.key"))),
            (false, false) => Err(BadHome::OtherStore(home.store())),
        }
    }

    /// Tells nothing of the 32 random bytes but whether they are these.
    fn pepper_check(&self) -> Vec<u8> {
        let labelled = Zeroizing::new([PEPPER_LABEL, self.pepper.expose()].concat());
        Sha256::truncated::<16>(&labelled).to_vec()
    }

    fn key_check(&self) -> Vec<u8> {
        self.checkpoint_key.public().as_bytes().to_vec()
    }
}

impl fmt::Display for BadHome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty(path) => write!(f, "{} is not empty", path.display()),
            Self::NotThere(path) => write!(f, "there is no intake in {}", path.display()),
            Self::Unfinished(folder) => write!(
                f,
                "{} has parts of a server, but no intake.toml, which is written last. If `svilpe intake init` or \
                 `restore` was cut short here, remove the folder and do it again. If this server worked before, its \
                 reports are there: put intake.toml back from the newest back-up, or take the one that `svilpe intake \
                 init` makes in another folder",
                folder.display()
            ),
            Self::Settings(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Pepper(path) => write!(
                f,
                "{} is not there, or not 32 bytes long: {COPY}",
                path.display()
            ),
            Self::CheckpointKey(path) => write!(
                f,
                "{} is not the key that signs the ledger: {COPY}",
                path.display()
            ),
            Self::OtherPepper(path) => write!(
                f,
                "{} is not the one that this store was made with, and no code would open anything: {COPY}",
                path.display()
            ),
            Self::OtherKey(path) => write!(
                f,
                "{} is not the one that signs this store's ledger: {COPY}",
                path.display()
            ),
            Self::OtherStore(path) => write!(
                f,
                "{} is another installation's than pepper and checkpoint.key beside it: put the three of one \
                 installation together",
                path.display()
            ),
            Self::Store(fault) => fault.fmt(f),
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for BadHome {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(_, error) => Some(error),
            Self::Store(fault) => Some(fault),
            _ => None,
        }
    }
}

/// Written last: without it, there is no intake.
pub(crate) const SETTINGS: &str = "intake.toml";

/// Bytes of the settings, and more than a line takes.
const SETTINGS_MAX: usize = 1 << 16;

const NOT_TEXT: &str = "it is not text; put it back from the newest back-up";

const COPY: &str = "put it back from the newest copy of the keyring's folder";

/// The file with the day of the last backup.
pub(crate) const BACKED_UP: &str = "backed-up";

/// The store's notes of what belongs to it.
const PEPPER_NOTE: &str = "check/pepper";
const KEY_NOTE: &str = "check/checkpoint-key";
const PEPPER_LABEL: &[u8] = b"svilpe/v1/check/pepper\0";

/// A key is 44 characters.
const KEY_TEXT_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    fn settings() -> IntakeConfig {
        IntakeConfig {
            keys: "/etc/svilpe/keys".into(),
            pack: None,
            reporters: "unix:/run/a \"quoted\".sock".parse().unwrap(),
            officers: "127.0.0.1:0".parse().unwrap(),
            operator: None,
            contact: None,
            onion: None,
        }
    }

    #[test]
    fn what_init_writes_is_what_serve_reads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("home");
        let home = IntakeHome::create(&path).unwrap();
        assert!(matches!(
            IntakeHome::open(&path),
            Err(BadHome::Unfinished(_))
        ));
        home.finish(&settings()).unwrap();
        let (opened, read) = IntakeHome::open(&path).unwrap();
        assert_eq!(read.reporters, settings().reporters);
        assert_eq!(read.officers, settings().officers);
        assert_eq!(read.keys, settings().keys);
        assert_eq!(
            home.pepper().unwrap().expose(),
            opened.pepper().unwrap().expose()
        );
        assert!(
            home.checkpoint_key().unwrap().public() == opened.checkpoint_key().unwrap().public()
        );
    }

    #[test]
    fn only_the_owner_may_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("home");
        let home = IntakeHome::create(&path).unwrap();
        home.finish(&settings()).unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(path.clone()), 0o700);
        assert_eq!(mode(path.join("pepper")), 0o600);
        assert_eq!(mode(path.join("checkpoint.key")), 0o600);
        assert_eq!(mode(path.join("intake.toml")), 0o600);
    }

    #[test]
    fn init_touches_nothing_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("precious"), "x").unwrap();
        assert!(matches!(
            IntakeHome::create(folder.path()),
            Err(BadHome::NotEmpty(_))
        ));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_unknown_setting_a_wrong_address_and_a_missing_folder_are_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            IntakeHome::open(folder.path()),
            Err(BadHome::NotThere(_))
        ));
        for text in [
            "keys = 1",
            "kees = \"\"",
            "keys = \"k\"\nreporters = \"0.0.0.0:80\"\nofficers = \"127.0.0.1:0\"",
        ] {
            fs::write(folder.path().join("intake.toml"), text).unwrap();
            assert!(
                matches!(IntakeHome::open(folder.path()), Err(BadHome::Settings(..))),
                "{text}"
            );
        }
    }

    #[test]
    fn a_missing_or_strange_checkpoint_key_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let home = IntakeHome {
            folder: folder.path().to_owned(),
        };
        let strange =
            |home: &IntakeHome| matches!(home.checkpoint_key(), Err(BadHome::CheckpointKey(_)));
        assert!(strange(&home));
        for content in [&b""[..], b"AAAA", &[0xff; 44], &[b'A'; 1000]] {
            fs::write(folder.path().join("checkpoint.key"), content).unwrap();
            assert!(strange(&home), "{content:?}");
        }
    }

    #[test]
    fn a_pepper_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let home = IntakeHome {
            folder: folder.path().to_owned(),
        };
        for length in [0, 31, 33, 1000] {
            fs::write(folder.path().join("pepper"), vec![7; length]).unwrap();
            assert!(matches!(home.pepper(), Err(BadHome::Pepper(_))), "{length}");
        }
    }
}
