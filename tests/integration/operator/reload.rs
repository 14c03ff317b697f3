//! Rosters that are read again while the server runs.

use std::fs;
use std::process::Output;

use crate::world::{Institution, Officer, World, svilpe, wire};

fn reload(world: &World) -> Output {
    let mut command = svilpe(&["intake", "reload", "--home"]);
    command.arg(world.intake.home()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// To whom a report would be sealed now.
fn readers(world: &World) -> usize {
    let recipients = wire::get(&world.intake.reporters, "/keys/paraugs");
    recipients.text().lines().count()
}

#[test]
fn p7_a_roster_comes_into_force_while_the_server_runs_signed_and_pinned_as_at_a_start() {
    let world = World::start();
    let juris = Officer::keygen(&world.folder.path().join("juris"), "Juris Kalns", true);
    let (keys, folder) = (
        world.folder.path().join("keys"),
        world.folder.path().join("paraugs"),
    );
    let roster = keys.join("paraugs.toml");
    let first = ["toml", "toml.minisig"].map(|end| {
        let path = keys.join(format!("paraugs.{end}"));
        (path.clone(), fs::read(path).unwrap())
    });
    let own = Officer::blocks(&world.officers);
    assert_eq!(readers(&world), 2);
    assert!(said(&reload(&world)).contains("No roster is new"));

    // Whoever has the server alone adds nobody.
    let text = fs::read_to_string(&roster).unwrap();
    fs::write(&roster, format!("{text}\n{}", juris.block)).unwrap();
    let refused = reload(&world);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert_eq!(readers(&world), 2);

    Institution::sign("paraugs", &folder, &keys, 2, &(own + &juris.block));
    let taken = reload(&world);
    assert_eq!(taken.status.code(), Some(0), "{}", said(&taken));
    assert!(said(&taken).contains("paraugs"), "{}", said(&taken));
    assert_eq!(readers(&world), 3);
    world.reporter().send("Arī jaunajam.");
    juris.sync(&world);
    assert_eq!(juris.cases().len(), 1);

    // Nor does a roster go back.
    for (path, bytes) in first {
        fs::write(path, bytes).unwrap();
    }
    let refused = reload(&world);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert_eq!(readers(&world), 3);
}
