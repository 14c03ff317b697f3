//! No file is used by what it uses, however far around.

use std::collections::BTreeSet;

use crate::assert_none;
use crate::graph::Graph;
use crate::house::House;
use crate::imports::Use;

#[test]
fn no_file_is_used_by_what_it_uses() {
    assert_none(&circles(House::here()));
}

/// The shortest way around each circle, a line for each step.
pub fn circles(house: &House) -> Vec<String> {
    let graph = graph(house);
    graph
        .circles()
        .iter()
        .map(|circle| {
            let way = graph.shortest(circle);
            let steps = way.iter().zip(way.iter().cycle().skip(1));
            let ties = steps.filter_map(|(from, to)| {
                house
                    .uses
                    .iter()
                    .find(|tie| (tie.from, tie.to) == (*from, *to))
            });
            let ties: Vec<String> = ties.map(|tie| house.say(tie)).collect();
            format!(
                "{} files in a circle:\n  {}",
                circle.len(),
                ties.join("\n  ")
            )
        })
        .collect()
}

/// Every tie within each circle, for whoever opens it.
pub fn ties(house: &House) -> Vec<String> {
    let mut lines = Vec::new();
    for circle in graph(house).circles() {
        lines.push(format!("\n{} files:", circle.len()));
        lines.extend(
            circle
                .iter()
                .map(|file| format!("  {}", house.files[*file])),
        );
        let within = |tie: &&Use| circle.contains(&tie.from) && circle.contains(&tie.to);
        lines.extend(
            once(house.uses.iter().filter(within)).map(|tie| format!("    {}", house.say(tie))),
        );
    }
    lines
}

/// Rooms and wings of one folder that use each other in a circle, with all that ties them.
pub fn wings(house: &House) -> Vec<String> {
    let folders: BTreeSet<&str> = house
        .files
        .iter()
        .flat_map(|file| file.match_indices('/').map(|(end, _)| &file[..end]))
        .chain([""])
        .collect();
    folders
        .into_iter()
        .flat_map(|folder| wings_of(house, folder))
        .collect()
}

fn wings_of(house: &House, folder: &str) -> Vec<String> {
    let siblings: Vec<Option<&str>> = house
        .files
        .iter()
        .map(|file| sibling(file, folder))
        .collect();
    let names: BTreeSet<&str> = siblings.iter().flatten().copied().collect();
    let names: Vec<&str> = names.into_iter().collect();
    let number = |file: usize| names.binary_search(&siblings[file]?).ok();
    let ties: Vec<(usize, usize, &Use)> = house
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
            lines.push(format!("    {}", house.say(tie)));
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

fn graph(house: &House) -> Graph {
    Graph::of(house.uses.iter().map(|Use { from, to, .. }| (*from, *to)))
}
