//! K: Tor and deployment. What needs a Tor network is in `tests/integration/across_tor/over_tor.rs`.

use std::fs;
use std::process::Command;

use super::server::Server;
use crate::world::skip::skip;

#[test]
fn k01_it_listens_on_unix_sockets_only() {
    let server = Server::start();
    // The inodes of its sockets, looked up among the TCP and UDP ones of this machine.
    let descriptors = fs::read_dir(format!("/proc/{}/fd", server.pid()));
    let Ok(descriptors) = descriptors else {
        skip("another process's files");
        return;
    };
    let targets = descriptors
        .flatten()
        .filter_map(|entry| fs::read_link(entry.path()).ok());
    let inodes: Vec<String> = targets
        .filter_map(|target| {
            Some(
                target
                    .to_str()?
                    .strip_prefix("socket:[")?
                    .trim_end_matches(']')
                    .to_owned(),
            )
        })
        .collect();
    assert!(inodes.len() >= 2);
    for table in ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"] {
        let table = fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let inode = line.split_whitespace().nth(9).unwrap_or_default();
            assert!(!inodes.iter().any(|own| own == inode), "{line}");
        }
    }
}

#[test]
fn k05_the_circuit_is_neither_printed_nor_kept() {
    let mut server = Server::start_with(&["--proxy-protocol"]);
    let wire = server.reporters();
    let line = "PROXY TCP6 fc00:dead:beef:4dad::beef:cafe ::1 51966 80\r\n";
    let reply = wire.say(format!(
        "{line}GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    ));
    assert_eq!(reply.status, 200);
    server.stop();
    let log = server.log();
    assert!(
        !log.contains("cafe") && !log.contains("51966") && !log.contains("3203386110"),
        "{log}"
    );
    super::at_rest::assert_absent(&server.path("home"), b"beef:cafe");
}

#[test]
fn f15_the_officers_paths_are_not_on_the_reporters_socket() {
    let server = Server::start();
    let (reporters, officers) = (server.reporters(), server.officers());
    assert_eq!(reporters.get("/v1/challenge"), reporters.get("/nowhere"));
    assert_eq!(officers.get("/v1/challenge").status, 200);
    let nowhere = officers.get("/nowhere");
    for path in [
        "/",
        "/en/return",
        "/v1/items",
        "/v1/instance",
        "/v1/items/00000000000000000000000000000000",
        "/v1/items/%ff",
        "/v1/cases/%ff",
        "/v1/accounting/%ff",
        "/tile/entries/%ff",
    ] {
        assert_eq!(officers.get(path), nowhere, "{path}");
    }
    for path in ["/v1/items/%ff/fetched", "/v1/mailboxes/%ff/replies"] {
        let reply = officers.ask("POST", path, &[], b"");
        assert_eq!((reply.status, reply.body.len()), (404, 0), "{path}");
    }
}

#[test]
fn k10_the_unit_leaves_little_open() {
    let unit = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/packaging/svilpe-intake.service"
    );
    let analysed = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--no-pager", unit])
        .output();
    let Ok(analysed) = analysed else {
        skip("systemd-analyze");
        return;
    };
    let said = String::from_utf8_lossy(&analysed.stdout);
    let level = said.lines().find_map(|line| {
        line.split("exposure level for svilpe-intake.service: ")
            .nth(1)
    });
    let level = level.and_then(|text| text.split(' ').next()?.parse::<f32>().ok());
    let complaint = String::from_utf8_lossy(&analysed.stderr);
    assert!(
        level.is_some_and(|level| level <= 2.0),
        "{level:?} {complaint}"
    );
    assert_eq!(complaint, "", "unknown lines in the unit");
}
