//! Policies in force: by whose rules what is judged.
//!
//! The ledger names each policy with the day from which it holds, and serves its pack. An auditor
//! believes those that they know from elsewhere: what is judged by an unknown one is judged by the
//! auditor's own, and said to be. So nobody bends a deadline by serving other rules. One that says
//! other rules of days that are over than the one before it is a finding; if it says itself that it
//! corrects them, those days are judged by it, and it is a note.
//!
//! Knows rules and days. Never knows a case.

use std::collections::HashMap;
use std::io;

use super::finding::Finding;
use super::mirror::Mirror;
use super::trust_anchors::TrustAnchors;
use crate::ledger::tree::tiles::Resource;
use crate::rules::calendar::Day;
use crate::rules::pack::{CountryPack, UnusablePack};
use crate::rules::policy::Policy;

/// The policies that the ledger has named so far.
pub(super) struct PoliciesInForce<'a> {
    own: &'a Policy,
    /// Those that this auditor took before, by digest.
    earlier: HashMap<[u8; 32], Policy>,
    /// In the order of the ledger.
    named: Vec<NamedPolicy>,
}

/// What one `policy` entry says.
#[derive(Clone, Copy)]
pub(super) struct NamedPolicy {
    pub index: u64,
    pub day: Day,
    pub digest: [u8; 32],
}

impl<'a> PoliciesInForce<'a> {
    /// Before the first entry. Files of known digests that the mirror lacks count as unknown.
    pub(super) fn new(terms: &TrustAnchors<'a>, mirror: &Mirror) -> io::Result<Self> {
        let mut earlier = HashMap::new();
        for digest in terms.earlier_policies {
            if let Some(Ok(pack)) = served(mirror, *digest)? {
                earlier.insert(*digest, pack.policy().clone());
            }
        }
        Ok(Self {
            own: terms.policy,
            earlier,
            named: Vec::new(),
        })
    }

    /// Notes that this policy holds from here on.
    pub(super) fn adopt(&mut self, named: NamedPolicy) {
        self.named.push(named);
    }

    /// The policy in force at this place of the ledger.
    pub(super) fn now(&self) -> &Policy {
        self.named
            .last()
            .map_or(self.own, |named| self.known(named.digest))
    }

    /// The policy in force on this day: of the last entry that is not of a later one, or whose
    /// policy corrects what was in force on it.
    pub(super) fn on(&self, day: Day) -> &Policy {
        let mut named = self.named.iter().rev();
        let held = named.find(|named| named.day <= day || self.corrects(named.digest, day));
        held.or(self.named.first())
            .map_or(self.own, |named| self.known(named.digest))
    }

    /// What each says of days that were over when it came, and the one before it does not.
    /// `received` are the days of reports: on others nothing was judged.
    pub(super) fn rewritten(&self, mirror: &Mirror, received: &[Day]) -> io::Result<Vec<Finding>> {
        let mut found = Vec::new();
        for pair in self.named.windows(2) {
            let [before, after] = pair else { continue };
            let first = received.iter().filter(|day| **day < after.day).min();
            let (Some(first), Some(Ok(old)), Some(Ok(new))) = (
                first,
                served(mirror, before.digest)?,
                served(mirror, after.digest)?,
            ) else {
                continue;
            };
            let (old, new) = (old.policy(), new.policy());
            if let Some(since) = new.first_day_changed(old, *first..after.day) {
                found.push(Finding::RulesRewritten {
                    index: after.index,
                    since,
                    declared: new.corrects_from().is_some_and(|from| from <= since),
                });
            }
        }
        Ok(found)
    }

    /// None yet?
    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The newest, if it is another than the auditor's own.
    pub(super) fn other(&self) -> Option<NamedPolicy> {
        let newest = self.named.last().copied();
        newest.filter(|newest| newest.digest != self.own.digest())
    }

    /// Those before the newest that this auditor does not know.
    pub(super) fn unknown(&self) -> impl Iterator<Item = NamedPolicy> {
        let before = self
            .named
            .split_last()
            .map_or(&[][..], |(_, before)| before);
        let is_known = |digest| digest == self.own.digest() || self.earlier.contains_key(&digest);
        let unknown = before.iter().filter(move |named| !is_known(named.digest));
        unknown.copied()
    }

    /// Is it known, and does it say that what it says of this day is a correction?
    fn corrects(&self, digest: [u8; 32], day: Day) -> bool {
        let is_own = digest == self.own.digest();
        let policy = Some(self.own).filter(|_| is_own);
        let policy = policy.or_else(|| self.earlier.get(&digest));
        policy.is_some_and(|policy| policy.corrects_from().is_some_and(|from| from <= day))
    }

    fn known(&self, digest: [u8; 32]) -> &Policy {
        self.earlier.get(&digest).unwrap_or(self.own)
    }
}

/// Is this policy's pack made for a newer program?
pub(super) fn is_newer(mirror: &Mirror, digest: [u8; 32]) -> io::Result<bool> {
    Ok(served(mirror, digest)? == Some(Err(UnusablePack::Newer)))
}

/// The pack of this digest as it was served; `None` if the mirror has none.
fn served(
    mirror: &Mirror,
    digest: [u8; 32],
) -> io::Result<Option<Result<CountryPack, UnusablePack>>> {
    let file = mirror.read(Resource::Policy(digest))?;
    Ok(file.map(|file| CountryPack::named(digest, &file)))
}
