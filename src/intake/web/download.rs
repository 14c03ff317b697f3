//! Downloads: an officer's file on its way to a reporter's browser.
//!
//! Keeps its part of P1 and P9: a file is opened piece by piece, in memory alone, and goes as bytes
//! to be saved; nobody's browser renders it. Its last piece only goes when all of it is the file
//! that the answer names: a broken one is a download that fails.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::time::Instant;

use super::download_token::{Download, NoDownload};
use super::rejection::Rejection;
use crate::intake::Intake;
use crate::intake::http::extract::circuit_of;
use crate::intake::http::request_limit::RequestPermit;
use crate::intake::http::urlencoded;
use crate::report::mailbox::{FileAssembly, PiecesLocator};
use crate::text::file_name::{content_disposition, safe_file_name};

/// What is left of a file that goes out.
struct OutgoingFile {
    intake: Arc<Intake>,
    mailbox: PiecesLocator,
    assembly: FileAssembly,
    /// Opened, and not sent yet.
    ready: Bytes,
    /// When it must be through.
    ends: Instant,
    /// Held until the last byte.
    _place: RequestPermit,
}

/// Why a file does not go on. Its connection ends; nobody reads more of it.
#[derive(Debug)]
enum Broken {
    TooSlow,
    NotThere,
}

/// The file that a form's token opens.
pub(super) async fn download(
    intake: &Arc<Intake>,
    request: Request,
) -> Result<Response, Rejection> {
    let circuit = circuit_of(&request);
    let fields = urlencoded::pairs(request, &intake.short_bodies).await?;
    let [(name, token)] = &fields[..] else {
        return Err(Rejection::BadRequest);
    };
    if name != TOKEN {
        return Err(Rejection::BadRequest);
    }
    let opened = intake
        .download_tokens
        .open(token, std::time::Instant::now());
    let Download { mailbox, place } = opened?;
    let permit = intake.request_limits.for_download().enter(circuit).await?;
    let mut file = OutgoingFile {
        intake: Arc::clone(intake),
        mailbox,
        assembly: place.assembly(),
        ready: Bytes::new(),
        ends: Instant::now() + patience(place.length),
        _place: permit,
    };
    // What is not there any more is a page, and not half a file.
    file.fetch().await.map_err(|_| Rejection::FilesGone)?;
    let frames = stream::try_unfold(file, OutgoingFile::frame);
    let mut response = Body::from_stream(frames).into_response();
    let headers = response.headers_mut();
    let name = content_disposition(&safe_file_name(place.name.expose()));
    let name = HeaderValue::from_str(&name).expect("ASCII");
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CONTENT_LENGTH, place.length.into());
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    Ok(response)
}

impl OutgoingFile {
    async fn frame(mut self) -> Result<Option<(Bytes, Self)>, Broken> {
        if Instant::now() >= self.ends {
            return Err(Broken::TooSlow);
        }
        if self.ready.is_empty() {
            if self.assembly.wanted().is_none() {
                return Ok(None);
            }
            self.fetch().await?;
        }
        let length = self.ready.len().min(FRAME);
        let frame = self.ready.split_to(length);
        Ok(Some((frame, self)))
    }

    /// Opens the next piece.
    async fn fetch(&mut self) -> Result<(), Broken> {
        let wanted = self.assembly.wanted().ok_or(Broken::NotThere)?;
        let sealed = self.intake.store.piece(self.mailbox, wanted).await;
        let sealed = sealed.map_err(|_| Broken::NotThere)?;
        let sealed = sealed.ok_or(Broken::NotThere)?;
        let opened = self.assembly.take(&sealed);
        // Wiped when its last byte is sent.
        self.ready = Bytes::from_owner(opened.map_err(|_| Broken::NotThere)?);
        Ok(())
    }
}

/// As long as an upload of that length may take at the slowest.
fn patience(length: u64) -> Duration {
    PATIENCE + Duration::from_secs(length / SLOWEST)
}

impl From<NoDownload> for Rejection {
    fn from(_: NoDownload) -> Self {
        Self::FilesGone
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooSlow => "taken too slowly",
            Self::NotThere => "a piece is not there, or not the file's",
        })
    }
}

impl std::error::Error for Broken {}

/// The form's only field.
const TOKEN: &str = "token";

/// Bytes handed to the connection at once: between two of them, slowness is noticed.
const FRAME: usize = 16 * 1024;

/// However short the file.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes a second, as for an upload.
const SLOWEST: u64 = 8 * 1024;
