//! The country pack on its way: officers and auditors judge by the one that the intake works by.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use svilpe::rules::pack::CountryPack;

use super::{Town, said};
use crate::world::institution::packs::strangers_pack;
use crate::world::{signed_pack, svilpe, today, typed, wait_until};

/// L1 is seven days in the shipped pack.
const DECIDE: &str = "ends = [\"decided\", \"forwarded\"]\nterm = { days = 7 }";

/// A signed pack in which it is one day for everything that ever came.
fn one_day_to_decide(town: &Town, correction: &str) -> PathBuf {
    let one = DECIDE.replace("days = 7", "days = 1");
    let files = format!("{correction}\n[files]\n");
    let changes = [(DECIDE, one.as_str()), ("\n[files]\n", &files)];
    signed_pack(town.world.folder.path(), "latvia", &changes)
}

/// It says so itself, for yesterday's report.
fn as_a_correction() -> String {
    let yesterday = today().plus_days(-1);
    format!("\n[correction]\nversion = THIS_VERSION\nfrom = \"{yesterday}\"\n")
}

/// An intake that is to start with this pack says why it does not.
fn refused_at_the_start(town: &Town, pack: &str) -> String {
    let home = town.world.intake.home();
    let settings = home.join("intake.toml");
    let lines = fs::read_to_string(&settings).unwrap();
    let others = lines.lines().filter(|line| !line.starts_with("pack = "));
    let others: Vec<&str> = others.collect();
    fs::write(&settings, others.join("\n") + "\n" + pack + "\n").unwrap();
    let mut check = svilpe(&["intake", "check"]);
    let checked = check.arg("--home").arg(home).output().unwrap();
    assert_eq!(checked.status.code(), Some(1), "{}", said(&checked));
    let mut serve = svilpe(&["intake", "serve"]);
    let serve = serve.arg("--home").arg(home).stderr(Stdio::piped());
    let mut serving = serve.spawn().unwrap();
    let ended = wait_until(Duration::from_secs(60), || {
        serving.try_wait().unwrap().is_some()
    });
    if !ended {
        serving.kill().unwrap();
    }
    let refused = serving.wait_with_output().unwrap();
    assert!(ended, "it serves by this pack: {}", said(&refused));
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    fs::write(&settings, lines).unwrap();
    let words = said(&refused);
    let why = words.lines().next().unwrap().to_owned();
    assert!(said(&checked).contains(&why), "{}", said(&checked));
    why
}

fn named(pack: &Path) -> String {
    format!("pack = \"{}\"", pack.display())
}

#[test]
fn p7_officers_and_auditors_judge_by_the_pack_that_the_intake_works_by() {
    let mut town = Town::new();
    let case = town.case();
    town.anna().read(&case);
    town.anna().sync(&town.world);
    town.anna().reply(&case, "Paldies, saņēmām.");
    town.anna().sync(&town.world);
    let left = |town: &Town| {
        town.anna().cases()[0]["next"]["days_left"]
            .as_i64()
            .unwrap()
    };
    let before = left(&town);

    // Another program version would have other terms; here it is a signed pack.
    let pack = one_day_to_decide(&town, &as_a_correction());
    town.world.change_pack(&pack);
    let told = town.world.intake.first_words();
    let yesterday = today().plus_days(-1).to_string();
    for words in ["Other rules are in force", "signed by key", &yesterday] {
        assert!(told.contains(words), "{told}");
    }
    let synced = town.anna().sync(&town.world);
    assert!(synced.contains("country pack, signed by key"), "{synced}");
    assert!(
        synced.contains("rules differ from those before"),
        "{synced}"
    );
    assert!(left(&town) < before, "{} and {before}", left(&town));
    assert!(
        !town.anna().sync(&town.world).contains("country pack"),
        "said once"
    );
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    for words in ["country pack", "the new rules correct those of before"] {
        assert!(said(&verified).contains(words), "{}", said(&verified));
    }

    // Who has seen a newer one takes no older one back; the auditor has a finding.
    let newer = signed_pack(town.world.folder.path(), "latvia", &[]);
    let newer = CountryPack::load(&newer).unwrap().to_json();
    for home in [town.anna().home.clone(), town.auditor.home()] {
        fs::write(home.join("pack.json"), &newer).unwrap();
    }
    let synced = town.anna().sync(&town.world);
    assert!(synced.contains("was seen before"), "{synced}");
    assert!(left(&town) >= before, "the one that is here holds");
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(
        said(&verified).contains("another policy"),
        "{}",
        said(&verified)
    );
    // Given the folder, an auditor takes that one.
    let folder = pack.to_str().unwrap();
    let verified = town.auditor.at(&town.world, &["verify", "--pack", folder]);
    assert!(verified.status.success(), "{}", said(&verified));
}

/// Here it is the pack that is older than the program that keeps it; the words are the same.
#[test]
fn a_kept_pack_that_a_newer_program_left_is_not_called_damaged() {
    let town = Town::new();
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    let kept = town.auditor.home().join("pack.json");
    std::fs::write(&kept, r#"{"policy":"later = true","parts":[]}"#).unwrap();
    let refused = town.auditor.at(&town.world, &["verify"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    let words = said(&refused);
    assert!(words.contains("made for a newer program"), "{words}");
}

#[test]
fn p7_a_pack_of_another_key_or_of_nobody_starts_no_intake_after_a_signed_one() {
    let mut town = Town::new();
    let pack = signed_pack(town.world.folder.path(), "latvia", &[]);
    town.world.change_pack(&pack);
    town.world.intake.stop();
    let why = refused_at_the_start(&town, "");
    assert!(why.contains("nobody signed it"), "{why}");
    let strangers = strangers_pack(town.world.folder.path());
    let why = refused_at_the_start(&town, &named(&strangers));
    assert!(why.contains("signed by another key than before"), "{why}");
    // The one from before still does.
    town.world.intake = town.world.intake.again();
    assert!(!town.world.intake.first_words().contains("rules"));
}

#[test]
fn p7_what_was_the_law_of_a_day_stays_the_law_of_that_day() {
    let mut town = Town::new();
    town.world.intake.stop();
    let pack = one_day_to_decide(&town, "");
    let why = refused_at_the_start(&town, &named(&pack));
    let yesterday = today().plus_days(-1).to_string();
    assert!(
        why.contains(&format!("other rules of {yesterday}")),
        "{why}"
    );
    town.world.intake = town.world.intake.again();
    // A change of law, from today on.
    let until = format!("until = \"{yesterday}\"\nstarts = [\"received\", \"identified\"]\n");
    let since = until
        .replace("until", "from")
        .replace(&yesterday, &today().to_string());
    let starts = "starts = [\"received\", \"identified\"]\n";
    let tips = "tips = \"service-standard\"\n";
    let head = "[[deadlines.clock]]\nid = \"L1\"\nduty = \"decide\"\n";
    let old = format!("{head}{starts}{DECIDE}\n{tips}");
    let (seven, one) = (DECIDE, DECIDE.replace("days = 7", "days = 1"));
    let both = format!("{head}{until}{seven}\n{tips}\n{head}{since}{one}\n{tips}");
    let pack = signed_pack(town.world.folder.path(), "latvia", &[(&old, &both)]);
    town.world.change_pack(&pack);
    let synced = town.anna().sync(&town.world);
    let differ = format!("rules differ from those before from {}", today());
    assert!(synced.contains(&differ), "{synced}");
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        !said(&verified).contains("correct those"),
        "{}",
        said(&verified)
    );
}

#[test]
fn a_pack_that_was_changed_after_signing_starts_no_intake() {
    let town = Town::new();
    let pack = signed_pack(town.world.folder.path(), "latvia", &[]);
    let text = pack.join("texts/en.ftl");
    let words = std::fs::read_to_string(&text).unwrap();
    std::fs::write(&text, words.replace("Delna", "Nobody")).unwrap();
    let mut check = crate::world::svilpe(&["officer", "pack", "check"]);
    let refused = check.arg(&pack).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("texts/en.ftl is not what policy.toml says"));
    let settings = town.world.intake.home().join("intake.toml");
    let lines = std::fs::read_to_string(&settings).unwrap();
    let named = format!("{lines}pack = \"{}\"\n", pack.display());
    std::fs::write(&settings, named).unwrap();
    let mut serve = crate::world::svilpe(&["intake", "serve"]);
    let serve = serve.arg("--home").arg(town.world.intake.home());
    let refused = serve.output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    let words = said(&refused);
    assert!(
        words.contains("sign the pack again") && words.contains("hint:"),
        "{words}"
    );
    // The officers' side is as it was.
    assert!(
        town.anna()
            .syncing(
                &town.world,
                &["--server", &typed(&town.world.intake.officers)]
            )
            .output()
            .unwrap()
            .status
            .success()
    );
}
