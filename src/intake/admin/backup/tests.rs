//! What a disk that lies leaves.

use super::*;

/// The new backup's disk lies: what was written does not come back.
#[test]
fn a_backup_that_does_not_read_back_leaves_the_keyring_of_the_one_before() {
    let root = tempfile::tempdir().unwrap();
    let home = root.path().join("home");
    fs::create_dir(&home).unwrap();
    fs::write(home.join(SETTINGS), "").unwrap();
    Store::create(&home.join(STORE)).unwrap();
    let to = Places {
        backup: root.path().join("backup"),
        keyring: root.path().join("keyring"),
    };
    fs::create_dir(&to.keyring).unwrap();
    fs::write(to.keyring.join("keyring"), "of the one before").unwrap();
    let resting = AtRest::lock(&home.join(STORE)).unwrap();
    let manifest = copy_out(&home, &resting, &to).unwrap();
    let lost = to.backup.join("store/live/tally");
    fs::write(&lost, fs::read(&lost).unwrap().split_last().unwrap().1).unwrap();
    let refused = hand_over(&manifest, &home, &resting, &to);
    assert!(matches!(refused, Err(CannotCopy::Changed(path)) if path == lost));
    let before = fs::read(to.keyring.join("keyring")).unwrap();
    assert_eq!(before, b"of the one before");
    assert_eq!(fs::read_dir(&to.backup).unwrap().count(), 0);

    let manifest = copy_out(&home, &resting, &to).unwrap();
    hand_over(&manifest, &home, &resting, &to).unwrap();
    let keyring = fs::read(home.join(STORE).join("live/keyring")).unwrap();
    assert!(fs::read(to.keyring.join("keyring")).unwrap() == keyring);
}
