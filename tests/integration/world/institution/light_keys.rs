//! Key files that open at once. Each command opens one, and the work that guards a file which may
//! be stolen would be most of what the tests do.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;

use crate::world::secret_file;

/// An institution's key without a password, as `minisign -GW` makes it.
pub fn institution_key(public: &Path, secret: &Path) {
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    fs::write(public, pair.pk.to_box().unwrap().to_string()).unwrap();
    secret_file(secret, &pair.sk.to_box(None).unwrap().to_string());
}

/// Seals a person's key file once more, under the same passphrase, with hardly any work.
pub fn lighten(key: &Path, passphrase: &str) {
    let passphrase = SecretString::from(passphrase.to_owned());
    let sealed = fs::read(key).unwrap();
    let armored = ArmoredReader::new(sealed.as_slice());
    let identity = age::scrypt::Identity::new(passphrase.clone());
    let identity = &identity as &dyn age::Identity;
    let decryptor = age::Decryptor::new_buffered(armored).unwrap();
    let mut opened = decryptor.decrypt(std::iter::once(identity)).unwrap();
    let mut text = Vec::new();
    opened.read_to_end(&mut text).unwrap();

    let mut recipient = age::scrypt::Recipient::new(passphrase);
    recipient.set_work_factor(1);
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).unwrap();
    let armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).unwrap();
    let mut sealing = encryptor.wrap_output(armored).unwrap();
    sealing.write_all(&text).unwrap();
    let sealed = sealing.finish().unwrap().finish().unwrap();
    fs::write(key, sealed).unwrap();
}
