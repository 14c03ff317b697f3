//! The PROXY line that tor writes before a connection.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::intake::http::circuit::Circuit;

fuzz_target!(|line: &[u8]| {
    let _ = Circuit::parse(line);
});
