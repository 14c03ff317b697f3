//! Statistics: counting, withholding, publishing.
//!
//! Keeps P8: numbers don't point at people. Knows days, codes and counts. Never knows a case
//! number, an item, an officer, or a word of a report.
//!
//! ```text
//!   entries ─fold─▶ summaries ─count─▶ one year's cells ─withhold─▶ release ─publish─▶ folder
//!                                          │    ▲                     │
//!                                     audit, alternatives         the last one: its years stand
//! ```
//!
//! # What is counted
//!
//! `law.md` section 5, as far as the ledger holds it; each fact in the year in which it
//! happened. One number has one `cell::Cell`, however many tables show it, so that linked
//! tables can't be withheld differently.
//!
//! | sheet | rows × columns |
//! |---|---|
//! | overview | the headline figures, `cell::Table::Overview`: received, opened, … closed |
//! | categories, institutions | each × received, recognised; never with each other |
//! | tracks, decisions, reasons, outcomes, effects | each |
//! | proceedings | kind × state at the conclusion |
//! | timeliness | clock (law and service apart) × due, on time, late, and the share in a band |
//! | median-days | days to acknowledgement, decision, feedback, closing |
//! | money | damage, recovered |
//! | article-27 | the cells that Article 27(2) asks for, again |
//!
//! Left out, since the ledger holds no such fact: sector, language, channel of receipt,
//! complaints of retaliation, lawful disclosures of identity, consultations, availability.
//! Left out, since it would point at people: quarters, months, category × institution.
//!
//! # What a reader is taken to know
//!
//! Every published number of every table, all sums, the threshold, that a part is at
//! most its whole, how many deadlines the bands leave room for, and every earlier release. Not:
//! what a single institution knows of its own cases, nor which patterns the program
//! would have chosen for other numbers (so-called minimality attacks).

/// What may be shown.
pub mod withholding;

/// All closed years.
pub mod release;

/// The tables as people read them.
pub(crate) mod sheets;

/// The catalogue for harvesters.
pub mod dcat;

/// The page for people.
pub(crate) mod page;

/// A folder of files, whole or not at all.
pub mod publish;

/// From entries to numbers, before anything is withheld.
pub mod counting;
