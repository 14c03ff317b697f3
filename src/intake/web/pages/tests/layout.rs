//! What stands where on a page, and what stands there only if there is something to say.

use super::super::tests::scan::{Scanned, scan};
use super::samples::*;
use crate::text::{Language, say};

/// The sample of this name in each of the program's languages.
fn each_of(page: &str, mut look: impl FnMut(Language, &Scanned)) {
    for &language in Language::compiled() {
        let mut all = samples(language).into_iter();
        let (_, found) = all.find(|(name, _)| name == page).expect("a sample's name");
        look(language, &scan(found.html()));
    }
}

/// These texts stand on it in this order.
fn in_this_order(page: &str, texts: &[&str]) {
    each_of(page, |language, scanned| {
        let place = |id: &&str| {
            let found = scanned.text.find(&say(language, id));
            found.unwrap_or_else(|| panic!("{language:?} {page}: {id} is not there"))
        };
        let places: Vec<usize> = texts.iter().map(place).collect();
        assert!(places.is_sorted(), "{language:?} {page}: {places:?}");
    });
}

fn says(page: &str, id: &str) -> bool {
    let mut all = Vec::new();
    each_of(page, |language, scanned| {
        all.push(scanned.text.contains(&say(language, id)));
    });
    assert!(
        all.windows(2).all(|pair| pair[0] == pair[1]),
        "{id}: {all:?}"
    );
    all[0]
}

#[test]
fn what_protects_comes_before_what_is_chosen_or_written() {
    in_this_order(
        "start",
        &[
            "start-return-heading",
            "start-first-heading",
            "start-guide-hint",
            "start-check-hint",
            "start-rights-hint",
            "start-others",
            "start-sees-risk",
            "start-choose",
        ],
    );
    in_this_order(
        "form",
        &[
            "form-secret",
            "form-what",
            "form-more",
            "form-leave-out-section",
            "form-facts",
            "form-identity-section",
            "form-code-now",
            "form-slow",
            "form-send",
            "form-review",
            "form-line-breaks",
        ],
    );
    in_this_order(
        "answers",
        &[
            "answers-state-heading",
            "answers-written-heading",
            "answers-code-heading",
            "add-heading",
            "answers-auditor-heading",
            "leave-heading",
        ],
    );
}

#[test]
fn no_browser_checks_spelling_or_answers_before_the_server_does() {
    each_page(|name, _, scanned| {
        let fields = tags(scanned, "textarea").chain(tags(scanned, "input"));
        let typed = fields.filter(|tag| matches!(tag.get("type"), None | Some("text")));
        for field in typed {
            assert_eq!(field.get("spellcheck"), Some("false"), "{name}: {field:?}");
        }
        let mut forms = tags(scanned, "form");
        let all_checked_here =
            forms.all(|form| form.get("enctype").is_none() || form.get("novalidate").is_some());
        assert!(all_checked_here, "{name}");
    });
}

#[test]
fn a_printed_slip_has_the_code_and_the_day_alone_and_is_not_torn() {
    each_of("received", |language, scanned| {
        let code = tags(scanned, "section").find(|tag| tag.get("class") == Some("keep"));
        assert!(code.is_some(), "{language:?}");
    });
    let css = crate::text::STYLE;
    let printed = css.split("@media print").nth(1).expect("rules for paper");
    for hidden in [".top", "footer", ".button", ".unprinted"] {
        assert!(printed.contains(hidden), "{hidden}");
    }
    assert!(css.contains(".keep { break-inside: avoid"));
}

#[test]
fn the_rights_page_lists_its_own_headings_and_names_no_bill_that_is_no_law() {
    each_of("rights", |language, scanned| {
        let links = tags(scanned, "a").filter_map(|tag| tag.get("href")?.strip_prefix('#'));
        let headings: Vec<&str> = tags(scanned, "h2")
            .filter_map(|tag| tag.get("id"))
            .collect();
        for link in links.filter(|link| *link != "main") {
            assert!(headings.contains(&link), "{language:?}: {link}");
        }
        assert!(headings.len() > 9, "{headings:?}");
    });
    assert!(
        says("rights", "rights-liability-slapp"),
        "a pack says that it is in force"
    );
    assert!(!says("rights-no-contact", "rights-liability-slapp"));
    assert!(
        says("rights-no-contact", "rights-contacts-none"),
        "no heading stands alone"
    );
}

#[test]
fn the_statement_and_the_notice_say_all_that_is_asked_of_them() {
    in_this_order(
        "accessibility",
        &[
            "accessibility-state-heading",
            "accessibility-limits-heading",
            "accessibility-contact-heading",
            "accessibility-enforcement-heading",
        ],
    );
    each_of("accessibility", |language, scanned| {
        for said in ["pieklustamiba@example.org", "tiesibsargs.lv", "2026"] {
            assert!(scanned.text.contains(said), "{language:?}: {said}");
        }
    });
    in_this_order(
        "about",
        &[
            "about-operator-heading",
            "about-controller-term",
            "about-purpose-term",
            "about-what-term",
            "about-must-term",
            "about-who-term",
            "about-how-long-term",
            "about-rights-term",
            "about-others-term",
            "about-machine-term",
            "about-basis-term",
            "about-complaint-term",
        ],
    );
    each_of("about", |language, scanned| {
        for said in [
            "Valsts kanceleja",
            ".onion",
            "svilpe@example.org",
            "dvi.gov.lv",
        ] {
            assert!(scanned.text.contains(said), "{language:?}: {said}");
        }
    });
}
