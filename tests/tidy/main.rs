//! The tree tells the story.
//!
//! Who may know whom, one home for each dependency, a test for each promise.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
#![expect(
    unreachable_pub,
    reason = "modules of one program, of which nobody sees the outside"
)]

use std::fs;
use std::path::{Path, PathBuf};

// The checks, each with the planted faults that it is shown to see.
mod careless;
mod circles;
mod floors;
mod folders;
mod homes;
mod lines;
mod names;
mod pages;
mod promises;
mod secrets;

// What they look at.
mod graph;
mod program;

use program::Program;

/// Everything that stands wrong, at once:
/// `cargo test --test tidy -- --ignored picture --nocapture`
#[test]
#[ignore = "says what stands wrong, and never fails"]
fn picture() {
    let program = Program::here();
    let paths = paths();
    for (title, lines) in [
        (
            "Circles of files, the shortest way around each",
            circles::circles(program),
        ),
        ("Circles of files, every tie", circles::ties(program)),
        (
            "Circles of wings: a folder counts as one (no test)",
            circles::wings(program),
        ),
        ("Upward or sideways", floors::upward(program)),
        ("Rooms that are not there", floors::gone(program)),
        (
            "Type names that mean several things",
            names::said_twice(program),
        ),
        ("Overfull folders", folders::overfull(&paths)),
        (
            "Module files beside their folders",
            folders::doubled(&paths),
        ),
        ("For tests only, among the rooms", folders::astray(program)),
        ("Dependencies away from home", homes::astray(program)),
        ("Homes without a dependency", homes::empty(program)),
        ("Careless", careless::careless(program)),
        ("Paths that lead nowhere known", program.unknown.clone()),
    ] {
        println!("== {title}: {}\n{}\n", lines.len(), lines.join("\n"));
    }
}

/// Fails with all lines, not the first alone.
#[track_caller]
fn assert_none(lines: &[String]) {
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

/// Every file of the program and of its tests, by its path in the package.
fn paths() -> Vec<String> {
    let folders = ["src", "tests"].map(|folder| files(&root().join(folder)));
    folders
        .iter()
        .flatten()
        .map(|file| within(root(), file))
        .collect()
}

/// A file's path below a folder, with `/` between names.
fn within(folder: &Path, file: &Path) -> String {
    file.strip_prefix(folder)
        .unwrap()
        .to_str()
        .unwrap()
        .replace('\\', "/")
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
