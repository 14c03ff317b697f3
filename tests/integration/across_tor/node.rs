//! One tor process.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::private_folder;

/// Ends its process when dropped.
pub struct Node {
    folder: PathBuf,
    own: Vec<String>,
    process: Child,
}

impl Node {
    pub fn start(lab: &Path, name: &str, common: &[String], own: &[String]) -> Self {
        let folder = lab.join(name);
        private_folder(&folder);
        write_torrc(&folder, common, own);
        let log = File::create(folder.join("log")).unwrap();
        let process = Command::new("tor")
            .arg("-f")
            .arg(folder.join("torrc"))
            .arg("--defaults-torrc")
            .arg(lab.join("empty"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Self {
            folder,
            own: own.to_vec(),
            process,
        }
    }

    pub fn write_torrc(&self, common: &[String]) {
        write_torrc(&self.folder, common, &self.own);
    }

    pub fn assert_alive(&self) {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()));
        let ended = stat.is_ok_and(|stat| stat.contains(") Z "));
        let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(!ended, "{} ended: {}", self.folder.display(), log());
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write_torrc(folder: &Path, common: &[String], own: &[String]) {
    let name = folder.file_name().unwrap().display();
    let folder_shown = folder.display();
    let mut lines = vec![
        format!("Nickname {name}"),
        format!("DataDirectory {folder_shown}"),
        format!("ControlSocket {folder_shown}/control"),
        "Log notice stdout".to_owned(),
        format!("__OwningControllerProcess {}", std::process::id()),
    ];
    lines.extend_from_slice(common);
    lines.extend_from_slice(own);
    fs::write(folder.join("torrc"), lines.join("\n") + "\n").unwrap();
}
