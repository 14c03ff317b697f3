//! Lines that fit beside another file.

use super::program::is_rust;
use super::{assert_none, paths, read};

/// Columns of a line. A text that stands on a line of its own and can't be broken may go over.
const COLUMNS_MAX: usize = 100;

#[test]
fn lines_fit_beside_another_file() {
    let sources = paths()
        .into_iter()
        .filter(|path| is_rust(path) && path.starts_with("src/"));
    let wrong = sources.flat_map(|path| too_wide(&path, &read(&path)));
    assert_none(&wrong.collect::<Vec<_>>());
}

/// The lines of a file that are too wide.
pub fn too_wide(path: &str, code: &str) -> Vec<String> {
    let wide = code.lines().enumerate().filter(|(_, line)| is_wide(line));
    wide.map(|(at, line)| format!("{path}:{} has {} columns", at + 1, line.chars().count()))
        .collect()
}

fn is_wide(line: &str) -> bool {
    let is_comment = line.trim_start().starts_with("//");
    let holds_text = line.contains('"') || line.trim_end().ends_with('\\');
    line.chars().count() > COLUMNS_MAX && (is_comment || !holds_text)
}

#[test]
fn a_wide_line_is_named() {
    let comment = format!("{}// {}\n", " ".repeat(50), "ā".repeat(47));
    assert_eq!(too_wide("src/a.rs", &comment), [""; 0]);
    let wider = comment.replace("// ", "// a");
    assert_eq!(too_wide("src/a.rs", &wider), ["src/a.rs:1 has 101 columns"]);
    let text = format!("    say(\"{}\");\n", "a".repeat(100));
    assert_eq!(too_wide("src/a.rs", &text), [""; 0]);
    let quoted = format!("// \"{}\"\n", "a".repeat(100));
    assert_eq!(
        too_wide("src/a.rs", &quoted),
        ["src/a.rs:1 has 105 columns"]
    );
}
