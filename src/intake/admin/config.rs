//! The intake's configuration, `intake.toml`: written by `init`, edited by the operator.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::intake::http::listen::ListenAddress;
use crate::rules::names::Names;
use crate::rules::toml_file::TomlFile;
use crate::text::invisible_characters::is_unprintable;

/// What `intake.toml` says.
#[derive(Debug, Clone)]
pub(crate) struct IntakeConfig {
    /// Folder with the institutions' signed rosters.
    pub keys: PathBuf,
    /// Folder with the country pack; without one, the pack that the program came with holds.
    pub pack: Option<PathBuf>,
    /// Where reporters' requests arrive.
    pub reporters: ListenAddress,
    /// Where requests of officers and auditors arrive.
    pub officers: ListenAddress,
    /// Who runs the server, for the pages; without it, the institutions.
    pub operator: Option<Names>,
    /// How to reach them: a line.
    pub contact: Option<String>,
    /// The reporters' onion address, to be shown.
    pub onion: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    keys: PathBuf,
    pack: Option<PathBuf>,
    reporters: String,
    officers: String,
    operator: Option<Names>,
    contact: Option<String>,
    onion: Option<String>,
}

impl IntakeConfig {
    /// Reads `intake.toml`. Relative paths are taken from `folder`.
    pub(super) fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let written: ConfigFile = TomlFile::new(text).read().map_err(|why| why.to_string())?;
        let address =
            |name: &str, text: &str| text.parse().map_err(|error| format!("{name}: {error}"));
        Ok(Self {
            keys: folder.join(written.keys),
            pack: written.pack.map(|path| folder.join(path)),
            reporters: address("reporters", &written.reporters)?,
            officers: address("officers", &written.officers)?,
            operator: written.operator,
            contact: written
                .contact
                .map(|text| one_line("contact", text))
                .transpose()?,
            onion: written
                .onion
                .map(|text| one_line("onion", text))
                .transpose()?,
        })
    }

    /// The file as `init` writes it, with what each line is for.
    pub(super) fn to_text(&self) -> String {
        let path = |path: &Path| toml::Value::from(path.to_string_lossy().into_owned()).to_string();
        let address = |address: &ListenAddress| match address {
            ListenAddress::Loopback(address) => format!("\"{address}\""),
            ListenAddress::Unix(socket) => path(Path::new(&format!("unix:{}", socket.display()))),
        };
        let pack = match &self.pack {
            Some(pack) => format!("pack = {}", path(pack)),
            None => "# pack = \"/etc/svilpe/pack\"".to_owned(),
        };
        format!(
            "# Folder with the institutions' signed rosters: NAME.toml, NAME.toml.minisig, NAME.pub.\n\
             keys = {}\n\n\
             # The country pack: rules, letters, what the pages say of the law, signed. Without this\n\
             # line, the one that came with the program holds: docs/countries.md.\n\
             {pack}\n\n\
             # Where reporters' requests arrive: an onion service forwards to this socket.\n\
             # A loopback address (\"127.0.0.1:8017\") is for trying out.\n\
             reporters = {}\n\n\
             # Where requests of officers and auditors arrive: an onion service of its own.\n\
             officers = {}\n\n\
             # What the pages say of you: who runs the server (without it, the institutions), how to\n\
             # reach you, the address that reporters type.\n\
             # operator = {{ lv = \"…\", en = \"…\" }}\n\
             # contact = \"…\"\n\
             # onion = \"…\"\n",
            path(&self.keys),
            address(&self.reporters),
            address(&self.officers),
        )
    }
}

/// It stands on pages for everybody to see.
fn one_line(name: &str, text: String) -> Result<String, String> {
    let fits = (1..=200).contains(&text.chars().count()) && !text.chars().any(is_unprintable);
    if fits {
        Ok(text)
    } else {
        Err(format!("{name}: 1 to 200 characters on one line"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_in_one_line_with_its_place() {
        let text = "keys = \"keys\"\npac = \"pack\"\nreporters = \"127.0.0.1:1\"\nofficers = \"127.0.0.1:2\"\n";
        let parse = |text: &str| IntakeConfig::parse(text, Path::new("home"));
        let why = parse(text).expect_err("a misspelt word");
        assert!(why.starts_with("line 2: unknown field `pac`"), "{why}");
        assert!(!why.contains('\n'), "{why}");
        parse(&text.replace("pac =", "pack =")).expect("right");
    }
}
