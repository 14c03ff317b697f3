//! Attackers: many circuits with a few connections each, doing one thing over and over.
//!
//! Each connection is a thread and begins with the line that tor writes. All of them end when the
//! [`Flood`] is dropped.

use std::io::{self, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::random::random_bytes;
use svilpe::report::mailbox::{MailboxSecret, WrappedMailbox};
use svilpe::report::receipt::Claim;
use svilpe::report::upload_protocol::{
    Delivery, DeliveryKind, ServerTerms, Settlement, VisitRequest,
};
use svilpe::rules::roster::{Institution, InstitutionKey};

use super::reporter::{Form, Reporter};
use super::wire::{self, Answer, Line, Multipart, SHORT_FORM};

/// What attackers do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attack {
    /// They connect, and say nothing.
    Idle,
    /// They send the head of a short form, of each kind in turn, then a byte each second.
    ShortBodies,
    /// The same with a head that announces 9 MB.
    LongBodies,
    /// They enter codes with good check digits, and read what comes.
    GuessCodes,
    /// The same, but they hang up while it is worked on.
    HangUp,
    /// They send reports of a few words.
    JunkReports,
    /// They send noise that has the shape of a sealed report.
    JunkSealed,
    /// They ask for records under claims that they make up.
    AskForClaims,
    /// They move a junk report's mailbox from one claim to the next, without end.
    MoveCodes,
    /// They send long forms that come back with all their words, and read nothing of it.
    ReadNothing,
}

/// Whom they attack: an intake behind tor.
pub struct Target {
    /// The reporters' socket.
    pub address: String,
    /// The institution, and its public key.
    pub institution: String,
    pub key: PathBuf,
}

/// A flood that lasts until it is dropped.
pub struct Flood {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
    answered: Arc<AtomicU64>,
    attackers: Vec<JoinHandle<()>>,
}

/// What every attacker knows.
struct Shared {
    attack: Attack,
    address: String,
    form: String,
    stop: Arc<AtomicBool>,
    /// Numbers what is asked.
    rounds: AtomicU64,
    /// Counts connections.
    done: Arc<AtomicU64>,
    answered: Arc<AtomicU64>,
    noise: Noise,
}

/// The shape of a sealed report for today's terms, with nothing in it.
pub struct Noise {
    pub path: String,
    terms: [u8; 32],
    day: svilpe::rules::calendar::Day,
    officers: usize,
}

/// One who delivers noise with a mailbox of their own, and moves that from claim to claim.
pub struct CodeMover<'a> {
    noise: &'a Noise,
    secret: MailboxSecret,
    wrapped: WrappedMailbox,
    at: [u8; 32],
}

impl Attack {
    pub const ALL: [Self; 10] = [
        Self::Idle,
        Self::ShortBodies,
        Self::LongBodies,
        Self::GuessCodes,
        Self::HangUp,
        Self::JunkReports,
        Self::JunkSealed,
        Self::AskForClaims,
        Self::MoveCodes,
        Self::ReadNothing,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::ShortBodies => "short bodies",
            Self::LongBodies => "long bodies",
            Self::GuessCodes => "guess codes",
            Self::HangUp => "hang up",
            Self::JunkReports => "junk reports",
            Self::JunkSealed => "junk sealed",
            Self::AskForClaims => "ask for claims",
            Self::MoveCodes => "move codes",
            Self::ReadNothing => "read nothing",
        }
    }

    /// Do these attackers wait for answers, and hear at least one that is no refusal?
    pub fn is_answered(self) -> bool {
        !matches!(
            self,
            Self::Idle | Self::ShortBodies | Self::LongBodies | Self::HangUp | Self::ReadNothing
        )
    }
}

impl Flood {
    /// Attackers on circuits 1 to `circuits`, with so many connections each.
    pub fn start(target: &Target, attack: Attack, circuits: u32, connections: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicU64::new(0));
        let answered = Arc::new(AtomicU64::new(0));
        let shared = Arc::new(Shared {
            attack,
            address: target.address.clone(),
            form: format!("/to/{}/send", target.institution),
            stop: Arc::clone(&stop),
            rounds: AtomicU64::new(0),
            done: Arc::clone(&done),
            answered: Arc::clone(&answered),
            noise: Noise::of(target, || connect(&target.address, 0)),
        });
        let attacker = |number| {
            let shared = Arc::clone(&shared);
            let small = thread::Builder::new().stack_size(192 << 10);
            small
                .spawn(move || shared.go_on(number % circuits + 1, number))
                .unwrap()
        };
        let attackers = (0..circuits * connections).map(attacker).collect();
        Self {
            stop,
            done,
            answered,
            attackers,
        }
    }

    /// How many connections were made: each for one request, if any.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// To how many of them an answer came that was read, and that is no refusal.
    pub fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Waits until there were as many connections as there are attackers.
    pub fn is_under_way(&self, attackers: u32) -> bool {
        super::wait_until(BEGUN_WITHIN, || self.done() >= u64::from(attackers))
    }
}

impl Drop for Flood {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for attacker in self.attackers.drain(..) {
            let _ = attacker.join();
        }
    }
}

impl Shared {
    fn go_on(&self, circuit: u32, number: u32) {
        while !self.is_over() {
            let round = self.rounds.fetch_add(1, Ordering::Relaxed);
            if self.once(circuit, number, round).is_err() {
                // Cut off: once more, but not so fast that the flood is busy with itself.
                thread::sleep(Duration::from_millis(100));
            }
        }
    }

    fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn once(&self, circuit: u32, number: u32, round: u64) -> io::Result<()> {
        match self.attack {
            Attack::Idle => {
                self.hold(&mut self.line(circuit)?);
                Ok(())
            }
            Attack::ShortBodies => {
                let (path, kind, length) = [
                    (self.form.as_str(), Multipart::kind(), 4_000),
                    ("/return", SHORT_FORM.to_owned(), 4_000),
                    ("/mailbox/visit", OCTETS.to_owned(), VisitRequest::LENGTH),
                ][number as usize % 3]
                    .clone();
                self.slowly(circuit, path, &kind, length)
            }
            Attack::LongBodies => self.slowly(circuit, &self.form, &Multipart::kind(), 9_000_000),
            Attack::GuessCodes => {
                self.post(circuit, "/return", SHORT_FORM, guess(round).as_bytes())
            }
            Attack::HangUp => {
                let body = guess(round);
                let request = wire::post_bytes("x", "/return", SHORT_FORM, body.as_bytes());
                self.line(circuit)?.send(&request)?;
                thread::sleep(Duration::from_millis(5));
                Ok(())
            }
            Attack::JunkReports => self.report(circuit),
            Attack::JunkSealed => self.post(circuit, &self.noise.path, OCTETS, &self.noise.body()),
            Attack::AskForClaims => {
                let claim = || Claim::from_bytes(random_bytes());
                let visit = VisitRequest {
                    from: claim(),
                    to: claim(),
                };
                self.post(circuit, "/mailbox/visit", OCTETS, &visit.to_bytes())
            }
            Attack::MoveCodes => self.move_codes(circuit),
            Attack::ReadNothing => self.read_nothing(circuit),
        }
    }

    fn line(&self, circuit: u32) -> io::Result<Line> {
        let line = connect(&self.address, circuit)?;
        self.done.fetch_add(1, Ordering::Relaxed);
        Ok(line)
    }

    /// Until the server closes, or all is over.
    fn hold(&self, line: &mut Line) {
        while !self.is_over() && !line.closes_within(Duration::from_secs(1)) {}
    }

    fn slowly(&self, circuit: u32, path: &str, kind: &str, length: usize) -> io::Result<()> {
        let mut line = self.line(circuit)?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        line.send(head.as_bytes())?;
        while !self.is_over() {
            line.send(b"x")?;
            if line.closes_within(Duration::from_secs(1)) {
                break;
            }
        }
        Ok(())
    }

    fn post(&self, circuit: u32, path: &str, kind: &str, body: &[u8]) -> io::Result<()> {
        self.say(circuit, path, kind, body).map(drop)
    }

    fn say(&self, circuit: u32, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
        let mut line = self.line(circuit)?;
        let answer = line.ask(&wire::post_bytes("x", path, kind, body))?;
        if answer.status == 200 {
            self.answered.fetch_add(1, Ordering::Relaxed);
        }
        Ok(answer)
    }

    fn report(&self, circuit: u32) -> io::Result<()> {
        let body = Reporter::words(&self.fresh_form(circuit)?, "Drazas.").end();
        self.post(circuit, &self.form, &Multipart::kind(), &body)
    }

    fn fresh_form(&self, circuit: u32) -> io::Result<Form> {
        let page = self
            .line(circuit)?
            .ask(&get(self.form.trim_end_matches("/send")))?;
        let form = || {
            Some(Form {
                code: page.hidden("code")?,
                token: page.hidden("token")?,
            })
        };
        form().ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    fn move_codes(&self, circuit: u32) -> io::Result<()> {
        let ask = |path: &str, body: &[u8]| self.say(circuit, path, OCTETS, body);
        let mut mover = CodeMover::deliver(&self.noise, ask)?;
        while !self.is_over() {
            if !mover.move_on(ask)? {
                thread::sleep(Duration::from_millis(100));
            }
        }
        Ok(())
    }

    /// Once the form is sent, a byte each second tells whether anybody is still there.
    fn read_nothing(&self, circuit: u32) -> io::Result<()> {
        let body = Reporter::words(&self.fresh_form(circuit)?, &"<".repeat(LONG_WORDS)).end();
        let mut line = self.line(circuit)?;
        line.send(&wire::post_bytes(
            "x",
            &self.form,
            &Multipart::kind(),
            &body,
        ))?;
        while !self.is_over() {
            thread::sleep(Duration::from_secs(1));
            line.send(b"x")?;
        }
        Ok(())
    }
}

impl<'a> CodeMover<'a> {
    /// By whatever `ask` says to the reporters' listener.
    pub fn deliver(
        noise: &'a Noise,
        ask: impl Fn(&str, &[u8]) -> io::Result<Answer>,
    ) -> io::Result<Self> {
        let mover = Self {
            noise,
            secret: MailboxSecret::random(),
            wrapped: WrappedMailbox::of_nobody(),
            at: random_bytes(),
        };
        let body = noise.body_of(
            Claim::from_bytes(mover.at),
            &mover.secret,
            mover.wrapped.clone(),
        );
        match ask(&noise.path, &body)?.status {
            200 => Ok(mover),
            _ => Err(io::ErrorKind::QuotaExceeded.into()),
        }
    }

    /// To a fresh claim, and settled there. False: not moved.
    pub fn move_on(&mut self, ask: impl Fn(&str, &[u8]) -> io::Result<Answer>) -> io::Result<bool> {
        let to = random_bytes();
        let visit = || VisitRequest {
            from: Claim::from_bytes(self.at),
            to: Claim::from_bytes(to),
        };
        let record = ask("/mailbox/visit", &visit().to_bytes())?;
        if record.status != 200 || record.body != self.wrapped.as_bytes() {
            return Ok(false);
        }
        let settlement = Settlement {
            visit: visit(),
            wrapped: self.wrapped.clone(),
            secret: self.secret.again(),
            item: ReportDigest::from_bytes([0; 32]),
            received: self.noise.day,
        };
        // Again until it is settled: else the mailbox moves no further.
        for _ in 0..100 {
            if ask("/mailbox/settle", &settlement.to_bytes())?.status == 200 {
                self.at = to;
                return Ok(true);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(false)
    }
}

impl Noise {
    /// By the terms that are asked for over this line.
    pub fn of(target: &Target, open: impl Fn() -> io::Result<Line>) -> Self {
        let key = std::fs::read_to_string(&target.key).unwrap();
        let key = InstitutionKey::parse(&key).unwrap();
        let institution = Institution::parse(&target.institution).unwrap();
        let path = format!("/sealed/{institution}");
        let terms = open().unwrap().ask(&get(&path)).unwrap();
        let agreed = ServerTerms::agree(terms.text().as_bytes(), &institution, &key).unwrap();
        Self {
            path,
            terms: *agreed.roster.digest().as_bytes(),
            day: agreed.day,
            officers: agreed.roster.officers().len(),
        }
    }

    /// What the server takes for a sealed report of the smallest length: only those who hold a key
    /// can tell.
    pub fn body(&self) -> Vec<u8> {
        self.carrying(&self.delivery())
    }

    /// The same under this claim, with this mailbox.
    fn body_of(&self, claim: Claim, secret: &MailboxSecret, wrapped: WrappedMailbox) -> Vec<u8> {
        let mut delivery = self.delivery();
        (delivery.claim, delivery.secret, delivery.wrapped) = (claim, secret.again(), wrapped);
        self.carrying(&delivery)
    }

    /// A report's, of nobody.
    pub fn delivery(&self) -> Delivery {
        Delivery {
            day: self.day,
            roster: svilpe::rules::roster::RosterDigest::from_bytes(self.terms),
            claim: Claim::from_bytes(random_bytes()),
            kind: DeliveryKind::Report,
            secret: MailboxSecret::random(),
            wrapped: WrappedMailbox::of_nobody(),
        }
    }

    /// The same sealed noise behind another head.
    pub fn carrying(&self, delivery: &Delivery) -> Vec<u8> {
        let mut body = delivery.to_bytes().to_vec();
        body.extend_from_slice(b"age-encryption.org/v1\n");
        for _ in 0..self.officers {
            let (share, sealed) = ("A".repeat(1494), "A".repeat(43));
            body.extend_from_slice(format!("-> mlkem768x25519 {share}\n{sealed}\n").as_bytes());
        }
        body.extend_from_slice(format!("--- {}A\n", "A".repeat(42)).as_bytes());
        body.extend_from_slice(&random_bytes::<{ 16 + 32 * 1024 + 16 }>());
        body
    }
}

/// A request for a page.
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").into_bytes()
}

/// A connection as tor makes it.
pub fn connect(address: &str, circuit: u32) -> io::Result<Line> {
    let mut line = Line::open(address)?;
    line.send(wire::proxy_line(circuit).as_bytes())?;
    Ok(line)
}

/// For a tool, which does not write tor's line: a loopback address that passes each connection on
/// with one, of this circuit. Ends with the process.
pub fn in_place_of_tor(address: &str, circuit: u32) -> String {
    let path = address.strip_prefix("unix:").unwrap().to_owned();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = socket.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for here in socket.incoming().map_while(Result::ok) {
            let Ok(mut there) = UnixStream::connect(&path) else {
                continue;
            };
            let _ = there.write_all(wire::proxy_line(circuit).as_bytes());
            pass_on(here, there);
        }
    });
    own
}

fn pass_on(here: TcpStream, there: UnixStream) {
    let (mut from_here, mut to_there) = (here.try_clone().unwrap(), there.try_clone().unwrap());
    thread::spawn(move || {
        let _ = io::copy(&mut from_here, &mut to_there);
        let _ = to_there.shutdown(Shutdown::Write);
    });
    thread::spawn(move || {
        let (mut there, mut here) = (there, here);
        let _ = io::copy(&mut there, &mut here);
        let _ = here.shutdown(Shutdown::Write);
    });
}

/// `code=` and 26 digits that count, with their check digits (ISO/IEC 7064 MOD 97-10).
fn guess(round: u64) -> String {
    let digits = format!("{round:026}");
    let remainder = digits
        .bytes()
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("code={digits}{:02}", 98 - remainder * 100 % 97)
}

/// More than a report may have; on the page that gives them back each of them is four bytes.
const LONG_WORDS: usize = 120 << 10;
/// Of attackers that have to wait for each other, on a machine that is busy.
const BEGUN_WITHIN: Duration = Duration::from_secs(60);

pub const OCTETS: &str = "application/octet-stream";
