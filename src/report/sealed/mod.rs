//! Sealed reports: ZIP, padding, age.
//!
//! Keeps P1 (nothing readable at rest), P3 (size says little) and its part of P11
//! (plaintext is brief). Knows [age](https://age-encryption.org/v1) and ZIP. Never
//! knows who wrote, or the hour.
//!
//! ```text
//!   files ─▶┐                                          ┌─▶ ciphertext, piece by piece
//!   identity├─▶ ZIP stream ─▶ pad ─▶ age to officers ──┤
//!   report ─▶┘   (stored)            (64 KiB chunks)   └─▶ SHA-256: the ledger's item
//! ```
//!
//! What is inside, in this order:
//!
//! | entry | what |
//! |---|---|
//! | `files/001` … | as they were sent |
//! | `identity.age` | if given: sealed once more, to custodians only, always 4 KiB of plaintext |
//! | `report.json` | the answers, and the names and digests of the files |
//! | `padding` | zeros, up to 32 KiB in all, or to the next Padmé step |
//!
//! Stock tools open it (age from 1.3 on, npm's `age-encryption`):
//! `age -d -i key sealed.age > case.zip && unzip case.zip`.
//!
//! An officer who is left out is replaced by a decoy: a fresh public key whose private
//! half nobody keeps. So a header shows how many officers an institution has, which
//! its roster says anyway, and never that someone was left out.
//!
//! Holes, admitted: age's own 64 KiB buffer is not wiped by age when freed (the
//! process's wiping allocator does that), and an officer can write anything into a
//! report's padding that other officers will not see.

mod addressees;
mod ciphertext_check;
/// The key of one sealed file, handed from one who opens it to another.
pub mod file_key;
mod header;
mod opening;
mod padding;
mod payload_length;
mod refusals;
mod sealing;
mod short_text;
mod zip_reader;
mod zip_writer;

#[cfg(test)]
mod tests;

pub use addressees::{Addressee, Addressees, Custodian};
pub use ciphertext_check::{CheckedCiphertext, CiphertextCheck, NotSealed};
pub use header::BadHeader;
pub use opening::{FileReader, OpenedReport};
pub use padding::padded_length;
pub use payload_length::sealed_length_max;
pub use refusals::{CannotOpen, CannotSeal};
pub use sealing::{Finished, Sealing};
pub use zip_reader::NotAContainer;

pub(crate) use opening::file_key_of;
pub(crate) use short_text::{open_foreign, open_short, seal_short};
pub(crate) use zip_writer::ZipWriter;
