//! The command's context: the day, the language, the terminal.
//!
//! Results go to stdout, the rest to stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::cli::sitting::Sitting;
use crate::rules::calendar::Today;
use crate::text::{Language, say_with};

/// What a command takes from the world it runs in.
#[derive(Clone)]
pub struct CommandContext {
    /// The day, real or of a drill.
    pub today: Today,
    /// In which the command speaks.
    pub language: Language,
    /// Of several commands one after the other; none of a command by itself.
    pub sitting: Option<Arc<Sitting>>,
}

impl CommandContext {
    /// The language of the terminal; `variable` looks environment variables up.
    pub fn language(variable: impl Fn(&str) -> Option<String>) -> Language {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable);
        let locale = set.into_iter().find(|value| !value.is_empty());
        Language::of_locale(&locale.unwrap_or_default())
    }

    /// A line on stderr for the person at the keyboard.
    pub fn advise(&self, text: &str, arguments: &[(&str, &str)]) {
        self.complain_of(&say_with(self.language, text, arguments));
    }

    /// Before words are read from this file: how to end them, if it is none or `-` and somebody
    /// types.
    pub fn invite_words(&self, file: Option<&Path>) {
        let from_stdin = file.is_none_or(|file| file == Path::new("-"));
        if from_stdin && io::stdin().is_terminal() {
            self.advise("command-type-words", &[]);
        }
    }

    /// A line on stderr that is in words already.
    pub fn complain_of(&self, line: &str) {
        // Nobody is left to tell it to.
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// One line for something that is wrong, when the command goes on.
    pub fn complain(&self, failure: &Failure) {
        let _ = write!(io::stderr(), "{}", failure.line(self.language));
    }
}

/// A result on stdout, with a line end. A reader that left early (`| head`) has all it wanted.
pub fn print(result: &str) -> Result<(), Failure> {
    written(writeln!(io::stdout(), "{result}"))
}

/// What became of writing a result.
pub fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::refused("command-output").with("why", error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_counts() {
        let of = |set: &[(&str, &str)]| {
            CommandContext::language(|name| {
                set.iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LANG", "lv_LV.UTF-8")]), Language::latvian());
        assert_eq!(
            of(&[("LANG", "lv_LV"), ("LC_ALL", "C")]),
            Language::english()
        );
        assert_eq!(
            of(&[("LANG", "en"), ("LC_MESSAGES", "lv")]),
            Language::latvian()
        );
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "lv")]), Language::latvian());
        assert_eq!(of(&[]), Language::english());
    }
}
