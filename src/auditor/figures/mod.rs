//! Statistics: counting, withholding, publishing.
pub mod audit;
pub mod csv;
pub mod dcat;
pub mod fold;
pub mod format;
pub mod page;
pub mod publish;
pub mod release;
pub mod sheets;
pub mod summary;
pub mod tally;
pub mod withhold;
pub mod witness;
pub mod year;
