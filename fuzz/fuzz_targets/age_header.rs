//! An age file that a stranger delivers: looked at before age sees it, piece by piece.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svilpe::keys::digest::ReportDigest;
use svilpe::keys::recipient::OpeningKey;
use svilpe::report::sealed::{Arriving, OpenedReport};

static KEY: LazyLock<OpeningKey> = LazyLock::new(OpeningKey::random);

fuzz_target!(|sealed: &[u8]| {
    for officers in [1, 3] {
        let mut arriving = Arriving::begin(officers);
        let whole = sealed.chunks(777).all(|piece| arriving.write(piece).is_ok());
        if whole {
            let _ = arriving.finish();
        }
    }
    let _ = OpenedReport::open(Cursor::new(sealed), &KEY, ReportDigest::of(sealed));
});
