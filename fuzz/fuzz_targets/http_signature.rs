//! The five headers of a signed request.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svilpe::keys::signature::SigningKey;
use svilpe::net::http_signature::{BodyDigest, InstanceId, Target, Verifier};

static VERIFIER: LazyLock<Verifier> =
    LazyLock::new(|| Verifier::new(InstanceId::from_bytes([7; 16])));
static KEY: LazyLock<SigningKey> = LazyLock::new(SigningKey::random);

/// In the order of the input's lines.
const NAMES: [&str; 5] =
    ["content-digest", "signature", "signature-input", "svilpe-challenge", "svilpe-instance"];

fuzz_target!(|headers: &[u8]| {
    let lines = headers.split(|byte| *byte == b'\n');
    let target = Target { method: "GET", path: "/reports", query: None, body: BodyDigest::of(b"") };
    let _ = VERIFIER.verify(&target, NAMES.into_iter().zip(lines), |_| Some(KEY.public()));
});
