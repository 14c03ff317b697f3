//! Forms: names, labels, order, what is kept and what is wrong.

use std::collections::BTreeSet;

use super::super::tests::scan::{Tag, scan};
use super::super::*;
use super::samples::*;
use crate::intake::web::rejection::Rejection;
use crate::report::form::{Asked, Field, Form, FormInput, Problem, Wrong};
use crate::report::receipt::TypedDigits;

#[test]
fn every_control_has_a_label_and_every_description_exists() {
    each_page(|name, _, scanned| {
        let labels: Vec<&str> = tags(scanned, "label")
            .filter_map(|l| l.get("for"))
            .collect();
        let mut ids = BTreeSet::new();
        for id in scanned.tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{name}: id {id} twice");
        }
        for tag in &scanned.tags {
            let control = tag.name == "textarea"
                || (tag.name == "input" && tag.get("type") != Some("hidden"));
            if control {
                let id = tag.get("id").expect("a control has an id");
                assert_eq!(
                    labels.iter().filter(|of| **of == id).count(),
                    1,
                    "{name}: {id}"
                );
            }
            for reference in ["aria-describedby", "aria-labelledby"] {
                for id in tag
                    .get(reference)
                    .unwrap_or_default()
                    .split(' ')
                    .filter(|id| !id.is_empty())
                {
                    assert!(ids.contains(id), "{name}: {reference} {id}");
                }
            }
        }
        let headings = tags(scanned, "h1").count();
        assert_eq!(headings, 1, "{name} has {headings} first headings");
        assert!(
            tags(scanned, "html")
                .next()
                .is_some_and(|html| html.get("lang").is_some())
        );
    });
}

#[test]
fn every_name_is_a_field_and_every_field_has_a_place() {
    let mut seen = BTreeSet::new();
    each_page(|name, _, scanned| {
        if name.contains("check") {
            return;
        }
        for tag in scanned.tags.iter().filter(|tag| tag.name != "meta") {
            if let Some(field) = tag.get("name") {
                assert!(Field::parse(field).is_some(), "{name}: {field}");
                seen.insert(field.to_owned());
            }
        }
    });
    for field in Field::ALL {
        assert!(seen.contains(field.name()), "{field:?} is on no page");
    }
}

#[test]
fn hidden_fields_come_first_and_files_last() {
    each_page(|name, _, scanned| {
        let mut kinds = Vec::new();
        for tag in &scanned.tags {
            match (tag.name.as_str(), tag.get("type")) {
                ("form", _) => {
                    assert_eq!(tag.get("method"), Some("post"), "{name}");
                    kinds.clear();
                }
                ("input", Some("hidden")) => kinds.push(0),
                ("input", Some("file")) => kinds.push(2),
                ("input" | "textarea", _) => kinds.push(1),
                _ => {}
            }
            assert!(kinds.is_sorted(), "{name}: {kinds:?}");
        }
    });
}

/// What `autocomplete="off"` costs: Firefox then brings a form back empty. What it is worth: of a
/// one-line `input` browsers keep a history, of a `textarea` none; and hidden codes must be the
/// page's own, whatever was on it before.
#[test]
fn browsers_bring_words_back_and_never_an_old_code() {
    each_page(|name, _, scanned| {
        // The self-check's answers are for one look.
        let kept = |tag: &&Tag| !name.contains("check") || tag.name != "input";
        for tag in scanned.tags.iter().filter(kept) {
            let off = tag.get("autocomplete") == Some("off");
            match (tag.name.as_str(), tag.get("type")) {
                ("input", Some("hidden" | "text")) => assert!(off, "{name}: {tag:?}"),
                ("input" | "textarea", _) => assert!(!off, "{name}: {tag:?}"),
                _ => {}
            }
        }
        // Of the long form itself: files of answers have buttons before it.
        let is_long = |tag: &Tag| tag.name == "form" && tag.get("enctype").is_some();
        let long = scanned.tags.iter().skip_while(|tag| !is_long(tag));
        let first = long.clone().find(|tag| tag.name == "button");
        let is_dialog = |button: &Tag| button.get("formmethod") == Some("dialog");
        let blocks = first.is_some_and(is_dialog);
        assert_eq!(
            long.count() > 0,
            blocks,
            "{name}: Enter presses the first button"
        );
        let dialogs = tags(scanned, "button")
            .filter(|button| is_dialog(button))
            .count();
        assert_eq!(
            dialogs,
            usize::from(blocks),
            "{name}: no other button does nothing"
        );
        let is_page_of_its_own = tags(scanned, "form")
            .any(|form| form.get("enctype").is_some() && form.get("target").is_none());
        assert_eq!(is_page_of_its_own, name.ends_with(" form"), "{name}");
    });
}

#[test]
fn what_was_written_is_not_left_by_a_link() {
    let held = [
        "form",
        "form-wrong",
        "review",
        "review-wrong",
        "fresh",
        "fresh-taken",
        "answers",
        "answers-in-turns",
        "answers-none",
        "answers-missing",
        "answers-silent",
        "addition",
        "form-used",
        "form-used-moved",
        "locked",
        "locked-unsettled",
    ];
    each_page(|name, _, scanned| {
        let page_name = name.split_once(' ').expect("language first").1;
        let leads = tags(scanned, "a").any(|a| {
            let stays = a.get("href").is_some_and(|href| href.starts_with('#'))
                || a.get("target") == Some("_blank")
                || a.get("class") == Some("exit");
            !stays
        });
        assert_eq!(
            leads,
            !held.contains(&page_name) && page_name != "exit",
            "{name}"
        );
    });
}

#[test]
fn a_wrong_file_is_named_and_its_name_obeyed_by_nobody() {
    let asked = Asked {
        text_max: 65_536,
        families: &[],
        officers: &[],
    };
    let mut input = FormInput::new(Form::Addition);
    input.see_file();
    input.see_wrong_file(HOSTILE);
    for wrong in [Wrong::FileEmpty, Wrong::FileTooLarge, Wrong::FilesTooLarge] {
        let problems = [Problem {
            field: Field::Files,
            wrong,
        }];
        let view = AdditionView {
            code: FRESH,
            token: "p",
            add: AddView {
                readers: Some("Anna Bērziņa, Jānis Ozols"),
                text_max: asked.text_max,
                files: Some(LIMITS),
            },
            input: &input,
            problems: &problems,
        };
        let page = addition(at(Language::latvian()), &view);
        let named = page.html().contains("&#60;b&#62;x");
        assert_eq!(named, wrong != Wrong::FilesTooLarge);
        assert!(!page.html().contains("<b>"));
        assert!(
            page.html()
                .contains(&text::say(Language::latvian(), "form-files-again"))
        );
    }
}

#[test]
fn codes_stand_in_groups_and_in_hidden_fields_only() {
    let page = report_page(Language::latvian(), None);
    assert!(page.html().contains("<span>4921</span> <span>0633</span>"));
    assert!(
        page.html()
            .contains(&format!(r#"name="code" value="{CODE}""#))
    );
    each_page(|name, _, scanned| {
        for tag in &scanned.tags {
            for (attribute, value) in &tag.attributes {
                let digits = value.bytes().filter(u8::is_ascii_digit).count();
                let hidden = tag.get("type") == Some("hidden") && attribute == "value";
                // What was mistyped is to be mended.
                let typed = name.ends_with(" return-typo") && tag.get("id") == Some("code");
                assert!(
                    digits < 20 || hidden || typed,
                    "{name}: {attribute}={value}"
                );
            }
        }
    });
    let shown = ShownCode { digits: "ā2345" };
    assert_eq!(shown.groups().collect::<Vec<_>>(), ["ā2345"]);
    let long = ShownCode { digits: CODE };
    assert_eq!(long.groups().count(), 7);
}

#[test]
fn a_mistyped_code_is_counted_and_comes_back_in_fours() {
    let page = |typed: &str| {
        let typed = TypedDigits::of(typed);
        rejected_code(
            at(Language::latvian()),
            Rejection::TypoInCode,
            NONCE,
            Some(&typed),
        )
    };
    let short = page(&CODE[1..]);
    assert!(short.html().contains("27 ciparus"));
    let scanned = scan(short.html());
    let field = scanned
        .tags
        .iter()
        .find(|tag| tag.get("id") == Some("code"));
    let kept = field.and_then(|tag| tag.get("value"));
    assert_eq!(kept, Some("9210 6338 7514 4029 6873 1550 716"));
    let all = page(&CODE.replace("49", "94"));
    assert!(all.html().contains("Visi 28 cipari"));
}

#[test]
fn a_text_that_begins_with_a_line_end_keeps_it() {
    let page = report_page(Language::latvian(), Some(&[("what_happened", "\n\nKas")]));
    // A browser drops the first line end inside a textarea: ours, not the reporter's.
    assert!(page.html().contains(">\n\n\nKas</textarea>"));
}

#[test]
fn a_form_with_problems_says_so_everywhere() {
    for &language in Language::compiled() {
        let page = report_page(
            language,
            Some(&[("identity_name", "Anna"), ("harm", "daudz")]),
        );
        let html = page.html();
        assert_eq!(page.status(), 200);
        let first = tags(&scan(html), "a")
            .filter(|a| a.get("href") == Some("#what_happened"))
            .count();
        assert_eq!(first, 1);
        assert!(html.contains(r##"href="#identity_understood-1""##));
        assert!(html.contains(r#"aria-invalid="true""#));
        assert!(html.contains(&text::say(language, "problem-nothing-kept")));
        // None came, so none are asked for again.
        assert!(!html.contains(&text::say(language, "form-files-again")));
        assert!(html.contains(">\ndaudz</textarea>"));
        assert!(html.contains(">\nAnna</textarea>"));
        // Parts with something in them are open; the others stay folded.
        assert_eq!(
            tags(&scan(html), "details")
                .filter(|d| d.get("open").is_some())
                .count(),
            2
        );
        // The language link would lose what was written.
        assert!(!html.contains("hreflang"));
    }
}

#[test]
fn chosen_answers_stay_chosen() {
    let page = report_page(
        Language::english(),
        Some(&[
            ("category", "tax-evasion"),
            ("forward_consent", "without-files"),
            ("leave_out", "b2e1"),
            ("still_ongoing", "no"),
        ]),
    );
    let scanned = scan(page.html());
    let checked: BTreeSet<(&str, &str)> = tags(&scanned, "input")
        .filter(|input| input.get("checked").is_some())
        .filter_map(|input| Some((input.get("name")?, input.get("value")?)))
        .collect();
    let expected = [
        ("category", "tax-evasion"),
        ("forward_consent", "without-files"),
        ("if_not_recognised", "treat-as-tip"),
        ("leave_out", "b2e1"),
        ("still_ongoing", "no"),
    ];
    assert_eq!(checked, expected.into());
}

#[test]
fn a_server_s_problem_with_files_keeps_the_words() {
    let (families, officers) = (families(), officers());
    let asked = Asked {
        text_max: 65_536,
        families: &families,
        officers: &officers,
    };
    let mut input = FormInput::new(Form::Report);
    input
        .take(
            "what_happened",
            Zeroizing::new("Kas noticis".into()),
            &asked,
        )
        .expect("fits");
    let page = form(
        at(Language::latvian()),
        &FormView {
            institution: ("knab", "KNAB"),
            asked,
            files: None,
            code: CODE,
            token: "p",
            form_days: 2,
            input: Some(&input),
            problems: &[Problem {
                field: Field::Files,
                wrong: Wrong::FilesClosed,
            }],
            earlier: None,
        },
    );
    let scanned = scan(page.html());
    assert!(page.html().contains(">\nKas noticis</textarea>"));
    assert_eq!(
        tags(&scanned, "input")
            .filter(|i| i.get("type") == Some("file"))
            .count(),
        0
    );
    // The summary leads to the place where the files were.
    assert!(
        scanned
            .tags
            .iter()
            .any(|tag| tag.get("id") == Some("files"))
    );
}
