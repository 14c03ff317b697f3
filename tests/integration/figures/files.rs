//! The files of a release: the same each time, and safe to open.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use svilpe::rules::names::Names;
use svilpe::statistics::dcat::Publisher;
use svilpe::statistics::publish::{self, Files};
use svilpe::statistics::release::format::NotARelease;
use svilpe::statistics::release::{NamesForCodes, Recipe, Release};
use svilpe::statistics::withholding::Threshold;
use svilpe::text::{Language, LanguageCode};

use crate::figures::example;
use crate::figures::random::ledger;
use crate::figures::{categories, code, day, public};

pub fn publisher() -> Publisher {
    Publisher {
        name: in_both("Valsts kanceleja", "State Chancellery"),
        country: "LVA".to_owned(),
        contact: "mailto:statistika@example.lv".to_owned(),
    }
}

pub fn in_both(latvian: &str, english: &str) -> Names {
    let code = |language: Language| -> LanguageCode { language.code().clone() };
    let names = [
        (code(Language::latvian()), latvian.to_owned()),
        (code(Language::english()), english.to_owned()),
    ];
    Names::new(names).expect("two")
}

pub fn public_files() -> Files {
    publish::files(&example::release(Release::public), &publisher())
}

/// Is this a file of that kind?
pub fn is(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

fn text(files: &Files, name: &str) -> String {
    String::from_utf8(files[name].clone()).expect("UTF-8")
}

#[test]
fn p8_the_same_ledger_gives_the_same_bytes() {
    let mut cases = ledger(11);
    let once = publish::files(&public(&cases, 5, "2023-02-01", None), &publisher());
    // The order of reports within the ledger is chance, and shows nowhere.
    cases.reverse();
    let again = publish::files(&public(&cases, 5, "2023-02-01", None), &publisher());
    assert_eq!(once, again);
}

#[test]
fn p8_a_year_is_published_once_its_books_are_closed_and_not_a_day_before() {
    let cases = ledger(11);
    assert!(public(&cases, 5, "2023-01-31", None).years().is_empty());
    assert_eq!(public(&cases, 5, "2023-02-01", None).years().len(), 1);
}

#[test]
fn csv_parses_back_and_holds_no_free_text() {
    let files = public_files();
    let release = example::release(Release::public);
    let mut seen = BTreeSet::new();
    for name in files.keys().filter(|name| is(name, "csv")) {
        let csv = text(&files, name);
        let mut lines = csv.split_terminator("\r\n");
        let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
        assert_eq!(
            header[2..],
            ["measure", "value", "from", "to", "conf_status"],
            "{name}"
        );
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let [year, row, measure, value, from, to, status] = cells[..] else {
                panic!("{name}: {line}");
            };
            assert_eq!(year, "2022");
            assert_eq!((code(row).as_str(), code(measure).as_str()), (row, measure));
            assert_eq!(value.is_empty(), status == "C", "{name}: {line}");
            let is_number = |text: &str| text.is_empty() || text.parse::<u64>().is_ok();
            assert!(
                [value, from, to].into_iter().all(is_number),
                "{name}: {line}"
            );
            let has_band = (!from.is_empty(), !to.is_empty());
            assert!(has_band == (false, false) || (has_band == (true, true) && value.is_empty()));
            seen.insert((name.clone(), row.to_owned(), measure.to_owned()));
        }
    }
    let sheets = release.years()[0].sheets();
    let figures: usize = sheets
        .iter()
        .map(|sheet| sheet.rows.len() * sheet.columns.len())
        .sum();
    assert_eq!(seen.len(), figures, "every figure once");
}

#[test]
fn each_csv_file_is_described() {
    let files = public_files();
    for name in files.keys().filter(|name| is(name, "csv")) {
        let described: Value =
            serde_json::from_str(&text(&files, &format!("{name}-metadata.json"))).expect("JSON");
        assert_eq!(described["@context"], "http://www.w3.org/ns/csvw");
        assert_eq!(described["url"], name.as_str());
        let columns = described["tableSchema"]["columns"]
            .as_array()
            .expect("columns");
        let csv = text(&files, name);
        let header: Vec<&str> = csv.lines().next().expect("a header").split(',').collect();
        for (column, title) in columns.iter().zip(&header) {
            assert_eq!(column["titles"]["und"], *title, "{name}");
            assert!(
                !column["name"].as_str().expect("a name").contains('-'),
                "a CSVW name is a URI template variable"
            );
        }
        assert_eq!(columns.len(), header.len());
        for key in described["tableSchema"]["primaryKey"]
            .as_array()
            .expect("keys")
        {
            assert!(
                columns.iter().any(|column| column["name"] == *key),
                "{name}: {key}"
            );
        }
    }
}

/// DCAT-AP 3.0.0, `shapes.ttl`: what each class must have, and what harvesters expect.
#[test]
fn the_catalogue_has_what_dcat_ap_requires() {
    let required: &[(&str, &[&str])] = &[
        (
            "dcat:Catalog",
            &[
                "dct:title",
                "dct:description",
                "dct:publisher",
                "dcat:dataset",
            ],
        ),
        ("dcat:DatasetSeries", &["dct:title", "dct:description"]),
        (
            "dcat:Dataset",
            &[
                "dct:title",
                "dct:description",
                "dcat:inSeries",
                "dct:publisher",
                "dcat:contactPoint",
                "dcat:keyword",
                "dcat:theme",
                "dct:spatial",
                "dct:temporal",
                "dct:accrualPeriodicity",
                "dct:accessRights",
                "dct:issued",
                "dct:modified",
                "dct:language",
                "dcat:distribution",
            ],
        ),
        (
            "dcat:Distribution",
            &[
                "dcat:accessURL",
                "dct:format",
                "dcat:mediaType",
                "dct:license",
                "dcatap:availability",
            ],
        ),
        ("foaf:Agent", &["foaf:name"]),
        ("vcard:Organization", &["vcard:fn", "vcard:hasEmail"]),
    ];
    let files = public_files();
    let catalogue: Value = serde_json::from_str(&text(&files, "catalogue.jsonld")).expect("JSON");
    let graph = catalogue["@graph"].as_array().expect("a graph");
    for (class, properties) in required {
        let things: Vec<&Value> = graph
            .iter()
            .filter(|thing| thing["@type"] == *class || thing["@type"][0] == *class)
            .collect();
        assert!(!things.is_empty(), "{class}");
        for thing in things {
            for property in *properties {
                assert!(
                    !thing[*property].is_null(),
                    "{class} {} lacks {property}",
                    thing["@id"]
                );
            }
        }
    }
    refers_only_to_itself_and_existing_files(graph, &files);
}

fn refers_only_to_itself_and_existing_files(graph: &[Value], files: &Files) {
    let ids: BTreeSet<&str> = graph
        .iter()
        .map(|thing| thing["@id"].as_str().expect("an id"))
        .collect();
    assert_eq!(ids.len(), graph.len(), "each thing once");
    for thing in graph {
        for property in [
            "dcat:dataset",
            "dcat:distribution",
            "dcat:inSeries",
            "dct:publisher",
            "dcat:contactPoint",
        ] {
            let many = thing[property]
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![thing[property].clone()]);
            for link in many.iter().filter_map(|link| link["@id"].as_str()) {
                assert!(ids.contains(link), "{property} {link}");
            }
        }
        if let Some(address) = thing["dcat:accessURL"]["@id"].as_str() {
            let name = address.split('#').next().expect("a name");
            assert!(files.contains_key(name), "{address}");
        }
    }
}

const HOSTILE: &[&str] = &[
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-1",
    "@SUM(A1)",
    "\u{ff1d}1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=x>",
    "</style><script>",
    "a,b\"c",
    "]]>",
    "x\u{2028}y",
    "{{ style }}",
    "<!--",
    "javascript:x",
    "Ā'&amp;",
];

/// J12: names come from policy and roster files, and may be anything.
#[test]
fn p8_hostile_names_stay_names() {
    for hostile in HOSTILE {
        let categories = categories();
        let name = in_both(hostile, hostile);
        let names = categories
            .iter()
            .map(|category| (category.code.clone(), name.clone()));
        let recipe = Recipe {
            basis: super::basis(),
            threshold: Threshold::new(5).expect("the default"),
            categories: &categories,
            names: NamesForCodes(names.collect()),
            through: day("2023-02-01"),
            previous: None,
        };
        let release = Release::public(example::cases(), recipe);
        let publisher = Publisher {
            name: in_both(hostile, "State Chancellery"),
            ..publisher()
        };
        let files = publish::files(&release, &publisher);
        assert_eq!(
            Release::parse(&files["statistics.json"]).as_ref(),
            Ok(&release),
            "{hostile}"
        );
        for (file, bytes) in &files {
            let content = String::from_utf8(bytes.clone()).expect("UTF-8");
            if is(file, "csv") {
                let cells = content.lines().flat_map(|line| line.split(','));
                let tame = |cell: &str| {
                    cell.chars()
                        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
                };
                let starts = |cell: &str| !cell.starts_with(['-', '_']);
                cells.for_each(|cell| assert!(tame(cell) && starts(cell), "{file} {cell:?}"));
            } else if is(file, "html") {
                assert!(
                    !content.contains("<script") && !content.contains("<img"),
                    "{file} {hostile}"
                );
                assert_eq!(content.matches("</style>").count(), 1, "{file} {hostile}");
            } else {
                serde_json::from_str::<Value>(&content).expect("JSON");
            }
        }
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let files = public_files();
    for name in ["index.html", "index.en.html"] {
        let page = text(&files, name);
        for foreign in [
            "<script", "<img", "<link", "<iframe", "@import", "url(", "style=\"", "src=",
        ] {
            assert!(!page.contains(foreign), "{name}: {foreign}");
        }
        assert!(!page.contains("figures-"), "{name}: a word is missing");
        assert_eq!(
            page.matches("<caption").count(),
            page.matches("<table").count()
        );
        for link in page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let known = link.starts_with('#')
                || link.starts_with("https://creativecommons.org/")
                || files.contains_key(link);
            assert!(known, "{name}: {link}");
        }
    }
}

#[test]
fn p8_the_internal_view_says_so_in_every_name_and_on_every_page() {
    let files = publish::files(&example::release(Release::internal), &publisher());
    assert!(files.keys().all(|name| name.starts_with("INTERNAL-")));
    assert!(text(&files, "INTERNAL-index.html").contains("IEKŠĒJAIS SKATS"));
    assert!(text(&files, "INTERNAL-index.en.html").contains("INTERNAL VIEW"));
    let json = &files["INTERNAL-statistics.json"];
    assert_eq!(Release::parse(json), Err(NotARelease::Internal));
}
