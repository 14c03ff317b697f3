//! The keyring: one key for each record, overwritten when the record is forgotten.
//!
//! Keeps P10. Each layer of the store has one of its own: a file of slots of 32 bytes, beside the
//! records and on the same file system. Each slot holds either a key or random bytes that were
//! never a key or no longer are: the file alone doesn't tell which, nor how many. A new key goes to
//! a random free slot, so slots tell no order.
//!
//! The first slot never holds a key: its noise names the keyring. The inventory has the digest of
//! it, so that another keyring is told before a record is found not to open. It stands once more
//! half a megabyte on, so that a changed byte does not make a keyring look like another's.
//!
//! # What a crash leaves
//!
//! A key is written and synced **before** the record that names its slot, and
//! wiped **after** the record's removal is synced. So a record that is there
//! always opens; a key whose record is not there (a crash in between) is
//! wiped when the store is opened next.
//!
//! # What this does not do
//!
//! Overwriting in place reaches the old bytes on ext4 and xfs on a plain disk. A
//! file system that writes elsewhere (btrfs, zfs without care) or a flash drive may keep
//! an old copy of a slot below our reach until it is reused.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

use super::record_encryption::{RecordKey, Slot};
use crate::keys::digest::Sha256;
use crate::store::disk::files;
use crate::store::fault::{Fault, FolderRefusal};

/// Names a keyring: the digest of its first slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::store) struct KeyringMark(pub(in crate::store) [u8; 16]);

/// Which layer's keyring it is, as the operator is told.
#[derive(Clone, Copy)]
pub(in crate::store) struct KeyringName(pub(in crate::store) &'static str);

/// The writer's side: places and wipes keys.
pub(in crate::store) struct Keyring {
    file: Arc<File>,
    used: Vec<bool>,
    used_count: usize,
}

/// A keyring of which all keys are there when it is made: that of a base. One behind the other, in
/// the order of records, which tells nothing; what is left behind them is noise, like the keys.
pub(in crate::store) struct KeyringWriter {
    file: Arc<File>,
    slots: usize,
    /// Keys not yet written, and the slot of the first.
    buffer: Zeroizing<Vec<u8>>,
    at: usize,
}

/// The readers' side; of a layer that takes no more records, the writer's, too.
#[derive(Clone)]
pub(in crate::store) struct KeyReader(Arc<File>);

impl Keyring {
    /// Makes a keyring with room for `keys` and a third more at least, all noise. Under its own
    /// name at once, and later written in place: no durable write by renaming, which would leave
    /// the old keys on the disk. Its name is durable once the folder around it is, which nobody
    /// opens before.
    pub(in crate::store) fn create(at: &Path, keys: usize) -> Result<KeyringMark, Fault> {
        let file = files::create_file(at)?;
        write_noise(&file, 0, slots_for(keys))?;
        let reader = KeyReader(Arc::new(file));
        reader.repeat_mark()?;
        reader.0.sync_all()?;
        reader.mark()
    }

    /// Opens it with no slot used; [`Keyring::claim`] those that records name.
    pub(in crate::store) fn open(at: &Path, name: KeyringName) -> Result<Self, Fault> {
        let half = || Fault::from(FolderRefusal::Half(name.0));
        let options = &mut File::options();
        let file = files::open_there(at, options.read(true).write(true))?.ok_or_else(half)?;
        // A crash while growing may leave a part of a slot: nothing names it.
        let slots = usize::try_from(file.metadata()?.len()).unwrap_or(0) / SLOT;
        if slots < SLOTS_MIN || slots > u32::MAX as usize {
            return Err(half());
        }
        let mut keyring = Self {
            file: Arc::new(file),
            used: vec![false; slots],
            used_count: 0,
        };
        let are_first = keyring.claim(MARK) && keyring.claim(MARK_AGAIN);
        assert!(are_first, "nothing was claimed before");
        Ok(keyring)
    }

    pub(in crate::store) fn reader(&self) -> KeyReader {
        KeyReader(Arc::clone(&self.file))
    }

    /// A record names this slot. False if the slot does not exist or another record names it.
    #[must_use]
    pub(in crate::store) fn claim(&mut self, slot: Slot) -> bool {
        match self.used.get_mut(slot.0 as usize) {
            Some(used @ false) => {
                *used = true;
                self.used_count += 1;
                true
            }
            _ => false,
        }
    }

    /// Overwrites each slot that no record names.
    pub(in crate::store) fn wipe_unclaimed(&self) -> Result<(), Fault> {
        let mut start = 0;
        while start < self.used.len() {
            let run = self.used[start..].iter().take_while(|used| !**used).count();
            write_noise(&self.file, start, run)?;
            start += run.max(1);
        }
        self.sync()
    }

    /// Makes sure that `keys` more can be placed. The only step here that a full disk can stop.
    pub(in crate::store) fn make_room(&mut self, keys: usize) -> Result<(), Fault> {
        let slots = self.used.len();
        if (self.used_count + keys) * 4 <= slots * 3 {
            return Ok(());
        }
        let grown = doubled(slots)?;
        if let Err(fault) = write_noise(&self.file, slots, slots) {
            self.file.set_len((slots * SLOT) as u64)?;
            return Err(fault);
        }
        self.file.sync_all()?;
        self.used.resize(grown, false);
        Ok(())
    }

    /// Writes a key to a random free slot; durable after [`Keyring::sync`]. Ask for room first.
    pub(in crate::store) fn place(&mut self, key: &RecordKey) -> Result<Slot, Fault> {
        let slot = loop {
            let random = u64::from_be_bytes(crate::keys::random::random_bytes());
            let place = random % self.used.len() as u64;
            let slot = Slot(u32::try_from(place).expect("a keyring has under 2^32 slots"));
            if self.claim(slot) {
                break slot;
            }
        };
        // A plain fault, even for want of room: a batch has begun by now, and is not undone.
        self.file
            .write_all_at(key.expose(), offset(slot))
            .map_err(Fault::Disk)?;
        Ok(slot)
    }

    /// Overwrites a slot; durable after [`Keyring::sync`].
    pub(in crate::store) fn wipe(&mut self, slot: Slot) -> Result<(), Fault> {
        if let Some(used @ true) = self.used.get_mut(slot.0 as usize) {
            *used = false;
            self.used_count -= 1;
        }
        self.reader().wipe(slot)
    }

    pub(in crate::store) fn sync(&self) -> Result<(), Fault> {
        self.reader().sync()
    }
}

impl KeyringWriter {
    /// Begins a keyring for so many keys in a file that must not exist.
    pub(in crate::store) fn create(at: &Path, keys: usize) -> Result<Self, Fault> {
        let file = files::create_file(at)?;
        write_noise(&file, MARK.0 as usize, 1)?;
        Ok(Self {
            file: Arc::new(file),
            slots: slots_for(keys),
            buffer: Zeroizing::new(Vec::with_capacity(NOISE_SLOTS * SLOT)),
            at: MARK.0 as usize + 1,
        })
    }

    pub(in crate::store) fn mark(&self) -> Result<KeyringMark, Fault> {
        KeyReader(Arc::clone(&self.file)).mark()
    }

    /// The next slot; durable after [`KeyringWriter::finish`].
    pub(in crate::store) fn place(&mut self, key: &RecordKey) -> Result<Slot, Fault> {
        let mut slot = self.next_slot()?;
        if slot == MARK_AGAIN {
            self.buffer.extend_from_slice(&[0; SLOT]);
            slot = self.next_slot()?;
        }
        if slot.0 as usize >= self.slots {
            return Err(FolderRefusal::Differs.into());
        }
        self.buffer.extend_from_slice(key.expose());
        Ok(slot)
    }

    fn next_slot(&mut self) -> Result<Slot, Fault> {
        if self.buffer.len() == NOISE_SLOTS * SLOT {
            self.write_buffer()?;
        }
        let slot = u32::try_from(self.at + self.buffer.len() / SLOT);
        slot.map(Slot).map_err(|_| Fault::Full)
    }

    pub(in crate::store) fn sync(&self) -> Result<(), Fault> {
        self.file.sync_data()?;
        Ok(())
    }

    /// Makes it whole and durable. Its name is durable once the folder around it is.
    pub(in crate::store) fn finish(mut self) -> Result<KeyReader, Fault> {
        self.write_buffer()?;
        write_noise_slowly(&self.file, self.at, self.slots - self.at)?;
        let reader = KeyReader(self.file);
        reader.repeat_mark()?;
        reader.0.sync_all()?;
        Ok(reader)
    }

    fn write_buffer(&mut self) -> Result<(), Fault> {
        self.file
            .write_all_at(&self.buffer, (self.at * SLOT) as u64)?;
        self.at += self.buffer.len() / SLOT;
        // Wipes it, and empties it.
        self.buffer.zeroize();
        Ok(())
    }
}

impl KeyReader {
    /// Which keyring this is.
    pub(in crate::store) fn mark(&self) -> Result<KeyringMark, Fault> {
        self.mark_in(MARK)
    }

    /// Is it this keyring? So it is as long as one of both places says so.
    pub(in crate::store) fn has_mark(&self, mark: KeyringMark) -> Result<bool, Fault> {
        Ok(self.mark_in(MARK)? == mark || self.mark_in(MARK_AGAIN)? == mark)
    }

    fn mark_in(&self, slot: Slot) -> Result<KeyringMark, Fault> {
        let noise = self.key(slot)?;
        Ok(KeyringMark(Sha256::truncated(noise.expose())))
    }

    fn repeat_mark(&self) -> Result<(), Fault> {
        let noise = self.key(MARK)?;
        Ok(self.0.write_all_at(noise.expose(), offset(MARK_AGAIN))?)
    }

    /// Overwrites a slot; durable after [`KeyReader::sync`].
    pub(in crate::store) fn wipe(&self, slot: Slot) -> Result<(), Fault> {
        write_noise(&self.0, slot.0 as usize, 1)
    }

    pub(in crate::store) fn sync(&self) -> Result<(), Fault> {
        self.0.sync_data()?;
        Ok(())
    }

    /// Of the same keyring?
    pub(in crate::store) fn is_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Nobody else has it any more.
    pub(in crate::store) fn is_last(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// What stands in a slot now: a key, or noise that opens nothing.
    pub(in crate::store) fn key(&self, slot: Slot) -> Result<RecordKey, Fault> {
        let mut key = Zeroizing::new([0; SLOT]);
        match self.0.read_exact_at(&mut *key, offset(slot)) {
            Ok(()) => Ok(RecordKey::from_slot(key)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Fault::Damaged),
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes a keyring that lost its end as long as the shortest: what it lost opens nothing any more.
/// One of which nothing is left stays as it is. Was there need?
pub(in crate::store) fn fill_up(at: &Path) -> Result<bool, Fault> {
    let options = &mut File::options();
    let Some(file) = files::open_there(at, options.read(true).write(true))? else {
        return Ok(false);
    };
    let slots = usize::try_from(file.metadata()?.len()).unwrap_or(0) / SLOT;
    let is_short = (1..SLOTS_MIN).contains(&slots);
    if is_short {
        write_noise(&file, slots, SLOTS_MIN - slots)?;
        file.sync_all()?;
    }
    Ok(is_short)
}

/// Overwrites a keyring that is about to be removed.
pub(in crate::store) fn wipe_file(at: &Path) -> Result<(), Fault> {
    let Some(file) = files::open_there(at, File::options().write(true))? else {
        return Ok(());
    };
    let slots = usize::try_from(file.metadata()?.len()).unwrap_or(0) / SLOT;
    write_noise_slowly(&file, 0, slots)
}

/// So many that their number tells little of that of the keys.
fn slots_for(keys: usize) -> usize {
    (keys + keys / 3 + 1).next_power_of_two().max(SLOTS_MIN)
}

/// As many again, while each has a number.
fn doubled(slots: usize) -> Result<usize, Fault> {
    let doubled = slots * 2;
    u32::try_from(doubled).map_err(|_| Fault::Full)?;
    Ok(doubled)
}

/// Overwrites `count` slots from `first`, durably, a little at a time: whoever syncs the file
/// system meanwhile waits for no more than that.
fn write_noise_slowly(file: &File, first: usize, count: usize) -> Result<(), Fault> {
    for at in (first..first + count).step_by(SYNCED_SLOTS) {
        write_noise(file, at, SYNCED_SLOTS.min(first + count - at))?;
        file.sync_data()?;
    }
    Ok(())
}

fn offset(slot: Slot) -> u64 {
    u64::from(slot.0) * SLOT as u64
}

/// Overwrites `count` slots from `first` with random bytes.
fn write_noise(file: &File, first: usize, count: usize) -> Result<(), Fault> {
    let mut at = first;
    while at < first + count {
        let slots = (first + count - at).min(NOISE_SLOTS);
        let noise: [u8; NOISE_SLOTS * SLOT] = crate::keys::random::random_bytes();
        file.write_all_at(&noise[..slots * SLOT], (at * SLOT) as u64)?;
        at += slots;
    }
    Ok(())
}

/// The young layer's.
pub(in crate::store) const LIVE_KEYRING: KeyringName = KeyringName("live/keyring");

/// That of what a rebuild is copying.
pub(in crate::store) const FROZEN_KEYRING: KeyringName = KeyringName("frozen/keyring");

/// That of what the last rebuild made.
pub(in crate::store) const BASE_KEYRING: KeyringName = KeyringName("base/keyring");

/// The slot that names the keyring.
const MARK: Slot = Slot(0);

/// The last slot of the shortest keyring, which says so again.
const MARK_AGAIN: Slot = Slot(16_383);

/// Bytes of a slot: a ChaCha20-Poly1305 key.
const SLOT: usize = 32;

/// 512 KiB: enough that a small instance's keyring never grows and tells of it.
const SLOTS_MIN: usize = 1 << 14;

const NOISE_SLOTS: usize = 128;

/// 1 MiB.
const SYNCED_SLOTS: usize = 1 << 15;

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> (tempfile::TempDir, Keyring) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("keyring");
        Keyring::create(&at, 0).unwrap();
        let keyring = Keyring::open(&at, LIVE_KEYRING).unwrap();
        (folder, keyring)
    }

    #[test]
    fn a_wiped_slot_holds_another_key() {
        let (_folder, mut keyring) = fresh();
        let key = RecordKey::random();
        let slot = keyring.place(&key).unwrap();
        let reader = keyring.reader();
        assert_eq!(reader.key(slot).unwrap().expose(), key.expose());
        keyring.wipe(slot).unwrap();
        assert_ne!(reader.key(slot).unwrap().expose(), key.expose());
        assert!(keyring.claim(slot), "it is free again");
    }

    #[test]
    fn unclaimed_slots_are_wiped_and_claimed_ones_are_not() {
        let (folder, mut keyring) = fresh();
        let (stays, goes) = (RecordKey::random(), RecordKey::random());
        let (stays_at, goes_at) = (
            keyring.place(&stays).unwrap(),
            keyring.place(&goes).unwrap(),
        );
        let mut reopened = Keyring::open(&folder.path().join("keyring"), LIVE_KEYRING).unwrap();
        assert!(reopened.claim(stays_at));
        reopened.wipe_unclaimed().unwrap();
        let reader = reopened.reader();
        assert_eq!(reader.key(stays_at).unwrap().expose(), stays.expose());
        assert_ne!(reader.key(goes_at).unwrap().expose(), goes.expose());
    }

    #[test]
    fn a_keyring_has_a_name_that_stays_and_no_other_has() {
        let ((folder, mut keyring), (_other_folder, other)) = (fresh(), fresh());
        let mark = keyring.reader().mark().unwrap();
        assert_ne!(mark, other.reader().mark().unwrap());
        for slot in [MARK, MARK_AGAIN] {
            assert!(!keyring.claim(slot), "no record's key ever goes there");
        }
        keyring.place(&RecordKey::random()).unwrap();
        keyring.wipe_unclaimed().unwrap();
        let again = Keyring::open(&folder.path().join("keyring"), LIVE_KEYRING).unwrap();
        assert_eq!(again.reader().mark().unwrap(), mark);
    }

    #[test]
    fn a_keyring_is_known_by_either_of_two_places() {
        assert_eq!(MARK_AGAIN.0 as usize, SLOTS_MIN - 1);
        let ((folder, keyring), (_other_folder, other)) = (fresh(), fresh());
        let mark = keyring.reader().mark().unwrap();
        let at = folder.path().join("keyring");
        let file = File::options().read(true).write(true).open(&at).unwrap();
        for slot in [MARK, MARK_AGAIN] {
            let mut was = [0; SLOT];
            file.read_exact_at(&mut was, offset(slot)).unwrap();
            file.write_all_at(&[7; SLOT], offset(slot)).unwrap();
            assert!(keyring.reader().has_mark(mark).unwrap());
            assert!(!other.reader().has_mark(mark).unwrap());
            file.write_all_at(&was, offset(slot)).unwrap();
        }
        for slot in [MARK, MARK_AGAIN] {
            file.write_all_at(&[7; SLOT], offset(slot)).unwrap();
        }
        assert!(!keyring.reader().has_mark(mark).unwrap());
    }

    #[test]
    fn a_keyring_that_lost_its_end_keeps_what_is_left() {
        let (folder, mut keyring) = fresh();
        let at = folder.path().join("keyring");
        let mark = keyring.reader().mark().unwrap();
        let file = File::options().write(true).open(&at).unwrap();
        let key = RecordKey::random();
        while keyring.place(&key).unwrap().0 > 99 {}
        let held = |bytes: Vec<u8>| bytes.as_chunks::<SLOT>().0.contains(key.expose());
        file.set_len(100 * SLOT as u64 + 5).unwrap();
        assert!(Keyring::open(&at, LIVE_KEYRING).is_err());
        assert!(fill_up(&at).unwrap());
        let filled = Keyring::open(&at, LIVE_KEYRING).unwrap();
        assert!(filled.reader().has_mark(mark).unwrap() && held(std::fs::read(&at).unwrap()));
        let long = std::fs::metadata(&at).unwrap().len();
        assert_eq!(long, (SLOTS_MIN * SLOT) as u64, "as long as the shortest");
        file.set_len(0).unwrap();
        assert!(!fill_up(&at).unwrap());
        assert!(
            Keyring::open(&at, LIVE_KEYRING).is_err(),
            "nothing was left"
        );
    }

    #[test]
    fn a_long_written_keyring_has_a_key_in_no_reserved_slot() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("keyring");
        let mut writer = KeyringWriter::create(&at, 17_000).unwrap();
        let mark = writer.mark().unwrap();
        let key = RecordKey::random();
        let slots: Vec<_> = (0..17_000).map(|_| writer.place(&key).unwrap()).collect();
        let reader = writer.finish().unwrap();
        assert!(!slots.contains(&MARK) && !slots.contains(&MARK_AGAIN));
        for slot in slots {
            assert_eq!(reader.key(slot).unwrap().expose(), key.expose());
        }
        assert_eq!(reader.mark_in(MARK_AGAIN).unwrap(), mark);
    }

    #[test]
    fn a_written_keyring_holds_its_keys_and_noise_behind_them() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("keyring");
        let keys: Vec<_> = (0..300).map(|_| RecordKey::random()).collect();
        let mut writer = KeyringWriter::create(&at, keys.len()).unwrap();
        let mark = writer.mark().unwrap();
        let slots: Vec<_> = keys.iter().map(|key| writer.place(key).unwrap()).collect();
        let reader = writer.finish().unwrap();
        assert!(!slots.contains(&MARK));
        for (key, slot) in keys.iter().zip(&slots) {
            assert_eq!(reader.key(*slot).unwrap().expose(), key.expose());
        }
        let opened = Keyring::open(&at, BASE_KEYRING).unwrap();
        assert_eq!(opened.reader().mark().unwrap(), mark);
        let bytes = std::fs::read(&at).unwrap();
        assert_eq!(bytes.len(), SLOTS_MIN * SLOT);
        assert!(!bytes.as_chunks::<SLOT>().0.contains(&[0; SLOT]), "no hole");
    }

    #[test]
    fn it_grows_when_three_quarters_are_used() {
        let (_folder, mut keyring) = fresh();
        for place in 1..SLOTS_MIN * 3 / 4 - 1 {
            assert!(keyring.claim(Slot(u32::try_from(place).unwrap())));
        }
        keyring.make_room(0).unwrap();
        assert_eq!(keyring.used.len(), SLOTS_MIN);
        // What is forgotten gives its room back.
        keyring.wipe(Slot(1)).unwrap();
        keyring.make_room(1).unwrap();
        assert_eq!(keyring.used.len(), SLOTS_MIN);
        keyring.make_room(2).unwrap();
        assert_eq!(keyring.used.len(), SLOTS_MIN * 2);
        keyring.place(&RecordKey::random()).unwrap();
    }

    #[test]
    fn a_keyring_that_is_given_up_holds_none_of_its_keys() {
        let (folder, mut keyring) = fresh();
        let at = folder.path().join("keyring");
        let keys: Vec<_> = (0..50).map(|_| RecordKey::random()).collect();
        for key in &keys {
            keyring.place(key).unwrap();
        }
        let held = |bytes: &[u8]| {
            let slots = bytes.as_chunks::<SLOT>().0;
            keys.iter()
                .filter(|key| slots.contains(key.expose()))
                .count()
        };
        let before = std::fs::read(&at).unwrap();
        assert_eq!(held(&before), 50);
        wipe_file(&at).unwrap();
        let after = std::fs::read(&at).unwrap();
        assert_eq!((held(&after), after.len()), (0, before.len()));
        assert!(wipe_file(&folder.path().join("none")).is_ok());
        assert!(matches!(wipe_file(&at.join("none")), Err(Fault::Disk(_))));
    }

    #[test]
    fn whoever_still_reads_a_keyring_is_known() {
        let (_folder, keyring) = fresh();
        let (one, other) = (keyring.reader(), keyring.reader());
        drop(keyring);
        assert!(!one.is_last());
        drop(other);
        assert!(one.is_last());
    }

    #[test]
    fn a_third_more_slots_than_keys_and_a_power_of_two() {
        assert_eq!(slots_for(0), SLOTS_MIN);
        assert_eq!(slots_for(12_287), SLOTS_MIN);
        assert_eq!(slots_for(12_288), 2 * SLOTS_MIN);
    }

    #[test]
    fn it_grows_as_long_as_each_slot_has_a_number() {
        assert_eq!(doubled(1 << 30).unwrap(), 1 << 31);
        assert!(matches!(doubled(1 << 31), Err(Fault::Full)));
    }

    #[test]
    fn a_file_of_too_few_or_too_many_slots_is_no_keyring() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("keyring");
        Keyring::create(&at, 0).unwrap();
        let file = File::options().write(true).open(&at).unwrap();
        let opened = |length| {
            file.set_len(length).unwrap();
            Keyring::open(&at, LIVE_KEYRING)
        };
        let (least, slot) = ((SLOTS_MIN * SLOT) as u64, SLOT as u64);
        assert!(opened(least).is_ok());
        // A crash while it grew.
        assert!(opened(least + slot + 1).is_ok());
        for length in [0, least - 1, (u64::from(u32::MAX) + 1) * slot] {
            let refused = opened(length);
            assert!(matches!(
                refused,
                Err(Fault::Refused(FolderRefusal::Half("live/keyring")))
            ));
        }
    }

    #[test]
    fn a_keyring_that_is_gone_is_half_a_store_and_one_that_cannot_be_read_is_the_disks() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Keyring::open(&folder.path().join("keyring"), LIVE_KEYRING);
        assert!(matches!(gone, Err(Fault::Refused(FolderRefusal::Half(_)))));
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let unreadable = Keyring::open(&file.join("keyring"), LIVE_KEYRING);
        assert!(matches!(unreadable, Err(Fault::Disk(_))));
    }

    /// The buffer is wiped when it is written; one that grew would leave keys where it was.
    #[test]
    fn keys_wait_in_one_buffer_that_never_moves() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = KeyringWriter::create(&folder.path().join("keyring"), 300).unwrap();
        let room = writer.buffer.capacity();
        for count in 1..=300 {
            writer.place(&RecordKey::random()).unwrap();
            let waiting = (count - 1) % NOISE_SLOTS + 1;
            assert_eq!(writer.buffer.len(), waiting * SLOT);
        }
        assert_eq!(writer.buffer.capacity(), room);
    }

    #[test]
    fn a_slot_beyond_the_end_is_damage_not_a_panic() {
        let (folder, mut keyring) = fresh();
        assert!(!keyring.claim(Slot(u32::MAX)));
        assert!(matches!(
            keyring.reader().key(Slot(u32::MAX)),
            Err(Fault::Damaged)
        ));
        // Another failure is not.
        let no_file = KeyReader(Arc::new(File::open(folder.path()).unwrap()));
        assert!(matches!(no_file.key(Slot(0)), Err(Fault::Disk(_))));
    }
}
