//! The types that the program defines.

use syn::visit::{self, Visit};

use super::made::Makers;
use super::tree::Tree;

/// Where a type is defined, private ones and those within functions too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeName {
    pub name: String,
    pub file: String,
    pub line: usize,
    /// The module or block around: what it holds twice is one thing for two platforms.
    pub around: usize,
}

/// All types of the program.
pub fn type_names(tree: &Tree) -> Vec<TypeName> {
    let mut found = Vec::new();
    for source in &tree.files {
        let mut reader = Reader {
            file: &source.path,
            makers: &tree.makers,
            around: 0,
            seen: 0,
            found: &mut found,
        };
        reader.visit_file(&source.code);
    }
    found
}

struct Reader<'a> {
    file: &'a str,
    makers: &'a Makers,
    around: usize,
    seen: usize,
    found: &'a mut Vec<TypeName>,
}

impl Reader<'_> {
    fn add(&mut self, name: &syn::Ident) {
        self.add_made(name.to_string(), name.span().start().line);
    }

    fn add_made(&mut self, name: String, line: usize) {
        self.found.push(TypeName {
            name,
            line,
            file: self.file.to_owned(),
            around: self.around,
        });
    }

    fn within(&mut self, read: impl FnOnce(&mut Self)) {
        let outside = self.around;
        self.seen += 1;
        self.around = self.seen;
        read(self);
        self.around = outside;
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add(&item.ident);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.add(&item.ident);
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.add(&item.ident);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.add(&item.ident);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.add(&item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        for (name, line) in self.makers.made(item) {
            self.add_made(name, line);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.within(|it| visit::visit_item_mod(it, module));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.within(|it| visit::visit_block(it, block));
    }
}
