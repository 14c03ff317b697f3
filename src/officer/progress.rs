//! How far a command is, on stderr: a bar on a terminal, nothing elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::sync::Watch;

/// A bar that is not there if stderr is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// For what is counted in items.
    pub(super) fn of_items() -> Self {
        Self::new("{bar:30} {pos}/{len}")
    }

    /// For what is counted in bytes.
    pub(super) fn of_bytes() -> Self {
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
    pub(super) fn step(&self, all: usize) {
        self.0.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        self.0.inc(1);
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}

impl Watch for Bar {
    fn begin(&self, _items: usize, bytes: u64) {
        self.0.set_length(bytes);
        self.0.enable_steady_tick(Duration::from_millis(500));
    }

    fn came(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn done(&self) {}
}
