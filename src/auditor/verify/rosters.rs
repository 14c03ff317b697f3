//! Roster files in a mirror.
//!
//! Each roster comes as four files: the roster, its signature, the institution's public
//! key and, after a change of key, the old key's signature over the new one. All are
//! checked here; what is not signed as it should be is as good as missing.
//!
//! Knows minisign keys and rosters. Never knows who is trusted first: see [`Pin`].

use std::io;

use crate::ledger::authority::RosterFacts;
use crate::ledger::entry::MinisignKey;
use crate::ledger::tiles::RosterPart;
use crate::roster::{Institution, InstitutionKey, Roster};

use super::mirror::{Mirror, RosterFiles};

/// An institution's key that the auditor knows from elsewhere.
#[derive(Clone, Debug)]
pub struct Pin {
    pub institution: Institution,
    pub key: MinisignKey,
}

/// All rosters whose signatures fit.
pub struct Rosters(pub Vec<RosterFacts>);
