//! Several cases at once: chosen in Today, looked at, confirmed once.
//!
//! ```text
//!   ticks in Today ─▶ /many/<number> ─▶ one confirmation ─▶ case by case, in the background
//! ```
//!
//! What was chosen stays in memory under the number. Each case is done as alone; one that fails
//! keeps its draft and hinders no other.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::Response;

use super::acting::{ActionForm, carried_out};
use super::fields::DeskFields;
use super::response::{onward, page};
use super::shared::{notices, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::officer::case::Case;
use crate::officer::case::reply::Anyway;
use crate::officer::desk::actions::choices::ActionChoices;
use crate::officer::desk::actions::draft::LetterDraft;
use crate::officer::desk::actions::plan::ActionOffer;
use crate::officer::desk::actions::wording::action_name;
use crate::officer::desk::actions::{CaseAction, LetterRule, MANY};
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::case_view::point;
use crate::officer::desk::opened::{DeskApart, OpenedDesk};
use crate::officer::desk::pages::action::FormProblem;
use crate::officer::desk::pages::many as pages;
use crate::officer::desk::pages::many::{ChosenCase, LeftCase, ManyView};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::text::terminal::Beginning;
use crate::text::{Language, say};

/// What was chosen, and what is to be done.
struct ManyCases {
    action: CaseAction,
    /// By their references.
    cases: Vec<String>,
}

/// One case that it can be done in.
struct ReadyCase {
    case: String,
    draft: LetterDraft,
}

/// From Today.
pub(super) async fn choose(State(desk): State<Arc<DeskState>>, fields: DeskFields) -> Response {
    let action = CaseAction::parse(fields.get("action")).filter(|one| MANY.contains(one));
    let cases = fields.iter().filter(|(name, _)| *name == "case");
    let cases: Vec<&str> = cases
        .map(|(_, case)| case)
        .filter(|case| case.len() <= REFERENCE_MAX && case.chars().all(|c| c.is_ascii_hexdigit()))
        .take(CASES_MAX)
        .collect();
    let Some(action) = action.filter(|_| !cases.is_empty()) else {
        desk.notice(DeskNotice::Complaint(Failure::usage("desk-many-none")));
        return onward("/");
    };
    let chosen = format!("{} {}", action.as_str(), cases.join(" "));
    onward(&format!("/many/{}", desk.remember_choice(&chosen)))
}

/// What it will do, and what not.
pub(super) async fn look(
    State(desk): State<Arc<DeskState>>,
    Path(number): Path<String>,
) -> Response {
    on_a_thread(move || match ManyCases::remembered(&desk, &number) {
        Some(many) => many.page(&desk, &number, Vec::new()),
        None => onward("/"),
    })
    .await
}

/// The one confirmation.
pub(super) async fn send(
    State(desk): State<Arc<DeskState>>,
    Path(number): Path<String>,
    fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let Some(many) = ManyCases::remembered(&desk, &number) else {
            return onward("/");
        };
        let choices = ActionChoices::from_fields(fields.iter());
        if choices.saying(many.action).is_err() {
            let words = say(desk.language(), "desk-problem-reason");
            let anchor = "reason";
            return many.page(&desk, &number, vec![FormProblem { anchor, words }]);
        }
        let Some(work) = desk.work.begin(WorkKind::Acting) else {
            desk.notice(DeskNotice::Complaint(Failure::refused("desk-busy")));
            return onward("/");
        };
        let prepared = desk.with_opened(|opened| {
            let (ready, _left) = many.parted(opened, desk.language());
            let ready = ready.into_iter().map(|(case, _)| {
                let draft = many.draft(opened, case, desk.language(), &choices);
                let case = case.reference();
                ReadyCase { case, draft }
            });
            Ok::<_, Failure>((opened.apart()?, ready.collect::<Vec<_>>()))
        });
        let action = many.action;
        match prepared {
            Some(Ok((apart, ready))) => {
                let desk_of_thread = Arc::clone(&desk);
                std::thread::spawn(move || {
                    desk_of_thread.do_in_all(apart, action, ready);
                    drop(work);
                });
                desk.work.wait_a_little(WAITED);
            }
            Some(Err(failure)) => desk.notice(DeskNotice::Complaint(failure)),
            None => {}
        }
        onward("/")
    })
    .await
}

impl DeskState {
    fn do_in_all(&self, apart: DeskApart, action: CaseAction, ready: Vec<ReadyCase>) {
        let all = ready.len();
        let (mut done, mut failed_in_a_row) = (0, 0);
        let mut complaints = Vec::new();
        for ReadyCase { case, draft } in ready {
            match carried_out(&apart, (&case, action), draft, Anyway::No) {
                Ok(_) => {
                    done += 1;
                    failed_in_a_row = 0;
                }
                Err(failure) => {
                    failed_in_a_row += 1;
                    complaints.push(failure.with("case", &case));
                }
            }
            self.work.progress().step(all);
            // A line that is broken stays so: nobody waits for all the others to fail.
            if failed_in_a_row == FAILED_MAX {
                break;
            }
        }
        drop(apart);
        let (day, language) = (self.day(), self.language());
        self.with_opened(|opened| opened.look_again(day, language));
        let words = format!("{}: {done}", action_name(action, language));
        self.notice_unlocked(DeskNotice::Said("desk-done", words));
        for failure in complaints.into_iter().take(COMPLAINTS_MAX) {
            self.notice_unlocked(DeskNotice::Complaint(failure));
        }
    }
}

impl ManyCases {
    fn remembered(desk: &DeskState, number: &str) -> Option<Self> {
        let chosen = desk.choice(number)?;
        let mut words = chosen.split(' ');
        Some(Self {
            action: CaseAction::parse(words.next()?)?,
            cases: words.map(str::to_owned).collect(),
        })
    }

    /// Those in which it can be done, and why not in the others.
    fn parted<'a>(
        &self,
        desk: &'a OpenedDesk,
        language: Language,
    ) -> (Vec<(&'a Case, String)>, Vec<LeftCase>) {
        let (mut ready, mut left) = (Vec::new(), Vec::new());
        let found = self
            .cases
            .iter()
            .filter_map(|case| desk.cases.find(case).ok());
        for case in found {
            let title = Beginning {
                text: &case.first().beginning,
                columns: TITLE_COLUMNS,
            };
            let title = title.to_string();
            let form = ActionForm::of(desk, case, self.action, language);
            let why = match point(desk, case).offer(self.action) {
                ActionOffer::Not(why) => Some(why.text()),
                ActionOffer::Now if form.has_draft() => Some("desk-many-draft"),
                ActionOffer::Now => None,
            };
            match why {
                None => ready.push((case, title)),
                Some(why) => left.push(LeftCase {
                    case: case.reference(),
                    title,
                    why: say(language, why),
                }),
            }
        }
        (ready, left)
    }

    /// The letter as its template has it, in the reporter's language.
    fn draft(
        &self,
        desk: &OpenedDesk,
        case: &Case,
        language: Language,
        choices: &ActionChoices,
    ) -> LetterDraft {
        let form = ActionForm::of(desk, case, self.action, language);
        LetterDraft {
            choices: choices.clone(),
            ..form.fresh(form.reporters_language())
        }
    }

    fn page(&self, desk: &Arc<DeskState>, number: &str, problems: Vec<FormProblem>) -> Response {
        let (language, notices) = (desk.language(), notices(desk));
        opened(desk, |opened, frame| {
            let (ready, left) = self.parted(opened, language);
            let first = ready.first().map(|(case, _)| *case);
            let form = first.map(|case| ActionForm::of(opened, case, self.action, language));
            let has_letter = self.action.letter() != LetterRule::None;
            let letter = form
                .as_ref()
                .filter(|_| has_letter)
                .map(|form| form.fresh(language).letter);
            let reasons = form.and_then(|form| form.reasons(&ActionChoices::default(), &problems));
            let chosen = ready.into_iter().map(|(case, title)| ChosenCase {
                case: case.reference(),
                title,
            });
            let view = ManyView {
                number: number.to_owned(),
                name: action_name(self.action, language),
                chosen: chosen.collect(),
                left,
                letter,
                reasons,
                problems,
            };
            page(pages::many(&frame, &notices, &view))
        })
    }
}

/// Cases of one confirmation: a page of Today.
const CASES_MAX: usize = 100;

/// Hex digits of an item's name.
const REFERENCE_MAX: usize = 64;

/// Failures one after the other, after which the rest is not tried.
const FAILED_MAX: usize = 3;

/// Complaints that are told.
const COMPLAINTS_MAX: usize = 8;

const TITLE_COLUMNS: usize = 70;

const WAITED: Duration = Duration::from_millis(1500);
