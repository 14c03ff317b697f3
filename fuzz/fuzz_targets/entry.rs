//! A line of the ledger.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::ledger::entry::Entry;

fuzz_target!(|line: &[u8]| {
    if let Ok(entry) = Entry::parse(line) {
        assert_eq!(entry.to_line().as_bytes(), line, "an entry has one spelling");
    }
});
