//! Bodies as browsers send them, and as others would.

use tokio::time::Instant;

use super::*;

const LIMITS: BodyLimits = BodyLimits {
    total_max: 1 << 20,
    parts_max: 3,
    window: Duration::from_secs(60),
    window_bytes_min: 4096,
    request_limit: None,
};

fn parts(body: impl Into<Body>) -> Parts {
    Parts::new("multipart/form-data; boundary=X", body.into(), &LIMITS).unwrap()
}

fn field(name: &str, value: &str) -> String {
    format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

/// What the whole body comes to: the texts, or why it was refused.
async fn read(body: impl Into<Body>) -> Result<Vec<String>, BodyRefused> {
    let mut parts = parts(body);
    let mut texts = Vec::new();
    while let Some(part) = parts.next().await? {
        texts.push(part.text(100_000).await?.to_string());
    }
    Ok(texts)
}

/// A body that arrives in pieces of `size` bytes.
fn in_pieces(text: &str, size: usize) -> Body {
    let pieces: Vec<Result<Bytes, std::io::Error>> = text
        .as_bytes()
        .chunks(size)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    Body::from_stream(futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn fields_are_read_whatever_the_size_of_the_pieces() {
    let body = format!(
        "{}{}--X--\r\n",
        field("a", "ābols"),
        field("b", &"y".repeat(70_000))
    );
    for size in [1, 7, 4096, 100_000] {
        let texts = read(in_pieces(&body, size)).await.unwrap();
        assert_eq!(texts, ["ābols".to_owned(), "y".repeat(70_000)]);
    }
}

#[tokio::test]
async fn three_parts_fit_and_a_fourth_does_not() {
    let three = field("a", "1").repeat(3);
    assert_eq!(read(format!("{three}--X--")).await.unwrap().len(), 3);
    assert_eq!(
        read(format!("{three}{}--X--", field("a", "1"))).await,
        Err(BodyRefused::TooManyParts)
    );
}

#[tokio::test]
async fn an_empty_part_has_no_piece() {
    let mut parts = parts(Body::from(field("a", "") + "--X--"));
    let mut part = parts.next().await.unwrap().unwrap();
    assert_eq!(part.piece().await, Ok(None));
}

#[tokio::test]
async fn a_body_without_its_closing_boundary_is_cut_off() {
    assert_eq!(read(field("a", "1")).await, Err(BodyRefused::CutOff));
    assert_eq!(read("--X\r\nContent-Dis").await, Err(BodyRefused::CutOff));
    assert_eq!(read("").await, Err(BodyRefused::CutOff));
}

#[tokio::test]
async fn a_body_is_whole_only_when_its_last_byte_has_come() {
    let whole = Bytes::from(field("a", "1") + "--X--\r");
    let cut = [Ok(whole), Err(std::io::Error::other("gone"))];
    let cut = Body::from_stream(futures_util::stream::iter(cut));
    assert_eq!(read(cut).await, Err(BodyRefused::CutOff));
    let long = field("a", "1") + "--X--\r\n" + &"z".repeat(500_000);
    assert_eq!(
        read(in_pieces(&long, 60_000)).await,
        Err(BodyRefused::Unreadable)
    );
    let usual = field("a", "1") + "--X--\r\n";
    assert_eq!(read(in_pieces(&usual, 1)).await.unwrap(), ["1"]);
}

#[tokio::test]
async fn a_huge_preamble_header_or_name_is_refused_early() {
    let huge = "z".repeat(500_000);
    for body in [
        huge.clone(),
        format!("--X\r\nContent-Disposition: form-data; name=\"a\"\r\nX: {huge}\r\n\r\n1\r\n--X--"),
        field(&huge, "1"),
        field(&"n".repeat(9_000), "1") + "--X--",
    ] {
        assert_eq!(
            read(in_pieces(&body, 60_000)).await,
            Err(BodyRefused::Unreadable)
        );
    }
}

#[tokio::test]
async fn the_whole_and_each_field_have_a_limit() {
    let body = field("a", &"y".repeat(1 << 20)) + "--X--";
    assert_eq!(
        read(in_pieces(&body, 60_000)).await,
        Err(BodyRefused::TooLarge)
    );
    let body = field("a", &"y".repeat(100_001)) + "--X--";
    assert_eq!(
        read(in_pieces(&body, 60_000)).await,
        Err(BodyRefused::TooLarge)
    );
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_refused() {
    let mut body = b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n".to_vec();
    body.extend_from_slice(b"\xff\xfe\r\n--X--");
    assert_eq!(read(body).await, Err(BodyRefused::Unreadable));
}

#[tokio::test(start_paused = true)]
async fn one_byte_in_ten_seconds_is_too_slow_and_20_kb_a_second_is_not() {
    let slow = futures_util::stream::unfold(0, |n| async move {
        tokio::time::sleep(Duration::from_secs(10)).await;
        Some((Ok::<_, std::io::Error>(Bytes::from_static(b"-")), n + 1))
    });
    let started = Instant::now();
    assert_eq!(
        read(Body::from_stream(slow)).await,
        Err(BodyRefused::TooSlow)
    );
    assert!(started.elapsed() <= Duration::from_secs(120));

    // Just above the pace, a window at a time, would hold a place for hours.
    let trickle = futures_util::stream::unfold((), |()| async move {
        tokio::time::sleep(Duration::from_secs(50)).await;
        let piece = Bytes::from(field("a", &"y".repeat(4096)));
        Some((Ok::<_, std::io::Error>(piece), ()))
    });
    let started = Instant::now();
    let mut limits = LIMITS;
    limits.parts_max = usize::MAX;
    let body = Body::from_stream(trickle);
    let mut trickled = Parts::new("multipart/form-data; boundary=X", body, &limits).unwrap();
    let refused = async {
        while let Some(part) = trickled.next().await? {
            part.text(100_000).await?;
        }
        Ok::<_, BodyRefused>(())
    };
    assert_eq!(refused.await, Err(BodyRefused::TooSlow));
    assert!(started.elapsed() <= Duration::from_secs(300));

    let head = Bytes::from(field("a", ""));
    let steady = futures_util::stream::unfold(0_u32, move |n| {
        let head = head.clone();
        async move {
            tokio::time::sleep(Duration::from_secs(30)).await;
            let piece = match n {
                0 => head.slice(..head.len() - 2),
                59 => Bytes::from_static(b"\r\n--X--"),
                60.. => return None,
                _ => Bytes::from(vec![b'y'; 600_000]),
            };
            Some((Ok::<_, std::io::Error>(piece), n + 1))
        }
    });
    limits.total_max = 64 << 20;
    let body = Body::from_stream(steady);
    let mut parts = Parts::new("multipart/form-data; boundary=X", body, &limits).unwrap();
    let mut part = parts.next().await.unwrap().unwrap();
    let mut length = 0;
    while let Some(piece) = part.piece().await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 58 * 600_000);
}

#[test]
fn strange_boundaries_are_refused() {
    for kind in [
        "multipart/form-data",
        "text/plain; boundary=X",
        "multipart/form-data; boundary=",
        "",
    ] {
        assert_eq!(
            Parts::new(kind, Body::empty(), &LIMITS).err(),
            Some(BodyRefused::Unreadable),
            "{kind}"
        );
    }
    let long = format!("multipart/form-data; boundary={}", "b".repeat(71));
    assert_eq!(
        Parts::new(&long, Body::empty(), &LIMITS).err(),
        Some(BodyRefused::Unreadable)
    );
}
