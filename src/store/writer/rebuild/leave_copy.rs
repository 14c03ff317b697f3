//! What a rebuild leaves to be backed up: a whole store, closed in order, as all was when the
//! rebuild began.
//!
//! ```text
//!   for-backup/  instance  state
//!     base/      heads, records: other names of the tables just made   keyring: a copy
//!     live/      an empty engine, a keyring of its own, the table's inventory
//! ```
//!
//! Nobody writes to a table, so the name costs nothing, and outlives the table's own. The keyring
//! is copied before it hears of what was forgotten while the table was being made: heads of those
//! records are in it. They open in the backup, as in any that was made a moment before they were
//! forgotten.

use std::fs;

use crate::store::disk::files;
use crate::store::disk::folder::{Folder, Instance};
use crate::store::engine::base::BaseTable;
use crate::store::engine::layers::TableLayer;
use crate::store::fault::Fault;
use crate::store::recovery::{create_live, discard_copy};

/// `base` lies in [`Folder::half`], whole and durable.
pub(super) fn leave_copy(
    folder: &Folder,
    instance: &Instance,
    base: &TableLayer,
) -> Result<(), Fault> {
    discard_copy(folder)?;
    let copy = folder.for_backup();
    files::create_folder(copy.root())?;
    files::create_folder(&copy.base())?;
    let name = |name: &str| (folder.half().join(name), copy.base().join(name));
    for table in [BaseTable::Heads, BaseTable::Records] {
        let (made, linked) = name(table.name());
        fs::hard_link(made, linked)?;
    }
    let (keyring, copied) = name("keyring");
    fs::copy(keyring, copied)?;
    create_live(&copy.live(), |mark| {
        let mut inventory = base.table.inventory().clone();
        inventory.keyring = mark;
        inventory
    })?;
    copy.write_instance(instance)?;
    copy.mark_closed()?;
    copy.restrict()?;
    copy.coarsen_times()?;
    files::sync_all(copy.root())
}
