//! A way to the server that can break.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Hands everything on, but for forms while it is broken: their connections end without a word.
pub struct BrokenLine {
    pub address: String,
    broken: Arc<AtomicBool>,
    forms: Arc<AtomicUsize>,
}

impl BrokenLine {
    pub fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self {
            address: listener.local_addr().unwrap().to_string(),
            broken: Arc::default(),
            forms: Arc::default(),
        };
        let (server, broken, forms) = (
            server.to_owned(),
            Arc::clone(&line.broken),
            Arc::clone(&line.forms),
        );
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let (server, broken, forms) =
                    (server.clone(), Arc::clone(&broken), Arc::clone(&forms));
                std::thread::spawn(move || hand_on(near, &server, &broken, &forms));
            }
        });
        line
    }

    pub fn is_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }

    /// Forms that were sent, through or not.
    pub fn forms(&self) -> usize {
        self.forms.load(Ordering::SeqCst)
    }
}

fn hand_on(mut near: TcpStream, server: &str, broken: &AtomicBool, forms: &AtomicUsize) {
    let mut head = vec![0; 64 * 1024];
    let length = near.read(&mut head).unwrap_or(0);
    if head.starts_with(b"POST ") {
        forms.fetch_add(1, Ordering::SeqCst);
        if broken.load(Ordering::SeqCst) {
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
    let _ = std::io::copy(&mut far, &mut near);
    let _ = near.shutdown(Shutdown::Both);
}
