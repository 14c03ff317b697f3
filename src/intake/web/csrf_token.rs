//! CSRF tokens: that what stands in a form was offered by this intake.
//!
//! Keeps its part of P5: nobody can plant a code of their choosing in someone
//! else's form and read the answers later. Keeps no state: a token is the day it
//! was made and a MAC under a key that only this intake has. The token of a fresh code names the
//! code that it replaces, the token of an addition the code it is made under: a found code is worth
//! nothing with a form that was made for another. The token of a report or of an addition tells
//! which responsible persons its page named.
//!
//! A token does not say for whom a form was made, since nothing here knows
//! people. That a form comes from our own page is checked by `Origin`.

use zeroize::Zeroizing;

use crate::keys::digest::Sha256;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::keys::lower_hex;
use crate::keys::random::random_bytes;
use crate::report::receipt::{Code, Pepper};
use crate::rules::calendar::Day;
use crate::rules::roster::Roster;

/// What a token is for; a token for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The code on a report form.
    Report,
    /// The fresh code on a return visit.
    Renewal,
    /// One addition to a report, so that sending it twice keeps it once.
    Addition,
}

/// Makes and checks tokens. Days in a form's life: see policy's `form_days`.
pub(crate) struct CsrfTokens {
    key: MacKey,
    days: i32,
}

/// Which responsible persons a form names: whoever has read them and left out nobody has agreed to
/// these, and to nobody who came later.
#[derive(Clone, Copy)]
pub(crate) struct ReadersMark([u8; 8]);

/// Why a token does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadCsrfToken {
    /// Not ours, not for this, or changed.
    Foreign,
    /// Ours, but the form was loaded too long ago.
    TooOld,
}

impl CsrfTokens {
    /// Tokens under a key derived from the pepper hold over restarts, for `days` days, counting the
    /// one on which they were made.
    pub(crate) fn new(pepper: &Pepper, days: i32) -> Self {
        Self {
            key: MacKey::from_secret(pepper.subkey(FORM)),
            days,
        }
    }

    /// A token made `today`, that says that `subject` was offered for `purpose`; always 74
    /// characters.
    pub(crate) fn issue(&self, purpose: Purpose, subject: &[u8], today: Day) -> String {
        let tag = self.key.tag(&message(purpose, subject, today));
        format!("{today}{}", hex::encode(tag))
    }

    /// Checks a token that a form brought back.
    pub(crate) fn check(
        &self,
        purpose: Purpose,
        subject: &[u8],
        token: &str,
        today: Day,
    ) -> Result<(), BadCsrfToken> {
        let (day, tag) = token
            .split_at_checked(DAY_LENGTH)
            .ok_or(BadCsrfToken::Foreign)?;
        let day: Day = day.parse().map_err(|_| BadCsrfToken::Foreign)?;
        let tag = hex::decode(tag).map_err(|_| BadCsrfToken::Foreign)?;
        self.key
            .verify(&message(purpose, subject, day), &tag)
            .map_err(|_| BadCsrfToken::Foreign)?;
        let age = today.days_since(day);
        // A day ahead is a clock that was set back: the form is still ours and still new.
        if age >= self.days {
            Err(BadCsrfToken::TooOld)
        } else {
            Ok(())
        }
    }

    /// A token for a first report under `code`, on a form that names these readers.
    pub(crate) fn report_token(&self, code: &Code, readers: ReadersMark, today: Day) -> String {
        let readers = readers.text();
        let issued = self.issue(Purpose::Report, &report_subject(&readers, code), today);
        readers + &issued
    }

    /// Checks such a token, and the code that came with it.
    pub(crate) fn check_report(
        &self,
        token: &str,
        code: &Code,
        today: Day,
    ) -> Result<(), BadCsrfToken> {
        let (readers, issued) = token
            .split_at_checked(ReadersMark::LENGTH)
            .ok_or(BadCsrfToken::Foreign)?;
        let subject = report_subject(readers, code);
        self.check(Purpose::Report, &subject, issued, today)
    }

    /// A token for one addition under one code, on a page that names these readers: a random name,
    /// and the token of that name. Sending it twice keeps one addition; with another code it is
    /// worth nothing.
    pub(crate) fn addition_token(&self, code: &Code, readers: ReadersMark, today: Day) -> String {
        let name = readers.text() + &hex::encode(random_bytes::<16>());
        let issued = self.issue(Purpose::Addition, &addition_subject(&name, code), today);
        name + &issued
    }

    /// Checks such a token, and the code that came with it.
    pub(crate) fn check_addition(
        &self,
        token: &str,
        code: &Code,
        today: Day,
    ) -> Result<(), BadCsrfToken> {
        let (name, issued) = token
            .split_at_checked(TOKEN_NAME_LENGTH)
            .ok_or(BadCsrfToken::Foreign)?;
        let subject = addition_subject(name, code);
        self.check(Purpose::Addition, &subject, issued, today)
    }

    /// A token that says that `fresh` was offered to replace `old`, and no other code.
    pub(crate) fn issue_for_renewal(&self, old: &Code, fresh: &Code, today: Day) -> String {
        self.issue(Purpose::Renewal, &renewal_subject(old, fresh), today)
    }

    /// Checks such a token, and the two codes that came with it.
    pub(crate) fn check_renewal(
        &self,
        old: &Code,
        fresh: &Code,
        token: &str,
        today: Day,
    ) -> Result<(), BadCsrfToken> {
        let subject = renewal_subject(old, fresh);
        self.check(Purpose::Renewal, &subject, token, today)
    }
}

impl ReadersMark {
    /// Characters.
    const LENGTH: usize = 16;
    /// Of a page that names nobody.
    pub(crate) const OF_NOBODY: Self = Self([0; Self::LENGTH / 2]);

    pub(crate) fn of(roster: &Roster) -> Self {
        let mut digest = Sha256::new();
        for officer in roster.officers() {
            let name = officer.name().as_bytes();
            digest.update(&(name.len() as u64).to_be_bytes());
            digest.update(name);
        }
        let mut mark = Self::OF_NOBODY;
        let length = mark.0.len();
        mark.0.copy_from_slice(&digest.finish()[..length]);
        mark
    }

    /// That of the page with this token; whether it is a token of ours was asked before.
    pub(crate) fn in_token(token: &str) -> Self {
        let text = token.get(..Self::LENGTH);
        let mark = text.and_then(lower_hex::parse);
        mark.map_or(Self::OF_NOBODY, Self)
    }

    /// Are these the readers that the form with this token named?
    pub(crate) fn is_in(self, token: &str) -> bool {
        token.starts_with(&self.text())
    }

    fn text(self) -> String {
        hex::encode(self.0)
    }
}

fn report_subject(readers: &str, code: &Code) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([readers.as_bytes(), code.digits()].concat())
}

/// All codes and all names have one length each.
fn addition_subject(name: &str, code: &Code) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([name.as_bytes(), code.digits()].concat())
}

fn renewal_subject(old: &Code, fresh: &Code) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([old.digits(), fresh.digits()].concat())
}

/// Purpose and day have fixed lengths, so no two triples give the same message.
fn message(purpose: Purpose, subject: &[u8], day: Day) -> Zeroizing<Vec<u8>> {
    let mut message = Zeroizing::new(Vec::with_capacity(1 + DAY_LENGTH + subject.len()));
    message.push(match purpose {
        Purpose::Report => b'r',
        Purpose::Renewal => b'n',
        Purpose::Addition => b'a',
    });
    message.extend_from_slice(day.to_string().as_bytes());
    message.extend_from_slice(subject);
    message
}

const FORM: Label = Label::new("svilpe/v1/form");
const DAY_LENGTH: usize = "2026-11-21".len();
/// The readers' mark, and 16 random bytes in hex.
const TOKEN_NAME_LENGTH: usize = ReadersMark::LENGTH + 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_holds_for_its_days_and_not_one_more() {
        let csrf_tokens = CsrfTokens::new(&Pepper::random(), 2);
        let made = day("2026-12-31");
        let token = csrf_tokens.issue(Purpose::Report, b"1234", made);
        assert_eq!(token.len(), 74);
        for age in 0..2 {
            assert_eq!(
                csrf_tokens.check(Purpose::Report, b"1234", &token, made.plus_days(age)),
                Ok(())
            );
        }
        assert_eq!(
            csrf_tokens.check(Purpose::Report, b"1234", &token, made.plus_days(2)),
            Err(BadCsrfToken::TooOld)
        );
    }

    #[test]
    fn a_token_stays_what_it_was() {
        // Computed apart, with Python's hmac and cryptography.
        let csrf_tokens = CsrfTokens::new(&Pepper::from_bytes([1; 32]), 2);
        let tag = "a562cb228e3b9ecdc71454d8b89908b30d8467517179a27bbf06919bef8cff99";
        let token = csrf_tokens.issue(Purpose::Report, b"1234", day("2026-11-21"));
        assert_eq!(token, format!("2026-11-21{tag}"));
    }

    #[test]
    fn an_additions_token_is_ours_for_one_code_and_never_the_same() {
        let (csrf_tokens, today) = (CsrfTokens::new(&Pepper::random(), 2), day("2026-11-21"));
        let (code, other) = (Code::random(), Code::random());
        let token = || csrf_tokens.addition_token(&code, ReadersMark([7; 8]), today);
        let (one, two) = (token(), token());
        assert_ne!(one, two);
        assert_eq!(csrf_tokens.check_addition(&one, &code, today), Ok(()));
        let foreign = Err(BadCsrfToken::Foreign);
        assert_eq!(csrf_tokens.check_addition(&one, &other, today), foreign);
        let mixed = format!("{}{}", &one[..32], &two[32..]);
        for wrong in ["", &one[..32], &mixed] {
            assert_eq!(csrf_tokens.check_addition(wrong, &code, today), foreign);
        }
        let old = csrf_tokens.check_addition(&one, &code, today.plus_days(3));
        assert_eq!(old, Err(BadCsrfToken::TooOld));
    }

    #[test]
    fn a_fresh_code_replaces_the_one_that_it_was_offered_for() {
        let (csrf_tokens, today) = (CsrfTokens::new(&Pepper::random(), 2), day("2026-11-21"));
        let (old, fresh, other) = (Code::random(), Code::random(), Code::random());
        let token = csrf_tokens.issue_for_renewal(&old, &fresh, today);
        let check = |old, fresh| csrf_tokens.check_renewal(old, fresh, &token, today);
        assert_eq!(check(&old, &fresh), Ok(()));
        for (old, fresh) in [(&other, &fresh), (&old, &other), (&fresh, &old)] {
            assert_eq!(check(old, fresh), Err(BadCsrfToken::Foreign));
        }
    }

    #[test]
    fn a_token_for_something_else_is_foreign() {
        let pepper = Pepper::random();
        let csrf_tokens = CsrfTokens::new(&pepper, 2);
        let today = day("2026-11-21");
        let token = csrf_tokens.issue(Purpose::Report, b"1234", today);
        assert_eq!(
            CsrfTokens::new(&pepper, 2).check(Purpose::Report, b"1234", &token, today),
            Ok(())
        );
        let other = CsrfTokens::new(&Pepper::random(), 2);
        let newer = token.replace("2026-11-21", "2026-11-22");
        for result in [
            csrf_tokens.check(Purpose::Renewal, b"1234", &token, today),
            csrf_tokens.check(Purpose::Report, b"1235", &token, today),
            csrf_tokens.check(Purpose::Report, b"1234", &newer, today),
            csrf_tokens.check(Purpose::Report, b"1234", &token[..73], today),
            csrf_tokens.check(Purpose::Report, b"1234", "", today),
            csrf_tokens.check(Purpose::Report, b"1234", "2026-11-2ā", today),
            other.check(Purpose::Report, b"1234", &token, today),
        ] {
            assert_eq!(result, Err(BadCsrfToken::Foreign));
        }
    }
}
