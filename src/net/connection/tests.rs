use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

/// A server that answers each connection with one of `answers`, and tells what was asked.
async fn serve(answers: Vec<Vec<u8>>) -> (ServerAddress, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let serving = tokio::spawn(async move {
        let mut asked = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.expect("a client");
            let mut head = vec![0; 4096];
            let length = stream.read(&mut head).await.expect("a request");
            asked.push(String::from_utf8_lossy(&head[..length]).into_owned());
            stream.write_all(&answer).await.expect("the client reads");
        }
        asked
    });
    (address.parse().expect("loopback"), serving)
}

async fn ask_once(answer: &[u8], answer_max: u64) -> Result<(u16, Vec<u8>), CannotTalk> {
    let (address, _serving) = serve(vec![answer.to_vec()]).await;
    let mut connection = Connection::new(address, None).expect("no proxy needed");
    let answer = connection
        .ask(Ask::get("/v1/challenge"), answer_max)
        .await?;
    let status = answer.status();
    Ok((status, answer.whole().await?))
}

#[tokio::test]
async fn a_request_says_nothing_but_what_it_must() {
    let (address, serving) = serve(vec![
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".to_vec(),
    ])
    .await;
    let host = address.to_string().replace("http://", "");
    let mut connection = Connection::new(address, None).expect("no proxy needed");
    let ask = Ask::get("/v1/items?limit=500").header("signature", "svilpe=:AA==:");
    let answer = connection.ask(ask, 2).await.expect("it answers");
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.whole().await.expect("whole"), b"ok");
    let asked = serving.await.expect("served");
    assert_eq!(
        asked,
        [format!(
            "GET /v1/items?limit=500 HTTP/1.1\r\nsignature: svilpe=:AA==:\r\nhost: {host}\r\n\r\n"
        )]
    );
}

#[tokio::test]
async fn a_closed_connection_is_opened_again() {
    let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec();
    let (address, serving) = serve(vec![answer.clone(), answer]).await;
    let mut connection = Connection::new(address, None).expect("no proxy needed");
    for _ in 0..2 {
        let answer = connection
            .ask(Ask::post("/v1/x", "body"), 0)
            .await
            .expect("it answers");
        assert_eq!(answer.status(), 204);
        assert_eq!(answer.whole().await.expect("empty"), b"");
    }
    assert_eq!(serving.await.expect("served").len(), 2);
}

#[tokio::test]
async fn an_answer_may_be_as_long_as_allowed_and_no_longer() {
    let fixed = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12345";
    assert_eq!(ask_once(fixed, 5).await.expect("fits").1, b"12345");
    assert!(matches!(ask_once(fixed, 4).await, Err(CannotTalk::TooLong)));
    let chunked =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n123\r\n2\r\n45\r\n0\r\n\r\n";
    assert_eq!(ask_once(chunked, 5).await.expect("fits").1, b"12345");
    assert!(matches!(
        ask_once(chunked, 4).await,
        Err(CannotTalk::TooLong)
    ));
}

#[tokio::test]
async fn a_cut_answer_and_another_protocol_are_told_apart() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12345";
    assert!(matches!(ask_once(cut, 9).await, Err(CannotTalk::CutOff)));
    assert!(matches!(
        ask_once(b"SSH-2.0-OpenSSH_9.6\r\n", 9).await,
        Err(CannotTalk::SomethingElse)
    ));
    assert!(matches!(ask_once(b"", 9).await, Err(CannotTalk::CutOff)));
}

/// One interim answer a minute would look like life for ever.
#[tokio::test]
async fn a_server_that_says_continue_without_an_end_is_left_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        while stream
            .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")
            .await
            .is_ok()
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut connection =
        Connection::new(address.parse().expect("loopback"), None).expect("no proxy needed");
    let answer = connection.ask(Ask::post("/v1/x", "body"), 9);
    let answer = tokio::time::timeout(Duration::from_secs(5), answer).await;
    assert!(matches!(answer, Ok(Err(CannotTalk::SomethingElse))));
}

#[tokio::test]
async fn nobody_there_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let mut connection =
        Connection::new(address.parse().expect("loopback"), None).expect("no proxy needed");
    let answer = connection.ask(Ask::get("/"), 0).await;
    assert!(matches!(answer, Err(CannotTalk::CannotReach(_))));
}

/// A proxy that checks for the name in the request, and then is the onion itself.
#[tokio::test]
async fn an_onion_is_asked_for_by_name_through_the_proxy() {
    let onion = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let proxy = format!("socks5h://{}", listener.local_addr().expect("bound"));
    let proxying = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut greeting = [0; 4];
        stream.read_exact(&mut greeting).await.expect("a greeting");
        assert_eq!(greeting, [5, 2, 0, 2]);
        stream.write_all(&[5, 2]).await.expect("open");
        let mut name = [0; 2 + 32 + 1 + 32];
        stream.read_exact(&mut name).await.expect("a name");
        assert_eq!((name[0], name[1], name[34]), (1, 32, 32));
        assert_eq!(name[2..34], name[35..]);
        stream.write_all(&[1, 0]).await.expect("open");
        let mut wanted = vec![0; 4 + 1 + onion.len() + 2];
        stream.read_exact(&mut wanted).await.expect("a target");
        stream
            .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
            .await
            .expect("open");
        let mut head = vec![0; 4096];
        let length = stream.read(&mut head).await.expect("a request");
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await
            .expect("open");
        (
            wanted,
            String::from_utf8_lossy(&head[..length]).into_owned(),
        )
    });
    let address: ServerAddress = format!("http://{onion}").parse().expect("an onion");
    assert_eq!(
        Connection::new(address.clone(), None).err(),
        Some(NotAnAddress::NeedsProxy)
    );
    let mut connection =
        Connection::new(address, Some(proxy.parse().expect("loopback"))).expect("a proxy");
    let answer = connection
        .ask(Ask::get("/v1/challenge"), 0)
        .await
        .expect("it answers");
    assert_eq!(answer.status(), 204);
    let (wanted, asked) = proxying.await.expect("proxied");
    assert_eq!(&wanted[..5], [5, 1, 0, 3, 62]);
    assert_eq!(&wanted[5..67], onion.as_bytes());
    assert!(asked.contains(&format!("host: {onion}\r\n")));
}

#[cfg(unix)]
#[tokio::test]
async fn a_unix_socket_is_an_address_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("officers.sock");
    let listener = tokio::net::UnixListener::bind(&path).expect("a socket");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut head = [0; 4096];
        let _ = stream.read(&mut head).await.expect("a request");
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await
            .expect("open");
    });
    let address: ServerAddress = format!("unix:{}", path.display()).parse().expect("a path");
    let proxy = "socks5h://127.0.0.1:9050".parse().expect("a proxy");
    assert!(Connection::new(address.clone(), Some(proxy)).is_err());
    let mut connection = Connection::new(address, None).expect("no proxy");
    assert_eq!(
        connection
            .ask(Ask::get("/"), 0)
            .await
            .expect("it answers")
            .status(),
        204
    );
}
