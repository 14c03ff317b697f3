//! Signed requests: who asks.
//!
//! Keeps its part of P1, P7 and P9: the body is bounded before the signature over it is checked, and
//! whatever is wrong, there is no signer. Knows rosters' keys. Never knows what is asked for.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use http_body_util::{BodyExt as _, Limited};

use crate::intake::Intake;
use crate::keys::signature::VerifyingKey;
use crate::net::http_signature::{BodyDigest, KeyId, Target};
use crate::report::mailbox::SEALED_REPLY_MAX;
use crate::rules::roster::{Institution, Roster};

/// Who asks: an officer of one institution, by a valid signature.
pub(super) struct SignedBy<'a> {
    pub(super) roster: &'a Roster,
    pub(super) key: KeyId,
}

/// An officer's request: reads the (bounded) body and checks the signature over it.
pub(super) async fn signer(intake: &Intake, request: Request) -> Option<(SignedBy<'_>, Bytes)> {
    let known = |key: &KeyId| intake.officer(*key).map(|(_, officer)| *officer.signing());
    let (key, body) = signed(intake, request, known).await?;
    let (roster, _) = intake.officer(key)?;
    Some((SignedBy { roster, key }, body))
}

/// A request signed with a known key: which, and its body.
pub(super) async fn signed(
    intake: &Intake,
    request: Request,
    known: impl Fn(&KeyId) -> Option<VerifyingKey>,
) -> Option<(KeyId, Bytes)> {
    let (head, body) = request.into_parts();
    let body = tokio::time::timeout(
        intake.policy.body_window(),
        Limited::new(body, BODY_MAX).collect(),
    );
    let body = body.await.ok()?.ok()?.to_bytes();
    let target = Target {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query(),
        body: BodyDigest::of(&body),
    };
    let key = intake
        .verifier
        .verify(&target, fields(&head.headers), known)
        .ok()?;
    Some((key, body))
}

fn fields(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
}

impl SignedBy<'_> {
    pub(super) fn institution(&self) -> &Institution {
        self.roster.institution()
    }
}

/// Bytes of a request's body: one sealed reply.
const BODY_MAX: usize = SEALED_REPLY_MAX;
