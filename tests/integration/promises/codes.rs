//! P5: only the code opens the answers, and only once.

use crate::world::wire::Multipart;
use crate::world::{self, Reporter, Thief, World, is_opened, is_received};

#[test]
fn p5_only_the_code_opens_the_answers_and_only_once() {
    let mut world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Kas atbildēs?");
    let stranger = "9999 9999 9999 9999 9999 9999 9908";
    let refused = reporter.enter(stranger);
    assert_eq!(refused.hidden("fresh"), None);

    // A visit that breaks off before "I have saved it" leaves the old code good.
    let first = reporter.enter(&code);
    assert!(first.hidden("fresh").is_some());
    assert_eq!(
        first.length, refused.length,
        "a known and an unknown code differ in size"
    );
    let (_, fresh) = reporter.come_back(&code);
    // Now the old one is as unknown as any other, also after a restart.
    let used = reporter.enter(&code);
    assert_eq!(used.hidden("fresh"), None);
    assert_eq!(used.body, refused.body);
    world.restart();
    let reporter = world.reporter();
    assert_eq!(reporter.enter(&code).hidden("fresh"), None);
    let (_, last) = reporter.come_back(&fresh);
    for secret in [&code, &fresh, &last] {
        let digits: String = secret.chars().filter(char::is_ascii_digit).collect();
        for spelling in [digits.as_str(), &world::grouped(secret)] {
            assert_eq!(Thief::finds(world.intake.home(), spelling), None);
        }
    }
}

#[test]
fn p5_a_used_code_does_not_come_alive_when_its_report_is_sent_again() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let body = Reporter::words(&form, "Vienreiz.").end();
    assert!(is_received(&reporter.post(&body).unwrap(), &form.code));
    let (_, fresh) = reporter.come_back(&form.code);
    // A reload of the page "received", in another tab: received before, and the code works no more.
    let again = reporter.post(&body).unwrap();
    assert!(!is_received(&again, &form.code), "{}", again.text());
    assert!(again.words().contains("jau ir saņemts"), "{}", again.text());
    assert_eq!(reporter.enter(&form.code).hidden("fresh"), None);
    assert!(reporter.enter(&fresh).hidden("fresh").is_some());
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 1);
}

#[test]
fn p5_reloading_the_answers_opens_them_again() {
    let world = World::start();
    let reporter = world.reporter();
    let code = reporter.send("Pārlādēs.");
    let page = reporter.enter(&code);
    let fresh = page.hidden("fresh").unwrap();
    for _ in 0..3 {
        let opened = reporter.open(&code, &page);
        assert!(is_opened(&opened, &fresh), "{}", opened.words());
    }
    assert!(reporter.enter(&fresh).hidden("fresh").is_some());
}

#[test]
fn p5_a_code_that_the_intake_did_not_offer_is_refused() {
    let world = World::start();
    let reporter = world.reporter();
    let form = reporter.form();
    let planted = "1111 1111 1111 1111 1111 1111 1188";
    let body = Multipart::new()
        .field("code", planted)
        .field("token", &form.token)
        .field("what_happened", "x")
        .end();
    let page = reporter.post(&body).unwrap();
    assert!(!is_received(&page, planted));
    assert!((400..500).contains(&page.status), "{}", page.status);
    world.officers[0].sync(&world);
    assert_eq!(world.officers[0].cases().len(), 0);
}
