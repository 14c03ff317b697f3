//! P8: numbers don't point at people. Statistics from outside, through published files.

mod attack;
mod example;
mod files;
pub mod made_up;
mod random;
mod relations;
mod release;
mod solver;
mod validated;

pub use made_up::{basis, categories, code, day, public};
