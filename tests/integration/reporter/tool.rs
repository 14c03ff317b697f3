//! The reporter's own tool against a running intake.

use std::collections::BTreeSet;

use crate::world::skip::skip;
use crate::world::tool::{Tool, said};
use crate::world::{self, Officer, Reporter, Thief, World, contains, is_received, ok};

const CANARY: &str = "Kanarijputniņš-5K8 pārdeva tiltu";

#[test]
fn p12_sealed_at_home_the_server_has_no_word_and_no_code() {
    let world = World::start();
    let tool = Tool::of(&world);
    let answers = tool.file(
        "answers.toml",
        format!(
            "what_happened = '''\n{CANARY}\n'''\nidentity_name = \"Vizbulīte Kanarija\"\n\
             identity_understood = \"yes\"\n"
        ),
    );
    let file = tool.file(
        "Kanarijas-līgums.pdf",
        "faila kanarijs 77e1 ".repeat(200_000),
    );
    let send = ["send", "--answers", &answers, "--file", &file];
    let mut sending = tool.with_code(&send).spawn().unwrap();
    let mut memories = vec![world.intake.memory()];
    while sending.try_wait().unwrap().is_none() {
        memories.push(world.intake.memory());
    }
    assert!(sending.wait().unwrap().success());

    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    let read = officer.read(&case);
    assert!(
        read.contains(CANARY) && read.contains("Kanarijas-līgums.pdf"),
        "{read}"
    );
    let identity = ok(&mut officer.command(&["read", &case, "--identity"]));
    assert!(said(&identity).contains("Vizbulīte Kanarija"));
    officer.reply(&case, "Atbildes-kanarijputniņš-3Z9");
    let sent_with = tool.code();
    assert!(tool.come_back().contains("Atbildes-kanarijputniņš-3Z9"));
    let fresh = tool.code();
    assert_ne!(sent_with, fresh);
    memories.push(world.intake.memory());

    let memories: Vec<Vec<u8>> = memories.into_iter().flatten().collect();
    if memories.is_empty() {
        skip("another process's memory");
    }
    // It is the server's: it holds the institution's name.
    assert!(memories.iter().all(|memory| contains(memory, b"paraugs")));
    let secrets = [
        CANARY,
        "Vizbul",
        "Kanarijas-l",
        "faila kanarijs 77e1",
        "Atbildes-kanarij",
        &sent_with,
        &world::grouped(&sent_with),
        &fresh,
        &world::grouped(&fresh),
    ];
    for secret in secrets {
        let seen = memories
            .iter()
            .any(|memory| contains(memory, secret.as_bytes()));
        assert!(!seen, "{secret} was in the server's memory");
        assert_eq!(Thief::finds(world.intake.home(), secret), None);
    }
}

#[test]
fn tool_and_browser_are_two_ways_to_one_mailbox() {
    let world = World::start();
    let officer = &world.officers[0];
    // Sent by the tool, continued in a browser.
    let tool = Tool::of(&world);
    tool.send("No rīka.", &[]);
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    officer.reply(&case, "Pirmā atbilde.");
    let (page, fresh) = world.reporter().come_back(&tool.code());
    assert!(page.text().contains("Pirmā atbilde."));
    let refused = tool.with_code(&["return"]).output().unwrap();
    assert!(
        said(&refused).contains("opens nothing"),
        "{}",
        said(&refused)
    );

    // Back to the tool, with an addition and a file.
    std::fs::write(tool.path("code"), fresh).unwrap();
    let (message, file) = (tool.file("m", "Vēl kas."), tool.file("a.txt", "pielikums"));
    ok(&mut tool.with_code(&["add", "--message", &message, "--file", &file]));
    officer.sync(&world);
    let read = officer.read(&case);
    assert!(
        read.contains("Vēl kas.") && read.contains("a.txt"),
        "{read}"
    );
    assert!(tool.come_back().contains("Pirmā atbilde."));

    // Sent in a browser, read with the tool.
    let code = world.reporter().send("No pārlūka.");
    let other = Tool::of(&world);
    other.file("code", code);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(other.path("code"), mode).unwrap();
    assert!(other.come_back().contains("No answer yet"));
}

#[test]
fn sealed_at_home_or_by_the_server_looks_alike() {
    let world = World::start();
    world.reporter().send("No pārlūka.");
    let tool = Tool::of(&world);
    tool.send("No rīka.", &[]);
    let message = tool.file("m", "Papildinājums.");
    ok(&mut tool.with_code(&["add", "--message", &message]));
    let officer = &world.officers[0];
    officer.sync(&world);
    let mut lengths = BTreeSet::new();
    let mut stanzas = BTreeSet::new();
    for (path, sealed) in Thief::bytes(&officer.home.join("sealed")) {
        if path.extension().is_some_and(|end| end == "age") {
            let header = sealed.split(|byte| *byte == b'\n');
            stanzas.insert(
                header
                    .filter(|line| line.starts_with(b"-> mlkem768x25519 "))
                    .count(),
            );
            lengths.insert(sealed.len());
        }
    }
    assert_eq!(stanzas, BTreeSet::from([2]));
    let (least, most) = (lengths.first().unwrap(), lengths.last().unwrap());
    assert!(most - least < 700, "{lengths:?}");
    assert_eq!(officer.cases().len(), 2);
}

/// All files below a folder.
#[test]
fn who_is_left_out_is_left_out_by_the_tool_too() {
    let world = World::start();
    let tool = Tool::of(&world);
    let questions = said(&ok(&mut tool.command(&["form"])));
    let janis = questions
        .lines()
        .find(|line| line.contains("Jānis Ozols"))
        .unwrap();
    let name = janis.split('"').nth(1).unwrap();
    assert_eq!(name, "Jānis Ozols", "{janis}");
    let number = janis.split('(').nth(1).unwrap().trim_end_matches(')');
    for wrong in ["Ozols", "janis ozols", "0"] {
        let answers = format!("what_happened = \"Jānis.\"\nleave_out = [\"{wrong}\"]\n");
        let answers = tool.file("answers.toml", answers);
        let refused = tool.with_code(&["send", "--answers", &answers]).output();
        let refused = refused.unwrap();
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(
            said(&refused).contains("Did you mean: ") && said(&refused).contains("Jānis Ozols"),
            "{}",
            said(&refused)
        );
    }
    // A number, a Mac's letters, a web page's blank, Notepad's mark; once more on the command line.
    let number = format!("[\"{number}\"]");
    for also in [
        &number,
        "[\"Ja\u{304}nis Ozols \"]",
        "[\"Jānis\u{a0}Ozols\", \"Jānis Ozols\"]",
        "\"Jānis Ozols; Jānis Ozols\"",
        "'Jānis Ozols'",
    ] {
        let answers = format!("\u{feff}what_happened = 'x'\r\nleave_out = {also}\r\n");
        let other = Tool::of(&world);
        let answers = other.file("answers.toml", answers);
        let typed = ["send", "--answers", &answers, "--leave-out", name];
        let sent = said(&ok(&mut other.with_code(&typed)));
        assert!(sent.contains("will not: Jānis Ozols"), "{also}: {sent}");
    }
    let answers = format!("what_happened = \"Jānis.\"\nleave_out = [\"{name}\"]\n");
    let answers = tool.file("answers.toml", answers);
    let sent = said(&ok(&mut tool.with_code(&["send", "--answers", &answers])));
    assert!(sent.contains("will not: Jānis Ozols"), "{sent}");
    let message = tool.file("m", "Par Jāni.");
    let added = said(&ok(&mut tool.with_code(&["add", "--message", &message])));
    assert!(added.contains("will not: Jānis Ozols"), "{added}");
    let [anna, janis] = &world.officers[..] else {
        panic!("two officers");
    };
    anna.sync(&world);
    let cases = anna.cases();
    let additions = cases.iter().map(|case| case["additions"].as_u64());
    assert_eq!(additions.max(), Some(Some(1)));
    janis.sync(&world);
    let listed = janis.run(&["list", "--json"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "[]");
}

#[test]
fn a_server_of_another_day_is_not_believed_and_a_full_terminal_is_no_fault() {
    let world = World::with(&[("Anna Bērziņa", true)], "", &[], Some("2020-01-01"));
    let tool = Tool::of(&world);
    let message = tool.file("m", "x");
    let refused = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert!(said(&refused).contains("another day"), "{}", said(&refused));
    assert!(!tool.path("code").exists());
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut silent = tool.with_code(&["send", "--message", &message]);
    assert_eq!(silent.stderr(full).status().unwrap().code(), Some(1));
}

#[test]
fn a_key_that_did_not_sign_the_readers_stops_everything() {
    let world = World::with(
        &[("Anna Bērziņa", true)],
        "",
        &[("cita", &stranger())],
        None,
    );
    let keys = world.folder.path().join("keys");
    let server = format!("http://{}", world.intake.reporters);
    let tool = Tool::at(&server, &keys.join("cita.pub"), "paraugs");
    let message = tool.file("m", CANARY);
    let refused = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("not signed by the institution"),
        "{}",
        said(&refused)
    );
    assert!(!tool.path("code").exists());
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
}

/// A further institution's officer.
fn stranger() -> String {
    let folder = tempfile::tempdir().unwrap();
    Officer::keygen(&folder.path().join("officer"), "Ilze Kļava", true).block
}

#[test]
fn a_used_code_can_bring_no_second_report_by_either_way() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Pārlūkā.").end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    reporter.come_back(&form.code);
    let tool = Tool::of(&world);
    tool.file("code", &form.code);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(tool.path("code"), mode).unwrap();
    let message = tool.file("m", "Ar rīku.");
    let refused = tool
        .with_code(&["send", "--again", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("nothing was kept now"));
    // And the form that was sent with it, once more: its code is not shown as one that works.
    let again = reporter.post(&body).unwrap();
    assert!(!is_received(&again, &form.code), "{}", again.text());
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn near_names_are_shown_for_who_is_left_out_by_another_spelling() {
    let world = World::start();
    let tool = Tool::of(&world);
    let message = tool.file("m", "Jānis ņem kukuļus.");
    for typed in ["janis ozols", "Ja\u{304}nis Ozolš", "Ozols", "OZOLA"] {
        let send = ["send", "--message", &message, "--leave-out", typed];
        let refused = tool.with_code(&send).output().unwrap();
        assert_eq!(refused.status.code(), Some(1), "{typed}");
        let told = said(&refused);
        assert!(
            told.contains("Did you mean: Jānis Ozols?"),
            "{typed}: {told}"
        );
        assert!(
            !told.contains("list of responsible persons has changed"),
            "{told}"
        );
    }
    // The same letters, as a Mac writes them.
    let send = [
        "send",
        "--message",
        &message,
        "--leave-out",
        "Ja\u{304}nis Ozols",
    ];
    ok(&mut tool.with_code(&send));
}

#[test]
fn an_apostrophe_in_an_answer_is_explained() {
    let world = World::start();
    let tool = Tool::of(&world);
    let answers = tool.file("a", "what_happened = 'x'\nwhen = 'it's in spring'\n");
    let refused = tool
        .with_code(&["send", "--answers", &answers])
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let told = said(&refused);
    assert!(
        told.contains("line 2") && told.contains("If there is a '"),
        "{told}"
    );
}

/// Debian's `sh` takes only ASCII for a function's name.
#[test]
fn what_the_instructions_have_people_type_once_is_a_function_in_every_shell() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reporter.md");
    let text = std::fs::read_to_string(path).unwrap();
    let functions: Vec<_> = text.lines().filter(|line| line.contains("() {")).collect();
    assert_eq!(functions.len(), 2, "{functions:?}");
    for line in functions {
        let name = line.split("()").next().unwrap();
        let typed = format!("{line}\ncommand -v {name}");
        let mut sh = std::process::Command::new("sh");
        let output = ok(sh.args(["-c", &typed]));
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), name);
        assert!(text.contains(&format!("\n{name} send --answers")), "{name}");
    }
}

/// Officers could read no word of it.
#[test]
fn what_is_no_text_is_no_message() {
    let world = World::start();
    let tool = Tool::of(&world);
    let utf16: Vec<u8> = "Ā b".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [&utf16[..], b"a\0b", b"tr\xfbkst"] {
        let message = tool.file("message", bytes);
        let refused = tool.with_code(&["send", "--message", &message]).output();
        let refused = refused.unwrap();
        assert_eq!(refused.status.code(), Some(1), "{bytes:?}");
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("is no text in UTF-8"), "{said}");
        assert!(!tool.path("code").exists(), "no code is made for it");
    }
}
