//! What a test can't try here is said aloud; where `.ci/run` runs, only what `tests/skips.txt`
//! names.

use std::io::Write as _;
use std::process::Command;

/// Says which test goes without what. The test then returns, or goes on with less.
///
/// `missing` is the name that `tests/skips.txt` knows it by, if it does.
///
/// # Panics
///
/// Under `CI=true`, when that list does not name it.
pub(crate) fn skip(missing: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // Past the capture of what passing tests print: a skip must be seen.
    let _ = writeln!(
        std::io::stderr(),
        "\n*** SKIPPED: {test}, which wants {missing} ***\n"
    );
    let may_be_missing = !is_ci() || is_listed(missing);
    assert!(
        may_be_missing,
        "{missing} is not in tests/skips.txt: install it in .ci/run"
    );
}

/// Is this program here? If not, that is a skip.
pub(crate) fn has(program: &str) -> bool {
    let is_here = Command::new(program).arg("--version").output().is_ok();
    if !is_here {
        skip(program);
    }
    is_here
}

fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|ci| ci == "true")
}

fn is_listed(missing: &str) -> bool {
    entries().any(|(known, _)| known == missing)
}

/// What may be missing, and why.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../../skips.txt").lines();
    let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    entries.map(|line| {
        let (missing, why) = line.split_once(": ").expect("what is missing: why");
        (missing, why.trim())
    })
}

#[test]
fn each_thing_that_may_be_missing_has_its_reason() {
    assert!(entries().all(|(_, why)| why.split(' ').count() > 3));
    assert!(is_listed("a released program"));
    assert!(!is_listed("strace"), ".ci/run installs it");
}
