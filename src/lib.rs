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
//! Four folders are people (`intake`, `reporter`, `officer`, `auditor`); the folders below them
//! hold what passes between people and what all of them need. Things know nothing of people; people
//! know things and never each other. `ARCHITECTURE.md` draws the floors and follows a report, a
//! visit and an entry through them.
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
//! The field's terms, and where they are here:
//!
//! | term | here |
//! |---|---|
//! | CSRF token | `intake::web::csrf_token`: stateless, bound to what it is for |
//! | rate limit, load shedding | `intake::http`: `connection_limit`, `request_limit`, `body_rate` |
//! | slow hash, key stretching | `intake::mailroom::code_derivation`: Argon2id, a few at once |
//! | pepper | a secret beside the database: `report::receipt` |
//! | key wrapping | the access record of `report::mailbox` |
//! | lingering close | `intake::http::listen::lingering_close` |
//! | group commit | `store::writer::group_commit`: many commits, one sync |
//! | write queue, back pressure | `store::writer::queue` and `store::permits` |
//! | key space | `store::engine::keyspace`: how records are named in the database |
//! | crypto-shredding | `store::crypto::keyring`: a key is overwritten, its record is noise |
//! | compaction, vacuum | `store::writer::rebuild` |
//! | log-structured merge tree | `store::engine::layers`: what came lately over a sorted table |
//! | write-ahead copy | `store::recovery`: sled's files are copied before it may change them |
//! | durable write | `cli::private_files::durable_write`: write, sync, rename, sync the folder |
//! | decoy | `store::AccessDecoys`, and what `report::mailbox` answers to an unknown claim |
//! | clock guard | `intake::trusted_day`: days advance by evidence, not by the clock alone |
//! | append-only log, sequencer | `intake::log` |
//! | transparency log, inclusion and consistency proof | `ledger::tree`, `ledger::checkpoint` |
//! | witness, cosignature | `ledger::checkpoint::cosignature`, `auditor::cosign` |
//! | trust anchors | `auditor::verify::trust_anchors` |
//! | split view, equivocation | `ledger::checkpoint::continuity` and `evidence` |
//! | state machine | `ledger::fold::lifecycle` |
//! | trust on first use, pinning | `rules::roster::pinned_roster`, `intake::log::roster_pin` |
//! | nonce, replay protection | `net::http_signature::challenge` |
//! | sandbox | `intake::admin::sandbox`: Landlock and seccomp |
//! | statistical disclosure control, cell suppression | `statistics::withholding` |
//! | domain separation | the type of each signature in `keys::signature`, `keys::label` |
//!
//! # Modules, lowest floor first: each uses only modules above it on this page

/// What a unit test can't try here: told, and counted, as in the integration tests.
#[cfg(test)]
#[path = "../tests/integration/world/skip.rs"]
mod skip;

/// Cryptographic primitives: one home for each.
pub mod keys;

/// Words that people read, and strangers' words on a terminal.
pub mod text;

/// Files that people write: calendar, policy, rosters. Strict, mistakes told with line and hint.
pub mod rules;

/// What every command line needs: failures, passphrases, files that only their owner can read.
pub mod cli;

/// Things anyone may check: entries, the Merkle tree, signed heads, the rules of a case.
pub mod ledger;

/// One conversation with one server: loopback, Unix socket, or an onion through a proxy.
pub mod net;

/// Numbers from a ledger that point at nobody.
pub mod statistics;

/// What passes between people: the form, the sealed report, the receipt, the mailbox.
pub mod report;

/// Things at rest.
#[cfg(unix)]
pub mod store;

/// The server that reporters and officers' tools talk to.
#[cfg(unix)]
pub mod intake;

/// Opening, cases, replying: the only place with private keys.
pub mod officer;

/// Verifying and witnessing: opens nothing.
pub mod auditor;

/// Sealing on one's own machine: the server sees no word.
pub(crate) mod reporter;

/// One of each person on one computer, thrown away at the end.
#[cfg(unix)]
pub(crate) mod demo;

/// The command line: one binary, commands grouped by person.
pub mod command;
