//! Nothing on a page runs, loads, leads elsewhere or gives a person away.

use std::collections::BTreeSet;

use super::super::tests::scan::scan;
use super::super::*;
use super::samples::*;

/// A03: nothing that runs, loads, or leads elsewhere.
#[test]
fn no_page_holds_what_could_run_or_leave() {
    let elements: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "span", "main", "footer",
        "nav", "ul", "ol", "li", "h1", "h2", "h3", "p", "br", "strong", "div", "section",
        "article", "form", "fieldset", "legend", "label", "input", "textarea", "button", "details",
        "summary", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
    ]
    .into();
    let attributes: BTreeSet<&str> = [
        "lang",
        "hreflang",
        "charset",
        "name",
        "content",
        "class",
        "id",
        "href",
        "rel",
        "target",
        "tabindex",
        "role",
        "autofocus",
        "method",
        "action",
        "enctype",
        "accept-charset",
        "autocomplete",
        "type",
        "value",
        "for",
        "rows",
        "spellcheck",
        "inputmode",
        "required",
        "checked",
        "multiple",
        "hidden",
        "formmethod",
        "formnovalidate",
        "formaction",
        "formenctype",
        "formtarget",
        "novalidate",
        "readonly",
        "open",
        "dir",
        "translate",
        "scope",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "aria-invalid",
        "aria-current",
    ]
    .into();
    each_page(|name, page, scanned| {
        for tag in &scanned.tags {
            assert!(
                elements.contains(tag.name.as_str()),
                "{name}: <{}>",
                tag.name
            );
            for (attribute, value) in &tag.attributes {
                assert!(
                    attributes.contains(attribute.as_str()),
                    "{name}: {attribute}"
                );
                if ["href", "action", "formaction"].contains(&attribute.as_str()) {
                    let inside = value.starts_with('#')
                        || (value.starts_with('/') && !value.starts_with("//"));
                    assert!(inside && !value.contains(':'), "{name}: {value}");
                }
            }
        }
        let lower = page.html().to_lowercase();
        for banned in [
            "http-equiv",
            "javascript:",
            "data:",
            "@import",
            "@font-face",
            "url(",
            "http:",
            "https:",
        ] {
            assert!(!lower.contains(banned), "{name}: {banned}");
        }
    });
}

#[test]
fn every_link_leads_to_a_page_that_is_there() {
    each_page(|name, _, scanned| {
        let ids: BTreeSet<&str> = scanned
            .tags
            .iter()
            .filter_map(|tag| tag.get("id"))
            .collect();
        for link in tags(scanned, "a") {
            let href = link.get("href").expect("a link leads somewhere");
            let href = href
                .strip_suffix("/rights#others")
                .map_or(href, |_| "/rights");
            let href = href.strip_suffix("#by-name").unwrap_or(href);
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(ids.contains(anchor), "{name}: {href}");
                continue;
            }
            let known = Language::compiled().iter().any(|language| {
                [
                    PageAddress::Start,
                    PageAddress::Guide,
                    PageAddress::Check,
                    PageAddress::Rights,
                    PageAddress::How,
                    PageAddress::Statistics,
                    PageAddress::Accessibility,
                    PageAddress::About,
                    PageAddress::Return,
                    PageAddress::Exit,
                    PageAddress::Areas,
                    PageAddress::Institution("knab"),
                    PageAddress::Institution("vides-dienests"),
                    PageAddress::Form("knab"),
                    PageAddress::Form("vides-dienests"),
                ]
                .into_iter()
                .any(|place| at(*language).path(place) == href)
            });
            assert!(known, "{name}: {href}");
        }
    });
}

#[test]
fn every_page_has_the_quick_exit_but_the_exit_itself() {
    each_page(|name, _, scanned| {
        let exits = tags(scanned, "a").filter(|a| a.get("class") == Some("exit"));
        let expected = usize::from(!name.ends_with(" exit"));
        assert_eq!(exits.count(), expected, "{name}");
    });
}

#[test]
fn the_exit_says_nothing_of_the_rest() {
    for &language in Language::compiled() {
        let page = exit_page(language);
        let scanned = scan(page.html());
        assert_eq!(tags(&scanned, "a").count(), 0);
        let text = scanned.text.to_lowercase();
        for word in [
            "svilpe",
            "ziņo",
            "kod",
            "report",
            "code",
            "trauksm",
            "whistle",
            "anon",
            "сообщ",
            "код",
            "повідомл",
        ] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(page.html().contains("2026"));
    }
    assert!(
        exit_page(Language::latvian())
            .html()
            .contains("<title>Svētku dienas 2026</title>")
    );
    assert!(
        exit_page(Language::latvian())
            .html()
            .contains("ceturtdiena"),
        "1\u{a0}January 2026"
    );
}

#[test]
fn titles_and_addresses_tell_a_bystander_nothing() {
    each_page(|name, page, _| {
        let title = page.html().split("<title>").nth(1).expect("a title");
        let title = title
            .split("</title>")
            .next()
            .expect("split gives one")
            .to_lowercase();
        for word in [
            "ziņo",
            "trauksm",
            "pārkāp",
            "anonīm",
            "report",
            "whistle",
            "breach",
            "korup",
            "сообщ",
            "наруш",
            "повідомл",
            "поруш",
        ] {
            assert!(!title.contains(word), "{name}: {title}");
        }
    });
}

#[test]
fn what_people_write_is_shown_and_never_obeyed() {
    let words = [
        "what_happened",
        "when",
        "where",
        "who_involved",
        "harm",
        "evidence",
        "reported_result",
        "fear_detail",
        "identity_name",
        "identity_contact",
    ];
    let pairs = words.map(|name| (name, HOSTILE));
    for &language in Language::compiled() {
        let page = report_page(language, Some(&pairs));
        let scanned = scan(page.html());
        assert_eq!(
            tags(&scanned, "b").count() + tags(&scanned, "script").count(),
            0
        );
        assert_eq!(
            page.html().matches("&#60;b&#62;x&#60;/b&#62;").count(),
            words.len()
        );
        let reply = [ReplyView {
            officer: Some(HOSTILE),
            day: day("2026-11-24"),
            text: HOSTILE,
            after: 0,
            files: ReplyFiles::Offered(vec![OfferedFile {
                name: HOSTILE.to_owned(),
                size: "1 B".to_owned(),
                token: "AAAA".to_owned(),
            }]),
        }];
        let page = answers_page(language, &reply, None);
        let scanned = scan(page.html());
        assert_eq!(
            tags(&scanned, "b").count() + tags(&scanned, "script").count(),
            0
        );
        assert_eq!(page.html().matches("&#60;b&#62;x&#60;/b&#62;").count(), 3);
        assert_eq!(page.html().len(), Size::Medium.bytes());
    }
}

#[test]
fn the_stylesheet_is_the_one_that_the_policy_names() {
    each_page(|name, _, scanned| {
        assert_eq!(scanned.style, STYLE, "{name}");
        assert_eq!(tags(scanned, "style").count(), 1);
    });
    assert!(!STYLE.contains("</") && !STYLE.contains('\r'));
    assert_eq!(style_hash().len(), 44);
    assert_eq!(style_source(), format!("'sha256-{}'", style_hash()));
}

#[test]
fn a_page_shows_nothing_of_itself_when_debugged() {
    let page = received(at(Language::latvian()), CODE, ARRIVED, day("2026-11-28"));
    assert_eq!(format!("{page:?}"), "Page(200, 131072 bytes)");
}

#[test]
fn every_page_says_its_language_and_its_direction_and_no_rule_knows_left_from_right() {
    each_page(|name, _, scanned| {
        let html = tags(scanned, "html").next().expect("a root");
        let code = name.split(' ').next();
        assert_eq!(html.get("lang"), code, "{name}");
        assert_eq!(html.get("dir"), Some("ltr"), "{name}");
    });
    for side in ["left", "right"] {
        assert!(!STYLE.contains(side), "{side}: say start or end");
    }
}

#[test]
fn headings_come_in_order_and_every_summary_has_a_name() {
    each_page(|name, page, scanned| {
        let mut before = 0;
        for tag in &scanned.tags {
            let level = ["h1", "h2", "h3"]
                .iter()
                .position(|heading| *heading == tag.name);
            if let Some(level) = level.map(|at| at + 1) {
                assert!(level <= before + 1, "{name}: h{level} after h{before}");
                before = level;
            }
        }
        assert!(!page.html().contains("<summary></summary>"), "{name}");
    });
}
