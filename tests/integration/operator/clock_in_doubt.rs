//! A wrong clock destroys nothing.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use super::fake_clock::FakeClock;
use crate::world::skip::skip;
use crate::world::{Institution, Intake, Officer, World, svilpe, today};

/// Leaps of a computer's clock, as far as Linux lets one be set: from 1970 to 2232.
const LEAPS: [&str; 10] = [
    "-55y", "-2y", "-200d", "-7d", "-6d", "+6d", "+7d", "+200d", "+2y", "+200y",
];
/// Believed without anybody's word.
const SMALL_LEAPS: [&str; 4] = ["-5d", "-1d", "+1d", "+5d"];
/// What no kernel shows. The storage engine (before 1970) and hyper (from 9999 on) can't work by
/// it.
const IMPOSSIBLE: [&str; 4] = ["-8000y", "-100y", "+7980y", "+8000y"];

/// As the officers' tool says it.
const NOT_BELIEVED: &str = "does not believe its own clock";

fn clock(world: &World) -> Option<FakeClock> {
    let clock = FakeClock::in_folder(&world.folder.path().join("keys"));
    if clock.is_none() {
        skip("libfaketime");
    }
    clock
}

fn said(output: &Output) -> String {
    String::from_utf8([output.stdout.as_slice(), &output.stderr].concat()).unwrap()
}

fn intake(home: &Path, arguments: &[&str]) -> Command {
    let mut command = svilpe(&["intake"]);
    command.args(arguments).arg("--home").arg(home);
    command
}

#[test]
fn p4_p10_no_leap_back_of_a_running_clock_expires_or_appends_anything_or_stops_receiving() {
    leaps_destroy_nothing(&LEAPS[..4]);
}

#[test]
fn p4_p10_no_leap_ahead_of_a_running_clock_expires_or_appends_anything_or_stops_receiving() {
    leaps_destroy_nothing(&LEAPS[4..]);
}

/// A running intake looks at its clock every second.
fn leaps_destroy_nothing(leaps: &[&str]) {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    serve_by(&mut world, &clock);
    let mut code = world.reporter().send("Pirms.");
    for leap in leaps {
        clock.show(leap);
        world.intake.hear("CLOCK IN DOUBT", Duration::from_secs(20));
        world.reporter().send("Kamēr pulkstenis rāda nepareizi.");
        code = world.reporter().come_back(&code).1;
        clock.show("+0");
        let between = world.intake.hear("believed again", Duration::from_secs(20));
        assert!(
            !between.iter().any(|line| line.contains("forgotten")),
            "{leap}: {between:?}"
        );
    }
    has_all(&world, 1 + leaps.len());
    world.restart();
    world.reporter().come_back(&code);
}

fn serve_by(world: &mut World, clock: &FakeClock) {
    world.intake.stop();
    world.intake = Intake::serve_in(world.intake.home(), &[], clock.environment());
}

fn has_all(world: &World, kept: usize) {
    world.officers[0].sync(world);
    assert_eq!(world.officers[0].cases().len(), kept);
}

#[test]
fn p4_p10_after_a_time_that_no_kernel_shows_a_running_intake_receives() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    serve_by(&mut world, &clock);
    let mut code = world.reporter().send("Pirms.");
    for leap in IMPOSSIBLE {
        clock.show(leap);
        world.intake.hear("CLOCK IN DOUBT", Duration::from_secs(20));
        clock.show("+0");
        world.intake.hear("believed again", Duration::from_secs(20));
        world.reporter().send("Pēc neiespējama laika.");
        code = world.reporter().come_back(&code).1;
    }
    has_all(&world, 1 + IMPOSSIBLE.len());
    world.restart();
    world.reporter().come_back(&code);
}

/// A day later is a day later: what waited is appended, and nothing is past its term.
#[test]
fn p4_p10_a_running_clock_that_is_a_day_ahead_is_believed_and_forgets_nothing() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    serve_by(&mut world, &clock);
    let code = world.reporter().send("Pirms.");
    clock.show("+1d");
    world
        .intake
        .hear("past its day: forgotten", Duration::from_secs(30));
    clock.show("+0");
    world.reporter().send("Pēc.");
    let (_, code) = world.reporter().come_back(&code);
    assert!(!world.intake.words().contains("CLOCK"), "a day is no leap");
    let heard = world.officers[0].sync(&world);
    assert!(!heard.contains(NOT_BELIEVED), "a day is no leap: {heard}");
    assert_eq!(world.officers[0].cases().len(), 2);
    world.restart();
    world.reporter().come_back(&code);
}

/// On either side of the line, while the server runs; then the clock is right again.
#[test]
fn p4_p10_a_clock_that_is_set_by_five_days_is_believed_and_by_six_is_not() {
    let near = SMALL_LEAPS.map(|leap| (leap, true));
    let far = ["-6d", "+6d"].map(|leap| (leap, false));
    for (leap, is_believed) in near.into_iter().chain(far) {
        let mut world = World::start();
        let Some(clock) = clock(&world) else { return };
        world.intake.stop();
        world.intake = Intake::serve_in(world.intake.home(), &[], clock.environment());
        let code = world.reporter().send("Pirms.");
        clock.show(leap);
        if !is_believed {
            world.intake.hear("CLOCK IN DOUBT", Duration::from_secs(20));
        }
        let anna = &world.officers[0];
        let heard = anna.sync(&world);
        assert_eq!(
            !heard.contains(NOT_BELIEVED),
            is_believed,
            "{leap}: {heard}"
        );
        world.reporter().send("Ar šo pulksteni.");
        let (_, code) = world.reporter().come_back(&code);
        clock.show("+0");
        if !is_believed {
            world.intake.hear("believed again", Duration::from_secs(20));
        }
        let heard = anna.sync(&world);
        assert!(!heard.contains(NOT_BELIEVED), "{leap}: {heard}");
        world.reporter().come_back(&code);
        assert_eq!(anna.cases().len(), 2, "{leap}");
        world.intake.stop();
        let words = world.intake.words();
        assert!(!words.contains("IN DOUBT"), "{leap}: {words}");
    }
}

/// For some seconds the clock is ahead by what is believed of any clock: believed days never run
/// backwards, and officers' own clocks are right.
#[test]
fn p7_after_a_glance_ahead_officers_record_on_their_own_day() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    let home = world.intake.home().to_owned();
    world.intake.stop();
    world.intake = Intake::serve_in(&home, &[], clock.environment());
    world.reporter().send("Pirms.");
    clock.show("+5d");
    // The day's batch is in the ledger, and no entry of a later day.
    world
        .intake
        .hear("past its day: forgotten", Duration::from_secs(30));
    clock.show("+0");
    let status = intake(&home, &["status"]).output().unwrap();
    assert!(said(&status).contains("went back"), "{}", said(&status));
    let (anna, janis) = (&world.officers[0], &world.officers[1]);
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    anna.read(&case);
    let heard = anna.sync(&world);
    assert!(!heard.contains("clock"), "{heard}");
    let recorded = anna.run(&["record", &case, "acknowledged"]);
    assert!(recorded.status.success(), "{}", said(&recorded));
    // Nor does a restart blame anybody.
    world.intake.stop();
    world.intake = Intake::serve(&home);
    assert!(!world.intake.first_words().contains("CLOCK"));
    janis.sync(&world);
    let recorded = janis.run(&["record", &case, "assessed", "tip_accepted"]);
    assert!(recorded.status.success(), "{}", said(&recorded));
    // By a glance ahead nobody records on a day that has not come.
    let heard = world.officers[0].sync(&world);
    assert!(!heard.contains("clock"), "{heard}");
}

/// The clock is a day ahead over a batch: the ledger has an entry of a day that has not come.
#[test]
fn p7_after_a_batch_ahead_officers_record_at_once_and_auditors_see_that_days_were_turned_back() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    serve_by(&mut world, &clock);
    world.reporter().send("Pirms.");
    for day in ["+1d", "+2d"] {
        clock.show(day);
        let heard = "past its day: forgotten";
        world.intake.hear(heard, Duration::from_secs(30));
        world.reporter().send(day);
    }
    clock.show("+0");
    let heard = world
        .intake
        .hear("CLOCK WENT BACK", Duration::from_secs(20));
    let tomorrow = today().plus_days(1).to_string();
    assert!(
        heard.iter().any(|line| line.contains(&tomorrow)),
        "{heard:?}"
    );
    let anna = &world.officers[0];
    anna.sync(&world);
    let of_today = |case: &&serde_json::Value| case["received"] == today().to_string().as_str();
    let cases = anna.cases();
    let case = cases.iter().find(of_today).unwrap()["case"]
        .as_str()
        .unwrap();
    anna.read(case);
    let heard = anna.sync(&world);
    assert!(!heard.contains("later day"), "{heard}");
    let recorded = anna.run(&["record", case, "acknowledged"]);
    assert!(recorded.status.success(), "{}", said(&recorded));
    world.intake.stop();
    let checked = intake(world.intake.home(), &["check"]).output().unwrap();
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn p4_p10_a_server_that_starts_with_a_wrong_clock_receives_and_says_so() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    let mut code = world.reporter().send("Pirms.");
    let home = world.intake.home().to_owned();
    world.intake.stop();
    for (sent, leap) in (1..).zip(LEAPS) {
        clock.show(leap);
        let mut check = intake(&home, &["check"]);
        let checked = check.envs(clock.environment()).output().unwrap();
        assert_eq!(checked.status.code(), Some(1), "{leap}: {}", said(&checked));
        assert!(
            said(&checked).contains("svilpe intake clock"),
            "{}",
            said(&checked)
        );

        world.intake = Intake::serve_in(&home, &[], clock.environment());
        let first = world.intake.first_words();
        assert!(first.contains("CLOCK IN DOUBT"), "{leap}: {first}");
        world.reporter().send("Ar nepareizu pulksteni.");
        code = world.reporter().come_back(&code).1;
        let anna = &world.officers[0];
        anna.sync(&world);
        assert_eq!(anna.cases().len(), sent + 1, "{leap}");
        world.intake.stop();
        assert!(!world.intake.words().contains("forgotten"), "{leap}");
    }
    clock.show("+0");
    world.intake = Intake::serve_in(&home, &[], clock.environment());
    assert!(
        !world.intake.first_words().contains("CLOCK"),
        "it is right again"
    );
    world.intake.stop();
    let checked = intake(&home, &["check"]).output().unwrap();
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn the_officers_tool_blames_no_officer_for_the_servers_clock() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    world.reporter().send("Viens.");
    world.intake.stop();
    clock.show("+200d");
    world.intake = Intake::serve_in(world.intake.home(), &[], clock.environment());
    let heard = world.officers[0].sync(&world);
    assert!(heard.contains(NOT_BELIEVED), "{heard}");
    let anna = &world.officers[0];
    let item = anna.cases()[0]["items"][0]["item"]
        .as_str()
        .map(str::to_owned);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    let recorded = anna.run(&[
        "record",
        &item.unwrap_or(case),
        "rejected",
        "--reason",
        "spam",
    ]);
    assert!(
        !said(&recorded).contains("Check this computer"),
        "{}",
        said(&recorded)
    );
}

/// One midnight with a clock 150 days ahead: entries of a day that has not come.
#[test]
fn p7_a_ledger_with_a_day_from_the_future_goes_on_once_the_operator_confirms_and_auditors_see_it() {
    let mut world = World::start();
    let home = world.intake.home().to_owned();
    world.reporter().send("Pirms.");
    world.intake.stop();
    let ahead = today().plus_days(150).to_string();
    world.intake = Intake::serve_on(&home, Some(&ahead));
    world.reporter().send("No nākotnes.");
    sign(&world, 2);
    world.go_to(&ahead);
    world.intake.stop();

    // Nothing is lost: it starts, and says what is wrong.
    world.intake = Intake::serve(&home);
    assert!(world.intake.first_words().contains("CLOCK IN DOUBT"));
    world.intake.stop();
    // A new roster can't come in yet, and the reason is the true one.
    sign(&world, 3);
    let refused = intake(&home, &["serve"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("The clock is not believed"),
        "{}",
        said(&refused)
    );

    let shown = intake(&home, &["clock"]).output().unwrap();
    assert_eq!(shown.status.code(), Some(1), "{}", said(&shown));
    assert!(
        said(&shown).contains(&format!("newest-entry\t{ahead}")),
        "{}",
        said(&shown)
    );
    assert!(
        said(&shown).contains(&format!("clock\t{}", today())),
        "{}",
        said(&shown)
    );
    let wrong = intake(&home, &["clock", "--confirm", &ahead])
        .output()
        .unwrap();
    assert_eq!(wrong.status.code(), Some(2), "the clock says another day");
    let confirmed = intake(&home, &["clock", "--confirm", &today().to_string()])
        .output()
        .unwrap();
    assert!(confirmed.status.success(), "{}", said(&confirmed));
    assert!(
        said(&confirmed).contains("auditors see it"),
        "{}",
        said(&confirmed)
    );
    let again = intake(&home, &["clock"]).output().unwrap();
    assert!(again.status.success(), "{}", said(&again));

    world.intake = Intake::serve(&home);
    assert!(
        !world.intake.first_words().contains("CLOCK"),
        "{}",
        world.intake.first_words()
    );
    let anna = &world.officers[0];
    anna.sync(&world);
    let cases = anna.cases();
    assert_eq!(cases.len(), 2);
    for case in &cases {
        anna.read(case["case"].as_str().unwrap());
    }
    let heard = anna.sync(&world);
    assert!(heard.contains('2'), "both are opened now: {heard}");
    world.intake.stop();
    let checked = intake(&home, &["check"]).output().unwrap();
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn p6_no_letter_of_a_wrong_day_leaves_an_officers_computer() {
    let mut world = World::start();
    let Some(clock) = clock(&world) else { return };
    let code = world.reporter().send("Viens.");
    let letter = world.folder.path().join("letter");
    std::fs::write(&letter, "Kurā noliktavā?").unwrap();
    let letter = letter.to_str().unwrap();
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    anna.read(&case);
    for leap in ["-3d", "-1d", "+1d", "+40d"] {
        clock.show(leap);
        for step in [&[][..], &["--step", "acknowledge"]] {
            let mut reply = anna.command(&["reply", &case, "--anyway", "--file", letter]);
            let refused = reply.args(step).envs(clock.environment()).output().unwrap();
            let words = said(&refused);
            assert_eq!(refused.status.code(), Some(1), "{leap} {step:?}: {words}");
            let told = "The server counts another day";
            assert!(words.contains(told), "{leap} {step:?}: {words}");
        }
    }
    clock.show("+0");
    let mut reply = anna.command(&["reply", &case, "--file", letter]);
    let sent = reply.envs(clock.environment()).output().unwrap();
    assert!(sent.status.success(), "{}", said(&sent));
    let (read, _) = world.reporter().come_back(&code);
    let read = read.text();
    assert_eq!(read.matches("Kurā noliktavā?").count(), 1, "{read}");
    assert!(read.contains("Anna Bērziņa"), "of somebody: {read}");

    // A server that does not believe its own clock says no day: its officers' letters go out.
    serve_by(&mut world, &clock);
    world.officers[0].sync(&world);
    clock.show("+200d");
    world.intake.hear("CLOCK IN DOUBT", Duration::from_secs(20));
    world.officers[0].reply(&case, "Paldies.");
}

fn sign(world: &World, version: u32) {
    let (folder, keys) = (
        world.folder.path().join("paraugs"),
        world.folder.path().join("keys"),
    );
    let blocks = Officer::blocks(&world.officers);
    Institution::sign("paraugs", &folder, &keys, version, &blocks);
}

#[test]
fn far_clocks_are_no_fault_of_any_command() {
    let world = World::start();
    let Some(clock) = clock(&world) else { return };
    world.reporter().send("Viens.");
    let anna = &world.officers[0];
    anna.sync(&world);
    let keys = world.folder.path().join("keys");
    for leap in LEAPS.into_iter().chain(IMPOSSIBLE) {
        clock.show(leap);
        for arguments in [&["list"][..], &["list", "--json"], &["sync"]] {
            let output = anna
                .command(arguments)
                .envs(clock.environment())
                .output()
                .unwrap();
            assert!(
                !said(&output).contains("fault in the program"),
                "{leap} {arguments:?}: {}",
                said(&output)
            );
        }
        let mut check = svilpe(&["officer", "roster", "check"]);
        let checked = check.arg(&keys).envs(clock.environment()).output().unwrap();
        assert!(checked.status.success(), "{leap}: {}", said(&checked));
    }
}
