//! Sealable: from a filled form to what is sealed. The one place that knows both.

use zeroize::Zeroizing;

use super::{Filled, FilledIdentity};
use crate::report::{
    Answers, Fear, ForwardConsent, HowKnown, Identity, IfNotRecognised, ReportedBefore,
    StillOngoing, TooLong, Words,
};

/// What is sealed of a form.
pub struct Sealable {
    /// What was answered, checked against policy.
    pub answers: Answers,
    /// To be sealed apart.
    pub identity: Option<Identity>,
    /// Positions of officers left out.
    pub left_out: Vec<usize>,
}

impl Filled {
    /// Moves every text on. `TooLong` only for a name or contact full of control
    /// characters, which JSON writes six times as long.
    pub fn into_sealable(self) -> Result<Sealable, TooLong> {
        let identity = self
            .identity
            .map(FilledIdentity::into_identity)
            .transpose()?;
        let answers = Answers {
            category: self.category.map(words),
            what_happened: words(self.what_happened),
            when: self.when.map(words),
            where_: self.place.map(words),
            who_involved: self.who_involved.map(words),
            how_known: self.how_known.and_then(how_known),
            still_ongoing: self.still_ongoing.and_then(still_ongoing),
            harm: self.harm.map(words),
            evidence_description: self.evidence.map(words),
            reported_before: self.reported_before.and_then(reported_before),
            reported_before_result: self.reported_result.map(words),
            fear_of_retaliation: self.fear.and_then(fear),
            fear_explained: self.fear_detail.map(words),
            if_not_recognised: self.if_not_recognised.and_then(if_not_recognised),
            forward_consent: self.forward_consent.and_then(forward_consent),
        };
        Ok(Sealable {
            answers,
            identity,
            left_out: self.left_out,
        })
    }
}

impl FilledIdentity {
    fn into_identity(self) -> Result<Identity, TooLong> {
        Identity::parse(words(self.name), words(self.contact.unwrap_or_default()))
    }
}

/// Moves the buffer itself; nothing is left behind to wipe.
fn words(mut text: Zeroizing<String>) -> Words {
    Words::from(std::mem::take(&mut *text))
}

// One arm for each choice of `Field::kind`; a test holds the two lists together.

fn how_known(slug: &str) -> Option<HowKnown> {
    Some(match slug {
        "work-duties" => HowKnown::WorkDuties,
        "public-office" => HowKnown::PublicOffice,
        "providing-services" => HowKnown::ProvidingServices,
        "recruitment" => HowKnown::Recruitment,
        "traineeship" => HowKnown::Traineeship,
        "volunteering" => HowKnown::Volunteering,
        "other" => HowKnown::Other,
        _ => return None,
    })
}

fn still_ongoing(slug: &str) -> Option<StillOngoing> {
    Some(match slug {
        "yes" => StillOngoing::Yes,
        "no" => StillOngoing::No,
        "unknown" => StillOngoing::Unknown,
        _ => return None,
    })
}

fn reported_before(slug: &str) -> Option<ReportedBefore> {
    Some(match slug {
        "no" => ReportedBefore::No,
        "internally" => ReportedBefore::Internally,
        "to-institution" => ReportedBefore::ToInstitution,
        "both" => ReportedBefore::Both,
        _ => return None,
    })
}

fn fear(slug: &str) -> Option<Fear> {
    Some(match slug {
        "yes" => Fear::Yes,
        "no" => Fear::No,
        _ => return None,
    })
}

fn if_not_recognised(slug: &str) -> Option<IfNotRecognised> {
    Some(match slug {
        "treat-as-tip" => IfNotRecognised::TreatAsTip,
        "do-not-process" => IfNotRecognised::DoNotProcess,
        _ => return None,
    })
}

fn forward_consent(slug: &str) -> Option<ForwardConsent> {
    Some(match slug {
        "as-is" => ForwardConsent::AsIs,
        "ask-me" => ForwardConsent::AskMe,
        "without-files" => ForwardConsent::WithoutFiles,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::form::{Field, FieldKind};

    #[test]
    fn every_choice_of_the_form_has_its_answer() {
        for field in Field::ALL {
            let FieldKind::Choice(choices) = field.kind() else {
                continue;
            };
            for choice in choices.iter().filter(|choice| **choice != "unsaid") {
                let known = match field {
                    Field::HowKnown => how_known(choice).is_some(),
                    Field::StillOngoing => still_ongoing(choice).is_some(),
                    Field::ReportedBefore => reported_before(choice).is_some(),
                    Field::Fear => fear(choice).is_some(),
                    Field::IfNotRecognised => if_not_recognised(choice).is_some(),
                    Field::ForwardConsent => forward_consent(choice).is_some(),
                    Field::IdentityUnderstood => true,
                    _ => false,
                };
                assert!(known, "{field:?} {choice}");
            }
        }
    }
}
