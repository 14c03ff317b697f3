//! Fetching sealed reports: incremental, resumable, idempotent.
//!
//! ```text
//!   list ─▶ not here, or damaged? ─▶ <item>.part ─▶ digest fits? ─▶ sync, <item>.age, sync ─▶ tell
//!              │ here, server not told ───────────────────────────────────────────▶ tell
//! ```
//!
//! The order is what counts (E24): the intake may drop its copy once every officer has told it
//! that theirs is safe, so it is told only after file and folder are on stable storage. Killed
//! anywhere, the next `sync` goes on from there: a part is continued, an untold item told.
//!
//! One bad item is one line; the rest goes on. A full disk or a lost server ends the run.
//! What is listed twice is fetched once, and told under each of its ids.

mod replies;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use super::case::opening::short;
use super::config::OfficerConfig;
use super::home::{OfficerHome, disk};
use super::intake_client::{ListedId, ListedReport, NoAnswer, OfficerClient};
use super::keys::OfficerKeys;
use super::ledger::item_states::ItemStates;
use crate::cli::failure::Failure;
use crate::cli::kept_pack::{self, PackNotTaken, TakenPack};
use crate::cli::progress::Bar;
use crate::keys::digest::{ReportDigest, Sha256};
use crate::ledger::checkpoint::LogKey;
use crate::net::connection::CannotTalk;

pub(super) use replies::fetch_replies;

/// What a run came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// New items that are safe here now.
    pub items: usize,
    /// Bytes fetched, without those of parts that were here.
    pub bytes: u64,
    /// Items that were here before.
    pub had: usize,
    /// Items that were here and damaged, and are as they came again.
    pub mended: usize,
    /// Items that could not be kept, and why.
    pub bad: Vec<(ReportDigest, BadItem)>,
    /// The ledger's key, as the server tells it.
    pub log: Option<LogKey>,
    /// Reports that do not open on the server, and can't be fetched.
    pub damaged: u64,
    /// The server does not believe its own clock.
    pub clock_in_doubt: bool,
    /// What became of its country pack, if it is another than the one here.
    pub pack: Option<PackChange>,
}

/// A country pack that the server offers.
#[derive(Debug, PartialEq, Eq)]
pub enum PackChange {
    /// It holds here from now on.
    Taken(Box<TakenPack>),
    /// It was not taken: the one before holds.
    Refused(PackNotTaken),
}

impl Synced {
    /// A line for each item that could not be kept, and for a pack that was not taken.
    pub(super) fn complaints(&self) -> impl Iterator<Item = Failure> {
        let complaint = |(item, why): &(ReportDigest, BadItem)| {
            Failure::refused(why.text()).with("item", short(item))
        };
        let pack = self.pack.iter().filter_map(|change| match change {
            PackChange::Refused(why) => Some(why.failure()),
            PackChange::Taken(..) => None,
        });
        self.bad.iter().map(complaint).chain(pack)
    }
}

/// Why one item is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadItem {
    /// The bytes are not those that the ledger names.
    WrongDigest,
    /// Fewer or more bytes than listed.
    WrongLength,
    /// Listed, and then not given (dropped in between, most likely).
    Withheld,
    /// Damaged here, and not listed any more.
    Lost,
    /// It does not open on the server any more.
    DamagedThere,
}

/// Who watches a run.
pub trait Watch {
    /// So much is to be fetched.
    fn begin(&self, items: usize, bytes: u64);
    /// So much more has come.
    fn came(&self, bytes: u64);
    /// One item is done with, well or not.
    fn done(&self);
}

impl Watch for Bar {
    fn begin(&self, _items: usize, bytes: u64) {
        Bar::begin(self, bytes);
    }

    fn came(&self, bytes: u64) {
        self.add(bytes);
    }

    fn done(&self) {}
}

/// Why the run ends at once.
enum SyncStop {
    Line(NoAnswer),
    Disk(io::Error),
}

/// What is left to do, shared by the lines that work at it.
struct Run<'a> {
    home: &'a OfficerHome,
    watch: &'a dyn Watch,
    left: RefCell<VecDeque<ListedReport>>,
    /// Further ids of the same items.
    twins: BTreeMap<ReportDigest, Vec<ListedId>>,
    /// What is here, and not as it came.
    damaged: &'a BTreeSet<ReportDigest>,
    synced: RefCell<Synced>,
}

/// All that the server lists.
#[derive(Default)]
struct ReportList {
    listed: Vec<ListedReport>,
    twins: BTreeMap<ReportDigest, Vec<ListedId>>,
    damaged: u64,
}

/// Fetches what is not here yet.
pub async fn sync(
    home: &OfficerHome,
    config: &OfficerConfig,
    keys: &Arc<OfficerKeys>,
    watch: &dyn Watch,
) -> Result<Synced, Failure> {
    let failure = |stop: SyncStop| match stop {
        SyncStop::Line(why) => why.failure(&config.way.server, "officer-refused"),
        SyncStop::Disk(error) => disk(home.root().path(), &error),
    };
    // Two at once would both add to a part, and take it for whole.
    let _alone = home.root().alone()?;
    home.refuse_folders()?;
    let mut first = OfficerClient::new(config, Arc::clone(keys))?;
    let server = first.check().await.map_err(|why| failure(why.into()))?;
    if server.institution != config.institution.as_str() {
        return Err(
            Failure::refused("officer-other-institution").with("pinned", &config.institution)
        );
    }
    config.keep(home)?;
    let pack = match server.pack {
        Some(told) => follow_pack((home, config), told, &mut first).await?,
        None => None,
    };
    let ReportList {
        listed,
        twins,
        damaged,
    } = list(&mut first).await.map_err(failure)?;
    note_days(home, &listed)?;

    // Each is read whole: what a disk changed without a trace is fetched again.
    let all_here = home.items()?.into_iter();
    let (here, damaged_here): (BTreeSet<_>, BTreeSet<_>) =
        all_here.partition(|item| home.is_whole(item));
    let is_listed = |item: &&ReportDigest| listed.iter().any(|one| one.item == **item);
    let lost = damaged_here.iter().filter(|item| !is_listed(item));
    let lost: Vec<_> = lost.map(|item| (*item, BadItem::Lost)).collect();
    let told = home.told()?;
    let (had, left): (Vec<_>, Vec<_>) = listed
        .into_iter()
        .partition(|listed| here.contains(&listed.item) && told.contains(&listed.item));
    let missing = left.iter().filter(|listed| !here.contains(&listed.item));
    let bytes = missing
        .clone()
        .fold(0_u64, |sum, listed| sum.saturating_add(listed.length));
    watch.begin(missing.count(), bytes);
    let run = Run {
        home,
        watch,
        left: RefCell::new(left.into()),
        twins,
        damaged: &damaged_here,
        synced: RefCell::new(Synced {
            had: had.len(),
            bad: lost,
            log: server.log,
            damaged,
            clock_in_doubt: server.clock_in_doubt,
            pack,
            ..Synced::default()
        }),
    };
    let mut clients = vec![first];
    for _ in 1..CONNECTIONS {
        clients.push(OfficerClient::new(config, Arc::clone(keys))?);
    }
    let work = clients.into_iter().map(|client| run.work(client, &here));
    futures_util::future::try_join_all(work)
        .await
        .map_err(failure)?;
    let synced = run.synced.into_inner();
    note_damaged_there(home, &synced)?;
    Ok(synced)
}

/// Asks for the server's country pack, if it is another than the one here. What is wrong with it is
/// a line, and no reason to leave reports there.
async fn follow_pack(
    (home, config): (&OfficerHome, &OfficerConfig),
    told: [u8; 32],
    client: &mut OfficerClient,
) -> Result<Option<PackChange>, Failure> {
    if home.pack()?.digest() == told {
        return Ok(None);
    }
    let json = match client.pack().await {
        Ok(json) => json,
        Err(why) => return Err(why.failure(&config.way.server, "officer-refused")),
    };
    Ok(Some(match kept_pack::take(home.root(), told, &json)? {
        Ok(taken) => PackChange::Taken(Box::new(taken)),
        Err(why) => PackChange::Refused(why),
    }))
}

/// Remembers the day that the server says now of what was not listed before: the first word counts.
fn note_days(home: &OfficerHome, listed: &[ListedReport]) -> Result<(), Failure> {
    let known: BTreeSet<ReportDigest> = home.listed()?.into_iter().map(|(item, _)| item).collect();
    let new = listed.iter().filter(|one| !known.contains(&one.item));
    let new: Vec<_> = new.map(|one| (one.item, one.day)).collect();
    home.note_listed(&new)
        .map_err(|error| disk(home.root().path(), &error))
}

/// What a list that is made here has to count, too.
fn note_damaged_there(home: &OfficerHome, synced: &Synced) -> Result<(), Failure> {
    let bad = synced.bad.iter();
    let bad = bad.filter(|(_, why)| *why == BadItem::DamagedThere).count();
    let count = synced.damaged.saturating_add(bad as u64);
    let mut states = ItemStates::read(home)?;
    if states.note_damaged_there(count) {
        states.keep(home)?;
    }
    Ok(())
}

/// Every id under which the server lists one of `items`.
pub(super) async fn ids_of(
    client: &mut OfficerClient,
    items: &BTreeSet<ReportDigest>,
) -> Result<Vec<ListedId>, NoAnswer> {
    let all = match list(client).await {
        Ok(all) => all,
        Err(SyncStop::Line(why)) => return Err(why),
        Err(SyncStop::Disk(error)) => return Err(CannotTalk::CannotReach(error).into()),
    };
    let twins = all.twins.iter().filter(|(item, _)| items.contains(item));
    let twins = twins.flat_map(|(_, ids)| ids.iter().copied());
    let listed = all.listed.iter().filter(|one| items.contains(&one.item));
    Ok(listed.map(|one| one.id).chain(twins).collect())
}

/// The whole list, and further ids of items in it: whoever sends the same bytes twice must not keep
/// the others' reports from here. Ids rise strictly, so a server can't keep us here for ever.
async fn list(client: &mut OfficerClient) -> Result<ReportList, SyncStop> {
    let (mut all, mut items) = (ReportList::default(), BTreeSet::new());
    let (mut last, mut ids): (Option<ListedId>, usize) = (None, 0);
    loop {
        let page = client.page(last).await?;
        all.damaged = all.damaged.saturating_add(page.damaged);
        for entry in page.items {
            if last >= Some(entry.id) || ids == LIST_MAX {
                return Err(NoAnswer::from(CannotTalk::SomethingElse).into());
            }
            ids += 1;
            last = Some(entry.id);
            if items.insert(entry.item) {
                all.listed.push(entry);
            } else {
                all.twins.entry(entry.item).or_default().push(entry.id);
            }
        }
        if !page.more {
            return Ok(all);
        }
    }
}

impl Run<'_> {
    /// One connection's share: the next item, until none is left.
    async fn work(
        &self,
        mut client: OfficerClient,
        here: &BTreeSet<ReportDigest>,
    ) -> Result<(), SyncStop> {
        loop {
            let Some(listed) = self.left.borrow_mut().pop_front() else {
                return Ok(());
            };
            if here.contains(&listed.item) {
                self.synced.borrow_mut().had += 1;
            } else {
                let fetched = self.fetch(&mut client, &listed).await?;
                self.watch.done();
                let mut synced = self.synced.borrow_mut();
                match fetched {
                    Ok(()) if self.damaged.contains(&listed.item) => synced.mended += 1,
                    Ok(()) => synced.items += 1,
                    Err(why) => {
                        synced.bad.push((listed.item, why));
                        continue;
                    }
                }
            }
            let twins = self.twins.get(&listed.item).into_iter().flatten();
            for id in [&listed.id].into_iter().chain(twins) {
                match client.tell_fetched(*id).await {
                    // Refused: it is gone there, and safe here.
                    Ok(()) | Err(NoAnswer::Refused) => {}
                    Err(why) => return Err(why.into()),
                }
            }
            self.home.note_told(&listed.item)?;
        }
    }

    /// Gets one item and keeps it. A part from before is continued; if the whole is wrong then,
    /// the part may have been, and it is fetched once more from its beginning.
    async fn fetch(
        &self,
        client: &mut OfficerClient,
        listed: &ListedReport,
    ) -> Result<Result<(), BadItem>, SyncStop> {
        if listed.length > LENGTH_MAX {
            return Ok(Err(BadItem::WrongLength));
        }
        let mut part = PartialDownload::open(self.home, listed)?;
        let resumed = part.length > 0;
        let mut fetched = self.fetch_rest(client, listed, &mut part).await?;
        if fetched.is_err() && resumed {
            part = PartialDownload::start_over(self.home, listed)?;
            fetched = self.fetch_rest(client, listed, &mut part).await?;
        }
        match fetched {
            Ok(()) => self.home.keep_part(&listed.item, &part.file)?,
            Err(_) => self.home.discard_part(&listed.item)?,
        }
        Ok(fetched)
    }

    async fn fetch_rest(
        &self,
        client: &mut OfficerClient,
        listed: &ListedReport,
        part: &mut PartialDownload,
    ) -> Result<Result<(), BadItem>, SyncStop> {
        let mut tries = 0;
        while part.length < listed.length {
            let before = part.length;
            let fetched = self.fetch_some(client, listed, part).await;
            if part.length > before {
                tries = 0;
            }
            match fetched {
                Ok(true) => {}
                Ok(false) => return Ok(Err(BadItem::DamagedThere)),
                Err(SyncStop::Line(NoAnswer::Refused)) => return Ok(Err(BadItem::Withheld)),
                Err(SyncStop::Line(NoAnswer::Talk(CannotTalk::TooLong))) => {
                    return Ok(Err(BadItem::WrongLength));
                }
                // What has come is kept: the next try goes on from there.
                Err(SyncStop::Line(NoAnswer::Talk(CannotTalk::CutOff | CannotTalk::Stalled)))
                    if tries < TRIES =>
                {
                    tries += 1;
                    continue;
                }
                Err(stop) => return Err(stop),
            }
            if part.length < listed.length {
                return Ok(Err(BadItem::WrongLength));
            }
        }
        Ok(
            if part.length == listed.length && part.item() == listed.item {
                Ok(())
            } else {
                Err(BadItem::WrongDigest)
            },
        )
    }

    /// Does the server have it?
    async fn fetch_some(
        &self,
        client: &mut OfficerClient,
        listed: &ListedReport,
        part: &mut PartialDownload,
    ) -> Result<bool, SyncStop> {
        let left = listed.length - part.length;
        let Some(mut answer) = client.item(listed.id, part.length, left).await? else {
            return Ok(false);
        };
        while let Some(piece) = answer.piece().await.map_err(NoAnswer::from)? {
            part.add(&piece)?;
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            self.synced.borrow_mut().bytes += length;
            self.watch.came(length);
        }
        Ok(true)
    }
}

/// What is here of an item: the file, and the digest of what is in it.
struct PartialDownload {
    file: File,
    length: u64,
    digest: Sha256,
}

impl PartialDownload {
    /// What an earlier run left, read once for its digest. Longer than the item: begun again.
    fn open(home: &OfficerHome, listed: &ListedReport) -> io::Result<Self> {
        let mut part = Self {
            file: home.part(&listed.item)?,
            length: 0,
            digest: Sha256::new(),
        };
        let mut piece = vec![0; PIECE];
        loop {
            let length = part.file.read(&mut piece)?;
            if length == 0 {
                return Ok(part);
            }
            part.digest.update(&piece[..length]);
            part.length += u64::try_from(length).unwrap_or(u64::MAX);
            if part.length > listed.length {
                return Self::start_over(home, listed);
            }
        }
    }

    fn start_over(home: &OfficerHome, listed: &ListedReport) -> io::Result<Self> {
        home.discard_part(&listed.item)?;
        Ok(Self {
            file: home.part(&listed.item)?,
            length: 0,
            digest: Sha256::new(),
        })
    }

    fn add(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece)?;
        self.digest.update(piece);
        self.length += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        Ok(())
    }

    fn item(&self) -> ReportDigest {
        ReportDigest::from_bytes(self.digest.clone().finish())
    }
}

impl BadItem {
    /// The id of its line.
    pub fn text(self) -> &'static str {
        match self {
            Self::WrongDigest => "officer-item-wrong-digest",
            Self::WrongLength => "officer-item-wrong-length",
            Self::Withheld => "officer-item-withheld",
            Self::Lost => "officer-item-lost",
            Self::DamagedThere => "officer-item-damaged-there",
        }
    }
}

impl From<NoAnswer> for SyncStop {
    fn from(why: NoAnswer) -> Self {
        Self::Line(why)
    }
}

impl From<io::Error> for SyncStop {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Conversations at once. Over Tor an answer takes a second; four wait together.
const CONNECTIONS: usize = 4;

/// More items than this, and the server is making them up.
const LIST_MAX: usize = 1_000_000;

/// Bytes of one item: eight times what the default policy lets in.
const LENGTH_MAX: u64 = 2 << 30;

/// Times that a broken download is continued at once, one after the other, without a byte more.
const TRIES: usize = 3;

/// Bytes read at once from a part.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests;
