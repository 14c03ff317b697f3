//! What every command line needs.

/// How a command says that it could not do what was asked.
pub mod failure;

/// A key file in its owner's folder.
pub(crate) mod key_file;

/// A process of our own that can do nothing but work on what it is given.
pub(crate) mod confined_process;

/// The country pack that an officer or auditor goes by.
pub(crate) mod kept_pack;

/// Where a passphrase comes from.
pub(crate) mod passphrase;

/// No dump of memory reaches the disk.
pub(crate) mod core_dumps;

/// How much memory the process keeps that it does not use.
pub(crate) mod lean_allocator;

/// Files that only their owner can read.
pub(crate) mod private_files;

/// How far a command is.
pub(crate) mod progress;

/// What several commands of one person have in common.
pub mod sitting;

/// Noticing that the computer slept.
pub(crate) mod sleep_watch;

/// What a command takes from the world it runs in.
pub mod command_context;
