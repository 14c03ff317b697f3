//! A folder's listing is its table of contents.

use std::collections::{BTreeMap, BTreeSet};

use super::program::{Program, is_rust};
use super::{assert_none, paths};

/// The most that a reader takes in at a glance.
const SIBLINGS_MAX: usize = 15;
/// Files that are the folder itself.
const FACES: [&str; 3] = ["mod.rs", "lib.rs", "main.rs"];
/// Where the test vectors and transcripts of many small cases are no rooms.
const OF_TESTS: &str = "tests";

#[test]
fn no_folder_is_overfull() {
    assert_none(&overfull(&paths()));
}

#[test]
fn a_module_with_children_is_their_folders_mod_rs() {
    assert_none(&doubled(&paths()));
}

#[test]
fn what_only_tests_compile_lies_under_tests() {
    assert_none(&astray(Program::here()));
}

/// Folders with too many rooms (Rust files and folders), or with too many files of other kinds:
/// texts, templates.
pub fn overfull(paths: &[String]) -> Vec<String> {
    let mut folders: BTreeMap<&str, Listing> = BTreeMap::new();
    for path in paths {
        let (folder, name) = parted(path);
        folders.entry(folder).or_default().add_file(name);
        for inner in folders_of(path) {
            let (folder, name) = parted(inner);
            folders.entry(folder).or_default().rooms.insert(name);
        }
    }
    let lines = folders
        .iter()
        .flat_map(|(folder, listing)| listing.overfull(folder));
    lines.collect()
}

/// What stands in one folder.
#[derive(Default)]
struct Listing<'a> {
    rooms: BTreeSet<&'a str>,
    others: BTreeSet<&'a str>,
}

impl<'a> Listing<'a> {
    fn add_file(&mut self, name: &'a str) {
        if !is_rust(name) {
            self.others.insert(name);
        } else if !FACES.contains(&name) {
            self.rooms.insert(name);
        }
    }

    fn overfull(&self, folder: &str) -> Vec<String> {
        let others = if is_of_tests(folder) {
            0
        } else {
            self.others.len()
        };
        let counts = [(self.rooms.len(), "rooms"), (others, "other files")];
        let many = counts.iter().filter(|(count, _)| *count > SIBLINGS_MAX);
        many.map(|(count, what)| format!("{folder} has {count} {what}"))
            .collect()
    }
}

/// `x.rs` beside a folder `x` that holds its children.
pub fn doubled(paths: &[String]) -> Vec<String> {
    let rust = || paths.iter().filter(|path| is_rust(path));
    let folders: BTreeSet<&str> = rust().flat_map(|path| folders_of(path)).collect();
    rust()
        .filter(|path| folders.contains(path.trim_end_matches(".rs")))
        .map(|path| format!("{path} has a folder of its name beside it"))
        .collect()
}

/// Files that only tests compile, and whose path does not say so.
pub fn astray(program: &Program) -> Vec<String> {
    let files = program.for_tests.iter().filter(|path| !is_of_tests(path));
    files
        .map(|path| format!("src/{path} is compiled for tests only"))
        .collect()
}

/// `tests.rs`, or anything in a folder `tests`.
fn is_of_tests(path: &str) -> bool {
    path.trim_end_matches(".rs")
        .split('/')
        .any(|part| part == OF_TESTS)
}

/// `src` and `src/store` of `src/store/draft.rs`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// The folder, and the name in it.
fn parted(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or((".", path))
}

#[test]
fn a_full_folder_is_full_at_sixteen() {
    let room = |number: u32| format!("store/room_{number}.rs");
    let mut paths: Vec<String> = (0..14).map(room).collect();
    paths.extend(["store/mod.rs", "store/wing/mod.rs", "store/wing/inner.rs"].map(str::to_owned));
    assert_none(&overfull(&paths));
    paths.push(room(14));
    assert_eq!(overfull(&paths), ["store has 16 rooms"]);
}

#[test]
fn a_module_file_beside_its_folder_is_named() {
    let paths = ["store.rs", "store/draft.rs", "bell.rs"].map(str::to_owned);
    assert_eq!(
        doubled(&paths),
        ["store.rs has a folder of its name beside it"]
    );
}
