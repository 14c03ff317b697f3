//! Paths among tokens that no grammar is known for: a macro's arguments, an attribute's.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// A path, and the line where it begins.
pub struct LoosePath {
    pub steps: Vec<String>,
    pub line: usize,
}

/// The tokens, then those within each bracket, each list by itself.
pub fn walk(tokens: TokenStream, look: &mut impl FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    look(&tokens);
    for group in groups(&tokens) {
        walk(group.stream(), look);
    }
}

/// The brackets in a list of tokens.
pub fn groups(tokens: &[TokenTree]) -> impl Iterator<Item = &Group> {
    tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    })
}

/// The paths in a list of tokens, brackets left aside: `a`, `a::b`, `$crate::a`; no `$variable`.
pub fn paths(tokens: &[TokenTree]) -> Vec<LoosePath> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let TokenTree::Ident(first) = &tokens[at] else {
            at += 1;
            continue;
        };
        let (steps, end) = path_from(tokens, at);
        let is_variable = at > 0 && is(&tokens[at - 1], '$') && first != "crate";
        if !is_variable {
            let line = first.span().start().line;
            found.push(LoosePath { steps, line });
        }
        at = end;
    }
    found
}

/// The path that starts at an identifier, and where it ends.
fn path_from(tokens: &[TokenTree], start: usize) -> (Vec<String>, usize) {
    let mut steps = vec![tokens[start].to_string()];
    let mut at = start + 1;
    while let [colon, _, TokenTree::Ident(next), ..] = &tokens[at..] {
        if !opens_step(colon) {
            break;
        }
        steps.push(next.to_string());
        at += 3;
    }
    (steps, at)
}

/// The first half of `::`.
fn opens_step(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ':' && it.spacing() == Spacing::Joint)
}

/// Whether the token is this sign.
pub fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == sign)
}

/// What can stand after a name and tell it from others: a sign, or a kind of bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Sign(char),
    Bracket(Delimiter),
    Nothing,
}

impl Mark {
    pub fn of(token: Option<&TokenTree>) -> Self {
        match token {
            Some(TokenTree::Punct(sign)) => Self::Sign(sign.as_char()),
            Some(TokenTree::Group(group)) => Self::Bracket(group.delimiter()),
            _ => Self::Nothing,
        }
    }
}
