//! The demo: what a newcomer runs first.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::world::{self, ok, svilpe};

#[test]
fn the_walk_ends_well_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = ok(svilpe(&["demo", "--walk"]).env("TMPDIR", folder.path()));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("exactly what the officer wrote"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn it_waits_and_ctrl_c_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = svilpe(&["demo"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said: Vec<String> = lines
        .map(Result::unwrap)
        .take_while(|line| !line.contains("auditor witness"))
        .collect();
    let said = said.join("\n");
    assert!(said.contains("http://127.0.0.1:"), "{said}");
    let page = said
        .split_whitespace()
        .find(|word| word.ends_with("/en/"))
        .unwrap();
    let address = page.trim_start_matches("http://").trim_end_matches("/en/");
    assert_eq!(world::wire::get(address, "/en/").status, 200);
    let auditor = said
        .split_whitespace()
        .find(|word| word.ends_with("be-the-auditor"));
    for what in ["verify", "witness"] {
        let mut script = std::process::Command::new("sh");
        let done = ok(script.args([auditor.unwrap(), what]).env("LANG", "en"));
        assert!(!done.stdout.is_empty(), "{what}");
    }
    let id = i32::try_from(child.id()).unwrap();
    let id = rustix::process::Pid::from_raw(id).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(
        world::wire::Line::open(address).is_err(),
        "the intake outlived the demo"
    );
}
