//! Counting: from the ledger's entries to numbers, before anything is withheld.

/// Where a number stands.
pub mod cell;

/// What everyone knows of the figures without seeing one.
pub mod relations;

/// From entries to summaries.
pub mod case_summaries;

/// What statistics need of one report.
pub mod summary;

/// One year's figures, before anything is withheld.
pub mod year_count;

/// The only period that is published.
pub mod year;
