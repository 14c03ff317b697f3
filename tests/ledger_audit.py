#!/usr/bin/env python3
"""A second auditor: the rules of docs/LEDGER.md, sections 3 to 6 and 11, and nothing of the program.

usage: ledger_audit.py FOLDER LOG-VKEY PACK TODAY

FOLDER holds a ledger's files under the ledger's paths. PACK is the auditor's own country pack, in
JSON as ledgers serve it (`policy/<digest>.json`), TODAY a day. Prints findings and figures as JSON. Python 3.11's standard library, and `ledger_check.py` for
Ed25519, the tree and the checkpoint. Slow on purpose: definitions, not algorithms.
"""

import base64
import datetime
import hashlib
import json
import pathlib
import re
import sys
import tomllib

import ledger_check

# --- Entries, section 3 --------------------------------------------------------------

SLUG = r"[a-z][a-z0-9-]{1,31}"
CATEGORY = r"[a-z][a-z0-9-]{1,39}"
HEX64, HEX16 = r"[0-9a-f]{64}", r"[0-9a-f]{16}"
DAY = r"\d{4}-\d\d-\d\d"
BASE64 = r"[A-Za-z0-9+/]+=*"
TRACK = "anonymous_tip|whistleblower_report"
REJECTED = "spam|empty|unreadable|duplicate|drill"
NOT_RECOGNISED = (
    "anonymous|legal_person|personal_interest|not_work_context|no_breach|no_public_interest"
    "|knowingly_false|state_secret|excluded_by_law|other"
)
EXTENDED = "complex|evidence_pending|cross_border|high_inflow|data_missing|other_institutions|bulk"
OUTCOME = (
    "confirmed|partly_confirmed|not_confirmed|insufficient_information|minor_closed"
    "|repetitive_closed|withdrawn"
)
KIND = ["criminal", "administrative_offence", "disciplinary", "inspection_check", "civil_or_recovery"]
STATE = ["opened", "closed_sanction", "closed_no_sanction", "pending"]
EFFECT = ["harm_prevented", "improvement", "recommendation", "rules_changed"]
CASE = [("institution", SLUG), ("day", DAY), ("case", HEX16), ("after", HEX64)]
SIGNED = [("key", HEX16), ("signature", BASE64)]
FACTS = {
    "received": [("institution", SLUG), ("day", DAY), ("item", HEX64)],
    "roster": [("institution", SLUG), ("day", DAY), ("version", int), ("digest", HEX64), ("key", BASE64)],
    "policy": [("day", DAY), ("digest", HEX64)],
    "clock": [("day", DAY), ("before", DAY)],
    "rejected": [("institution", SLUG), ("day", DAY), ("item", HEX64), ("reason", REJECTED), *SIGNED],
    "opened": [
        ("institution", SLUG), ("day", DAY), ("case", HEX16), ("item", HEX64), ("category", CATEGORY),
        ("track", TRACK), *SIGNED,
    ],
    "linked": [*CASE, ("item", HEX64), *SIGNED],
    "assessed": [
        *CASE, ("decision", "recognised|tip_accepted|as_submission|not_recognised"),
        ("reason?", NOT_RECOGNISED), *SIGNED,
    ],
    "forwarded": [*CASE, ("to", SLUG), *SIGNED],
    "extended": [*CASE, ("reason", EXTENDED), *SIGNED],
    "concluded": [
        *CASE, ("outcome", OUTCOME), ("proceedings", list), ("effects", list), ("damage_eur?", int),
        ("recovered_eur?", int), *SIGNED,
    ],
}
FACTS["proceedings_ended"] = [*CASE, ("proceedings", list), *SIGNED]
for step in (
    "acknowledged notified info_requested under_review feedback closed reopened identified expunged"
).split():
    FACTS[step] = [*CASE, *SIGNED]


def day(text):
    return datetime.date.fromisoformat(text)


def is_member(value, rule):
    if rule is int:
        return type(value) is int and 0 <= value <= 10**12
    if rule is list:
        return type(value) is list and all(type(word) is str for word in value)
    return type(value) is str and re.fullmatch(rule, value) is not None


def in_order(words, order):
    places = [order.index(word) for word in words if word in order]
    return len(places) == len(words) and places == sorted(set(places))


def parse(line):
    """The entry, or None if the line is none."""
    try:
        if len(line) > 4096:
            return None
        entry = json.loads(line)
        members = FACTS[entry["fact"]]
        names = ["fact"]
        for name, rule in members:
            if name.endswith("?") and name[:-1] not in entry:
                continue
            name = name.rstrip("?")
            names.append(name)
            if not is_member(entry[name], rule):
                return None
        if list(entry) != names:
            return None
        if json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode() != line:
            return None
        for name in ("day", "before"):
            if name in entry:
                day(entry[name])
        if entry["fact"] == "assessed":
            if ("reason" in entry) != (entry["decision"] == "not_recognised"):
                return None
        if entry["fact"] == "proceedings_ended":
            (word,) = entry["proceedings"]
            kind, state = word.split(":")
            if kind not in KIND or state not in ("closed_sanction", "closed_no_sanction"):
                return None
        if entry["fact"] == "concluded":
            pairs = [word.split(":") for word in entry["proceedings"]]
            if not in_order([kind for kind, _ in pairs], KIND) or not in_order(entry["effects"], EFFECT):
                return None
            if any(state not in STATE for _, state in pairs):
                return None
        return entry
    except (ValueError, KeyError, TypeError):
        return None


def is_of_another_kind(line):
    """A day and a fact that is none of the list's: a newer program wrote it."""
    try:
        entry = json.loads(line)
        fact = entry["fact"]
        day(entry["day"])
        is_known = fact in FACTS or not re.fullmatch(r"[a-z_]{2,32}", fact)
        return len(line) <= 4096 and not is_known and bool(re.fullmatch(DAY, entry["day"]))
    except (ValueError, KeyError, TypeError):
        return False


# --- Rosters, sections 1 and 4.1 -------------------------------------------------------


def minisign_fits(key_line, data, signature):
    """Is it the prehashed kind, of this key, over these bytes, its trusted comment too?"""
    lines = signature.split("\n")
    made, trusted, over = base64.b64decode(lines[1]), lines[2], base64.b64decode(lines[3])
    key = base64.b64decode(key_line)
    comment = trusted.removeprefix("trusted comment: ").encode()
    return (
        made[:2] == b"ED" and key[:2] == b"Ed" and made[2:10] == key[2:10]
        and ledger_check.verify(key[10:], hashlib.blake2b(data).digest(), made[10:])
        and ledger_check.verify(key[10:], made[10:] + comment, over)
    )


def read_rosters(folder):
    """By digest: what the file says, its key, and which key handed over to that."""
    rosters = {}
    for path in sorted((folder / "roster").glob("*.toml")):
        data, digest = path.read_bytes(), path.stem
        public = path.with_suffix(".pub").read_text()
        key = public.splitlines()[1]
        if hashlib.sha256(data).hexdigest() != digest:
            continue
        if not minisign_fits(key, data, (folder / f"roster/{digest}.toml.minisig").read_text()):
            continue
        written = tomllib.loads(data.decode())
        handover = folder / f"roster/{digest}.pub.minisig"
        signing = [officer["signing"].removeprefix("ed25519:") for officer in written.get("officer", [])]
        signing = [base64.b64decode(line) for line in signing]
        rosters[digest] = {
            "institution": written["institution"],
            "version": written["version"],
            "kind": written["kind"],
            "key": key,
            "public": public.encode(),
            "handover": handover.read_text() if handover.exists() else None,
            "officers": {hashlib.sha256(key).hexdigest()[:16]: key for key in signing},
        }
    return rosters


# --- The calendar and deadlines, section 6 -----------------------------------------------

def easter(year):
    """The Gregorian computus, anonymous."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * l) // 433
    month = (h + l - 7 * m + 90) // 25
    return datetime.date(year, month, (h + l - 7 * m + 33 * month + 19) % 32)


ONE = datetime.timedelta(days=1)


class Policy:
    def __init__(self, pack):
        pack = json.loads(pack)
        self.digest = hashlib.sha256(pack["policy"].encode()).hexdigest()
        written = tomllib.loads(pack["policy"])
        files = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in pack["files"].items()}
        assert files == written["files"], "files"
        self.calendar, self.clocks = written["calendar"], written["deadlines"]["clock"]
        self.batch_days = written["ledger"]["batch_days"]
        categories = [category for family in written["family"] for category in family["category"]]
        self.categories = {category["slug"] for category in categories}
        self.areas = {
            category["slug"]: category["eu_area"].replace(", ", "_").replace(".", "-")
            for category in categories if "eu_area" in category
        }
        self.categories.add(written["other"]["slug"] if "other" in written else "other")

    def is_holiday(self, on):
        for rule in self.calendar.get("holiday", []):
            if "from" in rule and on < day(str(rule["from"])) or "until" in rule and day(str(rule["until"])) < on:
                continue
            if "on" in rule and on.strftime("%m-%d") == rule["on"]:
                return True
            if "easter_days" in rule and (on - easter(on.year)).days == rule["easter_days"]:
                return True
            if "sunday" in rule and on.isoweekday() == 7 and on.month == rule["sunday"]["month"]:
                if (on.day - 1) // 7 + 1 == rule["sunday"]["nth"]:
                    return True
        return False

    def is_monday_for_weekend(self, on):
        given = [rule for rule in self.calendar.get("holiday", []) if rule.get("monday_for_weekend")]
        other = Policy.__new__(Policy)
        other.calendar = {"holiday": given}
        return on.isoweekday() == 1 and any(other.is_holiday(on - n * ONE) for n in (1, 2))

    def is_working_day(self, on):
        moved = self.calendar.get("moved", [])
        if any(str(on) == move["to"] for move in moved):
            return True
        off = [move["from"] for move in moved] + [off["day"] for off in self.calendar.get("day_off", [])]
        return (
            on.isoweekday() < 6 and str(on) not in off
            and not self.is_holiday(on) and not self.is_monday_for_weekend(on)
        )

    def working_day_from(self, on):
        while not self.is_working_day(on):
            on += ONE
        return on

    def nominal(self, start, term):
        ((unit, count),) = term.items()
        if unit == "days":
            return start + count * ONE
        if unit == "working_days":
            for _ in range(count):
                start = self.working_day_from(start + ONE)
            return start
        months = start.month - 1 + count * (12 if unit == "years" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        last = (datetime.date(year + month // 12, month % 12 + 1, 1) - ONE).day
        return datetime.date(year, month, min(start.day, last))

    def legal(self, start, term):
        return self.working_day_from(self.nominal(start, term))

    def rules(self, received):
        """The law of that day."""
        for rule in self.clocks:
            after = "from" not in rule or day(str(rule["from"])) <= received
            before = "until" not in rule or received <= day(str(rule["until"]))
            if after and before:
                yield rule

    def acknowledging(self, received):
        return next(rule["term"] for rule in self.rules(received) if rule["duty"] == "acknowledge")


class Case:
    """What of a case decides about its deadlines: events in the ledger's order, as (day, word, more)."""

    def __init__(self, institution, track, channel, received, first):
        self.institution, self.channel, self.received = institution, channel, received
        self.first_track, self.events = track, []
        self.chain = [first]
        self.stage, self.track = "assessment", track
        self.asked = self.acknowledged = self.extended = self.untold = self.petition = False
        self.whole = True

    # Section 5.
    def stage_after(self, entry):
        at, fact = self.stage, entry["fact"]
        over = at in ("concluded", "closed", "expunged")
        same = {
            "acknowledged": not self.acknowledged and not over,
            "notified": self.untold and at != "expunged",
            "identified": self.track == "anonymous_tip" and not over,
            "info_requested": at in ("assessment", "review"),
            "proceedings_ended": at in ("concluded", "closed"),
            "extended": not self.extended and at in ("as_submission", "review", "feedback", "reopened"),
        }
        if fact in same:
            return at if same[fact] else None
        if fact == "linked":
            return None if at == "expunged" else "reopened" if over else at
        if fact == "forwarded":
            return "forwarded" if at in ("assessment", "recognised", "tip_accepted", "review") else None
        if fact == "under_review":
            may = at in ("recognised", "tip_accepted", "feedback", "reopened") or (at == "review" and self.asked)
            return "review" if may else None
        if fact == "feedback":
            return "feedback" if at == "review" else None
        if fact == "concluded":
            return "concluded" if at in ("review", "feedback") else None
        if fact == "closed":
            may = at in ("not_recognised", "as_submission", "forwarded", "concluded")
            return "closed" if may or (at == "reopened" and not self.untold) else None
        if fact == "reopened":
            return "reopened" if at in ("concluded", "closed") else None
        if fact == "expunged":
            return "expunged" if at == "closed" else None
        begun = at in ("tip_accepted", "review", "feedback", "reopened")
        first = at == "assessment"
        decision = entry["decision"]
        if decision == "recognised":
            named = self.track == "whistleblower_report"
            return "recognised" if named and (first or (begun and self.petition)) else None
        if decision == "not_recognised":
            return "not_recognised" if first else at if begun and self.petition else None
        if decision == "tip_accepted":
            return "tip_accepted" if first or at == "not_recognised" else None
        return "as_submission" if at == "not_recognised" else None

    def take(self, entry):
        self.note(entry)
        if not self.whole:
            return
        after, fact = self.stage_after(entry), entry["fact"]
        if after is None:
            return
        aside = fact in ("linked", "acknowledged", "notified", "extended", "identified", "proceedings_ended")
        news = fact in ("assessed", "concluded", "forwarded") or (after == "reopened" != self.stage)
        self.asked = fact == "info_requested" or (fact != "linked" and self.asked and aside)
        self.acknowledged |= fact == "acknowledged"
        self.extended |= fact == "extended"
        self.untold = news or (self.untold and fact != "notified")
        identified = fact == "identified"
        self.petition = (identified and after != "assessment") or (self.petition and fact != "assessed")
        if identified:
            self.track = "whistleblower_report"
        self.stage = after

    # Section 6.
    def note(self, entry):
        fact, on = entry["fact"], day(entry["day"])
        if fact == "linked":
            turns = [word for _, word, _ in self.events if word in ("concluded", "closed", "reopened")]
            if turns and turns[-1] != "reopened":
                self.events.append((on, "reopened", None))
        elif fact == "assessed":
            self.events.append((on, "decided", entry["decision"]))
        elif fact not in ("info_requested", "under_review", "expunged"):
            self.events.append((on, fact, entry.get("reason")))

    def first(self, word, more=None):
        for at, (on, what, detail) in enumerate(self.events):
            if what == word and more in (None, detail):
                return at, on
        return None

    def starts(self, rule, policy):
        """(place after which it runs, day); place -1: with the receipt."""
        for start in rule["starts"]:
            if start == "received":
                yield -1, self.received
            elif start == "received-as-submission" and self.first("decided", "as_submission"):
                yield -1, self.received
            elif start == "acknowledged-or-due":
                due = policy.nominal(self.received, policy.acknowledging(self.received))
                acknowledged = self.first("acknowledged")
                yield -1, min(due, acknowledged[1]) if acknowledged else due
            elif start == "identified" and self.first("identified"):
                yield self.first("identified")
            elif start == "decided":
                yield from ((at, on) for at, (on, word, _) in enumerate(self.events) if word == "decided")
            elif start == "recognised" and self.first("decided", "recognised"):
                yield self.first("decided", "recognised")
        if rule["duty"] == "feedback":
            yield from ((at, on) for at, (on, word, _) in enumerate(self.events) if word == "reopened")

    def dues(self, policy):
        """(duty, last day, when it was done, only a standard of service?, the deadline's id)"""
        for rule in policy.rules(self.received):
            for place, start in self.starts(rule, policy):
                reopened = place >= 0 and self.events[place][1] == "reopened"
                legal = policy.legal(start, rule["term"])
                longer = rule.get("extended")
                if longer and not (rule["duty"] == "feedback" and self.channel == "internal"):
                    given = [
                        on for on, word, reason in self.events[place + 1 :]
                        if word == "extended" and reason in longer["reasons"] and on <= legal
                    ]
                    if given:
                        legal = max(legal, policy.legal(start, longer["term"]))
                ends = [on for on, word, _ in self.events[place + 1 :] if word in rule["ends"]][:1]
                if "forwarded" in rule["ends"] and not reopened:
                    ends += [on for on, word, _ in self.events if word == "forwarded"][:1]
                known = any(word == "identified" for _, word, _ in self.events[: place + 1])
                anonymous = self.first_track == "anonymous_tip" and not known
                service = reopened or (rule["tips"] == "service-standard" and anonymous)
                yield rule["duty"], legal, min(ends) if ends else None, service, rule["id"]

    def untold_since(self, policy):
        """The last day of A2 if it ended without a word, and when there was one."""
        feedback = next((due for due in self.dues(policy) if due[0] == "feedback"), None)
        ends = [
            at for at, (_, word, _) in enumerate(self.events)
            if word in ("feedback", "concluded", "closed", "forwarded")
        ]
        if not feedback or not ends:
            return None
        news = [
            at for at, (_, word, _) in enumerate(self.events[: ends[0] + 1])
            if word in ("decided", "feedback", "concluded", "forwarded")
        ]
        if not news:
            return None
        told = [on for on, word, _ in self.events[news[-1] :] if word in ("feedback", "notified")]
        return feedback[1], feedback[2], told[0] if told else None


# --- The rules in the order of the ledger, section 4 ----------------------------------------


class Audit:
    def __init__(self, folder, own, today):
        self.folder, self.own, self.today = folder, own, today
        self.rosters = read_rosters(folder)
        self.keys = {}
        for roster in self.rosters.values():
            self.keys |= roster["officers"]
        self.seats, self.retired = {}, {}
        self.items, self.cases, self.rejections = {}, {}, {}
        self.policies, self.lawless, self.newer = [], False, set()
        self.newest, self.ahead, self.findings = None, [], []
        self.figures = Figures(own)

    def find(self, code, **more):
        self.findings.append({"finding": code, **{name: str(value) for name, value in more.items()}})

    # What may not be: the first rule that is broken, or None.
    def refusal(self, entry, leaf):
        fact = entry["fact"]
        if fact == "received":
            if entry["institution"] not in self.seats:
                return "received-for-nobody"
            return "received-twice" if entry["item"] in self.items else None
        if fact == "roster":
            return self.bad_roster(entry) or self.back_dated(entry)
        if fact == "policy":
            return self.back_dated(entry)
        if fact == "clock":
            before, on = day(entry["before"]), day(entry["day"])
            is_ahead = self.newest is not None and before == self.newest and on < self.newest
            return None if is_ahead else "clock-not-ahead"
        return self.bad_key(entry) or self.bad_event(entry, leaf) or self.back_dated(entry)

    def back_dated(self, entry):
        return "back-dated" if self.newest and day(entry["day"]) < self.newest else None

    def bad_roster(self, entry):
        roster = self.rosters.get(entry["digest"])
        if roster is None:
            return "roster-unknown"
        if any(roster[name] != entry[name] for name in ("institution", "version", "key")):
            return "roster-differs"
        seat = self.seats.get(entry["institution"])
        if seat is None:
            return None
        if entry["version"] <= seat["version"]:
            return "roster-backwards"
        handed = roster["handover"] and minisign_fits(seat["key"], roster["public"], roster["handover"])
        return None if seat["key"] == entry["key"] or handed else "key-swapped"

    def bad_key(self, entry):
        of, key = entry["institution"], entry["key"]
        if of not in self.seats:
            return "no-roster"
        if key in self.seats[of]["officers"]:
            return None
        if key in self.retired.get(of, ()):
            return "retired-key"
        others = [seat for other, seat in self.seats.items() if other != of and key in seat["officers"]]
        return "foreign-key" if others else "unknown-key"

    def bad_item(self, entry, and_rejected):
        item = self.items.get(entry["item"])
        if item is None:
            return "never-received"
        if item["institution"] != entry["institution"]:
            return "someone-elses-item"
        taken = item["account"] not in (None, "rejected") or (and_rejected and item["account"])
        return "accounted-twice" if taken else None

    def bad_event(self, entry, leaf):
        fact = entry["fact"]
        if fact == "rejected":
            return self.bad_item(entry, and_rejected=True)
        case = self.cases.get(entry["case"])
        if fact == "opened":
            if case:
                return "replayed" if leaf in case.chain else "case-exists"
            known = self.in_force().categories
            bad = self.bad_item(entry, and_rejected=False)
            return bad or (None if entry["category"] in known else "unknown-category")
        if case is None:
            return "no-such-case"
        if case.institution != entry["institution"]:
            return "someone-elses-case"
        if case.chain[-1] != entry["after"]:
            if leaf in case.chain:
                return "replayed"
            return "stale" if entry["after"] in case.chain else "gap"
        if fact == "linked":
            bad = self.bad_item(entry, and_rejected=False)
            if bad:
                return bad
        if fact == "forwarded" and entry["to"] == entry["institution"]:
            return "forwarded-to-itself"
        if fact == "extended" and self.seats[entry["institution"]]["kind"] == "internal":
            if not case.whole or case.stage != "as_submission":
                return "not-extendable"
        return "out-of-step" if case.whole and case.stage_after(entry) is None else None

    COUNTS_ANYWAY = {
        "back-dated", "stale", "gap", "out-of-step", "unknown-category", "never-received",
        "accounted-twice", "forwarded-to-itself", "not-extendable", "received-for-nobody",
    }

    def in_force(self):
        return self.own

    def read(self, index, line):
        entry, leaf = parse(line), ledger_check.leaf(line).hex()
        if is_of_another_kind(line):
            self.newer.add(leaf)
            return self.find("newer-program", index=index)
        if entry is None:
            return self.find("not-an-entry", index=index)
        if "signature" in entry:
            key = self.keys.get(entry["key"])
            if key is None:
                return self.find("unknown-key", index=index)
            signature = base64.b64decode(entry["signature"])
            unsigned = {name: value for name, value in entry.items() if name != "signature"}
            unsigned = json.dumps(unsigned, separators=(",", ":"), ensure_ascii=False).encode()
            if not ledger_check.verify(key, b"svilpe/v1/entry\0" + unsigned, signature):
                return self.find("not-signed", index=index)
        refused = self.refusal(entry, leaf)
        if refused == "gap" and entry["after"] in self.newer:
            refused = None
        if refused:
            self.find(refused, index=index)
            if refused not in self.COUNTS_ANYWAY:
                return None
        self.judge_day(index, entry)
        self.judge_notes(index, entry)
        if entry["fact"] == "policy":
            self.policies.append((index, day(entry["day"]), entry["digest"]))
        elif not self.policies and not self.lawless:
            self.lawless = True
            self.find("no-policy", index=index)
        self.figures.take(entry)
        return self.apply(index, entry, leaf)

    def judge_day(self, index, entry):
        on = day(entry["day"])
        if on > self.today:
            self.ahead.append((index, on))
        if entry["fact"] == "clock":
            before = day(entry["before"])
            self.ahead = [(at, day) for at, day in self.ahead if at == index or day > before]
            self.find("clock-turned-back", index=index)
        if entry["fact"] == "received" and self.newest:
            if (self.newest - on).days > self.in_force().batch_days:
                self.find("late", index=index)

    def judge_notes(self, index, entry):
        taken = entry["fact"] in ("opened", "linked") and self.rejections.get(entry["item"])
        if taken:
            self.find("rejection-disproved", index=taken[0])
        if entry["fact"] == "forwarded" and entry["to"] not in self.seats:
            self.find("forwarded-outside", index=index, case=entry["case"])

    def apply(self, index, entry, leaf):
        fact, on = entry["fact"], day(entry["day"])
        self.newest = on if fact == "clock" else max(on, self.newest or on)
        if fact == "received":
            item = {"index": index, "institution": entry["institution"], "day": on, "account": None}
            self.items.setdefault(entry["item"], item)
        elif fact == "roster" and entry["digest"] in self.rosters:
            roster, of = self.rosters[entry["digest"]], entry["institution"]
            before = set(self.seats[of]["officers"]) | self.retired[of] if of in self.seats else set()
            self.retired[of] = before - set(roster["officers"])
            self.seats[of] = roster
        elif fact == "rejected":
            item = self.items.get(entry["item"])
            if item is None or item["account"] in (None, "rejected"):
                if item:
                    item["account"] = "rejected"
                self.rejections.setdefault(entry["item"], (index, on))
        elif fact in ("policy", "clock", "roster"):
            pass
        else:
            self.apply_to_case(entry, leaf)

    def apply_to_case(self, entry, leaf):
        fact, number = entry["fact"], entry["case"]
        if fact in ("opened", "linked"):
            self.rejections.pop(entry["item"], None)
            if entry["item"] in self.items:
                self.items[entry["item"]]["account"] = number
        if fact == "opened":
            received = self.items[entry["item"]]["day"] if entry["item"] in self.items else None
            kind = self.seats[entry["institution"]]["kind"] if entry["institution"] in self.seats else "external"
            case = Case(entry["institution"], entry["track"], kind, received, leaf)
            self.cases.setdefault(number, case)
        elif number in self.cases:
            case = self.cases[number]
            case.whole = case.whole and case.chain[-1] == entry["after"]
            case.take(entry)
            case.chain.append(leaf)

    def finish(self):
        for index, _ in self.ahead:
            self.find("ahead-of-time", index=index)
        for index, _, digest in self.policies[:-1]:
            if digest != self.own.digest:
                self.find("policy-unknown", index=index)
        if self.policies and self.policies[-1][2] != self.own.digest:
            self.find("other-policy", index=self.policies[-1][0])
        for number, case in self.cases.items():
            if case.received and case.whole:
                self.judge_case(number, case)
        for item in self.items.values():
            due = self.own.legal(item["day"], self.own.acknowledging(item["day"]))
            if item["account"] is None and self.today > due:
                self.find("unaccounted", index=item["index"])

    def judge_case(self, number, case):
        for _, legal, done, service, clock in case.dues(self.own):
            if (done or self.today) > legal:
                more = {"done": done} if done else {}
                code = "deadline-late" if done else "deadline-missed"
                binding = "service" if service else "law"
                self.find(code, case=number, clock=clock, due=legal, binding=binding, **more)
        untold = case.untold_since(self.own)
        if untold:
            legal, ended, told = untold
            if (told or self.today) > legal and not (ended or self.today) > legal:
                self.find("feedback-untold", case=number, due=legal)


# --- Figures, section 11 ---------------------------------------------------------------


class Figures:
    def __init__(self, policy):
        self.policy, self.reports, self.items, self.cases = policy, [], {}, {}

    def take(self, entry):
        fact, on = entry["fact"], day(entry["day"])
        if fact == "received":
            self.items[entry["item"]] = report = {
                "of": entry["institution"], "received": on, "standing": None, "rejected": None,
                "steps": [], "case": None,
            }
            self.reports.append(report)
        elif fact == "rejected" and entry["item"] in self.items:
            report = self.items[entry["item"]]
            report["rejected"] = report["rejected"] or on
        elif fact == "opened" and entry["item"] in self.items:
            report = self.items.pop(entry["item"])
            case = Case(entry["institution"], entry["track"], "external", report["received"], "")
            report |= {"standing": ("opened", on, entry), "case": case}
            self.cases[entry["case"]] = report
        elif "after" in entry:
            if fact == "linked" and entry["item"] in self.items:
                self.items.pop(entry["item"])["standing"] = ("linked", on, entry)
            if entry["case"] in self.cases:
                self.cases[entry["case"]]["steps"].append((on, entry))
                self.cases[entry["case"]]["case"].note(entry)

    def counts(self, year):
        counts = {}

        def count(*cell):
            counts["/".join(cell)] = counts.get("/".join(cell), 0) + 1

        for report in self.reports:
            self.count_receipt(report, year, count)
            self.count_steps(report, year, count)
            for row, due, kept in self.obligations(report):
                if due.year == year:
                    count("timeliness", row, "on_time" if kept else "late")
                    count("timeliness", row, "due")
        return counts

    def count_receipt(self, report, year, count):
        books = datetime.date(year + 1, 1, 31)
        what, on, entry = report["standing"] or (None, None, None)
        if what == "opened" and on.year == year:
            if datetime.date(report["received"].year + 1, 1, 31) < on:
                count("overview", "opened_later", "reports")
        known = what if on and on <= books else None
        if report["received"].year != year or known == "linked":
            return
        count("overview", "received", "reports")
        count("institutions", report["of"], "received")
        if known == "opened":
            count("overview", "opened", "reports")
            count("categories", entry["category"], "received")
            count("tracks", entry["track"], "reports")
            self.count_area(entry["category"], "received", count)
            ends = [entry["fact"] == "closed" for on, entry in report["steps"]
                    if entry["fact"] in ("closed", "reopened", "linked") and on.year <= year]
            count("overview", "finished" if ends and ends[-1] else "pending_cases", "reports")
            return
        rejected = report["rejected"] and report["rejected"] <= books
        count("overview", "rejected" if rejected else "waiting", "reports")
        count("overview", "not_opened", "reports")

    def count_area(self, category, column, count):
        area = self.policy.areas.get(category)
        if area:
            count("areas", area, column)
        count("european", column, "eu" if area else "outside")

    def count_steps(self, report, year, count):
        steps = report["steps"]
        within = "outside"
        if report["standing"] and report["standing"][0] == "opened":
            within = "eu" if self.policy.areas.get(report["standing"][2]["category"]) else "outside"
        rows = [("under_review", "examined"), ("forwarded", "forwarded"), ("extended", "extended"), ("identified", "identified"),
                ("linked", "wrote_again"), ("closed", "closed")]
        for fact, row in rows:
            first = next((on for on, entry in steps if entry["fact"] == fact), None)
            if first and first.year == year:
                count("overview", row, "reports")
                if row == "examined":
                    count("european", row, within)

        def last(fact):
            of_year = [entry for on, entry in steps if entry["fact"] == fact and on.year == year]
            return of_year[-1] if of_year else None

        for on, entry in steps:
            if entry["fact"] == "proceedings_ended" and on.year == year:
                kind, state = entry["proceedings"][0].split(":")
                count("ended_proceedings", kind, state)
                count("ended_proceedings", kind, "all")
        assessed, concluded = last("assessed"), last("concluded")
        if assessed:
            count("overview", "decided", "reports")
            if assessed["decision"] == "recognised":
                count("overview", "recognised", "reports")
                count("institutions", report["of"], "recognised")
                count("categories", report["standing"][2]["category"], "recognised")
                self.count_area(report["standing"][2]["category"], "recognised", count)
            else:
                count("decisions", assessed["decision"], "reports")
            if assessed["decision"] == "not_recognised":
                count("reasons", assessed["reason"], "reports")
        if concluded:
            count("overview", "concluded", "reports")
            count("outcomes", concluded["outcome"], "reports")
            count("european", "concluded", within)
            count("european", concluded["outcome"], within)
            for kind, state in (word.split(":") for word in concluded["proceedings"]):
                count("proceedings", kind, state)
                count("proceedings", kind, "all")
                count("overview", "proceedings", "reports")
                count("european", "proceedings", within)
                count("european", kind, within)
            for effect in concluded["effects"]:
                count("effects", effect, "reports")

    def obligations(self, report):
        """(row, day on which it is counted, in time?)"""
        case = report["case"]
        if case is None and (report["standing"] or report["rejected"]):
            return
        unopened = case is None
        case = case or Case("", "anonymous_tip", "external", report["received"], "")
        submission = next((on for on, word, more in case.events if more == "as_submission"), None)
        for duty, legal, done, service, _ in case.dues(self.policy):
            with_receipt = duty in ("acknowledge", "feedback") and not service
            if unopened and not with_receipt:
                continue
            shown = [legal]
            if not unopened and (not with_receipt or report["rejected"]):
                shown.append(report["standing"][1])
            if duty == "answer" and submission:
                shown.append(submission)
            yield duty + ("_service" if service else ""), max(shown), bool(done and done <= legal)


def main(folder, vkey, pack, today):
    folder = pathlib.Path(folder)
    size, root = ledger_check.read_checkpoint(folder, vkey)
    lines = list(ledger_check.read_entries(folder, size))
    assert ledger_check.mth([ledger_check.leaf(line) for line in lines]) == root, "root"
    audit = Audit(folder, Policy(pathlib.Path(pack).read_bytes()), day(today))
    for index, line in enumerate(lines):
        audit.read(index, line)
    audit.finish()
    years = {str(year): audit.figures.counts(year) for year in (2025, 2026, 2027, 2028)}
    print(json.dumps({"findings": audit.findings, "figures": years}))


if __name__ == "__main__":
    main(*sys.argv[1:])
