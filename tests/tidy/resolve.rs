//! Where a path leads: through imports and re-exports to the file that defines the item.

use crate::tree::{Bound, Definition, Names, Space, Tree};

/// Where code stands: its module, and around it the blocks that hold items of their own.
pub struct Place<'a> {
    pub tree: &'a Tree,
    pub module: usize,
    /// The innermost last.
    pub blocks: Vec<Names>,
    /// Other packages by their name in code.
    pub packages: &'a [String],
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Module(usize),
    Item(Definition),
    Package(String),
    /// The module is known and the name is not: a macro made it there.
    Made(Definition),
}

/// Names that were followed already, so that imports in a circle end.
type Followed = Vec<(usize, String, bool)>;

impl Place<'_> {
    /// Everything that the path may mean; nothing for the language's own names.
    pub fn resolve(&self, path: &[String]) -> Vec<Target> {
        self.follow(self.module, &self.blocks, path, &mut Vec::new())
    }

    /// A macro's name: those of parents are in sight of children.
    pub fn resolve_macro(&self, name: &str) -> Option<Definition> {
        let mut module = Some(self.module);
        while let Some(at) = module {
            let bound = self.tree.modules[at].names.bound.get(name);
            let found = bound.into_iter().flatten().find_map(|bound| match bound {
                Bound::Item(item) if item.space == Space::Macro => Some(item.clone()),
                _ => None,
            });
            if found.is_some() {
                return found;
            }
            module = self.tree.modules[at].parent;
        }
        None
    }

    fn follow(
        &self,
        module: usize,
        blocks: &[Names],
        path: &[String],
        followed: &mut Followed,
    ) -> Vec<Target> {
        let modules = &self.tree.modules;
        let mut at = module;
        let mut rest = path;
        let mut started = false;
        while let Some((step, after)) = rest.split_first() {
            at = match step.as_str() {
                "crate" | "$crate" => modules[at].root,
                "self" if !started => at,
                "super" => modules[at]
                    .parent
                    .expect("rustc has seen that there is a parent"),
                _ => break,
            };
            started = true;
            rest = after;
        }
        let Some((name, after)) = rest.split_first() else {
            return vec![Target::Module(at)];
        };
        if started {
            return self.below(at, rest, followed);
        }
        let found = self.in_sight(at, blocks, name, !after.is_empty(), followed);
        if after.is_empty() {
            return found;
        }
        found
            .into_iter()
            .flat_map(|target| self.inside(target, after, followed))
            .collect()
    }

    /// A name without a path: the blocks around, the module, then other packages.
    fn in_sight(
        &self,
        module: usize,
        blocks: &[Names],
        name: &str,
        leads_on: bool,
        followed: &mut Followed,
    ) -> Vec<Target> {
        for (depth, block) in blocks.iter().enumerate().rev() {
            let found = self.among(block, module, &blocks[..=depth], name, leads_on, followed);
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.look_up(module, name, leads_on, followed);
        if !found.is_empty() {
            return found;
        }
        if name == env!("CARGO_PKG_NAME") {
            return vec![Target::Module(0)];
        }
        let known = self.packages.iter().any(|package| package == name);
        known
            .then(|| Target::Package(name.to_owned()))
            .into_iter()
            .collect()
    }

    /// The rest of a path below what its start led to.
    fn inside(&self, start: Target, rest: &[String], followed: &mut Followed) -> Vec<Target> {
        match start {
            Target::Module(module) => self.below(module, rest, followed),
            // A variant, an associated function: they count for their type.
            other => vec![other],
        }
    }

    fn below(&self, module: usize, path: &[String], followed: &mut Followed) -> Vec<Target> {
        let Some((name, after)) = path.split_first() else {
            return vec![Target::Module(module)];
        };
        let found = self.look_up(module, name, !after.is_empty(), followed);
        if found.is_empty()
            && !followed
                .iter()
                .any(|(at, said, _)| *at == module && said == name)
        {
            return vec![self.made(module, name)];
        }
        if after.is_empty() {
            return found;
        }
        found
            .into_iter()
            .flat_map(|target| self.inside(target, after, followed))
            .collect()
    }

    fn made(&self, module: usize, name: &str) -> Target {
        let home = &self.tree.modules[module];
        Target::Made(Definition {
            space: Space::Type,
            file: home.file,
            name: crate::tree::joined(&home.path, "::", name),
        })
    }

    fn look_up(
        &self,
        module: usize,
        name: &str,
        leads_on: bool,
        followed: &mut Followed,
    ) -> Vec<Target> {
        let step = (module, name.to_owned(), leads_on);
        if followed.contains(&step) {
            return Vec::new();
        }
        followed.push(step);
        let names = &self.tree.modules[module].names;
        let found = self.among(names, module, &[], name, leads_on, followed);
        followed.pop();
        found
    }

    fn among(
        &self,
        names: &Names,
        module: usize,
        blocks: &[Names],
        name: &str,
        leads_on: bool,
        followed: &mut Followed,
    ) -> Vec<Target> {
        let mut found = Vec::new();
        for bound in names.bound.get(name).into_iter().flatten() {
            match bound {
                Bound::Module(module) => found.push(Target::Module(*module)),
                Bound::Item(item) => found.push(Target::Item(item.clone())),
                Bound::Import(path) => found.extend(self.follow(module, blocks, path, followed)),
            }
        }
        if leads_on {
            found.retain(Target::leads_on);
        }
        if found.is_empty() {
            for glob in &names.globs {
                found.extend(self.through_glob(module, glob, name, leads_on, followed));
            }
        }
        found.dedup();
        found
    }

    fn through_glob(
        &self,
        module: usize,
        glob: &[String],
        name: &str,
        leads_on: bool,
        followed: &mut Followed,
    ) -> Vec<Target> {
        let opened = self.follow(module, &[], glob, followed);
        let modules = opened.into_iter().filter_map(|target| match target {
            Target::Module(module) => Some(module),
            _ => None,
        });
        modules
            .flat_map(|module| self.look_up(module, name, leads_on, followed))
            .collect()
    }
}

impl Target {
    /// Whether a path can go on below it.
    fn leads_on(&self) -> bool {
        match self {
            Self::Item(item) => item.space == Space::Type,
            Self::Module(_) | Self::Package(_) | Self::Made(_) => true,
        }
    }
}
