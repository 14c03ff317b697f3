//! Real files, made by a real browser: their clean copies, their previews, and the helper process
//! that makes both.

use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};

use base64::prelude::{BASE64_STANDARD, Engine as _};

use svilpe::keys::recipient::{OpeningKey, Recipient};

use super::open_desk;
use super::window::Window;
use crate::tools::Town;
use crate::world::browser::Browser;
use crate::world::skip::has;
use crate::world::{ok, svilpe};

/// What stands in every file, and in no copy of it.
const TOLD: &str = "Anna Berzina 56.9496N 24.1052E";

/// A report with these files, and its desk; the address of the first file without its number.
fn desk_with(files: &[(&str, &[u8])]) -> (Town, Window, String) {
    let town = Town::with(|world| world.reporter().send_with("Pazuda sliedes.", files));
    let (desk, at) = desk_at_files(&town);
    (town, desk, at)
}

fn desk_at_files(town: &Town) -> (Window, String) {
    let desk = open_desk(town);
    desk.unlock();
    let case = town.case();
    let page = desk.get(&format!("/case/{case}")).source();
    let at = format!("/case/{case}/file/");
    let rest = page.split(&at).nth(1).expect("a file");
    let item = rest.split('/').next().unwrap();
    let at = format!("{at}{item}/");
    (desk, at)
}

fn page_of(browser: &Browser) {
    browser.emulate(400, 300);
    let page = "<title>Anna</title><h1>Noliktavas plāns</h1><p style=background:gold>Sliedes</p>";
    browser.visit(&format!("data:text/html;charset=utf-8,{page}"));
}

/// With what a telephone adds: it lies on its side.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(TOLD.bytes());
    let mut file = jpeg[..2].to_vec();
    for (marker, content) in [(0xe1, exif.as_slice()), (0xfe, TOLD.as_bytes())] {
        file.extend([0xff, marker]);
        let length = u16::try_from(content.len() + 2).unwrap();
        file.extend(length.to_be_bytes());
        file.extend(content);
    }
    file.extend(&jpeg[2..]);
    file.extend(TOLD.bytes());
    file
}

fn with_text_chunk(png: &[u8]) -> Vec<u8> {
    let content = [b"tEXtAuthor\0", TOLD.as_bytes()].concat();
    let head = 8 + 25;
    let mut file = png[..head].to_vec();
    file.extend(u32::try_from(content.len() - 4).unwrap().to_be_bytes());
    file.extend(&content);
    file.extend(crc32fast::hash(&content).to_be_bytes());
    file.extend(&png[head..]);
    file
}

fn with_exif_chunk(webp: &[u8]) -> Vec<u8> {
    let mut file = webp.to_vec();
    file.extend(b"EXIF");
    file.extend(u32::try_from(TOLD.len()).unwrap().to_le_bytes());
    file.extend(TOLD.bytes());
    let length = u32::try_from(file.len() - 8).unwrap();
    file[4..8].copy_from_slice(&length.to_le_bytes());
    file
}

fn document() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let author = format!("<cp:coreProperties><dc:creator>{TOLD}</dc:creator></cp:coreProperties>");
    let words =
        format!("<w:document><w:ins w:author=\"{TOLD}\"><w:t>Plāns</w:t></w:ins></w:document>");
    for (name, content) in [
        ("[Content_Types].xml", "<Types/>"),
        ("docProps/core.xml", author.as_str()),
        ("word/document.xml", words.as_str()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    memchr::memmem::find(bytes, wanted.as_bytes()).is_some()
}

/// How large the browser shows it.
fn shown_in(browser: &Browser, kind: &str, bytes: &[u8]) -> (u64, u64) {
    let encoded = BASE64_STANDARD.encode(bytes);
    browser.visit(&format!("data:image/{kind};base64,{encoded}"));
    let side = |name: &str| browser.property("img", name).as_u64().unwrap();
    (side("naturalWidth"), side("naturalHeight"))
}

/// As somebody seals a file at home who has the officer's public key.
fn sealed_at_home(to: &Recipient, content: &[u8], format: age::armor::Format) -> Vec<u8> {
    let to = std::iter::once(to as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(to).unwrap();
    let output = age::armor::ArmoredWriter::wrap_output(Vec::new(), format).unwrap();
    let mut writer = encryptor.wrap_output(output).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().finish().unwrap()
}

#[test]
fn a_file_that_was_sealed_at_home_is_opened_in_its_case() {
    use age::armor::Format::{AsciiArmor, Binary};
    const WORDS: &str = "Rēķins Nr. 7 <script>alert(1)</script>";
    let stranger = OpeningKey::random().recipient();
    let town = Town::with(|world| {
        let block = &world.officers[0].block;
        let recipient = block.split("recipient = \"").nth(1).unwrap();
        let officer = Recipient::parse(recipient.split('"').next().unwrap()).unwrap();
        let text = sealed_at_home(&officer, WORDS.as_bytes(), AsciiArmor);
        let scan = sealed_at_home(&officer, b"%PDF-1.7 scan", Binary);
        let not_ours = sealed_at_home(&stranger, b"%PDF-1.7", Binary);
        world.reporter().send_with(
            "Pazuda sliedes.",
            &[
                ("rēķins.txt.age", &text),
                ("skens.pdf.age", &scan),
                ("cits.age", &not_ours),
            ],
        )
    });
    let (desk, at) = desk_at_files(&town);
    let case = desk.get(&format!("/case/{}", town.case())).source();
    assert_eq!(case.matches("/inside\"").count(), 3, "{case}");

    let page = desk.get(&format!("{at}1/inside"));
    assert_eq!(page.status, 200, "{}", page.words());
    assert!(page.words().contains("Rēķins Nr. 7"), "{}", page.words());
    assert!(!page.source().contains("<script>"), "{}", page.source());
    let saved = desk.get(&format!("{at}1/inside/save"));
    assert_eq!(saved.body, WORDS.as_bytes());
    let disposition = saved.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    assert!(!disposition.contains("age"), "{disposition}");
    assert_eq!(
        desk.get(&format!("{at}2/inside/save")).body,
        b"%PDF-1.7 scan"
    );
    assert!(!desk.get(&format!("{at}2/inside")).words().contains("%PDF"));
    let closed = desk.get(&format!("{at}3/inside"));
    assert!(
        closed.words().contains("atvērt nevar"),
        "{}",
        closed.words()
    );
}

#[test]
fn pictures_keep_their_points_and_nothing_else_in_a_clean_copy_and_have_a_preview() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    page_of(&browser);
    let files = [
        (
            "attēls.jpg",
            "jpeg",
            with_exif(&browser.picture_as("jpeg")),
            (300, 400),
        ),
        (
            "attēls.png",
            "png",
            with_text_chunk(&browser.picture_as("png")),
            (400, 300),
        ),
        (
            "attēls.webp",
            "webp",
            with_exif_chunk(&browser.picture_as("webp")),
            (400, 300),
        ),
    ];
    let sent: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, _, bytes, _)| (*name, bytes.as_slice()))
        .collect();
    let (_town, desk, at) = desk_with(&sent);
    for (number, (name, kind, original, size)) in (1..).zip(&files) {
        assert!(holds(original, TOLD), "{name}");
        let page = desk.get(&format!("{at}{number}/clean"));
        assert_eq!(page.status, 200, "{name}: {}", page.words());
        assert!(
            page.words().contains("Kas redzams attēlā"),
            "{}",
            page.words()
        );
        let copy = desk.get(&format!("{at}{number}/clean/save"));
        let disposition = copy.header("content-disposition").unwrap();
        assert!(disposition.contains("t%C4%ABra%20kopija"), "{disposition}");
        assert!(
            !holds(&copy.body, TOLD) && !holds(&copy.body, "Anna"),
            "{name}"
        );
        assert_eq!(shown_in(&browser, kind, &copy.body), *size, "{name}");

        let preview = desk.get(&format!("{at}{number}/preview"));
        assert_eq!(preview.status, 200, "{name}: {}", preview.words());
        let policy = preview.header("content-security-policy").unwrap();
        assert!(policy.contains("img-src data:;"), "{policy}");
        let source = preview.source();
        let encoded = source.split("data:image/png;base64,").nth(1).unwrap();
        let small = BASE64_STANDARD
            .decode(encoded.split('"').next().unwrap())
            .unwrap();
        assert!(!holds(&small, "Anna"), "{name}");
        assert_eq!(shown_in(&browser, "png", &small), *size, "{name}");
    }
    let other = desk.get("/");
    let policy = other.header("content-security-policy").unwrap();
    assert!(policy.contains("img-src 'none';"), "{policy}");
    // The original is what came.
    assert!(desk.get(&format!("{at}1")).body == files[0].2);
}

#[test]
fn documents_keep_their_words_and_nothing_else_in_a_clean_copy() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    page_of(&browser);
    let pdf = browser.pdf();
    assert!(holds(&pdf, "/Producer") && holds(&pdf, "/CreationDate"));
    let docx = document();
    let (town, desk, at) = desk_with(&[("plāns.pdf", &pdf), ("plāns.docx", &docx)]);
    let copy = desk.get(&format!("{at}1/clean/save"));
    assert_eq!(copy.status, 200, "{}", copy.words());
    for told in ["/Producer", "/Creator", "/CreationDate", "Skia", "/Info"] {
        assert!(!holds(&copy.body, told), "{told}");
    }
    if has("pdftotext") {
        let said = |bytes: &[u8]| {
            let path = town.world.folder.path().join("x.pdf");
            std::fs::write(&path, bytes).unwrap();
            let text = ok(Command::new("pdftotext").arg(&path).arg("-"));
            String::from_utf8(text.stdout).unwrap()
        };
        assert!(said(&pdf).contains("Noliktavas plāns"));
        assert_eq!(said(&copy.body), said(&pdf));
    }
    let copy = desk.get(&format!("{at}2/clean/save")).body;
    let mut zip = zip::ZipArchive::new(Cursor::new(copy)).unwrap();
    for name in ["docProps/core.xml", "word/document.xml"] {
        let mut content = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut content)
            .unwrap();
        assert!(!content.contains("Anna"), "{content}");
        assert!(name.starts_with("docProps") || content.contains("Plāns"));
    }
}

#[test]
fn what_can_t_be_cleaned_or_previewed_says_so_and_the_desk_goes_on() {
    let (_town, desk, at) = desk_with(&[
        ("lauzts.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF then nothing"),
        ("vecs.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("piezīme.txt", b"vardi"),
        ("arhīvs.zip", b"PK\x03\x04 no archive"),
    ]);
    for (number, why) in [
        (1, "Fails ir bojāts"),
        (2, "Vecāku Office dokumentu"),
        (3, "Šāda veida failam"),
        (4, "Fails ir bojāts"),
    ] {
        let page = desk.get(&format!("{at}{number}/clean"));
        assert_eq!(page.status, 422, "{}", page.words());
        assert!(page.words().contains(why), "{}", page.words());
        assert!(!page.holds("/clean/save"), "{}", page.words());
    }
    let preview = desk.get(&format!("{at}1/preview")).words();
    assert!(preview.contains("priekšskatīt nevar"), "{preview}");
    assert_eq!(desk.get("/").status, 200);
    desk.post("/lock", &[]);
    for what in ["clean", "clean/save", "preview"] {
        assert_eq!(desk.get(&format!("{at}1/{what}")).status, 303, "{what}");
    }
}

/// Before it has read a byte, everything is taken from it.
#[cfg(target_os = "linux")]
#[test]
fn the_helper_that_opens_strangers_files_can_do_nothing_else() {
    let mut tasks = vec![("preview", "3"), ("clean-copy", "3")];
    // Becomes a program that loads its libraries.
    tasks.extend(has("pdftoppm").then_some(("pdf-page", "64")));
    for (task, files) in tasks {
        let mut helper = svilpe(&["officer", "confined", task])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let about = |file: &str| {
            std::fs::read_to_string(format!("/proc/{}/{file}", helper.id())).unwrap_or_default()
        };
        let is_confined = crate::world::wait_until(std::time::Duration::from_secs(20), || {
            about("status").contains("Seccomp:\t2") && about("status").contains("NoNewPrivs:\t1")
        });
        assert!(is_confined, "{}", about("status"));
        let limits = about("limits");
        let limit = |name: &str| {
            let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
            line[name.len()..]
                .split_whitespace()
                .next()
                .unwrap()
                .to_owned()
        };
        assert_eq!(limit("Max open files"), files);
        assert_eq!(limit("Max file size"), "0");
        assert_eq!(limit("Max cpu time"), "20");
        assert_eq!(limit("Max address space"), (2_u64 << 30).to_string());
        helper.stdin.take().unwrap().write_all(b"nothing").unwrap();
        let said = helper.wait_with_output().unwrap();
        if task == "pdf-page" {
            assert!(said.stdout.is_empty(), "{:?}", said.stdout);
            continue;
        }
        assert!(said.status.success());
        assert!(said.stdout.starts_with(b"-"), "{:?}", said.stdout);
    }
}

#[test]
fn a_document_is_previewed_by_its_first_page_drawn_anew() {
    if !has("pdftoppm") {
        return;
    }
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    page_of(&browser);
    let document = browser.pdf();
    assert!(document.starts_with(b"%PDF-"));
    let files: [(&str, &[u8]); 2] = [("plāns.pdf", &document), ("salauzts.pdf", b"%PDF-1.7 \0")];
    let (_town, desk, at) = desk_with(&files);
    let page = desk.get(&format!("{at}1/preview"));
    assert_eq!(page.status, 200, "{}", page.words());
    let source = page.source();
    let encoded = source.split("data:image/png;base64,").nth(1).unwrap();
    let picture = BASE64_STANDARD.decode(encoded.split('"').next().unwrap());
    let (width, height) = shown_in(&browser, "png", &picture.unwrap());
    assert!(
        height == 1000 && (600..900).contains(&width),
        "{width}x{height}"
    );
    let broken = desk.get(&format!("{at}2/preview"));
    assert!(
        broken.words().contains("priekšskatīt nevar"),
        "{}",
        broken.words()
    );
}
