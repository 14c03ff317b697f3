//! The program as the checks see it: files, uses, types.
//!
//! ```text
//!   source ─▶ tree ─▶ resolve ─▶ imports
//!   (parsed,  (modules, (where a    (who uses what
//!    without   names)    path        of which file)
//!    tests)              leads)
//! ```

use std::sync::OnceLock;

mod careless;
mod imports;
mod made;
mod resolve;
mod scope;
mod source;
mod tokens;
mod tree;
mod types;

mod tests;

pub use imports::{PackageUse, Use};
pub use source::is_rust;
pub use tokens::walk;
pub use types::TypeName;

use imports::Imports;
use source::Sources;
use tree::Tree;

/// Plain facts, read once for all checks.
pub struct Program {
    /// Files of the program, below `src`.
    pub files: Vec<String>,
    /// Files below `src` that only tests compile.
    pub for_tests: Vec<String>,
    /// Uses of another file's item; files by their number in `files`.
    pub uses: Vec<Use>,
    /// Uses of other packages.
    pub packages: Vec<PackageUse>,
    /// Paths that lead nowhere known: what is tied by them is not seen.
    pub unknown: Vec<String>,
    /// Types that it defines.
    pub types: Vec<TypeName>,
    /// Places where the code gives up carelessly.
    pub careless: Vec<String>,
}

impl Program {
    /// This package's.
    pub fn here() -> &'static Self {
        static HERE: OnceLock<Program> = OnceLock::new();
        HERE.get_or_init(|| Self::of(&Sources::read(&super::root().join("src")), &packages()))
    }

    /// Of these files, with the other packages that they may name.
    fn of(sources: &Sources, packages: &[String]) -> Self {
        let tree = Tree::read(sources);
        let imports = Imports::read(&tree, packages);
        let files: Vec<String> = tree.files.iter().map(|file| file.path.clone()).collect();
        let for_tests = sources
            .paths()
            .filter(|path| !files.iter().any(|file| file == path))
            .map(str::to_owned)
            .collect();
        Self {
            types: types::type_names(&tree),
            careless: careless::careless(&tree),
            for_tests,
            uses: imports.uses,
            packages: imports.packages,
            unknown: imports.unknown,
            files,
        }
    }

    /// Of files that are only here: a check that never failed is not known to check.
    pub fn planted(files: &[(&str, &str)]) -> Self {
        let packages = ["std", "sled", "anyhow"].map(str::to_owned);
        Self::of(&Sources::planted(files), &packages)
    }

    /// `a.rs:12 uses b::Name (b.rs)`
    pub fn say(&self, tie: &Use) -> String {
        let (from, to) = (&self.files[tie.from], &self.files[tie.to]);
        format!("{from}:{} uses {} ({to})", tie.line, tie.name)
    }
}

/// A check of the checks: what they cannot follow, they do not see.
#[test]
fn every_path_leads_somewhere() {
    super::assert_none(&Program::here().unknown);
}

/// Other packages' names in code: those of the manifest, and the standard library.
fn packages() -> Vec<String> {
    let manifest: toml::Table = super::read("Cargo.toml").parse().unwrap();
    let mut names = ["std", "core", "alloc"].map(str::to_owned).to_vec();
    collect(&manifest, &mut names);
    names
}

/// Those of `[dependencies]`, and of `[target.….dependencies]`.
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
