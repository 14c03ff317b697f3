//! Short bodies: read as a whole before they get a place.
//!
//! Keeps its part of P9: who sends slowly holds a connection and a few bytes, and no place that
//! somebody else waits for. Knows bytes, seconds and circuits. Never knows what the bytes are.
//!
//! ```text
//!   head ─▶ announced ≤ 128 KiB ─▶ bytes as they come ─▶ whole ─▶ limit ─▶ worked on
//!                                   │                              └─ held until then
//!                                   ├─ connection displaced by a newcomer: the slowest goes
//!                                   └─ no bytes left: the circuit that holds most loses its oldest
//! ```

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::body_limits::BodyRefused;
use super::circuit::Circuit;
use super::connection_limit::Arrival;

/// The short bodies of a listener, while they are read and until they are worked on.
pub struct ShortBodies {
    bytes_max: usize,
    /// How long one may take.
    time_max: Duration,
    held: Mutex<HeldBodies>,
}

/// A whole body. What it holds is given back when it is dropped.
pub struct ShortBody {
    /// At most as many as the reader allowed; wiped when dropped.
    pub bytes: Zeroizing<Vec<u8>>,
    share: BytesHeld,
}

/// From whom a body comes.
pub struct Sender {
    /// Whose share of the memory it takes.
    pub circuit: Circuit,
    /// Of the connection; none where no listener of ours is.
    pub arrival: Option<Arrival>,
}

#[derive(Default)]
struct HeldBodies {
    turn: u64,
    total: usize,
    bodies: HashMap<u64, HeldBody>,
}

struct HeldBody {
    circuit: Circuit,
    bytes: usize,
    /// Dropping it ends the reading. None once the body is whole.
    stay: Option<oneshot::Sender<()>>,
}

/// What one body holds of the whole.
struct BytesHeld {
    bodies: Arc<ShortBodies>,
    number: u64,
}

impl ShortBodies {
    /// At most `bytes_max` in memory, each of them for at most `time_max` until it is whole.
    pub fn new(bytes_max: usize, time_max: Duration) -> Arc<Self> {
        Arc::new(Self {
            bytes_max,
            time_max,
            held: Mutex::default(),
        })
    }

    /// Reads a body of at most `length_max` bytes.
    pub async fn read(
        self: &Arc<Self>,
        sender: Sender,
        body: Body,
        length_max: usize,
    ) -> Result<ShortBody, BodyRefused> {
        let _receiving = sender.arrival.as_ref().map(Arrival::receiving);
        let (share, displaced) = self.begin(sender.circuit);
        let reading = async {
            tokio::select! {
                read = collected(body.into_data_stream(), length_max, &share) => read,
                _ = displaced => Err(BodyRefused::NoRoom),
            }
        };
        let bytes = tokio::time::timeout(self.time_max, reading).await;
        let bytes = bytes.map_err(|_| BodyRefused::TooSlow)??;
        share.is_whole()?;
        Ok(ShortBody { bytes, share })
    }

    fn begin(self: &Arc<Self>, circuit: Circuit) -> (BytesHeld, oneshot::Receiver<()>) {
        let (stay, displaced) = oneshot::channel();
        let mut held = self.held();
        held.turn += 1;
        let number = held.turn;
        let body = HeldBody {
            circuit,
            bytes: 0,
            stay: Some(stay),
        };
        held.bodies.insert(number, body);
        let bodies = Arc::clone(self);
        (BytesHeld { bodies, number }, displaced)
    }

    fn held(&self) -> MutexGuard<'_, HeldBodies> {
        // Sums and bodies are changed together under the lock, and nothing in between can panic.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ShortBody {
    /// The body as a stream, for a parser of streams, and what has to be kept while it is read.
    pub fn into_stream(self) -> (Body, impl Sized + Send) {
        struct Owned(Zeroizing<Vec<u8>>);
        impl AsRef<[u8]> for Owned {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
        (Body::from(Bytes::from_owner(Owned(self.bytes))), self.share)
    }
}

async fn collected(
    mut body: BodyDataStream,
    length_max: usize,
    share: &BytesHeld,
) -> Result<Zeroizing<Vec<u8>>, BodyRefused> {
    let mut bytes = Zeroizing::new(Vec::new());
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| BodyRefused::CutOff)?;
        let length = bytes.len() + piece.len();
        if length > length_max {
            return Err(BodyRefused::TooLarge);
        }
        if length > bytes.capacity() {
            let room = (length * 2).clamp(ROOM_FIRST, length_max.max(ROOM_FIRST));
            share.grow_to(room)?;
            // Growing in place would leave an unwiped copy behind.
            let mut roomier = Zeroizing::new(Vec::with_capacity(room));
            roomier.extend_from_slice(&bytes);
            bytes = roomier;
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

impl BytesHeld {
    /// Makes it so many bytes, if need be at the cost of another.
    fn grow_to(&self, bytes: usize) -> Result<(), BodyRefused> {
        let mut held = self.bodies.held();
        let own = held.bodies.get(&self.number).map_or(0, |own| own.bytes);
        while held.total + bytes - own > self.bodies.bytes_max {
            held.displace(self.number).ok_or(BodyRefused::NoRoom)?;
        }
        // Not found: displaced meanwhile.
        let body = held.bodies.get_mut(&self.number);
        body.ok_or(BodyRefused::NoRoom)?.bytes = bytes;
        held.total += bytes - own;
        Ok(())
    }

    /// From here on it is worked on, and stays.
    fn is_whole(&self) -> Result<(), BodyRefused> {
        let mut held = self.bodies.held();
        let body = held.bodies.get_mut(&self.number);
        body.ok_or(BodyRefused::NoRoom)?.stay = None;
        Ok(())
    }
}

impl Drop for BytesHeld {
    fn drop(&mut self) {
        self.bodies.held().forget(self.number);
    }
}

impl HeldBodies {
    /// Ends the oldest that is still read, of the circuit that holds most. Who asks is spared, for
    /// another circuit's sake only.
    fn displace(&mut self, asking: u64) -> Option<()> {
        let mut sums: HashMap<Circuit, usize> = HashMap::new();
        for body in self.bodies.values() {
            *sums.entry(body.circuit).or_default() += body.bytes;
        }
        let number = self
            .bodies
            .iter()
            .filter(|(number, body)| **number != asking && body.stay.is_some() && body.bytes > 0)
            .max_by_key(|(number, body)| {
                let sum = if body.circuit.is_known() {
                    sums[&body.circuit]
                } else {
                    body.bytes
                };
                (sum, Reverse(**number))
            })
            .map(|(number, _)| *number)?;
        self.forget(number);
        Some(())
    }

    fn forget(&mut self, number: u64) {
        if let Some(body) = self.bodies.remove(&number) {
            self.total -= body.bytes;
        }
    }
}

/// First room for a body, in bytes: a code, a token, a few answers.
const ROOM_FIRST: usize = 4 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use tokio::task::JoinHandle;

    fn circuit(number: u16) -> Circuit {
        let line = format!("PROXY TCP6 fc00:dead:beef:4dad::0:{number:x} ::1 {number} 80");
        Circuit::parse(line.as_bytes()).unwrap()
    }

    fn of(number: u16) -> Sender {
        Sender {
            circuit: circuit(number),
            arrival: None,
        }
    }

    /// So many bytes at once, and never an end.
    fn unending(bytes: usize) -> Body {
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from(vec![1; bytes]))]);
        Body::from_stream(first.chain(stream::pending()))
    }

    async fn begins(
        bodies: &Arc<ShortBodies>,
        number: u16,
        body: Body,
    ) -> JoinHandle<Result<ShortBody, BodyRefused>> {
        let bodies = Arc::clone(bodies);
        let reading = tokio::spawn(async move { bodies.read(of(number), body, SHORT).await });
        tokio::task::yield_now().await;
        reading
    }

    const SHORT: usize = 64 << 10;
    const MINUTE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_body_of_its_length_fits_and_one_byte_more_does_not() {
        let bodies = ShortBodies::new(1 << 20, MINUTE);
        let read = |length| bodies.read(of(1), Body::from(vec![7; length]), 5_000);
        assert_eq!(read(5_000).await.unwrap().bytes.len(), 5_000);
        assert_eq!(read(5_001).await.err(), Some(BodyRefused::TooLarge));
        assert_eq!(bodies.held().total, 0, "all is given back");
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_does_not_end_is_cut_in_time() {
        let bodies = ShortBodies::new(1 << 20, MINUTE);
        let slow = bodies.read(of(1), unending(1), SHORT).await;
        assert_eq!(slow.err(), Some(BodyRefused::TooSlow));
        assert!(bodies.held().bodies.is_empty());
    }

    #[tokio::test]
    async fn the_circuit_that_holds_most_loses_its_oldest() {
        let bodies = ShortBodies::new(64 << 10, MINUTE);
        let other = begins(&bodies, 1, unending(6_000)).await;
        let oldest = begins(&bodies, 2, unending(10_000)).await;
        let second = begins(&bodies, 2, unending(10_000)).await;
        let honest = bodies.read(of(3), Body::from(vec![7; 9_000]), SHORT).await;
        let honest = honest.unwrap();
        assert_eq!(oldest.await.unwrap().err(), Some(BodyRefused::NoRoom));
        assert!(!other.is_finished() && !second.is_finished());
        let (body, share) = honest.into_stream();
        drop(body);
        assert!(bodies.held().total > 0);
        drop(share);
        other.abort();
        second.abort();
        let _ = (other.await, second.await);
        assert_eq!(bodies.held().total, 0);
    }

    #[tokio::test]
    async fn whole_bodies_are_not_displaced_and_the_newcomer_is_refused() {
        let bodies = ShortBodies::new(20_000, MINUTE);
        let whole = bodies.read(of(1), Body::from(vec![7; 9_000]), SHORT).await;
        let refused = bodies.read(of(2), Body::from(vec![7; 9_000]), SHORT).await;
        assert_eq!(refused.err(), Some(BodyRefused::NoRoom));
        drop(whole);
        let next = bodies.read(of(2), Body::from(vec![7; 9_000]), SHORT).await;
        assert!(next.is_ok());
    }
}
