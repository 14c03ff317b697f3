//! A short form: a code, a token, eight answers.

#![no_main]

use axum::body::Body;
use axum::extract::Request;
use libfuzzer_sys::fuzz_target;
use svilpe::intake::http::urlencoded;
use svilpe::rules::policy::Policy;

fuzz_target!(|body: &[u8]| {
    let policy = Policy::shipped();
    let request = Request::builder()
        .method("POST")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", body.len())
        .body(Body::from(body.to_vec()))
        .expect("a request");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("made");
    let _ = runtime.block_on(urlencoded::pairs(request, &policy));
});
