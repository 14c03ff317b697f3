//! A release that is read back, replaced and shown.

use std::fs;

use svilpe::statistics::publish::{self, CannotPublish};
use svilpe::statistics::release::Release;
use svilpe::statistics::release::format::{LENGTH_MAX, NotARelease};
use svilpe::text::Language;

use super::files::{public_files, publisher};
use crate::figures::example;
use crate::figures::public;
use crate::figures::random::two_years;

#[test]
fn a_release_reads_back_as_itself() {
    let release = example::release(Release::public);
    assert_eq!(Release::parse(release.to_json().as_bytes()), Ok(release));
}

#[test]
fn p8_a_release_from_outside_is_read_strictly() {
    let json = example::release(Release::public).to_json();
    let refused = |text: &str| Release::parse(text.as_bytes()).err();
    assert_eq!(refused(&json), None);
    let padded = format!("{json}{}", " ".repeat(LENGTH_MAX - json.len()));
    assert_eq!(refused(&padded), None, "as long as may be");
    assert_eq!(refused(&format!("{padded} ")), Some(NotARelease::TooLong));
    for (what, by) in [
        ("\"value\": null", "\"value\": 3"),
        ("\"conf_status\": \"C\"", "\"conf_status\": \"A\""),
        ("\"to\": 5,", "\"to\": 4,"),
        ("\"from\": 0,", ""),
        ("\"year\": 2022", "\"year\": 202"),
        ("\"threshold\": 5", "\"threshold\": 2"),
        ("\"table\": \"overview\"", "\"table\": \"owerview\""),
        ("\"row\": \"received\"", "\"row\": \"=1+1\""),
        ("svilpe-statistics/3", "svilpe-statistics/4"),
        (
            "\"year\": 2022,",
            "\"year\": 2022, \"until\": \"2022-12-31\",",
        ),
        ("\"years\": [", "\"surplus\": 1, \"years\": ["),
        ("\"lv\": \"Valsts policija\"", "\"lv\": \"\\u001b[2J\""),
    ] {
        let changed = json.replacen(what, by, 1);
        assert_ne!(changed, json, "{what}");
        assert!(refused(&changed).is_some(), "{by}");
    }
    assert!(
        refused("").is_some()
            && refused("null").is_some()
            && refused(&"[".repeat(100_000)).is_some()
    );
}

#[test]
fn a_release_replaces_a_release_and_nothing_else() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("statistika");
    let files = public_files();
    assert!(publish::read_previous(&folder).expect("none").is_none());
    publish::write(&files, &folder).expect("published");
    publish::write(&files, &folder).expect("published again");
    let previous = publish::read_previous(&folder).expect("readable");
    assert_eq!(previous, Some(example::release(Release::public)));
    assert_eq!(fs::read_dir(&folder).expect("there").count(), files.len());
    assert_eq!(
        fs::read_dir(parent.path()).expect("there").count(),
        1,
        "no half release is left behind"
    );

    // A crash between the two renames.
    let aside = parent.path().join(".svilpe-before-statistika-x1");
    fs::create_dir(&aside).expect("a folder");
    fs::rename(&folder, aside.join("release")).expect("moved");
    assert!(matches!(
        publish::read_previous(&folder),
        Err(CannotPublish::Interrupted(_))
    ));
    fs::rename(aside.join("release"), &folder).expect("moved back");

    let internal = publish::files(&example::release(Release::internal), &publisher());
    let refused = publish::write(&internal, &folder);
    assert!(matches!(refused, Err(CannotPublish::OtherView(_))));

    let foreign = parent.path().join("thesis");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("chapter-1.txt"), "years of work").expect("a file");
    assert!(matches!(
        publish::write(&files, &foreign),
        Err(CannotPublish::NotOurs(_))
    ));
    assert!(foreign.join("chapter-1.txt").exists());
    assert!(matches!(
        publish::read_previous(&foreign),
        Err(CannotPublish::NotOurs(_))
    ));
}

#[test]
fn the_intake_shows_the_last_release_in_words() {
    let release = example::release(Release::public);
    let tables = release.page_tables(Language::latvian());
    let areas = tables
        .iter()
        .find(|table| table.id == "categories-2022")
        .expect("a table");
    assert!(
        areas
            .rows
            .iter()
            .any(|row| row.name.starts_with("izvairīšanās") && row.cells[1].text == "13")
    );
    assert!(areas.folded.is_some(), "withheld rows are told by name");
    assert!(
        public(&[], 5, "2023-02-01", None)
            .page_tables(Language::english())
            .is_empty()
    );
}

/// Years are compared by a picture, too: a full bar for a row's largest number, and a hollow one where
/// only an upper end is told. A row of which nothing but *few or none* is told has none.
#[test]
fn the_years_of_a_row_are_compared_by_bars_on_both_pages() {
    let release = public(&two_years(5), 5, "2024-02-01", None);
    let files = publish::files(&release, &publisher());
    let page = String::from_utf8(files["index.html"].clone()).expect("text");
    let (_, trend) = page.split_once("Gadu salīdzinājums").expect("two years");
    let (trend, _) = trend.split_once("</section>").expect("an end");
    let rows = trend.split("<tr>").skip(1);
    let rows = rows.filter(|row| row.starts_with("<th scope=\"row\">"));
    let (mut full, mut hollow) = (0, 0);
    for row in rows {
        let is_barred = row.contains("<i class=\"");
        assert_eq!(
            is_barred,
            row.contains("w100\""),
            "the largest is full: {row}"
        );
        full += usize::from(row.contains("<i class=\"w100\""));
        hollow += row.matches("<i class=\"most ").count();
    }
    assert!(full > 0 && hollow > 0, "{full} {hollow}");
    // The server's page has the same tables and the same bars, in steps of five.
    let tables = release.page_tables(Language::latvian());
    let years: Vec<_> = tables
        .iter()
        .filter(|table| table.id.ends_with("-years"))
        .collect();
    assert_eq!(years.len(), 3);
    let bars = years
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells);
    let bars: Vec<_> = bars
        .filter_map(|cell| Some(cell.bar?.class_of_five()))
        .collect();
    assert_eq!(bars.len(), trend.matches("<i class=\"").count());
    assert!(
        bars.iter()
            .all(|class| class.ends_with('5') || class.ends_with('0')),
        "{bars:?}"
    );
}
