//! A case handed to others: to a court, as it is, with all that proves it.

/// The folder in which everything of a court's ZIP lies.
pub(in crate::officer) fn court_folder(reference: &str) -> String {
    format!("lieta-{reference}/")
}
