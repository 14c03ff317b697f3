//! Officers: opening, cases, replying.
//!
//! The only place with private keys, and never on a server: an officer's own computer fetches
//! ciphertext, opens it in memory, and answers.
//!
//! ```text
//!   keygen ─▶ key.age        setup ─▶ officer.toml
//!   sync   ─▶ sealed/*.age   ─▶ list, read, export
//!   reply  ─▶ sealed to the mailbox, signed ─▶ intake
//!   backup ─▶ one file ─▶ restore           as closed as the folder
//!   expunge ─▶ gone at the intake, gone here ─▶ recorded
//!   record ─▶ signed entry ─▶ ledger        sync ◀─ checked against what was seen before
//! ```
//!
//! Keeps P1 on this side: without the passphrase nothing in the folder can be read, and only
//! `export` writes plaintext. Knows things. Never knows the intake, the auditor or a clock:
//! the day is an argument.

mod backup;
mod case;
mod command;
mod config;
mod intake_client;

/// Strangers' files, in a process that can do nothing else.
mod confined;

mod desk;
mod home;
mod keys;
mod ledger_sync;
mod retention;
mod sync;

/// The ledger from the officer's side: watched, recorded in, disputed.
mod ledger;

/// The institution's roster and its key, offline.
pub mod roster;

pub(crate) use command::OfficerCommand;
pub use config::{OfficerConfig, OfficerOptions};
pub use home::OfficerHome;
pub use intake_client::{ListedId, ListedReport, NoAnswer, OfficerClient};
pub use keys::{CannotOpenKeys, OfficerKeys, Role};
pub use sync::{BadItem, Synced, Watch, sync};

#[cfg(test)]
mod tests;
