//! What can be said without a path in a module or in a block.

use std::collections::HashMap;

use syn::{Ident, Item, ItemMacro, UseTree};

use super::made::Makers;

/// The names that a module or a block defines or imports.
#[derive(Default)]
pub struct Scope {
    pub bound: HashMap<String, Vec<Bound>>,
    /// What is imported whole, `*`.
    pub globs: Vec<Vec<String>>,
}

/// What a name stands for where it is bound.
pub enum Bound {
    Module(usize),
    Item(Definition),
    Import(Vec<String>),
}

/// An item, in the file that defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub space: Space,
    pub file: usize,
    /// With its module's path.
    pub name: String,
}

/// What kind of name an item has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Type,
    Value,
    Macro,
}

/// One name that a `use` brings in.
pub struct Leaf {
    pub path: Vec<String>,
    /// Nothing for `*`.
    pub name: Option<String>,
    pub line: usize,
}

impl Scope {
    /// Of these items, which stand in a module of this path.
    pub fn of<'a>(
        items: impl Iterator<Item = &'a Item>,
        file: usize,
        path: &str,
        makers: &Makers,
    ) -> Self {
        let mut scope = Self::default();
        for item in items {
            if let Item::Use(import) = item {
                for leaf in leaves(&import.tree) {
                    scope.import(leaf);
                }
            }
            for (space, bare) in defined(item, makers) {
                let name = joined(path, "::", &bare);
                scope.bind(bare, Bound::Item(Definition { space, file, name }));
            }
        }
        scope
    }

    pub fn bind(&mut self, name: String, bound: Bound) {
        self.bound.entry(name).or_default().push(bound);
    }

    fn import(&mut self, leaf: Leaf) {
        match leaf.name {
            None => self.globs.push(leaf.path),
            Some(name) => self.bind(name, Bound::Import(leaf.path)),
        }
    }
}

/// The names that an item defines in its module; those of modules apart.
fn defined(item: &Item, makers: &Makers) -> Vec<(Space, String)> {
    let (space, name) = match item {
        Item::Struct(it) => (Space::Type, &it.ident),
        Item::Enum(it) => (Space::Type, &it.ident),
        Item::Union(it) => (Space::Type, &it.ident),
        Item::Trait(it) => (Space::Type, &it.ident),
        Item::Type(it) => (Space::Type, &it.ident),
        Item::Fn(it) => (Space::Value, &it.sig.ident),
        Item::Const(it) => (Space::Value, &it.ident),
        Item::Static(it) => (Space::Value, &it.ident),
        Item::Macro(it) => return defined_by_macro(it, makers),
        _ => return Vec::new(),
    };
    vec![(space, name.to_string())]
}

/// The name of a `macro_rules!`, or the types that a call makes.
fn defined_by_macro(item: &ItemMacro, makers: &Makers) -> Vec<(Space, String)> {
    let own = item
        .ident
        .iter()
        .map(|name| (Space::Macro, name.to_string()));
    let made = makers
        .made(item)
        .into_iter()
        .map(|(name, _)| (Space::Type, name));
    own.chain(made).collect()
}

/// Each name that a `use` brings in, with its whole path.
pub fn leaves(tree: &UseTree) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(tree, &mut Vec::new(), &mut found);
    found
}

fn gather(tree: &UseTree, before: &mut Vec<String>, found: &mut Vec<Leaf>) {
    match tree {
        UseTree::Path(step) => {
            before.push(step.ident.to_string());
            gather(&step.tree, before, found);
            before.pop();
        }
        UseTree::Name(last) => found.push(leaf(before, &last.ident, None)),
        UseTree::Rename(last) => found.push(leaf(before, &last.ident, Some(&last.rename))),
        UseTree::Glob(star) => found.push(Leaf {
            path: before.clone(),
            name: None,
            line: star.star_token.spans[0].start().line,
        }),
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| gather(tree, before, found)),
    }
}

fn leaf(before: &[String], last: &Ident, renamed: Option<&Ident>) -> Leaf {
    let mut path = before.to_vec();
    // `store::{self}` is `store`.
    if last != "self" || before.is_empty() {
        path.push(last.to_string());
    }
    Leaf {
        name: renamed
            .map(ToString::to_string)
            .or_else(|| path.last().cloned()),
        path,
        line: last.span().start().line,
    }
}

/// A path with one more part.
pub fn joined(before: &str, between: &str, last: &str) -> String {
    if before.is_empty() {
        last.to_owned()
    } else {
        format!("{before}{between}{last}")
    }
}
