//! Things below, people above: a room uses only what stands on lower floors.

use crate::assert_none;
use crate::house::House;

/// Rooms by floor, the lowest first. Rooms of one floor know nothing of each other.
const FLOORS: &[&[&str]] = &[
    &["keys", "text"],
    &["rules", "net", "cli"],
    &["report", "ledger"],
    &["statistics", "store"],
    &["intake", "officer", "auditor", "reporter"],
    &["demo"],
    &["command"],
    &["main"],
];

#[test]
fn a_room_uses_only_lower_floors() {
    assert_none(&upward(House::here()));
}

/// A line for each use of a floor that is not below, and for each room on no floor.
pub fn upward(house: &House) -> Vec<String> {
    let mut lines: Vec<String> = house
        .files
        .iter()
        .filter(|file| *file != "lib.rs" && floor(room(file)).is_none())
        .map(|file| format!("{file} is in no room of the floors"))
        .collect();
    lines.extend(house.uses.iter().filter_map(|tie| {
        let (from, to) = (room(&house.files[tie.from]), room(&house.files[tie.to]));
        let allowed = from == to || floor(from)? > floor(to)?;
        (!allowed).then(|| format!("{from} → {to}: {}", house.say(tie)))
    }));
    lines
}

/// `store` of `store/writer/mod.rs`, `command` of `command.rs`.
fn room(file: &str) -> &str {
    file.split_once('/')
        .map_or_else(|| file.trim_end_matches(".rs"), |(room, _)| room)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}
