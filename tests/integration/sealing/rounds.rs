//! What is sealed comes out again, and only so.

use svilpe::keys::digest::ReportDigest;
use svilpe::report::sealed::{
    BadHeader, CannotOpen, CannotSeal, CiphertextCheck, NotSealed, OpenedReport,
};
use svilpe::report::{
    Answers, Fear, ForwardConsent, HowKnown, IfNotRecognised, Report, ReportKind, ReportedBefore,
    StillOngoing,
};

use super::bureau::{Attached, Bureau, file_of, heading, institution, noise, report, words};

#[test]
fn a_report_with_files_comes_out_as_it_went_in() {
    let bureau = Bureau::new();
    let long = noise(200_000);
    let name = "līgums \"gala\" \u{202e}fdp.exe\n../../etc";
    let files = [
        Attached { name, bytes: &long },
        Attached {
            name: "",
            bytes: b"",
        },
        Attached {
            name: "z",
            bytes: b"PK\x05\x06 not really",
        },
    ];
    let sealed = bureau.seal("Kas notika: ņēma kukuļus.", &files);
    for key in &bureau.keys {
        let item = ReportDigest::of(&sealed);
        let mut opened = OpenedReport::open(std::io::Cursor::new(&sealed[..]), key, item).unwrap();
        assert!(opened.header_agrees());
        let report = opened.report();
        assert_eq!(
            report.answers().what_happened.expose(),
            "Kas notika: ņēma kukuļus."
        );
        assert_eq!(report.kind(), ReportKind::Report);
        assert_eq!(report.files().len(), 3);
        assert_eq!(report.files()[0].name.expose(), name);
        assert_eq!(file_of(&mut opened, 1).unwrap(), long);
        assert_eq!(file_of(&mut opened, 3).unwrap(), files[2].bytes);
        assert_eq!(file_of(&mut opened, 2).unwrap(), b"");
        assert!(matches!(
            opened.file(0).map(|_| ()),
            Err(CannotOpen::NoSuchFile)
        ));
        assert!(matches!(
            opened.file(4).map(|_| ()),
            Err(CannotOpen::NoSuchFile)
        ));
    }
}

#[test]
fn every_answer_of_the_form_survives() {
    let answers = || Answers {
        category: Some(words("public-funds")),
        when: Some(words("2026. gada maijā")),
        where_: Some(words("Rīgā")),
        who_involved: Some(words("\0\u{1b}]0;x\u{7}")),
        how_known: Some(HowKnown::WorkDuties),
        still_ongoing: Some(StillOngoing::Unknown),
        harm: Some(words("liels")),
        evidence_description: Some(words("rēķini")),
        reported_before: Some(ReportedBefore::Internally),
        reported_before_result: Some(words("nekā")),
        fear_of_retaliation: Some(Fear::Yes),
        fear_explained: Some(words("atlaidīs")),
        if_not_recognised: Some(IfNotRecognised::TreatAsTip),
        forward_consent: Some(ForwardConsent::WithoutFiles),
        ..Answers::new(words("\u{feff}\"\\\u{2028}"))
    };
    let bureau = Bureau::new();
    let finished = bureau
        .sealing(&[])
        .finish(Report::new(heading(), answers()), None)
        .unwrap();
    let opened = bureau.open(&finished.rest).unwrap();
    let (before, after) = (answers(), opened.report().answers());
    assert_eq!(after.length(), before.length());
    assert_eq!(
        after.who_involved.as_ref().unwrap().expose(),
        "\0\u{1b}]0;x\u{7}"
    );
    assert_eq!(after.what_happened.expose(), before.what_happened.expose());
    assert_eq!(after.how_known, before.how_known);
    assert_eq!(after.still_ongoing, before.still_ongoing);
    assert_eq!(after.reported_before, before.reported_before);
    assert_eq!(after.fear_of_retaliation, before.fear_of_retaliation);
    assert_eq!(after.if_not_recognised, before.if_not_recognised);
    assert_eq!(after.forward_consent, before.forward_consent);
}

#[test]
fn who_is_left_out_opens_nothing_and_the_others_are_told() {
    let bureau = Bureau::new();
    let sealed = bureau.seal_without(&[2, 2], "text", &[], None).unwrap();
    let item = ReportDigest::of(&sealed);
    let cilda = OpenedReport::open(std::io::Cursor::new(&sealed[..]), &bureau.keys[2], item);
    assert!(matches!(cilda, Err(CannotOpen::NotForThisKey)));
    let opened = bureau.open(&sealed).unwrap();
    assert!(opened.header_agrees());
    let manifest = opened.report().manifest().unwrap();
    assert_eq!(manifest.left_out, ["Cilda"]);
    let keys = &bureau.keys;
    assert_eq!(
        manifest.recipients,
        [keys[0].recipient().digest(), keys[1].recipient().digest()]
    );
}

#[test]
fn somebody_has_to_remain_and_positions_have_to_exist() {
    let bureau = Bureau::new();
    let refused = |left_out: &[usize]| bureau.addressees(left_out).unwrap_err();
    assert!(matches!(refused(&[0, 1, 2]), CannotSeal::NobodyLeft));
    assert!(matches!(refused(&[3]), CannotSeal::NoSuchOfficer));
    let mut sealing = bureau.sealing(&[]);
    assert!(matches!(sealing.write(b"x"), Err(CannotSeal::NoFileBegun)));
}

#[test]
fn an_item_that_the_ledger_does_not_name_stays_closed() {
    let bureau = Bureau::new();
    let (one, other) = (bureau.seal("one", &[]), bureau.seal("other", &[]));
    let item = ReportDigest::of(&other);
    let swapped = OpenedReport::open(std::io::Cursor::new(&one[..]), &bureau.keys[0], item);
    assert!(matches!(swapped, Err(CannotOpen::NotTheItem)));
}

#[test]
fn the_most_files_and_the_most_text_fit_and_one_more_does_not() {
    let bureau = Bureau::new();
    let mut sealing = bureau.sealing(&[]);
    for _ in 0..999 {
        sealing.file("n", "t").unwrap();
    }
    assert!(matches!(
        sealing.file("n", "t"),
        Err(CannotSeal::TooManyFiles)
    ));
    let mut sealed = sealing.take();
    sealed.extend(sealing.finish(report(""), None).unwrap().rest);
    assert_eq!(bureau.open(&sealed).unwrap().report().files().len(), 999);

    let empty = bureau.seal("", &[]);
    let frame = bureau.plain(&empty);
    let json_at = find(&frame, b"{\"format\"");
    let json_end = find(&frame, b"}PK\x07\x08") + 1;
    let room = svilpe::report::REPORT_JSON_MAX - (json_end - json_at);
    let full = bureau.seal(&"a".repeat(room), &[]);
    assert!(bureau.open(&full).is_ok());
    let over = bureau
        .sealing(&[])
        .finish(report(&"a".repeat(room + 1)), None);
    assert!(matches!(over, Err(CannotSeal::TooMuchText)));
}

#[test]
fn long_names_are_cut_at_a_character() {
    let bureau = Bureau::new();
    let name = "ā".repeat(5000);
    let files = [Attached {
        name: &name,
        bytes: b"x",
    }];
    let sealed = bureau.seal("text", &files);
    let opened = bureau.open(&sealed).unwrap();
    let cut = format!("{}…", "ā".repeat(126));
    assert_eq!(opened.report().files()[0].name.expose(), cut);
}

#[test]
fn what_a_reporter_sealed_is_taken_however_it_is_cut() {
    let bureau = Bureau::new();
    let sealed = bureau.seal(
        "text",
        &[Attached {
            name: "a",
            bytes: &noise(100_000),
        }],
    );
    for step in [1, 7, 1000, sealed.len()] {
        let mut arriving = CiphertextCheck::begin(3);
        for piece in sealed.chunks(step) {
            arriving.write(piece).unwrap();
        }
        let arrived = arriving.finish().unwrap();
        assert_eq!(arrived.item, ReportDigest::of(&sealed));
        assert_eq!(arrived.length, sealed.len() as u64);
    }
}

#[test]
fn what_does_not_look_like_all_others_is_not_taken() {
    let bureau = Bureau::new();
    let sealed = bureau.seal("text", &[]);
    let take = |bytes: &[u8], officers| {
        let mut arriving = CiphertextCheck::begin(officers);
        arriving.write(bytes)?;
        arriving.finish()
    };
    assert_eq!(take(&sealed, 2), Err(NotSealed::OtherOfficers));
    assert_eq!(take(&sealed, 4), Err(NotSealed::OtherOfficers));
    assert_eq!(
        take(&sealed[..sealed.len() - 1], 3),
        Err(NotSealed::NotPadded)
    );
    assert_eq!(
        take(&[&sealed[..], b"x"].concat(), 3),
        Err(NotSealed::NotPadded)
    );
    assert_eq!(
        take(&bureau.seal_raw(b"unpadded"), 1),
        Err(NotSealed::NotPadded)
    );
    let truncated = Err(NotSealed::Header(BadHeader::Truncated));
    assert_eq!(take(&sealed[..100], 3), truncated);
    assert_eq!(take(b"", 3), truncated);
    let text = Err(NotSealed::Header(BadHeader::NotAnAgeFile));
    assert_eq!(take(b"Kas notika", 3), text);
}

pub fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    let mut windows = bytes.windows(wanted.len());
    windows.position(|window| window == wanted).unwrap()
}

#[test]
fn what_is_printed_of_a_report_is_its_name_and_length_alone() {
    let bureau = Bureau::new();
    assert_eq!(format!("{:?}", bureau.sealing(&[])), "Sealing(…)");
    let sealed = bureau.seal("text", &[]);
    let opened = bureau.open(&sealed).unwrap();
    assert_eq!(format!("{opened:?}"), format!("Opened({})", opened.item()));
    let mut check = CiphertextCheck::begin(3);
    check.write(&sealed[..100]).unwrap();
    assert_eq!(format!("{check:?}"), "CiphertextCheck(100 bytes)");
    assert_eq!(format!("{:?}", institution()), "knab");
    for refusal in [
        NotSealed::Header(BadHeader::Truncated),
        NotSealed::OtherOfficers,
        NotSealed::NotPadded,
    ] {
        assert!(refusal.to_string().contains(' '), "{refusal:?}");
    }
}

/// From here on the lengths in its ZIP take all of their bytes.
#[test]
fn a_file_of_16_mib_comes_out_whole() {
    let bureau = Bureau::new();
    let bytes = vec![7; 1 << 24];
    let file = Attached {
        name: "a",
        bytes: &bytes,
    };
    let sealed = bureau.seal("text", &[file]);
    let mut opened = bureau.open(&sealed).unwrap();
    assert!(file_of(&mut opened, 1).unwrap() == bytes);
}
