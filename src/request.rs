//! Signed requests: RFC 9421 in one fixed shape.
//!
//! Officers' and auditors' tools sign each request to the intake with their Ed25519 key.
//! Keeps the second half of P2 for officers too: a signature has no `created`, so neither
//! clock matters and nobody's working hours are written anywhere. Replays die by a challenge
//! that the server draws anew at each start (see [`Challenges`]).
//!
//! Knows [RFC 9421](https://www.rfc-editor.org/rfc/rfc9421) (signatures),
//! [RFC 9530](https://www.rfc-editor.org/rfc/rfc9530) (`content-digest`) and
//! [RFC 9651](https://www.rfc-editor.org/rfc/rfc9651) (structured fields).
//! Never knows who is asking, what for, or the hour.
//!
//! ```text
//!   GET /v1/challenge ─▶ challenge ─┐
//!   method, path, query, body ──────┼─▶ signature base ─▶ Ed25519 ─▶ five headers
//!   instance, fresh nonce ──────────┘
//! ```
//!
//! Order on the server: look at the shape, verify the signature, and only then spend the
//! nonce. So a stranger can't fill the memory of spent nonces. Nothing of it is at rest:
//! a crash forgets the nonces together with the challenge that made them worth anything.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::digest;
use sfv::{BareItem, Dictionary, InnerList, ListEntry, Parser};

use crate::receipt::random_bytes;
use crate::signature::{SigningKey, VerifyingKey};

mod challenge;

pub use challenge::{Challenge, Challenges, NONCES_MAX, Nonce};

/// Names an officer's or auditor's key: the first 8 bytes of SHA-256 of the public key.
/// Not a secret, and no proof of anything: the signature is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 8]);

/// Names one installed intake. A signature made for one is worth nothing at another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstanceId([u8; 16]);

/// SHA-256 of a request's body, as `content-digest` says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BodyDigest([u8; 32]);

/// What is being asked for: the parts of a request that a signature covers.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// `GET` or `POST`, in capitals.
    pub method: &'a str,
    /// As sent, starting with `/`.
    pub path: &'a str,
    /// As sent, without its `?`.
    pub query: Option<&'a str>,
    pub body: BodyDigest,
}

/// The five headers that make a request a signed one.
pub struct SignedHeaders([(&'static str, String); 5]);

/// The server's side: checks requests to one instance.
pub struct Verifier {
    instance: InstanceId,
    challenges: Mutex<Challenges>,
    nobody: VerifyingKey,
}

/// The one answer to a request that is not rightly signed, whatever is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

impl SignedHeaders {
    /// Signs a request with a fresh nonce. Each sending needs a signature of its own.
    pub fn sign(
        target: &Target<'_>,
        instance: InstanceId,
        challenge: Challenge,
        key: &SigningKey,
    ) -> Self {
        let parameters = Parameters {
            key: KeyId::of(&key.public()),
            nonce: Nonce::random(),
        };
        let stated = Stated {
            digest: target.body.to_string(),
            instance: instance.to_string(),
            challenge: challenge.to_string(),
        };
        let signature = key.sign_framed(profile_base(target, &stated, &parameters).as_bytes());
        Self([
            (CONTENT_DIGEST, stated.digest),
            (INSTANCE, stated.instance),
            (CHALLENGE, stated.challenge),
            (SIGNATURE_INPUT, parameters.field()),
            (SIGNATURE, signature_field(&signature)),
        ])
    }

    /// Names (lower case) and values, ready to send.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

impl Verifier {
    /// A verifier with a challenge that nobody has seen yet.
    pub fn new(instance: InstanceId) -> Self {
        Self {
            instance,
            challenges: Mutex::new(Challenges::new()),
            nobody: SigningKey::random().public(),
        }
    }

    /// What `GET /v1/challenge` answers.
    pub fn challenge(&self) -> Challenge {
        self.challenges().current()
    }

    /// Draws a new challenge; the one before stays good, the one before that is dead.
    pub fn rotate(&self) {
        self.challenges().rotate();
    }

    /// Who signed this request, if `lookup` knows the key and everything fits.
    ///
    /// `headers` are all of the request's headers, with lower-case names, as they came.
    /// Unknown key, bad signature, foreign instance, dead challenge, spent nonce: the same
    /// answer after the same work (one signature check), so time tells nothing either.
    pub fn verify<'h>(
        &self,
        target: &Target<'_>,
        headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
        lookup: impl Fn(&KeyId) -> Option<VerifyingKey>,
    ) -> Result<KeyId, Refused> {
        let presented = Presented::parse(headers).ok_or(Refused)?;
        let base = profile_base(target, &presented.stated, &presented.parameters);
        let known = lookup(&presented.parameters.key);
        let signed = known
            .unwrap_or(self.nobody)
            .verify_framed(base.as_bytes(), &presented.signature);
        let fits = known.is_some()
            & signed.is_ok()
            & (presented.stated.digest == target.body.to_string())
            & (presented.stated.instance == self.instance.to_string());
        let challenge = Challenge::parse(&presented.stated.challenge).ok_or(Refused)?;
        if fits
            && self
                .challenges()
                .spend(challenge, presented.parameters.nonce)
        {
            Ok(presented.parameters.key)
        } else {
            Err(Refused)
        }
    }

    /// A panic elsewhere while holding the lock leaves whole challenges behind: each step of
    /// [`Challenges`] is complete or not begun.
    fn challenges(&self) -> std::sync::MutexGuard<'_, Challenges> {
        self.challenges
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeyId {
    pub fn of(key: &VerifyingKey) -> Self {
        let digest = digest::digest(&digest::SHA256, key.as_bytes());
        let mut id = [0; 8];
        id.copy_from_slice(&digest.as_ref()[..8]);
        Self(id)
    }

    /// From 16 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        exact_hex(text).map(Self)
    }

    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl InstanceId {
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// From 32 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        exact_hex(text).map(Self)
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl BodyDigest {
    /// Of the whole body; of nothing, if there is none.
    pub fn of(body: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest::digest(&digest::SHA256, body).as_ref());
        Self(bytes)
    }
}

/// The three covered header fields, as they are written.
struct Stated {
    digest: String,
    instance: String,
    challenge: String,
}

/// What the signature says of itself. `alg` and `tag` are constant.
struct Parameters {
    key: KeyId,
    nonce: Nonce,
}

/// The five headers of a stranger's request, in the only shape that counts.
struct Presented {
    stated: Stated,
    parameters: Parameters,
    signature: [u8; 64],
}

impl Presented {
    /// Each of the five exactly once, none longer than [`FIELD_MAX`]; others are not looked at.
    fn parse<'h>(headers: impl IntoIterator<Item = (&'h str, &'h [u8])>) -> Option<Self> {
        let mut fields = [None; 5];
        for (name, value) in headers {
            let Some(place) = FIELDS.iter().position(|field| *field == name) else {
                continue;
            };
            let value = std::str::from_utf8(value).ok()?;
            let plain =
                value.len() <= FIELD_MAX && value.bytes().all(|b| (0x20..0x7f).contains(&b));
            if !plain || fields[place].replace(value).is_some() {
                return None;
            }
        }
        let [digest, instance, challenge, input, signature] = fields;
        Some(Self {
            stated: Stated {
                digest: digest?.to_owned(),
                instance: instance?.to_owned(),
                challenge: challenge?.to_owned(),
            },
            parameters: Parameters::parse(input?)?,
            signature: parse_signature(signature?)?,
        })
    }
}

impl Parameters {
    /// Reads what may vary, writes the whole field again, and wants the same bytes: so other
    /// components, orders, parameters, labels and spellings have no way in.
    fn parse(field: &str) -> Option<Self> {
        let fields: Dictionary = Parser::new(field).parse().ok()?;
        let Some(ListEntry::InnerList(InnerList { params, .. })) = fields.get(LABEL) else {
            return None;
        };
        let text = |name: &str| match params.get(name) {
            Some(BareItem::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let parameters = Self {
            key: KeyId::parse(text("keyid")?)?,
            nonce: Nonce::parse(text("nonce")?)?,
        };
        (parameters.field() == field).then_some(parameters)
    }

    /// The value of `signature-input`.
    fn field(&self) -> String {
        format!("{LABEL}={}", self.inner_list())
    }

    /// The value of `@signature-params`: RFC 9421 section 2.3. All text in it is ours, hex or
    /// base64, so no escaping is ever needed.
    fn inner_list(&self) -> String {
        let covered = COVERED.map(|name| format!("\"{name}\"")).join(" ");
        format!(
            "({covered});keyid=\"{}\";nonce=\"{}\";alg=\"ed25519\";tag=\"svilpe-v1\"",
            self.key, self.nonce
        )
    }
}

fn parse_signature(field: &str) -> Option<[u8; 64]> {
    let fields: Dictionary = Parser::new(field).parse().ok()?;
    let Some(ListEntry::Item(item)) = fields.get(LABEL) else {
        return None;
    };
    let BareItem::ByteSequence(bytes) = &item.bare_item else {
        return None;
    };
    let signature = bytes.as_slice().try_into().ok()?;
    (signature_field(&signature) == field).then_some(signature)
}

fn signature_field(signature: &[u8; 64]) -> String {
    format!("{LABEL}=:{}:", BASE64_STANDARD.encode(signature))
}

/// The signature base of our profile.
fn profile_base(target: &Target<'_>, stated: &Stated, parameters: &Parameters) -> String {
    let path = if target.path.is_empty() {
        "/"
    } else {
        target.path
    };
    let query = format!("?{}", target.query.unwrap_or_default());
    let values = [
        target.method,
        path,
        query.as_str(),
        stated.digest.as_str(),
        stated.instance.as_str(),
        stated.challenge.as_str(),
    ];
    let components: Vec<_> = COVERED.into_iter().zip(values).collect();
    signature_base(&components, &parameters.inner_list())
}

/// RFC 9421 section 2.5, for components without parameters of their own.
fn signature_base(components: &[(&str, &str)], parameters: &str) -> String {
    let mut base = String::new();
    for (name, value) in components {
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {parameters}"));
    base
}

/// Exactly `2 N` lower-case hex digits, so that each value has one spelling.
fn exact_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    (hex::encode(bytes) == text).then_some(bytes)
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha-256=:{}:", BASE64_STANDARD.encode(self.0))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is not rightly signed")
    }
}

impl std::error::Error for Refused {}

const LABEL: &str = "svilpe";
const CONTENT_DIGEST: &str = "content-digest";
const INSTANCE: &str = "svilpe-instance";
const CHALLENGE: &str = "svilpe-challenge";
const SIGNATURE_INPUT: &str = "signature-input";
const SIGNATURE: &str = "signature";

const FIELDS: [&str; 5] = [
    CONTENT_DIGEST,
    INSTANCE,
    CHALLENGE,
    SIGNATURE_INPUT,
    SIGNATURE,
];

/// What each signature covers, in this order.
const COVERED: [&str; 6] = [
    "@method",
    "@path",
    "@query",
    CONTENT_DIGEST,
    INSTANCE,
    CHALLENGE,
];

/// Bytes of one header value; the longest of ours (`signature-input`) has 197.
const FIELD_MAX: usize = 512;

#[cfg(test)]
mod tests;
