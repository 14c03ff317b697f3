//! Who may speak to this desk: a link that opens once, and the browser that opened it.
//!
//! ```text
//!   terminal ─▶ link (128 random bits, once) ─▶ cookie (128 more) ─▶ pages
//!                                                                    forms carry a third secret
//! ```
//!
//! All three are of one launch and live in memory alone. Knows no passphrase: whoever had the link
//! first still needs that.

pub(super) mod remembered_words;

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::keys::digest::Sha256;
use crate::keys::random::random_bytes;

/// One launch of the desk, and when it was used last.
pub(in crate::officer::desk) struct DeskSession {
    /// None once it was redeemed.
    link: Option<SessionSecret>,
    cookie: SessionSecret,
    csrf_token: SessionSecret,
    last_use: Instant,
}

/// 128 random bits, in hex.
pub(in crate::officer::desk) struct SessionSecret(Zeroizing<String>);

impl DeskSession {
    pub(in crate::officer::desk) fn begin(now: Instant) -> Self {
        Self {
            link: Some(SessionSecret::random()),
            cookie: SessionSecret::random(),
            csrf_token: SessionSecret::random(),
            last_use: now,
        }
    }

    /// What stands at the end of the link; none once it was redeemed.
    pub(in crate::officer::desk) fn link(&self) -> Option<&str> {
        self.link.as_ref().map(SessionSecret::expose)
    }

    /// Gives the cookie for the link, once.
    pub(in crate::officer::desk) fn redeem(&mut self, text: &str) -> Option<&str> {
        let fits = self.link.as_ref().is_some_and(|link| link.is(text));
        if !fits {
            return None;
        }
        self.link = None;
        Some(self.cookie.expose())
    }

    /// Another cookie for the browser that has it: the one before is worth nothing from now on.
    pub(in crate::officer::desk) fn renew_cookie(&mut self) -> &str {
        self.cookie = SessionSecret::random();
        self.cookie.expose()
    }

    /// Does this browser have the cookie? One that has not is not noticed as use.
    pub(in crate::officer::desk) fn knows(&mut self, cookie: &str, now: Instant) -> bool {
        let knows = self.cookie.is(cookie);
        if knows {
            self.last_use = now;
        }
        knows
    }

    /// What each form carries.
    pub(in crate::officer::desk) fn csrf_token(&self) -> &str {
        self.csrf_token.expose()
    }

    pub(in crate::officer::desk) fn takes(&self, csrf_token: &str) -> bool {
        self.csrf_token.is(csrf_token)
    }

    /// Was it left alone for so long?
    pub(in crate::officer::desk) fn is_idle(&self, now: Instant, at_most: Duration) -> bool {
        now.saturating_duration_since(self.last_use) >= at_most
    }
}

impl SessionSecret {
    fn random() -> Self {
        Self(Zeroizing::new(hex::encode(random_bytes::<16>())))
    }

    fn expose(&self) -> &str {
        &self.0
    }

    /// By digest, so that the time it takes tells nothing.
    fn is(&self, text: &str) -> bool {
        Sha256::of(self.0.as_bytes()) == Sha256::of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_once_and_only_itself() {
        let mut session = DeskSession::begin(Instant::now());
        let link = session.link().expect("fresh").to_owned();
        assert!(session.redeem("").is_none() && session.redeem(&link[..31]).is_none());
        let cookie = session.redeem(&link).expect("fits").to_owned();
        assert!(session.redeem(&link).is_none(), "a second time");
        assert!(session.link().is_none());
        let now = Instant::now();
        assert!(session.knows(&cookie, now) && !session.knows(&link, now));
        let renewed = session.renew_cookie().to_owned();
        assert!(session.knows(&renewed, now) && !session.knows(&cookie, now));
        let token = session.csrf_token().to_owned();
        assert!(session.takes(&token) && !session.takes(&cookie) && !session.takes(""));
        assert_eq!((link.len(), cookie.len(), token.len()), (32, 32, 32));
    }

    #[test]
    fn a_desk_that_is_left_alone_is_idle_and_strangers_do_not_keep_it_awake() {
        let begun = Instant::now();
        let (ten, nine) = (Duration::from_secs(600), Duration::from_secs(540));
        let mut session = DeskSession::begin(begun);
        let cookie = session.cookie.expose().to_owned();
        assert!(!session.is_idle(begun + nine, ten));
        assert!(session.is_idle(begun + ten, ten));
        assert!(!session.knows("another", begun + ten));
        assert!(session.is_idle(begun + ten, ten));
        assert!(session.knows(&cookie, begun + nine));
        assert!(!session.is_idle(begun + ten, ten));
    }
}
