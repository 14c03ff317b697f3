//! A reporter with the tool, at their own computer.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{World, svilpe, typed};

pub struct Tool {
    pub folder: tempfile::TempDir,
    /// What every command is told.
    pub place: Vec<String>,
}

impl Tool {
    /// For the world's institution, whose key was read on its website.
    pub fn of(world: &World) -> Self {
        let key = world.folder.path().join("keys").join("paraugs.pub");
        let server = typed(&world.intake.reporters);
        Self::at(&server, &key, &world.institution)
    }

    pub fn at(server: &str, key: &Path, institution: &str) -> Self {
        let key = key.to_string_lossy();
        let place = [
            "--server",
            server,
            "--key",
            &key,
            "--institution",
            institution,
        ];
        Self {
            folder: tempfile::tempdir().unwrap(),
            place: place.map(str::to_owned).to_vec(),
        }
    }

    /// The same person, once the intake listens elsewhere.
    pub fn now_at(self, world: &World) -> Self {
        Self {
            folder: self.folder,
            ..Self::of(world)
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the reporter's folder; its path, for an argument.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// `svilpe reporter ARGS` at the place.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = svilpe(&["reporter"]);
        command.args(arguments).args(&self.place);
        command
    }

    /// The same with the code in the file `code`.
    pub fn with_code(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.arg("--code-file").arg(self.path("code"));
        command
    }

    /// Sends a message; it must be received.
    pub fn send(&self, text: &str, more: &[&str]) -> String {
        let message = self.file("message", text);
        let mut command = self.with_code(&["send", "--message", &message]);
        said(&super::ok(command.args(more)))
    }

    /// Comes back; what is shown.
    pub fn come_back(&self) -> String {
        said(&super::ok(&mut self.with_code(&["return"])))
    }

    /// The code file's digits.
    pub fn code(&self) -> String {
        let text = std::fs::read_to_string(self.path("code")).unwrap();
        text.lines().next().unwrap().replace(' ', "")
    }
}

/// Both streams.
pub fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}
