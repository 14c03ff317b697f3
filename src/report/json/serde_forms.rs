//! The members of `report.json`, in serde's `remote` forms.
//!
//! Each is written once for both directions, and leaves the types themselves without
//! `Serialize`, so that nothing can be written down by accident.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::keys::recipient::{Recipient, RecipientDigest};
use crate::keys::signature::VerifyingKey;
use crate::report::mailbox::MailboxId;
use crate::report::{
    Answers, Fear, FileNote, ForwardConsent, Heading, HowKnown, IdentitySealed, IfNotRecognised,
    ReportKind, ReportedBefore, SealingManifest, StillOngoing, Words,
};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, RosterDigest};
use crate::text::LanguageCode;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Heading", deny_unknown_fields)]
pub(super) struct HeadingForm {
    kind: ReportKind,
    institution: Institution,
    day: Day,
    language: LanguageCode,
    mailbox: MailboxId,
    reply_to: Recipient,
    #[serde(with = "signing")]
    signing: VerifyingKey,
    number: u32,
    #[serde(with = "digest")]
    policy: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SealingManifest", deny_unknown_fields)]
pub(super) struct ManifestForm {
    roster_version: u32,
    #[serde(with = "roster")]
    roster: RosterDigest,
    recipients: Vec<RecipientDigest>,
    left_out: Vec<String>,
    identity: IdentitySealed,
    #[serde(with = "files")]
    files: Vec<FileNote>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FileNote", deny_unknown_fields)]
struct FileForm {
    number: u16,
    #[serde(with = "words")]
    name: Words,
    #[serde(with = "words")]
    kind: Words,
    length: u64,
    #[serde(with = "digest")]
    sha256: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Answers", deny_unknown_fields)]
pub(super) struct AnswersForm {
    #[serde(with = "some_words", default)]
    category: Option<Words>,
    #[serde(with = "words")]
    what_happened: Words,
    #[serde(with = "some_words", default)]
    when: Option<Words>,
    #[serde(rename = "where", with = "some_words", default)]
    where_: Option<Words>,
    #[serde(with = "some_words", default)]
    who_involved: Option<Words>,
    #[serde(default)]
    how_known: Option<HowKnown>,
    #[serde(default)]
    still_ongoing: Option<StillOngoing>,
    #[serde(with = "some_words", default)]
    harm: Option<Words>,
    #[serde(with = "some_words", default)]
    evidence_description: Option<Words>,
    #[serde(default)]
    reported_before: Option<ReportedBefore>,
    #[serde(with = "some_words", default)]
    reported_before_result: Option<Words>,
    #[serde(default)]
    fear_of_retaliation: Option<Fear>,
    #[serde(with = "some_words", default)]
    fear_explained: Option<Words>,
    #[serde(default)]
    if_not_recognised: Option<IfNotRecognised>,
    #[serde(default)]
    forward_consent: Option<ForwardConsent>,
}

/// One serde `with` module for each type that is a JSON string.
macro_rules! as_text {
    ($name:ident, $thing:ty, |$out:ident| $write:expr, |$text:ident| $read:expr) => {
        pub(crate) mod $name {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(
                $out: &$thing,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($write.as_ref())
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$thing, D::Error> {
                let $text = String::deserialize(deserializer)?;
                let thing: Option<$thing> = $read;
                thing.ok_or_else(|| serde::de::Error::custom("not usable"))
            }
        }
    };
}

as_text!(signing, VerifyingKey, |it| it.to_string(), |text| {
    VerifyingKey::parse(&text).ok()
});
as_text!(digest, [u8; 32], |it| hex::encode(it), |text| digest_of(
    &text
));
as_text!(roster, RosterDigest, |it| hex::encode(it.0), |text| {
    digest_of(&text).map(RosterDigest)
});
as_text!(words, Words, |it| it.expose(), |text| Some(text.into()));

fn digest_of(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(hex, &mut bytes).ok()?;
    Some(bytes)
}

/// The same for words.
mod some_words {
    use super::{Deserialize, Deserializer, Serializer, Words, words};

    #[derive(Deserialize)]
    struct OwnedWords(#[serde(with = "words")] Words);

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(
        text: &Option<Words>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => serializer.serialize_some(text.expose()),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Words>, D::Error> {
        let owned = Option::<OwnedWords>::deserialize(deserializer)?;
        Ok(owned.map(|owned| owned.0))
    }
}

/// The same for a `Vec`.
mod files {
    use super::{Deserialize, Deserializer, FileForm, FileNote, Serialize, Serializer};

    #[derive(Serialize)]
    struct LentFile<'a>(#[serde(with = "FileForm")] &'a FileNote);

    #[derive(Deserialize)]
    struct OwnedFile(#[serde(with = "FileForm")] FileNote);

    pub(super) fn serialize<S: Serializer>(
        files: &[FileNote],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(files.iter().map(LentFile))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<FileNote>, D::Error> {
        let owned = Vec::<OwnedFile>::deserialize(deserializer)?;
        Ok(owned.into_iter().map(|owned| owned.0).collect())
    }
}
