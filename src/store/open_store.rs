//! An open store: what its handles and drafts share, and the way to the writer.
//!
//! ```text
//!   commit ─▶ permit of the queue ─▶ writer, one thread     look ─▶ blocking thread ─▶ reader
//! ```

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, mpsc as blocking};
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use super::damaged::{DamagedRecord, LostRecords};
use super::disk::folder::{Folder, Instance};
use super::fault::Fault;
use super::permits::{Permit, Permits};
use super::reader::{Keyspaces, SharedKeyspaces};
use super::recovery::{self, DamageRule};
use super::writer::brake::Brake;
use super::writer::group_commit::Batch;
use super::writer::queue::{Commit, Growth, Work};
use super::writer::rebuild_room::RebuildRoom;
use super::writer::rebuild_steps::{RebuildAsker, RebuildPurpose};
use super::writer::state::Writer;
use super::writer::watchdog::{self, Pulse};

/// The last handle or draft that lets go of it closes the store.
pub(super) struct OpenStore {
    /// None only while being dropped.
    outbox: Option<mpsc::UnboundedSender<Work>>,
    /// To the writer's queue.
    queue: Permits,
    /// Before the blocking threads: who hangs up leaves a read that goes on.
    readers: Permits,
    /// Held by whoever has a copy of it to back up.
    pub(super) copying: Arc<tokio::sync::Mutex<()>>,
    pub(super) keyspaces: SharedKeyspaces,
    pub(super) rebuild_room: RebuildRoom,
    pub(super) brake: Brake,
    pub(super) instance: Instance,
    pub(super) folder: Folder,
    /// Files that were not as they were written, and of which nothing was lost.
    pub(super) mended: Vec<&'static str>,
    /// A record was met that does not open.
    pub(super) noticed_damage: AtomicBool,
    /// What came lately and is gone, to whoever asked to be shown or to go on without it.
    pub(super) lost: Option<LostRecords>,
    /// Ends when the writer does.
    ended: Mutex<blocking::Receiver<()>>,
}

impl OpenStore {
    /// Recovers what is in the folder, and starts the writer.
    pub(super) fn open(
        folder: &Path,
        damage: DamageRule,
    ) -> Result<(Self, Vec<DamagedRecord>), Fault> {
        let mut opened = recovery::open(folder, damage)?;
        let damaged = std::mem::take(&mut opened.damaged);
        let (mended, lost) = (std::mem::take(&mut opened.mended), opened.lost);
        let (instance, folder) = (opened.instance.clone(), opened.folder.clone());
        let pulse = Arc::new(Pulse::default());
        watchdog::watch(&pulse)?;
        let (outbox, inbox) = mpsc::unbounded_channel();
        let writer = Writer::new(opened, pulse, outbox.downgrade());
        let (keyspaces, rebuild_room) = (writer.keyspaces.clone(), writer.rebuild_room.clone());
        let brake = writer.brake.clone();
        let (ending, ended) = blocking::channel::<()>();
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || {
                writer.run(inbox);
                drop(ending);
            })?;
        let store = Self {
            outbox: Some(outbox),
            queue: Permits::new(WORK_AT_ONCE),
            readers: Permits::new(READS_AT_ONCE),
            copying: Arc::default(),
            keyspaces,
            rebuild_room,
            brake,
            instance,
            folder,
            mended,
            noticed_damage: AtomicBool::new(false),
            lost,
            ended: Mutex::new(ended),
        };
        Ok((store, damaged))
    }

    /// Runs a step on the writer; ready once it is durable.
    pub(super) async fn commit<T: Send + 'static>(
        &self,
        growth: Growth,
        step: impl FnOnce(&mut Batch<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        // Before the queue: whoever waits here keeps nobody from it.
        match growth {
            Growth::Receives(bytes) => self.brake.pass(bytes as u64, PATIENCE).await?,
            Growth::Adds(bytes) | Growth::Moves(bytes) => self.brake.count(bytes as u64),
            Growth::Removes => {}
        }
        let permit = self.queue.acquire().await?;
        let (tell, told) = oneshot::channel();
        let commit = Commit::new(growth, permit, tell, step);
        self.outbox()
            .send(Work::Commit(commit))
            .map_err(|_| Fault::Closed)?;
        told.await.map_err(|_| Fault::Closed)?
    }

    /// A permit of the queue for a unit of a draft, of so many bytes.
    pub(super) async fn draft_permit(&self, bytes: usize) -> Result<Permit, Fault> {
        self.brake.pass(bytes as u64, PATIENCE_OF_UPLOADS).await?;
        self.queue.acquire().await
    }

    /// Has what is alive now copied into a fresh base; ready when that is in place.
    pub(super) async fn rebuild(&self, purpose: RebuildPurpose) -> Result<(), Fault> {
        let (tell, told) = oneshot::channel();
        self.outbox()
            .send(Work::AskForRebuild(RebuildAsker { tell, purpose }))
            .map_err(|_| Fault::Closed)?;
        told.await.map_err(|_| Fault::Closed)?
    }

    /// Runs a read on a blocking thread, once there is a permit. It belongs to the read, and
    /// comes back when it ends, whether somebody still waits for it or not.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Keyspaces) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let permit = self.readers.acquire().await?;
        let keyspaces = self.keyspaces.clone();
        let reading = spawn_blocking(move || {
            let _permit = permit;
            match &*keyspaces.read() {
                Some(open) => read(open),
                None => Err(Fault::Closed),
            }
        });
        match reading.await {
            Ok(result) => result,
            Err(_) => Err(Fault::Engine("a read panicked".into())),
        }
    }

    pub(super) fn outbox(&self) -> mpsc::UnboundedSender<Work> {
        let outbox = self.outbox.as_ref();
        outbox
            .expect("taken only when the last handle is dropped")
            .clone()
    }
}

impl Drop for OpenStore {
    /// Waits for the writer to close in order. On a full disk sled may hang there: then
    /// the process ends without the mark, and the next opening verifies.
    fn drop(&mut self) {
        drop(self.outbox.take());
        if let Ok(ended) = self.ended.get_mut() {
            let _ = ended.recv_timeout(CLOSING);
        }
    }
}

/// Units and commits with the writer: about 64 KiB each at most (one step of the ledger, 200 KiB),
/// so some 4 MiB.
const WORK_AT_ONCE: usize = 64;

/// How long a report waits while more comes in than rebuilds move on: who sent it is told then to
/// send it again, well before they give up.
const PATIENCE: Duration = Duration::from_secs(15);

/// The same for the next piece of an upload, which is slow in any case.
const PATIENCE_OF_UPLOADS: Duration = Duration::from_secs(60);

/// Reads at once, each on a thread of its own: with answers of at most 1 MiB, 32 MiB.
pub(super) const READS_AT_ONCE: usize = 32;

/// How long dropping the last handle waits for the store to close.
const CLOSING: Duration = Duration::from_secs(8);
