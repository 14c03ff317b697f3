//! The reporter's own tool against a running intake.

mod browser;
mod strangers;

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

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
        eprintln!("SKIPPED: the server's memory can't be read here");
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
                    .filter(|line| line.starts_with(b"-> X25519 "))
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

#[test]
fn the_same_code_again_is_one_report_and_the_tool_says_which() {
    let mut world = World::start();
    let tool = Tool::of(&world);
    tool.send("Pirmais.", &[]);
    let message = tool.file("message", "Otrais.");
    let again = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(
        said(&again).contains("There is a code in"),
        "{}",
        said(&again)
    );
    let again = ok(&mut tool.with_code(&["send", "--again", "--message", &message]));
    assert!(
        said(&again).contains("was not kept a second time"),
        "{}",
        said(&again)
    );
    // After the code was used, too, and after a restart.
    let used = tool.path("used");
    std::fs::copy(tool.path("code"), &used).unwrap();
    tool.come_back();
    let used = used.to_string_lossy();
    let send = [
        "send",
        "--again",
        "--message",
        &message,
        "--code-file",
        &used,
    ];
    let old = tool.command(&send).output().unwrap();
    assert!(
        said(&old).contains("was not kept a second time"),
        "{}",
        said(&old)
    );
    world.kill_and_restart();
    let officer = &world.officers[0];
    officer.sync(&world);
    assert_eq!(officer.cases().len(), 1);
    assert!(
        officer.cases()[0]["beginning"]
            .to_string()
            .contains("Pirmais")
    );
}

#[test]
fn a_server_that_is_killed_under_a_delivery_gets_it_again() {
    let mut world = World::on_sockets();
    let tool = Tool::of(&world);
    let file = tool.file("liels.bin", vec![7; 60 << 20]);
    let message = tool.file("message", "Liels fails.");
    let send = ["send", "--message", &message, "--file", &file];
    let mut sending = tool.with_code(&send).spawn().unwrap();
    let at_rest = || -> u64 {
        let files = walk(&world.intake.store());
        files
            .map(|path| std::fs::metadata(path).map_or(0, |about| about.len()))
            .sum()
    };
    let before = at_rest();
    while at_rest() < before + (8 << 20) {
        assert_eq!(
            sending.try_wait().unwrap(),
            None,
            "it was kept before it could be cut off"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    world.intake.kill();
    world.kill_and_restart();
    assert!(sending.wait().unwrap().success());
    let officer = &world.officers[0];
    officer.sync(&world);
    assert_eq!(officer.cases().len(), 1);
    assert_eq!(officer.cases()[0]["files"], 1);
}

/// All files below a folder.
fn walk(folder: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    Box::new(entries.flat_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            walk(&path)
        } else {
            Box::new(std::iter::once(path))
        }
    }))
}

#[test]
fn who_is_left_out_is_left_out_by_the_tool_too() {
    let world = World::start();
    let tool = Tool::of(&world);
    let questions = said(&ok(&mut tool.command(&["form"])));
    let janis = questions
        .lines()
        .find(|line| line.contains("Jānis Ozols"))
        .unwrap();
    let key = janis.split('"').nth(1).unwrap();
    let answers = format!("what_happened = \"Jānis.\"\nleave_out = [\"{key}\"]\n");
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
    assert_eq!(anna.cases()[0]["additions"], 1);
    janis.sync(&world);
    let listed = janis.run(&["list", "--json"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).trim(), "[]");
}

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
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("SKIPPED: python3 is missing, nobody types");
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
    // A second try with the code on paper is the same report.
    let again = at_terminal(
        &tool,
        &["send", "--again", "--message", &message],
        &[["Send it?", "yes"], ["Your code:", &code]],
    );
    assert!(
        said(&again).contains("was not kept a second time"),
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

/// A way to the server on which the answers to the first `cuts` requests for `path` are lost, once the server
/// has given them.
fn losing_answers(world: &World, path: &'static str, cuts: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (server, mut left) = (world.intake.reporters.clone(), cuts);
    std::thread::spawn(move || {
        for mut near in listener.incoming().map_while(Result::ok) {
            let mut far = TcpStream::connect(&server).unwrap();
            let mut head = vec![0; 16 * 1024];
            let length = near.read(&mut head).unwrap_or(0);
            far.write_all(&head[..length]).unwrap();
            let (mut near_too, mut far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut near_too, &mut far_too));
            let line = String::from_utf8_lossy(&head[..length]).into_owned();
            let lost = left > 0 && line.starts_with(&format!("POST {path} "));
            if lost {
                left -= 1;
                let _ = std::io::copy(&mut far, &mut std::io::sink());
                let _ = near.shutdown(Shutdown::Both);
            } else {
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut far, &mut near);
                    let _ = near.shutdown(Shutdown::Both);
                });
            }
        }
    });
    address
}

#[test]
fn a_visit_whose_answer_is_lost_goes_on_with_the_same_file() {
    let world = World::start();
    let mut tool = Tool::of(&world);
    tool.send("Pazuda atbilde.", &[]);
    let straight = std::mem::replace(
        &mut tool.place[1],
        losing_answers(&world, "/mailbox/open", 9),
    );
    let lost = tool.with_code(&["return"]).output().unwrap();
    assert_eq!(lost.status.code(), Some(1));
    assert!(
        said(&lost).contains("while the code was changing"),
        "{}",
        said(&lost)
    );
    let codes = std::fs::read_to_string(tool.path("code")).unwrap();
    assert_eq!(codes.lines().count(), 2);
    // The file is that report's until the visit is over.
    tool.place[1] = straight;
    let message = tool.file("m", "Cits ziņojums.");
    for more in [&[][..], &["--again"]] {
        let mut send = tool.with_code(&["send", "--message", &message]);
        let refused = send.args(more).output().unwrap();
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    }
    assert!(tool.come_back().contains("No answer yet"));
    assert_eq!(
        std::fs::read_to_string(tool.path("code"))
            .unwrap()
            .lines()
            .count(),
        1
    );
    assert!(tool.come_back().contains("No answer yet"));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn a_delivery_whose_answer_is_lost_is_received_once() {
    let world = World::start();
    let mut tool = Tool::of(&world);
    let straight = std::mem::replace(
        &mut tool.place[1],
        losing_answers(&world, "/sealed/paraugs", 1),
    );
    assert!(
        tool.send("Vienreiz.", &[])
            .contains("has been received and is safely kept")
    );
    // An addition, by a tool that is killed while it waits for another try; then the same again.
    tool.place[1] = losing_answers(&world, "/sealed/paraugs", 9);
    let (message, file) = (tool.file("m", "Papildinājums."), tool.file("f", "fails"));
    let add = ["add", "--message", &message, "--file", &file];
    let mut adding = tool.with_code(&add).spawn().unwrap();
    let officer = &world.officers[0];
    let additions = || {
        officer.sync(&world);
        officer.cases()[0]["additions"].as_u64().unwrap()
    };
    let patience = Instant::now() + Duration::from_secs(30);
    while additions() == 0 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(100));
    }
    adding.kill().unwrap();
    adding.wait().unwrap();
    tool.place[1] = straight;
    ok(&mut tool.with_code(&add));
    assert_eq!(additions(), 1);
    // Other words are another one.
    let other = tool.file("m", "Vēl viens.");
    ok(&mut tool.with_code(&["add", "--message", &other, "--file", &file]));
    assert_eq!(additions(), 2);
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
    assert!(said(&refused).contains("was not kept a second time"));
    // And the form that was sent with it, once more.
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}
