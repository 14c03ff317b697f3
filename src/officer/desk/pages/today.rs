//! Today: what needs this officer, the most pressing first.

use std::collections::BTreeMap;

use askama::Template;
use zeroize::Zeroizing;

use super::{DeskFrame, DeskPage, ShownNotice, dated, days_left, finish};
use crate::officer::case::overview::{CaseOverview, Pressing};
use crate::officer::desk::actions::MANY;
use crate::officer::desk::actions::wording::action_name;
use crate::rules::calendar::Day;
use crate::text::terminal::Beginning;
use crate::text::{Language, say, say_with};

/// What the page is asked to show.
#[derive(Default)]
pub(in crate::officer::desk) struct TodayQuery {
    /// Words to look for, as they were typed.
    pub find: Zeroizing<String>,
    /// Where these words are found; empty for Today itself.
    at: String,
    /// One group alone.
    pub group: Option<Pressing>,
    pub sort: TodaySort,
    /// From 0.
    pub page: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::officer::desk) enum TodaySort {
    #[default]
    Due,
    Received,
    Docket,
}

/// What the page shows beside the cases.
pub(in crate::officer::desk) struct TodayView<'a> {
    pub today: Day,
    pub query: &'a TodayQuery,
    pub notices: &'a [ShownNotice],
    /// The intake is being asked right now: bytes so far, and all.
    pub fetching: Option<(u64, u64)>,
    /// What was confirmed for several cases is being done: cases so far, and all.
    pub acting: Option<(u64, u64)>,
    /// The references of items that do not open with this key, and that nobody accounted for.
    pub closed: &'a [String],
    /// Of items that are damaged here, and say nothing of themselves.
    pub damaged: &'a [String],
    pub has_place: bool,
    /// Cases whose term has passed, and that are still here.
    pub due_for_deletion: usize,
    /// Numbers and labels are there, and do not open.
    pub book_is_damaged: bool,
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a TodayView<'a>,
    date: String,
    summary: String,
    groups: Vec<TodayGroup>,
    tabs: Vec<TodayTab>,
    sorts: [TodayTab; 3],
    labels: Vec<TodayLabel>,
    /// What may be done in several cases: its short name, and words.
    many: Vec<(&'static str, String)>,
    none: Option<String>,
    closed: Option<String>,
    damaged: Option<String>,
    deletion: Option<String>,
}

struct TodayGroup {
    heading: String,
    slug: &'static str,
    count: usize,
    rows: Vec<TodayRow>,
    /// Where the rest is, and its words.
    more: Option<(String, String)>,
}

struct TodayTab {
    href: String,
    words: String,
    is_here: bool,
}

/// A label that cases have, and how many.
struct TodayLabel {
    label: String,
    count: usize,
}

struct TodayRow {
    case: String,
    docket: String,
    labels: Vec<String>,
    title: String,
    category: String,
    /// Empty if nothing is due.
    due: String,
    left: String,
    why: String,
    marks: Vec<String>,
    is_late: bool,
}

impl Pressing {
    /// In the order of the page.
    pub(in crate::officer::desk) const ALL: [Self; 8] = [
        Self::Overdue,
        Self::New,
        Self::Unread,
        Self::Near,
        Self::UnderWay,
        Self::AwaitsColleague,
        Self::AwaitsReporter,
        Self::Finished,
    ];

    fn slug(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::New => "new",
            Self::Unread => "unread",
            Self::Near => "near",
            Self::UnderWay => "under-way",
            Self::AwaitsColleague => "awaits-colleague",
            Self::AwaitsReporter => "awaits-reporter",
            Self::Finished => "finished",
        }
    }

    pub(in crate::officer::desk) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.slug() == text)
    }

    fn heading(self, language: Language) -> String {
        say(language, &format!("desk-group-{}", self.slug()))
    }
}

/// `rows` are those that were found, in the order of their due dates.
pub(in crate::officer::desk) fn today(
    frame: &DeskFrame,
    rows: &[&CaseOverview],
    view: &TodayView<'_>,
) -> DeskPage {
    let language = frame.language;
    let query = view.query;
    let groups = Pressing::ALL.into_iter().filter_map(|group| {
        let shown = match query.group {
            Some(wanted) => wanted == group,
            None => group != Pressing::Finished || !query.find.is_empty(),
        };
        let of_it = rows.iter().filter(|row| row.pressing == group);
        let of_it: Vec<_> = of_it.copied().collect();
        (shown && !of_it.is_empty()).then(|| TodayGroup::of(group, &of_it, query, language))
    });
    let groups: Vec<_> = groups.collect();
    let pressing = rows.iter().filter(|row| row.pressing <= Pressing::Near);
    let count = pressing.count().to_string();
    let template = TodayTemplate {
        date: dated(language, view.today),
        summary: say_with(language, "desk-today-summary", &[("count", &count)]),
        none: none(rows, &groups, query, language),
        tabs: tabs(rows, query, language),
        sorts: TodaySort::ALL.map(|sort| sort_tab(sort, query, language)),
        labels: labels(rows),
        many: MANY
            .map(|action| (action.as_str(), action_name(action, language)))
            .into(),
        closed: named(view.closed, "desk-today-closed", language),
        damaged: named(view.damaged, "desk-today-damaged", language),
        deletion: deletion(view.due_for_deletion, language),
        groups,
        frame,
        view,
    };
    finish(&template, 200)
}

/// What is said in the place of a list.
fn none(
    rows: &[&CaseOverview],
    groups: &[TodayGroup],
    query: &TodayQuery,
    language: Language,
) -> Option<String> {
    if !groups.is_empty() {
        return None;
    }
    Some(if !query.find.is_empty() {
        say(language, "desk-today-not-found")
    } else if rows.is_empty() {
        say(language, "desk-today-empty")
    } else {
        say(language, "desk-today-nothing")
    })
}

fn named(items: &[String], id: &str, language: Language) -> Option<String> {
    let count = items.len().to_string();
    let some: Vec<_> = items.iter().take(CLOSED_NAMED).cloned().collect();
    let arguments = [("count", count.as_str()), ("items", &some.join(" "))];
    (!items.is_empty()).then(|| say_with(language, id, &arguments))
}

fn deletion(count: usize, language: Language) -> Option<String> {
    let words = |count: usize| {
        let count = count.to_string();
        say_with(language, "retention-today", &[("count", &count)])
    };
    (count > 0).then(|| words(count))
}

/// One for each group that has cases.
fn tabs(rows: &[&CaseOverview], query: &TodayQuery, language: Language) -> Vec<TodayTab> {
    let all = TodayTab {
        href: query.with(None, query.sort, 0),
        words: say(language, "desk-group-all"),
        is_here: query.group.is_none(),
    };
    let some = Pressing::ALL.into_iter().filter_map(|group| {
        let count = rows.iter().filter(|row| row.pressing == group).count();
        (count > 0).then(|| TodayTab {
            href: query.with(Some(group), query.sort, 0),
            words: format!("{} ({count})", group.heading(language)),
            is_here: query.group == Some(group),
        })
    });
    std::iter::once(all).chain(some).collect()
}

fn sort_tab(sort: TodaySort, query: &TodayQuery, language: Language) -> TodayTab {
    let id = match sort {
        TodaySort::Due => "desk-sort-due",
        TodaySort::Received => "desk-sort-received",
        TodaySort::Docket => "desk-sort-docket",
    };
    TodayTab {
        href: query.with(query.group, sort, 0),
        words: say(language, id),
        is_here: query.sort == sort,
    }
}

impl TodaySort {
    const ALL: [Self; 3] = [Self::Due, Self::Received, Self::Docket];

    fn slug(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Received => "received",
            Self::Docket => "docket",
        }
    }

    fn parse(text: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|sort| sort.slug() == text).unwrap_or_default()
    }
}

/// Numbers in a docket number go by their size: 1-9 before 1-10. Cases without one come last.
fn docket_place(docket: &str) -> (bool, Vec<(u64, String)>) {
    let mut parts = Vec::new();
    let mut rest = docket;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let words = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (words, after) = after.split_at(words);
        parts.push((number.parse().unwrap_or(u64::MAX), words.to_lowercase()));
        rest = after;
    }
    (docket.is_empty(), parts)
}

/// The labels of these cases, the most frequent first.
fn labels(rows: &[&CaseOverview]) -> Vec<TodayLabel> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in rows.iter().flat_map(|row| &row.labels) {
        *counts.entry(label).or_default() += 1;
    }
    let mut labels: Vec<_> = counts
        .into_iter()
        .map(|(label, count)| TodayLabel {
            label: label.to_owned(),
            count,
        })
        .collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.count));
    labels.truncate(LABELS_SHOWN);
    labels
}

impl TodayQuery {
    /// From an address's fields; what is not understood is left out.
    pub(in crate::officer::desk) fn from_fields(fields: &[(String, String)]) -> Self {
        let get = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        Self {
            group: Pressing::parse(get("group")),
            sort: TodaySort::parse(get("sort")),
            page: get("page").parse().unwrap_or(0),
            ..Self::default()
        }
    }

    /// What of a form's field is looked for.
    pub(in crate::officer::desk) fn words(field: &str) -> Zeroizing<String> {
        Zeroizing::new(field.trim().chars().take(FIND_MAX).collect())
    }

    /// The same among the cases with these words, at the address where they are found again.
    pub(in crate::officer::desk) fn finding(self, words: Zeroizing<String>, at: String) -> Self {
        let find = words;
        Self { find, at, ..self }
    }

    fn with(&self, group: Option<Pressing>, sort: TodaySort, page: usize) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        if let Some(group) = group {
            fields.push(("group", group.slug().to_owned()));
        }
        if sort != TodaySort::Due {
            fields.push(("sort", sort.slug().to_owned()));
        }
        if page > 0 {
            fields.push(("page", page.to_string()));
        }
        let query = serde_urlencoded::to_string(&fields).unwrap_or_default();
        let at = if self.at.is_empty() { "/" } else { &self.at };
        if query.is_empty() {
            at.to_owned()
        } else {
            format!("{at}?{query}")
        }
    }
}

impl TodayGroup {
    fn of(group: Pressing, all: &[&CaseOverview], query: &TodayQuery, language: Language) -> Self {
        let mut sorted: Vec<&CaseOverview> = all.to_vec();
        match query.sort {
            TodaySort::Due => {}
            TodaySort::Received => sorted.sort_by_key(|row| std::cmp::Reverse(row.received)),
            TodaySort::Docket => sorted.sort_by_cached_key(|row| docket_place(&row.docket)),
        }
        let (page, length) = match query.group {
            Some(_) => (query.page, ROWS_OF_A_PAGE),
            None => (0, ROWS_OF_A_GROUP),
        };
        let from = page.saturating_mul(length).min(sorted.len());
        let to = from.saturating_add(length).min(sorted.len());
        let rest = sorted.len() - to;
        let more = (rest > 0).then(|| {
            let next = query.group.map_or(0, |_| page + 1);
            let count = rest.to_string();
            let words = say_with(language, "desk-today-more", &[("count", &count)]);
            (query.with(Some(group), query.sort, next), words)
        });
        let rows = sorted[from..to].iter();
        Self {
            heading: group.heading(language),
            slug: group.slug(),
            count: sorted.len(),
            rows: rows.map(|row| TodayRow::of(row, language)).collect(),
            more,
        }
    }
}

impl TodayRow {
    fn of(row: &CaseOverview, language: Language) -> Self {
        let next = row.next.as_ref().filter(|_| !row.is_over());
        let title = Beginning {
            text: &row.beginning,
            columns: TITLE_COLUMNS,
        };
        Self {
            case: row.case.clone(),
            docket: row.docket.clone(),
            labels: row.labels.clone(),
            title: title.to_string(),
            category: row.category_in_words.clone(),
            due: next.map_or(String::new(), |next| dated(language, next.by)),
            left: next.map_or(String::new(), |next| days_left(language, next.days_left)),
            why: next.map_or_else(
                || {
                    row.status
                        .map_or(String::new(), |status| say(language, status))
                },
                |next| say(language, &format!("officer-clock-{}", next.clock)),
            ),
            marks: marks(row, language),
            is_late: next.is_some_and(|next| next.days_left < 0),
        }
    }
}

/// What stands out beside the title.
fn marks(row: &CaseOverview, language: Language) -> Vec<String> {
    let mut marks = Vec::new();
    if row.new {
        marks.push(say(language, "desk-mark-new"));
    }
    if row.damaged > 0 {
        marks.push(say(language, "desk-mark-damaged"));
    }
    for (id, count) in [
        ("desk-mark-additions", row.new_additions),
        ("desk-mark-replies", row.new_replies),
    ] {
        if count > 0 {
            marks.push(say_with(language, id, &[("count", &count.to_string())]));
        }
    }
    if row.contested.is_some() {
        marks.push(say(language, "desk-mark-contested"));
    }
    if row.not_of.is_some() {
        marks.push(say(language, "desk-mark-stranger"));
    }
    if row.later_message {
        marks.push(say(language, "desk-stage-later"));
    }
    marks
}

const TITLE_COLUMNS: usize = 90;

/// Labels that are offered to filter by.
const LABELS_SHOWN: usize = 12;

/// Characters that are searched for at most.
const FIND_MAX: usize = 100;

/// Rows of each group, where all groups are shown.
const ROWS_OF_A_GROUP: usize = 25;

/// Rows, where one group is shown alone.
const ROWS_OF_A_PAGE: usize = 100;

/// Items that are named, of those that don't open.
const CLOSED_NAMED: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docket_numbers_go_by_the_size_of_their_numbers_and_none_comes_last() {
        let mut dockets = [
            "",
            "1-10/2026",
            "2-1",
            "1-9/2026",
            "A-3",
            "1-9/2025",
            "a-20",
        ];
        dockets.sort_by_cached_key(|docket| docket_place(docket));
        let sorted = [
            "1-9/2025",
            "1-9/2026",
            "1-10/2026",
            "2-1",
            "A-3",
            "a-20",
            "",
        ];
        assert_eq!(dockets, sorted);
    }
}
