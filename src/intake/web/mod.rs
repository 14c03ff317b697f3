//! The reporters' pages: routes, forms, and what they show.

/// Proofs that a code in a form was offered here.
pub mod form_token;

/// Pages as pure functions.
pub mod pages;

/// All that a reporter can hear when something does not work.
pub mod rejection;

/// The reporters' listener.
pub mod routes;

/// The anonymity self-check.
pub mod self_check;

/// The statistics page's tables.
pub mod statistics_page;

/// One multipart form from its first field to its outcome.
pub mod submission;

/// What pages show of policy, rosters and a visit.
pub mod views;
