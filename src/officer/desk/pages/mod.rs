//! The desk's pages as pure functions: from what is known to finished HTML.
//!
//! Keeps the officer's browser honest: no script, image, font or address of anyone else; whatever a
//! stranger wrote passes askama's escaping. The stylesheet is the reporters', and what a desk needs
//! beside it. Knows askama and the words. Never knows HTTP.

use std::fmt;
use std::sync::LazyLock;

use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use zeroize::Zeroizing;

use crate::keys::digest::Sha256;
use crate::rules::calendar::Day;
use crate::rules::calendar::date_words::weekday;
use crate::text::{self, Language};

pub(super) mod action;
pub(super) mod case;
pub(super) mod files;
pub(super) mod first;
pub(super) mod handover;
pub(super) mod help;
pub(super) mod many;
pub(super) mod plain;
pub(super) mod retention;
pub(super) mod today;

/// Finished HTML and its status. Wiped when dropped.
pub(super) struct DeskPage {
    pub status: u16,
    pub html: Zeroizing<String>,
}

/// What the head of each page needs.
pub(super) struct DeskFrame {
    pub language: Language,
    /// In the browser's tab; neutral, since history and bystanders see it.
    pub title: String,
    /// What each form carries; none where nobody is known to be at the desk.
    pub csrf_token: Option<String>,
    /// Seconds until the page looks again.
    pub look_again: Option<u8>,
    pub is_unlocked: bool,
}

/// Something said once, above the page.
pub(super) struct ShownNotice {
    pub is_complaint: bool,
    pub words: String,
    pub hint: String,
}

impl DeskFrame {
    pub(super) fn new(language: Language, title: &str, csrf_token: Option<String>) -> Self {
        Self {
            language,
            title: text::say(language, title),
            csrf_token,
            look_again: None,
            is_unlocked: false,
        }
    }

    pub(super) fn unlocked(mut self) -> Self {
        self.is_unlocked = true;
        self
    }

    pub(super) fn looking_again(mut self, seconds: u8) -> Self {
        self.look_again = Some(seconds);
        self
    }

    fn say(&self, id: &str) -> String {
        text::say(self.language, id)
    }

    fn token(&self) -> &str {
        self.csrf_token.as_deref().unwrap_or_default()
    }

    #[expect(clippy::unused_self, reason = "templates reach it through the frame")]
    fn style(&self) -> &'static str {
        style()
    }
}

impl fmt::Debug for DeskPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeskPage({}, {} bytes)", self.status, self.html.len())
    }
}

/// Renders a page; nothing a stranger wrote can make this fail.
fn finish(template: &impl Template, status: u16) -> DeskPage {
    let mut html = Zeroizing::new(String::with_capacity(PAGE_RESERVED));
    template
        .render_into(&mut *html)
        .expect("writing to memory does not fail, and no template returns an error of its own");
    DeskPage { status, html }
}

/// A day with its weekday: *pirmdiena, 07.12.2026.*
pub(super) fn dated(language: Language, day: Day) -> String {
    let written = day.to_string();
    let mut parts = written.split('-');
    let [year, month, day_of_month] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    let weekday = weekday(language, day);
    let arguments = [
        ("weekday", weekday.as_str()),
        ("year", year),
        ("month", month),
        ("day", day_of_month),
    ];
    text::say_with(language, "desk-date", &arguments)
}

/// How many days are left, or how many it is late.
pub(super) fn days_left(language: Language, days: i32) -> String {
    let id = if days < 0 {
        "desk-days-late"
    } else {
        "desk-days-left"
    };
    let days = days.unsigned_abs().to_string();
    text::say_with(language, id, &[("days", &days)])
}

/// The value for `style-src` in the content security policy.
pub(super) fn style_source() -> &'static str {
    static SOURCE: LazyLock<String> = LazyLock::new(|| {
        let digest = Sha256::of(style().as_bytes());
        format!("'sha256-{}'", BASE64_STANDARD.encode(digest))
    });
    &SOURCE
}

fn style() -> &'static str {
    static STYLE: LazyLock<String> =
        LazyLock::new(|| format!("{}{}", text::STYLE, include_str!("desk.css")));
    &STYLE
}

/// Bytes: most pages need no more, so that growing leaves no copies behind.
const PAGE_RESERVED: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_with_their_weekday_and_how_many_are_left() {
        let day: Day = "2026-12-07".parse().expect("a day");
        let (lv, en) = (Language::latvian(), Language::english());
        assert_eq!(dated(lv, day), "pirmdiena, 07.12.2026.");
        assert_eq!(dated(en, day), "Monday 2026-12-07");
        assert_eq!(days_left(lv, 1), "atlikusi 1 diena");
        assert_eq!(days_left(lv, 10), "atlikušas 10 dienas");
        assert_eq!(days_left(lv, 0), "šodien");
        assert_eq!(days_left(lv, -21), "kavējas 21 dienu");
        assert_eq!(days_left(en, -1), "1 day late");
    }

    #[test]
    fn the_stylesheet_asks_for_nothing_from_anywhere() {
        for asking in ["url(", "@import", "</style", "expression("] {
            assert!(!style().contains(asking), "{asking}");
        }
    }
}
