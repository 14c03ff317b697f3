//! Files that an officer's letter carries: to the reporter's browser and tool, and to colleagues.

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::{Enclosure, FileToEnclose, NewReply, SealedReply};
use svilpe::report::sealed::OpenedReport;
use svilpe::rules::roster::Institution;

use super::open_desk;
use super::window::Window;
use crate::tools::{Town, said};
use crate::world::signer::officer_block;
use crate::world::tool::Tool;
use crate::world::wire::{self, Answer, Multipart};
use crate::world::{PASSPHRASE, Thief, World, ok, today, typed};

/// More than two pieces, and nothing else on the disk has these bytes.
fn scan() -> Vec<u8> {
    let lines = (0..20_000u32).map(|line| format!("Zilonis {line:08}\n"));
    lines.collect::<String>().into_bytes()
}

const NOTE: &[u8] = b"Kaza redz\xc4\x93ja\0\xff";
const SCAN_NAME: &str = "lēmums Nr. 7 — šķūņi.pdf";

/// Buttons for files on the page with answers: what each posts.
fn tokens(answers: &Answer) -> Vec<String> {
    let page = answers.source();
    let values = page.split("action=\"/file\"").skip(1);
    let values = values.filter_map(|form| form.split("name=\"token\" value=\"").nth(1));
    values
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

fn fetch(world: &World, token: &str) -> Answer {
    wire::post(&world.intake.reporters, "/file", &[("token", token)])
}

/// Anna answers with two files from the command line.
fn answer_with_files(town: &Town, case: &str) {
    let folder = town.world.folder.path();
    let (scanned, note) = (folder.join(SCAN_NAME), folder.join("piezīme"));
    std::fs::write(&scanned, scan()).unwrap();
    std::fs::write(&note, NOTE).unwrap();
    let words = folder.join("words");
    std::fs::write(&words, "Lēmums pielikumā.").unwrap();
    let reply = ["reply", case, "--file", words.to_str().unwrap()];
    let attach = ["--attach", scanned.to_str().unwrap()];
    let both = ["--attach", note.to_str().unwrap()];
    ok(town.anna().command(&reply).args(attach).args(both));
    for path in [scanned, note, words] {
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn p01_an_officers_files_reach_the_browser_the_tool_and_a_colleague_byte_for_byte() {
    let tool_home = std::cell::OnceCell::new();
    let town = Town::with(|world| {
        let tool = Tool::of(world);
        tool.send("Pazuda sliedes.", &[]);
        tool_home.set(tool).ok().expect("once");
        world.reporter().send("Pazuda arī gulšņi.")
    });
    let tool = tool_home.into_inner().unwrap().now_at(&town.world);
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    let cases = town.anna().cases();
    for case in &cases {
        answer_with_files(&town, case["case"].as_str().unwrap());
    }

    // In a browser.
    let (answers, _) = town.world.reporter().come_back(&town.code);
    let words = answers.words();
    assert!(
        words.contains(SCAN_NAME) && words.contains("piezīme"),
        "{words}"
    );
    assert!(words.contains("340 000 B"), "{words}");
    let tokens = tokens(&answers);
    assert_eq!(tokens.len(), 2);
    let file = fetch(&town.world, &tokens[0]);
    assert!(file.status == 200 && file.body == scan());
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(file.header("content-length"), Some("340000"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        file.header("content-disposition"),
        Some(
            "attachment; filename=\"l_mums_Nr._7_______i.pdf\"; \
             filename*=UTF-8''l%C4%93mums%20Nr.%207%20%E2%80%94%20%C5%A1%C4%B7%C5%AB%C5%86i.pdf"
        )
    );
    // The same button again, and the other one.
    assert!(fetch(&town.world, &tokens[0]).body == scan());
    assert_eq!(fetch(&town.world, &tokens[1]).body, NOTE);

    // With the tool: first it says how, then it writes them.
    let told = tool.come_back();
    assert!(
        told.contains("--files") && told.contains(SCAN_NAME),
        "{told}"
    );
    let folder = tool.path("files");
    let files = ["return", "--files", folder.to_str().unwrap()];
    let written = ok(&mut tool.with_code(&files));
    assert!(
        said(&written).contains("File written"),
        "{}",
        said(&written)
    );
    assert!(std::fs::read(folder.join(SCAN_NAME)).unwrap() == scan());
    assert_eq!(std::fs::read(folder.join("piezīme")).unwrap(), NOTE);
    ok(&mut tool.with_code(&files));
    let again = folder.join("lēmums Nr. 7 — šķūņi-2.pdf");
    assert!(
        std::fs::read(again).unwrap() == scan(),
        "nothing is written over"
    );

    // A colleague, in the command line and at the desk.
    let janis = &town.world.officers[1];
    janis.sync(&town.world);
    let case = cases[1]["case"].as_str().unwrap();
    let read = janis.read(case);
    assert!(
        read.contains(SCAN_NAME) && read.contains("340 000 B"),
        "{read}"
    );
    let to = town.world.folder.path().join("exported");
    ok(&mut janis.command(&["export", case, "--to", to.to_str().unwrap()]));
    assert!(std::fs::read(to.join(case).join("001.bin")).unwrap() == scan());
    assert_eq!(std::fs::read(to.join(case).join("002.bin")).unwrap(), NOTE);
    let listed = std::fs::read_to_string(to.join(case).join("report.txt")).unwrap();
    assert!(
        listed.contains(&format!("│ 001.bin  {SCAN_NAME}")),
        "{listed}"
    );
    std::fs::remove_dir_all(to).unwrap();
    let desk = Window::open(&janis.home);
    desk.unlock();
    let page = desk.get(&format!("/case/{case}"));
    assert!(page.words().contains(SCAN_NAME), "{}", page.words());
    let links = reply_files(&page);
    assert_eq!(links.len(), 2);
    let file = desk.get(&links[0]);
    assert!(file.body == scan());
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(desk.get(&links[1]).body, NOTE);

    // Who has the disks reads none of it.
    for folder in [town.world.intake.home(), &town.anna().home, &janis.home] {
        for words in ["Zilonis 0000", "Kaza redz", "šķūņi", "piezīme"] {
            assert_eq!(Thief::finds(folder, words), None, "{words}");
        }
    }
}

fn reply_files(page: &Answer) -> Vec<String> {
    let source = page.source();
    let links = source.split("href=\"").skip(1);
    let links = links.map(|rest| rest.split('"').next().unwrap().to_owned());
    links.filter(|link| link.contains("/reply/")).collect()
}

#[test]
fn at_the_desk_files_are_chosen_looked_at_taken_out_and_sent() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let at = format!("/case/{case}/do/write");
    let form = |fields: &[(&str, &str)], files: &[(&str, &[u8])]| {
        let token = desk.token();
        let mut form = Multipart::new().field("csrf_token", &token);
        for (name, value) in fields {
            form = form.field(name, value);
        }
        for (name, content) in files {
            form = form.file("files", name, "application/pdf", content);
        }
        desk.post_parts(&at, &form.end())
    };
    let letter = [("letter", "Lūdzu, izlasiet."), ("go", "preview")];

    // What is refused leaves the letter, and says why.
    let large = vec![7; (10 << 20) + 1];
    let huge = vec![7; 20 << 20];
    let one: &[u8] = b"x";
    let many = ["a", "b", "c", "d", "e", "f"].map(|name| (name, one));
    for (files, why) in [
        (&[("a", &large[..])][..], "kopā nedrīkst pārsniegt 10 MiB"),
        (&[("a", &huge[..])], "kopā nedrīkst pārsniegt 10 MiB"),
        (&many, "ne vairāk kā 5 failus"),
        (&[("tukšs.txt", b"")], "Failā tukšs.txt nekā nav"),
    ] {
        let refused = form(&letter, files);
        assert_eq!(refused.status, 422, "{why}");
        let words = refused.words();
        assert!(
            words.contains(why) && words.contains("Lūdzu, izlasiet."),
            "{words}"
        );
    }

    let scan = scan();
    let kept = form(
        &letter,
        &[(SCAN_NAME, &scan), ("../../lieks.sh", b"rm -rf /")],
    );
    assert_eq!(kept.status, 303, "{}", kept.words());
    let preview = desk.get(&format!("{at}/preview")).words();
    assert!(
        preview.contains(SCAN_NAME) && preview.contains("lieks.sh"),
        "{preview}"
    );
    assert!(!preview.contains(".."), "{preview}");

    // Nothing of it lies plain on the disk.
    assert_eq!(Thief::finds(&town.anna().home, "Zilonis 0000"), None);
    assert_eq!(Thief::finds(&town.anna().home, "šķūņi"), None);

    // One is taken out again; the other stays without being chosen anew.
    let page = desk.get(&at);
    let source = page.source();
    let number = source.split("name=\"detach\" value=\"").nth(2).unwrap();
    let number = number.split('"').next().unwrap();
    let fields = [letter[0], ("detach", number), letter[1]];
    assert_eq!(form(&fields, &[]).status, 303);
    let preview = desk.get(&format!("{at}/preview")).words();
    assert!(
        preview.contains(SCAN_NAME) && !preview.contains("lieks.sh"),
        "{preview}"
    );
    let drafts = || std::fs::read_dir(town.anna().home.join("drafts")).unwrap();
    assert_eq!(drafts().count(), 2, "the letter and its file");

    let sent = desk.post(&format!("{at}/send"), &[]);
    assert_eq!(
        sent.header("location"),
        Some(format!("/case/{case}").as_str())
    );
    let page = desk.get(&format!("/case/{case}"));
    assert!(desk.get(&reply_files(&page)[0]).body == scan);
    assert_eq!(drafts().count(), 0);
    let (answers, _) = town.world.reporter().come_back(&town.code);
    let tokens = tokens(&answers);
    assert_eq!(tokens.len(), 1);
    assert!(fetch(&town.world, &tokens[0]).body == scan);
}

#[test]
fn files_that_arrive_after_the_desk_locked_itself_are_kept_with_their_letter() {
    let town = Town::new();
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    let at = format!("/case/{case}/do/write");
    let token = desk.token();
    desk.post("/lock", &[]);
    let form = Multipart::new()
        .field("csrf_token", &token)
        .field("letter", "Vēlu, bet ar failu.")
        .field("go", "preview")
        .file("files", SCAN_NAME, "application/pdf", NOTE);
    assert_eq!(
        desk.post_parts(&at, &form.end()).header("location"),
        Some("/")
    );
    desk.post("/unlock", &[("passphrase", PASSPHRASE)]);
    assert!(desk.waits_for("/", |page| page.holds("action=\"/fetch\"")));
    let page = desk.get(&at).words();
    assert!(
        page.contains("Vēlu, bet ar failu.") && page.contains(SCAN_NAME),
        "{page}"
    );
}

#[test]
fn the_command_refuses_what_no_reply_carries_and_sends_nothing() {
    let town = Town::new();
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    let (case, folder) = (town.case(), town.world.folder.path());
    let file = |name: &str, length: usize| {
        let path = folder.join(name);
        std::fs::write(&path, vec![7; length]).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let words = file("words", 10);
    let reply = |attach: &[&str]| {
        let mut all = vec!["reply", &case, "--file", &words];
        all.extend(attach.iter().flat_map(|path| ["--attach", path]));
        town.anna().run(&all)
    };
    let (large, empty, small) = (
        file("large", (10 << 20) + 1),
        file("empty", 0),
        file("small", 1),
    );
    let small = small.as_str();
    for (attach, why) in [
        (&[large.as_str()][..], "10 MiB"),
        (&[empty.as_str()], "nothing in the file empty"),
        (&[small; 6], "at most 5 files"),
        (&[folder.to_str().unwrap()], "is not a file"),
        (&["/nonexistent"], "/nonexistent"),
    ] {
        let refused = reply(attach);
        assert_eq!(refused.status.code(), Some(1), "{attach:?}");
        assert!(said(&refused).contains(why), "{}", said(&refused));
    }
    let (answers, _) = town.world.reporter().come_back(&town.code);
    assert!(answers.words().contains("Atbildes vēl nav"));
    assert!(Thief::bytes(&town.anna().home.join("pieces")).is_empty());
}

#[test]
fn p09_a_mailbox_takes_no_more_files_than_policy_lets_it() {
    let mut town = Town::new();
    town.world.change_policy(
        "mailbox_files_bytes_max = 50331648",
        "mailbox_files_bytes_max = 20971520",
    );
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    let case = town.case();
    let path = town.world.folder.path().join("large");
    std::fs::write(&path, vec![7; 10 << 20]).unwrap();
    let words = town.world.folder.path().join("words");
    std::fs::write(&words, "Pielikumā.").unwrap();
    let reply = || {
        let (words, path) = (words.to_str().unwrap(), path.to_str().unwrap());
        let all = ["reply", &case, "--file", words, "--attach", path];
        town.anna().run(&all)
    };
    let first = reply();
    assert!(first.status.success(), "{}", said(&first));
    let second = reply();
    assert_eq!(second.status.code(), Some(1));
    assert!(
        said(&second).contains("no room for these files"),
        "{}",
        said(&second)
    );
    town.anna().reply(&case, "Bez failiem ir vieta.");
    let (answers, _) = town.world.reporter().come_back(&town.code);
    assert_eq!(tokens(&answers).len(), 1);
    assert!(answers.words().contains("Bez failiem ir vieta."));
}

#[test]
fn p05_a_files_token_opens_nothing_when_changed_made_elsewhere_or_by_an_earlier_run() {
    let mut town = Town::new();
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    answer_with_files(&town, &town.case());
    let (answers, fresh) = town.world.reporter().come_back(&town.code);
    let token = tokens(&answers).remove(1);
    assert!(!token.contains(&fresh));
    let mut changed = token.clone();
    let last = changed.pop().unwrap();
    changed.insert(20, last);
    for wrong in [changed.as_str(), "", "AAAA", &token[..100]] {
        let refused = fetch(&town.world, wrong);
        assert_eq!(refused.status, 410, "{wrong}");
        assert!(
            refused
                .words()
                .contains("Šo failu no šīs lapas vairs nevar saņemt")
        );
    }
    let at = &town.world.intake.reporters;
    for fields in [
        &[("file", token.as_str())][..],
        &[("token", token.as_str()), ("token", token.as_str())],
        &[],
    ] {
        assert_eq!(wire::post(at, "/file", fields).status, 400, "{fields:?}");
    }
    assert_eq!(wire::get(at, "/file").status, 405);
    // Another site's form with a token of ours.
    let kind = "application/x-www-form-urlencoded";
    let body = format!("token={token}");
    let foreign = [("Content-Type", kind), ("Sec-Fetch-Site", "cross-site")];
    let request = wire::request("POST", "/file", &foreign, body.as_bytes());
    assert_eq!(wire::ask(at, &request).unwrap().status, 403);
    assert_eq!(fetch(&town.world, &token).body, NOTE);
    // The key lives as long as the process.
    town.world.restart();
    assert_eq!(fetch(&town.world, &token).status, 410);
    let (answers, _) = town.world.reporter().come_back(&fresh);
    assert_eq!(fetch(&town.world, &tokens(&answers)[1]).body, NOTE);
}

/// An officer whose tool is their own.
struct Rogue {
    opening: OpeningKey,
    signing: SigningKey,
}

impl Rogue {
    /// Sends files under any names to the only report, signed with any key.
    fn sends(&self, world: &World, names: &[&str], signing: &SigningKey) {
        let signer = world.signer(&self.signing);
        let items = signer.json("/v1/items");
        let told = |name: &str| items["items"][0][name].as_str().unwrap().to_owned();
        let sealed = signer.get(&format!("/v1/items/{}?from=0", told("id"))).body;
        let item = ReportDigest::parse(&told("item")).unwrap();
        let opened = OpenedReport::open(std::io::Cursor::new(sealed), &self.opening, item).unwrap();
        let files: Vec<_> = names
            .iter()
            .map(|name| FileToEnclose { name, bytes: NOTE })
            .collect();
        let (enclosure, pieces) = Enclosure::seal(&files).unwrap();
        let reply = NewReply {
            text: "Lūk.",
            day: today(),
            number: 1,
            after: 0,
            officer: "Ļaunais",
            institution: &Institution::parse("paraugs").unwrap(),
            mailbox: opened.report().mailbox(),
            enclosure: Some(&enclosure),
        };
        let to = opened.report().reply_to();
        let sealed = SealedReply::seal(&reply, signing, to, &[]).unwrap();
        let mailbox = format!("/v1/mailboxes/{}", opened.report().mailbox().to_hex());
        for piece in &pieces {
            let posted = signer.post(&format!("{mailbox}/pieces"), piece.as_bytes());
            assert_eq!(posted.status, 204);
        }
        let posted = signer.post(&format!("{mailbox}/replies"), sealed.as_bytes());
        assert_eq!(posted.status, 204);
    }

    fn in_a_world() -> (Self, World) {
        let rogue = Self {
            opening: OpeningKey::random(),
            signing: SigningKey::random(),
        };
        let recipient = rogue.opening.recipient().to_string();
        let block = officer_block("Ļaunais", &recipient, &rogue.signing);
        let people = [("Anna Bērziņa", true)];
        let world = World::with(&people, &block, &[], None);
        (rogue, world)
    }
}

#[test]
fn e05_hostile_names_stay_text_on_the_page_and_names_in_the_folder() {
    let (rogue, world) = Rogue::in_a_world();
    let tool = Tool::of(&world);
    tool.send("Pazuda sliedes.", &[]);
    let names = [
        "../../../evil.sh",
        "/etc/cron.d/x",
        "<script>alert(1)</script>\"; a=b.html",
        "con.txt",
        "nothing\u{202e}gpj.exe\r\nX-Injected: yes",
    ];
    rogue.sends(&world, &names, &rogue.signing);
    let folder = tool.path("files");
    let told = ok(&mut tool.with_code(&["return", "--files", folder.to_str().unwrap()]));
    assert!(!said(&told).contains('\u{202e}'), "{}", said(&told));
    let mut written: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(
        written,
        [
            "_con.txt",
            "evil.sh",
            "nothing_gpj.exe__X-Injected_ yes",
            "script__; a=b.html",
            "x"
        ]
        .map(|name| name.replace(';', "_"))
    );
    let above = std::fs::read_dir(tool.folder.path()).unwrap();
    assert!(above.flatten().all(|entry| entry.file_name() != "evil.sh"));

    // In the browser, with the same code.
    let code = tool.code();
    let (answers, _) = world.reporter().come_back(&code);
    assert!(!answers.holds("<script") && !answers.source().contains('\u{202e}'));
    for token in tokens(&answers) {
        let file = fetch(&world, &token);
        assert_eq!(file.body, NOTE);
        assert_eq!(file.header("x-injected"), None);
        let disposition = file.header("content-disposition").unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\""),
            "{disposition}"
        );
        assert!(
            !disposition.contains('<') && !disposition.contains(".."),
            "{disposition}"
        );
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    }
}

#[test]
fn p06_files_of_nobody_knows_whom_are_named_and_not_handed_out() {
    let (rogue, world) = Rogue::in_a_world();
    let code = world.reporter().send("Pazuda sliedes.");
    // Signed with a key that is in no roster.
    rogue.sends(&world, &["viltojums.exe"], &SigningKey::random());
    let (answers, _) = world.reporter().come_back(&code);
    let words = answers.words();
    assert!(
        words.contains("nevaram pārbaudīt, kas tos sūtīja"),
        "{words}"
    );
    assert!(tokens(&answers).is_empty());
}
