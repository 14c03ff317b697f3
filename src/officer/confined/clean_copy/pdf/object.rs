//! PDF objects, read from bytes and written again. What need not be understood stays as it is.

use std::ops::Range;

/// One object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PdfObject {
    /// A number, a string, `true`, `false`, `null`: as it stands.
    Plain(Vec<u8>),
    /// Without its slash, `#41` read as `A`.
    Name(Vec<u8>),
    Array(Vec<PdfObject>),
    Dictionary(Dictionary),
    /// Another object, by its number.
    Reference(u32),
    /// Where its bytes are, as far as its end was found.
    Stream(Dictionary, Range<usize>),
}

/// In its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dictionary(Vec<(Vec<u8>, PdfObject)>);

/// Reads objects one after the other.
pub(super) struct PdfLexer<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Dictionary {
    /// The last of that name holds.
    pub(super) fn get(&self, key: &[u8]) -> Option<&PdfObject> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    pub(super) fn retain(&mut self, stays: impl Fn(&[u8]) -> bool) {
        self.0.retain(|(name, _)| stays(name));
    }

    pub(super) fn set(&mut self, key: &[u8], value: PdfObject) {
        self.retain(|name| name != key);
        self.0.push((key.to_vec(), value));
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut PdfObject> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub(super) fn number(&self, key: &[u8]) -> Option<usize> {
        self.get(key)?.number()
    }
}

impl PdfObject {
    pub(super) fn number(&self) -> Option<usize> {
        let Self::Plain(text) = self else {
            return None;
        };
        std::str::from_utf8(text).ok()?.parse().ok()
    }

    pub(super) fn is_name(&self, name: &[u8]) -> bool {
        matches!(self, Self::Name(found) if found == name)
    }

    /// Without a stream's bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Plain(text) => out.extend_from_slice(text),
            Self::Name(name) => write_name(name, out),
            Self::Reference(number) => out.extend(format!("{number} 0 R").bytes()),
            Self::Array(values) => {
                out.push(b'[');
                for value in values {
                    value.write(out);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Self::Dictionary(dictionary) | Self::Stream(dictionary, _) => {
                out.extend(b"<<");
                for (name, value) in &dictionary.0 {
                    write_name(name, out);
                    out.push(b' ');
                    value.write(out);
                    out.push(b'\n');
                }
                out.extend(b">>");
            }
        }
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"#/%()<>[]{}".contains(byte) {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

impl PdfLexer<'_> {
    /// The next object; none where there is none, or where it is deeper than anybody writes.
    pub(super) fn object(&mut self, depth: usize) -> Option<PdfObject> {
        if depth == 0 {
            return None;
        }
        self.skip_space();
        let rest = self.bytes.get(self.at..)?;
        match rest {
            [b'<', b'<', ..] => {
                self.at += 2;
                self.dictionary(depth).map(PdfObject::Dictionary)
            }
            [b'<', ..] => {
                let end = rest.iter().position(|byte| *byte == b'>')?;
                Some(self.plain(end + 1))
            }
            [b'(', ..] => {
                let end = end_of_string(rest)?;
                Some(self.plain(end))
            }
            [b'[', ..] => {
                self.at += 1;
                self.array(depth)
            }
            [b'/', ..] => {
                self.at += 1;
                let length = word_length(&self.bytes[self.at..]);
                let name = unescaped(&self.bytes[self.at..self.at + length]);
                self.at += length;
                Some(PdfObject::Name(name))
            }
            _ => self.reference().or_else(|| {
                let length = word_length(rest);
                (length > 0).then(|| self.plain(length))
            }),
        }
    }

    /// Goes on behind a word, if it is the next one.
    pub(super) fn takes(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let is_next = self.bytes[self.at.min(self.bytes.len())..].starts_with(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    pub(super) fn unsigned(&mut self) -> Option<u32> {
        self.skip_space();
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = std::str::from_utf8(&rest[..length]).ok()?;
        let number = digits.parse().ok()?;
        self.at += length;
        Some(number)
    }

    /// `12 0 R`
    fn reference(&mut self) -> Option<PdfObject> {
        let begun = self.at;
        let number = self.unsigned();
        let generation = number.and_then(|_| self.unsigned());
        if generation.is_some() && self.takes(b"R") {
            return number.map(PdfObject::Reference);
        }
        self.at = begun;
        None
    }

    fn array(&mut self, depth: usize) -> Option<PdfObject> {
        let mut values = Vec::new();
        while !self.takes(b"]") {
            values.push(self.object(depth - 1)?);
        }
        Some(PdfObject::Array(values))
    }

    fn dictionary(&mut self, depth: usize) -> Option<Dictionary> {
        let mut dictionary = Dictionary::default();
        while !self.takes(b">>") {
            let PdfObject::Name(name) = self.object(depth - 1)? else {
                return None;
            };
            let value = self.object(depth - 1)?;
            dictionary.0.push((name, value));
        }
        Some(dictionary)
    }

    fn plain(&mut self, length: usize) -> PdfObject {
        let text = self.bytes[self.at..self.at + length].to_vec();
        self.at += length;
        PdfObject::Plain(text)
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => self.at += 1,
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    let line = rest.iter().position(|byte| b"\r\n".contains(byte));
                    self.at += line.unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }
}

/// With its closing parenthesis; those inside are balanced or escaped.
fn end_of_string(bytes: &[u8]) -> Option<usize> {
    let (mut open, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => {
                open -= 1;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn word_length(bytes: &[u8]) -> usize {
    let is_word = |byte: &&u8| !b"\0\t\n\x0c\r ()<>[]{}/%".contains(byte);
    bytes.iter().take_while(is_word).count()
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((byte, after)) = rest.split_first() {
        let hex = (*byte == b'#').then(|| after.first_chunk::<2>()).flatten();
        let escaped = hex.and_then(|two| {
            let two = std::str::from_utf8(two).ok()?;
            u8::from_str_radix(two, 16).ok()
        });
        plain.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    plain
}
