//! Nothing hangs on one computer: what every officer has fetched can be fetched again.

use std::fs;

use crate::world::{Institution, Officer, World, roster_text, svilpe};

#[test]
fn p7_a_new_folder_with_only_the_key_file_fetches_everything_again() {
    let world = World::start();
    for text in ["Pirmais.", "Otrais.", "Trešais."] {
        world.reporter().send(text);
    }
    for officer in &world.officers {
        officer.sync(&world);
        assert_eq!(officer.cases().len(), 3);
    }
    // Anna's disk broke; her key file was on a stick in the safe.
    let anna = with_only_the_key(&world.officers[0], &world.folder.path().join("new"));
    anna.sync(&world);
    assert_eq!(anna.cases().len(), 3, "all can be fetched again");
}

/// The leaver: with the last who could open something it is lost, unless the institution says that
/// it knows.
#[test]
fn p7_a_roster_that_drops_the_last_holder_is_told_in_figures_and_refused_unless_signed() {
    let mut world = World::with_officers(&[("Anna Bērziņa", true)]);
    world.reporter().send("Saņemts.");
    world.officers[0].sync(&world);
    world.reporter().send("Vēl nav saņemts.");
    world.intake.stop();
    let juris = Officer::keygen(&world.folder.path().join("juris"), "Juris Kalns", true);
    let (keys, folder) = (
        world.folder.path().join("keys"),
        world.folder.path().join("paraugs"),
    );
    let sign = |version, known: &str, blocks: &str| {
        let text = roster_text("paraugs", version, blocks);
        let text = text.replace("kind =", &format!("{known}\nkind ="));
        Institution::sign_text("paraugs", &folder, &keys, &text);
    };
    let home = world.intake.home().to_owned();
    let asked = |verb: &str| {
        let output = svilpe(&["intake", verb, "--home"])
            .arg(&home)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    for known in ["", "drops_last_holder_of = 1"] {
        sign(2, known, &juris.block);
        for verb in ["check", "serve"] {
            let (code, said) = asked(verb);
            assert_eq!(code, Some(1), "{verb}: {said}");
            assert!(said.contains("2 open reports"), "{verb}: {said}");
            assert!(
                said.contains("1 of them fetched by nobody"),
                "{verb}: {said}"
            );
        }
    }
    // Whoever stays can open everything.
    let both = world.officers[0].block.clone() + "\n" + &juris.block;
    sign(2, "", &both);
    assert_eq!(asked("check").0, Some(0));
    sign(2, "drops_last_holder_of = 2", &juris.block);
    let (code, said) = asked("check");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains('2') && said.contains('1'), "{said}");
    world.intake = world.intake.again();
}

/// The officer at a new computer, with nothing but a copy of the key file.
pub fn with_only_the_key(officer: &Officer, home: &std::path::Path) -> Officer {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(home).unwrap();
    fs::copy(officer.home.join("key.age"), home.join("key.age")).unwrap();
    Officer {
        home: home.to_owned(),
        block: officer.block.clone(),
    }
}
