//! The whole of it over a real Tor network: one test, since a network takes 15 s to start.
//!
//! ```text
//!   reporter, browser ─SOCKS▶ tor ▶ relays ▶ onion ─socket▶ intake ◀socket─ onion, only with a key ◀ officer
//! ```

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::{Client, NoStream, Onion, TorLab};
use crate::desk::Window;
use crate::world::browser::Browser;
use crate::world::tool::Tool;
use crate::world::wire::{self, Multipart};
use crate::world::{self, Reporter, Thief, World, is_received};

#[test]
fn a_report_its_answer_and_every_break_over_tor() {
    if !TorLab::is_possible() {
        return;
    }
    let started = Instant::now();
    let _ended = end_after(TEST_MAX);
    let tell = |what: &str| eprintln!("{:5.1} s  {what}", started.elapsed().as_secs_f32());

    let world = World::behind_tor();
    let lab = TorLab::start(
        &socket(&world.intake.reporters),
        &socket(&world.intake.officers),
    );
    let mut scene = Scene { world, lab };
    tell("the network is up");
    let (code, case) = scene.reports_with_a_file_of_5_mb();
    tell("a report with 5 MB is received");
    scene.lets_only_the_right_key_in();
    tell("officers without the key got nothing");
    scene.answers_and_renews(&code, &case);
    tell("answered, read, renewed");
    scene.loses_the_reporters_tor_and_sends_again();
    tell("the reporter's tor stopped in mid-upload; sent again: one report");
    scene.loses_the_page_and_sends_again();
    tell("the page was lost; sent again: still one report");
    scene.loses_the_onion_host_and_sends_again();
    tell("the intake's tor stopped in mid-upload; sent again: one report");
    let browser = scene.browser();
    if let Some(browser) = &browser {
        scene.shows_a_browser_the_way(browser);
    }
    tell("a browser without JavaScript walked the whole path");
    scene.seals_on_the_reporters_own_machine();
    tell("the reporter's own tool sent 5 MB and read the answer");
    if let Some(browser) = &browser {
        scene.lets_a_new_officer_in_from_the_first_start_of_the_desk(browser);
    }
    tell("a new officer's desk came through the closed onion, by two files and one invitation");
    scene.lets_a_witness_see_the_ledger();
    tell("a witness cosigned the ledger's head");
    scene.kept_and_said_nothing_of_circuits();
}

/// An intake behind its two onion services, and everybody's way to them.
struct Scene {
    world: World,
    lab: TorLab,
}

impl Scene {
    fn reports_with_a_file_of_5_mb(&self) -> (String, String) {
        let content = noise(LARGE);
        let reporter = self.reporter("a");
        let form = reporter.form();
        let body = Reporter::words(&form, "Pa īstu Tor tīklu.")
            .file("files", "rēķins.bin", "application/pdf", &content)
            .end();
        let sent = Instant::now();
        let page = reporter.post(&body).unwrap();
        assert!(is_received(&page, &form.code), "{}", page.text());
        eprintln!("         5 MB took {:.1} s", sent.elapsed().as_secs_f32());

        assert_eq!(self.cases(), 1);
        let officer = &self.world.officers[0];
        let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
        let out = self.world.folder.path().join("exported");
        world::ok(&mut officer.command(&["export", &case, "--to", out.to_str().unwrap()]));
        let same = |(_, found): &(_, Vec<u8>)| *found == content;
        assert!(
            Thief::bytes(&out).iter().any(same),
            "the file came out changed"
        );
        (form.code, case)
    }

    /// Restricted discovery: who has no key can't even find where the service is.
    fn lets_only_the_right_key_in(&self) {
        let refused = |client| self.lab.connect(client, Onion::Officers, "a").err();
        assert_eq!(refused(Client::Keyless), Some(NoStream::KEY_MISSING));
        assert_eq!(refused(Client::WithWrongKey), Some(NoStream::KEY_WRONG));
        let stranger = &self.world.officers[1];
        for client in [Client::Keyless, Client::WithWrongKey] {
            let output = self.syncing(stranger, client).output().unwrap();
            assert_eq!(output.status.code(), Some(1));
        }
        assert_eq!(stranger.cases().len(), 0);
        // The same officer gets it with the right key: it was the onion that refused.
        world::ok(&mut self.syncing(stranger, Client::WithKey));
        assert_eq!(stranger.cases().len(), 1);
    }

    fn answers_and_renews(&self, code: &str, case: &str) {
        let answer = "Paldies! Kurā datumā tas notika?";
        self.world.officers[0].reply(case, answer);
        // Each step on a circuit of its own, as Tor Browser's "New Identity" would.
        let (opened, fresh) = self.reporter("b").come_back(code);
        assert!(opened.words().contains(answer), "{}", opened.text());
        assert_eq!(self.reporter("c").enter(code).hidden("fresh"), None);
        let (again, _) = self.reporter("d").come_back(&fresh);
        assert!(again.words().contains(answer));
    }

    fn loses_the_reporters_tor_and_sends_again(&mut self) {
        let before = self.cases();
        let (code, body) = self.large_report("Pārtrūka ziņotāja pusē.");
        let half = self.half_of(&body);
        self.lab.stop_client(Client::Keyless);
        drop(half);
        assert_eq!(self.cases(), before, "a half report is to be seen");
        self.lab.start_client(Client::Keyless);
        self.sends_again(&code, &body, before);
    }

    /// The intake has all of it, and the reporter does not know.
    fn loses_the_page_and_sends_again(&mut self) {
        let before = self.cases();
        let (code, body) = self.large_report("Atbilde pazuda.");
        let request = self.request(&body);
        let mut stream = self.stream("e");
        stream.write_all(&request).unwrap();
        // Wait for the first byte of the page, then lose the rest.
        stream.read_exact(&mut [0]).unwrap();
        self.lab.stop_client(Client::Keyless);
        assert_eq!(self.cases(), before + 1);
        self.lab.start_client(Client::Keyless);
        self.sends_again(&code, &body, before);
    }

    fn loses_the_onion_host_and_sends_again(&mut self) {
        let before = self.cases();
        let (code, body) = self.large_report("Pārtrūka servera pusē.");
        let half = self.half_of(&body);
        self.lab.stop_onions();
        drop(half);
        self.world.restart();
        self.lab.start_onions_again();
        assert_eq!(self.cases(), before, "a half report is to be seen");
        self.sends_again(&code, &body, before);
    }

    fn sends_again(&self, code: &str, body: &[u8], before: usize) {
        for circuit in ["f", "g"] {
            let page = self.reporter(circuit).post(body).unwrap();
            assert!(is_received(&page, code), "{}", page.text());
            assert_eq!(
                self.cases(),
                before + 1,
                "one report, however often it is sent"
            );
        }
    }

    /// For onions through tor, and for this computer without it.
    fn browser(&self) -> Option<Browser> {
        // https, which Chromium's own start page wants, finds neither proxy nor name: it would
        // hang, as there is no exit.
        Browser::start(&[
            &format!(
                "--proxy-server=http=socks5://{}",
                self.lab.socks(Client::Keyless)
            ),
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        ])
    }

    fn shows_a_browser_the_way(&self, browser: &Browser) {
        let onion = self.lab.onion(Onion::Reporters);
        browser.size(1000, 1400);
        browser.visit(&format!("http://{onion}/"));
        browser.click(&format!("a[href='/to/{}']", self.world.institution));
        let code = browser.attribute("input[name=code]", "value");
        let file = self.world.folder.path().join("pielikums.pdf");
        std::fs::write(&file, noise(LARGE / 5)).unwrap();
        browser.fill("[name=what_happened]", "No pārlūka, caur Tor.");
        browser.fill("#files-1", file.to_str().unwrap());
        browser.click("form button.button");
        browser.sees("Ziņojums ir saņemts");

        let before = self.cases();
        let officer = &self.world.officers[0];
        let cases = officer.cases();
        let of_browser = |case: &&serde_json::Value| case.to_string().contains("No pārlūka");
        let case = cases.iter().find(of_browser).unwrap()["case"]
            .as_str()
            .unwrap();
        officer.reply(case, "Saņēmām arī pārlūka ziņojumu.");

        browser.visit(&format!("http://{onion}/return"));
        browser.fill("#code", &world::grouped(&code));
        browser.click("form button.button");
        assert_ne!(browser.attribute("input[name=fresh]", "value"), code);
        browser.click("form button.button");
        browser.sees("Saņēmām arī pārlūka ziņojumu.");
        let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        browser.picture(&pictures.join("over-tor.png"));
        assert!(browser.url().starts_with(&format!("http://{onion}/")));
        assert_eq!(self.cases(), before);
    }

    fn seals_on_the_reporters_own_machine(&self) {
        let key = self.world.folder.path().join("keys/paraugs.pub");
        let server = format!("http://{}", self.lab.onion(Onion::Reporters));
        let mut tool = Tool::at(&server, &key, &self.world.institution);
        // Not without the proxy, whatever happens.
        let message = tool.file("m", "Nošifrēts mājās.");
        let refused = tool
            .with_code(&["send", "--message", &message])
            .output()
            .unwrap();
        assert_eq!(refused.status.code(), Some(2));
        let proxy = format!("socks5h://{}", self.lab.socks(Client::Keyless));
        tool.place.extend(["--proxy".to_owned(), proxy]);
        let before = self.cases();
        let file = tool.file("pielikums.bin", noise(LARGE));
        let sent = Instant::now();
        tool.send("Nošifrēts mājās.", &["--file", &file]);
        eprintln!("         5 MB took {:.1} s", sent.elapsed().as_secs_f32());
        assert_eq!(self.cases(), before + 1);
        let officer = &self.world.officers[0];
        let cases = officer.cases();
        let of_tool = |case: &&serde_json::Value| case.to_string().contains("mājās");
        let case = cases.iter().find(of_tool).unwrap()["case"]
            .as_str()
            .unwrap();
        officer.reply(case, "Saņēmām, ko nošifrējāt.");
        assert!(tool.come_back().contains("Saņēmām, ko nošifrējāt."));
    }

    /// In a real browser: from no keys to the server's answer, with neither a command nor a word that
    /// is not on the screen. Five things are typed or chosen, and six buttons pressed.
    fn lets_a_new_officer_in_from_the_first_start_of_the_desk(&mut self, browser: &Browser) {
        let computer = tempfile::tempdir().unwrap();
        let folder = computer.path().to_owned();
        let desk = Window::open(&folder.join("new-computer"));
        browser.visit(&desk.link);
        browser.sees("Jūsu atslēgas");
        browser.fill("#name", "Zane Kalniņa");
        browser.fill("#passphrase", "četri vārdi kopā šeit");
        browser.fill("#again", "četri vārdi kopā šeit");
        browser.click("form[action='/keys'] button");
        browser.sees("Nododiet divus failus");
        browser.click("a[href='/block/roster']");
        let block = browser.downloaded("Zane Kalniņa.toml");
        assert!(block.starts_with(b"[[officer]]"));
        browser.click("a[href='/block/door']");
        let door = browser.downloaded("Zane Kalniņa.auth");

        self.lab.let_in("zane.auth", &door);
        let institution = self.world.institution.clone();
        let invitation = self
            .world
            .intake
            .invitation(&institution, Some(self.lab.folder()));
        // This Tor does not listen where others do: the invitation says where.
        let proxy = self.lab.socks(Client::WithControl);
        let invitation = format!("{invitation}proxy = \"socks5h://{proxy}\"\n");
        let file = folder.join("uzaicinājums.toml");
        std::fs::write(&file, invitation).unwrap();

        browser.click(".buttons a.button");
        browser.sees("Pieslēgšanās serverim");
        browser.fill("#file", file.to_str().unwrap());
        browser.click("form[action='/setup'] button");
        // The onion opened, and the server answered: nobody has signed these keys yet.
        browser.sees("šai atslēgai neatbild");
        browser.visit(&format!("http://{}/onion", desk.address));
        browser.sees("Tor to zina");
    }

    fn lets_a_witness_see_the_ledger(&self) {
        let home = self.world.folder.path().join("witness");
        let passphrase = self.world.folder.path().join("passphrase");
        let at = |arguments: &[&str]| {
            let mut command = world::svilpe(&["auditor"]);
            command.args(arguments).arg("--home").arg(&home);
            command.arg("--passphrase-file").arg(&passphrase);
            command
        };
        world::ok(&mut at(&[
            "keygen",
            "--name",
            "Delna",
            "--work-factor",
            "14",
        ]));
        let server = format!("http://{}", self.lab.onion(Onion::Officers));
        let proxy = |client| format!("socks5h://{}", self.lab.socks(client));
        let witness = |client| {
            at(&[
                "witness",
                "--server",
                &server,
                "--proxy",
                &proxy(client),
                "--instance",
                &self.world.instance,
                "--log-key",
                &self.world.log,
                "--name",
                "delna.example",
            ])
        };
        assert!(!witness(Client::Keyless).output().unwrap().status.success());
        world::ok(&mut witness(Client::WithKey));
    }

    fn kept_and_said_nothing_of_circuits(&mut self) {
        assert_eq!(self.world.intake.words(), "");
        let home = self.world.intake.home().to_owned();
        self.world.intake.stop();
        for trace in ["fc00:dead:beef", "PROXY TCP6", ".onion"] {
            assert_eq!(Thief::finds(&home, trace), None);
        }
    }

    /// A reporter on a circuit of their own.
    fn reporter(&self, circuit: &str) -> Reporter {
        Reporter {
            address: door(
                self.lab.socks(Client::Keyless),
                self.lab.onion(Onion::Reporters),
                circuit.to_owned(),
            ),
            institution: self.world.institution.clone(),
        }
    }

    fn stream(&self, circuit: &str) -> TcpStream {
        let stream = self.lab.connect(Client::Keyless, Onion::Reporters, circuit);
        stream.unwrap()
    }

    /// How many cases an officer finds who fetches everything.
    fn cases(&self) -> usize {
        let officer = &self.world.officers[0];
        world::ok(&mut self.syncing(officer, Client::WithKey));
        officer.cases().len()
    }

    fn syncing(&self, officer: &world::Officer, client: Client) -> std::process::Command {
        let server = format!("http://{}", self.lab.onion(Onion::Officers));
        let proxy = format!("socks5h://{}", self.lab.socks(client));
        officer.syncing(&self.world, &["--server", &server, "--proxy", &proxy])
    }

    fn large_report(&self, text: &str) -> (String, Vec<u8>) {
        let form = self.reporter("h").form();
        let body = Reporter::words(&form, text)
            .file("files", "liels.bin", "", &noise(LARGE / 5))
            .end();
        (form.code, body)
    }

    fn request(&self, body: &[u8]) -> Vec<u8> {
        let onion = self.lab.onion(Onion::Reporters);
        let path = format!("/to/{}/send", self.world.institution);
        wire::post_bytes(&onion, &path, &Multipart::kind(), body)
    }

    /// A stream that has carried half of a request.
    fn half_of(&self, body: &[u8]) -> TcpStream {
        let request = self.request(body);
        let mut stream = self.stream("i");
        stream.write_all(&request[..request.len() / 2]).unwrap();
        stream
    }
}

/// A port of this computer; each connection to it goes through tor to the onion, as an HTTP client
/// without SOCKS needs it.
fn door(socks: SocketAddr, onion: String, circuit: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            let Ok(far) = super::connect(socks, &onion, &circuit) else {
                continue;
            };
            let (near_too, far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            std::thread::spawn(move || carry(near_too, far_too));
            std::thread::spawn(move || carry(far, near));
        }
    });
    address
}

/// Until one end closes.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

/// So many bytes that no compression makes smaller.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..length / 8).flat_map(step).collect()
}

fn socket(address: &str) -> std::path::PathBuf {
    address.strip_prefix("unix:").unwrap().into()
}

/// Each wait has its own end; this is for what nobody thought of. Off when dropped.
fn end_after(time: Duration) -> mpsc::Sender<()> {
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || {
        if end.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
            eprintln!("over Tor: not done after {} s", time.as_secs());
            std::process::exit(1);
        }
    });
    ended
}

/// A scanned paper; the others are a fifth of it.
const LARGE: usize = 5_000_000;
const TEST_MAX: Duration = Duration::from_secs(240);
