//! A later message of a case that an officer can't open is no case.

use super::{Town, said};
use crate::desk::Window;
use crate::world::{Officer, ok, today, typed};

/// Zane joined after the report; what is added now opens for her, too.
struct Joined {
    town: Town,
    zane: Officer,
    addition: String,
}

impl Joined {
    fn new() -> Self {
        let mut town = Town::new();
        let code = town.code.clone();
        let world = &mut town.world;
        let folder = world.folder.path().to_owned();
        let zane = Officer::keygen(&folder.join("zane"), "Zane Kalniņa", false);
        let blocks = Officer::blocks(&world.officers) + &zane.block + "\n" + &town.auditor.block;
        world.sign_roster(2, &blocks);
        world.go_to(&today().plus_days(-1).to_string());
        world.reporter().add(&code, "Tas turpinās.");
        world.go_to(&today().to_string());
        zane.sync(world);
        let cases = zane.cases();
        assert_eq!(cases.len(), 1, "{cases:?}");
        assert_eq!(cases[0]["later_message"], true, "{cases:?}");
        let addition = cases[0]["case"].as_str().unwrap().to_owned();
        Self {
            town,
            zane,
            addition,
        }
    }

    /// How many entries of this kind the ledger has.
    fn count(&self, fact: &str) -> usize {
        self.town.anna().sync(&self.town.world);
        let facts = self.town.facts();
        facts.iter().filter(|one| *one == fact).count()
    }
}

#[test]
fn p7_an_addition_to_a_case_of_others_never_becomes_a_case() {
    let joined = Joined::new();
    let (zane, addition) = (&joined.zane, joined.addition.as_str());
    let before = joined.count("opened");
    let read = zane.read(addition);
    assert!(read.contains("Tas turpinās."), "{read}");
    assert!(
        read.contains("a later message of a case that you can't open"),
        "{read}"
    );
    assert!(read.contains("svilpe officer hand-over --to"), "{read}");
    let listed = said(&zane.run(&["list"]));
    assert!(listed.contains("svilpe officer hand-over --to"), "{listed}");
    zane.sync(&joined.town.world);
    let words = zane.home.join("words");
    std::fs::write(&words, "Paldies.").unwrap();
    let words = words.to_str().unwrap();
    let out = joined.town.world.folder.path().join("out");
    for arguments in [
        &["record", addition, "opened"][..],
        &["record", addition, "acknowledged"],
        &["reply", addition, "--file", words],
        &["reply", addition, "--file", words, "--anyway"],
        &["reply", addition, "--file", words, "--step", "feedback"],
        &[
            "export",
            addition,
            "--for-court",
            "--to",
            out.to_str().unwrap(),
        ],
    ] {
        let refused = zane.run(arguments);
        assert_eq!(
            refused.status.code(),
            Some(1),
            "{arguments:?} {}",
            said(&refused)
        );
        assert!(
            said(&refused).contains("later message"),
            "{}",
            said(&refused)
        );
    }
    assert_eq!(joined.count("opened"), before, "{:?}", joined.town.facts());

    // Handed over, it is the case that it belongs to.
    let town = &joined.town;
    let case = town.case();
    let file = town.world.folder.path().join("handed");
    let made = ok(&mut town.anna().command(&["hand-over", "--to", "Zane Kalniņa"]));
    std::fs::write(&file, made.stdout).unwrap();
    ok(&mut zane.command(&["take-over", file.to_str().unwrap()]));
    let cases = zane.cases();
    assert_eq!(
        (cases.len(), cases[0]["case"].as_str()),
        (1, Some(case.as_str()))
    );
    zane.read(&case);
    zane.sync(&town.world);
    assert_eq!(joined.count("opened"), 1);
    assert_eq!(joined.count("linked"), 1);
}

#[test]
fn p7_an_addition_to_a_case_of_others_is_judged_by_who_can_open_it() {
    let joined = Joined::new();
    let (zane, addition) = (&joined.zane, joined.addition.as_str());
    let read = zane.run(&["read", addition]);
    assert!(read.status.success(), "{}", said(&read));
    assert!(!said(&read).contains("next sync"), "{}", said(&read));
    for reason in ["spam", "duplicate"] {
        let refused = zane.run(&["record", addition, "rejected", "--reason", reason]);
        let words = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{words}");
        assert!(
            words.contains("a colleague who can open that case"),
            "{words}"
        );
        assert!(words.contains("--reason unreadable"), "{words}");
    }
    // Nor does it wait for the next one.
    zane.sync(&joined.town.world);
    assert_eq!(joined.count("rejected"), 0, "{:?}", joined.town.facts());

    let server = typed(&joined.town.world.intake.officers);
    // If nobody can open it, somebody has to account for it: if a colleague does, it is linked.
    ok(&mut zane.command(&["record", addition, "rejected", "--reason", "unreadable"]));
    let world = &joined.town.world;
    let mut syncing = joined.town.anna().syncing(world, &["--server", &server]);
    let told = said(&syncing.output().unwrap());
    assert!(told.contains("Zane Kalniņa rejected item"), "{told}");
    let case = joined.town.case();
    joined.town.anna().read(&case);
    joined.town.anna().sync(&joined.town.world);
    assert_eq!(joined.count("linked"), 1, "{:?}", joined.town.facts());
}

#[test]
fn p7_the_desk_offers_no_step_for_an_addition_to_a_case_of_others() {
    let joined = Joined::new();
    let world = &joined.town.world;
    let server = typed(&world.intake.officers);
    ok(&mut joined.zane.command(&["setup", "--server", &server]));
    let before = joined.count("opened");
    let desk = Window::open(&joined.zane.home);
    desk.unlock();
    assert!(desk.get("/").holds("Vēlāka ziņa svešā lietā"));
    let at = format!("/case/{}", joined.addition);
    let page = desk.get(&at);
    assert!(
        page.holds("lietā, ko Jūs nevarat atvērt"),
        "{}",
        page.words()
    );
    assert!(page.holds("Nodot un pārņemt lietas"), "{}", page.words());
    for action in ["acknowledge", "write", "tip", "close"] {
        assert!(
            !page.holds(&format!("href=\"{at}/do/{action}\"")),
            "{action}"
        );
    }
    desk.fetch();
    assert_eq!(joined.count("opened"), before);
}
