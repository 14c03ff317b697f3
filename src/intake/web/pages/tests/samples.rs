//! Every page with something on it.

use super::super::tests::scan::{Scanned, Tag, scan};
use std::sync::LazyLock;

use super::super::*;
use crate::intake::web::rejection::Rejection;
use crate::intake::web::self_check::Answered;
use crate::intake::web::statistics_file::ShownRelease;
use crate::intake::web::submission::ReceivedAmount;
use crate::keys::digest::ReportDigest;
use crate::ledger::fold::lifecycle::PublicStatus;
use crate::report::form::{
    Asked, CategoryChoice, CategoryFamily, Field, Form, FormInput, OfficerChoice, Problem, Wrong,
};
use crate::report::mailbox::ConversationTurn;
use crate::report::receipt::TypedDigits;
use crate::rules::calendar::Day;
use crate::rules::policy::Policy;
use crate::rules::roster::InstitutionKind;
use crate::statistics::release::Release;
use crate::statistics::release::format::FORMAT;

pub(super) const CODE: &str = "4921063387514402968731550716";
pub(super) const FRESH: &str = "7730915526408813294605718342";
pub(super) const NONCE: &str = "00112233445566778899aabbccddeeff";
pub(super) const ARRIVED: ReceivedAmount = ReceivedAmount {
    characters: 1234,
    files: 2,
    bytes: 340_000,
    day: Day::FIRST,
};
pub(super) const HOSTILE: &str = "<b>x</b>\"'><script>alert(1)</script>&amp;{{7*7}}\r\n--><!--";

/// A language among all that are compiled in.
pub(super) fn at(language: Language) -> SiteLanguage<'static> {
    static ALL: LazyLock<Languages> = LazyLock::new(|| {
        let compiled = Language::compiled().to_vec();
        Languages::new(compiled).expect("five")
    });
    let all = &ALL;
    SiteLanguage { language, all }
}

pub(super) fn day(written: &str) -> Day {
    written.parse().expect("a day")
}

pub(super) fn families() -> Vec<CategoryFamily> {
    let choice = |slug: &str, label: &str| CategoryChoice {
        slug: slug.to_owned(),
        says: slug.replace('-', " "),
        law: label.to_owned(),
    };
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

pub(super) fn officers() -> Vec<OfficerChoice> {
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

pub(super) const LIMITS: FileLimits = FileLimits {
    count: 20,
    each_mib: 100,
    total_mib: 250,
};

pub(super) fn report_page(language: Language, input: Option<&[(&str, &str)]>) -> Page {
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
        at(language),
        &FormView {
            institution: ("knab", "Korupcijas novēršanas un apkarošanas birojs"),
            asked,
            files: Some(LIMITS),
            code: CODE,
            token: "c2FtcGxlLXByb29m",
            form_days: 2,
            input: input.as_ref(),
            problems: &problems,
            earlier: None,
        },
    )
}

/// The form read over: with everything that can be said, or with what is still wrong.
pub(super) fn review_page(language: Language, pairs: &[(&str, &str)], files: &[&str]) -> Page {
    let (families, officers) = (families(), officers());
    let asked = Asked {
        text_max: 65_536,
        families: &families,
        officers: &officers,
    };
    let mut input = FormInput::new(Form::Report);
    for (name, value) in pairs {
        let value = Zeroizing::new((*value).to_owned());
        input
            .take(name, value, &asked)
            .expect("a form that a browser sends");
    }
    let files: Vec<_> = files
        .iter()
        .map(|name| Zeroizing::new((*name).to_owned()))
        .collect();
    let view = ReviewView {
        institution: "Korupcijas novēršanas un apkarošanas birojs",
        asked,
        input: &input,
        files: &files,
        problems: &input.problems(&asked, files.len()),
    };
    review(at(language), &view)
}

/// A form whose code was used already: `opens` says whether the earlier report can be added to.
pub(super) fn used_code_page(
    language: Language,
    what: &str,
    opens: Option<(&str, &str)>,
    leaves_out: bool,
) -> Page {
    let (families, officers) = (families(), officers());
    let asked = Asked {
        text_max: 65_536,
        families: &families,
        officers: &officers,
    };
    let written = |form| {
        let mut input = FormInput::new(form);
        for (name, value) in [("what_happened", what), ("identity_name", "Anna")] {
            let value = Zeroizing::new(value.to_owned());
            input.take(name, value, &asked).expect("fits");
        }
        input
    };
    let (input, message) = (written(Form::Report), written(Form::Addition));
    form(
        at(language),
        &FormView {
            institution: ("knab", "Korupcijas novēršanas un apkarošanas birojs"),
            asked,
            files: Some(LIMITS),
            code: FRESH,
            token: "c2FtcGxlLXByb29m",
            form_days: 2,
            input: Some(&input),
            problems: &[Problem {
                field: Field::Code,
                wrong: Wrong::CodeUsed,
            }],
            earlier: Some(EarlierView {
                opens,
                message: &message,
                leaves_out,
            }),
        },
    )
}

pub(super) fn answers_page(
    language: Language,
    replies: &[ReplyView],
    ledger: Option<LedgerLine>,
) -> Page {
    let place = |(place, _)| ConversationTurn::Reply(place);
    let turns: Vec<ConversationTurn> = replies.iter().enumerate().map(place).collect();
    answers_in_turns(language, (replies, &turns), ledger)
}

/// The same, with the reporter's own messages between the replies.
pub(super) fn answers_in_turns(
    language: Language,
    (replies, turns): (&[ReplyView], &[ConversationTurn]),
    ledger: Option<LedgerLine>,
) -> Page {
    answers(
        at(language),
        &AnswersView {
            replies,
            turns,
            unreadable: 0,
            ledger,
            come_back: day("2026-11-28"),
            code: FRESH,
            code_is: CodeIs::Fresh,
            token: "c2FtcGxlLXByb29m",
            add: AddView {
                readers: Some("Anna Bērziņa, Jānis Ozols"),
                text_max: 65_536,
                files: Some(LIMITS),
            },
        },
    )
}

fn message_input() -> FormInput {
    let asked = Asked {
        text_max: 65_536,
        families: &[],
        officers: &[],
    };
    let mut input = FormInput::new(Form::Addition);
    let name = Zeroizing::new("Anna".to_owned());
    input.take("identity_name", name, &asked).expect("fits");
    input
}

/// A message with something to correct.
pub(super) fn addition_page(language: Language) -> Page {
    let input = message_input();
    let problems = input.problems(
        &Asked {
            text_max: 65_536,
            families: &[],
            officers: &[],
        },
        0,
    );
    addition(
        at(language),
        &AdditionView {
            code: FRESH,
            token: "c2FtcGxlLXByb29m",
            add: AddView {
                readers: Some("Anna Bērziņa, Jānis Ozols"),
                text_max: 65_536,
                files: Some(LIMITS),
            },
            input: &input,
            problems: &problems,
        },
    )
}

/// A message whose code opens nothing.
pub(super) fn locked_page(language: Language, why: Rejection) -> Page {
    let mut input = message_input();
    input.see_file();
    locked(at(language), why, &input)
}

pub(super) fn exit_page(language: Language) -> Page {
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
    exit(at(language), 2026, &holidays)
}

/// A small release, as an auditor publishes it.
fn published() -> ShownRelease {
    let json = r#"{"format":"FORMAT","view":"public","names":{},"years":[{"year":2025,"threshold":5,
        "basis":{"size":9,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "policy":"0000000000000000000000000000000000000000000000000000000000000000",
            "findings":0,"program":"0.1.0"},
        "counts":[{"table":"overview","row":"received","column":"reports","value":1396,"conf_status":"F"},
        {"table":"categories","row":"corruption","column":"received","value":12,"conf_status":"F"}],
        "money_eur":[],"eu_money_eur":[],"median_days":[],"on_time_percent":[]}]}"#;
    let release = Release::parse(json.replace("FORMAT", FORMAT).as_bytes()).expect("a release");
    ShownRelease::of(&release).expect("a year")
}

pub(super) fn line() -> LedgerLine {
    LedgerLine {
        day: day("2026-11-21"),
        entry: Some(418),
        accounted: Accounted::Yes,
        status: PublicStatus::Question,
        next: day("2026-12-05"),
        item: ReportDigest::of(b"sealed"),
        missing: EntryOverdue::No,
        silent: None,
    }
}

/// Five days ago, and no entry.
pub(super) fn missing_line() -> LedgerLine {
    LedgerLine {
        entry: None,
        accounted: Accounted::NotYet,
        status: PublicStatus::Received,
        missing: EntryOverdue::Since(day("2026-11-23")),
        ..line()
    }
}

/// The ledger says that there is an answer, and there is none.
pub(super) fn silent_line() -> LedgerLine {
    LedgerLine {
        silent: Some(day("2026-11-24")),
        ..line()
    }
}

/// What is read over.
const SAID: [(&str, &str); 6] = [
    (
        "what_happened",
        "Pavasarī nodaļas vadītājs parakstīja rēķinus par darbiem, kas nav padarīti.\n\nTo redzēja vairāki.",
    ),
    ("when", "2026. gada pavasarī"),
    ("still_ongoing", "yes"),
    ("category", "public-funds"),
    ("how_known", "work-duties"),
    ("leave_out", "a1f0"),
];

/// A form with mistakes of several kinds.
const WRONG: [(&str, &str); 6] = [
    ("harm", "Izšķērdēti 40 000 eiro."),
    ("still_ongoing", "yes"),
    ("category", "tax-evasion"),
    ("identity_name", "Anna"),
    ("leave_out", "a1f0"),
    ("leave_out", "b2e1"),
];

fn rights_view<'a>(contacts: &'a [Contact<'a>]) -> RightsView<'a> {
    RightsView {
        contacts,
        institutions_named: !contacts.is_empty(),
        anti_slapp: !contacts.is_empty(),
    }
}

fn whom<'a>(institutions: &'a [InstitutionView<'a>]) -> StartView<'a> {
    StartView {
        institutions,
        by_area: !institutions.is_empty(),
    }
}

fn knab() -> InstitutionView<'static> {
    InstitutionView {
        slug: "knab",
        name: "Korupcijas novēršanas un apkarošanas birojs",
        about: "Korupcija, partiju finansēšana, interešu konflikts.",
    }
}

/// Those of the shipped country; whoever is responsible for the first area of each is shown.
fn shown_areas() -> Vec<AreaFamily<'static>> {
    static POLICY: LazyLock<Policy> = LazyLock::new(Policy::shipped);
    let families = POLICY.families().iter().map(|family| AreaFamily {
        name: family.name(Language::latvian()),
        areas: family
            .categories()
            .iter()
            .enumerate()
            .map(|(at, rule)| AreaView {
                says: rule.says(Language::latvian()),
                name: rule.name(Language::latvian()),
                institutions: (at == 0).then(knab).into_iter().collect(),
            })
            .collect(),
    });
    families.collect()
}

fn point() -> PointView<'static> {
    PointView {
        name: "Trauksmes cēlēju kontaktpunkts",
        site: "trauksmescelejs.lv",
        slug: None,
    }
}

fn shown_institution() -> InstitutionPage<'static> {
    InstitutionPage {
        institution: knab(),
        kind: InstitutionKind::Internal,
        areas: vec!["kukuļi un valsts nauda"],
        readers: vec![
            ReaderView {
                name: "Anna Bērziņa",
                role: Some("juriste"),
            },
            ReaderView {
                name: "Jānis Ozols",
                role: None,
            },
        ],
        contacts: vec!["Tālrunis 67356161 (sarunas neieraksta)"],
        key: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
    }
}

/// Every page in one language, with the name that a file would have.
#[expect(clippy::too_many_lines, reason = "each page has its line")]
pub(super) fn samples(language: Language) -> Vec<(String, Page)> {
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
    let many: [InstitutionView<'_>; 45] = std::array::from_fn(|at| InstitutionView {
        slug: "knab",
        name: if at % 2 == 0 {
            "Valsts ieņēmumu dienests"
        } else {
            "Ventspils valstspilsētas pašvaldība"
        },
        about: "Nodokļi, muita.",
    });
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
        reply_days: 365,
        form_days: 2,
        entry_days: 2,
        code_months: 12,
    };
    let statement = Statement {
        operator: "Korupcijas novēršanas un apkarošanas birojs",
        prepared: day("2026-11-30"),
        assessed: None,
        contact: Some("pieklustamiba@example.org"),
        authority: "Tiesībsarga birojs, tiesibsargs.lv",
    };
    let about_view = AboutView {
        operator: "Valsts kanceleja",
        contact: Some("svilpe@example.org"),
        institutions: &["Valsts vides dienests"],
        onion: Some("svilpe7xkqtqq2pdnwhjlbyjzpkh6ivlybcgsm3nqhbrv2xnnbz5wqad.onion"),
        months: 2,
        authority: "Datu valsts inspekcija, dvi.gov.lv",
    };
    let replies = [
        ReplyView {
            officer: Some("Anna Bērziņa"),
            day: day("2026-11-24"),
            text: "Paldies, ziņojumu esam saņēmuši un sākuši izvērtēt.\n\nVai dokumenti, ko minat, glabājas papīra formā vai tikai sistēmā? Lūdzu, neatbildiet, ja atbilde ļautu noprast, kas Jūs esat.",
            after: 0,
            files: ReplyFiles::Offered(vec![OfferedFile {
                name: "Lēmums par pārbaudes sākšanu.pdf".to_owned(),
                size: "184 320 B".to_owned(),
                token: "AAAA".to_owned(),
            }]),
        },
        ReplyView {
            officer: Some("Jānis Kalniņš"),
            day: day("2026-12-02"),
            text: "Pārbaude ir sākta.",
            after: 0,
            files: ReplyFiles::Withheld,
        },
    ];
    let mut pages = vec![
        ("start", start(at(language), whom(&institutions))),
        ("start-many", start(at(language), whom(&many))),
        ("areas", areas(at(language), &shown_areas(), point())),
        (
            "institution",
            institution(at(language), shown_institution()),
        ),
        ("start-none", start(at(language), whom(&[]))),
        ("guide", guide(at(language))),
        ("check", check(at(language))),
        ("checked", checked(at(language), &mixed)),
        ("rights", rights(at(language), &rights_view(&contacts))),
        ("rights-no-contact", rights(at(language), &rights_view(&[]))),
        ("how", how(at(language), keeping)),
        ("accessibility", accessibility(at(language), &statement)),
        ("about", about(at(language), &about_view)),
        ("statistics", statistics(at(language), Some(&published()))),
        ("statistics-none", statistics(at(language), None)),
        ("form", report_page(language, None)),
        ("form-wrong", report_page(language, Some(&WRONG))),
        (
            "review",
            review_page(language, &SAID, &["Līgums.pdf", "foto 12.jpg"]),
        ),
        ("review-wrong", review_page(language, &WRONG, &[])),
        (
            "return-typo",
            rejected_code(
                at(language),
                Rejection::TypoInCode,
                NONCE,
                Some(&TypedDigits::of(&CODE[1..])),
            ),
        ),
        (
            "received",
            received(at(language), CODE, ARRIVED, day("2026-11-28")),
        ),
        ("return", come_back(at(language), NONCE)),
        (
            "fresh",
            fresh_code(at(language), FreshIs::New, CODE, FRESH, "c2FtcGxlLXByb29m"),
        ),
        (
            "fresh-taken",
            fresh_code(
                at(language),
                FreshIs::InPlaceOfTaken,
                CODE,
                FRESH,
                "c2FtcGxlLXByb29m",
            ),
        ),
        ("answers", answers_page(language, &replies, Some(line()))),
        (
            "answers-in-turns",
            answers_in_turns(
                language,
                (
                    &replies,
                    &[
                        ConversationTurn::Messages { first: 0, last: 2 },
                        ConversationTurn::Reply(0),
                        ConversationTurn::Messages { first: 3, last: 3 },
                        ConversationTurn::Reply(1),
                    ],
                ),
                Some(line()),
            ),
        ),
        ("answers-none", answers_page(language, &[], None)),
        (
            "answers-missing",
            answers_page(language, &[], Some(missing_line())),
        ),
        (
            "answers-silent",
            answers_page(language, &[], Some(silent_line())),
        ),
        (
            "added",
            added(at(language), FRESH, ARRIVED, day("2026-11-28")),
        ),
        ("addition", addition_page(language)),
        (
            "form-used",
            used_code_page(language, "Kas", Some((CODE, "cHJvb2Y")), true),
        ),
        (
            "form-used-moved",
            used_code_page(language, "Kas", None, false),
        ),
        ("locked", locked_page(language, Rejection::CodeOpensNothing)),
        (
            "locked-unsettled",
            locked_page(language, Rejection::VisitUnsettled),
        ),
        ("exit", exit_page(language)),
    ]
    .into_iter()
    .map(|(name, page)| (name.to_owned(), page))
    .collect::<Vec<_>>();
    for refused in Rejection::ALL {
        let name = format!("rejection-{refused:?}").to_lowercase();
        pages.push((name, rejection(at(language), refused)));
    }
    pages
}

pub(super) fn each_page(mut look: impl FnMut(&str, &Page, &Scanned)) {
    for &language in Language::compiled() {
        for (name, page) in samples(language) {
            let scanned = scan(page.html());
            look(&format!("{} {name}", language.code()), &page, &scanned);
        }
    }
}

pub(super) fn tags<'a>(scanned: &'a Scanned, name: &'a str) -> impl Iterator<Item = &'a Tag> {
    scanned.tags.iter().filter(move |tag| tag.name == name)
}
