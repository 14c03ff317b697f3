//! Where an officer works: which server, institution and instance (`officer.toml`).
//!
//! Written once, by the first `setup` or `sync`. From then on the instance is pinned: a server
//! that is another installation is refused, whatever its address.

use std::io;

use serde::Deserialize;

use super::home::{Home, disk};
use super::keys::toml_string;
use crate::connection::{Address, Connection, Proxy};
use crate::failure::Failure;
use crate::private::read_small;
use crate::request::InstanceId;
use crate::roster::Institution;

/// A checked `officer.toml`.
#[derive(Clone, Debug)]
pub struct Place {
    pub server: Address,
    pub proxy: Option<Proxy>,
    pub instance: InstanceId,
    pub institution: Institution,
}

/// What the command line said; what it left out comes from the file.
#[derive(Debug, Default)]
pub struct Wanted {
    pub server: Option<String>,
    pub proxy: Option<String>,
    pub instance: Option<String>,
    pub institution: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    server: String,
    proxy: Option<String>,
    instance: String,
    institution: String,
}

impl Place {
    /// Reads `officer.toml`, with what the command line says instead.
    ///
    /// Address and proxy may change (a new onion); instance and institution may not.
    pub fn find(home: &Home, wanted: Wanted) -> Result<Self, Failure> {
        let Some(pinned) = Self::read(home)? else {
            return Self::first(wanted);
        };
        let place = Self {
            server: match wanted.server {
                Some(text) => Address::parse_typed(&text)?,
                None => pinned.server,
            },
            proxy: match wanted.proxy {
                Some(text) => Some(Proxy::parse_typed(&text)?),
                None => pinned.proxy,
            },
            ..pinned
        };
        if wanted
            .instance
            .is_some_and(|text| text != place.instance.to_string())
        {
            return Err(Failure::refused("officer-other-instance").with("pinned", place.instance));
        }
        if wanted
            .institution
            .is_some_and(|text| text != place.institution.as_str())
        {
            return Err(
                Failure::refused("officer-other-institution").with("pinned", &place.institution)
            );
        }
        Ok(place)
    }

    /// Nothing is pinned yet: all must be said.
    fn first(wanted: Wanted) -> Result<Self, Failure> {
        let (Some(server), Some(instance), Some(institution)) =
            (wanted.server, wanted.instance, wanted.institution)
        else {
            return Err(Failure::usage("officer-no-place"));
        };
        Self::parse(&Written {
            server,
            proxy: wanted.proxy,
            instance,
            institution,
        })
    }

    fn read(home: &Home) -> Result<Option<Self>, Failure> {
        let path = home.root().path().join(FILE);
        let text = match read_small(&path, FILE_MAX) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(disk(&path, &error)),
        };
        let unreadable = |why: &str| {
            Failure::refused("officer-place-unreadable")
                .with("path", path.display())
                .with("why", why)
        };
        let text = std::str::from_utf8(&text).map_err(|_| unreadable("UTF-8"))?;
        let written = toml::from_str(text).map_err(|error| unreadable(error.message()))?;
        Self::parse(&written).map(Some)
    }

    fn parse(written: &Written) -> Result<Self, Failure> {
        Ok(Self {
            server: Address::parse_typed(&written.server)?,
            proxy: written
                .proxy
                .as_deref()
                .map(Proxy::parse_typed)
                .transpose()?,
            instance: InstanceId::parse(&written.instance).ok_or_else(|| {
                Failure::usage("officer-not-an-instance").with("text", &written.instance)
            })?,
            institution: Institution::parse(&written.institution).map_err(|_| {
                Failure::usage("officer-not-an-institution").with("text", &written.institution)
            })?,
        })
    }

    /// Pins this place in `officer.toml`.
    pub fn keep(&self, home: &Home) -> Result<(), Failure> {
        let proxy = self
            .proxy
            .as_ref()
            .map(|proxy| format!("proxy = \"{proxy}\"\n"));
        let text = format!(
            "# Which server these keys work with. The instance is pinned: another is refused.\n\
             server = {}\n\
             {}\
             instance = \"{}\"\n\
             institution = \"{}\"\n",
            toml_string(&self.server.to_string()),
            proxy.unwrap_or_default(),
            self.instance,
            self.institution,
        );
        let path = home.root().path().join(FILE);
        if read_small(&path, FILE_MAX).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        home.root()
            .replace(FILE, text.as_bytes())
            .map_err(|error| disk(&path, &error))
    }

    /// A way to the server. Nothing is sent yet.
    pub fn connection(&self) -> Result<Connection, Failure> {
        Connection::new(self.server.clone(), self.proxy.clone())
            .map_err(|why| why.failure(&self.server.to_string()))
    }
}

const FILE: &str = "officer.toml";

/// Bytes; ours has about 300.
const FILE_MAX: usize = 8192;
