//! A policy's text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::rules::policy::Policy;

fuzz_target!(|text: &str| {
    let _ = Policy::parse(text);
});
