//! Transcripts of the tool: what a person types, and what the terminal says.
//!
//! Each file in `tests/commands/` is one transcript. After a wanted change: `TRYCMD=overwrite cargo test
//! --test commands`, then read the difference.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("LC_ALL", "C.UTF-8")
        .case("tests/commands/*.md");
}
