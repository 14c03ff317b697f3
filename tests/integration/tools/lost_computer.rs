//! Nothing hangs on one computer: what every officer has fetched can be fetched again.

use std::fs;

use crate::world::{Officer, World};

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
