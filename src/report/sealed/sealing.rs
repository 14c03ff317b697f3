//! Sealing: plaintext in, ciphertext out, nothing kept but one age chunk.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::Encryptor;
use age::stream::StreamWriter;

use super::addressees::Addressees;
use super::padding::padded_length;
use super::refusals::CannotSeal;
use super::short_text::seal_short;
use super::zip_reader::{IDENTITY, REPORT, file_entry};
use super::zip_writer::ZipWriter;
use crate::keys::digest::{ReportDigest, Sha256};
use crate::report::{FILES_MAX, FileNote, Identity, IdentitySealed, Report};
use crate::rules::roster::Roster;

/// A report being sealed as it arrives: plaintext goes in, ciphertext comes out, nothing is kept
/// but one age chunk (64 KiB). Synchronous and quick: called straight from async code.
///
/// Dropping it leaves an age file without an end, which nobody can take for a whole one.
pub struct Sealing {
    zip: ZipWriter<StreamWriter<SharedOutlet>>,
    outlet: SharedOutlet,
    addressees: Addressees,
    files: Vec<FileNote>,
    begun: Option<BegunFile>,
}

/// The file that is arriving.
struct BegunFile {
    note: FileNote,
    digest: Sha256,
}

/// Ciphertext on its way out, counted and digested.
struct Outlet {
    waiting: Vec<u8>,
    digest: Sha256,
    length: u64,
}

/// Shared, because age's writer doesn't lend what it writes to. Never contended.
#[derive(Clone)]
struct SharedOutlet(Arc<Mutex<Outlet>>);

/// A sealed report's end.
pub struct Finished {
    /// The ciphertext not yet taken.
    pub rest: Vec<u8>,
    /// SHA-256 of the sealed bytes, these last ones included.
    pub item: ReportDigest,
    /// Bytes of the whole sealed report.
    pub length: u64,
}

impl Sealing {
    /// Starts a sealed report to every officer of `roster` but those at the positions in `left_out`
    /// (decoy recipients take their place, so the header's shape stays the same). At least one must
    /// remain.
    pub fn begin(roster: &Roster, left_out: &[usize]) -> Result<Self, CannotSeal> {
        Self::to(Addressees::of_roster(roster, left_out)?)
    }

    /// Starts a sealed report to these officers.
    pub fn to(addressees: Addressees) -> Result<Self, CannotSeal> {
        let keys = addressees.keys();
        let recipients = keys.iter().map(|key| key as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(recipients).map_err(CannotSeal::age)?;
        let outlet = SharedOutlet::new();
        let writer = encryptor.wrap_output(outlet.clone())?;
        Ok(Self {
            zip: ZipWriter::new(writer),
            outlet,
            addressees,
            files: Vec::new(),
            begun: None,
        })
    }

    /// Is anyone left who may see an identity? Ask before files are accepted.
    pub fn has_custodian(&self) -> bool {
        self.addressees.has_custodian()
    }

    /// Starts the next file; the one before ends. Over-long names and kinds are cut.
    pub fn file(&mut self, name: &str, kind: &str) -> Result<(), CannotSeal> {
        self.end_file();
        if self.files.len() == FILES_MAX {
            return Err(CannotSeal::TooManyFiles);
        }
        let number = u16::try_from(self.files.len() + 1).expect("FILES_MAX fits");
        self.zip.begin(&file_entry(number))?;
        self.begun = Some(BegunFile {
            note: FileNote::new(number, name, kind, 0, [0; 32]),
            digest: Sha256::new(),
        });
        Ok(())
    }

    /// Bytes of the file begun last.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), CannotSeal> {
        let begun = self.begun.as_mut().ok_or(CannotSeal::NoFileBegun)?;
        self.zip.write(bytes)?;
        begun.digest.update(bytes);
        begun.note.length += bytes.len() as u64;
        Ok(())
    }

    /// Ciphertext made so far and not yet taken. Call after each `write`, or it is kept here.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outlet.lock().waiting)
    }

    /// The files so far, each whole; the last one ends.
    pub fn files(&mut self) -> &[FileNote] {
        self.end_file();
        &self.files
    }

    /// Writes `identity.age` (if any), `report.json`, padding, and ends the age file.
    /// The last ciphertext and the whole's SHA-256 (the ledger's `item`) and length.
    pub fn finish(
        mut self,
        report: Report,
        identity: Option<Identity>,
    ) -> Result<Finished, CannotSeal> {
        if report.institution() != self.addressees.institution() {
            return Err(CannotSeal::OtherInstitution);
        }
        self.end_file();
        let identity_sealed = self.put_identity(identity)?;
        let manifest = self.addressees.manifest(self.files, identity_sealed);
        let json = report.with_manifest(manifest).signed()?.expose_json()?;
        self.zip.begin(REPORT)?;
        self.zip.write(&json)?;
        self.zip.finish(padded_length)?.finish()?;
        Ok(self.outlet.finish())
    }

    fn put_identity(&mut self, identity: Option<Identity>) -> Result<IdentitySealed, CannotSeal> {
        let Some(identity) = identity else {
            return Ok(IdentitySealed::No);
        };
        let custodians = self.addressees.custodians();
        if custodians.is_empty() {
            return Err(CannotSeal::NoCustodian);
        }
        let sealed = seal_short(&identity.expose_json()?, &custodians)?;
        self.zip.begin(IDENTITY)?;
        self.zip.write(&sealed)?;
        Ok(IdentitySealed::Yes)
    }

    fn end_file(&mut self) {
        if let Some(BegunFile { mut note, digest }) = self.begun.take() {
            note.sha256 = digest.finish();
            self.files.push(note);
        }
    }
}

impl SharedOutlet {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Outlet {
            waiting: Vec::new(),
            digest: Sha256::new(),
            length: 0,
        })))
    }

    fn lock(&self) -> MutexGuard<'_, Outlet> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self) -> Finished {
        let mut outlet = self.lock();
        Finished {
            rest: std::mem::take(&mut outlet.waiting),
            item: ReportDigest::from_bytes(outlet.digest.clone().finish()),
            length: outlet.length,
        }
    }
}

impl Write for SharedOutlet {
    fn write(&mut self, sealed: &[u8]) -> io::Result<usize> {
        let mut outlet = self.lock();
        outlet.waiting.extend_from_slice(sealed);
        outlet.digest.update(sealed);
        outlet.length += sealed.len() as u64;
        Ok(sealed.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealing(…)")
    }
}
