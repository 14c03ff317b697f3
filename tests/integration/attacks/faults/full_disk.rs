//! I: a disk that is full, under the whole program.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::time::Duration;

use crate::attacks::page;
use crate::attacks::server::{SEND, Server};
use crate::world::small_disk::SmallDisk;
use crate::world::wire::{Part, multipart, multipart_kind, request};
use crate::world::{signed_pack, wait_until};

/// A disk of its own for the server's home.
fn disk_for_home(folder: &Path, bytes: u64) -> Option<SmallDisk> {
    let disk = SmallDisk::under(folder, bytes)?;
    let home = disk.path().join("home");
    fs::create_dir(&home).unwrap();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    symlink(home, folder.join("home")).unwrap();
    Some(disk)
}

const MIB: u64 = 1 << 20;

/// A report of text; was it received? If not, the page said that nothing was kept.
fn is_received(server: &Server) -> bool {
    let form = server.form();
    let reply = form.send(&server.reporters());
    if reply.status != 200 {
        assert_eq!(reply.status, 503);
        assert!(reply.source().contains("nothing of it was kept"));
        let again = page::forms(&reply.source()).remove(0);
        for name in ["what_happened", "code"] {
            assert_eq!(again.value(name), form.value(name));
        }
    }
    reply.status == 200
}

/// Enters a code and opens with the fresh one: the fresh code, if it opened, or what was said.
pub(super) fn come_back(server: &Server, code: &str) -> Result<String, String> {
    let entered = server.reporters().post("/en/return", &[("code", code)]);
    let fresh = page::code(&entered.source()).unwrap();
    let forms = page::forms(&entered.source());
    let opening = forms.into_iter().find(|form| form.action == "/en/open");
    let opened = opening.unwrap().send(&server.reporters());
    match opened.status {
        200 => Ok(fresh),
        _ => Err(opened.source()),
    }
}

#[test]
fn i06_on_a_full_disk_text_goes_on_then_is_refused_and_comes_back_with_the_room() {
    let mut disk = None;
    let small = |folder: &Path| disk = disk_for_home(folder, 200 * MIB);
    let mut server = Server::start_where(&[], small);
    let Some(disk) = disk else { return };
    let code = server.report("before", &[]).code;

    // Others take all but a little: the ballast is given up, and text and visits go on.
    disk.fill(8 * MIB);
    assert!(is_received(&server));
    let code = come_back(&server, &code).unwrap();
    assert_eq!(server.kept(), 2);

    // They take that as well, to the last byte: refused plainly, nothing lost, the process stays.
    disk.fill(0);
    assert!(!is_received(&server));
    assert!(
        come_back(&server, &code)
            .unwrap_err()
            .contains("enter the old one")
    );
    assert_eq!(server.kept(), 2);
    assert!(server.is_alive());

    // Stopped and started while it is full.
    server.stop();
    server.start_again();
    disk.fill(0);
    assert!(!is_received(&server));
    server.stop();
    server.start_again();
    assert_eq!(server.kept(), 2);

    disk.empty();
    assert!(is_received(&server), "{}", server.log());
    come_back(&server, &code).unwrap();
    assert_eq!(server.kept(), 3);
    let ballast = fs::metadata(server.path("home/store/ballast")).unwrap();
    assert_eq!(ballast.len(), 48 * MIB, "for the next time");
    let log = server.log();
    assert!(!log.contains("the store stops"), "{log}");
}

#[test]
fn i06_uploads_that_are_cut_off_on_a_full_disk_end_nothing() {
    let mut disk = None;
    let folder = tempfile::tempdir().unwrap();
    let little = ("reserve_bytes = 1073741824", "reserve_bytes = 67108864");
    let pack = signed_pack(folder.path(), "latvia", &[little]);
    let small = |folder: &Path| disk = disk_for_home(folder, 400 * MIB);
    let with_pack = ["--pack", pack.to_str().unwrap()];
    let mut server = Server::start_where(&with_pack, small);
    let Some(disk) = disk else { return };
    let code = server.report("before", &[]).code;

    let file = vec![7; 60 << 20];
    let form = server.form();
    let mut parts = form.parts();
    parts.push(Part::file("big", &file));
    let kind = multipart_kind();
    let whole = request("POST", SEND, &[("Content-Type", &kind)], &multipart(&parts));
    let mut line = server.reporters().open();
    line.send(&whole[..40 << 20]).unwrap();
    disk.fill(0);
    let open = server.open_files();
    drop(line);
    // It sees that the upload ended, and has a moment to fail of what that takes.
    assert!(wait_until(Duration::from_secs(10), || server.open_files() < open));
    let ended = server.ended_within(Duration::from_secs(1));
    assert!(ended.is_none(), "{}", server.log());
    // Now from the ballast, and with what is being swept; until that is taken, too.
    assert!(is_received(&server));
    let mut more = 0;
    let is_full = wait_until(Duration::from_secs(10), || {
        disk.fill(0);
        let is_one_more = is_received(&server);
        more += usize::from(is_one_more);
        !is_one_more
    });
    assert!(is_full);

    // What the upload left is swept once there is room, also by the next process.
    server.stop();
    server.start_again();
    disk.empty();
    assert!(is_received(&server), "{}", server.log());
    come_back(&server, &code).unwrap();
    assert_eq!(server.kept(), 3 + more);
}
