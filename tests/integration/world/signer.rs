//! Someone with a signing key and a socket: signed requests, byte by byte.

use svilpe::keys::signature::SigningKey;
use svilpe::net::http_signature::{BodyDigest, Challenge, InstanceId, SignedHeaders, Target};

use super::wire::{self, Answer};

/// An officer's or auditor's tool, in the least form.
pub struct Signer<'a> {
    pub address: &'a str,
    pub instance: &'a str,
    pub key: &'a SigningKey,
}

impl Signer<'_> {
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, body)
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}");
        serde_json::from_slice(&answer.body).unwrap()
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let request = self.signed((method, path), body, self.challenge());
        wire::ask(self.address, &request).unwrap()
    }

    /// What signatures cover in the next minutes.
    pub fn challenge(&self) -> Challenge {
        let challenge = wire::get(self.address, "/v1/challenge");
        Challenge::parse(std::str::from_utf8(&challenge.body).unwrap()).unwrap()
    }

    /// The bytes of one request, to be sent once.
    pub fn signed(
        &self,
        (method, path): (&str, &str),
        body: &[u8],
        challenge: Challenge,
    ) -> Vec<u8> {
        let target = Target {
            method,
            path: path.split('?').next().unwrap(),
            query: path.split_once('?').map(|(_, query)| query),
            body: BodyDigest::of(body),
        };
        let instance = InstanceId::parse(self.instance).unwrap();
        let signed = SignedHeaders::sign(&target, instance, challenge, self.key);
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
            self.address,
            body.len()
        );
        for (name, value) in signed.iter() {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        [head.as_bytes(), body].concat()
    }
}

/// An `[[officer]]` block for a roster.
pub fn officer_block(name: &str, recipient: &str, key: &SigningKey) -> String {
    format!(
        "[[officer]]\nname = \"{name}\"\nrecipient = \"{recipient}\"\nsigning = \"{}\"\ncustodian = false\n",
        key.public()
    )
}

/// An `[[auditor]]` block for a roster.
pub fn auditor_block(name: &str, key: &SigningKey) -> String {
    format!(
        "[[auditor]]\nname = \"{name}\"\nsigning = \"{}\"\n",
        key.public()
    )
}
