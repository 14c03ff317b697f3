//! `svilpe demo --walk`: the whole loop once, each step with its time.

use std::time::Instant;

use super::setup::DemoSetup;
use super::visitor::Visitor;
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::keys::random::random_bytes;
use crate::text::say;

/// Report with a file, fetch, read, answer, come back, renew, read. Succeeds only if the answer
/// that the reporter reads is the one that the officer wrote.
pub(super) async fn whole_loop(stage: &DemoSetup, context: &CommandContext) -> Result<(), Failure> {
    let mut visitor = Visitor::new(&stage.reporters)?;
    let mut steps = Steps {
        context,
        since: Instant::now(),
    };
    let sample = say(context.language, "demo-sample");
    let evidence: Vec<u8> = random_bytes::<4096>().repeat(256);
    let code = visitor
        .report(&sample, Some(("rēķini.bin", &evidence)))
        .await?;
    steps.done("demo-step-sent");

    stage.officer(&["sync"])?;
    steps.done("demo-step-fetched");
    let case = only_case(stage)?;
    let read = stage.officer(&["read", &case])?;
    if !String::from_utf8_lossy(&read.stdout).contains(&sample) {
        return Err(Failure::refused("demo-differs"));
    }
    steps.done("demo-step-opened");

    let answer = format!(
        "{} {}",
        say(context.language, "demo-answer"),
        hex::encode(random_bytes::<8>())
    );
    stage.officer_with(&["reply", &case], answer.as_bytes())?;
    steps.done("demo-step-answered");

    let (fresh, token) = visitor.enter(&code).await?;
    steps.done("demo-step-returned");
    let page = visitor.open(&code, &fresh, &token).await?;
    steps.done("demo-step-renewed");
    if !page.contains(&format!("<p dir=\"auto\">{answer}</p>")) {
        return Err(Failure::refused("demo-differs"));
    }
    if visitor.enter(&code).await.is_ok() {
        return Err(Failure::refused("demo-used-code"));
    }
    steps.done("demo-step-used");
    print(&say(context.language, "demo-walked"))
}

/// The one case of a fresh demo, by its reference.
fn only_case(stage: &DemoSetup) -> Result<String, Failure> {
    let listed = stage.officer(&["list", "--json"])?;
    let cases: serde_json::Value =
        serde_json::from_slice(&listed.stdout).map_err(|_| Failure::refused("demo-differs"))?;
    let case = cases[0]["case"]
        .as_str()
        .ok_or_else(|| Failure::refused("demo-differs"))?;
    Ok(case.to_owned())
}

struct Steps<'a> {
    context: &'a CommandContext,
    since: Instant,
}

impl Steps<'_> {
    fn done(&mut self, text: &str) {
        let took = self.since.elapsed().as_millis();
        let line = format!("{took:>6} ms  {}", say(self.context.language, text));
        // Nobody reads along: the walk goes on, its exit code tells.
        let _ = print(&line);
        self.since = Instant::now();
    }
}
