//! What a running server says of itself, to operators and to service managers.

use std::os::unix::net::UnixDatagram;
use std::process::Output;
use std::time::Duration;

use crate::world::{Intake, World, ok, svilpe, today};

fn status(world: &World, more: &[&str]) -> Output {
    let mut command = svilpe(&["intake", "status", "--home"]);
    command.arg(world.intake.home()).args(more);
    command.output().unwrap()
}

fn words(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn status_says_what_wants_looking_after_and_nothing_of_people() {
    let mut world = World::start();
    world.reporter().send("Kāds raksta.");
    let quiet = words(&status(&world, &[])).0;
    let output = status(&world, &[]);
    let (said, advice) = words(&output);
    // Never backed up: to be seen to, and nothing that does not work.
    assert_eq!(output.status.code(), Some(1), "{said}{advice}");
    assert!(advice.contains("No backup was ever made"), "{advice}");
    for line in ["version\t", "today\t", "backed-up\t-", "damaged\t0"] {
        assert!(said.contains(line), "{said}");
    }
    // Another report changes no line but those of bytes.
    world.reporter().send("Vēl kāds raksta.");
    let without_bytes = |said: &str| {
        let lines = said.lines().filter(|line| !line.contains("bytes"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let after = words(&status(&world, &[])).0;
    assert_eq!(without_bytes(&quiet), without_bytes(&after));

    let to = world.folder.path().join("backup");
    let keyring = world.folder.path().join("keyring");
    let mut backup = svilpe(&["intake", "backup", "--home"]);
    backup.arg(world.intake.home()).arg("--to").arg(to);
    ok(backup.arg("--keyring-to").arg(keyring));
    let output = status(&world, &["--json"]);
    let (_, advice) = words(&output);
    assert!(!advice.contains("No backup was ever made"), "{advice}");
    // On a machine whose disk is nearly full, that is what is left to say.
    let all_is_well = !advice.contains("room");
    let expected = i32::from(!all_is_well);
    assert_eq!(output.status.code(), Some(expected), "{advice}");
    let health: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(health["backed-up"], health["today"]);

    world.intake.stop();
    let output = status(&world, &[]);
    assert_eq!(output.status.code(), Some(2), "{:?}", words(&output));
}

fn look_in(world: &World) -> String {
    let mut command = svilpe(&["intake", "look-in", "--home"]);
    let output = ok(command.arg(world.intake.home()));
    words(&output).0
}

/// The operator's mail says what the ledger says, after midnight and not when a report comes.
#[test]
fn an_institution_should_look_in_when_the_ledger_has_something_for_it_and_not_before() {
    let day = |days| today().plus_days(days).to_string();
    let mut world = World::with(&[("Anna Bērziņa", true)], "", &[], Some(&day(-1)));
    assert_eq!(look_in(&world), "");
    for words in ["Kāds raksta.", "Vēl kāds raksta."] {
        world.reporter().send(words);
        assert_eq!(look_in(&world), "", "nobody learns when it came");
    }
    world.go_to(&day(0));
    assert_eq!(look_in(&world), "paraugs\n", "and not how many");
    world.officers[0].sync(&world);
    for case in world.officers[0].cases() {
        world.officers[0].run(&["read", case["case"].as_str().unwrap()]);
    }
    world.officers[0].sync(&world);
    assert_eq!(look_in(&world), "", "somebody has looked");
    // Nobody acknowledges it within seven days.
    world.go_to(&day(4));
    assert_eq!(look_in(&world), "");
    world.go_to(&day(8));
    assert_eq!(look_in(&world), "paraugs\n");
}

/// As the unit has it: confined, and told by its environment whom to tell.
#[test]
fn the_service_manager_hears_that_the_server_is_ready_alive_and_stopping() {
    let mut world = World::start();
    let home = world.intake.home().to_owned();
    world.intake.stop();
    let path = world.folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let hear = || {
        let mut state = [0; 64];
        let length = manager.recv(&mut state).unwrap();
        String::from_utf8(state[..length].to_vec()).unwrap()
    };
    let environment = vec![
        ("NOTIFY_SOCKET".to_owned(), path.display().to_string()),
        ("WATCHDOG_USEC".to_owned(), "400000".to_owned()),
    ];
    world.intake = Intake::serve_in(&home, &[], environment);
    assert_eq!(hear(), "READY=1");
    for _ in 0..3 {
        assert_eq!(hear(), "WATCHDOG=1");
    }
    world.intake.stop();
    let last = std::iter::repeat_with(hear).find(|state| state != "WATCHDOG=1");
    assert_eq!(last.as_deref(), Some("STOPPING=1"));
}
