//! A pack is whole, signed and the next one, or it is refused.

use std::fs;

use super::*;
use crate::rules::policy::Policy;
use crate::text::{Language, say_with};

/// Who is responsible for packs.
struct Responsible(minisign::KeyPair);

impl Responsible {
    fn new() -> Self {
        Self(minisign::KeyPair::generate_unencrypted_keypair().expect("made"))
    }

    fn public(&self) -> String {
        self.0.pk.to_box().expect("a key").to_string()
    }

    fn sign(&self, text: &str) -> String {
        let signed = minisign::sign(None, &self.0.sk, text.as_bytes(), Some("x"), Some("y"));
        signed.expect("signed").to_string()
    }

    /// The shipped pack with this number, signed.
    fn pack(&self, version: u32) -> TravellingPack {
        let numbered = format!("\nversion = {version}\n");
        let policy = Policy::shipped()
            .text()
            .replace("\nversion = 1\n", &numbered);
        let mut pack: TravellingPack =
            serde_json::from_slice(&CountryPack::shipped().to_json()).expect("ours");
        pack.signature = Some(TravellingSignature {
            text: self.sign(&policy),
            key: self.public(),
            handover: None,
        });
        pack.policy = policy;
        pack
    }

    fn checked(&self, version: u32) -> CountryPack {
        self.pack(version).checked().expect("right")
    }
}

/// A pack as it lies on a disk.
fn put(pack: &TravellingPack) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("policy.toml", &pack.policy);
    for (path, text) in &pack.files {
        write(path, text);
    }
    if let Some(signature) = &pack.signature {
        write("policy.toml.minisig", &signature.text);
        write("policy.pub", &signature.key);
    }
    folder
}

fn refusal(pack: TravellingPack) -> String {
    let why = pack.checked().expect_err("a doubt");
    why.to_string()
}

#[test]
fn a_pack_for_a_newer_program_is_told_from_one_that_was_changed() {
    let responsible = Responsible::new();
    let named = |pack: &TravellingPack| {
        let json = serde_json::to_vec(pack).expect("texts");
        CountryPack::named(Sha256::of(pack.policy.as_bytes()), &json)
    };
    let signed = |policy: String| TravellingPack {
        signature: Some(TravellingSignature {
            text: responsible.sign(&policy),
            key: responsible.public(),
            handover: None,
        }),
        policy,
        ..responsible.pack(2)
    };
    assert!(named(&responsible.pack(2)).is_ok());
    let newer = signed(format!("later = true\n{}", responsible.pack(3).policy));
    assert_eq!(named(&newer), Err(UnusablePack::Newer));
    let shape = serde_json::json!({ "policy": newer.policy, "parts": 1 }).to_string();
    let digest = Sha256::of(newer.policy.as_bytes());
    assert_eq!(
        CountryPack::named(digest, shape.as_bytes()),
        Err(UnusablePack::Newer)
    );
    // Other rules than the digest's, a file that was changed, another's signature.
    let other = CountryPack::named([7; 32], shape.as_bytes());
    assert_eq!(other, Err(UnusablePack::Other));
    let mut changed = responsible.pack(2);
    changed.files.values_mut().for_each(|text| text.push('x'));
    assert_eq!(named(&changed), Err(UnusablePack::Other));
    let mut forged = newer;
    forged.signature = Responsible::new().pack(2).signature;
    assert_eq!(named(&forged), Err(UnusablePack::Other));
}

#[test]
fn the_shipped_pack_is_whole_and_its_folder_has_no_file_more() {
    let pack = CountryPack::shipped();
    assert!(pack.is_shipped() && pack.signed_by().is_none());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy/latvia");
    let there = paths(&folder).expect("ours");
    let named: BTreeSet<String> = pack.files().map(|(path, _)| path.to_string()).collect();
    assert_eq!(there, named);
    let languages = pack.languages().expect("whole");
    assert_eq!(languages.iter().count(), 5);
}

#[test]
fn a_signed_folder_is_read_and_travels_unchanged() {
    let pack = Responsible::new().pack(2);
    let folder = put(&pack);
    let read = CountryPack::load(folder.path()).expect("right");
    assert_eq!(read.policy().version(), 2);
    assert!(read.signed_by().is_some() && !read.is_shipped());
    let travelled = CountryPack::parse(&read.to_json()).expect("the same");
    assert_eq!(travelled, read);
    assert_eq!(travelled.to_json(), read.to_json());
    assert!(CountryPack::parse(b"{}").is_err());
    assert!(CountryPack::parse(&vec![b' '; CountryPack::JSON_MAX + 1]).is_err());
}

#[test]
fn any_doubt_refuses_the_whole_pack() {
    let responsible = Responsible::new();
    let changed = |change: &dyn Fn(&mut TravellingPack)| {
        let mut pack = responsible.pack(2);
        change(&mut pack);
        refusal(pack)
    };
    let why = changed(&|pack| pack.policy.push('#'));
    assert!(why.contains("does not fit the text"), "{why}");
    let why = changed(&|pack| pack.files.get_mut("texts/en.ftl").expect("there").push('#'));
    assert!(
        why.contains("texts/en.ftl is not what policy.toml says"),
        "{why}"
    );
    let why = changed(&|pack| drop(pack.files.remove("letters.toml")));
    assert!(
        why.contains("names letters.toml, which is not there"),
        "{why}"
    );
    for path in ["texts/fr.ftl", "../x.ftl", "/etc/passwd"] {
        let why = changed(&|pack| drop(pack.files.insert(path.to_owned(), String::new())));
        assert!(why.contains("does not name it"), "{why}");
    }
    let other = Responsible::new();
    let why = changed(&|pack| {
        pack.signature.as_mut().expect("signed").key = other.public();
    });
    assert!(why.contains("not by"), "{why}");
}

#[test]
fn a_folder_without_signature_or_with_something_else_in_it_is_refused() {
    let mut pack = Responsible::new().pack(2);
    let folder = put(&pack);
    fs::write(folder.path().join("texts/.en.ftl.swp"), "an editor's").expect("written");
    assert!(CountryPack::load(folder.path()).is_ok());
    fs::write(folder.path().join("texts/en.ftl~"), "an older one").expect("written");
    let why = CountryPack::load(folder.path())
        .expect_err("a file more")
        .to_string();
    assert!(why.contains("texts/en.ftl~"), "{why}");
    pack.signature = None;
    let why = CountryPack::load(put(&pack).path())
        .expect_err("unsigned")
        .to_string();
    assert!(
        why.contains("policy.toml.minisig is missing: nobody signed"),
        "{why}"
    );
    let none = tempfile::tempdir().expect("a folder");
    assert!(matches!(
        CountryPack::load(none.path()),
        Err(BadPack::Missing(_))
    ));
    for nowhere in ["nowhere", "policy.toml"] {
        let nowhere = folder.path().join(nowhere);
        assert!(matches!(
            CountryPack::load(&nowhere),
            Err(BadPack::NoFolder)
        ));
    }
}

#[test]
fn a_mistake_in_a_signed_file_is_told_with_its_line() {
    let responsible = Responsible::new();
    let mut pack = responsible.pack(2);
    pack.policy = pack.policy.replace("files_max = 20", "files_max = 101");
    pack.signature.as_mut().expect("signed").text = responsible.sign(&pack.policy);
    let why = refusal(pack);
    assert!(
        why.contains("policy.toml, line ") && why.contains("allowed are 0 to 100"),
        "{why}"
    );
}

#[test]
fn a_pack_counts_as_the_next_of_the_same_key_only() {
    let (here, stranger) = (Responsible::new(), Responsible::new());
    let (second, third) = (here.checked(2), here.checked(3));
    let shipped = CountryPack::shipped();
    // What came with a program, then the first that is signed, taken on trust.
    assert_eq!(shipped.follows(None), Ok(()));
    assert_eq!(second.follows(None), Ok(()));
    assert_eq!(second.follows(Some(&shipped)), Ok(()));
    assert_eq!(second.follows(Some(&second)), Ok(()));
    assert_eq!(third.follows(Some(&second)), Ok(()));
    // Not back, not another text under the same number, not unsigned, not another's.
    let (seen, offered) = (3, 2);
    let older = Err(PackRefusal::OlderThanSeen { seen, offered });
    assert_eq!(second.follows(Some(&third)), older);
    let mut other = here.pack(2);
    other.policy.push_str("# another reason\n");
    other.signature.as_mut().expect("signed").text = here.sign(&other.policy);
    let other = other.checked().expect("right");
    assert_eq!(
        other.follows(Some(&second)),
        Err(PackRefusal::SameVersionOtherText)
    );
    assert_eq!(shipped.follows(Some(&second)), Err(PackRefusal::Unsigned));
    let strange = stranger.checked(3);
    let without = Err(PackRefusal::OtherKeyWithoutHandover);
    assert_eq!(strange.follows(Some(&second)), without);
    // Unless the old key signed the new one.
    let mut handed = stranger.pack(3);
    let signature = handed.signature.as_mut().expect("signed");
    signature.handover = Some(here.sign(&stranger.public()));
    let handed = handed.checked().expect("right");
    assert_eq!(handed.follows(Some(&second)), Ok(()));
}

#[test]
fn another_programs_own_pack_is_not_taken_unsigned() {
    let mut newer = Responsible::new().pack(2);
    newer.signature = None;
    let newer = newer.checked().expect("right, and nobody's word");
    let shipped = CountryPack::shipped();
    assert_eq!(newer.follows(None), Err(PackRefusal::Unsigned));
    assert_eq!(newer.follows(Some(&shipped)), Err(PackRefusal::Unsigned));
    // Kept from before this program was updated, it stays, and is followed by what is signed, and
    // by no older one.
    assert_eq!(newer.follows(Some(&newer)), Ok(()));
    let (seen, offered) = (2, 1);
    let older = Err(PackRefusal::OlderThanSeen { seen, offered });
    assert_eq!(shipped.follows(Some(&newer)), older);
}

#[test]
fn the_pages_say_what_the_pack_says_of_its_country() {
    let responsible = Responsible::new();
    let mut pack = responsible.pack(2);
    let english = pack.files.get_mut("texts/en.ftl").expect("there");
    let before = hex::encode(crate::keys::digest::Sha256::of(english.as_bytes()));
    *english = english.replace("in Latvia in", "in Utopia in");
    let after = hex::encode(crate::keys::digest::Sha256::of(english.as_bytes()));
    pack.policy = pack.policy.replace(&before, &after);
    pack.signature.as_mut().expect("signed").text = responsible.sign(&pack.policy);
    let languages = pack.checked().expect("right").languages().expect("whole");
    let english = languages.iter().nth(1).expect("the second");
    let said = say_with(english, "calendar-lead", &[("year", "2027")]);
    assert!(said.contains("Utopia"), "{said}");
    let said = say_with(Language::english(), "calendar-lead", &[("year", "2027")]);
    assert!(said.contains("Latvia"), "{said}");
}

#[test]
fn every_pack_of_the_project_is_whole() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy");
    let folders = fs::read_dir(packs).expect("ours").flatten();
    let mut countries: Vec<String> = Vec::new();
    for folder in folders.map(|entry| entry.path()) {
        let policy = fs::read_to_string(folder.join("policy.toml")).expect("a policy");
        let pack = CountryPack::load_unsigned(&folder, &policy);
        let pack = pack.unwrap_or_else(|why| panic!("{folder:?}: {why}"));
        let languages = pack.languages();
        languages.unwrap_or_else(|why| panic!("{folder:?}: {why}"));
        assert_eq!(pack.policy().reviewed_on(), None, "{folder:?}: by whom?");
        countries.push(pack.policy().country().to_owned());
    }
    countries.sort();
    assert_eq!(countries, ["EST", "LVA"]);
}

#[test]
fn a_pack_comes_into_force_without_another_law_for_days_that_were_lived() {
    let here = Responsible::new();
    let day = |text: &str| -> crate::rules::calendar::Day { text.parse().expect("a day") };
    let changed = |version: u32, change: &dyn Fn(&str) -> String| {
        let mut pack = here.pack(version);
        pack.policy = change(&pack.policy);
        pack.signature.as_mut().expect("signed").text = here.sign(&pack.policy);
        pack.checked().expect("right")
    };
    let second = here.checked(2);
    let term = |text: &str| text.replacen("term = { months = 2 }", "term = { months = 1 }", 1);
    let rewritten = changed(3, &term);
    let lived = day("2026-10-05")..day("2026-11-30");
    let comes = |pack: &CountryPack, before: Option<&CountryPack>| {
        pack.comes_into_force_after(before, lived.clone())
    };
    let refused = Err(PackRefusal::RewritesPast {
        day: day("2026-10-05"),
    });
    assert_eq!(comes(&rewritten, Some(&second)), refused);
    assert_eq!(
        comes(&rewritten, None),
        Ok(None),
        "nobody lived under another"
    );
    let nothing_received = lived.end..lived.end;
    let comes_early = rewritten.comes_into_force_after(Some(&second), nothing_received);
    assert_eq!(comes_early, Ok(None));
    // It says so, from the first of those days on, or from a later one.
    for (from, answer) in [
        ("2026-10-05", Ok(Some(day("2026-10-05")))),
        ("2026-10-06", refused),
    ] {
        let files = format!("[correction]\nversion = 3\nfrom = \"{from}\"\n\n[files]");
        let correcting = changed(3, &|text| term(text).replacen("[files]", &files, 1));
        assert_eq!(comes(&correcting, Some(&second)), answer);
    }
    // What does not follow at all is refused for that.
    let (seen, offered) = (3, 2);
    let older = Err(PackRefusal::OlderThanSeen { seen, offered });
    assert_eq!(comes(&second, Some(&rewritten)), older);
}
