//! Form choices in one language: categories from the policy, officers from the roster.

use super::{Asked, CategoryChoice, CategoryFamily, Form, OfficerChoice};
use crate::keys::digest::Sha256;
use crate::rules::policy::{CategoryRule, Policy};
use crate::rules::roster::Roster;
use crate::text::Language;

/// Owns what [`Asked`] borrows.
pub struct Asking {
    form: Form,
    text_max: usize,
    families: Vec<CategoryFamily>,
    officers: Vec<OfficerChoice>,
}

impl Asking {
    /// For a first report to this institution.
    pub fn of_report(policy: &Policy, roster: &Roster, language: Language) -> Self {
        let families = policy.families().iter().map(|family| CategoryFamily {
            name: family.name(language).to_owned(),
            choices: family
                .categories()
                .iter()
                .map(|rule| choice(rule, language))
                .collect(),
        });
        let other = CategoryFamily {
            name: String::new(),
            choices: vec![choice(policy.other(), language)],
        };
        let officers = roster.officers().iter().map(|officer| OfficerChoice {
            // By name, which no other in the roster has: who gets new keys stays left out.
            key: hex::encode(Sha256::truncated::<8>(officer.name().as_bytes())),
            name: officer.name().to_owned(),
            role: officer.role(language).unwrap_or_default().to_owned(),
        });
        Self {
            form: Form::Report,
            text_max: policy.text_max(),
            families: families.chain([other]).collect(),
            officers: officers.collect(),
        }
    }

    /// For something added later: no choices.
    pub fn of_addition(policy: &Policy) -> Self {
        Self {
            form: Form::Addition,
            text_max: policy.text_max(),
            families: Vec::new(),
            officers: Vec::new(),
        }
    }

    /// Which form this is asked in.
    pub fn form(&self) -> Form {
        self.form
    }

    /// As the form takes it.
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            text_max: self.text_max,
            families: &self.families,
            officers: &self.officers,
        }
    }
}

fn choice(rule: &CategoryRule, language: Language) -> CategoryChoice {
    CategoryChoice {
        slug: rule.category().as_str().to_owned(),
        says: rule.says(language).to_owned(),
        law: rule.name(language).to_owned(),
    }
}
