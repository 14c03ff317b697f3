//! Every use of another file's item, and of another package.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, Item, Stmt, Token, Visibility};

use crate::resolve::{Place, Target};
use crate::tree::{Names, Tree, leaves};

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
    /// Paths that lead nowhere known, for whoever works on the resolution.
    pub unknown: Vec<(usize, usize, String)>,
}

impl Imports {
    pub fn read(tree: &Tree, packages: &[String]) -> Self {
        let mut all = Self::default();
        for (file, source) in tree.files.iter().enumerate() {
            let mut reader = Reader {
                place: Place {
                    tree,
                    module: source.module,
                    blocks: Vec::new(),
                    packages,
                },
                file,
                locals: HashSet::new(),
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
    /// Variables of the function around: a bare name may mean one of them.
    locals: HashSet<String>,
    found: &'a mut Imports,
}

impl Reader<'_> {
    fn count(&mut self, path: &[String], line: usize) {
        let targets = self.place.resolve(path);
        if targets.is_empty() && path.len() > 1 {
            self.found.unknown.push((self.file, line, path.join("::")));
        }
        for target in targets {
            match target {
                Target::Module(_) => {}
                Target::Item(item) | Target::Made(item) => self.add(item.file, line, item.name),
                Target::Package(package) => self.found.packages.push(PackageUse {
                    from: self.file,
                    line,
                    package,
                }),
            }
        }
    }

    fn add(&mut self, to: usize, line: usize, name: String) {
        if to != self.file {
            self.found.uses.push(Use {
                from: self.file,
                to,
                line,
                name,
            });
        }
    }

    fn count_path(&mut self, path: &syn::Path) {
        let steps: Vec<String> = path
            .segments
            .iter()
            .map(|step| step.ident.to_string())
            .collect();
        let line = path.segments[0].ident.span().start().line;
        self.count(&steps, line);
    }

    /// Arguments of a macro: expressions where they parse, and else every path among the tokens.
    fn count_tokens(&mut self, tokens: &TokenStream) {
        let parsed = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
        if let Ok(expressions) = parsed {
            for expression in &expressions {
                self.visit_expr(expression);
            }
            return;
        }
        self.count_loose(tokens);
    }

    fn count_loose(&mut self, tokens: &TokenStream) {
        for (path, line) in paths(tokens) {
            let says_type = path[0].starts_with(char::is_uppercase);
            if path.len() > 1 || (says_type && !self.locals.contains(&path[0])) {
                self.count(&path, line);
            }
        }
        for token in tokens.clone() {
            if let TokenTree::Group(group) = token {
                if group.delimiter() == Delimiter::Bracket {
                    self.count_loose(&group.stream());
                } else {
                    self.count_tokens(&group.stream());
                }
            }
        }
    }

    /// Paths that serde takes as text: `with = "crate::report::words"`, a module or an item.
    fn count_said(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            let TokenTree::Literal(said) = token else {
                continue;
            };
            let line = said.span().start().line;
            let text = syn::parse_str::<syn::LitStr>(&said.to_string());
            let Ok(path) = text.and_then(|text| text.parse::<syn::Path>()) else {
                continue;
            };
            let path = steps(&path);
            if path.len() > 1 {
                self.count(&path, line);
                self.count_module(&path, line);
            }
        }
    }

    fn count_module(&mut self, path: &[String], line: usize) {
        for target in self.place.resolve(path) {
            if let Target::Module(module) = target {
                let module = &self.place.tree.modules[module];
                self.add(module.file, line, module.path.clone());
            }
        }
    }

    /// Reads a function with its own variables.
    fn within(&mut self, variables: Variables, read: impl FnOnce(&mut Self)) {
        let before = self.locals.clone();
        self.locals.extend(variables.0);
        read(self);
        self.locals = before;
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        for attribute in &module.attrs {
            self.visit_attribute(attribute);
        }
        let Some((_, items)) = &module.content else {
            return;
        };
        let outside = self.place.module;
        let inside = self
            .place
            .resolve(&["self".to_owned(), module.ident.to_string()]);
        let Some(Target::Module(inside)) = inside
            .into_iter()
            .find(|it| matches!(it, Target::Module(_)))
        else {
            return;
        };
        self.place.module = inside;
        for item in items {
            self.visit_item(item);
        }
        self.place.module = outside;
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        // Who uses what is handed on here is counted for the file that defines it.
        if !matches!(import.vis, Visibility::Inherited) {
            return;
        }
        for leaf in leaves(&import.tree) {
            if leaf.name.is_some() {
                self.count(&leaf.path, leaf.line);
            }
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
        let names = Names::of(
            items,
            self.file,
            &self.place.tree.modules[self.place.module].path,
        );
        self.place.blocks.push(names);
        visit::visit_block(self, block);
        self.place.blocks.pop();
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let bare = path
            .qself
            .is_none()
            .then(|| path.path.get_ident())
            .flatten();
        if bare.is_some_and(|name| self.locals.contains(&name.to_string())) {
            return;
        }
        visit::visit_expr_path(self, path);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.count_path(path);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if name.starts_with(char::is_uppercase) {
            self.count(&[name], pattern.ident.span().start().line);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if attribute.path().is_ident("doc") || attribute.path().is_ident("cfg") {
            return;
        }
        if attribute.path().segments.len() > 1 {
            self.count_path(attribute.path());
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.count_loose(&list.tokens);
            if list.path.is_ident("serde") {
                self.count_said(&list.tokens);
            }
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let line = call.path.segments[0].ident.span().start().line;
        let defined = call.path.get_ident().map(ToString::to_string);
        match defined
            .as_deref()
            .and_then(|name| self.place.resolve_macro(name))
        {
            Some(found) => self.add(found.file, line, format!("{}!", found.name)),
            None => self.count_path(&call.path),
        }
        self.count_tokens(&call.tokens);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if item.ident.is_some() {
            self.count_loose(&item.mac.tokens);
        } else {
            self.visit_macro(&item.mac);
        }
    }
}

fn steps(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|step| step.ident.to_string())
        .collect()
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

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// The paths among loose tokens: `a`, `a::b`, `$crate::a`; not fields, methods or lifetimes.
fn paths(tokens: &TokenStream) -> Vec<(Vec<String>, usize)> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found: Vec<(Vec<String>, usize)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let TokenTree::Ident(first) = &tokens[at] else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let (path, end) = path_from(&tokens, at);
        let is_name = !before.is_some_and(|before| is_punctuation(before, &['.', '\'']));
        let is_ours = first == "crate" || !is_dollar(before);
        if is_name && is_ours {
            found.push((path, first.span().start().line));
        }
        at = end;
    }
    found
}

/// The path that starts at an identifier, and where it ends.
fn path_from(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[start].to_string()];
    let mut at = start + 1;
    while let [colon, _, TokenTree::Ident(next), ..] = &tokens[at.min(tokens.len())..] {
        if !opens_step(colon) {
            break;
        }
        path.push(next.to_string());
        at += 3;
    }
    (path, at)
}

/// The first half of `::`.
fn opens_step(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ':' && it.spacing() == Spacing::Joint)
}

fn is_punctuation(token: &TokenTree, signs: &[char]) -> bool {
    matches!(token, TokenTree::Punct(it) if signs.contains(&it.as_char()))
}

fn is_dollar(token: Option<&TokenTree>) -> bool {
    token.is_some_and(|token| is_punctuation(token, &['$']))
}
