//! The `svilpe` program: where the real clock and environment enter. Everything else is in the
//! library.

use std::alloc::System;
use std::process::ExitCode;
use std::time::SystemTime;

use zeroizing_alloc::ZeroAlloc;

use svilpe::cli::command_context::CommandContext;
use svilpe::cli::failure::mask_panics;
use svilpe::command::run;
use svilpe::rules::calendar::Today;
use svilpe::rules::policy::Policy;

/// Wipes all memory when it is freed (P11): what a request carried goes with the request, in every
/// library that touched it. Growing a buffer wipes the place it moved from.
#[global_allocator]
static WIPED_WHEN_FREED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    mask_panics();
    let context = CommandContext {
        today: Today::of_clock(now, Policy::shipped().zone().clone()),
        language: CommandContext::language(|name| std::env::var(name).ok()),
        sitting: None,
    };
    run(std::env::args_os(), &context)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the real clock enters; `Today` lets days alone out"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
