//! Opening local items, in memory only.
//!
//! One bad item is one complaint; the others stay readable (E23).

use std::fs::File;
use std::io;

use crate::cli::failure::Failure;
use crate::keys::digest::ReportDigest;
use crate::officer::case::handover::handed_keys;
use crate::officer::home::{OfficerHome, disk};
use crate::officer::keys::OfficerKeys;
use crate::report::sealed::{CannotOpen, OpenedReport};

/// Opens one item that is here.
pub(in crate::officer) fn open(
    home: &OfficerHome,
    keys: &OfficerKeys,
    item: ReportDigest,
) -> Result<OpenedReport<File>, Failure> {
    let sealed = || {
        home.sealed(&item).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                Failure::refused("officer-item-missing").with("item", short(&item))
            }
            _ => disk(home.root().path(), &error),
        })
    };
    let opened = match OpenedReport::open(sealed()?, &keys.opening, item) {
        // Sealed before this officer's time, and handed over since?
        Err(CannotOpen::NotForThisKey) => match handed_keys::of_item(home, keys, &item) {
            Some(handed) => OpenedReport::open(sealed()?, &handed, item),
            None => Err(CannotOpen::NotForThisKey),
        },
        opened => opened,
    };
    opened.map_err(|why| closed(&item, &why))
}

/// Why an item (or a part of it) stays closed.
pub(in crate::officer) fn closed(item: &ReportDigest, why: &CannotOpen) -> Failure {
    let complaint = match why {
        CannotOpen::NotTheItem | CannotOpen::Damaged => "officer-item-damaged",
        CannotOpen::NotForThisKey => "officer-item-not-for-this-key",
        CannotOpen::Disk(_) => "officer-item-unreadable",
        CannotOpen::Header(_)
        | CannotOpen::Container(_)
        | CannotOpen::Report(_)
        | CannotOpen::Disagrees => "officer-item-not-a-report",
        CannotOpen::NoSuchFile => "desk-no-such-file",
    };
    Failure::refused(complaint).with("item", short(item))
}

/// How people call an item: the first eight hex digits of its SHA-256. Random-looking, and the
/// same for every officer.
pub(in crate::officer) fn short(item: &ReportDigest) -> String {
    hex::encode(&item.as_bytes()[..4])
}
