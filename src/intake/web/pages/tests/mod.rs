mod forms;
mod layout;
mod safety;
mod samples;
#[cfg(test)]
mod scan;

use self::scan::scan;
use super::*;
use crate::intake::web::rejection::Rejection;
use crate::rules::calendar::Day;
use samples::*;

#[test]
#[ignore = "writes pages to $SVILPE_PAGES, to be looked at with a browser"]
fn write_every_page() {
    let folder = std::env::var("SVILPE_PAGES").expect("SVILPE_PAGES names a folder");
    each_page(|name, page, _| {
        std::fs::write(format!("{folder}/{name}.html"), page.html()).expect("written");
    });
}

#[test]
fn every_page_has_one_of_three_sizes() {
    each_page(|name, page, _| {
        let sizes = Size::ALL.map(Size::bytes);
        assert!(
            sizes.contains(&page.html().len()),
            "{name}: {}",
            page.html().len()
        );
    });
}

#[test]
fn pages_to_read_are_small_and_what_comes_of_a_form_is_medium() {
    each_page(|name, page, _| {
        let page_name = name.split_once(' ').expect("language first").1;
        let medium = [
            "form",
            "form-wrong",
            "review",
            "review-wrong",
            "return-typo",
            "received",
            "return",
            "fresh",
            "fresh-taken",
            "answers",
            "answers-in-turns",
            "answers-none",
            "answers-missing",
            "answers-silent",
            "added",
            "addition",
            "form-used",
            "form-used-moved",
            "locked",
            "locked-unsettled",
            "rejection-typoincode",
            "rejection-codeopensnothing",
            "rejection-visitunsettled",
        ];
        let size = if medium.contains(&page_name) {
            Size::Medium
        } else {
            Size::Small
        };
        assert_eq!(page.html().len(), size.bytes(), "{name}");
    });
}

#[test]
fn a_code_that_opens_nothing_looks_like_one_that_does() {
    for &language in Language::compiled() {
        let opens = fresh_code(at(language), FreshIs::New, CODE, FRESH, "p");
        for rejected in [
            Rejection::CodeOpensNothing,
            Rejection::TypoInCode,
            Rejection::VisitUnsettled,
        ] {
            let nothing = rejection(at(language), rejected);
            assert_eq!(nothing.html().len(), opens.html().len());
            assert_eq!(nothing.status(), opens.status());
        }
        let reply = [ReplyView {
            officer: Some("A"),
            day: day("2026-11-24"),
            text: "x",
            after: 0,
            files: ReplyFiles::Offered(Vec::new()),
        }];
        let without = answers_page(language, &[], None);
        let with = answers_page(language, &reply, Some(line()));
        assert_eq!(without.html().len(), opens.html().len());
        assert_eq!(with.html().len(), opens.html().len());
    }
}

#[test]
fn a_text_that_no_page_can_show_is_refused() {
    let fits = "<".repeat(90_000);
    let page = report_page(Language::latvian(), Some(&[("what_happened", &fits)]));
    assert_eq!(page.html().len(), Size::Large.bytes());
    let beyond = "<".repeat(130_000);
    let page = report_page(Language::latvian(), Some(&[("what_happened", &beyond)]));
    assert_eq!(page.status(), Rejection::TooLarge.status());
}

/// Below a form whose code was used its words stand once more, to be added: unless no page holds
/// them twice.
#[test]
fn words_that_fit_a_page_once_come_back_whatever_their_code() {
    let opens = Some((CODE, "cHJvb2Y"));
    for (length, hidden) in [(40_000, 1), (90_000, 0)] {
        let words = "<".repeat(length);
        let page = used_code_page(Language::latvian(), &words, opens, false);
        assert_eq!(page.status(), 200, "{length}");
        let scanned = scan(page.html());
        let inputs = tags(&scanned, "input").filter(|input| input.get("value") == Some(CODE));
        assert_eq!(inputs.count(), hidden, "{length}");
    }
}

#[test]
fn replies_that_do_not_fit_give_way_to_newer_ones() {
    let long = "ā".repeat(30_000);
    let days: Vec<Day> = (0..20).map(|n| day("2026-11-01").plus_days(n)).collect();
    let replies: Vec<ReplyView> = days
        .iter()
        .map(|day| ReplyView {
            officer: Some("Anna"),
            day: *day,
            text: &long,
            after: 0,
            files: ReplyFiles::Offered(Vec::new()),
        })
        .collect();
    let page = answers_page(Language::latvian(), &replies, Some(line()));
    assert_eq!(page.html().len(), Size::Large.bytes());
    let shown = tags(&scan(page.html()), "article").count();
    assert!((7..9).contains(&shown), "{shown}");
    let older = (replies.len() - shown).to_string();
    let says = text::say_with(Language::latvian(), "answers-older", &[("count", &older)]);
    assert!(page.html().contains(&says));
    assert!(
        page.html().contains("20.\u{a0}novembris"),
        "the newest is there"
    );
    assert!(
        !page.html().contains(", 2026.\u{a0}gada 1.\u{a0}novembris"),
        "the oldest is not"
    );
}

/// A day is said in the form that its sentence asks for: *5. decembrī*, not *5. decembris*.
#[test]
fn the_day_by_which_an_entry_had_to_be_there_is_declined() {
    for &language in Language::compiled() {
        let page = answers_page(language, &[], Some(missing_line()));
        let day = crate::rules::calendar::date_words::day_on(language, day("2026-11-23"));
        assert!(page.html().contains(&day), "{language:?}: {day}");
    }
}

/// So many files with the longest tokens, and names of 255 such bytes.
fn offered(count: usize, byte: &str) -> ReplyFiles {
    let file = || OfferedFile {
        name: byte.repeat(255),
        size: "16 777 216 B".to_owned(),
        token: "A".repeat(3500),
    };
    ReplyFiles::Offered((0..count).map(|_| file()).collect())
}

#[test]
fn the_longest_reply_always_fits() {
    let worst = "<".repeat(65_536);
    let reply = [ReplyView {
        officer: Some("Anna"),
        day: day("2026-11-24"),
        text: &worst,
        after: 0,
        files: offered(16, "<"),
    }];
    let page = answers_page(Language::latvian(), &reply, Some(line()));
    assert_eq!(tags(&scan(page.html()), "article").count(), 1);
    assert_eq!(page.html().len(), Size::Large.bytes());
}

#[test]
fn every_rejection_says_whether_anything_was_kept() {
    for &language in Language::compiled() {
        for refused in Rejection::ALL {
            let page = rejection(at(language), refused);
            assert_eq!(page.status(), refused.status());
            let kept = match refused {
                Rejection::CodeOpensNothing => Some("problem-code-opens-nothing-why"),
                Rejection::VisitUnsettled => Some("problem-visit-unsettled-why"),
                _ => refused.kept().words(),
            };
            let nothing = text::say(language, "rejection-kept-nothing");
            match kept {
                Some(kept) => assert!(page.html().contains(&text::say(language, kept))),
                // Somebody whose sending broke may land here: nothing is said of it.
                None => assert!(!page.html().contains(&nothing), "{refused:?}"),
            }
        }
    }
}

#[test]
fn padding_holds_at_the_edge() {
    let marks = PADDING_MARKS;
    let small = Size::Small.bytes();
    assert_eq!(Size::holding(small - marks, Size::Small), Some(Size::Small));
    assert_eq!(
        Size::holding(small - marks + 1, Size::Small),
        Some(Size::Medium)
    );
    assert_eq!(Size::holding(0, Size::Medium), Some(Size::Medium));
    assert_eq!(
        Size::holding(Size::Large.bytes() - marks + 1, Size::Small),
        None
    );
}

/// WCAG 2.2, 1.4.3 and 1.4.11: text on what it stands on, edges on what they border.
#[test]
fn colours_have_contrast_in_light_and_dark() {
    let schemes: Vec<&str> = STYLE
        .split(":root {")
        .skip(1)
        .map(|s| &s[..s.find('}').expect("ends")])
        .collect();
    assert_eq!(schemes.len(), 2);
    for scheme in schemes {
        let colour = |name: &str| {
            luminance(
                scheme
                    .split(&format!("--{name}: "))
                    .nth(1)
                    .unwrap_or(if name == "focus" { "#ffd23f;" } else { "#111;" }),
            )
        };
        let ratio = |a: &str, b: &str| {
            let (a, b) = (colour(a), colour(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        for ground in ["paper", "card", "tint"] {
            for text in ["ink", "soft", "link", "error", "mark"] {
                assert!(
                    ratio(text, ground) >= 4.5,
                    "{text} on {ground}: {}",
                    ratio(text, ground)
                );
            }
            assert!(ratio("field", ground) >= 3.0, "field on {ground}");
        }
        for (text, ground) in [
            ("brand-ink", "brand"),
            ("brand-ink", "brand-low"),
            ("focus-ink", "focus"),
            ("paper", "warn"),
            ("paper", "ink"),
        ] {
            assert!(
                ratio(text, ground) >= 4.5,
                "{text} on {ground}: {}",
                ratio(text, ground)
            );
        }
    }
}

/// Relative luminance of `#rgb` or `#rrggbb;`.
fn luminance(written: &str) -> f64 {
    let hex = written
        .trim_start_matches('#')
        .split(';')
        .next()
        .expect("split gives one");
    let hex: String = if hex.len() == 3 {
        hex.chars().flat_map(|c| [c, c]).collect()
    } else {
        hex.to_owned()
    };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")) / 255.0;
        if value <= 0.039_28 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}
