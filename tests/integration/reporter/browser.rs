//! The reporter's whole path in a real browser without JavaScript, the officer's on the command
//! line.

use std::path::{Path, PathBuf};

use crate::world::browser::Browser;
use crate::world::{self, World, grouped};

#[test]
fn a_person_with_a_browser_reports_and_reads_the_answer() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    let world = World::start();
    let site = format!("http://{}", world.intake.reporters);
    let pictures = Pictures::new();

    browser.size(1200, 1400);
    browser.visit(&site);
    pictures.take(&browser, "start-wide");
    browser.click(&format!("a[href='/to/{}']", world.institution));
    pictures.take(&browser, "form-wide");
    narrow(&browser, &pictures, "form-narrow");
    let code = browser.attribute("input[name=code]", "value");

    // Nothing written yet: the page says what is missing and keeps the code.
    browser.fill("[name=what_happened]", " ");
    browser.click("form button.button");
    browser.sees("Uzrakstiet, kas noticis");
    pictures.take(&browser, "form-problem");
    assert_eq!(browser.attribute("input[name=code]", "value"), code);

    let files = attachments(world.folder.path());
    browser.fill(
        "[name=what_happened]",
        "Iepirkumā uzvarēja priekšnieka brāļa uzņēmums.\nRēķini pielikumā.",
    );
    for (number, file) in files.iter().enumerate() {
        browser.fill(&format!("#files-{}", number + 1), file.to_str().unwrap());
    }
    // The page to be corrected stays where it is: its answer opens beside it.
    let corrected = browser.tabs();
    browser.click("form button.button");
    browser.to_tab(&browser.new_tab(&corrected));
    browser.sees("Ziņojums ir saņemts");
    browser.sees(&grouped(&code));
    pictures.take(&browser, "received-wide");
    narrow(&browser, &pictures, "received-narrow");

    let officer = &world.officers[0];
    officer.sync(&world);
    let case = officer.cases()[0]["case"].as_str().unwrap().to_owned();
    let out = world.folder.path().join("exported");
    world::ok(&mut officer.command(&["export", &case, "--to", out.to_str().unwrap()]));
    the_same_files_came_out(&files, &out);
    officer.reply(&case, "Paldies! Vai Jums ir līguma numurs?");

    browser.visit(&format!("{site}/return"));
    pictures.take(&browser, "return-wide");
    browser.fill("#code", &grouped(&code));
    browser.click("form button.button");
    let fresh = browser.attribute("input[name=fresh]", "value");
    assert_ne!(fresh, code);
    pictures.take(&browser, "fresh-wide");
    browser.click("form button.button");
    browser.sees("Vai Jums ir līguma numurs?");
    pictures.take(&browser, "answers-wide");
    narrow(&browser, &pictures, "answers-narrow");

    browser.fill("[name=what_happened]", "Numurs ir IUB-2026-17.");
    let answers = browser.tabs();
    browser.click("form button.button");
    browser.to_tab(&browser.new_tab(&answers));
    browser.sees("saņemta");
    pictures.take(&browser, "added-wide");
    officer.sync(&world);
    assert!(officer.read(&case).contains("IUB-2026-17"));
    assert_eq!(
        officer.cases().len(),
        1,
        "the addition belongs to the same case"
    );

    // The used code opens nothing any more; the fresh one does.
    browser.visit(&format!("{site}/return"));
    browser.fill("#code", &code);
    browser.click("form button.button");
    browser.sees("Šis kods neko neatver");
    assert!(!browser.has("input[name=fresh]"));
    pictures.take(&browser, "return-refused");
    browser.fill("#code", &fresh);
    browser.click("form button.button");
    assert_ne!(browser.attribute("input[name=fresh]", "value"), fresh);
}

/// A small PDF, a small JPEG and 5 MB.
fn attachments(folder: &Path) -> Vec<PathBuf> {
    let folder = folder.join("attachments");
    std::fs::create_dir(&folder).unwrap();
    let big: Vec<u8> = (0..5_000_000_u32)
        .map(|n| (n ^ (n >> 8)).to_le_bytes()[0])
        .collect();
    let contents: [(&str, &[u8]); 3] = [
        (
            "rēķins.pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        ),
        (
            "foto.jpg",
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9",
        ),
        ("ieraksts.bin", &big),
    ];
    contents
        .iter()
        .map(|(name, content)| {
            let path = folder.join(name);
            std::fs::write(&path, content).unwrap();
            path
        })
        .collect()
}

fn the_same_files_came_out(sent: &[PathBuf], exported: &Path) {
    let mut wanted: Vec<Vec<u8>> = sent
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let found = world::Thief::bytes(exported);
    wanted.retain(|content| !found.iter().any(|(_, other)| other == content));
    assert_eq!(
        wanted.len(),
        0,
        "{} of {} files did not come out as they went in",
        wanted.len(),
        sent.len()
    );
}

/// A page that frames ours, and one that frames its own, which shows that a frame can be seen into.
#[test]
fn a06_another_site_cannot_frame_a_page() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    let world = World::start();
    let own = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let site = format!("http://{}", own.local_addr().unwrap());
    let framed = format!("http://{}/", world.intake.reporters);
    std::thread::spawn(move || {
        for stream in own.incoming().map_while(Result::ok) {
            serve_frames(stream, &framed);
        }
    });
    for (page, is_shown) in [("own", true), ("theirs", false)] {
        browser.visit(&format!("{site}/{page}"));
        assert!(browser.has("iframe"));
        browser.enter_frame();
        assert_eq!(browser.has("main"), is_shown, "{page}");
    }
}

fn serve_frames(mut stream: std::net::TcpStream, framed: &str) {
    use std::io::{Read as _, Write as _};
    let mut request = [0; 4096];
    let length = stream.read(&mut request).unwrap_or(0);
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let body = match request.split(' ').nth(1) {
        Some("/own") => "<iframe src='/inner'></iframe>".to_owned(),
        Some("/theirs") => format!("<iframe src='{framed}'></iframe>"),
        _ => "<main>inner</main>".to_owned(),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

fn narrow(browser: &Browser, pictures: &Pictures, name: &str) {
    browser.size(360, 1400);
    pictures.take(browser, name);
    browser.size(1200, 1400);
}

/// Where pictures of pages go: `target/pictures`.
struct Pictures(PathBuf);

impl Pictures {
    fn new() -> Self {
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures"))
    }

    fn take(&self, browser: &Browser, name: &str) {
        browser.picture(&self.0.join(format!("{name}.png")));
    }
}
