//! A check that never failed is not known to check: each one sees a planted fault, and the same
//! tree without it.

use std::path::Path;

use crate::house::House;
use crate::source::Sources;
use crate::{assert_none, careless, circles, floors, folders, homes, names, promises, secrets};

#[test]
fn two_files_that_use_each_other_are_a_circle() {
    let house = planted(&[
        ("lib.rs", "mod bell; mod tower;"),
        (
            "bell.rs",
            "\nuse crate::tower::Tower;\npub struct Bell(Tower);",
        ),
        (
            "tower.rs",
            "pub struct Tower;\nimpl Tower { fn hang(bell: &crate::bell::Bell) {} }",
        ),
    ]);
    assert_eq!(
        circles::circles(&house),
        ["2 files in a circle:\n  \
          bell.rs:2 uses tower::Tower (tower.rs)\n  \
          tower.rs:2 uses bell::Bell (bell.rs)"]
    );
}

#[test]
fn files_without_a_way_back_are_no_circle() {
    let house = planted(&[
        ("lib.rs", "mod bell; mod tower; mod town;"),
        ("bell.rs", "pub struct Bell;"),
        (
            "tower.rs",
            "use crate::bell::Bell;\npub struct Tower(Bell);",
        ),
        (
            "town.rs",
            "use crate::{bell::Bell, tower::Tower};\nstruct Town(Bell, Tower);",
        ),
    ]);
    assert_eq!(house.uses.len(), 6);
    assert_none(&circles::circles(&house));
}

#[test]
fn a_circle_is_found_whatever_way_a_name_comes() {
    for back in [
        "use super::mend;\nfn ring() { mend::mend() }",
        "use crate::tower as high;\nfn ring() { high::mend() }",
        "use super::{bell as _, mend::{self as m, *}};\nfn ring() { mend() }",
        "fn ring() { let mended = crate::mend(); }",
        "fn ring() { use crate::tower::*; mend() }",
        "fn ring() -> String { format!(\"{}\", super::mend()) }",
        "fn ring() { select! { it = crate::tower::mend() => {} } }",
        "fn ring(mended: Option<super::mend::Mended>) {}",
        "fn ring() { match 1 { super::tower::MENDED => {} _ => {} } }",
        "#[derive(crate::tower::Mended)]\nstruct Rope;",
        "struct Rope { #[serde(with = \"crate::mend\")] length: u8 }",
        "impl crate::tower::Mended for Bell {}",
        "mod inner { fn ring() { super::super::tower::mend() } }",
        "macro_rules! ring { () => { $crate::tower::mend() } }",
    ] {
        let bell = format!("pub struct Bell;\n{back}");
        let house = planted(&[
            (
                "lib.rs",
                "mod bell; mod mend; mod tower { pub use crate::mend::*; } use mend::mend;",
            ),
            ("bell.rs", &bell),
            (
                "mend.rs",
                "use crate::bell::Bell;\npub trait Mended {}\npub const MENDED: u8 = 1;\n\
                 pub fn mend() {}",
            ),
        ]);
        assert_eq!(circles::circles(&house).len(), 1, "{back}");
    }
}

#[test]
fn a_use_counts_for_the_file_that_defines_and_not_for_those_that_hand_on() {
    let house = planted(&[
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
    let said: Vec<String> = house.uses.iter().map(|tie| house.say(tie)).collect();
    assert_eq!(
        said,
        ["tower.rs:2 uses store::draft::Draft (store/draft.rs)"]
    );
}

#[test]
fn a_folder_that_its_own_files_use_and_that_uses_them_is_a_circle() {
    let house = planted(&[
        ("lib.rs", "mod store;"),
        (
            "store/mod.rs",
            "mod draft;\npub struct Store(draft::Draft);",
        ),
        (
            "store/draft.rs",
            "pub struct Draft;\nimpl super::Store { fn draft(&self) {} }",
        ),
    ]);
    assert_eq!(circles::circles(&house).len(), 1);
}

#[test]
fn what_only_tests_compile_ties_nothing() {
    let house = planted(&[
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
    assert_none(&circles::circles(&house));
    assert_none(&names::said_twice(&house));
    assert_none(&careless::careless(&house));
    assert_eq!(
        folders::astray(&house),
        ["src/fake.rs is compiled for tests only"]
    );
}

#[test]
fn a_thing_that_uses_a_person_is_upward() {
    let house = planted(&[
        ("lib.rs", "mod ledger; mod auditor;"),
        ("ledger/mod.rs", "use crate::auditor::Finding;"),
        ("auditor/mod.rs", "pub struct Finding;"),
    ]);
    assert_eq!(
        floors::upward(&house),
        ["ledger → auditor: ledger/mod.rs:1 uses auditor::Finding (auditor/mod.rs)"]
    );
}

#[test]
fn people_use_things_and_not_each_other() {
    let house = planted(&[
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
        floors::upward(&house),
        ["officer → auditor: officer/mod.rs:1 uses auditor::Finding (auditor/mod.rs)"]
    );
}

#[test]
fn a_room_that_stands_on_no_floor_is_named() {
    let house = planted(&[("lib.rs", "mod helpers;"), ("helpers.rs", "")]);
    assert_eq!(
        floors::upward(&house),
        ["helpers.rs is in no room of the floors"]
    );
}

#[test]
fn a_twelfth_place_is_named_wherever_it_hides() {
    for (number, hidden) in [
        "pub struct Place;",
        "enum Place {}",
        "trait Place {}",
        "type Place = u8;",
        "fn somewhere() { struct Place; }",
        "mod inner { struct Place; }",
    ]
    .iter()
    .enumerate()
    {
        let tower = format!("fn high() {{}}\n{hidden}");
        let house = planted(&[
            ("lib.rs", "mod bell; mod tower;"),
            ("bell.rs", "struct Place;"),
            ("tower.rs", &tower),
        ]);
        let said = names::said_twice(&house);
        assert_eq!(
            said,
            ["Place is bell.rs:1, tower.rs:2"],
            "{number}: {hidden}"
        );
    }
}

#[test]
fn one_name_for_two_platforms_is_one_name() {
    let house = planted(&[(
        "lib.rs",
        "#[cfg(unix)]\nstruct Place(u8);\n#[cfg(not(unix))]\nstruct Place;\nmod inner {}",
    )]);
    assert_none(&names::said_twice(&house));
}

#[test]
fn a_dependency_away_from_home_is_named_by_whatever_name_it_is_called() {
    for said in [
        "use sled::Db;",
        "use sled as database;",
        "fn open() { ::sled::open() }",
        "fn open() { debug!(sled::open()) }",
        "struct Open(Option<sled::Db>);",
        "use ::sled::Db;",
    ] {
        let house = planted(&[("lib.rs", "mod bell;"), ("bell.rs", said)]);
        assert_eq!(homes::astray(&house), ["bell.rs:1 says sled"], "{said}");
    }
}

#[test]
fn a_module_of_ours_may_bear_a_dependency_s_name() {
    let house = planted(&[
        ("lib.rs", "mod store;"),
        (
            "store/mod.rs",
            "mod engine; use engine::sled;\nfn open() { sled::open() }",
        ),
        ("store/engine/mod.rs", "pub mod sled;"),
        ("store/engine/sled.rs", "use sled::Db;\npub fn open() {}"),
    ]);
    assert_none(&homes::astray(&house));
}

#[test]
fn a_full_folder_is_full_at_sixteen() {
    let room = |number: u32| format!("store/room_{number}.rs");
    let mut paths: Vec<String> = (0..14).map(room).collect();
    paths.extend(["store/mod.rs", "store/wing/mod.rs", "store/wing/inner.rs"].map(str::to_owned));
    assert_none(&folders::overfull(&paths));
    paths.push(room(14));
    assert_eq!(folders::overfull(&paths), ["src/store has 16 rooms"]);
}

#[test]
fn a_module_file_beside_its_folder_is_named() {
    let paths = ["store.rs", "store/draft.rs", "bell.rs"].map(str::to_owned);
    assert_eq!(
        folders::doubled(&paths),
        ["src/store.rs has a folder of its name beside it"]
    );
}

#[test]
fn carelessness_is_named_where_it_hides() {
    for careless in [
        "fn ring() { bell().unwrap(); }",
        "fn ring() { println!(\"{}\", bell().unwrap()) }",
        "fn ring() { select! { it = bell() => it.unwrap() } }",
        "fn ring() { todo!() }",
        "fn ring() { vec![dbg!(1)]; }",
        "fn ring() -> Result<(), Box<dyn std::error::Error + Send>> {}",
        "fn ring() -> anyhow::Result<()> {}",
        "#[allow(dead_code)] fn ring() {}",
    ] {
        let house = planted(&[("lib.rs", careless)]);
        assert_eq!(careless::careless(&house).len(), 1, "{careless}");
    }
}

#[test]
fn only_a_test_that_runs_tests_a_promise() {
    for (code, tests) in [
        ("#[test]\nfn p7_is_kept() {}", true),
        (
            "/// Says why.\n#[tokio::test]\nasync fn p7_is_kept() {}",
            true,
        ),
        ("proptest! { #[test]\nfn p7_is_kept(seed: u64) {} }", true),
        ("#[test]\n#[ignore = \"slow\"]\nfn p7_is_kept() {}", false),
        ("fn p7_is_kept() {}", false),
        ("// #[test] fn p7_is_kept() {}", false),
        ("#[test]\nfn it_works() {}\nfn p7_is_kept() {}", false),
    ] {
        assert_eq!(
            promises::promises_tested(code).contains(&7),
            tests,
            "{code}"
        );
    }
}

#[test]
fn a_secret_in_the_repository_is_named() {
    let said = |folder, path: &str, text| secrets::wrong(folder, Path::new(path), text);
    assert_eq!(said("keys", "README.md", "AGE-PUBLIC"), None);
    assert_eq!(said("policy", "latvia.toml", ""), None);
    assert!(said("keys", "README.md", "AGE-SECRET-KEY-1QQ").is_some());
    assert!(said("keys", "roster.toml", "").is_some());
    assert!(said("policy", "notes.txt", "").is_some());
}

#[test]
fn the_real_tree_is_read() {
    let house = House::here();
    assert!(house.files.len() > 200, "{} files", house.files.len());
    assert!(house.uses.len() > 2000, "{} uses", house.uses.len());
    assert!(house.types.len() > 500, "{} types", house.types.len());
    assert!(
        house.packages.len() > 500,
        "{} uses of packages",
        house.packages.len()
    );
}

fn planted(files: &[(&str, &str)]) -> House {
    let packages = ["std", "sled", "anyhow"].map(str::to_owned);
    House::of(&Sources::planted(files), &packages)
}
