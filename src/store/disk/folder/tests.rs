//! State, lock, ballast, modes and times, on a real folder.

use super::*;

const INSTANCE: Instance = Instance { id: [5; 16] };

fn fresh() -> (tempfile::TempDir, Folder) {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path());
    fs::create_dir_all(root.path().join("live/sled")).unwrap();
    fs::write(root.path().join("live/sled/db"), "12345").unwrap();
    (root, folder)
}

#[test]
fn the_state_tells_how_the_store_was_left() {
    let (root, folder) = fresh();
    assert_eq!(folder.left(&INSTANCE), Left::ByTheMachine, "never marked");
    folder.mark_open(&INSTANCE).unwrap();
    assert_eq!(folder.left(&INSTANCE), Left::ByTheProcess);
    fs::write(root.path().join("state"), "open 0000\n").unwrap();
    assert_eq!(folder.left(&INSTANCE), Left::ByTheMachine, "another boot");
    folder.mark_closed().unwrap();
    assert_eq!(folder.left(&INSTANCE), Left::Clean);
    fs::write(root.path().join("live/sled/db"), "1234").unwrap();
    assert_eq!(folder.left(&INSTANCE), Left::ByTheMachine, "cut short");
}

#[test]
fn the_first_copy_stays() {
    let (root, folder) = fresh();
    fs::create_dir_all(root.path().join("frozen/sled")).unwrap();
    fs::write(root.path().join("frozen/sled/db"), "123").unwrap();
    for (aside, whole) in folder.asides().iter().zip(["12345", "123"]) {
        aside.take().unwrap();
        fs::write(aside.engine().join("db"), "").unwrap();
        aside.take().unwrap();
        let copied = fs::read_to_string(aside.copy().join("db")).unwrap();
        assert_eq!(copied, whole);
        aside.remove().unwrap();
        assert!(!aside.copy().exists());
    }
}

#[test]
fn one_lock_at_a_time() {
    let (_root, folder) = fresh();
    let lock = folder.lock().unwrap();
    assert!(matches!(
        folder.lock(),
        Err(Fault::Refused(FolderRefusal::InUse))
    ));
    drop(lock);
    folder.lock().unwrap();
}

#[test]
fn ballast_is_given_up_in_two_steps_and_taken_again() {
    let (_root, folder) = fresh();
    folder.take_ballast().unwrap();
    assert_eq!(folder.ballast_left(), BALLAST);
    folder.give_up_ballast(BallastLeft::ToOpen).unwrap();
    assert_eq!(folder.ballast_left(), TO_OPEN);
    let room = folder.room().unwrap();
    folder.take_ballast().unwrap();
    assert_eq!(folder.ballast_left(), BALLAST);
    assert!(
        folder.room().unwrap() < room,
        "it holds room, not only a length"
    );
    folder.give_up_ballast(BallastLeft::Nothing).unwrap();
    folder.give_up_ballast(BallastLeft::ToOpen).unwrap();
    assert_eq!(folder.ballast_left(), 0);
}

#[test]
fn modes_and_times_are_made_plain() {
    let (root, folder) = fresh();
    fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
    folder.restrict().unwrap();
    folder.coarsen_times().unwrap();
    let db = fs::metadata(root.path().join("live/sled/db")).unwrap();
    assert_eq!(db.mode() & 0o777, FILE_MODE);
    assert_eq!((db.mtime() % DAY, db.mtime_nsec()), (0, 0));
    let top = fs::metadata(root.path()).unwrap();
    assert_eq!(top.mode() & 0o777, FOLDER_MODE);
    assert_eq!(top.mtime() % DAY, 0);
}
