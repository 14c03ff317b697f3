//! A full disk (attacks I05, I06): a clear fault, no acknowledgement, nothing lost, and the store
//! opens again while the disk is still full.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed; clippy spares only the test functions themselves"
)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use svilpe::roster::Institution;
use svilpe::sealed::Item;
use svilpe::store::{Fault, Header, Kept, Store};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs root and a loop device"]
async fn a_full_disk_refuses_and_loses_nothing() {
    let root = tempfile::tempdir().unwrap();
    let (image, mount) = (root.path().join("image"), root.path().join("mount"));
    fs::create_dir(&mount).unwrap();
    fs::File::create(&image)
        .unwrap()
        .set_len(200 << 20)
        .unwrap();
    run("mkfs.ext4", &["-q", "-F", "-m", "0", text(&image)]);
    run("mount", &["-o", "loop", text(&image), text(&mount)]);
    let mounted = Mounted(text(&mount).to_owned());

    let folder = mount.join("store");
    Store::create(&folder).unwrap();
    let store = Store::open(&folder).unwrap();
    let mut kept = 0;
    let fault = loop {
        match keep(&store, 3 << 20).await {
            Ok(Kept::New) => kept += 1,
            Ok(Kept::Already) => panic!("no code was given"),
            Err(fault) => break fault,
        }
    };
    assert!(matches!(fault, Fault::Full), "{fault}");
    assert!(kept > 10, "{kept}");
    assert!(matches!(keep(&store, 100).await, Err(Fault::Full)));
    check(&store, kept).await;

    // Others fill the rest; forgetting still works as long as anything at all is left.
    fill(&mount.join("filler"), 6 << 20, &store);
    let id = store.list(&institution(), None, 1).await.unwrap()[0].id;
    store.forget(id).await.unwrap();
    kept -= 1;
    fill(&mount.join("filler-2"), 0, &store);
    let full = store.put_note("n", vec![0; 10]).await;
    assert!(matches!(full, Err(Fault::Full)));
    check(&store, kept).await;

    // As if the process had been killed, and started while the disk is still full.
    let image_of_dead = fs::read(folder.join("state")).unwrap();
    drop(store);
    fs::write(folder.join("state"), image_of_dead).unwrap();
    let store = Store::open(&folder).unwrap();
    check(&store, kept).await;
    let full = keep(&store, 100).await;
    assert!(matches!(full, Err(Fault::Full)));

    fs::remove_file(mount.join("filler")).unwrap();
    fs::remove_file(mount.join("filler-2")).unwrap();
    while store.room().unwrap() < 20 << 20 {
        let id = store.list(&institution(), None, 1).await.unwrap()[0].id;
        store.forget(id).await.unwrap();
        kept -= 1;
        // Refused as long as a second copy does not fit.
        let _ = store.rebuild().await;
    }
    assert_eq!(keep(&store, 100).await.unwrap(), Kept::New);
    check(&store, kept + 1).await;
    drop(store);
    drop(mounted);
}

struct Mounted(String);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Writes until `left` bytes are left.
fn fill(at: &Path, left: u64, store: &Store) {
    let mut filler = fs::File::create(at).unwrap();
    for unit in [1 << 20, 1 << 12] {
        while store.room().unwrap() > left + unit {
            let unit = usize::try_from(unit).unwrap();
            if filler.write_all(&vec![1; unit]).is_err() {
                break;
            }
        }
    }
    let _ = filler.sync_all();
}

async fn keep(store: &Store, length: usize) -> Result<Kept, Fault> {
    let sealed = vec![5; length];
    let mut draft = store.begin();
    draft.append(&sealed).await?;
    let header = Header {
        institution: institution(),
        day: "2026-11-21".parse().unwrap(),
        item: Item::from_bytes([1; 32]),
        length: length as u64,
    };
    store.keep(draft, header, None, "{}".into()).await
}

async fn check(store: &Store, kept: usize) {
    let items = store.list(&institution(), None, 1000).await.unwrap();
    assert_eq!(items.len(), kept);
    for item in items {
        let mut length = 0;
        while length < item.header.length {
            let part = store.read(item.id, length, 1 << 20).await.unwrap();
            assert!(!part.is_empty() && part.iter().all(|byte| *byte == 5));
            length += part.len() as u64;
        }
    }
}

fn run(program: &str, words: &[&str]) {
    let status = Command::new(program).args(words).status().unwrap();
    assert!(status.success(), "{program} failed");
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn institution() -> Institution {
    Institution::parse("birojs").unwrap()
}
