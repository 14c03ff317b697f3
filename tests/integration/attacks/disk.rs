//! A disk that a thief can look at raw: an image, and the file system in it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::world::disguises;
use crate::world::skip::skip;

/// A mounted image of ext4. Unmounted when dropped.
pub struct Disk {
    image: PathBuf,
    at: PathBuf,
}

impl Disk {
    /// None, with a loud line, where there is no loop device or one may not mount.
    pub fn mount(folder: &Path, mebibytes: u64, options: &[&str]) -> Option<Self> {
        let (image, at) = (folder.join("image"), folder.join("disk"));
        fs::create_dir(&at).unwrap();
        let file = fs::File::create(&image).unwrap();
        file.set_len(mebibytes << 20).unwrap();
        let mut make = Command::new("mkfs.ext4");
        make.args(["-q", "-F", "-b", "4096", "-m", "0"])
            .args(options)
            .arg(&image);
        let mut mount = Command::new("mount");
        mount.args(["-o", "loop"]).arg(&image).arg(&at);
        if succeeds(&mut make) && succeeds(&mut mount) {
            return Some(Self { image, at });
        }
        skip("a mount");
        None
    }

    pub fn at(&self) -> &Path {
        &self.at
    }

    pub fn unmount(&self) {
        assert!(succeeds(Command::new("umount").arg(&self.at)));
    }

    /// All blocks of the image that are not empty, in use or not, by their numbers.
    pub fn blocks(&self) -> Vec<(usize, Vec<u8>)> {
        let raw = fs::read(&self.image).unwrap();
        let blocks = raw.chunks(BLOCK).enumerate();
        blocks
            .filter(|(_, block)| *block != [0; BLOCK])
            .map(|(number, block)| (number, block.to_vec()))
            .collect()
    }

    /// The same, one behind the other.
    pub fn raw(&self) -> Vec<u8> {
        let blocks = self.blocks().into_iter();
        blocks.flat_map(|(_, block)| block).collect()
    }

    /// The blocks of the file system's journal.
    pub fn journal(&self) -> RangeInclusive<usize> {
        let output = Command::new("debugfs")
            .args(["-R", "blocks <8>"])
            .arg(&self.image)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let numbers = said.split_whitespace().map(|word| word.parse().unwrap());
        let numbers: Vec<usize> = numbers.collect();
        let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
        assert_eq!(last - first + 1, numbers.len(), "in one piece");
        first..=last
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).output();
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Bytes of a block of the file system.
const BLOCK: usize = 4096;

/// Is one of the secrets in there: as it is, disguised, or packed by gzip or zlib?
pub fn finds(bytes: &[u8], secrets: &[&[u8]]) -> Option<String> {
    let plain = |bytes: &[u8], how: &str| {
        let found = secrets.iter().find(|secret| {
            disguises(secret)
                .iter()
                .any(|disguise| memchr::memmem::find(bytes, disguise).is_some())
        });
        found.map(|secret| format!("{} {how}", secret.escape_ascii()))
    };
    plain(bytes, "disguised or not").or_else(|| {
        let packed = memchr::memmem::find_iter(bytes, b"\x1f\x8b\x08");
        packed
            .filter_map(|at| unpacked(&bytes[at..]))
            .find_map(|unpacked| plain(&unpacked, "packed"))
    })
}

/// The first bytes of what gzip makes of this; nothing if it is no gzip.
fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut process = Command::new("gzip")
        .arg("-dc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = process.stdin.take()?;
    let most = bytes[..bytes.len().min(1 << 20)].to_vec();
    let feeding = std::thread::spawn(move || {
        let _ = input.write_all(&most);
    });
    let mut text = Vec::new();
    let _ = process.stdout.take()?.take(1 << 22).read_to_end(&mut text);
    let _ = process.kill();
    let _ = process.wait();
    let _ = feeding.join();
    (!text.is_empty()).then_some(text)
}
