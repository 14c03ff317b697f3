//! A ledger in memory: what an intake would serve, honest or not.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::sync::LazyLock;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::cosignature::Witness;
use svilpe::ledger::checkpoint::{Checkpoint, LogKey, LogName};
use svilpe::ledger::entry::step::CaseStep;
use svilpe::ledger::entry::{CaseNumber, Entry, MinisignKey, OfficerEvent, Record};
use svilpe::ledger::tree::proof::Consistency;
use svilpe::ledger::tree::tiles::{Bundle, HashTile, Resource, RosterPart};
use svilpe::ledger::tree::{Tree, TreeHash};
use svilpe::ledger::validator::authority::RosterFacts;
use svilpe::officer::roster::institution_secret_key::InstitutionSecret;
use svilpe::rules::calendar::Day;
use svilpe::rules::pack::CountryPack;
use svilpe::rules::policy::Policy;
use svilpe::rules::roster::{Institution, Roster};

/// Serves entries under a key. Clones share it, so a clone with other entries is a lie.
pub struct Log {
    pub name: LogName,
    pub key: SigningKey,
    pub lines: Vec<String>,
    files: HashMap<Resource, Vec<u8>>,
}

/// An institution with one officer.
pub struct Bureau {
    pub institution: Institution,
    pub secret: InstitutionSecret,
    pub officer: SigningKey,
    kind: &'static str,
}

/// A roster as files and as an entry.
pub struct Published {
    pub roster: Roster,
    files: [Option<String>; 4],
}

impl Log {
    pub fn new() -> Self {
        Self {
            name: LogName::parse("svilpe.example/log").expect("a name"),
            key: SigningKey::random(),
            lines: Vec::new(),
            files: HashMap::new(),
        }
    }

    /// The same log telling another story.
    pub fn retold(&self, lines: Vec<String>) -> Self {
        Self {
            name: self.name.clone(),
            key: SigningKey::parse(&self.key.expose()).expect("its own"),
            lines,
            files: self.files.clone(),
        }
    }

    pub fn public(&self) -> LogKey {
        LogKey::new(self.name.clone(), self.key.public())
    }

    pub fn append(&mut self, entry: &Entry) -> TreeHash {
        self.lines.push(entry.to_line());
        entry.leaf()
    }

    /// Names a policy as the one that holds from here on, and serves its pack.
    pub fn adopt(&mut self, day: Day, policy: &Policy) {
        let digest = policy.digest();
        self.files.insert(Resource::Policy(digest), packed(policy));
        self.append(&Entry::Policy { day, digest });
    }

    /// The same of a text that no program of today reads.
    pub fn adopt_newer(&mut self, day: Day, policy: &str) {
        let digest = sha256(policy);
        let pack = serde_json::json!({ "policy": policy, "parts": [] });
        self.files
            .insert(Resource::Policy(digest), pack.to_string().into_bytes());
        self.append(&Entry::Policy { day, digest });
    }

    /// Serves a roster that says more than rosters of today, and names it.
    pub fn append_newer_roster(&mut self, bureau: &Bureau, day: Day, version: u32) {
        let real = bureau.publish(version, &[&bureau.officer]);
        let text = format!(
            "later = true\n{}",
            real.files[0].as_deref().expect("its text")
        );
        let path = format!("roster/{}.toml", hex::encode(sha256(&text)));
        let Some(Resource::Roster(digest, _)) = Resource::parse(&path) else {
            panic!("{path}")
        };
        let signature = bureau
            .secret
            .sign(text.as_bytes(), "a test")
            .expect("signed");
        let key = bureau.secret.public().as_str().to_owned();
        for (part, text) in RosterPart::ALL.into_iter().zip([text, signature, key]) {
            self.files
                .insert(Resource::Roster(digest, part), text.into_bytes());
        }
        let mut entry = real.entry(day);
        if let Entry::Roster { digest: named, .. } = &mut entry {
            *named = digest;
        }
        self.append(&entry);
    }

    pub fn serve_roster(&mut self, published: &Published) {
        let digest = published.roster.digest();
        for (part, text) in RosterPart::ALL.into_iter().zip(&published.files) {
            if let Some(text) = text {
                self.files
                    .insert(Resource::Roster(digest, part), text.clone().into_bytes());
            }
        }
    }

    /// Rosters and policies that it serves.
    pub fn files(&self) -> impl Iterator<Item = Resource> {
        self.files.keys().copied()
    }

    pub fn checkpoint(&self) -> Checkpoint {
        let mut tree = Tree::new();
        let mut unused = Vec::new();
        for line in &self.lines {
            tree.append(TreeHash::of_leaf(line.as_bytes()), &mut unused);
            unused.clear();
        }
        Checkpoint::sign(tree.head(), &self.name, &self.key)
    }

    #[expect(clippy::unnecessary_wraps, reason = "the shape that auditors bring")]
    pub fn fetch(&self, resource: Resource) -> io::Result<Option<Vec<u8>>> {
        Ok(match resource {
            Resource::Checkpoint => Some(self.checkpoint().to_bytes()),
            Resource::Entries(bundle) => self.bundle(bundle),
            Resource::Tile(tile) => self.tile(tile),
            Resource::Cosigned | Resource::Roster(..) | Resource::Policy(_) => {
                self.files.get(&resource).cloned()
            }
        })
    }

    /// The same with the log's word for `today`, if it is a checkpoint of this log that has none.
    pub fn dated(&self, resource: Resource, bytes: Vec<u8>, today: Day) -> Vec<u8> {
        let log = self.public();
        let served = Checkpoint::parse(&bytes, &log).ok();
        let served = served.filter(|_| resource == Resource::Checkpoint);
        let undated = served.filter(|served| log.dated(served).is_none());
        let dated = undated.and_then(|undated| {
            let mut own = Witness::new(self.name.clone(), &self.key, None);
            own.cosign(undated, &Consistency::default(), today).ok()
        });
        dated.map_or(bytes, |dated| dated.to_bytes())
    }

    fn bundle(&self, bundle: Bundle) -> Option<Vec<u8>> {
        let start = usize::try_from(bundle.start()).ok()?;
        let lines = self.lines.get(start..start + usize::from(bundle.width()))?;
        Some(Bundle::encode(lines.iter().map(String::as_str)))
    }

    /// By the definition in the specification, not by the tree that is under test.
    fn tile(&self, tile: HashTile) -> Option<Vec<u8>> {
        let span = 256_usize.pow(tile.level().into());
        let first = usize::try_from(tile.index()).ok()? * 256;
        let hashes = (first..first + usize::from(tile.width())).map(|index| {
            let lines = self.lines.get(index * span..(index + 1) * span)?;
            let leaves: Vec<_> = lines
                .iter()
                .map(|line| TreeHash::of_leaf(line.as_bytes()))
                .collect();
            Some(*complete(&leaves).as_bytes())
        });
        Some(hashes.collect::<Option<Vec<_>>>()?.concat())
    }
}

fn sha256(text: &str) -> [u8; 32] {
    *ReportDigest::of(text.as_bytes()).as_bytes()
}

/// The shipped pack with these rules, as an intake serves it.
pub fn packed(policy: &Policy) -> Vec<u8> {
    let pack = CountryPack::shipped().to_json();
    let mut pack: serde_json::Value = serde_json::from_slice(&pack).expect("JSON");
    pack["policy"] = policy.text().into();
    pack.to_string().into_bytes()
}

impl Bureau {
    pub fn new(slug: &str) -> Self {
        Self {
            institution: Institution::parse(slug).expect("a slug"),
            secret: InstitutionSecret::random().expect("a key"),
            officer: SigningKey::random(),
            kind: "external",
        }
    }

    /// The same with a channel of its own people's.
    pub fn internal(self) -> Self {
        Self {
            kind: "internal",
            ..self
        }
    }

    /// A roster with these officers, signed by this bureau's key.
    pub fn publish(&self, version: u32, officers: &[&SigningKey]) -> Published {
        self.publish_after(None, version, officers)
    }

    /// The same, after a change of key that `before` signed.
    pub fn publish_after(
        &self,
        before: Option<&InstitutionSecret>,
        version: u32,
        officers: &[&SigningKey],
    ) -> Published {
        let mut text = format!(
            "institution = \"{}\"\nversion = {version}\nkind = \"{}\"\n\
             name = {{ lv = \"Paraugs\", en = \"Sample\" }}\n",
            self.institution, self.kind
        );
        for (number, officer) in officers.iter().enumerate() {
            write!(
                text,
                "[[officer]]\nname = \"Officer {number}\"\n\
                 role = {{ lv = \"izmeklētāja\", en = \"investigator\" }}\n\
                 recipient = \"{}\"\nsigning = \"{}\"\ncustodian = true\n",
                RECIPIENTS[number],
                officer.public()
            )
            .expect("writing to a String does not fail");
        }
        let signature = self.secret.sign(text.as_bytes(), "a test").expect("signed");
        let key = self.secret.public().as_str().to_owned();
        let roster = Roster::parse(&text, &signature, self.secret.public()).expect("a roster");
        let handover = before.map(|before| before.sign(key.as_bytes(), "a test").expect("signed"));
        Published {
            roster,
            files: [Some(text), Some(signature), Some(key), handover],
        }
    }

    pub fn record(&self, day: Day, event: OfficerEvent) -> Entry {
        record(&self.institution, &self.officer, day, event)
    }

    pub fn step(&self, day: Day, case: CaseNumber, after: TreeHash, step: CaseStep) -> Entry {
        self.record(day, OfficerEvent::Step { case, after, step })
    }

    pub fn received(&self, day: Day, item: ReportDigest) -> Entry {
        Entry::Received {
            institution: self.institution.clone(),
            day,
            item,
        }
    }
}

impl Published {
    pub fn entry(&self, day: Day) -> Entry {
        Entry::Roster {
            institution: self.roster.institution().clone(),
            day,
            version: self.roster.version(),
            digest: self.roster.digest(),
            key: MinisignKey::of(self.roster.key()),
        }
    }

    pub fn facts(&self) -> RosterFacts {
        RosterFacts::of(&self.roster, None)
    }
}

pub fn record(institution: &Institution, key: &SigningKey, day: Day, event: OfficerEvent) -> Entry {
    Record {
        institution: institution.clone(),
        day,
        event,
    }
    .sign(key)
    .into()
}

fn complete(leaves: &[TreeHash]) -> TreeHash {
    if let [leaf] = leaves {
        return *leaf;
    }
    let (left, right) = leaves.split_at(leaves.len() / 2);
    TreeHash::of_pair(complete(left), complete(right))
}

/// Nobody opens anything here: whose keys these are makes no difference.
static RECIPIENTS: LazyLock<[String; 3]> =
    LazyLock::new(|| [(); 3].map(|()| OpeningKey::random().recipient().to_string()));
