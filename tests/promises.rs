//! Each promise of `THREAT_MODEL.md`, through whole running processes and their front doors.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod world;

use std::collections::HashSet;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use world::wire::{self, Multipart};
use world::{Officer, Reporter, Thief, World, is_received};

/// Words that nothing but a report holds.
const CANARY: &str = "Kanarijputniņš-7Q2 pārdeva sliedes";

#[test]
fn p1_nothing_readable_at_rest() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, CANARY)
        .field("identity_name", "Vizbulīte Kanarija")
        .field("identity_contact", "vizbulite@kanarija.example")
        .field("identity_understood", "yes")
        .file(
            "files",
            "Kanarijas-rēķins.pdf",
            "application/x-canary",
            &b"file canary 51b7 ".repeat(5000),
        )
        .end();
    let page = reporter.post(&body).unwrap();
    assert!(is_received(&page, &form.code), "{}", page.text());

    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    assert!(officer.read(&case).contains(CANARY));
    officer.reply(&case, "Atbildes-kanarijputniņš-9X1");
    let (answers, _) = reporter.come_back(&form.code);
    assert!(answers.text().contains("Atbildes-kanarijputniņš-9X1"));

    for needle in [
        CANARY,
        "Kanarijputni",
        "Vizbul",
        "vizbulite@kanarija",
        "Kanarijas-r",
        "x-canary",
        "file canary 51b7",
        "Atbildes-kanarij",
    ] {
        assert_eq!(Thief::finds(world.intake.home(), needle), None);
        // The officer's computer keeps ciphertext, too, until told to export.
        assert_eq!(Thief::finds(&officer.home, needle), None);
    }
}

#[test]
fn p2_nothing_kept_about_people() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Kāds kaut ko redzēja.");
    let (opened, _) = reporter.come_back(&code);
    let unknown = wire::get(&reporter.address, "/nav-tadas-lapas");
    for page in [&opened, &unknown, &wire::get(&reporter.address, "/")] {
        for name in [
            "date",
            "server",
            "set-cookie",
            "etag",
            "last-modified",
            "via",
            "age",
            "x-powered-by",
        ] {
            assert_eq!(page.header(name), None, "{name}");
        }
    }
    for needle in [
        "Firefox",
        "Mozilla",
        "127.0.0.1:",
        "nav-tadas-lapas",
        "geckoform",
    ] {
        let found = Thief::finds(&world.intake.store(), needle);
        assert_eq!(found, None);
    }
    let words = world.intake.words();
    assert_eq!(words, "", "a request made the intake say something");
}

#[test]
fn p3_size_says_little() {
    let world = World::start();
    let reporter = world.reporter();
    for length in [1, 100, 2_000, 9_000, 20_000] {
        reporter.send(&"ā".repeat(length / 2 + 1));
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let lengths: Vec<u64> = sealed_files(officer)
        .into_iter()
        .map(|(_, length)| length)
        .collect();
    assert_eq!(lengths.len(), 5);
    let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
    // What differs is age's grease: up to a few hundred bytes that nobody chose.
    assert!(most - least < 700, "{lengths:?}");
}

#[test]
fn p4_a_receipt_means_kept_whenever_the_process_is_killed() {
    let mut world = World::start();
    let shown = Arc::new(Mutex::new(HashSet::new()));
    for round in 0..5_u64 {
        let stop = Arc::new(AtomicBool::new(false));
        let senders: Vec<_> = (0..4)
            .map(|_| {
                let (reporter, shown, stop) =
                    (world.reporter(), Arc::clone(&shown), Arc::clone(&stop));
                std::thread::spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        send_if_possible(&reporter, &shown);
                    }
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(350 + 170 * round));
        world.intake.kill();
        stop.store(true, Ordering::Relaxed);
        for sender in senders {
            sender.join().unwrap();
        }
        world.kill_and_restart();
    }
    let shown = shown.lock().unwrap();
    assert!(
        shown.len() > 5,
        "too few reports got through to say anything: {}",
        shown.len()
    );
    let reporter = world.reporter();
    for code in shown.iter() {
        reporter.come_back(code);
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let texts: HashSet<String> = officer
        .cases()
        .iter()
        .map(|case| case["beginning"].to_string())
        .collect();
    for code in shown.iter() {
        assert!(
            texts.iter().any(|text| text.contains(code.as_str())),
            "a confirmed report is missing"
        );
    }
}

/// Sends one report whose text is its code (a test may); notes the code if the page confirmed it.
fn send_if_possible(reporter: &Reporter, shown: &Mutex<HashSet<String>>) {
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        reporter.path()
    );
    let Ok(page) = wire::ask(&reporter.address, request.as_bytes()) else {
        return;
    };
    let (Some(code), Some(proof)) = (page.hidden("code"), page.hidden("proof")) else {
        return;
    };
    let body = Multipart::new()
        .field("code", &code)
        .field("proof", &proof)
        .field("what_happened", &code)
        .end();
    if let Ok(page) = reporter.post(&body)
        && is_received(&page, &code)
    {
        shown.lock().unwrap().insert(code);
    }
}

#[test]
fn p4_a_report_that_is_cut_off_leaves_nothing_and_can_be_sent_again() {
    let mut world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Pārtrūka.")
        .file("files", "a.bin", "", &vec![7; 600_000])
        .end();
    let request = wire::post_bytes(
        &reporter.address,
        &reporter.path(),
        &Multipart::kind(),
        &body,
    );
    for cut in [request.len() / 3, request.len() / 2, request.len() - 1] {
        let mut stream = TcpStream::connect(&reporter.address).unwrap();
        stream.write_all(&request[..cut]).unwrap();
        drop(stream);
    }
    world.restart();
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
    let reporter = world.reporter();
    let page = reporter.post(&body).unwrap();
    assert!(is_received(&page, &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn p4_a_second_send_with_the_same_code_keeps_one_report() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Vienreiz.").end();
    let racing: Vec<_> = (0..4)
        .map(|_| {
            let (reporter, body) = (world.reporter(), body.clone());
            std::thread::spawn(move || reporter.post(&body).unwrap())
        })
        .collect();
    for page in racing.into_iter().map(|thread| thread.join().unwrap()) {
        assert!(is_received(&page, &form.code), "{}", page.text());
    }
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn p5_only_the_code_opens_the_answers_and_only_once() {
    let mut world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Kas atbildēs?");
    let stranger = "9999 9999 9999 9999 9999 9999 9908";
    let refused = reporter.enter(stranger);
    assert_eq!(refused.hidden("fresh"), None);

    // A visit that breaks off before "I have saved it" leaves the old code good.
    let first = reporter.enter(&code);
    assert!(first.hidden("fresh").is_some());
    assert_eq!(
        first.size, refused.size,
        "a known and an unknown code differ in size"
    );
    let (_, fresh) = reporter.come_back(&code);
    // Now the old one is as unknown as any other, also after a restart.
    let used = reporter.enter(&code);
    assert_eq!(used.hidden("fresh"), None);
    assert_eq!(used.body, refused.body);
    world.restart();
    let reporter = world.reporter();
    assert_eq!(reporter.enter(&code).hidden("fresh"), None);
    let (_, last) = reporter.come_back(&fresh);
    for secret in [&code, &fresh, &last] {
        let digits: String = secret.chars().filter(char::is_ascii_digit).collect();
        for spelling in [digits.as_str(), &world::grouped(secret)] {
            assert_eq!(Thief::finds(world.intake.home(), spelling), None);
        }
    }
}

#[test]
fn p5_a_used_code_does_not_come_alive_when_its_report_is_sent_again() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Vienreiz.").end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    let (_, fresh) = reporter.come_back(&form.code);
    // A reload of the page "received", in another tab.
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    assert_eq!(reporter.enter(&form.code).hidden("fresh"), None);
    assert!(reporter.enter(&fresh).hidden("fresh").is_some());
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn p5_reloading_the_answers_opens_them_again() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Pārlādēs.");
    let page = reporter.enter(&code);
    for _ in 0..3 {
        assert_eq!(reporter.open(&code, &page).status, 200);
    }
    let fresh = page.hidden("fresh").unwrap();
    assert!(reporter.enter(&fresh).hidden("fresh").is_some());
}

#[test]
fn p5_a_code_that_the_intake_did_not_offer_is_refused() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let planted = "1111 1111 1111 1111 1111 1111 1188";
    let body = Multipart::new()
        .field("code", planted)
        .field("proof", &form.proof)
        .field("what_happened", "x")
        .end();
    let page = reporter.post(&body).unwrap();
    assert!(!is_received(&page, planted));
    assert!((400..500).contains(&page.status), "{}", page.status);
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
}

#[test]
fn p6_a_first_report_and_an_addition_look_the_same() {
    let mut world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Pirmais.");
    let (opened, fresh) = reporter.come_back(&code);
    let proof = opened.hidden("proof").unwrap();
    let body = Multipart::new()
        .field("code", &fresh)
        .field("proof", &proof)
        .field("what_happened", "Otrais.")
        .end();
    for _ in 0..2 {
        // Sent twice, kept once.
        let page = wire::post_body(&reporter.address, "/add", &Multipart::kind(), &body).unwrap();
        assert_eq!(page.status, 200);
        assert!(page.words().contains("saņemta"), "{}", page.words());
    }
    let officer = &world.officers[0];
    officer.sync(&world);
    let sealed = sealed_files(officer);
    assert_eq!(sealed.len(), 2);
    assert!(sealed[0].1.abs_diff(sealed[1].1) < 700, "{sealed:?}");
    let stanzas = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        let end = memchr::memmem::find(&bytes, b"\n---").unwrap();
        bytes[..end]
            .windows(10)
            .filter(|ten| ten == b"\n-> X25519")
            .count()
    };
    assert_eq!(stanzas(&sealed[0].0), stanzas(&sealed[1].0));

    // What joins the two is inside the seals only: neither the mailbox nor its key is at rest.
    let joined: HashSet<(String, String)> = sealed
        .iter()
        .map(|(path, _)| mailbox_in(officer, path))
        .collect();
    assert_eq!(joined.len(), 1, "both belong to one mailbox");
    let (mailbox, key) = joined.into_iter().next().unwrap();
    world.restart();
    for joining in [mailbox, key] {
        assert_eq!(Thief::finds(world.intake.home(), &joining), None);
    }
}

#[test]
fn p11_plaintext_is_brief() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send_with(
        CANARY,
        &[("Kanarijas-rēķins.pdf", b"file canary 51b7 in full")],
    );
    let refused = Multipart::new().field("unknown", CANARY).end();
    assert_eq!(reporter.post(&refused).unwrap().status, 400);
    reporter.come_back(&code);
    std::thread::sleep(Duration::from_secs(5));
    let Some(memory) = world.intake.memory() else {
        eprintln!("SKIPPED: only root may look into another process's memory");
        return;
    };
    for secret in [
        CANARY,
        "Kanarijas-rēķins",
        "file canary 51b7",
        &code,
        &world::grouped(&code),
    ] {
        assert!(
            !world::contains(&memory, secret.as_bytes()),
            "{secret:?} is still in memory"
        );
    }
}

#[test]
fn p9_memory_stays_bounded_under_64_parallel_uploads() {
    let world = World::start();
    let idle = world.intake.memory_kib("VmRSS");
    let content = Arc::new(vec![0x5a; 4 << 20]);
    let started = Instant::now();
    let uploads: Vec<_> = (0..64)
        .map(|_| {
            let (reporter, content) = (world.reporter(), Arc::clone(&content));
            std::thread::spawn(move || {
                let form = reporter.form();
                let body = Reporter::words(&form, "Liels.")
                    .file("files", "liels.bin", "", &content)
                    .end();
                let page = reporter.post(&body).unwrap();
                (is_received(&page, &form.code), page.status)
            })
        })
        .collect();
    let results: Vec<(bool, u16)> = uploads
        .into_iter()
        .map(|upload| upload.join().unwrap())
        .collect();
    let kept = results.iter().filter(|(received, _)| *received).count();
    // Each is kept, or refused at once with words that say so.
    assert!(
        results
            .iter()
            .all(|(received, status)| *received || *status == 503),
        "{results:?}"
    );
    assert!(kept >= 32, "only {kept} of 64 uploads were kept");
    let most = world.intake.memory_kib("VmHWM");
    println!(
        "64 × 4 MiB in {:?}: idle {idle} KiB, at most {most} KiB, kept {kept}",
        started.elapsed()
    );
    assert!(most < 200 * 1024, "{most} KiB");
}

#[test]
fn p9_a_disk_that_fills_up_still_takes_text() {
    let mut world = World::start();
    let earlier = world.reporter().form();
    let policy = world.folder.path().join("policy.toml");
    let no_disk_is_so_large = include_str!("../policy/latvia.toml").replace(
        "text_reserve_bytes = 1073741824",
        "text_reserve_bytes = 1099511627776",
    );
    std::fs::write(&policy, no_disk_is_so_large).unwrap();
    let settings = world.intake.home().join("intake.toml");
    let mut text = std::fs::read_to_string(&settings).unwrap();
    text = format!("{text}policy = {policy:?}\n");
    std::fs::write(&settings, text).unwrap();
    world.restart();

    // Told before anything is sent.
    let reporter = world.reporter();
    let page = wire::get(&reporter.address, &reporter.path());
    assert!(page.words().contains("Failus šobrīd nepieņemam"));
    assert!(!page.text().contains("type=\"file\""));
    // An upload from a form that was loaded earlier is refused from its head alone, with true words.
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: 5000000\r\n\r\n",
        reporter.path(),
        Multipart::kind()
    );
    let refused = wire::ask(&reporter.address, head.as_bytes()).unwrap();
    assert_eq!(refused.status, 503);
    assert!(refused.words().contains("Failus šobrīd nepieņemam"));
    assert!(refused.words().contains("nekas no tā nav saglabāts"));
    // A small one gets the form back, with its words; then the words alone are taken.
    let body = Reporter::words(&earlier, "Vārdi paliek.");
    let with_file = body.file("files", "a.txt", "", b"mazs").end();
    let again = reporter.post(&with_file).unwrap();
    assert!(again.words().contains("Nosūtiet tikai tekstu"));
    assert!(again.words().contains("Vārdi paliek."));
    let text = Reporter::words(&earlier, "Vārdi paliek.").end();
    assert!(is_received(&reporter.post(&text).unwrap(), &earlier.code));
    reporter.come_back(&earlier.code);
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

fn sealed_files(officer: &Officer) -> Vec<(std::path::PathBuf, u64)> {
    Thief::bytes(&officer.home.join("sealed"))
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|end| end == "age"))
        .map(|(path, bytes)| (path, bytes.len() as u64))
        .collect()
}

/// The mailbox that a sealed report names, and its key, seen with the officer's key.
fn mailbox_in(officer: &Officer, path: &std::path::Path) -> (String, String) {
    use svilpe::keys::digest::Item;
    use svilpe::report::sealed::Opened;
    let passphrase =
        svilpe::keys::sealed_key::Passphrase::typed(world::PASSPHRASE.to_owned().into());
    let key_file = std::fs::read(officer.home.join("key.age")).unwrap();
    let keys = svilpe::officer::OfficerKeys::open(&key_file, &passphrase).unwrap();
    let item = Item::of(&std::fs::read(path).unwrap());
    let opened = Opened::open(std::fs::File::open(path).unwrap(), &keys.opening, item).unwrap();
    let report = opened.report();
    (report.mailbox().to_hex(), report.reply_to().to_string())
}
