//! Bytes between two syncs, and bytes that stay free.

/// Bytes of values between two syncs: half a segment of log, since sled writes up to 1.85 times of
/// them.
pub(super) const WINDOW: usize = 1 << 20;

/// Bytes that growth leaves free: sled takes its log by segments of 2 MiB, a batch is up to 1 MiB,
/// and forgetting and closing have to work still.
pub(super) const RESERVE: u64 = 16 << 20;

/// Of all records, pieces apart, the part that may be in the young layer before a rebuild begins by
/// itself: one in so many.
pub(super) const YOUNG_PART: u64 = 32;

/// As many may be there in any case: half a second to open.
pub(super) const YOUNG_MIN: u64 = 10_000;

/// No more may be there: some 40 MB of memory, and three seconds to open.
pub(super) const YOUNG_MAX: u64 = 50_000;

/// Bytes that may be in the young layer: values, some 4 KiB for each small record, and
/// [`RECORD_WEIGHT`]. From half of it on, a rebuild begins by itself. As many may be in the frozen
/// layer. Some 90,000 records, then; large files reach it first, and these take little memory.
pub(super) const YOUNG_BYTES: u64 = 1 << 30;

/// Bytes that a record counts for beside its own: the engine takes memory, log and time to open by
/// records. Without it 260,000 of them were in each layer: 309 MB resident, 11 s to open.
pub(super) const RECORD_WEIGHT: u64 = 8 << 10;

/// Bytes that what is received leaves free beside it: for marks of what was fetched, entries of
/// officers, answers, and the moves of records.
pub(super) const RESERVED_FROM_STRANGERS: u64 = 8 << 20;

/// Of these, bytes that the moves of records leave free: whoever has a code makes as many as they
/// like.
pub(super) const RESERVED_FROM_MOVES: u64 = 4 << 20;
