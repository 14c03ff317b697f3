//! The catalogue: DCAT-AP 3.0 in JSON-LD.
//!
//! <https://semiceu.github.io/DCAT-AP/releases/3.0.0/>: one `DatasetSeries`, one
//! `Dataset` for each year in it, one `Distribution` for each file. All IRIs are relative to
//! the address at which the release is put up, so that a portal can harvest it anywhere;
//! names come in each language that has words for everything. What the properties say is fixed
//! or comes from the release; JSON escapes it.

use serde_json::{Value, json};

use super::release::{Release, YearFigures};
use crate::rules::names::Names;
use crate::text::{Language, LanguageCode, say, say_with};

/// Who publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Its name.
    pub name: Names,
    /// The country's code in the authority table of the EU Publications Office, such as `FRA`.
    pub country: String,
    /// Where readers write to, e.g. `mailto:statistika@example.lv`.
    pub contact: String,
}

/// A file of the release.
pub struct ListedFile {
    /// File name within the release's folder.
    pub name: String,
    /// Its media type.
    pub kind: FileKind,
    /// What it holds, with the language of each text.
    pub title: Value,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
}

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// `text/csv`, RFC 4180.
    Csv,
    /// `application/json`.
    Json,
    /// `text/html`.
    Html,
}

/// The whole catalogue. `files` says which files belong to a year.
pub fn catalogue(
    release: &Release,
    publisher: &Publisher,
    files: impl Fn(&YearFigures) -> Vec<ListedFile>,
) -> Value {
    let mut graph = vec![
        agent(publisher),
        contact(publisher),
        series(release, publisher),
    ];
    let mut datasets = Vec::new();
    for year in release.years() {
        let listed = files(year);
        datasets.push(json!({ "@id": dataset_iri(year) }));
        graph.push(dataset(year, publisher, &listed));
        graph.extend(listed.iter().map(distribution));
    }
    graph.insert(0, catalog(datasets));
    json!({ "@context": context(), "@graph": graph })
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "dcatap": "http://data.europa.eu/r5r/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
    })
}

fn catalog(mut datasets: Vec<Value>) -> Value {
    datasets.insert(0, json!({ "@id": SERIES }));
    json!({
        "@id": "#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": said("figures-catalogue-title"),
        "dct:description": said("figures-catalogue-description"),
        "dct:publisher": { "@id": PUBLISHER },
        "dct:language": languages(),
        "dct:license": of_class("dct:LicenseDocument", LICENCE),
        "dcat:dataset": datasets,
    })
}

fn agent(publisher: &Publisher) -> Value {
    json!({
        "@id": PUBLISHER,
        "@type": "foaf:Agent",
        "foaf:name": named(&publisher.name),
    })
}

fn contact(publisher: &Publisher) -> Value {
    json!({
        "@id": CONTACT,
        "@type": ["vcard:Organization", "vcard:Kind"],
        "vcard:fn": named(&publisher.name),
        "vcard:hasEmail": { "@id": publisher.contact },
    })
}

fn series(release: &Release, publisher: &Publisher) -> Value {
    let mut series = json!({
        "@id": SERIES,
        "@type": ["dcat:DatasetSeries", "dcat:Dataset"],
        "dct:title": said("figures-series-title"),
        "dct:description": said("figures-series-description"),
        "dct:publisher": { "@id": PUBLISHER },
        "dcat:contactPoint": { "@id": CONTACT },
        "dct:accrualPeriodicity": authority("dct:Frequency", "frequency/ANNUAL"),
        "dct:spatial": authority("dct:Location", &format!("country/{}", publisher.country)),
    });
    if let (Some(first), Some(last)) = (release.years().first(), release.years().last()) {
        series["dct:temporal"] = period(
            &first.year.first().to_string(),
            &last.year.last().to_string(),
        );
    }
    series
}

fn dataset(year: &YearFigures, publisher: &Publisher, files: &[ListedFile]) -> Value {
    let number = year.year.to_string();
    let with_year =
        |id: &str| each_language(|language| say_with(language, id, &[("year", &number)]));
    let distributions = files.iter();
    let distributions = distributions.map(|file| json!({ "@id": distribution_iri(file) }));
    json!({
        "@id": dataset_iri(year),
        "@type": "dcat:Dataset",
        "dct:identifier": format!("svilpe-statistics-{number}"),
        "dct:title": with_year("figures-dataset-title"),
        "dct:description": with_year("figures-dataset-description"),
        "dct:publisher": { "@id": PUBLISHER },
        "dcat:contactPoint": { "@id": CONTACT },
        "dcat:keyword": keywords(),
        "dcat:theme": themes(),
        "dct:accessRights": authority("dct:RightsStatement", "access-right/PUBLIC"),
        "dct:accrualPeriodicity": authority("dct:Frequency", "frequency/ANNUAL"),
        "dct:spatial": authority("dct:Location", &format!("country/{}", publisher.country)),
        "dct:temporal": period(&year.year.first().to_string(), &year.year.last().to_string()),
        "dct:language": languages(),
        // When the year's books closed: a day of the ledger, not of whoever ran this.
        "dct:issued": date(&year.year.books().to_string()),
        "dct:modified": date(&year.year.books().to_string()),
        "dcat:version": "1",
        "dcat:inSeries": { "@id": SERIES },
        "dcat:distribution": distributions.collect::<Vec<_>>(),
    })
}

fn distribution(file: &ListedFile) -> Value {
    let (format, media) = match file.kind {
        FileKind::Csv => ("CSV", "text/csv"),
        FileKind::Json => ("JSON", "application/json"),
        FileKind::Html => ("HTML", "text/html"),
    };
    let mut distribution = json!({
        "@id": distribution_iri(file),
        "@type": "dcat:Distribution",
        "dct:title": file.title,
        "dcat:accessURL": { "@id": file.name },
        "dcat:downloadURL": { "@id": file.name },
        "dct:format": authority("dct:MediaTypeOrExtent", &format!("file-type/{format}")),
        "dcat:mediaType": of_class("dct:MediaType", &format!("{MEDIA_TYPES}{media}")),
        "dct:license": of_class("dct:LicenseDocument", LICENCE),
        "dcatap:availability": concept("planned-availability/STABLE", "stable"),
        "dct:language": languages(),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": of_class("spdx:ChecksumAlgorithm", SHA_256),
            "spdx:checksumValue": { "@value": hex::encode(file.digest), "@type": "xsd:hexBinary" },
        },
    });
    if file.kind == FileKind::Csv {
        distribution["dct:conformsTo"] = of_class("dct:Standard", "http://www.w3.org/ns/csvw");
    }
    distribution
}

fn dataset_iri(year: &YearFigures) -> String {
    format!("#{}", year.year)
}

fn distribution_iri(file: &ListedFile) -> String {
    format!("#file-{}", file.name)
}

fn said(id: &str) -> Value {
    each_language(|language| say(language, id))
}

/// The same words in each language that has words for everything.
pub(super) fn each_language(words: impl Fn(Language) -> String) -> Value {
    Language::complete()
        .map(|language| tagged(language.code(), &words(language)))
        .collect()
}

fn named(names: &Names) -> Value {
    names
        .each()
        .map(|(code, name)| tagged(code, name))
        .collect()
}

fn tagged(code: &LanguageCode, words: &str) -> Value {
    json!({ "@value": words, "@language": code })
}

/// Fluent keeps keywords in one comma-separated message.
fn keywords() -> Vec<Value> {
    let mut keywords = Vec::new();
    for language in Language::complete() {
        for word in say(language, "figures-keywords").split(',') {
            keywords.push(json!({ "@value": word.trim(), "@language": language.code() }));
        }
    }
    keywords
}

fn themes() -> Value {
    json!([
        concept("data-theme/GOVE", "Government and public sector"),
        concept("data-theme/JUST", "Justice, legal system and public safety"),
    ])
}

fn languages() -> Value {
    Language::complete()
        .filter_map(Language::authority)
        .map(|code| authority("dct:LinguisticSystem", &format!("language/{code}")))
        .collect()
}

/// A code of the EU Publications Office, and of which class it is: shapes ask for that, and a
/// harvester need not fetch the list to know it.
fn authority(class: &str, code: &str) -> Value {
    of_class(class, &format!("{AUTHORITY}{code}"))
}

fn concept(code: &str, label: &str) -> Value {
    let mut concept = authority("skos:Concept", code);
    concept["skos:prefLabel"] = json!({ "@value": label, "@language": "en" });
    concept
}

fn of_class(class: &str, id: &str) -> Value {
    json!({ "@id": id, "@type": class })
}

fn period(first: &str, last: &str) -> Value {
    json!({
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": date(first),
        "dcat:endDate": date(last),
    })
}

fn date(day: &str) -> Value {
    json!({ "@value": day, "@type": "xsd:date" })
}

/// CC BY 4.0, as other open data of states.
pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
const SHA_256: &str = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256";
const SERIES: &str = "#series";
const PUBLISHER: &str = "#publisher";
const CONTACT: &str = "#contact";
