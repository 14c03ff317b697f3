//! An allocator that keeps little of what it was given back.
//!
//! glibc keeps up to eight heaps for each processor, and in them whatever lies below something
//! that is still in use. A server that thousands of short requests and two storage engines share
//! then holds three times what it uses: 301 MB where 100 were in use, after half a minute of
//! reports as fast as they came; with these settings, and a smaller threshold for trimming than
//! they have now, 91. They are read when a process starts, so it starts once more, as the same
//! process.

/// Makes this process one whose allocator keeps little. To be called while there is one thread.
/// Returns at once if that is so already, or if the program can't be started again: then it takes
/// more memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn keep_little() {
    use std::os::unix::process::CommandExt as _;

    let is_set = |(name, _): &(&str, &str)| std::env::var_os(name).is_some();
    if SETTINGS.iter().all(is_set) {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1));
    if let Some(name) = std::env::args_os().next() {
        again.arg0(name);
    }
    again.envs(SETTINGS.into_iter().filter(|setting| !is_set(setting)));
    // It comes back only if it could not.
    let _why = again.exec();
}

/// Other systems' allocators have no such settings.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn keep_little() {}

/// Two heaps; what is longer than 1 MiB goes back at once (a segment of the engine's log has two,
/// and would split a heap); what is free at a heap's end from 8 MiB on.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SETTINGS: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "1048576"),
    ("MALLOC_TRIM_THRESHOLD_", "8388608"),
];
