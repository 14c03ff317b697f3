//! Whose figures they are: an auditor's signature beside `statistics.json`.
//!
//! One line, `<public key> <base64 signature>`, over the file's bytes in a domain of its own. Knows
//! keys and bytes. Never knows a number.

use crate::keys::signature::{FiguresDomain, Signature, SigningKey, VerifyingKey};

/// The file's name.
pub(crate) const FILE: &str = "statistics.json.sig";

/// What the file holds.
pub(crate) fn sign(json: &[u8], key: &SigningKey) -> String {
    let signature: Signature<FiguresDomain> = key.sign(json);
    format!("{} {signature}\n", key.public())
}

/// Did one of these sign `json`, by what the file holds?
pub(crate) fn is_signed(json: &[u8], line: &str, by: &[VerifyingKey]) -> bool {
    let parsed = line
        .trim_end()
        .split_once(' ')
        .and_then(|(key, signature)| {
            let signature = Signature::<FiguresDomain>::parse(signature).ok()?;
            Some((VerifyingKey::parse(key).ok()?, signature))
        });
    parsed.is_some_and(|(key, signature)| by.contains(&key) && key.verify(json, &signature).is_ok())
}
