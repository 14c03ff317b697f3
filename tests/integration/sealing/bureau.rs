//! One institution with its officers and their keys, and reports for them.

use std::io::{Cursor, Read as _};
use std::iter;

use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::keys::signature::SigningKey;
use svilpe::report::mailbox::MailboxId;
use svilpe::report::sealed::{
    Addressee, Addressees, CannotOpen, CannotSeal, Custodian, OpenedReport, Sealing,
};
use svilpe::report::{Answers, Heading, Identity, Report, ReportKind, Words};
use svilpe::rules::roster::{Institution, RosterDigest};
use svilpe::text::Language;

/// Officers by position: 0 Anna, 1 Bruno, 2 Cilda; Bruno alone is a custodian.
pub struct Bureau {
    pub keys: Vec<OpeningKey>,
}

/// A file to be attached.
pub struct Attached<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

impl Bureau {
    pub fn new() -> Self {
        let keys = iter::repeat_with(OpeningKey::random).take(NAMES.len());
        Self {
            keys: keys.collect(),
        }
    }

    pub fn addressees(&self, left_out: &[usize]) -> Result<Addressees, CannotSeal> {
        let officers = NAMES.iter().zip(&self.keys).map(|(name, key)| Addressee {
            name: (*name).to_owned(),
            recipient: key.recipient(),
            custodian: if *name == "Bruno" {
                Custodian::Yes
            } else {
                Custodian::No
            },
        });
        let roster = RosterDigest::from_bytes([7; 32]);
        Addressees::new(institution(), 3, roster, officers.collect(), left_out)
    }

    pub fn sealing(&self, left_out: &[usize]) -> Sealing {
        Sealing::to(self.addressees(left_out).unwrap()).unwrap()
    }

    /// A sealed report with this text and these files.
    pub fn seal(&self, text: &str, files: &[Attached]) -> Vec<u8> {
        self.seal_without(&[], text, files, None).unwrap()
    }

    pub fn seal_without(
        &self,
        left_out: &[usize],
        text: &str,
        files: &[Attached],
        identity: Option<Identity>,
    ) -> Result<Vec<u8>, CannotSeal> {
        let mut sealing = self.sealing(left_out);
        let mut sealed = sealing.take();
        for file in files {
            sealing.file(file.name, "application/octet-stream")?;
            for piece in file.bytes.chunks(10_000) {
                sealing.write(piece)?;
                sealed.extend(sealing.take());
            }
        }
        let finished = sealing.finish(report(text), identity)?;
        sealed.extend(finished.rest);
        assert_eq!(finished.length, sealed.len() as u64);
        assert_eq!(finished.item, ReportDigest::of(&sealed));
        Ok(sealed)
    }

    /// Anna opens.
    pub fn open<'a>(&self, sealed: &'a [u8]) -> Result<OpenedReport<Cursor<&'a [u8]>>, CannotOpen> {
        OpenedReport::open(Cursor::new(sealed), &self.keys[0], ReportDigest::of(sealed))
    }

    /// What is inside, by age's own one-call opening.
    pub fn plain(&self, sealed: &[u8]) -> Vec<u8> {
        age::decrypt(&self.keys[0], sealed).unwrap()
    }

    /// Any plaintext, sealed to Anna by age's own one-call sealing.
    pub fn seal_raw(&self, plain: &[u8]) -> Vec<u8> {
        age::encrypt(&self.keys[0].recipient(), plain).unwrap()
    }
}

pub fn institution() -> Institution {
    Institution::parse("knab").unwrap()
}

pub fn words(text: &str) -> Words {
    Words::from(text.to_owned())
}

pub fn heading() -> Heading {
    Heading {
        kind: ReportKind::Report,
        institution: institution(),
        day: "2026-11-21".parse().unwrap(),
        language: Language::latvian().code().clone(),
        mailbox: MailboxId::from_bytes([5; 16]),
        reply_to: OpeningKey::random().recipient(),
        signing: SigningKey::from_seed(&[4; 32]).public(),
        number: 0,
        policy: [9; 32],
    }
}

pub fn report(text: &str) -> Report {
    Report::new(heading(), Answers::new(words(text)))
}

/// A file's bytes, if they are delivered whole.
pub fn file_of(
    opened: &mut OpenedReport<Cursor<&[u8]>>,
    number: u16,
) -> Result<Vec<u8>, std::io::Error> {
    let mut bytes = Vec::new();
    let mut reader = opened.file(number).map_err(std::io::Error::other)?;
    reader.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes that don't repeat.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
    .take(length)
    .collect()
}

const NAMES: [&str; 3] = ["Anna", "Bruno", "Cilda"];
