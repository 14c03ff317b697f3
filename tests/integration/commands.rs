//! Transcripts of the tool: what a person types, and what the terminal says.
//!
//! Each file in `tests/commands/` is one transcript. After a wanted change: `TRYCMD=overwrite cargo
//! test
//! --test integration commands`, then read the difference.

#[test]
fn transcripts() {
    // Homes must be their owner's alone, which git does not keep; the sandboxes get it from here.
    let home = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/commands/auditor.in/auditor"
    );
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(home, mode).expect("our own files");
    trycmd::TestCases::new()
        // Not LC_ALL, which a transcript may set itself.
        .env("LANG", "C.UTF-8")
        .case("tests/commands/*.md");
}
