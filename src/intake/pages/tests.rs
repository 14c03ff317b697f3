use std::collections::BTreeSet;

use super::scan::{Scanned, Tag, scan};
use super::*;
use crate::calendar::Day;
use crate::intake::check::Answered;
use crate::intake::form::{
    Asked, CategoryFamily, Field, Form, FormInput, OfficerChoice, Problem, Wrong,
};
use crate::intake::rejection::Rejection;

const CODE: &str = "4921063387514402968731550716";
const FRESH: &str = "7730915526408813294605718342";
const HOSTILE: &str = "<b>x</b>\"'><script>alert(1)</script>&amp;{{7*7}}\r\n--><!--";

fn day(written: &str) -> Day {
    written.parse().expect("a day")
}

fn families() -> Vec<CategoryFamily> {
    let choice = |slug: &str, label: &str| (slug.to_owned(), label.to_owned());
    [
        ("Nauda un amats", vec![
            choice("official-misconduct", "amatpersonu bezdarbība, nolaidība, dienesta stāvokļa ļaunprātīga izmantošana vai cita prettiesiska darbība"),
            choice("corruption-party-finance", "korupcija, kā arī politisko organizāciju (partiju) un to apvienību finansēšanas noteikumu un priekšvēlēšanu aģitācijas ierobežojumu pārkāpumi"),
            choice("public-funds", "publiskas personas finanšu līdzekļu vai mantas izšķērdēšana"),
        ]),
        ("Nodokļi un tirgus", vec![choice("tax-evasion", "izvairīšanās no nodokļu samaksas")]),
        ("Drošība", vec![choice("work-safety", "darba drošības apdraudējums")]),
        ("Veselība un pārtika", vec![choice("public-health", "sabiedrības veselības apdraudējums")]),
        ("Vide un dzīvnieki", vec![choice("environment", "vides drošības apdraudējums, tostarp rīcība, kas ietekmē klimata pārmaiņas")]),
        ("Cilvēki un tiesības", vec![choice("human-rights", "cilvēktiesību pārkāpumi")]),
        ("Dati", vec![choice("privacy-network-security", "privātās dzīves un personas datu aizsardzība")]),
    ]
    .into_iter()
    .map(|(name, choices)| CategoryFamily { name: name.to_owned(), choices })
    .collect()
}

fn officers() -> Vec<OfficerChoice> {
    [
        ("a1f0", "Anna Bērziņa", "Trauksmes celšanas kontaktpersona"),
        ("b2e1", "Jānis Kalniņš", "Juridiskās nodaļas vadītājs"),
    ]
    .map(|(key, name, role)| OfficerChoice {
        key: key.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
    })
    .into()
}

const LIMITS: FileLimits = FileLimits {
    count: 20,
    each_mib: 100,
    total_mib: 250,
};

fn report_page(language: Language, input: Option<&[(&str, &str)]>) -> Page {
    let (families, officers) = (families(), officers());
    let asked = Asked {
        text_max: 65_536,
        families: &families,
        officers: &officers,
    };
    let input = input.map(|pairs| {
        let mut input = FormInput::new(Form::Report);
        for (name, value) in pairs {
            input
                .take(name, Zeroizing::new((*value).to_owned()), &asked)
                .expect("a form that a browser sends");
        }
        input
    });
    let problems = input
        .as_ref()
        .map_or(Vec::new(), |input| input.problems(&asked, 0));
    form(
        language,
        &FormView {
            institution: ("knab", "Korupcijas novēršanas un apkarošanas birojs"),
            asked,
            files: Some(LIMITS),
            code: CODE,
            proof: "c2FtcGxlLXByb29m",
            form_days: 2,
            input: input.as_ref(),
            problems: &problems,
        },
    )
}

fn answers_page(language: Language, replies: &[ReplyView], ledger: Option<LedgerLine>) -> Page {
    answers(
        language,
        &AnswersView {
            replies,
            ledger,
            come_back: day("2026-11-28"),
            code: FRESH,
            code_is: CodeIs::Fresh,
            proof: "c2FtcGxlLXByb29m",
            add: AddView {
                text_max: 65_536,
                files: Some(LIMITS),
                input: None,
                problems: &[],
            },
        },
    )
}

fn exit_page(language: Language) -> Page {
    let holidays = [
        (day("2026-01-01"), "Jaungada diena"),
        (day("2026-04-03"), "Lielā Piektdiena"),
        (day("2026-04-05"), "Lieldienas"),
        (day("2026-04-06"), "Otrās Lieldienas"),
        (day("2026-05-01"), "Darba svētki"),
        (
            day("2026-05-04"),
            "Latvijas Republikas Neatkarības atjaunošanas diena",
        ),
        (day("2026-06-23"), "Līgo diena"),
        (day("2026-06-24"), "Jāņu diena"),
        (day("2026-11-18"), "Latvijas Republikas Proklamēšanas diena"),
        (day("2026-12-24"), "Ziemassvētku vakars"),
        (day("2026-12-25"), "Ziemassvētki"),
        (day("2026-12-26"), "Otrie Ziemassvētki"),
        (day("2026-12-31"), "Vecgada diena"),
    ];
    exit(language, 2026, &holidays)
}

fn line() -> LedgerLine {
    LedgerLine {
        day: day("2026-11-21"),
        entry: Some(418),
        accounted: Accounted::Yes,
        stage: Stage::Question,
        next: day("2026-12-05"),
    }
}

/// Every page in one language, with the name that a file would have.
fn samples(language: Language) -> Vec<(String, Page)> {
    let institutions = [
        InstitutionView {
            slug: "knab",
            name: "Korupcijas novēršanas un apkarošanas birojs",
            about: "Korupcija, partiju finansēšana, interešu konflikts.",
        },
        InstitutionView {
            slug: "vides-dienests",
            name: "Valsts vides dienests",
            about: "Piesārņojums, atkritumi, dabas resursi.",
        },
    ];
    let contacts = [Contact {
        name: "Trauksmes cēlēju kontaktpunkts",
        lines: &["Brīvības iela 104, Rīga, LV-1001", "67000000"],
        calls: Calls::NotRecorded,
    }];
    let mixed = Answered::parse([
        ("q1", "no"),
        ("q2", "yes"),
        ("q3", "yes"),
        ("q4", "no"),
        ("q5", "no"),
        ("q6", "no"),
        ("q7", "no"),
    ])
    .expect("answers");
    let keeping = Keeping {
        report_days: 90,
        reply_days: 365,
        form_days: 2,
    };
    let statement = Statement {
        operator: "Korupcijas novēršanas un apkarošanas birojs",
        assessed: None,
        contact: Some("pieklustamiba@example.org"),
    };
    let replies = [
        ReplyView {
            officer: "Anna Bērziņa",
            day: day("2026-11-24"),
            text: "Paldies, ziņojumu esam saņēmuši un sākuši izvērtēt.\n\nVai dokumenti, ko minat, glabājas papīra formā vai tikai sistēmā? Lūdzu, neatbildiet, ja atbilde ļautu noprast, kas Jūs esat.",
        },
        ReplyView {
            officer: "Jānis Kalniņš",
            day: day("2026-12-02"),
            text: "Pārbaude ir sākta.",
        },
    ];
    let wrong = [
        ("harm", "Izšķērdēti 40 000 eiro."),
        ("still_ongoing", "yes"),
        ("category", "tax-evasion"),
        ("identity_name", "Anna"),
        ("leave_out", "a1f0"),
        ("leave_out", "b2e1"),
    ];
    let mut pages = vec![
        ("start", start(language, &institutions)),
        ("start-none", start(language, &[])),
        ("guide", guide(language)),
        ("check", check(language)),
        ("checked", checked(language, &mixed)),
        ("rights", rights(language, &contacts)),
        ("rights-no-contact", rights(language, &[])),
        ("how", how(language, keeping)),
        ("accessibility", accessibility(language, &statement)),
        ("form", report_page(language, None)),
        ("form-wrong", report_page(language, Some(&wrong))),
        ("received", received(language, CODE, day("2026-11-28"))),
        ("return", come_back(language)),
        (
            "fresh",
            fresh_code(language, CODE, FRESH, "c2FtcGxlLXByb29m"),
        ),
        ("answers", answers_page(language, &replies, Some(line()))),
        ("answers-none", answers_page(language, &[], None)),
        ("added", added(language, FRESH, day("2026-11-28"))),
        ("exit", exit_page(language)),
    ]
    .into_iter()
    .map(|(name, page)| (name.to_owned(), page))
    .collect::<Vec<_>>();
    for refused in Rejection::ALL {
        let name = format!("rejection-{refused:?}").to_lowercase();
        pages.push((name, rejection(language, refused)));
    }
    pages
}

fn each_page(mut look: impl FnMut(&str, &Page, &Scanned)) {
    for language in Language::ALL {
        for (name, page) in samples(language) {
            let scanned = scan(page.html());
            look(&format!("{}-{name}", language.code()), &page, &scanned);
        }
    }
}

fn tags<'a>(scanned: &'a Scanned, name: &'a str) -> impl Iterator<Item = &'a Tag> {
    scanned.tags.iter().filter(move |tag| tag.name == name)
}

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
        let page_name = name.split_once('-').expect("language first").1;
        let medium = [
            "form",
            "form-wrong",
            "received",
            "return",
            "fresh",
            "answers",
            "answers-none",
            "added",
            "rejection-typoincode",
            "rejection-codeopensnothing",
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
    for language in Language::ALL {
        let opens = fresh_code(language, CODE, FRESH, "p");
        for rejected in [Rejection::CodeOpensNothing, Rejection::TypoInCode] {
            let nothing = rejection(language, rejected);
            assert_eq!(nothing.html().len(), opens.html().len());
            assert_eq!(nothing.status(), opens.status());
        }
        let reply = [ReplyView {
            officer: "A",
            day: day("2026-11-24"),
            text: "x",
        }];
        let without = answers_page(language, &[], None);
        let with = answers_page(language, &reply, Some(line()));
        assert_eq!(without.html().len(), opens.html().len());
        assert_eq!(with.html().len(), opens.html().len());
    }
}

/// A03: nothing that runs, loads, or leads elsewhere.
#[test]
fn no_page_holds_what_could_run_or_leave() {
    let elements: BTreeSet<&str> = [
        "html", "head", "meta", "title", "style", "body", "a", "header", "span", "main", "footer",
        "nav", "ul", "ol", "li", "h1", "h2", "h3", "p", "br", "strong", "div", "section",
        "article", "form", "fieldset", "legend", "label", "input", "textarea", "button", "details",
        "summary", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td",
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
        "open",
        "dir",
        "translate",
        "scope",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-invalid",
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
                if attribute == "href" || attribute == "action" {
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
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(ids.contains(anchor), "{name}: {href}");
                continue;
            }
            let known = Language::ALL.into_iter().any(|language| {
                [
                    Place::Start,
                    Place::Guide,
                    Place::Check,
                    Place::Rights,
                    Place::How,
                    Place::Accessibility,
                    Place::Return,
                    Place::Exit,
                    Place::Form("knab"),
                    Place::Form("vides-dienests"),
                ]
                .into_iter()
                .any(|place| place.path(language) == href)
            });
            assert!(known, "{name}: {href}");
        }
    });
}

#[test]
fn every_page_has_the_quick_exit_but_the_exit_itself() {
    each_page(|name, _, scanned| {
        let exits = tags(scanned, "a").filter(|a| a.get("class") == Some("exit"));
        let expected = usize::from(!name.ends_with("-exit"));
        assert_eq!(exits.count(), expected, "{name}");
    });
}

#[test]
fn the_exit_says_nothing_of_the_rest() {
    for language in Language::ALL {
        let page = exit_page(language);
        let scanned = scan(page.html());
        assert_eq!(tags(&scanned, "a").count(), 0);
        let text = scanned.text.to_lowercase();
        for word in [
            "svilpe", "ziņo", "kod", "report", "code", "trauksm", "whistle", "anon",
        ] {
            assert!(!text.contains(word), "{word}");
        }
        assert!(page.html().contains("2026"));
    }
    assert!(
        exit_page(Language::Latvian)
            .html()
            .contains("<title>Svētku dienas 2026</title>")
    );
    assert!(
        exit_page(Language::Latvian).html().contains("ceturtdiena"),
        "1 January 2026"
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
            "ziņo", "trauksm", "pārkāp", "anonīm", "report", "whistle", "breach", "korup",
        ] {
            assert!(!title.contains(word), "{name}: {title}");
        }
    });
}

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
                    assert_eq!(tag.get("autocomplete"), Some("off"), "{name}");
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

#[test]
fn codes_stand_in_groups_and_in_hidden_fields_only() {
    let page = report_page(Language::Latvian, None);
    assert!(
        page.html()
            .contains(r#"<span>4921</span> <span>0633</span>"#)
    );
    assert!(
        page.html()
            .contains(&format!(r#"name="code" value="{CODE}""#))
    );
    each_page(|name, _, scanned| {
        for tag in &scanned.tags {
            for (attribute, value) in &tag.attributes {
                let digits = value.bytes().filter(u8::is_ascii_digit).count();
                let hidden = tag.get("type") == Some("hidden") && attribute == "value";
                assert!(digits < 20 || hidden, "{name}: {attribute}={value}");
            }
        }
    });
    let shown = ShownCode { digits: "ā2345" };
    assert_eq!(shown.groups().collect::<Vec<_>>(), ["ā2345"]);
    let long = ShownCode { digits: CODE };
    assert_eq!(long.groups().count(), 7);
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
    for language in Language::ALL {
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
            officer: HOSTILE,
            day: day("2026-11-24"),
            text: HOSTILE,
        }];
        let page = answers_page(language, &reply, None);
        let scanned = scan(page.html());
        assert_eq!(
            tags(&scanned, "b").count() + tags(&scanned, "script").count(),
            0
        );
        assert_eq!(page.html().matches("&#60;b&#62;x&#60;/b&#62;").count(), 2);
        assert_eq!(page.html().len(), Size::Medium.bytes());
    }
}

#[test]
fn a_text_that_begins_with_a_line_end_keeps_it() {
    let page = report_page(Language::Latvian, Some(&[("what_happened", "\n\nKas")]));
    // A browser drops the first line end inside a textarea: ours, not the reporter's.
    assert!(page.html().contains(">\n\n\nKas</textarea>"));
}

#[test]
fn a_form_with_problems_says_so_everywhere() {
    for language in Language::ALL {
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
        assert!(html.contains(&texts::say(language, "problem-nothing-kept")));
        assert!(html.contains(&texts::say(language, "form-files-again")));
        assert!(html.contains(">\ndaudz</textarea>"));
        assert!(html.contains(r#"value="Anna""#));
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
        Language::English,
        Some(&[
            ("category", "tax-evasion"),
            ("forward_consent", "text"),
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
        ("forward_consent", "text"),
        ("if_not_recognised", "examine"),
        ("leave_out", "b2e1"),
        ("still_ongoing", "no"),
    ];
    assert_eq!(checked, expected.into());
}

#[test]
fn a_text_that_no_page_can_show_is_refused() {
    let fits = "<".repeat(90_000);
    let page = report_page(Language::Latvian, Some(&[("what_happened", &fits)]));
    assert_eq!(page.html().len(), Size::Large.bytes());
    let beyond = "<".repeat(130_000);
    let page = report_page(Language::Latvian, Some(&[("what_happened", &beyond)]));
    assert_eq!(page.status(), Rejection::TooLarge.status());
}

#[test]
fn replies_that_do_not_fit_give_way_to_newer_ones() {
    let long = "ā".repeat(30_000);
    let days: Vec<Day> = (0..20).map(|n| day("2026-11-01").plus_days(n)).collect();
    let replies: Vec<ReplyView> = days
        .iter()
        .map(|day| ReplyView {
            officer: "Anna",
            day: *day,
            text: &long,
        })
        .collect();
    let page = answers_page(Language::Latvian, &replies, Some(line()));
    assert_eq!(page.html().len(), Size::Large.bytes());
    let shown = tags(&scan(page.html()), "article").count();
    assert!((7..9).contains(&shown), "{shown}");
    let older = (replies.len() - shown).to_string();
    let says = texts::say_with(Language::Latvian, "answers-older", &[("count", &older)]);
    assert!(page.html().contains(&says));
    assert!(page.html().contains("20. novembris"), "the newest is there");
    assert!(
        !page.html().contains(", 2026. gada 1. novembris"),
        "the oldest is not"
    );
}

#[test]
fn the_longest_reply_always_fits() {
    let worst = "<".repeat(65_536);
    let reply = [ReplyView {
        officer: "Anna",
        day: day("2026-11-24"),
        text: &worst,
    }];
    let page = answers_page(Language::Latvian, &reply, Some(line()));
    assert_eq!(tags(&scan(page.html()), "article").count(), 1);
    assert_eq!(page.html().len(), Size::Large.bytes());
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
        Language::Latvian,
        &FormView {
            institution: ("knab", "KNAB"),
            asked,
            files: None,
            code: CODE,
            proof: "p",
            form_days: 2,
            input: Some(&input),
            problems: &[Problem {
                field: Field::Files,
                wrong: Wrong::FilesClosed,
            }],
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
fn every_rejection_says_whether_anything_was_kept() {
    for language in Language::ALL {
        for refused in Rejection::ALL {
            let page = rejection(language, refused);
            assert_eq!(page.status(), refused.status());
            let kept = match refused {
                Rejection::TypoInCode => "return-code-hint",
                Rejection::CodeOpensNothing => "problem-code-opens-nothing-why",
                _ => refused.kept().words(),
            };
            assert!(
                page.html().contains(&texts::say(language, kept)),
                "{refused:?}"
            );
        }
    }
}

#[test]
fn a_page_shows_nothing_of_itself_when_debugged() {
    let page = received(Language::Latvian, CODE, day("2026-11-28"));
    assert_eq!(format!("{page:?}"), "Page(200, 131072 bytes)");
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
            for text in ["ink", "soft", "link", "error"] {
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
