//! An officer at work on sealed reports that are already here.

#[cfg(test)]
pub(super) mod fake_intake;
#[cfg(test)]
pub(super) mod fake_ledger;

use std::fs;
use std::io::Write as _;
use std::process::Command as Program;
use std::sync::Arc;

use super::case::Cases;
use super::case::conversation::Readership;
use super::case::export::export;
use super::case::list::{self, ListForm, ListView};
use super::case::overview::LastHands;
use super::case::read::{self, ReadOptions, ShowIdentity};
use super::home::OfficerHome;
use super::keys::OfficerKeys;
use super::ledger::contested_rejections::Contested;
use crate::cli::failure::Failure;
use crate::keys::recipient::OpeningKey;
use crate::keys::sealed_key::{Passphrase, WorkFactor};
use crate::ledger::fold::LedgerFold;
use crate::report::mailbox::Mailbox;
use crate::report::sealed::{Addressee, Addressees, Custodian, Sealing};
use crate::report::{Answers, Heading, Identity, Report, ReportKind, Words};
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;
use crate::rules::roster::{Institution, RosterDigest, RosterHistory};
use crate::skip::has;
use crate::text::Language;

const HOSTILE: &str = "Zagti \u{202e}līdzekļi\x1b]0;title\x07\r\n=== Lieta 00000000 ===\u{9b}2J";

/// One officer's computer, and the hand that drops sealed reports into its folder.
pub(super) struct Desk {
    folder: tempfile::TempDir,
    pub home: OfficerHome,
    pub keys: Arc<OfficerKeys>,
    pub mailbox: Mailbox,
    additions: std::cell::Cell<u32>,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            home: OfficerHome::make(&folder.path().join("home")).expect("made"),
            folder,
            keys: Arc::new(OfficerKeys::random("Anna").expect("a name")),
            mailbox: Mailbox::random(Institution::parse("paraugs").expect("a short name")),
            additions: std::cell::Cell::new(0),
        }
    }

    pub(super) fn receive(
        &self,
        kind: ReportKind,
        day: &str,
        words: &str,
        files: &[(&str, &[u8])],
    ) -> String {
        self.receive_as(Custodian::Yes, kind, day, words, files)
    }

    /// Answers the item's name.
    fn receive_as(
        &self,
        custodian: Custodian,
        kind: ReportKind,
        day: &str,
        words: &str,
        files: &[(&str, &[u8])],
    ) -> String {
        let institution = Institution::parse("paraugs").expect("a short name");
        let me = Addressee {
            name: "Anna".to_owned(),
            recipient: self.keys.opening.recipient(),
            custodian,
        };
        let colleague = Addressee {
            name: "Juris".to_owned(),
            recipient: OpeningKey::random().recipient(),
            custodian: Custodian::Yes,
        };
        let officers = vec![me, colleague];
        let addressees =
            Addressees::new(institution.clone(), 3, RosterDigest([0; 32]), officers, &[]);
        let mut sealing = Sealing::to(addressees.expect("two officers")).expect("begun");
        for (name, bytes) in files {
            sealing.file(name, "image/\x1bpng").expect("a file");
            sealing.write(bytes).expect("its bytes");
        }
        let mut sealed = sealing.take();
        let heading = Heading {
            kind,
            institution,
            day: day.parse().expect("a day"),
            language: Language::latvian().code().clone(),
            mailbox: self.mailbox.id(),
            reply_to: self.mailbox.recipient(),
            signing: self.mailbox.signing(),
            number: match kind {
                ReportKind::Report => 0,
                ReportKind::Addition => self.additions.replace(self.additions.get() + 1) + 1,
            },
            policy: [0; 32],
        };
        let day = heading.day;
        let mut answers = Answers::new(Words::from(words.to_owned()));
        answers.category = Some(Words::from("public-funds".to_owned()));
        let identity = Identity::parse(
            Words::from("Jānis\x1b[1m".to_owned()),
            Words::from("+371".to_owned()),
        );
        let finished = sealing
            .finish(
                Report::new(heading, answers).signed_by(self.mailbox.signing_key()),
                Some(identity.expect("short")),
            )
            .expect("sealed");
        sealed.extend_from_slice(&finished.rest);
        let name = hex::encode(finished.item.as_bytes());
        fs::write(
            self.home.root().path().join(format!("sealed/{name}.age")),
            sealed,
        )
        .expect("kept");
        let listed = self.home.note_listed(&[(finished.item, day)]);
        listed.expect("noted");
        name
    }

    pub(super) fn cases(&self) -> Cases {
        Cases::read(&self.home, &self.keys, |_| {}).expect("read")
    }

    fn list(&self, form: ListForm, today: &str) -> String {
        let view = ListView {
            policy: &Policy::shipped(),
            calendar: &Calendar::shipped(),
            today: today.parse::<Day>().expect("a day"),
            language: Language::english(),
            fold: &LedgerFold::default(),
            contested: &Contested::default(),
            last_hands: &LastHands::default(),
        };
        let mut out = Vec::new();
        list::print(
            &self.cases(),
            (&self.home, &self.keys),
            &view,
            (form, None),
            &mut out,
        )
        .expect("listed")
        .expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    fn read(&self, identity: ShowIdentity) -> (String, Vec<Failure>) {
        let cases = self.cases();
        let mut out = Vec::new();
        let institution = Institution::parse("paraugs").expect("a short name");
        let rosters = RosterHistory::default();
        let shown = read::print(
            self.readership(&institution, &rosters),
            &cases.cases[0],
            &reading(&Policy::shipped(), identity),
            &mut out,
        )
        .expect("read")
        .expect("written");
        (String::from_utf8(out).expect("UTF-8"), shown.closed)
    }

    fn readership<'a>(
        &'a self,
        institution: &'a Institution,
        rosters: &'a RosterHistory,
    ) -> Readership<'a> {
        Readership {
            home: &self.home,
            keys: &self.keys,
            institution,
            rosters,
        }
    }
}

fn reading(policy: &Policy, identity: ShowIdentity) -> ReadOptions<'_> {
    ReadOptions {
        policy,
        roster: None,
        identity,
        language: Language::english(),
    }
}

/// Nothing but line feeds that a terminal would obey.
fn assert_inert(shown: &str) {
    let obeyed = shown
        .chars()
        .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
    assert_eq!(obeyed, None, "{shown:?}");
}

#[test]
fn the_list_shows_what_is_due_and_nothing_a_terminal_obeys() {
    let desk = Desk::new();
    let name = desk.receive(ReportKind::Report, "2026-11-02", HOSTILE, &[("a", b"1")]);
    desk.receive(
        ReportKind::Addition,
        "2026-11-04",
        "vēl",
        &[("b", b"2"), ("c", b"3")],
    );
    let list = desk.list(ListForm::Table, "2026-11-05");
    assert_inert(&list);
    let row = list.lines().nth(1).expect("a header and a case");
    assert!(
        row.starts_with(&format!(
            "{}  2026-11-02  not in the ledger yet; acknowledge by 2026-11-09 (Monday; 4 days left)",
            &name[..8]
        )),
        "{list}"
    );
    assert!(row.ends_with("NEW  NEW: additions 1"), "{list}");
    assert!(list.contains("additions: 1, files: 3"), "{list}");
    assert!(list.contains("squandering of public"), "{list}");
    assert!(
        desk.list(ListForm::Table, "2026-11-09")
            .contains("acknowledge by 2026-11-09 (Monday; today)")
    );
    assert!(
        desk.list(ListForm::Table, "2026-11-10")
            .contains("acknowledge: was due on 2026-11-09 (Monday; 1 day late)")
    );
    assert!(
        desk.list(ListForm::Table, "2026-11-08")
            .contains("Monday; 1 day left)")
    );

    let json: serde_json::Value =
        serde_json::from_str(&desk.list(ListForm::Json, "2026-11-05")).expect("JSON");
    assert_eq!(json[0]["case"], name[..8]);
    assert_eq!(json[0]["days_left"], 4);
    assert_eq!(json[0]["acknowledge_by"], "2026-11-09");
    assert_eq!(json[0]["beginning"], HOSTILE);
    assert_eq!(json[0]["answered"], false);
}

#[test]
fn an_empty_folder_lists_no_cases() {
    assert_eq!(
        Desk::new().list(ListForm::Table, "2026-11-05"),
        "There are no cases here.\n"
    );
    assert_eq!(Desk::new().list(ListForm::Json, "2026-11-05"), "[]\n");
}

#[test]
fn a_case_reads_whole_and_inert_with_identity_only_when_asked_for() {
    let desk = Desk::new();
    desk.receive(
        ReportKind::Report,
        "2026-11-02",
        HOSTILE,
        &[("../\x1b[2J.png", b"123")],
    );
    desk.receive(ReportKind::Addition, "2026-11-04", "vēl", &[]);
    let (page, closed) = desk.read(ShowIdentity::No);
    assert!(closed.is_empty());
    assert_inert(&page);
    assert!(
        page.contains("│ Zagti līdzekļi\\u{1b}]0;title\\u{7}\n│ === Lieta"),
        "{page}"
    );
    assert!(
        page.contains("│ 001            3 B  ../\\u{1b}[2J.png  (image/\\u{1b}png)"),
        "{page}"
    );
    assert!(page.contains("=== Addition, received 2026-11-04"), "{page}");
    assert!(
        !page.contains("Jānis") && page.contains("--identity"),
        "{page}"
    );
    assert!(!page.contains("warning:"), "{page}");

    let (page, closed) = desk.read(ShowIdentity::Yes);
    assert!(closed.is_empty());
    assert_inert(&page);
    assert!(page.contains("│ Jānis\\u{1b}[1m"), "{page}");
}

#[test]
fn identity_stays_closed_to_who_is_no_custodian() {
    let desk = Desk::new();
    desk.receive_as(Custodian::No, ReportKind::Report, "2026-11-02", "x", &[]);
    let (page, closed) = desk.read(ShowIdentity::Yes);
    assert!(page.contains("│ x") && !page.contains("Jānis"));
    assert_eq!(closed[0].complaint(), "officer-item-not-for-this-key");
}

#[test]
fn one_damaged_item_is_one_complaint_and_the_rest_lists() {
    let desk = Desk::new();
    let good = desk.receive(ReportKind::Report, "2026-11-02", "x", &[]);
    let folder = desk.home.root().path().join("sealed");
    let other = Desk::new();
    let foreign = other.receive(ReportKind::Report, "2026-11-02", "x", &[]);
    let theirs = other
        .home
        .root()
        .path()
        .join(format!("sealed/{foreign}.age"));
    fs::copy(theirs, folder.join(format!("{foreign}.age"))).expect("copied");
    fs::write(
        folder.join(format!("{}.age", "00".repeat(32))),
        b"age-encryption.org/v1\n",
    )
    .expect("written");
    fs::write(folder.join("notes.txt"), b"x").expect("written");

    let cases = desk.cases();
    assert_eq!(cases.cases.len(), 1);
    assert_eq!(cases.cases[0].reference(), good[..8]);
    let mut complaints: Vec<_> = cases
        .closed
        .iter()
        .map(|closed| closed.why.complaint())
        .collect();
    complaints.sort_unstable();
    assert_eq!(
        complaints,
        ["officer-item-damaged", "officer-item-not-for-this-key"]
    );
}

#[test]
fn an_export_has_generated_names_and_is_for_its_owner() {
    let desk = Desk::new();
    let name = desk.receive(
        ReportKind::Report,
        "2026-11-02",
        HOSTILE,
        &[("../../evil", b"one"), ("CON", b"")],
    );
    desk.receive(
        ReportKind::Addition,
        "2026-11-04",
        "vēl",
        &[("-rf", &vec![7; 200_000])],
    );
    let to = desk.folder.path().join("out");
    let cases = desk.cases();
    let policy = Policy::shipped();
    let institution = Institution::parse("paraugs").expect("a short name");
    let rosters = RosterHistory::default();
    let export = || {
        export(
            desk.readership(&institution, &rosters),
            &cases.cases[0],
            &reading(&policy, ShowIdentity::No),
            &to,
        )
    };
    let exported = export().expect("exported");
    assert_eq!((exported.files, exported.bytes), (3, 200_003));
    assert_eq!(exported.folder, to.join(&name[..8]));

    let mut names: Vec<_> = fs::read_dir(&exported.folder)
        .expect("there")
        .map(|entry| {
            entry
                .expect("there")
                .file_name()
                .into_string()
                .expect("ours")
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["001.bin", "002.bin", "003.bin", "report.json", "report.txt"]
    );
    assert_eq!(
        fs::read(exported.folder.join("001.bin")).expect("there"),
        b"one"
    );
    assert_eq!(
        fs::read(exported.folder.join("003.bin")).expect("there"),
        vec![7; 200_000]
    );
    let text = fs::read_to_string(exported.folder.join("report.txt")).expect("there");
    assert!(text.starts_with("IEROBEŽOTA PIEEJAMĪBA\n"));
    assert!(text.contains("│ 001.bin  ../../evil"), "{text}");
    assert_inert(&text);
    let json = fs::read(exported.folder.join("report.json")).expect("there");
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["parts"][0]["answers"]["what_happened"], HOSTILE);
    assert_eq!(json["parts"][0]["files"][0]["name"], "../../evil");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(
            (mode(to.clone()), mode(exported.folder.clone())),
            (0o700, 0o700)
        );
        for name in names {
            assert_eq!(mode(exported.folder.join(&name)), 0o600, "{name}");
        }
    }
    assert_eq!(
        export().expect_err("never over").complaint(),
        "officer-export-exists"
    );
    assert_eq!(fs::read_dir(&to).expect("there").count(), 1, "no leftovers");
}

#[test]
fn an_export_that_fails_leaves_nothing() {
    let desk = Desk::new();
    let name = desk.receive(
        ReportKind::Report,
        "2026-11-02",
        "x",
        &[("a", &vec![7; 100_000])],
    );
    let cases = desk.cases();
    let path = desk.home.root().path().join(format!("sealed/{name}.age"));
    let mut sealed = fs::read(&path).expect("there");
    let middle = sealed.len() / 2;
    sealed[middle] ^= 1;
    fs::write(&path, sealed).expect("written");
    let to = desk.folder.path().join("out");
    let policy = Policy::shipped();
    let institution = Institution::parse("paraugs").expect("a short name");
    let rosters = RosterHistory::default();
    let failure = export(
        desk.readership(&institution, &rosters),
        &cases.cases[0],
        &reading(&policy, ShowIdentity::No),
        &to,
    )
    .expect_err("damaged");
    assert_eq!(failure.complaint(), "officer-item-damaged");
    assert_eq!(fs::read_dir(&to).expect("made").count(), 0);
}

/// Debian's age opens our key file under its passphrase; it is older than the key in it. The
/// passphrase comes from a pseudo-terminal, so `script` (util-linux) stands in for the keyboard.
#[test]
fn stock_age_opens_our_key_file() {
    let desk = Desk::new();
    let passphrase = Passphrase::parse("correct horse battery");
    let work = WorkFactor::parse(WorkFactor::MIN).expect("in bounds");
    let sealed = desk.keys.seal(&passphrase.expect("long enough"), work);
    desk.home.key_file().keep(&sealed).expect("kept");
    let again = desk.home.key_file().keep(&sealed).expect_err("never over");
    assert_eq!(again.complaint(), "officer-key-exists");

    if !has("age") || !has("script") {
        return;
    }
    let out = desk.folder.path().join("key");
    let age = format!(
        "age -d -o {} {}",
        out.display(),
        desk.home.key_file().path().display(),
    );
    let mut script = Program::new("script")
        .args(["-qec", &age, "/dev/null"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("script runs");
    let keyboard = script.stdin.as_mut().expect("piped");
    keyboard
        .write_all(b"correct horse battery\n")
        .expect("typed");
    assert!(script.wait().expect("ends").success());
    let opened = fs::read_to_string(out).expect("opened");
    assert!(opened.contains("\nAGE-SECRET-KEY-PQ-1"));
}
