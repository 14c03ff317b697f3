//! Svilpe from outside: whole processes through their front doors, and the library through its
//! public names.
//!
//! One program, since each more of them links everything once more. The tests share a process and
//! run side by side: what changes a process for good is in `confined.rs`, what dies is in
//! `crash.rs`.
//!
//! They begin in the order of their names. `across_tor` comes first: it waits for a minute and
//! works little, and last it would wait alone.

#![expect(
    clippy::unwrap_used,
    clippy::large_stack_arrays,
    reason = "a test that can't go on fails"
)]
#![expect(
    unreachable_pub,
    reason = "modules of one program, of which nobody sees the outside"
)]

mod world;

mod across_tor;
mod attacks;
mod commands;
mod demo;
mod desk;
mod figures;
mod fuzzing;
mod ledger;
mod operator;
mod promises;
mod reporter;
mod sealing;
mod store;
mod tools;
