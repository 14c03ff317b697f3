//! The number of an entry comes with its proof: what the tool says of a server that lies, of a proxy
//! in between, and of a ledger that is as it should be.

use std::process::{Command, Output};

use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::LogName;
use svilpe::ledger::checkpoint::cosignature::WitnessKey;

use super::lying_proxy::lying_proxy;
use crate::operator::fake_clock::FakeClock;
use crate::world::skip::skip;
use crate::world::tool::{Tool, said};
use crate::world::{World, today, typed, wire};

#[test]
fn p7_an_entry_that_nothing_proves_is_not_shown_as_one() {
    let world = World::start();
    let mut tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    // The report waits for its batch: there is no entry of it.
    let lying = lying_proxy(&world, |path, body| match path {
        "/mailbox/settle" => {
            let named = retold(&body, ENTRY_NONE, "\"entry\":4");
            Some(retold(&named, "\"accounted\":false", "\"accounted\":true"))
        }
        _ => Some(body),
    });
    tool.place[1] = lying;
    // Each time, and not only once.
    for _ in 0..2 {
        let told = refused(&mut tool.with_code(&["return"]));
        assert!(!told.contains("No. 4;"), "{told}");
        assert!(!told.contains("accounted for it: Yes"), "{told}");
        assert!(told.contains("NOT PROVEN"), "{told}");
        assert!(told.contains("THE SERVER LIES"), "{told}");
    }
}

#[test]
fn p7_the_tool_proves_where_the_report_is_and_remembers_the_ledger() {
    let (world, tool) = entered();
    for _ in 0..2 {
        let told = tool.come_back();
        assert!(told.contains("No. 2; proven"), "{told}");
        assert!(told.contains("Not yet (says the server"), "{told}");
        assert!(told.contains("verify --expect"), "{told}");
    }
    let kept = std::fs::read_to_string(tool.path("code.checkpoint")).unwrap();
    assert!(
        kept.starts_with(&format!("svilpe/{}\n3\n", world.instance)),
        "{kept}"
    );
    std::fs::write(tool.path("code.checkpoint"), &kept[..40]).unwrap();
    let told = refused(&mut tool.with_code(&["return"]));
    assert!(told.contains("what you saw last is not known"), "{told}");
}

#[test]
fn p7_another_number_no_hashes_or_no_word_are_said_loudly() {
    let (world, mut tool) = entered();
    let lies: [(&str, &str, Lie); 4] = [
        ("/mailbox/settle", "THE SERVER LIES", |body| {
            Some(retold(&body, "\"entry\":2", "\"entry\":1"))
        }),
        ("/tile/0/000.p/3", "REFUSES TO PROVE", |_| None),
        ("/checkpoint", "REFUSES TO PROVE", |_| None),
        ("/mailbox/settle", "SAYS NOTHING", |body| {
            let text = String::from_utf8(body).unwrap();
            let start = text.find("\"accounting\":").unwrap();
            Some(format!("{}\"accounting\":null}}", &text[..start]).into_bytes())
        }),
    ];
    for (at, complaint, lie) in lies {
        tool.place[1] = lying_proxy(
            &world,
            move |path, body| {
                if path == at { lie(body) } else { Some(body) }
            },
        );
        let told = refused(&mut tool.with_code(&["return"]));
        assert!(
            told.contains(complaint) && told.contains("NOT PROVEN"),
            "{at}: {told}"
        );
        assert!(
            told.contains("No answer yet"),
            "the answers come first: {told}"
        );
    }
    // A checkpoint by nobody.
    tool.place[1] = lying_proxy(&world, |path, body| match path {
        "/checkpoint" => Some(
            String::from_utf8(body)
                .unwrap()
                .replacen("\n3\n", "\n4\n", 1)
                .into_bytes(),
        ),
        _ => Some(body),
    });
    let told = refused(&mut tool.with_code(&["return"]));
    assert!(told.contains("NOT SIGNED"), "{told}");
}

#[test]
fn p7_a_ledger_that_goes_back_or_stands_still_is_said_each_time() {
    let (mut world, mut tool, code) = sent();
    world.change_policy("checkpoint_days_max = 3", "checkpoint_days_max = 1");
    let old = wire::get(&world.intake.reporters, "/checkpoint").body;
    world.go_to(&today().plus_days(1).to_string());
    tool.place[1] = typed(&world.intake.reporters);
    let stale = old.clone();
    let frozen = lying_proxy(&world, move |path, body| {
        Some(if path == "/checkpoint" {
            stale.clone()
        } else {
            body
        })
    });
    let elsewhere = tool.path("other").to_string_lossy().into_owned();
    let mut looking = tool.with_code(&["return", "--checkpoint", &elsewhere]);
    let told = refused(through(&mut looking, &frozen));
    assert!(told.contains("THE LEDGER SHOWN IS OLD"), "{told}");
    assert_ne!(tool.code(), code);

    world.go_to(&today().to_string());
    tool.place[1] = typed(&world.intake.reporters);
    tool.come_back();
    let lying = lying_proxy(&world, move |path, body| {
        Some(if path == "/checkpoint" {
            old.clone()
        } else {
            body
        })
    });
    for _ in 0..2 {
        let told = refused(through(&mut tool.with_code(&["return"]), &lying));
        assert!(told.contains("ROLLED BACK"), "{told}");
    }
}

#[test]
fn p7_a_report_that_was_dropped_is_missed_by_its_reporter() {
    let (mut world, mut tool, _) = sent();
    let Some(clock) = FakeClock::in_folder(tool.folder.path()) else {
        return skip("libfaketime");
    };
    clock.show("+3d");
    world.go_to(&today().plus_days(3).to_string());
    // As a server that has dropped it says.
    let dropped = lying_proxy(&world, |path, body| match path {
        "/mailbox/settle" => Some(retold(&body, "\"entry\":2", ENTRY_NONE)),
        _ => Some(body),
    });
    tool.place[1] = dropped;
    for _ in 0..2 {
        let mut back = tool.with_code(&["return"]);
        let told = refused(back.envs(clock.environment()));
        assert!(told.contains("YOUR REPORT IS NOT IN THE LEDGER"), "{told}");
        assert!(told.contains("send the report again"), "{told}");
    }
}

#[test]
fn a_witness_that_has_not_seen_the_ledger_is_missed() {
    let (_world, tool) = entered();
    let name = LogName::parse("delna.example/w").unwrap();
    let witness = WitnessKey::new(name, SigningKey::random().public()).to_string();
    let told = refused(&mut tool.with_code(&["return", "--witness", &witness]));
    assert!(told.contains("TOO FEW WITNESSES"), "{told}");
}

#[test]
fn without_a_ledgers_key_in_the_signed_list_no_number_is_shown() {
    let (mut world, mut tool) = entered();
    let folder = world.folder.path().join("paraugs");
    std::fs::write(folder.join("server"), &world.instance).unwrap();
    let blocks = crate::world::Officer::blocks(&world.officers);
    world.sign_roster(2, &blocks);
    world.restart();
    tool.place[1] = typed(&world.intake.reporters);
    let told = tool.come_back();
    assert!(
        told.contains("not checked") && !told.contains("No. 2"),
        "{told}"
    );
}

type Lie = fn(Vec<u8>) -> Option<Vec<u8>>;

/// A report that the tool sent yesterday.
fn sent() -> (World, Tool, String) {
    let yesterday = today().plus_days(-1).to_string();
    let world = World::with(&[("Anna Bērziņa", true)], "", &[], Some(&yesterday));
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    let code = tool.code();
    (world, tool, code)
}

/// The same, and today's batch is in the ledger: a policy, a roster, the report.
fn entered() -> (World, Tool) {
    let (mut world, mut tool, _) = sent();
    world.go_to(&today().to_string());
    tool.place[1] = typed(&world.intake.reporters);
    (world, tool)
}

/// By another way to the server: the last address counts.
fn through<'c>(command: &'c mut Command, address: &str) -> &'c mut Command {
    let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
    let at = arguments
        .iter()
        .position(|argument| argument == "--server")
        .unwrap();
    let mut arguments = arguments;
    arguments[at + 1] = address.into();
    *command = {
        let mut again = crate::world::svilpe(&[]);
        again.args(arguments);
        again
    };
    command
}

fn refused(command: &mut Command) -> String {
    let output: Output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

/// As long as it was, so that nothing but the words differs.
fn retold(body: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(body).replacen(from, to, 1);
    let mut told = text.trim_end().as_bytes().to_vec();
    told.resize(body.len(), b' ');
    told
}

const ENTRY_NONE: &str = "\"entry\":null";
