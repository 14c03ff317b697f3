//! Stack wiping: what work leaves behind on its thread's stack is overwritten.
//!
//! Keeps P11 where zeroizing types can't: moving a value copies it, and the copy stays in a dead
//! frame until something else happens to need the place. The allocator wipes the heap; this wipes
//! the stack below the caller, as deep as requests go. Without `unsafe`: a frame of zeros is put
//! where the dead frames were.

use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Does the work, then wipes the stack that it used.
pub(crate) fn wiped_after<T>(work: impl FnOnce() -> T) -> T {
    let done = apart(work);
    wipe();
    done
}

/// A future whose every step is wiped after: its task may move between threads.
pub(crate) fn wiping<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let mut future = Box::pin(future);
    std::future::poll_fn(move |context| step(future.as_mut(), context))
}

fn step<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    wiped_after(|| future.poll(context))
}

/// In a frame of its own, so that [`wipe`]'s frame lies where this one lay.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
#[expect(
    clippy::large_stack_arrays,
    reason = "to be as large as the frames that it covers"
)]
fn wipe() {
    let mut zeros = [0_u8; DEPTH];
    black_box(&mut zeros);
}

/// Bytes. Requests go less than half as deep, in a build without optimisation, too; threads have
/// eight times as much. Wiping takes some 5 µs.
const DEPTH: usize = 256 << 10;
