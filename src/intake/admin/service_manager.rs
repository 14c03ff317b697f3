//! The service manager: systemd is told that the server is ready, alive, and stopping.
//!
//! One datagram for each, to the socket that the environment names (`sd_notify(3)`). Knows nothing
//! of reports. Without such a socket, nobody is told.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

/// Whoever started this process, if it wants to hear.
pub(crate) struct ServiceManager {
    socket: Option<UnixDatagram>,
    /// How often it has to hear that the server is alive.
    watchdog: Option<Duration>,
}

impl ServiceManager {
    /// Looks into the environment; to be called before the process is confined. `variable` looks
    /// environment variables up.
    pub(crate) fn find(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
        let socket = variable("NOTIFY_SOCKET").and_then(|at| connected(at.as_bytes()));
        let of_this_process = variable("WATCHDOG_PID")
            .is_none_or(|id| id.to_str() == Some(&std::process::id().to_string()));
        let watchdog = variable("WATCHDOG_USEC").filter(|_| of_this_process);
        let microseconds = watchdog.and_then(|text| text.to_str()?.parse().ok());
        Self {
            socket,
            watchdog: microseconds.map(Duration::from_micros),
        }
    }

    /// The doors are open.
    pub(crate) fn tell_ready(&self) {
        self.tell("READY=1");
    }

    /// Everything is alive now.
    pub(crate) fn tell_alive(&self) {
        self.tell("WATCHDOG=1");
    }

    /// Open requests may end.
    pub(crate) fn tell_stopping(&self) {
        self.tell("STOPPING=1");
    }

    /// Twice as often as it has to hear; none if it does not want to.
    pub(crate) fn signs_every(&self) -> Option<Duration> {
        self.socket.as_ref()?;
        Some(self.watchdog? / 2)
    }

    fn tell(&self, state: &str) {
        if let Some(socket) = &self.socket {
            // Whoever does not hear it acts by its own clock.
            let _ = socket.send(state.as_bytes());
        }
    }
}

/// To a path, or, behind an `@`, to a name that stands in no folder.
fn connected(at: &[u8]) -> Option<UnixDatagram> {
    let address = match at.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(std::path::Path::new(std::ffi::OsStr::from_bytes(at))),
    };
    let socket = UnixDatagram::unbound().ok()?;
    socket.connect_addr(&address.ok()?).ok()?;
    socket.set_nonblocking(true).ok()?;
    Some(socket)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn manager(set: &[(&str, &str)]) -> ServiceManager {
        ServiceManager::find(|name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn it_hears_each_state_at_a_path_and_at_an_abstract_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let name = format!("svilpe-{}", std::process::id());
        let abstract_name = SocketAddr::from_abstract_name(&name).unwrap();
        for (socket, at) in [
            (UnixDatagram::bind(&path), path.to_str().unwrap().to_owned()),
            (UnixDatagram::bind_addr(&abstract_name), format!("@{name}")),
        ] {
            let socket = socket.unwrap();
            let manager = manager(&[("NOTIFY_SOCKET", &at)]);
            manager.tell_ready();
            manager.tell_alive();
            manager.tell_stopping();
            for state in ["READY=1", "WATCHDOG=1", "STOPPING=1"] {
                let mut heard = [0; 32];
                let length = socket.recv(&mut heard).unwrap();
                assert_eq!(&heard[..length], state.as_bytes());
            }
        }
    }

    #[test]
    fn signs_of_life_are_for_the_process_that_they_are_asked_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let _socket = UnixDatagram::bind(&path).unwrap();
        let at = ("NOTIFY_SOCKET", path.to_str().unwrap());
        let own = std::process::id().to_string();
        let every = |set: &[(&str, &str)]| manager(set).signs_every();
        let usec = ("WATCHDOG_USEC", "30000000");
        assert_eq!(every(&[at, usec]), Some(Duration::from_secs(15)));
        assert_eq!(
            every(&[at, usec, ("WATCHDOG_PID", &own)]),
            Some(Duration::from_secs(15))
        );
        assert_eq!(every(&[at, usec, ("WATCHDOG_PID", "1")]), None);
        assert_eq!(every(&[at]), None);
        assert_eq!(every(&[usec]), None);
    }
}
