//! A disk so small that a test can fill it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Mounted until it is dropped.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// An ext4 of this many bytes at `folder/disk`; None, said aloud, where that is not allowed.
    pub fn under(folder: &Path, bytes: u64) -> Option<Self> {
        let (image, disk) = (folder.join("image"), folder.join("disk"));
        fs::create_dir(&disk).unwrap();
        fs::File::create(&image).unwrap().set_len(bytes).unwrap();
        let made = Command::new("mkfs.ext4")
            .args(["-q", "-F", "-m", "0"])
            .arg(&image)
            .status();
        let mounted = Command::new("mount")
            .args(["-o", "loop"])
            .args([&image, &disk])
            .status();
        if made.is_ok_and(|made| made.success()) && mounted.is_ok_and(|done| done.success()) {
            return Some(Self(disk));
        }
        super::skip::skip("a mount");
        None
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Somebody else fills it until this many bytes are left.
    pub fn fill(&self, left: u64) {
        let mut filler = fs::File::options()
            .create(true)
            .append(true)
            .open(self.filler())
            .unwrap();
        for unit in [1 << 20, 1 << 12] {
            while self.room() > left + unit {
                let unit = usize::try_from(unit).unwrap();
                if filler.write_all(&vec![1; unit]).is_err() {
                    break;
                }
                filler.sync_all().unwrap();
            }
        }
    }

    /// They remove what they wrote.
    pub fn empty(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    fn room(&self) -> u64 {
        let disk = rustix::fs::statvfs(&self.0).unwrap();
        disk.f_bavail * disk.f_frsize
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
