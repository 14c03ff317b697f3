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

mod setup;
mod visitor;
mod walk;

use clap::Args;

use self::setup::{DemoSetup, Ports};
use self::visitor::Visitor;
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::report::receipt::Code;
use crate::text::{say, say_with};

/// `svilpe demo`
#[derive(Args, Debug)]
pub(crate) struct Demo {
    #[arg(long, help = "demo-arg-walk")]
    walk: bool,
}

impl Demo {
    /// Sets the stage and waits for Ctrl-C, or walks the whole loop once.
    pub(crate) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        runtime.block_on(async {
            // From here on, Ctrl-C is ours to answer: the folder goes before the program does.
            let mut ended = Ended::listen()?;
            tokio::select! {
                done = play(self.walk, context) => done,
                () = ended.heard() => Ok(()),
            }
        })
    }
}

async fn play(walk: bool, context: &CommandContext) -> Result<(), Failure> {
    context.advise("demo-preparing", &[]);
    let ports = if walk { Ports::Any } else { Ports::Usual };
    let stage = DemoSetup::set(context.language, ports)?;
    if walk {
        return walk::whole_loop(&stage, context).await;
    }
    let mut visitor = Visitor::new(&stage.reporters)?;
    let sample = say(context.language, "demo-sample");
    let code = visitor.report(&sample, None).await?;
    let code = Code::parse(&code).map_err(|_| Failure::refused("demo-differs"))?;
    invite(&stage, &code, context)?;
    std::future::pending().await
}

/// What there is, and the next four things to try.
fn invite(stage: &DemoSetup, code: &Code, context: &CommandContext) -> Result<(), Failure> {
    let officer = stage.officer_script().display().to_string();
    let reporter = stage.reporter_script().display().to_string();
    let auditor = stage.auditor_script().display().to_string();
    let code = code.expose();
    let arguments = [
        ("reporters", stage.reporters.as_str()),
        ("officers", stage.officers.as_str()),
        ("institution", &stage.institution_name),
        ("code", code.as_str()),
        ("officer", &officer),
        ("reporter", &reporter),
        ("auditor", &auditor),
    ];
    print(&say_with(context.language, "demo-invitation", &arguments))
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
