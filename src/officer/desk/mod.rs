//! `svilpe officer desk`: the local window in which an officer runs a case from arrival to close.
//!
//! Keeps P1 on the officer's side: pages are made in memory, handed to one browser on this
//! computer, and gone when the desk is locked; nothing of them is written, and drafts are sealed.
//! Never knows the intake: what goes there goes through the same code as the commands.
//!
//! ```text
//!   launch ─▶ cross_site_checks ─▶ routes ─▶ state (locked | opened) ─▶ pages
//!                                            │
//!                     background: opening, fetching     actions: letter + steps
//! ```

mod actions;
mod attachments;
mod background;
mod case_view;
mod cross_site_checks;
mod fetching;
mod first_start;
mod launch;
mod opened;
mod pages;
mod routes;
mod session;
mod settings;
mod state;
mod trouble;

pub(in crate::officer) use actions::carry_out::{ActionDone, ActionInCase, LetterWithStep};
pub(crate) use launch::DeskOptions;
