//! The tree tells the story.
//!
//! Who may know whom, one home for each dependency, a test for each promise.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

// The checks.
mod careless;
mod circles;
mod floors;
mod folders;
mod homes;
mod names;
mod promises;
mod secrets;

// Their proof: planted faults, each seen red.
mod planted;

// What they look at.
mod graph;
mod house;
mod imports;
mod resolve;
mod source;
mod tree;

use house::House;
use source::Sources;

/// Everything that stands wrong, at once:
/// `cargo test --test tidy -- --ignored picture --nocapture`
#[test]
#[ignore = "says what stands wrong, and never fails"]
fn picture() {
    let house = House::here();
    let paths = paths();
    say(
        "Circles of files, the shortest way around each",
        &circles::circles(house),
    );
    say("Circles of files, every tie", &circles::ties(house));
    say(
        "Circles of wings: a folder counts as one (no test)",
        &circles::wings(house),
    );
    say("Upward or sideways", &floors::upward(house));
    say(
        "Type names that mean several things",
        &names::said_twice(house),
    );
    say("Overfull folders", &folders::overfull(&paths));
    say(
        "Module files beside their folders",
        &folders::doubled(&paths),
    );
    say("For tests only, among the rooms", &folders::astray(house));
    say("Dependencies away from home", &homes::astray(house));
    say("Homes without a dependency", &homes::empty(house));
    say("Careless", &careless::careless(house));
    say("Paths that lead nowhere known", &house.unknown);
}

fn say(title: &str, lines: &[String]) {
    println!("== {title}: {}\n{}\n", lines.len(), lines.join("\n"));
}

/// Fails with all lines, not the first alone.
#[track_caller]
fn assert_none(lines: &[String]) {
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

/// Every file below `src`, by its path there.
fn paths() -> Vec<String> {
    Sources::read(&root().join("src"))
        .paths()
        .map(str::to_owned)
        .collect()
}

/// Tokens with those within their brackets, each list by itself.
fn walk(tokens: TokenStream, look: &mut impl FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    look(&tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            walk(group.stream(), look);
        }
    }
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
