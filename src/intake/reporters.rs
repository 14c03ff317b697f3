//! The reporters' listener: pages and forms, in both languages.
//!
//! Keeps its part of P2 (answers carry no clock, cookie or name), P4 and P5. Knows what one request
//! brings, for as long as it lasts.
//!
//! Answers that must not be told apart (a known and an unknown code) are made by the same steps and have
//! the same length.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http_body_util::{BodyExt as _, Limited};
use zeroize::Zeroizing;

use super::Intake;

