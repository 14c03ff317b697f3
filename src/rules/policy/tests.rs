//! The shipped file says what it should, and a wrong one is refused with its line.

use super::parsing::SHIPPED;
use super::*;
use crate::keys::digest::Sha256;
use crate::rules::toml_file::Complaint;

fn day(text: &str) -> Day {
    text.parse().expect("the test's own day")
}

/// The shipped policy with one exact replacement.
fn with(old: &str, new: &str) -> Result<Policy, BadPolicy> {
    assert_eq!(SHIPPED.matches(old).count(), 1, "{old:?} stands there once");
    Policy::parse(&SHIPPED.replace(old, new))
}

fn refusal(old: &str, new: &str) -> Complaint {
    match with(old, new) {
        Err(BadPolicy(complaint)) => complaint,
        other => panic!("{new:?} gave {other:?}"),
    }
}

/// The line of the shipped file on which `text` stands.
fn line_of(text: &str) -> usize {
    let at = SHIPPED.lines().position(|line| line.contains(text));
    1 + at.expect("the text stands in the shipped file")
}

#[test]
fn a_bill_is_mentioned_once_a_pack_says_since_when_it_is_law() {
    let shipped = Policy::shipped();
    let facts = shipped.page_facts();
    assert!(!facts.is_anti_slapp_in_force(day("2099-01-01")));
    let prepared = "accessibility_prepared = ";
    let since = format!("anti_slapp_since = \"2027-05-07\"\n{prepared}");
    let in_force = with(prepared, &since).expect("right");
    let facts = in_force.page_facts();
    assert!(!facts.is_anti_slapp_in_force(day("2027-05-06")));
    assert!(facts.is_anti_slapp_in_force(day("2027-05-07")));
}

#[test]
fn the_shipped_file_holds_the_promised_values() {
    let policy = Policy::shipped();
    assert_eq!(policy.text_max(), 64 << 10);
    assert_eq!(policy.files_max(), 20);
    assert_eq!(policy.file_bytes_max(), 100 << 20);
    assert_eq!(policy.total_bytes_max(), 250 << 20);
    assert_eq!(policy.mailbox_replies_max(), 64);
    assert_eq!(policy.mailbox_bytes_max(), 768 << 10);
    assert_eq!(policy.reply_files_max(), 5);
    assert_eq!(policy.reply_files_bytes_max(), 10 << 20);
    assert_eq!(policy.mailbox_files_bytes_max(), 48 << 20);
    assert_eq!(policy.text_reserve(), 1 << 30);
    assert_eq!(policy.uploads_at_once(), 64);
    assert_eq!(policy.connections_max(), 1024);
    assert_eq!(policy.header_timeout(), Duration::from_secs(15));
    assert_eq!(policy.body_window(), Duration::from_secs(60));
    assert_eq!(policy.body_window_bytes_min(), 4096);
    assert_eq!(policy.stretch_memory_kib(), 8192);
    assert_eq!(policy.stretch_passes(), 1);
    assert_eq!(policy.stretches_at_once(), 2);
    assert_eq!(policy.renewal(), Renewal::EachVisit);
    assert_eq!(policy.form_days(), 2);
    assert!(!policy.drop_after_all_fetched());
    assert_eq!(policy.keep_unaccounted_days(), 1096);
    assert_eq!(policy.keep_reply_days(), 365);
    assert_eq!(policy.keep_access_months(), 12);
    assert_eq!(policy.batch_days(), 1);
    assert_eq!(policy.witnesses_required(), 0);
    assert_eq!(policy.suppression_threshold(), 5);
    assert_eq!(policy.warn_days(), [14, 3]);
    let languages = policy.languages().iter();
    let languages: Vec<&str> = languages.map(LanguageCode::as_str).collect();
    assert_eq!(languages, ["lv", "en", "ru", "uk", "lv-x-easy"]);
    assert_eq!(policy.country(), "LVA");
}

#[test]
fn the_shipped_file_holds_the_promised_retention() {
    let retention = *Policy::shipped().retention();
    assert_eq!(retention.spam_days(), 30);
    assert_eq!(retention.not_recognised_months(), 2);
    assert_eq!(retention.examined_months(), 2);
    assert_eq!(retention.forwarded_days(), 30);
    assert_eq!(retention.hold_review_months(), 6);
    assert_eq!(retention.identity_before_case_days(), 0);
    assert_eq!(retention.officer_log_months(), 24);
}

#[test]
fn the_contact_point_is_named_and_says_whether_it_was_verified() {
    let policy = Policy::shipped();
    let contact = policy.contact_point();
    assert!(contact.name(Language::latvian()).contains("KNAB"));
    assert_eq!(contact.since(), day("2026-01-01"));
    assert_eq!(contact.verified_on(), None);
    let verified = with(
        "since = \"2026-01-01\"",
        "since = \"2026-01-01\"\nverified_on = \"2026-11-23\"",
    );
    let contact = verified.expect("a verified policy").contact_point().clone();
    assert_eq!(contact.verified_on(), Some(day("2026-11-23")));
    for site in ["http://knab.gov.lv", "javascript:x", "https://a b"] {
        refusal("https://www.knab.gov.lv", site);
    }
}

#[test]
fn the_23_categories_stand_in_seven_families_and_other_apart() {
    let policy = Policy::shipped();
    assert_eq!(policy.families().len(), 7);
    let numbers: Vec<_> = policy.categories().iter().map(|c| c.number()).collect();
    assert_eq!(numbers, (1..=23).collect::<Vec<_>>());
    assert_eq!(policy.other().number(), 23);
    assert_eq!(policy.other().category().as_str(), "other");
    let slug = Category::parse("public-funds").expect("a slug");
    let rule = policy.find(&slug).expect("a category");
    assert_eq!(rule.number(), 3);
    assert_eq!(
        rule.name(Language::latvian()),
        "publiskas personas finanšu līdzekļu vai mantas izšķērdēšana"
    );
    assert!(policy.find(policy.other().category()).is_some());
    let family = Category::parse("safety").expect("a slug");
    assert!(policy.find(&family).is_none());
}

#[test]
fn the_seven_clocks_run_as_in_law() {
    use crate::rules::calendar::Length::{Days, Months, WorkingDays};
    let policy = Policy::shipped();
    for (kind, id, before_march_2026, since) in [
        (
            DeadlineKind::Acknowledge,
            "A1",
            (Days(7), Days(7)),
            (Days(7), Days(7)),
        ),
        (
            DeadlineKind::Decide,
            "L1",
            (Days(7), Days(7)),
            (Days(7), Days(7)),
        ),
        (
            DeadlineKind::Notify,
            "L2",
            (Days(3), Days(3)),
            (Days(3), Days(3)),
        ),
        (
            DeadlineKind::Progress,
            "L3",
            (Months(2), Months(2)),
            (Months(2), Months(2)),
        ),
        (
            DeadlineKind::Feedback,
            "A2",
            (Months(3), Months(6)),
            (Months(3), Months(6)),
        ),
        (
            DeadlineKind::Forward,
            "L4",
            (Days(7), Days(7)),
            (WorkingDays(5), WorkingDays(5)),
        ),
        (
            DeadlineKind::Answer,
            "L5",
            (Months(1), Months(4)),
            (WorkingDays(10), Months(1)),
        ),
    ] {
        for (received, (ordinary, extended)) in [
            ("2022-02-04", before_march_2026),
            ("2026-02-28", before_march_2026),
            ("2026-03-01", since),
            ("2036-01-01", since),
        ] {
            let rule = rule(&policy, id, received).expect("a rule for each day");
            assert_eq!(rule.kind(), kind, "{id}");
            assert_eq!(rule.length(Term::Ordinary), ordinary, "{id} on {received}");
            assert_eq!(rule.length(Term::Extended), extended, "{id} on {received}");
            let reasons = rule.extension_reasons();
            assert_eq!(
                reasons.is_empty(),
                ordinary == extended,
                "{id} on {received}"
            );
            let service = matches!(
                kind,
                DeadlineKind::Decide | DeadlineKind::Notify | DeadlineKind::Progress
            );
            assert_eq!(rule.for_tips() == ForTips::ServiceStandard, service, "{id}");
        }
    }
    let ids = policy
        .deadline_rules(day("2026-11-21"))
        .map(|rule| rule.id().to_string());
    assert_eq!(ids.collect::<Vec<_>>().join(" "), "A1 L1 L2 L3 A2 L4 L5");
}

fn rule<'a>(policy: &'a Policy, id: &str, received: &str) -> Option<&'a DeadlineRule> {
    let id = DeadlineId::parse(id).expect("a deadline's id");
    policy.deadline_rule(id, day(received))
}

#[test]
fn deadlines_are_as_many_as_the_pack_has() {
    let decide = "[[deadlines.clock]]\nid = \"L1\"\nduty = \"decide\"";
    let again =
        "starts = [\"received\"]\nends = [\"decided\"]\nterm = { days = 3 }\ntips = \"law\"\n\n";
    let clock = |id: &str, duty: &str| {
        let head = format!("[[deadlines.clock]]\nid = \"{id}\"\nduty = \"{duty}\"\n{again}");
        format!("{head}{decide}")
    };
    let two = with(decide, &clock("X9", "decide")).expect("two with one duty");
    assert_eq!(two.deadline_rules(day("2026-11-21")).count(), 8);
    assert!(rule(&two, "X9", "2026-11-21").is_some());
    assert!(rule(&two, "X8", "2026-11-21").is_none());
    for (id, duty, why) in [
        ("L1", "decide", "does not follow"),
        ("L5", "answer", "a second time"),
        (
            "X9",
            "acknowledge",
            "two deadlines have the duty acknowledge",
        ),
        ("x9", "decide", "not a deadline's id"),
        ("ABCDE", "decide", "not a deadline's id"),
        ("X9", "sing", "unknown variant"),
    ] {
        let complaint = refusal(decide, &clock(id, duty));
        assert!(complaint.what().contains(why), "{id} {duty}: {complaint}");
    }
    let other = "id = \"L4\"\nduty = \"forward\"\nfrom";
    let complaint = refusal(other, "id = \"L4\"\nduty = \"answer\"\nfrom");
    assert!(complaint.what().contains("another duty"), "{complaint}");
}

#[test]
fn the_zone_and_the_number_are_checked() {
    let zone = "zone = \"EET-2EEST,M3.5.0/3,M10.5.0/4\"";
    assert!(with(zone, "zone = \"UTC0\"").is_ok());
    let complaint = refusal(zone, "zone = \"Europe/Riga\"");
    assert_eq!(complaint.line(), line_of(zone));
    assert!(complaint.hint().contains("zoneinfo"), "{complaint}");
    refusal("\nversion = 1\n", "\nversion = 0\n");
    for wrong in ["\"a.exe\" = \"00\"", "\"a.ftl\" = \"00\""] {
        refusal("[files]\n", &format!("[files]\n{wrong}\n"));
    }
}

#[test]
fn terms_are_read_in_each_unit_and_extended_in_each() {
    let answer = "term = { working_days = 10 }\nextended = { term = { months = 1 }";
    for (ordinary, extended) in [
        ("days = 10", "working_days = 20"),
        ("working_days = 10", "years = 1"),
        ("months = 1", "days = 40"),
        ("years = 1", "months = 18"),
    ] {
        let new = format!("term = {{ {ordinary} }}\nextended = {{ term = {{ {extended} }}");
        assert!(with(answer, &new).is_ok(), "{new}");
        let back = format!("term = {{ {extended} }}\nextended = {{ term = {{ {ordinary} }}");
        let complaint = refusal(answer, &back);
        assert!(complaint.what().contains("no longer than"), "{complaint}");
    }
    for wrong in ["", "days = 1, months = 1", "weeks = 2", "working_days = 0"] {
        refusal(
            "term = { working_days = 10 }",
            &format!("term = {{ {wrong} }}"),
        );
    }
    refusal(
        "reasons = [\"data_missing\", \"other_institutions\", \"bulk\"]",
        "reasons = []",
    );
    refusal(
        "[\"data_missing\", \"other_institutions\", \"bulk\"]",
        "[\"busy\"]",
    );
}

#[test]
fn on_each_day_one_rule_at_most_is_the_law() {
    let forward = "until = \"2026-02-28\"\nstarts = [\"not-competent\"]";
    // A duty may have been none for a while.
    let gap = with(forward, &forward.replace("02-28", "02-10")).expect("a gap");
    assert!(rule(&gap, "L4", "2026-02-10").is_some());
    assert!(rule(&gap, "L4", "2026-02-11").is_none());
    // Two at once, or one without end before another.
    let complaint = refusal(forward, &forward.replace("02-28", "03-01"));
    assert!(complaint.what().contains("does not follow"), "{complaint}");
    refusal(forward, "starts = [\"not-competent\"]");
    // What the Directive asks is asked on each day.
    let feedback = "starts = [\"acknowledged-or-due\"]";
    for days in ["until = \"2030-01-01\"\n", "from = \"2019-01-01\"\n"] {
        refusal(feedback, &format!("{days}{feedback}"));
    }
}

#[test]
fn feedback_starts_at_the_acknowledgement_or_at_the_end_of_its_term_whichever_is_earlier() {
    let (policy, calendar) = (Policy::shipped(), Calendar::shipped());
    let due = |received: &str, acknowledged: Option<&str>, term| {
        let acknowledged = acknowledged.map(day);
        let deadline = policy.feedback_deadline(day(received), acknowledged, term, &calendar);
        (deadline.nominal().to_string(), deadline.legal().to_string())
    };
    let expect = |nominal: &str, legal: &str| (nominal.to_owned(), legal.to_owned());
    let ordinary = Term::Ordinary;
    // Acknowledged on the third day.
    assert_eq!(
        due("2026-09-01", Some("2026-09-03"), ordinary),
        expect("2026-12-03", "2026-12-03")
    );
    // On the last day; a day late; never: all from the end of day 7.
    for acknowledged in [Some("2026-09-08"), Some("2026-09-09"), None] {
        assert_eq!(
            due("2026-09-01", acknowledged, ordinary),
            expect("2026-12-08", "2026-12-08")
        );
    }
    // The second start is the nominal end of A1 (Saturday the 28th), not the rolled one.
    assert_eq!(
        due("2026-11-21", None, ordinary),
        expect("2027-02-28", "2027-03-01")
    );
    // Acknowledged on 30 November: February is shorter.
    assert_eq!(
        due("2026-11-30", Some("2026-11-30"), ordinary),
        expect("2027-02-28", "2027-03-01")
    );
    // Six months with reasons.
    assert_eq!(
        due("2026-09-01", None, Term::Extended),
        expect("2027-03-08", "2027-03-08")
    );
}

#[test]
fn a_reporter_is_told_to_come_back_on_a_working_day() {
    let (policy, calendar) = (Policy::shipped(), Calendar::shipped());
    for (sent, back) in [
        ("2026-11-16", "2026-11-23"), // Monday to Monday
        ("2026-11-21", "2026-11-30"), // a Saturday
        ("2026-12-24", "2027-01-04"), // 31 December, 1 January, a weekend
        ("2026-03-30", "2026-04-07"), // Easter Monday
    ] {
        assert_eq!(policy.expected_return(day(sent), &calendar), day(back));
    }
}

#[test]
fn the_digest_is_of_the_files_bytes() {
    // Every byte counts, also in a comment.
    let changed = Policy::parse(&format!("{SHIPPED}# \n")).expect("one more comment");
    assert_ne!(changed.digest(), Policy::shipped().digest());
    let by_hand = Sha256::of(SHIPPED.as_bytes());
    assert_eq!(Policy::shipped().digest(), by_hand);
}

#[test]
fn bounds_hold_on_both_sides() {
    for (line, fits, does_not) in [
        ("text_characters_max = 65536", "4096", "4095"),
        ("text_characters_max = 65536", "65536", "65537"),
        ("files_max = 20", "100", "101"),
        ("files_max = 20", "0", "-1"),
        ("file_bytes_max = 104857600", "1", "0"),
        ("file_bytes_max = 104857600", "262144000", "1073741825"),
        ("total_bytes_max = 262144000", "104857600", "104857599"),
        ("mailbox_replies_max = 64", "8", "7"),
        ("mailbox_replies_max = 64", "1000", "1001"),
        ("mailbox_bytes_max = 786432", "98304", "98303"),
        ("mailbox_bytes_max = 786432", "1572864", "1572865"),
        ("reply_files_max = 5", "16", "17"),
        ("reply_files_max = 5", "0", "-1"),
        ("reply_files_bytes_max = 10485760", "1", "0"),
        ("reply_files_bytes_max = 10485760", "16777216", "16777217"),
        ("mailbox_files_bytes_max = 50331648", "20971520", "20971519"),
        (
            "mailbox_files_bytes_max = 50331648",
            "1073741824",
            "1073741825",
        ),
        ("text_reserve_bytes = 1073741824", "67108864", "67108863"),
        ("uploads_at_once = 64", "504", "0"),
        ("connections_max = 1024", "72", "71"),
        ("header_timeout_seconds = 15", "5", "4"),
        ("header_timeout_seconds = 15", "60", "61"),
        ("body_window_seconds = 60", "120", "121"),
        ("body_window_bytes_min = 4096", "7", "6"),
        ("body_window_bytes_min = 4096", "1200000", "1200001"),
        ("stretch_memory_kib = 8192", "7168", "7167"),
        ("stretch_passes = 1", "16", "0"),
        ("stretches_at_once = 2", "64", "65"),
        ("form_days = 2", "7", "1"),
        ("keep_unaccounted_days = 1096", "180", "179"),
        ("keep_reply_days = 365", "31", "30"),
        ("keep_access_months = 12", "3", "2"),
        ("keep_access_months = 12", "120", "121"),
        ("spam_days = 30", "0", "31"),
        ("batch_days = 1", "7", "0"),
        ("witnesses_required = 0", "16", "17"),
        ("checkpoint_days_max = 3", "31", "0"),
        ("suppression_threshold = 5", "3", "2"),
        ("warn_days = [14, 3]", "[60, 1]", "[14, 14]"),
        ("warn_days = [14, 3]", "[]", "[61, 3]"),
    ] {
        let name = line.split(' ').next().expect("a name");
        let fitting = with(line, &format!("{name} = {fits}"));
        assert!(fitting.is_ok(), "{name} = {fits}: {fitting:?}");
        let complaint = refusal(line, &format!("{name} = {does_not}"));
        assert_eq!(complaint.line(), line_of(line), "{complaint}");
        assert!(complaint.what().contains(name), "{complaint}");
    }
}

#[test]
fn runs_at_once_are_bounded_by_their_memory_together() {
    let large = SHIPPED.replace("stretch_memory_kib = 8192", "stretch_memory_kib = 1048576");
    assert!(Policy::parse(&large).is_err(), "two runs of 1 GiB");
    let one = large.replace("stretches_at_once = 2", "stretches_at_once = 1");
    assert!(Policy::parse(&one).is_ok(), "one run of 1 GiB");
}

#[test]
fn the_laws_ceilings_can_not_be_raised() {
    let acknowledge = "starts = [\"received\"]\nends = [\"acknowledged\"]\nterm = { days = 7 }";
    assert!(with(acknowledge, &acknowledge.replace('7', "5")).is_ok());
    for wrong in [
        acknowledge.replace('7', "8"),
        acknowledge.replace('7', "0"),
        acknowledge.replace("days = 7", "months = 1"),
        // Five working days take ten days over Christmas.
        acknowledge.replace("days = 7", "working_days = 5"),
        acknowledge.replace("received", "decided"),
        acknowledge.replace("\"received\"", "\"received\", \"received\""),
        acknowledge.replace("\"received\"", ""),
        acknowledge.replace("days = 7", "days = 7, months = 1"),
        acknowledge.replace("days = 7", ""),
        format!("{acknowledge}\nextended = {{ term = {{ months = 1 }}, reasons = [\"bulk\"] }}"),
    ] {
        refusal(acknowledge, &wrong);
    }
    let feedback = "term = { months = 3 }\nextended = { term = { months = 6 }";
    for fits in [("months = 2", "months = 4"), ("days = 89", "days = 179")] {
        let new = feedback.replace("months = 3", fits.0);
        assert!(with(feedback, &new.replace("months = 6", fits.1)).is_ok());
    }
    for wrong in [
        feedback.replace("months = 3", "months = 4"),
        feedback.replace("months = 3", "days = 90"),
        feedback.replace("months = 3", "working_days = 20"),
        feedback.replace("months = 6", "months = 7"),
        feedback.replace("months = 6", "years = 1"),
        feedback.replace("months = 6", "months = 3"),
    ] {
        refusal(feedback, &wrong);
    }
}

#[test]
fn a_name_is_written_in_the_first_language_and_in_none_that_nobody_reads() {
    let family = "lv = \"Drošība\"\nen = \"Safety\"";
    let missing = refusal(family, "en = \"Safety\"");
    assert!(missing.hint().contains("at least in lv"), "{missing}");
    let unread = refusal(family, "lv = \"Drošība\"\nfr = \"Sécurité\"");
    assert_eq!(unread.line(), line_of("lv = \"Drošība\"") + 1);
    let policy = with(&format!("{family}\nru = \"Безопасность\""), family).expect("fewer");
    let family = &policy.families()[2];
    for (code, name) in [
        ("ru", "Drošība"),
        ("lv-x-easy", "Drošība"),
        ("en", "Safety"),
    ] {
        assert_eq!(
            family.name(code.parse().expect("compiled in")),
            name,
            "{code}"
        );
    }
}

const LANGUAGES: &str = "languages = [\"lv\", \"en\", \"ru\", \"uk\", \"lv-x-easy\"]";

#[test]
fn unknown_missing_and_double_keys_are_refused_with_their_line() {
    let complaint = refusal("files_max = 20", "files_max = 20\nfile_max = 20");
    assert_eq!(complaint.line(), line_of("files_max = 20") + 1);
    assert!(complaint.what().contains("file_max"), "{complaint}");
    assert!(refusal("files_max = 20", "").what().contains("files_max"));
    let twice = refusal("files_max = 20", "files_max = 20\nfiles_max = 20");
    assert_eq!(twice.line(), line_of("files_max = 20") + 1);
    refusal("[ledger]", "[leger]");
    refusal("renewal = \"each-visit\"", "renewal = \"weekly\"");
    refusal(LANGUAGES, "languages = []");
    refusal(LANGUAGES, "languages = [\"lv\", \"lv\"]");
    refusal(LANGUAGES, "languages = [\"lv\", \"l/v\"]");
    refusal("country = \"LVA\"", "country = \"lv\"");
    refusal("files_max = 20", "files_max = \"20\"");
    refusal("files_max = 20", "files_max = 20.5");
    assert!(Policy::parse("").is_err());
}

#[test]
fn double_and_malformed_categories_are_refused_with_their_line() {
    let complaint = refusal("slug = \"tax-evasion\"", "slug = \"public-funds\"");
    assert_eq!(complaint.line(), line_of("tax-evasion"));
    assert!(complaint.what().contains("twice"), "{complaint}");
    assert!(refusal("no = 4\n", "no = 3\n").what().contains("twice"));
    refusal("slug = \"tax-evasion\"", "slug = \"safety\"");
    refusal("slug = \"tax-evasion\"", "slug = \"other\"");
    refusal("slug = \"tax-evasion\"", "slug = \"Tax\"");
    refusal("en = \"tax evasion\"", "en = \"\"");
    refusal("en = \"tax evasion\"", "en = \"tax\\u0007evasion\"");
}

#[test]
fn a_mistake_in_a_name_or_a_day_is_told_with_its_line_and_what_would_be_right() {
    let told = |from: &str, to: &str| {
        let text = Policy::shipped().text().replacen(from, to, 1);
        let why = Policy::parse(&text).expect_err(to).to_string();
        let at = text.find(to.trim()).expect("there");
        let line = 1 + text[..at].matches('\n').count();
        assert!(why.contains(&format!("line {line}: ")), "{line} and {why}");
        why
    };
    // Below a table's head, and below another name.
    let why = told("\nlv = \"kaut kas cits", "\nli = \"kaut kas cits");
    assert!(why.contains("li is no language"), "{why}");
    let why = told("\nen = \"Corruption", "\nel = \"Corruption");
    assert!(
        why.contains(
            "el is no language that is read here (the pages are in lv, en, ru, uk, lv-x-easy)"
        ),
        "{why}"
    );
    let why = told(
        "accessibility_prepared = \"2026-11-30\"",
        "accessibility_prepared = 2026-11-30",
    );
    assert!(
        why.contains("expected a day in quotes, such as \"2026-11-21\""),
        "{why}"
    );
}
