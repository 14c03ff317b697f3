//! The store, as its caller sees it: against a model, and on a full disk.

mod full;
mod model;
