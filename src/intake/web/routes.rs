//! The reporters' listener: pages and forms, in every language of the site.
//!
//! Keeps its part of P2 (answers carry no clock, cookie or name), P4 and P5. Knows what one request
//! brings, for as long as it lasts.
//!
//! Answers that must not be told apart (a known and an unknown code) are made by the same steps and
//! have the same length.

use std::future::ready;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::download::download;
use super::pages::{self, FreshIs, Page, PageAddress, SiteLanguage};
use super::rejection::Rejection;
use super::self_check::Answered;
use super::submission::{AnnouncedLength, FormBody, SubmissionOutcome, SubmittedForm};
use super::views::{Site, is_nonce};
use crate::intake::Intake;
use crate::intake::api::reporter_tool;
use crate::intake::http::body_limits::BodyLimits;
use crate::intake::http::extract::{NameInPath, circuit_of, named, sender_of};
use crate::intake::http::multipart::Parts;
use crate::intake::http::request_head::{FormKind, admit, announced_length, content_type};
use crate::intake::http::request_limit::{Full, RequestPermit, SHORT_MAX, is_upload};
use crate::intake::http::{response, urlencoded};
use crate::intake::mailroom::daily_budget::TextShare;
use crate::intake::mailroom::visit::NoVisit;
use crate::keys::random::random_bytes;
use crate::report::form::form_choices::Asking;
use crate::report::form::{Field, Form, FormInput};
use crate::report::receipt::{Code, NotACode, TypedDigits};
use crate::rules::policy::Renewal;

/// Everything that a reporter may ask for.
pub(crate) fn router(intake: &Arc<Intake>) -> Router {
    let recipients = get(recipients).with_state(Arc::clone(intake));
    let (at_no_address, at_other_methods) = (Arc::clone(intake), Arc::clone(intake));
    let languages = intake.imprint.languages.iter();
    languages
        .map(|language| Site {
            intake: Arc::clone(intake),
            language,
        })
        .fold(
            Router::new().route("/keys/{institution}", recipients),
            |router, site| router.merge(in_language(site)),
        )
        .merge(reporter_tool::router(intake))
        .fallback(move |request: Request| ready(nowhere(&at_no_address, &request)))
        .method_not_allowed_fallback(move |request: Request| {
            ready(wrong_method(&at_other_methods, &request))
        })
        .layer(axum::middleware::map_response(response::with_fixed_head))
}

/// All routes, once for each language.
fn in_language(site: Site) -> Router {
    let at = |place: PageAddress<'_>| site.site().path(place);
    // Answers to forms may hold a code or a person's words: their connections end with them.
    let and_close = || axum::middleware::map_response(response::and_close);
    typed(&site)
        .route(&at(PageAddress::Start), get(start))
        .route(&at(PageAddress::Guide), get(guide))
        .route(&at(PageAddress::Check), get(check).post(checked))
        .route(&at(PageAddress::Rights), get(rights))
        .route(&at(PageAddress::How), get(how))
        .route(&at(PageAddress::Statistics), get(statistics))
        .route(&at(PageAddress::Accessibility), get(accessibility))
        .route(&at(PageAddress::About), get(about))
        .route(&at(PageAddress::Exit), get(exit))
        .route(&at(PageAddress::Areas), get(areas))
        .route(
            &at(PageAddress::Institution("{institution}")),
            get(institution),
        )
        .route(
            &at(PageAddress::Form("{institution}")),
            get(form).layer(and_close()),
        )
        .route(
            &at(PageAddress::Send("{institution}")),
            post(send).layer(and_close()),
        )
        .route(
            &at(PageAddress::Review("{institution}")),
            post(review).layer(and_close()),
        )
        .route(
            &at(PageAddress::Return),
            get(come_back).post(enter).layer(and_close()),
        )
        .route(&at(PageAddress::Open), post(open).layer(and_close()))
        .route(&at(PageAddress::Add), post(add).layer(and_close()))
        .route(&at(PageAddress::File), post(file).layer(and_close()))
        .with_state(site)
}

/// Addresses as people type them from a paper: with one slash too few at the end, or too many.
fn typed(site: &Site) -> Router<Site> {
    let start = site.site().path(PageAddress::Start);
    let and_slash = |place| format!("{}/", site.site().path(place));
    let and_close = || axum::middleware::map_response(response::and_close);
    let typed = Router::new()
        .route(
            &and_slash(PageAddress::Return),
            get(come_back).layer(and_close()),
        )
        .route(
            &and_slash(PageAddress::Form("{institution}")),
            get(form).layer(and_close()),
        );
    match start.strip_suffix('/') {
        Some(bare) if !bare.is_empty() => typed.route(bare, get(self::start)),
        _ => typed,
    }
}

async fn start(State(site): State<Site>) -> Response {
    response::page(site.start())
}

async fn guide(State(site): State<Site>) -> Response {
    response::page(pages::guide(site.site()))
}

async fn check(State(site): State<Site>) -> Response {
    response::page(pages::check(site.site()))
}

/// The self-check's answers live for this one page.
async fn checked(State(site): State<Site>, request: Request) -> Response {
    let read = async {
        let pairs = urlencoded::pairs(request, &site.intake.short_bodies).await?;
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let answered = Answered::parse(pairs).map_err(|_| Rejection::BadRequest)?;
        Ok(pages::checked(site.site(), &answered))
    };
    site.page(read.await)
}

async fn rights(State(site): State<Site>) -> Response {
    response::page(site.rights())
}

async fn how(State(site): State<Site>) -> Response {
    response::page(site.how())
}

async fn statistics(State(site): State<Site>) -> Response {
    let shown = site.intake.statistics_file.shown();
    response::page(pages::statistics(site.site(), shown.as_deref()))
}

async fn accessibility(State(site): State<Site>) -> Response {
    response::page(site.accessibility())
}

async fn about(State(site): State<Site>) -> Response {
    response::page(site.about())
}

async fn areas(State(site): State<Site>) -> Response {
    response::page(site.areas())
}

async fn institution(State(site): State<Site>, institution: NameInPath) -> Response {
    let roster = site.institution(named(&institution));
    site.page(roster.map(|roster| site.institution_page(roster)))
}

async fn exit(State(site): State<Site>) -> Response {
    response::page(site.exit())
}

/// The empty form, with a fresh code.
async fn form(State(site): State<Site>, institution: NameInPath) -> Response {
    match site.institution(named(&institution)) {
        Ok(roster) => {
            let asking = Asking::of_report(&site.intake.policy, roster, site.language);
            response::page_to_return_to(site.form(roster, &asking, &Code::random(), None, &[]))
        }
        Err(rejection) => site.page(Err(rejection)),
    }
}

/// A report arrives.
async fn send(State(site): State<Site>, institution: NameInPath, request: Request) -> Response {
    let received = async {
        let roster = site.institution(named(&institution))?;
        let asking = Asking::of_report(&site.intake.policy, roster, site.language);
        let (outcome, _place) = site
            .admit_form(SubmittedForm::Report(roster), &asking, request)
            .await?;
        Ok(match outcome {
            SubmissionOutcome::Kept { code, arrived } => {
                let come_back = site.intake.next_return(arrived.day);
                pages::received(site.site(), code.as_str(), arrived, come_back)
            }
            SubmissionOutcome::Mend {
                input,
                problems,
                code,
                readers: _,
            } => site.form(roster, &asking, &code, Some(&input), &problems),
            SubmissionOutcome::Other { input, code } => {
                site.form_with_another_code(roster, &asking, &input, Some(&code))
            }
            SubmissionOutcome::Replaced { input } => {
                site.form_with_another_code(roster, &asking, &input, None)
            }
            // Only additions come to this: a first report's code need not open anything.
            SubmissionOutcome::Locked { why, .. } => return Err(why),
        })
    };
    site.page(received.await)
}

/// A form is read over before it is sent. Its files stay in the browser: of them only names come.
async fn review(State(site): State<Site>, institution: NameInPath, request: Request) -> Response {
    let circuit = circuit_of(&request);
    let reviewed = async {
        let roster = site.institution(named(&institution))?;
        let asking = Asking::of_report(&site.intake.policy, roster, site.language);
        let pairs = urlencoded::long_pairs(request, &site.intake.short_bodies).await?;
        // As long a page as that of a form that comes back, and as many at once.
        let limit = site.intake.request_limits.for_refusal();
        let _place = limit.enter(circuit).await?;
        let (mut input, mut files) = (FormInput::new(Form::Report), Vec::new());
        for (name, value) in pairs {
            if Field::parse(&name) == Some(Field::Files) {
                files.extend(Some(value).filter(|name| !name.is_empty()));
            } else {
                input.take_beginning(&name, value, true, &asking.asked())?;
            }
        }
        site.check_offered(&input)?;
        Ok(site.review(roster, &asking, &input, &files))
    };
    site.page(reviewed.await)
}

async fn come_back(State(site): State<Site>) -> Response {
    let nonce = hex::encode(random_bytes::<16>());
    response::page(pages::come_back(site.site(), &nonce))
}

/// A code is entered: the fresh one is shown, and nothing else.
async fn enter(State(site): State<Site>, request: Request) -> Response {
    let circuit = circuit_of(&request);
    let input = match site.short(Form::Return, request).await {
        Ok(input) => input,
        Err(rejection) => return site.page(Err(rejection)),
    };
    let nonce = Some(input.text(Field::Nonce)).filter(|nonce| is_nonce(nonce));
    let entered = async {
        let code = Code::parse(input.text(Field::Code)).map_err(|not| match not {
            NotACode::Unreadable | NotACode::Typo => Rejection::TypoInCode,
        })?;
        let _pass = site
            .intake
            .request_limits
            .for_visit()
            .enter(circuit)
            .await?;
        if site.intake.policy.renewal() == Renewal::Never {
            let (code, visit) = site.intake.open(code).await?;
            return Ok(site.answers(&code, &visit).await);
        }
        let code = site.intake.knows(code).await?;
        let fresh = site.fresh_code(&code, nonce.unwrap_or_default());
        Ok(site.renewal(FreshIs::New, &code, &fresh))
    };
    match entered.await {
        Err(
            rejection @ (Rejection::TypoInCode
            | Rejection::CodeOpensNothing
            | Rejection::VisitUnsettled),
        ) => {
            let nonce = nonce.unwrap_or_default();
            // What opens nothing may be right and another's: it is not shown again.
            let typed = (rejection == Rejection::TypoInCode)
                .then(|| TypedDigits::of(input.text(Field::Code)));
            let page = pages::rejected_code(site.site(), rejection, nonce, typed.as_ref());
            response::page(page)
        }
        entered => site.page(entered),
    }
}

/// "I have saved it": the mailbox moves to the fresh code, and opens.
async fn open(State(site): State<Site>, request: Request) -> Response {
    let opened = async {
        let circuit = circuit_of(&request);
        let input = site.short(Form::Opening, request).await?;
        let code = |field| Code::parse(input.text(field)).map_err(|_| Rejection::BadRequest);
        let (old, fresh) = (code(Field::Old)?, code(Field::Fresh)?);
        let (csrf_tokens, today) = (&site.intake.csrf_tokens, site.intake.today.day());
        csrf_tokens.check_renewal(&old, &fresh, input.token(), today)?;
        // Refused for want of room, nothing has moved: the same page again says so, and keeps both
        // codes.
        let again = pages::fresh_code(
            site.site(),
            FreshIs::NotYetValid,
            old.as_str(),
            fresh.as_str(),
            input.token(),
        );
        let Ok(_pass) = site.intake.request_limits.for_visit().enter(circuit).await else {
            return Ok(again);
        };
        match site.intake.renew(circuit, old, fresh).await {
            Ok((fresh, visit)) => Ok(site.answers(&fresh, &visit).await),
            Err(NoVisit::Busy) => Ok(again),
            Err(NoVisit::FreshTaken { old, fresh: taken }) => {
                // The same one again when the page is loaded again.
                let fresh = site.fresh_code_in_place_of(&taken, &old);
                Ok(site.renewal(FreshIs::InPlaceOfTaken, &old, &fresh))
            }
            Err(no_visit) => Err(no_visit.into()),
        }
    };
    site.page(opened.await)
}

/// Something is added to an earlier report.
async fn add(State(site): State<Site>, request: Request) -> Response {
    let added = async {
        let asking = Asking::of_addition(&site.intake.policy);
        let (outcome, _place) = site
            .admit_form(SubmittedForm::Addition, &asking, request)
            .await?;
        Ok(match outcome {
            SubmissionOutcome::Kept { code, arrived } => {
                let come_back = site.intake.next_return(arrived.day);
                pages::added(site.site(), code.as_str(), arrived, come_back)
            }
            SubmissionOutcome::Mend {
                input,
                problems,
                code,
                readers,
            } => site.addition(&code, &input, &problems, readers.as_ref()),
            SubmissionOutcome::Locked { input, why } => pages::locked(site.site(), why, &input),
            // Only first reports come to these: an addition's other words are another addition.
            SubmissionOutcome::Other { .. } | SubmissionOutcome::Replaced { .. } => {
                return Err(Rejection::NotNow);
            }
        })
    };
    site.page(added.await)
}

/// A file of an answer, for the page that shows the answer.
async fn file(State(site): State<Site>, request: Request) -> Response {
    match download(&site.intake, request).await {
        Ok(file) => file,
        Err(rejection) => site.page(Err(rejection)),
    }
}

/// `age -R` reads this: for who seals on their own machine.
async fn recipients(State(intake): State<Arc<Intake>>, institution: NameInPath) -> Response {
    match intake.roster(named(&institution)) {
        Some(roster) => {
            let lines = roster
                .officers()
                .iter()
                .map(|officer| format!("{}\n", officer.recipient()));
            response::text(lines.collect())
        }
        None => response::page(pages::not_found(&intake.imprint.languages)),
    }
}

fn nowhere(intake: &Intake, request: &Request) -> Response {
    let site = language_of(intake, request);
    response::page(pages::rejection(site, Rejection::NotFound))
}

/// A browser comes to an address that only takes forms: somebody pressed Enter in its address line
/// after a broken sending, or opened a link from a history. Other methods are no browser's, and
/// nobody reads the answer.
fn wrong_method(intake: &Intake, request: &Request) -> Response {
    if [Method::GET, Method::POST].contains(request.method()) {
        let site = language_of(intake, request);
        response::page(pages::rejection(site, Rejection::MethodNotAllowed))
    } else {
        StatusCode::METHOD_NOT_ALLOWED.into_response()
    }
}

fn language_of<'a>(intake: &'a Intake, request: &Request) -> SiteLanguage<'a> {
    let all = &intake.imprint.languages;
    SiteLanguage {
        language: all.of_path(request.uri().path()),
        all,
    }
}

impl Site {
    fn page(&self, result: Result<Page, Rejection>) -> Response {
        response::page(result.unwrap_or_else(|rejection| pages::rejection(self.site(), rejection)))
    }

    /// Reads a short form.
    async fn short(&self, form: Form, request: Request) -> Result<FormInput, Rejection> {
        let asking = Asking::of_addition(&self.intake.policy);
        let mut input = FormInput::new(form);
        for (name, value) in urlencoded::pairs(request, &self.intake.short_bodies).await? {
            input.take(&name, value, &asking.asked())?;
        }
        Ok(input)
    }

    /// Reads a form with files, if there is a place for it. The place goes with what comes of it:
    /// its page may be long, and is made in the same turn.
    async fn admit_form(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        request: Request,
    ) -> Result<(SubmissionOutcome, RequestPermit), Rejection> {
        admit(request.headers(), FormKind::WithFiles, WORDS_BEFORE_MAX)?;
        if is_upload(announced_length(request.headers())) {
            self.admit_upload(submitted, asking, request).await
        } else {
            self.admit_text(submitted, asking, request).await
        }
    }

    /// A long form: its place comes before its body, which is read piece by piece.
    async fn admit_upload(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        request: Request,
    ) -> Result<(SubmissionOutcome, RequestPermit), Rejection> {
        if !self.intake.takes_files() {
            return Err(Rejection::Closed);
        }
        let announced = announced_length(request.headers());
        let is_too_long = announced.is_some_and(|length| length > self.form_length_max());
        let mut limits = self.body_limits(announced);
        let (requests, kind) = (&self.intake.request_limits, kind_of(&request));
        limits.request_limit = Some(Arc::clone(requests.for_upload()));
        let place = requests.for_upload().enter(circuit_of(&request)).await?;
        let mut body = FormBody {
            parts: Parts::new(&kind, request.into_body(), &limits)?,
            announced: AnnouncedLength::WithinLimits,
            share: None,
        };
        if !is_too_long {
            let taken = self.take_parts(submitted, asking, body).await?;
            return Ok((taken, place));
        }
        // Only its words are read, and whatever goes wrong with the rest, it was too large.
        body.announced = AnnouncedLength::TooLong;
        let taken = self.take_parts(submitted, asking, body).await;
        Ok((taken.map_err(|_| Rejection::TooLarge)?, place))
    }

    /// A short form: read whole before it has its place, so that it can be given back without one.
    async fn admit_text(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        request: Request,
    ) -> Result<(SubmissionOutcome, RequestPermit), Rejection> {
        let limits = self.body_limits(announced_length(request.headers()));
        let (circuit, sender, kind) =
            (circuit_of(&request), sender_of(&request), kind_of(&request));
        let requests = &self.intake.request_limits;
        let bodies = &self.intake.short_bodies;
        let body = bodies.read(sender, request.into_body(), SHORT_MAX).await?;
        let length = body.bytes.len();
        let admitted = requests.for_text().enter(circuit).await;
        let share = TextShare::of(circuit, length);
        let admitted = admitted.map_err(Rejection::from).and_then(|place| {
            self.intake.has_text_left(share)?;
            Ok(place)
        });
        let (body, _held) = body.into_stream();
        let parts = Parts::new(&kind, body, &limits)?;
        match admitted {
            Ok(place) => {
                let body = FormBody {
                    parts,
                    announced: AnnouncedLength::WithinLimits,
                    share: Some(share),
                };
                Ok((self.take_parts(submitted, asking, body).await?, place))
            }
            // The words are here: nobody has to look for them in a browser, but where too many are
            // to be given back.
            Err(why) => {
                let place = requests.for_refusal().enter(circuit).await;
                let place = place.map_err(|Full| why)?;
                let back = self
                    .intake
                    .give_back(submitted, asking, self.language, (parts, why));
                Ok((Box::pin(back).await?, place))
            }
        }
    }

    /// Bytes of a form with as many files as policy allows.
    fn form_length_max(&self) -> u64 {
        self.intake.policy.total_bytes_max() + FORM_OVERHEAD_MAX
    }

    /// Of a body that announces more than it may have, only what may be words is read.
    fn body_limits(&self, announced: Option<u64>) -> BodyLimits {
        let policy = &self.intake.policy;
        let length_max = self.form_length_max();
        BodyLimits {
            total_max: match announced {
                Some(length) if length > length_max => FORM_OVERHEAD_MAX,
                announced => announced.unwrap_or(length_max),
            },
            parts_max: PARTS_MAX,
            window: policy.body_window(),
            window_bytes_min: policy.body_window_bytes_min(),
            request_limit: None,
        }
    }

    async fn take_parts(
        &self,
        submitted: SubmittedForm<'_>,
        asking: &Asking,
        body: FormBody,
    ) -> Result<SubmissionOutcome, Rejection> {
        let took = self.intake.take_in(submitted, asking, self.language, body);
        // On the heap, which the allocator wipes: each frame above would hold it whole, and the
        // stack is wiped to a fixed depth only.
        Box::pin(took).await
    }
}

fn kind_of(request: &Request) -> String {
    let kind = content_type(request.headers());
    kind.unwrap_or_default().to_owned()
}

/// Room for the fields and the parts' headers beside files, in bytes.
const FORM_OVERHEAD_MAX: u64 = 1 << 20;
/// Who announces more than this many bytes is no browser with a film, and is refused at once.
const WORDS_BEFORE_MAX: u64 = 16 << 30;
/// Fields and files: a person who chooses a whole folder hears that it is too much, and has the
/// words back.
const PARTS_MAX: usize = 1024;
