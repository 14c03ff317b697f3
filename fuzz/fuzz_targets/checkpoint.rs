//! A signed note: a tree head, as a rogue server serves it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svilpe::keys::signature::SigningKey;
use svilpe::ledger::checkpoint::{Checkpoint, LogKey, LogName};

static LOG: LazyLock<LogKey> = LazyLock::new(|| {
    let name = LogName::parse("svilpe.example/fuzz").expect("a name");
    LogKey::new(name, SigningKey::random().public())
});

fuzz_target!(|note: &[u8]| {
    let _ = Checkpoint::parse(note, &LOG);
});
