//! What a desk refuses, each named by what it forbids.

use super::open_desk;
use super::window::Window;
use crate::tools::Town;
use crate::world::{PASSPHRASE, Thief, World, today};

/// Anna's desk in a world without reports.
fn fresh() -> (World, Window) {
    let world = World::start();
    let desk = Window::open(&world.officers[0].home);
    (world, desk)
}

#[test]
fn dns_rebinding_finds_nobody_here() {
    let (_world, desk) = fresh();
    desk.enter();
    assert_eq!(desk.get("/").status, 200);
    let port = desk.address.split_once(':').unwrap().1.to_owned();
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("localhost:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{port}0"),
        format!("127.0.0.1:{port}@evil.example"),
    ] {
        let answer = desk.ask("GET", "/", &[("Host", &host)], "");
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.holds("csrf_token"), "{host}");
    }
    let twice = [("Host", desk.address.as_str()), ("Host", "evil.example")];
    assert!(desk.ask("GET", "/", &twice, "").is_refusal());
}

#[test]
fn e17_another_page_posts_nothing_and_reads_nothing() {
    let (_world, desk) = fresh();
    desk.enter();
    let token = desk.token();
    let fields = [("csrf_token", token.as_str())];
    let own = desk.own_headers();
    assert_eq!(desk.post_as_it_is("/lock", &fields, &own).status, 303);
    let (good, site) = (own[0].1, "Sec-Fetch-Site");
    for headers in [
        &[][..],
        &[("Origin", "null")],
        &[("Origin", "http://evil.example")],
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", good), (site, "cross-site")],
        &[("Origin", good), (site, "same-site")],
        &[("Origin", good), (site, "none")],
        &[("Origin", good), ("Sec-Fetch-Dest", "iframe")],
    ] {
        let answer = desk.post_as_it_is("/lock", &fields, headers);
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    for headers in [
        &[(site, "cross-site")][..],
        &[(site, "same-site")],
        &[("Sec-Fetch-Dest", "iframe")],
        &[("Sec-Fetch-Dest", "empty")],
        &[("Origin", "http://evil.example")],
    ] {
        assert_eq!(desk.ask("GET", "/", headers, "").status, 403, "{headers:?}");
    }
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        assert_eq!(desk.ask(method, "/", &[], "").status, 403, "{method}");
    }
}

#[test]
fn a_form_without_its_token_does_nothing() {
    let (_world, desk) = fresh();
    desk.enter();
    let own = desk.own_headers();
    let passphrase = ("passphrase", PASSPHRASE);
    for token in ["", "00112233445566778899aabbccddeeff"] {
        let fields = [("csrf_token", token), passphrase];
        let answer = desk.post_as_it_is("/unlock", &fields, &own);
        assert_eq!(answer.status, 403, "{token}");
    }
    assert_eq!(
        desk.post_as_it_is("/unlock", &[passphrase], &own).status,
        403
    );
    assert!(desk.get("/").holds("action=\"/unlock\""));
}

#[test]
fn e19_a_link_opens_once_and_another_user_of_the_computer_gets_nothing() {
    let (_world, desk) = fresh();
    let stranger = |desk: &Window, path: &str| {
        let answer = desk.ask("GET", path, &[("Cookie", "x=y")], "");
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.holds("csrf_token") && answer.header("set-cookie").is_none());
    };
    for path in [
        "/",
        "/case/0000",
        "/setup",
        "/open/",
        "/open/0000",
        "/open/x/y",
        "/nowhere",
    ] {
        stranger(&desk, path);
    }
    let path = desk.link_path().to_owned();
    desk.enter();
    stranger(&desk, &path);
    stranger(&desk, "/");
    let cookie = desk.cookie.borrow().clone();
    let (name, _) = cookie.split_once('=').unwrap();
    let guessed = format!("{name}={}", "0".repeat(32));
    let answer = desk.ask("GET", "/", &[("Cookie", &guessed)], "");
    assert_eq!(answer.status, 403);
    assert_eq!(desk.get("/").status, 200);
}

#[test]
fn e20_it_listens_on_one_address_of_this_computer_alone() {
    let (_world, desk) = fresh();
    let port = desk.address.split_once(':').unwrap().1;
    assert!(std::net::TcpStream::connect(&desk.address).is_ok());
    for other in ["127.0.0.2", "[::1]"] {
        let at = format!("{other}:{port}");
        assert!(std::net::TcpStream::connect(&at).is_err(), "{at}");
    }
}

#[test]
fn no_answer_is_kept_framed_or_sent_a_script() {
    let (_world, desk) = fresh();
    desk.enter();
    for path in ["/", "/nowhere", "/open/x"] {
        let answer = desk.get(path);
        let header = |name| answer.header(name).unwrap_or_default().to_owned();
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-frame-options"), "DENY");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'sha256-"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(
            !policy.contains("script") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(!answer.holds("<script") && answer.header("date").is_none());
    }
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_a_locked_desk_shows_nothing() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.enter();
    let wrong = desk.post("/unlock", &[("passphrase", "not this one at all")]);
    assert_eq!(wrong.status, 403);
    assert!(
        wrong.words().contains("Parole neatver atslēgas"),
        "{}",
        wrong.words()
    );
    desk.post("/unlock", &[("passphrase", PASSPHRASE)]);
    let case = format!("/case/{}", town.case());
    assert!(desk.waits_for(&case, |page| page.holds("Pazuda sliedes")));
    let before = desk.cookie.borrow().clone();
    assert_eq!(desk.post("/lock", &[]).status, 303);
    assert_eq!(desk.ask("GET", "/", &[("Cookie", &before)], "").status, 403);
    let form = format!("{case}/do/acknowledge");
    let identity = format!("{case}/identity");
    for path in ["/", &case, &identity, &form] {
        let page = desk.get(path);
        assert!(!page.holds("sliedes"), "{path}");
        assert!(
            page.status == 303 || page.holds("action=\"/unlock\""),
            "{path}"
        );
    }
}

#[test]
fn words_that_arrive_after_locking_are_kept_sealed() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let form = format!("/case/{case}/do/acknowledge");
    desk.post("/lock", &[]);
    let fields = [("letter", "Kanārijputniņš dzied"), ("go", "preview")];
    assert_eq!(desk.post(&form, &fields).header("location"), Some("/"));
    let home = &town.anna().home;
    assert_eq!(Thief::finds(home, "Kanārijputniņš"), None);
    let locked = desk.get("/").words();
    assert!(locked.contains("saglabāts kā melnraksts"), "{locked}");
    desk.post("/unlock", &[("passphrase", PASSPHRASE)]);
    assert!(desk.waits_for(&form, |page| page.holds("Kanārijputniņš dzied")));
    let page = desk.get(&format!("/case/{case}")).words();
    assert!(page.contains("Turpināt iesākto"), "{page}");
}

#[test]
fn e01_a_hostile_report_stays_text_and_its_files_stay_bytes() {
    let name = "<img src=x onerror=alert(1)>\"; a=b.html";
    let hostile = "<script>alert('x')</script> =1+1 \u{202e}txet\u{1b}]0;x\u{7} </textarea>";
    let script: &[u8] = b"<script>alert(2)</script>";
    let town = Town::with(|world| world.reporter().send_with(hostile, &[(name, script)]));
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let page = desk.get(&format!("/case/{case}"));
    let search = desk.post("/search", &[("find", "<script>")]);
    for path in [
        "/".to_owned(),
        format!("/case/{case}"),
        search.header("location").expect("an address").to_owned(),
    ] {
        let page = desk.get(&path);
        assert_eq!(page.status, 200);
        assert!(!page.holds("<script") && !page.holds("<img"), "{path}");
        let source = page.source();
        let acts = source
            .chars()
            .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(acts, None, "{path}");
    }
    assert!(page.words().contains("SHA-256"), "{}", page.words());
    let source = page.source();
    let file = source.split("href=\"").find_map(|rest| {
        let href = rest.split('"').next()?;
        href.contains("/file/").then(|| href.to_owned())
    });
    let file = desk.get(&file.expect("a file"));
    assert_eq!((file.status, file.body.as_slice()), (200, script));
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    let disposition = file.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\""),
        "{disposition}"
    );
    assert!(!disposition.contains('<'), "{disposition}");
}

#[test]
fn e21_nothing_plain_is_on_the_disk_while_it_is_open_nor_afterwards() {
    let canary = "Kanārijputniņš dzied par sliedēm";
    let town = Town::with(|world| world.reporter().send(canary));
    let mut desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    assert!(desk.get(&format!("/case/{case}")).holds(canary));
    let form = format!("/case/{case}/do/ask");
    let fields = [("letter", "Zilonis jautā"), ("go", "keep")];
    assert_eq!(desk.post(&form, &fields).status, 303);
    desk.search("sliedes");
    let home = &town.anna().home;
    assert!(home.join("index").exists(), "what was opened is indexed");
    let nothing = || {
        for words in [canary, "Kanārij", "Zilonis", PASSPHRASE] {
            assert_eq!(Thief::finds(home, words), None, "{words}");
        }
    };
    nothing();
    desk.stop();
    nothing();
    assert!(std::net::TcpStream::connect(&desk.address).is_err());
}

#[test]
fn e23_one_damaged_item_never_hides_the_others() {
    let mut town = Town::new();
    town.world.reporter().send("Otrais ziņojums.");
    town.world.go_to(&today().to_string());
    town.anna().sync(&town.world);
    let case = town.case();
    let sealed = town.anna().home.join("sealed");
    let first = std::fs::read_dir(&sealed).unwrap().flatten();
    let first = first
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(&case)
        })
        .unwrap();
    let mut bytes = std::fs::read(&first).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&first, bytes).unwrap();
    let desk = open_desk(&town);
    desk.unlock();
    let page = desk.get("/").words();
    assert!(
        page.contains("ziņojums.") || page.contains("sliedes"),
        "{page}"
    );
    assert!(page.contains(&case), "the damaged one is named: {page}");
}

#[test]
#[ignore = "takes a minute"]
fn a_desk_that_nobody_uses_locks_itself() {
    let town = Town::new();
    open_desk(&town);
    let desk = Window::open_with(&town.anna().home, &["--lock-after", "1"]);
    desk.unlock();
    let case = format!("/case/{}", town.case());
    assert!(desk.get(&case).holds("sliedes"));
    std::thread::sleep(std::time::Duration::from_secs(58));
    assert!(desk.get(&case).holds("sliedes"), "used a moment ago");
    std::thread::sleep(std::time::Duration::from_secs(63));
    assert_eq!(desk.get(&case).status, 303, "left alone");
    assert!(desk.get("/").holds("action=\"/unlock\""));
}

#[test]
#[ignore = "takes half a minute"]
fn a_desk_whose_computer_slept_is_locked_when_it_wakes() {
    use rustix::process::{Pid, Signal, kill_process};
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = format!("/case/{}", town.case());
    let pid = Pid::from_raw(desk.pid().cast_signed()).unwrap();
    for (seconds, status) in [(5, 200), (25, 303)] {
        kill_process(pid, Signal::STOP).unwrap();
        std::thread::sleep(std::time::Duration::from_secs(seconds));
        kill_process(pid, Signal::CONT).unwrap();
        std::thread::sleep(std::time::Duration::from_secs(2));
        assert_eq!(desk.get(&case).status, status, "{seconds} s");
    }
}

#[test]
fn every_address_with_a_number_that_names_nothing_is_a_page_that_says_so() {
    let town = Town::with(|world| {
        let files = [("rēķins.pdf", &b"%PDF-1.7 x"[..])];
        world.reporter().send_with("Pazuda sliedes.", &files)
    });
    let case = town.case();
    let desk = open_desk(&town);
    desk.unlock();
    let numbers = [
        "0",
        "2",
        "6",
        "65535",
        "65536",
        "99999999999999999999999",
        "-1",
        "x",
        "1.5",
        "%ff",
        "+1",
    ];
    let name = "ab".repeat(16);
    let mut asked = Vec::new();
    for number in numbers {
        let file = format!("/case/{case}/file/{case}/{number}");
        asked.extend(["", "/clean", "/clean/save", "/preview"].map(|end| format!("{file}{end}")));
        asked.push(format!("/case/{case}/reply/{name}/{number}"));
        asked.push(format!("/case/{number}"));
        asked.push(format!("/case/{number}/handover"));
        asked.push(format!("/case/{number}/court.zip"));
        asked.push(format!("/case/{case}/do/{number}"));
        asked.push(format!("/case/{case}/do/{number}/preview"));
        asked.push(format!("/help/{number}"));
        asked.push(format!("/retention/{number}"));
    }
    for path in asked {
        let page = desk.get(&path);
        // `+1` is the first file, as numbers are read.
        let is_the_file = path.contains("/file/") && path.contains("/+1");
        assert!(page.status == 404 || is_the_file, "{path}: {}", page.status);
        if !is_the_file {
            let kind = page.header("content-type").unwrap_or_default();
            assert!(kind.starts_with("text/html"), "{path}: {kind}");
        }
    }
    for number in numbers {
        for path in [format!("/many/{number}"), format!("/search/{number}")] {
            let status = desk.get(&path).status;
            assert!([303, 404].contains(&status), "{path}: {status}");
        }
    }
    assert_eq!(desk.get(&format!("/case/{case}/file/{case}/1")).status, 200);
}
