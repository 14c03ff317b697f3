use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::profile::{FIELD_MAX, FIELDS, signature_base};
use super::*;

/// What travels, open to tampering.
#[derive(Clone)]
struct Sent {
    method: String,
    path: String,
    query: Option<String>,
    body: Vec<u8>,
    headers: Vec<(String, Vec<u8>)>,
}

impl Sent {
    fn sign(verifier: &Verifier, key: &SigningKey) -> Self {
        Self::sign_for(INSTANCE_ID, verifier.challenge(), key)
    }

    fn sign_for(instance: InstanceId, challenge: Challenge, key: &SigningKey) -> Self {
        let body = b"sealed".to_vec();
        let target = Target {
            method: "POST",
            path: "/v1/mailboxes/00/replies",
            query: Some("a=b"),
            body: BodyDigest::of(&body),
        };
        let headers = SignedHeaders::sign(&target, instance, challenge, key);
        Self {
            method: target.method.to_owned(),
            path: target.path.to_owned(),
            query: target.query.map(str::to_owned),
            headers: headers
                .iter()
                .map(|(n, v)| (n.to_owned(), v.as_bytes().to_vec()))
                .collect(),
            body,
        }
    }

    fn verify(&self, verifier: &Verifier, known: &SigningKey) -> Result<KeyId, Unauthorized> {
        let target = Target {
            method: &self.method,
            path: &self.path,
            query: self.query.as_deref(),
            body: BodyDigest::of(&self.body),
        };
        let headers = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_slice()));
        let public = known.public();
        verifier.verify(&target, headers, |id| {
            (*id == KeyId::of(&public)).then_some(public)
        })
    }

    fn value(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self
            .headers
            .iter_mut()
            .find(|(n, _)| n == name)
            .expect("there are five")
            .1
    }

    fn edit(&mut self, name: &str, from: &str, to: &str) {
        let value = String::from_utf8(self.value(name).clone()).expect("ours");
        assert!(value.contains(from), "{value} has no {from}");
        *self.value(name) = value.replacen(from, to, 1).into_bytes();
    }
}

const INSTANCE_ID: InstanceId = InstanceId([7; 16]);

fn verifier_and_key() -> (Verifier, SigningKey) {
    (Verifier::new(INSTANCE_ID), SigningKey::random())
}

/// RFC 9421 Appendix B.1.4 (the key) and B.2.6 (the request).
#[test]
fn the_signature_base_and_signature_of_the_rfc_come_out() {
    let key = SigningKey::parse("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=").expect("the RFC's");
    let public = "ed25519:JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
    assert_eq!(key.public().to_string(), public);

    let components = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ];
    let parameters = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \
                      \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
    let base = signature_base(&components, parameters);
    assert_eq!(
        base,
        "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\
         \"@authority\": example.com\n\"content-type\": application/json\n\
         \"content-length\": 18\n\"@signature-params\": (\"date\" \"@method\" \"@path\" \
         \"@authority\" \"content-type\" \"content-length\")\
         ;created=1618884473;keyid=\"test-key-ed25519\""
    );
    let published =
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    let signature: [u8; 64] = BASE64_STANDARD
        .decode(published)
        .expect("base64")
        .try_into()
        .expect("64 bytes");
    assert_eq!(key.sign_framed(base.as_bytes()), signature);
    assert_eq!(
        key.public().verify_framed(base.as_bytes(), &signature),
        Ok(())
    );
}

/// RFC 9530 Appendix B (`{"hello": "world"}` and a line feed; nothing).
#[test]
fn the_digests_of_the_rfc_come_out() {
    assert_eq!(
        BodyDigest::of(b"{\"hello\": \"world\"}\n").to_string(),
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    );
    assert_eq!(
        BodyDigest::of(b"").to_string(),
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    );
}

#[test]
fn our_base_reads_as_written_in_the_profile() {
    let target = Target {
        method: "GET",
        path: "/v1/items",
        query: None,
        body: BodyDigest::of(b""),
    };
    let stated = Stated {
        digest: target.body.to_string(),
        instance: INSTANCE_ID.to_string(),
        challenge: "ab".repeat(16),
    };
    let parameters = Parameters {
        key: KeyId([0x11; 8]),
        nonce: Nonce::parse("AAAAAAAAAAAAAAAAAAAAAA==").expect("16 zero bytes"),
    };
    assert_eq!(
        profile_base(&target, &stated, &parameters),
        "\"@method\": GET\n\"@path\": /v1/items\n\"@query\": ?\n\
         \"content-digest\": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:\n\
         \"svilpe-instance\": 07070707070707070707070707070707\n\
         \"svilpe-challenge\": abababababababababababababababab\n\
         \"@signature-params\": (\"@method\" \"@path\" \"@query\" \"content-digest\" \
         \"svilpe-instance\" \"svilpe-challenge\");keyid=\"1111111111111111\"\
         ;nonce=\"AAAAAAAAAAAAAAAAAAAAAA==\";alg=\"ed25519\";tag=\"svilpe-v1\""
    );
    assert!(parameters.field().len() <= FIELD_MAX);
}

#[test]
fn a_signed_request_is_accepted_once() {
    let (verifier, key) = verifier_and_key();
    let sent = Sent::sign(&verifier, &key);
    assert_eq!(sent.verify(&verifier, &key), Ok(KeyId::of(&key.public())));
    assert_eq!(
        sent.verify(&verifier, &key),
        Err(Unauthorized),
        "F02: at once"
    );
}

#[test]
fn a_captured_request_is_dead_after_a_restart_whether_used_or_not() {
    let (verifier, key) = verifier_and_key();
    let (used, unused) = (Sent::sign(&verifier, &key), Sent::sign(&verifier, &key));
    assert!(used.verify(&verifier, &key).is_ok());
    let restarted = Verifier::new(INSTANCE_ID);
    assert_eq!(used.verify(&restarted, &key), Err(Unauthorized));
    assert_eq!(unused.verify(&restarted, &key), Err(Unauthorized));
}

#[test]
fn the_previous_challenge_is_good_and_the_one_before_is_not() {
    let (verifier, key) = verifier_and_key();
    let (first, second) = (Sent::sign(&verifier, &key), Sent::sign(&verifier, &key));
    verifier.rotate();
    assert!(first.verify(&verifier, &key).is_ok());
    verifier.rotate();
    assert_eq!(second.verify(&verifier, &key), Err(Unauthorized));
}

#[test]
fn a_refused_request_spends_nothing() {
    let (verifier, key) = verifier_and_key();
    let sent = Sent::sign(&verifier, &key);
    let mut tampered = sent.clone();
    tampered.body.push(0);
    assert_eq!(tampered.verify(&verifier, &key), Err(Unauthorized));
    assert!(sent.verify(&verifier, &key).is_ok());
}

#[test]
fn each_covered_part_is_bound() {
    let (verifier, key) = verifier_and_key();
    let tamper: [fn(&mut Sent); 12] = [
        |sent| sent.method = "GET".to_owned(),
        |sent| sent.path.push('0'),
        |sent| sent.query = None,
        |sent| sent.query = Some("a=c".to_owned()),
        |sent| sent.body.clear(),
        |sent| {
            sent.body = b"other".to_vec();
            *sent.value(CONTENT_DIGEST) = BodyDigest::of(b"other").to_string().into_bytes();
        },
        |sent| sent.edit(INSTANCE, "07", "08"),
        |sent| *sent.value(CHALLENGE) = b"00".repeat(16),
        |sent| {
            sent.edit(
                SIGNATURE_INPUT,
                "nonce=\"",
                "nonce=\"AAAAAAAAAAAAAAAAAAAAAA==\";x=\"",
            );
        },
        |sent| sent.edit(SIGNATURE_INPUT, "ed25519", "hmac-sha256"),
        |sent| sent.edit(SIGNATURE_INPUT, "svilpe-v1", "svilpe-v2"),
        |sent| sent.edit(SIGNATURE_INPUT, " \"@query\"", ""),
    ];
    for (number, tamper) in tamper.into_iter().enumerate() {
        let mut sent = Sent::sign(&verifier, &key);
        tamper(&mut sent);
        assert_eq!(
            sent.verify(&verifier, &key),
            Err(Unauthorized),
            "case {number}"
        );
    }
}

#[test]
fn another_nonce_under_the_same_signature_is_refused() {
    let (verifier, key) = verifier_and_key();
    let (first, mut second) = (Sent::sign(&verifier, &key), Sent::sign(&verifier, &key));
    let mut other = first.clone();
    *other.value(SIGNATURE_INPUT) = second.value(SIGNATURE_INPUT).clone();
    assert_eq!(other.verify(&verifier, &key), Err(Unauthorized));
}

#[test]
fn a_signature_for_another_instance_or_a_made_up_challenge_is_refused() {
    let (verifier, key) = verifier_and_key();
    let foreign = Sent::sign_for(InstanceId([8; 16]), verifier.challenge(), &key);
    assert_eq!(foreign.verify(&verifier, &key), Err(Unauthorized));
    let made_up = Challenge::parse(&"5a".repeat(16)).expect("hex");
    let made_up = Sent::sign_for(INSTANCE_ID, made_up, &key);
    assert_eq!(made_up.verify(&verifier, &key), Err(Unauthorized));
}

#[test]
fn an_unknown_key_is_refused_even_if_it_names_a_known_one() {
    let (verifier, key) = verifier_and_key();
    let stranger = SigningKey::random();
    assert_eq!(
        Sent::sign(&verifier, &stranger).verify(&verifier, &key),
        Err(Unauthorized)
    );
    let mut posing = Sent::sign(&verifier, &stranger);
    let (own, known) = (KeyId::of(&stranger.public()), KeyId::of(&key.public()));
    posing.edit(SIGNATURE_INPUT, &own.to_string(), &known.to_string());
    assert_eq!(posing.verify(&verifier, &key), Err(Unauthorized));
}

#[test]
fn a_missing_doubled_or_cut_header_is_refused() {
    let (verifier, key) = verifier_and_key();
    for name in FIELDS {
        let mut missing = Sent::sign(&verifier, &key);
        missing.headers.retain(|(n, _)| n != name);
        assert_eq!(
            missing.verify(&verifier, &key),
            Err(Unauthorized),
            "{name} missing"
        );

        let mut doubled = Sent::sign(&verifier, &key);
        let value = doubled.value(name).clone();
        doubled.headers.push((name.to_owned(), value));
        assert_eq!(
            doubled.verify(&verifier, &key),
            Err(Unauthorized),
            "{name} twice"
        );

        let whole = Sent::sign(&verifier, &key);
        let length = whole.clone().value(name).len();
        for cut in 0..length {
            let mut short = whole.clone();
            short.value(name).truncate(cut);
            assert_eq!(
                short.verify(&verifier, &key),
                Err(Unauthorized),
                "{name} cut at {cut}"
            );
        }
        assert!(whole.verify(&verifier, &key).is_ok());
    }
}

#[test]
fn other_spellings_of_the_same_fields_are_refused() {
    let (verifier, key) = verifier_and_key();
    let spell: [fn(&mut Sent); 8] = [
        |sent| sent.edit(SIGNATURE_INPUT, "svilpe=(", "svilpe=( "),
        |sent| sent.edit(SIGNATURE_INPUT, ");keyid", "); keyid"),
        |sent| sent.value(SIGNATURE_INPUT).extend_from_slice(b", other=()"),
        |sent| sent.value(SIGNATURE).extend_from_slice(b", other=:AAAA:"),
        |sent| sent.value(SIGNATURE).extend_from_slice(b";x"),
        |sent| sent.edit(SIGNATURE, "svilpe=", "other="),
        |sent| {
            sent.value(CONTENT_DIGEST)
                .extend_from_slice(b", sha-512=:AAAA:");
        },
        |sent| sent.value(INSTANCE).make_ascii_uppercase(),
    ];
    let verifier = Verifier {
        instance: InstanceId([0xab; 16]),
        ..verifier
    };
    let sign = || Sent::sign_for(verifier.instance, verifier.challenge(), &key);
    assert!(sign().verify(&verifier, &key).is_ok(), "unchanged it fits");
    for (number, spell) in spell.into_iter().enumerate() {
        let mut sent = sign();
        spell(&mut sent);
        assert_eq!(
            sent.verify(&verifier, &key),
            Err(Unauthorized),
            "case {number}"
        );
    }
}

#[test]
fn long_and_hostile_fields_are_refused_unread() {
    let (verifier, key) = verifier_and_key();
    let hostile: [&[u8]; 6] = [
        b"",
        b"\xff\xfe",
        b"a\nb",
        b"svilpe=(((((((",
        b"svilpe=::",
        b"svilpe",
    ];
    for name in FIELDS {
        for value in hostile {
            let mut sent = Sent::sign(&verifier, &key);
            *sent.value(name) = value.to_vec();
            assert_eq!(sent.verify(&verifier, &key), Err(Unauthorized));
        }
        let mut sent = Sent::sign(&verifier, &key);
        sent.value(name).resize(100_000, b' ');
        assert_eq!(sent.verify(&verifier, &key), Err(Unauthorized));
    }
}
