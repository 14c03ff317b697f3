//! The tool at a terminal.

use std::path::Path;
use std::process::{Command, Output};

use crate::world::World;
use crate::world::skip::has;
use crate::world::tool::{Tool, said};

/// `svilpe reporter ARGS` at a terminal, where each text that is waited for is answered.
fn at_terminal(tool: &Tool, arguments: &[&str], steps: &[[&str; 2]]) -> Output {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/reporter/keyboard.py");
    let mut python = Command::new("python3");
    python.env("LC_ALL", "C.UTF-8").arg(script);
    python.arg(serde_json::to_string(steps).unwrap());
    let svilpe = tool.command(arguments);
    python.arg(svilpe.get_program()).args(svilpe.get_args());
    python.output().unwrap()
}

#[test]
fn at_a_keyboard_the_code_is_on_paper_before_anything_is_sent() {
    if !has("python3") {
        return;
    }
    let world = World::start();
    let tool = Tool::of(&world);
    let message = tool.file("m", "Rakstīts pie tastatūras.");
    let send = ["send", "--message", &message];
    let wrong = ["last four digits", "abcd"];
    let careless = at_terminal(&tool, &send, &[wrong; 3]);
    assert_eq!(careless.status.code(), Some(1));
    assert!(
        said(&careless).contains("was not confirmed"),
        "{}",
        said(&careless)
    );
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);

    let done = at_terminal(&tool, &send, &[wrong, ["last four digits", "{last}"]]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    let code = last_code(&said(&done));
    let typo = ["Your code:", "1234 5678"];
    let refused = at_terminal(&tool, &["return"], &[typo]);
    assert!(
        said(&refused).contains("slip in the code"),
        "{}",
        said(&refused)
    );
    let back = at_terminal(
        &tool,
        &["return"],
        &[["Your code:", &code], ["last four digits", "{last}"]],
    );
    assert_eq!(back.status.code(), Some(0), "{}", said(&back));
    assert_ne!(last_code(&said(&back)), code);
    assert!(said(&back).contains("No answer yet"), "{}", said(&back));
    // A second try with the code on paper makes no second report, and is no success.
    let again = at_terminal(
        &tool,
        &["send", "--again", "--message", &message],
        &[["Send it?", "yes"], ["Your code:", &code]],
    );
    assert_ne!(again.status.code(), Some(0), "{}", said(&again));
    assert!(
        said(&again).contains("nothing was kept now"),
        "{}",
        said(&again)
    );
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

/// The last code that was shown.
fn last_code(shown: &str) -> String {
    let is_code = |line: &&str| line.len() == 34 && line.split(' ').all(|group| group.len() == 4);
    shown
        .lines()
        .map(str::trim)
        .rfind(is_code)
        .unwrap()
        .to_owned()
}
