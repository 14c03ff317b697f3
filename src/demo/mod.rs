//! The demo: one institution, two officers and an intake, thrown away at the end.
//!
//! Everything goes through the program's own front doors, as separate processes and over real HTTP,
//! so what is seen here is what is installed elsewhere. Keys and folders live in one temporary
//! folder.
//!
//! ```text
//!   svilpe demo ─▶ keygen, roster, init ─▶ serve ─▶ a sample report ─▶ waits for Ctrl-C ─▶ gone
//!          --walk ───────────────────────────────▶ report ─▶ answer ─▶ read ─▶ compared
//! ```

mod stage;
mod visitor;
mod walk;

use clap::Args;

use self::stage::{DemoStage, Ports};
use self::visitor::Visitor;
use crate::cli::ambient::{Ambient, print};
use crate::cli::failure::Failure;
use crate::report::receipt::Code;
use crate::text::{say, say_with};

/// `svilpe demo`
#[derive(Args, Debug, Default)]
pub(crate) struct Demo {
    #[arg(long, help = "demo-arg-walk")]
    walk: bool,
}

impl Demo {
    /// Sets the stage and waits for Ctrl-C, or walks the whole loop once.
    pub(crate) fn run(self, ambient: &Ambient) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        runtime.block_on(async {
            // From here on, Ctrl-C is ours to answer: the folder goes before the program does.
            let mut ended = Ended::listen()?;
            tokio::select! {
                done = play(self.walk, ambient) => done,
                () = ended.heard() => Ok(()),
            }
        })
    }
}

async fn play(walk: bool, ambient: &Ambient) -> Result<(), Failure> {
    ambient.advise("demo-preparing", &[]);
    let ports = if walk { Ports::Any } else { Ports::Usual };
    let stage = DemoStage::set(ambient.language, ports)?;
    if walk {
        return walk::whole_loop(&stage, ambient).await;
    }
    let mut visitor = Visitor::new(&stage.reporters)?;
    let sample = say(ambient.language, "demo-sample");
    let code = visitor.report(&sample, None).await?;
    let code = Code::parse(&code).map_err(|_| Failure::refused("demo-differs"))?;
    invite(&stage, &code, ambient)?;
    std::future::pending().await
}

/// What there is, and the next three things to try.
fn invite(stage: &DemoStage, code: &Code, ambient: &Ambient) -> Result<(), Failure> {
    let officer = stage.officer_script().display().to_string();
    let reporter = stage.reporter_script().display().to_string();
    let code = code.expose();
    let arguments = [
        ("reporters", stage.reporters.as_str()),
        ("officers", stage.officers.as_str()),
        ("institution", &stage.institution_name),
        ("code", code.as_str()),
        ("officer", &officer),
        ("reporter", &reporter),
    ];
    print(&say_with(ambient.language, "demo-invitation", &arguments))
}

/// Ctrl-C, or a polite end by a supervisor.
struct Ended {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Ended {
    fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let no_signals = |error| Failure::refused("command-no-runtime").with("why", error);
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(no_signals)?,
            terminate: signal(SignalKind::terminate()).map_err(no_signals)?,
        })
    }

    async fn heard(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
