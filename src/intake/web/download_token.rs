//! Download tokens: what a page of answers holds of a file, so that a button can fetch it.
//!
//! Keeps its part of P1 and P5: the code that opened the page is not asked for again, and nothing
//! of the visit waits on the server. What reading one file takes (where its pieces lie, the key to
//! these alone, its name) stands in the token, sealed under a key that only this process has.
//!
//! A token is good for half an hour and not after a restart. It opens one file: not the
//! answer, not the mailbox.

use std::time::Instant;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use zeroize::Zeroizing;

use crate::keys::aead::{NONCE_LENGTH, SealingKey, SealingNonce};
use crate::keys::recipient::OpeningKey;
use crate::report::Words;
use crate::report::mailbox::{FilePlace, PieceName, PiecesLocator};

/// Makes and opens tokens, for as long as this process runs.
pub(crate) struct DownloadTokens {
    key: SealingKey,
    /// Minutes are counted from here; no clock of the world is asked.
    begun: Instant,
}

/// One file of an answer, for whoever has its token.
pub(crate) struct Download {
    pub mailbox: PiecesLocator,
    pub place: FilePlace,
}

/// Not a token of ours, or no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoDownload;

impl DownloadTokens {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            key: SealingKey::random(),
            begun: now,
        }
    }

    /// A token that opens this file for a while.
    pub(crate) fn issue(&self, download: &Download, now: Instant) -> String {
        let plain = download.to_bytes(self.minute(now));
        let nonce = SealingNonce::random();
        let sealed = self.key.seal(nonce, NAME, &plain);
        BASE64_URL_SAFE_NO_PAD.encode([&nonce.as_bytes()[..], &sealed].concat())
    }

    /// What a token opens, if this process made it and its time is not over.
    pub(crate) fn open(&self, token: &str, now: Instant) -> Result<Download, NoDownload> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token);
        let bytes = bytes.map_err(|_| NoDownload)?;
        let (nonce, sealed) = bytes
            .split_first_chunk::<NONCE_LENGTH>()
            .ok_or(NoDownload)?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let nonce = SealingNonce::from_bytes(*nonce);
        let opened = self.key.open(nonce, NAME, &mut plain);
        opened.map_err(|_| NoDownload)?;
        let (made, download) = Download::from_bytes(&plain).ok_or(NoDownload)?;
        let age = self.minute(now).saturating_sub(made);
        (age < MINUTES).then_some(download).ok_or(NoDownload)
    }

    fn minute(&self, now: Instant) -> u32 {
        let minutes = now.saturating_duration_since(self.begun).as_secs() / 60;
        u32::try_from(minutes).unwrap_or(u32::MAX)
    }
}

impl Download {
    fn to_bytes(&self, minute: u32) -> Zeroizing<Vec<u8>> {
        let place = &self.place;
        let name = place.name.expose().as_bytes();
        let length = FIXED + name.len() + 16 * place.pieces.len();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        bytes.extend_from_slice(&minute.to_be_bytes());
        bytes.extend_from_slice(self.mailbox.as_bytes());
        bytes.extend_from_slice(place.key.expose_bytes());
        bytes.extend_from_slice(&u32::try_from(place.skip).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(&place.length.to_be_bytes());
        bytes.extend_from_slice(&place.sha256);
        bytes.push(u8::try_from(name.len()).expect("a name has 255 bytes at most"));
        bytes.extend_from_slice(name);
        for piece in &place.pieces {
            bytes.extend_from_slice(piece.as_bytes());
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<(u32, Self)> {
        let (&minute, rest) = bytes.split_first_chunk()?;
        let (&mailbox, rest) = rest.split_first_chunk()?;
        let (key, rest) = rest.split_first_chunk::<32>()?;
        let (&skip, rest) = rest.split_first_chunk()?;
        let (&length, rest) = rest.split_first_chunk()?;
        let (&sha256, rest) = rest.split_first_chunk()?;
        let (&name_length, rest) = rest.split_first()?;
        let (name, pieces) = rest.split_at_checked(usize::from(name_length))?;
        let (pieces, _) = pieces.as_chunks::<16>();
        let place = FilePlace {
            key: OpeningKey::from_bytes(key),
            name: Words::from(str::from_utf8(name).ok()?.to_owned()),
            length: u64::from_be_bytes(length),
            sha256,
            skip: usize::try_from(u32::from_be_bytes(skip)).ok()?,
            pieces: pieces.iter().copied().map(PieceName::from_bytes).collect(),
        };
        let mailbox = PiecesLocator::from_bytes(mailbox);
        Some((u32::from_be_bytes(minute), Self { mailbox, place }))
    }
}

/// How long a page's buttons work.
pub(crate) const MINUTES: u32 = 30;

/// What the seal is bound to.
const NAME: &[u8] = b"svilpe/v1/download";

/// Bytes beside the name and the pieces.
const FIXED: usize = 4 + 16 + 32 + 4 + 8 + 32 + 1;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn download() -> Download {
        Download {
            mailbox: PiecesLocator::from_bytes([1; 16]),
            place: FilePlace {
                key: OpeningKey::from_bytes(&[2; 32]),
                name: Words::from("ž".repeat(127)),
                length: 10 << 20,
                sha256: [3; 32],
                skip: 131_071,
                pieces: (0..128).map(|n| PieceName::from_bytes([n; 16])).collect(),
            },
        }
    }

    #[test]
    fn a_token_opens_its_file_for_half_an_hour_and_no_minute_more() {
        let begun = Instant::now();
        let tokens = DownloadTokens::new(begun);
        let at = |seconds| begun + Duration::from_secs(seconds);
        let token = tokens.issue(&download(), at(59));
        // It fits a short form, whatever the file.
        assert!(token.len() < 4000, "{}", token.len());
        for seconds in [0, 59, 30 * 60 - 1] {
            let opened = tokens.open(&token, at(seconds)).expect("still good");
            assert_eq!(opened.to_bytes(0), download().to_bytes(0));
        }
        assert!(tokens.open(&token, at(30 * 60)).is_err());
    }

    #[test]
    fn what_this_process_did_not_make_opens_nothing() {
        let now = Instant::now();
        let tokens = DownloadTokens::new(now);
        let token = tokens.issue(&download(), now);
        assert!(DownloadTokens::new(now).open(&token, now).is_err());
        let mut changed = token.clone().into_bytes();
        for place in [0, 20, changed.len() - 2] {
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8(changed.clone()).expect("ASCII");
            assert!(tokens.open(&text, now).is_err(), "{place}");
        }
        for text in ["", "AAAA", "ā", &token[..token.len() - 4]] {
            assert!(tokens.open(text, now).is_err(), "{text}");
        }
        // The same file twice: nobody sees that it is the same.
        assert_ne!(token, tokens.issue(&download(), now));
    }
}
