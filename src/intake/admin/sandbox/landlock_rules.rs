//! Landlock: which files, ports and sockets are allowed.
//!
//! Everything that Landlock can refuse is refused, except what [`AllowedAccess`] names. Nothing can
//! be executed, no device made, no TCP connection begun.
//!
//! Debian 12's kernel (6.1) knows the second version of Landlock's rules. What came later, our
//! filter of calls refuses as well, so that kernel is enough:
//!
//! | since | Landlock | `seccomp_filter` |
//! |---|---|---|
//! | 3 | emptying a file | `open` empties only what it may write; no `truncate` |
//! | 4 | TCP ports | no sockets but Unix ones, unless a port is wanted |
//! | 5 | requests to devices | three requests, none of them a device's |
//! | 6 | signals, sockets without a path | own threads only; no `connect` once doors are closed |

use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, LandlockStatus, NetPort, PathBeneath, PathFd,
    Ruleset, RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetError,
    RulesetStatus, Scope,
};

use super::allowed_access::{AllowedAccess, CannotConfine, Shortfall};

/// The newest rules that this code was tried with; an older kernel enforces those that it knows.
const KNOWN: ABI = ABI::V7;

/// Restricts this thread and those that it starts.
pub(super) fn restrict(access: &AllowedAccess) -> Result<Option<Shortfall>, CannotConfine> {
    let mut rules = everything_refused()?;
    for path in &access.reads {
        rules = allow(rules, path, AccessFs::from_read(KNOWN))?;
    }
    for path in &access.writes {
        rules = allow(rules, path, AccessFs::from_all(KNOWN) & !devices())?;
    }
    for port in &access.ports {
        rules = rules.add_rule(NetPort::new(*port, AccessNet::BindTcp))?;
    }
    let status = rules.restrict_self()?;
    Ok(match (status.ruleset, status.landlock) {
        (RulesetStatus::NotEnforced, _) => Some(Shortfall::Files),
        (_, LandlockStatus::Available { effective_abi, .. }) if effective_abi >= enough(access) => {
            None
        }
        _ => Some(Shortfall::SomeOfFiles),
    })
}

/// From this version on, nothing that Landlock does not know yet stays open; see above.
fn enough(access: &AllowedAccess) -> ABI {
    if access.ports.is_empty() {
        ABI::V2
    } else {
        ABI::V4
    }
}

fn everything_refused() -> Result<RulesetCreated, CannotConfine> {
    Ok(Ruleset::default()
        .handle_access(AccessFs::from_all(KNOWN))?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(Scope::from_all(KNOWN))?
        .create()?)
}

fn allow(
    rules: RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, CannotConfine> {
    let cannot = |error| CannotConfine::Path(path.to_owned(), error);
    let is_folder = std::fs::metadata(path).map_err(cannot)?.is_dir();
    let opened = PathFd::new(path).map_err(|error| CannotConfine::Files(error.to_string()))?;
    let mut access = access & !AccessFs::Execute;
    if !is_folder {
        access &= AccessFs::from_file(KNOWN);
    }
    Ok(rules.add_rule(PathBeneath::new(opened, access))?)
}

fn devices() -> BitFlags<AccessFs> {
    AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::MakeFifo | AccessFs::IoctlDev
}

impl From<RulesetError> for CannotConfine {
    fn from(error: RulesetError) -> Self {
        Self::Files(error.to_string())
    }
}
