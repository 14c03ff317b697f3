//! A way to the server that changes what it answers: a hostile proxy, or a server that lies.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use crate::world::World;

/// Given a request's path and the answer's body, the body that comes instead; none: a 404.
type Lie = dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>> + Send + Sync;

/// The address of a proxy before the world's reporters' listener.
pub(super) fn lying_proxy(
    world: &World,
    lie: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>> + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (server, lie): (_, Arc<Lie>) = (world.intake.reporters.clone(), Arc::new(lie));
    std::thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            let (server, lie) = (server.clone(), Arc::clone(&lie));
            std::thread::spawn(move || carry(near, &server, &*lie));
        }
    });
    address
}

/// An answer to the tool ends its connection, so there is one request on each.
fn carry(mut near: TcpStream, server: &str, lie: &Lie) -> Option<()> {
    let mut request = Vec::new();
    let (head, length) = read_head(&mut near, &mut request)?;
    read_up_to(&mut near, &mut request, head.len() + length)?;
    let mut far = TcpStream::connect(server).ok()?;
    far.write_all(&request).ok()?;
    let mut answer = Vec::new();
    let (said, length) = read_head(&mut far, &mut answer)?;
    read_up_to(&mut far, &mut answer, said.len() + length)?;
    let body = answer.split_off(said.len());
    let path = head.split(' ').nth(1)?;
    let told = if said.starts_with("HTTP/1.1 200") {
        lie(path, body)
    } else {
        Some(body)
    };
    let (said, body) = match told {
        Some(body) => (said, body),
        None => (said.replacen("200", "404", 1), Vec::new()),
    };
    let lines = said.trim_end().split("\r\n");
    let kept = lines.filter(|line| !line.to_lowercase().starts_with("content-length:"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    let length = body.len();
    let head = format!("{head}\r\ncontent-length: {length}\r\n\r\n");
    near.write_all(head.as_bytes()).ok()?;
    near.write_all(&body).ok()
}

/// The head with its empty line, and the body's announced length.
fn read_head(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<(String, usize)> {
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end + 4].to_vec()).ok()?;
            let lower = head.to_lowercase();
            let mut lines = lower.lines();
            let length = lines.find_map(|line| line.strip_prefix("content-length:"));
            let length = length.map_or(Some(0), |length| length.trim().parse().ok())?;
            return Some((head, length));
        }
        read_up_to(stream, bytes, bytes.len() + 1)?;
    }
}

fn read_up_to(stream: &mut TcpStream, bytes: &mut Vec<u8>, length: usize) -> Option<()> {
    let mut piece = vec![0; 1 << 16];
    while bytes.len() < length {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
    }
    Some(())
}
