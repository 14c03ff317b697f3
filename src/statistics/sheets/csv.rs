//! CSV files and what describes them.
//!
//! RFC 4180 with a header line and CRLF, UTF-8, one number per line. Cells hold codes,
//! years, numbers and status letters only, each made of characters that no spreadsheet
//! takes for a formula and that never need quoting; free text has no way in. Beside each
//! file stands its CSV on the Web metadata
//! (<https://www.w3.org/TR/2015/REC-tabular-metadata-20151217/>).

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Sheet;
use crate::statistics::dcat::each_language;
use crate::statistics::release::{Figure, YearFigures};
use crate::text::{Language, say, say_with};

/// The sheet in long form: `year,<dimension>,measure,value,from,to,conf_status`.
pub(crate) fn table(year: &YearFigures, sheet: &Sheet) -> String {
    let mut csv = format!(
        "year,{},measure,value,from,to,conf_status\r\n",
        sheet.dimension
    );
    for row in &sheet.rows {
        for (column, figure) in sheet.columns.iter().zip(&row.figures) {
            let Figure {
                value,
                band,
                status,
            } = figure;
            let ends = [*value, band.map(|band| band.from), band.map(|band| band.to)];
            let [value, from, to] =
                ends.map(|end| end.map_or(String::new(), |end| end.to_string()));
            let status = status.code();
            write!(
                csv,
                "{},{},{column},{value},{from},{to},{status}\r\n",
                year.year, row.code
            )
            .expect("a string takes all that is written");
        }
    }
    csv
}

/// The file's metadata, `<file>-metadata.json`.
pub(crate) fn metadata(year: &YearFigures, sheet: &Sheet, file: &str) -> Value {
    let words = |id: &str| by_language(|language| say(language, id));
    let threshold = year.threshold.count().to_string();
    let note = |language| {
        let filled = say_with(
            language,
            "figures-status-note",
            &[("threshold", &threshold)],
        );
        format!("C {filled}")
    };
    let mut noted = by_language(note);
    noted["type"] = "threshold".into();
    noted["value"] = year.threshold.count().into();
    let dimension = format!("figures-dimension-{}", sheet.dimension);
    json!({
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dc:title": each_language(|language| sheet.caption(language, year)),
        "dc:provenance": year.basis.to_string(),
        "dc:license": { "@id": crate::statistics::dcat::LICENCE },
        "dialect": {
            "encoding": "utf-8", "delimiter": ",", "header": true,
            "lineTerminators": ["\r\n"], "quoteChar": "\"",
        },
        "tableSchema": {
            "columns": [
                column("year", &words("figures-dimension-year"), &json!({ "base": "gYear" }), true),
                column(sheet.dimension, &words(&dimension), &code(), true),
                column("measure", &words("figures-dimension-measure"), &code(), true),
                column("value", &words("figures-dimension-value"), &json!({ "base": "nonNegativeInteger" }), false),
                column("from", &words("figures-dimension-from"), &json!({ "base": "nonNegativeInteger" }), false),
                column("to", &words("figures-dimension-to"), &json!({ "base": "nonNegativeInteger" }), false),
                column("conf_status", &words("figures-dimension-status"), &json!({ "base": "string", "format": "[FCAD]" }), true),
            ],
            "primaryKey": ["year", sheet.dimension, "measure"],
        },
        "notes": [noted],
    })
}

/// `{"en": …, …}`: in each language that has words for everything.
fn by_language(words: impl Fn(Language) -> String) -> Value {
    let all = Language::complete();
    all.map(|language| (language.code().to_string(), Value::from(words(language))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn column(name: &str, titles: &Value, datatype: &Value, required: bool) -> Value {
    let mut titles = titles.clone();
    titles["und"] = name.into();
    json!({
        "name": name.replace('-', "_"),
        "titles": titles,
        "datatype": datatype,
        "null": "",
        "required": required,
    })
}

fn code() -> Value {
    json!({ "base": "string", "format": "[a-z][a-z0-9_-]*" })
}
