//! The store, as its caller sees it: against a model, on a full disk, and as it grows.

mod full;
mod growth;
mod model;
