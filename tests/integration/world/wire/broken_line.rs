//! A way to the server that can break, and stand still.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Hands everything on, but for forms while it is broken: their connections end without a word. While
/// it stands still, forms go through, and no answer comes.
pub struct BrokenLine {
    pub address: String,
    state: Arc<LineState>,
}

#[derive(Default)]
struct LineState {
    broken: AtomicBool,
    still: AtomicBool,
    forms: AtomicUsize,
}

impl BrokenLine {
    pub fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self {
            address: listener.local_addr().unwrap().to_string(),
            state: Arc::default(),
        };
        let (server, state) = (server.to_owned(), Arc::clone(&line.state));
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let (server, state) = (server.clone(), Arc::clone(&state));
                std::thread::spawn(move || hand_on(near, &server, &state));
            }
        });
        line
    }

    pub fn is_broken(&self, broken: bool) {
        self.state.broken.store(broken, Ordering::SeqCst);
    }

    pub fn stands_still(&self, still: bool) {
        self.state.still.store(still, Ordering::SeqCst);
    }

    /// Forms that were sent, through or not.
    pub fn forms(&self) -> usize {
        self.state.forms.load(Ordering::SeqCst)
    }
}

fn hand_on(mut near: TcpStream, server: &str, state: &LineState) {
    let mut head = vec![0; 64 * 1024];
    let length = near.read(&mut head).unwrap_or(0);
    let is_form = head.starts_with(b"POST ");
    if is_form {
        state.forms.fetch_add(1, Ordering::SeqCst);
        if state.broken.load(Ordering::SeqCst) {
            return;
        }
    }
    let Ok(mut far) = TcpStream::connect(server) else {
        return;
    };
    let _ = far.write_all(&head[..length]);
    let (mut near_too, mut far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut near_too, &mut far_too);
    });
    if is_form && state.still.load(Ordering::SeqCst) {
        let _ = std::io::copy(&mut far, &mut std::io::sink());
        while state.still.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(50));
        }
    } else {
        let _ = std::io::copy(&mut far, &mut near);
    }
    let _ = near.shutdown(Shutdown::Both);
}
