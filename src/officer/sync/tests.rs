use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::*;
use crate::officer::place::Wanted;
use crate::request::{BodyDigest, InstanceId, KeyId, Target, Verifier};
use crate::signature::VerifyingKey;

/// As much of an intake as `sync` talks to, with ways to misbehave.
struct Intake {
    verifier: Verifier,
    officer: VerifyingKey,
    institution: String,
    wrong: Mutex<Wrong>,
    items: Vec<([u8; 16], Vec<u8>)>,
    /// What it was asked, without the challenges.
    asked: Mutex<Vec<String>>,
    told: Mutex<Vec<String>>,
}

#[derive(Default)]
struct Wrong {
    /// Ciphertext ends after so many bytes, so many times.
    cut: Option<(usize, usize)>,
    /// This item (by position) has a bit turned.
    flip: Option<usize>,
    /// This item is listed, and not given.
    withhold: Option<usize>,
    /// It announces another length for this item.
    length: Option<(usize, u64)>,
    /// Each page is the first one again.
    endless: bool,
    /// Draws new challenges all the time.
    restless: bool,
}

const INSTANCE: [u8; 16] = [9; 16];

impl Intake {
    async fn start(
        officer: VerifyingKey,
        items: Vec<Vec<u8>>,
        wrong: Wrong,
    ) -> (Arc<Self>, SocketAddr) {
        let named = items.into_iter().enumerate();
        let intake = Arc::new(Self {
            verifier: Verifier::new(InstanceId::from_bytes(INSTANCE)),
            officer,
            institution: "paraugs".to_owned(),
            wrong: Mutex::new(wrong),
            items: named
                .map(|(n, bytes)| ([u8::try_from(n).expect("few") + 1; 16], bytes))
                .collect(),
            asked: Mutex::default(),
            told: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let at = listener.local_addr().expect("bound");
        let serving = Arc::clone(&intake);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let intake = Arc::clone(&serving);
                let service = service_fn(move |request| Arc::clone(&intake).serve(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        (intake, at)
    }

    async fn serve(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Infallible> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.expect("a whole request").to_bytes();
        if head.uri.path() == "/v1/challenge" {
            return Ok(answer(200, self.verifier.challenge().to_string()));
        }
        let wrong = self.wrong.lock().expect("no panic");
        if wrong.restless {
            self.verifier.rotate();
        }
        drop(wrong);
        let target = Target {
            method: head.method.as_str(),
            path: head.uri.path(),
            query: head.uri.query(),
            body: BodyDigest::of(&body),
        };
        let headers = head.headers.iter().map(|(n, v)| (n.as_str(), v.as_bytes()));
        let known = |id: &KeyId| (*id == KeyId::of(&self.officer)).then_some(self.officer);
        if self.verifier.verify(&target, headers, known).is_err() {
            return Ok(answer(404, ""));
        }
        self.asked
            .lock()
            .expect("no panic")
            .push(head.uri.to_string());
        Ok(self.answer(head.uri.path(), head.uri.query().unwrap_or_default()))
    }

    fn answer(&self, path: &str, query: &str) -> Response<Body> {
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        match parts[..] {
            ["instance"] => answer(
                200,
                format!(
                    r#"{{"instance":"{}","institution":"{}"}}"#,
                    hex::encode(INSTANCE),
                    self.institution
                ),
            ),
            ["items"] => answer(200, self.page(query)),
            ["items", id] => self.bytes(id, query),
            ["items", id, "fetched"] => {
                self.told.lock().expect("no panic").push(id.to_owned());
                answer(204, "")
            }
            _ => answer(404, ""),
        }
    }

    /// Two items a page.
    fn page(&self, query: &str) -> String {
        let wrong = self.wrong.lock().expect("no panic");
        let after = query
            .strip_prefix("after=")
            .map(|rest| &rest[..32])
            .filter(|_| !wrong.endless);
        let left: Vec<_> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, (id, _))| after.is_none_or(|after| hex::encode(id).as_str() > after))
            .collect();
        let items: Vec<_> = left
            .iter()
            .take(2)
            .map(|(n, (id, bytes))| {
                let length = match wrong.length {
                    Some((which, length)) if which == *n => length,
                    _ => bytes.len() as u64,
                };
                serde_json::json!({
                    "id": hex::encode(id),
                    "item": hex::encode(Item::of(bytes).as_bytes()),
                    "day": "2026-11-21",
                    "length": length,
                })
            })
            .collect();
        serde_json::json!({"items": items, "more": wrong.endless || left.len() > 2}).to_string()
    }

    fn bytes(&self, id: &str, query: &str) -> Response<Body> {
        let from: usize = query
            .strip_prefix("from=")
            .expect("asked so")
            .parse()
            .expect("a number");
        let place = self
            .items
            .iter()
            .position(|(name, _)| hex::encode(name) == id);
        let mut wrong = self.wrong.lock().expect("no panic");
        let Some(place) = place.filter(|place| wrong.withhold != Some(*place)) else {
            return answer(404, "");
        };
        let mut bytes = self.items[place].1.clone();
        if wrong.flip == Some(place) {
            bytes[0] ^= 1;
        }
        let mut rest = bytes.split_off(from);
        match &mut wrong.cut {
            Some((after, times)) if *times > 0 => {
                *times -= 1;
                rest.truncate(*after);
                let frames = [
                    Ok(Frame::data(Bytes::from(rest))),
                    Err(io::ErrorKind::Other.into()),
                ];
                // A pause, so that the first piece is on its way before the connection breaks.
                let frames = stream::iter(frames).then(|frame| async {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    frame
                });
                Response::new(StreamBody::new(frames).boxed_unsync())
            }
            _ => answer(200, rest),
        }
    }
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

fn answer(status: u16, body: impl Into<Bytes>) -> Response<Body> {
    Response::builder()
        .status(status)
        .body(
            Full::new(body.into())
                .map_err(|never| match never {})
                .boxed_unsync(),
        )
        .expect("sound")
}

struct Nobody;
impl Watch for Nobody {
    fn begin(&self, _: usize, _: u64) {}
    fn came(&self, _: u64) {}
    fn done(&self) {}
}

struct World {
    _folder: tempfile::TempDir,
    home: Home,
    keys: Arc<OfficerKeys>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            home: Home::make(&folder.path().join("home")).expect("made"),
            keys: Arc::new(OfficerKeys::random("Anna").expect("a name")),
            _folder: folder,
        }
    }

    async fn intake(&self, items: Vec<Vec<u8>>, wrong: Wrong) -> (Arc<Intake>, SocketAddr) {
        Intake::start(self.keys.signing.public(), items, wrong).await
    }

    async fn sync(&self, at: SocketAddr) -> Result<Synced, Failure> {
        self.sync_as(at, INSTANCE, &self.keys).await
    }

    async fn sync_as(
        &self,
        at: SocketAddr,
        instance: [u8; 16],
        keys: &Arc<OfficerKeys>,
    ) -> Result<Synced, Failure> {
        let wanted = Wanted {
            server: Some(format!("http://{at}")),
            proxy: None,
            instance: Some(hex::encode(instance)),
            institution: Some("paraugs".to_owned()),
        };
        let place = Place::find(&self.home, wanted)?;
        sync(&self.home, &place, keys, &Nobody).await
    }

    fn files(&self) -> Vec<String> {
        let folder = self.home.root().path().join("sealed");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .expect("there")
            .map(|entry| {
                entry
                    .expect("there")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn path(&self, item: &[u8], ending: &str) -> std::path::PathBuf {
        let name = format!("{}.{ending}", hex::encode(Item::of(item).as_bytes()));
        Path::new(self.home.root().path()).join("sealed").join(name)
    }
}

fn items() -> Vec<Vec<u8>> {
    (0..5_u8)
        .map(|n| vec![n; 1000 * usize::from(n) + 1])
        .collect()
}

#[tokio::test]
async fn everything_new_is_fetched_kept_and_told_once() {
    let world = World::new();
    let (intake, at) = world.intake(items(), Wrong::default()).await;
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes, synced.had), (5, 10_005, 0));
    for item in items() {
        assert_eq!(std::fs::read(world.path(&item, "age")).expect("kept"), item);
    }
    assert_eq!(
        (
            world.files().len(),
            intake.told.lock().expect("no panic").len()
        ),
        (5, 5)
    );

    let again = world.sync(at).await.expect("synced");
    assert_eq!((again.items, again.bytes, again.had), (0, 0, 5));
    assert_eq!(intake.told.lock().expect("no panic").len(), 5, "told once");
}

#[tokio::test]
async fn an_item_that_was_kept_but_not_told_is_told_next_time() {
    let world = World::new();
    let (intake, at) = world.intake(items(), Wrong::default()).await;
    world.sync(at).await.expect("synced");
    std::fs::remove_file(world.home.root().path().join("fetched")).expect("there");
    let again = world.sync(at).await.expect("synced");
    assert_eq!((again.items, again.bytes, again.had), (0, 0, 5));
    assert_eq!(intake.told.lock().expect("no panic").len(), 10);
}

#[tokio::test]
async fn a_part_is_continued() {
    let world = World::new();
    let item = vec![7; 5000];
    let (intake, at) = world.intake(vec![item.clone()], Wrong::default()).await;
    std::fs::write(world.path(&item, "part"), &item[..3000]).expect("written");
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes), (1, 2000));
    assert!(
        intake
            .asked
            .lock()
            .expect("no panic")
            .iter()
            .any(|asked| asked.ends_with("?from=3000"))
    );
    assert_eq!(std::fs::read(world.path(&item, "age")).expect("kept"), item);
}

#[tokio::test]
async fn a_part_that_is_whole_needs_no_fetching() {
    let world = World::new();
    let item = vec![7; 5000];
    let (_intake, at) = world.intake(vec![item.clone()], Wrong::default()).await;
    std::fs::write(world.path(&item, "part"), &item).expect("written");
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes), (1, 0));
    assert_eq!(world.files().len(), 1);
}

#[tokio::test]
async fn a_damaged_or_longer_part_is_begun_anew() {
    let item = vec![7; 5000];
    for part in [vec![8; 3000], vec![8; 5000], vec![7; 5001]] {
        let world = World::new();
        let (_intake, at) = world.intake(vec![item.clone()], Wrong::default()).await;
        std::fs::write(world.path(&item, "part"), &part).expect("written");
        let synced = world.sync(at).await.expect("synced");
        assert_eq!(
            (synced.items, synced.bad.len()),
            (1, 0),
            "part of {}",
            part.len()
        );
        assert_eq!(std::fs::read(world.path(&item, "age")).expect("kept"), item);
    }
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_stopped() {
    let world = World::new();
    let item = vec![7; 50_000];
    let cut = Some((20_000, 2));
    let (intake, at) = world
        .intake(
            vec![item.clone()],
            Wrong {
                cut,
                ..Wrong::default()
            },
        )
        .await;
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes), (1, 50_000));
    assert!(
        intake
            .asked
            .lock()
            .expect("no panic")
            .iter()
            .any(|asked| asked.ends_with("?from=40000"))
    );
}

#[tokio::test]
async fn a_download_that_is_always_cut_ends_the_run_and_keeps_the_part() {
    let world = World::new();
    let item = vec![7; 50_000];
    let cut = Some((1000, usize::MAX));
    let (intake, at) = world
        .intake(
            vec![item.clone()],
            Wrong {
                cut,
                ..Wrong::default()
            },
        )
        .await;
    let failure = world.sync(at).await.expect_err("cut off");
    assert_eq!(failure.complaint(), "command-cut-off");
    assert!(intake.told.lock().expect("no panic").is_empty());
    assert_eq!(
        std::fs::read(world.path(&item, "part"))
            .expect("kept")
            .len(),
        4000
    );
}

#[tokio::test]
async fn one_bad_item_is_named_and_the_rest_is_kept() {
    for (wrong, why, bytes_kept) in [
        (
            Wrong {
                flip: Some(2),
                ..Wrong::default()
            },
            BadItem::WrongDigest,
            4,
        ),
        (
            Wrong {
                withhold: Some(2),
                ..Wrong::default()
            },
            BadItem::Withheld,
            4,
        ),
        (
            Wrong {
                length: Some((2, 2000)),
                ..Wrong::default()
            },
            BadItem::WrongLength,
            4,
        ),
        (
            Wrong {
                length: Some((2, 3000)),
                ..Wrong::default()
            },
            BadItem::WrongLength,
            4,
        ),
        (
            Wrong {
                length: Some((2, u64::MAX)),
                ..Wrong::default()
            },
            BadItem::WrongLength,
            4,
        ),
    ] {
        let world = World::new();
        let (intake, at) = world.intake(items(), wrong).await;
        let synced = world.sync(at).await.expect("synced");
        assert_eq!(synced.bad, [(Item::of(&items()[2]), why)]);
        assert_eq!(synced.items, bytes_kept);
        assert_eq!(world.files().len(), 4, "nothing of the bad one is left");
        assert_eq!(intake.told.lock().expect("no panic").len(), 4);
    }
}

#[tokio::test]
async fn a_list_that_never_ends_is_not_followed() {
    let world = World::new();
    let wrong = Wrong {
        endless: true,
        ..Wrong::default()
    };
    let (_intake, at) = world.intake(items(), wrong).await;
    let failure = world.sync(at).await.expect_err("the same page again");
    assert_eq!(failure.complaint(), "command-something-else");
}

#[tokio::test]
async fn an_unknown_key_and_another_instance_are_refused_in_the_same_words() {
    let world = World::new();
    let (_intake, at) = world.intake(items(), Wrong::default()).await;
    let stranger = Arc::new(OfficerKeys::random("Anna").expect("a name"));
    let refused = world
        .sync_as(at, INSTANCE, &stranger)
        .await
        .expect_err("unknown");
    assert_eq!(refused.complaint(), "officer-refused");
    let refused = world
        .sync_as(at, [8; 16], &world.keys)
        .await
        .expect_err("foreign");
    assert_eq!(refused.complaint(), "officer-refused");
    assert!(world.files().is_empty());
}

#[tokio::test]
async fn the_instance_is_pinned_by_the_first_sync() {
    let world = World::new();
    let (_intake, at) = world.intake(items(), Wrong::default()).await;
    world.sync(at).await.expect("synced");
    let refused = world
        .sync_as(at, [8; 16], &world.keys)
        .await
        .expect_err("pinned");
    assert_eq!(refused.complaint(), "officer-other-instance");
    let place = Place::find(&world.home, Wanted::default()).expect("pinned");
    assert_eq!(place.server.to_string(), format!("http://{at}"));
}

#[tokio::test]
async fn a_server_that_changes_its_challenge_under_way_is_no_trouble() {
    let world = World::new();
    let wrong = Wrong {
        restless: true,
        ..Wrong::default()
    };
    let (_intake, at) = world.intake(items(), wrong).await;
    assert_eq!(world.sync(at).await.expect("synced").items, 5);
}
