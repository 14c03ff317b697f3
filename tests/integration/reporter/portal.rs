//! One door for many institutions: found by what a report is about, or by name, without a script.

use std::fs;

use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;

use crate::world::signer::officer_block;
use crate::world::{Institution, World, ok, svilpe, wire};

const OTHERS: [&str; 9] = [
    "knab", "vid", "vvd", "pvd", "ptac", "dvi", "vdi", "iub", "fktk",
];

fn world_of_ten() -> World {
    let blocks = OTHERS.map(|slug| {
        let recipient = OpeningKey::random().recipient().to_string();
        officer_block(
            &format!("Ilze no {slug}"),
            &recipient,
            &SigningKey::random(),
        )
    });
    let others: Vec<(&str, &str)> = OTHERS
        .into_iter()
        .zip(blocks.iter().map(String::as_str))
        .collect();
    World::with(
        &[("Anna Bērziņa", true), ("Jānis Ozols", false)],
        "",
        &others,
        None,
    )
}

fn page(world: &World, path: &str) -> String {
    let answer = wire::get(&world.intake.reporters, path);
    assert_eq!(answer.status, 200, "{path}");
    answer.text()
}

/// The institution signs its roster again, with what it is responsible for.
fn sign_remit(world: &World, slug: &str, version: u32, remit: &str) {
    let (folder, keys) = (
        world.folder.path().join(slug),
        world.folder.path().join("keys"),
    );
    let text = fs::read_to_string(keys.join(format!("{slug}.toml"))).unwrap();
    let (_, rest) = text.split_once("kind =").unwrap();
    let head = format!("institution = \"{slug}\"\nversion = {version}\nremit = {remit}\nkind =");
    Institution::sign_text(slug, &folder, &keys, &(head + rest));
}

#[test]
fn among_ten_institutions_one_is_found_by_area_or_by_name_without_a_restart() {
    let world = world_of_ten();
    let start = page(&world, "/");
    assert!(start.contains("Visas iestādes pēc nosaukuma (10)"));
    assert!(!start.contains("/to/"), "a page of its own comes first");
    assert!(
        !start.contains("/areas"),
        "nobody has said for what they answer"
    );

    sign_remit(&world, "vvd", 2, r#"["environment", "moon-dust"]"#);
    sign_remit(&world, "vid", 2, r#"["tax-evasion"]"#);
    let mut reload = svilpe(&["intake", "reload", "--home"]);
    ok(reload.arg(world.intake.home()));
    assert!(page(&world, "/").contains("/areas"));

    let areas = page(&world, "/areas");
    assert_eq!(areas.matches("/at/vvd\"").count(), 1);
    assert_eq!(areas.matches("/at/vid\"").count(), 1);
    assert!(
        !areas.contains("moon-dust"),
        "what the pack lacks is not shown"
    );
    assert!(
        !areas.contains("/at/ptac\""),
        "who names nothing is found by name alone"
    );
    let (before, after) = areas.split_once("/at/vvd\"").unwrap();
    let area = before.rsplit_once("<h2").unwrap().1;
    assert!(area.contains("vides"), "{area}");
    assert!(
        after.contains("/at/knab\""),
        "the contact point has a door here"
    );

    let own = page(&world, "/at/vvd");
    assert!(own.contains("Ilze no vvd") && own.contains("/to/vvd\""));
    let key = fs::read_to_string(world.folder.path().join("keys/vvd.pub")).unwrap();
    assert!(
        own.contains(key.lines().nth(1).unwrap()),
        "its key can be compared"
    );
    assert!(!own.contains("izslēgt"), "the only one can't be left out");
    assert!(page(&world, "/at/paraugs").contains("izslēgt"));
    assert!(page(&world, "/to/vvd").contains("/to/vvd/send"));
    let unknown = wire::get(&world.intake.reporters, "/at/nekur");
    let nowhere = wire::get(&world.intake.reporters, "/nekur");
    assert_eq!((unknown.status, unknown.body), (404, nowhere.body));
}

#[test]
fn an_area_that_the_country_pack_lacks_is_named_to_the_operator() {
    let mut world = World::start();
    sign_remit(&world, "paraugs", 2, r#"["environment", "moon-dust"]"#);
    world.intake.stop();
    let mut check = svilpe(&["intake", "check", "--home"]);
    let checked = ok(check.arg(world.intake.home()));
    let said = String::from_utf8(checked.stderr).unwrap();
    assert_eq!(said.matches("moon-dust").count(), 1, "{said}");
    assert!(!said.contains("environment"), "{said}");
}
