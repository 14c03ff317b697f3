//! Addresses, tor's line, places and the end of a listener.

use super::*;

#[test]
fn only_addresses_that_stay_on_this_machine_are_accepted() {
    for good in ["127.0.0.1:0", "[::1]:8017", "unix:/run/svilpe/a.sock"] {
        assert!(good.parse::<ListenAddress>().is_ok(), "{good}");
    }
    let long = format!("unix:/{}", "a".repeat(107));
    for bad in [
        "0.0.0.0:80",
        "[::]:80",
        "192.168.1.1:80",
        "localhost:80",
        "unix:relative",
        "",
        &long,
    ] {
        assert_eq!(
            bad.parse::<ListenAddress>(),
            Err(NotAListenAddress),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_socket_left_behind_is_replaced_and_one_in_use_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let address = ListenAddress::Unix(folder.path().join("s"));
    let first = Listener::bind(&address).await.unwrap();
    assert_eq!(
        Listener::bind(&address).await.unwrap_err().kind(),
        io::ErrorKind::AddrInUse
    );
    drop(first);
    Listener::bind(&address).await.unwrap();
}

const TORS_LINE: &str = "PROXY TCP6 fc00:dead:beef:4dad::0:2c ::1 44 80\r\n";
/// Bytes: more than the system takes from one connection.
const LONG: usize = 1 << 20;
const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/// A listener that answers whether it knows the circuit.
async fn listening(announced: Announced) -> (tempfile::TempDir, watch::Sender<bool>) {
    let folder = tempfile::tempdir().unwrap();
    let address = ListenAddress::Unix(folder.path().join("s"));
    let listener = Listener::bind(&address).await.unwrap();
    let router = Router::new().route(
        "/",
        axum::routing::get(|circuit: axum::Extension<Circuit>| async move {
            if circuit.is_known() {
                "known"
            } else {
                "unknown"
            }
        }),
    );
    let router = router.route("/long", axum::routing::get(|| async { "a".repeat(LONG) }));
    let bounds = Bounds {
        connections_max: 2,
        connections_per_circuit_max: 1,
        announced,
        header_timeout: Duration::from_secs(15),
        stall_timeout: Duration::from_secs(15),
        unread_bytes_max: 8 << 20,
    };
    let (close, closing) = watch::channel(false);
    tokio::spawn(listener.serve(watch::Sender::new(router).subscribe(), bounds, closing));
    (folder, close)
}

async fn connect(folder: &tempfile::TempDir) -> UnixStream {
    UnixStream::connect(folder.path().join("s")).await.unwrap()
}

/// All that comes back; empty if the connection was dropped without an answer.
async fn answer_to(mut stream: UnixStream, said: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let _ = stream.write_all(said.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn tors_line_is_required_where_it_is_wanted() {
    let (folder, _close) = listening(Announced::ByTor).await;
    let said = format!("{TORS_LINE}{GET}");
    let answer = answer_to(connect(&folder).await, &said).await;
    assert!(answer.ends_with("known") && !answer.ends_with("unknown"));
    let second_line = format!("{TORS_LINE}{TORS_LINE}{GET}");
    for said in [GET, "\r\n\r\n\0\r\nQUIT\n", "PROXY UNKNOWN\r\n"] {
        assert_eq!(answer_to(connect(&folder).await, said).await, "");
    }
    let answer = answer_to(connect(&folder).await, &second_line).await;
    assert!(answer.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn tors_line_is_a_bad_request_where_it_is_not_wanted() {
    let (folder, _close) = listening(Announced::Never).await;
    let answer = answer_to(connect(&folder).await, GET).await;
    assert!(answer.ends_with("unknown"));
    let answer = answer_to(connect(&folder).await, &format!("{TORS_LINE}{GET}")).await;
    assert!(answer.starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn idle_connections_make_room() {
    let (folder, _close) = listening(Announced::Never).await;
    let idle = [connect(&folder).await, connect(&folder).await];
    for _ in 0..10 {
        let answer = answer_to(connect(&folder).await, GET).await;
        assert!(answer.ends_with("unknown"));
    }
    let [first, _second] = idle;
    assert_eq!(answer_to(first, "").await, "");
}

#[tokio::test]
async fn whoever_reads_an_answer_slowly_stays_longer_than_who_does_nothing() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let (folder, _close) = listening(Announced::Never).await;
    let mut slow = connect(&folder).await;
    let get = GET.replace("GET / ", "GET /long ");
    slow.write_all(get.as_bytes()).await.unwrap();
    let mut piece = vec![0; 10_000];
    let mut read = slow.read(&mut piece).await.unwrap();
    let idle = connect(&folder).await;
    // Longer than everybody's grace.
    tokio::time::sleep(GRACE + Duration::from_millis(200)).await;
    let newcomer = answer_to(connect(&folder).await, GET).await;
    assert!(newcomer.ends_with("unknown"));
    assert_eq!(answer_to(idle, "").await, "");
    loop {
        match slow.read(&mut piece).await.unwrap() {
            0 => break,
            more => read += more,
        }
    }
    assert!(read > LONG, "{read} bytes");
}

#[tokio::test]
async fn told_to_close_it_stops_and_takes_its_socket_away() {
    let (folder, close) = listening(Announced::Never).await;
    let open = connect(&folder).await;
    close.send(true).unwrap();
    assert_eq!(answer_to(open, "").await, "");
    assert!(!folder.path().join("s").exists());
}

#[tokio::test]
async fn a_file_in_the_sockets_place_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s");
    std::fs::write(&path, "precious").unwrap();
    assert!(
        Listener::bind(&ListenAddress::Unix(path.clone()))
            .await
            .is_err()
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
}
