//! What is kept and what is handed out, whoever asks: pages or the reporter's own tool.

/// Code derivation by a slow hash, a few at once.
pub(crate) mod code_derivation;

/// Closed places that hide how many codes are replaced.
pub(super) mod decoy_locators;

/// What strangers may leave here in a day.
pub(super) mod daily_budget;

/// From a multipart body to a kept, sealed report.
pub(crate) mod receive;

/// From one code to the next.
mod renewal;

/// Where a report stands.
pub(super) mod report_status;

/// Sealed elsewhere: deliveries and visits of a reporter's own tool.
pub(super) mod sealed_upload;

/// From a code to answers.
pub(crate) mod visit;
