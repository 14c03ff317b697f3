//! `report.json`: the heading and the answers of a report.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::report::Report;

fuzz_target!(|json: &[u8]| {
    let _ = Report::parse(json);
});
