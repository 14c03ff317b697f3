//! Earlier years: what was told of them, for those after them.
//!
//! Knows numbers, and which of them are not told. Never knows how that was decided.

use std::collections::BTreeMap;

use super::band::Band;
use crate::statistics::counting::cell::Cell;
use crate::statistics::counting::year_count::YearCount;

/// A year that was published before, and is never changed again.
#[derive(Clone, Debug)]
pub struct EarlierYear {
    /// Its numbers.
    pub tally: YearCount,
    /// What of them is not told exactly, with the band that is.
    pub withheld: BTreeMap<Cell, Option<Band>>,
}
