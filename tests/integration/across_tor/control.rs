//! The little of tor's control protocol that the lab needs.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

pub struct Control {
    stream: BufReader<UnixStream>,
}

impl Control {
    pub fn open(path: &Path) -> io::Result<Self> {
        let stream = BufReader::new(UnixStream::connect(path)?);
        let mut control = Self { stream };
        control.ask("AUTHENTICATE");
        Ok(control)
    }

    /// Sends a command; the first line of its answer, without the code.
    pub fn ask(&mut self, command: &str) -> String {
        write!(self.stream.get_mut(), "{command}\r\n").unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        let mut first = None;
        loop {
            let line = self
                .line(deadline)
                .unwrap_or_else(|| panic!("no answer to {command}"));
            if line.starts_with("650") {
                continue;
            }
            assert!(line.starts_with("250"), "{command}: {line}");
            let is_last = line.as_bytes().get(3) == Some(&b' ');
            first.get_or_insert(line[4..].to_owned());
            if is_last {
                return first.expect("just inserted");
            }
        }
    }

    /// The next event, or none until the deadline.
    pub fn event(&mut self, deadline: Instant) -> Option<String> {
        self.line(deadline)
    }

    fn line(&mut self, deadline: Instant) -> Option<String> {
        let left = deadline.checked_duration_since(Instant::now())?;
        let left = left.max(Duration::from_millis(1));
        self.stream.get_ref().set_read_timeout(Some(left)).unwrap();
        let mut line = String::new();
        match self.stream.read_line(&mut line) {
            Ok(0) => panic!("a tor closed its control socket"),
            Ok(_) => Some(line.trim_end().to_owned()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(error) => panic!("control socket: {error}"),
        }
    }
}
