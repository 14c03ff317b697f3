//! Views: what pages show of policy, rosters and a visit, in one language.

use std::sync::Arc;
use std::time::Instant;

use zeroize::Zeroizing;

use super::csrf_token::{BadCsrfToken, ReadersMark};
use super::download_token::Download;
use super::pages::{
    self, AboutView, AddView, AdditionView, AnswersView, AreaFamily, AreaView, Calls, CodeIs,
    Contact, EarlierView, FileLimits, FormView, FreshIs, InstitutionPage, InstitutionView, Keeping,
    OfferedFile, Page, PointView, ReaderView, ReplyFiles, ReplyView, ReviewView, RightsView,
    SiteLanguage, StartView, Statement,
};
use super::rejection::Rejection;
use super::submission::PageReaders;
use crate::intake::Intake;
use crate::intake::mailroom::visit::Visit;
use crate::keys::hmac::MacKey;
use crate::keys::label::Label;
use crate::report::form::form_choices::Asking;
use crate::report::form::{Field, FormInput, Problem, Wrong};
use crate::report::mailbox::{Authorship, ConversationTurn, MailboxId, PiecesLocator, Reply};
use crate::report::receipt::Code;
use crate::rules::calendar::Day;
use crate::rules::policy::{CategoryRule, Renewal};
use crate::rules::roster::Roster;
use crate::text::Language;
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::OneLine;

/// The reporters' pages in one language.
#[derive(Clone)]
pub(crate) struct Site {
    pub intake: Arc<Intake>,
    pub language: Language,
}

impl Site {
    /// Its language, among all of them.
    pub(crate) fn site(&self) -> SiteLanguage<'_> {
        SiteLanguage {
            language: self.language,
            all: &self.intake.imprint.languages,
        }
    }

    /// Who runs the site: as the settings say, else the institutions themselves.
    fn operator(&self) -> String {
        let named = self.intake.imprint.operator.as_ref();
        named.map_or_else(
            || self.names().join(", "),
            |operator| operator.read(self.language).to_owned(),
        )
    }

    fn names(&self) -> Vec<&str> {
        let rosters = self.intake.rosters.iter();
        rosters.map(|roster| roster.name(self.language)).collect()
    }

    /// The institution, or the same words as for any unknown page.
    pub(crate) fn institution(&self, slug: &str) -> Result<&Roster, Rejection> {
        self.intake.roster(slug).ok_or(Rejection::NotFound)
    }

    /// `/`
    pub(crate) fn start(&self) -> Page {
        let rosters = self.intake.rosters.iter();
        let mut institutions: Vec<_> = rosters.map(|roster| self.listed(roster)).collect();
        institutions.sort_by_cached_key(|institution| institution.name.to_lowercase());
        let mut rosters = self.intake.rosters.iter();
        let view = StartView {
            institutions: &institutions,
            by_area: rosters.any(|roster| !roster.remit().is_empty()),
        };
        pages::start(self.site(), view)
    }

    /// `/areas`
    pub(crate) fn areas(&self) -> Page {
        let policy = &self.intake.policy;
        let families = policy.families().iter().map(|family| AreaFamily {
            name: family.name(self.language),
            areas: family
                .categories()
                .iter()
                .map(|rule| self.area(rule))
                .collect(),
        });
        let families: Vec<AreaFamily<'_>> = families.collect();
        let point = policy.contact_point();
        let own = point
            .institution()
            .filter(|slug| self.intake.roster(slug).is_some());
        let point = PointView {
            name: point.name(self.language),
            site: point.site(),
            slug: own,
        };
        pages::areas(self.site(), &families, point)
    }

    fn area<'a>(&'a self, rule: &'a CategoryRule) -> AreaView<'a> {
        let rosters = self.intake.rosters.iter();
        let responsible = rosters.filter(|roster| roster.remit().contains(rule.category()));
        AreaView {
            says: rule.says(self.language),
            name: rule.name(self.language),
            institutions: responsible.map(|roster| self.listed(roster)).collect(),
        }
    }

    fn listed<'a>(&self, roster: &'a Roster) -> InstitutionView<'a> {
        InstitutionView {
            slug: roster.institution().as_str(),
            name: roster.name(self.language),
            about: roster.description(self.language).unwrap_or_default(),
        }
    }

    /// `/at/…`
    pub(crate) fn institution_page(&self, roster: &Roster) -> Page {
        // What the country pack in force does not have says nothing to anybody.
        let rules = roster
            .remit()
            .iter()
            .filter_map(|area| self.intake.policy.find(area));
        let readers = roster.officers().iter().map(|officer| ReaderView {
            name: officer.name(),
            role: officer.role(self.language),
        });
        let view = InstitutionPage {
            institution: self.listed(roster),
            kind: roster.kind(),
            areas: rules.map(|rule| rule.says(self.language)).collect(),
            readers: readers.collect(),
            contacts: roster.contacts(self.language).collect(),
            key: &roster.key().to_base64(),
        };
        pages::institution(self.site(), view)
    }

    /// `/rights`: with whom to talk. Institutions say themselves in their lines whether calls are
    /// recorded.
    pub(crate) fn rights(&self) -> Page {
        let point = self.intake.policy.contact_point();
        let point_lines = [point.site()];
        let lines: Vec<Vec<&str>> = self
            .intake
            .rosters
            .iter()
            .map(|roster| roster.contacts(self.language).collect())
            .collect();
        // A name with nothing below it helps nobody.
        let institutions = self
            .intake
            .rosters
            .iter()
            .zip(&lines)
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(roster, lines)| Contact {
                name: roster.name(self.language),
                lines,
                calls: Calls::NoTelephone,
            });
        let point = Contact {
            name: point.name(self.language),
            lines: &point_lines,
            calls: Calls::NoTelephone,
        };
        let contacts: Vec<Contact<'_>> = institutions.chain([point]).collect();
        let today = self.intake.today.day();
        let view = RightsView {
            institutions_named: contacts.len() > 1,
            contacts: &contacts,
            anti_slapp: self
                .intake
                .policy
                .page_facts()
                .is_anti_slapp_in_force(today),
        };
        pages::rights(self.site(), &view)
    }

    /// `/how`
    pub(crate) fn how(&self) -> Page {
        let policy = &self.intake.policy;
        let keeping = Keeping {
            reply_days: days(policy.keep_reply_days() + QUARTER_DAYS_MAX),
            form_days: days(policy.form_days()),
            entry_days: days(policy.entry_days()),
            code_months: policy.keep_access_months(),
        };
        pages::how(self.site(), keeping)
    }

    /// `/accessibility`
    pub(crate) fn accessibility(&self) -> Page {
        let facts = self.intake.policy.page_facts();
        pages::accessibility(
            self.site(),
            &Statement {
                operator: &self.operator(),
                prepared: facts.accessibility_prepared(),
                assessed: facts.accessibility_assessed(),
                contact: self.intake.imprint.contact.as_deref(),
                authority: facts.accessibility_authority(self.language),
            },
        )
    }

    /// `/about`
    pub(crate) fn about(&self) -> Page {
        let (policy, imprint) = (&self.intake.policy, &self.intake.imprint);
        let view = AboutView {
            operator: &self.operator(),
            contact: imprint.contact.as_deref(),
            institutions: &self.names(),
            onion: imprint.onion.as_deref(),
            months: policy.retention().examined_months(),
            authority: policy.page_facts().data_authority(self.language),
        };
        pages::about(self.site(), &view)
    }

    /// `/exit`: this year's public holidays.
    pub(crate) fn exit(&self) -> Page {
        let year = self.intake.today.day().year();
        let holidays: Vec<(Day, &str)> = self
            .intake
            .calendar
            .holidays_of(year)
            .into_iter()
            .map(|(day, name)| (day, name.read(self.language)))
            .collect();
        pages::exit(self.site(), year, &holidays)
    }

    /// The report form: empty, or again with what has to be corrected.
    pub(crate) fn form(
        &self,
        roster: &Roster,
        asking: &Asking,
        code: &Code,
        input: Option<&FormInput>,
        problems: &[Problem],
    ) -> Page {
        let token = self.report_token(roster, code);
        let view = FormView {
            input,
            problems,
            ..self.empty_form((roster, asking), code, &token)
        };
        pages::form(self.site(), &view)
    }

    /// Was this form's code offered here? Whoever else has its words shown is no form of ours.
    pub(crate) fn check_offered(&self, input: &FormInput) -> Result<(), Rejection> {
        let code = Code::parse(input.code()).map_err(|_| Rejection::BadRequest)?;
        let (csrf_tokens, today) = (&self.intake.csrf_tokens, self.intake.today.day());
        match csrf_tokens.check_report(input.token(), &code, today) {
            // It may still be read over; when it is sent, the form says so.
            Ok(()) | Err(BadCsrfToken::TooOld) => Ok(()),
            Err(BadCsrfToken::Foreign) => Err(Rejection::CrossSite),
        }
    }

    /// What the institution would read of this form.
    pub(crate) fn review(
        &self,
        roster: &Roster,
        asking: &Asking,
        input: &FormInput,
        files: &[Zeroizing<String>],
    ) -> Page {
        let view = ReviewView {
            institution: roster.name(self.language),
            asked: asking.asked(),
            problems: &input.problems(&asking.asked(), files.len()),
            input,
            files,
        };
        pages::review(self.site(), &view)
    }

    /// The report form again, because its code was used before: with another one, for who never
    /// sent with it; and below, what to do if the earlier report is theirs. `earlier` opens that,
    /// unless it has a newer code.
    pub(crate) fn form_with_another_code(
        &self,
        roster: &Roster,
        asking: &Asking,
        input: &FormInput,
        earlier: Option<&Code>,
    ) -> Page {
        let message = input.again().into_addition(&asking.asked(), self.language);
        // The form above names them all.
        let readers = ReadersMark::of(roster);
        let opens = earlier.map(|code| (code.as_str(), self.addition_token(code, readers)));
        let code = Code::random();
        let token = self.report_token(roster, &code);
        let view = FormView {
            input: Some(input),
            problems: &[Problem {
                field: Field::Code,
                wrong: Wrong::CodeUsed,
            }],
            earlier: Some(EarlierView {
                opens: opens.as_ref().map(|(code, token)| (*code, token.as_str())),
                message: &message,
                leaves_out: input.leaves_out(),
            }),
            ..self.empty_form((roster, asking), &code, &token)
        };
        pages::form(self.site(), &view)
    }

    fn empty_form<'a>(
        &'a self,
        (roster, asking): (&'a Roster, &'a Asking),
        code: &'a Code,
        token: &'a str,
    ) -> FormView<'a> {
        FormView {
            institution: (roster.institution().as_str(), roster.name(self.language)),
            asked: asking.asked(),
            files: self.file_limits(),
            code: code.as_str(),
            token,
            form_days: days(self.intake.policy.form_days()),
            input: None,
            problems: &[],
            earlier: None,
        }
    }

    /// Shows that the code was offered here for a first report.
    fn report_token(&self, roster: &Roster, code: &Code) -> String {
        let (csrf_tokens, today) = (&self.intake.csrf_tokens, self.intake.today.day());
        csrf_tokens.report_token(code, ReadersMark::of(roster), today)
    }

    /// The answers, and the form for an addition.
    pub(crate) async fn answers(&self, code: &Code, visit: &Visit) -> Page {
        let replies = visit.replies.iter();
        let replies: Vec<ReplyView<'_>> = replies
            .map(|reply| ReplyView {
                officer: match reply.authorship() {
                    Authorship::Checked => Some(reply.officer()),
                    Authorship::Unchecked => None,
                },
                day: reply.day(),
                text: reply.text().expose(),
                after: reply.after(),
                files: self.files_of(reply, visit.mailbox.id()),
            })
            .collect();
        let turns = ConversationTurn::in_order(&visit.replies, visit.mailbox.number());
        let answers = replies.len() + visit.unreadable;
        let ledger = self.intake.ledger_line(visit.first, answers).await;
        let roster = self.intake.roster(visit.mailbox.institution().as_str());
        let readers = roster.map(PageReaders::of);
        let mark = readers.as_ref().map(|readers| readers.mark);
        let view = AnswersView {
            replies: &replies,
            turns: &turns,
            unreadable: visit.unreadable,
            ledger,
            come_back: ledger.map_or_else(|| self.intake.expected_return(), |line| line.next),
            code: code.as_str(),
            code_is: self.code_is(),
            token: &self.addition_token(code, mark.unwrap_or(ReadersMark::OF_NOBODY)),
            add: self.add(readers.as_ref()),
        };
        pages::answers(self.site(), &view)
    }

    /// Buttons for the files of an answer. Files of nobody knows whom are not handed out.
    fn files_of(&self, reply: &Reply, mailbox: MailboxId) -> ReplyFiles {
        let Some(enclosure) = reply.enclosure() else {
            return ReplyFiles::Offered(Vec::new());
        };
        if reply.authorship() == Authorship::Unchecked {
            return ReplyFiles::Withheld;
        }
        let (tokens, now) = (&self.intake.download_tokens, Instant::now());
        let mailbox = PiecesLocator::of(mailbox, &self.intake.pepper);
        let places = (0..enclosure.files().len()).filter_map(|file| enclosure.place(file));
        let offered = places.map(|place| OfferedFile {
            name: OneLine(place.name.expose()).to_string(),
            size: bytes_in_words(place.length),
            token: tokens.issue(&Download { mailbox, place }, now),
        });
        ReplyFiles::Offered(offered.collect())
    }

    /// Words that wait to be added, without the answers. Where nobody is named anew, those whom the
    /// page before named hold.
    pub(crate) fn addition(
        &self,
        code: &Code,
        input: &FormInput,
        problems: &[Problem],
        readers: Option<&PageReaders>,
    ) -> Page {
        let named_before = || ReadersMark::in_token(input.token());
        let mark = readers.map_or_else(named_before, |readers| readers.mark);
        let view = AdditionView {
            code: code.as_str(),
            token: &self.addition_token(code, mark),
            add: self.add(readers),
            input,
            problems,
        };
        pages::addition(self.site(), &view)
    }

    fn add<'a>(&self, readers: Option<&'a PageReaders>) -> AddView<'a> {
        AddView {
            readers: readers.map(|readers| readers.names.as_str()),
            text_max: self.intake.policy.text_max(),
            files: self.file_limits(),
        }
    }

    fn addition_token(&self, code: &Code, readers: ReadersMark) -> String {
        let (csrf_tokens, today) = (&self.intake.csrf_tokens, self.intake.today.day());
        csrf_tokens.addition_token(code, readers, today)
    }

    fn code_is(&self) -> CodeIs {
        match self.intake.policy.renewal() {
            Renewal::EachVisit => CodeIs::Fresh,
            Renewal::Never => CodeIs::TheSame,
        }
    }

    /// The code that is to replace `code`: on one page the same again, as a reload asks for it; on
    /// any other page another, so that who glimpsed a code does not see the one that replaces it.
    pub(crate) fn fresh_code(&self, code: &Code, nonce: &str) -> Code {
        if !is_nonce(nonce) {
            return Code::random();
        }
        self.fresh_code_of(nonce.as_bytes(), code)
    }

    /// The code to be shown in place of a fresh one that somebody else has used; the same one when
    /// the page is loaded again.
    pub(crate) fn fresh_code_in_place_of(&self, taken: &Code, code: &Code) -> Code {
        self.fresh_code_of(taken.digits(), code)
    }

    fn fresh_code_of(&self, start: &[u8], code: &Code) -> Code {
        let key = MacKey::from_secret(self.intake.pepper.subkey(FRESH));
        let subject = Zeroizing::new([start, code.digits()].concat());
        Code::derived(&key, &subject)
    }

    /// The page that shows a fresh code, and leads on from the old one to it.
    pub(crate) fn renewal(&self, validity: FreshIs, old: &Code, fresh: &Code) -> Page {
        let (csrf_tokens, today) = (&self.intake.csrf_tokens, self.intake.today.day());
        let token = csrf_tokens.issue_for_renewal(old, fresh, today);
        pages::fresh_code(self.site(), validity, old.as_str(), fresh.as_str(), &token)
    }

    /// None while only text is taken.
    fn file_limits(&self) -> Option<FileLimits> {
        let policy = &self.intake.policy;
        self.intake.takes_files().then(|| FileLimits {
            count: policy.files_max(),
            each_mib: policy.file_bytes_max() >> 20,
            total_mib: policy.total_bytes_max() >> 20,
        })
    }
}

/// A reply's term counts from the end of its quarter, which is as much as the store knows.
const QUARTER_DAYS_MAX: i32 = 92;
/// As the page for entering a code has it.
pub(crate) fn is_nonce(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

const FRESH: Label = Label::new("svilpe/v1/fresh-code");

/// Policy accepts no negative number of days.
fn days(days: i32) -> u32 {
    days.unsigned_abs()
}
