//! Every use of another file's item, and of another package.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, Item, LitStr, Meta, Stmt, Token, Visibility};

use super::resolve::{Place, Target};
use super::scope::{Scope, leaves};
use super::tokens::{groups, paths};
use super::tree::Tree;

/// One file uses an item that another defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub from: usize,
    pub to: usize,
    pub line: usize,
    /// With its module's path.
    pub name: String,
}

/// One file uses another package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackageUse {
    pub from: usize,
    pub line: usize,
    pub package: String,
}

/// All uses in the program.
#[derive(Default)]
pub struct Imports {
    pub uses: Vec<Use>,
    pub packages: Vec<PackageUse>,
    /// Paths that lead nowhere known.
    pub unknown: Vec<String>,
}

impl Imports {
    pub fn read(tree: &Tree, packages: &[String]) -> Self {
        let mut all = Self::default();
        for (file, source) in tree.files.iter().enumerate() {
            let place = Place {
                tree,
                module: source.module,
                blocks: Vec::new(),
                packages,
            };
            let mut reader = Reader {
                place,
                file,
                variables: HashSet::new(),
                found: &mut all,
            };
            reader.visit_file(&source.code);
        }
        all.uses.sort();
        all.uses.dedup();
        all.packages.sort();
        all.packages.dedup();
        all
    }
}

struct Reader<'a> {
    place: Place<'a>,
    file: usize,
    /// Of the function around: a bare name may mean one of them.
    variables: HashSet<String>,
    found: &'a mut Imports,
}

impl Reader<'_> {
    fn count(&mut self, path: &[String], line: usize) {
        let targets = self.place.resolve(path);
        if targets.is_empty() && path.len() > 1 && !is_of_the_language(&path[0]) {
            let file = &self.place.tree.files[self.file].path;
            self.found
                .unknown
                .push(format!("{file}:{line} {}", path.join("::")));
        }
        for target in targets {
            match target {
                // What is used of it is counted where it is used.
                Target::Module(_) => {}
                Target::Item(item) => self.add(item.file, line, item.name),
                Target::Package(package) => self.add_package(line, package),
            }
        }
    }

    fn add(&mut self, to: usize, line: usize, name: String) {
        let from = self.file;
        if from != to {
            let tie = Use {
                from,
                to,
                line,
                name,
            };
            self.found.uses.push(tie);
        }
    }

    fn add_package(&mut self, line: usize, package: String) {
        let from = self.file;
        self.found.packages.push(PackageUse {
            from,
            line,
            package,
        });
    }

    /// Arguments of a macro: expressions where they parse, and else every path among the tokens.
    fn count_arguments(&mut self, tokens: &TokenStream) {
        let parsed = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
        match parsed {
            Ok(expressions) => expressions.iter().for_each(|it| self.visit_expr(it)),
            Err(_) => self.count_loose(tokens),
        }
    }

    /// Bare names among loose tokens are counted if they look like a type's or a constant's: the
    /// others are variables, fields and words of the macro.
    fn count_loose(&mut self, tokens: &TokenStream) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for path in paths(&tokens) {
            if path.steps.len() > 1 || path.steps[0].starts_with(char::is_uppercase) {
                self.count(&path.steps, path.line);
            }
        }
        for group in groups(&tokens) {
            match group.delimiter() {
                Delimiter::Bracket => self.count_loose(&group.stream()),
                _ => self.count_arguments(&group.stream()),
            }
        }
    }

    /// Paths that serde takes as text: `with = "crate::report::words"`, a module or an item.
    fn count_said(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            let TokenTree::Literal(said) = token else {
                continue;
            };
            let text = syn::parse_str::<LitStr>(&said.to_string());
            let Ok(path) = text.and_then(|text| text.parse::<syn::Path>()) else {
                continue;
            };
            let line = said.span().start().line;
            self.count_path(&path, line);
            self.count_module(&path, line);
        }
    }

    fn count_path(&mut self, path: &syn::Path, line: usize) {
        self.count(&steps(path), line);
    }

    fn count_module(&mut self, path: &syn::Path, line: usize) {
        for target in self.place.resolve(&steps(path)) {
            if let Target::Module(module) = target {
                let module = &self.place.tree.modules[module];
                self.add(module.file, line, module.path.clone());
            }
        }
    }

    /// Reads a function with its own variables.
    fn within(&mut self, variables: Variables, read: impl FnOnce(&mut Self)) {
        let outside = self.variables.clone();
        self.variables.extend(variables.0);
        read(self);
        self.variables = outside;
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.content.is_none() {
            return;
        }
        let inside = self
            .place
            .resolve(&["self".to_owned(), module.ident.to_string()]);
        for target in inside {
            if let Target::Module(inside) = target {
                let outside = std::mem::replace(&mut self.place.module, inside);
                visit::visit_item_mod(self, module);
                self.place.module = outside;
            }
        }
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        // What is only handed on here is counted where it is used, for the file that defines it.
        if !matches!(import.vis, Visibility::Inherited) {
            return;
        }
        for leaf in leaves(&import.tree) {
            self.count(&leaf.path, leaf.line);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let variables = Variables::of(|it| it.visit_item_fn(function));
        self.within(variables, |it| visit::visit_item_fn(it, function));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let variables = Variables::of(|it| it.visit_impl_item_fn(function));
        self.within(variables, |it| visit::visit_impl_item_fn(it, function));
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        let variables = Variables::of(|it| it.visit_trait_item_fn(function));
        self.within(variables, |it| visit::visit_trait_item_fn(it, function));
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let items = block.stmts.iter().filter_map(|statement| match statement {
            Stmt::Item(item) => Some(item),
            _ => None,
        });
        let tree = self.place.tree;
        let path = &tree.modules[self.place.module].path;
        self.place
            .blocks
            .push(Scope::of(items, self.file, path, &tree.makers));
        visit::visit_block(self, block);
        self.place.blocks.pop();
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let bare = path.path.get_ident().map(ToString::to_string);
        if !bare.is_some_and(|name| self.variables.contains(&name)) {
            visit::visit_expr_path(self, path);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.count_path(path, line_of(path));
        visit::visit_path(self, path);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        // A constant or a variant; `Variables` has the others.
        let name = pattern.ident.to_string();
        if name.starts_with(char::is_uppercase) {
            self.count(&[name], pattern.ident.span().start().line);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {
        // `pub(in crate::store)` uses nothing.
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let path = attribute.path();
        if ["cfg", "doc", "allow", "expect"]
            .iter()
            .any(|own| path.is_ident(own))
        {
            return;
        }
        if path.segments.len() > 1 {
            self.count_path(path, line_of(path));
        }
        if let Meta::List(list) = &attribute.meta {
            self.count_loose(&list.tokens);
            if path.is_ident("serde") {
                self.count_said(&list.tokens);
            }
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let bare = call.path.get_ident().map(ToString::to_string);
        match bare.and_then(|name| self.place.resolve_macro(&name)) {
            Some(found) => self.add(found.file, line_of(&call.path), found.name),
            None => self.count_path(&call.path, line_of(&call.path)),
        }
        self.count_arguments(&call.tokens);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if item.ident.is_some() {
            self.count_loose(&item.mac.tokens);
        } else {
            visit::visit_item_macro(self, item);
        }
    }
}

/// The names that patterns bind somewhere in a function.
#[derive(Default)]
struct Variables(HashSet<String>);

impl Variables {
    fn of(look: impl FnOnce(&mut Self)) -> Self {
        let mut variables = Self::default();
        look(&mut variables);
        variables
    }
}

impl<'ast> Visit<'ast> for Variables {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if !name.starts_with(char::is_uppercase) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_item(&mut self, _: &'ast Item) {
        // A function within has its own.
    }
}

/// Names that no file defines: `Self`, `Vec` and type parameters by their capital, `u8`, `str`.
fn is_of_the_language(name: &str) -> bool {
    const PRIMITIVE: [&str; 17] = [
        "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "i128", "isize", "f32", "f64",
    ];
    name.starts_with(char::is_uppercase) || PRIMITIVE.contains(&name)
}

fn steps(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|step| step.ident.to_string())
        .collect()
}

fn line_of(path: &syn::Path) -> usize {
    path.segments[0].ident.span().start().line
}
