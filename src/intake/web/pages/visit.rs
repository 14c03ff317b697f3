//! Pages of a return visit: the fresh code, the answers, an addition.

use askama::Template;

use super::form_questions::{Question, QuestionBuilder};
use super::report_form::ArrivedWords;
use super::shown_form::{FileLimits, Questions, ShownForm};
use super::{
    FILE_INPUTS, Frame, Page, PageAddress, ShownCode, SiteLanguage, Size, escaped_length, finish,
    fits, length_of, rejection,
};
use crate::intake::web::rejection::Rejection;
use crate::intake::web::submission::ReceivedAmount;
use crate::keys::digest::ReportDigest;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::report::mailbox::ConversationTurn;
use crate::report::mailbox::turns::{answer_to, own_messages};
use crate::rules::calendar::Day;

/// An officer's reply, opened.
pub(crate) struct ReplyView<'a> {
    /// None: nobody knows who wrote it.
    pub officer: Option<&'a str>,
    pub day: Day,
    pub text: &'a str,
    /// Number of the addition that it follows; 0: the report.
    pub after: u32,
    pub files: ReplyFiles,
}

/// The files of a reply.
pub(crate) enum ReplyFiles {
    /// A button for each; perhaps none.
    Offered(Vec<OfferedFile>),
    /// Nobody knows from whom they are.
    Withheld,
}

/// A file of a reply.
pub(crate) struct OfferedFile {
    /// In one line.
    pub name: String,
    /// In words.
    pub size: String,
    /// What fetches it.
    pub token: String,
}

/// Did an officer account for the report in the ledger?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accounted {
    Yes,
    NotYet,
}

/// What the ledger says of the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LedgerLine {
    pub day: Day,
    /// None until the day's batch is appended.
    pub entry: Option<u64>,
    pub accounted: Accounted,
    pub status: PublicStatus,
    pub next: Day,
    /// The report's name in the ledger, from its own record.
    pub item: ReportDigest,
    pub missing: EntryOverdue,
    /// The ledger says that the reporter was written to on this day, and nothing is here.
    pub silent: Option<Day>,
}

/// Should there be an entry by now, and is there none?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryOverdue {
    No,
    Since(Day),
}

/// Which code to come back with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CodeIs {
    /// It has just replaced another.
    Fresh,
    /// Policy keeps codes.
    TheSame,
}

/// What the form for an addition shows.
#[derive(Clone, Copy)]
pub(crate) struct AddView<'a> {
    /// Names of the responsible persons; none if the page before has named them.
    pub readers: Option<&'a str>,
    /// Characters of all texts together.
    pub text_max: usize,
    /// None: no files now.
    pub files: Option<FileLimits>,
}

impl AddView<'_> {
    pub(super) fn readers_in_words(&self, frame: &Frame) -> Option<String> {
        let names = self.readers?;
        Some(frame.say_with("add-readers", [("names", names)]))
    }
}

/// What the answers page shows.
pub(crate) struct AnswersView<'a> {
    pub replies: &'a [ReplyView<'a>],
    /// Replies and the reporter's own messages, as they followed each other; the page shows the
    /// last of them first.
    pub turns: &'a [ConversationTurn],
    /// Replies that don't open.
    pub unreadable: usize,
    pub ledger: Option<LedgerLine>,
    /// When to look again if there is no reply.
    pub come_back: Day,
    /// 28 digits: what opens the mailbox next time.
    pub code: &'a str,
    pub code_is: CodeIs,
    pub token: &'a str,
    pub add: AddView<'a>,
}

#[derive(Template)]
#[template(path = "fresh.html")]
struct Fresh<'a> {
    frame: Frame,
    validity: FreshIs,
    old: &'a str,
    code: ShownCode<'a>,
    token: &'a str,
}

#[derive(Template)]
#[template(path = "answers.html")]
struct AnswersTemplate<'a> {
    frame: Frame,
    turns: Vec<ShownTurn<'a>>,
    older: Option<String>,
    unreadable: Option<String>,
    come_back: String,
    ledger: Option<ShownLine>,
    code_why: &'static str,
    readers: Option<String>,
    form: ShownForm<'a>,
}

#[derive(Template)]
#[template(path = "added.html")]
struct Added<'a> {
    frame: Frame,
    arrived: ArrivedWords,
    code: ShownCode<'a>,
    come_back: String,
}

enum ShownTurn<'a> {
    /// One line: which of the reporter's own messages.
    Own(String),
    Reply(ShownReply<'a>),
}

struct ShownReply<'a> {
    from: String,
    /// Which message it follows, where there is more than one.
    to: Option<String>,
    text: &'a str,
    files: &'a [OfferedFile],
    /// Why there are files and no buttons.
    withheld: Option<String>,
}

struct ShownLine {
    /// What to do, if it should have been entered.
    missing: Option<String>,
    /// What to do, if an answer should be here.
    silent: Option<String>,
    digest: String,
    expect: String,
    state: String,
    day: String,
    entry: String,
    accounted: String,
    next: String,
}

impl ShownLine {
    /// Then the line for an auditor stands beside what is to be done with it.
    fn is_amiss(&self) -> bool {
        self.missing.is_some() || self.silent.is_some()
    }
}

/// How far a visit has come when a fresh code is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FreshIs {
    /// Its code was entered a moment ago.
    New,
    /// The answers were to be opened, and there was no room: nothing has moved.
    NotYetValid,
    /// The answers were to be opened, and somebody else had used the fresh code: nothing has moved,
    /// and this is another one.
    InPlaceOfTaken,
}

/// After a code that opens something: the code that replaces it, and nothing else.
pub(crate) fn fresh_code(
    site: SiteLanguage<'_>,
    validity: FreshIs,
    old: &str,
    fresh: &str,
    token: &str,
) -> Page {
    let page = Fresh {
        frame: Frame::new(site, "title-fresh").holding_words(),
        validity,
        old,
        code: ShownCode { digits: fresh },
        token,
    };
    let status = match validity {
        FreshIs::New | FreshIs::InPlaceOfTaken => 200,
        FreshIs::NotYetValid => 503,
    };
    finish(&page, status, Size::Medium)
}

/// Replies, where the report stands, and the form for an addition. Replies that no
/// page can hold give way, the oldest first, and the page says how many.
pub(crate) fn answers(site: SiteLanguage<'_>, view: &AnswersView) -> Page {
    let mut page = answers_without_replies(site, view);
    if !fits(&page) {
        return rejection(site, Rejection::TooLarge);
    }
    let mut room = Size::Large.bytes().saturating_sub(length_of(&page) + SPARE);
    let mut older = view.replies.len();
    for turn in view.turns_to_show().iter().rev() {
        let Some(shown) = view.shown(*turn, &page.frame) else {
            continue;
        };
        let Some(left) = room.checked_sub(shown.length()) else {
            break;
        };
        room = left;
        older -= usize::from(matches!(shown, ShownTurn::Reply(_)));
        page.turns.push(shown);
    }
    page.older = (older > 0).then(|| {
        page.frame
            .say_with("answers-older", [("count", &older.to_string())])
    });
    finish(&page, 200, Size::Medium)
}

/// The addition is kept.
pub(crate) fn added(
    site: SiteLanguage<'_>,
    code: &str,
    arrived: ReceivedAmount,
    come_back: Day,
) -> Page {
    let frame = Frame::new(site, "title-added");
    let day = crate::rules::calendar::date_words::day_on(site.language, come_back);
    let page = Added {
        come_back: frame.say_with("received-come-back", [("day", &day)]),
        arrived: ArrivedWords::of(arrived, &frame),
        frame,
        code: ShownCode { digits: code },
    };
    finish(&page, 200, Size::Medium)
}

fn answers_without_replies<'a>(
    site: SiteLanguage<'_>,
    view: &AnswersView<'a>,
) -> AnswersTemplate<'a> {
    let asking = QuestionBuilder {
        language: site.language,
        input: None,
        problems: &[],
        text_max: view.add.text_max,
    };
    let questions = Questions::of_addition(&asking);
    let frame = Frame::new(site, "title-answers").holding_words();
    let day = crate::rules::calendar::date_words::day_on(site.language, view.come_back);
    AnswersTemplate {
        turns: Vec::new(),
        older: None,
        unreadable: (view.unreadable > 0).then(|| {
            frame.say_with(
                "answers-unreadable",
                [("count", &view.unreadable.to_string())],
            )
        }),
        come_back: frame.say_with("answers-none-why", [("day", &day)]),
        ledger: view.ledger.map(|line| line.shown(&frame)),
        code_why: view.code_is.words(),
        readers: view.add.readers_in_words(&frame),
        form: ShownForm::new(&asking, questions, (view.code, view.token), view.add.files),
        frame,
    }
}

impl<'a> AnswersView<'a> {
    /// One's own messages are there to show the order of answers: without any there is none.
    fn turns_to_show(&self) -> &'a [ConversationTurn] {
        if self.replies.is_empty() {
            &[]
        } else {
            self.turns
        }
    }

    /// Was anything added? Then lines say what came when.
    fn has_messages(&self) -> bool {
        let last = self.turns.iter().filter_map(|turn| match turn {
            ConversationTurn::Messages { last, .. } => Some(*last),
            ConversationTurn::Reply(_) => None,
        });
        last.max() > Some(0)
    }

    fn shown(&self, turn: ConversationTurn, frame: &Frame) -> Option<ShownTurn<'a>> {
        match turn {
            ConversationTurn::Messages { first, last } => self
                .has_messages()
                .then(|| ShownTurn::Own(own_messages(frame.language, first, last))),
            ConversationTurn::Reply(place) => {
                let reply = self.replies.get(place)?;
                let to = reply.officer.filter(|_| self.has_messages());
                let to = to.map(|_| answer_to(frame.language, reply.after));
                Some(ShownTurn::Reply(reply.shown(to, frame)))
            }
        }
    }
}

impl ShownTurn<'_> {
    /// Bytes on the page, rounded up.
    fn length(&self) -> usize {
        let words = match self {
            Self::Own(line) => escaped_length(line),
            Self::Reply(reply) => reply.length(),
        };
        words + REPLY_MARKUP
    }
}

impl<'a> ReplyView<'a> {
    fn shown(&'a self, to: Option<String>, frame: &Frame) -> ShownReply<'a> {
        let (files, withheld) = match &self.files {
            ReplyFiles::Offered(files) => (&files[..], None),
            ReplyFiles::Withheld => (&[][..], Some(frame.say("answers-files-withheld"))),
        };
        ShownReply {
            from: self.heading(frame),
            to,
            text: self.text,
            files,
            withheld,
        }
    }

    /// Who wrote it and when; or that nobody knows.
    fn heading(&self, frame: &Frame) -> String {
        let day = crate::rules::calendar::date_words::day(frame.language, self.day);
        match self.officer {
            Some(officer) => frame.say_with(
                "answers-from",
                [("officer", officer), ("day", day.as_str())],
            ),
            None => frame.say_with("answers-from-unchecked", [("day", day.as_str())]),
        }
    }
}

impl ShownReply<'_> {
    /// Bytes on the page, rounded up.
    fn length(&self) -> usize {
        let files = self.files.iter();
        let files = files.map(|file| {
            let words = escaped_length(&file.name) + escaped_length(&file.size);
            words + file.token.len() + FILE_MARKUP
        });
        let withheld = self.withheld.as_deref().map_or(0, escaped_length);
        let words = escaped_length(self.text) + escaped_length(&self.from);
        words + files.sum::<usize>() + withheld + REPLY_MARKUP
    }
}

impl LedgerLine {
    fn shown(self, frame: &Frame) -> ShownLine {
        let next = crate::rules::calendar::date_words::day_on(frame.language, self.next);
        let prefix = self.item.prefix().to_string();
        let groups: Vec<&str> = (0..prefix.len())
            .step_by(GROUP)
            .map(|at| &prefix[at..at + GROUP])
            .collect();
        ShownLine {
            missing: match self.missing {
                EntryOverdue::No => None,
                EntryOverdue::Since(due) => {
                    let due = crate::rules::calendar::date_words::day_on(frame.language, due);
                    Some(frame.say_with("answers-missing", [("day", &due)]))
                }
            },
            silent: self.silent.map(|told| {
                let told = crate::rules::calendar::date_words::day_on(frame.language, told);
                frame.say_with("answers-silent", [("day", &told)])
            }),
            digest: groups.join(" "),
            expect: format!("svilpe auditor verify --expect {prefix}"),
            state: frame.say(self.status.words()),
            day: crate::rules::calendar::date_words::day(frame.language, self.day),
            entry: self.entry.map_or_else(
                || frame.say("answers-entry-waits"),
                |entry| frame.say_with("answers-entry", [("entry", &entry.to_string())]),
            ),
            accounted: frame.say(match self.accounted {
                Accounted::Yes => "answers-accounted-yes",
                Accounted::NotYet => "answers-accounted-no",
            }),
            next: frame.say_with("answers-next", [("day", &next)]),
        }
    }
}

impl CodeIs {
    fn words(self) -> &'static str {
        match self {
            Self::Fresh => "answers-code-why",
            Self::TheSame => "answers-code-same-why",
        }
    }
}

/// Digits of the digest that are shown together.
const GROUP: usize = 4;
/// Markup around one reply, in bytes, rounded up.
const REPLY_MARKUP: usize = 512;
/// Markup and words around one file.
const FILE_MARKUP: usize = 384;
/// Room for the line about older replies and the padding's marks.
const SPARE: usize = 512;
