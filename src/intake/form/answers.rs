//! From a filled form to the answers of a report.

use super::{Filled, FilledIdentity};
use crate::report::{
    Answers, Fear, ForwardConsent, HowKnown, Identity, IfNotRecognised, ReportedBefore,
    StillOngoing, TooLong, Words,
};

impl Filled {
    /// The answers, and who gave them, if they said so.
    pub fn into_answers(self) -> Result<(Answers, Option<Identity>), TooLong> {
        let answers = Answers {
            category: self.category.map(Words::from),
            what_happened: Words::from(self.what_happened),
            when: self.when.map(Words::from),
            where_: self.place.map(Words::from),
            who_involved: self.who_involved.map(Words::from),
            how_known: self.how_known.and_then(how_known),
            still_ongoing: self.still_ongoing.and_then(still_ongoing),
            harm: self.harm.map(Words::from),
            evidence_description: self.evidence.map(Words::from),
            reported_before: self.reported_before.and_then(reported_before),
            reported_before_result: self.reported_result.map(Words::from),
            fear_of_retaliation: self.fear.and_then(fear),
            fear_explained: self.fear_detail.map(Words::from),
            if_not_recognised: self.if_not_recognised.and_then(if_not_recognised),
            forward_consent: self.forward_consent.and_then(forward_consent),
        };
        let identity = self
            .identity
            .map(FilledIdentity::into_identity)
            .transpose()?;
        Ok((answers, identity))
    }
}

impl FilledIdentity {
    fn into_identity(self) -> Result<Identity, TooLong> {
        Identity::parse(
            Words::from(self.name),
            Words::from(self.contact.unwrap_or_default()),
        )
    }
}

// The words on the left are those of `Field::kind`; a test goes through all of them.

fn how_known(choice: &str) -> Option<HowKnown> {
    Some(match choice {
        "duties" => HowKnown::WorkDuties,
        "office" => HowKnown::PublicOffice,
        "contract" => HowKnown::ProvidingServices,
        "hiring" => HowKnown::Recruitment,
        "traineeship" => HowKnown::Traineeship,
        "volunteering" => HowKnown::Volunteering,
        "other" => HowKnown::Other,
        _ => return None,
    })
}

fn still_ongoing(choice: &str) -> Option<StillOngoing> {
    Some(match choice {
        "yes" => StillOngoing::Yes,
        "no" => StillOngoing::No,
        "unknown" => StillOngoing::Unknown,
        _ => return None,
    })
}

fn reported_before(choice: &str) -> Option<ReportedBefore> {
    Some(match choice {
        "yes" => ReportedBefore::Yes,
        "no" => ReportedBefore::No,
        "unknown" => ReportedBefore::Unknown,
        _ => return None,
    })
}

fn fear(choice: &str) -> Option<Fear> {
    Some(match choice {
        "yes" => Fear::Yes,
        "no" => Fear::No,
        _ => return None,
    })
}

fn if_not_recognised(choice: &str) -> Option<IfNotRecognised> {
    Some(match choice {
        "examine" => IfNotRecognised::TreatAsTip,
        "drop" => IfNotRecognised::DoNotProcess,
        _ => return None,
    })
}

fn forward_consent(choice: &str) -> Option<ForwardConsent> {
    Some(match choice {
        "ask" => ForwardConsent::AskMe,
        "all" => ForwardConsent::AsIs,
        "text" => ForwardConsent::WithoutFiles,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Field, Kind, UNSAID};
    use super::*;

    #[test]
    fn each_choice_that_says_something_has_an_answer() {
        let answered = |field, choice: &str| match field {
            Field::HowKnown => how_known(choice).is_some(),
            Field::StillOngoing => still_ongoing(choice).is_some(),
            Field::ReportedBefore => reported_before(choice).is_some(),
            Field::Fear => fear(choice).is_some(),
            Field::IfNotRecognised => if_not_recognised(choice).is_some(),
            Field::ForwardConsent => forward_consent(choice).is_some(),
            Field::IdentityUnderstood => true,
            other => panic!("{other:?} is no choice"),
        };
        for field in Field::ALL {
            if let Kind::Choice(choices) = field.kind() {
                for choice in choices {
                    assert_eq!(
                        answered(field, choice),
                        *choice != UNSAID,
                        "{field:?} {choice}"
                    );
                }
            }
        }
    }
}
