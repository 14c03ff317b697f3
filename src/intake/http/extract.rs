//! What every route takes from a request: the name in its path, and the circuit that it came
//! through.
//!
//! Never knows what is named.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request};

use super::circuit::Circuit;
use super::response_buffer::SignedBy;
use super::short_body::Sender;

/// What stands in a path; not always text.
pub(in crate::intake) type NameInPath = Result<Path<String>, PathRejection>;

/// The name in a path. What is no text names nothing, like any unknown name; who asks is looked at
/// all the same.
pub(in crate::intake) fn named(name: &NameInPath) -> &str {
    name.as_ref().map_or("", |Path(name)| name)
}

/// Put there by the listener.
pub(in crate::intake) fn circuit_of(request: &Request) -> Circuit {
    request
        .extensions()
        .get()
        .copied()
        .unwrap_or(Circuit::UNKNOWN)
}

/// Where it is noted by whose key a request is signed.
pub(in crate::intake) fn signed_by(request: &Request) -> SignedBy {
    request.extensions().get().cloned().unwrap_or_default()
}

/// From whom a request's body comes, for its reader.
pub(in crate::intake) fn sender_of(request: &Request) -> Sender {
    Sender {
        circuit: circuit_of(request),
        arrival: request.extensions().get().cloned(),
    }
}
