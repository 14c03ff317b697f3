//! Receipts: the one-time code, and the keys derived from it.
//!
//! Keeps P5 (only the code opens the answers). Knows digits and key derivation.
//! Never knows what a mailbox holds, nor where it is kept.
//!
//! ```text
//!   code ──Argon2id(salt = instance)──▶ root ──HKDF "claim"──▶ claim ──HMAC(pepper)──▶ locator
//!                                        └─────HKDF "wrap"───▶ wrap key
//! ```
//!
//! The code is 26 random digits (86 bits) and 2 check digits. At rest there is
//! only the locator; without the pepper, a file outside the database, a guess
//! can't even be tested. The claim is what a reporter's own machine may show to
//! the intake instead of the code.

mod check_digits;

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize as _, Zeroizing};

use crate::keys::aead::SealingKey;
use crate::keys::hkdf::derive_key;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::keys::random::random_bytes;
use crate::rules::roster::Institution;
use check_digits::{check_digits, fit};

/// How many digits a code has: 7 groups of 4.
pub const DIGITS: usize = 28;
/// How many of them are random: 86 bits.
const RANDOM_DIGITS: usize = 26;
/// Longest text that is looked at as a code, in bytes: digits with generous separators, or with a
/// sentence around them.
const TEXT_MAX: usize = 256;

/// The one-time code: 26 random digits and 2 check digits (ISO/IEC 7064 MOD 97-10).
/// Wiped when dropped.
///
/// A code can't be copied or printed by accident:
///
/// ```compile_fail
/// let code = svilpe::report::receipt::Code::random();
/// let copy = code.clone();
/// ```
///
/// ```compile_fail
/// println!("{}", svilpe::report::receipt::Code::random());
/// ```
pub struct Code(Zeroizing<[u8; DIGITS]>);

/// Text that is not a code. Neither says what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotACode {
    /// Not 28 digits.
    Unreadable,
    /// 28 digits whose check digits don't fit: one was mistyped or two swapped.
    Typo,
}

/// How hard a guess is: parameters of Argon2id, from policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DerivationCost {
    memory_kib: u32,
    passes: u32,
}

/// Argon2id does not accept these parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDerivationCost;

/// Working memory of one stretching thread, used again and wiped after each use.
pub struct Scratch(Vec<Block>);

/// What a code opens: shown to the intake as a claim, and a key that never leaves its holder.
pub struct Receipt {
    claim: Claim,
    wrap: WrapKey,
}

/// Shows that its holder knows a code, without the code.
pub struct Claim(Zeroizing<[u8; 32]>);

/// Where an access record is kept; says nothing without the pepper.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Locator([u8; 32]);

/// Wraps a mailbox's private key; wiped when dropped.
pub struct WrapKey(SealingKey);

/// 32 secret bytes of one intake, in a file outside the database.
pub struct Pepper(Zeroizing<[u8; 32]>);

impl Code {
    /// A fresh code.
    pub fn random() -> Self {
        Self::drawn(|| Zeroizing::new(random_bytes::<32>()))
    }

    /// The code that a key derives from a subject: always the same, and indistinguishable from
    /// random without the key and the subject.
    pub fn derived(key: &MacKey, subject: &[u8]) -> Self {
        let mut round = 0_u8;
        Self::drawn(|| {
            round = round.wrapping_add(1);
            let message = Zeroizing::new([&[round], subject].concat());
            Zeroizing::new(key.tag(&message))
        })
    }

    /// Each digit is uniform: bytes of 250 and above are drawn again.
    fn drawn(mut draw: impl FnMut() -> Zeroizing<[u8; 32]>) -> Self {
        let mut digits = Zeroizing::new([0; DIGITS]);
        let mut filled = 0;
        while filled < RANDOM_DIGITS {
            let drawn = draw();
            for byte in drawn
                .iter()
                .filter(|&&byte| byte < 250)
                .take(RANDOM_DIGITS - filled)
            {
                digits[filled] = b'0' + byte % 10;
                filled += 1;
            }
        }
        let check = check_digits(&digits[..RANDOM_DIGITS]);
        digits[RANDOM_DIGITS..].copy_from_slice(&check);
        Self(digits)
    }

    /// Reads what a person typed, with any signs and spaces between and with letters that look like
    /// digits; or pasted with words around it, and then only digits count.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        if text.len() > TEXT_MAX {
            return Err(NotACode::Unreadable);
        }
        let mut digits = Zeroizing::new([0; DIGITS]);
        let mut count = 0;
        for digit in typed_digits(text) {
            *digits.get_mut(count).ok_or(NotACode::Unreadable)? = digit;
            count += 1;
        }
        if count != DIGITS {
            return Err(NotACode::Unreadable);
        }
        if !fit(&digits[..]) {
            return Err(NotACode::Typo);
        }
        Ok(Self(digits))
    }

    /// The code as a person reads it: `0000 0000 0000 0000 0000 0000 0000`.
    pub fn expose(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(DIGITS + DIGITS / 4));
        for (place, digit) in self.0.iter().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push(' ');
            }
            text.push(char::from(*digit));
        }
        text
    }

    /// The 28 digits without spaces, for a form's hidden field. As secret as what [`Code::expose`]
    /// gives.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.digits()).expect("digits are ASCII")
    }

    /// The 28 digits as bytes, for derivation and authentication.
    pub fn digits(&self) -> &[u8] {
        &self.0[..]
    }
}

/// What a person typed for a code, as far as it was read: to be shown to them again. Wiped when
/// dropped.
pub struct TypedDigits(Zeroizing<String>);

impl TypedDigits {
    /// The digits as [`Code::parse`] counts them; none of a text that is too long to be a code.
    pub fn of(text: &str) -> Self {
        let mut digits = Zeroizing::new(String::with_capacity(TEXT_MAX));
        if text.len() <= TEXT_MAX {
            digits.extend(typed_digits(text).map(char::from));
        }
        Self(digits)
    }

    /// How many there are; a code has 28.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// In groups of four, as a code is written.
    pub fn in_fours(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(2 * TEXT_MAX));
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push(' ');
            }
            text.push(digit);
        }
        text
    }
}

impl DerivationCost {
    /// Memory in KiB and number of passes, with one lane.
    pub fn new(memory_kib: u32, passes: u32) -> Result<Self, BadDerivationCost> {
        Params::new(memory_kib, passes, 1, Some(32)).map_err(|_| BadDerivationCost)?;
        Ok(Self { memory_kib, passes })
    }

    fn argon2(self) -> Argon2<'static> {
        let params =
            Params::new(self.memory_kib, self.passes, 1, Some(32)).expect("checked in `new`");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    /// Memory for one stretching at a time.
    pub fn scratch(self) -> Scratch {
        let blocks = self.argon2().params().block_count();
        Scratch(vec![Block::default(); blocks])
    }
}

impl Receipt {
    /// Stretches `code` for the instance `salt`. Takes as long as policy says (8 ms by default):
    /// never call it on an async thread.
    pub fn derive(
        code: &Code,
        salt: &[u8; 16],
        cost: DerivationCost,
        scratch: &mut Scratch,
    ) -> Self {
        let mut root = Zeroizing::new([0; 32]);
        cost.argon2()
            .hash_password_into_with_memory(code.digits(), salt, &mut root[..], &mut scratch.0)
            .expect("lengths are fixed and the scratch was made for these parameters");
        scratch.wipe();
        Self {
            claim: Claim(derive_key(&root, CLAIM)),
            wrap: WrapKey(SealingKey::from_secret(derive_key(&root, WRAP))),
        }
    }

    /// What the intake may see.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// What only the code's holder has.
    pub fn wrap_key(&self) -> &WrapKey {
        &self.wrap
    }
}

impl Scratch {
    fn wipe(&mut self) {
        for block in &mut self.0 {
            block.zeroize();
        }
    }
}

impl Claim {
    /// From 32 bytes that a reporter's own machine sent.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The same claim, for a second place.
    #[must_use]
    pub fn again(&self) -> Self {
        Self(self.0.clone())
    }

    /// The bytes to send instead of the code.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Pepper {
    /// A fresh pepper, for a new intake.
    pub fn random() -> Self {
        Self(Zeroizing::new(random_bytes()))
    }

    /// From the pepper file's 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes for the pepper file.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Where the access record of this claim is kept.
    pub fn locate(&self, claim: &Claim) -> Locator {
        Locator(self.tag(LOCATOR, claim.expose()))
    }

    /// Where the trace of one send is kept, so that sending it again keeps nothing new.
    pub fn locate_addition(&self, slip: &[u8]) -> Locator {
        Locator(self.tag(ADDITION, slip))
    }

    /// Tags that only this intake can make. `label` must be used for one purpose.
    pub fn tag(&self, label: Label, message: &[u8]) -> [u8; 32] {
        MacKey::from_secret(self.0.clone()).labelled_tag(label, message)
    }

    /// The first 16 bytes of such a tag, where these are enough.
    pub fn half_tag(&self, label: Label, message: &[u8]) -> [u8; 16] {
        let tag = self.tag(label, message);
        *tag.first_chunk().expect("32 bytes hold 16")
    }

    /// Where it is kept that this institution's officers may answer in this mailbox. Without the
    /// pepper *and* the mailbox's id, which lies nowhere in clear, it joins nothing to anything
    /// (P6).
    pub fn locate_mailbox(&self, institution: &Institution, mailbox: &[u8; 16]) -> Locator {
        let message = [institution.as_str().as_bytes(), &[0], mailbox].concat();
        Locator(self.tag(MAILBOX_OF, &message))
    }

    /// A key for something else that only this intake can make. `label` must be used for one
    /// purpose.
    pub fn subkey(&self, label: Label) -> Zeroizing<[u8; 32]> {
        derive_key(&self.0, label)
    }
}

impl Locator {
    /// Key bytes for the store.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From the store's bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl WrapKey {
    /// From 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SealingKey::from_secret(Zeroizing::new(bytes)))
    }

    /// The key for the cipher that wraps.
    pub fn sealing_key(&self) -> &SealingKey {
        &self.0
    }

    /// Its 32 bytes.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl fmt::Debug for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locator(…)")
    }
}

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "a code has 28 digits",
            Self::Typo => "the check digits do not fit",
        })
    }
}

impl std::error::Error for NotACode {}

impl fmt::Display for BadDerivationCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Argon2id does not accept this memory and these passes")
    }
}

impl std::error::Error for BadDerivationCost {}

/// All digits in it: letters that look like some count only where nothing else was written.
fn typed_digits(text: &str) -> impl Iterator<Item = u8> {
    let is_typed = |letter: char| !letter.is_alphanumeric() || typed_digit(letter).is_some();
    let digit = if text.chars().all(is_typed) {
        typed_digit
    } else {
        written_digit
    };
    text.chars().filter_map(digit)
}

/// Whatever a keyboard or a pasted text writes for a digit.
fn written_digit(letter: char) -> Option<u8> {
    let behind = |zero: &u32| u32::from(letter).checked_sub(*zero);
    let value = ZEROS.iter().filter_map(behind).find(|value| *value < 10)?;
    u8::try_from(value).ok().map(|value| b'0' + value)
}

/// Also what stands for a digit on paper: Latin, Cyrillic and Greek `O`, Latin `l` and `I`.
fn typed_digit(letter: char) -> Option<u8> {
    match letter {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => Some(b'0'),
        'l' | 'I' => Some(b'1'),
        _ => written_digit(letter),
    }
}

/// The zeros behind which nine digits stand in order: of ASCII, Arabic, Persian and Devanagari,
/// below the line, of full width, five kinds for mathematics, and of old displays.
const ZEROS: [u32; 12] = [
    0x30, 0x660, 0x6f0, 0x966, 0x2080, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0,
];

const CLAIM: Label = Label::new("svilpe/v1/claim");
const WRAP: Label = Label::new("svilpe/v1/wrap");
const LOCATOR: Label = Label::new("svilpe/v1/locator");
const MAILBOX_OF: Label = Label::new("svilpe/v1/mailbox-of");
const ADDITION: Label = Label::new("svilpe/v1/slip");

#[cfg(test)]
mod tests;
