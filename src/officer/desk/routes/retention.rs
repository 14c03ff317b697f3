//! Keeping and deleting at the desk: the list, one case, a hold, and the one confirmation.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::fields::DeskFields;
use super::response::{onward, page};
use super::shared::{failed, notices, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::officer::case::Cases;
use crate::officer::case::opening::short;
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::opened::{DeskApart, OpenedDesk};
use crate::officer::desk::pages::action::FormProblem;
use crate::officer::desk::pages::retention as pages;
use crate::officer::desk::pages::retention::{
    HoldView, RetentionCaseView, RetentionGroup, RetentionLine,
};
use crate::officer::desk::pages::{DeskFrame, plain};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::officer::retention::due::{RetentionRow, RetentionState, retention_rows};
use crate::officer::retention::expunging::{DeletionScope, Expunging};
use crate::officer::retention::notes::{Hold, RetentionNotes};
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::day as day_in_words;
use crate::text::terminal::{Beginning, shown_path};
use crate::text::{Language, say, say_with};

/// All cases that are over and still here.
pub(super) async fn list(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        let today = desk.day();
        opened(&desk, |opened, frame| {
            let rows = rows(opened, today);
            match rows {
                Ok((rows, _)) => {
                    let groups = groups(opened, &rows, frame.language);
                    page(pages::list(&frame, &notices, &groups))
                }
                Err(failure) => failed(&frame, &failure),
            }
        })
    })
    .await
}

/// How many cases wait to be deleted; none if that can't be told now.
pub(super) fn due_count(opened: &OpenedDesk, today: Day) -> usize {
    let due = |(rows, _): (Vec<RetentionRow>, _)| rows.iter().filter(|row| row.is_due()).count();
    rows(opened, today).map_or(0, due)
}

fn rows(opened: &OpenedDesk, today: Day) -> Result<(Vec<RetentionRow>, RetentionNotes), Failure> {
    let notes = RetentionNotes::read(&opened.home, &opened.keys)?;
    let fold = &opened.known_now().fold;
    let terms = opened.policy.retention();
    let rows = retention_rows(&opened.cases, fold, &notes, terms, today);
    Ok((rows, notes))
}

fn groups(opened: &OpenedDesk, rows: &[RetentionRow], language: Language) -> Vec<RetentionGroup> {
    let of = |row: &RetentionRow| match row.state {
        _ if row.hold.is_some() => "held",
        RetentionState::Unfinished | RetentionState::ExpungedElsewhere | RetentionState::Due(_) => {
            "due"
        }
        RetentionState::Proceedings(_) => "proceedings",
        RetentionState::Unread | RetentionState::From(_) => "later",
    };
    let group = |slug: &'static str| {
        let lines = rows.iter().filter(|row| of(row) == slug);
        let lines: Vec<_> = lines.map(|row| line(opened, row, language)).collect();
        (!lines.is_empty()).then(|| RetentionGroup {
            slug,
            heading: say(language, &format!("retention-group-{slug}")),
            lines,
        })
    };
    ["due", "proceedings", "held", "later"]
        .into_iter()
        .filter_map(group)
        .collect()
}

fn line(opened: &OpenedDesk, row: &RetentionRow, language: Language) -> RetentionLine {
    RetentionLine {
        case: row.case.clone(),
        title: title(opened, &row.case),
        words: row.in_words(language),
        reason: row
            .hold
            .as_ref()
            .map_or(String::new(), |hold| hold.reason.clone()),
    }
}

fn title(opened: &OpenedDesk, reference: &str) -> String {
    let case = opened.cases.find(reference);
    case.map_or(String::new(), |case| {
        let title = Beginning {
            text: &case.first().beginning,
            columns: TITLE_COLUMNS,
        };
        title.to_string()
    })
}

/// One case, before it is deleted or held.
pub(super) async fn case(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        let today = desk.day();
        of_case(&desk, &reference, today, |opened, row, notes, frame| {
            let view = view(opened, row, notes, frame.language);
            Ok(page(pages::case(frame, &notices, &view)))
        })
    })
    .await
}

/// Answers with one row of the list; a case that is not over has one, too, so that it can be held.
fn of_case(
    desk: &Arc<DeskState>,
    reference: &str,
    today: Day,
    work: impl FnOnce(
        &mut OpenedDesk,
        &CaseOrRow,
        &RetentionNotes,
        &DeskFrame,
    ) -> Result<Response, Failure>,
) -> Response {
    opened(desk, |opened, frame| {
        let (rows, notes) = match rows(opened, today) {
            Ok(read) => read,
            Err(failure) => return failed(&frame, &failure),
        };
        let found = rows.into_iter().find(|row| row.case == reference);
        let found = match found {
            Some(row) => CaseOrRow::Over(row),
            None => match opened.cases.find(reference) {
                Ok(case) => CaseOrRow::Open(case.reference(), case.first().item),
                Err(_) => return page(plain::told(&frame, "desk-no-such-case", 404)),
            },
        };
        let worked = work(opened, &found, &notes, &frame);
        worked.unwrap_or_else(|failure| failed(&frame, &failure))
    })
}

/// A case that is over, or one that is not.
enum CaseOrRow {
    Over(RetentionRow),
    Open(String, crate::keys::digest::ReportDigest),
}

fn view(
    opened: &OpenedDesk,
    found: &CaseOrRow,
    notes: &RetentionNotes,
    language: Language,
) -> RetentionCaseView {
    let hold = |hold: &Hold| HoldView {
        since: day_in_words(language, hold.since),
        reason: hold.reason.clone(),
    };
    let row = match found {
        CaseOrRow::Open(case, item) => {
            return RetentionCaseView {
                title: title(opened, case),
                case: case.clone(),
                words: say(language, "retention-state-open"),
                hold: notes.hold(item).map(hold),
                ..RetentionCaseView::default()
            };
        }
        CaseOrRow::Over(row) => row,
    };
    let scope = DeletionScope::of(row, notes);
    RetentionCaseView {
        case: row.case.clone(),
        title: title(opened, &row.case),
        words: row.in_words(language),
        hold: row.hold.as_ref().map(hold),
        may_be_deleted: row.may_be_deleted(),
        is_unfinished: row.state == RetentionState::Unfinished,
        is_recorded: row.number.is_some(),
        takes: takes(row, &scope, language),
        leaves: leaves(&scope, language),
        ..RetentionCaseView::default()
    }
}

/// What a deletion takes, a sentence each.
fn takes(row: &RetentionRow, scope: &DeletionScope, language: Language) -> Vec<String> {
    let items: Vec<String> = row.items.iter().map(short).collect();
    let items = items.join(", ");
    let mut takes = vec![
        say_with(language, "retention-takes-items", &[("items", &items)]),
        say(language, "retention-takes-letters"),
    ];
    let exports = scope.exports.iter();
    takes.extend(exports.map(|path| with_path(language, "retention-takes-export", path)));
    takes
}

/// What it leaves.
fn leaves(scope: &DeletionScope, language: Language) -> Vec<String> {
    let elsewhere = scope.elsewhere.iter();
    let mut leaves: Vec<String> = elsewhere
        .map(|path| with_path(language, "retention-elsewhere", path))
        .collect();
    leaves.push(say(language, "retention-leaves-copies"));
    leaves.push(say(language, "retention-leaves-colleagues"));
    leaves
}

fn with_path(language: Language, id: &str, path: &std::path::Path) -> String {
    say_with(language, id, &[("path", &shown_path(path))])
}

/// A reason to keep it, sealed here.
pub(super) async fn hold(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
    fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let today = desk.day();
        let typed = fields.get("reason").to_owned();
        let reason = Hold::reason(&typed);
        let is_kept = reason.is_some();
        let response = of_case(&desk, &reference, today, |opened, found, notes, frame| {
            if reason.is_none() {
                let problem = FormProblem {
                    anchor: "reason",
                    words: say(frame.language, "retention-no-reason"),
                };
                let view = RetentionCaseView {
                    reason: typed,
                    problems: vec![problem],
                    ..view(opened, found, notes, frame.language)
                };
                return Ok(page(pages::case(frame, &[], &view)));
            }
            put_hold(opened, found, reason, today)
        });
        if is_kept {
            desk.notice(DeskNotice::Said("retention-hold-kept", reference));
        }
        response
    })
    .await
}

pub(super) async fn release(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
    _fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let today = desk.day();
        of_case(&desk, &reference, today, |opened, found, _, _| {
            put_hold(opened, found, None, today)
        })
    })
    .await
}

fn put_hold(
    opened: &OpenedDesk,
    found: &CaseOrRow,
    reason: Option<String>,
    today: Day,
) -> Result<Response, Failure> {
    let (case, item) = match found {
        CaseOrRow::Open(case, item) => (case, Some(*item)),
        CaseOrRow::Over(row) => (&row.case, row.items.first().copied()),
    };
    if let Some(item) = item {
        let _alone = opened.home.root().alone()?;
        RetentionNotes::change(&opened.home, &opened.keys, |notes| {
            notes.put_hold(item, reason, today);
        })?;
    }
    Ok(onward(&format!("/retention/{case}")))
}

/// The one confirmation.
pub(super) async fn expunge(
    State(desk): State<Arc<DeskState>>,
    Path(reference): Path<String>,
    _fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let Some(_work) = desk.work.begin(WorkKind::Acting) else {
            desk.notice(DeskNotice::Complaint(Failure::refused("desk-busy")));
            return onward("/retention");
        };
        expunge_now(&desk, &reference)
    })
    .await
}

/// The intake is asked without the desk's lock: pages go on meanwhile.
fn expunge_now(desk: &Arc<DeskState>, reference: &str) -> Response {
    let today = desk.day();
    let mut chosen = None;
    let refused = of_case(desk, reference, today, |opened, found, _, _| {
        let CaseOrRow::Over(row) = found else {
            return Err(Failure::refused("retention-open").with("case", reference));
        };
        chosen = Some((opened.apart()?, row.clone()));
        Ok(onward("/retention"))
    });
    let Some((apart, row)) = chosen else {
        return refused;
    };
    let done = carry_out(&apart, &row, desk.language());
    let to = match &done {
        Ok(_) => "/retention".to_owned(),
        Err(_) => format!("/retention/{}", row.case),
    };
    let (said, cases) = match done {
        Ok((said, cases)) => (said, Some(cases)),
        Err(failure) => (vec![DeskNotice::Complaint(failure)], None),
    };
    let response = opened(desk, |opened, frame| {
        let shown = match cases {
            Some(cases) => {
                opened.cases = Arc::new(cases);
                Ok(())
            }
            // What was deleted before it stopped is not shown any more.
            None => opened.read_cases(),
        };
        let shown = shown.and_then(|()| opened.look_again(today, frame.language));
        shown.map_or_else(|failure| failed(&frame, &failure), |()| onward(&to))
    });
    for notice in said {
        desk.notice_unlocked(notice);
    }
    response
}

fn carry_out(
    apart: &DeskApart,
    row: &RetentionRow,
    language: Language,
) -> Result<(Vec<DeskNotice>, Cases), Failure> {
    let session = apart.session();
    let expunging = Expunging {
        session: &session,
        keys: &apart.keys,
    };
    let expunged = expunging.carry_out(row)?;
    let id = if expunged.recorded {
        "retention-done-here"
    } else {
        "retention-done-rejected-here"
    };
    let mut said = vec![DeskNotice::Said(id, row.case.clone())];
    let elsewhere = expunged.elsewhere.iter();
    said.extend(elsewhere.map(|path| {
        let words = with_path(language, "retention-elsewhere", path);
        DeskNotice::Said("retention-see-to", words)
    }));
    Ok((said, expunged.cases))
}

const TITLE_COLUMNS: usize = 90;
