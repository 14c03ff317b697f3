//! Rust files below `src`, parsed, with everything that only tests compile left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, ImplItem, Item, Meta, Stmt, Token, TraitItem};

/// The text of each file by its path below `src`, with `/` between folders.
pub struct Sources(BTreeMap<String, String>);

impl Sources {
    /// The files of a real `src`.
    pub fn read(src: &Path) -> Self {
        let files = super::super::files(src).into_iter();
        let rust = files.filter(|file| file.extension().is_some_and(|end| end == "rs"));
        let texts = rust.map(|file| {
            (
                super::super::within(src, &file),
                fs::read_to_string(file).unwrap(),
            )
        });
        Self(texts.collect())
    }

    /// Files that are only here, for tests of the checks themselves.
    pub fn planted(files: &[(&str, &str)]) -> Self {
        let texts = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self(texts.collect())
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn holds(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The program's part of a file: no item, statement or method that needs `cfg(test)`.
    pub fn program(&self, path: &str) -> syn::File {
        let mut file = self.whole(path);
        if file.attrs.iter().any(is_for_tests) {
            file.items.clear();
        }
        WithoutTests.visit_file_mut(&mut file);
        file
    }

    /// All of a file.
    pub fn whole(&self, path: &str) -> syn::File {
        syn::parse_file(&self.0[path]).unwrap_or_else(|mistake| panic!("{path}: {mistake}"))
    }
}

/// Whether a path is that of a Rust file.
pub fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "rs")
}

struct WithoutTests;

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items
            .retain(|item| !attributes(item).iter().any(is_for_tests));
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(|item| !attributes(item).iter().any(is_for_tests));
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        block
            .items
            .retain(|item| !within_impl(item).iter().any(is_for_tests));
        visit_mut::visit_item_impl_mut(self, block);
    }

    fn visit_item_trait_mut(&mut self, block: &mut syn::ItemTrait) {
        block
            .items
            .retain(|item| !within_trait(item).iter().any(is_for_tests));
        visit_mut::visit_item_trait_mut(self, block);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block
            .stmts
            .retain(|statement| !of_statement(statement).iter().any(is_for_tests));
        visit_mut::visit_block_mut(self, block);
    }
}

/// `#[cfg(test)]`, `#[cfg(all(test, unix))]`, and an attribute that is only there for tests.
fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args()
            .is_ok_and(|condition| needs_test(&condition))
}

/// Whether the condition can hold only while tests are compiled.
fn needs_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::NameValue(_) => false,
        Meta::List(list) => {
            let parts = list
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .unwrap_or_default();
            let mut parts = parts.iter();
            if list.path.is_ident("all") {
                parts.any(needs_test)
            } else {
                list.path.is_ident("any") && parts.all(needs_test)
            }
        }
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::ExternCrate(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::ForeignMod(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::TraitAlias(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Union(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

fn within_impl(item: &ImplItem) -> &[Attribute] {
    match item {
        ImplItem::Const(it) => &it.attrs,
        ImplItem::Fn(it) => &it.attrs,
        ImplItem::Type(it) => &it.attrs,
        ImplItem::Macro(it) => &it.attrs,
        _ => &[],
    }
}

fn within_trait(item: &TraitItem) -> &[Attribute] {
    match item {
        TraitItem::Const(it) => &it.attrs,
        TraitItem::Fn(it) => &it.attrs,
        TraitItem::Type(it) => &it.attrs,
        TraitItem::Macro(it) => &it.attrs,
        _ => &[],
    }
}

fn of_statement(statement: &Stmt) -> &[Attribute] {
    match statement {
        Stmt::Local(it) => &it.attrs,
        Stmt::Item(it) => attributes(it),
        Stmt::Macro(it) => &it.attrs,
        Stmt::Expr(..) => &[],
    }
}
