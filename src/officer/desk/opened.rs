//! An unlocked desk: keys, cases, and what the ledger said of them last. All of it goes when it is
//! locked.
//!
//! Nothing here is written. What needs the line to the intake goes through
//! [`LedgerSync`], as the commands do.

use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::ledger::entry::{CaseNumber, Entry, SignedRecord};
use crate::ledger::fold::LedgerFold;
use crate::officer::case::conversation::Readership;
use crate::officer::case::overview::{
    CaseOverview, CaseStanding, KnownHere, LastHands, ListView, overviews, standing,
};
use crate::officer::case::{Case, Cases};
use crate::officer::config::{OfficerConfig, OfficerOptions};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::contested_rejections::Contested;
use crate::officer::ledger::monitor::Lines;
use crate::officer::ledger::rosters;
use crate::officer::ledger_sync::LedgerSync;
use crate::rules::calendar::Day;
use crate::rules::letters::LetterPack;
use crate::rules::pack::CountryPack;
use crate::rules::policy::Policy;
use crate::rules::roster::{Institution, RosterHistory};
use crate::text::Language;

/// What is in memory while the desk is unlocked.
pub(super) struct OpenedDesk {
    pub home: Arc<OfficerHome>,
    pub keys: Arc<OfficerKeys>,
    /// None before it is known which server these keys work with.
    pub config: Option<OfficerConfig>,
    pub policy: Policy,
    pub letters: LetterPack,
    /// In which letters are written; at least one.
    letter_languages: Vec<Language>,
    /// Shared with whoever sends something while others read.
    pub cases: Arc<Cases>,
    known: KnownNow,
}

/// What works with the intake for minutes while the desk shows pages, or is locked: then it ends
/// what was confirmed, and drops its keys.
pub(super) struct DeskApart {
    pub home: Arc<OfficerHome>,
    pub keys: Arc<OfficerKeys>,
    pub config: OfficerConfig,
    pub policy: Policy,
    pub cases: Arc<Cases>,
    pub today: Day,
    rosters: RosterHistory,
}

/// What is known of the cases on a day, worked out once for all pages.
pub(super) struct KnownNow {
    day: Day,
    language: Language,
    /// Own institution's entries, in the ledger's order.
    entries: Vec<(u64, Entry)>,
    last_hands: LastHands,
    pub fold: LedgerFold,
    pub contested: Contested,
    pub here: KnownHere,
    pub rosters: RosterHistory,
    /// What is due first on top.
    pub rows: Vec<CaseOverview>,
    /// A case was read since they were worked out.
    rows_are_old: bool,
}

/// Those of the pack; where its pages have one that is not whole, those of the program.
fn letter_languages(pack: &CountryPack) -> Vec<Language> {
    let all = pack.letter_languages().unwrap_or_default();
    if all.is_empty() {
        return Language::complete().collect();
    }
    all
}

impl OpenedDesk {
    /// From cases that were read a moment ago.
    pub(super) fn new(
        home: Arc<OfficerHome>,
        keys: Arc<OfficerKeys>,
        cases: Cases,
        (day, language): (Day, Language),
    ) -> Result<Self, Failure> {
        let pack = home.pack()?;
        let policy = pack.policy().clone();
        let known = KnownNow::read(&home, &keys, &cases, &policy, (day, language))?;
        Ok(Self {
            config: config(&home)?,
            home,
            keys,
            policy,
            letters: pack.letters().clone(),
            letter_languages: letter_languages(&pack),
            cases: Arc::new(cases),
            known,
        })
    }

    /// The language of letters with this code: itself, or its parent.
    pub(super) fn letter_language(&self, code: &str) -> Option<Language> {
        let named = |language: &Language| language.code().as_str() == code;
        let here = self.letter_languages.iter().copied().find(named);
        here.or_else(|| {
            let mut line = code.parse::<Language>().ok()?.line();
            line.find(|language| self.letter_languages.contains(language))
        })
    }

    /// In which letters begin where nothing else is known: this one, if there are any in it.
    pub(super) fn letter_language_or_first(&self, language: Language) -> Language {
        let known = self.letter_language(language.code().as_str());
        known
            .or(self.letter_languages.first().copied())
            .unwrap_or(language)
    }

    /// The next one; after the last comes the first.
    pub(super) fn next_letter_language(&self, language: Language) -> Language {
        let all = || self.letter_languages.iter().copied();
        let next = all().skip_while(|it| *it != language).nth(1);
        next.or(all().next()).unwrap_or(language)
    }

    /// What is known, worked out anew if that was on another day or in another language, or if a
    /// case was read since.
    pub(super) fn known(&mut self, day: Day, language: Language) -> Result<&KnownNow, Failure> {
        if self.known.rows_are_old {
            self.look_again(day, language)?;
        }
        self.of_day(day, language)?;
        Ok(&self.known)
    }

    /// The same for one case: that another one was read since makes no difference to it.
    pub(super) fn of_day(&mut self, day: Day, language: Language) -> Result<(), Failure> {
        if (self.known.day, self.known.language) != (day, language) {
            self.look_again(day, language)?;
        }
        Ok(())
    }

    /// A case was read: its marks are gone at once, the list is worked out when it is asked for.
    pub(super) fn note_read(&mut self) -> Result<(), Failure> {
        self.known.here = KnownHere::read(&self.home, &self.keys)?;
        self.known.rows_are_old = true;
        Ok(())
    }

    /// Works out anew what is known: something was read, sent or recorded.
    pub(super) fn look_again(&mut self, day: Day, language: Language) -> Result<(), Failure> {
        let (home, keys) = (&self.home, &self.keys);
        self.known = KnownNow::read(home, keys, &self.cases, &self.policy, (day, language))?;
        Ok(())
    }

    /// Reads the cases again: some are not here any more.
    pub(super) fn read_cases(&mut self) -> Result<(), Failure> {
        self.cases = Arc::new(Cases::read(&self.home, &self.keys, |_| {})?);
        Ok(())
    }

    /// As it was worked out last.
    pub(super) fn known_now(&self) -> &KnownNow {
        &self.known
    }

    pub(super) fn view(&self) -> ListView<'_> {
        ListView {
            policy: &self.policy,
            calendar: self.policy.calendar(),
            today: self.known.day,
            language: self.known.language,
            fold: &self.known.fold,
            contested: &self.known.contested,
            last_hands: &self.known.last_hands,
        }
    }

    /// All that doing something in a case takes, apart from the rest of the desk.
    pub(super) fn apart(&self) -> Result<DeskApart, Failure> {
        let config = self.config.clone();
        Ok(DeskApart {
            home: Arc::clone(&self.home),
            keys: Arc::clone(&self.keys),
            config: config.ok_or_else(|| Failure::usage("officer-no-place"))?,
            policy: self.policy.clone(),
            cases: Arc::clone(&self.cases),
            today: self.known.day,
            rosters: self.known.rosters.clone(),
        })
    }

    pub(super) fn institution(&self) -> Result<&Institution, Failure> {
        let config = self.config.as_ref();
        config
            .map(|config| &config.institution)
            .ok_or_else(|| Failure::usage("officer-no-place"))
    }

    pub(super) fn readership(&self) -> Result<Readership<'_>, Failure> {
        Ok(Readership {
            home: &self.home,
            keys: &self.keys,
            institution: self.institution()?,
            rosters: &self.known.rosters,
        })
    }

    /// How the institution calls itself, if its roster was seen.
    pub(super) fn institution_name(&self, language: Language) -> String {
        let newest = self.known.rosters.newest();
        let short = || {
            self.config
                .as_ref()
                .map(|config| config.institution.to_string())
        };
        newest
            .map(|roster| roster.name(language).to_owned())
            .or_else(short)
            .unwrap_or_default()
    }
}

impl DeskApart {
    pub(super) fn readership(&self) -> Readership<'_> {
        Readership {
            home: &self.home,
            keys: &self.keys,
            institution: &self.config.institution,
            rosters: &self.rosters,
        }
    }

    pub(super) fn session(&self) -> LedgerSync<'_> {
        LedgerSync {
            home: &self.home,
            keys: &self.keys,
            config: &self.config,
            policy: &self.policy,
            today: self.today,
        }
    }
}

impl KnownNow {
    fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
        cases: &Cases,
        policy: &Policy,
        (day, language): (Day, Language),
    ) -> Result<Self, Failure> {
        let lines = Lines::read(home)?;
        let fold = lines.fold();
        let here = KnownHere::read(home, keys)?;
        let entries: Vec<(u64, Entry)> = lines.entries().collect();
        let last_hands = LastHands::of(entries.iter().map(|(_, entry)| entry), keys);
        let contested = Contested::among(&lines, &fold, keys, &here.states, &cases.cases);
        let view = ListView {
            policy,
            calendar: policy.calendar(),
            today: day,
            language,
            fold: &fold,
            contested: &contested,
            last_hands: &last_hands,
        };
        let rows = overviews(cases, &here, &view);
        Ok(Self {
            day,
            language,
            entries,
            last_hands,
            rosters: rosters::history(home, &lines),
            rows,
            rows_are_old: false,
            fold,
            contested,
            here,
        })
    }

    /// The ledger's entries of a case, in order.
    pub(super) fn entries_of(&self, case: &Case) -> impl Iterator<Item = &(u64, Entry)> {
        let number = self.number_of(case);
        let concerns = move |entry: &Entry| match entry {
            Entry::Received { item, .. } => case.holds(item),
            Entry::Recorded(recorded) => {
                let event = &recorded.record().event;
                let item = event.item().is_some_and(|item| case.holds(&item));
                item || number.is_some() && event.case() == number
            }
            Entry::Roster { .. } | Entry::Policy { .. } | Entry::Clock { .. } => false,
        };
        let entries = self.entries.iter();
        entries.filter(move |(_, entry)| concerns(entry))
    }

    /// By which number the ledger knows a case.
    pub(super) fn number_of(&self, case: &Case) -> Option<CaseNumber> {
        match standing(case, &self.fold) {
            CaseStanding::Opened(number, _) => Some(number),
            _ => None,
        }
    }

    /// Whose key signed an entry, by the rosters that were seen; none if nobody's there did.
    pub(super) fn signer(&self, recorded: &SignedRecord) -> Option<&str> {
        let rosters = self.rosters.terms().iter().rev();
        let mut officers = rosters.filter_map(|term| {
            let officer = term
                .roster
                .officer_by_fingerprint(*recorded.key().as_bytes())?;
            recorded.verify(officer.signing()).ok()?;
            Some(officer.name())
        });
        officers.next()
    }
}

fn config(home: &OfficerHome) -> Result<Option<OfficerConfig>, Failure> {
    match OfficerConfig::find(home, OfficerOptions::default()) {
        Ok(config) => Ok(Some(config)),
        Err(failure) if failure.complaint() == "officer-no-place" => Ok(None),
        Err(failure) => Err(failure),
    }
}
