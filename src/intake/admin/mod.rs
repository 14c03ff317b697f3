//! What an operator does: the folder, starting, confinement, back-ups.

/// An intake's folder in two parts, apart from one another, and back.
pub(crate) mod backup;

mod check;

/// `intake.toml`.
pub(crate) mod config;

mod confirm_clock;
mod invitation;
mod known_days;
mod open_home;

/// `svilpe intake …`.
pub(crate) mod command;

/// The intake's folder: where configuration, secrets and store lie.
pub(crate) mod home;

/// What this process can't do, even once someone else steers it.
pub mod sandbox;

/// Starting, daily chores, stopping.
pub(crate) mod serve;

mod served_rosters;
mod service_manager;

/// How a server is that runs, and what else is asked of it.
mod status;

/// The torrc for an installation.
pub mod torrc;
