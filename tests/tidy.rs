//! The tree tells the story: who may know whom, one home for each dependency, a test for each promise.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of people. Things know nothing of them, and they never know each other.
const PEOPLE: [&str; 4] = ["intake", "officer", "auditor", "reporter"];
/// Parts that wire people together.
const WIRING: [&str; 4] = ["main.rs", "command.rs", "lib.rs", "demo"];

/// A dependency's name in code, and where it may be said.
const HOMES: [(&str, &[&str]); 11] = [
    ("sled::", &["store/engine/sled.rs"]),
    ("axum::", &["intake"]),
    ("askama::", &["intake/web/pages", "statistics"]),
    ("multer::", &["intake/http/multipart"]),
    ("age::", &["report/sealed", "keys"]),
    ("argon2::", &["report/receipt"]),
    ("fluent_bundle::", &["text"]),
    ("minisign::", &["rules/roster", "officer"]),
    ("ed25519_dalek::", &["keys"]),
    ("ring::", &["keys"]),
    ("landlock::", &["intake/admin/sandbox"]),
];

#[test]
fn things_know_nothing_of_people_and_people_not_each_other() {
    for (path, code) in sources() {
        let owner = first(&path);
        if WIRING.contains(&owner.as_str()) {
            continue;
        }
        // A published release passes from auditor to intake like a sealed report to the officer.
        let code = code.replace("crate::statistics::nothing::", "");
        for person in PEOPLE.iter().filter(|person| **person != owner) {
            let says = [
                format!("crate::{person}::"),
                format!("use crate::{person};"),
            ];
            let found = says.iter().find(|says| code.contains(says.as_str()));
            assert_eq!(found, None, "{} knows {person}", path.display());
        }
    }
}

#[test]
fn each_dependency_has_one_home() {
    for (path, code) in sources() {
        let place = path.to_string_lossy().replace('\\', "/");
        for (dependency, homes) in HOMES {
            let at_home = homes.iter().any(|home| {
                place == *home
                    || place.starts_with(&format!("{home}/"))
                    || place.starts_with(&format!("{home}.rs"))
            });
            // A module of ours may bear the dependency's name; then it is imported by its place.
            let ours = code.contains(&format!("super::{dependency}{{self"));
            let used = !ours && code.lines().any(|line| says(line, dependency));
            assert!(at_home || !used, "{place} says {dependency}");
        }
    }
}

#[test]
fn each_promise_has_a_test_of_its_name() {
    let model = read("THREAT_MODEL.md");
    let promises: BTreeSet<u32> = model
        .lines()
        .filter_map(|line| line.strip_prefix("**P")?.split(' ').next()?.parse().ok())
        .collect();
    assert!(promises.len() >= 11, "{promises:?}");
    let mut tests = String::new();
    for folder in ["src", "tests"] {
        for path in files(&root().join(folder)) {
            tests.push_str(&fs::read_to_string(path).unwrap_or_default());
        }
    }
    for promise in &promises {
        assert!(
            tests.contains(&format!("fn p{promise}_")),
            "P{promise} has no test of its name"
        );
    }
    for number in (1..).map(|number| format!("fn p{number}_")).take(40) {
        let known = number[4..number.len() - 1]
            .parse()
            .is_ok_and(|number| promises.contains(&number));
        assert!(
            known || !tests.contains(&number),
            "{number} tests no promise of THREAT_MODEL.md"
        );
    }
}

#[test]
fn keys_and_policy_hold_no_secret_and_no_key_that_nobody_holds() {
    for folder in ["keys", "policy"] {
        for path in files(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            let end = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            assert!(
                ["md", "toml"].contains(&end.as_str()),
                "{} does not belong there",
                path.display()
            );
            for secret in [
                "AGE-SECRET-KEY-1",
                "minisign encrypted secret key",
                "svilpe-signing-key: ",
            ] {
                assert!(!text.contains(secret), "{} holds a secret", path.display());
            }
            if folder == "keys" {
                assert_ne!(
                    end, "toml",
                    "a roster in the repository has keys that nobody holds"
                );
            }
        }
    }
}

#[test]
fn nothing_in_the_library_gives_up_carelessly() {
    for (path, code) in sources() {
        let code = code
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .to_owned();
        if path.file_name().is_some_and(|name| name == "tests.rs")
            || path.iter().any(|part| part == "tests")
        {
            continue;
        }
        for careless in [
            ".unwrap()",
            "todo!(",
            "unimplemented!(",
            "dbg!(",
            "Box<dyn Error",
            "anyhow",
            "#[allow(",
        ] {
            let line = code
                .lines()
                .find(|line| !line.trim_start().starts_with("//") && line.contains(careless));
            assert_eq!(line, None, "{}", path.display());
        }
    }
}

/// The library's code below `src`, by its path there: no comments, no tests.
fn sources() -> Vec<(PathBuf, String)> {
    let src = root().join("src");
    let all: Vec<(PathBuf, String)> = files(&src)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            (
                path.strip_prefix(&src).unwrap().to_owned(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    let for_tests: BTreeSet<String> = all
        .iter()
        .flat_map(|(_, code)| test_modules(code))
        .collect();
    all.into_iter()
        .filter(|(path, _)| {
            !path
                .with_extension("")
                .iter()
                .any(|part| for_tests.contains(part.to_str().unwrap()))
        })
        .map(|(path, code)| {
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code
                .split("#[cfg(all(test, unix))]")
                .next()
                .unwrap_or_default();
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            (path, lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// Names of modules that are only compiled for tests and have a file of their own.
fn test_modules(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().collect();
    let pairs = lines
        .windows(2)
        .filter(|pair| pair[0].trim().starts_with("#[cfg(test)]"));
    pairs
        .filter_map(|pair| {
            let (_, name) = pair[1].split_once("mod ")?;
            name.strip_suffix(';').map(str::to_owned)
        })
        .collect()
}

/// Does the line name this crate's path, rather than a longer word that ends alike?
fn says(line: &str, dependency: &str) -> bool {
    line.match_indices(dependency).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':')
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn first(path: &Path) -> String {
    path.iter().next().unwrap().to_string_lossy().into_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
