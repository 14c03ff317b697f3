#!/usr/bin/env python3
"""A second auditor of a ledger, written from docs/LEDGER.md alone, with the standard library.

    ledger_audit.py FOLDER VKEY PACK TODAY [KNOWN-PACK...]   judge what a server serves (a folder of its paths)
    ledger_audit.py --sign METHOD PATH INSTANCE CHALLENGE   sign one request; key seed and body on stdin

Numbers such as "4.3" in comments are that page's sections and their points.
"""

import base64
import hashlib
import json
import os
import re
import sys
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path


# --- Ed25519, strict (section 2): canonical S, canonical points, no key of small order ----------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    r, s = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = q - p, s - r, s + r, q + p
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(number, point):
    sum_ = (0, 1, 1, 0)
    while number:
        if number & 1:
            sum_ = point_add(sum_, point)
        point = point_add(point, point)
        number >>= 1
    return sum_


def point_parse(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def point_bytes(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_small(point):
    eight = point_times(8, point)
    return eight[0] % P == 0 and (eight[1] - eight[2]) % P == 0


BASE = point_parse((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def number_of(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def verifies(key, text, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r = point_parse(key), point_parse(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L or is_small(a):
        return False
    k = number_of(signature[:32], key, text)
    return point_bytes(point_add(point_times(s, BASE), point_times(k, (P - a[0], a[1], 1, P - a[3])))) == signature[:32]


def public_of(seed):
    scalar = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    scalar = scalar & (2**254 - 8) | 2**254
    return scalar, point_bytes(point_times(scalar, BASE))


def signs(seed, text):
    scalar, public = public_of(seed)
    nonce = number_of(hashlib.sha512(seed).digest()[32:], text)
    r = point_bytes(point_times(nonce, BASE))
    return r + ((nonce + number_of(r, public, text) * scalar) % L).to_bytes(32, "little")


def unbase64(text):
    """The bytes, or None for what has another spelling than the one."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if base64.b64encode(raw).decode() == text else None


# --- Tree and checkpoint (sections 1 and 2) ------------------------------------------------------

class Stop(Exception):
    """A finding after which nothing new is read."""

    def __init__(self, kind, **more):
        self.finding = {"finding": kind, **more}


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def tree_root(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2])
        odd = hashes[len(hashes) & ~1:]
        hashes = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in pairs] + odd
    return hashes[0]


def tile_path(level, number, width):
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


class Served:
    """A folder that holds what a server serves, each under its path."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def get(self, path):
        file = self.folder / path
        return file.read_bytes() if file.is_file() else None

    def must(self, path):
        raw = self.get(path)
        if raw is None:
            raise Stop("withheld", path=path)
        return raw


def vkey_parse(text):
    name, number, key = text.split("+", 2)
    key = unbase64(key)
    assert key[:1] == b"\x01" and len(key) == 33
    assert hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() == number
    return name, key[1:]


def day_of_time(seconds):
    """The day by the Union's easternmost clock, UTC+3."""
    return date(1970, 1, 1) + timedelta(days=(seconds + 3 * 3600) // 86400)


class Checkpoint:
    def __init__(self, raw, name, key):
        body, _, lines = raw.decode("utf-8", "replace").partition("\n\n")
        self.body = body + "\n"
        parts = body.split("\n")
        if len(parts) != 3 or parts[0] != name or not re.fullmatch("0|[1-9][0-9]*", parts[1]):
            raise Stop("bad-checkpoint")
        self.size, self.root = int(parts[1]), unbase64(parts[2])
        signatures = [s for s in map(note_signature, lines.splitlines()) if s]
        signed = [s for who, s in signatures if who == name]
        if self.root is None or len(self.root) != 32 or not any(self.signed(key, s) for s in signed):
            raise Stop("bad-checkpoint")
        self.day = max((d for d in (self.cosigned(name, key, s) for s in signed) if d), default=None)

    def signed(self, key, raw):
        number = key_number(self.body.split("\n")[0], 1, key)
        return raw[:4] == number and verifies(key, self.body.encode(), raw[4:])

    def cosigned(self, name, key, raw):
        """tlog-cosignature: the day of a cosignature/v1 by this key."""
        if raw[:4] != key_number(name, 4, key) or len(raw) != 76:
            return None
        seconds = int.from_bytes(raw[4:12], "big")
        text = f"cosignature/v1\ntime {seconds}\n{self.body}".encode()
        return day_of_time(seconds) if verifies(key, text, raw[12:]) else None


def note_signature(line):
    found = re.fullmatch(r"— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
    raw = unbase64(found[2]) if found else None
    return (found[1], raw) if raw else None


def key_number(name, kind, key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def entries_of(served, head):
    """Every entry under the head, each proved to be in it."""
    hashes = []
    for number in range((head.size + 255) // 256):
        width = min(256, head.size - 256 * number)
        raw = served.must(tile_path(0, number, width))
        if len(raw) != 32 * width:
            raise Stop("tree-differs")
        hashes += [raw[i:i + 32] for i in range(0, len(raw), 32)]
    if tree_root(hashes) != head.root:
        raise Stop("tree-differs")
    above_agree(served, hashes)
    return list(lines_of(served, hashes))


def above_agree(served, hashes):
    """The tiles above the leaves' are those of the leaves."""
    level = 0
    while len(hashes) >= 256:
        level += 1
        hashes = [tree_root(hashes[i:i + 256]) for i in range(0, len(hashes) & ~255, 256)]
        for number in range((len(hashes) + 255) // 256):
            here = hashes[256 * number:256 * number + 256]
            if served.must(tile_path(level, number, len(here))) != b"".join(here):
                raise Stop("tree-differs")


def lines_of(served, hashes):
    for number in range((len(hashes) + 255) // 256):
        width = min(256, len(hashes) - 256 * number)
        raw = served.must(tile_path("entries", number, width))
        for index in range(256 * number, 256 * number + width):
            length = int.from_bytes(raw[:2], "big")
            line, raw = raw[2:2 + length], raw[2 + length:]
            if leaf_hash(line) != hashes[index]:
                raise Stop("entry-differs", index=index)
            yield line
        if raw:
            raise Stop("entry-differs", index=256 * number + width - 1)


# --- Minisign, rosters (section 1) ---------------------------------------------------------------

def minisign_key(text):
    """(number, key) of a .pub file, with its key line."""
    lines = text.decode("utf-8", "replace").splitlines()
    raw = unbase64(lines[1]) if len(lines) == 2 else None
    return (raw[2:10], raw[10:], lines[1]) if raw and len(raw) == 42 and raw[:2] == b"Ed" else None


def minisign_fits(public, file, signature):
    lines = signature.decode("utf-8", "replace").splitlines() if signature else []
    if public is None or len(lines) != 4 or not lines[2].startswith("trusted comment: "):
        return False
    first, second = unbase64(lines[1]), unbase64(lines[3])
    if not first or not second or len(first) != 74 or first[:2] != b"ED" or first[2:10] != public[0]:
        return False
    return verifies(public[1], hashlib.blake2b(file).digest(), first[10:]) and verifies(
        public[1], first[10:] + lines[2].removeprefix("trusted comment: ").encode(), second)


class Roster:
    """One roster file with the key beside it, or why it is none."""

    def __init__(self, served, digest):
        path = f"roster/{digest}"
        self.file = served.get(path + ".toml")
        signature, self.pub_file = served.get(path + ".toml.minisig"), served.get(path + ".pub")
        self.handover = served.get(path + ".pub.minisig")
        self.there = None not in (self.file, signature, self.pub_file)
        self.public = minisign_key(self.pub_file) if self.there else None
        self.signed = (self.there and hashlib.sha256(self.file).hexdigest() == digest
                       and minisign_fits(self.public, self.file, signature))
        self.readable = self.signed and self.read()

    def read(self):
        try:
            said = tomllib.loads(self.file.decode())
            self.institution, self.version, self.kind = (said[name] for name in ("institution", "version", "kind"))
            keys = [unbase64(officer["signing"].removeprefix("ed25519:")) for officer in said["officer"]]
            self.keys = {key_name(key): key for key in keys}
            return self.kind in ("external", "internal")
        except (ValueError, KeyError, TypeError, AttributeError):
            return False


def key_name(key):
    return hashlib.sha256(key).digest()[:8].hex()


# --- Country packs: clocks and calendar (sections 1 and 6) ---------------------------------------

class Pack:
    """A country pack as it is served, or None: `Pack.read`."""

    @classmethod
    def read(cls, raw, digest):
        """The pack; Stop if it is not the one named; "newer" if its form is not known here."""
        try:
            said = json.loads(raw)
            text, files = said["policy"], said["files"]
        except (ValueError, KeyError, TypeError):
            raise Stop("withheld", digest=digest) from None
        if hashlib.sha256(text.encode()).hexdigest() != digest or len(raw) > 6 << 20:
            raise Stop("withheld", digest=digest)
        try:
            pack = cls(tomllib.loads(text), digest)
        except (ValueError, KeyError, TypeError):
            return "newer"
        for path, hash_ in pack.said.get("files", {}).items():
            if hashlib.sha256(files.get(path, "").encode()).hexdigest() != hash_:
                raise Stop("withheld", digest=digest)
        return pack

    def __init__(self, said, digest):
        self.said, self.digest, self.version = said, digest, said["version"]
        ledger = said["ledger"]
        self.batch_days, self.head_days = ledger["batch_days"], ledger["checkpoint_days_max"]
        self.witnesses = ledger["witnesses_required"]
        self.areas = {c["slug"]: c.get("eu_area") for f in said["family"] for c in f["category"]}
        self.areas[said["other"]["slug"]] = said["other"].get("eu_area")
        self.clocks = said["deadlines"]["clock"]
        self.correction = said.get("correction")
        self.calendar = Calendar(said["calendar"])

    def rules(self, day):
        return [c for c in self.clocks if in_force(c, day)]

    def law(self, day):
        """What two packs are compared by (4.8): the rules of a day, and whether it is a working day."""
        rules = [{k: v for k, v in c.items() if k not in ("from", "until")} for c in self.rules(day)]
        return sorted(json.dumps(rule, sort_keys=True) for rule in rules), self.calendar.works(day)

    def corrects(self, day):
        return bool(self.correction) and self.correction["version"] == self.version and day_parse(
            str(self.correction["from"])) <= day


def in_force(what, day):
    since, until = what.get("from"), what.get("until")
    return not (since and day < day_parse(str(since))) and not (until and day > day_parse(str(until)))


class Calendar:
    def __init__(self, said):
        self.said = said
        self.years = range(said["published_from"], said["published_until"] + 1)
        self.off = {day_parse(str(d["day"])) for d in said["day_off"]}
        self.off |= {day_parse(str(d["from"])) for d in said["moved"]}
        self.worked = {day_parse(str(d["to"])) for d in said["moved"]}
        self.known = {}

    def works(self, day):
        if day.year not in self.known:
            self.known[day.year] = self.holidays(day.year)
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.off and day not in self.known[day.year]

    def holidays(self, year):
        days = set()
        for holiday in self.said["holiday"]:
            day = holiday_in(holiday, year)
            if in_force(holiday, day):
                days.add(day)
                if holiday.get("monday_for_weekend") and day.weekday() >= 5:
                    days.add(day + timedelta(days=7 - day.weekday()))
        return days

    def roll(self, day):
        while not self.works(day):
            day += timedelta(days=1)
        return day


def holiday_in(holiday, year):
    if "on" in holiday:
        month, day = map(int, holiday["on"].split("-"))
        return date(year, month, day)
    if "easter_days" in holiday:
        return easter(year) + timedelta(days=holiday["easter_days"])
    first = date(year, holiday["sunday"]["month"], 1)
    return first + timedelta(days=6 - first.weekday() + 7 * (holiday["sunday"]["nth"] - 1))


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * (c // 4) - c % 4 - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def term_end(calendar, start, term):
    """(last day, nominal last day) of a term."""
    (unit, count), = term.items()
    if unit == "working_days":
        day = start
        while count:
            day += timedelta(days=1)
            count -= calendar.works(day)
        return day, day
    nominal = start + timedelta(days=count) if unit == "days" else months_after(
        start, count * (12 if unit == "years" else 1))
    return calendar.roll(nominal), nominal


def day_parse(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


# --- Entries (section 3) -------------------------------------------------------------------------

SLUG, HASH, CASE, CATEGORY = "[a-z][a-z0-9-]{1,31}", "[0-9a-f]{64}", "[0-9a-f]{16}", "[a-z0-9-]{2,40}"
KINDS = "criminal administrative_offence disciplinary inspection_check civil_or_recovery".split()
STATES = "opened closed_sanction closed_no_sanction pending".split()
EFFECTS = "harm_prevented improvement recommendation rules_changed".split()
TRACKS = "anonymous_tip whistleblower_report".split()
REJECTIONS = "spam empty unreadable duplicate drill".split()
GROUNDS = ("anonymous legal_person personal_interest not_work_context no_breach no_public_interest "
           "knowingly_false state_secret excluded_by_law other").split()
DELAYS = "complex evidence_pending cross_border high_inflow data_missing other_institutions bulk".split()
OUTCOMES = ("confirmed partly_confirmed not_confirmed insufficient_information minor_closed "
            "repetitive_closed withdrawn").split()
DECISIONS = "recognised tip_accepted as_submission not_recognised".split()


def text(pattern):
    return lambda v: isinstance(v, str) and re.fullmatch(pattern, v, re.ASCII) is not None


def word(words):
    return lambda v: isinstance(v, str) and v in words


def number(most):
    return lambda v: type(v) is int and 0 <= v <= most


def day(value):
    try:
        return isinstance(value, str) and bool(day_parse(value))
    except ValueError:
        return False


def words_in_order(words):
    def fits(value):
        if not isinstance(value, list) or not all(isinstance(v, str) and v in words for v in value):
            return False
        places = [words.index(v) for v in value]
        return all(a < b for a, b in zip(places, places[1:]))
    return fits


def proceedings(states):
    def fits(value):
        if not isinstance(value, list):
            return False
        pairs = [v.split(":") for v in value if isinstance(v, str)]
        if len(pairs) != len(value) or any(len(p) != 2 or p[0] not in KINDS or p[1] not in states for p in pairs):
            return False
        places = [KINDS.index(p[0]) for p in pairs]
        return all(a < b for a, b in zip(places, places[1:]))
    return fits


def base64_of(length):
    return lambda v: isinstance(v, str) and (unbase64(v) or b"").__len__() == length


MEMBERS = {
    "institution": text(SLUG), "to": text(SLUG), "day": day, "before": day, "item": text(HASH), "after": text(HASH),
    "digest": text(HASH), "case": text(CASE), "category": text(CATEGORY), "version": number(2**32 - 1),
    "track": word(TRACKS), "decision": word(DECISIONS), "outcome": word(OUTCOMES), "effects": words_in_order(EFFECTS),
    "damage_eur": number(10**12), "recovered_eur": number(10**12), "signature": base64_of(64),
}
STEP = ["institution", "day", "case", "after"]
SIGNED = ["key", "signature"]
PLAIN = "acknowledged notified info_requested under_review feedback closed reopened identified expunged".split()
FACTS = {
    "received": ["institution", "day", "item"],
    "roster": ["institution", "day", "version", "digest", "key"],
    "policy": ["day", "digest"],
    "clock": ["day", "before"],
    "rejected": ["institution", "day", "item", "reason", *SIGNED],
    "opened": ["institution", "day", "case", "item", "category", "track", *SIGNED],
    "linked": [*STEP, "item", *SIGNED],
    "assessed": [*STEP, "decision", "reason?", *SIGNED],
    "forwarded": [*STEP, "to", *SIGNED],
    "extended": [*STEP, "reason", *SIGNED],
    "proceedings_ended": [*STEP, "proceedings", *SIGNED],
    "concluded": [*STEP, "outcome", "proceedings", "effects", "damage_eur?", "recovered_eur?", *SIGNED],
} | {fact: [*STEP, *SIGNED] for fact in PLAIN}
REASONS = {"rejected": REJECTIONS, "assessed": GROUNDS, "extended": DELAYS}
UNSIGNED = ("received", "roster", "policy", "clock")


def fits_member(fact, name, value):
    if name == "reason":
        return word(REASONS[fact])(value)
    if name == "key":
        return base64_of(42)(value) if fact == "roster" else text(CASE)(value)
    if name == "proceedings":
        one = fact == "proceedings_ended"
        return proceedings(STATES[1:3] if one else STATES)(value) and (not one or len(value) == 1)
    return MEMBERS[name](value)


def pairs_once(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member twice")
    return dict(pairs)


class Entry:
    """One line; `fact` is None for what is no entry, "newer" for a kind that came later."""

    def __init__(self, index, line):
        self.index, self.line, self.leaf = index, line, leaf_hash(line).hex()
        self.said, self.fact, self.day = {}, None, None
        try:
            said = json.loads(line, object_pairs_hook=pairs_once) if len(line) <= 4096 else None
        except (ValueError, RecursionError):
            return
        if not isinstance(said, dict) or not day(said.get("day")) or not isinstance(said.get("fact"), str):
            return
        if said["fact"] not in FACTS:
            if re.fullmatch("[a-z_]{2,32}", said["fact"]):
                self.fact, self.day = "newer", day_parse(said["day"])
        elif self.well_formed(said):
            self.said, self.fact, self.day = said, said["fact"], day_parse(said["day"])

    def well_formed(self, said):
        names = list(said)[1:]
        shape = [n.rstrip("?") for n in FACTS[said["fact"]] if not n.endswith("?") or n.rstrip("?") in said]
        if list(said)[:1] != ["fact"] or names != shape:
            return False
        if said["fact"] == "assessed" and ("reason" in said) != (said["decision"] == "not_recognised"):
            return False
        written = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
        return written == self.line and all(fits_member(said["fact"], n, said[n]) for n in names)

    def __getattr__(self, name):
        return self.said.get(name)

    def fits(self, key):
        tail = f',"signature":"{self.signature}"'.encode()
        text_ = b"svilpe/v1/entry\x00" + self.line.replace(tail, b"")
        return verifies(key, text_, unbase64(self.signature))


# --- Life cycle (section 5) ----------------------------------------------------------------------

# Steps beside which a question stays open.
ASIDE = ("acknowledged", "notified", "extended", "identified", "proceedings_ended")
LAST = ("concluded", "closed", "expunged")


class Case:
    def __init__(self, entry, item, internal):
        self.number, self.institution, self.opening, self.item = entry.case, entry.institution, entry, item
        self.internal, self.entries = internal, [entry]
        self.track, self.stage, self.known = entry.track, "assessment", True
        self.question = self.acknowledged = self.was_extended = False
        self.untold = self.answer_due = False

    def allows(self, entry):
        """Whether the step stands in the life cycle's table, for the stage that the case is in."""
        stage, fact = self.stage, entry.fact
        if fact == "assessed":
            return self.allows_decision(entry.decision)
        if fact == "under_review":
            return stage in ("recognised", "tip_accepted", "feedback", "reopened") or stage == "review" and self.question
        if fact == "closed":
            return stage in ("not_recognised", "as_submission", "forwarded", "concluded") or (
                stage == "reopened" and not self.untold)
        if fact == "acknowledged":
            return not self.acknowledged and stage not in LAST
        if fact == "identified":
            return self.track == "anonymous_tip" and stage not in LAST
        if fact == "extended":
            return not self.was_extended and stage in ("as_submission", "review", "feedback", "reopened")
        if fact == "notified":
            return self.untold and stage != "expunged"
        return stage in {
            "forwarded": ("assessment", "recognised", "tip_accepted", "review"),
            "feedback": ("review",), "concluded": ("review", "feedback"),
            "proceedings_ended": ("concluded", "closed"), "reopened": ("concluded", "closed"),
            "expunged": ("closed",), "info_requested": ("assessment", "review"),
            "linked": tuple(s for s in STAGES if s != "expunged"),
        }[fact]

    def allows_decision(self, decision):
        named = self.track == "whistleblower_report"
        answers = self.answer_due and self.stage in ("tip_accepted", "review", "feedback", "reopened")
        if decision == "recognised":
            return named and (self.stage == "assessment" or answers)
        if decision == "not_recognised":
            return self.stage == "assessment" or answers
        if decision == "tip_accepted":
            return self.stage in ("assessment", "not_recognised")
        return self.stage == "not_recognised"

    def take(self, entry):
        """The step was allowed: the stage after it."""
        fact, before = entry.fact, self.stage
        if fact == "assessed":
            if before == "assessment" or entry.decision != "not_recognised":
                self.stage = entry.decision
            self.answer_due = False
        elif fact in ("linked", "reopened"):
            self.stage = "reopened" if before in ("concluded", "closed") else before
        elif fact in ("forwarded", "feedback", "concluded", "closed", "expunged"):
            self.stage = fact
        elif fact == "under_review":
            self.stage = "review"
        elif fact == "identified":
            self.track = "whistleblower_report"
            self.answer_due = before != "assessment"
        self.acknowledged |= fact == "acknowledged"
        self.was_extended |= fact == "extended"
        self.question = fact == "info_requested" or self.question and fact in ASIDE
        if fact in ("assessed", "forwarded", "concluded") or (self.stage, before) in REOPENINGS:
            self.untold = True
        if fact == "notified":
            self.untold = False


STAGES = ("assessment recognised not_recognised tip_accepted as_submission forwarded review feedback concluded closed "
          "reopened expunged").split()
REOPENINGS = (("reopened", "concluded"), ("reopened", "closed"))


# --- The rules (section 4) -----------------------------------------------------------------------

class Item:
    def __init__(self, entry, for_nobody):
        self.entry, self.for_nobody = entry, for_nobody
        self.rejected = self.case = None
        # For figures: the first `opened` or `linked`, the case of that, the first `rejected` before it.
        self.taken = self.first_case = self.counted_rejection = None


class Audit:
    def __init__(self, served, own, today, known=()):
        self.served, self.own, self.today = served, own, today
        self.known = {pack.digest: pack for pack in [*known, own]}
        self.findings, self.entries = [], []
        self.items, self.rejections, self.cases = {}, {}, {}
        self.rosters, self.all_keys = {}, {}
        self.policies = []  # (entry, pack or None if its form is newer)
        self.newest, self.newer = None, set()
        self.ahead, self.no_policy = [], False

    def find(self, kind, entry=None, **more):
        index = {} if entry is None else {"index": entry.index}
        self.findings.append({"finding": kind, **index, **more})

    # A head, then its entries

    def run(self, name, key):
        head = Checkpoint(self.served.must("checkpoint"), name, key)
        self.judge_head(head)
        self.entries = [Entry(i, line) for i, line in enumerate(entries_of(self.served, head))]
        self.files = {e.digest: Roster(self.served, e.digest) for e in self.entries if e.fact == "roster"}
        for entry in self.entries:
            roster = self.files.get(entry.digest) if entry.fact == "roster" else None
            if roster and not roster.there:
                raise Stop("withheld", index=entry.index)
            if roster and roster.readable:
                self.all_keys.update(roster.keys)
        for entry in self.entries:
            self.take(entry)
        self.judge_newest_policy()
        self.judge_pasts()
        self.judge_ahead()
        self.judge_deadlines()

    def judge_head(self, head):
        if head.day is None:
            self.find("undated")
        elif head.day > self.today + timedelta(days=1):
            self.find("dated-ahead")
        elif (self.today - head.day).days > self.own.head_days:
            self.find("frozen")

    def take(self, entry):
        fault = self.fault(entry)
        if fault and fault != AFTER_NEWER:
            self.find(fault, entry)
        if entry.fact not in (None, "newer") and (fault is None or fault in COUNTS):
            self.beside(entry)
            self.count(entry, fault)
            if entry.fact != "clock":
                self.newest = max(self.newest or entry.day, entry.day)

    def fault(self, entry):
        """One entry, one finding of 4.1 to 4.6: the first that applies."""
        if entry.fact == "newer":
            self.newer.add(entry.leaf)
            return "newer-program"
        if entry.fact is None:
            return "not-an-entry"
        if entry.fact == "received":
            return self.fault_received(entry)
        if entry.fact == "roster":
            return self.fault_roster(entry) or self.fault_day(entry)
        if entry.fact == "policy":
            return self.fault_policy(entry) or self.fault_day(entry)
        if entry.fact == "clock":
            return None if entry.said["before"] == str(self.newest) > entry.said["day"] else "clock-not-ahead"
        return self.fault_officer(entry)

    def fault_received(self, entry):
        if entry.item in self.items:
            return "received-twice"
        return None if entry.institution in self.rosters else "received-for-nobody"

    def fault_roster(self, entry):
        roster, before = self.files[entry.digest], self.rosters.get(entry.institution)
        if not roster.signed:
            return "roster-unknown"
        if not roster.readable:
            return "newer-program"
        if (roster.institution, roster.version, roster.public[2]) != (entry.institution, entry.version, entry.key):
            return "roster-differs"
        if before and roster.version <= before[-1].version:
            return "roster-backwards"
        if before and roster.public[1] != before[-1].public[1]:
            handed = minisign_fits(before[-1].public, roster.pub_file, roster.handover)
            return None if handed else "key-swapped"
        return None

    def fault_policy(self, entry):
        pack = Pack.read(self.served.must(f"policy/{entry.digest}.json"), entry.digest)
        entry.said["pack"] = None if pack == "newer" else pack
        return "newer-program" if pack == "newer" else None

    def fault_day(self, entry):
        return "back-dated" if self.newest and entry.day < self.newest else None

    def fault_officer(self, entry):
        if entry.key not in self.all_keys:
            return "unknown-key"
        if not entry.fits(self.all_keys[entry.key]):
            return "not-signed"
        return (self.fault_key(entry) or self.fault_case(entry) or self.fault_item(entry)
                or self.fault_step(entry) or self.fault_day(entry))

    def fault_key(self, entry):
        own = self.rosters.get(entry.institution)
        if not own:
            return "no-roster"
        if entry.key in own[-1].keys:
            return None
        if any(entry.key in roster.keys for roster in own):
            return "retired-key"
        others = (r for rosters in self.rosters.values() for r in rosters)
        return "foreign-key" if any(entry.key in r.keys for r in others) else "unknown-key"

    def fault_case(self, entry):
        case = self.cases.get(entry.case)
        if entry.fact == "opened" and case:
            return "replayed" if entry.leaf in (e.leaf for e in case.entries) else "case-exists"
        if entry.fact in ("opened", "rejected"):
            return None
        if case is None:
            return "no-such-case"
        if case.institution != entry.institution:
            return "someone-elses-case"
        if entry.after == case.entries[-1].leaf:
            return None
        chain = [e.leaf for e in case.entries]
        if entry.leaf in chain:
            return "replayed"
        if entry.after in chain:
            return "stale"
        if entry.after in self.newer:
            return AFTER_NEWER
        return "gap"

    def fault_item(self, entry):
        if entry.item is None:
            return None
        item = self.items.get(entry.item)
        if item is None:
            return "never-received"
        if item.entry.institution != entry.institution:
            return "someone-elses-item"
        if item.case or item.rejected and entry.fact == "rejected":
            return "accounted-twice"
        return None

    def fault_step(self, entry):
        case = self.cases.get(entry.case)
        if entry.fact == "opened":
            return None if entry.category in self.pack().areas else "unknown-category"
        if case is None:
            return None
        if entry.fact == "forwarded" and entry.to == entry.institution:
            return "forwarded-to-itself"
        if not case.known:
            return None
        internal = self.rosters[entry.institution][-1].kind == "internal"
        if entry.fact == "extended" and internal and case.stage != "as_submission":
            return "not-extendable"
        return None if case.allows(entry) else "out-of-step"

    def pack(self):
        """The pack of the newest `policy` before an entry; of one that is not known, the auditor's own."""
        named = self.policies[-1][1] if self.policies else None
        return self.known.get(named.digest, self.own) if named else self.own

    # Findings beside, and notes

    def beside(self, entry):
        if not self.policies and entry.fact != "policy" and not self.no_policy:
            self.no_policy = True
            self.find("no-policy", entry)
        if entry.fact in ("opened", "linked") and entry.item in self.rejections:
            self.find("rejection-disproved", self.rejections.pop(entry.item))
        if entry.fact == "forwarded" and entry.to != entry.institution and entry.to not in self.rosters:
            self.find("forwarded-outside", entry, case=entry.case)
        if entry.fact == "received":
            days = self.pack().batch_days
            if self.newest and entry.day < self.newest - timedelta(days=days):
                self.find("late", entry)
        if entry.day > self.today:
            self.ahead.append(entry)

    def judge_ahead(self):
        for entry in self.ahead:
            self.find("ahead-of-time", entry)

    # What counts

    def count(self, entry, fault):
        fact = entry.fact
        if fact == "received":
            self.count_received(entry, fault)
        elif fact == "roster":
            self.rosters.setdefault(entry.institution, []).append(self.files[entry.digest])
        elif fact == "policy":
            self.count_policy(entry)
        elif fact == "clock":
            self.count_clock(entry, fault)
        elif fact == "rejected":
            self.count_rejection(entry)
        elif fact == "opened":
            item = self.items.get(entry.item)
            internal = self.rosters[entry.institution][-1].kind == "internal"
            self.cases[entry.case] = case = Case(entry, item, internal)
            self.count_item(entry, case)
        else:
            self.count_step(entry, fault)

    def count_received(self, entry, fault):
        if entry.item not in self.items:
            self.items[entry.item] = Item(entry, fault == "received-for-nobody")

    def count_rejection(self, entry):
        item = self.items.get(entry.item)
        if item and item.case:
            return
        self.rejections.setdefault(entry.item, entry)
        if item:
            item.rejected = item.rejected or entry
            item.counted_rejection = item.rejected

    def count_item(self, entry, case):
        """The last `opened` or `linked` says whose an item is; what became of it is the first's."""
        item = self.items.get(entry.item)
        if item:
            item.case, item.taken, item.first_case = case, item.taken or entry, item.first_case or case

    def count_step(self, entry, fault):
        case = self.cases[entry.case]
        if fault in ("gap", AFTER_NEWER):
            case.known = False
        entry.said["reopens"] = entry.fact == "reopened" or entry.fact == "linked" and is_over(case.entries)
        if case.known and fault != "out-of-step" and case.allows(entry):
            case.take(entry)
        case.entries.append(entry)
        if entry.fact == "linked":
            self.count_item(entry, case)

    def count_clock(self, entry, fault):
        if fault:
            return
        self.find("clock-turned-back", entry)
        self.newest, before = entry.day, day_parse(entry.before)
        self.ahead = [e for e in self.ahead if e.day > before]

    def count_policy(self, entry):
        self.policies.append((entry, entry.pack))

    def judge_pasts(self):
        for (_, before), (entry, pack) in zip(self.policies, self.policies[1:]):
            if before and pack:
                self.judge_past(entry, before, pack)

    def judge_past(self, entry, before, pack):
        """4.8: what a policy says of the days that are over is what the one before it said."""
        last = entry.day - timedelta(days=1)
        received = min((i.entry.day for i in self.items.values()), default=entry.day)
        first = max(received, months_after(last, -240))
        for past in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if before.law(past) != pack.law(past):
                self.find("rules-corrected" if pack.corrects(past) else "rules-rewritten", entry, day=str(past))
                return

    def judge_newest_policy(self):
        for place, (entry, pack) in enumerate(self.policies, 1):
            newest = place == len(self.policies)
            if pack and pack.digest not in ([self.own.digest] if newest else self.known):
                self.find("other-policy" if newest else "policy-unknown", entry)

    # Deadlines (4.9, section 6)

    def policy_of(self, received):
        """The policy in force on a day of receipt; the auditor's own if they do not know it."""
        of_day = [pack for entry, pack in self.policies
                  if entry.day <= received or pack and pack.digest in self.known and pack.corrects(received)]
        pack = of_day[-1] if of_day else self.policies[0][1] if self.policies else None
        return self.known.get(pack.digest, self.own) if pack else self.own

    def judge_deadlines(self):
        for item in self.items.values():
            if item.case is None and item.rejected is None:
                self.judge_item(item)
        for case in self.cases.values():
            if case.known:
                for run in self.runs(case):
                    self.judge_run(case, run)

    def judge_item(self, item):
        received = item.entry.day
        pack = self.policy_of(received)
        if any(self.today > term_end(pack.calendar, received, rule["term"])[0]
               for rule in pack.rules(received) if rule["duty"] == "acknowledge"):
            self.find("unaccounted", item.entry)

    def runs(self, case):
        if case.item is None:
            return []
        received = case.item.entry.day
        pack = self.policy_of(received)
        rules = pack.rules(received)
        return [run for rule in rules for run in runs_of(case, pack, rule, received, case.internal)]

    def judge_run(self, case, run):
        more = {"case": case.number, "clock": run.clock["id"], "due": str(run.last),
                "binding": "law" if run.law else "service"}
        if run.end is None and self.today > run.last:
            self.find("deadline-missed", **more)
        elif run.end and run.end.day > run.last:
            self.find("deadline-late", **more, done=str(run.end.day))
        in_time = run.end and run.end.day <= run.last
        if run.clock["duty"] == "feedback" and in_time and not run.again and self.is_untold(case, run):
            self.find("feedback-untold", case=case.number, due=str(run.last))

    def is_untold(self, case, run):
        place = case.entries.index(run.end)
        news = [i for i, e in enumerate(case.entries[:place + 1])
                if e.fact in ("assessed", "feedback", "concluded", "forwarded")]
        if not news:
            return False
        from_ = news[-1]
        told = next((e for e in case.entries[from_:] if e.fact in ("feedback", "notified")), None)
        return (told.day if told else self.today) > run.last


def is_over(entries):
    """Was the case concluded or closed, and not reopened since?"""
    turns = [e for e in entries if e.fact in ("concluded", "closed") or e.reopens]
    return bool(turns) and not turns[-1].reopens


# No finding: what came before is of a kind that is not known here.
AFTER_NEWER = "after-newer"
COUNTS = (AFTER_NEWER, "stale", "gap", "out-of-step", "back-dated", "accounted-twice", "never-received", "received-for-nobody",
          "unknown-category", "forwarded-to-itself", "not-extendable")


class Run:
    """One running of a clock: from a day, after a place in the case's entries."""

    def __init__(self, pack, clock, start, place, law, again=False):
        self.clock, self.start, self.place, self.law, self.again = clock, start, place, law, again
        self.last, self.nominal = term_end(pack.calendar, start, clock["term"])
        self.ordinary, self.calendar, self.end = self.last, pack.calendar, None

    def settle(self, case, internal):
        entries = case.entries
        ends = self.clock["ends"]
        after = [e for e in entries[self.place + 1:] if event(e) in ends]
        passed_on = [e for e in entries if e.fact == "forwarded" and "forwarded" in ends and not self.again]
        self.end = min(after[:1] + passed_on[:1], key=lambda e: e.day, default=None)
        longer = self.clock.get("extended")
        if longer and not (self.clock["duty"] == "feedback" and internal):
            if any(e.fact == "extended" and e.reason in longer["reasons"] and e.day <= self.ordinary
                   for e in entries[self.place + 1:]):
                self.last = max(self.ordinary, term_end(self.calendar, self.start, longer["term"])[0])
        return self


def event(entry):
    return "decided" if entry.fact == "assessed" else entry.fact


def unopened_runs(pack, received):
    """What runs by law from the receipt, whatever the report is: as of an anonymous tip."""
    rules = [r for r in pack.rules(received) if r["tips"] == "law"]
    acknowledge = [Run(pack, r, received, -1, True) for r in rules if r["duty"] == "acknowledge"]
    start = feedback_start(pack, received)
    return acknowledge + [Run(pack, r, start, -1, True) for r in rules if r["duty"] == "feedback"]


def runs_of(case, pack, rule, received, internal):
    """Every running of one rule in a case (section 6, Start)."""
    identified = next((i for i, e in enumerate(case.entries) if e.fact == "identified"), None)

    def run(start, place, again=False, service=False):
        tip = rule["tips"] == "service-standard" and case.opening.track == "anonymous_tip"
        law = not service and (not tip or identified is not None and place >= identified)
        return Run(pack, rule, start, place, law, again).settle(case, internal)

    for start in rule["starts"]:
        for day_, place in starts_of(case, pack, start, received):
            yield run(day_, place)
    if rule["duty"] == "feedback":
        for place, entry in enumerate(case.entries):
            if entry.reopens:
                yield run(entry.day, place, again=True, service=True)


def starts_of(case, pack, start, received):
    entries = list(enumerate(case.entries))
    if start == "received":
        return [(received, -1)]
    if start == "acknowledged-or-due":
        return [acknowledged_or_due(case, pack, received)]
    if start == "received-as-submission":
        return [(received, -1) for _, e in entries if e.decision == "as_submission"][:1]
    found = [(e.day, i) for i, e in entries if event(e) == start or start == "recognised" == e.decision]
    return found if start == "decided" else found[:1]


def acknowledged_or_due(case, pack, received):
    due = feedback_start(pack, received)
    acknowledged = next((e.day for e in case.entries if e.fact == "acknowledged"), due)
    return min(acknowledged, due), -1


def feedback_start(pack, received):
    """The nominal last day of the acknowledgement."""
    rules = [r for r in pack.rules(received) if r["duty"] == "acknowledge"]
    return term_end(pack.calendar, received, rules[0]["term"])[1] if rules else received


# --- Figures (section 11) ------------------------------------------------------------------------

class Figures:
    """What is counted of one year, as known when its books closed."""

    STEPS = {"under_review": "examined", "forwarded": "forwarded", "extended": "extended",
             "identified": "identified", "linked": "wrote_again", "closed": "closed"}
    SPANS = {"acknowledgement": "acknowledged", "decision": "assessed", "feedback": "feedback", "closing": "closed"}

    def __init__(self, audit, year):
        self.own, self.items, self.year = audit.own, audit.items.values(), year
        self.cells, self.days = Counter(), {span: [] for span in self.SPANS}
        self.end, self.books = date(year, 12, 31), date(year + 1, 1, 31)
        # A case counts as what became of its item; a second one of the same item counts nowhere.
        self.cases = [c for c in audit.cases.values() if c.item and c.item.taken is c.opening]

    def add(self, table, row, column="reports", count=1):
        self.cells[f"{table}/{row}/{column}"] += count

    def count(self):
        for item in self.items:
            self.count_item(item)
        for case in self.cases:
            self.count_case(case)
            self.count_deadlines(case)
        for span, days in self.days.items():
            if len(days) >= 10:
                self.add("days", span, "median", sorted(days)[(len(days) - 1) // 2])
        return {cell: count for cell, count in sorted(self.cells.items()) if count}

    def within(self, day):
        return day.year == self.year

    def area(self, case):
        area = self.own.areas.get(case.opening.category)
        return area and area.replace(", ", "_").replace(".", "-")

    def side(self, case):
        return "eu" if self.area(case) else "outside"

    # Received, and what became of it until the books closed

    def count_item(self, item):
        taken = item.taken if item.taken and item.taken.day <= self.books else None
        rejected = item.counted_rejection
        if not item.taken or item.taken.fact == "linked":
            self.count_waiting(item)
        if not self.within(item.entry.day) or taken and taken.fact == "linked":
            return
        self.add("overview", "received")
        self.add("institutions", item.entry.institution, "received")
        if taken:
            self.count_opened(item.first_case)
            return
        gone = rejected and rejected.day <= self.books
        self.add("overview", "not_opened")
        self.add("overview", "rejected" if gone else "waiting")

    def count_opened(self, case):
        self.add("overview", "opened")
        self.add("tracks", case.opening.track)
        self.count_category(case, "received")
        turns = [e for e in case.entries if e.day <= self.end and e.fact in ("closed", "reopened", "linked")]
        self.add("overview", "finished" if turns and turns[-1].fact == "closed" else "pending_cases")

    def count_category(self, case, column):
        self.add("categories", case.opening.category, column)
        self.add("european", column, self.side(case))
        if self.area(case):
            self.add("areas", self.area(case), column)

    def count_waiting(self, item):
        """Deadlines of what waits as the books of their year close."""
        gone = [e for e in (item.taken, item.counted_rejection) if e and e.day <= self.books]
        for run in [] if gone else unopened_runs(self.own, item.entry.day):
            if self.within(run.last):
                self.count_deadline(run, False)

    # Steps of the year

    def count_case(self, case):
        received = case.item.entry.day
        if self.within(case.opening.day) and case.opening.day > date(received.year + 1, 1, 31):
            self.add("overview", "opened_later")
        steps = [e for e in case.entries[1:] if self.within(e.day)]
        decisions = [e for e in steps if e.fact == "assessed"]
        conclusions = [e for e in steps if e.fact == "concluded"]
        for last in decisions[-1:]:
            self.count_decision(case, last)
        for last in conclusions[-1:]:
            self.count_conclusion(case, last)
        for entry in steps:
            if entry.fact == "proceedings_ended":
                self.count_proceedings("ended_proceedings", entry.proceedings)
        for fact, row in self.STEPS.items():
            if self.first(case, fact):
                self.add("overview", row)
                if row == "examined":
                    self.add("european", row, self.side(case))
        for span, fact in self.SPANS.items():
            first = self.first(case, fact)
            if first:
                self.days[span].append(max(0, (first.day - received).days))

    def first(self, case, fact):
        first = next((e for e in case.entries if e.fact == fact), None)
        return first if first and self.within(first.day) else None

    def count_decision(self, case, last):
        self.add("overview", "decided")
        if last.decision == "recognised":
            self.add("overview", "recognised")
            self.add("institutions", case.institution, "recognised")
            self.count_category(case, "recognised")
            return
        self.add("decisions", last.decision)
        if last.decision == "not_recognised":
            self.add("reasons", last.reason)

    def count_conclusion(self, case, last):
        side = self.side(case)
        self.add("overview", "concluded")
        self.add("outcomes", last.outcome)
        for row in ("concluded", last.outcome):
            self.add("european", row, side)
        for one in last.proceedings:
            self.add("overview", "proceedings")
            for row in ("proceedings", one.split(":")[0]):
                self.add("european", row, side)
        self.count_proceedings("proceedings", last.proceedings)
        for effect in last.effects:
            self.add("effects", effect)
        for name in ("damage", "recovered"):
            self.add("money", name, side, last.said.get(f"{name}_eur", 0))

    def count_proceedings(self, table, list_):
        for one in list_:
            kind, state = one.split(":")
            self.add(table, kind, state)
            self.add(table, kind, "all")

    # Deadlines: by the one policy of the release

    def count_deadlines(self, case):
        received = case.item.entry.day
        known = {run.clock["id"] for run in unopened_runs(self.own, received)}
        for rule in self.own.rules(received):
            for run in runs_of(case, self.own, rule, received, internal=False):
                if self.within(self.shown(case, run, known)):
                    self.count_deadline(run, run.end and run.end.day <= run.last)

    @staticmethod
    def shown(case, run, known):
        """The day in whose year a deadline counts: its last, or the one on which the ledger showed that it ran."""
        by_receipt = run.clock["id"] in known and run.law and not run.again
        rejected = case.item.counted_rejection
        if by_receipt and not (rejected and rejected.day <= date(run.last.year + 1, 1, 31)):
            return run.last
        since = [case.opening.day]
        if run.clock["duty"] == "answer":
            since += [e.day for e in case.entries if e.decision == "as_submission"][:1]
        return max([run.last, *since])

    def count_deadline(self, run, kept):
        row = run.clock["duty"] + ("" if run.law else "_service")
        self.add("timeliness", row, "due")
        self.add("timeliness", row, "on_time" if kept else "late")


def pack_of(file):
    return Pack.read(Path(file).read_bytes(), Path(file).name.removesuffix(".json"))


def main(folder, vkey, own, today, *known):
    audit = Audit(Served(folder), pack_of(own), day_parse(today), [pack_of(file) for file in known])
    try:
        audit.run(*vkey_parse(vkey))
    except Stop as stop:
        audit.findings.append(stop.finding)
    years = {e.day.year for e in audit.entries if e.day} | {audit.today.year}
    figures = {str(y): Figures(audit, y).count() for y in range(min(years), max(years) + 2)}
    json.dump({"findings": audit.findings, "figures": figures}, sys.stdout)


# --- Signed requests (section 1) -----------------------------------------------------------------

def sign_request(method, path, instance, challenge, seed, body):
    """The headers of one signed request, as RFC 9421 and section 1 write them."""
    path, mark, query = path.partition("?")
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    key = key_name(public_of(seed)[1])
    nonce = base64.b64encode(os.urandom(16)).decode()
    covered = {"@method": method, "@path": path, "@query": "?" + query, "content-digest": f"sha-256=:{digest}:",
               "svilpe-instance": instance, "svilpe-challenge": challenge}
    names = " ".join(f'"{name}"' for name in covered)
    parameters = f'({names});keyid="{key}";nonce="{nonce}";alg="ed25519";tag="svilpe-v1"'
    lines = [f'"{name}": {value}' for name, value in covered.items()]
    text_ = "\n".join([*lines, f'"@signature-params": {parameters}'])
    signature = base64.b64encode(signs(seed, text_.encode())).decode()
    return {"content-digest": covered["content-digest"], "svilpe-instance": instance, "svilpe-challenge": challenge,
            "signature-input": f"svilpe={parameters}", "signature": f"svilpe=:{signature}:"}


if __name__ == "__main__":
    if sys.argv[1] == "--sign":
        seed_, body_ = sys.stdin.buffer.read(32), sys.stdin.buffer.read()
        print(json.dumps(sign_request(*sys.argv[2:6], seed_, body_)))
    else:
        main(*sys.argv[1:])
