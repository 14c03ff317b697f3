//! P10: what is forgotten is gone, for one with an older disk and the keyring of now, too.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use svilpe::rules::calendar::Day;

use crate::attacks::page::forms;
use crate::operator::fake_clock::library;
use crate::tools::lost_computer::with_only_the_key;
use crate::world::skip::skip;
use crate::world::tool::{Tool, said};
use crate::world::wire::Wire;
use crate::world::{Intake, Officer, Thief, World, grouped, ok, svilpe, today, typed, wait_until};

#[test]
fn p10_what_all_officers_fetched_opens_from_no_older_disk() {
    let mut world = World::start();
    world.change_policy(
        "drop_after_all_fetched = false",
        "drop_after_all_fetched = true",
    );
    let reporter = world.reporter();
    let code = reporter.send("Aizmirstams.");
    // A third computer with Anna's keys, which has fetched nothing yet.
    let fresh = Copied::officer(&world.officers[0]);
    world.intake.stop();
    let older = Copied::of(world.intake.home());

    world.intake = Intake::serve(older.original());
    for officer in &world.officers {
        officer.sync(&world);
        assert_eq!(officer.cases().len(), 1);
    }
    let (_, renewed) = world.reporter().come_back(&code);
    world.intake.stop();
    let newer = older.original().to_owned();

    // With its own keyring the older disk is all there: what is missing below is missing for want
    // of keys.
    let whole = older.again();
    world.intake = Intake::serve(&whole.path());
    assert_eq!(cases_of(&fresh.as_officer(), &world), 1);
    assert!(world.reporter().enter(&code).hidden("fresh").is_some());
    world.intake.stop();

    let stolen = older.again();
    for at in keyrings_of(&stolen.path()) {
        let name = at.strip_prefix(stolen.path()).unwrap();
        fs::copy(newer.join(name), &at).unwrap();
    }
    // The report was dropped and its code moved on; that its mailbox may be answered is as it was.
    opens_nothing(&stolen.path(), &today().to_string(), 1);
    // Once what does not open is given up, it is served: neither code opens, the one of now is
    // newer.
    world.intake = Intake::serve(&stolen.path());
    let server = typed(&world.intake.officers);
    let mut syncing = fresh.as_officer().syncing(&world, &["--server", &server]);
    assert!(
        !syncing.output().unwrap().status.success(),
        "an empty list is no answer"
    );
    for code in [&code, &renewed] {
        assert_eq!(world.reporter().enter(code).hidden("fresh"), None);
    }
}

#[test]
fn p10_what_is_past_its_term_leaves_no_key_behind() {
    let Some(clock) = library() else {
        skip("libfaketime");
        return;
    };
    let (day, years_later) = (today().to_string(), today().plus_days(1098).to_string());
    let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
    let mut world = World::with(&people, "", &[], Some(&day));
    let code = world.reporter().send("Aizmirstams.");
    // Jānis never looks: so it is the term that ends it, not that all have it.
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    anna.reply(&case, "Paldies.");
    let (answers, code) = world.reporter().come_back(&code);
    assert!(answers.words().contains("Paldies."));
    world.intake.stop();
    let older = Copied::of(world.intake.home());
    let keys = keys_of(older.original());

    // Written anew while nothing is past its day, keys only change their places.
    tidy(older.original(), &day, &clock);
    assert!(!left_of(&keys, older.original()).is_empty());
    tidy(older.original(), &years_later, &clock);
    assert_eq!(left_of(&keys, older.original()), Vec::<PathBuf>::new());

    let stolen = older.again();
    for then in keyrings_of(&stolen.path()) {
        let name = then.strip_prefix(stolen.path()).unwrap();
        let mut keyring = fs::read(older.original().join(name)).unwrap();
        // Who has the disk also puts the older keyring's name in: the first slot.
        keyring[..32].copy_from_slice(&fs::read(&then).unwrap()[..32]);
        fs::write(&then, keyring).unwrap();
    }
    // The code's record, that its mailbox may be answered, the closed place of the code before, and
    // decoys.
    opens_nothing(&stolen.path(), &day, 3 + DECOYS);
    world.intake = Intake::serve_on(&stolen.path(), Some(&day));
    assert_eq!(world.reporter().enter(&code).hidden("fresh"), None);
    assert_eq!(Thief::finds(&stolen.path(), &grouped(&code)), None);
    world.intake.stop();

    // And the same disk with its own keyring has both.
    let whole = older.again();
    world.intake = Intake::serve_on(&whole.path(), Some(&day));
    assert_eq!(cases_of(&world.officers[1], &world), 1);
    assert!(world.reporter().enter(&code).hidden("fresh").is_some());
}

/// Also an intake that is started often, and is never up for a quarter of an hour.
#[test]
fn p10_what_is_past_its_term_is_forgotten_within_minutes_of_a_start() {
    let Some(clock) = library() else {
        skip("libfaketime");
        return;
    };
    let mut world = World::start();
    world.intake.stop();
    // Five minutes take fifteen seconds, a quarter of an hour forty-five.
    tidy_within(
        Duration::from_secs(35),
        "+0 x20",
        world.intake.home(),
        &today().to_string(),
        &clock,
    );
}

/// By default the intake keeps what a case needs, and no longer: not a day after its term, not a
/// day less for its age.
#[test]
fn p10_a_report_goes_with_its_case_and_not_before() {
    let Some(clock) = library() else {
        skip("libfaketime");
        return;
    };
    let day = |after| today().plus_days(after).to_string();
    let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
    let mut world = World::with(&people, "", &[], Some(&day(-1)));
    world.reporter().send("Reklāma.");
    world.reporter().send("Kukulis.");
    world.go_to(&day(0));
    let anna = &world.officers[0];
    for officer in &world.officers {
        officer.sync(&world);
    }
    for case in anna.cases() {
        let name = case["case"].as_str().unwrap();
        if anna.read(name).contains("Reklāma") {
            ok(&mut anna.command(&["record", name, "rejected", "--reason", "spam"]));
        } else {
            ok(&mut anna.command(&["record", name, "opened"]));
        }
    }
    world.intake.stop();
    let home = world.intake.home().to_owned();
    let key_alone = world.folder.path().join("key-alone");
    let mut left_on = |after| {
        tidy(&home, &day(after), &clock);
        world.intake = Intake::serve_on(&home, Some(&day(after)));
        let _ = fs::remove_dir_all(&key_alone);
        let fresh = with_only_the_key(&world.officers[0], &key_alone);
        let left = cases_of(&fresh, &world);
        world.intake.stop();
        left
    };
    assert_eq!(left_on(30), 2, "spam is kept for its 30 days");
    assert_eq!(left_on(31), 1);
    assert_eq!(left_on(4000), 1, "an open case is needed, however old");
}

/// A code that an addition was made with lives for another term, and so does officers' right to
/// answer it.
#[test]
fn p10_what_is_added_in_a_later_quarter_may_be_answered_as_long_as_its_code_opens() {
    let Some(clock) = library() else {
        skip("libfaketime");
        return;
    };
    let quarter = next_quarter();
    let (before, later) = (quarter.plus_days(-1), quarter.plus_days(370));
    let people = [("Anna Bērziņa", true)];
    let mut world = World::with(&people, "", &[], Some(&before.to_string()));
    let code = world.reporter().send("Lapā.");
    let (answers, code) = world.reporter().come_back(&code);
    let addition = forms(&answers.text())
        .remove(0)
        .with("what_happened", "Vēl.");
    let tool = Tool::of(&world);
    let letter = tool.file("letter", "Atbilde.");
    let at = |day: Day, mut command: Command| {
        let time = format!("@{day} 12:00:00");
        ok(command.env("LD_PRELOAD", &clock).env("FAKETIME", time))
    };
    let message = tool.file("message", "Rīkā.");
    at(before, tool.with_code(&["send", "--message", &message]));

    world.go_to(&quarter.to_string());
    let page = addition.send(&Wire::to(&world.intake.reporters));
    assert!(page.words().contains("Ziņa ir saņemta"));
    let tool = tool.now_at(&world);
    at(quarter, tool.with_code(&["add", "--message", &message]));
    world.intake.stop();

    let home = world.intake.home().to_owned();
    tidy(&home, &later.to_string(), &clock);
    world.intake = Intake::serve_on(&home, Some(&later.to_string()));
    let anna = &world.officers[0];
    anna.sync(&world);
    for case in anna.cases() {
        let name = case["case"].as_str().unwrap();
        anna.read(name);
        at(later, anna.command(&["reply", name, "--file", &letter]));
    }
    let (answers, _) = world.reporter().come_back(&code);
    assert!(answers.words().contains("Atbilde."));
    let shown = at(later, tool.now_at(&world).with_code(&["return"]));
    assert!(said(&shown).contains("Atbilde."));
}

/// The first day of the quarter after this one.
fn next_quarter() -> Day {
    let mut day = today().plus_days(1);
    while day.day_of_month() != 1 || day.month() % 3 != 1 {
        day = day.plus_days(1);
    }
    day
}

/// Places that the first move puts beside its own.
const DECOYS: usize = 32;

/// A folder as it was, and where it was.
struct Copied {
    from: PathBuf,
    copy: tempfile::TempDir,
}

impl Copied {
    fn of(from: &Path) -> Self {
        let copy = tempfile::tempdir().unwrap();
        copy_all(from, &copy.path().join("copy"));
        Self {
            from: from.to_owned(),
            copy,
        }
    }

    /// An officer's home lies beside the passphrase's file.
    fn officer(officer: &Officer) -> Self {
        let copied = Self::of(&officer.home);
        let beside = officer.home.parent().unwrap().join("passphrase");
        copy_all(&beside, &copied.copy.path().join("passphrase"));
        copied
    }

    fn original(&self) -> &Path {
        &self.from
    }

    fn path(&self) -> PathBuf {
        self.copy.path().join("copy")
    }

    /// One more copy, to be used up.
    fn again(&self) -> Self {
        Self::of(&self.path())
    }

    /// Who starts from this copy, each time anew.
    fn as_officer(&self) -> Officer {
        let home = self.copy.path().join("home");
        let _ = fs::remove_dir_all(&home);
        copy_all(&self.path(), &home);
        Officer {
            home,
            block: String::new(),
        }
    }
}

fn copy_all(from: &Path, to: &Path) {
    ok(Command::new("cp").arg("-a").arg(from).arg(to));
}

fn cases_of(officer: &Officer, world: &World) -> usize {
    officer.sync(world);
    officer.cases().len()
}

/// The report and so many records of access: each is named as one that does not open, and given up.
fn opens_nothing(home: &Path, day: &str, codes: usize) {
    let mut check = svilpe(&[
        "intake",
        "check",
        "--give-up-damaged",
        "--today",
        day,
        "--home",
    ]);
    let output = check.arg(home).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let of = |kind: &str| said.matches(&format!("damaged\t{kind}")).count();
    assert_eq!((of("report"), of("code")), (1, codes), "{said}");
}

/// Of what came lately, and of what was there at the last rebuild, if there was one.
fn keyrings_of(home: &Path) -> Vec<PathBuf> {
    let keyrings = ["store/live/keyring", "store/base/keyring"].map(|at| home.join(at));
    keyrings.into_iter().filter(|at| at.exists()).collect()
}

fn keys_of(home: &Path) -> Vec<u8> {
    let keys = keyrings_of(home).into_iter();
    keys.flat_map(|keyring| fs::read(keyring).unwrap())
        .collect()
}

/// Files in which one of these keys still stands. The first half of a key is enough to know it by.
fn left_of(keys: &[u8], home: &Path) -> Vec<PathBuf> {
    let keys = keys.as_chunks::<32>().0.iter();
    let keys: HashSet<&[u8]> = keys.map(|key| &key[..16]).collect();
    let mut files = Thief::bytes(home);
    // 48 MiB of nothing, to be given up on a full disk.
    files.retain(|(path, _)| !path.ends_with("ballast"));
    files
        .into_iter()
        .filter(|(_, bytes)| bytes.windows(16).any(|window| keys.contains(window)))
        .map(|(path, _)| path)
        .collect()
}

/// Serves on this day, with a clock so fast that the chores of each quarter of an hour are soon
/// due, until they are done. The watchdog's three minutes are a third of a second then: where the
/// machine is too busy for that, once more with a slower clock.
fn tidy(home: &Path, day: &str, clock: &Path) {
    let within = Duration::from_secs(150);
    let at = |pace| tried_to_tidy(within, pace, home, day, clock);
    let hung = |lines: &[String]| lines.iter().any(|line| line.contains("has not moved"));
    let done = at("+0 x600").or_else(|lines| {
        if hung(&lines) {
            at("+0 x60")
        } else {
            Err(lines)
        }
    });
    done.unwrap_or_else(|lines| panic!("nothing was tidied on {day}: {lines:?}"));
}

fn tidy_within(within: Duration, pace: &str, home: &Path, day: &str, clock: &Path) {
    tried_to_tidy(within, pace, home, day, clock)
        .unwrap_or_else(|lines| panic!("nothing was tidied on {day}: {lines:?}"));
}

/// Or what it said instead.
fn tried_to_tidy(
    within: Duration,
    pace: &str,
    home: &Path,
    day: &str,
    clock: &Path,
) -> Result<(), Vec<String>> {
    let mut serving = svilpe(&["intake", "serve", "--today", day])
        .arg("--home")
        .arg(home)
        .env("LD_PRELOAD", clock)
        .env("FAKETIME", pace)
        .stderr(Stdio::piped())
        .spawn()
        .map(Ended)
        .unwrap();
    let said = Intake::listen_to(serving.0.stderr.take().unwrap());
    let mut lines = Vec::new();
    let is_done = |lines: &[String]| lines.iter().any(|line| line.contains("written anew"));
    wait_until(within, || {
        lines.extend(said.try_iter());
        is_done(&lines) || serving.0.try_wait().unwrap().is_some()
    });
    if !is_done(&lines) {
        drop(serving);
        lines.extend(said.iter());
        return Err(lines);
    }
    let id = rustix::process::Pid::from_child(&serving.0);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    assert!(serving.0.wait().unwrap().success());
    Ok(())
}

/// Killed when dropped, if it still runs.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
