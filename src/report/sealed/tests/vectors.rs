//! C2SP's vectors for age through the officer's opening path (`tests/vectors/age/`).

use std::collections::HashMap;
use std::io::Cursor;

use crate::keys::digest::ReportDigest;
use crate::keys::recipient::OpeningKey;
use crate::report::sealed::header::BadHeader;
use crate::report::sealed::opening::{OpenedReport, open_plain};
use crate::report::sealed::refusals::CannotOpen;

/// One vector: its header lines, and the age file.
struct Vector {
    name: String,
    says: HashMap<String, String>,
    sealed: Vec<u8>,
}

/// What an officer gets.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Plaintext, by its SHA-256.
    Plain(String),
    Header(BadHeader),
    NotForThisKey,
    /// At the end of the payload, or while reading on to it.
    Damaged,
}

fn vectors() -> Vec<Vector> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/age");
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let vectors = files.filter(|file| file.file_name() != "README.md");
    vectors
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            Vector::parse(name, &std::fs::read(file.path()).unwrap())
        })
        .collect()
}

impl Vector {
    fn parse(name: String, bytes: &[u8]) -> Self {
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let lines = std::str::from_utf8(&bytes[..end]).unwrap().lines();
        let pairs = lines.map(|line| line.split_once(": ").unwrap());
        let mut says = HashMap::new();
        // Of two identities the first: it is for the kind of stanza that the vector has.
        for (key, value) in pairs {
            says.entry(key.to_owned()).or_insert(value.to_owned());
        }
        let mut sealed = bytes[end + 2..].to_vec();
        if says.contains_key("compressed") {
            sealed = miniz_oxide::inflate::decompress_to_vec_zlib(&sealed).unwrap();
        }
        Self { name, says, sealed }
    }

    fn says(&self, key: &str) -> &str {
        self.says.get(key).map_or("", String::as_str)
    }

    /// The vector's own key if it is a hybrid one, else any.
    fn key(&self) -> OpeningKey {
        OpeningKey::parse(self.says("identity")).unwrap_or_else(|_| OpeningKey::random())
    }

    /// The vector's own key, which nobody at Svilpe has, so that the way behind it is tried, too.
    fn x25519_key(&self) -> Option<age::x25519::Identity> {
        self.says("identity").parse().ok()
    }

    fn outcome(&self) -> Outcome {
        match self.open() {
            Ok(plain) => Outcome::Plain(ReportDigest::of(&plain).to_string()),
            Err(CannotOpen::Header(why)) => Outcome::Header(why),
            Err(CannotOpen::NotForThisKey) => Outcome::NotForThisKey,
            Err(CannotOpen::Damaged) => Outcome::Damaged,
            Err(other) => panic!("{}: {other:?}", self.name),
        }
    }

    fn open(&self) -> Result<Vec<u8>, CannotOpen> {
        let (ours, foreign) = (self.key(), self.x25519_key());
        let key: &dyn age::Identity = match &foreign {
            Some(foreign) => foreign,
            None => &ours,
        };
        let (_, mut plain) = open_plain(Cursor::new(&self.sealed), key)?;
        let mut bytes = vec![0; usize::try_from(plain.length()).unwrap()];
        plain.read_at(0, &mut bytes).map_err(CannotOpen::payload)?;
        Ok(bytes)
    }

    fn is_expected(&self, outcome: &Outcome) -> bool {
        let kind = self.name.split('_').next().unwrap();
        match (kind, self.says("expect"), outcome) {
            // Svilpe reads no armor, and knows no passphrase; both are refused before age sees
            // them.
            ("armor", _, Outcome::Header(why)) => {
                matches!(why, BadHeader::Armored | BadHeader::NotAnAgeFile)
            }
            ("scrypt", _, Outcome::Header(why)) => {
                matches!(why, BadHeader::Passphrase | BadHeader::Malformed)
            }
            (_, "success", Outcome::Plain(digest)) => digest == self.says("payload"),
            (_, "no match", Outcome::NotForThisKey)
            | (_, "HMAC failure" | "payload failure", Outcome::Damaged)
            | (_, "header failure", Outcome::Header(_))
            // The specification counts the nonce as header.
            | ("stream", "header failure", Outcome::Damaged) => true,
            _ => false,
        }
    }
}

#[test]
fn each_vector_comes_out_as_it_should() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 143);
    let outcomes = vectors.iter().map(|vector| (vector, vector.outcome()));
    let strange: Vec<_> = outcomes
        .filter(|(vector, outcome)| !vector.is_expected(outcome))
        .map(|(vector, outcome)| (&vector.name, vector.says("expect"), outcome))
        .collect();
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn no_vector_is_taken_for_a_report() {
    for vector in vectors() {
        let item = ReportDigest::of(&vector.sealed);
        let opened = OpenedReport::open(Cursor::new(&vector.sealed), &vector.key(), item);
        let refused = opened.map(|_| ()).unwrap_err();
        assert!(
            !matches!(refused, CannotOpen::NotTheItem),
            "{}",
            vector.name
        );
        assert!(!refused.to_string().is_empty());
    }
}
