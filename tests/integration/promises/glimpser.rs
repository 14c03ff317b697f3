//! Who once saw a code: at a desk, over a shoulder, on a paper with crossed-out ones.
//!
//! Speaks the tool's protocol over a bare socket and does its own cryptography, with offsets and
//! labels from the documentation: nothing of the program's own mailbox code, so that what it
//! believes to be closed is tried by somebody who does not believe it.

use std::io::Read as _;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::hmac::{HMAC_SHA256, Key};
use svilpe::keys::recipient::OpeningKey;

use crate::world::World;
use crate::world::wire::{self, Answer};

pub struct Glimpser {
    address: String,
    instance: [u8; 16],
}

/// What a code is worth: how it is named on the server, and what it opens.
#[derive(Clone)]
pub struct Seen {
    pub claim: [u8; 32],
    wrap: [u8; 32],
}

/// What stands in an opened record.
#[derive(Clone)]
pub struct Loot {
    plain: Vec<u8>,
}

impl Glimpser {
    pub fn of(world: &World) -> Self {
        let instance = hex::decode(&world.instance).unwrap();
        Self {
            address: world.intake.reporters.clone(),
            instance: instance.try_into().unwrap(),
        }
    }

    /// With the shipped policy's parameters.
    pub fn see(&self, code: &str) -> Seen {
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        let params = Params::new(8192, 1, 1, Some(32)).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut root = [0; 32];
        argon2
            .hash_password_into(digits.as_bytes(), &self.instance, &mut root)
            .unwrap();
        Seen {
            claim: derived(&root, "svilpe/v1/claim"),
            wrap: derived(&root, "svilpe/v1/wrap"),
        }
    }

    /// Of nothing that anybody was given.
    pub fn made_up(byte: u8) -> Seen {
        Seen {
            claim: [byte; 32],
            wrap: [byte ^ 0xff; 32],
        }
    }

    /// Asks for the record; it moves from the one code to the other if it is there.
    pub fn visit(&self, from: &Seen, to: &Seen) -> Vec<u8> {
        let answer = self.post("/mailbox/visit", &visit(from, to));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.body
    }

    /// Asks for the sealed answers in the mailbox of `loot`, and puts `record` in place.
    pub fn settle(&self, from: &Seen, to: &Seen, record: &[u8], loot: &Loot) -> Vec<Vec<u8>> {
        let (item, day) = loot.first_report();
        let body = [&visit(from, to)[..], record, loot.secret(), item, day].concat();
        let answer = self.post("/mailbox/settle", &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let waiting: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let replies = waiting["replies"].as_array().unwrap().iter();
        replies
            .map(|reply| BASE64_STANDARD.decode(reply.as_str().unwrap()).unwrap())
            .collect()
    }

    pub fn post(&self, path: &str, body: &[u8]) -> Answer {
        wire::post_body(&self.address, path, "application/octet-stream", body).unwrap()
    }

    /// One visit from beginning to end, as a tool makes it: what was opened, and the sealed
    /// answers.
    pub fn whole_visit(&self, from: &Seen, to: &Seen) -> Option<(Loot, Vec<Vec<u8>>)> {
        let loot = Loot::open(&self.visit(from, to), from)?;
        let replies = self.settle(from, to, &loot.wrapped(to), &loot);
        Some((loot, replies))
    }
}

impl Loot {
    /// None if this code does not open it.
    pub fn open(record: &[u8], code: &Seen) -> Option<Self> {
        let nonce = Nonce::try_assume_unique_for_key(&record[1..13]).unwrap();
        let mut plain = record[13..].to_vec();
        let aad = Aad::from(b"svilpe/v1/access-record");
        let length = cipher(code)
            .open_in_place(nonce, aad, &mut plain)
            .ok()?
            .len();
        plain.truncate(length);
        Some(Self { plain })
    }

    /// The same under another code.
    pub fn wrapped(&self, code: &Seen) -> Vec<u8> {
        let nonce: [u8; 12] = svilpe::keys::random::random_bytes();
        let mut sealed = self.plain.clone();
        let aad = Aad::from(b"svilpe/v1/access-record");
        cipher(code)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)
            .unwrap();
        [&[4][..], &nonce, &sealed].concat()
    }

    /// The secret that answers are asked for with.
    pub fn secret(&self) -> &[u8] {
        &self.plain[32..64]
    }

    /// As if only the id were known, as officers know it.
    pub fn forget_secret(&mut self) {
        let id = self.mailbox_id();
        self.plain[32..64].copy_from_slice(&[id, id].concat());
    }

    /// What signs the reporter's additions.
    pub fn seed(&self) -> [u8; 32] {
        self.plain[64..96].try_into().unwrap()
    }

    pub fn mailbox_id(&self) -> [u8; 16] {
        let secret = self.secret().try_into().unwrap();
        derived(&secret, "svilpe/v1/mailbox-id")[..16]
            .try_into()
            .unwrap()
    }

    /// The keys that answers are sealed to, the newest first.
    pub fn keys(&self) -> Vec<[u8; 32]> {
        let count = usize::from(self.plain[100]);
        let keys = self.plain[101..].chunks(32).take(count);
        keys.map(|key| key.try_into().unwrap()).collect()
    }

    fn first_report(&self) -> (&[u8], &[u8]) {
        let at = 101 + 32 * 32;
        (&self.plain[at..at + 32], &self.plain[at + 32..at + 42])
    }

    /// The text of a sealed answer, if one of the keys opens it.
    pub fn read(&self, sealed: &[u8]) -> Option<String> {
        let identity = |key: &[u8; 32]| {
            let prefix = bech32::Hrp::parse("AGE-SECRET-KEY-PQ-").unwrap();
            let text = bech32::encode_upper::<bech32::Bech32>(prefix, key).unwrap();
            OpeningKey::parse(&text).unwrap()
        };
        self.keys().iter().map(identity).find_map(|identity| {
            let decryptor = age::Decryptor::new(sealed).unwrap();
            let mut reader = decryptor
                .decrypt(std::iter::once(&identity as &dyn age::Identity))
                .ok()?;
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            Some(text)
        })
    }
}

fn visit(from: &Seen, to: &Seen) -> Vec<u8> {
    [&[5][..], &from.claim, &to.claim].concat()
}

fn cipher(code: &Seen) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &code.wrap).unwrap())
}

/// HKDF-SHA-256 without a salt, one block.
fn derived(secret: &[u8; 32], label: &str) -> [u8; 32] {
    let tag = |key: &[u8], message: &[u8]| -> [u8; 32] {
        let tag = ring::hmac::sign(&Key::new(HMAC_SHA256, key), message);
        tag.as_ref().try_into().unwrap()
    };
    tag(&tag(&[0; 32], secret), &[label.as_bytes(), &[1]].concat())
}
