//! Opening an intake's folder for the operator's commands: everything in it is read, checked, and
//! found to belong together.
//!
//! What the operator is told of faults is plain English: it ends up in search engines and in
//! letters to developers.

use std::path::Path;

use super::config::IntakeConfig;
use super::home::{BadHome, HomeSecrets, IntakeHome};
use crate::cli::command_context::CommandContext;
use crate::cli::failure::Failure;
use crate::intake::Imprint;
use crate::intake::log::{ChangedRoster, LedgerTrouble, Seal};
use crate::report::receipt::Pepper;
use crate::rules::pack::CountryPack;
use crate::rules::roster::{Loaded, Roster};
use crate::store::{Fault, Store};

/// An intake's folder, opened.
pub(super) struct OpenedHome {
    pub(super) home: IntakeHome,
    pub(super) settings: IntakeConfig,
    pub(super) pack: CountryPack,
    pub(super) rosters: Vec<Roster>,
    pub(super) imprint: Imprint,
    pub(super) store: Store,
    pub(super) pepper: Pepper,
    pub(super) seal: Seal,
}

impl OpenedHome {
    /// Opens all of it, or says what does not belong here.
    pub(super) async fn open(folder: &Path) -> Result<Self, Failure> {
        Self::open_with(folder, Store::open).await
    }

    /// The same, with another way to open the store.
    pub(super) async fn open_with(
        folder: &Path,
        open: impl FnOnce(&Path) -> Result<Store, Fault>,
    ) -> Result<Self, Failure> {
        let (home, settings) = IntakeHome::open(folder).map_err(bad_home)?;
        let pack = load_pack(settings.pack.as_deref())?;
        let rosters = load_rosters(&settings.keys)?;
        let imprint = imprint(&settings, &pack)?;
        // What is no pepper and no key at all is told before the store is touched.
        let secrets = HomeSecrets::read(&home).map_err(bad_home)?;
        let store = open(&home.store()).map_err(told)?;
        secrets.check(&home, &store).await.map_err(bad_home)?;
        let HomeSecrets {
            pepper,
            checkpoint_key,
        } = secrets;
        Ok(Self {
            seal: Seal::new(&store.instance().id, checkpoint_key),
            home,
            settings,
            pack,
            rosters,
            imprint,
            store,
            pepper,
        })
    }
}

/// That a roster is new, and how much nobody of it can open.
pub(super) fn tell_changed(roster: &ChangedRoster, line: &str, context: &CommandContext) {
    let left = (roster.left.open, roster.left.unfetched);
    tell_roster(&roster.institution.to_string(), left, line, context);
}

/// The same in parts: how much nobody can open, and how much of that nobody has fetched.
pub(super) fn tell_roster(
    institution: &str,
    (open, unfetched): (usize, usize),
    line: &str,
    context: &CommandContext,
) {
    context.advise(line, &[("institution", institution)]);
    if (open, unfetched) != (0, 0) {
        context.advise(
            "intake-roster-leaves",
            &[
                ("institution", institution),
                ("open", &open.to_string()),
                ("unfetched", &unfetched.to_string()),
            ],
        );
    }
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::refused("command-no-runtime").with("why", error))
}

pub(super) fn load_pack(folder: Option<&Path>) -> Result<CountryPack, Failure> {
    match folder {
        None => Ok(CountryPack::shipped()),
        Some(folder) => CountryPack::load(folder).map_err(|error| {
            Failure::refused("intake-bad-pack")
                .with("path", folder.display())
                .with("why", error)
        }),
    }
}

/// What the pages say of the site, in the languages of the pack.
fn imprint(settings: &IntakeConfig, pack: &CountryPack) -> Result<Imprint, Failure> {
    let languages = pack.languages();
    let languages =
        languages.map_err(|why| Failure::refused("intake-bad-language").with("why", why))?;
    Ok(Imprint {
        languages,
        operator: settings.operator.clone(),
        contact: settings.contact.clone(),
        onion: settings.onion.clone(),
    })
}

pub(super) fn load_rosters(folder: &Path) -> Result<Vec<Roster>, Failure> {
    match Roster::load(folder) {
        Ok(Loaded { rosters, .. }) => Ok(rosters),
        Err(error) => Err(Failure::refused("intake-bad-rosters").with("why", error)),
    }
}

pub(super) fn bad_home(error: BadHome) -> Failure {
    let complaint = match &error {
        BadHome::NotEmpty(_) => "intake-not-empty",
        BadHome::NotThere(_) => "intake-not-there",
        BadHome::Unfinished(_) => "intake-unfinished",
        BadHome::Store(_) => "intake-store",
        BadHome::Pepper(_)
        | BadHome::CheckpointKey(_)
        | BadHome::OtherPepper(_)
        | BadHome::OtherKey(_)
        | BadHome::OtherStore(_) => "intake-apart",
        BadHome::Settings(..) | BadHome::Disk(..) => "intake-bad-home",
    };
    Failure::refused(complaint).with("why", error)
}

pub(super) fn no_ledger(trouble: LedgerTrouble) -> Failure {
    let complaint = match &trouble {
        LedgerTrouble::Pinned(_)
        | LedgerTrouble::RosterRefused(..)
        | LedgerTrouble::LastHolder { .. }
        | LedgerTrouble::RosterMissing { .. } => "intake-roster-refused",
        LedgerTrouble::ClockInDoubt(_) => "intake-clock-in-doubt",
        _ => "intake-ledger",
    };
    Failure::refused(complaint).with("why", trouble)
}

pub(super) fn told(fault: Fault) -> Failure {
    Failure::refused("intake-store").with("why", fault)
}
