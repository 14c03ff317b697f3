//! The cases at a glance: what is due when, what is new, and who has to do something.
//!
//! ```text
//!   case + ledger's fold + what was read here ─▶ CaseOverview ─▶ list, the desk's Today
//! ```
//!
//! A case that the ledger does not have yet runs by the same clocks: its report was received, and
//! what was answered here counts as acknowledged.

use std::collections::{HashMap, HashSet};

use clap::ValueEnum;
use serde::Serialize;

use super::case_book::{CaseBook, CaseMarks};
use super::conversation::{damaged, unseen};
use super::reply::register::ReplyRegister;
use super::report_answers::category;
use super::sent_replies::answered;
use super::{Case, Cases};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::vocabulary::{RejectionReason, Track};
use crate::ledger::entry::{CaseNumber, Entry};
use crate::ledger::fold::deadlines::{CaseDeadline, Timeline};
use crate::ledger::fold::lifecycle::{CaseProgress, CaseStage, PublicStatus};
use crate::ledger::fold::{ItemAccount, LedgerFold};
use crate::officer::home::OfficerHome;
use crate::officer::keys::OfficerKeys;
use crate::officer::ledger::contested_rejections::Contested;
use crate::officer::ledger::item_states::ItemStates;
use crate::report::IdentitySealed;
use crate::rules::calendar::{Calendar, Day};
use crate::rules::policy::Policy;
use crate::text::{Language, say};

/// What a list looks at beside the cases.
pub(in crate::officer) struct ListView<'a> {
    pub policy: &'a Policy,
    pub calendar: &'a Calendar,
    pub today: Day,
    pub language: Language,
    /// What the ledger said when it was read last.
    pub fold: &'a LedgerFold,
    /// What colleagues rejected, and this officer has not agreed to.
    pub contested: &'a Contested,
    /// Whose key signed the last step of each case, as the ledger was read last.
    pub last_hands: &'a LastHands,
}

/// Cases whose last step somebody else signed.
#[derive(Default)]
pub(in crate::officer) struct LastHands(HashSet<CaseNumber>);

impl LastHands {
    /// Of all entries, in the ledger's order.
    pub(in crate::officer) fn of<'a>(
        entries: impl Iterator<Item = &'a Entry>,
        keys: &OfficerKeys,
    ) -> Self {
        let own = keys.id();
        let mut others = HashSet::new();
        for entry in entries {
            let Entry::Recorded(recorded) = entry else {
                continue;
            };
            if let Some(case) = recorded.record().event.case() {
                if recorded.key().as_bytes() == own.as_bytes() {
                    others.remove(&case);
                } else {
                    others.insert(case);
                }
            }
        }
        Self(others)
    }
}

impl ListView<'_> {
    fn is_a_colleagues(&self, case: &Case) -> bool {
        match standing(case, self.fold) {
            CaseStanding::Opened(number, _) => self.last_hands.0.contains(&number),
            _ => false,
        }
    }
}

/// What this folder knows of the cases.
pub(in crate::officer) struct KnownHere {
    answered: HashSet<ReportDigest>,
    pub states: ItemStates,
    /// What its officer calls the cases.
    pub book: CaseBook,
    /// Items by how many replies to them were not shown.
    unseen: HashMap<ReportDigest, usize>,
    /// Items by how many replies to them are damaged here, or gone, or without all of their files.
    damaged: HashMap<ReportDigest, usize>,
}

/// One case of a list.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "programs read it so")]
pub(in crate::officer) struct CaseOverview {
    pub case: String,
    pub received: Day,
    pub acknowledge_by: Day,
    /// The day depends on a year whose days off are not published.
    pub provisional: bool,
    pub days_left: i32,
    /// As it was sent, for scripts.
    pub category: Option<String>,
    pub beginning: String,
    pub additions: usize,
    pub files: usize,
    pub answered: bool,
    /// Its report was not shown here yet.
    pub new: bool,
    /// Additions that `read` did not show here yet.
    pub new_additions: usize,
    /// Colleagues' replies that `read` did not show here yet.
    pub new_replies: usize,
    /// Messages and letters that are damaged here or gone.
    pub damaged: usize,
    /// Its officer's own number for it; empty: none.
    pub docket: String,
    /// Its officer's own labels.
    pub labels: Vec<String>,
    /// As its reporter sees it; none before the ledger names it.
    pub status: Option<&'static str>,
    /// A colleague rejected its report or an addition for this reason, and this officer said
    /// nothing yet.
    pub contested: Option<&'static str>,
    pub next: Option<NextDue>,
    /// Who has to do something, and how soon.
    pub pressing: Pressing,
    /// The case whose mailbox this names without being signed by its reporter.
    pub not_of: Option<String>,
    /// A later message of a case that does not open here.
    pub later_message: bool,
    #[serde(skip)]
    pub category_in_words: String,
}

/// What is due next.
#[derive(Serialize)]
pub(in crate::officer) struct NextDue {
    /// What is owed: `acknowledge`, `decide`, …
    pub clock: &'static str,
    pub by: Day,
    pub provisional: bool,
    pub days_left: i32,
    #[serde(skip)]
    is_long: bool,
}

/// Who has to do something in a case, and how soon: the most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::officer) enum Pressing {
    /// Its last day has passed.
    Overdue,
    /// Nobody has read it here.
    New,
    /// An addition, a colleague's reply or rejection waits to be read.
    Unread,
    /// It is due within days.
    Near,
    /// Nothing presses.
    UnderWay,
    /// A colleague did the last step.
    AwaitsColleague,
    /// The reporter was asked something.
    AwaitsReporter,
    /// Nothing more will happen.
    Finished,
}

/// How a case stands in the ledger.
#[derive(PartialEq, Eq, Debug)]
pub(in crate::officer) enum CaseStanding<'a> {
    /// The day's batch is still to come: nothing can be recorded.
    BeforeBatch,
    /// Received; nobody has accounted for it.
    Received,
    /// Somebody said that it is no report.
    Rejected,
    /// A later message of a case that does not open here: nothing of it can be recorded.
    LaterMessage,
    /// It is a case; no progress if a gap hides it.
    Opened(CaseNumber, Option<&'a CaseProgress>),
}

impl KnownHere {
    pub(in crate::officer) fn read(
        home: &OfficerHome,
        keys: &OfficerKeys,
    ) -> Result<Self, Failure> {
        let register = ReplyRegister::read(home, keys);
        let states = ItemStates::read(home)?;
        Ok(Self {
            answered: answered(home, keys, &states)?.into_iter().collect(),
            states,
            book: CaseBook::read(home, keys),
            unseen: counted(unseen(home)?),
            damaged: counted(damaged(home, &register)?),
        })
    }

    /// Colleagues' replies in a case that were not shown here.
    fn unseen_replies(&self, case: &Case) -> usize {
        of_case(&self.unseen, case)
    }

    /// Was any item of it answered for certain?
    pub(in crate::officer) fn is_answered(&self, case: &Case) -> bool {
        let mut items = case.items().iter();
        items.any(|one| self.answered.contains(&one.item))
    }
}

fn counted(items: Vec<ReportDigest>) -> HashMap<ReportDigest, usize> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn of_case(counts: &HashMap<ReportDigest, usize>, case: &Case) -> usize {
    let items = case.items().iter();
    items.filter_map(|one| counts.get(&one.item)).sum()
}

/// What is due first stands on top, what is over at the end.
pub(in crate::officer) fn overviews(
    cases: &Cases,
    here: &KnownHere,
    view: &ListView<'_>,
) -> Vec<CaseOverview> {
    let all = cases.cases.iter();
    let mut rows: Vec<_> = all.map(|case| CaseOverview::of(case, here, view)).collect();
    rows.sort_by_key(CaseOverview::place);
    rows
}

/// How a case stands in the ledger as it was read last.
pub(in crate::officer) fn standing<'a>(case: &Case, fold: &'a LedgerFold) -> CaseStanding<'a> {
    if case.is_later_message() {
        return CaseStanding::LaterMessage;
    }
    let Some(found) = fold.find(&case.first().item) else {
        return CaseStanding::BeforeBatch;
    };
    match found.account {
        ItemAccount::Open => CaseStanding::Received,
        ItemAccount::Rejected => CaseStanding::Rejected,
        ItemAccount::Case(number) => CaseStanding::Opened(number, fold.case(number)),
    }
}

/// The track that a case is opened on, if nobody says another.
pub(in crate::officer) fn track_of(case: &Case) -> Track {
    match case.first().identity {
        IdentitySealed::Yes => Track::WhistleblowerReport,
        IdentitySealed::No => Track::AnonymousTip,
    }
}

/// What the case's clocks look at.
pub(in crate::officer) fn timeline_of(
    case: &Case,
    here: &KnownHere,
    view: &ListView<'_>,
) -> Option<Timeline> {
    match standing(case, view.fold) {
        CaseStanding::Rejected | CaseStanding::LaterMessage => None,
        CaseStanding::Opened(number, _) => view.fold.timeline(number).cloned(),
        CaseStanding::BeforeBatch | CaseStanding::Received => {
            let mut timeline = Timeline::open(case.first().day, track_of(case));
            if here.is_answered(case) {
                timeline.take(view.today, &CaseStep::Acknowledged);
            }
            Some(timeline)
        }
    }
}

impl CaseOverview {
    fn of(case: &Case, here: &KnownHere, view: &ListView<'_>) -> Self {
        let first = case.first();
        let due = view.policy.acknowledge_deadline(first.day, view.calendar);
        let slug = first.category.as_ref().map(|slug| slug.as_str());
        let CaseMarks { docket, labels } = here.book.of(case);
        let mut overview = Self {
            case: case.reference(),
            received: first.day,
            acknowledge_by: due.legal(),
            provisional: due.is_provisional(),
            days_left: due.legal().days_since(view.today),
            category: slug.map(str::to_owned),
            beginning: first.beginning.to_string(),
            additions: case.additions(),
            files: case.files(),
            answered: here.is_answered(case),
            new: is_new(case, here, view.fold),
            new_additions: case.unread_additions(&here.states),
            new_replies: here.unseen_replies(case),
            damaged: case.items().iter().filter(|one| one.is_damaged).count()
                + of_case(&here.damaged, case),
            docket,
            labels,
            status: view.fold.status(&first.item).map(PublicStatus::text_id),
            contested: case
                .items()
                .iter()
                .find_map(|one| view.contested.reason(&one.item))
                .map(RejectionReason::as_str),
            next: NextDue::of(case, here, view),
            pressing: Pressing::UnderWay,
            not_of: case.not_of().map(str::to_owned),
            later_message: case.is_later_message() && case.not_of().is_none(),
            category_in_words: match slug {
                Some(slug) => category(slug, view.policy, view.language),
                None => say(view.language, "officer-category-none"),
            },
        };
        overview.pressing = overview.pressing(case, view);
        overview
    }

    fn pressing(&self, case: &Case, view: &ListView<'_>) -> Pressing {
        let progress = match standing(case, view.fold) {
            CaseStanding::Opened(_, progress) => progress,
            _ => None,
        };
        let days_left = self.next.as_ref().map(|next| next.days_left);
        let is_unread = self.new_additions + self.new_replies > 0 || self.contested.is_some();
        if is_unread {
            return Pressing::Unread;
        }
        if self.is_over() {
            return Pressing::Finished;
        }
        match days_left {
            Some(days) if days < 0 => Pressing::Overdue,
            _ if self.new => Pressing::New,
            Some(days) if days <= self.warned_at(view.policy) => Pressing::Near,
            _ if progress.is_some_and(CaseProgress::is_asked) => Pressing::AwaitsReporter,
            _ if view.is_a_colleagues(case) => Pressing::AwaitsColleague,
            _ => Pressing::UnderWay,
        }
    }

    /// Terms of days are near when the last warning comes, terms of months from the first on.
    fn warned_at(&self, policy: &Policy) -> i32 {
        let warn = policy.warn_days().iter().copied();
        let is_long = self.next.as_ref().is_some_and(|next| next.is_long);
        let days = if is_long { warn.max() } else { warn.min() };
        days.unwrap_or_default()
    }

    /// Finished ones last; of the others, what is due first.
    fn place(&self) -> impl Ord + use<> {
        let due = self.next.as_ref().map_or(self.received, |next| next.by);
        (self.pressing == Pressing::Finished, due, self.case.clone())
    }

    /// Will nothing more happen?
    pub(in crate::officer) fn is_over(&self) -> bool {
        self.status == Some(PublicStatus::Done.text_id())
    }
}

/// Was its report never shown here, nor accounted for by anybody?
fn is_new(case: &Case, here: &KnownHere, fold: &LedgerFold) -> bool {
    let unaccounted = matches!(
        standing(case, fold),
        CaseStanding::BeforeBatch | CaseStanding::Received | CaseStanding::LaterMessage
    );
    unaccounted && !here.states.is_shown(&case.first().item) && !here.is_answered(case)
}

impl NextDue {
    fn of(case: &Case, here: &KnownHere, view: &ListView<'_>) -> Option<Self> {
        if let CaseStanding::Opened(_, Some(progress)) = standing(case, view.fold)
            && matches!(progress.stage(), CaseStage::Closed | CaseStage::Expunged)
        {
            return None;
        }
        let due = timeline_of(case, here, view)?.next_due(view.policy, view.calendar)?;
        Some(Self::from(&due, view.today))
    }

    fn from(due: &CaseDeadline, today: Day) -> Self {
        Self {
            clock: due.kind.as_str(),
            is_long: due.is_long,
            by: due.deadline.legal(),
            provisional: due.deadline.is_provisional(),
            days_left: due.deadline.legal().days_since(today),
        }
    }
}
