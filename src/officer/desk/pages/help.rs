//! Help: a page for each step, with what the law asks.

use askama::Template;

use super::{DeskFrame, DeskPage, finish};

/// A heading, and its topics by address and title.
pub(in crate::officer::desk) struct HelpGroup {
    pub heading: String,
    pub topics: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "help/all.html")]
struct HelpListTemplate<'a> {
    frame: &'a DeskFrame,
    groups: &'a [HelpGroup],
}

#[derive(Template)]
#[template(path = "help/one.html")]
struct HelpTopicTemplate<'a> {
    frame: &'a DeskFrame,
    title: String,
    what: String,
    law: String,
    /// The country's own, where its pack says something of it.
    law_here: Option<&'a str>,
}

pub(in crate::officer::desk) fn all(frame: &DeskFrame, groups: &[HelpGroup]) -> DeskPage {
    finish(&HelpListTemplate { frame, groups }, 200)
}

pub(in crate::officer::desk) fn one(
    frame: &DeskFrame,
    (topic, title): (&str, String),
    law_here: Option<&str>,
) -> DeskPage {
    let template = HelpTopicTemplate {
        title,
        what: frame.say(&format!("help-{topic}-what")),
        law: frame.say(&format!("help-{topic}-law")),
        law_here,
        frame,
    };
    finish(&template, 200)
}
