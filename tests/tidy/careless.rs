//! Nothing in the program gives up carelessly.

use super::assert_none;
use super::program::Program;

/// Packages that make every error alike.
const PACKAGES: [&str; 2] = ["anyhow", "eyre"];

#[test]
fn nothing_in_the_program_gives_up_carelessly() {
    assert_none(&careless(Program::here()));
}

/// A line for each place.
pub fn careless(program: &Program) -> Vec<String> {
    let packages = program
        .packages
        .iter()
        .filter(|said| PACKAGES.contains(&said.package.as_str()));
    let packages = packages.map(|said| {
        format!(
            "{}:{} {}",
            program.files[said.from], said.line, said.package
        )
    });
    program.careless.iter().cloned().chain(packages).collect()
}

#[test]
fn carelessness_is_named_where_it_hides() {
    for code in [
        "fn ring() { bell().unwrap(); }",
        "fn ring() { println!(\"{}\", bell().unwrap()) }",
        "fn ring() { select! { it = bell() => it.unwrap() } }",
        "fn ring() { todo!() }",
        "fn ring() { vec![dbg!(1)]; }",
        "fn ring() -> Result<(), Box<dyn std::error::Error + Send>> {}",
        "fn ring() -> anyhow::Result<()> {}",
        "#[allow(dead_code)] fn ring() {}",
    ] {
        let program = Program::planted(&[("lib.rs", code)]);
        assert_eq!(careless(&program).len(), 1, "{code}");
    }
}

/// Where a test may say so itself: the one way to skip, and the program that has no harness.
const SKIPS: [&str; 2] = ["tests/integration/world/skip.rs", "tests/confined.rs"];

#[test]
fn a_test_skips_in_one_way_only() {
    // Spelled apart, so that this file does not name itself.
    let word = ["SKIP", "PED"].concat();
    let lines: Vec<String> = super::paths()
        .into_iter()
        .filter(|path| path.rsplit('.').next() == Some("rs") && !SKIPS.contains(&path.as_str()))
        .filter(|path| super::read(path).contains(&word))
        .map(|path| format!("{path} skips in a way of its own: tests/skips.txt can't hold it"))
        .collect();
    assert_none(&lines);
}
