//! Pinned packs: no country pack comes into force that does not follow the one before it.
//!
//! Keeps its part of P7: whoever can write the operator's folder, or signs with a key of their own,
//! brings no other rules into force, and nobody changes what was the law of a day on which reports
//! lay here. The pack before is the one that the ledger names, and serves. The first one is taken
//! on trust, by its key's number.

use crate::ledger::entry::Entry;
use crate::ledger::tree::tiles::Resource;
use crate::rules::calendar::Day;
use crate::rules::pack::CountryPack;

use super::{LedgerTrouble, Sequencer, served_files};

/// A pack that is new since the last start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedPack {
    /// Its number.
    pub version: u32,
    /// The number of the key that signed it; `None`: it came with the program.
    pub key: Option<String>,
    /// From which day on it corrects rules of days that are over, if it does.
    pub corrects_from: Option<Day>,
}

impl Sequencer {
    /// What of its pack is new since the last start, if it is; or why it may not come into force on
    /// `today`. What came with the program is nothing new at the first start.
    pub async fn changed_pack(&self, today: Day) -> Result<Option<ChangedPack>, LedgerTrouble> {
        let named = self.look(|state| state.policy).await?;
        if named == Some(self.pack.digest()) {
            return Ok(None);
        }
        let before = match named {
            Some(digest) => Some(self.pack_of(digest).await?),
            None => None,
        };
        let lived = self.first_received().await?.unwrap_or(today)..today;
        let follows = self.pack.comes_into_force_after(before.as_ref(), lived);
        let corrects_from = follows.map_err(LedgerTrouble::PackRefused)?;
        let key = self.pack.signed_by();
        let is_news = before.is_some() || key.is_some();
        Ok(is_news.then(|| ChangedPack {
            version: self.pack.policy().version(),
            key: key.map(|key| key.id().to_string()),
            corrects_from,
        }))
    }

    /// A pack that the ledger names, checked as when it was read first.
    async fn pack_of(&self, digest: [u8; 32]) -> Result<CountryPack, LedgerTrouble> {
        let json = served_files::read(&self.store, Resource::Policy(digest)).await?;
        let pack = json.and_then(|json| CountryPack::parse(&json).ok());
        let pack = pack.filter(|pack| pack.digest() == digest);
        pack.ok_or(LedgerTrouble::PackLost(digest))
    }

    /// The day of the oldest report, in the ledger or waiting for it.
    async fn first_received(&self) -> Result<Option<Day>, LedgerTrouble> {
        let waiting = self.waiting().await?.entries;
        let waiting = waiting.iter().map(Entry::day).min();
        let entered = self.look(|state| {
            let items = state.validator.fold().items();
            items.map(|(_, standing)| standing.day).min()
        });
        Ok(entered.await?.into_iter().chain(waiting).min())
    }
}
