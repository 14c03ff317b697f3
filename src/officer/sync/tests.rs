use std::net::SocketAddr;
use std::path::Path;

use super::*;
use crate::cli::private_files::tests::names;
use crate::officer::config::OfficerOptions;
use crate::officer::tests::fake_intake::{INSTANCE, Intake, Wrong};

struct Nobody;
impl Watch for Nobody {
    fn begin(&self, _: usize, _: u64) {}
    fn came(&self, _: u64) {}
    fn done(&self) {}
}

struct World {
    _folder: tempfile::TempDir,
    home: OfficerHome,
    keys: Arc<OfficerKeys>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            home: OfficerHome::make(&folder.path().join("home")).expect("made"),
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
        let wanted = OfficerOptions {
            server: Some(format!("http://{at}")),
            proxy: None,
            instance: Some(hex::encode(instance)),
            institution: Some("paraugs".to_owned()),
            log: None,
        };
        let config = OfficerConfig::find(&self.home, wanted)?;
        sync(&self.home, &config, keys, &Nobody).await
    }

    fn files(&self) -> Vec<String> {
        let folder = self.home.root().path().join("sealed");
        names(&folder)
    }

    fn path(&self, item: &[u8], ending: &str) -> std::path::PathBuf {
        let name = format!(
            "{}.{ending}",
            hex::encode(ReportDigest::of(item).as_bytes())
        );
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

/// A server whose downloads end after so many bytes, so many times.
fn cut(after: usize, times: usize) -> Wrong {
    Wrong {
        cut: Some((after, times)),
        ..Wrong::default()
    }
}

/// Both would add to one part: what each has received is right, and what is on the disk is not. The
/// server would be told that it is safe here, and forget it.
#[tokio::test]
async fn two_at_once_would_spoil_each_others_parts_and_the_second_is_refused() {
    let world = World::new();
    let item = vec![7; 50_000];
    let (intake, at) = world.intake(vec![item.clone()], Wrong::default()).await;
    let first = world.home.root().alone().expect("nobody else");
    let refused = world.sync(at).await.expect_err("somebody is at it");
    assert_eq!(refused.complaint(), "officer-home-in-use");
    assert!(intake.asked.lock().expect("no panic").is_empty());
    drop(first);
    world.sync(at).await.expect("synced");
    assert_eq!(std::fs::read(world.path(&item, "age")).expect("kept"), item);
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_stopped() {
    let world = World::new();
    let item = vec![7; 50_000];
    let (intake, at) = world.intake(vec![item.clone()], cut(20_000, 2)).await;
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

/// A slow circuit: each connection brings a little and breaks.
#[tokio::test]
async fn a_download_that_comes_on_each_time_is_not_given_up() {
    let world = World::new();
    let item = vec![7; 50_000];
    let (_intake, at) = world
        .intake(vec![item.clone()], cut(5_000, usize::MAX))
        .await;
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes), (1, 50_000));
    assert_eq!(std::fs::read(world.path(&item, "age")).expect("kept"), item);
}

#[tokio::test]
async fn a_download_that_brings_nothing_any_more_ends_the_run_and_keeps_the_part() {
    let world = World::new();
    let item = vec![7; 50_000];
    let (intake, at) = world.intake(vec![item.clone()], cut(0, usize::MAX)).await;
    std::fs::write(world.path(&item, "part"), &item[..4000]).expect("written");
    let failure = world.sync(at).await.expect_err("cut off");
    assert_eq!(failure.complaint(), "command-cut-off");
    assert!(intake.told.lock().expect("no panic").is_empty());
    let asked = intake.asked.lock().expect("no panic").clone();
    let asked = asked.iter().filter(|asked| asked.ends_with("?from=4000"));
    assert_eq!(asked.count(), 1 + TRIES);
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
        assert_eq!(synced.bad, [(ReportDigest::of(&items()[2]), why)]);
        assert_eq!(synced.items, bytes_kept);
        assert_eq!(world.files().len(), 4, "nothing of the bad one is left");
        assert_eq!(intake.told.lock().expect("no panic").len(), 4);
    }
}

/// Whoever sends the same sealed bytes twice makes the server list one item under two ids.
/// Whoever can leave files in the folder (a restored archive, a shared stick) must not turn a sync
/// into writing elsewhere, or into waiting for ever.
#[cfg(unix)]
#[tokio::test]
async fn what_is_no_plain_file_in_the_folder_is_neither_followed_nor_waited_for() {
    let (world, items) = (World::new(), items());
    let outside = world.home.root().path().with_file_name("outside");
    std::fs::write(&outside, b"not yours").expect("written");
    let nowhere = outside.with_file_name("nowhere");
    let pipe = |at: std::path::PathBuf| {
        rustix::fs::mkfifoat(rustix::fs::CWD, at, 0o600.into()).expect("made");
    };
    std::os::unix::fs::symlink(&outside, world.path(&items[0], "part")).expect("made");
    std::os::unix::fs::symlink(&nowhere, world.path(&items[1], "part")).expect("made");
    std::fs::hard_link(&outside, world.path(&items[2], "part")).expect("made");
    pipe(world.path(&items[3], "part"));
    pipe(world.path(&items[4], "age"));
    let (_, at) = world.intake(items.clone(), Wrong::default()).await;
    let limit = std::time::Duration::from_secs(30);
    let synced = tokio::time::timeout(limit, world.sync(at)).await;
    assert_eq!(synced.expect("no wait").expect("synced").items, 5);
    for item in &items {
        let kept = std::fs::read(world.path(item, "age")).expect("kept");
        assert_eq!(&kept, item);
    }
    assert_eq!(std::fs::read(&outside).expect("there"), b"not yours");
    assert!(!nowhere.exists());
}

#[tokio::test]
async fn an_item_that_is_listed_twice_is_fetched_once_and_stops_nothing() {
    let world = World::new();
    let mut listed = items();
    listed.insert(1, items()[3].clone());
    listed.push(items()[0].clone());
    let (intake, at) = world.intake(listed, Wrong::default()).await;
    let synced = world.sync(at).await.expect("synced");
    assert_eq!((synced.items, synced.bytes, synced.had), (5, 10_005, 0));
    assert_eq!(synced.bad, []);
    assert_eq!(world.files().len(), 5);
    let told = intake.told.lock().expect("no panic").clone();
    let ids: BTreeSet<_> = told.iter().collect();
    assert_eq!((told.len(), ids.len()), (7, 7), "under each of its ids");
    let again = world.sync(at).await.expect("synced");
    assert_eq!((again.items, again.bytes, again.had), (0, 0, 5));
    assert_eq!(intake.told.lock().expect("no panic").len(), 7, "told once");
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
    let config = OfficerConfig::find(&world.home, OfficerOptions::default()).expect("pinned");
    assert_eq!(config.way.server.to_string(), format!("http://{at}"));
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

#[tokio::test]
async fn reports_that_do_not_open_on_the_server_are_counted() {
    let world = World::new();
    let wrong = Wrong {
        damaged: 2,
        ..Wrong::default()
    };
    let (_intake, at) = world.intake(vec![vec![7; 100]], wrong).await;
    let synced = world.sync(at).await.expect("the others came");
    assert_eq!((synced.items, synced.damaged), (1, 2));
}
