//! `svilpe officer desk`: one launch, from its link to its end.
//!
//! ```text
//!   127.0.0.1, any free port ─▶ one-time link ─▶ browser
//!        ▲ watched each second: left alone? slept? ─▶ locked
//! ```
//!
//! Keeps its part of P1 on the officer's computer: pages live in memory and on the loopback alone;
//! nothing of them is written. Each connection carries one request, so that what it read and wrote
//! is freed (and wiped) with it.

use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use clap::Args;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower_service::Service as _;

use super::cross_site_checks::LINK;
use super::routes::router;
use super::settings::{DeskSettings, LOCK_MINUTES_MAX};
use super::state::DeskState;
use crate::cli::command_context::{CommandContext, print};
use crate::cli::failure::Failure;
use crate::cli::sleep_watch::{SleepWatch, TICK};
use crate::officer::command::arguments::OfficerFolder;
use crate::officer::home::OfficerHome;

#[derive(Args, Debug)]
pub(crate) struct DeskOptions {
    #[arg(long, value_name = "DIR", help = "officer-arg-home")]
    home: Option<PathBuf>,
    #[arg(long, value_name = "MINUTES", help = "desk-arg-lock-after")]
    lock_after: Option<u8>,
    #[arg(long, help = "desk-arg-no-browser")]
    no_browser: bool,
}

impl DeskOptions {
    pub(in crate::officer) fn run(self, context: &CommandContext) -> Result<(), Failure> {
        let folder = OfficerFolder {
            home: self.home,
            passphrase_file: None,
        };
        let home = folder.home(context)?;
        let mut settings = DeskSettings::read(&home)?;
        if let Some(minutes) = self.lock_after {
            settings = settings
                .locking_after(minutes)
                .ok_or_else(|| Failure::usage("desk-lock-minutes").with("max", LOCK_MINUTES_MAX))?;
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?;
        let served = runtime.block_on(serve(home, settings, !self.no_browser, context));
        // What still fetches holds keys: it is not waited for, the process ends.
        runtime.shutdown_background();
        served
    }
}

async fn serve(
    home: OfficerHome,
    settings: DeskSettings,
    opens_browser: bool,
    context: &CommandContext,
) -> Result<(), Failure> {
    let cannot = |error| Failure::refused("desk-no-port").with("why", error);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.map_err(cannot)?;
    let port = listener.local_addr().map_err(cannot)?.port();
    let (closing, mut told) = watch::channel(false);
    let today = context.today.in_zone(home.pack()?.policy().zone());
    let desk = Arc::new(DeskState::new(home, port, today, settings, closing));
    let link = {
        let session = desk.session();
        let link = session.link().unwrap_or_default();
        format!("http://{}{LINK}{link}", desk.host())
    };
    context.advise("desk-started", &[]);
    print(&link)?;
    let _ = std::io::stdout().flush();
    if opens_browser {
        open_browser(&link);
    }
    let router = router(&desk);
    let watching = tokio::spawn(watch_clocks(Arc::clone(&desk)));
    tokio::select! {
        () = accept(listener, router) => {}
        () = ended() => {}
        _ = told.wait_for(|closing| *closing) => tokio::time::sleep(LAST_ANSWER).await,
    }
    watching.abort();
    desk.lock();
    context.advise("desk-ended", &[]);
    Ok(())
}

/// Each connection for itself; so many at once, and each for so long.
async fn accept(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    answer(stream, router).await;
                    drop(place);
                });
            }
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

/// One request. A head that does not come makes room after some seconds.
async fn answer(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut router = router.clone();
        async move { router.call(request.map(Body::new)).await }
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .keep_alive(false)
        .auto_date_header(false)
        .max_headers(HEADERS_MAX)
        .max_buf_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service);
    // Whoever went away hears nothing; there is nobody else to tell.
    let _ = tokio::time::timeout(CONNECTION_MAX, serving).await;
}

/// Locks the desk that nobody uses, and the one whose computer slept.
async fn watch_clocks(desk: Arc<DeskState>) {
    let mut sleep = SleepWatch::begin();
    loop {
        tokio::time::sleep(TICK).await;
        if sleep.slept() {
            desk.lock();
        }
        desk.lock_if_idle(Instant::now());
    }
}

/// Somebody ends the program: Ctrl-C, a closed terminal, the session's end.
#[cfg(unix)]
async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::terminate(), SignalKind::hangup()];
    let [Ok(mut terminate), Ok(mut hangup)] = kinds.map(signal) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}

#[cfg(not(unix))]
async fn ended() {
    let _ = tokio::signal::ctrl_c().await;
}

/// If there is a desktop. Other users of this computer may see the link in the list of programs for
/// that moment: it opens once, and whoever is faster still needs the passphrase.
fn open_browser(link: &str) {
    let opener: &[&str] = if cfg!(windows) {
        &["rundll32", "url.dll,FileProtocolHandler"]
    } else if cfg!(target_os = "macos") {
        &["open"]
    } else {
        let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].map(std::env::var_os);
        if has_desktop.iter().all(Option::is_none) {
            return;
        }
        &["xdg-open"]
    };
    let Some((program, arguments)) = opener.split_first() else {
        return;
    };
    // Without one, the link in the terminal is the way.
    let _ = Command::new(program)
        .args(arguments)
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

const CONNECTIONS_MAX: usize = 32;
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
const HEADERS_MAX: usize = 64;
const HEAD_MAX: usize = 64 * 1024;

/// A confirmation over Tor takes some of it; a large file, too.
const CONNECTION_MAX: Duration = Duration::from_secs(900);

/// For the page that says goodbye.
const LAST_ANSWER: Duration = Duration::from_millis(500);
