//! Each stage allows exactly what the law's table lists.

use super::*;
use crate::keys::digest::ReportDigest;
use crate::ledger::entry::step::Conclusion;
use crate::ledger::entry::vocabulary::{
    ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState,
};
use crate::rules::roster::Institution;

fn walk(track: Track, steps: &[CaseStep]) -> Result<CaseProgress, OutOfStep> {
    steps
        .iter()
        .try_fold(CaseProgress::open(track), CaseProgress::take)
}

fn all_steps() -> Vec<CaseStep> {
    vec![
        CaseStep::Linked {
            item: ReportDigest::from_bytes([1; 32]),
        },
        CaseStep::Acknowledged,
        CaseStep::Assessed(Assessment::Recognised),
        CaseStep::Assessed(Assessment::NotRecognised(NonRecognition::NoBreach)),
        CaseStep::Assessed(Assessment::TipAccepted),
        CaseStep::Assessed(Assessment::AsSubmission),
        CaseStep::Notified,
        CaseStep::InfoRequested,
        CaseStep::Forwarded {
            to: Institution::parse("vid").expect("a slug"),
        },
        CaseStep::UnderReview,
        CaseStep::Feedback,
        CaseStep::Extended {
            reason: ExtensionReason::Complex,
        },
        concluded(),
        CaseStep::ProceedingsEnded {
            kind: Proceeding::Criminal,
            state: ProceedingState::ClosedSanction,
        },
        CaseStep::Closed,
        CaseStep::Reopened,
        CaseStep::Identified,
        CaseStep::Expunged,
    ]
}

fn concluded() -> CaseStep {
    CaseStep::Concluded(Conclusion {
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
            CaseStep::Acknowledged,
            CaseStep::InfoRequested,
            CaseStep::Linked {
                item: ReportDigest::from_bytes([1; 32]),
            },
            CaseStep::Assessed(Recognised),
            CaseStep::Notified,
            CaseStep::UnderReview,
            CaseStep::Extended {
                reason: ExtensionReason::CrossBorder,
            },
            CaseStep::Feedback,
            CaseStep::UnderReview,
            concluded(),
            CaseStep::Closed,
            CaseStep::Reopened,
            CaseStep::UnderReview,
            concluded(),
            CaseStep::Closed,
            CaseStep::Expunged,
        ],
    );
    assert_eq!(walked.map(|case| case.stage()), Ok(CaseStage::Expunged));
}

/// The table of `law.md` section 6, with the side steps: from each stage, exactly these facts.
#[test]
fn each_stage_allows_exactly_what_the_law_s_table_lists() {
    use Assessment::{AsSubmission, NotRecognised, Recognised, TipAccepted};
    let no = || CaseStep::Assessed(NotRecognised(NonRecognition::NoBreach));
    let recognised = || CaseStep::Assessed(Recognised);
    let forwarded = || CaseStep::Forwarded {
        to: Institution::parse("vid").expect("a slug"),
    };
    let review = || vec![recognised(), CaseStep::UnderReview];
    let done = |last: Vec<CaseStep>| [review(), vec![concluded()], last].concat();
    let cases: [(Vec<CaseStep>, &str); 13] = [
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
            vec![CaseStep::Assessed(TipAccepted)],
            "linked acknowledged notified forwarded under_review",
        ),
        (
            vec![no(), CaseStep::Assessed(AsSubmission)],
            "linked acknowledged notified extended closed",
        ),
        (vec![forwarded()], "linked acknowledged notified closed"),
        (
            review(),
            "linked acknowledged notified info_requested forwarded feedback extended concluded",
        ),
        (
            [review(), vec![CaseStep::Feedback]].concat(),
            "linked acknowledged notified under_review extended concluded",
        ),
        (
            done(vec![]),
            "linked notified proceedings_ended closed reopened",
        ),
        (
            done(vec![CaseStep::Closed]),
            "linked notified proceedings_ended reopened expunged",
        ),
        (
            done(vec![CaseStep::Reopened]),
            "linked acknowledged notified under_review extended",
        ),
        (
            done(vec![CaseStep::Reopened, CaseStep::Notified]),
            "linked acknowledged under_review extended closed",
        ),
        (done(vec![CaseStep::Closed, CaseStep::Expunged]), ""),
    ];
    for (before, allowed) in cases {
        let may: Vec<_> = all_steps()
            .iter()
            .filter(|step| {
                let case = walk(Track::WhistleblowerReport, &before).expect("allowed so far");
                case.take(step).is_ok()
            })
            .map(|step| match step {
                CaseStep::Assessed(assessment) => assessment.as_str(),
                step => step.fact(),
            })
            .collect();
        assert_eq!(may.join(" "), allowed, "after {before:?}");
    }
}

#[test]
fn p7_a_report_linked_to_a_case_that_is_over_reopens_it() {
    let linked = CaseStep::Linked {
        item: ReportDigest::from_bytes([1; 32]),
    };
    let review = [
        CaseStep::Assessed(Assessment::Recognised),
        CaseStep::UnderReview,
    ];
    let ended = |last: &[CaseStep]| [&review[..], &[concluded()], last].concat();
    for over in [ended(&[]), ended(&[CaseStep::Closed])] {
        let case = walk(Track::WhistleblowerReport, &over).expect("a life");
        let case = case.take(&linked).expect("to any case");
        assert_eq!(case.stage(), CaseStage::Reopened);
        assert!(!case.allows(&CaseStep::Closed), "nobody was told anything");
        let case = case.take(&CaseStep::Notified).expect("told");
        assert!(case.allows(&CaseStep::Closed));
    }
    let open = walk(Track::WhistleblowerReport, &review).expect("open");
    assert_eq!(
        open.take(&linked).map(|case| case.stage()),
        Ok(CaseStage::Review)
    );
}

#[test]
fn an_anonymous_tip_is_recognised_only_after_its_author_is_known() {
    use Assessment::{NotRecognised, Recognised, TipAccepted};
    let tip = [CaseStep::Assessed(TipAccepted), CaseStep::UnderReview];
    let refused = walk(Track::AnonymousTip, &[CaseStep::Assessed(Recognised)]);
    assert_eq!(refused.map_err(|refused| refused.step), Err("assessed"));
    let case = walk(Track::AnonymousTip, &tip).expect("a tip");
    let case = case
        .take(&CaseStep::Assessed(Recognised))
        .expect_err("no identity")
        .case;
    let case = case.take(&CaseStep::Identified).expect("one way");
    let case = case.take(&CaseStep::Identified).expect_err("once").case;
    let case = case
        .take(&CaseStep::Assessed(NotRecognised(NonRecognition::NoBreach)))
        .expect("an answer");
    assert_eq!(
        (case.stage(), case.track()),
        (CaseStage::Review, Track::WhistleblowerReport)
    );
    assert!(
        case.take(&CaseStep::Assessed(Recognised)).is_err(),
        "answered once"
    );
}

#[test]
fn the_reporter_s_word_follows_the_case() {
    let word =
        |steps: &[CaseStep]| walk(Track::WhistleblowerReport, steps).map(|case| case.status());
    let review = [
        CaseStep::Assessed(Assessment::Recognised),
        CaseStep::UnderReview,
    ];
    assert_eq!(word(&[CaseStep::Acknowledged]), Ok(PublicStatus::Assessing));
    assert_eq!(
        word(&[CaseStep::InfoRequested, CaseStep::Acknowledged]),
        Ok(PublicStatus::Question)
    );
    let answer = CaseStep::Linked {
        item: ReportDigest::from_bytes([1; 32]),
    };
    assert_eq!(
        word(&[CaseStep::InfoRequested, answer]),
        Ok(PublicStatus::Assessing)
    );
    assert_eq!(word(&review), Ok(PublicStatus::Reviewing));
    assert_eq!(
        word(&[&review[..], &[CaseStep::Feedback]].concat()),
        Ok(PublicStatus::Answer)
    );
    assert_eq!(
        word(&[&review[..], &[concluded()]].concat()),
        Ok(PublicStatus::Done)
    );
}

#[test]
fn a_refusal_names_the_step_and_hands_the_case_back() {
    let refused = CaseProgress::open(Track::AnonymousTip)
        .take(&CaseStep::Feedback)
        .expect_err("too early");
    assert_eq!(
        refused.to_string(),
        "“feedback” can't follow “under_assessment”"
    );
    assert_eq!(refused.case, CaseProgress::open(Track::AnonymousTip));
}
