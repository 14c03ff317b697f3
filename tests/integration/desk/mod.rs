//! `svilpe officer desk`: the whole program, spoken to as a browser does.

mod accessible;
mod browser;
mod figures;
mod files;
mod guarded;
mod handover;
mod life;
mod looking;
mod many;
mod marks;
mod memory;
mod retention;
mod window;

pub use window::Window;

use crate::tools::Town;
use crate::world::{ok, typed};

/// Yesterday's report is in the ledger; the desk knows the server, which has another port today.
fn open_desk(town: &Town) -> Window {
    let server = typed(&town.world.intake.officers);
    ok(&mut town.anna().command(&["setup", "--server", &server]));
    Window::open(&town.anna().home)
}
