//! A roster's text, signed by the institution: whoever has that key may still write nonsense.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use minisign::KeyPair;
use svilpe::rules::roster::{InstitutionKey, Roster};

static PAIR: LazyLock<KeyPair> =
    LazyLock::new(|| KeyPair::generate_unencrypted_keypair().expect("made"));

fuzz_target!(|text: &str| {
    let public = PAIR.pk.to_box().expect("a box").to_string();
    let key = InstitutionKey::parse(&public).expect("a stock key");
    let signed = minisign::sign(Some(&PAIR.pk), &PAIR.sk, Cursor::new(text), None, None);
    let signature = signed.expect("signed").to_string();
    let _ = Roster::parse(text, &signature, &key);
    // And a signature that a rogue server made up.
    let _ = Roster::parse(text, text, &key);
});
