//! The server that reporters and officers' tools talk to.
pub mod admit;
pub mod circuit;
pub mod crowd;
pub mod gate;
pub mod listen;
pub mod parts;
pub mod process;
pub mod proof;
pub mod stretch;
pub mod torrc;
