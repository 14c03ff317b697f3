//! Deliveries and visits that are cut off, and made again.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::world::tool::{Tool, said};
use crate::world::{World, ok};

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
    // Which of the two it was, nobody compares: so it is no success, not even of the same words.
    let again = tool
        .with_code(&["send", "--again", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    assert!(
        said(&again).contains("nothing was kept now"),
        "{}",
        said(&again)
    );
    assert!(
        said(&again).contains("someone else"),
        "a code that was seen before it was sent: {}",
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
    assert_eq!(old.status.code(), Some(1));
    assert!(
        said(&old).contains("nothing was kept now"),
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

/// Whoever sees a new code before anything was sent with it may be quicker.
#[test]
fn p4_what_is_sent_under_a_code_that_somebody_else_used_first_is_not_said_to_be_received() {
    let world = World::start();
    let (mut tool, theirs) = (Tool::of(&world), Tool::of(&world));
    let (code, seen) = (tool.path("code"), theirs.path("code"));
    let junk = theirs.file("junk", "Nekas.");
    tool.place[1] = way(&world, "/sealed/paraugs", 0, move || {
        if !seen.exists() {
            std::fs::copy(&code, &seen).unwrap();
            ok(&mut theirs.with_code(&["send", "--again", "--message", &junk]));
        }
    });
    let message = tool.file("message", "Anna ņem kukuļus.");
    let sent = tool
        .with_code(&["send", "--message", &message])
        .output()
        .unwrap();
    assert_eq!(sent.status.code(), Some(1), "{}", said(&sent));
    assert!(said(&sent).contains("someone else"), "{}", said(&sent));
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

/// A way to the server on which the answers to the first `cuts` requests for `path` are lost, once
/// the server has given them.
fn losing_answers(world: &World, path: &'static str, cuts: usize) -> String {
    way(world, path, cuts, || ())
}

/// The same; and `before` happens before such a request goes on.
fn way(
    world: &World,
    path: &'static str,
    cuts: usize,
    before: impl Fn() + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (server, mut left) = (world.intake.reporters.clone(), cuts);
    std::thread::spawn(move || {
        for mut near in listener.incoming().map_while(Result::ok) {
            let mut head = vec![0; 16 * 1024];
            let length = near.read(&mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..length]).into_owned();
            let is_asked_for = line.starts_with(&format!("POST {path} "));
            if is_asked_for {
                before();
            }
            let mut far = TcpStream::connect(&server).unwrap();
            far.write_all(&head[..length]).unwrap();
            let (mut near_too, mut far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut near_too, &mut far_too));
            if left > 0 && is_asked_for {
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
        losing_answers(&world, "/mailbox/settle", 9),
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
