//! Officers: opening, cases, replying.
//!
//! The only place with private keys, and never on a server: an officer's own computer fetches
//! ciphertext, opens it in memory, and answers.
//!
//! ```text
//!   keygen ─▶ key.age        setup ─▶ officer.toml
//!   sync   ─▶ sealed/*.age   ─▶ list, read, export
//!   reply  ─▶ sealed to the mailbox, signed ─▶ intake
//!   record ─▶ signed entry ─▶ ledger        sync ◀─ checked against what was seen before
//! ```
//!
//! Keeps P1 on this side: without the passphrase nothing in the folder can be read, and only
//! `export` writes plaintext. Knows things. Never knows the intake, the auditor or a clock:
//! the day is an argument.

/// The institution's private key, offline.
pub mod institution_key;

/// Signing and checking rosters.
pub mod roster_commands;

mod accounts;
mod answers;
mod case;
mod colleagues;
mod command;
mod contested;
mod desk;
mod export;
mod home;
mod keys;
mod line;
mod list;
mod opening;
mod place;
mod read;
mod recipients;
mod record;
mod recorder;
mod reply;
mod roster_line;
mod sent;
mod settle;
mod standings;
mod sync;
mod watched;

pub use command::Command;
pub use home::Home;
pub use keys::{CannotOpenKeys, OfficerKeys, Role};
pub use line::{Line, Listed, ListedId, NoAnswer};
pub use place::{Place, Wanted};
pub use sync::{BadItem, Synced, Watch, sync};

#[cfg(test)]
mod small_intake;
#[cfg(test)]
mod small_ledger;
#[cfg(test)]
mod tests;
