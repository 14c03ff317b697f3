//! A type's name means one thing in the whole program.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};

use crate::assert_none;
use crate::house::House;
use crate::tree::Tree;

/// Where a type is defined, private ones and those within functions too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeName {
    pub name: String,
    pub file: String,
    pub line: usize,
    /// The module or block around: what it holds twice is one thing for two platforms.
    around: usize,
}

#[test]
fn each_type_name_means_one_thing() {
    assert_none(&said_twice(House::here()));
}

/// One line for each name that several places define.
pub fn said_twice(house: &House) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&TypeName>> = BTreeMap::new();
    for named in &house.types {
        places.entry(&named.name).or_default().push(named);
    }
    let mut several: Vec<_> = places
        .into_iter()
        .filter(|(_, places)| differ(places))
        .collect();
    several.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    several
        .into_iter()
        .map(|(name, places)| {
            let places = places.iter().map(|it| format!("{}:{}", it.file, it.line));
            format!("{name} is {}", places.collect::<Vec<_>>().join(", "))
        })
        .collect()
}

fn differ(places: &[&TypeName]) -> bool {
    places
        .iter()
        .any(|it| (&it.file, it.around) != (&places[0].file, places[0].around))
}

/// All types of the program.
pub fn type_names(tree: &Tree) -> Vec<TypeName> {
    let mut found = Vec::new();
    for source in &tree.files {
        let mut reader = Reader {
            file: &source.path,
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
    around: usize,
    seen: usize,
    found: &'a mut Vec<TypeName>,
}

impl Reader<'_> {
    fn add(&mut self, name: &syn::Ident) {
        self.found.push(TypeName {
            name: name.to_string(),
            file: self.file.to_owned(),
            line: name.span().start().line,
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

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.within(|it| visit::visit_item_mod(it, module));
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.within(|it| visit::visit_block(it, block));
    }
}
