//! Signing and checking, also with stock minisign on the other side.

use std::process::{Command, Stdio};

use super::*;
use crate::keys::signature::SigningKey;
use crate::ledger::checkpoint::LogName;
use crate::rules::roster::tests::{RECIPIENTS, head, officer, sample, signing};
use crate::rules::roster::{PinnedRoster, Verdict};
use crate::skip::skip;

fn password(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// `keys/` with a roster and its key, and the secret key elsewhere.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["keys", "safe"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self { folder }
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn roster(&self) -> PathBuf {
        self.keys().join("knab.toml")
    }

    fn public(&self) -> PathBuf {
        self.keys().join("knab.pub")
    }

    fn secret(&self) -> PathBuf {
        self.folder.path().join("safe").join("knab.key")
    }

    fn write(&self, text: &str) {
        std::fs::write(self.roster(), text).expect("written");
    }

    /// A key by our own keygen.
    fn with_key(self) -> Self {
        keygen(&self.public(), &self.secret(), &password("parole")).expect("a key");
        self
    }

    fn sign(&self) -> Result<SignedRoster, CannotDo> {
        sign(&self.roster(), &self.secret(), Some(&password("parole")))
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.keys()).expect("keys/");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("a file").file_name())
            .map(|name| name.into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    }
}

/// Runs stock minisign; `None`, told as a skip, where it is not installed.
fn minisign(arguments: &[&std::ffi::OsStr]) -> Option<bool> {
    let ran = Command::new("minisign")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if ran.is_err() {
        skip("minisign");
    }
    ran.ok().map(|status| status.success())
}

macro_rules! minisign {
    ($($argument:expr),*) => { minisign(&[$(std::ffi::OsStr::new(&$argument)),*]) };
}

#[test]
fn what_we_sign_stock_minisign_verifies() {
    let desk = Desk::new().with_key();
    desk.write(&sample("knab", 1));
    desk.sign().expect("signed");
    let (public, roster) = (desk.public(), desk.roster());
    let Some(verified) = minisign!("-V", "-p", public, "-m", roster) else {
        return;
    };
    assert!(verified);
    desk.write(&sample("knab", 1));
    assert_eq!(minisign!("-V", "-p", public, "-m", roster), Some(false));
}

#[test]
fn what_stock_minisign_signs_we_accept() {
    let desk = Desk::new();
    let (public, secret, roster) = (desk.public(), desk.secret(), desk.roster());
    let Some(made) = minisign!("-G", "-W", "-p", public, "-s", secret) else {
        return;
    };
    assert!(made);
    desk.write(&sample("knab", 1));
    assert_eq!(minisign!("-S", "-s", secret, "-m", roster), Some(true));
    let checked = check(&desk.keys()).expect("right");
    assert_eq!(checked.rosters.len(), 1);
    // Its old-style signature is not one for us.
    assert_eq!(
        minisign!("-S", "-l", "-s", secret, "-m", roster),
        Some(true)
    );
    let legacy = check(&roster).expect_err("old style").to_string();
    assert!(legacy.contains("old kind"), "{legacy}");
    // Its secret key file signs with our tool too, and stock verifies that.
    sign(&roster, &secret, None).expect("signed");
    assert_eq!(minisign!("-V", "-p", public, "-m", roster), Some(true));
}

#[test]
fn a_hand_over_by_stock_minisign_counts() {
    let desk = Desk::new();
    let (public, old, roster) = (desk.public(), desk.secret(), desk.roster());
    let Some(made) = minisign!("-G", "-W", "-p", public, "-s", old) else {
        return;
    };
    assert!(made);
    desk.write(&sample("knab", 1));
    sign(&roster, &old, None).expect("signed");
    let first = check(&roster).expect("right").rosters.remove(0);
    let Verdict::Accept(seen) = PinnedRoster::judge(None, &first) else {
        panic!("the first is accepted");
    };

    let new = desk.folder.path().join("safe").join("new.key");
    assert_eq!(
        minisign!("-G", "-W", "-f", "-p", public, "-s", new),
        Some(true)
    );
    assert_eq!(minisign!("-S", "-s", old, "-m", public), Some(true));
    sign(&roster, &new, None).expect("signed");
    let second = check(&desk.keys()).expect("right").rosters.remove(0);
    assert!(matches!(
        PinnedRoster::judge(Some(&seen), &second),
        Verdict::Accept(_)
    ));
}

#[test]
fn a_hand_over_by_our_tool_counts_and_without_it_the_key_is_refused() {
    let desk = Desk::new().with_key();
    desk.write(&sample("knab", 1));
    desk.sign().expect("signed");
    let first = check(&desk.roster()).expect("right").rosters.remove(0);
    let Verdict::Accept(seen) = PinnedRoster::judge(None, &first) else {
        panic!("the first is accepted");
    };

    std::fs::remove_file(desk.public()).expect("removed");
    let new = desk.folder.path().join("safe").join("new.key");
    keygen(&desk.public(), &new, &password("cita")).expect("a new key");
    sign(&desk.roster(), &new, Some(&password("cita"))).expect("signed");
    let second = check(&desk.roster()).expect("right").rosters.remove(0);
    assert!(matches!(
        PinnedRoster::judge(Some(&seen), &second),
        Verdict::Refuse(_)
    ));

    let by_itself = hand_over(&desk.public(), &new, Some(&password("cita")));
    assert!(matches!(by_itself, Err(CannotDo::SameKey(_))));
    let written = hand_over(&desk.public(), &desk.secret(), Some(&password("parole")));
    assert_eq!(
        written.expect("handed over"),
        desk.keys().join("knab.pub.minisig")
    );
    let second = check(&desk.roster()).expect("right").rosters.remove(0);
    assert!(matches!(
        PinnedRoster::judge(Some(&seen), &second),
        Verdict::Accept(_)
    ));
}

#[test]
fn a_wrong_roster_is_not_signed_and_nothing_is_written() {
    let desk = Desk::new().with_key();
    let before = |desk: &Desk| {
        assert_eq!(desk.files(), ["knab.pub", "knab.toml"]);
    };

    desk.write(&head("knab", 1));
    let error = desk.sign().expect_err("nobody");
    assert!(matches!(error, CannotDo::Roster(..)), "{error}");
    before(&desk);

    desk.write(&sample("vid", 1));
    assert!(matches!(desk.sign(), Err(CannotDo::OtherName(_))));
    before(&desk);

    desk.write(&sample("knab", 1));
    let (roster, secret) = (desk.roster(), desk.secret());
    let wrong = sign(&roster, &secret, Some(&password("Parole")));
    assert!(matches!(
        wrong,
        Err(CannotDo::Secret(NotASecret::WrongPassword))
    ));
    let none = sign(&roster, &secret, None);
    assert!(matches!(
        none,
        Err(CannotDo::Secret(NotASecret::NeedsPassword))
    ));
    let public = sign(&roster, &desk.public(), None);
    assert!(matches!(
        public,
        Err(CannotDo::Secret(NotASecret::Malformed))
    ));
    let missing = sign(&roster, Path::new("/none"), None);
    assert!(matches!(missing, Err(CannotDo::Unreadable(..))));
    before(&desk);

    let stranger = Desk::new().with_key();
    let other = sign(&roster, &stranger.secret(), Some(&password("parole")));
    assert!(matches!(other, Err(CannotDo::OtherSecret(_))));
    before(&desk);
}

#[test]
fn a_second_text_needs_a_higher_version() {
    let desk = Desk::new().with_key();
    desk.write(&sample("knab", 2));
    desk.sign().expect("signed");
    desk.sign().expect("the same text again");
    for version in [1, 2] {
        desk.write(&sample("knab", version));
        assert!(
            matches!(desk.sign(), Err(CannotDo::VersionSigned(2))),
            "{version}"
        );
    }
    desk.write(&sample("knab", 3));
    desk.sign().expect("signed");
    assert_eq!(desk.files(), ["knab.pub", "knab.toml", "knab.toml.minisig"]);
    let signature = std::fs::read_to_string(desk.keys().join("knab.toml.minisig")).expect("text");
    assert!(signature.contains("trusted comment: svilpe roster knab version 3\n"));
    assert!(!signature.contains("timestamp"));
}

#[test]
fn signing_for_a_server_puts_its_number_in_and_raises_a_version_that_was_signed() {
    let desk = Desk::new().with_key();
    let server = ServerNumber::parse(SERVER).expect("a number");
    let sign = |number| {
        let (roster, secret) = (desk.keys().join("knab.toml"), desk.secret());
        sign_for(
            &roster,
            &secret,
            Some(&password("parole")),
            Some(&NamedServer::from(number)),
        )
    };
    let text = sample("knab", 4).replace("version = 4", "version = 4   # raise it");
    desk.write(&text);
    let first = sign(server).expect("signed");
    assert_eq!(first.roster.version(), 4, "nobody has seen it");
    assert_eq!(first.roster.server(), Some(server));
    assert_eq!(sign(server).expect("again").roster.version(), 4);

    desk.write(&sample("knab", 5));
    desk.sign().expect("without a number");
    let named = sign(server).expect("signed");
    assert_eq!(
        (named.roster.version(), named.roster.server()),
        (6, Some(server))
    );
    let moved = ServerNumber::from_bytes([9; 16]);
    let moved = sign(moved).expect("signed").roster;
    assert_eq!(moved.version(), 7);
    assert_eq!(moved.text().matches("server = ").count(), 1);
    check(&desk.keys()).expect("as the intake reads it");
}

#[test]
fn signing_for_a_ledger_names_its_server_too_and_no_other_ledger_than_its() {
    let desk = Desk::new().with_key();
    let sign = |named: &str| {
        let (roster, secret) = (desk.keys().join("knab.toml"), desk.secret());
        let named = NamedServer::parse(named).expect("a server or a ledger");
        sign_for(&roster, &secret, Some(&password("parole")), Some(&named))
    };
    desk.write(&sample("knab", 4));
    let key = log_key(SERVER);
    let signed = sign(&key).expect("signed").roster;
    assert_eq!(signed.server(), ServerNumber::parse(SERVER));
    assert_eq!(signed.log().expect("named").as_str(), key);
    let again = sign(&key).expect("signed");
    assert_eq!((again.roster.version(), again.warnings.len()), (4, 2));
    // Another server's number under this ledger's key is refused; its own key is taken.
    let other = "09".repeat(16);
    assert!(matches!(sign(&other), Err(CannotDo::Roster(..))));
    let moved = sign(&log_key(&other)).expect("signed").roster;
    assert_eq!(moved.version(), 5);
    assert_eq!(moved.text().matches("log = ").count(), 1);
    assert!(NamedServer::parse(&format!("{key}x")).is_none());
}

/// A ledger's key for the server of this number.
fn log_key(server: &str) -> String {
    let name = LogName::parse(&format!("svilpe/{server}")).expect("a name");
    LogKey::new(name, SigningKey::random().public()).to_string()
}

#[test]
fn warnings_name_what_the_institution_may_not_have_meant() {
    let desk = Desk::new().with_key();
    desk.write(&sample("knab", 1).replace("true", "false"));
    let name = || "knab".to_owned();
    assert_eq!(
        desk.sign().expect("signed").warnings,
        [
            Warning::OneOfficer(name()),
            Warning::NoCustodian(name()),
            Warning::NoAuditor(name()),
            Warning::NoServer(name())
        ]
    );
    let server = format!(
        "version = 2\nserver = \"{SERVER}\"\nlog = \"{}\"\n",
        log_key(SERVER)
    );
    let text = sample("knab", 2).replace("version = 2\n", &server)
        + &officer("Jānis", RECIPIENTS[1], &signing())
        + &format!(
            "[[auditor]]\nname = \"Delna\"\nsigning = \"{}\"\n",
            signing()
        );
    desk.write(&text);
    assert_eq!(desk.sign().expect("signed").warnings, []);
    assert_eq!(check(&desk.keys()).expect("right").warnings, []);
}

#[test]
fn a_key_is_made_once_and_its_secret_half_lies_elsewhere() {
    let desk = Desk::new();
    let beside_it = desk.keys().join("knab.key");
    let refused = keygen(&desk.public(), &beside_it, &password("parole"));
    assert!(matches!(refused, Err(CannotDo::SecretBesidePublic(_))));
    assert_eq!(desk.files(), Vec::<String>::new());

    let made = keygen(&desk.public(), &desk.secret(), &password("parole")).expect("a key");
    let text = std::fs::read_to_string(desk.public()).expect("text");
    assert_eq!(made, InstitutionKey::parse(&text).expect("a key"));
    let secret = std::fs::read(desk.secret()).expect("the secret");

    let again = keygen(
        &desk.public(),
        &desk.folder.path().join("b.key"),
        &password("x"),
    );
    assert!(matches!(again, Err(CannotDo::Unwritable(..))));
    assert!(!desk.folder.path().join("b.key").exists());
    let again = keygen(&desk.keys().join("vid.pub"), &desk.secret(), &password("x"));
    assert!(matches!(again, Err(CannotDo::Unwritable(..))));
    assert!(!desk.keys().join("vid.pub").exists());
    assert_eq!(std::fs::read(desk.secret()).expect("the secret"), secret);
}

#[cfg(unix)]
#[test]
fn the_secret_half_is_for_its_owner_only_and_public_files_are_not() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new().with_key();
    desk.write(&sample("knab", 1));
    let signed = desk.sign().expect("signed");
    let mode = |path: &Path| {
        let file = std::fs::metadata(path).expect("a file");
        file.permissions().mode() & 0o777
    };
    assert_eq!(mode(&desk.secret()), 0o600);
    // The same as any file that this user makes.
    assert_eq!(mode(&signed.signature), mode(&desk.roster()));
}

#[test]
fn secret_files_that_would_cost_too_much_are_refused_unread() {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let desk = Desk::new().with_key();
    let text = std::fs::read_to_string(desk.secret()).expect("text");
    let line = text.lines().nth(1).expect("a key line");
    let bytes = BASE64_STANDARD.decode(line).expect("base64");
    let with = |at: usize, number: u64| {
        let mut bytes = bytes.clone();
        bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
        format!("untrusted comment: x\n{}\n", BASE64_STANDARD.encode(bytes))
    };
    for costly in [
        with(38, 33_554_433),
        with(46, 1_073_741_825),
        with(38, u64::MAX),
    ] {
        let refused = InstitutionSecret::parse(&costly, Some(&password("parole")));
        assert_eq!(refused.err(), Some(NotASecret::Malformed));
    }
    for damaged in ["", "x", "x\n\n", "x\nAAAA\n"] {
        let refused = InstitutionSecret::parse(damaged, None);
        assert_eq!(refused.err(), Some(NotASecret::Malformed));
    }
    assert!(InstitutionSecret::parse(&text, Some(&password("parole"))).is_ok());
}

/// As `svilpe intake init` prints one.
const SERVER: &str = "00112233445566778899aabbccddeeff";

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let into = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &into);
        } else {
            std::fs::copy(entry.path(), into).expect("copied");
        }
    }
}

/// Estonia's pack, and somebody's key for it.
fn unsigned_pack(folder: &Path) -> PathBuf {
    let pack = folder.join("pack");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy/estonia");
    copy_folder(&ours, &pack);
    let secret = folder.join("pack.key");
    keygen(&pack.join("policy.pub"), &secret, &password("parole")).expect("a key");
    pack
}

#[test]
fn what_does_not_belong_into_a_pack_is_named_before_it_is_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = unsigned_pack(folder.path());
    let sign = || {
        sign_pack(
            &pack,
            &folder.path().join("pack.key"),
            Some(&password("parole")),
        )
    };
    for (path, told) in [
        ("notes.txt", "\"notes.txt\" can't be in a pack"),
        ("texts/et.ftl~", "\"texts/et.ftl~\" can't be in a pack"),
        ("texts/uk.ftl", "nothing reads texts/uk.ftl"),
        (
            "languages/fi/language.toml",
            "nothing reads languages/fi/language.toml",
        ),
        (
            "languages/et/pages/forms.ftl",
            "nothing reads languages/et/pages/forms.ftl",
        ),
    ] {
        let file = pack.join(path);
        std::fs::create_dir_all(file.parent().expect("below")).expect("a folder");
        std::fs::write(&file, "name = \"x\"\n").expect("written");
        let why = sign().expect_err(path).to_string();
        assert!(why.contains(told), "{why}");
        assert!(!pack.join("policy.toml.minisig").exists(), "{path}");
        std::fs::remove_file(&file).expect("taken out");
    }
    sign().expect("right again");
}

/// The digests are written anew, and there may be fewer of them than in the file.
#[test]
fn a_mistake_in_a_policy_is_told_with_the_line_that_its_author_sees() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = unsigned_pack(folder.path());
    std::fs::remove_file(pack.join("texts/ru.ftl")).expect("taken out");
    let policy = pack.join("policy.toml");
    let text = std::fs::read_to_string(&policy).expect("there");
    let text = text.replace("files_max = 20", "files_max = 1000");
    std::fs::write(&policy, &text).expect("written");
    let secret = folder.path().join("pack.key");
    let why = sign_pack(&pack, &secret, Some(&password("parole"))).expect_err("too many");
    let line = 1 + text
        .lines()
        .position(|line| line == "files_max = 1000")
        .expect("there");
    assert!(
        why.to_string().contains(&format!("line {line}: files_max")),
        "{why}"
    );
}

#[test]
fn a_pack_from_an_editor_that_ends_lines_in_its_own_way_is_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    let pack = unsigned_pack(folder.path());
    let policy = pack.join("policy.toml");
    let text = std::fs::read_to_string(&policy).expect("there");
    std::fs::write(&policy, text.replace('\n', "\r\n")).expect("written");
    let secret = folder.path().join("pack.key");
    sign_pack(&pack, &secret, Some(&password("parole"))).expect("right");
    assert_eq!(std::fs::read_to_string(&policy).expect("there"), text);
    check_pack(&pack).expect("signed");
}
