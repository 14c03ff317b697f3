//! Makes the seeds: `cargo test --test integration fuzzing::seeds -- --ignored`, when a format
//! changes.
//!
//! What is `good` is what our own tools write, to the keys that the targets know. Near misses
//! beside it begin where no chance would get: a valid head with another end.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use svilpe::keys::digest::{ReportDigest, Sha256};
use svilpe::keys::recipient::OpeningKey;
use svilpe::ledger::checkpoint::Checkpoint;
use svilpe::ledger::entry::step::{Assessment, CaseStep, Conclusion, Euros};
use svilpe::ledger::entry::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
    Track,
};
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent};
use svilpe::ledger::fold::lifecycle::PublicStatus;
use svilpe::ledger::tree::tiles::Bundle;
use svilpe::ledger::tree::{Tree, TreeHash};
use svilpe::net::http_signature::{BodyDigest, InstanceId, SignedHeaders, Target, Verifier};
use svilpe::report::mailbox::{
    Enclosure, FileToEnclose, MailboxId, MailboxSecret, NewReply, PieceName, SealedReply,
    WrappedMailbox,
};
use svilpe::report::receipt::{Claim, Code};
use svilpe::report::sealed::{Addressee, Addressees, Custodian, Sealing};
use svilpe::report::upload_protocol::{
    Accounting, Delivery, DeliveryKind, MailboxContents, PieceRequest, ServerTerms, Settlement,
    VisitRequest,
};
use svilpe::report::{Answers, Fear, Heading, Identity, Report, ReportKind, Words};
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::{Category, Policy};
use svilpe::rules::roster::{Roster, RosterDigest};
use svilpe::text::Language;

use super::seeds_folder;
use super::targets::{
    BOUNDARY, INSTANCE, MAILBOX, institution, institution_key, log_name, opening_key, signing_key,
};
use crate::world::log::record;

/// Where seeds of one target go.
struct Corpus(&'static str);

impl Corpus {
    fn add(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let folder = seeds_folder().join(self.0);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
    }
}

#[test]
#[ignore = "writes fuzz/seeds"]
fn the_seeds_are_written() {
    let _ = fs::remove_dir_all(seeds_folder());
    texts_that_people_write();
    what_a_browser_or_tor_sends();
    reports();
    replies();
    what_the_upload_protocol_says();
    ledger();
    signed_requests();
    answers_of_a_server();
}

/// The shipped policy without its reasons: every key, in fewer bytes.
fn bare_policy() -> Policy {
    let shipped = Policy::shipped();
    let lines = shipped.text().lines();
    let told = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let text: String = told.flat_map(|line| [line, "\n"]).collect();
    Policy::parse(&text).expect("comments say nothing to the program")
}

/// Each action's letter and each list's first word, in as few words as a pack may have.
fn bare_letters() -> String {
    let ours = std::fs::read_to_string("policy/latvia/letters.toml").unwrap();
    let ours: toml::Table = toml::from_str(&ours).unwrap();
    let rows = |table: &str| ours[table].as_array().unwrap().clone();
    let letter = |row: &toml::Value| format!("{{ action = {}, {SAID} }}", row["action"]);
    let term = |row: &toml::Value| {
        let (list, word) = (&row["list"], &row["word"]);
        format!("{{ list = {list}, word = {word}, {SAID} }}")
    };
    let letters: Vec<_> = rows("letter").iter().map(letter).collect();
    let mut first = rows("term");
    first.dedup_by_key(|term| term["list"].clone());
    let terms: Vec<_> = first.iter().map(term).collect();
    let (letters, terms) = (letters.join(","), terms.join(","));
    format!("letter = [{letters}]\nterm = [{terms}]\n")
}

const SAID: &str = "text = { lv = \"[x]\", en = \"[x]\" }";

/// The bare policy with its letters, unsigned: what a server may hand out.
fn bare_pack(more: &str) -> String {
    let letters = &bare_letters();
    let policy = bare_policy();
    let (above, below) = policy.text().split_once("[files]\n").unwrap();
    let below = below.split_once("[contact_point]").unwrap().1;
    let digest = hex::encode(Sha256::of(letters.as_bytes()));
    let named = format!("[files]\n\"letters.toml\" = \"{digest}\"\n[contact_point]");
    let policy = serde_json::to_string(&format!("{above}{named}{below}")).unwrap();
    let letters = serde_json::to_string(letters).unwrap();
    format!(r#"{{"policy":{policy},"files":{{{more}"letters.toml":{letters}}},"signature":null}}"#)
}

fn texts_that_people_write() {
    let code = Corpus("code");
    code.add("good", Code::random().expose().as_bytes());
    code.add("too-short", "0000 0000 0000 0000 0000 0000 000");
    let policy = Corpus("policy");
    policy.add("good", bare_policy().text());
    policy.add("truncated", &bare_policy().text()[..2000]);
    let pack = Corpus("pack");
    pack.add("good", bare_pack(""));
    pack.add("not-named", bare_pack(r#""texts/lv.ftl":"","#));
    let roster = Corpus("roster");
    roster.add("good", roster_text());
    roster.add("twice", roster_text().repeat(2));
}

fn what_a_browser_or_tor_sends() {
    let part = |head: &str, body: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let field = part("name=\"what_happened\"", "Priekšnieks pieņem kukuļus.");
    let file = part(
        "name=\"files\"; filename=\"rēķins.pdf\"",
        "%PDF\r\n--\r\n--a",
    );
    let form = format!("\u{10}{field}{file}--{BOUNDARY}--\r\n");
    let multipart = Corpus("multipart");
    multipart.add("good", &form);
    multipart.add("no-end", &form[..form.len() - 6]);
    multipart.add("good-no-name", form.replace("name=\"files\"; ", ""));
    let short = Corpus("urlencoded");
    short.add(
        "good",
        "code=0000+0000&csrf_token=AbC%3D%3D&text=%C4%81%0D%0A",
    );
    short.add("good-not-utf8", "code=%ff%fe");
    let circuit = Corpus("circuit");
    circuit.add("good", "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80");
    circuit.add("a-person", "PROXY TCP4 192.0.2.1 192.0.2.2 44 80");
}

fn reports() {
    let sealed = sealed_report();
    let age = Corpus("age_header");
    age.add("good", &sealed);
    age.add("truncated", &sealed[..2000]);
    let vectors = [
        "x25519",
        "x25519_grease",
        "x25519_multiple_recipients",
        "x25519_low_order",
        "scrypt",
        "hybrid",
        "hybrid_grease",
        "hybrid_low_order",
        "hybrid_long_share",
        "hmac_bad",
        "stanza_long_line",
        "stream_no_nonce",
        "armor_x25519",
    ];
    for name in vectors {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/age");
        let vector = fs::read(folder.join(name)).unwrap();
        let head = vector.windows(2).position(|two| two == b"\n\n").unwrap();
        age.add(name, &vector[head + 2..]);
    }
    let plain = age::decrypt(&opening_key(), &sealed).unwrap();
    let container = Corpus("container");
    container.add("good", &plain);
    container.add("no-padding", &plain[..4000]);
    let start = plain
        .windows(9)
        .position(|nine| nine == b"{\"format\"")
        .unwrap();
    let length = plain[start..]
        .windows(4)
        .position(|four| four == b"PK\x07\x08")
        .unwrap();
    let heading = Corpus("heading");
    heading.add("good", &plain[start..start + length]);
    heading.add("no-end", &plain[start..start + length - 2]);
}

fn sealed_report() -> Vec<u8> {
    let officer = |name: &str, key: OpeningKey, custodian| Addressee {
        name: name.to_owned(),
        recipient: key.recipient(),
        custodian,
    };
    let officers = vec![
        officer("Anna", opening_key(), Custodian::Yes),
        officer("Bruno", OpeningKey::random(), Custodian::No),
        officer("Cilda", OpeningKey::random(), Custodian::No),
    ];
    let roster = RosterDigest::from_bytes([7; 32]);
    let to = Addressees::new(institution(), 3, roster, officers, &[]).unwrap();
    let mut sealing = Sealing::to(to).unwrap();
    let mut sealed = sealing.take();
    for (name, bytes) in [("a.txt", "rēķins"), ("b.txt", "PK\x03\x04")] {
        sealing.file(name, "text/plain").unwrap();
        sealing.write(bytes.as_bytes()).unwrap();
        sealed.extend(sealing.take());
    }
    let identity = Identity::parse(words("Jana Bērziņa"), words("20000000")).unwrap();
    sealed.extend(sealing.finish(report(), Some(identity)).unwrap().rest);
    sealed
}

fn report() -> Report {
    let heading = Heading {
        kind: ReportKind::Report,
        institution: institution(),
        day: day(6),
        language: Language::latvian().code().clone(),
        mailbox: MailboxId::from_bytes(MAILBOX),
        reply_to: opening_key().recipient(),
        signing: signing_key().public(),
        number: 0,
        policy: [9; 32],
    };
    let answers = Answers {
        category: Some(words("public-funds")),
        who_involved: Some(words("priekšnieks")),
        fear_of_retaliation: Some(Fear::Yes),
        ..Answers::new(words("Kukuļi."))
    };
    Report::new(heading, answers)
}

fn replies() {
    let sealed = sealed_reply(None);
    let corpus = Corpus("reply");
    corpus.add("good-sealed", sealed.as_bytes());
    corpus.add("truncated", &sealed.as_bytes()[..1000]);
    let plain = age::decrypt(&opening_key(), sealed.as_bytes()).unwrap();
    let json = plain.trim_ascii_end();
    corpus.add("good-json", json);
    corpus.add("truncated-json", &json[..json.len() - 10]);
    let files = [("līgums.pdf", &b"%PDF-"[..]), ("b", b"b")];
    let files = files.map(|(name, bytes)| FileToEnclose { name, bytes });
    let (enclosure, _pieces) = Enclosure::seal(&files).unwrap();
    let sealed = sealed_reply(Some(&enclosure));
    let plain = age::decrypt(&opening_key(), sealed.as_bytes()).unwrap();
    let json = plain.trim_ascii_end();
    corpus.add("good-files-json", json);
    let text = str::from_utf8(json).unwrap();
    let no_bytes = text.replacen("\"length\":5", "\"length\":0", 1);
    corpus.add("empty-file-json", no_bytes);
    let other_pieces = text.replacen("\"pieces\":[", "\"pieces\":[\"00\",", 1);
    corpus.add("other-pieces-json", other_pieces);
}

fn sealed_reply(enclosure: Option<&Enclosure>) -> SealedReply {
    let reply = NewReply {
        text: "Paldies! Vai \"turpinās\"?",
        day: day(7),
        number: 1,
        after: 0,
        officer: "Anna",
        institution: &institution(),
        mailbox: MailboxId::from_bytes(MAILBOX),
        enclosure,
    };
    SealedReply::seal(&reply, &signing_key(), &opening_key().recipient(), &[]).unwrap()
}

fn what_the_upload_protocol_says() {
    let corpus = Corpus("upload_protocol");
    let delivery = |kind| Delivery {
        day: day(6),
        roster: RosterDigest::from_bytes([7; 32]),
        claim: Claim::from_bytes([1; 32]),
        kind,
        secret: MailboxSecret::from_bytes([4; 32]),
        wrapped: WrappedMailbox::of_nobody(),
    };
    let report = delivery(DeliveryKind::Report).to_bytes();
    corpus.add("good-report", &report);
    corpus.add("truncated-report", &report[..100]);
    let code = Claim::from_bytes([2; 32]);
    let addition = delivery(DeliveryKind::Addition { code }).to_bytes();
    corpus.add("good-addition", addition);
    let piece = PieceRequest {
        secret: MailboxSecret::from_bytes([4; 32]),
        piece: PieceName::from_bytes([5; 16]),
    };
    corpus.add("good-piece", &piece.to_bytes()[..]);
    let visit = || VisitRequest {
        from: Claim::from_bytes([1; 32]),
        to: Claim::from_bytes([2; 32]),
    };
    corpus.add("good-visit", visit().to_bytes());
    let settlement = Settlement {
        visit: visit(),
        wrapped: WrappedMailbox::of_nobody(),
        secret: MailboxSecret::from_bytes([4; 32]),
        item: item(1),
        received: day(6),
    };
    corpus.add("good-settlement", settlement.to_bytes());
    let (text, secret) = (roster_text(), institution_key());
    let signature = secret.sign(text.as_bytes(), "a seed").unwrap();
    let roster = Roster::parse(&text, &signature, secret.public()).unwrap();
    let instance = InstanceId::from_bytes(INSTANCE);
    let terms = ServerTerms::of(instance, day(6), &bare_policy(), &roster).unwrap();
    corpus.add("good-terms", terms.to_json());
    corpus.add("other-server", terms.to_json().replace("\"0707", "\"0708"));
    let accounting = Accounting {
        entry: Some(7),
        accounted: true,
        status: PublicStatus::Question,
        next: day(20),
        silent: Some(day(19)),
    };
    let waiting = MailboxContents::newest(vec![sealed_reply(None)], Some(accounting));
    corpus.add(
        "good-waiting",
        MailboxContents::to_json(Some(&waiting)).trim_end(),
    );
    corpus.add(
        "good-nothing-waits",
        MailboxContents::to_json(None).trim_end(),
    );
}

fn ledger() {
    let entries = entries();
    let corpus = Corpus("entry");
    for (number, entry) in entries.iter().enumerate() {
        corpus.add(&format!("good-{number}"), entry.to_line());
    }
    let lines: Vec<String> = entries.iter().map(Entry::to_line).collect();
    corpus.add("spaced", lines[0].replace(',', ", "));
    let bundle = Bundle::encode(lines.iter().map(String::as_str));
    let width = u8::try_from(lines.len() - 1).unwrap();
    let path = format!("tile/entries/000.p/{}\n", lines.len());
    let tiles = Corpus("tiles");
    tiles.add(
        "good",
        [path.as_bytes(), &[width], bundle.as_slice()].concat(),
    );
    tiles.add(
        "one-less",
        [path.as_bytes(), &[width - 1], bundle.as_slice()].concat(),
    );
    tiles.add("hashes", "tile/1/x001/234.p/5\n");
    tiles.add(
        "roster",
        format!("roster/{}.toml.minisig\n", "0".repeat(64)),
    );
    let mut tree = Tree::new();
    for line in &lines {
        tree.append(TreeHash::of_leaf(line.as_bytes()), &mut Vec::new());
    }
    let signed = Checkpoint::sign(tree.head(), &log_name(), &signing_key()).to_bytes();
    let checkpoint = Corpus("checkpoint");
    checkpoint.add("good", &signed);
    checkpoint.add("truncated", &signed[..signed.len() - 20]);
    checkpoint.add(
        "signed-twice",
        [signed.as_slice(), &signed[signed.len() - 90..]].concat(),
    );
}

/// One of each fact.
fn entries() -> Vec<Entry> {
    let case = CaseNumber::from_bytes([0xc0; 8]);
    let by_officer = |event| record(&institution(), &signing_key(), day(8), event);
    let step = |step| {
        let after = TreeHash::EMPTY;
        by_officer(OfficerEvent::Step { case, after, step })
    };
    let received = Entry::Received {
        institution: institution(),
        day: day(6),
        item: item(1),
    };
    let (item, reason) = (item(2), RejectionReason::Spam);
    let opened = OfficerEvent::Opened {
        case,
        item,
        category: Category::parse("public-funds").unwrap(),
        track: Track::WhistleblowerReport,
    };
    let concluded = Conclusion {
        outcome: Outcome::PartlyConfirmed,
        proceedings: BTreeMap::from([(Proceeding::Criminal, ProceedingState::Opened)]),
        effects: [Effect::HarmPrevented, Effect::Recommendation].into(),
        damage_eur: Euros::new(1_000_000_000_000),
        recovered_eur: Euros::new(0),
    };
    vec![
        received,
        by_officer(OfficerEvent::Rejected { item, reason }),
        by_officer(opened),
        step(CaseStep::Linked { item }),
        step(CaseStep::Acknowledged),
        step(CaseStep::Assessed(Assessment::NotRecognised(
            NonRecognition::NoBreach,
        ))),
        step(CaseStep::Forwarded { to: institution() }),
        step(CaseStep::Extended {
            reason: ExtensionReason::CrossBorder,
        }),
        step(CaseStep::Concluded(concluded)),
        step(CaseStep::Closed),
    ]
}

fn signed_requests() {
    let corpus = Corpus("http_signature");
    corpus.add("good", "");
    let (verifier, key) = (
        Verifier::new(InstanceId::from_bytes(INSTANCE)),
        signing_key(),
    );
    let target = Target {
        method: "GET",
        path: "/reports",
        query: None,
        body: BodyDigest::of(b""),
    };
    let instance = InstanceId::from_bytes(INSTANCE);
    let signed = SignedHeaders::sign(&target, instance, verifier.challenge(), &key);
    let lines: Vec<&str> = signed.iter().map(|(_, value)| value).collect();
    corpus.add("other-challenge", lines.join("\n"));
    corpus.add("other-digest", format!("{}\n", BodyDigest::of(b"x")));
    corpus.add(
        "not-structured",
        "\n\n\nsig1=(\"@method\";req);created=1;;nonce=\"a\n",
    );
}

fn answers_of_a_server() {
    let corpus = Corpus("rogue_server");
    let http = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    corpus.add("good-direct", format!("d{http}"));
    corpus.add("good-chunked", format!("d{chunked}"));
    corpus.add("cut-off", format!("d{}", &http[..http.len() - 2]));
    corpus.add(
        "endless-head",
        format!("d{}", "HTTP/1.1 100 Continue\r\n\r\n".repeat(20)),
    );
    // RFC 1928 and 1929: a login is wanted, it is right, the stream is there.
    let socks = b"s\x05\x02\x01\x00\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00";
    corpus.add("good-socks", [&socks[..], http.as_bytes()].concat());
    corpus.add(
        "socks-refused",
        [&socks[..5], b"\x05\xf4\x00\x01\0\0\0\0\0\0"].concat(),
    );
}

fn roster_text() -> String {
    let officer = |name, key: &OpeningKey| {
        format!(
            "[[officer]]\nname = \"{name}\"\n\
             role = {{ lv = \"izmeklētāja\", en = \"investigator\" }}\n\
             recipient = \"{}\"\nsigning = \"{}\"\ncustodian = true\n",
            key.recipient(),
            signing_key().public()
        )
    };
    format!(
        "institution = \"{}\"\nversion = 1\nkind = \"external\"\nserver = \"{}\"\n\
         name = {{ lv = \"Paraugu iestāde\", en = \"Sample\" }}\n{}",
        institution(),
        hex::encode(INSTANCE),
        officer("Anna", &opening_key())
    )
}

fn words(text: &str) -> Words {
    Words::from(text.to_owned())
}

fn item(number: u8) -> ReportDigest {
    ReportDigest::from_bytes([number; 32])
}

/// A day of January 2026.
fn day(of_january: u8) -> Day {
    format!("2026-01-{of_january:02}").parse().unwrap()
}
