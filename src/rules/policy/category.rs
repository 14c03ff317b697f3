//! Breach categories, in families that people understand.
//!
//! The law's own numbers and words, and what people would say. Reporters choose among a few
//! families in plain language, or say that they don't know; officers set the category.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::rules::names::{NamedIn, Names, WrittenNames};
use crate::rules::toml_file::{Complaint, TomlFile, is_slug};
use crate::text::{Language, LanguageCode};

/// A breach category's slug, e.g. `public-funds`: 2 to 40 of a–z, 0–9 and `-`, starting
/// with a letter. Well-formed; only [`super::Policy::find`] says whether it exists.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Category(String);

/// A text that is not a category's slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACategory;

/// What the policy says of one category.
#[derive(Clone, Debug)]
pub struct CategoryRule {
    number: u8,
    category: Category,
    says: Names,
    name: Names,
    eu_areas: Option<EuAreas>,
}

/// Which areas of Union law (Article 2(1) of Directive (EU) 2019/1937) a category belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EuAreas(Vec<&'static str>);

/// Categories that belong together in plain language.
#[derive(Clone, Debug)]
pub struct Family {
    slug: Category,
    name: Names,
    categories: Vec<CategoryRule>,
}

impl Category {
    /// A slug from outside.
    pub fn parse(text: &str) -> Result<Self, NotACategory> {
        if is_slug(text, SLUG_MAX) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotACategory)
        }
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CategoryRule {
    /// Its number in the law; "other" has one, too.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Its slug.
    pub fn category(&self) -> &Category {
        &self.category
    }

    /// What people would say.
    pub fn says(&self, language: Language) -> &str {
        self.says.read(language)
    }

    /// The law's words.
    pub fn name(&self, language: Language) -> &str {
        self.name.read(language)
    }

    /// The law's words in every language.
    pub(crate) fn names(&self) -> &Names {
        &self.name
    }

    /// The areas of Union law that it belongs to; `None`: national law alone.
    pub fn eu_areas(&self) -> Option<&EuAreas> {
        self.eu_areas.as_ref()
    }
}

impl EuAreas {
    /// `a.ii, b`: one or more of the list, in its order.
    fn parse(text: &str) -> Option<Self> {
        let place = |area: &str| EU_AREAS.iter().position(|known| *known == area);
        let places: Vec<usize> = text.split(", ").map(place).collect::<Option<_>>()?;
        let in_order = places.is_sorted_by(|one, next| one < next);
        in_order.then(|| Self(places.into_iter().map(|place| EU_AREAS[place]).collect()))
    }

    /// As a name in tables: `a-ii_b`.
    pub fn slug(&self) -> String {
        self.0.join("_").replace('.', "-")
    }
}

impl Family {
    /// Its slug: distinct from those of all categories.
    pub fn slug(&self) -> &str {
        self.slug.as_str()
    }

    /// Its plain name.
    pub fn name(&self, language: Language) -> &str {
        self.name.read(language)
    }

    /// At least one.
    pub fn categories(&self) -> &[CategoryRule] {
        &self.categories
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFamily {
    slug: Spanned<String>,
    name: Spanned<WrittenNames>,
    category: Vec<WrittenCategory>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCategory {
    no: Spanned<i64>,
    slug: Spanned<String>,
    says: Spanned<WrittenNames>,
    name: Spanned<WrittenNames>,
    eu_area: Option<Spanned<String>>,
}

/// What was taken already: slugs and numbers must differ over all families.
struct TakenSlugs<'a> {
    languages: &'a [LanguageCode],
    slugs: BTreeSet<String>,
    numbers: BTreeSet<u8>,
}

/// The families, and "other" apart.
pub(super) fn checked(
    sheet: TomlFile<'_>,
    languages: &[LanguageCode],
    families: &Spanned<Vec<WrittenFamily>>,
    other: &WrittenCategory,
) -> Result<(Vec<Family>, CategoryRule), Complaint> {
    if !(1..=FAMILIES_MAX).contains(&families.get_ref().len()) {
        let hint = format_args!("1 to {FAMILIES_MAX} fit on the form");
        return Err(sheet.complain(families, "too few or too many families", hint));
    }
    let mut taken = TakenSlugs {
        languages,
        slugs: BTreeSet::new(),
        numbers: BTreeSet::new(),
    };
    let other = taken.category(sheet, other)?;
    let families = families
        .get_ref()
        .iter()
        .map(|family| taken.family(sheet, family))
        .collect::<Result<_, _>>()?;
    Ok((families, other))
}

impl TakenSlugs<'_> {
    fn names(
        &self,
        sheet: TomlFile<'_>,
        written: &Spanned<WrittenNames>,
        length_max: usize,
    ) -> Result<Names, Complaint> {
        Names::from_written(sheet, written, length_max, NamedIn::These(self.languages))
    }

    fn family(
        &mut self,
        sheet: TomlFile<'_>,
        written: &WrittenFamily,
    ) -> Result<Family, Complaint> {
        if written.category.is_empty() {
            let hint = "add a category to it, or drop the family";
            return Err(sheet.complain(&written.slug, "a family without categories", hint));
        }
        Ok(Family {
            slug: self.slug(sheet, &written.slug)?,
            name: self.names(sheet, &written.name, 60)?,
            categories: written
                .category
                .iter()
                .map(|category| self.category(sheet, category))
                .collect::<Result<_, _>>()?,
        })
    }

    fn category(
        &mut self,
        sheet: TomlFile<'_>,
        written: &WrittenCategory,
    ) -> Result<CategoryRule, Complaint> {
        let number = sheet.number("no", &written.no, 1..=99)?;
        if !self.numbers.insert(number) {
            let what = format_args!("category number {number} is there twice");
            return Err(sheet.complain(&written.no, what, "each number once"));
        }
        Ok(CategoryRule {
            number,
            category: self.slug(sheet, &written.slug)?,
            says: self.names(sheet, &written.says, 100)?,
            name: self.names(sheet, &written.name, 250)?,
            eu_areas: written
                .eu_area
                .as_ref()
                .map(|areas| eu_areas(sheet, areas))
                .transpose()?,
        })
    }

    fn slug(
        &mut self,
        sheet: TomlFile<'_>,
        written: &Spanned<String>,
    ) -> Result<Category, Complaint> {
        let slug = written.get_ref();
        let category = Category::parse(slug).map_err(|_| {
            let hint = "2 to 40 of a-z, 0-9 and -, starting with a letter";
            sheet.complain(written, "not a slug", hint)
        })?;
        if !self.slugs.insert(slug.clone()) {
            let what = format_args!("the slug {slug} is there twice");
            return Err(sheet.complain(written, what, "each family and category has its own"));
        }
        Ok(category)
    }
}

fn eu_areas(sheet: TomlFile<'_>, written: &Spanned<String>) -> Result<EuAreas, Complaint> {
    EuAreas::parse(written.get_ref()).ok_or_else(|| {
        let hint = "a.i to a.x, b and c, in this order, such as \"a.ii, b\"";
        sheet.complain(written, "not areas of Article 2(1)", hint)
    })
}

/// Points of Article 2(1).
const EU_AREAS: [&str; 12] = [
    "a.i", "a.ii", "a.iii", "a.iv", "a.v", "a.vi", "a.vii", "a.viii", "a.ix", "a.x", "b", "c",
];
const FAMILIES_MAX: usize = 12;

/// Characters of a slug.
const SLUG_MAX: usize = 40;

impl TryFrom<String> for Category {
    type Error = NotACategory;

    fn try_from(text: String) -> Result<Self, NotACategory> {
        Self::parse(&text)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.0
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotACategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a category's slug")
    }
}

impl std::error::Error for NotACategory {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_2_to_40_fit() {
        assert!(Category::parse("ab").is_ok());
        assert!(Category::parse("a").is_err());
        assert!(Category::parse(&"a".repeat(40)).is_ok());
        assert!(Category::parse(&"a".repeat(41)).is_err());
        for text in ["", "1a", "-a", "A-b", "a b", "a_b", "ā-b", "a\nb", "../x"] {
            assert_eq!(Category::parse(text), Err(NotACategory), "{text:?}");
        }
    }
}
