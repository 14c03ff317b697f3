//! Reports on both sides of a change of law.

use std::process::{Command, Output};

use svilpe::rules::calendar::Day;

use super::{Auditor, said};
use crate::operator::fake_clock::FakeClock;
use crate::world::skip::skip;
use crate::world::{Intake, World, today, typed};

/// An intake, its officers and an auditor, all by one clock.
struct Days {
    world: World,
    auditor: Auditor,
    clock: FakeClock,
}

impl Days {
    fn from(day: &str) -> Option<Self> {
        let auditor = Auditor::keygen();
        let people = [("Anna Bērziņa", true), ("Jānis Ozols", false)];
        let world = World::with(&people, &auditor.block, &[], Some(day));
        let Some(clock) = FakeClock::in_folder(&world.folder.path().join("keys")) else {
            skip("libfaketime");
            return None;
        };
        Some(Self {
            world,
            auditor,
            clock,
        })
    }

    fn go_to(&mut self, day: &str) {
        let day: Day = day.parse().unwrap();
        self.clock.show(&format!("-{}d", today().days_since(day)));
        self.world.intake.stop();
        let home = self.world.intake.home().to_owned();
        self.world.intake = Intake::serve_in(&home, &[], self.clock.environment());
    }

    fn run(&self, mut command: Command) -> Output {
        command.envs(self.clock.environment()).output().unwrap()
    }

    fn anna(&self, arguments: &[&str]) -> Output {
        let output = self.run(self.world.officers[0].command(arguments));
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        output
    }

    fn sync(&self) {
        let server = typed(&self.world.intake.officers);
        let syncing = self.world.officers[0].syncing(&self.world, &["--server", &server]);
        let synced = self.run(syncing);
        assert!(synced.status.success(), "{}", said(&synced));
    }

    /// Case, day of receipt, and what is due next until when.
    fn listed(&self) -> Vec<[String; 4]> {
        let listed = self.anna(&["list", "--json"]);
        let rows: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
        let mut rows: Vec<_> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let next = &row["next"];
                [&row["case"], &row["received"], &next["clock"], &next["by"]]
                    .map(|value| value.as_str().unwrap_or_default().to_owned())
            })
            .collect();
        rows.sort_by(|one, other| one[1].cmp(&other[1]));
        rows
    }

    fn verified(&self) -> String {
        let (server, world) = (typed(&self.world.intake.officers), &self.world);
        let mut verify = self.auditor.command(&["verify", "--server", &server]);
        verify.args(["--instance", &world.instance, "--log-key", &world.log]);
        said(&self.run(verify))
    }
}

#[test]
fn p7_officer_and_auditor_judge_each_submission_by_the_law_of_its_day() {
    let Some(mut days) = Days::from("2026-02-26") else {
        return;
    };
    days.go_to("2026-02-27");
    days.world.reporter().send("Piektdiena, pirms grozījumiem.");
    days.go_to("2026-03-02");
    days.world.reporter().send("Pirmdiena, pēc grozījumiem.");
    days.go_to("2026-03-03");
    days.sync();
    for [case, ..] in days.listed() {
        for step in [
            &["opened"][..],
            &["acknowledged"],
            &["assessed", "not_recognised", "--reason", "no_breach"],
            &["assessed", "as_submission"],
            &["notified"],
        ] {
            days.anna(&[&["record", &case], step].concat());
        }
    }
    days.sync();
    let due: Vec<_> = days
        .listed()
        .into_iter()
        .map(|[_, on, clock, by]| [on, clock, by])
        .collect();
    assert_eq!(
        due,
        [
            ["2026-02-27", "answer", "2026-03-27"], // a month
            ["2026-03-02", "answer", "2026-03-16"], // ten working days
        ]
    );

    days.go_to("2026-03-16");
    assert!(!days.verified().contains("deadline"), "{}", days.verified());
    days.go_to("2026-03-27");
    let verified = days.verified();
    assert!(
        verified.contains("deadline L5 was 2026-03-16"),
        "{verified}"
    );
    assert_eq!(verified.matches("deadline L5").count(), 1, "{verified}");
    days.go_to("2026-03-28");
    let verified = days.verified();
    assert!(
        verified.contains("deadline L5 was 2026-03-27"),
        "{verified}"
    );
}
