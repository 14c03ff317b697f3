//! Transcripts of the tool: what a person types, and what the terminal says.
//!
//! Each file in `tests/commands/` is one transcript. After a wanted change: `TRYCMD=overwrite cargo test
//! --test commands`, then read the difference.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        // Not LC_ALL, which a transcript may set itself.
        .env("LANG", "C.UTF-8")
        .case("tests/commands/*.md");
}
