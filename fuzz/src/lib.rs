//! What each fuzz target does with its bytes: one function for each parser that strangers or a
//! rogue server reach.
//!
//! Two programs use this file: the targets of cargo-fuzz, on a nightly, and `cargo test`, which
//! feeds the committed seeds to the same functions on the stable compiler.
//!
//! The keys below are known to everybody, so that a seed which was sealed or signed once is opened
//! again by the next run. They are good for nothing else.

use std::io::{Cursor, Read as _, Write as _};
use std::net::{Shutdown, TcpListener};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use svilpe::intake::http::body_limits::BodyLimits;
use svilpe::intake::http::circuit::Circuit;
use svilpe::intake::http::multipart::Parts;
use svilpe::intake::http::short_body::ShortBodies;
use svilpe::intake::http::urlencoded;
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use svilpe::ledger::entry::Entry;
use svilpe::ledger::tree::tiles::{Bundle, Resource};
use svilpe::net::connection::{Ask, Way};
use svilpe::net::http_signature::{BodyDigest, InstanceId, SignedHeaders, Target, Verifier};
use svilpe::officer::roster::institution_secret_key::InstitutionSecret;
use svilpe::report::Report;
use svilpe::report::mailbox::{
    ENCLOSED_BYTES_MAX, ENCLOSED_FILES_MAX, MailboxId, Reply, SealedPiece, SealedReply,
};
use svilpe::report::receipt::Code;
use svilpe::report::sealed::{CiphertextCheck, OpenedReport};
use svilpe::report::upload_protocol::{
    Delivery, MailboxContents, PieceRequest, ServerTerms, Settlement, VisitRequest,
};
use svilpe::rules::pack::CountryPack;
use svilpe::rules::policy::Policy;
use svilpe::rules::roster::{Institution, Roster, RosterHistory};

/// A target's name, which is its folder of seeds, and what it does. True: the bytes were accepted.
pub type FuzzTarget = (&'static str, fn(&[u8]) -> bool);

/// Every one of them.
pub const TARGETS: [FuzzTarget; 17] = [
    ("age_header", age_header),
    ("checkpoint", checkpoint),
    ("circuit", circuit),
    ("code", code),
    ("container", container),
    ("entry", entry),
    ("heading", heading),
    ("http_signature", http_signature),
    ("multipart", multipart),
    ("pack", pack),
    ("policy", policy),
    ("reply", reply),
    ("rogue_server", rogue_server),
    ("roster", roster),
    ("tiles", tiles),
    ("upload_protocol", upload_protocol),
    ("urlencoded", urlencoded),
];

/// A receipt's code, as it is typed or pasted.
pub fn code(bytes: &[u8]) -> bool {
    let Ok(code) = str::from_utf8(bytes)
        .map_err(|_| ())
        .and_then(|text| Code::parse(text).map_err(|_| ()))
    else {
        return false;
    };
    let again = Code::parse(&code.expose()).expect("a code survives its own text");
    assert_eq!(*again.expose(), *code.expose());
    true
}

/// A report's form, as a browser sends it: the first byte is the length of a piece, the rest the
/// body. What is cut anywhere reads as what came whole.
pub fn multipart(bytes: &[u8]) -> bool {
    let Some((length, body)) = bytes.split_first() else {
        return false;
    };
    let cut = read_form(body, usize::from(*length % 64) + 1);
    let whole = read_form(body, body.len().max(1));
    assert_eq!(cut, whole, "a form does not depend on where it is cut");
    cut.is_some()
}

/// What a form says in one part.
#[derive(Debug, PartialEq)]
struct FormPart {
    name: String,
    file: Option<String>,
    content: Vec<u8>,
}

/// The parts in order; none if the form was refused.
fn read_form(body: &[u8], piece: usize) -> Option<Vec<FormPart>> {
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
        body.chunks(piece).map(|piece| Ok(piece.to_vec())).collect();
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let limits = BodyLimits {
        total_max: 1 << 20,
        parts_max: 64,
        window: Duration::from_secs(5),
        window_bytes_min: 0,
        request_limit: None,
    };
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    runtime().block_on(async {
        let mut parts = Parts::new(&kind, body, &limits).expect("a boundary");
        let mut read = Vec::new();
        while let Some(mut part) = parts.next().await.ok()? {
            let (name, file) = (part.name().to_owned(), part.file_name().map(str::to_owned));
            let mut content = Vec::new();
            if file.is_none() {
                content.extend_from_slice(part.text(1 << 16).await.ok()?.text.as_bytes());
            } else {
                while let Some(piece) = part.piece().await.ok()? {
                    content.extend_from_slice(&piece);
                }
            }
            read.push(FormPart {
                name,
                file,
                content,
            });
        }
        Some(read)
    })
}

/// A short form: a code, a token, eight answers.
pub fn urlencoded(bytes: &[u8]) -> bool {
    let request = Request::builder()
        .method("POST")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", bytes.len())
        .body(Body::from(bytes.to_vec()))
        .expect("a request");
    let bodies = ShortBodies::new(1 << 20, Duration::from_secs(5));
    runtime()
        .block_on(urlencoded::pairs(request, &bodies))
        .is_ok()
}

/// The PROXY line that tor writes before a connection: the line alone, and off a stream's front.
pub fn circuit(bytes: &[u8]) -> bool {
    let alone = Circuit::parse(bytes);
    let ended = [bytes, b"\r\nGET / HTTP/1.1\r\n"].concat();
    let mut stream = ended.as_slice();
    let announced = runtime().block_on(Circuit::announced_by(&mut stream));
    if alone.is_ok() {
        assert_eq!(announced, alone);
        assert!(stream.starts_with(b"GET"));
    }
    alone.is_ok()
}

/// An age file that a stranger uploads: looked at before age sees it, piece by piece, then opened.
pub fn age_header(bytes: &[u8]) -> bool {
    for officers in [1, 3] {
        let mut arriving = CiphertextCheck::begin(officers);
        if bytes.chunks(777).all(|piece| arriving.write(piece).is_ok()) {
            let _ = arriving.finish();
        }
    }
    OpenedReport::open(Cursor::new(bytes), &opening_key(), ReportDigest::of(bytes)).is_ok()
}

/// What an officer's key opens: any plaintext that a stranger can seal to it, ZIP and `report.json`
/// inside.
pub fn container(bytes: &[u8]) -> bool {
    let (key, sealed) = (opening_key(), sealed_to_us(bytes));
    let item = ReportDigest::of(&sealed);
    let Ok(mut opened) = OpenedReport::open(Cursor::new(&sealed), &key, item) else {
        return false;
    };
    let _ = opened.identity(&key);
    for number in 1..=4 {
        if let Ok(mut file) = opened.file(number) {
            let _ = file.read_to_end(&mut Vec::new());
        }
    }
    true
}

/// `report.json`: the heading and the answers of a report.
pub fn heading(bytes: &[u8]) -> bool {
    Report::parse(bytes).is_ok()
}

/// What an officer, or a server in an officer's name, puts into a mailbox: the bytes themselves as
/// a sealed reply, and as what a sealed reply holds.
pub fn reply(bytes: &[u8]) -> bool {
    let open = |sealed: Vec<u8>| {
        let sealed = SealedReply::parse(sealed)?;
        let mailbox = MailboxId::from_bytes(MAILBOX);
        sealed
            .open(
                &opening_key(),
                &institution(),
                mailbox,
                &RosterHistory::default(),
            )
            .ok()
    };
    let opened = [open(bytes.to_vec()), open(sealed_to_us(bytes))];
    for reply in opened.iter().flatten() {
        files_of(reply, bytes);
    }
    opened.iter().any(Option::is_some)
}

/// Whatever a reply says of its files, and whatever comes as a piece of them: each place is
/// bounded, and no more bytes come out than were named.
fn files_of(reply: &Reply, bytes: &[u8]) {
    let Some(enclosure) = reply.enclosure() else {
        return;
    };
    assert!((1..=ENCLOSED_FILES_MAX).contains(&enclosure.files().len()));
    for file in 0..enclosure.files().len() {
        let place = enclosure
            .place(file)
            .expect("a file that is named has a place");
        assert!(place.length <= ENCLOSED_BYTES_MAX && place.pieces.len() <= 128);
        let mut assembly = place.assembly();
        let piece = SealedPiece::parse(bytes.to_vec());
        let taken = piece.and_then(|piece| assembly.take(&piece).ok());
        assert!(taken.is_none_or(|taken| taken.len() as u64 <= place.length));
    }
}

/// What passes between a server and a reporter's own tool, each way.
pub fn upload_protocol(bytes: &[u8]) -> bool {
    let delivery = Delivery::parse(bytes);
    let visit = VisitRequest::parse(bytes);
    let settlement = Settlement::parse(bytes);
    let piece = PieceRequest::parse(bytes);
    if let Some(piece) = &piece {
        assert_eq!(**piece.to_bytes(), *bytes);
    }
    if let Some(visit) = &visit {
        assert_eq!(**visit.to_bytes(), *bytes);
    }
    if let Some(settlement) = &settlement {
        assert_eq!(**settlement.to_bytes(), *bytes);
    }
    let terms = ServerTerms::agree(bytes, &institution(), institution_key().public());
    let requests = delivery.is_some() | visit.is_some() | settlement.is_some() | piece.is_some();
    requests | terms.is_ok() | MailboxContents::parse(bytes).is_ok()
}

/// A roster's text, rightly signed: whoever has the institution's key may still write nonsense. And
/// a signature that a rogue server made up.
pub fn roster(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else {
        return false;
    };
    let secret = institution_key();
    let signature = secret.sign(bytes, "a fuzz target").expect("signed");
    let _ = Roster::parse(ROSTER, text, secret.public());
    Roster::parse(text, &signature, secret.public()).is_ok()
}

/// A policy's text, which a rogue server hands to a reporter's tool.
pub fn policy(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_ok_and(|text| Policy::parse(text).is_ok())
}

/// A country pack, which a rogue server hands to officers' and auditors' tools.
pub fn pack(bytes: &[u8]) -> bool {
    let Ok(pack) = CountryPack::parse(bytes) else {
        return false;
    };
    let _ = pack.follows(None);
    let again = CountryPack::parse(&pack.to_json()).expect("a pack survives its own text");
    assert_eq!(again, pack);
    true
}

/// A line of the ledger.
pub fn entry(bytes: &[u8]) -> bool {
    let Ok(entry) = Entry::parse(bytes) else {
        return false;
    };
    assert_eq!(
        entry.to_line().as_bytes(),
        bytes,
        "an entry has one spelling"
    );
    true
}

/// A signed note: a tree head, as a rogue server serves it.
pub fn checkpoint(bytes: &[u8]) -> bool {
    let log = LogKey::new(log_name(), signing_key().public());
    Checkpoint::parse(bytes, &log).is_ok()
}

/// A path of the ledger up to the line's end, then how many entries a bundle has (less one), then
/// the bundle's bytes.
pub fn tiles(bytes: &[u8]) -> bool {
    let mut halves = bytes.splitn(2, |byte| *byte == b'\n');
    let path = halves.next().and_then(|path| str::from_utf8(path).ok());
    let Some(resource) = path.and_then(Resource::parse) else {
        return false;
    };
    assert_eq!(Some(resource.to_string().as_str()), path);
    let Some([width, bundle @ ..]) = halves.next() else {
        return false;
    };
    let entries = Bundle::new(0, u16::from(*width) + 1).map(|asked| asked.split(bundle));
    matches!(entries, Some(Ok(_)))
}

/// The five headers of a signed request: each of the first five lines that isn't empty stands in
/// for one of them, in the order in which our tool writes them.
pub fn http_signature(bytes: &[u8]) -> bool {
    let instance = InstanceId::from_bytes(INSTANCE);
    let (verifier, key) = (Verifier::new(instance), signing_key());
    let target = Target {
        method: "GET",
        path: "/reports",
        query: None,
        body: BodyDigest::of(b""),
    };
    let signed = SignedHeaders::sign(&target, instance, verifier.challenge(), &key);
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .chain(std::iter::repeat(&b""[..]));
    let headers = signed.iter().zip(lines).map(|((name, right), line)| {
        (
            name,
            if line.is_empty() {
                right.as_bytes()
            } else {
                line
            },
        )
    });
    verifier
        .verify(&target, headers, |_| Some(key.public()))
        .is_ok()
}

/// What a rogue server answers to a person's tool; behind a first byte `s`, what a rogue SOCKS
/// proxy does. Loopback only.
pub fn rogue_server(bytes: &[u8]) -> bool {
    let Some((first, answer)) = bytes.split_first() else {
        return false;
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let here = listener.local_addr().expect("bound");
    // A proxy answers three times before the server behind it does, each time to what was said to
    // it.
    let ends = if *first == b's' {
        vec![2, 4, 14]
    } else {
        Vec::new()
    };
    let answer = answer.to_vec();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("our own tool");
        let mut heard = [0; 4096];
        let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
        let mut begin = 0;
        for end in ends.into_iter().chain([answer.len()]) {
            let end = answer.len().min(end);
            let _ = stream.read(&mut heard);
            let _ = stream.write_all(&answer[begin..end]);
            begin = end;
        }
        let _ = stream.shutdown(Shutdown::Write);
        // Until the tool hangs up: an answer that is reset was not read.
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        while matches!(stream.read(&mut heard), Ok(1..)) {}
    });
    let onion = format!("http://{}.onion", "a".repeat(56));
    let way = match first {
        b's' => Way::parse_typed(&onion, Some(&format!("socks5h://{here}"))),
        _ => Way::parse_typed(&format!("http://{here}"), None),
    };
    let read = runtime().block_on(async {
        let mut connection = way.expect("an address").connection().expect("a connection");
        let mut head = connection.ask(Ask::get("/"), 1 << 16).await.ok()?;
        while let Some(_piece) = head.piece().await.ok()? {}
        Some(())
    });
    server.join().expect("it only writes");
    read.is_some()
}

/// The officer's key.
pub fn opening_key() -> OpeningKey {
    OpeningKey::parse(OPENING_KEY).expect("a key")
}

/// The officer's, and the ledger's.
pub fn signing_key() -> SigningKey {
    SigningKey::parse(SIGNING_KEY).expect("32 bytes")
}

/// The institution's: it signs rosters.
pub fn institution_key() -> InstitutionSecret {
    InstitutionSecret::parse(INSTITUTION_KEY, None).expect("a key without a password")
}

/// Whose rosters and replies these are.
pub fn institution() -> Institution {
    Institution::parse("paraugs").expect("a slug")
}

/// The ledger's name.
pub fn log_name() -> LogName {
    LogName::parse("svilpe.example/fuzz").expect("a name")
}

/// Any plaintext, sealed to our key by age alone.
fn sealed_to_us(plain: &[u8]) -> Vec<u8> {
    age::encrypt(&opening_key().recipient(), plain).expect("in memory")
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("made")
}

/// Of the forms that seeds hold.
pub const BOUNDARY: &str = "b";
/// The mailbox that replies are for.
pub const MAILBOX: [u8; 16] = [5; 16];
/// The server's number.
pub const INSTANCE: [u8; 16] = [7; 16];

/// From C2SP's published test vectors for age.
const OPENING_KEY: &str =
    "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";
/// 32 bytes of zero.
const SIGNING_KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
/// Made by `minisign -G -W`.
const INSTITUTION_KEY: &str = "untrusted comment: minisign encrypted secret key\n\
    RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZDcSmdqy5E/tZbS1JGc/4h1Gb7yL3i1JAm1GQo1A0dkeHmU1wkc4bXE/iD8zK9cRbwhg0ecgtzJh/4Mm3Y8n1BYpvqtZaOiiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
/// Any text.
const ROSTER: &str = "institution = \"paraugs\"\n";
