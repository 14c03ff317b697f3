//! What ties files, and what does not, in planted trees.

use super::super::assert_none;
use super::Program;

#[test]
fn what_ties_is_told_with_its_line_and_nothing_else_ties() {
    for (bell, ties) in [
        (
            "mod inner {}\nfn f() { super::tower::mend() }",
            "2 tower::mend",
        ),
        ("pub use crate::tower::mend;", ""),
        (
            "pub use crate::tower::mend;\nfn f(mend: u8) {}\nfn g() { mend() }",
            "3 tower::mend",
        ),
        (
            "pub use crate::tower::mend;\nfn f(mend: u8) -> u8 { mend }",
            "",
        ),
        (
            "pub use crate::tower::HIGH;\nfn f() { match 1 { HIGH => {} _ => {} } }",
            "2 tower::HIGH",
        ),
        (
            "pub use crate::tower::mend;\nfn f() { select! { mend = g() => mend } }",
            "",
        ),
        (
            "pub use crate::tower::Rope;\nfn f() { select! { Rope = g() => 1 } }",
            "2 tower::Rope",
        ),
        ("#[crate::tower::mend]\nfn f() {}", "1 tower::mend"),
        ("use crate::tower;", ""),
        (
            "use crate::tower::{self};\nfn f() { tower::mend() }",
            "2 tower::mend",
        ),
        (
            "use crate::tower as high;\nfn f(it: high::Rope) {}",
            "2 tower::Rope",
        ),
        (
            "fn f() { use super::tower::loud;\nloud::ring() }",
            "1 tower::loud, 2 tower::loud::ring",
        ),
        (
            "use crate::tower;\nmacro_rules! m { ($tower:ident) => { $tower::mend() } }",
            "",
        ),
        (
            "#[cfg(any(test, unix))]\nuse crate::tower::mend;",
            "2 tower::mend",
        ),
        (
            "#[cfg(not(test))]\nuse crate::tower::mend;",
            "2 tower::mend",
        ),
        ("#![cfg(test)]\nuse crate::tower::mend;", ""),
        ("fn f() { made!() }", "1 made"),
    ] {
        let program = Program::planted(&[
            (
                "lib.rs",
                "macro_rules! made { () => {} }\nmod bell; mod tower;",
            ),
            ("bell.rs", bell),
            (
                "tower.rs",
                "pub struct Rope;\npub const HIGH: u8 = 1;\npub fn mend() {}\npub fn loud() {}\n\
                 pub mod loud;",
            ),
            ("tower/loud.rs", "pub fn ring() {}"),
        ]);
        let told = program
            .uses
            .iter()
            .map(|tie| format!("{} {}", tie.line, tie.name));
        assert_eq!(told.collect::<Vec<_>>().join(", "), ties, "{bell}");
        assert_none(&program.unknown);
    }
}

#[test]
fn a_use_counts_for_the_file_that_defines_and_not_for_those_that_hand_on() {
    let program = Program::planted(&[
        ("lib.rs", "mod store; mod tower;"),
        (
            "store/mod.rs",
            "mod draft;\npub use draft::Draft as Sketch;",
        ),
        ("store/draft.rs", "pub enum Draft { Open }"),
        (
            "tower.rs",
            "use crate::store;\nconst OPEN: store::Sketch = store::Sketch::Open;",
        ),
    ]);
    let said: Vec<String> = program.uses.iter().map(|tie| program.say(tie)).collect();
    assert_eq!(
        said,
        ["tower.rs:2 uses store::draft::Draft (store/draft.rs)"]
    );
}

#[test]
fn what_only_tests_compile_ties_nothing() {
    let program = Program::planted(&[
        ("lib.rs", "mod bell; mod tower; #[cfg(test)] mod fake;"),
        (
            "bell.rs",
            "use crate::tower::Tower;\npub struct Bell(Tower);",
        ),
        (
            "tower.rs",
            "pub struct Tower;\n\
             #[cfg(test)]\nmod tests { use crate::bell::Bell; }\n\
             #[cfg(all(test, unix))]\nuse crate::bell::Bell;\n\
             impl Tower { #[cfg(test)] fn hang(bell: crate::bell::Bell) { bell.0.unwrap(); } }",
        ),
        ("fake.rs", "use crate::bell::Bell;\npub struct Tower;"),
    ]);
    let ties: Vec<(&str, usize)> = program
        .uses
        .iter()
        .map(|tie| (program.files[tie.from].as_str(), tie.line))
        .collect();
    assert_eq!(ties, [("bell.rs", 1), ("bell.rs", 2)]);
    assert_eq!(program.types.len(), 2);
    assert_none(&program.careless);
    assert_eq!(program.for_tests, ["fake.rs"]);
}

#[test]
fn a_variable_a_field_or_a_method_of_an_item_s_name_ties_nothing() {
    let program = Program::planted(&[
        ("lib.rs", "mod bell; mod tower; pub use tower::*;"),
        (
            "tower.rs",
            "use crate::bell::Bell;\npub fn ring() {}\npub mod loud {}",
        ),
        (
            "bell.rs",
            "use crate::*;\npub struct Bell { ring: u8 }\n\
             fn once(ring: u8) -> u8 { let it = Bell { ring: 1 }; it.ring() + it.ring + ring }\n\
             fn twice(loud: u8) { println!(\"{}\", loud); select! { loud = loud.ring() => {} } }",
        ),
    ]);
    let from_bell = program
        .uses
        .iter()
        .filter(|tie| program.files[tie.from] == "bell.rs");
    assert_eq!(from_bell.count(), 0);
}

#[test]
fn a_path_that_cannot_be_followed_is_named() {
    let program = Program::planted(&[(
        "lib.rs",
        "\nfn ring() { bell::ring(); u8::from(1); Self::ring() }",
    )]);
    assert_eq!(program.unknown, ["lib.rs:2 bell::ring"]);
}

#[test]
fn a_module_is_found_where_its_declaration_says() {
    let program = Program::planted(&[
        (
            "lib.rs",
            "mod a; #[path = \"else/where.rs\"] mod b; mod c { mod d; }",
        ),
        ("a.rs", "mod inner;"),
        ("a/inner.rs", ""),
        ("else/where.rs", "mod beside;"),
        ("else/beside/mod.rs", ""),
        ("c/d.rs", ""),
    ]);
    let files = [
        "lib.rs",
        "a.rs",
        "a/inner.rs",
        "else/where.rs",
        "else/beside/mod.rs",
        "c/d.rs",
    ];
    assert_eq!(program.files, files);
    assert!(program.for_tests.is_empty());
}

#[test]
fn the_real_tree_is_read() {
    let program = Program::here();
    assert!(program.files.len() > 200, "{} files", program.files.len());
    assert!(program.uses.len() > 2000, "{} uses", program.uses.len());
    assert!(program.types.len() > 500, "{} types", program.types.len());
    assert!(
        program.packages.len() > 500,
        "{} uses of packages",
        program.packages.len()
    );
}
