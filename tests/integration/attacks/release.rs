//! L: where the program comes from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::skip::{has, skip};

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
        skip("cargo-deny");
        return;
    }
    assert!(denied.status.success(), "{complaint}");
}

/// What `cargo audit bin` and its like read: the section that `packaging/embed` writes.
#[test]
fn l04_a_released_program_names_what_is_linked_into_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let released = root.join("target/released/svilpe");
    if !released.exists() {
        skip("a released program");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let section = folder.path().join("section");
    let dumped = Command::new("objcopy")
        .arg(format!("--dump-section=.dep-v0={}", section.display()))
        .args([released.as_path(), Path::new("/dev/null")])
        .status();
    assert!(dumped.unwrap().success());
    let text = miniz_oxide::inflate::decompress_to_vec_zlib(&fs::read(section).unwrap()).unwrap();
    let inside: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let named = |package: &serde_json::Value| {
        let [name, version] = ["name", "version"].map(|key| package[key].as_str().unwrap());
        format!("{name} v{version}")
    };
    let mut inside: Vec<_> = inside["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(named)
        .collect();
    inside.retain(|package| !package.starts_with("svilpe v"));
    inside.sort();
    let linked = Command::new(root.join("packaging/linked"))
        .arg("--offline")
        .output();
    let linked = String::from_utf8(linked.unwrap().stdout).unwrap();
    let mut linked: Vec<_> = linked.lines().collect();
    linked.sort_unstable();
    assert_eq!(inside, linked);
    assert!(
        !String::from_utf8(text).unwrap().contains('/'),
        "no path is in it"
    );
}

/// The line of `docs/operate.md` that stands before everything else, tried on packages of all
/// kinds.
#[test]
fn l06_only_the_very_package_that_was_signed_is_taken() {
    if !has("minisign") {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let keygen = |name: &str| {
        let mut command = Command::new("minisign");
        command
            .args(["-G", "-W", "-f", "-p"])
            .arg(file(&format!("{name}.pub")));
        let made = command.arg("-s").arg(file(&format!("{name}.key"))).output();
        assert!(made.unwrap().status.success());
    };
    keygen("svilpe");
    keygen("stranger");
    let package = file("svilpe_0.1.0-1_amd64.deb");
    let content: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    fs::write(&package, &content).unwrap();
    let sign = |key: &str| {
        let mut command = Command::new(root.join("packaging/sign"));
        let signed = command.arg(file(key)).arg(&package).output().unwrap();
        assert!(
            signed.status.success(),
            "{}",
            String::from_utf8_lossy(&signed.stderr)
        );
    };
    let handbook = fs::read_to_string(root.join("docs/operate.md")).unwrap();
    let line = handbook
        .lines()
        .find(|line| line.starts_with("minisign -V "));
    let words: Vec<_> = line
        .expect("the handbook says how")
        .split(' ')
        .skip(1)
        .collect();
    let checked = || {
        let mut command = Command::new("minisign");
        command
            .args(&words)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };

    sign("svilpe.key");
    let taken = checked();
    assert!(taken.status.success());
    let said = String::from_utf8(taken.stdout).unwrap();
    assert!(
        said.contains("Trusted comment: file:svilpe_0.1.0-1_amd64.deb"),
        "{said}"
    );

    for place in [0, content.len() / 2, content.len() - 1] {
        let mut altered = content.clone();
        altered[place] ^= 1;
        fs::write(&package, altered).unwrap();
        assert!(!checked().status.success(), "byte {place} altered");
    }
    fs::write(&package, &content).unwrap();
    let signature = file("svilpe_0.1.0-1_amd64.deb.minisig");
    let signed = fs::read_to_string(&signature).unwrap();
    fs::write(&signature, signed.replace("0.1.0", "0.2.0")).unwrap();
    assert!(!checked().status.success(), "another name");
    fs::remove_file(&signature).unwrap();
    assert!(!checked().status.success(), "no signature");
    sign("stranger.key");
    assert!(!checked().status.success(), "a stranger's signature");
    sign("svilpe.key");
    assert!(checked().status.success());
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
