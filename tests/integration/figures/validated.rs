//! Published files, judged by validators that share no code with us.

use std::path::Path;
use std::process::Command;

use svilpe::statistics::publish;
use svilpe::statistics::release::Release;

use super::files::publisher;
use super::random::two_years;
use super::{example, public};
use crate::world::skip::skip;

#[test]
fn each_table_and_the_catalogue_are_valid_for_others() {
    let python = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("validators/bin/python3");
    if !python.exists() {
        return skip("validators of figures");
    }
    let first = public(&two_years(3), 5, "2023-02-01", None);
    let releases = [
        example::release(Release::public),
        public(&two_years(3), 5, "2024-02-01", Some(&first)),
    ];
    for release in &releases {
        let (valid, said) = judged(&python, &publish::files(release, &publisher()));
        assert!(valid, "{said}");
    }
    // They must be able to say no.
    let files = publish::files(&releases[0], &publisher());
    for (name, what, by) in [
        ("overview-2022.csv", "2022,received", "MMXXII,received"),
        ("catalogue.jsonld", "\"dct:title\"", "\"dct:subject\""),
        ("money-2022.csv", ",C", ",?"),
        ("statistics.json", "\"threshold\": 5", "\"threshold\": 6"),
    ] {
        let mut broken = files.clone();
        let text = String::from_utf8(broken[name].clone()).expect("text");
        assert!(text.contains(what), "{name}");
        broken.insert(name.to_owned(), text.replace(what, by).into_bytes());
        let (valid, said) = judged(&python, &broken);
        assert!(!valid && !said.is_empty(), "{name}: {said}");
    }
}

fn judged(python: &Path, files: &publish::Files) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let put = folder.path().join("figures");
    publish::write(files, &put).expect("published");
    let run = Command::new(python)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/figures_check.py"
        ))
        .arg(&put)
        .output()
        .expect("it runs");
    let said = [run.stdout, run.stderr].concat();
    (
        run.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}
