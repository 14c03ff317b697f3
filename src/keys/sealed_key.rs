//! Keys sealed under a passphrase.
//!
//! Keeps P1 on the officer's computer. A key file is a plain armored age file, so stock `age`
//! takes it as an encrypted identity: `age -d -i key.age sealed.age`. scrypt and a cipher: what a
//! quantum computer gains against that, half the bits of a key at most, is not worth its while.
//!
//! Knows age's scrypt recipient. Never knows what it seals.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::iter;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor};
use zeroize::Zeroizing;

use super::passphrase_strength::evened;

/// What its owner remembers. Masked `Debug`, no `Clone`, wiped when dropped.
///
/// ```compile_fail
/// # fn show(passphrase: svilpe::keys::sealed_key::Passphrase) -> String {
/// passphrase.to_string()
/// # }
/// ```
///
/// ```compile_fail
/// # use svilpe::keys::sealed_key::Passphrase;
/// # fn twice(passphrase: &Passphrase) -> Passphrase {
/// passphrase.clone()
/// # }
/// ```
pub struct Passphrase(Zeroizing<String>);

/// How much work each guess at a passphrase costs: scrypt with N = 2^this, r = 8, p = 1, so
/// 2^this KiB of memory (18: 256 MiB and about a second).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorkFactor(u8);

/// Why a key file stays closed.
#[derive(Debug)]
pub enum CannotUnlock {
    /// The passphrase does not open it, or its bytes were changed.
    WrongPassphrase,
    /// It asks for more work than [`WorkFactor::MAX`]; nothing was tried.
    TooMuchWork,
    /// Not an age file, or changed since it was written.
    Damaged,
}

/// Fewer characters fall to offline guessing; four or five random words have more.
pub const PASSPHRASE_CHARS_MIN: usize = 12;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// A key file has some 3 KB. The bound keeps age's header parser from long work.
pub const KEY_FILE_MAX: usize = 16 * 1024;

impl Passphrase {
    /// For a new key file: [`PASSPHRASE_CHARS_MIN`] characters at least.
    pub fn parse(text: &str) -> Option<Self> {
        let text = evened(text);
        Self::is_long_enough(&text).then_some(Self(text))
    }

    /// As typed for a file that exists: whatever its length, the file decides.
    pub fn typed(text: &str) -> Self {
        Self(evened(text))
    }

    /// Is it long enough for a new key file?
    pub fn is_long_enough(text: &str) -> bool {
        text.chars().count() >= PASSPHRASE_CHARS_MIN
    }

    /// age wipes its copy itself.
    fn expose(&self) -> SecretString {
        SecretString::from(self.0.as_str().to_owned())
    }
}

impl WorkFactor {
    /// See [`GUESSES_MIN`](super::passphrase_strength::GUESSES_MIN) for what this is worth.
    pub const MIN: u8 = 14;
    /// log₂ of scrypt's N: 4 GiB of memory.
    pub const MAX: u8 = 22;

    /// log₂ of scrypt's N; none above [`WorkFactor::MAX`].
    pub fn parse(log_n: u8) -> Option<Self> {
        (Self::MIN..=Self::MAX)
            .contains(&log_n)
            .then_some(Self(log_n))
    }
}

impl Default for WorkFactor {
    /// What stock `age` uses.
    fn default() -> Self {
        Self(18)
    }
}

/// Seals a key file's text under a passphrase: an armored age file.
pub fn seal_under(passphrase: &Passphrase, work: WorkFactor, text: &str) -> Vec<u8> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.expose());
    recipient.set_work_factor(work.0);
    let write = || -> io::Result<Vec<u8>> {
        let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient))
            .map_err(io::Error::other)?;
        let armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
        let mut sealing = encryptor.wrap_output(armored)?;
        sealing.write_all(text.as_bytes())?;
        sealing.finish()?.finish()
    };
    write().expect("sealing to one recipient into memory has nothing that could fail")
}

/// Opens what [`seal_under`] (or `age -p`) has sealed.
pub fn open_under(
    passphrase: &Passphrase,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CannotUnlock> {
    let mut identity = age::scrypt::Identity::new(passphrase.expose());
    identity.set_max_work_factor(WorkFactor::MAX);
    if sealed.len() > KEY_FILE_MAX {
        return Err(CannotUnlock::Damaged);
    }
    let sealed = as_armored(sealed);
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(&*sealed)).map_err(|e| why(&e))?;
    let identity = &identity as &dyn age::Identity;
    let mut opened = decryptor
        .decrypt(iter::once(identity))
        .map_err(|e| why(&e))?;
    // Reserved at once, so that growing leaves no copies behind.
    let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));
    opened
        .read_to_end(&mut plaintext)
        .map_err(|_| CannotUnlock::Damaged)?;
    Ok(plaintext)
}

/// What an editor or a mail program adds to an armored file, taken away again: a byte order mark,
/// CR LF, blank lines at the ends. A file of bytes stays as it is.
fn as_armored(sealed: &[u8]) -> Cow<'_, [u8]> {
    let text = str::from_utf8(sealed.strip_prefix(BOM).unwrap_or(sealed));
    match text.map(str::trim) {
        Ok(text) if text.starts_with("-----BEGIN AGE") => {
            let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
            Cow::Owned((lines.join("\n") + "\n").into_bytes())
        }
        _ => Cow::Borrowed(sealed),
    }
}

fn why(error: &DecryptError) -> CannotUnlock {
    match error {
        DecryptError::KeyDecryptionFailed | DecryptError::DecryptionFailed => {
            CannotUnlock::WrongPassphrase
        }
        DecryptError::ExcessiveWork { .. } => CannotUnlock::TooMuchWork,
        _ => CannotUnlock::Damaged,
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

impl fmt::Display for CannotUnlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongPassphrase => "the passphrase does not fit",
            Self::TooMuchWork => "it asks for more work than any key file of ours",
            Self::Damaged => "it is not an age file, or it is damaged",
        })
    }
}

impl std::error::Error for CannotUnlock {}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::parse(text).expect("long enough")
    }

    fn light() -> WorkFactor {
        WorkFactor::parse(WorkFactor::MIN).expect("in bounds")
    }

    #[test]
    fn a_passphrase_of_twelve_characters_fits_and_of_eleven_does_not() {
        let parse = Passphrase::parse;
        assert!(parse("āāāāāāāāāāāā").is_some());
        assert!(parse("āāāāāāāāāāā").is_none());
        assert!(parse("").is_none());
    }

    #[test]
    fn the_work_factor_has_both_bounds() {
        for (log_n, fits) in [(13, false), (14, true), (18, true), (22, true), (23, false)] {
            assert_eq!(WorkFactor::parse(log_n).is_some(), fits, "{log_n}");
        }
    }

    #[test]
    fn what_was_sealed_opens_under_the_same_passphrase_only() {
        let sealed = seal_under(&passphrase("correct horse"), light(), "# a key");
        assert!(sealed.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----"));
        let opened = open_under(&passphrase("correct horse"), &sealed).expect("the same");
        assert_eq!(opened.as_slice(), b"# a key");
        assert!(matches!(
            open_under(&passphrase("wrong horse!!"), &sealed),
            Err(CannotUnlock::WrongPassphrase)
        ));
    }

    #[test]
    fn what_an_editor_adds_to_the_file_or_a_keyboard_to_the_words_does_not_close_it() {
        let sealed = seal_under(&passphrase("četri vārdi kopā"), light(), "# a key");
        let text = String::from_utf8(sealed).expect("armored");
        let bom = char::from_u32(0xfeff).expect("a character");
        for changed in [
            text.replace('\n', "\r\n"),
            format!("{bom}{text}"),
            format!("{bom}{}", text.replace('\n', "\r\n")),
            format!("\n\n{text}\n\n"),
            text.replace('\n', " \n"),
        ] {
            let typed = Passphrase::typed("c\u{30c}etri va\u{304}rdi kopa\u{304} ");
            let opened = open_under(&typed, changed.as_bytes()).expect("the same");
            assert_eq!(opened.as_slice(), b"# a key", "{changed:?}");
        }
    }

    #[test]
    fn a_file_that_wants_too_much_work_is_refused_without_running() {
        // scrypt with N = 2^23 would take 8 GiB; this header's MAC is never reached.
        let hostile = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 23\n\
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\
            --- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n0123456789abcdef";
        assert!(matches!(
            open_under(&passphrase("correct horse"), hostile),
            Err(CannotUnlock::TooMuchWork)
        ));
    }

    #[test]
    fn damage_anywhere_is_noticed() {
        let sealed = seal_under(&passphrase("correct horse"), light(), "# a key");
        let cut = &sealed[..sealed.len() - 60];
        assert!(open_under(&passphrase("correct horse"), cut).is_err());
        let long = vec![b'x'; KEY_FILE_MAX + 1];
        for junk in [&b""[..], b"age", b"AGE-SECRET-KEY-1", &long] {
            assert!(matches!(
                open_under(&passphrase("correct horse"), junk),
                Err(CannotUnlock::Damaged)
            ));
        }
    }
}
