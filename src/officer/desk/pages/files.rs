//! A file's clean copy, and its preview.

use askama::Template;
use zeroize::Zeroizing;

use super::{DeskFrame, DeskPage, ShownNotice, finish};

/// What a clean copy would be.
pub(in crate::officer::desk) struct CleanCopyView {
    pub case: String,
    pub name: String,
    /// Of the file; the copy is saved below it.
    pub href: String,
    /// What may be left in it, or why there is none.
    pub left: Result<Vec<String>, ShownNotice>,
}

/// What was sealed once more inside a report's file.
pub(in crate::officer::desk) struct InsideView {
    pub case: String,
    pub name: String,
    pub size: String,
    /// By its first bytes.
    pub kind: String,
    pub sha256: String,
    /// Of the sealed file; what is in it is saved below it.
    pub href: String,
    /// Its words, if it is a text of bearable length.
    pub words: Option<Zeroizing<String>>,
}

/// A picture made anew.
pub(in crate::officer::desk) struct PictureView {
    pub case: String,
    pub name: String,
    /// PNG, in base64.
    pub picture: Zeroizing<String>,
}

#[derive(Template)]
#[template(path = "files/clean.html")]
struct CleanCopyTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a CleanCopyView,
}

#[derive(Template)]
#[template(path = "files/inside.html")]
struct InsideTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a InsideView,
}

#[derive(Template)]
#[template(path = "files/picture.html")]
struct PictureTemplate<'a> {
    frame: &'a DeskFrame,
    view: &'a PictureView,
}

pub(in crate::officer::desk) fn clean_copy(frame: &DeskFrame, view: &CleanCopyView) -> DeskPage {
    let status = if view.left.is_ok() { 200 } else { 422 };
    finish(&CleanCopyTemplate { frame, view }, status)
}

pub(in crate::officer::desk) fn inside(frame: &DeskFrame, view: &InsideView) -> DeskPage {
    finish(&InsideTemplate { frame, view }, 200)
}

pub(in crate::officer::desk) fn picture(frame: &DeskFrame, view: &PictureView) -> DeskPage {
    finish(&PictureTemplate { frame, view }, 200)
}
