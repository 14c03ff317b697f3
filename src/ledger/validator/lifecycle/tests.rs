//! Each stage allows exactly what the law's table lists.

use super::*;
use crate::keys::digest::Item;
use crate::ledger::entry::step::Conclusion;
use crate::ledger::entry::terms::{Extension, NonRecognition, Outcome};
use crate::rules::roster::Institution;

fn walk(track: Track, steps: &[Step]) -> Result<Case, OutOfStep> {
    steps.iter().try_fold(Case::open(track), Case::take)
}

fn all_steps() -> Vec<Step> {
    vec![
        Step::Linked {
            item: Item::from_bytes([1; 32]),
        },
        Step::Acknowledged,
        Step::Assessed(Assessment::Recognised),
        Step::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
        Step::Assessed(Assessment::TipAccepted),
        Step::Assessed(Assessment::AsSubmission),
        Step::Notified,
        Step::InfoRequested,
        Step::Forwarded {
            to: Institution::parse("vid").expect("a slug"),
        },
        Step::UnderReview,
        Step::Feedback,
        Step::Extended {
            reason: Extension::Complex,
        },
        concluded(),
        Step::Closed,
        Step::Reopened,
        Step::Identified,
        Step::Expunged,
    ]
}

fn concluded() -> Step {
    Step::Concluded(Conclusion {
        outcome: Outcome::Confirmed,
        proceedings: std::collections::BTreeMap::new(),
        effects: std::collections::BTreeSet::new(),
        damage_eur: None,
        recovered_eur: None,
    })
}

#[test]
fn the_long_way_home() {
    use Assessment::Recognised;
    let walked = walk(
        Track::WhistleblowerReport,
        &[
            Step::Acknowledged,
            Step::InfoRequested,
            Step::Linked {
                item: Item::from_bytes([1; 32]),
            },
            Step::Assessed(Recognised),
            Step::Notified,
            Step::UnderReview,
            Step::Extended {
                reason: Extension::CrossBorder,
            },
            Step::Feedback,
            Step::UnderReview,
            concluded(),
            Step::Closed,
            Step::Reopened,
            Step::UnderReview,
            concluded(),
            Step::Closed,
            Step::Expunged,
        ],
    );
    assert_eq!(walked.map(|case| case.stage()), Ok(Stage::Expunged));
}

/// The table of `law.md` section 6, with the side steps: from each stage, exactly these facts.
#[test]
fn each_stage_allows_exactly_what_the_law_s_table_lists() {
    use Assessment::{AsSubmission, NotRecognised, Recognised, TipAccepted};
    let no = || Step::Assessed(NotRecognised(NonRecognition::NoBreach));
    let recognised = || Step::Assessed(Recognised);
    let forwarded = || Step::Forwarded {
        to: Institution::parse("vid").expect("a slug"),
    };
    let review = || vec![recognised(), Step::UnderReview];
    let done = |last: Vec<Step>| [review(), vec![concluded()], last].concat();
    let cases: [(Vec<Step>, &str); 12] = [
        (
            vec![],
            "linked acknowledged recognised not_recognised tip_accepted info_requested forwarded",
        ),
        (
            vec![recognised()],
            "linked acknowledged notified forwarded under_review",
        ),
        (
            vec![no()],
            "linked acknowledged tip_accepted as_submission notified closed",
        ),
        (
            vec![Step::Assessed(TipAccepted)],
            "linked acknowledged notified forwarded under_review",
        ),
        (
            vec![no(), Step::Assessed(AsSubmission)],
            "linked acknowledged notified closed",
        ),
        (vec![forwarded()], "linked acknowledged closed"),
        (
            review(),
            "linked acknowledged notified info_requested forwarded feedback extended concluded",
        ),
        (
            [review(), vec![Step::Feedback]].concat(),
            "linked acknowledged notified under_review extended concluded",
        ),
        (done(vec![]), "linked notified closed reopened"),
        (
            done(vec![Step::Closed]),
            "linked notified reopened expunged",
        ),
        (
            done(vec![Step::Reopened]),
            "linked acknowledged notified under_review extended",
        ),
        (done(vec![Step::Closed, Step::Expunged]), ""),
    ];
    for (before, allowed) in cases {
        let may: Vec<_> = all_steps()
            .iter()
            .filter(|step| {
                let case = walk(Track::WhistleblowerReport, &before).expect("allowed so far");
                case.take(step).is_ok()
            })
            .map(|step| match step {
                Step::Assessed(assessment) => assessment.as_str(),
                step => step.fact(),
            })
            .collect();
        assert_eq!(may.join(" "), allowed, "after {before:?}");
    }
}

#[test]
fn an_anonymous_tip_is_recognised_only_after_its_author_is_known() {
    use Assessment::{NotRecognised, Recognised, TipAccepted};
    let tip = [Step::Assessed(TipAccepted), Step::UnderReview];
    let refused = walk(Track::AnonymousTip, &[Step::Assessed(Recognised)]);
    assert_eq!(refused.map_err(|refused| refused.step), Err("assessed"));
    let case = walk(Track::AnonymousTip, &tip).expect("a tip");
    let case = case
        .take(&Step::Assessed(Recognised))
        .expect_err("no identity")
        .case;
    let case = case.take(&Step::Identified).expect("one way");
    let case = case.take(&Step::Identified).expect_err("once").case;
    let case = case
        .take(&Step::Assessed(NotRecognised(NonRecognition::NoBreach)))
        .expect("an answer");
    assert_eq!(
        (case.stage(), case.track()),
        (Stage::Review, Track::WhistleblowerReport)
    );
    assert!(
        case.take(&Step::Assessed(Recognised)).is_err(),
        "answered once"
    );
}

#[test]
fn the_reporter_s_word_follows_the_case() {
    let word = |steps: &[Step]| walk(Track::WhistleblowerReport, steps).map(|case| case.status());
    let review = [Step::Assessed(Assessment::Recognised), Step::UnderReview];
    assert_eq!(word(&[Step::Acknowledged]), Ok(Status::Assessing));
    assert_eq!(
        word(&[Step::InfoRequested, Step::Acknowledged]),
        Ok(Status::Question)
    );
    let answer = Step::Linked {
        item: Item::from_bytes([1; 32]),
    };
    assert_eq!(word(&[Step::InfoRequested, answer]), Ok(Status::Assessing));
    assert_eq!(word(&review), Ok(Status::Reviewing));
    assert_eq!(
        word(&[&review[..], &[Step::Feedback]].concat()),
        Ok(Status::Answer)
    );
    assert_eq!(
        word(&[&review[..], &[concluded()]].concat()),
        Ok(Status::Done)
    );
}

#[test]
fn a_refusal_names_the_step_and_hands_the_case_back() {
    let refused = Case::open(Track::AnonymousTip)
        .take(&Step::Feedback)
        .expect_err("too early");
    assert_eq!(
        refused.to_string(),
        "“feedback” can't follow “under_assessment”"
    );
    assert_eq!(refused.case, Case::open(Track::AnonymousTip));
}
