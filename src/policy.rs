//! The policy: rules of handling, read from `policy/`.
//!
//! Skeleton: helper C owns this file. Fields may be added; the accessors below are what others call.

use std::time::Duration;

/// Checked rules. Made only by [`Policy::parse`].
pub struct Policy {/* private */}

#[derive(Debug)]
pub struct BadPolicy;

/// A breach category's slug, e.g. `public-funds`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Category(String);

impl Policy {
    pub fn parse(_text: &str) -> Result<Self, BadPolicy> {
        todo!()
    }
    /// SHA-256 of the file's bytes.
    pub fn digest(&self) -> [u8; 32] {
        todo!()
    }
    // limits
    pub fn text_max(&self) -> usize {
        todo!()
    } // bytes of all answers together, default 64 KiB
    pub fn files_max(&self) -> usize {
        todo!()
    } // 20
    pub fn file_bytes_max(&self) -> u64 {
        todo!()
    } // 100 MiB
    pub fn total_bytes_max(&self) -> u64 {
        todo!()
    } // 250 MiB
    pub fn uploads_at_once(&self) -> usize {
        todo!()
    } // 64
    pub fn connections_max(&self) -> usize {
        todo!()
    } // 512
    pub fn header_timeout(&self) -> Duration {
        todo!()
    } // 15 s
    pub fn body_window(&self) -> Duration {
        todo!()
    } // 60 s
    pub fn body_window_bytes_min(&self) -> u64 {
        todo!()
    } // 4 KiB per window
    // receipt
    pub fn stretch_memory_kib(&self) -> u32 {
        todo!()
    } // 8192
    pub fn stretch_passes(&self) -> u32 {
        todo!()
    } // 1
    pub fn stretches_at_once(&self) -> usize {
        todo!()
    } // 2
    pub fn renewal(&self) -> Renewal {
        todo!()
    }
    pub fn form_days(&self) -> i32 {
        todo!()
    } // a form's code may be used this many days: 2
    // retention, in days
    pub fn drop_after_all_fetched(&self) -> bool {
        todo!()
    }
    pub fn keep_sealed_days(&self) -> i32 {
        todo!()
    }
    pub fn keep_reply_days(&self) -> i32 {
        todo!()
    }
    // when to come back, in days after sending (7)
    pub fn acknowledge_days(&self) -> i32 {
        todo!()
    }
    // categories: 7 families, each with categories; names from the policy file in lv and en
}

/// What happens to a code when it is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renewal {
    EachVisit,
    Never,
}
