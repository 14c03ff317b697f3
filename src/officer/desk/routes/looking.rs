//! Looking into a reporter's file: a clean copy, a preview. Both are made by a helper process that
//! can do nothing else, without the desk's lock.

use std::io::Read as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::response::{onward, page, saved_file};
use super::shared::{complaint, failed, in_case, on_a_thread, opened};
use crate::cli::failure::Failure;
use crate::keys::digest::Sha256;
use crate::officer::case::Case;
use crate::officer::case::opening::{closed, open, short};
use crate::officer::confined;
use crate::officer::desk::attachments::kind_of;
use crate::officer::desk::cross_site_checks::ShowsPicture;
use crate::officer::desk::opened::OpenedDesk;
use crate::officer::desk::pages::files as pages;
use crate::officer::desk::pages::files::{CleanCopyView, InsideView, PictureView};
use crate::officer::desk::state::DeskState;
use crate::report::sealed::open_foreign;
use crate::text::file_size::bytes_in_words;
use crate::text::terminal::OneLine;
use crate::text::{Language, say, say_with};

/// Which file of which item of which case.
#[derive(Deserialize)]
pub(super) struct FilePath {
    case: String,
    item: String,
    number: u16,
}

/// A file's own name and bytes.
struct WholeFile {
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

/// What a clean copy would be, before it is saved.
pub(super) async fn clean_copy(
    State(desk): State<Arc<DeskState>>,
    Path(path): Path<FilePath>,
) -> Response {
    with_file(desk, path, read, |desk, path, file| {
        let cleaned = confined::clean_copy(&file.bytes);
        opened(desk, |_, frame| {
            let language = frame.language;
            let left = cleaned.map(|cleaned| {
                let left = cleaned.left.iter();
                left.map(|id| say(language, id)).collect()
            });
            let view = CleanCopyView {
                case: path.case.clone(),
                name: OneLine(&file.name).to_string(),
                href: address(path),
                left: left.map_err(|failure| complaint(&failure, language)),
            };
            page(pages::clean_copy(&frame, &view))
        })
    })
    .await
}

/// The copy; the original stays as it is.
pub(super) async fn save_clean_copy(
    State(desk): State<Arc<DeskState>>,
    Path(path): Path<FilePath>,
) -> Response {
    with_file(desk, path, read, |desk, _, file| {
        let cleaned = confined::clean_copy(&file.bytes);
        opened(desk, |_, frame| match cleaned {
            Ok(cleaned) => saved_file(&copy_name(&file.name, frame.language), cleaned.bytes),
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

/// `līgums.pdf` becomes `līgums (tīra kopija).pdf`.
fn copy_name(name: &str, language: Language) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    let stem = say_with(language, "clean-name", &[("name", stem)]);
    format!("{stem}{ending}")
}

/// What a file holds that its reporter sealed before they sent it.
pub(super) async fn inside(
    State(desk): State<Arc<DeskState>>,
    Path(path): Path<FilePath>,
) -> Response {
    with_file(desk, path, read_inside, |desk, path, file| {
        opened(desk, |_, frame| {
            let kind = kind_of(&file.bytes);
            let is_short = kind == "desk-kind-text" && file.bytes.len() <= WORDS_MAX;
            let words = std::str::from_utf8(&file.bytes).ok().filter(|_| is_short);
            let view = InsideView {
                case: path.case.clone(),
                name: OneLine(&file.name).to_string(),
                size: bytes_in_words(file.bytes.len() as u64),
                kind: say(frame.language, kind),
                sha256: hex::encode(Sha256::of(&file.bytes)),
                href: address(path),
                words: words.map(|words| Zeroizing::new(words.to_owned())),
            };
            page(pages::inside(&frame, &view))
        })
    })
    .await
}

/// That, to be saved.
pub(super) async fn save_inside(
    State(desk): State<Arc<DeskState>>,
    Path(path): Path<FilePath>,
) -> Response {
    with_file(desk, path, read_inside, |desk, _, file| {
        opened(desk, |_, _| saved_file(&file.name, file.bytes))
    })
    .await
}

/// A small picture of a picture.
pub(super) async fn preview(
    State(desk): State<Arc<DeskState>>,
    Path(path): Path<FilePath>,
) -> Response {
    with_file(desk, path, read, |desk, path, file| {
        let picture = confined::preview(&file.bytes);
        opened(desk, |_, frame| match picture {
            Ok(picture) => {
                let length = picture.len().div_ceil(3) * 4;
                let mut encoded = Zeroizing::new(String::with_capacity(length));
                BASE64_STANDARD.encode_string(&picture, &mut encoded);
                let view = PictureView {
                    case: path.case.clone(),
                    name: OneLine(&file.name).to_string(),
                    picture: encoded,
                };
                let mut response = page(pages::picture(&frame, &view));
                response.extensions_mut().insert(ShowsPicture);
                response
            }
            Err(failure) => failed(&frame, &failure),
        })
    })
    .await
}

fn address(path: &FilePath) -> String {
    format!("/case/{}/file/{}/{}", path.case, path.item, path.number)
}

/// Answers with what comes of a file. It is read under the desk's lock, so that nothing is in
/// memory once it is locked but for this; what is done with it is done without.
async fn with_file(
    desk: Arc<DeskState>,
    path: FilePath,
    read: fn(&OpenedDesk, &Case, &FilePath) -> Result<WholeFile, Failure>,
    look: impl FnOnce(&Arc<DeskState>, &FilePath, WholeFile) -> Response + Send + 'static,
) -> Response {
    on_a_thread(move || {
        let mut whole = None;
        let refused = in_case(&desk, &path.case, |opened, case, _| {
            whole = Some(read(opened, case, &path)?);
            Ok(onward("/"))
        });
        whole.map_or(refused, |file| look(&desk, &path, file))
    })
    .await
}

fn read(desk: &OpenedDesk, case: &Case, path: &FilePath) -> Result<WholeFile, Failure> {
    let mut items = case.items().iter();
    let found = items.find(|one| short(&one.item) == path.item);
    let item = found
        .ok_or_else(|| Failure::refused("desk-no-such-file"))?
        .item;
    let mut opened = open(&desk.home, &desk.keys, item)?;
    let mut file = opened
        .file(path.number)
        .map_err(|why| closed(&item, &why))?;
    let length = file.note().length;
    if length > confined::FILE_MAX {
        return Err(Failure::refused("clean-too-large"));
    }
    let name = file.note().name.expose().to_owned();
    // With room for all of it: a growing one would leave copies behind.
    let capacity = usize::try_from(length).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    let damaged = |_| Failure::refused("officer-item-damaged").with("item", short(&item));
    file.read_to_end(&mut bytes).map_err(damaged)?;
    Ok(WholeFile { name, bytes })
}

/// What was sealed once more in it, opened with the officer's key.
fn read_inside(desk: &OpenedDesk, case: &Case, path: &FilePath) -> Result<WholeFile, Failure> {
    let file = read(desk, case, path)?;
    let bytes = open_foreign(&file.bytes, &desk.keys.opening);
    let bytes = bytes.map_err(|_| Failure::refused("inside-closed"))?;
    let name = file.name.strip_suffix(".age").unwrap_or(&file.name);
    let name = name.to_owned();
    Ok(WholeFile { name, bytes })
}

/// Bytes of a text that is shown; a longer one is saved.
const WORDS_MAX: usize = 64 * 1024;
