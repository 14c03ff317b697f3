//! A type's name means one thing in the whole program.

use std::collections::BTreeMap;

use super::assert_none;
use super::program::{Program, TypeName};

#[test]
fn each_type_name_means_one_thing() {
    assert_none(&said_twice(Program::here()));
}

/// One line for each name that several places define.
pub fn said_twice(program: &Program) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&TypeName>> = BTreeMap::new();
    for named in &program.types {
        places.entry(&named.name).or_default().push(named);
    }
    let mut several: Vec<_> = places
        .into_iter()
        .filter(|(_, places)| differ(places))
        .collect();
    several.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    several
        .into_iter()
        .map(|(name, places)| {
            let places = places.iter().map(|it| format!("{}:{}", it.file, it.line));
            format!("{name} is {}", places.collect::<Vec<_>>().join(", "))
        })
        .collect()
}

fn differ(places: &[&TypeName]) -> bool {
    places
        .iter()
        .any(|it| (&it.file, it.around) != (&places[0].file, places[0].around))
}

#[test]
fn a_twelfth_place_is_named_wherever_it_hides() {
    for hidden in [
        "pub struct Place;",
        "enum Place {}",
        "trait Place {}",
        "type Place = u8;",
        "fn somewhere() { struct Place; }",
        "mod inner { struct Place; }",
    ] {
        let tower = format!("fn high() {{}}\n{hidden}");
        let program = Program::planted(&[
            ("lib.rs", "mod bell; mod tower;"),
            ("bell.rs", "struct Place;"),
            ("tower.rs", &tower),
        ]);
        assert_eq!(
            said_twice(&program),
            ["Place is bell.rs:1, tower.rs:2"],
            "{hidden}"
        );
    }
}

#[test]
fn a_place_that_a_macro_makes_is_named_and_found() {
    let program = Program::planted(&[
        ("lib.rs", "mod bell; mod terms; mod tower;"),
        ("bell.rs", "pub struct Place;"),
        (
            "terms.rs",
            "macro_rules! terms { ($(#[$doc:meta] $name:ident { $($word:ident),+ })+) => {\n\
             $(#[$doc] pub enum $name { $($word),+ })+\n} }\n\
             terms! {\n    /// Where.\n    Place { Near, Far }\n}",
        ),
        ("tower.rs", "use crate::terms::*;\nstruct At(Place);"),
    ]);
    assert_eq!(said_twice(&program), ["Place is bell.rs:1, terms.rs:6"]);
    let said: Vec<String> = program.uses.iter().map(|tie| program.say(tie)).collect();
    assert_eq!(said, ["tower.rs:2 uses terms::Place (terms.rs)"]);
}

#[test]
fn two_places_in_one_file_are_two() {
    let bell = "struct Place;\nfn somewhere() { struct Place; }\nmod inner { struct Place; }";
    let program = Program::planted(&[("lib.rs", "mod bell;"), ("bell.rs", bell)]);
    assert_eq!(
        said_twice(&program),
        ["Place is bell.rs:1, bell.rs:2, bell.rs:3"]
    );
}

#[test]
fn one_name_for_two_platforms_is_one_name() {
    let program = Program::planted(&[(
        "lib.rs",
        "#[cfg(unix)]\nstruct Place(u8);\n#[cfg(not(unix))]\nstruct Place;\nmod inner {}",
    )]);
    assert_none(&said_twice(&program));
}
