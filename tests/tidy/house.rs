//! The program as the checks see it: files, uses, types.

use std::sync::OnceLock;

use crate::careless;
use crate::imports::{Imports, PackageUse, Use};
use crate::names::{TypeName, type_names};
use crate::source::{Sources, is_rust};
use crate::tree::Tree;

/// Plain facts, read once for all checks.
pub struct House {
    /// Files of the program, below `src`.
    pub files: Vec<String>,
    /// Files below `src` that only tests compile.
    pub for_tests: Vec<String>,
    pub uses: Vec<Use>,
    pub packages: Vec<PackageUse>,
    pub unknown: Vec<String>,
    pub types: Vec<TypeName>,
    pub careless: Vec<String>,
}

impl House {
    /// Of this package.
    pub fn here() -> &'static Self {
        static HOUSE: OnceLock<House> = OnceLock::new();
        HOUSE.get_or_init(|| Self::of(&Sources::read(&crate::root().join("src")), &packages()))
    }

    pub fn of(sources: &Sources, packages: &[String]) -> Self {
        let tree = Tree::read(sources, &["lib.rs", "main.rs"]);
        let imports = Imports::read(&tree, packages);
        let files: Vec<String> = tree.files.iter().map(|file| file.path.clone()).collect();
        let place =
            |(file, line, path): (usize, usize, String)| format!("{}:{line} {path}", files[file]);
        let unknown = imports.unknown.into_iter().map(place).collect();
        let for_tests = sources
            .paths()
            .filter(|path| is_rust(path) && !files.iter().any(|file| file == path))
            .map(str::to_owned)
            .collect();
        Self {
            types: type_names(&tree),
            careless: careless::within(&tree),
            for_tests,
            uses: imports.uses,
            packages: imports.packages,
            unknown,
            files,
        }
    }

    /// `a.rs:12 uses b::Name of b.rs`
    pub fn say(&self, tie: &Use) -> String {
        format!(
            "{}:{} uses {} ({})",
            self.files[tie.from], tie.line, tie.name, self.files[tie.to]
        )
    }
}

/// Other packages' names in code: those of the manifest, and the standard library.
fn packages() -> Vec<String> {
    let manifest: toml::Table = crate::read("Cargo.toml").parse().unwrap();
    let mut names: Vec<String> = ["std", "core", "alloc"].map(str::to_owned).to_vec();
    collect(&manifest, &mut names);
    names
}

fn collect(table: &toml::Table, names: &mut Vec<String>) {
    for (key, value) in table {
        let Some(below) = value.as_table() else {
            continue;
        };
        if key == "dependencies" {
            names.extend(below.keys().map(|name| name.replace('-', "_")));
        } else if key != "package" {
            collect(below, names);
        }
    }
}
