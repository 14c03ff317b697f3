//! No file is used by what it uses, however far around.

use std::collections::BTreeSet;

use super::assert_none;
use super::graph::Graph;
use super::program::{Program, Use};

#[test]
fn no_file_is_used_by_what_it_uses() {
    assert_none(&circles(Program::here()));
}

/// The shortest way around each circle, a line for each step.
pub fn circles(program: &Program) -> Vec<String> {
    let graph = graph(program);
    let mut lines = Vec::new();
    for circle in graph.circles() {
        let way = graph.shortest(&circle);
        let next = way.iter().cycle().skip(1);
        let steps = way
            .iter()
            .zip(next)
            .filter_map(|(from, to)| first_tie(program, *from, *to));
        let steps: Vec<String> = steps.map(|tie| program.say(tie)).collect();
        lines.push(format!(
            "{} files in a circle:\n  {}",
            circle.len(),
            steps.join("\n  ")
        ));
    }
    lines
}

fn first_tie(program: &Program, from: usize, to: usize) -> Option<&Use> {
    program
        .uses
        .iter()
        .find(|tie| (tie.from, tie.to) == (from, to))
}

/// Every tie within each circle, for whoever opens it.
pub fn ties(program: &Program) -> Vec<String> {
    let mut lines = Vec::new();
    for circle in graph(program).circles() {
        lines.push(format!("\n{} files:", circle.len()));
        for file in &circle {
            lines.push(format!("  {}", program.files[*file]));
        }
        let within = |tie: &&Use| circle.contains(&tie.from) && circle.contains(&tie.to);
        for tie in once(program.uses.iter().filter(within)) {
            lines.push(format!("    {}", program.say(tie)));
        }
    }
    lines
}

/// Rooms and wings of one folder that use each other in a circle, with all that ties them.
pub fn wings(program: &Program) -> Vec<String> {
    let folders: BTreeSet<&str> = program
        .files
        .iter()
        .flat_map(|file| file.match_indices('/').map(|(end, _)| &file[..end]))
        .chain([""])
        .collect();
    folders
        .into_iter()
        .flat_map(|folder| wings_of(program, folder))
        .collect()
}

fn wings_of(program: &Program, folder: &str) -> Vec<String> {
    let siblings: Vec<Option<&str>> = program
        .files
        .iter()
        .map(|file| sibling(file, folder))
        .collect();
    let names: BTreeSet<&str> = siblings.iter().flatten().copied().collect();
    let names: Vec<&str> = names.into_iter().collect();
    let number = |file: usize| names.binary_search(&siblings[file]?).ok();
    let ties: Vec<(usize, usize, &Use)> = program
        .uses
        .iter()
        .filter_map(|tie| Some((number(tie.from)?, number(tie.to)?, tie)))
        .filter(|(from, to, _)| from != to)
        .collect();
    let mut lines = Vec::new();
    for circle in Graph::of(ties.iter().map(|(from, to, _)| (*from, *to))).circles() {
        let said: Vec<&str> = circle.iter().map(|name| names[*name]).collect();
        lines.push(format!(
            "\nsrc/{folder}: {} in a circle: {}",
            said.len(),
            said.join(", ")
        ));
        let within = ties
            .iter()
            .filter(|(from, to, _)| circle.contains(from) && circle.contains(to));
        for tie in once(within.map(|(_, _, tie)| *tie)) {
            lines.push(format!("    {}", program.say(tie)));
        }
    }
    lines
}

/// `writer` for `store/writer/queue.rs` in `store`; nothing for the folder's own `mod.rs`.
fn sibling<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    let below = if folder.is_empty() {
        file
    } else {
        file.strip_prefix(folder)?.strip_prefix('/')?
    };
    let name = below
        .split_once('/')
        .map_or(below.trim_end_matches(".rs"), |(name, _)| name);
    (!["mod", "lib", "main"].contains(&name)).then_some(name)
}

/// The first of the ties that say one name.
fn once<'a>(ties: impl Iterator<Item = &'a Use>) -> impl Iterator<Item = &'a Use> {
    let mut said = BTreeSet::new();
    ties.filter(move |tie| said.insert((tie.from, tie.to, &tie.name)))
}

fn graph(program: &Program) -> Graph {
    Graph::of(program.uses.iter().map(|Use { from, to, .. }| (*from, *to)))
}

#[test]
fn two_files_that_use_each_other_are_a_circle() {
    let program = Program::planted(&[
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
        circles(&program),
        ["2 files in a circle:\n  \
          bell.rs:2 uses tower::Tower (tower.rs)\n  \
          tower.rs:2 uses bell::Bell (bell.rs)"]
    );
}

#[test]
fn files_without_a_way_back_are_no_circle() {
    let program = Program::planted(&[
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
    assert_eq!(program.uses.len(), 6);
    assert_none(&circles(&program));
}

#[test]
fn a_longer_way_around_is_one_circle_and_its_shortest_way_is_told() {
    let program = Program::planted(&[
        ("lib.rs", "mod a; mod b; mod c; mod d; mod e;"),
        ("a.rs", "pub fn a() { crate::b::b() }"),
        ("b.rs", "pub fn b() { crate::c::c() }"),
        ("c.rs", "pub fn c() { crate::d::d() }"),
        (
            "d.rs",
            "pub fn d() { crate::b::b(); crate::a::a(); crate::e::e() }",
        ),
        ("e.rs", "pub fn e() {}"),
    ]);
    assert_eq!(
        circles(&program),
        ["4 files in a circle:\n  \
          b.rs:1 uses c::c (c.rs)\n  \
          c.rs:1 uses d::d (d.rs)\n  \
          d.rs:1 uses b::b (b.rs)"]
    );
}

#[test]
fn a_folder_that_its_own_files_use_and_that_uses_them_is_a_circle() {
    let program = Program::planted(&[
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
    assert_eq!(circles(&program).len(), 1);
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
        let program = Program::planted(&[
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
        assert_eq!(circles(&program).len(), 1, "{back}");
    }
}
