//! The fuzz targets over their committed seeds, without a fuzzer: on the stable compiler, and by
//! the same functions that the fuzzer calls.

// Not below `tests`: it belongs to the package that the fuzzer builds.
#[path = "../../../fuzz/src/lib.rs"]
mod targets;

mod seeds;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use targets::TARGETS;

/// How the names of seeds begin that are what the parser wants; the others are near misses.
const ACCEPTED: &str = "good";
/// Bytes of all seeds together: they are in the repository.
const BYTES_MAX: u64 = 300_000;

#[test]
fn each_seed_is_read_and_those_that_are_good_are_accepted() {
    for (target, run) in TARGETS {
        let mut good = 0;
        for seed in seeds_of(target) {
            let name = seed.file_name().unwrap().to_str().unwrap();
            let accepted = run(&fs::read(&seed).unwrap());
            assert_eq!(accepted, name.starts_with(ACCEPTED), "{target}/{name}");
            good += usize::from(accepted);
        }
        assert!(good > 0, "{target} has no seed that its parser accepts");
    }
}

/// The first step of every fuzzer: each byte of a small seed changed, and each shorter beginning of
/// it.
#[test]
fn a_seed_that_is_damaged_anywhere_is_still_only_read() {
    for (target, run) in TARGETS {
        let seeds = seeds_of(target)
            .into_iter()
            .map(|seed| fs::read(seed).unwrap());
        for seed in seeds.filter(|seed| seed.len() <= 1000) {
            let stride = seed.len() / 40 + 1;
            for at in (0..seed.len()).step_by(stride) {
                let mut damaged = seed.clone();
                damaged[at] ^= 1 << (at % 8);
                run(&damaged);
                run(&seed[..at]);
            }
        }
    }
}

#[test]
fn there_are_seeds_for_each_target_and_for_no_other_and_they_are_few() {
    let folders: BTreeSet<String> = names(&seeds_folder()).collect();
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, targets);
    let programs: BTreeSet<String> = names(&fuzz().join("fuzz_targets")).collect();
    let expected = TARGETS
        .iter()
        .map(|(name, _)| format!("{name}.rs"))
        .collect();
    assert_eq!(programs, expected);
    let seeds = TARGETS.iter().flat_map(|(target, _)| seeds_of(target));
    let bytes: u64 = seeds.map(|seed| fs::metadata(seed).unwrap().len()).sum();
    assert!(bytes <= BYTES_MAX, "{bytes} bytes of seeds");
}

fn seeds_of(target: &str) -> Vec<PathBuf> {
    let folder = seeds_folder().join(target);
    names(&folder).map(|name| folder.join(name)).collect()
}

fn names(folder: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap())
}

fn seeds_folder() -> PathBuf {
    fuzz().join("seeds")
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}
