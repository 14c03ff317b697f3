//! P9: strangers who send much take little.

use std::sync::Arc;
use std::time::Instant;

use crate::world::wire::{self, Multipart};
use crate::world::{Reporter, World, is_received};

#[test]
fn p9_memory_stays_bounded_under_64_parallel_uploads() {
    let world = World::start();
    let idle = world.intake.memory_kib("VmRSS");
    let content = Arc::new(vec![0x5a; 2 << 20]);
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
        "64 × 2 MiB in {:?}: idle {idle} KiB, at most {most} KiB, kept {kept}",
        started.elapsed()
    );
    assert!(most < 200 * 1024, "{most} KiB");
}

#[test]
fn p9_a_disk_that_fills_up_still_takes_text() {
    let mut world = World::start();
    let earlier = world.reporter().form();
    // No disk is so large.
    world.change_policy(
        "text_reserve_bytes = 1073741824",
        "text_reserve_bytes = 1099511627776",
    );

    // Told before anything is sent.
    let reporter = world.reporter();
    let page = wire::get(&reporter.address, &reporter.path());
    assert!(page.words().contains("Failus šobrīd nepieņemam"));
    assert!(!page.text().contains("type=\"file\""));
    // An upload from a form that was loaded earlier is refused from its head alone, with true
    // words.
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: 5000000\r\n\r\n",
        reporter.send_path(),
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
