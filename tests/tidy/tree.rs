//! The module tree, read from `mod` declarations, and the names that each module holds.

use std::collections::HashMap;

use syn::{Expr, ExprLit, Item, ItemMod, Lit, Meta, UseTree};

use crate::source::Sources;

/// The whole program: its files, and its modules by number.
pub struct Tree {
    pub files: Vec<SourceFile>,
    pub modules: Vec<Module>,
}

/// One file and the module that it is.
pub struct SourceFile {
    /// Below `src`.
    pub path: String,
    pub module: usize,
    pub code: syn::File,
}

/// A file or an inline `mod name { … }`.
pub struct Module {
    /// `store::writer`; nothing for a root.
    pub path: String,
    pub file: usize,
    pub parent: Option<usize>,
    pub root: usize,
    pub names: Names,
}

/// What can be said without a path in a module or in a block.
#[derive(Default)]
pub struct Names {
    pub bound: HashMap<String, Vec<Bound>>,
    pub globs: Vec<Vec<String>>,
}

/// What a name stands for where it is bound.
#[derive(Clone)]
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

/// Where a module stands while the tree is read.
struct Spot {
    path: String,
    parent: Option<usize>,
    file: usize,
    /// The folder of its children.
    children: String,
}

impl Tree {
    /// Reads every file that the roots reach; roots that are not there are passed over.
    pub fn read(sources: &Sources, roots: &[&str]) -> Self {
        let mut tree = Self {
            files: Vec::new(),
            modules: Vec::new(),
        };
        for root in roots.iter().filter(|root| sources.holds(root)) {
            tree.load(sources, root, String::new(), None, String::new());
        }
        tree
    }

    fn load(
        &mut self,
        sources: &Sources,
        file: &str,
        path: String,
        parent: Option<usize>,
        children: String,
    ) -> usize {
        let mut code = sources.program(file);
        let items = std::mem::take(&mut code.items);
        self.files.push(SourceFile {
            path: file.to_owned(),
            module: self.modules.len(),
            code,
        });
        let file = self.files.len() - 1;
        let spot = Spot {
            path,
            parent,
            file,
            children,
        };
        let module = self.add(sources, &spot, &items);
        self.files[file].code.items = items;
        module
    }

    /// One module and, below it, those that it declares.
    fn add(&mut self, sources: &Sources, spot: &Spot, items: &[Item]) -> usize {
        let module = self.modules.len();
        self.modules.push(Module {
            names: Names::of(items.iter(), spot.file, &spot.path),
            path: spot.path.clone(),
            file: spot.file,
            parent: spot.parent,
            root: spot
                .parent
                .map_or(module, |parent| self.modules[parent].root),
        });
        for item in items {
            if let Item::Mod(declared) = item {
                let child = self.add_child(sources, module, spot, declared);
                let bound = &mut self.modules[module].names.bound;
                bound
                    .entry(declared.ident.to_string())
                    .or_default()
                    .push(Bound::Module(child));
            }
        }
        module
    }

    fn add_child(
        &mut self,
        sources: &Sources,
        parent: usize,
        spot: &Spot,
        declared: &ItemMod,
    ) -> usize {
        let name = declared.ident.to_string();
        let path = joined(&spot.path, "::", &name);
        let Some((_, items)) = &declared.content else {
            let (file, children) = self.find(sources, spot.file, &spot.children, declared);
            return self.load(sources, &file, path, Some(parent), children);
        };
        let children = joined(&spot.children, "/", &name);
        let inside = Spot {
            path,
            parent: Some(parent),
            file: spot.file,
            children,
        };
        self.add(sources, &inside, items)
    }

    /// The file of `mod name;`, and the folder of its children.
    fn find(
        &self,
        sources: &Sources,
        file: usize,
        children: &str,
        declared: &ItemMod,
    ) -> (String, String) {
        let name = declared.ident.to_string();
        let folder = joined(children, "/", &name);
        let own = format!("{folder}.rs");
        let inside = format!("{folder}/mod.rs");
        if let Some(path) = said_path(declared) {
            let from = folder_of(&self.files[file].path);
            let found = joined(from, "/", &path);
            let children = folder_of(&found).to_owned();
            return (found, children);
        }
        if sources.holds(&own) {
            return (own, folder);
        }
        assert!(
            sources.holds(&inside),
            "no file for `mod {name};` in {}",
            self.files[file].path
        );
        (inside, folder)
    }
}

impl Names {
    /// The names that these items define or import.
    pub fn of<'a>(items: impl Iterator<Item = &'a Item>, file: usize, path: &str) -> Self {
        let mut names = Self::default();
        for item in items {
            if let Item::Use(import) = item {
                for leaf in leaves(&import.tree) {
                    names.import(leaf);
                }
            }
            for (space, name) in defined(item) {
                names.define(
                    Definition {
                        space,
                        file,
                        name: joined(path, "::", &name),
                    },
                    name,
                );
            }
        }
        names
    }

    fn define(&mut self, definition: Definition, name: String) {
        self.bound
            .entry(name)
            .or_default()
            .push(Bound::Item(definition));
    }

    fn import(&mut self, leaf: Leaf) {
        match leaf.name {
            None => self.globs.push(leaf.path),
            Some(name) => self
                .bound
                .entry(name)
                .or_default()
                .push(Bound::Import(leaf.path)),
        }
    }
}

/// Each name that a `use` brings in, with its whole path.
pub fn leaves(tree: &UseTree) -> Vec<Leaf> {
    let mut found = Vec::new();
    gather(tree, &mut Vec::new(), &mut found);
    found
}

fn gather(tree: &UseTree, before: &mut Vec<String>, found: &mut Vec<Leaf>) {
    let mut leaf = |last: Option<&syn::Ident>, name: Option<String>, line| {
        let last = last
            .map(ToString::to_string)
            .filter(|last| last != "self" || before.is_empty());
        let path: Vec<String> = before.iter().cloned().chain(last).collect();
        found.push(Leaf { path, name, line });
    };
    match tree {
        UseTree::Path(step) => {
            before.push(step.ident.to_string());
            gather(&step.tree, before, found);
            before.pop();
        }
        UseTree::Name(last) => {
            let line = last.ident.span().start().line;
            let name = match before.last() {
                Some(module) if last.ident == "self" => module.clone(),
                _ => last.ident.to_string(),
            };
            leaf(Some(&last.ident), Some(name), line);
        }
        UseTree::Rename(last) => {
            let line = last.ident.span().start().line;
            leaf(Some(&last.ident), Some(last.rename.to_string()), line);
        }
        UseTree::Glob(star) => leaf(None, None, star.star_token.spans[0].start().line),
        UseTree::Group(group) => {
            for tree in &group.items {
                gather(tree, before, found);
            }
        }
    }
}

/// The names that an item defines in its module.
fn defined(item: &Item) -> Vec<(Space, String)> {
    let one = |space, name: &syn::Ident| vec![(space, name.to_string())];
    match item {
        Item::Struct(it) => one(Space::Type, &it.ident),
        Item::Enum(it) => one(Space::Type, &it.ident),
        Item::Union(it) => one(Space::Type, &it.ident),
        Item::Trait(it) => one(Space::Type, &it.ident),
        Item::Type(it) => one(Space::Type, &it.ident),
        Item::Fn(it) => one(Space::Value, &it.sig.ident),
        Item::Const(it) => one(Space::Value, &it.ident),
        Item::Static(it) => one(Space::Value, &it.ident),
        Item::Macro(it) => it
            .ident
            .iter()
            .flat_map(|name| one(Space::Macro, name))
            .collect(),
        _ => Vec::new(),
    }
}

/// `#[path = "…"]` of a module.
fn said_path(declared: &ItemMod) -> Option<String> {
    declared
        .attrs
        .iter()
        .find_map(|attribute| match &attribute.meta {
            Meta::NameValue(said) if said.path.is_ident("path") => match &said.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(path),
                    ..
                }) => Some(path.value()),
                _ => None,
            },
            _ => None,
        })
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

pub fn joined(before: &str, between: &str, last: &str) -> String {
    if before.is_empty() {
        last.to_owned()
    } else {
        format!("{before}{between}{last}")
    }
}
