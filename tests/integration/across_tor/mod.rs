//! A private Tor network on loopback, for one test.
//!
//! A directory authority and three relays of its own, an onion host with the torrc that
//! `svilpe intake torrc` prints, and three clients: one with the officers' key, one with a wrong
//! key, one with none. Everything listens on and leaves from 127.0.0.1; no relay is an exit; the
//! public authorities are unknown to it. A test double of the Tor network, never to be used as one.
//!
//! ```text
//!   authorities ─▶ relays ─▶ consensus ─▶ onion host ─▶ descriptors ─▶ clients
//! ```
//!
//! Without fixed pauses: each step waits for what it needs, all of them until one deadline.

mod control;
mod keys;
mod node;
mod over_tor;
mod socks;

use std::collections::HashMap;
use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use svilpe::intake::admin::torrc::Onions;

use control::Control;
use keys::ClientKey;
use node::Node;

use crate::world::skip::has;
pub use socks::{NoStream, connect};

/// The running network. Dropping it ends every tor that it started; should this process be killed,
/// they end by themselves within 15 s.
pub struct TorLab {
    folder: tempfile::TempDir,
    nodes: HashMap<String, Node>,
    /// Lines that every node's torrc shares.
    common: Vec<String>,
    /// Lines of the onion host's torrc.
    onion_lines: Vec<String>,
    deadline: Instant,
}

/// The onion services of an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onion {
    Reporters,
    Officers,
}

/// The clients, by the key that they have for the officers' onion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Client {
    Keyless,
    WithKey,
    WithWrongKey,
    /// Has a control port one above its SOCKS port, as a system's Tor and Tor Browser's have.
    WithControl,
}

impl TorLab {
    /// Whether tor is installed. If not, says so loudly.
    pub fn is_possible() -> bool {
        has("tor") && has("tor-gencert")
    }

    /// Starts all of it; ready when the first request would succeed, after 15 to 20 s.
    ///
    /// # Panics
    ///
    /// When it is not ready after 90 s, or one tor ends; with the last lines of its log.
    pub fn start(reporters: &Path, officers: &Path) -> Self {
        let mut lab = Self {
            // Short: a control socket's path has to fit into 107 bytes.
            folder: tempfile::Builder::new().prefix("tor").tempdir().unwrap(),
            nodes: HashMap::new(),
            common: Vec::new(),
            onion_lines: Vec::new(),
            deadline: Instant::now() + Duration::from_secs(90),
        };
        fs::write(lab.folder.path().join("empty"), "").unwrap();
        lab.start_network();
        let right = lab.write_authorization();
        lab.start_onions(reporters, officers, &right);
        lab
    }

    /// The address of an onion service, with `.onion`.
    pub fn onion(&self, which: Onion) -> String {
        let hostname = self.onion_folder(which).join("hostname");
        fs::read_to_string(hostname).unwrap().trim().to_owned()
    }

    /// The SOCKS address of a client.
    pub fn socks(&self, client: Client) -> SocketAddr {
        let reply = self
            .control(client.name())
            .ask("GETINFO net/listeners/socks");
        reply.split('"').nth(1).unwrap().parse().unwrap()
    }

    /// A stream to an onion service. Streams of one `visitor` share a circuit; others don't.
    pub fn connect(&self, client: Client, to: Onion, visitor: &str) -> Result<TcpStream, NoStream> {
        socks::connect(self.socks(client), &self.onion(to), visitor)
    }

    /// Ends a client's tor at once, as a closed laptop would. Its streams break.
    pub fn stop_client(&mut self, client: Client) {
        self.nodes.remove(client.name());
    }

    /// Starts a client that was stopped; ready when it can connect. Its SOCKS port is another one.
    pub fn start_client(&mut self, client: Client) {
        self.allow_more_time();
        let folder = self.folder.path().join(client.name());
        let mut lines = vec![
            "SocksPort 127.0.0.1:auto ExtendedErrors".to_owned(),
            format!("ClientOnionAuthDir {}", folder.join("auth").display()),
        ];
        if client == Client::WithControl {
            let socks = two_free_ports();
            lines[0] = format!("SocksPort 127.0.0.1:{socks} ExtendedErrors");
            lines.push(format!("ControlPort 127.0.0.1:{}", socks + 1));
        }
        self.start_node(client.name(), &lines);
        self.wait_for_bootstrap(client.name(), 100);
    }

    /// Ends the tor of the intake's host at once.
    pub fn stop_onions(&mut self) {
        self.nodes.remove(ONION_HOST);
    }

    /// Starts it again; ready when clients that know nothing of the time before can connect.
    pub fn start_onions_again(&mut self) {
        self.allow_more_time();
        let lines = self.onion_lines.clone();
        let mut host = self.start_onion_host(&lines);
        for client in Client::ALL {
            self.stop_client(client);
            self.start_client(client);
        }
        self.wait_for_descriptors(&mut host);
    }

    fn onion_folder(&self, which: Onion) -> PathBuf {
        self.folder.path().join(match which {
            Onion::Reporters => "svilpe-reporters",
            Onion::Officers => "svilpe-officers",
        })
    }

    fn allow_more_time(&mut self) {
        self.deadline = self.deadline.max(Instant::now() + Duration::from_secs(30));
    }

    // The network.

    fn start_network(&mut self) {
        let ports = free_ports(2 * AUTHORITIES.len() + RELAYS.len());
        let (or_ports, dir_ports) = ports.split_at(AUTHORITIES.len() + RELAYS.len());
        let folder = self.folder.path();
        let identities: Vec<_> = std::thread::scope(|scope| {
            let makers =
                AUTHORITIES.map(|name| scope.spawn(move || keys::of_authority(folder, name)));
            makers
                .into_iter()
                .map(|maker| maker.join().unwrap())
                .collect()
        });
        self.common = common_lines();
        for ((name, identity), (or, dir)) in AUTHORITIES
            .iter()
            .zip(identities)
            .zip(or_ports.iter().zip(dir_ports))
        {
            let (v3ident, fingerprint) = identity;
            self.common.push(format!(
                "DirAuthority {name} orport={or} v3ident={v3ident} 127.0.0.1:{dir} {fingerprint}"
            ));
        }
        let relays = AUTHORITIES.len();
        self.start_authorities(&or_ports[..relays], dir_ports);
        for (name, port) in RELAYS.iter().zip(&or_ports[relays..]) {
            self.start_node(name, &relay_lines(*port));
        }
        self.agree_on_a_consensus();
    }

    /// A relay that misses the first consensus is missing for a whole interval. So the first vote
    /// is far away at first, and comes close once all descriptors have arrived.
    fn start_authorities(&mut self, or_ports: &[u16], dir_ports: &[u16]) {
        self.common.extend(first_vote(300, unix_time() - 1));
        for (name, (or, dir)) in AUTHORITIES.iter().zip(or_ports.iter().zip(dir_ports)) {
            self.start_node(name, &authority_lines(*or, *dir));
        }
        for name in AUTHORITIES {
            self.control(name);
        }
    }

    fn agree_on_a_consensus(&mut self) {
        for name in AUTHORITIES {
            let files = ["cached-descriptors", "cached-descriptors.new"];
            self.wait_until("all descriptors", |lab| {
                lab.relays_in(name, "router ", &files) == ALL
            });
        }
        self.common.truncate(self.common.len() - FIRST_VOTE_LINES);
        self.common.extend(first_vote(20, unix_time() + 5));
        for name in AUTHORITIES {
            self.reload(name);
        }
        for name in AUTHORITIES {
            let files = ["cached-microdesc-consensus"];
            self.wait_until("a full consensus", |lab| {
                lab.relays_in(name, "r ", &files) == ALL
            });
        }
        // The relays have asked in vain so far, and would wait up to a minute before they ask
        // again.
        for name in RELAYS {
            self.reload(name);
        }
        for name in AUTHORITIES.iter().chain(&RELAYS) {
            self.wait_for_bootstrap(name, 75);
        }
    }

    /// How many relays these files of a node name.
    fn relays_in(&self, node: &str, keyword: &str, files: &[&str]) -> usize {
        let read = |file| fs::read_to_string(self.folder.path().join(node).join(file));
        let texts: String = files.iter().filter_map(|file| read(file).ok()).collect();
        let names = texts
            .lines()
            .filter_map(|line| line.strip_prefix(keyword)?.split(' ').next());
        names.collect::<std::collections::HashSet<_>>().len()
    }

    // The onion host and the clients.

    /// Lets one key in to the officers' onion. Before the host starts: an empty list lets in all.
    fn write_authorization(&self) -> ClientKey {
        let key = ClientKey::random();
        let folder = self
            .onion_folder(Onion::Officers)
            .join("authorized_clients");
        private_folder(&self.onion_folder(Onion::Reporters));
        private_folder(&self.onion_folder(Onion::Officers));
        private_folder(&folder);
        fs::write(folder.join("officer.auth"), key.for_host()).unwrap();
        key
    }

    fn start_onions(&mut self, reporters: &Path, officers: &Path, right: &ClientKey) {
        let onions = Onions::parse(reporters, officers, self.folder.path()).unwrap();
        let torrc = onions.torrc();
        let mut lines: Vec<String> = torrc.lines().map(str::to_owned).collect();
        lines.extend(ONION_HOST_LINES.map(str::to_owned));
        let mut host = self.start_onion_host(&lines);
        self.onion_lines = lines;
        for (client, key) in [
            (Client::Keyless, None),
            (Client::WithKey, Some(right)),
            (Client::WithWrongKey, Some(&ClientKey::random())),
            (Client::WithControl, None),
        ] {
            let folder = self.folder.path().join(client.name()).join("auth");
            private_folder(folder.parent().unwrap());
            private_folder(&folder);
            if let Some(key) = key {
                let line = key.for_client(&self.onion(Onion::Officers));
                fs::write(folder.join("officers.auth_private"), line).unwrap();
            }
            self.start_client(client);
        }
        self.wait_for_descriptors(&mut host);
    }

    fn start_onion_host(&mut self, lines: &[String]) -> Control {
        self.start_node(ONION_HOST, lines);
        let mut host = self.control(ONION_HOST);
        host.ask("SETEVENTS HS_DESC");
        host.ask("SETCONF DisableNetwork=0");
        host
    }

    /// Each service uploads two descriptors to each directory. A client asks a random one, and
    /// remembers a failure: so all of them have to be there.
    fn wait_for_descriptors(&self, host: &mut Control) {
        let wanted = 2 * 2 * ALL.min(8);
        let mut uploaded = 0;
        while uploaded < wanted {
            let event = host.event(self.deadline);
            let event =
                event.unwrap_or_else(|| panic!("{uploaded} of {wanted} descriptors uploaded"));
            uploaded += usize::from(event.starts_with("650 HS_DESC UPLOADED"));
        }
    }

    /// Lets one more key in to the officers' onion, by the file that its owner handed over; ready
    /// when clients can connect. Their SOCKS ports are others.
    pub fn let_in(&mut self, name: &str, file: &[u8]) {
        let folder = self.onion_folder(Onion::Officers);
        fs::write(folder.join("authorized_clients").join(name), file).unwrap();
        self.stop_onions();
        self.start_onions_again();
    }

    /// Where the onions' folders are.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    // Nodes.

    fn start_node(&mut self, name: &str, lines: &[String]) {
        let node = Node::start(self.folder.path(), name, &self.common, lines);
        self.nodes.insert(name.to_owned(), node);
    }

    fn reload(&mut self, name: &str) {
        self.nodes[name].write_torrc(&self.common);
        self.control(name).ask("SIGNAL RELOAD");
    }

    fn control(&self, name: &str) -> Control {
        let path = self.folder.path().join(name).join("control");
        let mut control = None;
        self.wait_until("a control socket", |_| {
            control = Control::open(&path).ok();
            control.is_some()
        });
        control.expect("waited for")
    }

    fn wait_for_bootstrap(&self, name: &str, percent: u32) {
        let mut control = self.control(name);
        self.wait_until("a tor to bootstrap", |_| {
            let phase = control.ask("GETINFO status/bootstrap-phase");
            let progress = phase
                .split("PROGRESS=")
                .nth(1)
                .and_then(|text| text.split(' ').next());
            progress.and_then(|text| text.parse().ok()).unwrap_or(0) >= percent
        });
    }

    fn wait_until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        while !is_so(self) {
            for node in self.nodes.values() {
                node.assert_alive();
            }
            assert!(Instant::now() < self.deadline, "waited too long for {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Client {
    const ALL: [Self; 4] = [
        Self::Keyless,
        Self::WithKey,
        Self::WithWrongKey,
        Self::WithControl,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Keyless => "keyless",
            Self::WithKey => "withkey",
            Self::WithWrongKey => "wrongkey",
            Self::WithControl => "control",
        }
    }
}

/// One agrees with itself; each more takes a second of work for its keys.
const AUTHORITIES: [&str; 1] = ["auth0"];
/// Circuits to an onion service need at least four relays in all, authorities included.
const RELAYS: [&str; 3] = ["relay0", "relay1", "relay2"];
const ALL: usize = AUTHORITIES.len() + RELAYS.len();
const ONION_HOST: &str = "onions";

/// `DisableNetwork`: for a moment, so that no event about an upload is missed. Dirtiness: in a
/// quiet network the news that a circuit was closed for its age can get stuck, and a client hangs
/// on it.
const ONION_HOST_LINES: [&str; 2] = ["DisableNetwork 1", "MaxCircuitDirtiness 86400"];

fn common_lines() -> Vec<String> {
    [
        "TestingTorNetwork 1",
        "OutboundBindAddress 127.0.0.1",
        "ShutdownWaitLength 0",
        "AvoidDiskWrites 1",
        // KIST sends in ticks of 10 ms: half as fast.
        "Schedulers Vanilla",
        // Equal on all nodes: clients and services take the life of descriptors from these.
        "V3AuthVotingInterval 300",
        "V3AuthVoteDelay 2",
        "V3AuthDistDelay 2",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn first_vote(interval: u64, valid_after: u64) -> [String; FIRST_VOTE_LINES] {
    [
        format!("TestingV3AuthInitialVotingInterval {interval}"),
        "TestingV3AuthInitialVoteDelay 2".to_owned(),
        "TestingV3AuthInitialDistDelay 2".to_owned(),
        format!("TestingV3AuthVotingStartOffset {}", valid_after % interval),
    ]
}

const FIRST_VOTE_LINES: usize = 4;

fn relay_lines(or_port: u16) -> Vec<String> {
    vec![
        "Address 127.0.0.1".to_owned(),
        format!("ORPort 127.0.0.1:{or_port}"),
        "SocksPort 0".to_owned(),
        "AssumeReachable 1".to_owned(),
        "ExitRelay 0".to_owned(),
        "ExitPolicy reject *:*".to_owned(),
    ]
}

fn authority_lines(or_port: u16, dir_port: u16) -> Vec<String> {
    let mut lines = relay_lines(or_port);
    lines.push(format!("DirPort 127.0.0.1:{dir_port}"));
    lines.extend(
        [
            "AuthoritativeDirectory 1",
            "V3AuthoritativeDirectory 1",
            "ContactInfo nobody@localhost",
            "TestingDirAuthVoteGuard *",
            "TestingDirAuthVoteHSDir *",
            // Relays a second younger than the median would not be Stable, and circuits want such.
            "AuthDirVoteStableGuaranteeMinUptime 0",
            // Congestion control takes 40 ms of delayed ACKs on loopback for a queue.
            "ConsensusParams cc_alg=0",
        ]
        .map(str::to_owned),
    );
    lines
}

/// The second is one above the first.
fn two_free_ports() -> u16 {
    loop {
        let first = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind(("127.0.0.1", port + 1)).is_ok() {
            return port;
        }
    }
}

/// Bound all at once, so that they are distinct.
fn free_ports(count: usize) -> Vec<u16> {
    let bound: Vec<_> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    bound
        .iter()
        .map(|socket| socket.local_addr().unwrap().port())
        .collect()
}

fn private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(path)
        .unwrap();
}

#[expect(
    clippy::disallowed_methods,
    reason = "authorities vote by the wall clock"
)]
fn unix_time() -> u64 {
    std::time::SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}
