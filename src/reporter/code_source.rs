//! Code sources: where a code comes from and goes to: the keyboard and paper, or a file that only
//! its owner can read.
//!
//! Keeps its part of P5 on this side: a code is never an argument, never in the environment, and is
//! where its owner will find it before anything depends on it.
//!
//! A file holds one code, and above it the fresh one while a mailbox moves: both belong together
//! until the server has confirmed. If a visit is cut off, the next one goes on with the same two;
//! only when the server says that this was done is there a third. One command at a time works with
//! a folder's code files.

use std::fs::File;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::cli::private_files::{
    Older, Readers, alone_in, is_open_to_others, read_small, write_durably,
};
use crate::report::receipt::Code;
use crate::text::say;
use crate::text::terminal::OneLine;

/// One command's codes.
pub(super) enum CodeSource {
    Keyboard,
    File {
        path: PathBuf,
        /// Nobody else writes there meanwhile.
        _alone: Option<File>,
    },
}

/// A code for a new report.
pub(super) struct Chosen {
    pub code: Code,
    /// Of an earlier try, which may have got through.
    pub used: bool,
}

impl CodeSource {
    pub(super) fn of(file: Option<PathBuf>) -> Result<Self, Failure> {
        let Some(path) = file else {
            return Ok(Self::Keyboard);
        };
        let alone = alone_in(&path).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => {
                Failure::refused("reporter-code-file-in-use").with("path", path.display())
            }
            _ => unwritable(&path, &error),
        })?;
        Ok(Self::File {
            path,
            _alone: alone,
        })
    }

    /// The code for a report, safe with its owner before this returns. `again`: that of an earlier
    /// try.
    pub(super) fn for_report(
        &self,
        again: bool,
        context: &CommandContext,
    ) -> Result<Chosen, Failure> {
        let (code, used) = match self {
            Self::Keyboard if again => (ask(context)?, true),
            Self::Keyboard => {
                let code = Code::random();
                show_and_confirm(
                    &code,
                    ["reporter-code-new", "reporter-code-new-why"],
                    context,
                )?;
                (code, false)
            }
            Self::File { path, .. } => {
                let taken = path
                    .try_exists()
                    .map_err(|error| unwritable(path, &error))?;
                match (taken, again) {
                    (false, false) => {
                        let code = Code::random();
                        write(path, &[&code])?;
                        (code, false)
                    }
                    (true, false) => {
                        let taken = Failure::refused("reporter-code-file-taken");
                        return Err(taken.with("path", path.display()));
                    }
                    (_, true) => {
                        let mut codes = read(path)?;
                        if codes.len() > 1 {
                            // A visit was cut off: the report is there, and neither code is for
                            // another.
                            let visit = Failure::refused("reporter-code-file-visit");
                            return Err(visit.with("path", path.display()));
                        }
                        (codes.swap_remove(0), true)
                    }
                }
            }
        };
        Ok(Chosen { code, used })
    }

    /// The codes to try, newest first.
    pub(super) fn known(&self, context: &CommandContext) -> Result<Vec<Code>, Failure> {
        match self {
            Self::Keyboard => Ok(vec![ask(context)?]),
            Self::File { path, .. } => read(path),
        }
    }

    /// A fresh code, safe with its owner when this returns; those that may open something still
    /// are, too.
    pub(super) fn fresh(&self, known: &[Code], context: &CommandContext) -> Result<Code, Failure> {
        let fresh = Code::random();
        match self {
            Self::Keyboard => {
                let words = ["reporter-code-fresh", "reporter-code-fresh-why"];
                show_and_confirm(&fresh, words, context)?;
            }
            Self::File { path, .. } => {
                // Older ones opened nothing when this visit tried them.
                let older = known.iter().take(KNOWN_MAX - 1);
                let all: Vec<&Code> = std::iter::once(&fresh).chain(older).collect();
                write(path, &all)?;
            }
        }
        Ok(fresh)
    }

    /// The code that was used before the one that was typed, if a visit was cut off. A file has it
    /// already.
    pub(super) fn before(&self, context: &CommandContext) -> Result<Option<Code>, Failure> {
        if let Self::File { .. } = self {
            return Ok(None);
        }
        let text = typed("reporter-code-before", context)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let code = Code::parse(&text).map_err(|_| Failure::refused("reporter-code-typo"))?;
        Ok(Some(code))
    }

    /// Nothing moved: the file is as it was before the visit.
    pub(super) fn put_back(&self, known: &[Code]) -> Result<(), Failure> {
        match self {
            Self::Keyboard => Ok(()),
            Self::File { path, .. } => {
                let all: Vec<&Code> = known.iter().take(KNOWN_MAX).collect();
                write(path, &all)
            }
        }
    }

    /// The old code opens nothing any more. That it can't be taken out of the file does no harm.
    pub(super) fn renewed(&self, fresh: &Code, context: &CommandContext) {
        match self {
            Self::Keyboard => context.advise("reporter-cross-out", &[]),
            Self::File { path, .. } => {
                if write(path, &[fresh]).is_err() {
                    context.advise("reporter-code-below", &[]);
                }
            }
        }
    }

    /// Where the code is, at the end.
    pub(super) fn remind(&self, code: &Code, context: &CommandContext) {
        match self {
            Self::Keyboard => {
                context.advise("reporter-code-again", &[]);
                show(code);
            }
            Self::File { path, .. } => {
                let path = OneLine(&path.display().to_string()).to_string();
                context.advise("reporter-code-in-file", &[("path", &path)]);
            }
        }
    }
}

/// Is somebody there to read and to type?
pub(super) fn at_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks whether to go on, where somebody can answer.
pub(super) fn agreed_to_send(context: &CommandContext) -> Result<(), Failure> {
    if !at_terminal() {
        return Ok(());
    }
    let typed = typed("reporter-send-now", context)?;
    let yes = say(context.language, "reporter-yes");
    if typed.trim().to_lowercase() == yes || typed.trim().eq_ignore_ascii_case("y") {
        Ok(())
    } else {
        Err(Failure::refused("reporter-not-agreed"))
    }
}

/// Shows a code and goes on only when its last digits were typed: then it is on paper.
fn show_and_confirm(
    code: &Code,
    [heading, why]: [&str; 2],
    context: &CommandContext,
) -> Result<(), Failure> {
    let shown = code.expose();
    let last = Zeroizing::new(shown[shown.len() - LAST..].to_owned());
    if !at_terminal() {
        return Err(Failure::usage("reporter-no-keyboard"));
    }
    context.advise(heading, &[]);
    show(code);
    context.advise(why, &[]);
    for _ in 0..TRIES {
        let typed = typed("reporter-code-confirm", context)?;
        if typed.trim() == *last {
            return Ok(());
        }
    }
    Err(Failure::refused("reporter-code-not-confirmed"))
}

/// On a line of its own. Fluent's buffers are no place for it.
fn show(code: &Code) {
    // Where it can't be shown, it can't be confirmed either.
    let _ = writeln!(io::stderr(), "\n    {}\n", *code.expose());
}

fn ask(context: &CommandContext) -> Result<Code, Failure> {
    if !at_terminal() {
        return Err(Failure::usage("reporter-no-keyboard"));
    }
    let text = typed("reporter-code-ask", context)?;
    Code::parse(&text).map_err(|_| Failure::refused("reporter-code-typo"))
}

/// One line from the keyboard.
fn typed(prompt: &str, context: &CommandContext) -> Result<Zeroizing<String>, Failure> {
    let no_keyboard = |_: io::Error| Failure::usage("reporter-no-keyboard");
    let mut out = io::stderr().lock();
    write!(out, "{} ", say(context.language, prompt)).map_err(no_keyboard)?;
    out.flush().map_err(no_keyboard)?;
    let mut line = Zeroizing::new(String::with_capacity(LINE_MAX));
    let mut input = io::Read::take(io::stdin().lock(), LINE_MAX as u64);
    let length = input.read_line(&mut line).map_err(no_keyboard)?;
    if length == 0 {
        return Err(Failure::usage("reporter-no-keyboard"));
    }
    Ok(line)
}

/// One code, or more while a mailbox moves.
fn read(path: &Path) -> Result<Vec<Code>, Failure> {
    let unreadable = |error: io::Error| {
        Failure::refused("reporter-code-file")
            .with("path", path.display())
            .with("why", error)
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if is_open_to_others(&about) {
        return Err(Failure::refused("reporter-code-file-open").with("path", path.display()));
    }
    let bytes = Zeroizing::new(read_small(path, FILE_MAX).map_err(unreadable)?);
    let text =
        std::str::from_utf8(&bytes).map_err(|_| unreadable(io::ErrorKind::InvalidData.into()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let codes: Result<Vec<Code>, _> = lines.map(Code::parse).collect();
    match codes {
        Ok(codes) if (1..=KNOWN_MAX).contains(&codes.len()) => Ok(codes),
        _ => Err(Failure::refused("reporter-code-file-typo").with("path", path.display())),
    }
}

fn write(path: &Path, codes: &[&Code]) -> Result<(), Failure> {
    let mut text = Zeroizing::new(String::with_capacity(FILE_MAX));
    for code in codes {
        text.push_str(&code.expose());
        text.push('\n');
    }
    write_durably(path, text.as_bytes(), Readers::Owner, Older::Goes)
        .map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::refused("reporter-code-file-unwritable")
        .with("path", path.display())
        .with("why", error)
}

/// Digits that are typed to show that a code is written down.
const LAST: usize = 4;
const TRIES: usize = 3;
/// Bytes of a typed line: a code with generous separators.
const LINE_MAX: usize = 256;
/// Codes in a file: the newest, the one before, and one more if a visit was cut off twice.
const KNOWN_MAX: usize = 3;
/// Bytes of a file: three codes with separators.
const FILE_MAX: usize = 512;

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::rules::calendar::Today;
    use crate::text::Language;

    fn context() -> CommandContext {
        CommandContext {
            today: Today::fixed("2026-11-21".parse().expect("a day")),
            sitting: None,
            language: Language::english(),
        }
    }

    fn digits(codes: &[Code]) -> Vec<String> {
        codes.iter().map(|code| code.as_str().to_owned()).collect()
    }

    fn of_file(path: &Path) -> CodeSource {
        CodeSource::of(Some(path.to_owned())).expect("nobody else")
    }

    #[test]
    fn a_code_is_in_its_file_before_anything_is_sent_and_is_used_again_only_when_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("code");
        let codes = of_file(&path);
        let first = codes.for_report(false, &context()).expect("a code");
        assert!(!first.used);
        let mode = std::fs::metadata(&path)
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        let taken = codes.for_report(false, &context()).err().expect("taken");
        assert_eq!(taken.complaint(), "reporter-code-file-taken");
        let again = codes.for_report(true, &context()).expect("the same");
        assert!(again.used);
        assert_eq!(again.code.as_str(), first.code.as_str());
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[test]
    fn a_visit_that_was_cut_off_leaves_every_code_that_may_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("code");
        let codes = of_file(&path);
        let old = codes.for_report(false, &context()).expect("a code").code;
        let known = codes.known(&context()).expect("one code");
        let fresh = codes.fresh(&known, &context()).expect("written");
        let both = codes.known(&context()).expect("two codes");
        assert_eq!(digits(&both), [fresh.as_str(), old.as_str()]);
        // It is nobody else's code until the visit is over.
        let visit = codes.for_report(true, &context()).err().expect("a visit");
        assert_eq!(visit.complaint(), "reporter-code-file-visit");
        // Had it arrived after all, the next one starts from there, and forgets none of the two.
        let next = codes.fresh(&both, &context()).expect("written");
        let three = codes.known(&context()).expect("three codes");
        assert_eq!(
            digits(&three),
            [next.as_str(), fresh.as_str(), old.as_str()]
        );
        let last = codes.fresh(&three, &context()).expect("written");
        let newest = codes.known(&context()).expect("still three codes");
        assert_eq!(
            digits(&newest),
            [last.as_str(), next.as_str(), fresh.as_str()]
        );
        codes.put_back(&three).expect("written");
        let back = codes.known(&context()).expect("as before");
        assert_eq!(digits(&back), digits(&three));
        codes.renewed(&next, &context());
        let one = codes.known(&context()).expect("one code");
        assert_eq!(digits(&one), [next.as_str()]);
    }

    #[test]
    fn one_command_at_a_time_has_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("code");
        let first = of_file(&path);
        let second = CodeSource::of(Some(path.clone())).err().expect("in use");
        assert_eq!(second.complaint(), "reporter-code-file-in-use");
        drop(first);
        of_file(&path);
    }

    #[test]
    fn a_file_of_something_else_or_for_others_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("code");
        let complaint = |content: &[u8], mode| {
            std::fs::write(&path, content).expect("written");
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&path, mode).expect("ours");
            read(&path)
                .map(|codes| codes.len())
                .map_err(|f| f.complaint())
        };
        let code = Code::random().expose();
        assert_eq!(complaint(code.as_bytes(), 0o600), Ok(1));
        assert_eq!(
            complaint(code.as_bytes(), 0o640),
            Err("reporter-code-file-open")
        );
        let four = format!("{0}\n{0}\n{0}\n{0}\n", &*code);
        assert_eq!(
            complaint(four.as_bytes(), 0o600),
            Err("reporter-code-file-typo")
        );
        for other in [&b""[..], b"1234", b"\xff", &[b'1'; FILE_MAX + 1]] {
            assert!(complaint(other, 0o600).is_err());
        }
    }

    #[test]
    fn without_a_keyboard_nothing_is_asked() {
        // Tests have no terminal.
        let refused = CodeSource::Keyboard
            .known(&context())
            .expect_err("no keyboard");
        assert_eq!(refused.complaint(), "reporter-no-keyboard");
        let refused = CodeSource::Keyboard.for_report(false, &context());
        let refused = refused.err().expect("no paper");
        assert_eq!(refused.complaint(), "reporter-no-keyboard");
    }
}
