//! What a rogue server, or a rogue SOCKS proxy, answers to a person's tool. Loopback only.

#![no_main]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener};

use libfuzzer_sys::fuzz_target;
use svilpe::net::connection::{Ask, Way};

fuzz_target!(|answer: &[u8]| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("bound").port();
    let answer = answer.to_vec();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("our own tool");
        let _ = stream.write_all(&answer);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read(&mut [0; 4096]);
    });
    let here = format!("127.0.0.1:{port}");
    let through = port % 2 == 0;
    let way = if through {
        let onion = format!("http://{}.onion", "a".repeat(56));
        Way::parse_typed(&onion, Some(&format!("socks5h://{here}")))
    } else {
        Way::parse_typed(&format!("http://{here}"), None)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("made");
    runtime.block_on(async {
        let mut connection = way.expect("an address").connection().expect("a connection");
        if let Ok(mut head) = connection.ask(Ask::get("/"), 1 << 16).await {
            while let Ok(Some(_)) = head.piece().await {}
        }
    });
    let _ = server.join();
});
