//! The layer of encryption that lets a record be forgotten (P10).

pub(super) mod keyring;
pub(super) mod record_encryption;
