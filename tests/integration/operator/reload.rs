//! Rosters that are read again while the server runs.

use std::fs;
use std::process::Output;

use crate::world::reporter::Form;
use crate::world::wire::Multipart;
use crate::world::{Institution, Officer, Reporter, World, is_received, svilpe, wire};

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
    let keys = world.folder.path().join("keys");
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

    world.sign_roster(2, &(own + &juris.block));
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

#[test]
fn p7_a_folder_of_rosters_in_the_place_of_another_is_told_as_that_and_the_old_one_stays() {
    let world = World::start();
    let keys = world.folder.path().join("keys");
    let (apart, copy) = (keys.with_extension("apart"), keys.with_extension("copy"));
    fs::create_dir(&copy).unwrap();
    for file in fs::read_dir(&keys).unwrap().flatten() {
        fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    fs::rename(&keys, &apart).unwrap();
    fs::rename(&copy, &keys).unwrap();
    let refused = reload(&world);
    // Where nothing keeps the server from reading it, it is read.
    if !refused.status.success() {
        let said = said(&refused);
        assert!(
            said.contains("not the folder that the server began with"),
            "{said}"
        );
        assert!(
            said.contains("put the files into the folder itself"),
            "{said}"
        );
    }
    assert_eq!(readers(&world), 2);
    fs::rename(&keys, &copy).unwrap();
    fs::rename(&apart, &keys).unwrap();
    assert!(said(&reload(&world)).contains("No roster is new"));
}

#[test]
fn p3_a_form_from_before_a_reader_came_is_shown_again_with_them_and_not_sealed_to_them_unseen() {
    let world = World::start();
    let juris = Officer::keygen(&world.folder.path().join("juris"), "Juris Kalns", true);
    let reporter = world.reporter();
    let form = reporter.form();
    let other = reporter.form();
    let before = Reporter::words(&other, "Nosūtīts agrāk.").end();
    assert!(is_received(&reporter.post(&before).unwrap(), &other.code));
    let blocks = Officer::blocks(&world.officers) + &juris.block;
    world.sign_roster(2, &blocks);
    assert_eq!(reload(&world).status.code(), Some(0));

    let words = "Juris Kalns ir mans priekšnieks.";
    let left_out = reporter.leave_out(1);
    let body = Reporter::words(&form, words).field("leave_out", &left_out);
    let shown = reporter.post(&body.end()).unwrap();
    assert!(!is_received(&shown, &form.code));
    for text in ["saraksts ir mainījies", "Juris Kalns", words] {
        assert!(
            shown.words().contains(text) || shown.text().contains(text),
            "{text}"
        );
    }
    // Whom the reporter had ticked is ticked.
    let ticked: Vec<_> = shown
        .text()
        .split("<input")
        .filter(|tag| tag.contains("name=\"leave_out\"") && tag.contains(" checked"))
        .map(|tag| tag.contains(&left_out))
        .collect();
    assert_eq!(ticked, [true], "{}", shown.text());
    juris.sync(&world);
    assert_eq!(juris.cases().len(), 0);
    // What was kept before is known again, and nothing is asked of it.
    assert!(is_received(&reporter.post(&before).unwrap(), &other.code));

    let agreed = Form {
        code: shown.hidden("code").unwrap(),
        token: shown.hidden("token").unwrap(),
    };
    let sent = reporter
        .post(&Reporter::words(&agreed, words).end())
        .unwrap();
    assert!(is_received(&sent, &agreed.code), "{}", sent.words());
    juris.sync(&world);
    assert_eq!(juris.cases().len(), 1);
}

#[test]
fn p3_an_additions_page_names_its_readers_and_what_would_go_to_others_comes_back_with_them() {
    let world = World::start();
    let juris = Officer::keygen(&world.folder.path().join("juris"), "Juris Kalns", true);
    let reporter = world.reporter();
    let form = reporter.form();
    let left_out = reporter.leave_out(1);
    let body = Reporter::words(&form, "Jānis ņem kukuļus.").field("leave_out", &left_out);
    assert!(is_received(
        &reporter.post(&body.end()).unwrap(),
        &form.code
    ));
    let (answers, fresh) = reporter.come_back(&form.code);
    let words = answers.words();
    // Whom its report left out, the page does not tell to whoever found the code.
    assert!(words.contains("Anna Bērziņa, Jānis Ozols"), "{words}");
    assert!(!words.contains("Juris Kalns"), "{words}");
    let post = |token: &str| {
        let body = Multipart::new()
            .field("code", &fresh)
            .field("token", token)
            .field("what_happened", "Arī Juris Kalns zina.");
        wire::post_body(
            &world.intake.reporters,
            "/add",
            &Multipart::kind(),
            &body.end(),
        )
        .unwrap()
    };
    let before = answers.hidden("token").unwrap();
    let blocks = Officer::blocks(&world.officers) + &juris.block;
    world.sign_roster(2, &blocks);
    assert_eq!(reload(&world).status.code(), Some(0));
    let shown = post(&before);
    for text in ["lasītu citi cilvēki", "Juris Kalns", "Jānis Ozols"] {
        assert!(shown.words().contains(text), "{text}: {}", shown.words());
    }
    assert!(shown.text().contains("Arī Juris Kalns zina."), "given back");
    juris.sync(&world);
    assert_eq!(juris.cases().len(), 0, "not unseen");
    let agreed = shown.hidden("token").unwrap();
    for _ in 0..2 {
        let added = post(&agreed);
        assert!(added.words().contains("saņemta"), "{}", added.words());
    }
    juris.sync(&world);
    assert_eq!(juris.cases().len(), 1, "once");
    world.officers[1].sync(&world);
    assert_eq!(world.officers[1].cases().len(), 0, "left out as before");
    // What is kept is known again, whoever came since.
    let fewer = Officer::blocks(&world.officers);
    world.sign_roster(3, &fewer);
    assert_eq!(
        reload(&world).status.code(),
        Some(0),
        "{}",
        said(&reload(&world))
    );
    assert!(post(&agreed).words().contains("saņemta"));
}

#[test]
fn p9_an_institution_with_open_reports_does_not_lose_its_roster_unnoticed() {
    let mut world = World::start();
    world.reporter().send("Kas to lasīs?");
    let keys = world.folder.path().join("keys");
    let files: Vec<_> = ["pub", "toml", "toml.minisig"]
        .map(|end| keys.join(format!("paraugs.{end}")))
        .into_iter()
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    let other = world.folder.path().join("other");
    let officer = Officer::keygen(&other, "Cita Cilvēce", true);
    let folder = world.folder.path().join("cita");
    Institution::make("cita", &folder, &keys, &officer.block);
    for (path, _) in &files {
        fs::remove_file(path).unwrap();
    }
    let refused = reload(&world);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert_eq!(readers(&world), 2, "those of before stay in force");
    world.intake.stop();
    let mut check = svilpe(&["intake", "check", "--home"]);
    let check = check.arg(world.intake.home()).output().unwrap();
    assert_eq!(check.status.code(), Some(1), "{}", said(&check));
    assert!(
        said(&check).contains("paraugs: its roster is missing"),
        "{}",
        said(&check)
    );
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
    world.intake = world.intake.again();
    assert_eq!(readers(&world), 2);
}
