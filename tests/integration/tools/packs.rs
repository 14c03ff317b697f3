//! The country pack on its way: officers and auditors judge by the one that the intake works by.

use super::{Town, said};
use crate::world::{signed_pack, typed};

/// L1 is seven days in the shipped pack.
const DECIDE: &str = "ends = [\"decided\", \"forwarded\"]\nterm = { days = 7 }";

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
    let three = DECIDE.replace("days = 7", "days = 1");
    let folder = town.world.folder.path().to_owned();
    let pack = signed_pack(&folder, "latvia", &[(DECIDE, &three)]);
    town.world.change_pack(&pack);
    let synced = town.anna().sync(&town.world);
    assert!(synced.contains("country pack, signed by key"), "{synced}");
    assert!(left(&town) < before, "{} and {before}", left(&town));
    assert!(
        !town.anna().sync(&town.world).contains("country pack"),
        "said once"
    );
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        said(&verified).contains("country pack"),
        "{}",
        said(&verified)
    );

    // What nobody signed, and what is older, is not taken after it; the auditor has a finding.
    town.world.forget_pack();
    let synced = town.anna().sync(&town.world);
    assert!(synced.contains("nobody signed it"), "{synced}");
    assert!(left(&town) < before, "the one from before holds");
    let verified = town.auditor.at(&town.world, &["verify"]);
    assert!(
        said(&verified).contains("another policy"),
        "{}",
        said(&verified)
    );
    // Given the folder, an auditor takes that one.
    let folder = pack.to_str().unwrap();
    town.world.change_pack(&pack);
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
