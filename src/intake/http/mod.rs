//! HTTP: connections, limits, bodies.
//!
//! Keeps P9 where bytes arrive. Knows sockets, circuits and HTTP. Never knows what a request asks
//! for.

/// What a body may cost.
pub mod body_limits;

/// How slowly a body may arrive.
pub(super) mod body_rate;

/// Which of tor's circuits a connection came through.
pub mod circuit;

/// All connections at once, and which one makes room.
pub(crate) mod connection_limit;

/// What every route takes from a request.
pub(super) mod extract;

/// Connections in, requests to a router.
pub(crate) mod listen;

/// Answers, held until they are read.
pub(super) mod response_buffer;

/// Multipart bodies, part by part, within bounds.
pub mod multipart;

/// What is decided from a request's head.
pub(crate) mod request_head;

/// How often each circuit asked lately.
mod recent_use;

/// How many requests at once, and whose turn is next.
pub(crate) mod request_limit;

/// Answers: a page, its status, one fixed list of headers.
pub(crate) mod response;

/// Short bodies, read as a whole before they get a place.
pub mod short_body;

/// What work leaves on its stack, wiped.
pub(crate) mod stack_wiping;

/// Short forms.
pub mod urlencoded;
