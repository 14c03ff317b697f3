//! Where a path leads: through imports and re-exports to the file that defines the item.

use super::scope::{Bound, Definition, Scope, Space, joined};
use super::tree::Tree;

/// Where code stands: its module, and around it the blocks that hold items of their own.
pub struct Place<'a> {
    pub tree: &'a Tree,
    pub module: usize,
    /// The innermost last.
    pub blocks: Vec<Scope>,
    /// Other packages by their name in code.
    pub packages: &'a [String],
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Module(usize),
    Item(Definition),
    Package(String),
}

impl Target {
    /// Whether a path can go on below it.
    fn leads_on(&self) -> bool {
        match self {
            Self::Item(item) => item.space == Space::Type,
            Self::Module(_) | Self::Package(_) => true,
        }
    }
}

impl Place<'_> {
    /// Everything that the path may mean; nothing for the language's own names.
    pub fn resolve(&self, path: &[String]) -> Vec<Target> {
        let mut search = Search {
            tree: self.tree,
            packages: self.packages,
            followed: Vec::new(),
        };
        search.path(self.module, &self.blocks, path)
    }

    /// A macro's name: those of parents are in sight of children.
    pub fn resolve_macro(&self, name: &str) -> Option<Definition> {
        let mut module = Some(self.module);
        while let Some(at) = module {
            let here = &self.tree.modules[at];
            let bound = here.scope.bound.get(name).into_iter().flatten();
            let mut found = bound.filter_map(|bound| match bound {
                Bound::Item(item) => Some(item),
                _ => None,
            });
            if let Some(found) = found.find(|item| item.space == Space::Macro) {
                return Some(found.clone());
            }
            module = here.parent;
        }
        None
    }
}

/// One name of a path.
#[derive(Clone, PartialEq, Eq)]
struct Step {
    name: String,
    /// More names follow, so it is a module or a type.
    leads_on: bool,
}

impl Step {
    fn of(name: &str, after: &[String]) -> Self {
        Self {
            name: name.to_owned(),
            leads_on: !after.is_empty(),
        }
    }
}

struct Search<'a> {
    tree: &'a Tree,
    packages: &'a [String],
    /// Scope that are being followed and where, so that imports in a circle end.
    followed: Vec<(*const Scope, Step)>,
}

impl Search<'_> {
    fn path(&mut self, module: usize, blocks: &[Scope], path: &[String]) -> Vec<Target> {
        let (at, rest) = self.start(module, path);
        if rest.len() < path.len() {
            return self.below(at, rest);
        }
        let Some((name, after)) = path.split_first() else {
            return Vec::new();
        };
        let found = self.in_sight(at, blocks, &Step::of(name, after));
        self.go_on(found, after)
    }

    /// The module that `crate`, `self` and `super` say, and the rest of the path.
    fn start<'p>(&self, module: usize, path: &'p [String]) -> (usize, &'p [String]) {
        let mut at = module;
        let mut rest = path;
        while let Some((step, after)) = rest.split_first() {
            at = match step.as_str() {
                "crate" => self.tree.modules[at].root,
                "self" if rest.len() == path.len() => at,
                "super" => self.tree.modules[at].parent.unwrap_or(at),
                _ => break,
            };
            rest = after;
        }
        (at, rest)
    }

    /// A path below a module.
    fn below(&mut self, module: usize, path: &[String]) -> Vec<Target> {
        let Some((name, after)) = path.split_first() else {
            return vec![Target::Module(module)];
        };
        let step = Step::of(name, after);
        let mut found = self.in_module(module, &step);
        if found.is_empty() && !self.is_followed(&self.tree.modules[module].scope, &step) {
            found.push(self.made(module, name));
        }
        self.go_on(found, after)
    }

    /// A name that a module must have, though nothing there shows it: a macro made it.
    fn made(&self, module: usize, name: &str) -> Target {
        let home = &self.tree.modules[module];
        Target::Item(Definition {
            space: Space::Type,
            file: home.file,
            name: joined(&home.path, "::", name),
        })
    }

    /// The rest of a path. A variant or an associated function counts for its type.
    fn go_on(&mut self, found: Vec<Target>, rest: &[String]) -> Vec<Target> {
        let below = found.into_iter().flat_map(|target| match target {
            Target::Module(module) => self.below(module, rest),
            other => vec![other],
        });
        below.collect()
    }

    /// A name without a path: the blocks around, the module, then other packages.
    fn in_sight(&mut self, module: usize, blocks: &[Scope], step: &Step) -> Vec<Target> {
        for (depth, block) in blocks.iter().enumerate().rev() {
            let found = self.among(block, module, &blocks[..=depth], step);
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.in_module(module, step);
        if !found.is_empty() {
            return found;
        }
        if step.name == env!("CARGO_PKG_NAME") {
            return vec![Target::Module(Tree::LIBRARY)];
        }
        let package = self.packages.iter().find(|package| **package == step.name);
        package.into_iter().cloned().map(Target::Package).collect()
    }

    fn in_module(&mut self, module: usize, step: &Step) -> Vec<Target> {
        let tree = self.tree;
        self.among(&tree.modules[module].scope, module, &[], step)
    }

    fn is_followed(&self, scope: &Scope, step: &Step) -> bool {
        let mut followed = self.followed.iter();
        followed.any(|(within, followed)| std::ptr::eq(*within, scope) && followed == step)
    }

    /// What a module or block says of the name; what it names itself hides what `*` brings in.
    fn among(
        &mut self,
        scope: &Scope,
        module: usize,
        blocks: &[Scope],
        step: &Step,
    ) -> Vec<Target> {
        if self.is_followed(scope, step) {
            return Vec::new();
        }
        self.followed.push((scope, step.clone()));
        let mut found = Vec::new();
        for bound in scope.bound.get(&step.name).into_iter().flatten() {
            match bound {
                Bound::Module(module) => found.push(Target::Module(*module)),
                Bound::Item(item) => found.push(Target::Item(item.clone())),
                Bound::Import(path) => found.extend(self.path(module, blocks, path)),
            }
        }
        found.retain(|target| !step.leads_on || target.leads_on());
        if found.is_empty() {
            for glob in &scope.globs {
                found.extend(self.through_glob(module, glob, step));
            }
        }
        self.followed.pop();
        found
    }

    fn through_glob(&mut self, module: usize, glob: &[String], step: &Step) -> Vec<Target> {
        let opened = self.path(module, &[], glob);
        let found = opened.into_iter().flat_map(|target| match target {
            Target::Module(opened) => self.in_module(opened, step),
            _ => Vec::new(),
        });
        found.collect()
    }
}
