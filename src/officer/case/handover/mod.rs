//! A case handed to others.
//!
//! ```text
//!   court_export ─▶ one ZIP: what is sealed, what it says, its proofs ─▶ stock tools check it
//!   masking ─▶ a page to be printed, with chosen names masked
//! ```
//!
//! Both are plaintext that leaves the officer's computer: marked IEROBEŽOTA PIEEJAMĪBA, the law's
//! word for it. What a successor is handed ([`succession`]) opens for that colleague alone.

pub(in crate::officer) mod court_export;
mod court_page;
pub(in crate::officer) mod handed_keys;
pub(in crate::officer) mod masking;
pub(in crate::officer) mod succession;

use crate::text::Language;

/// The folder in which everything of a court's ZIP lies.
pub(in crate::officer) fn court_folder(reference: &str) -> String {
    format!("lieta-{reference}/")
}

/// A court reads the state language, whatever the officer's terminal or window speaks: the first of
/// those that cover everything.
pub(in crate::officer) fn court_language(own: Language) -> Language {
    Language::complete().next().unwrap_or(own)
}

/// Restricted access, as the law marks it on every copy, in the state language.
pub(in crate::officer) const RESTRICTED: &str = "IEROBEŽOTA PIEEJAMĪBA";
