//! The command line: one binary, commands grouped by person. Wiring only.
//!
//! Each person brings a sub-enum; `Person` names it, `run` calls it. In the sub-enums the
//! help texts are ids of Fluent texts: `in_words` puts the words in, in the language of the
//! terminal (the language that `LC_ALL`, `LC_MESSAGES` or `LANG` names, if it has words for
//! commands; else English).
//!
//! Results go to stdout, the rest to stderr. Exit 0: done, 1: refused, 2: not understood.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::auditor;
use crate::cli::command_context::CommandContext;
use crate::cli::core_dumps::no_dumps;
use crate::cli::failure::{ExitStatus, Failure};
#[cfg(unix)]
use crate::demo;
#[cfg(unix)]
use crate::intake;
use crate::officer;
use crate::reporter;
use crate::text::{Language, say};

#[derive(Parser, Debug)]
#[command(name = "svilpe", about = "command-about")]
struct CommandLine {
    #[command(subcommand)]
    person: Option<Person>,
}

/// Whose command it is.
#[derive(Subcommand, Debug)]
enum Person {
    #[command(subcommand, about = "command-about-reporter")]
    Reporter(reporter::ReporterCommand),
    #[command(subcommand, about = "command-about-officer")]
    Officer(officer::OfficerCommand),
    #[command(subcommand, about = "command-about-auditor")]
    Auditor(auditor::AuditorCommand),
    #[cfg(unix)]
    #[command(about = "demo-about")]
    Demo(demo::Demo),
    #[cfg(unix)]
    #[command(subcommand, about = "command-about-intake")]
    Intake(intake::admin::command::IntakeCommand),
}

/// Reads the command line and does what it says.
pub fn run(arguments: impl IntoIterator<Item = OsString>, context: &CommandContext) -> ExitCode {
    // Every command may hold keys, codes or words. Where it can't be had, the command is worth
    // more.
    let _ = no_dumps();
    let done = match parse(arguments, context.language) {
        Ok(CommandLine { person }) => match person {
            None => {
                print!("{}", tree(context.language).render_help());
                Ok(())
            }
            Some(Person::Reporter(command)) => command.run(context),
            Some(Person::Officer(command)) => command.run(context, |line, context| {
                run(line, context);
            }),
            Some(Person::Auditor(command)) => command.run(context),
            #[cfg(unix)]
            Some(Person::Intake(command)) => command.run(context),
            #[cfg(unix)]
            Some(Person::Demo(demo)) => demo.run(context),
        },
        Err(Unparsed::Help(text)) => {
            print!("{text}");
            Ok(())
        }
        Err(Unparsed::Usage(failure)) => Err(failure),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = write!(io::stderr(), "{}", failure.lines(context.language));
            match failure.exit() {
                ExitStatus::Refused => ExitCode::from(1),
                ExitStatus::Usage | ExitStatus::Urgent => ExitCode::from(2),
            }
        }
    }
}

/// All commands with their words, for manuals and completions.
pub fn tree(language: Language) -> clap::Command {
    in_words(CommandLine::command(), language)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(say(language, "command-arg-version"))
                .help_heading(say(language, "command-options")),
        )
}

/// Not a command to run.
enum Unparsed {
    Help(String),
    Usage(Failure),
}

fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    language: Language,
) -> Result<CommandLine, Unparsed> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Most command lines are understood, and nobody reads the words.
    if let Ok(understood) = CommandLine::try_parse_from(&arguments) {
        return Ok(understood);
    }
    tree(language)
        .try_get_matches_from(arguments)
        .and_then(|matches| CommandLine::from_arg_matches(&matches))
        .map_err(|error| match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Unparsed::Help(error.render().to_string())
            }
            _ => Unparsed::Usage(misunderstood(&error)),
        })
}

/// clap's complaint, in our words.
fn misunderstood(error: &clap::Error) -> Failure {
    let complaint = match error.kind() {
        ErrorKind::UnknownArgument => "command-unknown-argument",
        ErrorKind::InvalidSubcommand => "command-unknown",
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "command-missing"
        }
        ErrorKind::MissingRequiredArgument => "command-missing-argument",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "command-bad-value",
        ErrorKind::ArgumentConflict => "command-twice",
        _ => "command-not-understood",
    };
    let kinds = [
        ContextKind::InvalidArg,
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidValue,
    ];
    let what = kinds
        .into_iter()
        .find_map(|kind| error.get(kind))
        .map(ToString::to_string);
    Failure::usage(complaint).with("what", what.unwrap_or_default())
}

/// Puts words in the place of their ids, all the way down.
fn in_words(command: clap::Command, language: Language) -> clap::Command {
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let usage = say(language, "command-usage");
    command
        .about(say(language, &about))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(say(language, "command-commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}\n"
        ))
        .mut_args(|argument| {
            let id = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            argument
                .help(say(language, &id))
                .help_heading(say(language, "command-options"))
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(say(language, "command-arg-help"))
                .help_heading(say(language, "command-options")),
        )
        .mut_subcommands(|command| in_words(command, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> impl Iterator<Item = OsString> {
        line.split_whitespace()
            .map(OsString::from)
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn all_commands(command: &clap::Command) -> Vec<clap::Command> {
        let below = command.get_subcommands().flat_map(all_commands);
        std::iter::once(command.clone()).chain(below).collect()
    }

    #[test]
    fn the_command_line_is_sound() {
        for language in [Language::latvian(), Language::english()] {
            in_words(CommandLine::command(), language).debug_assert();
        }
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        for language in [Language::latvian(), Language::english()] {
            for command in all_commands(&in_words(CommandLine::command(), language)) {
                let about = command.get_about().expect("said").to_string();
                assert!(about.contains(' '), "{about} in {}", command.get_name());
                for argument in command.get_arguments() {
                    let help = argument.get_help().expect("said").to_string();
                    assert!(help.contains(' '), "{help} in {}", command.get_name());
                }
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_a_complaint_of_ours() {
        for (line, complaint) in [
            ("svilpe whistle", "command-unknown"),
            ("svilpe officer", "command-missing"),
            ("svilpe officer list --jsn", "command-unknown-argument"),
            ("svilpe officer read", "command-missing-argument"),
            (
                "svilpe officer keygen --name A --work-factor many",
                "command-bad-value",
            ),
            ("svilpe officer list --json --json", "command-twice"),
        ] {
            match parse(arguments(line), Language::english()) {
                Err(Unparsed::Usage(failure)) => {
                    assert_eq!(failure.complaint(), complaint, "{line}");
                    assert_eq!(failure.exit(), ExitStatus::Usage);
                }
                _ => panic!("{line} was understood"),
            }
        }
    }

    #[test]
    fn help_is_no_failure() {
        let help = parse(arguments("svilpe officer sync --help"), Language::english());
        assert!(matches!(help, Err(Unparsed::Help(text)) if text.contains("--passphrase-file")));
        let version = parse(arguments("svilpe --version"), Language::english());
        let own = env!("CARGO_PKG_VERSION");
        assert!(matches!(version, Err(Unparsed::Help(text)) if text.contains(own)));
    }
}
