//! The module tree, read from `mod` declarations.

use syn::{Expr, ExprLit, Item, ItemMod, Lit, Meta};

use super::made::Makers;
use super::scope::{Bound, Scope, joined};
use super::source::Sources;

/// The whole program: its files, and its modules, by number.
#[derive(Default)]
pub struct Tree {
    pub files: Vec<SourceFile>,
    pub modules: Vec<Module>,
    pub makers: Makers,
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
    pub scope: Scope,
}

impl Tree {
    /// The module of `lib.rs`, which is read first.
    pub const LIBRARY: usize = 0;

    /// Reads every file that `lib.rs` and `main.rs` reach.
    pub fn read(sources: &Sources) -> Self {
        let mut reader = Reader {
            sources,
            tree: Self::default(),
        };
        for root in ["lib.rs", "main.rs"] {
            if sources.holds(root) {
                reader.file(root, String::new(), None, String::new());
            }
        }
        reader.tree
    }
}

struct Reader<'a> {
    sources: &'a Sources,
    tree: Tree,
}

/// Where a module stands.
struct Spot {
    path: String,
    parent: Option<usize>,
    file: usize,
    /// The folder of its children.
    folder: String,
}

impl Reader<'_> {
    fn file(&mut self, file: &str, path: String, parent: Option<usize>, folder: String) -> usize {
        let mut code = self.sources.program(file);
        let items = std::mem::take(&mut code.items);
        let file = SourceFile {
            path: file.to_owned(),
            module: self.tree.modules.len(),
            code,
        };
        self.tree.files.push(file);
        let file = self.tree.files.len() - 1;
        let spot = Spot {
            path,
            parent,
            file,
            folder,
        };
        let module = self.module(&spot, &items);
        self.tree.files[file].code.items = items;
        module
    }

    /// One module and, below it, those that it declares.
    fn module(&mut self, spot: &Spot, items: &[Item]) -> usize {
        for item in items {
            if let Item::Macro(item) = item {
                self.tree.makers.learn(item);
            }
        }
        let number = self.tree.modules.len();
        let root = spot
            .parent
            .map_or(number, |parent| self.tree.modules[parent].root);
        self.tree.modules.push(Module {
            path: spot.path.clone(),
            file: spot.file,
            parent: spot.parent,
            root,
            scope: Scope::of(items.iter(), spot.file, &spot.path, &self.tree.makers),
        });
        for item in items {
            if let Item::Mod(declared) = item {
                let child = Bound::Module(self.child(number, spot, declared));
                self.tree.modules[number]
                    .scope
                    .bind(declared.ident.to_string(), child);
            }
        }
        number
    }

    fn child(&mut self, parent: usize, spot: &Spot, declared: &ItemMod) -> usize {
        let name = declared.ident.to_string();
        let path = joined(&spot.path, "::", &name);
        let folder = joined(&spot.folder, "/", &name);
        let Some((_, items)) = &declared.content else {
            let (file, folder) = self.find(spot, declared, folder);
            return self.file(&file, path, Some(parent), folder);
        };
        let (parent, file) = (Some(parent), spot.file);
        self.module(
            &Spot {
                path,
                parent,
                file,
                folder,
            },
            items,
        )
    }

    /// The file of `mod name;`, and the folder of its children.
    fn find(&self, spot: &Spot, declared: &ItemMod, folder: String) -> (String, String) {
        let from = &self.tree.files[spot.file].path;
        if let Some(path) = said_path(declared) {
            let file = joined(folder_of(from), "/", &path);
            let folder = folder_of(&file).to_owned();
            return (file, folder);
        }
        let ways = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
        let file = ways.into_iter().find(|way| self.sources.holds(way));
        let file = file.unwrap_or_else(|| panic!("{from}: no file for `mod {};`", declared.ident));
        (file, folder)
    }
}

/// `#[path = "…"]` of a module.
fn said_path(declared: &ItemMod) -> Option<String> {
    let said = declared
        .attrs
        .iter()
        .find(|attribute| attribute.path().is_ident("path"))?;
    let Meta::NameValue(said) = &said.meta else {
        return None;
    };
    match &said.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(path),
            ..
        }) => Some(path.value()),
        _ => None,
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
