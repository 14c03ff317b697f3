//! The folders beside this file, as they are compiled into the program.

/// One folder.
pub(super) struct CompiledFolder {
    pub code: &'static str,
    /// Its `language.toml`.
    pub note: &'static str,
    /// What the shipped pack says of its country in this language.
    pub country: &'static str,
    /// Its Fluent files.
    pub files: &'static [&'static str],
}

/// A folder and the names of its files, without `.ftl`.
macro_rules! folder {
    ($code:literal: $($name:literal),+) => {
        CompiledFolder {
            code: $code,
            note: include_str!(concat!($code, "/language.toml")),
            country: include_str!(concat!("../../policy/latvia/texts/", $code, ".ftl")),
            files: &[$(include_str!(concat!($code, "/", $name, ".ftl"))),+],
        }
    };
}

/// Pages only.
macro_rules! pages {
    ($code:literal $(, $more:literal)*) => {
        folder!($code: "calendar",
            "pages/about", "pages/accessibility", "pages/check", "pages/form", "pages/frame",
            "pages/guide", "pages/how", "pages/rejection", "pages/return", "pages/start",
            "pages/statistics" $(, $more)*)
    };
}

/// Pages and commands.
macro_rules! everything {
    ($code:literal) => {
        pages!(
            $code,
            "commands/auditor",
            "commands/command",
            "commands/demo",
            "commands/figures",
            "commands/intake",
            "commands/officer",
            "commands/reporter",
            "desk/actions",
            "desk/case",
            "desk/files",
            "desk/first",
            "desk/frame",
            "desk/handover",
            "desk/help",
            "desk/retention",
            "desk/trouble"
        )
    };
}

/// Parents before their variants; the first is what is said where nothing was chosen.
pub(super) const FOLDERS: &[CompiledFolder] = &[
    everything!("lv"),
    everything!("en"),
    pages!("ru"),
    pages!("uk"),
    pages!("lv-x-easy"),
];

/// So many of a language's first files are what pages need.
pub(super) const PAGE_FILES: usize = 12;
