//! A filled form without problems: what becomes a report.
//!
//! Every text is moved, never copied, so that there is one place to wipe.

use std::fmt;

use zeroize::Zeroizing;

use super::field::UNSAID;
use super::{Asked, Field, FieldKind, FormInput, InvalidForm, UNKNOWN_CATEGORY};
use crate::text::character_count::is_blank;

/// A form without problems. Texts are not blank; choices are the slugs of [`Field::kind`].
pub struct Filled {
    /// Blank only in an addition that brings files or a name.
    pub what_happened: Zeroizing<String>,
    /// See `Field::When`; so for all the others.
    pub when: Option<Zeroizing<String>>,
    /// Where it happened.
    pub place: Option<Zeroizing<String>>,
    /// Who did it, and who knows.
    pub who_involved: Option<Zeroizing<String>>,
    /// The value of the choice that was taken.
    pub still_ongoing: Option<&'static str>,
    /// What damage it does.
    pub harm: Option<Zeroizing<String>>,
    /// What shows it.
    pub evidence: Option<Zeroizing<String>>,
    /// A slug of the policy; none: the reporter does not know.
    pub category: Option<Zeroizing<String>>,
    /// The value of the choice that was taken.
    pub how_known: Option<&'static str>,
    /// The value of the choice that was taken.
    pub reported_before: Option<&'static str>,
    /// What came of that.
    pub reported_result: Option<Zeroizing<String>>,
    /// The value of the choice that was taken.
    pub fear: Option<&'static str>,
    /// Which retaliation.
    pub fear_detail: Option<Zeroizing<String>>,
    /// The value of the choice that was taken.
    pub if_not_recognised: Option<&'static str>,
    /// The value of the choice that was taken.
    pub forward_consent: Option<&'static str>,
    /// None: the reporter stays anonymous.
    pub identity: Option<FilledIdentity>,
    /// Positions in [`Asked::officers`], rising; never all of them.
    pub left_out: Vec<usize>,
}

/// Who the reporter is. To be sealed apart.
pub struct FilledIdentity {
    /// As the reporter writes it.
    pub name: Zeroizing<String>,
    /// How to reach them; they may leave it out.
    pub contact: Option<Zeroizing<String>>,
}

impl FormInput {
    /// The answers, if there is nothing to correct.
    pub fn fill(mut self, asked: &Asked, files: usize) -> Result<Filled, InvalidForm> {
        let problems = self.problems(asked, files);
        let left_out = match self.left_out(asked) {
            Some(left_out) if problems.is_empty() => left_out,
            _ => {
                return Err(InvalidForm {
                    input: self,
                    problems,
                });
            }
        };
        let identity = self
            .written(Field::IdentityName)
            .map(|name| FilledIdentity {
                name,
                contact: self.written(Field::IdentityContact),
            });
        let category = self.written(Field::Category);
        Ok(Filled {
            what_happened: self.written(Field::WhatHappened).unwrap_or_default(),
            when: self.written(Field::When),
            place: self.written(Field::Place),
            who_involved: self.written(Field::WhoInvolved),
            still_ongoing: self.chosen(Field::StillOngoing),
            harm: self.written(Field::Harm),
            evidence: self.written(Field::Evidence),
            category: category.filter(|slug| slug.as_str() != UNKNOWN_CATEGORY),
            how_known: self.chosen(Field::HowKnown),
            reported_before: self.chosen(Field::ReportedBefore),
            reported_result: self.written(Field::ReportedResult),
            fear: self.chosen(Field::Fear),
            fear_detail: self.written(Field::FearDetail),
            if_not_recognised: self.chosen(Field::IfNotRecognised),
            forward_consent: self.chosen(Field::ForwardConsent),
            identity,
            left_out,
        })
    }

    /// Moves a text out; none if it is blank.
    fn written(&mut self, field: Field) -> Option<Zeroizing<String>> {
        let place = self.values.iter().position(|(of, _)| *of == field)?;
        let (_, value) = self.values.swap_remove(place);
        (!is_blank(&value)).then_some(value)
    }

    fn chosen(&self, field: Field) -> Option<&'static str> {
        let FieldKind::Choice(choices) = field.kind() else {
            return None;
        };
        choices
            .iter()
            .copied()
            .find(|choice| *choice != UNSAID && self.text(field) == *choice)
    }
}

impl fmt::Debug for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filled(…)")
    }
}
