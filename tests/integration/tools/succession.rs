//! A drill: an officer leaves, and her successor goes on with her cases, their letters among them.

use std::fs;

use super::backup::{backed_up, restore};
use super::said;
use crate::desk::Window;
use crate::world::wire::Multipart;
use crate::world::{Institution, Officer, Reporter, World, is_received, ok, roster_text};

/// The next roster, signed and in force.
fn sign(world: &mut World, version: u32, known: &str, blocks: &str) {
    let folder = world.folder.path().join("paraugs");
    let keys = world.folder.path().join("keys");
    let text = roster_text("paraugs", version, blocks);
    let text = text.replace("kind =", &format!("{known}\nkind ="));
    world.intake.stop();
    Institution::sign_text("paraugs", &folder, &keys, &text);
    world.intake = world.intake.again();
}

/// The file that one officer makes for another.
fn handed(world: &World, from: &Officer, to: &str) -> std::path::PathBuf {
    let made = ok(&mut from.command(&["hand-over", "--to", to]));
    let path = world.folder.path().join(format!("to {to}"));
    fs::write(&path, made.stdout).unwrap();
    path
}

#[test]
fn a_successor_opens_what_was_sealed_before_her_time_and_its_letters_and_goes_on() {
    let mut world = World::with_officers(&[("Anna Bērziņa", true)]);
    let files = [("rēķins.pdf", &b"%PDF-1.7 x"[..])];
    let code = world.reporter().send_with("Pazuda sliedes.", &files);
    let anna = Officer {
        home: world.officers[0].home.clone(),
        block: world.officers[0].block.clone(),
    };
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    anna.reply(&case, "Kurā noliktavā?");

    let zane = Officer::keygen(&world.folder.path().join("zane"), "Zane Kalniņa", false);
    let both = format!("{}\n{}", anna.block, zane.block);
    sign(&mut world, 2, "", &both);
    anna.sync(&world);
    zane.sync(&world);
    assert_eq!(zane.cases().len(), 0, "sealed before her time");

    let nobody = anna.run(&["hand-over", "--to", "Kāds Cits"]);
    assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));
    let file = handed(&world, &anna, "Zane Kalniņa");
    let path = file.to_str().unwrap();
    // It opens for nobody else, and what was changed opens for nobody.
    let other = anna.run(&["take-over", path]);
    assert_eq!(other.status.code(), Some(1), "{}", said(&other));
    let mut changed = fs::read(&file).unwrap();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let broken = world.folder.path().join("changed");
    fs::write(&broken, changed).unwrap();
    let other = zane.run(&["take-over", broken.to_str().unwrap()]);
    assert_eq!(other.status.code(), Some(1), "{}", said(&other));
    assert_eq!(zane.cases().len(), 0);

    let taken = zane.run(&["take-over", path]);
    assert!(taken.status.success(), "{}", said(&taken));
    assert_eq!(zane.cases().len(), 1, "{}", said(&taken));
    zane.sync(&world);
    let read = zane.read(&case);
    for words in ["Pazuda sliedes.", "Kurā noliktavā?"] {
        assert!(read.contains(words), "{read}");
    }
    let out = world.folder.path().join("out");
    ok(&mut zane.command(&["export", &case, "--to", out.to_str().unwrap()]));
    let exported = fs::read(out.join(&case).join("001.bin")).unwrap();
    assert_eq!(exported, b"%PDF-1.7 x");

    // Anna leaves; the reporter finds one conversation. The server knows nothing of the hand-over.
    sign(&mut world, 3, "drops_last_holder_of = 1", &zane.block);
    zane.sync(&world);
    zane.reply(&case, "Turpinu es.");
    let (answers, _) = world.reporter().come_back(&code);
    let words = answers.words();
    assert!(
        words.contains("Kurā noliktavā?") && words.contains("Turpinu es."),
        "{words}"
    );
    // A copy of her folder brings it all back.
    let stick = world.folder.path().join("zane.tar");
    backed_up(&zane, &stick);
    let restored = Officer {
        home: world.folder.path().join("again"),
        block: zane.block.clone(),
    };
    let done = restore(&restored, &stick);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(restored.cases().len(), 1);
}

#[test]
fn cases_go_from_desk_to_desk_with_a_button_and_a_file() {
    let mut world = World::with_officers(&[("Anna Bērziņa", true)]);
    world.reporter().send("Pazuda sliedes.");
    let anna = Officer {
        home: world.officers[0].home.clone(),
        block: world.officers[0].block.clone(),
    };
    anna.sync(&world);
    let zane = Officer::keygen(&world.folder.path().join("zane"), "Zane Kalniņa", false);
    let both = format!("{}\n{}", anna.block, zane.block);
    sign(&mut world, 2, "", &both);
    anna.sync(&world);
    zane.sync(&world);
    let desk = Window::open(&anna.home);
    desk.unlock();
    let page = desk.get("/succession").source();
    let to = page.split("name=\"to\" value=\"").nth(1).unwrap();
    let to = to.split('"').next().unwrap();
    let nobody = desk.post("/succession/give", &[("to", "0")]);
    assert!(nobody.words().contains("šādas atbildīgās personas nav"));
    let file = desk.post("/succession/give", &[("to", to)]);
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );

    let desk = Window::open(&zane.home);
    desk.unlock();
    assert!(desk.get("/").holds("href=\"/succession\""));
    let take = |content: &[u8]| {
        let token = desk.token();
        let body = Multipart::new()
            .field("csrf_token", &token)
            .file("file", "lietas.age", "", content)
            .end();
        let answer = desk.post_parts("/succession/take", &body);
        desk.get(answer.header("location").expect("onward")).words()
    };
    assert!(take(b"nothing").contains("Šis fails nav Jums"));
    let today = take(&file.body);
    assert!(
        today.contains("Pazuda sliedes.") && today.contains("papildinājumi: 1"),
        "{today}"
    );
}

#[test]
fn who_was_left_out_is_handed_nothing() {
    let world = World::with_officers(&[("Anna Bērziņa", true), ("Jānis Ozols", false)]);
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Jānis ņem kukuļus.");
    let body = body.field("leave_out", &reporter.leave_out(1)).end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    for officer in &world.officers {
        officer.sync(&world);
    }
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers")
    };
    assert_eq!((anna.cases().len(), janis.cases().len()), (1, 0));
    let file = handed(&world, anna, "Jānis Ozols");
    let taken = janis.run(&["take-over", file.to_str().unwrap()]);
    assert!(taken.status.success(), "{}", said(&taken));
    assert_eq!(janis.cases().len(), 0, "{}", said(&taken));
}
