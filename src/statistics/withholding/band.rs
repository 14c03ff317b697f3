//! Bands: what is told of a number that is not told exactly.
//!
//! Knows two ends. Never knows whether they may be told: see `withholding`.

/// The ends between which a number lies; it may be either of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// At least so many.
    pub from: u64,
    /// At most so many.
    pub to: u64,
}

impl Band {
    /// The band of this width that holds `value`, from a multiple of it to the next.
    pub(super) fn around(value: u64, width: u64) -> Self {
        let from = value / width * width;
        Self {
            from,
            to: from.saturating_add(width),
        }
    }

    pub(crate) fn holds(self, value: u64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}
