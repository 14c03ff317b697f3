//! The end of a process that no longer knows the state of its store.

use crate::store::fault::Fault;

/// A step that may not fail while others wait for an acknowledgement.
pub(in crate::store) fn must<T>(act: &str, result: Result<T, Fault>) -> T {
    match result {
        Ok(done) => done,
        Err(fault) => stop(&format!("could not {act}: {fault}")),
    }
}

/// Ends the process: the state of the store is unknown, and start-up recovers.
pub(in crate::store) fn stop(why: &str) -> ! {
    eprintln!("error: the store stops: {why}");
    eprintln!("hint: nothing was acknowledged that is not kept; start again, opening recovers");
    std::process::exit(STOPPED)
}

/// `EX_IOERR` of sysexits: a supervisor restarts, and an operator can tell it from a refusal.
const STOPPED: i32 = 74;
