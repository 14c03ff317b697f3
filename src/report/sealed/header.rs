//! The header of an age file, looked at before age sees it.
//!
//! `age::Decryptor` parses a header again for each line that it reads, so 100 KB in short lines
//! take it seconds; and a passphrase header asks for as much work as its sender likes. Both end
//! here: lines are counted as well as bytes. The shape of a header is at
//! <https://c2sp.org/age#file-header>.

use std::fmt;
use std::ops::RangeInclusive;

use crate::keys::hybrid_stanza::HYBRID_TAG;
use crate::rules::roster::PEOPLE_MAX;

/// Reads a header as it arrives, byte by byte, in bounded memory. Strict where the `age`
/// crate still reads stanzas of old beta versions.
pub(super) struct HeaderScan {
    line: Vec<u8>,
    lines: usize,
    shape: HeaderShape,
    expected: Expected,
}

/// What the next line may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Version,
    FirstStanza,
    /// Full lines of 64 columns, then a shorter one, perhaps empty.
    Body,
    StanzaOrMac,
}

/// What a header shows to everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeaderShape {
    /// Bytes up to and with the newline after the MAC.
    pub(super) length: usize,
    /// One for each officer, real or decoy.
    pub(super) hybrid: usize,
    /// Grease, and kinds that reports are not sealed with.
    pub(super) others: usize,
}

/// Why a header is refused unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHeader {
    /// Its first line is another.
    NotAnAgeFile,
    /// PEM-like text around an age file.
    Armored,
    /// An age file of a version after 1.
    OtherVersion,
    /// Not as the age specification spells a header.
    Malformed,
    /// More bytes, or lines, than a header may have before its end.
    TooLong,
    /// More keys than a roster may have officers.
    TooManyStanzas,
    /// Sealed with a passphrase; no attempt is made.
    Passphrase,
    /// Ends within the header.
    Truncated,
}

impl HeaderScan {
    pub(super) fn new() -> Self {
        Self {
            line: Vec::with_capacity(LINE_MAX),
            lines: 0,
            shape: HeaderShape {
                length: 0,
                hybrid: 0,
                others: 0,
            },
            expected: Expected::Version,
        }
    }

    /// Takes bytes until the header is complete; then returns its shape, and how many of these
    /// bytes belonged to it.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Option<(HeaderShape, usize)>, BadHeader> {
        for (taken, &byte) in bytes.iter().enumerate() {
            self.shape.length += 1;
            if self.shape.length > HEADER_MAX {
                return Err(BadHeader::TooLong);
            }
            if byte == b'\n' {
                if self.end_line()? {
                    return Ok(Some((self.shape, taken + 1)));
                }
                self.line.clear();
            } else if self.line.len() == LINE_MAX {
                return Err(self.first_line_or(BadHeader::Malformed));
            } else {
                self.line.push(byte);
            }
        }
        Ok(None)
    }

    /// True at the header's last line.
    fn end_line(&mut self) -> Result<bool, BadHeader> {
        self.lines += 1;
        if self.lines > LINES_MAX {
            return Err(BadHeader::TooLong);
        }
        let line = std::mem::take(&mut self.line);
        let after = self.after(&line)?;
        self.line = line;
        if let Some(expected) = after {
            self.expected = expected;
        }
        Ok(after.is_none())
    }

    /// What may follow this line; nothing after the MAC.
    fn after(&mut self, line: &[u8]) -> Result<Option<Expected>, BadHeader> {
        let stanza = line.strip_prefix(b"-> ");
        match (self.expected, stanza) {
            (Expected::Version, _) => first_line(line).map(|()| Some(Expected::FirstStanza)),
            (Expected::FirstStanza | Expected::StanzaOrMac, Some(stanza)) => {
                self.stanza(stanza).map(|()| Some(Expected::Body))
            }
            (Expected::Body, _) if is_body(line, 64..=64) => Ok(Some(Expected::Body)),
            (Expected::Body, _) if is_body(line, 0..=63) => Ok(Some(Expected::StanzaOrMac)),
            (Expected::StanzaOrMac, None) if is_mac(line) => Ok(None),
            _ => Err(BadHeader::Malformed),
        }
    }

    fn stanza(&mut self, stanza: &[u8]) -> Result<(), BadHeader> {
        let is_argument = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_graphic);
        let mut parts = stanza.split(|&byte| byte == b' ');
        if !parts.clone().all(is_argument) {
            return Err(BadHeader::Malformed);
        }
        match parts.next() {
            Some(b"scrypt") => return Err(BadHeader::Passphrase),
            Some(kind) if kind == HYBRID_TAG.as_bytes() => self.shape.hybrid += 1,
            _ => self.shape.others += 1,
        }
        if self.shape.hybrid + self.shape.others > STANZAS_MAX {
            return Err(BadHeader::TooManyStanzas);
        }
        Ok(())
    }

    /// What to say when no more bytes come.
    pub(super) fn unfinished(&self) -> BadHeader {
        self.first_line_or(BadHeader::Truncated)
    }

    fn first_line_or(&self, otherwise: BadHeader) -> BadHeader {
        if self.expected == Expected::Version && !MAGIC.starts_with(&self.line) {
            first_line(&self.line).err().unwrap_or(otherwise)
        } else {
            otherwise
        }
    }
}

fn first_line(line: &[u8]) -> Result<(), BadHeader> {
    if line == MAGIC {
        Ok(())
    } else if line.starts_with(MAGIC_OF_ALL) {
        Err(BadHeader::OtherVersion)
    } else if line.trim_ascii_start().starts_with(ARMOR) {
        Err(BadHeader::Armored)
    } else {
        Err(BadHeader::NotAnAgeFile)
    }
}

fn is_body(line: &[u8], length: RangeInclusive<usize>) -> bool {
    length.contains(&line.len()) && line.iter().copied().all(is_base64)
}

/// 32 bytes in unpadded base64.
fn is_mac(line: &[u8]) -> bool {
    let mac = line.strip_prefix(b"--- ");
    mac.is_some_and(|mac| is_body(mac, 43..=43))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

impl fmt::Display for BadHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAnAgeFile => "this is not an age file",
            Self::Armored => "this is an armored age file; a sealed report is a binary one",
            Self::OtherVersion => "this age file is of a version other than 1",
            Self::Malformed => "the age header is malformed",
            Self::TooLong => "the age header is longer than any sealed report's",
            Self::TooManyStanzas => "the age header has more recipients than any sealed report",
            Self::Passphrase => "this is sealed with a passphrase, which no report is",
            Self::Truncated => "the age file ends within its header",
        })
    }
}

impl std::error::Error for BadHeader {}

/// The officers; a mailbox, in a reply; and one stanza of a made-up type, which age writers may add
/// so that readers keep ignoring what they don't know ("grease").
const STANZAS_MAX: usize = PEOPLE_MAX + 2;

/// 17 hybrid stanzas of 1,557 bytes each, grease, and the ends take 26,741.
pub(super) const HEADER_MAX: usize = 28 * 1024;

/// Lines: two for each stanza, two more for grease's longest, the first and the last. age parses
/// what it has anew for each of them: 0.4 ms for the dearest header of both caps that was tried.
const LINES_MAX: usize = 2 * STANZAS_MAX + 4;

/// Bytes of a line. Stanza arguments have no limit in the specification; that of a hybrid one has
/// 1,494, grease up to 66.
const LINE_MAX: usize = 2048;

const MAGIC: &[u8] = b"age-encryption.org/v1";
const MAGIC_OF_ALL: &[u8] = b"age-encryption.org/";
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(header: &[u8]) -> Result<Option<(HeaderShape, usize)>, BadHeader> {
        HeaderScan::new().push(header)
    }

    fn header(stanzas: usize) -> String {
        let (share, body) = ("A".repeat(1494), "B".repeat(43));
        let stanza = format!("-> mlkem768x25519 {share}\n{body}\n");
        let (stanzas, mac) = (stanza.repeat(stanzas), "m".repeat(43));
        format!("age-encryption.org/v1\n{stanzas}--- {mac}\n")
    }

    #[test]
    fn a_header_is_measured_wherever_it_is_cut() {
        let text = header(3) + "nonce and more";
        let length = header(3).len();
        let expected = HeaderShape {
            length,
            hybrid: 3,
            others: 0,
        };
        for cut in 0..length {
            let mut scan = HeaderScan::new();
            assert_eq!(scan.push(&text.as_bytes()[..cut]), Ok(None));
            assert_eq!(scan.unfinished(), BadHeader::Truncated);
            let rest = scan.push(&text.as_bytes()[cut..]);
            assert_eq!(rest, Ok(Some((expected, length - cut))));
        }
    }

    #[test]
    fn eighteen_stanzas_fit_and_one_more_does_not() {
        let grease = |body: &str| header(17).replace("--- ", &format!("{body}--- "));
        let longest = format!(
            "-> {}\n{2}\n{2}\n{1}\n",
            "g".repeat(63),
            "A".repeat(4),
            "A".repeat(64)
        );
        let fullest = grease(&longest);
        assert!(scan(fullest.as_bytes()).is_ok_and(|header| header.is_some()));
        assert_eq!(fullest.len(), 26_741);
        assert_eq!(
            scan(grease("-> a\n\n-> b\n\n").as_bytes()),
            Err(BadHeader::TooManyStanzas)
        );
        let one_line_more = format!("-> a\n{}\n", ("A".repeat(64) + "\n").repeat(3));
        assert_eq!(
            scan(grease(&one_line_more).as_bytes()),
            Err(BadHeader::TooLong)
        );
    }

    #[test]
    fn a_header_without_end_is_refused_early() {
        let endless =
            "age-encryption.org/v1\n-> a\n".to_owned() + &("A".repeat(64) + "\n").repeat(9999);
        assert_eq!(scan(endless.as_bytes()), Err(BadHeader::TooLong));
        let long_line = "age-encryption.org/v1\n-> ".to_owned() + &"a".repeat(100_000);
        assert_eq!(scan(long_line.as_bytes()), Err(BadHeader::Malformed));
    }

    #[test]
    fn other_files_are_called_by_their_names() {
        let of = |text: &str| scan(text.as_bytes()).unwrap_err();
        assert_eq!(of("PK\x03\x04 a zip\n"), BadHeader::NotAnAgeFile);
        assert_eq!(of(&"x".repeat(5000)), BadHeader::NotAnAgeFile);
        assert_eq!(of("age-encryption.org/v2\n"), BadHeader::OtherVersion);
        assert_eq!(of("age-encryption.org/v1\r\n"), BadHeader::OtherVersion);
        assert_eq!(
            of("-----BEGIN AGE ENCRYPTED FILE-----\n"),
            BadHeader::Armored
        );
        let passphrase = "age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n";
        assert_eq!(of(passphrase), BadHeader::Passphrase);
        let mut short = HeaderScan::new();
        assert_eq!(short.push(b"hello"), Ok(None));
        assert_eq!(short.unfinished(), BadHeader::NotAnAgeFile);
    }

    #[test]
    fn a_header_of_28_kib_fits_and_one_byte_more_does_not() {
        let of_length = |length: usize| {
            // Longer shares than any of ours.
            let more = length - header(17).len();
            let stanzas = (0..17).map(|place| {
                let share = 1494 + more / 17 + usize::from(place < more % 17);
                let (share, body) = ("A".repeat(share), "B".repeat(43));
                format!("-> mlkem768x25519 {share}\n{body}\n")
            });
            let (stanzas, mac) = (stanzas.collect::<String>(), "m".repeat(43));
            format!("age-encryption.org/v1\n{stanzas}--- {mac}\n")
        };
        let fits = of_length(HEADER_MAX);
        assert_eq!(fits.len(), 28_672);
        assert!(scan(fits.as_bytes()).is_ok_and(|header| header.is_some()));
        let over = of_length(HEADER_MAX + 1);
        assert_eq!(scan(over.as_bytes()), Err(BadHeader::TooLong));
    }

    #[test]
    fn stanzas_are_counted_by_kind_and_together() {
        let short = |stanzas: String| {
            let header = format!("age-encryption.org/v1\n{stanzas}--- {}\n", "m".repeat(43));
            let scanned = scan(header.as_bytes())?;
            Ok(scanned.map(|(shape, _)| (shape.hybrid, shape.others)))
        };
        let (ours, others) = ("-> mlkem768x25519 A\n\n", "-> X25519 A\n\n");
        assert_eq!(short(ours.repeat(2) + others), Ok(Some((2, 1))));
        assert_eq!(short(ours.repeat(18)), Ok(Some((18, 0))));
        for over in [
            ours.repeat(19),
            others.repeat(19),
            ours.repeat(10) + &others.repeat(9),
        ] {
            assert_eq!(short(over), Err(BadHeader::TooManyStanzas));
        }
    }

    #[test]
    fn a_line_that_the_specification_does_not_spell_is_malformed() {
        let (body, mac) = ("B".repeat(43), "m".repeat(43));
        let with = |stanza: &str, body: &str, mac: &str| {
            let header = format!("age-encryption.org/v1\n-> {stanza}\n{body}\n--- {mac}\n");
            scan(header.as_bytes()).map(|scanned| scanned.is_some())
        };
        assert_eq!(with("a b", &body, &mac), Ok(true));
        assert_eq!(with("a b", "", &mac), Ok(true));
        for stanza in ["", "a ", "a  b", " a", "a\tb", "a\u{7f}", "ā"] {
            assert_eq!(
                with(stanza, &body, &mac),
                Err(BadHeader::Malformed),
                "{stanza:?}"
            );
        }
        let long = "B".repeat(65);
        for body in ["B=", "B-", "B B", "ā", &long] {
            assert_eq!(with("a", body, &mac), Err(BadHeader::Malformed), "{body:?}");
        }
        for mac in [
            &mac[1..],
            "",
            &format!("{mac}m"),
            &format!("{}=", &mac[1..]),
        ] {
            assert_eq!(with("a", &body, mac), Err(BadHeader::Malformed), "{mac:?}");
        }
    }
}
