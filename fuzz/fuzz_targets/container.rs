//! What an officer's key opens: any plaintext that a stranger can seal to it, ZIP and `report.json` inside.

#![no_main]

use std::io::{Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::report::sealed::OpenedReport;

static KEY: LazyLock<OpeningKey> = LazyLock::new(OpeningKey::random);

fuzz_target!(|plain: &[u8]| {
    let recipient: age::x25519::Recipient =
        KEY.recipient().to_string().parse().expect("age reads our recipients");
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).expect("one recipient");
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).expect("in memory");
    writer.write_all(plain).expect("in memory");
    writer.finish().expect("in memory");
    let item = ReportDigest::of(&sealed);
    if let Ok(mut opened) = OpenedReport::open(Cursor::new(&sealed), &KEY, item) {
        let _ = opened.identity(&KEY);
        for number in 1..=4 {
            if let Ok(mut file) = opened.file(number) {
                let _ = file.read_to_end(&mut Vec::new());
            }
        }
    }
});
