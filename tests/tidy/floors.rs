//! Things below, people above: a room uses only what stands on lower floors.

use super::assert_none;
use super::program::Program;

/// Rooms by floor, the lowest first. Rooms of one floor know nothing of each other.
const FLOORS: &[&[&str]] = &[
    &["keys", "text"],
    &["rules"],
    &["cli"],
    &["ledger"],
    &["net", "statistics"],
    &["report"],
    &["store"],
    &["intake", "officer", "auditor", "reporter"],
    &["demo"],
    &["command"],
    &["main"],
];

#[test]
fn a_room_uses_only_lower_floors() {
    assert_none(&upward(Program::here()));
}

#[test]
fn each_room_of_the_floors_is_there() {
    assert_none(&gone(Program::here()));
}

/// A line for each use of a floor that is not below, and for each room on no floor.
pub fn upward(program: &Program) -> Vec<String> {
    let mut lines: Vec<String> = program
        .files
        .iter()
        .filter(|file| *file != "lib.rs" && floor(room(file)).is_none())
        .map(|file| format!("{file} is in no room of the floors"))
        .collect();
    lines.extend(program.uses.iter().filter_map(|tie| {
        let (from, to) = (room(&program.files[tie.from]), room(&program.files[tie.to]));
        let allowed = from == to || floor(from)? > floor(to)?;
        (!allowed).then(|| format!("{from} → {to}: {}", program.say(tie)))
    }));
    lines
}

/// A line for each room of the table that has no file.
pub fn gone(program: &Program) -> Vec<String> {
    let rooms: Vec<&str> = program.files.iter().map(|file| room(file)).collect();
    let gone = FLOORS
        .iter()
        .copied()
        .flatten()
        .filter(|expected| !rooms.contains(expected));
    gone.map(|gone| format!("there is no room {gone}"))
        .collect()
}

/// `store` of `store/writer/mod.rs`, `command` of `command.rs`.
fn room(file: &str) -> &str {
    file.split_once('/')
        .map_or_else(|| file.trim_end_matches(".rs"), |(room, _)| room)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

#[test]
fn a_thing_that_uses_a_person_is_upward() {
    let program = Program::planted(&[
        ("lib.rs", "mod ledger; mod auditor;"),
        ("ledger/mod.rs", "use crate::auditor::Finding;"),
        ("auditor/mod.rs", "pub struct Finding;"),
    ]);
    assert_eq!(
        upward(&program),
        ["ledger → auditor: ledger/mod.rs:1 uses auditor::Finding (auditor/mod.rs)"]
    );
}

#[test]
fn people_use_things_and_not_each_other() {
    let program = Program::planted(&[
        ("lib.rs", "mod ledger; mod auditor; mod officer;"),
        ("ledger/mod.rs", "pub struct Entry;"),
        (
            "auditor/mod.rs",
            "pub struct Finding(crate::ledger::Entry);",
        ),
        (
            "officer/mod.rs",
            "use crate::{ledger::Entry, auditor::Finding};",
        ),
    ]);
    assert_eq!(
        upward(&program),
        ["officer → auditor: officer/mod.rs:1 uses auditor::Finding (auditor/mod.rs)"]
    );
}

#[test]
fn a_room_that_stands_on_no_floor_is_named() {
    let program = Program::planted(&[("lib.rs", "mod helpers;"), ("helpers.rs", "")]);
    assert_eq!(upward(&program), ["helpers.rs is in no room of the floors"]);
}
