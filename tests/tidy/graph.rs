//! Circles in a graph: who reaches whom and is reached back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Edges by node.
#[derive(Default)]
pub struct Graph(BTreeMap<usize, BTreeSet<usize>>);

impl Graph {
    pub fn of(edges: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut graph = Self::default();
        for (from, to) in edges {
            graph.0.entry(from).or_default().insert(to);
            graph.0.entry(to).or_default();
        }
        graph
    }

    /// Groups of two or more nodes of which each reaches all others.
    pub fn circles(&self) -> Vec<BTreeSet<usize>> {
        let mut walk = Walk::default();
        for node in self.0.keys() {
            if !walk.number.contains_key(node) {
                walk.visit(self, *node);
            }
        }
        walk.found.retain(|circle| circle.len() > 1);
        walk.found
            .sort_by_key(|circle| std::cmp::Reverse(circle.len()));
        walk.found
    }

    /// The shortest way from one of the nodes through others of them and back.
    pub fn shortest(&self, circle: &BTreeSet<usize>) -> Vec<usize> {
        let ways = circle
            .iter()
            .filter_map(|node| self.way_back(*node, circle));
        ways.min_by_key(Vec::len).unwrap_or_default()
    }

    fn way_back(&self, start: usize, circle: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut came_from = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for next in self.0[&node].iter().filter(|next| circle.contains(next)) {
                if *next == start {
                    return Some(way_to(node, start, &came_from));
                }
                if !came_from.contains_key(next) {
                    came_from.insert(*next, node);
                    waiting.push_back(*next);
                }
            }
        }
        None
    }
}

fn way_to(node: usize, start: usize, came_from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![node];
    while way[way.len() - 1] != start {
        way.push(came_from[&way[way.len() - 1]]);
    }
    way.reverse();
    way
}

/// Tarjan's strongly connected components.
#[derive(Default)]
struct Walk {
    number: BTreeMap<usize, usize>,
    lowest: BTreeMap<usize, usize>,
    open: Vec<usize>,
    found: Vec<BTreeSet<usize>>,
}

impl Walk {
    fn visit(&mut self, graph: &Graph, node: usize) {
        let number = self.number.len();
        self.number.insert(node, number);
        self.lowest.insert(node, number);
        self.open.push(node);
        for next in &graph.0[&node] {
            if !self.number.contains_key(next) {
                self.visit(graph, *next);
                self.lower(node, self.lowest[next]);
            } else if self.open.contains(next) {
                self.lower(node, self.number[next]);
            }
        }
        if self.lowest[&node] == number {
            let start = self.open.iter().position(|open| *open == node).unwrap();
            self.found
                .push(self.open.split_off(start).into_iter().collect());
        }
    }

    fn lower(&mut self, node: usize, to: usize) {
        let lowest = self.lowest.get_mut(&node).unwrap();
        *lowest = to.min(*lowest);
    }
}
