//! The random name of a kept item.

use std::fmt;

use crate::keys::random::random_bytes;

/// A kept item's random name at rest: 16 bytes, in hex on the officers' listener.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub(in crate::store) [u8; 16]);

impl RecordId {
    pub(in crate::store) fn random() -> Self {
        Self(random_bytes())
    }

    /// From 32 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let mut id = [0; 16];
        hex::decode_to_slice(hex, &mut id).ok()?;
        Some(Self(id))
    }

    /// 32 hex digits.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }
}

/// Ids are linkable: nothing prints them by accident.
impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecordId(…)")
    }
}
