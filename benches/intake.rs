//! The intake under load, through HTTP, as whole processes: `cargo bench --bench intake`.
//!
//! One line for each figure. Machines are noisy: each figure that depends on the disk stands beside
//! the same work done by `age` and `sync` in the same run.
//!
//! `cargo bench --bench intake -- --passed` also pushes 2 GB through and tells the memory after it.

#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a bench may fail loudly, and its figures are rounded"
)]

#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "tests use the rest"
)]
#[path = "../tests/integration/world/mod.rs"]
mod world;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use world::{Reporter, World, is_received};

fn main() {
    // `cargo test --benches` must not measure.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let world = World::start();
    println!(
        "idle: {} MB resident",
        world.intake.memory_kib("VmRSS") / 1024
    );
    for clients in [1, 4, 16] {
        reports(&world, clients);
    }
    visits(&world);
    upload(&world);
    parallel(&world);
    if std::env::args().any(|argument| argument == "--passed") {
        passed(&world);
    }
}

/// Durable reports of 2 kB: the form is loaded, the report sent, the receipt read.
fn reports(world: &World, clients: usize) {
    let text = "Iepirkumā uzvarēja radinieka uzņēmums. ".repeat(50);
    let until = Instant::now() + Duration::from_secs(8);
    let started = Instant::now();
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            let (reporter, text) = (world.reporter(), text.clone());
            std::thread::spawn(move || {
                let mut times = Vec::new();
                while Instant::now() < until {
                    let form = reporter.form();
                    let body = Reporter::words(&form, &text).end();
                    let sent = Instant::now();
                    let page = reporter.post(&body).unwrap();
                    assert!(is_received(&page, &form.code), "{}", page.status);
                    times.push(sent.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times: Vec<Duration> = threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap())
        .collect();
    let took = started.elapsed();
    times.sort_unstable();
    println!(
        "reports, {clients:2} clients: {:.0}/s durable, p50 {:?}, p99 {:?}",
        times.len() as f64 / took.as_secs_f64(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
    );
}

/// Whole return visits: enter the code, confirm the fresh one, read.
fn visits(world: &World) {
    let reporter = world.reporter();
    let mut code = reporter.send("Atgriezīšos.");
    let until = Instant::now() + Duration::from_secs(5);
    let (started, mut count) = (Instant::now(), 0);
    while Instant::now() < until {
        (_, code) = reporter.come_back(&code);
        count += 1;
    }
    println!(
        "return visits, 1 client: {:.0}/s",
        f64::from(count) / started.elapsed().as_secs_f64()
    );
}

/// 100 MB in one upload, beside `age` and `sync` with the same bytes.
fn upload(world: &World) {
    let content = noise(100 << 20);
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Liels.")
        .file("files", "liels.bin", "", &content[..100 << 20])
        .end();
    let started = Instant::now();
    let page = reporter.post(&body).unwrap();
    assert!(is_received(&page, &form.code), "{}", page.status);
    let ours = started.elapsed();
    let beside = age_and_sync(world, &content);
    println!(
        "upload of 100 MiB: {:.0} MB/s durable; age and sync beside it: {:.0} MB/s; ratio {:.2}",
        rate(content.len(), ours),
        rate(content.len(), beside),
        beside.as_secs_f64() / ours.as_secs_f64(),
    );
}

/// To as many keys as there are officers, of the kind that Debian's age has: beside 100 MiB a header is
/// nothing.
fn age_and_sync(world: &World, content: &[u8]) -> Duration {
    let recipients = [
        "age1xsvvh3su9eawrktpadz3rhzvlal7jaa00fwstvhepa886sv0x3psxef8kr",
        "age1n4enzj3ytjaqymjs7gd40gz5h3t0a3m4jusqt3wjc2rc90n79dqs32ag87",
    ];
    let path = world.folder.path().join("beside.age");
    let started = Instant::now();
    let mut command = Command::new("age");
    for recipient in recipients {
        command.arg("-r").arg(recipient);
    }
    let mut child = command
        .arg("-o")
        .arg(&path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(Command::new("sync").arg(&path).status().unwrap().success());
    started.elapsed()
}

/// 64 uploads of 10 MiB at once.
fn parallel(world: &World) {
    let content = Arc::new(noise(10 << 20));
    let started = Instant::now();
    let threads: Vec<_> = (0..64)
        .map(|_| {
            let (reporter, content) = (world.reporter(), Arc::clone(&content));
            std::thread::spawn(move || {
                let form = reporter.form();
                let body = Reporter::words(&form, "Daudzi.")
                    .file("files", "a.bin", "", &content)
                    .end();
                let page = reporter.post(&body).unwrap();
                assert!(is_received(&page, &form.code), "{}", page.status);
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    println!(
        "64 parallel uploads of 10 MiB: {:.0} MB/s in all, at most {} MB resident since the start",
        rate(640 << 20, started.elapsed()),
        world.intake.memory_kib("VmHWM") / 1024,
    );
}

/// 2 GB in all, 200 MiB at a time.
fn passed(world: &World) {
    let content = noise(100 << 20);
    let started = Instant::now();
    for _ in 0..10 {
        let reporter = world.reporter();
        let form = reporter.form();
        let body = Reporter::words(&form, "Vēl.")
            .file("files", "a.bin", "", &content)
            .file("files", "b.bin", "", &content)
            .end();
        let page = reporter.post(&body).unwrap();
        assert!(is_received(&page, &form.code), "{}", page.status);
    }
    println!(
        "2 GB passed through at {:.0} MB/s: {} MB resident after it, {} MB at most",
        rate(2000 << 20, started.elapsed()),
        world.intake.memory_kib("VmRSS") / 1024,
        world.intake.memory_kib("VmHWM") / 1024,
    );
}

/// Bytes that nothing could pack.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}
