//! Signed requests: who asks.
//!
//! Keeps its part of P1, P7 and P9: the body is bounded before the signature over it is checked,
//! and whatever is wrong, the answer is the same empty 404 after the same work. Each key has a few
//! places, and a share of the answers that nobody has read yet.
//!
//! The routes behind a signature hold the intake as [`Guarded`], and nothing takes it out again but
//! [`Signed`]: a handler that forgets to ask who signed has nothing to answer with.
//!
//! Knows rosters' keys. Never knows what is asked for.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;

use super::response::{NOTHING, UNAVAILABLE};
use crate::intake::Intake;
use crate::intake::http::body_limits::BodyRefused;
use crate::intake::http::extract::{NameInPath, named, sender_of, signed_by};
use crate::intake::http::request_limit::RequestPermit;
use crate::intake::http::short_body::ShortBody;
use crate::keys::signature::VerifyingKey;
use crate::net::http_signature::{BodyDigest, KeyId, Target};
use crate::report::mailbox::POSTED_MAX;
use crate::rules::roster::{Institution, Roster};

/// The intake, out of reach until a signature was checked.
#[derive(Clone)]
pub(super) struct Guarded(Arc<Intake>);

/// A request with a valid signature, not seen before, by somebody who may ask. There is no other
/// way to make one than from such a request.
pub(super) struct Signed<By> {
    pub(super) intake: Arc<Intake>,
    pub(super) by: By,
    pub(super) body: ShortBody,
    uri: Uri,
    name: NameInPath,
    /// Until the answer is there.
    _place: RequestPermit,
}

/// People whose signature opens something.
pub(super) trait Signer: Sized + Send {
    /// The key with this id, if it is one of theirs.
    fn key(intake: &Intake, id: KeyId) -> Option<VerifyingKey>;

    /// Who signs with it.
    fn find(intake: &Intake, id: KeyId) -> Option<Self>;
}

/// An officer of one institution.
pub(super) struct ByOfficer {
    pub(super) institution: Institution,
    pub(super) key: KeyId,
}

/// Whoever may read entries: an officer, or an auditor, who belongs to no institution.
pub(super) struct ByReader {
    pub(super) institution: Option<Institution>,
}

/// An auditor: who may leave a cosignature.
pub(super) struct ByAuditor {
    pub(super) key: VerifyingKey,
}

impl Guarded {
    pub(super) fn new(intake: Arc<Intake>) -> Self {
        Self(intake)
    }
}

impl<By: Signer> FromRequest<Guarded> for Signed<By> {
    type Rejection = StatusCode;

    async fn from_request(
        request: Request,
        Guarded(intake): &Guarded,
    ) -> Result<Self, Self::Rejection> {
        let (sender, signed_by) = (sender_of(&request), signed_by(&request));
        let (mut head, body) = request.into_parts();
        let name = NameInPath::from_request_parts(&mut head, &()).await;
        let name = name.unwrap_or_else(|never| match never {});
        let body = intake.officer_bodies.read(sender, body, BODY_MAX);
        let body = body.await.map_err(|refused| match refused {
            BodyRefused::NoRoom => UNAVAILABLE,
            _ => NOTHING,
        })?;
        let key = verified(intake, &head, &body.bytes, |id| By::key(intake, *id));
        let key = key.ok_or(NOTHING)?;
        signed_by.note(*key.as_bytes());
        let place = intake.key_limits.enter(key).await;
        Ok(Self {
            _place: place.map_err(|_| UNAVAILABLE)?,
            by: By::find(intake, key).ok_or(NOTHING)?,
            intake: Arc::clone(intake),
            body,
            uri: head.uri,
            name,
        })
    }
}

impl<By> Signed<By> {
    /// What the path names; nothing if that is no text.
    pub(super) fn name(&self) -> &str {
        named(&self.name)
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// What the query says; `None` if that is nothing we ask for.
    pub(super) fn query<T: for<'a> Deserialize<'a> + Default>(&self) -> Option<T> {
        self.uri.query().map_or_else(
            || Some(T::default()),
            |query| serde_urlencoded::from_str(query).ok(),
        )
    }
}

impl Signer for ByOfficer {
    fn key(intake: &Intake, id: KeyId) -> Option<VerifyingKey> {
        intake.officer(id).map(|(_, officer)| *officer.signing())
    }

    fn find(intake: &Intake, key: KeyId) -> Option<Self> {
        let (roster, _) = intake.officer(key)?;
        let institution = roster.institution().clone();
        Some(Self { institution, key })
    }
}

impl ByOfficer {
    /// The keys of all officers of the institution, the signer's own among them.
    pub(super) fn colleagues<'a>(&self, intake: &'a Intake) -> impl Iterator<Item = KeyId> + 'a {
        let roster = intake.roster(self.institution.as_str());
        let officers = roster.into_iter().flat_map(Roster::officers);
        officers.map(|officer| KeyId::of(officer.signing()))
    }
}

impl Signer for ByReader {
    fn key(intake: &Intake, id: KeyId) -> Option<VerifyingKey> {
        let auditor = || intake.auditor(id).map(|auditor| *auditor.signing());
        ByOfficer::key(intake, id).or_else(auditor)
    }

    fn find(intake: &Intake, id: KeyId) -> Option<Self> {
        let institution = ByOfficer::find(intake, id).map(|officer| officer.institution);
        Some(Self { institution })
    }
}

impl Signer for ByAuditor {
    fn key(intake: &Intake, id: KeyId) -> Option<VerifyingKey> {
        intake.auditor(id).map(|auditor| *auditor.signing())
    }

    fn find(intake: &Intake, id: KeyId) -> Option<Self> {
        Self::key(intake, id).map(|key| Self { key })
    }
}

/// Whose signature it is, if it is a known key's.
fn verified(
    intake: &Intake,
    head: &Parts,
    body: &[u8],
    known: impl Fn(&KeyId) -> Option<VerifyingKey>,
) -> Option<KeyId> {
    let target = Target {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query(),
        body: BodyDigest::of(body),
    };
    let fields = fields(&head.headers);
    intake.verifier.verify(&target, fields, known).ok()
}

fn fields(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
}

/// Bytes of a request's body: one sealed reply, or one piece of a file.
const BODY_MAX: usize = POSTED_MAX;
