//! The reporters' pages: routes, forms, and what they show.

/// Officers' files, handed out.
mod download;

/// What a page of answers holds of a file.
pub(crate) mod download_token;

/// CSRF tokens: that what stands in a form was offered here.
pub(crate) mod csrf_token;

/// Pages as pure functions.
pub(crate) mod pages;

/// All that a reporter can hear when something does not work.
pub(crate) mod rejection;

/// Which rejection a reporter hears for each refusal inside.
mod rejection_causes;

/// The reporters' listener.
pub(crate) mod routes;

/// The anonymity self-check.
pub(crate) mod self_check;

/// The statistics page's tables.
pub(crate) mod statistics_file;

/// One multipart form from its first field to its outcome.
pub(crate) mod submission;

/// What pages show of policy, rosters and a visit.
pub(crate) mod views;
