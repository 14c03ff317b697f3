//! Who runs the machine: copies and their way back, and the package.

mod backup;
mod clock_in_doubt;
mod damage;
pub mod fake_clock;
mod package;
mod reload;
mod status;
