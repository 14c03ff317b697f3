//! Files that people write: strict, each mistake told with line and hint.

/// Days, deadlines and holidays; never an instant.
pub mod calendar;

/// Letters to reporters, and words for what officers choose from.
pub(crate) mod letters;
/// One thing's name in several languages.
pub mod names;

/// The rules of handling: a pack's first file.
pub mod policy;

/// All that is one country's, in one folder, signed.
pub mod pack;

/// Who may open what: rosters read from `keys/`, signed by the institution.
pub mod roster;

/// Files that people write: strict TOML, mistakes told with line and hint.
pub(crate) mod toml_file;
