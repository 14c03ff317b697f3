//! A folder's listing is its table of contents.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::House;
use crate::source::is_rust;
use crate::{assert_none, paths};

/// The most that a reader takes in at a glance.
const SIBLINGS_MAX: usize = 15;
/// Files that are the folder itself.
const FACES: [&str; 3] = ["mod.rs", "lib.rs", "main.rs"];

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
    assert_none(&astray(House::here()));
}

/// Folders with too many rooms, or with too many files of other kinds.
pub fn overfull(paths: &[String]) -> Vec<String> {
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut others: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in paths {
        for (at, _) in path.match_indices('/') {
            let (folder, name) = path[..at].rsplit_once('/').unwrap_or(("", &path[..at]));
            rooms.entry(folder).or_default().insert(name);
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let among = if is_rust(name) {
            &mut rooms
        } else {
            &mut others
        };
        if !FACES.contains(&name) {
            among.entry(folder).or_default().insert(name);
        }
    }
    let many = |(folder, names): (&str, BTreeSet<&str>), what: &str| {
        (names.len() > SIBLINGS_MAX).then(|| format!("src/{folder} has {} {what}", names.len()))
    };
    let rooms = rooms.into_iter().filter_map(|found| many(found, "rooms"));
    rooms
        .chain(
            others
                .into_iter()
                .filter_map(|found| many(found, "other files")),
        )
        .collect()
}

/// `x.rs` beside a folder `x`.
pub fn doubled(paths: &[String]) -> Vec<String> {
    let folders: BTreeSet<&str> = paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
        .collect();
    paths
        .iter()
        .filter(|path| {
            path.strip_suffix(".rs")
                .is_some_and(|name| folders.contains(name))
        })
        .map(|path| format!("src/{path} has a folder of its name beside it"))
        .collect()
}

/// Files that only tests compile, and whose place does not say so.
pub fn astray(house: &House) -> Vec<String> {
    house
        .for_tests
        .iter()
        .filter(|path| {
            !path
                .trim_end_matches(".rs")
                .split('/')
                .any(|part| part == "tests")
        })
        .map(|path| format!("src/{path} is compiled for tests only"))
        .collect()
}
