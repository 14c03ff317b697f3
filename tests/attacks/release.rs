//! L: where the program comes from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cargo(arguments: &[&str]) -> String {
    let cargo = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        cargo.status.success(),
        "{}",
        String::from_utf8_lossy(&cargo.stderr)
    );
    String::from_utf8(cargo.stdout).unwrap()
}

#[test]
fn l01_only_listed_licences_sources_and_crates_come_in() {
    let denied = Command::new(env!("CARGO"))
        .args(["deny", "--offline", "check", "licenses", "bans", "sources"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&denied.stderr);
    if complaint.contains("no such command") {
        eprintln!("\n*** SKIPPED: cargo-deny is not installed ***\n");
        return;
    }
    assert!(denied.status.success(), "{complaint}");
}

#[test]
fn l08_our_code_has_no_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let mut folders: Vec<PathBuf> = ["src", "tests", "benches"]
        .iter()
        .map(|name| root.join(name))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let opening = ["unsafe", " {"].concat();
                assert!(!text.contains(&opening), "{}", path.display());
            }
        }
    }
}

#[test]
fn l09_what_must_not_be_there_is_not_there() {
    let tree = cargo(&[
        "tree",
        "--offline",
        "--locked",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p} {f}",
    ]);
    let features_of = |name: &str| {
        let line = tree
            .lines()
            .find(|line| line.starts_with(&format!("{name} v")));
        line.map(|line| line.rsplit(' ').next().unwrap_or_default().to_owned())
    };
    for absent in [
        "h2",
        "openssl",
        "openssl-sys",
        "native-tls",
        "rustls",
        "reqwest",
        "tracing-subscriber",
    ] {
        assert_eq!(features_of(absent), None, "{absent}");
    }
    for (name, absent) in [
        ("axum", ["http2", "ws"]),
        ("hyper", ["http2", "ffi"]),
        ("age", ["plugin", "ssh"]),
    ] {
        let features = features_of(name).unwrap_or_else(|| panic!("{name} is not in the tree"));
        for feature in absent {
            assert!(
                !features.split(',').any(|known| known == feature),
                "{name}: {features}"
            );
        }
    }
}
