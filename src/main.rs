//! The `svilpe` program: where the real clock and environment enter. Everything else is in the
//! library.

use std::process::ExitCode;

use svilpe::calendar::{Day, Today};
use svilpe::command::{Ambient, run};

fn main() -> ExitCode {
    let ambient = Ambient {
        today: Today::new(today),
        language: Ambient::language(|name| std::env::var(name).ok()),
    };
    run(std::env::args_os(), &ambient)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the real clock enters; it leaves as a day"
)]
fn today() -> Day {
    Day::in_riga(jiff::Timestamp::now())
}
