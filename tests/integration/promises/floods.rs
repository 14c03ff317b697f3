//! P9: who attacks with many circuits silences nobody, at any limit.
//!
//! Small floods, a few seconds each; the large ones are `cargo bench --bench flood`.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::machine_pace::MachinePace;
use crate::attacks::page::forms;
use crate::attacks::server::Server;
use crate::world::flood::{
    Attack, CodeMover, Flood, Noise, OCTETS, Target, connect, get, in_place_of_tor,
};
use crate::world::small_disk::SmallDisk;
use crate::world::visitor::{Outcome, Visitor};
use crate::world::wire::{Line, Part, multipart, multipart_kind, post_bytes};
use crate::world::{World, is_received, ok, wait_until};

/// Circuits below belong to attackers.
const HONEST: u32 = 1 << 20;

fn flooded(attack: Attack, circuits: u32, connections: u32) -> (World, Flood) {
    let world = World::behind_tor();
    let flood = Flood::start(&world.target(), attack, circuits, connections);
    assert!(flood.is_under_way(circuits * connections), "{attack:?}");
    let is_answered = || flood.answered() > 0 || !attack.is_answered();
    assert!(
        wait_until(Duration::from_secs(20), is_answered),
        "{attack:?}"
    );
    (world, flood)
}

/// Reports, comes back and adds: all of it at the first try, and in the time that one try may take
/// on a machine that keeps up.
fn gets_through(mut visitor: Visitor) {
    let (started, pace) = (Instant::now(), MachinePace::watch());
    assert_eq!(visitor.report("Godīgs ziņojums."), Outcome::Done);
    assert_eq!(visitor.come_back(), Outcome::Done);
    assert_eq!(visitor.add("Vēl kas."), Outcome::Done);
    assert!(visitor.still_opens());
    let (took, slowdown) = (started.elapsed(), pace.slowdown());
    println!("{took:?}, {slowdown:.1} times slower than alone");
    let bound = Duration::from_secs(30).mul_f64(slowdown);
    assert!(took < bound, "{took:?}, and {slowdown:.1} times slower");
}

#[test]
fn p9_slow_short_bodies_on_many_circuits_keep_nobody_out() {
    let (world, _flood) = flooded(Attack::ShortBodies, 40, 4);
    for number in 0..3 {
        gets_through(world.visitor(HONEST + number));
    }
}

#[test]
fn p9_guesses_on_many_circuits_keep_no_visitor_out() {
    let (world, _flood) = flooded(Attack::GuessCodes, 150, 2);
    gets_through(world.visitor(HONEST));
}

#[test]
fn p9_junk_reports_and_hang_ups_on_many_circuits_keep_nobody_out() {
    for attack in [Attack::JunkReports, Attack::JunkSealed, Attack::HangUp] {
        let (world, flood) = flooded(attack, 45, 2);
        gets_through(world.visitor(HONEST));
        let anna = &world.officers[0];
        let officers = format!("http://{}", in_place_of_tor(&world.intake.officers, HONEST));
        let mut sync = anna.syncing(&world, &["--server", &officers]);
        if attack == Attack::HangUp {
            ok(&mut sync);
            continue;
        }
        // Its end is a moving one as long as junk is kept. So: it goes on under the flood…
        let mut sync = sync.spawn().unwrap();
        let goes_on = || fetched(&anna.home) > 5;
        assert!(wait_until(Duration::from_secs(30), goes_on), "{attack:?}");
        // …and ends after it.
        drop(flood);
        assert!(sync.wait().unwrap().success(), "{attack:?}");
    }
}

#[test]
fn p9_moves_of_codes_on_many_circuits_keep_nobody_out() {
    let (world, _flood) = flooded(Attack::MoveCodes, 60, 2);
    gets_through(world.visitor(HONEST));
}

#[test]
fn p9_answers_that_nobody_reads_keep_nobody_out() {
    let (world, _flood) = flooded(Attack::ReadNothing, 40, 4);
    gets_through(world.visitor(HONEST));
}

#[test]
fn p9_answers_that_nobody_reads_take_little_memory() {
    // More than twice the answers that are held.
    unread_answers_take_little(20, 230);
}

#[test]
#[ignore = "takes 25 s of processor time"]
fn p9_as_many_answers_as_there_are_connections_that_nobody_reads_take_little_memory() {
    // 64 MiB of answers, as much of bodies, and what a thousand connections take.
    unread_answers_take_little(64, 320);
}

/// In the whole server at most so many MiB, with 16 connections on each circuit.
fn unread_answers_take_little(circuits: u32, mebibytes: u64) {
    let (world, flood) = flooded(Attack::ReadNothing, circuits, 16);
    // Until each has sent its form, and some of those that made room have come again.
    let has_come_again = || flood.done() > u64::from(circuits) * 34;
    assert!(wait_until(Duration::from_secs(60), has_come_again));
    let most = highest(|| world.intake.memory_kib("VmHWM") >> 10);
    println!("{} begun; {most} MiB at most", flood.done());
    assert!(most < mebibytes, "{most} MiB");
}

/// What a peak comes to, once it has not grown for a second.
fn highest<T: PartialOrd>(peak: impl Fn() -> T) -> T {
    let (mut most, mut since) = (peak(), Instant::now());
    wait_until(Duration::from_secs(30), || {
        let now = peak();
        if now > most {
            (most, since) = (now, Instant::now());
        }
        since.elapsed() > Duration::from_secs(1)
    });
    most
}

#[test]
fn p9_one_circuit_moves_codes_so_often_a_day_and_no_more() {
    let world = World::behind_tor();
    let address = &world.intake.reporters;
    let noise = Noise::of(&world.target(), || connect(address, 0));
    let ask = |circuit| {
        move |path: &str, body: &[u8]| {
            connect(address, circuit)?.ask(&post_bytes("x", path, OCTETS, body))
        }
    };
    let mut mover = CodeMover::deliver(&noise, ask(1)).unwrap();
    let count = (0..400)
        .take_while(|_| mover.move_on(ask(1)).unwrap())
        .count();
    assert!((16..200).contains(&count), "{count} moves");
    // It stays where it was, and whoever comes through another circuit moves it on.
    assert!(mover.move_on(ask(2)).unwrap());
    gets_through(world.visitor(HONEST));
}

#[test]
fn p9_bodies_that_leave_nothing_use_up_no_day() {
    let world = World::behind_tor();
    let mut visitor = world.visitor(1);
    let foreign = multipart(&[
        Part::field("code", "0000000000000000000000000098"),
        Part::field("token", "foreign"),
        Part::field("what_happened", &"a".repeat(60_000)),
    ]);
    let foreign = post_bytes("x", "/to/paraugs/send", &multipart_kind(), &foreign);
    for _ in 0..120 {
        assert_eq!(visitor.ask(&foreign).unwrap().status, 403);
    }
    for _ in 0..3 {
        assert_eq!(visitor.report("Godīgs ziņojums."), Outcome::Done);
    }
    // Nor does the same report, sent again.
    let form = forms(&visitor.ask(&get("/to/paraugs")).unwrap().text()).remove(0);
    let form = form.with("what_happened", &"Atkal. ".repeat(8_000));
    let again = post_bytes(
        "x",
        &form.action,
        &multipart_kind(),
        &multipart(&form.parts()),
    );
    for _ in 0..120 {
        let answer = visitor.ask(&again).unwrap();
        assert!(is_received(&answer, form.value("code")), "{answer:?}");
    }
    gets_through(visitor);
}

#[test]
fn p9_moves_of_codes_leave_officers_their_room() {
    let mut disk = None;
    let mut server = Server::start_where(&[], |folder| disk = small_disk(folder));
    let Some(disk) = disk else { return };
    server.report("before", &[]);
    let address = format!("unix:{}", server.path("reporters.sock").display());
    let noise = Noise::of(&target_of(&server), || Line::open(&address));
    let ask = |path: &str, body: &[u8]| crate::world::wire::post_body(&address, path, OCTETS, body);
    // Others filled the disk, all but a little.
    disk.fill(28 << 20);
    let moves: usize = thread::scope(|scope| {
        let movers = (0..16).map(|_| {
            scope.spawn(|| {
                let Ok(mut mover) = CodeMover::deliver(&noise, ask) else {
                    return 0;
                };
                (0..400)
                    .take_while(|_| mover.move_on(ask).is_ok_and(|moved| moved))
                    .count()
            })
        });
        let movers: Vec<_> = movers.collect();
        movers.into_iter().map(|mover| mover.join().unwrap()).sum()
    });
    println!("{moves} moves");
    // Not all of the 6,400: nobody can tell these circuits apart, and the day's part is used up.
    assert!((17..1_000).contains(&moves), "{moves} moves");
    let items = fetched_by_sync(&server);
    assert!((1..=17).contains(&items), "{items}");
    let rejected = server.officer_says(&["all-unreadable", "rejected", "--reason", "unreadable"]);
    assert!(rejected.contains(&(items - 1).to_string()), "{rejected}");
    assert!(server.is_alive());
}

#[test]
fn p9_slow_uploads_make_room_for_one_who_waits() {
    let (world, _flood) = flooded(Attack::LongBodies, 70, 1);
    let mut visitor = world.visitor(HONEST);
    let file = vec![0x5a; 300_000];
    let started = Instant::now();
    assert_eq!(visitor.report_with("Ar failu.", &file), Outcome::Done);
    let took = started.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn p9_who_is_refused_while_opening_is_told_which_code_works() {
    let world = World::behind_tor();
    // One circuit whose places and line are full of its own guesses…
    let _flood = Flood::start(&world.target(), Attack::GuessCodes, 1, 15);
    let full = world.visitor(1);
    let refused = (0..20).find_map(|number| {
        let mut visitor = world.visitor(HONEST + number);
        assert_eq!(visitor.report("Godīgs ziņojums."), Outcome::Done);
        let entered = visitor.enter(&visitor.codes[0]).unwrap();
        // …on which the button is pressed.
        let opened = full.open(&entered).unwrap();
        (opened.status == 503).then_some((visitor, entered, opened))
    });
    let (visitor, entered, refused) = refused.expect("a refusal among twenty");
    let words = refused.words();
    assert!(
        words.contains("der Jūsu vecais kods, jaunais vēl neder"),
        "{words}"
    );
    for name in ["old", "fresh", "token"] {
        assert_eq!(refused.hidden(name), entered.hidden(name), "{name}");
    }
    // It is as the page says; and the button on it opens.
    let by_old = visitor.enter(&visitor.codes[0]).unwrap();
    assert!(by_old.hidden("fresh").is_some());
    let by_fresh = visitor.enter(&refused.hidden("fresh").unwrap()).unwrap();
    assert_eq!(by_fresh.hidden("fresh"), None);
    let opened = visitor.open(&refused).unwrap();
    assert_eq!(
        (opened.status, opened.hidden("code")),
        (200, refused.hidden("fresh"))
    );
}

#[test]
fn p9_who_finds_no_place_for_a_report_has_the_words_and_the_code_back() {
    let world = World::behind_tor();
    // One circuit whose places and line are full of its own junk…
    let _flood = Flood::start(&world.target(), Attack::JunkReports, 1, 15);
    let full = world.visitor(1);
    let refused = (0..200).find_map(|_| {
        let page = full.ask(&get("/to/paraugs")).ok()?;
        let form = forms(&page.text()).into_iter().next()?;
        let form = form.with("what_happened", "Mani vārdi.");
        // …on which a person sends, too.
        let body = multipart(&form.parts());
        let request = post_bytes("x", &form.action, &multipart_kind(), &body);
        let sent = full.ask(&request).ok()?;
        (sent.status == 503).then_some((form, sent))
    });
    let (form, refused) = refused.expect("a refusal among two hundred");
    let words = refused.words();
    assert!(words.contains("nekas no tā nav saglabāts"), "{words}");
    assert!(
        words.contains("Šobrīd ziņojumus sūta ļoti daudz cilvēku"),
        "{words}"
    );
    let again = forms(&refused.text()).remove(0);
    for name in ["what_happened", "code"] {
        assert_eq!(again.value(name), form.value(name));
    }
    let body = multipart(&again.parts());
    let request = post_bytes("x", &again.action, &multipart_kind(), &body);
    let other = world.visitor(HONEST).ask(&request).unwrap();
    assert!(is_received(&other, form.value("code")));
}

#[test]
fn p9_what_strangers_leave_keeps_no_officer_no_rebuild_and_no_back_up_out() {
    let mut disk = None;
    let mut server = Server::start_where(&[], |folder| disk = small_disk(folder));
    let Some(_disk) = disk else { return };
    server.report("before", &[]);
    let address = format!("unix:{}", server.path("reporters.sock").display());
    let noise = Noise::of(&target_of(&server), || Line::open(&address));
    let deliver = || {
        let answer = crate::world::wire::post_body(&address, &noise.path, OCTETS, &noise.body());
        answer.unwrap().text()
    };
    // Junk until it is refused: a part of the disk, not all of it.
    let kept = (0..3_000).take_while(|_| deliver() == "kept").count();
    assert!((80..400).contains(&kept), "{kept} were kept");
    assert_eq!(deliver(), "busy");
    // Who has written meanwhile is told so, and has the words still.
    let form = server.form();
    let refused = form.send(&server.reporters());
    assert_eq!(refused.status, 503);
    assert!(refused.source().contains("Today we have received as much"));
    let again = forms(&refused.source()).remove(0);
    assert_eq!(again.value("what_happened"), form.value("what_happened"));
    assert_eq!(again.value("code"), form.value("code"));
    // The officer fetches and marks all of it, and the store is written anew and backed up.
    server.sync();
    assert_eq!(fetched(&server.path("officer")), kept + 1);
    // In one go it says of all of it that it is no report; the report stays.
    let rejected = server.officer_says(&["all-unreadable", "rejected", "--reason", "unreadable"]);
    assert!(rejected.contains(&kept.to_string()), "{rejected}");
    server.stop();
    server.back_up();
    server.start_again();
    server.sync();
    assert_eq!(fetched(&server.path("officer")), kept + 1);
}

/// The home of a server to come, on a small disk.
fn small_disk(folder: &Path) -> Option<SmallDisk> {
    let disk = SmallDisk::under(folder, 192 << 20)?;
    let home = disk.path().join("home");
    fs::create_dir(&home).unwrap();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    symlink(home, folder.join("home")).unwrap();
    Some(disk)
}

fn target_of(server: &Server) -> Target {
    Target {
        address: format!("unix:{}", server.path("reporters.sock").display()),
        institution: "birojs".into(),
        key: server.path("keys").join("birojs.pub"),
    }
}

fn fetched_by_sync(server: &Server) -> usize {
    server.sync();
    fetched(&server.path("officer"))
}

/// Items at the officer's; none before the first.
fn fetched(home: &Path) -> usize {
    let Ok(files) = fs::read_dir(home.join("sealed")) else {
        return 0;
    };
    files
        .filter(|file| {
            let path = file.as_ref().unwrap().path();
            path.extension().is_some_and(|end| end == "age")
        })
        .count()
}
