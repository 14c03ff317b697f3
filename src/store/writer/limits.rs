//! Bytes between two syncs, and bytes that stay free.

/// Bytes of values between two syncs: half a segment of log, since sled writes up to 1.85 times of
/// them.
pub(super) const WINDOW: usize = 1 << 20;

/// Bytes that growth leaves free: sled takes its log by segments of 2 MiB, a batch is up to 1 MiB,
/// and forgetting and closing have to work still.
pub(super) const RESERVE: u64 = 16 << 20;

/// Records in the young layer, pieces apart, from which on a rebuild begins by itself: some 40 MB of
/// memory, and a second to open.
pub(super) const YOUNG_RECORDS: usize = 50_000;

/// Bytes that what is received leaves free beside it: for marks of what was fetched, entries of
/// officers, answers, and the moves of records.
pub(super) const RESERVED_FROM_STRANGERS: u64 = 8 << 20;
