//! Everything that only a real Tor network shows: one test, since a network takes 15 s to start.

#![expect(
    clippy::unwrap_used,
    clippy::large_stack_arrays,
    reason = "a test that can't go on fails"
)]

mod tor;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tor::{Client, NoStream, Onion, TorLab};

#[test]
fn the_lab_reaches_both_onions_and_keeps_strangers_from_the_officers() {
    if !TorLab::is_possible() {
        return;
    }
    let folder = tempfile::Builder::new().prefix("s").tempdir().unwrap();
    let (reporters, officers) = (folder.path().join("r"), folder.path().join("o"));
    let seen_by_reporters = count_bodies(&reporters);
    let seen_by_officers = count_bodies(&officers);
    let started = Instant::now();
    let mut lab = TorLab::start(&reporters, &officers);
    eprintln!(
        "the network is up after {:.1} s",
        started.elapsed().as_secs_f32()
    );

    let stream = lab.connect(Client::Keyless, Onion::Reporters, "a").unwrap();
    let sent = Instant::now();
    send(stream, 5_000_000);
    let first = next(&seen_by_reporters);
    eprintln!("5 MB took {:.1} s", sent.elapsed().as_secs_f32());
    assert_eq!(first.body, 5_000_000);

    send(
        lab.connect(Client::Keyless, Onion::Reporters, "a").unwrap(),
        1,
    );
    send(
        lab.connect(Client::Keyless, Onion::Reporters, "b").unwrap(),
        1,
    );
    let (second, third) = (next(&seen_by_reporters), next(&seen_by_reporters));
    assert_eq!(first.introduction, second.introduction);
    assert_ne!(first.introduction, third.introduction);

    let refused = |client| lab.connect(client, Onion::Officers, "a").err();
    assert_eq!(refused(Client::Keyless), Some(NoStream::KEY_MISSING));
    assert_eq!(refused(Client::WithWrongKey), Some(NoStream::KEY_WRONG));
    assert!(seen_by_officers.try_recv().is_err());
    send(
        lab.connect(Client::WithKey, Onion::Officers, "a").unwrap(),
        1,
    );
    assert_eq!(next(&seen_by_officers).body, 1);

    let mut stream = lab.connect(Client::Keyless, Onion::Reporters, "c").unwrap();
    begin(&mut stream, 5_000_000);
    stream.write_all(&[b'x'; 500_000]).unwrap();
    lab.stop_client(Client::Keyless);
    assert!(next(&seen_by_reporters).body < 5_000_000);
    lab.start_client(Client::Keyless);
    send(
        lab.connect(Client::Keyless, Onion::Reporters, "c").unwrap(),
        2,
    );
    assert_eq!(next(&seen_by_reporters).body, 2);

    let mut stream = lab.connect(Client::WithKey, Onion::Officers, "d").unwrap();
    begin(&mut stream, 5_000_000);
    stream.write_all(&[b'x'; 500_000]).unwrap();
    lab.stop_onions();
    assert!(next(&seen_by_officers).body < 5_000_000);
    eprintln!("all of it took {:.1} s", started.elapsed().as_secs_f32());
}

/// What arrived on one connection.
struct Seen {
    introduction: String,
    body: usize,
}

fn next(seen: &mpsc::Receiver<Seen>) -> Seen {
    seen.recv_timeout(Duration::from_secs(60)).unwrap()
}

fn begin(stream: &mut TcpStream, length: usize) {
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
}

fn send(mut stream: TcpStream, length: usize) {
    begin(&mut stream, length);
    stream.write_all(&vec![b'x'; length]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, ANSWER);
}

const ANSWER: &str = "HTTP/1.1 204 No Content\r\n\r\n";

/// The smallest server: reads tor's line and one request, and tells what it saw.
fn count_bodies(socket: &std::path::Path) -> mpsc::Receiver<Seen> {
    let listener = UnixListener::bind(socket).unwrap();
    let (tell, seen) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let tell = tell.clone();
            std::thread::spawn(move || tell.send(count_body(stream.unwrap())));
        }
    });
    seen
}

fn count_body(stream: UnixStream) -> Seen {
    let mut stream = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        let _ = stream.read_line(&mut line);
        line
    };
    let introduction = line();
    let mut length = 0;
    loop {
        let line = line();
        if let Some(text) = line.strip_prefix("Content-Length: ") {
            length = text.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    let _ = stream.by_ref().take(length).read_to_end(&mut body);
    let _ = stream.get_mut().write_all(ANSWER.as_bytes());
    Seen {
        introduction,
        body: body.len(),
    }
}
