//! Cosignatures: independent parties (witnesses) sign checkpoints, too.
//!
//! Keeps P7 against an intake that shows each auditor a history of their own: a witness
//! cosigns only what continues the last checkpoint it cosigned, so all who ask for its
//! cosignature see one history.
//!
//! [C2SP tlog-cosignature](https://c2sp.org/tlog-cosignature), type `cosignature/v1`.
//! That format holds a time. P2 wants days: ours is the first second of the day by
//! the Union's easternmost clock, in whichever of its countries: never in the future.
//! It is never in the future, which verifiers may refuse, and it stays true as what it
//! means: "as of this time I had seen no larger head" is weaker the earlier it is said.
//! Witnesses of other make say what second they like; only its day is read.
//!
//! The log itself cosigns each head with the day, and the newest once more each day: a ledger that
//! stands still, or is shown as it was, can be told from one in which nothing happened.
//!
//! Knows checkpoints and proofs. Never knows entries: hash tiles are enough.

use std::fmt;

use signed_note::Signature as Line;

use crate::keys::signature::{SigningKey, VerifyingKey};
use crate::rules::calendar::{Day, Zone};

use super::{Checkpoint, LogKey, LogName, NotALogKey, key_id, parse_vkey, vkey};
use crate::ledger::tree::Head;
use crate::ledger::tree::proof::Consistency;

/// A witness's name and public key, as a vkey of type 4.
#[derive(Clone, PartialEq, Eq)]
pub struct WitnessKey {
    name: LogName,
    key: VerifyingKey,
}

/// One who cosigns, and what they cosigned last.
pub struct Witness<'a> {
    name: LogName,
    key: &'a SigningKey,
    last: Option<Head>,
}

/// What one witness cosigned: a head, with no line but the log's own and that witness's.
#[derive(Clone)]
pub(crate) struct Cosigned {
    pub checkpoint: Checkpoint,
    /// On which day.
    pub day: Day,
}

/// How many of which witnesses must have cosigned before an auditor trusts a checkpoint.
#[derive(Clone, Debug)]
pub struct Quorum {
    witnesses: Vec<WitnessKey>,
    needed: usize,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WillNotCosign {
    /// Smaller than what was cosigned before.
    RolledBack,
    /// Does not continue what was cosigned before.
    Inconsistent,
}

/// Fewer cosignatures than the policy wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFewWitnesses {
    /// Valid ones by listed witnesses.
    pub have: usize,
    /// The policy's number.
    pub needed: usize,
}

impl WitnessKey {
    /// For a witness of this name and key.
    pub fn new(name: LogName, key: VerifyingKey) -> Self {
        Self { name, key }
    }

    /// From a vkey of type 4.
    pub fn parse(text: &str) -> Result<Self, NotALogKey> {
        let (name, key) = parse_vkey(text, COSIGNATURE_V1)?;
        Ok(Self { name, key })
    }

    /// The day on which this witness cosigned `checkpoint`; `None` if it did not.
    pub fn cosigned_on(&self, checkpoint: &Checkpoint) -> Option<Day> {
        let line = checkpoint.others().iter().find(|line| self.is_of(line))?;
        let (time, signature) = line.signature().split_first_chunk::<8>()?;
        let time = i64::try_from(u64::from_be_bytes(*time)).ok()?;
        let signature = signature.try_into().ok()?;
        self.key
            .verify_framed(&cosigned(time, checkpoint), signature)
            .ok()?;
        day_of(time)
    }

    fn is_of(&self, line: &Line) -> bool {
        let id = key_id(&self.name, COSIGNATURE_V1, &self.key);
        (line.name(), line.id()) == (self.name.as_str(), id)
    }
}

impl LogKey {
    /// The day on which the log said that this was its newest head; `None` if it did not say.
    pub fn dated(&self, checkpoint: &Checkpoint) -> Option<Day> {
        WitnessKey::new(self.name.clone(), self.key).cosigned_on(checkpoint)
    }
}

impl Checkpoint {
    /// Signs a head, and beside it that on `day` there was no larger one: a cosignature of the
    /// log's own, under its name and key.
    pub fn sign_on(day: Day, head: Head, name: &LogName, key: &SigningKey) -> Self {
        let signed = Self::sign(head, name, key);
        Witness::new(name.clone(), key, None)
            .cosign(signed, &Consistency::default(), day)
            .expect("who cosigned nothing before cosigns anything")
    }

    /// What the holder of `key` cosigned of it, under whatever name; `None` if nothing.
    pub(crate) fn cosigned_by(&self, key: &VerifyingKey) -> Option<Cosigned> {
        self.others().iter().find_map(|line| {
            let witness = WitnessKey::new(LogName::parse(line.name()).ok()?, *key);
            Some(Cosigned {
                day: witness.cosigned_on(self).filter(|_| witness.is_of(line))?,
                checkpoint: self.with_only(line.clone()),
            })
        })
    }
}

impl<'a> Witness<'a> {
    /// One who cosigned `last`, or nothing yet.
    pub fn new(name: LogName, key: &'a SigningKey, last: Option<Head>) -> Self {
        Self { name, key, last }
    }

    /// Cosigns if the checkpoint continues the last one; `proof` is between the two.
    ///
    /// The caller keeps the new head on stable storage *before* it shows the cosignature:
    /// a witness that forgets could cosign two histories.
    pub fn cosign(
        &mut self,
        mut checkpoint: Checkpoint,
        proof: &Consistency,
        today: Day,
    ) -> Result<Checkpoint, WillNotCosign> {
        let head = checkpoint.head();
        if let Some(last) = self.last {
            if head.size < last.size {
                return Err(WillNotCosign::RolledBack);
            }
            proof
                .check(last, head)
                .map_err(|_| WillNotCosign::Inconsistent)?;
        }
        let time = first_second(today);
        let signature = self.key.sign_framed(&cosigned(time, &checkpoint));
        let timestamped = [&time.to_be_bytes()[..], &signature].concat();
        let id = key_id(&self.name, COSIGNATURE_V1, &self.key.public());
        let line = Line::new(self.name.as_str().to_owned(), id, timestamped);
        checkpoint.add(line.expect("a log name is a key name"));
        self.last = Some(head);
        Ok(checkpoint)
    }

    /// What was cosigned last.
    pub fn last(&self) -> Option<Head> {
        self.last
    }
}

impl Quorum {
    /// `needed` of `witnesses`; `None` if it could never be met, or one witness would count twice.
    pub fn new(witnesses: Vec<WitnessKey>, needed: usize) -> Option<Self> {
        let mut keys: Vec<_> = witnesses
            .iter()
            .map(|witness| *witness.key.as_bytes())
            .collect();
        keys.sort_unstable();
        keys.dedup();
        (needed <= keys.len() && keys.len() == witnesses.len())
            .then_some(Self { witnesses, needed })
    }

    /// No witness needed.
    pub fn none() -> Self {
        Self {
            witnesses: Vec::new(),
            needed: 0,
        }
    }

    /// The largest of these heads that enough witnesses vouch for: by having cosigned it, or one
    /// that continues it, on `since` or later. Whether the larger ones do continue it, the caller
    /// proves. If none is needed, the largest of all.
    pub fn newest<'c>(
        &self,
        heads: &'c [Checkpoint],
        since: Day,
    ) -> Result<&'c Checkpoint, TooFewWitnesses> {
        let largest = |heads: &mut dyn Iterator<Item = &'c Checkpoint>| {
            heads.max_by_key(|checkpoint| checkpoint.head().size)
        };
        let mut vouched: Vec<_> = self
            .witnesses
            .iter()
            .filter_map(|witness| {
                let saw = |head: &&Checkpoint| witness.cosigned_on(head) >= Some(since);
                largest(&mut heads.iter().filter(saw))
            })
            .collect();
        vouched.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.head().size));
        let newest = match self.needed {
            0 => largest(&mut heads.iter()),
            needed => vouched.get(needed - 1).copied(),
        };
        newest.ok_or(TooFewWitnesses {
            have: vouched.len(),
            needed: self.needed,
        })
    }
}

impl fmt::Display for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&vkey(&self.name, COSIGNATURE_V1, &self.key))
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for WillNotCosign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RolledBack => "the checkpoint is smaller than the one cosigned before",
            Self::Inconsistent => "the checkpoint does not continue the one cosigned before",
        })
    }
}

impl std::error::Error for WillNotCosign {}

impl fmt::Display for TooFewWitnesses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} needed witnesses cosigned",
            self.have, self.needed
        )
    }
}

impl std::error::Error for TooFewWitnesses {}

/// What a cosignature covers.
fn cosigned(time: i64, checkpoint: &Checkpoint) -> Vec<u8> {
    let mut bytes = format!("cosignature/v1\ntime {time}\n").into_bytes();
    bytes.extend(checkpoint.text());
    bytes
}

/// When the day begins where it begins first in the Union, in seconds since 1970.
fn first_second(day: Day) -> i64 {
    let epoch = Day::in_zone(jiff::Timestamp::UNIX_EPOCH, &Zone::utc());
    i64::from(day.days_since(epoch)) * 86_400 - AHEAD_OF_UTC
}

/// The day that it is then, by the same clock.
fn day_of(second: i64) -> Option<Day> {
    let ahead = jiff::Timestamp::from_second(second.checked_add(AHEAD_OF_UTC)?).ok()?;
    Some(Day::in_zone(ahead, &Zone::utc()))
}

/// Seconds: summer time from Helsinki to Nicosia.
const AHEAD_OF_UTC: i64 = 3 * 3_600;

/// Signature type of Ed25519 cosignatures.
const COSIGNATURE_V1: u8 = 0x04;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::{Tree, TreeHash};

    struct Scene {
        log: SigningKey,
        name: LogName,
        witness: SigningKey,
        witness_name: LogName,
    }

    fn scene() -> Scene {
        Scene {
            log: SigningKey::random(),
            name: LogName::parse("svilpe.example/log").expect("a name"),
            witness: SigningKey::random(),
            witness_name: LogName::parse("ngo.example/w").expect("a name"),
        }
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn tree(leaves: std::ops::Range<u32>) -> Head {
        let mut tree = Tree::new();
        for leaf in leaves {
            tree.append(TreeHash::of_leaf(&leaf.to_be_bytes()), &mut Vec::new());
        }
        tree.head()
    }

    #[test]
    fn a_cosignature_holds_the_day_and_survives_serving() {
        let scene = scene();
        let key = WitnessKey::new(scene.witness_name.clone(), scene.witness.public());
        assert_eq!(WitnessKey::parse(&key.to_string()), Ok(key.clone()));
        let mut witness = Witness::new(scene.witness_name.clone(), &scene.witness, None);
        let checkpoint = Checkpoint::sign(tree(0..3), &scene.name, &scene.log);
        let cosigned = witness
            .cosign(checkpoint, &Consistency::default(), day("2026-07-01"))
            .expect("the first");
        let log = LogKey::new(scene.name.clone(), scene.log.public());
        let served = Checkpoint::parse(&cosigned.to_bytes(), &log).expect("still the log's");
        assert_eq!(key.cosigned_on(&served), Some(day("2026-07-01")));
        let quorum = Quorum::new(vec![key.clone()], 1).expect("one of one");
        let check = |head: &Checkpoint, since: &str| {
            let newest = quorum.newest(std::slice::from_ref(head), day(since));
            newest.map(Checkpoint::head)
        };
        assert_eq!(check(&served, "2026-07-01"), Ok(served.head()));
        let too_few = TooFewWitnesses { have: 0, needed: 1 };
        assert_eq!(check(&served, "2026-07-02"), Err(too_few), "too old");
        let bare = Checkpoint::sign(tree(0..3), &scene.name, &scene.log);
        assert_eq!(check(&bare, "2026-07-01"), Err(too_few));
        let stranger = WitnessKey::new(scene.witness_name, SigningKey::random().public());
        assert_eq!(stranger.cosigned_on(&served), None);
        assert!(
            Quorum::new(vec![key.clone(), key], 2).is_none(),
            "one witness counts once"
        );
    }

    #[test]
    fn who_cosigned_a_larger_head_vouches_for_the_smaller_ones() {
        let scene = scene();
        let keys = [(); 3].map(|()| SigningKey::random());
        let witnesses = keys.each_ref().map(|key| {
            let name = LogName::parse("ngo.example/w").expect("a name");
            WitnessKey::new(name, key.public())
        });
        let cosigned = |size, key: &SigningKey| {
            let checkpoint = Checkpoint::sign(tree(0..size), &scene.name, &scene.log);
            let mut witness = Witness::new(scene.witness_name.clone(), key, None);
            let cosigned = witness.cosign(checkpoint, &<_>::default(), day("2026-07-01"));
            cosigned.expect("the first")
        };
        let bare = Checkpoint::sign(tree(0..9), &scene.name, &scene.log);
        let heads = [cosigned(5, &keys[0]), bare, cosigned(3, &keys[1])];
        let newest = |needed| {
            let quorum = Quorum::new(witnesses.to_vec(), needed).expect("three are known");
            let newest = quorum.newest(&heads, day("2026-07-01"));
            newest.map(|newest| newest.head().size)
        };
        assert_eq!([newest(0), newest(1), newest(2)], [Ok(9), Ok(5), Ok(3)]);
        assert_eq!(newest(3), Err(TooFewWitnesses { have: 2, needed: 3 }));
        let mut both = heads[0].clone();
        both.add(heads[2].others()[0].clone());
        let alone = both.cosigned_by(&keys[0].public()).expect("it cosigned");
        assert_eq!(alone.checkpoint.to_bytes(), heads[0].to_bytes());
        assert!(
            both.cosigned_by(&keys[1].public()).is_none(),
            "of another head"
        );
    }

    #[test]
    fn p7_a_witness_cosigns_one_history_only() {
        let scene = scene();
        let mut witness = Witness::new(scene.witness_name, &scene.witness, Some(tree(0..3)));
        let sign = |head| Checkpoint::sign(head, &scene.name, &scene.log);
        let nothing = Consistency::default();
        let today = day("2026-11-21");
        let refused = witness
            .cosign(sign(tree(0..2)), &nothing, today)
            .map(|_| ());
        assert_eq!(refused, Err(WillNotCosign::RolledBack));
        let refused = witness
            .cosign(sign(tree(5..8)), &nothing, today)
            .map(|_| ());
        assert_eq!(refused, Err(WillNotCosign::Inconsistent));
        let refused = witness
            .cosign(sign(tree(0..4)), &nothing, today)
            .map(|_| ());
        assert_eq!(refused, Err(WillNotCosign::Inconsistent), "no proof");
        assert!(
            witness.cosign(sign(tree(0..3)), &nothing, today).is_ok(),
            "the same head again"
        );
        let proof = Consistency::from_hashes(vec![
            TreeHash::of_leaf(&2_u32.to_be_bytes()),
            TreeHash::of_leaf(&3_u32.to_be_bytes()),
            tree(0..2).root,
        ]);
        assert!(witness.cosign(sign(tree(0..4)), &proof, today).is_ok());
        assert_eq!(witness.last(), Some(tree(0..4)));
    }

    #[test]
    fn the_time_is_the_unions_first_midnight_in_summer_in_winter_and_on_days_that_change() {
        for (text, second) in [
            ("2026-07-01", 1_782_853_200),
            ("2026-12-01", 1_796_072_400),
            ("2026-03-29", 1_774_731_600),
            ("2026-10-25", 1_792_875_600),
        ] {
            assert_eq!(first_second(day(text)), second, "{text}");
            let at = |second| day_of(second).expect("in range");
            assert_eq!(
                (at(second - 1), at(second)),
                (day(text).plus_days(-1), day(text))
            );
        }
    }

    #[test]
    fn a_logs_own_day_is_read_under_its_own_name_and_key_only() {
        let scene = scene();
        let log = LogKey::new(scene.name.clone(), scene.log.public());
        let dated = Checkpoint::sign_on(day("2026-11-21"), tree(0..3), &scene.name, &scene.log);
        let served = Checkpoint::parse(&dated.to_bytes(), &log).expect("the log's");
        assert_eq!(log.dated(&served), Some(day("2026-11-21")));
        let bare = Checkpoint::sign(tree(0..3), &scene.name, &scene.log);
        assert_eq!(log.dated(&bare), None);
        // Another's cosignature dates nothing, and another head's is none.
        let mut witness = Witness::new(scene.name.clone(), &scene.witness, None);
        let cosigned = witness.cosign(bare, &Consistency::default(), day("2026-11-22"));
        assert_eq!(log.dated(&cosigned.expect("cosigned")), None);
        let mut moved = Checkpoint::sign(tree(0..4), &scene.name, &scene.log);
        moved.add(dated.others()[0].clone());
        assert_eq!(log.dated(&moved), None);
    }
}
