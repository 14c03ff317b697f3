use super::problems::IDENTITY_MAX;
use super::*;
use crate::report::content_tag::ContentDigest;
use zeroize::Zeroizing;

fn families() -> Vec<CategoryFamily> {
    vec![CategoryFamily {
        name: "Nauda un amats".into(),
        choices: vec![CategoryChoice {
            slug: "public-funds".into(),
            says: "izšķērdēšana".into(),
            law: String::new(),
        }],
    }]
}

fn officers() -> Vec<OfficerChoice> {
    ["a1", "b2"]
        .map(|key| OfficerChoice {
            key: key.into(),
            name: key.to_uppercase(),
            role: String::new(),
        })
        .into()
}

/// Feeds a form, then hands it to `look` together with what was asked.
fn with<T>(
    form: Form,
    pairs: &[(&str, &str)],
    look: impl FnOnce(Result<FormInput, BadForm>, &Asked) -> T,
) -> T {
    let (families, officers) = (families(), officers());
    let asked = Asked {
        text_max: 100,
        families: &families,
        officers: &officers,
    };
    let mut input = FormInput::new(form);
    let taken = pairs
        .iter()
        .try_for_each(|(name, value)| input.take(name, Zeroizing::new((*value).into()), &asked));
    look(taken.map(|()| input), &asked)
}

fn taken(form: Form, pairs: &[(&str, &str)]) -> Result<(), BadForm> {
    with(form, pairs, |input, _| input.map(|_| ()))
}

fn problems(form: Form, pairs: &[(&str, &str)], files: usize) -> Vec<Wrong> {
    with(form, pairs, |input, asked| {
        let input = input.expect("a form that a browser sends");
        input
            .problems(asked, files)
            .iter()
            .map(|problem| problem.wrong)
            .collect()
    })
}

fn filled(pairs: &[(&str, &str)]) -> Filled {
    with(Form::Report, pairs, |input, asked| {
        input
            .expect("a form that a browser sends")
            .fill(asked, 0)
            .expect("nothing to correct")
    })
}

#[test]
fn every_name_leads_back_to_its_field() {
    for field in Field::ALL {
        assert_eq!(Field::parse(field.name()), Some(field));
    }
    assert_eq!(Field::parse("Code"), None);
    assert_eq!(Field::parse(""), None);
}

#[test]
fn fields_that_the_form_does_not_have_are_refused() {
    let unknown = Err(BadForm::UnknownField);
    assert_eq!(taken(Form::Report, &[("recipient", "x")]), unknown);
    assert_eq!(taken(Form::Report, &[("old", "1")]), unknown);
    assert_eq!(taken(Form::Return, &[("token", "1")]), unknown);
    assert_eq!(taken(Form::Addition, &[("category", "unknown")]), unknown);
    assert_eq!(taken(Form::Addition, &[("leave_out", "a1")]), unknown);
    assert_eq!(taken(Form::Opening, &[("code", "1")]), unknown);
}

#[test]
fn a_field_twice_is_refused_but_two_officers_are_not() {
    let twice = [("what_happened", "a"), ("what_happened", "a")];
    assert_eq!(taken(Form::Report, &twice), Err(BadForm::Repeated));
    assert_eq!(
        taken(Form::Report, &[("code", "1"), ("code", "2")]),
        Err(BadForm::Repeated)
    );
    assert_eq!(
        taken(Form::Report, &[("leave_out", "a1"), ("leave_out", "b2")]),
        Ok(())
    );
    let same = [("leave_out", "a1"), ("leave_out", "a1")];
    assert_eq!(taken(Form::Report, &same), Err(BadForm::Repeated));
}

#[test]
fn only_offered_choices_are_taken() {
    for (name, value) in [
        ("category", "bribery"),
        ("category", ""),
        ("still_ongoing", "perhaps"),
        ("how_known", "WORK-DUTIES"),
        ("identity_understood", "on"),
    ] {
        assert_eq!(
            taken(Form::Report, &[(name, value)]),
            Err(BadForm::NotAChoice),
            "{name}"
        );
    }
    assert_eq!(taken(Form::Report, &[("category", "public-funds")]), Ok(()));
    assert_eq!(taken(Form::Report, &[("category", "unknown")]), Ok(()));
    assert_eq!(
        taken(Form::Report, &[("files", "text")]),
        Err(BadForm::NotAText)
    );
}

#[test]
fn tokens_have_a_limit_on_both_sides() {
    assert_eq!(taken(Form::Return, &[("code", &"1".repeat(256))]), Ok(()));
    assert_eq!(
        taken(Form::Return, &[("code", &"1".repeat(257))]),
        Err(BadForm::TooLong)
    );
    assert_eq!(
        taken(Form::Report, &[("leave_out", &"1".repeat(65))]),
        Err(BadForm::TooLong)
    );
}

#[test]
fn texts_have_a_limit_on_both_sides() {
    let (half, more) = ("a".repeat(50), "a".repeat(51));
    assert_eq!(
        problems(
            Form::Report,
            &[("what_happened", &half), ("harm", &half)],
            0
        ),
        []
    );
    assert_eq!(
        problems(
            Form::Report,
            &[("what_happened", &half), ("harm", &more)],
            0
        ),
        [Wrong::TextTooLong]
    );
    assert_eq!(
        taken(Form::Report, &[("what_happened", &"a".repeat(400))]),
        Ok(())
    );
    let beyond = [("what_happened", &*"a".repeat(350)), ("harm", &*more)];
    assert_eq!(taken(Form::Report, &beyond), Err(BadForm::TooLong));
}

#[test]
fn a_line_end_is_one_character() {
    let lines = "\r\n".repeat(50) + &"a".repeat(50);
    assert_eq!(problems(Form::Report, &[("what_happened", &lines)], 0), []);
    let report = filled(&[("what_happened", "viens\r\ndivi\rtrīs\n\r\n")]);
    assert_eq!(report.what_happened.as_str(), "viens\ndivi\ntrīs\n\n");
}

#[test]
fn a_limit_is_counted_in_characters_of_any_script() {
    for fits in [
        "я".repeat(100),
        "語".repeat(100),
        "a\u{304}".repeat(100),
        "🙂".repeat(100),
    ] {
        assert_eq!(problems(Form::Report, &[("what_happened", &fits)], 0), []);
        let more = [("what_happened", &*fits), ("harm", "!")];
        let wanted = if fits.len() == 400 {
            Err(BadForm::TooLong)
        } else {
            Ok(())
        };
        assert_eq!(taken(Form::Report, &more), wanted);
        if wanted.is_ok() {
            assert_eq!(problems(Form::Report, &more, 0), [Wrong::TextTooLong]);
        }
    }
}

#[test]
fn a_name_or_text_of_nothing_that_can_be_seen_is_none() {
    let nothing = "\u{200b} \u{2060}\r\n";
    assert_eq!(
        problems(Form::Report, &[("what_happened", nothing)], 0),
        [Wrong::WhatMissing]
    );
    assert_eq!(
        problems(Form::Addition, &[("what_happened", nothing)], 0),
        [Wrong::MessageMissing]
    );
    let report = filled(&[
        ("what_happened", "x"),
        ("harm", nothing),
        ("identity_name", nothing),
    ]);
    assert!(report.harm.is_none() && report.identity.is_none());
}

#[test]
fn content_is_what_was_answered_and_not_the_forms_own_code() {
    let content = |pairs: &[(&str, &str)]| {
        with(Form::Report, pairs, |input, _| {
            let mut content = ContentDigest::new();
            input
                .expect("a form that a browser sends")
                .add_to(&mut content);
            content.finish()
        })
    };
    let said = ("what_happened", "x");
    assert_eq!(
        content(&[("code", "1"), ("token", "2"), said]),
        content(&[("code", "3"), said])
    );
    for other in [
        [said, ("harm", "y")],
        [("what_happened", "xy"), ("harm", "")],
        [said, ("leave_out", "a1")],
        [said, ("still_ongoing", "yes")],
    ] {
        assert_ne!(content(&[said]), content(&other));
    }
    assert_ne!(
        content(&[said, ("harm", "y")]),
        content(&[said, ("evidence", "y")])
    );
}

#[test]
fn a_report_becomes_an_addition_with_every_answer_below_its_question() {
    let pairs = [
        ("code", "1"),
        ("what_happened", "Kas.\r\nVēl."),
        ("where", "Rīgā"),
        ("category", "public-funds"),
        ("how_known", "unsaid"),
        ("still_ongoing", "yes"),
        ("forward_consent", "ask-me"),
        ("if_not_recognised", "do-not-process"),
        ("leave_out", "a1"),
        ("identity_name", "Anna"),
        ("identity_understood", "yes"),
    ];
    with(Form::Report, &pairs, |input, asked| {
        let input = input.expect("a form that a browser sends");
        let addition = input.into_addition(asked, crate::text::Language::latvian());
        let message = "Kas.\nVēl.\n\nKur tas notika?\nRīgā\n\nVai tas vēl turpinās?\nJā\n\n\
            Uz kuru jomu tas attiecas?\nizšķērdēšana\n\n\
            Ja ziņojumu neatzīst par trauksmes cēlēja ziņojumu\nNeizskatiet to";
        assert_eq!(addition.text(Field::WhatHappened), message);
        assert_eq!(addition.text(Field::IdentityName), "Anna");
        assert_eq!(addition.code(), "");
    });
    with(
        Form::Report,
        &[("what_happened", "Kas.")],
        |input, asked| {
            let addition = input
                .expect("fits")
                .into_addition(asked, crate::text::Language::latvian());
            assert_eq!(addition.text(Field::WhatHappened), "Kas.");
        },
    );
}

#[test]
fn room_shrinks_and_never_ends() {
    with(
        Form::Report,
        &[("what_happened", &"a".repeat(399))],
        |input, asked| {
            assert_eq!(FormInput::new(Form::Report).room(asked), 400);
            assert_eq!(input.expect("fits").room(asked), 256);
        },
    );
}

#[test]
fn what_happened_must_be_said() {
    assert_eq!(problems(Form::Report, &[], 1), [Wrong::WhatMissing]);
    assert_eq!(
        problems(Form::Report, &[("what_happened", " \r\n\t ")], 0),
        [Wrong::WhatMissing]
    );
    assert_eq!(problems(Form::Report, &[("what_happened", "x")], 0), []);
}

#[test]
fn an_addition_brings_words_or_files_or_a_name() {
    assert_eq!(problems(Form::Addition, &[], 0), [Wrong::MessageMissing]);
    assert_eq!(problems(Form::Addition, &[], 1), []);
    let name = [("identity_name", "Anna"), ("identity_understood", "yes")];
    assert_eq!(problems(Form::Addition, &name, 0), []);
}

#[test]
fn someone_must_be_able_to_open_the_report() {
    let what = ("what_happened", "x");
    let all = [what, ("leave_out", "b2"), ("leave_out", "a1")];
    assert_eq!(problems(Form::Report, &all, 0), [Wrong::NobodyLeft]);
    assert_eq!(filled(&all[..2]).left_out, [1]);
}

#[test]
fn a_changed_roster_is_said_not_guessed() {
    let gone = [("what_happened", "x"), ("leave_out", "c3")];
    assert_eq!(problems(Form::Report, &gone, 0), [Wrong::PeopleChanged]);
}

#[test]
fn a_name_goes_only_with_the_warning_understood() {
    let what = ("what_happened", "x");
    let name = ("identity_name", "Anna");
    let sure = ("identity_understood", "yes");
    assert_eq!(
        problems(Form::Report, &[what, name], 0),
        [Wrong::IdentityNotConfirmed]
    );
    assert_eq!(
        problems(Form::Report, &[what, sure], 0),
        [Wrong::IdentityEmpty]
    );
    assert_eq!(
        problems(Form::Report, &[what, ("identity_contact", "x")], 0),
        [Wrong::IdentityEmpty]
    );
    let named = filled(&[what, name, sure])
        .identity
        .expect("a name was given");
    assert_eq!(named.name.as_str(), "Anna");
    assert!(filled(&[what, ("identity_name", "  ")]).identity.is_none());
}

#[test]
fn who_someone_is_fits_its_seal() {
    let (fits, more) = ("a".repeat(IDENTITY_MAX - 4), "a".repeat(IDENTITY_MAX - 3));
    let roomy = |contact: &str| {
        let (families, officers) = (families(), officers());
        let asked = Asked {
            text_max: 65_536,
            families: &families,
            officers: &officers,
        };
        let mut input = FormInput::new(Form::Addition);
        for (name, value) in [
            ("identity_name", "Anna"),
            ("identity_understood", "yes"),
            ("identity_contact", contact),
        ] {
            let value = Zeroizing::new(value.to_owned());
            input.take(name, value, &asked).expect("fits the form");
        }
        input
            .problems(&asked, 0)
            .iter()
            .map(|problem| problem.wrong)
            .collect::<Vec<_>>()
    };
    assert_eq!(roomy(&fits), []);
    assert_eq!(roomy(&more), [Wrong::IdentityTooLong]);
}

#[test]
fn a_whole_form_arrives_whole() {
    let report = filled(&[
        ("code", "1234"),
        ("token", "p"),
        ("what_happened", "Kas"),
        ("when", "vakar"),
        ("where", " "),
        ("category", "public-funds"),
        ("still_ongoing", "unknown"),
        ("how_known", "unsaid"),
        ("forward_consent", "without-files"),
        ("leave_out", "a1"),
    ]);
    assert_eq!(report.what_happened.as_str(), "Kas");
    assert_eq!(report.when.as_ref().map(|t| t.as_str()), Some("vakar"));
    assert!(report.place.is_none());
    assert_eq!(
        report.category.as_ref().map(|t| t.as_str()),
        Some("public-funds")
    );
    assert_eq!(report.still_ongoing, Some("unknown"));
    assert_eq!(report.how_known, None);
    assert_eq!(report.forward_consent, Some("without-files"));
    assert_eq!(report.left_out, [0]);
    assert!(
        filled(&[("what_happened", "x"), ("category", "unknown")])
            .category
            .is_none()
    );
}

#[test]
fn a_refused_form_keeps_its_words_and_shows_them_to_nobody() {
    with(Form::Report, &[("harm", "slepens")], |input, asked| {
        let refused = input
            .expect("fits")
            .fill(asked, 0)
            .expect_err("what happened is missing");
        assert_eq!(refused.input.text(Field::Harm), "slepens");
        assert!(!format!("{refused:?}").contains("slepens"));
    });
}

#[test]
fn every_choice_has_words() {
    for field in Field::ALL {
        if let FieldKind::Choice(choices) = field.kind() {
            for choice in choices {
                let id = field.choice_words(choice);
                let said = crate::text::say(crate::text::Language::latvian(), id);
                assert_ne!(said, id, "{field:?} {choice}");
            }
        }
    }
}
