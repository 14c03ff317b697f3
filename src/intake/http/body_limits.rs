//! What a body may cost, and why it is not read further.
//!
//! Keeps its part of P9. The same bounds hold for a form with files and for a sealed report. Never
//! knows what the bytes are.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::request_limit::RequestLimit;

/// What a body may cost.
#[derive(Clone)]
pub struct BodyLimits {
    /// Bytes of the whole body; also bounds how long it may take.
    pub total_max: u64,
    /// Parts, files included.
    pub parts_max: usize,
    /// In each window of this length…
    pub window: Duration,
    /// … at least so many bytes must arrive.
    pub window_bytes_min: u64,
    /// The limit at which others may wait for this body's place; none, if it was read before.
    pub request_limit: Option<Arc<RequestLimit>>,
}

/// Why a body is not read further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyRefused {
    /// It is not multipart/form-data as browsers send it.
    Unreadable,
    /// It is longer than allowed as a whole, or one field is.
    TooLarge,
    /// It has more parts than any form of ours.
    TooManyParts,
    /// It arrives too slowly.
    TooSlow,
    /// So many others arrive that this one is not held any longer.
    NoRoom,
    /// The connection ended before the body did.
    CutOff,
}

impl fmt::Display for BodyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "not a form as browsers send it",
            Self::TooLarge => "longer than allowed",
            Self::TooManyParts => "more parts than any form has",
            Self::TooSlow => "arrives too slowly",
            Self::NoRoom => "too much arrives at once",
            Self::CutOff => "ended early",
        })
    }
}

impl std::error::Error for BodyRefused {}
