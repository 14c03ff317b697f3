//! Svilpe (Latvian for *whistle*): an anonymous whistleblower reporting system.
//!
//! ```text
//!  reporter ──report──▶ intake ──sealed report──▶ store ──sealed report──▶ officer
//!     ▲                   │ seals, then forgets      │                        │
//!     └──answers (code)───┘◀────sealed reply─────────┴────────reply───────────┘
//!                         │
//!                       ledger: one entry for each fact ──────▶ auditor: counts, opens nothing
//! ```
//!
//! Folders are people, files are the things that pass between them. Things
//! know nothing of people; people know things and never each other.
//!
//! # Glossary
//!
//! | thing | what it is |
//! |---|---|
//! | report | what a reporter writes: answers and files; secret until sealed |
//! | sealed report | an age file; its plaintext is a padded ZIP |
//! | receipt | the one-time code, and the keys derived from it |
//! | mailbox | where replies to one reporter wait; has its own age key pair |
//! | reply | what an officer sends back: sealed to the mailbox, signed by the officer |
//! | roster | an institution's officers, custodians and auditors with their public keys |
//! | policy | the rules of handling: categories, deadlines, retention, limits |
//! | case | an officer's view of everything that belongs together |
//! | ledger | the append-only Merkle log of entries |
//! | entry | one fact in the ledger: received, opened, acknowledged, … |
//! | checkpoint | the signed tree head |
//! | promise | a P-number of `THREAT_MODEL.md` |
//!
//! # Modules, in reading order

/// Files that people write: strict TOML, mistakes told with line and hint.
pub mod written;

/// Days, deadlines and holidays; never an instant.
pub mod calendar;

/// The rules of handling, read from `policy/`.
pub mod policy;

/// Who may open what: rosters read from `keys/`, signed by the institution.
pub mod roster;

/// Ed25519 signatures, each with its domain in its type.
pub mod signature;

/// Signed requests: RFC 9421 in one fixed shape.
pub mod request;

/// One conversation with one server: loopback, Unix socket, or an onion through a proxy.
pub mod connection;

/// Signed requests over it, and the ledger that a server serves.
pub mod conversation;

/// What a reporter writes.
pub mod report;

/// The form that asks for it: a closed list of fields.
pub mod form;

/// Reports sealed to officers: ZIP, padding, age.
pub mod sealed;

/// The one-time code and the keys derived from it.
pub mod receipt;

/// Where replies wait, and what a reply is.
pub mod mailbox;

/// What passes between an intake and a reporter who seals on their own machine.
pub mod delivery;

/// Keys sealed under a passphrase.
pub mod sealed_key;

/// Things at rest.
#[cfg(unix)]
pub mod store;

/// Things anyone may check.
pub mod ledger;

/// All words that people read.
pub mod texts;

/// Characters that nobody sees.
pub mod invisible;

/// Strangers' words on a terminal.
pub mod terminal;

/// Files that only their owner can read.
mod private;

/// A key file in its owner's folder.
mod key_file;

/// Where a passphrase comes from.
mod passphrase;

/// How far a command is.
mod progress;

/// How a command says that it could not do what was asked.
pub mod failure;

/// The server that reporters and officers' tools talk to.
#[cfg(unix)]
pub mod intake;

/// Sealing on one's own machine: the server sees no word.
pub mod reporter;

/// Opening, cases, replying: the only place with private keys.
pub mod officer;

/// Verifying, statistics, publishing: opens nothing.
pub mod auditor;

/// The command line: one binary, commands grouped by person.
pub mod command;

/// One of each person on one computer, thrown away at the end.
#[cfg(unix)]
pub mod demo;
