//! Types that macros of our own make: `terms! { Track { … } }` defines `Track`.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ItemMacro;

use super::tokens::{Mark, is, walk};

/// Not `type`: in a macro it mostly belongs to an `impl`.
const KEYWORDS: [&str; 4] = ["struct", "enum", "union", "trait"];

/// The macros of the program that define types, by name.
#[derive(Default)]
pub struct Makers(HashMap<String, Maker>);

/// How a macro comes by the names of its types.
#[derive(Default)]
struct Maker {
    /// Written in the macro itself.
    fixed: Vec<String>,
    /// Given to it: what follows the name there.
    given: Vec<Mark>,
}

impl Makers {
    /// Keeps a `macro_rules!` that makes types.
    pub fn learn(&mut self, item: &ItemMacro) {
        let Some(name) = &item.ident else { return };
        let maker = Maker::of(&item.mac.tokens);
        if !maker.fixed.is_empty() || !maker.given.is_empty() {
            self.0.insert(name.to_string(), maker);
        }
    }

    /// The types that a call makes, each with its line.
    pub fn made(&self, call: &ItemMacro) -> Vec<(String, usize)> {
        let name = call
            .mac
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string());
        let Some(maker) = name.and_then(|name| self.0.get(&name)) else {
            return Vec::new();
        };
        let line = call.mac.path.segments[0].ident.span().start().line;
        let fixed = maker.fixed.iter().map(|name| (name.clone(), line));
        fixed.chain(maker.names(&call.mac.tokens)).collect()
    }
}

impl Maker {
    fn of(rules: &TokenStream) -> Self {
        let mut maker = Self::default();
        let mut variables = Vec::new();
        walk(rules.clone(), &mut |tokens| {
            for (at, _) in tokens
                .iter()
                .enumerate()
                .filter(|(_, token)| is_keyword(token))
            {
                match &tokens[at + 1..] {
                    [TokenTree::Ident(name), ..] => maker.fixed.push(name.to_string()),
                    [dollar, TokenTree::Ident(name), ..] if is(dollar, '$') => {
                        variables.push(name.clone());
                    }
                    _ => {}
                }
            }
        });
        for variable in variables {
            maker.given.extend(mark_after(rules, &variable));
        }
        maker
    }

    /// Names in a call that stand where the macro takes a type's name.
    fn names(&self, tokens: &TokenStream) -> Vec<(String, usize)> {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Ident(name) = token else {
                continue;
            };
            if self.given.contains(&Mark::of(tokens.get(at + 1))) {
                found.push((name.to_string(), name.span().start().line));
            }
        }
        found
    }
}

fn is_keyword(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if KEYWORDS.iter().any(|keyword| word == keyword))
}

/// What follows `$name:ident` in a macro's pattern.
fn mark_after(rules: &TokenStream, name: &Ident) -> Option<Mark> {
    let mut found = None;
    walk(rules.clone(), &mut |tokens| {
        for (at, window) in tokens.windows(4).enumerate() {
            let [
                dollar,
                TokenTree::Ident(variable),
                colon,
                TokenTree::Ident(_),
            ] = window
            else {
                continue;
            };
            if is(dollar, '$') && variable == name && is(colon, ':') {
                found = Some(Mark::of(tokens.get(at + 4)));
            }
        }
    });
    found
}
