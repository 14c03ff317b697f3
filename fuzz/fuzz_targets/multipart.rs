//! A report's form, as a browser sends it: the first bytes are the boundary's, the rest is the body.

#![no_main]

use std::time::Duration;

use axum::body::Body;
use libfuzzer_sys::fuzz_target;
use svilpe::intake::http::body_limits::BodyLimits;
use svilpe::intake::http::multipart::Parts;

fuzz_target!(|body: &[u8]| {
    let limits = BodyLimits {
        total_max: 1 << 20,
        parts_max: 64,
        window: Duration::from_secs(5),
        window_bytes_min: 0,
    };
    // In pieces of a few bytes: what is cut anywhere must read as what came whole.
    let length = body.first().map_or(1, |byte| usize::from(*byte % 64) + 1);
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
        body.chunks(length).map(|piece| Ok(piece.to_vec())).collect();
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    let mut parts = Parts::new("multipart/form-data; boundary=b", body, limits).expect("a boundary");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("made");
    runtime.block_on(async {
        while let Ok(Some(mut part)) = parts.next().await {
            if part.file_name().is_some() {
                while let Ok(Some(_)) = part.piece().await {}
            } else {
                let _ = part.text(1 << 16).await;
            }
        }
    });
});
