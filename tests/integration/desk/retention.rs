//! Keeping and deleting at the desk.

use std::time::{Duration, Instant};

use super::open_desk;
use super::window::Window;
use crate::tools::expunging::{at_the_intake, closed, left};
use crate::tools::{Town, said};
use crate::world::wire::Line;
use crate::world::{Thief, ok, typed};

#[test]
fn a_case_is_held_released_and_deleted_at_the_desk() {
    let town = Town::new();
    let case = closed(&town);
    let desk = open_desk(&town);
    desk.unlock();
    desk.fetch();
    let list = desk.get("/retention").words();
    assert!(list.contains("Sākts process 1"), "{list}");
    assert!(list.contains("Pazuda sliedes."), "{list}");
    let at = format!("/retention/{case}");
    let page = desk.get(&at);
    assert!(page.holds(&format!("{at}/expunge")), "{}", page.words());

    let refused = desk.post(&format!("{at}/hold"), &[("reason", " ")]);
    assert_eq!(refused.status, 422);
    let held = desk.post(&format!("{at}/hold"), &[("reason", "Tiesvedība")]);
    assert_eq!(held.header("location"), Some(at.as_str()));
    let page = desk.get(&at);
    assert!(page.words().contains("Tiesvedība"), "{}", page.words());
    assert!(!page.holds(&format!("{at}/expunge")));
    let forced = desk.post(&format!("{at}/expunge"), &[]);
    assert_eq!(forced.status, 303);
    let words = desk.get(&at).words();
    assert!(words.contains("tiek glabāta ilgāk"), "{words}");
    assert_eq!(left(town.anna(), &case).len(), 1);
    assert_eq!(Thief::finds(&town.anna().home, "Tiesved"), None);
    desk.post(&format!("{at}/release"), &[]);

    let done = desk.post(&format!("{at}/expunge"), &[]);
    assert_eq!(done.header("location"), Some("/retention"));
    let words = desk.get("/retention").words();
    assert!(words.contains("ir dzēsta šeit un serverī"), "{words}");
    assert_eq!(left(town.anna(), &case), [""; 0]);
    assert_eq!(desk.get(&format!("/case/{case}")).status, 404);
    assert!(!desk.get("/?group=finished").words().contains("sliedes"));
    assert_eq!(at_the_intake(&town), 0);
    assert_eq!(town.facts().last().unwrap(), "expunged");
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn a_deletion_that_the_intake_does_not_hear_claims_nothing_at_the_desk() {
    let mut town = Town::new();
    let case = closed(&town);
    let desk = open_desk(&town);
    desk.unlock();
    desk.fetch();
    let home = town.world.intake.home().to_owned();
    town.world.intake.stop();
    let at = format!("/retention/{case}");
    desk.post(&format!("{at}/expunge"), &[]);
    let words = desk.get(&at).words();
    assert!(words.contains("Pabeigt dzēšanu"), "{words}");
    assert_eq!(left(town.anna(), &case).len(), 1, "still here");
    town.world.intake =
        crate::world::Intake::serve_on(&home, Some(&crate::world::today().to_string()));
    let server = crate::world::typed(&town.world.intake.officers);
    crate::world::ok(&mut town.anna().command(&["setup", "--server", &server]));
    assert!(!town.facts().contains(&"expunged".to_owned()));
    let again = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(again.status.success(), "{}", said(&again));
    assert_eq!(town.facts().last().unwrap(), "expunged");
}

#[test]
fn pages_go_on_while_the_intake_is_asked_to_forget_and_for_a_court_s_proofs() {
    let town = Town::new();
    let case = closed(&town);
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["sync", "--server", &server]));
    // It takes every connection, and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = typed(&silent.local_addr().unwrap().to_string());
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    for (method, path) in [
        ("GET", format!("/case/{case}/court.zip")),
        ("POST", format!("/retention/{case}/expunge")),
    ] {
        let desk = Window::open(&town.anna().home);
        desk.unlock();
        let body = format!("csrf_token={}", desk.token());
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nOrigin: http://{}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}",
            desk.address,
            desk.cookie.borrow(),
            desk.address,
        );
        let mut line = Line::open(&desk.address).unwrap();
        line.send(request.as_bytes()).unwrap();
        let early = line.rest_within(Duration::from_secs(2));
        assert!(early.is_empty(), "{}", String::from_utf8_lossy(&early));
        let begun = Instant::now();
        for page in ["/", &format!("/case/{case}"), "/retention"] {
            assert_eq!(desk.get(page).status, 200);
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}");
    }
}

#[test]
fn what_is_due_for_deletion_stands_in_the_list_for_programs() {
    let town = Town::new();
    let retention = || town.anna().cases()[0]["retention"].clone();
    assert!(retention().is_null());
    let case = closed(&town);
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["sync", "--server", &server]));
    let over = retention();
    assert_eq!(over["state"], "proceedings", "{over}");
    assert_eq!(over["day"], crate::world::today().to_string());
    assert_eq!(over["held"], false);
    let mut hold = town.anna().command(&["hold", &case]);
    let reason = town.world.folder.path().join("reason");
    std::fs::write(&reason, "Tiesvedība").unwrap();
    crate::world::ok(hold.stdin(std::fs::File::open(&reason).unwrap()));
    assert_eq!(retention()["held"], true);
}

#[test]
fn nothing_of_retention_is_told_or_done_while_the_desk_is_locked() {
    let town = Town::new();
    let case = closed(&town);
    let desk = open_desk(&town);
    desk.enter();
    for path in ["/retention".to_owned(), format!("/retention/{case}")] {
        assert_eq!(desk.get(&path).status, 303);
    }
    assert_eq!(
        desk.post(&format!("/retention/{case}/expunge"), &[]).status,
        303
    );
    assert_eq!(left(town.anna(), &case).len(), 1);
}
