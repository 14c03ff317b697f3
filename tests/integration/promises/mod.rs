//! Each promise of `THREAT_MODEL.md`, through whole running processes and their front doors.

mod answers;
mod at_rest;
mod authorship;
mod codes;
mod floods;
mod forgotten;
mod glimpsed;
mod glimpser;
mod limits;
mod machine_pace;
mod receipts;
