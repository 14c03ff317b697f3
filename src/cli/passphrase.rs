//! Where a passphrase comes from: the keyboard, or a file that only its owner can read.
//!
//! Never the command line and never the environment: other users of a computer see both.

use std::fs;
use std::io;
use std::path::Path;

use clap::Args;
use zeroize::Zeroizing;

use crate::cli::failure::Failure;
use crate::cli::private_files::{is_open_to_others, read_small_or_piped};
use crate::keys::passphrase_strength::{evened, is_strong};
use crate::keys::sealed_key::{PASSPHRASE_CHARS_MIN, Passphrase, WorkFactor};
use crate::text::{Language, say};

/// How hard a new key file makes it to guess.
#[derive(Args, Debug)]
pub(crate) struct Hardness {
    #[arg(
        long,
        value_name = "N",
        default_value_t = 18,
        help = "officer-arg-work-factor"
    )]
    work_factor: u8,
}

impl Hardness {
    pub(crate) fn work(&self) -> Result<WorkFactor, Failure> {
        WorkFactor::parse(self.work_factor).ok_or_else(|| {
            Failure::usage("officer-work-factor")
                .with("min", WorkFactor::MIN)
                .with("max", WorkFactor::MAX)
        })
    }
}

/// The passphrase of a key file that exists.
pub(crate) fn ask(file: Option<&Path>, language: Language) -> Result<Passphrase, Failure> {
    ask_text(file, language).map(|text| Passphrase::typed(&text))
}

/// A passphrase for a new key file: long and strong enough, and typed twice.
pub(crate) fn choose(file: Option<&Path>, language: Language) -> Result<Passphrase, Failure> {
    choose_text(file, language).map(|text| Passphrase::typed(&text))
}

/// The same for a minisign key, whose own password it becomes.
pub(crate) fn choose_text(
    file: Option<&Path>,
    language: Language,
) -> Result<Zeroizing<String>, Failure> {
    let chosen = match file {
        Some(path) => from_file(path)?,
        None => from_keyboard(&say(language, "officer-passphrase-new"))?,
    };
    if !Passphrase::is_long_enough(&chosen) {
        let short = Failure::refused("officer-passphrase-short");
        return Err(short.with("chars", PASSPHRASE_CHARS_MIN));
    }
    if !is_strong(&chosen) {
        return Err(Failure::refused("officer-passphrase-weak"));
    }
    if file.is_none() && *from_keyboard(&say(language, "officer-passphrase-again"))? != *chosen {
        return Err(Failure::refused("officer-passphrase-differs"));
    }
    Ok(chosen)
}

/// What someone types, or a file's first line.
pub(crate) fn ask_text(
    file: Option<&Path>,
    language: Language,
) -> Result<Zeroizing<String>, Failure> {
    match file {
        Some(path) => from_file(path),
        None => from_keyboard(&say(language, "officer-passphrase")),
    }
}

fn from_keyboard(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt)
        .map(|typed| evened(&Zeroizing::new(typed)))
        .map_err(|_| Failure::refused("officer-no-keyboard"))
}

/// The file's first line.
fn from_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let unreadable = |error: io::Error| {
        Failure::refused("officer-passphrase-file")
            .with("path", path.display())
            .with("why", error)
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    if is_open_to_others(&about) {
        return Err(Failure::refused("officer-passphrase-file-open").with("path", path.display()));
    }
    let bytes = Zeroizing::new(read_small_or_piped(path, FILE_MAX).map_err(unreadable)?);
    let text =
        std::str::from_utf8(&bytes).map_err(|_| unreadable(io::ErrorKind::InvalidData.into()))?;
    Ok(evened(text.lines().next().unwrap_or_default()))
}

/// Bytes; more is not something to remember.
const FILE_MAX: usize = 4096;

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn file(content: &[u8], mode: u32) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), content).expect("written");
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).expect("ours");
        file
    }

    #[test]
    fn the_first_line_of_a_private_file_is_the_passphrase() {
        let file = file("četri vārdi kopā šeit\r\nnot this\n".as_bytes(), 0o600);
        assert_eq!(
            *from_file(file.path()).expect("private"),
            "četri vārdi kopā šeit"
        );
    }

    #[test]
    fn a_mark_at_the_beginning_and_blanks_at_the_end_are_not_the_passphrase() {
        let bom = char::from_u32(0xfeff).expect("a character");
        let file = file(
            format!("{bom}c\u{30c}etri va\u{304}rdi \t\n").as_bytes(),
            0o600,
        );
        assert_eq!(*from_file(file.path()).expect("private"), "četri vārdi");
    }

    #[test]
    fn a_long_and_weak_passphrase_is_refused() {
        let weak = file(b"password123456\n", 0o600);
        let refused = choose(Some(weak.path()), Language::english()).expect_err("weak");
        assert_eq!(refused.complaint(), "officer-passphrase-weak");
        let strong = file("četri vārdi kopā šeit\n".as_bytes(), 0o600);
        choose(Some(strong.path()), Language::english()).expect("strong");
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        for mode in [0o640, 0o604, 0o660, 0o602] {
            let refused = from_file(file(b"long enough it is", mode).path()).expect_err("open");
            assert_eq!(
                refused.complaint(),
                "officer-passphrase-file-open",
                "{mode:o}"
            );
        }
    }

    #[test]
    fn a_short_missing_or_huge_file_is_refused() {
        let short = choose(Some(file(b"short", 0o600).path()), Language::english());
        assert_eq!(
            short.expect_err("short").complaint(),
            "officer-passphrase-short"
        );
        assert!(from_file(Path::new("/nonexistent")).is_err());
        assert!(from_file(file(&[b'x'; FILE_MAX], 0o600).path()).is_ok());
        assert!(from_file(file(&[b'x'; FILE_MAX + 1], 0o600).path()).is_err());
        assert!(from_file(file(b"\xff\xfe", 0o600).path()).is_err());
    }
}
