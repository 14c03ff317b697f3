//! Proofs: that a code or a slip in a form was offered by this intake.
//!
//! Keeps its part of P5: nobody can plant a code of their choosing in someone
//! else's form and read the answers later. Keeps no state: a proof is the day it
//! was made and a MAC under a key that only this intake has.
//!
//! A proof does not say for whom a form was made, since nothing here knows
//! people. That a form comes from our own page is checked by `Origin`.

use zeroize::Zeroizing;

use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::keys::random::random_bytes;
use crate::report::receipt::Pepper;
use crate::rules::calendar::Day;

/// What a proof is for; a proof for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The code on a report form.
    Report,
    /// The fresh code on a return visit.
    Renewal,
    /// One addition to a report, so that sending it twice keeps it once.
    Addition,
}

/// Makes and checks proofs. Days in a form's life: see policy's `form_days`.
pub(crate) struct FormTokens {
    key: MacKey,
    days: i32,
}

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadProof {
    /// Not ours, not for this, or changed.
    Foreign,
    /// Ours, but the form was loaded too long ago.
    TooOld,
}

impl FormTokens {
    /// Proofs under a key derived from the pepper hold over restarts, for `days` days, counting the
    /// one on which they were made.
    pub(crate) fn new(pepper: &Pepper, days: i32) -> Self {
        Self {
            key: MacKey::from_secret(pepper.subkey(FORM)),
            days,
        }
    }

    /// A proof made `today` that `subject` was offered for `purpose`; always 74 characters.
    pub(crate) fn prove(&self, purpose: Purpose, subject: &[u8], today: Day) -> String {
        let tag = self.key.tag(&message(purpose, subject, today));
        format!("{today}{}", hex::encode(tag))
    }

    /// Checks a proof that a form brought back.
    pub(crate) fn check(
        &self,
        purpose: Purpose,
        subject: &[u8],
        proof: &str,
        today: Day,
    ) -> Result<(), BadProof> {
        let (day, tag) = proof
            .split_at_checked(DAY_LENGTH)
            .ok_or(BadProof::Foreign)?;
        let day: Day = day.parse().map_err(|_| BadProof::Foreign)?;
        let tag = hex::decode(tag).map_err(|_| BadProof::Foreign)?;
        self.key
            .verify(&message(purpose, subject, day), &tag)
            .map_err(|_| BadProof::Foreign)?;
        let age = today.days_since(day);
        // A day ahead is a clock that was set back: the form is still ours and still new.
        if age >= self.days {
            Err(BadProof::TooOld)
        } else {
            Ok(())
        }
    }

    /// A slip for one addition: a random name and its proof. Sending it twice keeps one addition.
    pub(crate) fn slip(&self, today: Day) -> String {
        let name = hex::encode(random_bytes::<16>());
        let proof = self.prove(Purpose::Addition, name.as_bytes(), today);
        name + &proof
    }

    /// Checks a slip that a form brought back.
    pub(crate) fn check_slip(&self, slip: &str, today: Day) -> Result<(), BadProof> {
        let (name, proof) = slip
            .split_at_checked(SLIP_NAME_LENGTH)
            .ok_or(BadProof::Foreign)?;
        self.check(Purpose::Addition, name.as_bytes(), proof, today)
    }
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
/// 16 random bytes in hex.
const SLIP_NAME_LENGTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_proof_holds_for_its_days_and_not_one_more() {
        let prover = FormTokens::new(&Pepper::random(), 2);
        let made = day("2026-12-31");
        let proof = prover.prove(Purpose::Report, b"1234", made);
        assert_eq!(proof.len(), 74);
        for age in 0..2 {
            assert_eq!(
                prover.check(Purpose::Report, b"1234", &proof, made.plus_days(age)),
                Ok(())
            );
        }
        assert_eq!(
            prover.check(Purpose::Report, b"1234", &proof, made.plus_days(2)),
            Err(BadProof::TooOld)
        );
    }

    #[test]
    fn a_proof_stays_what_it_was() {
        // Computed apart, with Python's hmac and cryptography.
        let prover = FormTokens::new(&Pepper::from_bytes([1; 32]), 2);
        let tag = "a562cb228e3b9ecdc71454d8b89908b30d8467517179a27bbf06919bef8cff99";
        let proof = prover.prove(Purpose::Report, b"1234", day("2026-11-21"));
        assert_eq!(proof, format!("2026-11-21{tag}"));
    }

    #[test]
    fn slips_are_ours_and_never_the_same() {
        let (prover, today) = (FormTokens::new(&Pepper::random(), 2), day("2026-11-21"));
        let (one, two) = (prover.slip(today), prover.slip(today));
        assert_ne!(one, two);
        assert_eq!(prover.check_slip(&one, today), Ok(()));
        let mixed = format!("{}{}", &one[..32], &two[32..]);
        for wrong in ["", &one[..32], &mixed] {
            assert_eq!(prover.check_slip(wrong, today), Err(BadProof::Foreign));
        }
    }

    #[test]
    fn a_proof_for_something_else_is_foreign() {
        let pepper = Pepper::random();
        let prover = FormTokens::new(&pepper, 2);
        let today = day("2026-11-21");
        let proof = prover.prove(Purpose::Report, b"1234", today);
        assert_eq!(
            FormTokens::new(&pepper, 2).check(Purpose::Report, b"1234", &proof, today),
            Ok(())
        );
        let other = FormTokens::new(&Pepper::random(), 2);
        let newer = proof.replace("2026-11-21", "2026-11-22");
        for result in [
            prover.check(Purpose::Renewal, b"1234", &proof, today),
            prover.check(Purpose::Report, b"1235", &proof, today),
            prover.check(Purpose::Report, b"1234", &newer, today),
            prover.check(Purpose::Report, b"1234", &proof[..73], today),
            prover.check(Purpose::Report, b"1234", "", today),
            prover.check(Purpose::Report, b"1234", "2026-11-2ā", today),
            other.check(Purpose::Report, b"1234", &proof, today),
        ] {
            assert_eq!(result, Err(BadProof::Foreign));
        }
    }
}
