//! Man pages in both languages, completions for three shells, and a torrc: what the package holds
//! beside the program. Run by `packaging/deb`; not part of the program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap_complete::Shell;

use svilpe::command;
use svilpe::intake::admin::torrc::{Onions, TOR_FOLDER};
use svilpe::text::Language;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: manual DIR");
        return ExitCode::from(2);
    };
    match write_all(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path) -> io::Result<()> {
    let pages = [
        (Language::english(), "man1"),
        (Language::latvian(), "lv/man1"),
    ];
    for (language, below) in pages {
        let below = made(folder, below)?;
        clap_mangen::generate_to(command::tree(language), below)?;
    }
    let completions = made(folder, "completions")?;
    for (shell, name) in [
        (Shell::Bash, "svilpe"),
        (Shell::Zsh, "_svilpe"),
        (Shell::Fish, "svilpe.fish"),
    ] {
        let mut script = Vec::new();
        let mut tree = command::tree(Language::english());
        clap_complete::generate(shell, &mut tree, "svilpe", &mut script);
        fs::write(completions.join(name), script)?;
    }
    fs::write(folder.join("torrc"), torrc())
}

/// For the package's own paths; `svilpe intake torrc` prints it for others.
fn torrc() -> String {
    let reporters = Path::new("/run/svilpe/reporters.sock");
    let officers = Path::new("/run/svilpe/officers.sock");
    let onions = Onions::parse(reporters, officers, Path::new(TOR_FOLDER));
    onions.expect("plain paths").torrc()
}

fn made(folder: &Path, below: &str) -> io::Result<PathBuf> {
    let below = folder.join(below);
    fs::create_dir_all(&below)?;
    Ok(below)
}
