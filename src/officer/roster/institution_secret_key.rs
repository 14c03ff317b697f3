//! The institution's secret key: signs rosters and hand-overs, offline.
//!
//! Reads and writes stock minisign secret key files, with or without a password.
//!
//! A hole, admitted: the minisign crate copies key and password without wiping them. They
//! live only in the short process that signs, on the institution's own machine.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use zeroize::Zeroizing;

use crate::rules::roster::InstitutionKey;

/// An institution's private key. Masked `Debug`, no `Clone`.
///
/// ```compile_fail
/// fn copy(key: &svilpe::officer::roster::institution_secret_key::InstitutionSecret) {
///     let _ = Clone::clone(key);
/// }
/// ```
pub struct InstitutionSecret {
    secret: minisign::SecretKey,
    public: InstitutionKey,
}

/// Why a secret key file can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotASecret {
    /// Not a minisign secret key file.
    Malformed,
    /// It is encrypted, and no password was given.
    NeedsPassword,
    /// The password does not open it.
    WrongPassword,
}

/// A fresh key could not be made: no randomness, or no memory for scrypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotMake;

impl InstitutionSecret {
    /// A fresh key that exists only in memory.
    pub fn random() -> Result<Self, CannotMake> {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().map_err(|_| CannotMake)?;
        Self::from_secret(pair.sk).map_err(|_| CannotMake)
    }

    /// A fresh key, and the text of its secret file under `password`.
    ///
    /// scrypt with 32 MiB (the crate's setting); stock `minisign -G` takes 1 GiB, and is
    /// the better choice where the file could be stolen.
    pub fn random_under(
        password: &Zeroizing<String>,
    ) -> Result<(Self, Zeroizing<String>), CannotMake> {
        let password_copy = Some(password.to_string());
        let pair =
            minisign::KeyPair::generate_encrypted_keypair(password_copy).map_err(|_| CannotMake)?;
        let boxed = pair
            .sk
            .to_box(Some(SECRET_COMMENT))
            .map_err(|_| CannotMake)?;
        let text = Zeroizing::new(boxed.into_string());
        let key = Self::parse(&text, Some(password)).map_err(|_| CannotMake)?;
        Ok((key, text))
    }

    /// The text of a secret key file; `password` is ignored if the file has none.
    pub fn parse(text: &str, password: Option<&Zeroizing<String>>) -> Result<Self, NotASecret> {
        let line = text.lines().nth(1).ok_or(NotASecret::Malformed)?;
        let bytes = BASE64_STANDARD.decode(line.trim());
        let bytes = Zeroizing::new(bytes.map_err(|_| NotASecret::Malformed)?);
        let secret = match lock(&bytes)? {
            // Not by the crate's reader of files: stock minisign -W leaves the checksum
            // empty, which that one takes for damage. `from_secret` finds real damage.
            KeyLock::None => minisign::SecretKey::from_bytes(&bytes),
            KeyLock::Password => {
                let password = password.ok_or(NotASecret::NeedsPassword)?;
                minisign::SecretKeyBox::from(text.to_owned())
                    .into_secret_key(Some(password.to_string()))
                    .map_err(|_| NotASecret::WrongPassword)
                    .map(Ok)?
            }
        };
        Self::from_secret(secret.map_err(|_| NotASecret::Malformed)?)
    }

    /// The public half.
    pub fn public(&self) -> &InstitutionKey {
        &self.public
    }

    /// A stock `.minisig` text over `bytes`. The comment is signed too; it holds no time.
    pub fn sign(&self, bytes: &[u8], trusted_comment: &str) -> Result<String, CannotMake> {
        let signed = minisign::sign(
            None,
            &self.secret,
            bytes,
            Some(trusted_comment),
            Some(SIGNATURE_COMMENT),
        );
        signed.map(String::from).map_err(|_| CannotMake)
    }

    /// Checks that the halves belong together: signing with one, verifying with the other.
    fn from_secret(secret: minisign::SecretKey) -> Result<Self, NotASecret> {
        let public = minisign::PublicKey::from_secret_key(&secret)
            .and_then(|public| public.to_box())
            .map_err(|_| NotASecret::Malformed)?;
        let public =
            InstitutionKey::parse(&public.into_string()).map_err(|_| NotASecret::Malformed)?;
        let key = Self { secret, public };
        let trial = key
            .sign(b"svilpe", "trial")
            .map_err(|_| NotASecret::Malformed)?;
        key.public
            .verify(b"svilpe", &trial)
            .map_err(|_| NotASecret::Malformed)?;
        Ok(key)
    }
}

enum KeyLock {
    None,
    Password,
}

/// Looks at the header before any work is done: algorithms, and what scrypt would cost.
fn lock(bytes: &[u8]) -> Result<KeyLock, NotASecret> {
    if bytes.len() != SECRET_LENGTH || !bytes.starts_with(b"Ed") {
        return Err(NotASecret::Malformed);
    }
    let number = |at: usize| {
        let eight = bytes[at..].first_chunk().copied();
        eight.map(u64::from_le_bytes).ok_or(NotASecret::Malformed)
    };
    let (work, memory) = (number(38)?, number(46)?);
    match &bytes[2..4] {
        [0, 0] => Ok(KeyLock::None),
        b"Sc" if work <= SCRYPT_WORK_MAX && memory <= SCRYPT_MEMORY_MAX => Ok(KeyLock::Password),
        _ => Err(NotASecret::Malformed),
    }
}

impl fmt::Debug for InstitutionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InstitutionSecret(…)")
    }
}

impl fmt::Display for NotASecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a minisign secret key file",
            Self::NeedsPassword => "the secret key has a password, and none was given",
            Self::WrongPassword => "the password does not open the secret key",
        })
    }
}

impl std::error::Error for NotASecret {}

impl fmt::Display for CannotMake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key or signature could not be made: no randomness, or too little memory")
    }
}

impl std::error::Error for CannotMake {}

const SECRET_COMMENT: &str = "minisign encrypted secret key of an institution: keep it offline";
const SIGNATURE_COMMENT: &str =
    "check with: minisign -V -p <institution>.pub -m <this file without .minisig>";
/// Algorithms 6, salt 32, work 8, memory 8, number 8, seed and point 64, checksum 32.
const SECRET_LENGTH: usize = 158;
/// Stock minisign's own settings: libsodium's "sensitive".
const SCRYPT_WORK_MAX: u64 = 33_554_432;
const SCRYPT_MEMORY_MAX: u64 = 1_073_741_824;
