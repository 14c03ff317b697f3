//! An action in a case: written, looked at once more, confirmed.
//!
//! ```text
//!   form ─▶ draft kept, sealed ─▶ preview ─▶ one confirmation ─▶ sent and recorded
//! ```
//!
//! Words that arrive when the desk has locked itself are kept as a draft all the same.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::response::Response;

use super::fields::DeskFields;
use super::files_of_form::FilesOfForm;
use super::response::{onward, page};
use super::shared::{in_case, not_found, notices, on_a_thread};
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::Recipient;
use crate::ledger::entry::step::CaseStep;
use crate::ledger::entry::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
};
use crate::officer::case::Case;
use crate::officer::case::opening::open;
use crate::officer::case::overview::CaseStanding;
use crate::officer::case::reply::Anyway;
use crate::officer::case::reply::attached_files::AttachedFiles;
use crate::officer::desk::actions::carry_out::{ActionDone, ActionInCase, has_letter};
use crate::officer::desk::actions::choices::{ActionChoices, BadChoice, LedgerSaying};
use crate::officer::desk::actions::draft::{DraftFile, DraftPlace, LetterDraft};
use crate::officer::desk::actions::wording::{
    action_hint, action_name, letter_facts, step_name, with_choices,
};
use crate::officer::desk::actions::{CaseAction, LetterRule};
use crate::officer::desk::background::WorkKind;
use crate::officer::desk::case_view::point;
use crate::officer::desk::opened::{DeskApart, OpenedDesk};
use crate::officer::desk::pages::action as pages;
use crate::officer::desk::pages::action::{
    ActionFormView, AttachedView, ConclusionFields, FormProblem, LetterField, PreviewView,
    SelectField,
};
use crate::officer::desk::state::{DeskNotice, DeskState};
use crate::officer::desk::trouble::told;
use crate::officer::ledger::record_options::Saying;
use crate::rules::letters::{LetterGap, first_gap};
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::OneLine;
use crate::text::{Language, say, say_with};

/// A case, and what is to be done in it, as an address names them.
pub(super) struct ActionAddress {
    reference: String,
    action: CaseAction,
}

/// What becomes of a form that came back.
enum FormCameBack {
    Discarded,
    Kept,
    /// Kept, and something in it is wrong.
    ToMend(LetterDraft, Vec<FormProblem>),
    Ready,
}

impl FromRequestParts<Arc<DeskState>> for ActionAddress {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        desk: &Arc<DeskState>,
    ) -> Result<Self, Response> {
        let named = Path::<(String, String)>::from_request_parts(parts, desk).await;
        let Path((reference, action)) = named.map_err(|_| not_found(desk))?;
        let action = CaseAction::parse(&action).ok_or_else(|| not_found(desk))?;
        Ok(Self { reference, action })
    }
}

/// Empty, or as it was left.
pub(super) async fn form(
    State(desk): State<Arc<DeskState>>,
    at: ActionAddress,
    Query(fields): Query<Vec<(String, String)>>,
) -> Response {
    on_a_thread(move || {
        let asked = fields.iter().find(|(name, _)| name == "language");
        in_case(&desk, &at.reference, |opened, case, frame| {
            let form = ActionForm::of(opened, case, at.action, frame.language);
            let kept = form.place().read(&opened.keys.opening);
            let anew = asked.and_then(|(_, code)| opened.letter_language(code));
            let draft = match anew {
                Some(language) => form.fresh(language),
                None => kept.unwrap_or_else(|| form.fresh(form.reporters_language())),
            };
            Ok(page(pages::form(frame, &form.view(&draft, Vec::new()))))
        })
    })
    .await
}

/// The form came back: kept as a draft, whatever comes next.
pub(super) async fn written(
    State(desk): State<Arc<DeskState>>,
    at: ActionAddress,
    mut fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let files = FilesOfForm::of(&mut fields);
        let draft = draft_of(&fields);
        if desk.with_opened(|_| ()).is_none() {
            return keep_for_later(&desk, &at, (draft, files));
        }
        let mut is_kept = false;
        let response = in_case(&desk, &at.reference, |opened, case, frame| {
            let form = ActionForm::of(opened, case, at.action, frame.language);
            let came_back = form.take_back(draft, &files, fields.get("go"))?;
            is_kept = matches!(came_back, FormCameBack::Kept);
            Ok(match came_back {
                FormCameBack::Discarded | FormCameBack::Kept => onward(&address_of(case)),
                FormCameBack::ToMend(draft, problems) => {
                    page(pages::form(frame, &form.view(&draft, problems)))
                }
                FormCameBack::Ready => onward(&form.preview_address()),
            })
        });
        if is_kept {
            desk.notice(DeskNotice::Said("desk-draft-kept", String::new()));
        }
        response
    })
    .await
}

fn draft_of(fields: &DeskFields) -> LetterDraft {
    let letter = fields.get("letter").replace("\r\n", "\n");
    LetterDraft {
        letter: letter.trim_end().to_owned(),
        choices: ActionChoices::from_fields(fields.iter()),
        ..LetterDraft::default()
    }
}

/// The desk locked itself while somebody was writing.
fn keep_for_later(
    desk: &DeskState,
    at: &ActionAddress,
    (mut draft, files): (LetterDraft, FilesOfForm),
) -> Response {
    let wanted = at.reference.to_ascii_lowercase();
    let items = desk.home.items().unwrap_or_default();
    let mut found = items.iter().filter(|item| {
        let name = hex::encode(item.as_bytes());
        wanted.len() >= REFERENCE && name.starts_with(&wanted)
    });
    if let (Some(item), None, Some(own)) = (found.next(), found.next(), desk.own_recipient()) {
        let place = DraftPlace {
            home: &desk.home,
            item: *item,
            action: at.action,
        };
        let attached = desk
            .home
            .pack()
            .and_then(|pack| files.attach(place, files.shown.clone(), (&own, pack.policy())));
        let kept = attached.and_then(|(files, _refused)| {
            draft.files = files;
            place.keep(&draft, &own)
        });
        match kept {
            Ok(()) => desk.notice(DeskNotice::Said("desk-draft-locked", String::new())),
            Err(failure) => desk.notice(DeskNotice::Complaint(failure)),
        }
    }
    onward("/")
}

pub(super) async fn preview(State(desk): State<Arc<DeskState>>, at: ActionAddress) -> Response {
    on_a_thread(move || {
        let notices = notices(&desk);
        in_case(&desk, &at.reference, |opened, case, frame| {
            let form = ActionForm::of(opened, case, at.action, frame.language);
            let Some(draft) = form.place().read(&opened.keys.opening) else {
                return Ok(onward(&form.address()));
            };
            let problems = form.problems(&draft);
            if !problems.is_empty() {
                return Ok(page(pages::form(frame, &form.view(&draft, problems))));
            }
            let view = form.preview(&draft, !notices.is_empty());
            Ok(page(pages::preview(frame, &notices, &view)))
        })
    })
    .await
}

/// The one confirmation.
pub(super) async fn send(
    State(desk): State<Arc<DeskState>>,
    at: ActionAddress,
    fields: DeskFields,
) -> Response {
    on_a_thread(move || {
        let anyway = match fields.get("anyway") {
            "yes" => Anyway::Yes,
            _ => Anyway::No,
        };
        desk.work.wait_a_little(FETCHING_ENDS);
        let Some(_work) = desk.work.begin(WorkKind::Acting) else {
            desk.notice(DeskNotice::Complaint(Failure::refused("desk-busy")));
            return onward("/");
        };
        let (mut response, confirmed) = confirmed(&desk, &at);
        // Over Tor, with files, this takes minutes: the desk goes on meanwhile.
        let done = confirmed.map(|confirmed| {
            let case = (confirmed.case.as_str(), at.action);
            let done = carried_out(&confirmed.apart, case, confirmed.draft, anyway);
            if done.is_err() {
                response = onward(&confirmed.preview_address);
            }
            done
        });
        let (day, language) = (desk.day(), desk.language());
        desk.with_opened(|opened| opened.look_again(day, language));
        if let Some(done) = done {
            desk.notice_unlocked(match done {
                Ok(ActionDone::Done) => {
                    DeskNotice::Said("desk-done", action_name(at.action, language))
                }
                Ok(ActionDone::RecordedLater) => {
                    DeskNotice::Said("desk-done-later", action_name(at.action, language))
                }
                Err(failure) => DeskNotice::Complaint(failure),
            });
        }
        response
    })
    .await
}

/// What was confirmed, apart from the desk: it may lock itself meanwhile.
struct ConfirmedAction {
    apart: DeskApart,
    case: String,
    preview_address: String,
    draft: LetterDraft,
}

/// The answer, and what is to be done. Nothing if there is no draft: it was sent before, by the
/// same button pressed twice, or in two windows.
fn confirmed(desk: &Arc<DeskState>, at: &ActionAddress) -> (Response, Option<ConfirmedAction>) {
    let mut confirmed = None;
    let response = in_case(desk, &at.reference, |opened, case, frame| {
        let form = ActionForm::of(opened, case, at.action, frame.language);
        if let Some(draft) = form.place().read(&opened.keys.opening) {
            if !form.problems(&draft).is_empty() {
                return Ok(onward(&form.address()));
            }
            confirmed = Some(ConfirmedAction {
                apart: opened.apart()?,
                case: case.reference(),
                preview_address: form.preview_address(),
                draft,
            });
        }
        Ok(onward(&address_of(case)))
    });
    (response, confirmed)
}

/// Does what a draft says. Files are read from beside it.
pub(super) fn carried_out(
    apart: &DeskApart,
    (reference, action): (&str, CaseAction),
    draft: LetterDraft,
    anyway: Anyway,
) -> Result<ActionDone, Failure> {
    let case = apart.cases.find(reference)?;
    let place = DraftPlace {
        home: &apart.home,
        item: case.first().item,
        action,
    };
    // What was sent before is not sent again.
    let files = if draft.sent {
        AttachedFiles::default()
    } else {
        place.all_attached(&draft, &apart.keys.opening, &apart.policy)?
    };
    let session = apart.session();
    let acting = ActionInCase {
        session: &session,
        keys: &apart.keys,
        case,
        anyway,
    };
    acting.carry_out(place, draft, &files)
}

/// One action's form in one case.
pub(super) struct ActionForm<'a> {
    desk: &'a OpenedDesk,
    case: &'a Case,
    action: CaseAction,
    language: Language,
}

impl<'a> ActionForm<'a> {
    pub(super) fn of(
        desk: &'a OpenedDesk,
        case: &'a Case,
        action: CaseAction,
        language: Language,
    ) -> Self {
        Self {
            desk,
            case,
            action,
            language,
        }
    }

    fn item(&self) -> ReportDigest {
        self.case.first().item
    }

    fn place(&self) -> DraftPlace<'_> {
        DraftPlace {
            home: &self.desk.home,
            item: self.item(),
            action: self.action,
        }
    }

    fn address(&self) -> String {
        format!("{}/do/{}", address_of(self.case), self.action.as_str())
    }

    fn preview_address(&self) -> String {
        format!("{}/preview", self.address())
    }

    /// Letters begin in the language of the form that the reporter filled in.
    pub(super) fn reporters_language(&self) -> Language {
        let opened = open(&self.desk.home, &self.desk.keys, self.item());
        let code = opened.ok().map(|opened| opened.report().language().clone());
        let language = code.and_then(|code| self.desk.letter_language(code.as_str()));
        language.unwrap_or_else(|| self.desk.letter_language_or_first(self.language))
    }

    /// In which language a letter is written.
    fn letter_language(&self, draft: &LetterDraft) -> Language {
        let named = self.desk.letter_language(draft.choices.get("language"));
        named.unwrap_or_else(|| self.desk.letter_language_or_first(self.language))
    }

    /// Somebody began to write here.
    pub(super) fn has_draft(&self) -> bool {
        self.place().exists()
    }

    pub(super) fn fresh(&self, language: Language) -> LetterDraft {
        let template = self.desk.letters.template(self.action.as_str(), language);
        let facts = letter_facts(self.desk, self.case, language);
        let code = [("language", language.code().as_str())];
        LetterDraft {
            letter: template.map_or(String::new(), |text| facts.fill(text)),
            choices: ActionChoices::from_fields(code.into_iter()),
            ..LetterDraft::default()
        }
    }

    /// Keeps what was written, unless it is thrown away.
    fn take_back(
        &self,
        draft: LetterDraft,
        files: &FilesOfForm,
        go: &str,
    ) -> Result<FormCameBack, Failure> {
        if go == "discard" {
            self.place().discard()?;
            return Ok(FormCameBack::Discarded);
        }
        let own = self.desk.keys.opening.recipient();
        let (draft, refused) = self.filled(draft, files, &own)?;
        self.place().keep(&draft, &own)?;
        let mut problems: Vec<_> = refused.into_iter().collect();
        if go == "keep" && problems.is_empty() {
            return Ok(FormCameBack::Kept);
        }
        problems.extend(self.problems(&draft));
        Ok(if problems.is_empty() {
            FormCameBack::Ready
        } else {
            FormCameBack::ToMend(draft, problems)
        })
    }

    /// What was chosen stands in the letter from now on. What a draft had done before stays done.
    /// Files are sealed beside it; why some were not taken.
    fn filled(
        &self,
        draft: LetterDraft,
        files: &FilesOfForm,
        own: &Recipient,
    ) -> Result<(LetterDraft, Option<FormProblem>), Failure> {
        let kept = self
            .place()
            .read(&self.desk.keys.opening)
            .unwrap_or_default();
        if kept.sent || kept.recorded > 0 {
            return Ok((kept, None));
        }
        let with = (own, &self.desk.policy);
        let (files, refused) = files.attach(self.place(), kept.files, with)?;
        let refused = refused.map(|failure| FormProblem {
            anchor: "files",
            words: told(&failure, self.language).0,
        });
        let language = self.letter_language(&draft);
        let facts = letter_facts(self.desk, self.case, language);
        let letters = (&self.desk.letters, language);
        let facts = with_choices(facts, self.action, &draft.choices, letters);
        let draft = LetterDraft {
            letter: facts.fill(&draft.letter),
            files,
            ..draft
        };
        Ok((draft, refused))
    }

    fn problems(&self, draft: &LetterDraft) -> Vec<FormProblem> {
        let mut problems = Vec::new();
        let mut problem = |anchor, id: &str, what: &str| {
            let words = say_with(self.language, id, &[("what", what)]);
            problems.push(FormProblem { anchor, words });
        };
        if let Err(bad) = draft.choices.saying(self.action) {
            let (anchor, id) = match bad {
                BadChoice::Reason => ("reason", "desk-problem-reason"),
                BadChoice::Proceedings => ("proceedings", "desk-problem-proceedings"),
                BadChoice::To => ("to", "desk-problem-to"),
                BadChoice::Damage => ("damage", "desk-problem-euros"),
                BadChoice::Recovered => ("recovered", "desk-problem-euros"),
            };
            problem(anchor, id, "");
        }
        if has_letter(self.action, &draft.letter) {
            if draft.letter.trim().is_empty() {
                problem("letter", "desk-problem-empty", "");
            }
            match first_gap(&draft.letter) {
                Some(LetterGap::Unwritten(gap)) => problem("letter", "desk-problem-gap", &gap),
                Some(LetterGap::Unfilled(gap)) if gap == "{to}" => {
                    problem("to_name", "desk-problem-to-name", &gap);
                }
                // A reason that was not chosen is named already.
                Some(LetterGap::Unfilled(gap)) if gap != "{reason}" => {
                    problem("letter", "desk-problem-gap", &gap);
                }
                _ => {}
            }
        }
        problems
    }

    fn view(&self, draft: &LetterDraft, problems: Vec<FormProblem>) -> ActionFormView {
        let language = self.letter_language(draft);
        let other = self.desk.next_letter_language(language);
        let name = [("language", other.own_name())];
        let letter = (self.action.letter() != LetterRule::None).then(|| LetterField {
            text: draft.letter.clone(),
            is_optional: self.action.letter() == LetterRule::Optional,
            language: language.code().as_str(),
            files: Self::attached(draft),
            limits: self.limits(),
            other: (
                other.code().as_str(),
                say_with(self.language, "desk-letter-in", &name),
            ),
        });
        let choices = &draft.choices;
        ActionFormView {
            case: self.case.reference(),
            action: self.action.as_str(),
            name: action_name(self.action, self.language),
            hint: action_hint(self.action, self.language),
            letter,
            reasons: self.reasons(choices, &problems),
            to: (self.action == CaseAction::Forward).then(|| {
                (
                    choices.get("to_name").to_owned(),
                    choices.get("to").to_owned(),
                )
            }),
            proceedings: self.proceedings(choices),
            conclusion: (self.action == CaseAction::Conclude).then(|| self.conclusion(choices)),
            problems,
        }
    }

    fn attached(draft: &LetterDraft) -> Vec<AttachedView> {
        let files = draft.files.iter();
        let view = |file: &DraftFile| AttachedView {
            number: file.number.clone(),
            name: OneLine(&file.name).to_string(),
            length: file.length,
            size: bytes_in_words(file.length as u64),
        };
        files.map(view).collect()
    }

    /// How many files, and how large; none if policy lets none go with a letter.
    fn limits(&self) -> Option<String> {
        let policy = &self.desk.policy;
        let count = policy.reply_files_max();
        let (count_words, mib) = (count.to_string(), policy.reply_files_bytes_max() >> 20);
        let mib = mib.to_string();
        let arguments = [("count", count_words.as_str()), ("mib", &mib)];
        (count > 0).then(|| say_with(self.language, "desk-attach-hint", &arguments))
    }

    pub(super) fn reasons(
        &self,
        choices: &ActionChoices,
        problems: &[FormProblem],
    ) -> Option<SelectField> {
        let list = self.action.reasons()?;
        let words: Vec<&str> = match self.action {
            CaseAction::NotRecognise => words(NonRecognition::ALL, NonRecognition::as_str),
            CaseAction::Extend => words(&self.lawful_reasons(), ExtensionReason::as_str),
            CaseAction::Conclude => words(Outcome::ALL, Outcome::as_str),
            _ => words(RejectionReason::ALL, RejectionReason::as_str),
        };
        Some(SelectField {
            name: "reason".to_owned(),
            label: say(self.language, &format!("desk-choose-{list}")),
            options: self.options((list, "desk-choose"), &words, choices.get("reason")),
            has_problem: problems.iter().any(|problem| problem.anchor == "reason"),
        })
    }

    /// Reasons for which the law of the report's day extends a term that runs now.
    fn lawful_reasons(&self) -> Vec<ExtensionReason> {
        let view = self.desk.view();
        let here = &self.desk.known_now().here;
        let timeline = crate::officer::case::overview::timeline_of(self.case, here, &view);
        let dues = timeline.map(|timeline| timeline.dues(view.policy, view.calendar));
        let open = dues.into_iter().flatten().filter(|due| due.done.is_none());
        let received = self.case.first().day;
        let rules: Vec<_> = open
            .filter_map(|due| view.policy.deadline_rule(due.id, received))
            .collect();
        let all = ExtensionReason::ALL.iter().copied();
        all.filter(|reason| {
            let mut rules = rules.iter();
            rules.any(|rule| rule.extension_reasons().contains(reason))
        })
        .collect()
    }

    /// What a list's words are called, below what stands for none of them.
    fn options(
        &self,
        (list, none): (&str, &str),
        words: &[&str],
        chosen: &str,
    ) -> Vec<(String, String, bool)> {
        let none = (String::new(), say(self.language, none), chosen.is_empty());
        let known = |word: &&&str| self.desk.letters.knows(list, word);
        let some = words.iter().filter(known).map(|word| {
            let said = self.desk.letters.term(list, word, self.language);
            let said = said.unwrap_or(word).to_owned();
            ((*word).to_owned(), said, *word == chosen)
        });
        std::iter::once(none).chain(some).collect()
    }

    /// A list for each kind of proceedings: of all states, or of those that end it.
    fn proceedings(&self, choices: &ActionChoices) -> Vec<SelectField> {
        let states = match self.action {
            CaseAction::Conclude => ProceedingState::ALL,
            CaseAction::ProceedingsEnded => &ProceedingState::ENDS[..],
            _ => return Vec::new(),
        };
        let states = words(states, ProceedingState::as_str);
        let letters = &self.desk.letters;
        let kinds = Proceeding::ALL.iter();
        kinds
            .filter(|kind| letters.knows("proceedings", kind.as_str()))
            .map(|kind| SelectField {
                name: format!("proceedings-{}", kind.as_str()),
                label: self.term("proceedings", kind.as_str()),
                options: self.options(
                    ("proceedings-state", "desk-proceedings-none"),
                    &states,
                    choices.proceeding(*kind),
                ),
                has_problem: false,
            })
            .collect()
    }

    fn term(&self, list: &str, word: &str) -> String {
        let said = self.desk.letters.term(list, word, self.language);
        said.unwrap_or(word).to_owned()
    }

    fn conclusion(&self, choices: &ActionChoices) -> ConclusionFields {
        let known = |list, word| self.desk.letters.knows(list, word);
        let effects = Effect::ALL.iter();
        let effects = effects.filter(|effect| known("effect", effect.as_str()));
        let effects = effects.map(|effect| {
            (
                format!("effect-{}", effect.as_str()),
                self.term("effect", effect.as_str()),
                choices.has_effect(*effect),
            )
        });
        ConclusionFields {
            effects: effects.collect(),
            damage: choices.get("damage").to_owned(),
            recovered: choices.get("recovered").to_owned(),
        }
    }

    fn preview(&self, draft: &LetterDraft, may_be_sent_anyway: bool) -> PreviewView {
        let letter = has_letter(self.action, &draft.letter).then(|| draft.letter.clone());
        PreviewView {
            case: self.case.reference(),
            action: self.action.as_str(),
            name: action_name(self.action, self.language),
            entries: self.entries(draft, letter.is_some()),
            is_sent: draft.sent,
            files: Self::attached(draft),
            may_be_sent_anyway: may_be_sent_anyway && letter.is_some() && !draft.sent,
            letter,
        }
    }

    /// What the ledger will say, in order.
    fn entries(&self, draft: &LetterDraft, has_letter: bool) -> Vec<String> {
        let point = point(self.desk, self.case);
        let mut entries = Vec::new();
        if point.standing == CaseStanding::Received && self.action != CaseAction::Reject {
            entries.push(say(self.language, "desk-entry-opened"));
        }
        let letters = &self.desk.letters;
        match draft.choices.saying(self.action) {
            Ok(LedgerSaying::Steps(own)) => {
                let steps = if draft.sent || draft.recorded > 0 {
                    Some(own)
                } else if point.standing == CaseStanding::BeforeBatch && has_letter {
                    Some(vec![CaseStep::Acknowledged])
                } else {
                    point.steps(self.action, &own, has_letter)
                };
                let steps = steps.unwrap_or_default();
                let words = steps
                    .iter()
                    .map(|step| step_name(step, letters, self.language));
                entries.extend(words);
            }
            Ok(LedgerSaying::Other(Saying::Reject(reason))) => {
                let reason = letters.term("rejected", reason.as_str(), self.language);
                let arguments = [("reason", reason.unwrap_or_default())];
                entries.push(say_with(self.language, "desk-entry-rejected", &arguments));
            }
            Ok(LedgerSaying::Other(_)) => entries.push(say(self.language, "desk-entry-opened")),
            Err(_) => {}
        }
        entries
    }
}

fn address_of(case: &Case) -> String {
    format!("/case/{}", case.reference())
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|term| word(*term)).collect()
}

/// Hex digits that a case is called by.
const REFERENCE: usize = 8;

/// How long a confirmation waits for a fetching to end.
const FETCHING_ENDS: std::time::Duration = std::time::Duration::from_secs(60);
