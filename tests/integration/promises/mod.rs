//! Each promise of `THREAT_MODEL.md`, through whole running processes and their front doors.

mod answers;
mod at_rest;
mod codes;
mod floods;
mod forgotten;
mod limits;
mod receipts;
