//! P7 through whole running processes: what reporters, officers and auditors see of one ledger.

mod access;
mod forgetting;
mod reports;

use std::io;

use svilpe::auditor::verify::mirror::Mirror;
use svilpe::auditor::verify::{AuditReport, TrustAnchors, verify};
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::LogKey;
use svilpe::ledger::checkpoint::cosignature::Quorum;
use svilpe::ledger::entry::vocabulary::Track;
use svilpe::ledger::entry::{CaseNumber, Entry, OfficerEvent, Record};
use svilpe::ledger::tree::TreeHash;
use svilpe::ledger::tree::tiles::Resource;
use svilpe::rules::calendar::Day;
use svilpe::rules::policy::Policy;
use svilpe::rules::roster::Institution;

use crate::world::World;
use crate::world::signer::{Signer, auditor_block, officer_block};

/// A world whose second officer, auditor and neighbour are in the test's hands.
struct Town {
    world: World,
    officer: SigningKey,
    auditor: SigningKey,
    neighbour: SigningKey,
    mirror: tempfile::TempDir,
}

impl Town {
    fn on(today: &str) -> Self {
        let [officer, auditor, neighbour] = [(); 3].map(|()| SigningKey::random());
        let blocks = blocks(&officer, &auditor);
        let other = officer_block("Kaimiņš", &recipient(), &neighbour);
        let people = [("Anna Bērziņa", true)];
        Self {
            world: World::with(&people, &blocks, &[("citi", &other)], Some(today)),
            officer,
            auditor,
            neighbour,
            mirror: tempfile::tempdir().unwrap(),
        }
    }

    fn officer(&self) -> Signer<'_> {
        self.world.signer(&self.officer)
    }

    fn auditor(&self) -> Signer<'_> {
        self.world.signer(&self.auditor)
    }

    /// As the auditor's tool does, over HTTP, into a mirror that stays.
    fn verify(&self, today: &str) -> AuditReport {
        let auditor = self.auditor();
        let fetch = |resource: Resource| -> io::Result<Option<Vec<u8>>> {
            let answer = auditor.get(&format!("/{resource}"));
            Ok((answer.status == 200).then_some(answer.body))
        };
        let terms = TrustAnchors {
            policy: &Policy::shipped(),
            earlier_policies: &[],
            log: &LogKey::parse(&self.world.log).unwrap(),
            quorum: &Quorum::none(),
            pins: &[],
            expected: &[],
            today: day(today),
        };
        let mirror = Mirror::open(self.mirror.path()).unwrap();
        verify(&mirror, &fetch, &terms, &mut |_, _| {}).unwrap()
    }

    /// Records what this officer says, and gives the entry's leaf; or the refusal's code.
    fn record(&self, today: &str, event: OfficerEvent) -> Result<TreeHash, String> {
        let line = line(&self.officer, "paraugs", today, event);
        record(&self.officer(), &line)
    }

    fn open(&self, today: &str, item: ReportDigest) -> Result<(CaseNumber, TreeHash), String> {
        let case = CaseNumber::random();
        Ok((case, self.record(today, opened(case, item))?))
    }

    /// Items as the officers' listener lists them.
    fn items(&self) -> Vec<ReportDigest> {
        let listed = self.officer().json("/v1/items");
        let items = listed["items"].as_array().unwrap().iter();
        items
            .map(|item| ReportDigest::parse(item["item"].as_str().unwrap()).unwrap())
            .collect()
    }
}

fn blocks(officer: &SigningKey, auditor: &SigningKey) -> String {
    officer_block("Jānis Ozols", &recipient(), officer) + &auditor_block("Delna", auditor)
}

fn recipient() -> String {
    OpeningKey::random().recipient().to_string()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn opened(case: CaseNumber, item: ReportDigest) -> OfficerEvent {
    OfficerEvent::Opened {
        case,
        item,
        category: Policy::shipped().categories()[0].category().clone(),
        track: Track::AnonymousTip,
    }
}

fn line(key: &SigningKey, institution: &str, today: &str, event: OfficerEvent) -> Vec<u8> {
    let record = Record {
        institution: Institution::parse(institution).unwrap(),
        day: day(today),
        event,
    };
    Entry::from(record.sign(key)).to_line().into_bytes()
}

fn record(signer: &Signer<'_>, line: &[u8]) -> Result<TreeHash, String> {
    let answer = signer.post("/v1/entries", line);
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    match answer.status {
        200 => Ok(TreeHash::parse(said["leaf"].as_str().unwrap()).unwrap()),
        409 => Err(said["refused"].as_str().unwrap().to_owned()),
        status => panic!("{status}"),
    }
}

/// Mondays and Tuesdays without a holiday near, so that days count as they look.
const MONDAY: &str = "2026-11-23";

const TUESDAY: &str = "2026-11-24";

const NEXT_WEEK: &str = "2026-12-02";
