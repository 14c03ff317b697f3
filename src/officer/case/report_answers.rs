//! A report's answers, in the order in which an officer reads them.

use crate::report::{
    Answers, Fear, ForwardConsent, HowKnown, IfNotRecognised, ReportedBefore, StillOngoing, Words,
};
use crate::rules::policy::{Category, Policy};
use crate::text::terminal::OneLine;
use crate::text::{Language, say};

/// One answer that was given.
pub(in crate::officer) struct GivenAnswer<'a> {
    /// As `law.md` 2.3 and exported JSON name it.
    pub field: &'static str,
    /// The id of the question's text.
    pub label: &'static str,
    pub said: GivenWords<'a>,
}

/// What was answered.
pub(in crate::officer) enum GivenWords<'a> {
    /// In the reporter's own words.
    Words(&'a str),
    /// By choosing: the choice as JSON names it, and the id of its text.
    Choice(&'static str, &'static str),
    /// A category's slug. Not believed to be one.
    Category(&'a str),
}

/// The answers that were given; *what happened* is the first.
pub(in crate::officer) fn given(answers: &Answers) -> Vec<GivenAnswer<'_>> {
    let happened = Some(GivenWords::Words(answers.what_happened.expose()));
    let rows = [
        ("what_happened", "officer-what-happened", happened),
        (
            "category",
            "officer-category",
            answers
                .category
                .as_ref()
                .map(|slug| GivenWords::Category(slug.expose())),
        ),
        ("when", "officer-when", words(answers.when.as_ref())),
        ("where", "officer-where", words(answers.where_.as_ref())),
        (
            "who_involved",
            "officer-who-involved",
            words(answers.who_involved.as_ref()),
        ),
        (
            "how_known",
            "officer-how-known",
            answers.how_known.map(how_known),
        ),
        (
            "still_ongoing",
            "officer-still-ongoing",
            answers.still_ongoing.map(still_ongoing),
        ),
        ("harm", "officer-harm", words(answers.harm.as_ref())),
        (
            "evidence_description",
            "officer-evidence",
            words(answers.evidence_description.as_ref()),
        ),
        (
            "reported_before",
            "officer-reported-before",
            answers.reported_before.map(reported_before),
        ),
        (
            "reported_before_result",
            "officer-reported-result",
            words(answers.reported_before_result.as_ref()),
        ),
        (
            "fear_of_retaliation",
            "officer-fear",
            answers.fear_of_retaliation.map(fear),
        ),
        (
            "fear_explained",
            "officer-fear-explained",
            words(answers.fear_explained.as_ref()),
        ),
        (
            "if_not_recognised",
            "officer-not-recognised",
            answers.if_not_recognised.map(not_recognised),
        ),
        (
            "forward_consent",
            "officer-forward",
            answers.forward_consent.map(forward),
        ),
    ];
    let given = |(field, label, said): (_, _, Option<_>)| {
        Some(GivenAnswer {
            field,
            label,
            said: said?,
        })
    };
    rows.into_iter().filter_map(given).collect()
}

/// A category in words, if the policy knows it; else what was sent, escaped.
pub(in crate::officer) fn category(slug: &str, policy: &Policy, language: Language) -> String {
    let known = Category::parse(slug).ok();
    match known.as_ref().and_then(|category| policy.find(category)) {
        Some(rule) => rule.name(language).to_owned(),
        None => OneLine(slug).to_string(),
    }
}

/// One answer on one line, if it is a choice; the reporter's words stand below their question.
pub(in crate::officer) fn in_words(
    said: &GivenWords<'_>,
    policy: &Policy,
    language: Language,
) -> Option<String> {
    match said {
        GivenWords::Words(_) => None,
        GivenWords::Choice(_, text) => Some(say(language, text)),
        GivenWords::Category(slug) => Some(category(slug, policy, language)),
    }
}

fn words(words: Option<&Words>) -> Option<GivenWords<'_>> {
    words.map(|words| GivenWords::Words(words.expose()))
}

fn how_known<'a>(how: HowKnown) -> GivenWords<'a> {
    let (slug, text) = match how {
        HowKnown::WorkDuties => ("work-duties", "officer-how-work-duties"),
        HowKnown::PublicOffice => ("public-office", "officer-how-public-office"),
        HowKnown::ProvidingServices => ("providing-services", "officer-how-services"),
        HowKnown::Recruitment => ("recruitment", "officer-how-recruitment"),
        HowKnown::Traineeship => ("traineeship", "officer-how-traineeship"),
        HowKnown::Volunteering => ("volunteering", "officer-how-volunteering"),
        HowKnown::Other => ("other", "officer-how-other"),
    };
    GivenWords::Choice(slug, text)
}

fn still_ongoing<'a>(still: StillOngoing) -> GivenWords<'a> {
    match still {
        StillOngoing::Yes => GivenWords::Choice("yes", "officer-yes"),
        StillOngoing::No => GivenWords::Choice("no", "officer-no"),
        StillOngoing::Unknown => GivenWords::Choice("unknown", "officer-unknown"),
    }
}

fn reported_before<'a>(before: ReportedBefore) -> GivenWords<'a> {
    match before {
        ReportedBefore::No => GivenWords::Choice("no", "officer-no"),
        ReportedBefore::Internally => GivenWords::Choice("internally", "officer-before-internally"),
        ReportedBefore::ToInstitution => {
            GivenWords::Choice("to-institution", "officer-before-to-institution")
        }
        ReportedBefore::Both => GivenWords::Choice("both", "officer-before-both"),
    }
}

fn fear<'a>(fear: Fear) -> GivenWords<'a> {
    match fear {
        Fear::Yes => GivenWords::Choice("yes", "officer-yes"),
        Fear::No => GivenWords::Choice("no", "officer-no"),
    }
}

fn not_recognised<'a>(wish: IfNotRecognised) -> GivenWords<'a> {
    match wish {
        IfNotRecognised::TreatAsTip => GivenWords::Choice("treat-as-tip", "officer-treat-as-tip"),
        IfNotRecognised::DoNotProcess => {
            GivenWords::Choice("do-not-process", "officer-do-not-process")
        }
    }
}

fn forward<'a>(consent: ForwardConsent) -> GivenWords<'a> {
    match consent {
        ForwardConsent::AsIs => GivenWords::Choice("as-is", "officer-forward-as-is"),
        ForwardConsent::AskMe => GivenWords::Choice("ask-me", "officer-forward-ask-me"),
        ForwardConsent::WithoutFiles => {
            GivenWords::Choice("without-files", "officer-forward-without-files")
        }
    }
}
