//! The way in and out, and Today.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::fields::DeskFields;
use super::response::{onward, page};
use super::shared::{failed, frame, notices, on_a_thread, opened};
use crate::keys::passphrase_strength::evened;
use crate::keys::sealed_key::Passphrase;
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
    let name = desk.cookie_name();
    let cookie = format!("{name}={cookie}; Path=/; HttpOnly; SameSite=Strict");
    let mut response = page(plain::entered(&frame(&desk)));
    let cookie = HeaderValue::from_str(&cookie).expect("hex and ASCII");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// Today; before that, whatever leads there: keys, a passphrase, waiting.
pub(super) async fn today(
    State(desk): State<Arc<DeskState>>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || {
        if desk.is_opening() {
            desk.work.wait_a_little(WAITED);
        }
        if desk.is_opening() {
            let frame = frame(&desk).looking_again(1);
            return page(plain::waiting(&frame, desk.work.progress().so_far()));
        }
        let query = TodayQuery::from_fields(&fields);
        let notices = notices(&desk);
        let shown = desk.with_opened(|opened| today_of(&desk, opened, &query, &notices));
        shown.unwrap_or_else(|| before_unlocking(&desk, &notices))
    })
    .await
}

fn before_unlocking(desk: &DeskState, notices: &[ShownNotice]) -> Response {
    let frame = frame(desk);
    if desk.home.key_file().path().exists() {
        page(plain::unlock(&frame, notices, 200))
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
    if fetching.is_some() {
        frame = frame.looking_again(FETCHING_LOOKS);
    }
    let closed = closed(opened);
    let rows = found(opened, &query.find);
    let view = TodayView {
        today: day,
        query,
        notices,
        fetching,
        closed: &closed,
        has_place: opened.config.is_some(),
    };
    page(today_page(&frame, &rows, &view))
}

/// Items that do not open here, and that nobody has accounted for.
fn closed(opened: &OpenedDesk) -> Vec<String> {
    let states = &opened.known_now().here.states;
    let items = opened.cases.closed.iter();
    items
        .filter(|closed| !states.of(&closed.item).settled)
        .map(|closed| crate::officer::case::opening::short(&closed.item))
        .collect()
}

/// The rows in which all that was looked for stands, in words or in the reference.
fn found<'a>(opened: &'a OpenedDesk, find: &str) -> Vec<&'a CaseOverview> {
    let rows = opened.known_now().rows.iter();
    let wanted: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    if wanted.is_empty() {
        return rows.collect();
    }
    let holds = |row: &&CaseOverview| {
        let case = opened.cases.find(&row.case).ok();
        let items = case.map(|case| case.items()).unwrap_or_default();
        let mut text = format!("{} {}", row.case, row.category_in_words.to_lowercase());
        for one in items {
            text.push_str(&one.words.to_lowercase());
        }
        wanted.iter().all(|word| text.contains(word))
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
    onward("/")
}

/// Ends the program, after this answer.
pub(super) async fn close(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    desk.close();
    let frame = DeskFrame::new(desk.language(), "desk-title", None);
    page(plain::told(&frame, "desk-closed", 200))
}

/// The other language, from now on.
pub(super) async fn language(State(desk): State<Arc<DeskState>>, _fields: DeskFields) -> Response {
    on_a_thread(move || match desk.speak(desk.language().other()) {
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

/// Long enough for most fetchings on a quick line, and for opening some hundred items.
const WAITED: Duration = Duration::from_millis(1500);

/// Seconds until Today looks again while the intake is asked.
const FETCHING_LOOKS: u8 = 3;
