//! A path of the ledger, and the bytes of an entry bundle.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::ledger::tree::tiles::{Bundle, Resource};

fuzz_target!(|input: (&str, &[u8], u8)| {
    let (path, bytes, width) = input;
    if let Some(resource) = Resource::parse(path) {
        assert_eq!(resource.to_string(), path);
    }
    if let Some(bundle) = Bundle::new(0, u16::from(width) + 1) {
        let _ = bundle.split(bytes);
    }
});
