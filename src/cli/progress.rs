//! How far a command is, on stderr: a bar on a terminal, nothing elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that is not there if stderr is no terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// For what is counted in items.
    pub(crate) fn of_items() -> Self {
        Self::new("{bar:30} {pos}/{len}")
    }

    /// For what is counted in bytes.
    pub(crate) fn of_bytes() -> Self {
        Self::new("{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta}")
    }

    fn new(template: &str) -> Self {
        // 4 a second: a serial console or a slow ssh keeps up.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(4));
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self(bar)
    }

    /// One of `all` is done.
    pub(crate) fn step(&self, all: usize) {
        self.0.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        self.0.inc(1);
    }

    /// So much is to be done; it moves even while nothing comes.
    pub(crate) fn begin(&self, all: u64) {
        self.0.set_length(all);
        self.0.enable_steady_tick(Duration::from_millis(500));
    }

    /// So much more is done.
    pub(crate) fn add(&self, more: u64) {
        self.0.inc(more);
    }

    /// `done` of `all`.
    pub(crate) fn reach(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
