//! The reporter's HTTP client: talks to an intake by [`crate::report::upload_protocol`].
//!
//! Everything asked here may be asked twice: a delivery is known by its claim, a visit by its two
//! claims. So a broken circuit is no reason to give up, and no try can make a second report.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::runtime::Runtime;

use crate::cli::failure::Failure;
use crate::cli::progress::Bar;
use crate::ledger::tree::tiles::Resource;
use crate::net::connection::{Ask, CannotTalk, Connection, Way};
use crate::report::mailbox::{Mailbox, PieceName, SEALED_PIECE_MAX, SealedPiece, WrappedMailbox};
use crate::report::upload_protocol::{
    Agreed, BadTerms, Declined, KEPT, KEPT_BEFORE, MAILBOX_CONTENTS_MAX, MailboxContents,
    PAST_ROSTERS_MAX, PastRosters, PieceRequest, ServerTerms, Settlement, TERMS_MAX, VisitRequest,
};
use crate::rules::calendar::Day;
use crate::rules::roster::{Institution, InstitutionKey, RosterHistory};

/// One command's way to the server.
pub(super) struct ReporterClient {
    connection: Connection,
    server: String,
    runtime: Runtime,
}

/// What became of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Delivered {
    Now,
    /// Something is kept under this claim; it may be this, by a try whose answer was lost.
    Perhaps,
    /// Something was, before this delivery began.
    Before,
}

/// Why something was not done.
#[derive(Debug)]
enum ServerTrouble {
    Talk(CannotTalk),
    Declined(Declined),
}

impl ReporterClient {
    /// Nothing is sent yet.
    pub(super) fn begin(way: &Way) -> Result<Self, Failure> {
        Ok(Self {
            connection: way.connection()?,
            server: way.server.to_string(),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(|error| Failure::refused("command-no-runtime").with("why", error))?,
        })
    }

    /// Fetches the terms, and believes what `key` has signed.
    pub(super) fn agree(
        &mut self,
        institution: &Institution,
        key: &InstitutionKey,
        today: Day,
    ) -> Result<Agreed, Failure> {
        let target = format!("/sealed/{institution}");
        let json = self.patiently(TERMS_MAX, || Ask::get(&target));
        let json = json.map_err(|trouble| match trouble {
            // An unknown institution is a page, as for any browser.
            ServerTrouble::Talk(CannotTalk::SomethingElse) => {
                Failure::refused("reporter-no-institution").with("institution", institution)
            }
            trouble => self.failure(&trouble),
        })?;
        let agreed = ServerTerms::agree(&json, institution, key).map_err(|bad| match bad {
            BadTerms::Roster => {
                Failure::refused("reporter-other-key").with("institution", institution)
            }
            BadTerms::Server => {
                Failure::refused("reporter-other-server").with("institution", institution)
            }
            BadTerms::Unreadable | BadTerms::Policy => {
                Failure::refused("reporter-bad-terms").with("server", &self.server)
            }
        })?;
        // A server that wants far more of this computer than any real one is not waited for.
        let work = u64::from(agreed.policy.stretch_memory_kib())
            * u64::from(agreed.policy.stretch_passes());
        if work > WORK_MAX_KIB {
            return Err(Failure::refused("reporter-bad-terms").with("server", &self.server));
        }
        if agreed.day.days_since(today).abs() > 1 {
            return Err(Failure::refused("reporter-other-day").with("server", &self.server));
        }
        Ok(agreed)
    }

    /// Moves the record to the fresh claim, and hands it out. Whether it opens is for the code to
    /// find out.
    pub(super) fn visit(&mut self, visit: &VisitRequest) -> Result<WrappedMailbox, Failure> {
        let most = WrappedMailbox::LENGTH as u64;
        let bytes = self.moving("/mailbox/visit", &visit.to_bytes(), most)?;
        let wrapped = bytes.try_into().map(WrappedMailbox::from_bytes);
        wrapped
            .map_err(|_| Failure::refused("reporter-something-else").with("server", &self.server))
    }

    /// Keeps the record as it is wrapped now, and hands out what waits.
    pub(super) fn settle(
        &mut self,
        settlement: &Settlement,
    ) -> Result<Option<MailboxContents>, Failure> {
        let json = self.moving(
            "/mailbox/settle",
            &settlement.to_bytes(),
            MAILBOX_CONTENTS_MAX,
        )?;
        MailboxContents::parse(&json).map_err(|_| Failure::refused("reporter-either-code"))
    }

    /// A piece of a file that an answer names. The same for whoever asks again.
    pub(super) fn piece(
        &mut self,
        mailbox: &Mailbox,
        piece: PieceName,
    ) -> Result<SealedPiece, Failure> {
        let asked = PieceRequest {
            secret: mailbox.secret().again(),
            piece,
        };
        let body = Bytes::copy_from_slice(&asked.to_bytes());
        let ask = || Ask::post("/mailbox/piece", body.clone()).header("content-type", SEALED);
        let bytes = self.patiently(SEALED_PIECE_MAX as u64, ask);
        let sealed = bytes.map_err(|trouble| match trouble {
            ServerTrouble::Declined(Declined::NotRead) => Failure::refused("reporter-file-gone"),
            trouble => self.failure(&trouble),
        });
        SealedPiece::parse(sealed?)
            .ok_or_else(|| Failure::refused("reporter-something-else").with("server", &self.server))
    }

    /// By whom earlier answers were signed. What can't be had leaves answers unchecked, and is no
    /// reason to stop.
    pub(super) fn past_rosters(&mut self, agreed: &Agreed) -> RosterHistory {
        let target = format!("/sealed/{}/rosters", agreed.roster.institution());
        let json = self.patiently(PAST_ROSTERS_MAX, || Ask::get(&target));
        PastRosters::checked(&json.unwrap_or_default(), agreed)
    }

    /// A head or hashes of the ledger, unchecked; none if the server does not give them. The same
    /// for whoever asks.
    pub(super) fn ledger(&mut self, resource: Resource) -> Result<Option<Vec<u8>>, Failure> {
        let target = format!("/{resource}");
        let most = u64::try_from(resource.length_max()).unwrap_or(u64::MAX);
        match self.patiently(most, || Ask::get(&target)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(trouble) if trouble.is_strange() => Ok(None),
            Err(trouble) => Err(self.failure(&trouble)),
        }
    }

    /// One of the two steps of a visit, which may be asked for again with the same bytes.
    ///
    /// Once one try may have done it, whatever else goes wrong leaves two codes that belong
    /// together.
    fn moving(
        &mut self,
        target: &'static str,
        body: &[u8],
        answer_max: u64,
    ) -> Result<Vec<u8>, Failure> {
        let body = Bytes::copy_from_slice(body);
        let ask = || Ask::post(target, body.clone()).header("content-type", SEALED);
        let (mut unsure, mut pause) = (false, Some(PAUSES[0]));
        loop {
            let trouble = match self.once(ask(), answer_max) {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            unsure |= trouble.may_be_done() || trouble.is_strange();
            match pause.take().filter(|_| trouble.may_pass()) {
                Some(pause) => std::thread::sleep(pause),
                None if unsure => return Err(Failure::refused("reporter-either-code")),
                None => return Err(self.failure(&trouble)),
            }
        }
    }

    /// Delivers what is sealed; it is on stable storage when this returns. Tries up to four times.
    /// `unsure_words`: what to say where it may be kept or not.
    pub(super) fn deliver(
        &mut self,
        institution: &Institution,
        body: Vec<u8>,
        unsure_words: &'static str,
    ) -> Result<Delivered, Failure> {
        let (target, body) = (format!("/sealed/{institution}"), Bytes::from(body));
        let (mut unsure, mut tries) = (false, 0);
        loop {
            tries += 1;
            let bar = Bar::of_bytes();
            bar.begin(body.len() as u64);
            let ask = Ask::post_stream(&target, Slices::new(body.clone(), bar))
                .header("content-type", SEALED);
            let trouble = match self.once(ask, KEPT_MAX) {
                Ok(answer) if answer == KEPT.as_bytes() => return Ok(Delivered::Now),
                Ok(answer) if answer == KEPT_BEFORE.as_bytes() => {
                    return Ok(if unsure {
                        Delivered::Perhaps
                    } else {
                        Delivered::Before
                    });
                }
                Ok(_) => {
                    unsure = true;
                    ServerTrouble::Talk(CannotTalk::SomethingElse)
                }
                Err(trouble) => trouble,
            };
            unsure |= trouble.may_be_done();
            let pause = PAUSES.get(tries - 1).filter(|_| trouble.may_pass());
            let Some(&pause) = pause else {
                return Err(if unsure {
                    Failure::refused(unsure_words)
                } else {
                    self.failure(&trouble)
                });
            };
            std::thread::sleep(pause);
        }
    }

    /// Asks, and once more if a connection broke or the server was busy.
    fn patiently(
        &mut self,
        answer_max: u64,
        ask: impl Fn() -> Ask,
    ) -> Result<Vec<u8>, ServerTrouble> {
        match self.once(ask(), answer_max) {
            Err(trouble) if trouble.may_pass() => {
                std::thread::sleep(PAUSES[0]);
                self.once(ask(), answer_max)
            }
            answer => answer,
        }
    }

    fn once(&mut self, ask: Ask, answer_max: u64) -> Result<Vec<u8>, ServerTrouble> {
        let connection = &mut self.connection;
        self.runtime.block_on(async {
            let answer = connection.ask(ask, answer_max.max(WORD_MAX)).await?;
            let status = answer.status();
            let body = answer.whole().await?;
            match status {
                200 if body.len() as u64 <= answer_max => Ok(body),
                200 => Err(CannotTalk::TooLong.into()),
                _ => Err(Declined::parse(&body).map_or(
                    ServerTrouble::Talk(CannotTalk::SomethingElse),
                    ServerTrouble::Declined,
                )),
            }
        })
    }

    /// For the command line; where nothing was kept, it says so.
    fn failure(&self, trouble: &ServerTrouble) -> Failure {
        let failure = match trouble {
            ServerTrouble::Talk(CannotTalk::CannotReach(why)) => {
                Failure::refused("reporter-cannot-reach").with("why", why)
            }
            ServerTrouble::Talk(CannotTalk::Stalled | CannotTalk::CutOff) => {
                Failure::refused("reporter-cut-off")
            }
            ServerTrouble::Talk(CannotTalk::TooLong | CannotTalk::SomethingElse) => {
                Failure::refused("reporter-something-else")
            }
            ServerTrouble::Declined(declined) => Failure::refused(words(*declined)),
        };
        failure.with("server", &self.server)
    }
}

impl ServerTrouble {
    /// Is it worth another try?
    fn may_pass(&self) -> bool {
        match self {
            Self::Talk(_) => !self.is_strange(),
            Self::Declined(why) => matches!(
                why,
                Declined::Busy | Declined::NotNow | Declined::Unsure | Declined::TooSlow
            ),
        }
    }

    /// Not what a server of ours says.
    fn is_strange(&self) -> bool {
        matches!(
            self,
            Self::Talk(CannotTalk::TooLong | CannotTalk::SomethingElse)
        )
    }

    /// May the server have done it all the same?
    fn may_be_done(&self) -> bool {
        matches!(
            self,
            Self::Talk(CannotTalk::CutOff | CannotTalk::Stalled) | Self::Declined(Declined::Unsure)
        )
    }
}

/// The complaint for each of the server's words.
fn words(declined: Declined) -> &'static str {
    match declined {
        Declined::Busy => "reporter-busy",
        Declined::NoFiles => "reporter-no-files",
        Declined::TooLarge => "reporter-too-large",
        Declined::OtherTerms => "reporter-other-terms",
        Declined::NotSealed | Declined::NotRead => "reporter-not-understood",
        Declined::NoCode => "reporter-addition-no-code",
        Declined::TooSlow => "reporter-too-slow",
        Declined::NotNow => "reporter-not-now",
        Declined::Unsure => "reporter-unsure",
    }
}

impl From<CannotTalk> for ServerTrouble {
    fn from(why: CannotTalk) -> Self {
        Self::Talk(why)
    }
}

/// Bytes in memory as a request's body: its length is known, and a bar shows how far it is.
struct Slices {
    rest: Bytes,
    bar: Bar,
}

impl Slices {
    fn new(whole: Bytes, bar: Bar) -> Self {
        Self { rest: whole, bar }
    }
}

impl Drop for Slices {
    fn drop(&mut self) {
        self.bar.end();
    }
}

impl Body for Slices {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(SLICE);
        let slice = self.rest.split_to(length);
        self.bar.add(length as u64);
        Poll::Ready(Some(Ok(Frame::data(slice))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// No form on any site can send this type.
const SEALED: &str = "application/octet-stream";
/// Bytes handed to the connection at once.
const SLICE: usize = 32 * 1024;
/// KiB of memory times passes over it, for one code: a second's work. Policy's default is 8,192.
const WORK_MAX_KIB: u64 = 1 << 20;
/// Bytes of "kept".
const KEPT_MAX: u64 = 16;
/// Bytes of the page that an unknown path gets, which is no word of ours.
const WORD_MAX: u64 = 1024 * 1024;
/// Between tries; the next one takes another circuit.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(3),
    Duration::from_secs(10),
    Duration::from_secs(30),
];
