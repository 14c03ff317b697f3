//! What leaves the desk: a court's ZIP that stock tools check, and a page with names masked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use svilpe::keys::sealed_key::{Passphrase, open_under};
use svilpe::keys::signature::SigningKey;

use super::open_desk;
use crate::tools::{Town, said};
use crate::world::browser::Browser;
use crate::world::skip::{has, skip};
use crate::world::{Officer, PASSPHRASE, World, ok, typed};

/// A case with a file of a strange name, and two letters.
fn town() -> Town {
    let town = Town::with(|world| {
        let files = [("līgums <7>.pdf", &b"%PDF-1.7 x"[..]), ("b", b"x")];
        world
            .reporter()
            .send_with("Anna Bērziņa ņem kukuļus.", &files)
    });
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    let case = town.case();
    town.anna()
        .reply(&case, "Paldies! Vai Annai Bērziņai ir līdzdalībnieki?");
    town.anna().reply(&case, "Gaidām atbildi.");
    let letter = town.world.folder.path().join("letter");
    fs::write(&letter, "Lēmums ir pielikumā.").unwrap();
    let decision = town.world.folder.path().join("lēmums.pdf");
    fs::write(&decision, DECISION).unwrap();
    let (letter, decision) = (letter.to_str().unwrap(), decision.to_str().unwrap());
    ok(&mut town
        .anna()
        .command(&["reply", &case, "--file", letter, "--attach", decision]));
    town
}

/// What is sent to the reporter.
const DECISION: &[u8] = b"%PDF-1.7 Nolemts.";

/// The commands of the page's Latvian half, in their order.
fn commands(page: &str) -> Vec<String> {
    let latvian = page.split("<section lang=\"en\">").next().unwrap();
    let blocks = latvian.split("<pre>").skip(1);
    blocks
        .map(|block| {
            let typed = block.split("</pre>").next().unwrap();
            let typed = typed.replace("&quot;", "\"").replace("&gt;", ">");
            typed.replace("&lt;", "<").replace("&amp;", "&")
        })
        .collect()
}

fn shell(folder: &Path, typed: &str) -> Output {
    let mut bash = Command::new("bash");
    let bash = bash.args(["-e", "-o", "pipefail", "-c", typed]);
    bash.env("LC_ALL", "C.UTF-8")
        .current_dir(folder)
        .output()
        .unwrap()
}

/// What `svilpe officer export --for-court` makes, unpacked by Python.
fn unpacked(town: &Town) -> (PathBuf, Vec<String>) {
    let to = town.world.folder.path().join("court");
    let case = town.case();
    let arguments = ["export", &case, "--for-court", "--to", to.to_str().unwrap()];
    ok(&mut town.anna().command(&arguments));
    let zip = to.join(format!("lieta-{case}.zip"));
    let mut python = Command::new("python3");
    ok(python.args(["-m", "zipfile", "-e"]).arg(&zip).arg(&to));
    let folder = to.join(format!("lieta-{case}"));
    let page = fs::read_to_string(folder.join("LASI-MANI.html")).unwrap();
    (folder, commands(&page))
}

fn are_tools_here() -> bool {
    ["python3", "minisign", "openssl", "bash"]
        .into_iter()
        .all(has)
}

#[test]
fn p7_a_court_checks_the_case_by_its_page_with_stock_tools_alone() {
    if !are_tools_here() {
        return;
    }
    let town = town();
    let (folder, commands) = unpacked(&town);
    let [digests, rosters, originals, ledger, _open, _files] = &commands[..] else {
        panic!("{commands:?}")
    };
    for typed in [digests, rosters, originals, ledger] {
        let done = shell(&folder, typed);
        assert!(done.status.success(), "{typed}\n{}", said(&done));
    }
    let checked = said(&shell(&folder, ledger));
    assert!(checked.contains("VISS SASKAN"), "{checked}");
    assert!(checked.contains("originals are entries: 1"), "{checked}");
    assert!(checked.contains("letters signed: 3 (3)"), "{checked}");
    let text = fs::read_to_string(folder.join("lasams/lieta.txt")).unwrap();
    assert!(text.starts_with("IEROBEŽOTA PIEEJAMĪBA\n"));
    assert!(text.contains("Anna Bērziņa ņem kukuļus."), "{text}");
    let names = fs::read_to_string(folder.join("lasams/failu-nosaukumi.txt")).unwrap();
    assert!(
        names.starts_with("001.bin\tlīgums <7>.pdf\t10\t"),
        "{names}"
    );
    assert_eq!(
        fs::read(folder.join("lasams/001.bin")).unwrap(),
        b"%PDF-1.7 x"
    );
    assert!(checked.contains("letters' files signed: 1"), "{checked}");
    assert!(names.contains("\n003.bin\tlēmums.pdf\t17\t"), "{names}");
    assert!(fs::read(folder.join("lasams/003.bin")).unwrap() == DECISION);
    // Whatever runs it, and whatever a computer puts beside files.
    for inside in ["originali", "zurnals", "saraksti", "vestules"] {
        for junk in [
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            "._1.toml",
            "._x.age",
        ] {
            fs::write(folder.join(inside).join(junk), b"junk").unwrap();
        }
    }
    let elsewhere =
        "cd / && PYTHONIOENCODING=ascii PYTHONOPTIMIZE=2 python3 \"$OLDPWD\"/parbaude.py";
    let checked = said(&shell(&folder, elsewhere));
    assert!(checked.contains("ALL WELL"), "{checked}");
    // Only ours are names.
    let listed = shell(
        &folder,
        "find . -type f | LC_ALL=C grep -v '^[!-~]*$' || true",
    );
    assert_eq!(said(&listed), "");
}

/// Debian's `age` is older than hybrid keys: npm's stands for it, behind the command as the page has
/// it.
#[test]
fn p7_an_original_opens_before_an_expert_and_its_files_are_those_that_were_handed_out() {
    let foreign = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
    if !foreign.join("node_modules/age-encryption").exists() {
        return skip("another age with hybrid keys");
    }
    if !are_tools_here() || !has("node") || !has("unzip") {
        return;
    }
    let town = town();
    let (folder, commands) = unpacked(&town);
    let [_digests, _rosters, _originals, _ledger, open, files] = &commands[..] else {
        panic!("{commands:?}")
    };
    let key = fs::read(town.anna().home.join("key.age")).unwrap();
    let key = open_under(&Passphrase::parse(PASSPHRASE).unwrap(), &key).unwrap();
    // Stock age skips comments; npm's takes the key's line alone.
    let key = std::str::from_utf8(&key).unwrap();
    let line = key
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-PQ-"));
    fs::write(folder.join("key.age"), line.unwrap()).unwrap();
    let tools = town.world.folder.path().join("tools");
    fs::create_dir(&tools).unwrap();
    let age = format!(
        "#!/bin/bash -e\n[ \"$1\" = --version ] && exit\n[ \"$1 $2 $4\" = '-d -i -o' ]\n\
         exec node {}/age.mjs open \"$3\" \"$6\" \"$5\"\n",
        foreign.display()
    );
    fs::write(tools.join("age"), age).unwrap();
    ok(Command::new("chmod").arg("755").arg(tools.join("age")));
    let original = fs::read_dir(folder.join("originali"))
        .unwrap()
        .next()
        .unwrap();
    let digest = original.unwrap().path().file_stem().unwrap().to_owned();
    let typed = open.replace("NNN", digest.to_str().unwrap());
    let typed = format!("PATH={}:$PATH\n{typed}", tools.display());
    let opened = shell(&folder, &typed);
    assert!(opened.status.success(), "{typed}\n{}", said(&opened));
    let sums = said(&shell(&folder, files));
    let digest_of = |name: &str| {
        let mut lines = sums.lines().filter(|line| line.ends_with(name));
        lines
            .next()
            .expect(name)
            .split(' ')
            .next()
            .unwrap()
            .to_owned()
    };
    for number in ["001", "002"] {
        let handed_out = digest_of(&format!("lasams/{number}.bin"));
        assert_eq!(digest_of(&format!("files/{number}")), handed_out, "{sums}");
    }
    let report = fs::read_to_string(folder.join("atverts/report.json")).unwrap();
    assert!(report.contains(&digest_of("files/001")), "{report}");
}

#[test]
fn p7_whatever_is_changed_of_a_court_s_case_one_of_its_steps_fails() {
    if !are_tools_here() {
        return;
    }
    let town = town();
    let (folder, commands) = unpacked(&town);
    let steps = &commands[..4];
    let fails = |name: &str, change: &dyn Fn(&Path)| {
        let copy = folder.with_file_name("changed");
        let _ = fs::remove_dir_all(&copy);
        ok(Command::new("cp").arg("-a").arg(&folder).arg(&copy));
        change(&copy);
        // Whoever changes something makes the sums anew; here even somebody with the officer's key.
        sums_anew(&copy);
        signed_again(&copy, town.anna());
        let failed = steps
            .iter()
            .any(|typed| !shell(&copy, typed).status.success());
        assert!(failed, "{name}");
    };
    fails("an original", &|copy| {
        flip(&first(copy, "originali", ".age"));
    });
    fails("an original under its new name", &|copy| {
        let path = first(copy, "originali", ".age");
        flip(&path);
        let digest = shell(&path.with_file_name(""), "sha256sum *.age | cut -c1-64");
        let name = format!("{}.age", said(&digest).trim());
        fs::rename(&path, path.with_file_name(name)).unwrap();
    });
    fails("an entry", &|copy| flip(&first(copy, "zurnals", ".entry")));
    fails("a proof", &|copy| {
        let path = first(copy, "zurnals", ".proof");
        let text = fs::read_to_string(&path).unwrap();
        let short: Vec<&str> = text.lines().skip(1).collect();
        fs::write(path, short.join("\n")).unwrap();
    });
    fails("the head", &|copy| {
        let path = copy.join("zurnals/checkpoint");
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
        lines[1] = (lines[1].parse::<u64>().unwrap() + 1).to_string();
        fs::write(path, lines.join("\n") + "\n").unwrap();
    });
    fails("a roster", &|copy| flip(&first(copy, "saraksti", ".toml")));
    fails("a letter", &|copy| {
        flip(&first(copy, "vestules", ".signed"));
    });
    fails("a letter's signature", &|copy| {
        flip(&first(copy, "vestules", ".sig"));
    });
    fails("a reporter's file", &|copy| {
        flip(&copy.join("lasams/001.bin"));
    });
    fails("a letter's file", &|copy| {
        let path = copy.join("lasams/003.bin");
        flip(&path);
        let digest = shell(copy, "sha256sum lasams/003.bin | cut -c1-64");
        let names = copy.join("lasams/failu-nosaukumi.txt");
        let text = fs::read_to_string(&names).unwrap();
        let old = svilpe::keys::digest::Sha256::of(DECISION);
        fs::write(
            &names,
            text.replace(&hex::encode(old), said(&digest).trim()),
        )
        .unwrap();
    });
    fails("an original that is not in the list", &|copy| {
        let path = first(copy, "originali", ".age");
        fs::remove_file(path).unwrap();
    });
    fails(
        "a step in the middle that the list leaves out as well",
        &take_the_opening_out,
    );
    fails("an entry that is left out", &|copy| {
        let entries = fs::read_dir(copy.join("zurnals")).unwrap();
        for entry in entries.map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&entry).unwrap();
            if text.contains("\"received\"") {
                fs::remove_file(entry).unwrap();
            }
        }
    });
}

/// The last file of a folder with this ending.
fn first(copy: &Path, folder: &str, ending: &str) -> PathBuf {
    let files = fs::read_dir(copy.join(folder)).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut files = files.into_iter();
    files
        .rfind(|file| file.to_str().unwrap().ends_with(ending))
        .unwrap()
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// The entry goes, and so does its number in the list.
fn take_the_opening_out(copy: &Path) {
    let opened = entry_of(copy, "\"opened\"");
    let number = opened.file_stem().unwrap().to_str().unwrap();
    let number: u64 = number.parse().unwrap();
    fs::remove_file(opened).unwrap();
    let list = copy.join("lieta.json");
    let mut facts: serde_json::Value = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
    let entries = facts["entries"].as_array_mut().unwrap();
    entries.retain(|entry| entry.as_u64() != Some(number));
    fs::write(&list, facts.to_string()).unwrap();
}

/// The file of the entry with this in it.
fn entry_of(folder: &Path, fact: &str) -> PathBuf {
    let entries = fs::read_dir(folder.join("zurnals")).unwrap();
    let mut entries = entries.map(|entry| entry.unwrap().path());
    let holds = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == "entry")
            && fs::read_to_string(path).unwrap().contains(fact)
    };
    entries.find(holds).expect(fact)
}

fn sums_anew(folder: &Path) {
    let sums = "find . -type f ! -name 'SHA256SUMS*' -printf '%P\\n' | xargs -d '\\n' sha256sum > new; \
                sed -i '/  new$/d' new; mv new SHA256SUMS";
    assert!(shell(folder, sums).status.success());
}

/// As the officer could who made it.
fn signed_again(folder: &Path, officer: &Officer) {
    let key = fs::read(officer.home.join("key.age")).unwrap();
    let key = open_under(&Passphrase::parse(PASSPHRASE).unwrap(), &key).unwrap();
    let key = std::str::from_utf8(&key).unwrap();
    let line = key
        .lines()
        .find_map(|line| line.strip_prefix("# svilpe-signing-key: "));
    let key = SigningKey::parse(line.unwrap()).unwrap();
    let sums = fs::read(folder.join("SHA256SUMS")).unwrap();
    let signature = key.sign_framed(&[b"svilpe/v1/court\0", &sums[..]].concat());
    fs::write(folder.join("SHA256SUMS.sig"), signature).unwrap();
}

#[test]
fn p7_nothing_can_be_taken_out_of_a_court_s_case_by_whoever_makes_the_sums_anew() {
    if !are_tools_here() {
        return;
    }
    let town = town();
    let (folder, commands) = unpacked(&town);
    let ledger = &commands[3];
    let names = |inside: &str| -> Vec<String> {
        let files = fs::read_dir(folder.join(inside)).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let entries = names("zurnals").into_iter().filter(|name| {
        Path::new(name)
            .extension()
            .is_some_and(|end| end == "entry")
    });
    let entries = entries.map(|name| {
        let proof = name.replace(".entry", ".proof");
        vec![format!("zurnals/{name}"), format!("zurnals/{proof}")]
    });
    let letters = ["001", "002"].map(|number| {
        [".age", ".signed", ".sig"]
            .map(|ending| format!("vestules/{number}{ending}"))
            .to_vec()
    });
    let all: Vec<Vec<String>> = entries.chain(letters).collect();
    assert!(all.len() >= 6, "{all:?}");
    for taken in all {
        let copy = folder.with_file_name("thinner");
        let _ = fs::remove_dir_all(&copy);
        ok(Command::new("cp").arg("-a").arg(&folder).arg(&copy));
        for name in &taken {
            fs::remove_file(copy.join(name)).unwrap();
        }
        sums_anew(&copy);
        for how in ["", "PYTHONOPTIMIZE=1 "] {
            let checked = shell(&copy, &format!("{how}{ledger}"));
            let code = checked.status.code();
            assert_eq!(code, Some(1), "{taken:?} {}", said(&checked));
        }
    }
}

#[test]
fn a_case_that_is_not_in_the_ledger_yet_says_so_and_so_does_its_check() {
    if !are_tools_here() {
        return;
    }
    let world = World::with_officers(&[("Anna Bērziņa", true)]);
    world.reporter().send("Pazuda sliedes.");
    let anna = &world.officers[0];
    anna.sync(&world);
    let case = anna.cases()[0]["case"].as_str().unwrap().to_owned();
    let to = world.folder.path().join("court");
    let export = ["export", &case, "--for-court", "--to", to.to_str().unwrap()];
    let exported = ok(&mut anna.command(&export));
    let told = "its own check ends with “NOT YET IN THE LEDGER” and exit code 3";
    assert!(said(&exported).contains(told), "{}", said(&exported));
    let zip = to.join(format!("lieta-{case}.zip"));
    let mut python = Command::new("python3");
    ok(python.args(["-m", "zipfile", "-e"]).arg(&zip).arg(&to));
    let folder = to.join(format!("lieta-{case}"));
    let checked = shell(&folder, "python3 parbaude.py");
    assert_eq!(checked.status.code(), Some(3), "{}", said(&checked));
    assert!(said(&checked).contains("VĒL NAV ŽURNĀLĀ / NOT YET IN THE LEDGER: 1"));
    let page = fs::read_to_string(folder.join("LASI-MANI.html")).unwrap();
    assert!(page.contains("VĒL NAV ŽURNĀLĀ"), "{page}");
    // Nothing is put beside it, at the top or in a folder of its own; what a computer leaves may be.
    fs::create_dir(folder.join("papildus")).unwrap();
    for (name, code) in [
        ("pielikums.txt", 1),
        ("papildus/vestule.txt", 1),
        (".DS_Store", 3),
    ] {
        fs::write(folder.join(name), "x").unwrap();
        let checked = shell(&folder, "python3 parbaude.py");
        assert_eq!(checked.status.code(), Some(code), "{name}");
        fs::remove_file(folder.join(name)).unwrap();
    }
    // What the list does not call waiting is missing.
    let list = fs::read_to_string(folder.join("lieta.json")).unwrap();
    let mut facts: serde_json::Value = serde_json::from_str(&list).unwrap();
    facts["waiting"] = serde_json::json!([]);
    fs::write(folder.join("lieta.json"), facts.to_string()).unwrap();
    sums_anew(&folder);
    signed_again(&folder, anna);
    assert_eq!(shell(&folder, "python3 parbaude.py").status.code(), Some(1));
}

#[test]
fn the_desk_hands_out_the_same_zip_and_nothing_while_it_is_locked() {
    let town = town();
    let case = town.case();
    let desk = open_desk(&town);
    desk.unlock();
    let at = format!("/case/{case}/court.zip");
    desk.fetch();
    assert!(desk.get(&format!("/case/{case}")).holds("/handover\""));
    assert!(desk.get(&format!("/case/{case}/handover")).holds(&at));
    let zip = desk.get(&at);
    assert_eq!(zip.status, 200, "{}", zip.text());
    let named = format!("attachment; filename=\"lieta-{case}.zip\"");
    assert_eq!(zip.header("content-disposition"), Some(named.as_str()));
    assert_eq!(zip.header("content-type"), Some("application/octet-stream"));
    assert!(zip.body.starts_with(b"PK\x03\x04"));
    desk.post("/lock", &[]);
    assert_eq!(desk.get(&at).status, 303);
    let entries = [&b"SHA256SUMS"[..], b"originali/", b"zurnals/checkpoint"];
    for entry in entries {
        assert!(memchr_finds(&zip.body, entry), "{entry:?}");
    }
    // Nothing of it stays on this computer, and the program knows of no copy.
    assert!(!town.anna().home.join("retention").exists());
}

fn memchr_finds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|some| some == wanted)
}

#[test]
fn a_zip_that_breaks_off_is_no_zip_and_is_noted_for_deletion_when_whole() {
    let town = town();
    let case = town.case();
    let to = town.world.folder.path().join("court");
    let to = to.to_str().unwrap();
    let export = || {
        town.anna()
            .run(&["export", &case, "--for-court", "--to", to])
    };
    // Its ciphertext was changed since the index was made.
    let sealed = fs::read_dir(town.anna().home.join("sealed")).unwrap();
    let sealed = sealed.map(|file| file.unwrap().path()).next().unwrap();
    let whole = fs::read(&sealed).unwrap();
    let mut bytes = whole.clone();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&sealed, bytes).unwrap();
    let failed = export();
    assert_eq!(failed.status.code(), Some(1), "{}", said(&failed));
    let left = fs::read_dir(to).map_or(0, Iterator::count);
    assert_eq!(left, 0, "no half-written file");
    fs::write(&sealed, whole).unwrap();
    assert!(export().status.success());
    let again = export();
    assert!(
        said(&again).contains("is there already"),
        "{}",
        said(&again)
    );
    assert!(town.anna().home.join("retention").exists());
}

#[test]
fn names_that_an_officer_gives_are_masked_and_counted_before_printing() {
    let town = town();
    let case = town.case();
    let desk = open_desk(&town);
    desk.unlock();
    let at = format!("/case/{case}/print");
    let page = desk.post(&at, &[("names", "anna berzina\nlīgums\nNeviens Tāds\nab")]);
    let words = page.words();
    let paper = words.split("IEROBEŽOTA PIEEJAMĪBA").nth(1).expect("marked");
    for name in ["Anna", "Bērziņ", "līgums"] {
        assert!(!paper.contains(name), "{name}: {paper}");
    }
    assert!(paper.contains("[aizklāts 1] ņem kukuļus."), "{paper}");
    assert!(
        paper.contains("Vai [aizklāts 1] ir līdzdalībnieki?"),
        "{paper}"
    );
    assert!(paper.contains("[aizklāts 2] &#60;7&#62;.pdf"), "{paper}");
    assert!(paper.contains("[aizklāts 1], "), "{paper}");
    assert!(!paper.contains("Jūs, "), "{paper}");
    assert!(words.contains("Annai (1)"), "{words}");
    assert!(words.contains("Neviens Tāds 0"), "{words}");
    desk.post("/lock", &[]);
    assert_eq!(desk.post(&at, &[("names", "Anna")]).status, 303);
}

#[test]
fn a_masked_page_is_marked_on_each_sheet_of_paper() {
    let Some(browser) = Browser::start(&[]) else {
        return;
    };
    let long = "Anna Bērziņa ņem kukuļus, un tas turpinās.\n".repeat(120);
    let town = Town::with(|world| world.reporter().send(&long));
    let desk = open_desk(&town);
    desk.unlock_in(&browser);
    browser.sees("Jaunas 1");
    browser.click(".cases a");
    browser.click(".aside a[href$='/handover']");
    browser.fill("#names", "Anna Bērziņa");
    browser.click("form[action$='/print'] button");
    browser.sees("Pirms drukāšanas");
    let pdf = town.world.folder.path().join("masked.pdf");
    fs::write(&pdf, browser.pdf()).unwrap();
    if let Some(to) = std::env::var_os("SVILPE_PICTURES") {
        fs::copy(&pdf, Path::new(&to).join("masked.pdf")).unwrap();
    }
    if !has("pdftotext") {
        return;
    }
    let text = ok(Command::new("pdftotext").arg(&pdf).arg("-"));
    let text = String::from_utf8(text.stdout).unwrap();
    let sheets: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(sheets.len() > 2, "{text}");
    for sheet in &sheets {
        assert!(sheet.contains("IEROBEŽOTA PIEEJAMĪBA"), "{sheet}");
    }
    assert!(!text.contains("Anna") && !text.contains("Bērziņ"), "{text}");
    assert!(!text.contains("Pirms drukāšanas"), "{text}");
    assert!(text.matches("[aizklāts 1]").count() >= 120);
}
