//! The basis: by what a year's figures can be computed again.
//!
//! Names the ledger as it was when the year was first published, the rules that it was counted by,
//! and what was wrong with it then. Knows digests and numbers. Never knows an entry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::keys::lower_hex;
use crate::ledger::tree::{Head, TreeHash};

/// From what a year was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReleaseBasis {
    /// The ledger's size and root.
    pub head: Head,
    /// SHA-256 of the policy.
    pub policy: [u8; 32],
    /// What was wrong with the ledger, as the auditor who counted saw it.
    pub findings: u64,
    /// The version of the program that counted: 1 to 40 printable characters.
    pub program: String,
}

/// As it is written: the root in base64, as in checkpoints, the digest in hexadecimal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenBasis {
    size: u64,
    root: String,
    policy: String,
    findings: u64,
    program: String,
}

impl ReleaseBasis {
    /// Of what this program counts from a ledger.
    pub fn of(head: Head, policy: [u8; 32], findings: u64) -> Self {
        Self {
            head,
            policy,
            findings,
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    pub(super) fn written(&self) -> WrittenBasis {
        WrittenBasis {
            size: self.head.size,
            root: self.head.root.to_base64(),
            policy: hex::encode(self.policy),
            findings: self.findings,
            program: self.program.clone(),
        }
    }

    /// None if a member breaks its rule.
    pub(super) fn read(written: WrittenBasis) -> Option<Self> {
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let fits = (1..=PROGRAM_MAX).contains(&written.program.len()) && plain(&written.program);
        fits.then_some(())?;
        Some(Self {
            head: Head {
                size: written.size,
                root: TreeHash::parse_base64(&written.root)?,
            },
            policy: lower_hex::parse(&written.policy)?,
            findings: written.findings,
            program: written.program,
        })
    }
}

/// For files that take a line.
impl fmt::Display for ReleaseBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, root) = (self.head.size, self.head.root.to_base64());
        let policy = hex::encode(self.policy);
        let Self {
            findings, program, ..
        } = self;
        write!(
            f,
            "ledger of {size} entries, root {root}, policy {policy}, findings {findings}, svilpe {program}"
        )
    }
}

const PROGRAM_MAX: usize = 40;
