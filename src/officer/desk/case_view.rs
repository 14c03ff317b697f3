//! A case, looked at: from what is open to what its page shows.

use super::actions::CaseAction;
use super::actions::draft::DraftPlace;
use super::actions::plan::{ActionOffer, CasePoint};
use super::actions::wording::{action_hint, action_name, event_name};
use super::attachments::{beginning, kind_of, may_be_cleaned, may_be_opened, may_be_previewed};
use super::opened::OpenedDesk;
use super::pages::case::{
    AnswerView, ClockView, DeskCaseView, EntryView, FileView, IdentityView, OfferedAction,
    RefusedAction, SaidView,
};
use super::pages::{dated, days_left};
use super::trouble::told;
use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::keys::recipient::RecipientDigest;
use crate::ledger::entry::Entry;
use crate::ledger::fold::deadlines::CaseDeadline;
use crate::officer::case::case_book::CaseMarks;
use crate::officer::case::conversation::{
    CaseReplies, CaseReply, Contribution, RepliedBy, ReplySeen, interleaved,
};
use crate::officer::case::opening::{closed, open, short};
use crate::officer::case::overview::{CaseStanding, standing, timeline_of, track_of};
use crate::officer::case::read::ShownParts;
use crate::officer::case::recipient_check::{RostersAtHand, doubt_in_words, doubts};
use crate::officer::case::reply::kept_pieces::{ENCLOSED_DAMAGED, first_bytes};
use crate::officer::case::report_answers::{GivenWords, category, given, in_words};
use crate::officer::case::sent_replies::SendState;
use crate::officer::case::{Case, Summary};
use crate::report::mailbox::{Authorship, FilePlace};
use crate::report::sealed::OpenedReport;
use crate::report::{FileNote, IdentitySealed, ReportKind};
use crate::rules::calendar::date_words::day;
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::{Beginning, OneLine};
use crate::text::{Language, say, say_with};

/// Where a case is, for whoever asks what may follow.
pub(super) fn point<'a>(desk: &'a OpenedDesk, case: &Case) -> CasePoint<'a> {
    let known = desk.known_now();
    CasePoint {
        standing: standing(case, &known.fold),
        track: track_of(case),
        answered: known.here.is_answered(case),
    }
}

/// The whole page, and what of it was shown.
pub(super) fn case_view(
    desk: &OpenedDesk,
    case: &Case,
    language: Language,
) -> Result<(DeskCaseView, ShownParts), Failure> {
    let looking = Looking {
        desk,
        case,
        language,
    };
    let mut shown = ShownParts::default();
    let said = looking.conversation(&mut shown)?;
    let point = point(desk, case);
    let next = point.next();
    let (others, refused) = looking.offers(&point, next);
    let first = case.first();
    let title = Beginning {
        text: &first.beginning,
        columns: TITLE_COLUMNS,
    };
    let (readers, left_out) = looking.readers();
    let CaseMarks { docket, labels } = desk.known_now().here.book.of(case);
    let view = DeskCaseView {
        case: case.reference(),
        title: title.to_string(),
        category: match &first.category {
            Some(slug) => category(slug, &desk.policy, language),
            None => say(language, "officer-category-none"),
        },
        state: looking.state(&point),
        received: say_with(
            language,
            "desk-received",
            &[("day", &dated(language, first.day))],
        ),
        docket,
        labels: labels.join(" "),
        warnings: looking.warnings(),
        next: next.map(|action| looking.offered(action)),
        waits: looking.waits(&point),
        others,
        refused,
        drafts: looking.drafts(),
        said,
        clocks: looking.clocks(),
        entries: looking.entries(),
        readers,
        left_out,
        has_identity: case
            .items()
            .iter()
            .any(|one| one.identity == IdentitySealed::Yes),
    };
    Ok((view, shown))
}

/// Who the reporter is; only a custodian's key opens it.
pub(super) fn identity_view(
    desk: &OpenedDesk,
    case: &Case,
    language: Language,
) -> Result<IdentityView, Failure> {
    let mut parts = Vec::new();
    for one in case.items() {
        let mut opened = open(&desk.home, &desk.keys, one.item)?;
        let identity = opened.identity(&desk.keys.opening);
        let identity = identity.map_err(|why| closed(&one.item, &why))?;
        if let Some(identity) = identity {
            for (label, words) in [
                ("officer-identity-name", identity.name()),
                ("officer-identity-contact", identity.contact()),
            ] {
                parts.push(AnswerView {
                    label: say(language, label),
                    words: words.expose().to_owned(),
                });
            }
        }
    }
    Ok(IdentityView {
        case: case.reference(),
        parts,
    })
}

struct Looking<'a> {
    desk: &'a OpenedDesk,
    case: &'a Case,
    language: Language,
}

impl Looking<'_> {
    fn state(&self, point: &CasePoint<'_>) -> String {
        let id = match &point.standing {
            CaseStanding::BeforeBatch | CaseStanding::Received if point.answered => {
                "desk-stage-answered".to_owned()
            }
            CaseStanding::BeforeBatch | CaseStanding::Received => "desk-stage-new".to_owned(),
            CaseStanding::Rejected => "desk-stage-rejected".to_owned(),
            CaseStanding::LaterMessage => "desk-stage-later".to_owned(),
            CaseStanding::Opened(_, None) => "desk-stage-gap".to_owned(),
            CaseStanding::Opened(_, Some(progress)) if progress.is_asked() => {
                "desk-stage-asked".to_owned()
            }
            CaseStanding::Opened(_, Some(progress)) => {
                let stage = progress.stage().as_str().replace('_', "-");
                format!("desk-stage-{stage}")
            }
        };
        say(self.language, &id)
    }

    fn waits(&self, point: &CasePoint<'_>) -> String {
        let id = match &point.standing {
            CaseStanding::BeforeBatch => "desk-waits-batch",
            CaseStanding::Received => "desk-waits-fetch",
            CaseStanding::Rejected => "desk-waits-rejected",
            CaseStanding::LaterMessage => "desk-not-whole",
            CaseStanding::Opened(_, None) => "desk-waits-gap",
            CaseStanding::Opened(_, Some(progress)) if progress.is_asked() => "desk-waits-reporter",
            CaseStanding::Opened(..) => "desk-waits-over",
        };
        say(self.language, id)
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(owner) = self.case.not_of() {
            let arguments = [("case", owner)];
            let words = say_with(self.language, "officer-not-the-reporters", &arguments);
            warnings.push(words);
        } else if self.case.is_later_message() {
            warnings.push(say(self.language, "desk-later-message"));
        }
        let known = self.desk.known_now();
        for one in self.case.items() {
            if let Some(reason) = known.contested.reason(&one.item) {
                let reason = self
                    .desk
                    .letters
                    .term("rejected", reason.as_str(), self.language);
                let arguments = [("reason", reason.unwrap_or_default())];
                warnings.push(say_with(self.language, "desk-contested", &arguments));
            }
        }
        warnings
    }

    fn offered(&self, action: CaseAction) -> OfferedAction {
        OfferedAction {
            slug: action.as_str(),
            name: action_name(action, self.language),
            hint: action_hint(action, self.language),
        }
    }

    /// What else may be done, and what may not.
    fn offers(
        &self,
        point: &CasePoint<'_>,
        next: Option<CaseAction>,
    ) -> (Vec<OfferedAction>, Vec<RefusedAction>) {
        let (mut others, mut refused) = (Vec::new(), Vec::new());
        for action in CaseAction::ALL.into_iter().filter(|one| Some(*one) != next) {
            match point.offer(action) {
                ActionOffer::Now => others.push(self.offered(action)),
                // A report that nobody rejected can't be taken up: that says nothing to anybody.
                ActionOffer::Not(_) if action == CaseAction::TakeUp => {}
                ActionOffer::Not(why) => refused.push(RefusedAction {
                    name: action_name(action, self.language),
                    why: say(self.language, why.text()),
                }),
            }
        }
        (others, refused)
    }

    fn drafts(&self) -> Vec<OfferedAction> {
        let place = |action| DraftPlace {
            home: &self.desk.home,
            item: self.case.first().item,
            action,
        };
        let kept = CaseAction::ALL.into_iter();
        kept.filter(|action| place(*action).exists())
            .map(|action| self.offered(action))
            .collect()
    }

    fn conversation(&self, shown: &mut ShownParts) -> Result<Vec<SaidView>, Failure> {
        let CaseReplies {
            opened: replies,
            closed,
            damaged,
        } = self.desk.readership()?.replies(self.case)?;
        let mut said = Vec::new();
        for turn in interleaved(self.case, &replies) {
            match turn {
                Contribution::Item(place) => {
                    let summary = &self.case.items()[place];
                    said.push(self.item(summary, place, shown));
                }
                Contribution::Reply(place) => {
                    shown.replies.push(replies[place].name);
                    said.push(self.reply(&replies[place]));
                }
            }
        }
        shown.replies.extend(&closed);
        if !closed.is_empty() {
            let count = closed.len().to_string();
            let arguments = [("count", count.as_str())];
            said.push(SaidView::trouble(say_with(
                self.language,
                "officer-read-replies-closed",
                &arguments,
            )));
        }
        for failure in damaged {
            said.push(SaidView::failed(&failure, self.language));
        }
        Ok(said)
    }

    fn item(&self, summary: &Summary, place: usize, shown: &mut ShownParts) -> SaidView {
        let day = dated(self.language, summary.day);
        let id = match summary.kind {
            ReportKind::Report => "desk-said-report",
            ReportKind::Addition => "desk-said-addition",
        };
        let heading = say_with(self.language, id, &[("day", &day)]);
        let is_shown = self.desk.known_now().here.states.is_shown(&summary.item);
        match open(&self.desk.home, &self.desk.keys, summary.item) {
            Ok(mut opened) => {
                shown.items.push(summary.item);
                SaidView {
                    heading,
                    is_ours: false,
                    is_unread: place > 0 && !is_shown,
                    words: None,
                    answers: self.answers(&opened),
                    warnings: self.doubts(&opened),
                    files: self.files(&mut opened, &summary.item),
                }
            }
            Err(failure) => SaidView {
                heading,
                ..SaidView::failed(&failure, self.language)
            },
        }
    }

    fn answers(&self, opened: &OpenedReport<std::fs::File>) -> Vec<AnswerView> {
        let answers = given(opened.report().answers()).into_iter();
        let view = |answer: crate::officer::case::report_answers::GivenAnswer<'_>| AnswerView {
            label: say(self.language, answer.label),
            words: match &answer.said {
                GivenWords::Words(words) => visible(words),
                said => in_words(said, &self.desk.policy, self.language).unwrap_or_default(),
            },
        };
        answers.map(view).collect()
    }

    fn doubts(&self, opened: &OpenedReport<std::fs::File>) -> Vec<String> {
        let rosters = RostersAtHand::Kept(&self.desk.known_now().rosters);
        let doubts = doubts(opened, &self.desk.keys, rosters).into_iter();
        doubts
            .map(|doubt| doubt_in_words(&doubt, self.language))
            .collect()
    }

    fn files(
        &self,
        opened: &mut OpenedReport<std::fs::File>,
        item: &ReportDigest,
    ) -> Vec<FileView> {
        let numbers: Vec<u16> = opened
            .report()
            .files()
            .iter()
            .map(|note| note.number)
            .collect();
        let kinds: Vec<&'static str> = numbers
            .into_iter()
            .map(|number| match opened.file(number).ok().map(beginning) {
                Some(Ok(bytes)) => kind_of(&bytes),
                _ => "desk-kind-damaged",
            })
            .collect();
        let view = |(note, kind): (&FileNote, &&'static str)| FileView {
            href: format!(
                "/case/{}/file/{}/{}",
                self.case.reference(),
                short(item),
                note.number
            ),
            name: OneLine(note.name.expose()).to_string(),
            size: bytes_in_words(note.length),
            kind: say(self.language, kind),
            sha256: hex::encode(note.sha256),
            may_be_opened: may_be_opened(kind),
            may_be_cleaned: may_be_cleaned(kind),
            may_be_previewed: may_be_previewed(kind),
        };
        let notes = opened.report().files().iter();
        notes.zip(&kinds).map(view).collect()
    }

    fn reply(&self, one: &CaseReply) -> SaidView {
        let id = match (one.reply.authorship(), one.from) {
            (Authorship::Unchecked, RepliedBy::Elsewhere(_)) => "desk-said-unchecked",
            (Authorship::Checked, RepliedBy::Elsewhere(_)) => "desk-said-colleague",
            (_, RepliedBy::Here(SendState::Kept)) => "desk-said-own",
            (_, RepliedBy::Here(SendState::Unsure)) => "desk-said-unsure",
        };
        let day = dated(self.language, one.reply.day());
        let name = OneLine(one.reply.officer()).to_string();
        let arguments = [("day", day.as_str()), ("name", &name)];
        SaidView {
            heading: say_with(self.language, id, &arguments),
            is_ours: true,
            is_unread: one.from == RepliedBy::Elsewhere(ReplySeen::New),
            words: Some(visible(one.reply.text().expose())),
            answers: Vec::new(),
            files: self.reply_files(one),
            warnings: self.unchecked_files(one).into_iter().collect(),
        }
    }

    /// Files of nobody knows whom are not fetched, and not offered.
    fn unchecked_files(&self, one: &CaseReply) -> Option<String> {
        let has_files = one.reply.enclosure().is_some();
        (has_files && !one.may_hand_out_files()).then(|| say(self.language, "desk-files-unchecked"))
    }

    fn reply_files(&self, one: &CaseReply) -> Vec<FileView> {
        let Some(enclosure) = one.reply.enclosure() else {
            return Vec::new();
        };
        if self.unchecked_files(one).is_some() {
            return Vec::new();
        }
        let items = self.case.item_names();
        let places = (0..enclosure.files().len()).filter_map(|file| enclosure.place(file));
        let view = |(number, place): (usize, FilePlace)| {
            let kind = match first_bytes(&self.desk.home, &items, &place) {
                Ok(bytes) => kind_of(&bytes),
                Err(ENCLOSED_DAMAGED) => "desk-kind-damaged",
                Err(_) => "desk-kind-not-here",
            };
            FileView {
                href: format!(
                    "/case/{}/reply/{}/{}",
                    self.case.reference(),
                    one.name.to_hex(),
                    number + 1
                ),
                name: OneLine(place.name.expose()).to_string(),
                size: bytes_in_words(place.length),
                kind: say(self.language, kind),
                sha256: hex::encode(place.sha256),
                may_be_opened: false,
                may_be_cleaned: false,
                may_be_previewed: false,
            }
        };
        places.enumerate().map(view).collect()
    }

    fn clocks(&self) -> Vec<ClockView> {
        let view = self.desk.view();
        let here = &self.desk.known_now().here;
        let timeline = timeline_of(self.case, here, &view);
        let dues = timeline.map(|timeline| timeline.dues(view.policy, view.calendar));
        let dues = dues.unwrap_or_default();
        dues.iter().map(|due| self.clock(due)).collect()
    }

    fn clock(&self, due: &CaseDeadline) -> ClockView {
        let today = self.desk.view().today;
        let left = match due.done {
            Some(done) => {
                let done = day(self.language, done);
                say_with(self.language, "desk-clock-done", &[("day", &done)])
            }
            None => days_left(self.language, due.deadline.legal().days_since(today)),
        };
        let standard = say(self.language, "desk-clock-service");
        ClockView {
            words: say(
                self.language,
                &format!("officer-clock-{}", due.kind.as_str()),
            ),
            day: dated(self.language, due.deadline.legal()),
            left: if due.service {
                format!("{left}; {standard}")
            } else {
                left
            },
            is_late: due.is_missed(today),
        }
    }

    fn entries(&self) -> Vec<EntryView> {
        let known = self.desk.known_now();
        let entries = known.entries_of(self.case);
        let view = |(number, entry): &(u64, Entry)| {
            let (words, who) = match entry {
                Entry::Recorded(recorded) => {
                    let event = &recorded.record().event;
                    let who = known.signer(recorded);
                    let unknown = || say(self.language, "desk-signer-unknown");
                    (
                        event_name(event, &self.desk.letters, self.language),
                        who.map_or_else(unknown, str::to_owned),
                    )
                }
                _ => (say(self.language, "desk-entry-received"), String::new()),
            };
            EntryView {
                number: format!("Nr. {number}"),
                day: day(self.language, entry.day()),
                words,
                who,
            }
        };
        entries.map(view).collect()
    }

    /// By name where the roster has one; and whom the reporter left out.
    fn readers(&self) -> (Vec<String>, Vec<String>) {
        let opened = open(&self.desk.home, &self.desk.keys, self.case.first().item);
        let Ok(opened) = opened else {
            return (Vec::new(), Vec::new());
        };
        let Some(manifest) = opened.report().manifest() else {
            return (Vec::new(), Vec::new());
        };
        let rosters = &self.desk.known_now().rosters;
        let roster = rosters.find(manifest.roster);
        let name = |recipient: &RecipientDigest| {
            let officers = roster.map(|roster| roster.officers()).unwrap_or_default();
            let mut officers = officers.iter();
            let found = officers.find(|officer| officer.recipient().digest() == *recipient);
            let unknown = || say(self.language, "desk-reader-unknown");
            found.map_or_else(unknown, |officer| officer.name().to_owned())
        };
        let readers = manifest.recipients.iter().map(name).collect();
        (readers, manifest.left_out.clone())
    }
}

impl SaidView {
    fn failed(failure: &Failure, language: Language) -> Self {
        let (words, hint) = told(failure, language);
        Self::trouble(format!("{words} {hint}"))
    }

    fn trouble(words: String) -> Self {
        Self {
            heading: String::new(),
            is_ours: false,
            is_unread: false,
            words: None,
            answers: Vec::new(),
            files: Vec::new(),
            warnings: vec![words],
        }
    }
}

/// A stranger's words as a page shows them: what turns, hides or joins others does not act.
fn visible(words: &str) -> String {
    let quoted = crate::text::terminal::Quoted(words).to_string();
    let mut lines = quoted
        .lines()
        .map(|line| line.strip_prefix("│ ").unwrap_or(line));
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        text.push('\n');
        text.push_str(line);
    }
    text
}

const TITLE_COLUMNS: usize = 70;
