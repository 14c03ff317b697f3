//! `svilpe officer shell`, typed into at a real terminal.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Town, said};
use crate::world::skip::has;
use crate::world::{Officer, PASSPHRASE, SVILPE, wait_until};

/// A terminal in which a program runs; what is on it, and somebody who types.
struct Terminal {
    process: Child,
    keyboard: ChildStdin,
    screen: Arc<Mutex<String>>,
}

impl Terminal {
    /// The shell of this officer, at util-linux' terminal. None, with a loud line, without it.
    fn shell(officer: &Officer) -> Option<Self> {
        if !has("script") {
            return None;
        }
        let home = officer.home.display();
        let mut process = Command::new("script")
            .args([
                "-qefc",
                &format!("{SVILPE} officer shell --home {home}"),
                "/dev/null",
            ])
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let screen = Arc::new(Mutex::new(String::new()));
        let mut output = process.stdout.take().unwrap();
        let shown = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut some = [0; 4096];
            while let Ok(n @ 1..) = output.read(&mut some) {
                let text = String::from_utf8_lossy(&some[..n]).into_owned();
                shown.lock().unwrap().push_str(&text);
            }
        });
        let keyboard = process.stdin.take().unwrap();
        Some(Self {
            process,
            keyboard,
            screen,
        })
    }

    /// Waits until this stands there; then all that does, and the screen is empty.
    fn shows(&self, text: &str) -> String {
        let there = || self.screen.lock().unwrap().contains(text);
        let in_time = wait_until(Duration::from_secs(30), there);
        let screen = std::mem::take(&mut *self.screen.lock().unwrap());
        assert!(in_time, "no {text:?} in {screen}");
        screen
    }

    fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

#[test]
fn one_passphrase_opens_all_commands_of_a_sitting() {
    let town = Town::new();
    let case = town.case();
    let Some(mut terminal) = Terminal::shell(town.anna()) else {
        return;
    };
    terminal.shows("assphrase");
    terminal.types(&format!("{PASSPHRASE}\n"));
    let begun = terminal.shows("svilpe> ");
    assert!(begun.contains("The keys are open"), "{begun}");
    assert!(!begun.contains(PASSPHRASE), "typed unseen: {begun}");

    terminal.types("list\n");
    assert!(terminal.shows("svilpe> ").contains(&case[..4]));
    terminal.types("list --only new\n");
    assert!(terminal.shows("svilpe> ").contains(&case[..4]));
    terminal.types("list --only finished\n");
    assert!(!terminal.shows("svilpe> ").contains(&case[..4]));
    terminal.types(&format!("svilpe officer read {case}\n"));
    let read = terminal.shows("svilpe> ");
    assert!(read.contains("Reference") || read.contains(&case), "{read}");
    // Words from the keyboard, then Ctrl-D: the shell goes on after it.
    terminal.types(&format!("reply {case}\n"));
    terminal.shows("Ctrl-D");
    terminal.types("Paldies, sākam.\n\u{4}");
    let replied = terminal.shows("svilpe> ");
    assert!(!replied.contains("error"), "{replied}");
    terminal.types("list 'half\n");
    assert!(terminal.shows("svilpe> ").contains("no partner"));
    terminal.types("lst\n");
    assert!(terminal.shows("svilpe> ").contains("There is no command"));
    terminal.types("shell\n");
    assert!(terminal.shows("svilpe> ").contains("a shell already"));
    terminal.types("exit\n");
    assert!(terminal.process.wait().unwrap().success());
}

#[test]
fn a_shell_without_somebody_who_types_does_not_begin() {
    let town = Town::new();
    let mut shell = town.anna().command(&["shell"]);
    let refused = shell.output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("needs a terminal"),
        "{}",
        said(&refused)
    );
    let endless = town.anna().run(&["shell", "--forget-after", "0"]);
    assert_eq!(endless.status.code(), Some(2), "{}", said(&endless));
}
