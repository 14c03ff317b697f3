//! What a locked desk still has in its memory.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};

use super::open_desk;
use crate::tools::Town;
use crate::world::skip::skip;
use crate::world::{contains, wait_until};

/// How many times the bytes stand in what a process may write to; none if it can't be looked at.
fn found_in(pid: u32, needle: &[u8]) -> Option<usize> {
    let mut memory = File::open(format!("/proc/{pid}/mem")).ok()?;
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let (range, _) = line.split_once(' ')?;
        let (from, to) = range.split_once('-')?;
        let from = u64::from_str_radix(from, 16).ok()?;
        let to = u64::from_str_radix(to, 16).ok()?;
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        memory.seek(SeekFrom::Start(from)).ok()?;
        // What can't be read (a guard) holds nothing.
        if memory.read_exact(&mut bytes).is_ok() && contains(&bytes, needle) {
            found += 1;
        }
    }
    Some(found)
}

#[test]
fn a_locked_desk_has_neither_words_nor_keys_in_its_memory() {
    let canary = "Kanarijputnins-dzied-par-sliedem-7391";
    let town = Town::with(|world| world.reporter().send(canary));
    let desk = open_desk(&town);
    desk.unlock();
    let case = town.case();
    assert!(desk.get(&format!("/case/{case}")).holds(canary));
    let Some(open) = found_in(desk.pid(), canary.as_bytes()) else {
        skip("another process's memory");
        return;
    };
    assert!(open > 0, "the words are there as long as it is open");
    desk.post("/lock", &[]);
    let mut left = (usize::MAX, usize::MAX);
    let is_gone = wait_until(std::time::Duration::from_secs(20), || {
        let words = found_in(desk.pid(), canary.as_bytes()).unwrap();
        let key = found_in(desk.pid(), b"AGE-SECRET-KEY-1").unwrap();
        left = (words, key);
        left == (0, 0)
    });
    assert!(is_gone, "regions with words, and with keys: {left:?}");
}
