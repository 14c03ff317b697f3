//! `svilpe officer shell`: one command after the other, and one passphrase for all of them.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use clap::Args;

use super::arguments::OfficerFolder;
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::cli::sitting::Sitting;

/// Does one command line, the program's name first, and says how it went.
pub(crate) type DoLine = fn(Vec<OsString>, &CommandContext);

/// `svilpe officer shell`: how long the opened keys are kept, and whose they are.
#[derive(Args, Debug)]
pub(crate) struct Shell {
    #[command(flatten)]
    own: OfficerFolder,
    #[arg(
        long,
        value_name = "MINUTES",
        default_value_t = 10,
        help = "officer-arg-forget-after"
    )]
    forget_after: u8,
}

impl Shell {
    /// Asks for the passphrase, then reads commands until there are no more.
    pub(super) fn run(self, context: &CommandContext, command: DoLine) -> Result<(), Failure> {
        if context.sitting.is_some() {
            return Err(Failure::usage("officer-shell-already"));
        }
        if !(1..=FORGET_MINUTES_MAX).contains(&self.forget_after) {
            let failure = Failure::usage("officer-shell-minutes");
            return Err(failure.with("max", FORGET_MINUTES_MAX));
        }
        // From a file, the words of a letter that a command reads would be the next commands.
        if !io::stdin().is_terminal() {
            return Err(Failure::refused("officer-shell-no-terminal"));
        }
        let forget_after = Duration::from_secs(60 * u64::from(self.forget_after));
        let sitting = Sitting::begin(self.own.path(context)?, forget_after);
        let context = CommandContext {
            sitting: Some(sitting),
            ..context.clone()
        };
        self.own.unlock(&context)?;
        let minutes = self.forget_after.to_string();
        context.advise("officer-shell-begins", &[("minutes", &minutes)]);
        while let Some(line) = next_line() {
            match shlex::split(&line).as_deref() {
                None => context.complain(&Failure::usage("officer-shell-quotes")),
                Some([]) => {}
                Some([word]) if LEAVING.contains(&word.as_str()) => break,
                Some([word]) if word == "help" => {
                    command(command_line(&["--help".into()]), &context);
                }
                Some(words) => command(command_line(words), &context),
            }
        }
        Ok(())
    }
}

/// As it would be typed outside. `svilpe officer` may be said, and need not.
fn command_line(words: &[String]) -> Vec<OsString> {
    let words = words.strip_prefix(&["svilpe".to_owned()]).unwrap_or(words);
    let words = words.strip_prefix(&["officer".to_owned()]).unwrap_or(words);
    let in_front = ["svilpe", "officer"].map(OsString::from).into_iter();
    in_front.chain(words.iter().map(OsString::from)).collect()
}

/// None when nobody types any more.
fn next_line() -> Option<String> {
    let _ = write!(io::stderr(), "svilpe> ").and_then(|()| io::stderr().flush());
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    if read.is_ok_and(|read| read > 0) {
        return Some(line);
    }
    let _ = writeln!(io::stderr());
    None
}

const LEAVING: [&str; 3] = ["exit", "quit", "beigt"];

/// As at the desk.
const FORGET_MINUTES_MAX: u8 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_may_be_typed_with_and_without_the_program_in_front() {
        let typed = |line: &str| {
            let words = command_line(&shlex::split(line).expect("right"));
            let words = words
                .into_iter()
                .map(|word| word.into_string().expect("UTF-8"));
            words.collect::<Vec<_>>()
        };
        for line in ["read 3F7A", "officer read 3F7A", "svilpe officer read 3F7A"] {
            assert_eq!(
                typed(line).last().map(String::as_str),
                Some("3F7A"),
                "{line}"
            );
        }
        assert_eq!(
            typed("read '3F 7A'"),
            ["svilpe", "officer", "read", "3F 7A"]
        );
        assert_eq!(typed("svilpe officer read 3F7A"), typed("read 3F7A"));
    }
}
