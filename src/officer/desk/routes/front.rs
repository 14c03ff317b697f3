//! The way in and out, and Today.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use super::fields::DeskFields;
use super::response::{onward, page, saved};
use super::retention;
use super::shared::{WAITED, failed, frame, notices, on_a_thread, opened};
use crate::keys::passphrase_strength::evened;
use crate::keys::sealed_key::Passphrase;
use crate::officer::case::Case;
use crate::officer::case::docket;
use crate::officer::case::opening::short;
use crate::officer::case::overview::CaseOverview;
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::opened::OpenedDesk;
use crate::officer::desk::pages::today::{TodayQuery, TodayView, today as today_page};
use crate::officer::desk::pages::{DeskFrame, ShownNotice, first, plain};
use crate::officer::desk::state::{DeskNotice, DeskState};

/// The one-time link: gives the cookie, once.
pub(super) async fn open(State(desk): State<Arc<DeskState>>, Path(link): Path<String>) -> Response {
    let cookie = desk.session().redeem(&link).map(str::to_owned);
    let Some(cookie) = cookie else {
        let frame = DeskFrame::new(desk.language(), "desk-title", None);
        return page(plain::told(&frame, "desk-link-used", 403));
    };
    with_cookie(page(plain::entered(&frame(&desk))), &desk, &cookie)
}

fn with_cookie(mut response: Response, desk: &DeskState, cookie: &str) -> Response {
    let name = desk.cookie_name();
    let cookie = format!("{name}={cookie}; Path=/; HttpOnly; SameSite=Strict");
    let cookie = HeaderValue::from_str(&cookie).expect("hex and ASCII");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// Today; before that, whatever leads there: keys, a passphrase, waiting.
pub(super) async fn today(
    State(desk): State<Arc<DeskState>>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || today_by(&desk, &TodayQuery::from_fields(&fields))).await
}

/// Words to look for: kept in memory, and found again by their number.
pub(super) async fn search(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    let words = TodayQuery::words(fields.get("find"));
    if words.is_empty() || desk.with_opened(|_| ()).is_none() {
        return onward("/");
    }
    onward(&format!("{SEARCH}{}", desk.remember_search(&words)))
}

/// What was found; Today, if the words are forgotten.
pub(super) async fn found(
    State(desk): State<Arc<DeskState>>,
    Path(number): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || match desk.search(&number) {
        Some(words) => {
            let query = TodayQuery::from_fields(&fields);
            today_by(&desk, &query.finding(words, format!("{SEARCH}{number}")))
        }
        None => onward("/"),
    })
    .await
}

fn today_by(desk: &Arc<DeskState>, query: &TodayQuery) -> Response {
    if desk.is_opening() {
        desk.work.wait_a_little(WAITED);
    }
    if desk.is_opening() {
        let frame = frame(desk).looking_again(1);
        return page(plain::waiting(&frame, desk.work.progress().so_far()));
    }
    let notices = notices(desk);
    let shown = desk.with_opened(|opened| today_of(desk, opened, query, &notices));
    shown.unwrap_or_else(|| before_unlocking(desk, &notices))
}

fn before_unlocking(desk: &DeskState, notices: &[ShownNotice]) -> Response {
    let frame = frame(desk);
    if desk.home.key_file().path().exists() {
        forgotten(page(plain::unlock(&frame, notices, 200)))
    } else {
        page(first::new_keys(&frame, &first::NewKeysView::default()))
    }
}

fn today_of(
    desk: &DeskState,
    opened: &mut OpenedDesk,
    query: &TodayQuery,
    notices: &[ShownNotice],
) -> Response {
    let (day, language) = (desk.day(), desk.language());
    let mut frame = frame(desk).unlocked();
    if let Err(failure) = opened.known(day, language) {
        return failed(&frame, &failure);
    }
    let fetching =
        (desk.work.kind() == Some(WorkKind::Fetching)).then(|| desk.work.progress().so_far());
    let acting =
        (desk.work.kind() == Some(WorkKind::Acting)).then(|| desk.work.progress().so_far());
    if fetching.is_some() || acting.is_some() {
        frame = frame.looking_again(FETCHING_LOOKS);
    }
    let (closed, damaged) = (closed(opened), damaged(opened));
    let rows = rows_with(opened, &query.find);
    let view = TodayView {
        today: day,
        query,
        notices,
        fetching,
        acting,
        closed: &closed,
        damaged: &damaged,
        has_place: opened.config.is_some(),
        due_for_deletion: retention::due_count(opened, day),
        book_is_damaged: opened.known_now().here.book.is_damaged(),
    };
    page(today_page(&frame, &rows, &view))
}

/// Items that do not open here, and that nobody has accounted for.
fn closed(opened: &OpenedDesk) -> Vec<String> {
    let states = &opened.known_now().here.states;
    let items = opened.cases.closed.iter();
    items
        .filter(|closed| !closed.is_damaged() && !states.of(&closed.item).settled)
        .map(|closed| short(&closed.item))
        .collect()
}

fn damaged(opened: &OpenedDesk) -> Vec<String> {
    opened.cases.damaged_apart().map(short).collect()
}

/// The rows in which all that was looked for stands, in words or in the reference.
fn rows_with<'a>(opened: &'a OpenedDesk, find: &str) -> Vec<&'a CaseOverview> {
    let rows = opened.known_now().rows.iter();
    let wanted: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    if wanted.is_empty() {
        return rows.collect();
    }
    let cases = opened.cases.cases.iter();
    let cases: HashMap<String, &Case> = cases.map(|case| (case.reference(), case)).collect();
    let holds = |row: &&CaseOverview| {
        let case = cases.get(&row.case);
        let items = case.map(|case| case.items()).unwrap_or_default();
        let mut text = format!("{} {}", row.case, row.category_in_words.to_lowercase());
        text.push('\n');
        text.push_str(&row.docket.to_lowercase());
        for one in items {
            text.push_str(&one.words.to_lowercase());
        }
        let is_there = |word: &String| match word.strip_prefix('#') {
            Some(label) => row.labels.iter().any(|own| own.to_lowercase() == label),
            None => text.contains(word),
        };
        wanted.iter().all(is_there)
    };
    rows.filter(holds).collect()
}

pub(super) async fn unlock(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    on_a_thread(move || {
        let passphrase = Passphrase::typed(&evened(fields.get("passphrase")));
        match desk.unlock(&passphrase) {
            Ok(()) => {
                desk.work.wait_a_little(WAITED);
                onward("/")
            }
            Err(failure) => {
                desk.notice(DeskNotice::Complaint(failure));
                page(plain::unlock(&frame(&desk), &notices(&desk), 403))
            }
        }
    })
    .await
}

pub(super) async fn lock(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    desk.lock();
    let cookie = desk.session().renew_cookie().to_owned();
    forgotten(with_cookie(onward("/"), &desk, &cookie))
}

/// Makes the browser drop the pages that it would show again by going back: Chromium keeps even
/// those that say `no-store`, until the cookie changes or it is told this.
fn forgotten(mut response: Response) -> Response {
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    response
}

/// Ends the program, after this answer.
pub(super) async fn close(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    desk.close();
    let frame = DeskFrame::new(desk.language(), "desk-title", None);
    forgotten(page(plain::told(&frame, "desk-closed", 200)))
}

/// The other language, from now on.
pub(super) async fn language(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    on_a_thread(move || match desk.speak(desk.language().next_complete()) {
        Ok(()) => onward("/"),
        Err(failure) => failed(&frame(&desk), &failure),
    })
    .await
}

pub(super) async fn fetch(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    on_a_thread(move || {
        if let Err(failure) = desk.fetch() {
            return opened(&desk, |_, frame| failed(&frame, &failure));
        }
        desk.work.wait_a_little(WAITED);
        onward("/")
    })
    .await
}

/// The docket as a table, without a word of any report.
pub(super) async fn docket(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let (day, language) = (desk.day(), desk.language());
        opened(&desk, |opened, frame| match opened.known(day, language) {
            Ok(known) => saved("docket.csv", docket::table(&known.rows, language)),
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

/// The days on which something is due, with neutral words.
pub(super) async fn deadlines(State(desk): State<Arc<DeskState>>) -> Response {
    on_a_thread(move || {
        let (day, language) = (desk.day(), desk.language());
        opened(&desk, |opened, frame| match opened.known(day, language) {
            Ok(known) => saved(
                "deadlines.ics",
                docket::calendar(&known.rows, day, language),
            ),
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

/// Where searches are found again.
const SEARCH: &str = "/search/";

/// Seconds until Today looks again while the intake is asked.
const FETCHING_LOOKS: u8 = 3;
