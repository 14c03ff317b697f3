//! What strangers will try, against the real program over its Unix socket.
//!
//! Each test is named by its id in the catalogue of attacks (`a01_…` to `l09_…`), so that a case
//! can be found from either side. No browser, no HTTP library: what is sent is exactly what is
//! written here. What can't hold is an N-number in `THREAT_MODEL.md`, with the reason, and no test.

mod at_rest;
mod codes;
mod deployment;
mod disk;
mod faults;
mod multipart;
pub mod page;
mod pages;
mod protocol;
mod release;
pub mod server;
