//! What was chosen and written in an action's form, and what that is for the ledger.
//!
//! Closed lists only: there is no place for a sentence but the letter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CaseAction;
use crate::ledger::entry::step::{Assessment, CaseStep, Conclusion, Euros};
use crate::ledger::entry::vocabulary::{
    Effect, ExtensionReason, NonRecognition, Outcome, Proceeding, ProceedingState, RejectionReason,
};
use crate::officer::ledger::automatic_entries::CaseOpening;
use crate::officer::ledger::record_options::Saying;
use crate::rules::roster::Institution;

/// A form's fields, as they came.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::officer::desk) struct ActionChoices(BTreeMap<String, String>);

/// What an action is for the ledger.
pub(in crate::officer::desk) enum LedgerSaying {
    /// One after the other.
    Steps(Vec<CaseStep>),
    Other(Saying),
}

/// A field that is missing or can't be understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::officer::desk) enum BadChoice {
    Reason,
    Proceedings,
    To,
    Damage,
    Recovered,
}

impl ActionChoices {
    /// Keeps the fields that an action's form can have, each no longer than a word or a name is.
    pub(in crate::officer::desk) fn from_fields<'a>(
        fields: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let known = |name: &str| {
            FIELDS.contains(&name) || name.starts_with(PROCEEDINGS) || name.starts_with(EFFECT)
        };
        let kept = fields.filter(|(name, value)| {
            known(name) && name.len() <= NAME_MAX && value.chars().count() <= VALUE_MAX
        });
        Self(
            kept.take(FIELDS_MAX)
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect(),
        )
    }

    /// What stands in a field; empty if nothing does.
    pub(in crate::officer::desk) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The state that was chosen for a kind of proceedings.
    pub(in crate::officer::desk) fn proceeding(&self, kind: Proceeding) -> &str {
        self.get(&format!("{PROCEEDINGS}{}", kind.as_str()))
    }

    pub(in crate::officer::desk) fn has_effect(&self, effect: Effect) -> bool {
        !self.get(&format!("{EFFECT}{}", effect.as_str())).is_empty()
    }

    /// What it is for the ledger.
    pub(in crate::officer::desk) fn saying(
        &self,
        action: CaseAction,
    ) -> Result<LedgerSaying, BadChoice> {
        let told = |what| vec![CaseStep::Assessed(what), CaseStep::Notified];
        let reason = self.get("reason");
        Ok(LedgerSaying::Steps(match action {
            CaseAction::Write => Vec::new(),
            CaseAction::Acknowledge => vec![CaseStep::Acknowledged],
            CaseAction::Ask => vec![CaseStep::InfoRequested],
            CaseAction::Recognise => told(Assessment::Recognised),
            CaseAction::NotRecognise => {
                let reason = NonRecognition::parse(reason).ok_or(BadChoice::Reason)?;
                told(Assessment::NotRecognised(reason))
            }
            CaseAction::Tip => told(Assessment::TipAccepted),
            CaseAction::AsSubmission => told(Assessment::AsSubmission),
            CaseAction::Forward => {
                let to = Institution::parse(self.get("to")).map_err(|_| BadChoice::To)?;
                vec![CaseStep::Forwarded { to }]
            }
            CaseAction::Examine => vec![CaseStep::UnderReview],
            CaseAction::Extend => vec![CaseStep::Extended {
                reason: ExtensionReason::parse(reason).ok_or(BadChoice::Reason)?,
            }],
            CaseAction::Progress | CaseAction::Feedback => vec![CaseStep::Feedback],
            CaseAction::Conclude => vec![CaseStep::Concluded(self.conclusion()?)],
            CaseAction::ProceedingsEnded => self.ended()?,
            CaseAction::Close => vec![CaseStep::Closed],
            CaseAction::Reopen => vec![CaseStep::Reopened],
            CaseAction::TakeUp => {
                return Ok(LedgerSaying::Other(Saying::Open(CaseOpening::default())));
            }
            CaseAction::Reject => {
                let reason = RejectionReason::parse(reason).ok_or(BadChoice::Reason)?;
                return Ok(LedgerSaying::Other(Saying::Reject(reason)));
            }
        }))
    }

    /// One step for each kind whose end was chosen.
    fn ended(&self) -> Result<Vec<CaseStep>, BadChoice> {
        let ends = |state: &ProceedingState| ProceedingState::ENDS.contains(state);
        let steps: Vec<_> = self
            .proceedings()
            .filter(|(_, state)| ends(state))
            .map(|(kind, state)| CaseStep::ProceedingsEnded { kind, state })
            .collect();
        if steps.is_empty() {
            return Err(BadChoice::Proceedings);
        }
        Ok(steps)
    }

    fn proceedings(&self) -> impl Iterator<Item = (Proceeding, ProceedingState)> {
        Proceeding::ALL.iter().filter_map(|kind| {
            let state = ProceedingState::parse(self.proceeding(*kind))?;
            Some((*kind, state))
        })
    }

    fn conclusion(&self) -> Result<Conclusion, BadChoice> {
        let effects = Effect::ALL.iter().copied();
        Ok(Conclusion {
            outcome: Outcome::parse(self.get("reason")).ok_or(BadChoice::Reason)?,
            proceedings: self.proceedings().collect(),
            effects: effects.filter(|effect| self.has_effect(*effect)).collect(),
            damage_eur: euros(self.get("damage"), BadChoice::Damage)?,
            recovered_eur: euros(self.get("recovered"), BadChoice::Recovered)?,
        })
    }
}

/// Nothing written is no amount; spaces may group digits.
fn euros(text: &str, bad: BadChoice) -> Result<Option<Euros>, BadChoice> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let amount = digits.parse().ok().filter(|_| is_number);
    amount.and_then(Euros::new).map(Some).ok_or(bad)
}

const FIELDS: [&str; 6] = ["reason", "to", "to_name", "damage", "recovered", "language"];
const PROCEEDINGS: &str = "proceedings-";
const EFFECT: &str = "effect-";
const NAME_MAX: usize = 60;
const VALUE_MAX: usize = 200;
const FIELDS_MAX: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(fields: &[(&str, &str)]) -> ActionChoices {
        ActionChoices::from_fields(fields.iter().copied())
    }

    #[test]
    fn a_conclusion_is_made_of_what_was_chosen() {
        let chosen = choices(&[
            ("reason", "confirmed"),
            ("proceedings-criminal", "opened"),
            ("proceedings-disciplinary", ""),
            ("effect-improvement", "yes"),
            ("damage", "1 250 000"),
            ("recovered", ""),
            ("letter", "not kept"),
        ]);
        let Ok(LedgerSaying::Steps(steps)) = chosen.saying(CaseAction::Conclude) else {
            panic!("a step")
        };
        let [CaseStep::Concluded(conclusion)] = &steps[..] else {
            panic!("one conclusion")
        };
        assert_eq!(conclusion.outcome, Outcome::Confirmed);
        assert_eq!(conclusion.proceedings.len(), 1);
        assert_eq!(conclusion.effects.len(), 1);
        assert_eq!(conclusion.damage_eur, Euros::new(1_250_000));
        assert_eq!(conclusion.recovered_eur, None);
        assert_eq!(chosen.get("letter"), "");
    }

    #[test]
    fn each_kind_of_proceedings_that_ended_is_a_step_of_its_own() {
        let chosen = choices(&[
            ("proceedings-criminal", "closed_sanction"),
            ("proceedings-disciplinary", "closed_no_sanction"),
            ("proceedings-inspection_check", "pending"),
        ]);
        let Ok(LedgerSaying::Steps(steps)) = chosen.saying(CaseAction::ProceedingsEnded) else {
            panic!("steps")
        };
        let step = |kind, state| CaseStep::ProceedingsEnded { kind, state };
        let expected = [
            step(Proceeding::Criminal, ProceedingState::ClosedSanction),
            step(Proceeding::Disciplinary, ProceedingState::ClosedNoSanction),
        ];
        assert_eq!(steps, expected);
        let none = choices(&[("proceedings-criminal", "pending")]);
        let refused = none.saying(CaseAction::ProceedingsEnded).err();
        assert_eq!(refused, Some(BadChoice::Proceedings));
    }

    #[test]
    fn what_is_missing_or_no_word_of_the_list_is_named() {
        let refused = |fields: &[(&str, &str)], action| choices(fields).saying(action).err();
        let reason = Some(BadChoice::Reason);
        assert_eq!(refused(&[], CaseAction::NotRecognise), reason);
        assert_eq!(refused(&[("reason", "spam")], CaseAction::Extend), reason);
        assert_eq!(refused(&[("reason", "spam")], CaseAction::Reject), None);
        let to = refused(&[("to", "Valsts policija")], CaseAction::Forward);
        assert_eq!(to, Some(BadChoice::To));
        let amounts = [("reason", "confirmed"), ("damage", "-1")];
        let damage = refused(&amounts, CaseAction::Conclude);
        assert_eq!(damage, Some(BadChoice::Damage));
        assert_eq!(refused(&[], CaseAction::Ask), None);
    }
}
