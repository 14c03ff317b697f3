//! How many read at once, and who gives a permit back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::store::open_store::READS_AT_ONCE;

use super::*;

/// Who asks and hangs up: the reading goes on, and nobody waits for it.
#[tokio::test]
async fn reads_that_nobody_waits_for_any_more_keep_their_permits() {
    let fixture = Fixture::new();
    let store = fixture.open();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let held = Arc::new(Mutex::new(held));
    for _ in 0..READS_AT_ONCE {
        let held = Arc::clone(&held);
        let read = store.0.look(move |_| {
            let _ = held.lock().unwrap().recv();
            Ok(())
        });
        assert!(!is_ready(&mut std::pin::pin!(read)).await);
    }
    let mut next = std::pin::pin!(store.note("next"));
    for _ in 0..20 {
        assert!(
            !is_ready(&mut next).await,
            "one more than there are permits"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(release);
    assert_eq!(next.await.unwrap(), None);
}

async fn is_ready(future: &mut std::pin::Pin<&mut impl Future>) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(future.as_mut().poll(context)))
        .await
        .is_ready()
}
