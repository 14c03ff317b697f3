//! Reporters: sealing on their own machine, for those who don't want to show a server a word.
//!
//! Keeps a live compromise of the server (N1) away: what leaves this computer is ciphertext, a
//! claim and a wrapped record; the code never does. Knows the form, the code and one mailbox, for
//! as long as one command lasts. Never keeps anything on this computer but the code, in a file that
//! its owner names, and beside it the ledger's state as it was seen last; and never believes a
//! server about who reads, or about an entry in the ledger.
//!
//! ```text
//!   form   ─▶ questions, to fill in with any editor
//!   send   ─▶ terms checked against the institution's key ─▶ sealed here ─▶ delivered ─▶ kept
//!   return ─▶ code ─▶ fresh code, written down ─▶ record moves, opened here ─▶ settled ─▶ replies
//!          ─▶ the entry in the ledger, proven or not
//!   add    ─▶ a return ─▶ fresh mailbox key ─▶ sealed and signed here ─▶ delivered
//! ```

mod attachments;
mod checkpoint_file;
mod code_source;
mod command;
mod entry_proof;
mod filled_questions;
mod intake_client;
mod packing;
mod question_file;
mod reply_files;
mod similar_names;
mod visit;

pub(crate) use command::ReporterCommand;
