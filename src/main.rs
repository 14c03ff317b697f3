//! The command line: wiring only.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// Wipes all memory when it is freed (P11): what a request carried goes with the request, in every
/// library that touched it. Growing a buffer wipes the place it moved from.
#[global_allocator]
static WIPED_WHEN_FREED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {}
