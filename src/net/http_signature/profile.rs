//! The profile: five header fields in the only shape that counts, and what is signed.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sfv::{BareItem, Dictionary, InnerList, ListEntry, Parser};

use super::challenge::Nonce;
use super::components::{KeyId, Target};

/// The three covered header fields, as they are written.
pub(super) struct Stated {
    pub digest: String,
    pub instance: String,
    pub challenge: String,
}

/// What the signature says of itself. `alg` and `tag` are constant.
pub(super) struct Parameters {
    pub key: KeyId,
    pub nonce: Nonce,
}

/// The five headers of a stranger's request, in the only shape that counts.
pub(super) struct Presented {
    pub stated: Stated,
    pub parameters: Parameters,
    pub signature: [u8; 64],
}

impl Presented {
    /// Each of the five exactly once, none longer than [`FIELD_MAX`]; others are not looked at.
    pub(super) fn parse<'h>(
        headers: impl IntoIterator<Item = (&'h str, &'h [u8])>,
    ) -> Option<Self> {
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
    pub(super) fn parse(field: &str) -> Option<Self> {
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
    pub(super) fn field(&self) -> String {
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

pub(super) fn signature_field(signature: &[u8; 64]) -> String {
    format!("{LABEL}=:{}:", BASE64_STANDARD.encode(signature))
}

/// The signature base of our profile.
pub(super) fn profile_base(
    target: &Target<'_>,
    stated: &Stated,
    parameters: &Parameters,
) -> String {
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
pub(super) fn signature_base(components: &[(&str, &str)], parameters: &str) -> String {
    let mut base: String = components
        .iter()
        .flat_map(|(name, value)| ["\"", name, "\": ", value, "\n"])
        .collect();
    base.push_str("\"@signature-params\": ");
    base.push_str(parameters);
    base
}

const LABEL: &str = "svilpe";
pub(super) const CONTENT_DIGEST: &str = "content-digest";
pub(super) const INSTANCE: &str = "svilpe-instance";
pub(super) const CHALLENGE: &str = "svilpe-challenge";
pub(super) const SIGNATURE_INPUT: &str = "signature-input";
pub(super) const SIGNATURE: &str = "signature";

pub(super) const FIELDS: [&str; 5] = [
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
pub(super) const FIELD_MAX: usize = 512;
