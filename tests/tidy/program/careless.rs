//! Code that gives up carelessly.

use proc_macro2::TokenTree;
use syn::visit::{self, Visit};
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

use super::tokens::{is, walk};
use super::tree::Tree;

const MACROS: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// A line for each place.
pub fn careless(tree: &Tree) -> Vec<String> {
    let mut lines = Vec::new();
    for source in &tree.files {
        let mut reader = Reader {
            file: &source.path,
            lines: &mut lines,
        };
        reader.visit_file(&source.code);
    }
    lines
}

struct Reader<'a> {
    file: &'a str,
    lines: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn add(&mut self, name: &syn::Ident, what: &str) {
        self.lines
            .push(format!("{}:{} {what}", self.file, name.span().start().line));
    }

    fn within_macro(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Ident(name) = token else {
                continue;
            };
            let after_dot = at
                .checked_sub(1)
                .is_some_and(|before| is(&tokens[before], '.'));
            if after_dot && name == "unwrap" && tokens.get(at + 1).is_some_and(is_nothing) {
                self.add(name, ".unwrap()");
            }
            let before_mark = tokens.get(at + 1).is_some_and(|next| is(next, '!'));
            if before_mark && MACROS.iter().any(|careless| name == careless) {
                self.add(name, &format!("{name}!"));
            }
        }
    }
}

/// `()`
fn is_nothing(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(it) if it.stream().is_empty())
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "unwrap" && call.args.is_empty() {
            self.add(&call.method, ".unwrap()");
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = &call.path.segments[call.path.segments.len() - 1].ident;
        if MACROS.iter().any(|careless| name == careless) {
            self.add(name, &format!("{name}!"));
        }
        walk(call.tokens.clone(), &mut |tokens| self.within_macro(tokens));
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let Some(name) = attribute.path().get_ident().filter(|name| *name == "allow") {
            self.add(name, "#[allow]");
        }
    }

    fn visit_path_segment(&mut self, step: &'ast syn::PathSegment) {
        if step.ident == "Box" && holds_any_error(&step.arguments) {
            self.add(&step.ident, "Box<dyn Error>");
        }
        visit::visit_path_segment(self, step);
    }
}

/// `<dyn Error + …>`
fn holds_any_error(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return false;
    };
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(Type::TraitObject(object)) => object.bounds.iter().any(is_error),
        _ => false,
    })
}

fn is_error(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return false;
    };
    bound
        .path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Error")
}
