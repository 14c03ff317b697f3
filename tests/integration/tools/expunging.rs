//! `expunged` in the ledger, and what is really gone.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use super::{Town, said};
use crate::world::{Officer, Thief, ok, typed};

/// A case that led to proceedings, closed: an officer says when its content goes.
pub fn closed(town: &Town) -> String {
    let case = town.case();
    for step in [
        &["opened"][..],
        &["acknowledged"],
        &["assessed", "tip_accepted"],
        &["notified"],
        &["under-review"],
        &[
            "concluded",
            "--outcome",
            "confirmed",
            "--proceedings",
            "criminal:opened",
        ],
        &["closed"],
    ] {
        let recorded = town.record(step);
        assert!(recorded.status.success(), "{}", said(&recorded));
    }
    case
}

/// An officer's files whose name begins with the case's reference.
pub fn left(officer: &Officer, case: &str) -> Vec<String> {
    let folders = ["sealed", "sent", "replies", "drafts"];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(officer.home.join(folder)).unwrap());
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(case)).collect()
}

fn synced(town: &Town) {
    let server = typed(&town.world.intake.officers);
    ok(town.anna().command(&["sync"]).args(["--server", &server]));
}

/// How many reports the intake still has, as somebody sees who has only the key.
pub fn at_the_intake(town: &Town) -> usize {
    let number = fs::read_dir(town.world.folder.path()).unwrap().count();
    let fresh = town.world.folder.path().join(format!("fresh-{number}"));
    let fresh = super::lost_computer::with_only_the_key(town.anna(), &fresh);
    fresh.sync(&town.world);
    fresh.cases().len()
}

fn is_recorded(town: &Town) -> bool {
    synced(town);
    town.facts().contains(&"expunged".to_owned())
}

#[test]
fn p10_what_the_ledger_calls_expunged_is_not_here_any_more() {
    let town = Town::new();
    let case = closed(&town);
    assert_eq!(left(town.anna(), &case).len(), 1);
    let recorded = town.record(&["expunged"]);
    assert_eq!(recorded.status.code(), Some(2), "{}", said(&recorded));
    assert!(said(&recorded).contains("svilpe officer expunge"));
    let left = left(town.anna(), &case);
    assert!(!is_recorded(&town) || left.is_empty(), "{left:?}");
    assert_eq!(left.len(), 1, "nothing was claimed, nothing is gone");
}

#[test]
fn p10_a_case_goes_from_here_and_from_the_intake_and_then_the_ledger_says_so() {
    let town = Town::new();
    let case = closed(&town);
    town.anna().reply(&case, "Lieta ir slēgta.");
    let exported = town.world.folder.path().join("stick");
    let to = exported.to_str().unwrap();
    ok(&mut town.anna().command(&["export", &case, "--to", to]));
    assert!(exported.join(&case).join("report.txt").exists());
    assert_eq!(at_the_intake(&town), 1);

    synced(&town);
    let list = town.anna().run(&["retention"]);
    assert!(
        said(&list).contains(&format!("{case}  Closed on ")),
        "{}",
        said(&list)
    );
    let looked = town.anna().run(&["expunge", &case]);
    assert!(looked.status.success(), "{}", said(&looked));
    assert!(
        said(&looked).contains("Nothing was deleted"),
        "{}",
        said(&looked)
    );
    assert!(said(&looked).contains(to), "{}", said(&looked));
    assert!(left(town.anna(), &case).len() >= 2);

    let done = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(
        said(&done).contains("the ledger says so"),
        "{}",
        said(&done)
    );
    assert_eq!(left(town.anna(), &case), [""; 0]);
    assert!(!exported.join(&case).exists());
    assert_eq!(at_the_intake(&town), 0);
    assert_eq!(town.facts().last().unwrap(), "expunged");
    assert!(town.anna().cases().is_empty());
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let again = town.anna().run(&["expunge", &case, "--yes"]);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    let none = town.anna().run(&["retention"]);
    assert!(said(&none).contains("Nothing is due"), "{}", said(&none));
}

#[test]
fn p10_the_index_forgets_with_its_case() {
    let town = Town::new();
    let case = closed(&town);
    let index = town.anna().home.join("index");
    let before = fs::metadata(&index).unwrap().len();
    let done = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
    let after = fs::metadata(&index).unwrap().len();
    assert!(after < before / 2, "{before} {after}");
    // Removed by hand, it goes from the index as well.
    town.world.reporter().send("Gulšņi.");
    synced(&town);
    town.anna().cases();
    let with = fs::metadata(&index).unwrap().len();
    for file in fs::read_dir(town.anna().home.join("sealed")).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    town.anna().cases();
    let without = fs::metadata(&index).unwrap().len();
    assert!(without < with / 2, "{with} {without}");
}

#[test]
fn p10_a_colleague_hears_of_it_and_deletes_their_own_copy() {
    let town = Town::new();
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let case = closed(&town);
    let done = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
    janis.sync(&town.world);
    let list = janis.run(&["list"]);
    assert!(said(&list).contains("1 case is past"), "{}", said(&list));
    let list = janis.run(&["retention"]);
    assert!(
        said(&list).contains("A colleague deleted"),
        "{}",
        said(&list)
    );
    assert_eq!(left(janis, &case).len(), 1);
    let done = janis.run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(left(janis, &case), [""; 0]);
    synced(&town);
    let expunged = town.facts().into_iter().filter(|fact| fact == "expunged");
    assert_eq!(expunged.count(), 1, "recorded once");
}

#[test]
fn what_is_held_or_not_over_is_not_deleted() {
    let town = Town::new();
    let case = town.case();
    let open = town.anna().run(&["expunge", &case, "--yes"]);
    assert_eq!(open.status.code(), Some(1));
    assert!(said(&open).contains("is not over"), "{}", said(&open));
    let case = closed(&town);
    let reason = town.world.folder.path().join("reason");
    fs::write(&reason, "Tiesvedība par sliedēm\n").unwrap();
    let reason = reason.to_str().unwrap();
    let held = town.anna().run(&["hold", &case, "--reason-file", reason]);
    assert!(held.status.success(), "{}", said(&held));
    let refused = town.anna().run(&["expunge", &case, "--yes"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("is held"), "{}", said(&refused));
    synced(&town);
    let list = town.anna().run(&["retention"]);
    assert!(
        said(&list).contains("Tiesvedība par sliedēm"),
        "{}",
        said(&list)
    );
    assert_eq!(Thief::finds(&town.anna().home, "Tiesved"), None);
    let released = town.anna().run(&["hold", &case, "--release"]);
    assert!(released.status.success(), "{}", said(&released));
    let nothing = town.anna().run(&["hold", &case]);
    assert_eq!(nothing.status.code(), Some(1), "{}", said(&nothing));
    let done = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
}

#[test]
fn what_was_noted_of_holds_and_is_damaged_stops_every_deletion() {
    let town = Town::new();
    let case = closed(&town);
    fs::write(town.anna().home.join("retention"), "x".repeat(64)).unwrap();
    let refused = town.anna().run(&["expunge", &case, "--yes"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("does not open"),
        "{}",
        said(&refused)
    );
    assert_eq!(left(town.anna(), &case).len(), 1);
}

/// A way to the intake on which something happens when a request comes that begins like this.
struct Trap {
    address: String,
    is_set: Arc<AtomicBool>,
    at: Arc<Mutex<&'static str>>,
    /// Killed then, if it is not 0.
    victim: Arc<AtomicU32>,
}

impl Trap {
    fn before(intake: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let trap = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            is_set: Arc::default(),
            at: Arc::new(Mutex::new("POST /v1/entries")),
            victim: Arc::default(),
        };
        let intake = intake.to_owned();
        let shared = (
            Arc::clone(&trap.is_set),
            Arc::clone(&trap.at),
            Arc::clone(&trap.victim),
        );
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let (intake, shared) = (intake.clone(), shared.clone());
                std::thread::spawn(move || {
                    let (is_set, at, victim) = shared;
                    let far = TcpStream::connect(&intake).unwrap();
                    let (mut back, mut to) = (far.try_clone().unwrap(), near.try_clone().unwrap());
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut back, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                    carry(near, far, &is_set, &at, &victim);
                });
            }
        });
        trap
    }

    /// `svilpe officer expunge CASE --yes`, which is to be stopped here.
    fn expunge(&self, town: &Town, case: &str, at: &'static str, kills: bool) -> Output {
        *self.at.lock().unwrap() = at;
        self.victim.store(0, Ordering::SeqCst);
        self.is_set.store(true, Ordering::SeqCst);
        let mut command = town.anna().command(&["expunge", case, "--yes"]);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        if kills {
            self.victim.store(child.id(), Ordering::SeqCst);
        }
        child.wait_with_output().unwrap()
    }
}

fn carry(
    mut near: TcpStream,
    mut far: TcpStream,
    is_set: &AtomicBool,
    at: &Mutex<&'static str>,
    victim: &AtomicU32,
) {
    let mut piece = vec![0; 1 << 16];
    while let Some(length) = near.read(&mut piece).ok().filter(|length| *length > 0) {
        let at = at.lock().unwrap().as_bytes();
        if is_set.load(Ordering::SeqCst) && piece[..length].starts_with(at) {
            let pid = victim.load(Ordering::SeqCst).cast_signed();
            if let Some(pid) = rustix::process::Pid::from_raw(pid) {
                rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
            }
            let _ = near.shutdown(Shutdown::Both);
            let _ = far.shutdown(Shutdown::Both);
            return;
        }
        if far.write_all(&piece[..length]).is_err() {
            return;
        }
    }
    let _ = far.shutdown(Shutdown::Write);
}

#[test]
fn p10_a_deletion_whose_line_breaks_claims_nothing_and_is_finished_by_doing_it_again() {
    stops_everywhere(false);
}

#[test]
fn p10_a_deletion_that_is_killed_claims_nothing_and_is_finished_by_doing_it_again() {
    stops_everywhere(true);
}

/// Before the intake is asked, before it forgets, before the entry is there.
fn stops_everywhere(kills: bool) {
    let town = Town::new();
    let case = closed(&town);
    let trap = Trap::before(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &trap.address]));
    for at in ["GET /v1/items", "POST /v1/items", "POST /v1/entries"] {
        let stopped = trap.expunge(&town, &case, at, kills);
        assert!(!stopped.status.success(), "{at}: {}", said(&stopped));
        assert_eq!(stopped.status.code().is_none(), kills, "{}", said(&stopped));
        trap.is_set.store(false, Ordering::SeqCst);
        ok(&mut town.anna().command(&["sync"]));
        assert!(!town.facts().contains(&"expunged".to_owned()), "{at}");
        let list = town.anna().run(&["retention"]);
        let unfinished = format!("{case}  The deletion was begun");
        assert!(said(&list).contains(&unfinished), "{at}: {}", said(&list));
    }
    assert_eq!(left(town.anna(), &case), [""; 0]);
    assert_eq!(at_the_intake(&town), 0);
    let done = town.anna().run(&["expunge", &case, "--yes"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(is_recorded(&town));
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
}
